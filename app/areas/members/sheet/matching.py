"""Whom of the register a row means: by document, former documents, then by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import NEW, Options, day

from ..lists.snapshot import Known, Register
from .plan import ANSWERS, SAME_PERSON, TWO_PEOPLE

RESIDENT = "resident_id"


class Matcher:
    """Looks up the people of a part of a file's rows at once.

    Attributes:
        people: whom any row of the part may mean, by id.
    """

    def __init__(self, register: Register, options: Options) -> None:
        self._register, self._options = register, options
        self._by_number: dict[str, dict[str, list[str]]] = {}
        self._by_name: dict[str, list[tuple[str, date | None, str]]] = {}
        self.people: dict[str, Known] = {}

    def look_up(self, rows: Sequence[CheckedRow]) -> None:
        """Read everybody whom these rows may mean."""
        register = self._register
        numbers = {row.values["number"] for row in rows if row.values.get("number")}
        self._by_number = register.by_number(numbers)
        names = {
            row.values["name"]
            for row in rows
            if row.values.get("name") and self._must_ask(row.values)
        }
        self._by_name = register.by_name(names) if names else {}
        ids = {i for kinds in self._by_number.values() for who in kinds.values() for i in who}
        for row in rows if self._by_name else ():
            ids.update(self._alike(row.values))
        for row in rows if self._options.decisions else ():
            record = self._options.decisions.get((row.sheet, row.row), {}).get("record")
            if record:
                ids.add(record)
        self.people = register.people(ids) if ids else {}

    def _must_ask(self, values: Mapping[str, Any]) -> bool:
        if values.get("number") in self._by_number:
            return False
        name, ask = values["name"], self._register.worth_asking
        born, phone = values.get("birth_on"), values.get("phone")
        if born is not None and ask("born", name, born):
            return True
        return bool(phone) and ask("phone", name, phone)

    def _alike(self, values: Mapping[str, Any]) -> list[str]:
        """People of the same name with the same birth date or phone."""
        lines = self._by_name.get(values.get("name") or "")
        if not lines:
            return []
        born, phone = day(values.get("birth_on")), values.get("phone")
        return list(
            dict.fromkeys(
                who
                for who, their_birth, their_phone in lines
                if (born is not None and born == their_birth) or (phone and phone == their_phone)
            )
        )

    def mentioned(self, row: CheckedRow) -> list[str]:
        """Everybody the row may mean, whatever becomes of it."""
        kinds = self._by_number.get(row.values.get("number") or "", {})
        return [who for people in kinds.values() for who in people] or self._alike(row.values)

    def who(self, row: CheckedRow, decision: Mapping[str, Any]) -> Known | None:
        """The person; None for somebody new, or if the row cannot go in as it is."""
        if not self.people:
            return None
        record = self.people.get(decision.get("record") or "")
        if record is not None:
            return record
        holders = self._holders(row.values)
        same = [one for one in holders if is_called(one, row.values["name"])]
        if same:
            return same[0]
        if holders:
            return self._other_name(row, holders[0], decision)
        if decision.get("new") or self._options.policy == NEW:
            return None
        alike = [i for i in self._alike(row.values) if i in self.people]
        if alike:
            self._doubt(row, alike)
        return None

    def _holders(self, values: Mapping[str, Any]) -> list[Known]:
        kinds = self._by_number.get(values.get("number") or "", {})
        if not kinds:
            return []
        ids: Iterable[str] = kinds.get(values.get("document_type") or RESIDENT, ())
        found = [self.people[i] for i in ids if i in self.people]
        if found:
            return found
        every = [self.people[i] for who in kinds.values() for i in who if i in self.people]
        return [one for one in every if is_called(one, values["name"])]

    def _other_name(
        self, row: CheckedRow, holder: Known, decision: Mapping[str, Any]
    ) -> Known | None:
        if decision.get(SAME_PERSON):
            return holder
        if not decision.get(TWO_PEOPLE):
            row.add(
                "MEM-03",
                Severity.MUST,
                f"这个证件号码已登记在「{holder.plain['name']}」名下，姓名不同：请核对，"
                "或选定是同一人更名还是两人重号",
                field="number",
                candidates=[words for _, words in ANSWERS["MEM-03"]],
            )
        return None

    def _doubt(self, row: CheckedRow, alike: Sequence[str]) -> None:
        values = row.values
        first = self.people[alike[0]]
        born = first.plain["birth_on"]
        same = "出生日期" if born and born == day(values.get("birth_on")) else "手机号"
        kind = values.get("document_type") or RESIDENT
        said = f"已有同名、{same}也相同的人，证件号码不同"
        if not first.documents:
            said = f"已有同名、{same}也相同的人，没有登记证件"
        ask = "请确定是同一个人，还是另一个人"
        if kind != RESIDENT:
            ask = "请确定是同一人换证，还是另一个人"
        row.add(
            "IMP-DUPLICATE",
            Severity.EXPLAIN,
            f"{said}；{ask}",
            field="name",
            candidates=alike,
        )
        row.outcome = Outcome.DUPLICATE


def is_called(who: Known, name: str) -> bool:
    """Whether this is, or was, the person's name."""
    if who.plain["name"] == name:
        return True
    key = squeeze(name)
    return squeeze(who.plain["name"]) == key or any(squeeze(one) == key for one in who.former)

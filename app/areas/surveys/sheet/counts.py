"""Counted votes of many unions: one row, one item of one survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.five_ones.sheet.ledger import MUST, LedgerComparer
from app.areas.organisations.lists.common import name_of
from app.base.lists import View
from app.base.text import squeeze
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.imports import CountRow, Survey, import_counts
from ..lists.results import Counted, read_surveys
from ..lists.surveys import SURVEYS
from ..rules.counting import Key, keys_of
from ..rules.forms import INVALID, SPECIAL, Form, shipped

KIND = sheet_kind("survey_counts")
PAPERS = ("expected", "issued", "returned", "void")
_VOTES = "votes_"
_LARGER = (("returned", "issued", "收回票数"), ("void", "returned", "废票"))


class Comparer(LedgerComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        there = read_surveys(conn, SURVEYS.ids(conn, View(today)), today)
        self._there: dict[Survey, list[Counted]] = {}
        for one in there.values():
            if one.row["cancelled_on"] is None:
                key = (one.row["union_id"], one.row["kind"], one.row["year"])
                self._there.setdefault(key, []).append(one)
        self._papers: dict[tuple[Survey, str], dict[str, int | None]] = {}
        self._new: set[Survey] = set()

    def one(self, part: int, row: CheckedRow) -> CountRow | None:
        """The votes of one item."""
        union = self.union(row)
        if union is None:
            return None
        on_day = day(row.values.get("on_day"))
        year = row.values.get("year") or (on_day or self._today).year
        survey: Survey = (union, str(row.values["kind"]), int(year))
        known = self._known(row, survey)
        form = known.form if known is not None else shipped()[survey[1]]
        votes = self._votes(row, form)
        key = self._key(row, form, votes)
        if key is None or not self._fits(row, known, on_day):
            return None
        group = str(row.values.get("group") or "")
        papers = self._paper_changes(row, survey, known, group)
        if not self._may_hold(row, survey, group, votes):
            return None
        changed = self._changed(row, known, group, key, votes)
        day_on = self._day(row, known, on_day)
        if known is None:
            self._did.add("changed" if survey in self._new else "new")
            self._new.add(survey)
        return CountRow(
            part, survey, known.row["id"] if known is not None else None, day_on, group, papers,
            key[0], key[1], changed,
        )  # fmt: skip

    def _known(self, row: CheckedRow, survey: Survey) -> Counted | None:
        found = self._there.get(survey, [])
        if len(found) > 1:
            said = "这一年这种评议有好几次，分不清是哪一次，请在评议里登记计票"
            row.add("IMP-UNION", MUST, said, field="kind")
        return found[0] if found else None

    def _fits(self, row: CheckedRow, known: Counted | None, on_day: date | None) -> bool:
        """What no survey can be."""
        group = str(row.values.get("group") or "")
        if on_day is not None and on_day > self._today:
            row.add("IMP-DATE", MUST, f"{on_day} 还没有到", field="on_day")
        if known is not None:
            mine = [g for g in known.groups if g.own_name == group]
            if len(mine) > 1 or (not mine and not group):
                said = "这次评议分了组，请写明是哪一组；按工会分组的，请在评议里登记计票"
                row.add("IMP-REQUIRED", MUST, said, field="group")
            elif any(g.id in known.by_ballot for g in mine):
                said = "这次评议是逐票录入的，票数由程序统计"
                row.add("IMP-VALUE", MUST, said, field="kind")
        return not any(p.severity is MUST for p in row.problems)

    def _votes(self, row: CheckedRow, form: Form) -> dict[str, int]:
        """Votes by grade of this form, from the columns that mean one."""
        found: dict[str, int] = {}
        for one in KIND.fields:
            value = row.values.get(one.key)
            if not one.key.startswith(_VOTES) or value is None:
                continue
            grade = form.grade(one.title)
            if grade is None:
                names = "、".join(g.name for g in form.grades)
                said = f"这份评议表没有「{one.title}」这个等次，只有{names}"
                row.add("IMP-VALUE", MUST, said, field=one.key)
            else:
                found[grade] = found.get(grade, 0) + int(value)
        return found

    def _key(self, row: CheckedRow, form: Form, votes: Mapping[str, int]) -> Key | None:
        """(name of who is rated or "", item)."""
        text, subject = str(row.values.get("item") or ""), str(row.values.get("subject") or "")
        item = form.overall
        if text:
            words = {squeeze(name): key for key, name in form.items}
            if squeeze(text) not in words:
                said = f"评议表里没有「{text}」这个项目"
                row.add("IMP-VALUE", MUST, said, field="item")
                return None
            item = words[squeeze(text)]
        if form.subjects and not subject and votes:
            row.add("IMP-REQUIRED", MUST, "评议工会干部要填评议对象的姓名", field="subject")
            return None
        return (subject if form.subjects else "", item)

    def _paper_changes(
        self, row: CheckedRow, survey: Survey, known: Counted | None, group: str
    ) -> dict[str, int]:
        """Heads and papers that are new or taken over."""
        given = {key: row.values.get(key) for key in PAPERS}
        if (survey, group) not in self._papers:
            there = next((g for g in known.groups if g.own_name == group), None) \
                if known is not None else None  # fmt: skip
            self._papers[survey, group] = {key: getattr(there, key, None) for key in PAPERS}
        record = self._papers[survey, group]
        changes = self.compare(row, record, given)
        record.update(changes)
        for small, large, words in _LARGER:
            one, whole = record[small], record[large]
            if one is not None and whole is not None and one > whole:
                row.add("IMP-VALUE", MUST, f"{words}{one}，多于{whole}", field=small)
        return changes

    def _may_hold(
        self, row: CheckedRow, survey: Survey, group: str, votes: Mapping[str, int]
    ) -> bool:
        record = self._papers[survey, group]
        if record["void"] and record["returned"] is None:
            row.add("IMP-REQUIRED", MUST, "填了废票，还要填收回票数", field="returned")
        elif record["returned"] is not None:
            valid = record["returned"] - (record["void"] or 0)
            total = sum(votes.values())
            if total > valid:
                said = f"各等次共{total}票，多于有效票{valid}张"
                row.add("IMP-VALUE", MUST, said, field="returned")
        return not any(p.severity is MUST for p in row.problems)

    def _changed(
        self,
        row: CheckedRow,
        known: Counted | None,
        group: str,
        key: Key,
        votes: Mapping[str, int],
    ) -> dict[str, int]:
        """The votes of the item if they are to be written; empty if they stand there."""
        if not votes or known is None:
            return dict(votes)
        there = next((g for g in known.groups if g.own_name == group), None)
        ids = {s["name"]: s["id"] for s in known.subjects}
        asked = (ids.get(key[0], ""), key[1])
        old = there.votes.get(asked, {}) if there is not None else {}
        if not old:
            self._did.add("changed")
            return dict(votes)
        differing = [g for g, number in votes.items() if old.get(g) != number]
        for grade in differing:
            field = _column(known.form, grade)
            if not self.differs(row, field, old.get(grade), votes[grade]):
                return {}
        return {**old, **votes} if differing else {}

    def _day(self, row: CheckedRow, known: Counted | None, on_day: date | None) -> date | None:
        if on_day is None or known is None:
            return on_day
        changes = self.compare(row, {"on_day": known.row["on_day"]}, {"on_day": on_day})
        found: date | None = changes.get("on_day")
        return found


def _column(form: Form, grade: str) -> str:
    """The field of a grade: that of its name, else one that means it."""
    every = [f for f in KIND.fields if f.key.startswith(_VOTES) and form.grade(f.title) == grade]
    names = {g.code: g.name for g in form.grades} | SPECIAL
    return next((f.key for f in every if f.title == names[grade]), every[0].key)


class CountSheet(ComparedSheet):
    """Counted votes; its unit is the union of rows that name none."""

    act = import_counts
    comparer = Comparer

    def export(self, conn: Any, view: View) -> Iterator[dict[str, Any]]:
        """Every item of the surveys that the list shows and that may be shown group by group."""
        ids = SURVEYS.ids(conn, view)
        shown = {row["id"]: row for row in SURVEYS.rows(conn, ids, view)}
        for one in read_surveys(conn, ids, view.day).values():
            head = {
                "union": shown[one.row["id"]]["union"],
                "kind": name_of("survey_kind", one.row["kind"]),
                "year": one.row["year"],
                "on_day": one.row["on_day"].isoformat() if one.row["on_day"] else "",
            }
            yield from _lines(one, head)


def _lines(one: Counted, head: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A survey item by item, the groups together where they may not be shown by themselves."""
    whole = one.result
    papers = {"expected": whole.expected, "issued": whole.issued, "returned": whole.returned,
              "void": whole.void or None}  # fmt: skip
    names = {s["id"]: s["name"] for s in one.subjects}
    for number, key in enumerate(keys_of(one.form, list(names))):
        found = whole.items[key]
        votes = {_column(one.form, g): n for g, n in found.votes.items()}
        if found.invalid:
            votes[_column(one.form, INVALID)] = found.invalid
        yield {
            **head, **(papers if number == 0 else {}), **(votes if one.counted else {}),
            "subject": names.get(key[0], ""), "item": dict(one.form.items)[key[1]],
        }  # fmt: skip


COUNT_SHEET = CountSheet(KIND, named={"union": "unions"})

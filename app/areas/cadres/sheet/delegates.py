"""代表名册: one row, one delegate of the present 届 of a union."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.members.lists.snapshot import Register
from app.areas.members.rules.documents import normalise
from app.areas.members.sheet.units import Units
from app.base.findings import Severity
from app.base.lists import View
from app.base.text import squeeze
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow
from app.sheets.comparing import FileComparer, Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.delegate_rows import DelegateRow, import_delegates
from ..lists.delegations import DELEGATIONS, KINDS, delegations, people_by_number, present

KIND = sheet_kind("delegates")
_TOLD = (
    "unit_name",
    "post_name",
    "front_line",
    "manager",
    "model_worker",
    "business_owner",
    "note",
)
_OWN = ("sex", "ethnicity", "political", "education")
_COLUMNS = {"business_owner": "owner"}


class Comparer(FileComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._units = Units(Register(conn, today), options)
        self._present = present(conn)
        known = delegations(conn, self._present.values(), today)
        self._people = {
            one: {squeeze(str(p["name"])): p for p in of.people if p["serving"]}
            for one, of in known.items()
        }
        numbers = {normalise(str(r.values["number"])) for r in rows if r.values.get("number")}
        self._numbered = people_by_number(conn, numbers)

    def one(self, part: int, row: CheckedRow) -> DelegateRow | None:
        union, kind = self._units.union(row), self._congress(row)
        if union is None or kind is None:
            return None
        of = self._present.get((union, kind))
        number = row.values.get("number")
        who = self._numbered.get(normalise(str(number))) if number else None
        values = self._values(row, registered=who is not None)
        known = self._people.get(of or "", {}).get(squeeze(str(row.values["name"])))
        if known is not None:
            kept = {key: known[_COLUMNS.get(key, key)] for key in values if key != "name"}
            given = {key: value for key, value in values.items() if key != "name"}
            changes = self.compare(row, kept, given)
            return DelegateRow(part, union, kind, known["id"], of, values=changes)
        self._did.add("new")
        return DelegateRow(part, union, kind, None, of, who, values)

    def _congress(self, row: CheckedRow) -> str | None:
        """Which congress; without a word the members'."""
        told = squeeze(str(row.values.get("congress") or ""))
        if not told or "会员" in told:
            return "members"
        if "职工" in told or "职代会" in told:
            return "workers"
        words = "、".join(KINDS.values())
        row.add("IMP-VALUE", Severity.MUST, f"大会要写{words}，现在是「{told}」", field="congress")
        return None

    def _values(self, row: CheckedRow, *, registered: bool) -> dict[str, Any]:
        told = row.values
        keys = (*_TOLD, *(() if registered else _OWN), "name")
        values = {key: told[key] for key in keys if told.get(key) not in (None, "")}
        born = day(told.get("birth_on"))
        if born is not None and not registered:
            values["birth_year"] = born.year
        return values


class DelegateSheet(ComparedSheet):
    """The list of delegates."""

    act = import_delegates
    comparer = Comparer

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The delegates in office of the 届 that the list shows, as the workbook's fields."""
        for of in delegations(conn, DELEGATIONS.ids(conn, view), view.day).values():
            for one in of.serving:
                flags = ("front_line", "manager", "model_worker")
                yield {
                    "union": of.union,
                    "congress": KINDS[of.row["kind"]],
                    "name": one["name"],
                    "sex": one["sex_name"],
                    "birth_on": f"{one['birth_year']}" if one["birth_year"] else "",
                    "number": "",
                    "ethnicity": one["ethnicity_name"],
                    "political": one["political_name"],
                    "education": one["education_name"],
                    "unit_name": one["unit"],
                    "post_name": one["post_name"] or "",
                    **{key: "是" if one[key] else "" for key in flags},
                    "business_owner": "是" if one["owner"] else "",
                    "note": one["note"] or "",
                }


DELEGATE_SHEET = DelegateSheet(KIND, named={"union": "unions"})

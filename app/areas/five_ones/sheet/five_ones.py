"""The 五个一台账: one row is a federation's year, up to four activities of it go in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.base.lists import View
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow
from app.sheets.declared import sheet_kind

from ..acts.imports import ActivityRow, import_activities
from ..lists.ledger import LEDGER
from .activities import Comparer

KIND = sheet_kind("five_ones")
_CONGRESS = {"on": "held_on", "due": "due", "present": "present", "decided": "resolution"}
_HELD = {"title": "title", "on": "held_on", "people": "participants"}
COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "m": ("members_congress", _CONGRESS), "w": ("workers_congress", _CONGRESS),
    "c": ("labour_contest", _HELD), "r": ("recreation", _HELD),
}  # fmt: skip
"""Prefix of a group of columns → kind of the activity, column → its field."""


class YearComparer(Comparer):
    """Takes each row apart into the activities it tells of."""

    def judge(self) -> Iterator[ActivityRow]:
        """Judge every row; of a row that is refused nothing goes in."""
        for found in self.each(self._rows, self._of_union):
            yield from found

    def _of_union(self, part: int, row: CheckedRow) -> list[ActivityRow]:
        return self._parts(part, row) if self.union(row) is not None else []

    def _parts(self, part: int, row: CheckedRow) -> list[ActivityRow]:
        found = []
        for prefix, (kind, columns) in COLUMNS.items():
            own = {field: row.values.get(f"{prefix}_{key}") for key, field in columns.items()}
            told = {field: value for field, value in own.items() if value not in (None, "")}
            if not told:
                continue
            told |= {"union": row.values.get("union"), "kind": kind}
            one = CheckedRow(row.sheet, row.row, told)
            made = self.one(part, one)
            names = {field: f"{prefix}_{key}" for key, field in columns.items()}
            row.problems += [replace(p, field=names.get(p.field, p.field)) for p in one.problems]
            row.judge()
            if made is not None and (made.id is None or made.values or made.congress
                                     or made.resolutions):  # fmt: skip
                found.append(made)
        return found


class FiveOnesSheet(ComparedSheet):
    """The ledger of a year."""

    act = import_activities
    comparer = YearComparer

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The ledger of the year that the list shows."""
        for row in LEDGER.rows(conn, LEDGER.ids(conn, view), view):
            days = {
                f"{prefix}_on": row[f"{prefix}_on"].isoformat() if row.get(f"{prefix}_on") else ""
                for prefix in COLUMNS
            }
            others = {
                f"{prefix}_{key}": row.get(f"{prefix}_{key}")
                for prefix, (_kind, columns) in COLUMNS.items()
                for key in columns
                if key != "on"
            }
            yield {"union": row["name"], **others, **days}


FIVE_ONES_SHEET = FiveOnesSheet(KIND, named={"union": "unions"})

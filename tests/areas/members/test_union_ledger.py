"""The ledger of unions that can be imported again holds the members that are listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.organisations.acts import NewReading, mark_complete, set_readings
from app.areas.organisations.lists import UnionList
from app.areas.organisations.page.exporting import Exporter
from app.areas.organisations.page.middle import Narrowed
from app.areas.organisations.sheet import ORGANISATION_SHEET
from app.base.lists import View
from app.paper.asking import registry_of
from app.sheets.checked import CheckedRow
from app.sheets.checking import check_file
from app.sheets.comparing import Options
from app.sheets.intake import counts, sheets_of
from app.sheets.writing import write_list
from tests.areas.members.conftest import People

DAY = date(2026, 11, 22)
SHEET = sheets_of(AREAS)["organisations"]


def told(people: People) -> People:
    """甲 reported nine members and lists two, all there are; of 乙 one is listed, none reported."""
    people.member("王小明", sex="2")
    people.member("李芳", sex="1")
    people.member("赵强", union=people.two)
    given = [NewReading("union", people.one, code, n) for code, n in (("J201", 12), ("J206", 9))]
    people.space.do(set_readings, given, on_day=date(2026, 5, 1))
    people.space.do(mark_complete, people.one, members_from=date(2026, 6, 1))
    return people


def rows_of(people: People, day: date, sheet: Any = SHEET) -> dict[str, dict[str, Any]]:
    rows = people.space.read(lambda c: list(sheet.export(c, View(day))))
    return {row["name"]: dict(row) for row in rows}


def test_it_holds_the_number_of_the_list_on_every_day(people: People) -> None:
    told(people)
    now, then = rows_of(people, DAY), rows_of(people, date(2026, 5, 31))
    keys = ("workers", "members", "women_members")
    assert [now["甲公司工会"][key] for key in keys] == [12, 2, 1]
    assert now["乙公司工会"]["members"] == 1
    assert then["甲公司工会"]["members"] == 9
    assert rows_of(people, DAY, ORGANISATION_SHEET)["甲公司工会"]["members"] == 9  # no other area


def test_the_window_writes_the_same(people: People) -> None:
    told(people)
    source = Narrowed(UnionList(registry_of(AREAS)))
    _kind, rows = people.space.read(lambda c: Exporter.sheets["unions"](c, source, View(DAY)))
    assert {row["name"]: row for row in rows} == rows_of(people, DAY)


def test_imported_again_it_changes_nothing_and_reports_nothing(
    people: People, tmp_path: Path
) -> None:
    told(people)
    path = tmp_path / "台账.xlsx"

    def plan(change: int = 0) -> Any:
        rows = list(rows_of(people, DAY).values())
        for row in rows:
            if change and row["name"] == "甲公司工会":
                row["members"] = change
        write_list(path, SHEET.kind, rows)
        checked = [row for row in check_file(path, SHEET.reads) if isinstance(row, CheckedRow)]
        return people.space.read(lambda c: SHEET.plan(c, checked, Options(), today=DAY))

    again = plan()
    found = counts(again.rows)
    assert (found["new"], found["changed"], again.readings) == (0, 0, [])
    (reported,) = plan(7).readings  # what somebody wrote into the cell is a reported number
    assert (reported["record"], reported["code"], reported["value"]) == (people.one, "J206", 7)

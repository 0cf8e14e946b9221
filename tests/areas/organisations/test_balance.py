"""The real balance of a real town: 62 organisations and 372 covered units, whichever way the
ledger gives them; in the figures, in the report, and in the records behind each figure."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from app import start
from app.areas.organisations.sheet import ORGANISATION_SHEET
from app.paper.document import render
from app.sheets.checked import CheckedRow
from app.sheets.checking import Options as Reading
from app.sheets.checking import check_file
from app.sheets.comparing import Options
from app.sheets.intake import counts, letters_of, read_file

from .conftest import DAY, Office
from .ledgers import as_lines, as_numbers, as_sheets


def read(path: Path) -> list[CheckedRow]:
    found = check_file(path, ORGANISATION_SHEET.reads)
    return [item for item in found if isinstance(item, CheckedRow)]


@pytest.mark.parametrize("make", [as_numbers, as_lines, as_sheets])
def test_town_has_62_organisations_and_372_units(office: Office, tmp_path: Path, make) -> None:
    rows = read(make(tmp_path / "台账.xlsx"))
    before = office.figure("J101").value
    changes, plan = ORGANISATION_SHEET.commit(office.space, rows, Options(), file_name="台账.xlsx")
    found = counts(plan.rows)
    assert found["rejected"] == found["duplicate"] == 0

    assert office.figure("J101").value == 62
    assert office.figure("J107").value == 372
    assert len(office.records("J101")) == 62
    assert sum(r.value for r in office.records("J107")) == 372
    by_type = office.by("type", "J101", "J107")
    assert sum(row["J101"].value for row in by_type.rows.values()) == 62
    assert sum(row["J107"].value for row in by_type.rows.values()) == 372
    assert {k: v["J101"].value for k, v in by_type.rows.items() if v["J101"].value} == {
        "single": 50,
        "regional_federation": 12,
    }

    once_more = office.space.read(lambda c: ORGANISATION_SHEET.plan(c, rows, Options(), today=DAY))
    again = counts(once_more.rows)
    assert (again["new"], again["changed"], again["rejected"]) == (0, 0, 0)

    document = office.space.read(
        lambda c: start.papers()["annual"].make(start.ask(c, office.scope(), year=2026, today=DAY))
    )
    pdf = tmp_path / "年报.pdf"
    printed = render(document)
    pdf.write_bytes(printed.pdf)
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "基层工会组织62个" in text.replace(" ", "").replace("\n", "")
    assert "涵盖单位372家" in text.replace(" ", "").replace("\n", "")
    assert render(document).pdf == printed.pdf

    verdict = office.space.undo(changes.entry)
    assert verdict.count("kept") == verdict.count("impossible") == 0
    assert office.figure("J101").value == before == 0


def test_import_undone_row_by_row_keeps_what_was_changed_since(
    office: Office, tmp_path: Path
) -> None:
    from app.areas.organisations.acts import edit_union

    rows = read(as_numbers(tmp_path / "台账.xlsx"))
    changes, _ = ORGANISATION_SHEET.commit(office.space, rows, Options(), file_name="台账.xlsx")
    union = next(r.id for r in office.records("J101") if r.title == "工贸园工会联合会")
    office.space.do(edit_union, union, chair="王某")
    verdict = office.space.undo(changes.entry)
    kept = {row.row for row in verdict.rows if row.verdict == "kept"}
    assert union in kept
    assert office.figure("J101").value == 1
    assert office.figure("J107").value == 23  # its reading stays with it


def test_blank_cells_never_wipe_and_differing_values_are_kept(
    office: Office, tmp_path: Path
) -> None:
    import openpyxl

    office.union("甲工会委员会", chair="原主席", phone="13900000001")
    book = openpyxl.Workbook()
    book.active.append(["工会名称", "工会主席", "联系电话", "工会地址"])
    book.active.append(["甲工会委员会", "新主席", None, "幸福路1号"])
    book.save(tmp_path / "甲.xlsx")
    rows = read(tmp_path / "甲.xlsx")
    _, plan = ORGANISATION_SHEET.commit(office.space, rows, Options(), file_name="甲.xlsx")
    assert counts(plan.rows)["changed"] == 1
    assert [(d.field, d.old, d.new, d.taken) for d in plan.differences] == [
        ("chair", "原主席", "新主席", False)
    ]
    assert [p.code for p in plan.rows[0].problems] == ["IMP-DIFFERS"]
    from app.areas.organisations.records import UNION

    (row,) = office.rows(UNION.select().where(UNION.c.address == "幸福路1号"))
    assert (row["chair"], row["phone"]) == ("原主席", "13900000001")

    taken = Options(decisions={("Sheet", 2): {"take": ["chair"]}})
    ORGANISATION_SHEET.commit(office.space, rows, taken, file_name="甲.xlsx")
    (row,) = office.rows(UNION.select().where(UNION.c.address == "幸福路1号"))
    assert row["chair"] == "新主席"


def test_a_problem_of_comparing_has_its_cell_and_the_rows_given_stay_as_they_were(
    office: Office, tmp_path: Path
) -> None:
    import openpyxl

    office.union("甲工会委员会", chair="原主席")
    book = openpyxl.Workbook()
    book.active.append(["工会名称", "工会主席", "上级工会"])
    book.active.append(["甲工会委员会", "新主席", "没有的工会"])
    book.save(tmp_path / "甲.xlsx")
    found = read_file(tmp_path / "甲.xlsx", ORGANISATION_SHEET.reads, Reading())
    options = Options(letters=letters_of(found.layouts))
    for _ in range(2):
        plan = office.space.read(
            lambda c: ORGANISATION_SHEET.plan(c, found.rows, options, today=DAY)
        )
        told = {p.code: (p.column, p.message[:2]) for p in plan.rows[0].problems}
        assert told["IMP-UNION"] == ("C", "C2")
        assert not any(row.problems for row in found.rows)


def test_unknown_upper_union_is_an_error_with_near_names(office: Office, tmp_path: Path) -> None:
    import openpyxl

    office.union("一街村工会联合会", "regional_federation")
    book = openpyxl.Workbook()
    book.active.append(["工会名称", "上级工会"])
    book.active.append(["乙工会委员会", "一街村联合会"])
    book.save(tmp_path / "乙.xlsx")
    rows = read(tmp_path / "乙.xlsx")
    plan = office.space.read(lambda c: ORGANISATION_SHEET.plan(c, rows, Options(), today=DAY))
    (problem,) = [p for p in plan.rows[0].problems if p.code == "IMP-UNION"]
    assert problem.severity == "must"
    assert "一街村工会联合会" in problem.candidates
    assert counts(plan.rows)["rejected"] == 1


def test_readings_of_another_day_are_added_not_overwritten(office: Office, tmp_path: Path) -> None:
    from app.areas.organisations.acts import NewReading, set_readings

    union = office.union("丙工会委员会")
    office.space.do(set_readings, [NewReading("union", union, "J201", 40)], on_day=date(2026, 3, 1))
    office.space.do(set_readings, [NewReading("union", union, "J201", 55)], on_day=date(2026, 9, 1))
    assert office.figure("J201", day=date(2026, 6, 30)).value == 40
    assert office.figure("J201").value == 55

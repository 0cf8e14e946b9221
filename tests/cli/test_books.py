"""import, template, export: the contract's keys, counts and exit statuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import start
from app.areas.organisations import acts
from app.base.errors import BugError
from app.commands import books
from app.store.workspace import Workspace

from .conftest import PASSWORD, Run

HEAD = ["序号", "工会名称", "工会类型", "建会日期", "会员人数", "职工人数", "涵盖单位数"]
GOOD: list[list[Any]] = [
    [1, "甲厂工会委员会", "单独基层工会", "2020-03-04", 30, 40, 1],
    [2, "乙村工会联合会", "区域性工会联合会", "2019-05-06", 61, 80, 97],
]
BAD: list[list[Any]] = [
    [3, None, "单独基层工会", "2020-03-04", 3, 4, 1],
    [4, "丙厂工会委员会", "单独基层工会", "2020-13-04", 3, 4, 1],
]
COUNTS = ("new", "changed", "same", "possible_duplicates", "transfers", "rejected")


def ledger(path: Path, *rows: list[Any], sheets: tuple[str, ...] = ("台账",)) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        sheet.append(["城关镇工会组织台账"])
        sheet.append(HEAD)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def cells(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def test_kinds_are_named_without_a_workspace(run: Run) -> None:
    said = run("import", "list")
    assert said.status == 0
    kinds = {kind["kind"]: kind for kind in said.json["kinds"]}
    assert {"organisations", "employers"} <= set(kinds)
    for kind in kinds.values():
        assert set(kind) == {"kind", "title", "fields"}
        assert all(set(f) == {"field", "title", "obligatory"} for f in kind["fields"])
    for name in ("organisations", "employers", "members"):
        must = ["name", "number"] if name == "members" else ["name"]
        assert [f["field"] for f in kinds[name]["fields"] if f["obligatory"]] == must


def test_import_writes_once_and_says_so_with_the_keys_of_the_contract(
    run: Run, office: Path, tmp_path: Path
) -> None:
    book = ledger(tmp_path / "台账.xlsx", *GOOD, ["合计", None, None, None, 91, 120, 98])
    said = run("import", "organisations", book, "--outcomes", folder=office)
    assert said.status == 0
    done = said.json
    assert (done["sheet"], done["header_row"], done["unmatched"]) == ("台账", 2, [])
    assert done["columns"][0] == {"column": "B", "header": "工会名称", "field": "name"}
    assert (done["rows"], done["new"], done["skipped"]) == (2, 2, 1)
    assert done["rows"] == sum(done[key] for key in COUNTS)
    assert [o["outcome"] for o in done["outcomes"]] == ["new", "new", "skipped"]
    assert [o["row"] for o in done["outcomes"]] == [3, 4, 5]
    assert len(done["batch"]) == 32
    again = run("import", "organisations", book, folder=office).json
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    figures = run("figures", "--code", "J107", folder=office).json["figures"]
    assert figures[0]["value"] == 98


def test_a_dry_run_changes_nothing(run: Run, office: Path, tmp_path: Path) -> None:
    before = run("history", folder=office).json
    book = ledger(tmp_path / "台账.xlsx", *GOOD)
    said = run("import", "organisations", book, "--dry-run", folder=office)
    assert (said.status, said.json["new"], said.json["batch"]) == (0, 2, None)
    assert run("history", folder=office).json == before


def test_rejected_rows_make_status_1_dry_or_not_and_come_back_with_reasons(
    run: Run, office: Path, tmp_path: Path
) -> None:
    book, out = ledger(tmp_path / "台账.xlsx", *GOOD, *BAD), tmp_path / "错误.xlsx"
    for dry in (["--dry-run"], []):
        said = run("import", "organisations", book, "--rejected", out, *dry, folder=office)
        assert said.status == 1
        assert (said.json["new"], said.json["rejected"]) == (2, 2)
        wrong = {p["row"] for p in said.json["problems"] if p["severity"] == "must"}
        assert wrong == {5, 6}
        assert {p["code"] for p in said.json["problems"] if p["severity"] == "must"} == {
            "IMP-REQUIRED",
            "IMP-DATE",
        }
        for problem in said.json["problems"]:
            assert set(problem) == {
                "sheet", "row", "column", "field", "code", "severity", "message", "candidates",
            }  # fmt: skip
    rows = cells(out)
    assert rows[1][:7] == tuple(HEAD)
    assert [row[0] for row in rows[2:]] == [3, 4]


def test_an_import_is_taken_back_by_its_batch(run: Run, office: Path, tmp_path: Path) -> None:
    before = run("info", folder=office).json["counts"]
    book = ledger(tmp_path / "台账.xlsx", *GOOD)
    batch = run("import", "organisations", book, folder=office).json["batch"]
    assert run("info", folder=office).json["counts"]["unions"] == before["unions"] + 2
    said = run("undo", "--batch", batch, folder=office)
    assert (said.status, said.json["kept"], said.json["impossible"]) == (0, 0, 0)
    assert run("info", folder=office).json["counts"] == before
    assert run("verify", folder=office).json["findings"] == []


def test_several_sheets_are_told_one_by_one_with_sums(
    run: Run, office: Path, tmp_path: Path
) -> None:
    book = ledger(tmp_path / "台账.xlsx", GOOD[0], sheets=("一村", "二村"))
    said = run("import", "organisations", book, "--dry-run", folder=office)
    parts = said.json["sheets"]
    assert [part["sheet"] for part in parts] == ["一村", "二村"]
    assert all({"header_row", "columns", "unmatched", "rows", "problems"} <= set(p) for p in parts)
    assert said.json["rows"] == sum(part["rows"] for part in parts)
    one = run("import", "organisations", book, "--sheet", "二村", "--dry-run", folder=office)
    assert one.json["sheet"] == "二村"


def test_a_folder_is_imported_file_by_file(run: Run, office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收来的表"
    folder.mkdir()
    ledger(folder / "一村.xlsx", GOOD[0])
    ledger(folder / "二村.xlsx", GOOD[1], BAD[1])
    (folder / "说明.txt").write_text("不是名单", "utf-8")
    out = tmp_path / "错误.xlsx"
    said = run("import", "organisations", folder, "--rejected", out, folder=office)
    assert said.status == 1
    files = {one["file"]: one for one in said.json["files"]}
    assert files["一村.xlsx"]["new"] == 1
    assert files["二村.xlsx"]["rejected"] == 1
    assert files["说明.txt"]["error"]["code"] == "IMP-FILE"
    assert (said.json["rows"], said.json["new"], said.json["rejected"]) == (3, 2, 1)
    assert out.exists()


@pytest.mark.logs("bug, report")
def test_a_bug_met_in_one_file_of_a_folder_leaves_the_others_be(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "收来的表"
    folder.mkdir()
    for name, row in (("一村.xlsx", GOOD[0]), ("二村.xlsx", GOOD[1]), ("三村.xlsx", GOOD[1])):
        ledger(folder / name, row)
    (folder / "说明.txt").write_text("不是名单", "utf-8")
    whole = books._Importer.one

    def one(self: Any, path: Path) -> Any:
        if path.name == "三村.xlsx":  # the first one in the order of the folder
            raise BugError("a state that must not be")
        return whole(self, path)

    monkeypatch.setattr(books._Importer, "one", one)
    said = run("import", "organisations", folder, folder=office)
    assert said.status == 4
    files = {each["file"]: each for each in said.json["files"]}
    assert files["一村.xlsx"]["new"] == files["二村.xlsx"]["new"] == 1
    assert files["三村.xlsx"]["error"]["code"] == "BUG"
    assert "报告在" in files["三村.xlsx"]["error"]["message"]
    assert files["说明.txt"]["error"]["code"] == "IMP-FILE"


@pytest.mark.parametrize("name", ["没有.xlsx", "假的.xlsx"])
def test_what_is_no_list_is_refused(run: Run, office: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "假的.xlsx").write_bytes(b"not a workbook")
    said = run("import", "organisations", tmp_path / name, folder=office)
    assert (said.status, said.code) == (3, "IMP-FILE")
    assert said.json["error"]["advice"]


def test_wrong_kind_type_and_option_are_refused(run: Run, office: Path, tmp_path: Path) -> None:
    book = ledger(tmp_path / "台账.xlsx", *GOOD)
    assert run("import", "paintings", book, folder=office).code == "NO_KIND"
    said = run("import", "organisations", book, "--as", "行星", folder=office)
    assert (said.status, said.code) == (3, "NO_TYPE")
    assert run("import", "organisations", book, "--complete", folder=office).status == 2
    assert run("import", "organisations", folder=office).status == 2
    assert run("import", "organisations", book, "--unit", "没有", folder=office).code == "NO_UNIT"


def test_a_list_of_one_kind_needs_no_column_of_it(run: Run, office: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["工会名称", "竞赛名称", "竞赛时间", "参赛人数"])
    book.active.append(["乙村工会联合会", "安康杯竞赛", "2026-06-10", 52])
    path = tmp_path / "竞赛.xlsx"
    book.save(path)
    run("import", "organisations", ledger(tmp_path / "台账.xlsx", *GOOD), folder=office)
    assert run("import", "activities", path, folder=office).status == 3
    said = run("import", "activities", path, "--as", "labour_contest", folder=office)
    assert (said.status, said.json["new"]) == (0, 1)


def test_type_and_unit_hold_where_the_file_does_not_say(
    run: Run, office: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["工会名称", "会员人数"])
    book.active.append(["丁社区联合工会", 12])
    book.save(tmp_path / "名单.xlsx")
    unit = "新光纺织有限公司工会委员会"
    said = run(
        "import", "organisations", tmp_path / "名单.xlsx", "--as", "联合基层工会",
        "--unit", unit, folder=office,
    )  # fmt: skip
    assert (said.status, said.json["new"]) == (0, 1)
    values = run("figures", "--code", "J103", folder=office).json["figures"]
    assert values[0]["value"] == 1
    assert (
        run("figures", "--code", "J101", "--unit", unit, folder=office).json["figures"][0]["value"]
        == 2
    )


def test_template_is_empty_importable_and_has_the_headers_of_the_export(
    run: Run, office: Path, tmp_path: Path
) -> None:
    blank, full = tmp_path / "模板.xlsx", tmp_path / "全部.xlsx"
    made = run("template", "organisations", blank)
    assert made.status == 0
    assert set(made.json) >= {"command", "file", "columns"}
    said = run("import", "organisations", blank, folder=office)
    assert (said.status, said.json["rows"]) == (0, 0)
    run("export", "organisations", full, folder=office)
    assert [c["header"] for c in made.json["columns"]] == list(cells(full)[0])


def test_a_template_is_prefilled_for_a_unit_and_comes_back_unchanged(
    run: Run, office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "模板.xlsx"
    unit = "新光纺织有限公司工会委员会"
    assert run("template", "organisations", out, "--unit", unit, folder=office).json["rows"] == 1
    assert any(unit in row for row in cells(out))
    said = run("import", "organisations", out, folder=office)
    assert (said.status, said.json["same"], said.json["changed"]) == (0, 1, 0)


def test_export_revealed_comes_back_unchanged_and_masked_is_refused(
    run: Run, office: Path, tmp_path: Path
) -> None:
    run("import", "organisations", ledger(tmp_path / "台账.xlsx", *GOOD), folder=office)
    one = run("find", "甲厂工会", folder=office).json["results"][0]["id"]
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        space.do(acts.edit_union, one, phone="13800001201")
    masked, full = tmp_path / "名单.xlsx", tmp_path / "全部.xlsx"
    said = run("export", "organisations", masked, folder=office)
    assert set(said.json) >= {"command", "file", "rows"}
    assert said.json["rows"] == len(cells(masked)) - 1
    assert not any("13800001201" in map(str, row) for row in cells(masked))
    assert any("138****1201" in map(str, row) for row in cells(masked))
    said = run("export", "organisations", full, "--reveal", "--reason", "上报", folder=office)
    assert any("13800001201" in map(str, row) for row in cells(full))
    entry = run("history", "--limit", "1", folder=office).json["entries"][0]
    assert (entry["act"], entry["undoable"]) == ("store.reveal", False)
    assert "上报" in entry["title"]
    back = run("import", "organisations", full, folder=office)
    assert (back.status, back.json["new"], back.json["changed"]) == (0, 0, 0)
    refused = run("import", "organisations", masked, folder=office)
    assert (refused.status, refused.code) == (3, "IMP-FILE")
    assert "星号" in refused.json["error"]["message"] + refused.json["error"]["advice"]


def test_reveal_wants_a_reason(run: Run, office: Path, tmp_path: Path) -> None:
    said = run("export", "organisations", tmp_path / "全部.xlsx", "--reveal", folder=office)
    assert (said.status, said.code) == (2, "USAGE")
    assert not (tmp_path / "全部.xlsx").exists()


def test_export_as_csv_and_another_ending(run: Run, office: Path, tmp_path: Path) -> None:
    said = run("export", "employers", tmp_path / "单位.csv", folder=office)
    assert (said.status, said.json["rows"]) == (0, 0)
    assert (tmp_path / "单位.csv").read_bytes().startswith("﻿单位名称".encode())
    assert run("export", "employers", tmp_path / "单位.doc", folder=office).code == "EXPORT-NAME"


def test_a_finished_workbook_is_written_and_told_among_the_kinds(
    run: Run, office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "统计表.xlsx"
    said = run("export", "five_ones_statistics", out, "--as-of", "2025-12-31", folder=office)
    assert (said.status, said.json["masked"]) == (0, False)
    assert "2025年五个一工作开展情况统计表" in cells(out)[0][0]
    other = run("export", "five_ones_statistics", tmp_path / "统计表.csv", folder=office)
    assert (other.status, other.code) == (3, "EXPORT-NAME")
    unknown = run("export", "nothing", out, folder=office)
    assert "five_ones_statistics（五个一统计表）" in unknown.json["error"]["advice"]


def test_people_read_what_became_of_the_rows(run: Run, office: Path, tmp_path: Path) -> None:
    book = ledger(tmp_path / "台账.xlsx", *GOOD, *BAD)
    said = run("import", "organisations", book, folder=office, text=True)
    assert "台账：共 4 行，新增 2 行，没有写入 2 行" in said.out
    assert "第6行  IMP-DATE  没有写入" in said.out

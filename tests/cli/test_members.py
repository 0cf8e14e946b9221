"""``import members``, ``export members``, ``template members``: counts, codes and exit statuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.areas.members.rosters import identity
from tests.cli.conftest import Run

UNION = "新光纺织有限公司工会委员会"
HEAD = ("姓名", "证件号码", "手机号", "学历", "所属工会", "入会日期")
COUNTS = (
    "rows",
    "new",
    "changed",
    "same",
    "possible_duplicates",
    "transfers",
    "rejected",
    "skipped",
)


def book(path: Path, *rows: tuple[Any, ...], title: str = "") -> Path:
    made = Workbook()
    page = made.active
    page.title = "名册"
    if title:
        page.append([title])
    page.append(list(HEAD))
    for row in rows:
        page.append(list(row))
    made.save(path)
    return path


def counted(said: Any) -> dict[str, int]:
    return {key: said.json[key] for key in COUNTS if said.json[key]}


def test_members_are_counted_as_the_contract_says(run: Run, office: Path, tmp_path: Path) -> None:
    first = book(
        tmp_path / "一.xlsx",
        ("王小明", identity(1), "13900000001", "本科", UNION, "2026-03-01"),
        ("李小红", identity(2), "13900000002", "大专", UNION, "2019-03-01"),
        ("合计", "", "", "", "", ""),
    )
    said = run("import", "members", first, folder=office)
    assert said.status == 0, said.out
    assert counted(said) == {"rows": 2, "new": 2, "skipped": 1}
    assert said.json["batch"]
    again = run("import", "members", first, folder=office)
    assert (again.status, again.json["batch"]) == (0, None)
    assert counted(again) == {"rows": 2, "same": 2, "skipped": 1}
    second = book(
        tmp_path / "二.xlsx",
        ("王小明", identity(1), "13900000009", "本科", UNION, "2026-03-01"),
        ("李红", identity(2), "", "", UNION, ""),
        ("王小明", identity(9), "13900000001", "", UNION, ""),
        ("赵小刚", identity(4), "", "", "新光纺织有限公司工会委员", ""),
        ("钱小七", identity(5), "", "", UNION, ""),
    )
    left = tmp_path / "退回.xlsx"
    said = run("import", "members", second, "--outcomes", "--rejected", left, folder=office)
    assert said.status == 1
    assert counted(said) == {
        "rows": 5, "new": 1, "same": 1, "possible_duplicates": 1, "rejected": 2,
    }  # fmt: skip
    told = {(p["row"], p["code"], p["severity"]) for p in said.json["problems"]}
    assert {
        (2, "IMP-DIFFERS", "explain"),
        (3, "MEM-03", "must"),
        (4, "IMP-DUPLICATE", "explain"),
        (5, "IMP-UNION", "must"),
    } <= told
    assert [one["outcome"] for one in said.json["outcomes"]] == [
        "same", "rejected", "duplicate", "rejected", "new",
    ]  # fmt: skip
    (near,) = [p["candidates"] for p in said.json["problems"] if p["code"] == "IMP-UNION"]
    assert UNION in near
    lines = list(load_workbook(left).worksheets[0].values)
    assert lines[0][: len(HEAD)] == HEAD
    assert [line[0] for line in lines[1:]] == ["李红", "王小明", "赵小刚"]


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, office: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "一.xlsx", ("王小明", identity(1), "", "", UNION, ""))
    said = run("import", "members", path, "--dry-run", folder=office)
    assert counted(said) == {"rows": 1, "new": 1}
    assert said.json["batch"] is None
    assert run("info", folder=office).json["counts"].get("members", 0) == 0


def test_the_unit_of_the_call_and_the_title_tell_the_union(
    run: Run, office: Path, tmp_path: Path
) -> None:
    bare = book(tmp_path / "一.xlsx", ("王小明", identity(1), "", "", "", ""))
    said = run("import", "members", bare, "--dry-run", folder=office)
    assert counted(said) == {"rows": 1, "rejected": 1}
    said = run("import", "members", bare, "--dry-run", "--unit", UNION, folder=office)
    assert counted(said) == {"rows": 1, "new": 1}
    titled = book(
        tmp_path / "二.xlsx", ("王小明", identity(1), "", "", "", ""), title=f"{UNION}会员名册"
    )
    said = run("import", "members", titled, "--dry-run", folder=office)
    assert (said.json["header_row"], counted(said)) == (2, {"rows": 1, "new": 1})


def test_who_is_missing_from_a_whole_roster_is_listed_never_changed(
    run: Run, office: Path, tmp_path: Path
) -> None:
    people = [(f"会员{n}", identity(n), "", "", UNION, "") for n in range(3)]
    run("import", "members", book(tmp_path / "一.xlsx", *people), folder=office)
    part = book(tmp_path / "二.xlsx", *people[:1])
    said = run("import", "members", part, "--complete", folder=office)
    assert said.status == 0
    assert [(one["name"], one["outcome"]) for one in said.json["absent"]] == [
        ("会员1", "absent"),
        ("会员2", "absent"),
    ]
    assert said.json["batch"] is None
    assert "absent" not in run("import", "members", part, folder=office).json


def test_a_revealed_export_comes_back_unchanged_and_a_masked_one_is_refused(
    run: Run, office: Path, tmp_path: Path
) -> None:
    path = book(
        tmp_path / "一.xlsx",
        ("王小明", identity(1), "13900000001", "本科", UNION, "2026-03-01"),
        ("李小红", identity(2), "无", "大专", UNION, "2019-03-01"),
        ("赵小刚", identity(3), "", "", UNION, ""),
    )
    run("import", "members", path, folder=office)
    full, masked = tmp_path / "全部.xlsx", tmp_path / "打码.xlsx"
    said = run("export", "members", full, "--reveal", "--reason", "上报", folder=office)
    assert (said.status, said.json["rows"]) == (0, 3)
    back = run("import", "members", full, folder=office)
    assert (back.status, counted(back)) == (0, {"rows": 3, "same": 3})
    assert back.json["unmatched"] == []
    assert run("export", "members", masked, folder=office).json["masked"] is True
    assert identity(1) not in str([*load_workbook(masked).worksheets[0].values])
    refused = run("import", "members", masked, folder=office)
    assert (refused.status, refused.code) == (3, "IMP-FILE")


def test_the_template_asks_for_what_is_obligatory(run: Run, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    said = run("template", "members", path)
    must = [c["field"] for c in said.json["columns"] if c["obligatory"]]
    assert must == ["name", "number"]
    empty = run("import", "members", path, "--unit", UNION, folder=office)
    assert (empty.status, empty.json["rows"]) == (0, 0)


def test_a_file_that_is_no_roster_is_refused(run: Run, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    made = Workbook()
    made.active.append(["日期", "金额"])
    made.active.append(["2026-01-01", 3])
    made.save(path)
    said = run("import", "members", path, folder=office)
    assert (said.status, said.code) == (3, "IMP-FILE")

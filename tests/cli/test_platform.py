"""``platform``: a template added, sent, answered and compared from the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.areas.members.rosters import identity
from tests.areas.members.templates import answered, cells, v1, v2
from tests.cli.conftest import Run
from tests.cli.test_members import UNION, book

HIM, HER = identity(1), identity(2, male=False)


def test_from_the_template_to_the_answer(run: Run, office: Path, tmp_path: Path) -> None:
    roster = book(
        tmp_path / "名册.xlsx",
        ("王小明", HIM, "13900000001", "本科", UNION, "2026-03-01"),
        ("李小红", HER, "", "大专", UNION, "2019-03-01"),
    )
    assert run("import", "members", roster, folder=office).status == 0
    template = v1(tmp_path / "模板.xlsx")
    added = run("platform", "add", template, "--name", "省平台", folder=office)
    assert (added.status, added.json["unmatched"]) == (0, [])
    assert len(added.json["columns"]) == 20
    out = tmp_path / "上传.xlsx"
    assert run("platform", "export", "市平台", out, folder=office).code == "NO_PLATFORM"
    assert run("platform", "export", "省平台", out, folder=office).code == "REASON"
    sent = run("platform", "export", "省平台", out, "--reason", "上传", folder=office)
    assert (sent.status, sent.json["rows"], sent.json["left_out"]) == (1, 1, 1)
    assert [one["columns"] for one in sent.json["lacking"]] == [["移动电话*"]]
    assert cells(out, 5)[0][1] == "王小明"
    result = answered(out, tmp_path / "结果.xlsx", {"王小明": "-手机号格式错误"})
    told = run("platform", "result", "省平台", result, folder=office)
    assert (told.status, told.json["taken"], told.json["unknown"]) == (1, 0, 0)
    assert [one["reason"] for one in told.json["refused"]] == ["-手机号格式错误"]
    (listed,) = run("platform", "list", folder=office).json["platforms"]
    assert (listed["name"], listed["sent"], listed["refused"]) == ("省平台", 0, 1)
    compared = run("platform", "compare", "省平台", out, tmp_path / "核对.xlsx", folder=office)
    assert compared.json["counts"] == {"there": 0, "here": 1, "differs": 0, "agree": 1}
    assert openpyxl.load_workbook(tmp_path / "核对.xlsx").active["A2"].value == "我有平台无"
    run("platform", "compare", "省平台", out, "--settle", folder=office)
    (listed,) = run("platform", "list", folder=office).json["platforms"]
    assert (listed["confirmed"], listed["refused"]) == (1, 0)


def test_columns_are_chosen_by_hand(run: Run, office: Path, tmp_path: Path) -> None:
    template = v2(tmp_path / "模板.xlsx")
    how = ("platform", "add", template, "--name", "市平台")
    assert run(*how, "--set", "用户号=phone", folder=office).status == 2
    assert run(*how, "--set", "用户名=telephone", folder=office).status == 2
    added = run(*how, "--set", "用户名=phone", "--text", "备注=王庆坨", folder=office)
    assert added.json["columns"][0] == {
        "column": "A",
        "header": "用户名*",
        "field": "phone",
        "required": True,
    }


def test_the_term_of_a_union_goes_up_and_what_stays_empty_is_said(
    run: Run, office: Path, tmp_path: Path
) -> None:
    ledger, template = openpyxl.Workbook(), openpyxl.Workbook()
    ledger.active.append(["工会名称", "工会类型", "本届任期自", "本届任期至"])
    ledger.active.append(["丁公司工会", "单独基层工会", "2024-03-01", "2027-03-01"])
    ledger.save(tmp_path / "台账.xlsx")
    assert run("import", "organisations", tmp_path / "台账.xlsx", folder=office).status == 0
    template.active.append(["工会名称*", "上级工会", "换届年限", "是否设立党支部"])
    template.save(tmp_path / "模板.xlsx")
    how = ("--name", "组织库", "--kind", "organisations")
    added = run("platform", "add", tmp_path / "模板.xlsx", *how, folder=office)
    assert added.json["unmatched"] == ["是否设立党支部"]
    sent = run("platform", "export", "组织库", tmp_path / "出.xlsx", folder=office)
    assert any("「是否设立党支部」" in note for note in sent.json["notes"])
    assert {row[0]: row[2] for row in cells(tmp_path / "出.xlsx", 2)}["丁公司工会"] == "三年"
    compared = run("platform", "compare", "组织库", tmp_path / "出.xlsx", folder=office)
    assert compared.json["counts"]["differs"] == 0

"""Upper platforms: a template mapped once, what is new goes up in it, what comes back is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.areas.members.acts import add_person, change_person, edit_person, record_member
from app.areas.members.acts.platforms import delete_platform
from app.areas.members.lists import platforms as reading
from app.areas.members.sheet import platform_answers as answers
from app.areas.members.sheet import platforms as up
from app.base.errors import KnownError, UserError
from app.store.history import entries
from tests.areas.members.conftest import People
from tests.areas.members.rosters import DAY, identity
from tests.areas.members.templates import (
    NOTE,
    SCHOOLS,
    V1,
    V2,
    answered,
    cells,
    column,
    extended,
    v1,
    v2,
)  # fmt: skip

D = date
HER, HIM, NEXT = identity(1, male=False), identity(2), identity(3)


@pytest.fixture
def three(people: People) -> People:
    """Three members of 甲: two of them complete."""
    people.ids = {}  # type: ignore[attr-defined]
    for name, number, phone in (
        ("王小明", HIM, "13900000001"), ("李小红", HER, "13900000002"), ("赵小刚", NEXT, ""),
    ):  # fmt: skip
        plain = {"name": name, "sex": "2" if number == HER else "1", "birth_on": D(1985, 3, 7),
                 "ethnicity": "01", "phone": phone or None, "joined_on": D(2018, 6, 1)}  # fmt: skip
        dated = {"education": "21", "employment_status": "on_post", "migrant": True}
        person = people.space.do(
            add_person, plain=plain, dated=dated, documents=[("resident_id", number)]
        ).result
        people.space.do(record_member, person, union_id=people.one)
        people.ids[name] = person  # type: ignore[attr-defined]
    return people


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return v1(tmp_path_factory.mktemp("平台") / "模板.xlsx")


@pytest.fixture(scope="module")
def made(blank: Path) -> up.Platform:
    """The template of V1, mapped."""
    return up.map_template(blank, "members", name="省总平台")


@pytest.fixture
def kept(three: People, made: up.Platform) -> tuple[Any, str]:
    """Three people, and the id of the platform."""
    return three, up.keep(three.space, made)


def by_head(made: up.Platform) -> dict[str, Any]:
    return {one.header: one for one in made.columns}


def rows_of(path: Path, first: int = 5) -> list[dict[str, Any]]:
    return [dict(zip(V1, row, strict=True)) for row in cells(path, first)]


def send(three: Any, platform: str, path: Path, **how: Any) -> up.Sent:
    return up.send(three.space, platform, path, reason="上传省平台", **how)


# -- the template ------------------------------------------------------------------------------


def test_a_template_is_understood(made: up.Platform) -> None:
    heads = by_head(made)
    assert (made.sheet, made.header_row, made.first_row, made.tail_row) == ("会员导入", 4, 5, 8)
    assert [one.header for one in made.columns] == list(V1)
    assert [one.header for one in made.columns if not one.field] == ["序号"]
    assert heads["序号"].form == up.RUNNING
    assert [h for h, one in heads.items() if one.required] == ["姓名*", "证件号码*", "移动电话*"]
    assert heads["出生日期"].form == heads["会籍变化日期"].form == "yyyyMMdd"
    assert heads["学历"].options == SCHOOLS  # from the hidden sheet
    words = heads["学历"].words
    assert (words["大学本科教育"], words["大学专科教育"]) == ("大学本科", "大专")
    assert words["博士研究生毕业"] == "研究生"
    assert words["中等职业教育"] == "中专"  # the only word for any of it
    numbers = heads["就业状况"]  # the comment explains them
    assert numbers.options == ("1", "2", "3", "4", "5", "9")
    assert (numbers.words["在岗"], numbers.words["待（下）岗"], numbers.words["病休"]) == (
        "1",
        "2",
        "",
    )
    assert heads["是否农民工"].words == {"是": "是", "否": "否"}


def test_a_template_of_24_columns_with_an_example(tmp_path: Path) -> None:
    made = up.map_template(v2(tmp_path / "模板.xlsx"), "members")
    heads = by_head(made)
    assert (made.header_row, made.first_row, made.tail_row) == (2, 3, 0)
    assert [one.header for one in made.columns] == list(V2)
    assert "示例" in made.notes[0]
    assert heads["所属企业/工会*"].field == "union"
    assert [h for h, one in heads.items() if not one.field] == ["用户名*"]
    chosen = up.mapped("members", heads["用户名*"], field="phone")
    assert (chosen.field, chosen.form, chosen.required) == ("phone", "text", True)


def test_an_old_workbook_becomes_a_new_one(tmp_path: Path) -> None:
    import subprocess

    source = v1(tmp_path / "模板.xlsx")
    soffice = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    done = subprocess.run([*soffice, str(source)], check=False, capture_output=True)
    if done.returncode or not (tmp_path / "模板.xls").exists():
        pytest.skip("no LibreOffice here")
    made = up.map_template(tmp_path / "模板.xls", "members")
    assert "不是 .xlsx" in made.notes[0]
    assert [one.header for one in made.columns] == list(V1)


def test_what_is_no_template_is_said(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["采购清单", "数量", "单价"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(KnownError, match="IMP-FILE") as told:
        up.map_template(tmp_path / "x.xlsx", "members")
    assert "没有找到会员模板的表头" in told.value.message


def test_a_template_without_a_column_for_the_number_is_not_kept(three: Any, tmp_path: Path) -> None:
    made = up.map_template(v1(tmp_path / "模板.xlsx"), "members")
    bare = tuple(up.mapped("members", c) if c.field == "number" else c for c in made.columns)
    with pytest.raises(UserError, match="FIELD") as told:
        up.keep(three.space, replace(made, columns=bare))
    assert "证件号码" in told.value.message


def test_a_template_is_changed_and_deleted_and_that_can_be_undone(
    kept: Any, tmp_path: Path
) -> None:
    three, platform = kept
    send(three, platform, tmp_path / "一.xlsx")
    made = three.space.read(lambda c: reading.platform(c, platform))
    with pytest.raises(UserError, match="TWICE"):
        up.keep(three.space, replace(made, id=""))
    assert up.keep(three.space, replace(made, note="每月一次")) == platform
    assert [p["note"] for p in three.space.read(reading.platforms)] == ["每月一次"]
    three.space.do(delete_platform, platform)
    assert three.space.read(reading.platforms) == []
    three.space.undo()
    (row,) = three.space.read(reading.platforms)
    assert (row["name"], row["sent"], row["confirmed"]) == ("省总平台", 2, 0)
    again = three.space.read(lambda c: reading.platform(c, platform))
    assert again.data == made.data


# -- what goes up ------------------------------------------------------------------------------


def test_who_goes_up_and_who_lacks_what(kept: Any) -> None:
    three, platform = kept
    made = three.space.read(lambda c: reading.platform(c, platform))
    found = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert [(w.name, w.why, w.lacks) for w in found] == [
        ("李小红", "new", ()), ("王小明", "new", ()), ("赵小刚", "new", ("移动电话*",)),
    ]  # fmt: skip
    outside = three.space.read(lambda c: up.waiting(c, made, DAY, three.two))
    assert outside == []


def test_the_workbook_is_the_platforms_own_with_our_rows(
    kept: Any, blank: Path, tmp_path: Path
) -> None:
    three, platform = kept
    out = tmp_path / "上传.xlsx"
    sent = send(three, platform, out, leave_out=False)
    assert (sent.rows, sent.left_out) == (3, 0)
    red, ming, gang, note = rows_of(out)
    assert red == dict.fromkeys(V1) | {
        "序号": 1, "姓名*": "李小红", "性别": "女", "出生日期": "19850307", "民族": "汉族",
        "就业状况": "1", "有效证件类别": "居民身份证", "证件号码*": HER, "学历": "大学本科",
        "移动电话*": "13900000002", "会籍变化类型": "入会", "会籍变化日期": "20180601",
        "是否农民工": "是",
    }  # fmt: skip
    assert (ming["序号"], ming["证件号码*"], gang["移动电话*"]) == (2, HIM, None)
    assert note["序号"] == NOTE
    empty, full = openpyxl.load_workbook(blank), openpyxl.load_workbook(out)
    assert full.sheetnames == empty.sheetnames
    before, after = empty["会员导入"], full["会员导入"]
    for row in range(1, 5):
        assert [c.value for c in after[row]] == [c.value for c in before[row]]
    assert after["B4"].fill.fgColor.rgb == before["B4"].fill.fgColor.rgb
    assert after["F4"].comment.text == before["F4"].comment.text
    assert after.column_dimensions["H"].width == 33
    assert after.freeze_panes == "A5"
    number = after[f"{column('证件号码*')}5"]
    assert (number.data_type, number.number_format) == ("s", "@")
    merged = {str(m) for m in after.merged_cells.ranges}
    assert merged == {"A1:T1", "A2:T2", "A3:T3", "A8:T8"}
    assert after.row_dimensions[8].height == 60
    reach = {str(rule.sqref) for rule in after.data_validations.dataValidation}
    assert "C5:C7" in reach  # the drop-down of two rows covers the third
    assert "I5:I500" in reach


def test_drop_downs_of_another_sheet_in_the_new_form_stay(three: Any, tmp_path: Path) -> None:
    source = v1(tmp_path / "模板.xlsx")
    extended(source)
    made = up.map_template(source, "members", name="新版")
    assert by_head(made)["学历"].options == SCHOOLS
    send(three, up.keep(three.space, made), tmp_path / "出.xlsx")
    page = openpyxl.load_workbook(tmp_path / "出.xlsx")["会员导入"]
    formulas = {rule.formula1 for rule in page.data_validations.dataValidation}
    assert "字典!$A$1:$A$8" in formulas


def test_libreoffice_reads_what_went_up(kept: Any, tmp_path: Path) -> None:
    import subprocess

    three, platform = kept
    send(three, platform, tmp_path / "上传.xlsx")
    soffice = ["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
               "--outdir", str(tmp_path), str(tmp_path / "上传.xlsx")]  # fmt: skip
    done = subprocess.run(soffice, check=False, capture_output=True)
    if done.returncode or not (tmp_path / "上传.csv").exists():
        pytest.skip("no LibreOffice here")
    text = (tmp_path / "上传.csv").read_text("utf-8")
    assert f"王小明,男,19850307,汉族,1,居民身份证,{HIM},大学本科" in text


def test_without_a_reason_no_full_number_leaves(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    with pytest.raises(UserError, match="REASON"):
        up.send(three.space, platform, tmp_path / "上传.xlsx")
    assert not (tmp_path / "上传.xlsx").exists()
    send(three, platform, tmp_path / "上传.xlsx")
    titles = [e.title for e in three.space.read(lambda c: entries(c, limit=2))]
    assert titles == ["标记已上平台", "显示完整号码：上级平台「省总平台」 2 条（上传省平台）"]


def test_the_rest_waits_where_a_platform_takes_only_so_many(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    first = send(three, platform, tmp_path / "一.xlsx", most=1)
    assert (first.rows, first.left_out) == (1, 1)
    assert first.notes == ("这次写了 1 行，还有 1 行没有写，请再导出一次。",)
    second = send(three, platform, tmp_path / "二.xlsx", most=1)
    assert (second.rows, second.notes) == (1, ())
    names = [row["姓名*"] for n in "一二" for row in rows_of(tmp_path / f"{n}.xlsx")[:-1]]
    assert names == ["李小红", "王小明"]


def test_a_second_time_only_what_changed_goes_up(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    out = tmp_path / "二.xlsx"
    send(three, platform, tmp_path / "一.xlsx")
    with pytest.raises(UserError, match="NOTHING") as told:
        send(three, platform, out)
    assert "移动电话*" in told.value.message  # the third still lacks it
    three.space.do(edit_person, three.ids["赵小刚"], phone="13900000003")
    send(three, platform, out)
    with pytest.raises(UserError, match="NOTHING"):
        send(three, platform, out)
    three.space.do(change_person, three.ids["王小明"], since=D(2026, 11, 1), education="31")
    send(three, platform, out)
    assert [row["姓名*"] for row in rows_of(out)[:-1]] == ["王小明"]
    three.space.undo()  # the mark, not the workbook
    made = three.space.read(lambda c: reading.platform(c, platform))
    found = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert [(w.name, w.why) for w in found] == [("王小明", "changed")]


# -- what comes back ---------------------------------------------------------------------------


def test_the_result_is_read_back(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    send(three, platform, tmp_path / "上传.xlsx")
    why = "-手机号格式错误-姓名不能为空"
    result = answered(tmp_path / "上传.xlsx", tmp_path / "结果.xlsx", {"王小明": why})
    found = answers.read_answers(three.space, platform, result)
    assert [(a.row, a.record, a.reason) for a in found] == [
        (5, three.ids["李小红"], None), (6, three.ids["王小明"], why),
    ]  # fmt: skip
    assert answers.keep_answers(three.space, platform, found) == 2
    (row,) = three.space.read(reading.platforms)
    assert (row["sent"], row["confirmed"], row["refused"]) == (0, 1, 1)
    made = three.space.read(lambda c: reading.platform(c, platform))
    waits = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert [(w.name, w.why, w.answer) for w in waits] == [
        ("王小明", "refused", why), ("赵小刚", "new", ""),
    ]  # fmt: skip
    three.space.undo()
    (row,) = three.space.read(reading.platforms)
    assert (row["sent"], row["confirmed"], row["refused"]) == (2, 0, 0)


def test_a_file_without_results_is_no_result(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    send(three, platform, tmp_path / "上传.xlsx")
    with pytest.raises(KnownError, match="IMP-FILE") as told:
        answers.read_answers(three.space, platform, tmp_path / "上传.xlsx")
    assert "是否导入成功" in told.value.message


def test_the_whole_list_is_compared(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    send(three, platform, tmp_path / "上传.xlsx")
    book = openpyxl.load_workbook(tmp_path / "上传.xlsx")
    page = book["会员导入"]
    assert page["B6"].value == "王小明"
    page["I6"], page["K6"] = "大专", "13911111111"
    page.unmerge_cells("A7:T7")
    stranger = identity(77)
    for at, text in (("A7", ""), ("B7", "外来人"), ("H7", stranger), ("K7", "13922222222")):
        page[at] = text
    book.save(tmp_path / "全部.xlsx")
    found = answers.compare(three.space, platform, tmp_path / "全部.xlsx")
    assert found.counts() == {"there": 1, "here": 1, "differs": 1, "agree": 1}
    assert [(one.what, one.name, one.field, one.ours, one.theirs) for one in found.lines] == [
        ("differs", "王小明", "学历", "大学本科毕业", "大学专科教育"),
        ("differs", "王小明", "手机号", "13900000001", "13911111111"),
        ("there", "外来人", "", "", ""),
        ("here", "赵小刚", "", "", ""),
    ]
    answers.write_comparison(three.space, tmp_path / "核对.xlsx", found)
    rows = cells(tmp_path / "核对.xlsx", 2)
    assert rows[0][:2] == ["不一致", "王小明"]
    assert rows[1][5:8] == ["139****0001", "139****1111", 6]
    assert not any(HIM in str(row) or stranger in str(row) for row in rows)
    answers.write_comparison(three.space, tmp_path / "核对.xlsx", found, reason="与平台核对")
    assert cells(tmp_path / "核对.xlsx", 2)[2][2] == stranger
    assert answers.settle(three.space, found) == 1
    (row,) = three.space.read(reading.platforms)
    assert (row["sent"], row["confirmed"]) == (1, 1)


def test_unions_go_up_and_are_compared(people: People, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["基层工会信息表"])
    page.merge_cells("A1:E1")
    page.append(["序号", "工会名称*", "上级工会*", "基层工会类型", "建会日期"])
    book.save(tmp_path / "工会模板.xlsx")
    made = up.map_template(tmp_path / "工会模板.xlsx", "organisations", name="组织库")
    platform = up.keep(people.space, made)
    sent = up.send(people.space, platform, tmp_path / "工会.xlsx")
    rows = cells(tmp_path / "工会.xlsx", 3)
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert {tuple(row[1:4]) for row in rows} >= {
        ("甲公司工会", "王庆坨镇总工会", "单独基层工会"),
        ("乙公司工会", "王庆坨镇总工会", "单独基层工会"),
    }
    assert sent.rows == len(rows)
    book = openpyxl.load_workbook(tmp_path / "工会.xlsx")
    for row in book.active.iter_rows(min_row=3):
        if row[1].value == "甲公司工会":
            row[3].value = "联合基层工会"
        if row[1].value == "乙公司工会":
            row[1].value = "丙公司工会"
    book.save(tmp_path / "平台.xlsx")
    found = answers.compare(people.space, platform, tmp_path / "平台.xlsx")
    assert {(one.what, one.name, one.theirs) for one in found.lines} == {
        ("differs", "甲公司工会", "联合基层工会"),
        ("there", "丙公司工会", ""),
        ("here", "乙公司工会", ""),
        ("here", "王庆坨镇总工会", ""),  # it has no upper union, so it was left out
    }

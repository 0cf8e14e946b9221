"""Upper platforms over time: who left since, what is lacking there, unions and their people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from app.areas.members.acts import add_person, leave, record_member
from app.areas.members.acts.platforms import mark_exported, record_answers
from app.areas.members.lists import MEMBERS
from app.areas.members.lists import platforms as reading
from app.areas.members.page.reading import read_person
from app.areas.members.sheet import platform_answers as answers
from app.areas.members.sheet import platforms as up
from app.areas.organisations.acts import cover_employer, record_union
from app.base.errors import UserError
from app.base.lists import View
from tests.areas.members.conftest import People
from tests.areas.members.rosters import DAY, identity
from tests.areas.members.templates import cells
from tests.areas.members.test_platforms import HIM, blank, kept, made, rows_of, send, three

__all__ = ["blank", "kept", "made", "three"]

D = date


def test_what_the_platform_lacks_or_has_otherwise_goes_up_again(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    send(three, platform, tmp_path / "上传.xlsx")
    book = openpyxl.load_workbook(tmp_path / "上传.xlsx")
    page = book["会员导入"]
    page.unmerge_cells("A7:T7")
    for cell in page[7]:
        cell.value = None
    page["I5"] = "大专"  # 李小红
    page.delete_rows(6)  # 王小明
    book.save(tmp_path / "全部.xlsx")
    made = three.space.read(lambda c: reading.platform(c, platform))
    found = answers.compare(three.space, platform, tmp_path / "全部.xlsx")
    assert found.counts() == {"there": 0, "here": 2, "differs": 1, "agree": 0}
    waits = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert [w.name for w in waits] == ["赵小刚"]  # what went up is taken for there
    assert answers.send_again(three.space, found) == 3
    waits = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert [(w.name, w.answer) for w in waits] == [
        ("李小红", "平台上的学历不同"), ("王小明", "平台的名单里没有"),
        ("赵小刚", "平台的名单里没有"),
    ]  # fmt: skip
    card = three.space.read(lambda c: read_person(c, three.ids["王小明"], DAY))
    told = {fact.label: fact.value for fact in card.facts}
    assert told["省总平台"] == "2026-11-22 已上平台，要再传一次：平台的名单里没有"
    three.space.undo()
    waits = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert [w.name for w in waits] == ["赵小刚"]
    card = three.space.read(lambda c: read_person(c, three.ids["王小明"], DAY))
    told = {fact.label: fact.value for fact in card.facts}
    assert told["省总平台"] == "2026-11-22 已上平台"


def test_who_left_since_goes_up_as_a_change(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    send(three, platform, tmp_path / "一.xlsx")
    three.space.do(leave, three.ids["王小明"], on=D(2026, 11, 10))
    three.space.do(leave, three.ids["赵小刚"], on=D(2026, 11, 10))  # never went up
    made = three.space.read(lambda c: reading.platform(c, platform))
    (left,) = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert (left.name, left.why, left.answer) == ("王小明", "left", "2026年11月10日退会")
    send(three, platform, tmp_path / "二.xlsx")
    (row,) = rows_of(tmp_path / "二.xlsx")[:-1]
    told = [
        row[head] for head in ("姓名*", "证件号码*", "会籍变化类型", "会籍变化日期", "会籍变化原因")
    ]
    assert told == ["王小明", HIM, "退会", "20261110", "个人要求退会"]
    assert three.space.read(lambda c: up.waiting(c, made, DAY)) == []
    found = answers.compare(three.space, platform, tmp_path / "一.xlsx")
    (there,) = [one for one in found.lines if one.what == "there"]
    assert (there.record, there.ours) == (three.ids["王小明"], "2026年11月10日退会")


def test_who_left_is_named_where_the_template_cannot_say_it(three: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名*", "证件号码*", "移动电话"])
    book.save(tmp_path / "模板.xlsx")
    made = up.map_template(tmp_path / "模板.xlsx", "members", name="小平台")
    platform = up.keep(three.space, made)
    made = replace(made, id=platform)
    send(three, platform, tmp_path / "一.xlsx")
    three.space.do(leave, three.ids["王小明"], on=D(2026, 11, 10))
    (left,) = three.space.read(lambda c: up.waiting(c, made, DAY))
    assert (left.why, left.by_hand) == ("left", True)
    with pytest.raises(UserError, match="NOTHING"):
        send(three, platform, tmp_path / "二.xlsx")
    digests = {left.record: left.digest}
    three.space.do(mark_exported, platform, digests=digests, on=DAY)  # done on the platform
    assert three.space.read(lambda c: up.waiting(c, made, DAY)) == []


def test_a_list_beside_one_union_leaves_out_those_of_others(kept: Any, tmp_path: Path) -> None:
    three, platform = kept
    other = three.space.do(
        add_person,
        plain={"name": "钱小乙", "phone": "13900000009"},
        documents=[("resident_id", identity(9))],
    ).result
    three.space.do(record_member, other, union_id=three.two)
    send(three, platform, tmp_path / "全部.xlsx", leave_out=False)
    found = answers.compare(three.space, platform, tmp_path / "全部.xlsx", unit=three.one)
    assert found.counts() == {"there": 0, "here": 0, "differs": 0, "agree": 3}


def test_the_people_of_a_union_are_counted_where_no_number_was_reported(
    three: Any, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["工会名称*", "会员人数*", "女会员数"])
    book.save(tmp_path / "模板.xlsx")
    made = up.map_template(tmp_path / "模板.xlsx", "organisations", name="组织库")
    platform = up.keep(three.space, made)
    up.send(three.space, platform, tmp_path / "一.xlsx")
    rows = {row[0]: row[1:3] for row in cells(tmp_path / "一.xlsx", 2)}
    assert rows["甲公司工会"] == [3, 1]
    book = openpyxl.load_workbook(tmp_path / "一.xlsx")
    for row in book.active.iter_rows(min_row=2):
        if row[0].value == "乙公司工会":
            row[1].value = row[2].value = 0  # ours says nothing: nobody is listed
    book.save(tmp_path / "平台.xlsx")
    found = answers.compare(three.space, platform, tmp_path / "平台.xlsx")
    assert [one for one in found.lines if one.what == "differs"] == []


def test_unions_of_one_name_are_told_apart_by_the_upper_union(
    people: People, tmp_path: Path
) -> None:
    unions = {
        people.space.do(record_union, name="机关工会", type="single", upper_id=upper).result
        for upper in (people.one, people.two)
    }
    book = openpyxl.Workbook()
    book.active.append(["工会名称*", "上级工会", "建会日期"])
    book.save(tmp_path / "模板.xlsx")
    made = up.map_template(tmp_path / "模板.xlsx", "organisations", name="组织库")
    platform = up.keep(people.space, made)
    up.send(people.space, platform, tmp_path / "一.xlsx")
    found = answers.compare(people.space, platform, tmp_path / "一.xlsx")
    assert found.lines == []
    assert unions <= set(found.agree)


def test_a_wide_word_of_ours_is_told_finer_where_the_template_asks(
    people: People, tmp_path: Path
) -> None:
    for name, economic in (("丙公司", "173"), ("丁公司", "110"), ("戊公司", None)):
        firm = people.office.employer(name, nature="enterprise", economic_type=economic)
        union = people.office.union(f"{name}工会")
        people.space.do(cover_employer, employer_id=firm, union_id=union, since=None)
    book = openpyxl.Workbook()
    page = book.active
    page.append(["工会名称*", "单位性质"])
    words = '"国有企业,集体企业,私营企业,外商投资企业,事业单位,机关"'
    listed = DataValidation(type="list", formula1=words)
    page.add_data_validation(listed)
    listed.add("B2:B100")
    book.save(tmp_path / "模板.xlsx")
    made = up.map_template(tmp_path / "模板.xlsx", "organisations", name="组织库")
    platform = up.keep(people.space, made)
    up.send(people.space, platform, tmp_path / "一.xlsx")
    rows = {row[0]: row[1] for row in cells(tmp_path / "一.xlsx", 2)}
    firms = [rows[f"{one}公司工会"] for one in "丙丁戊"]
    assert firms == ["私营企业", "国有企业", None]
    found = answers.compare(people.space, platform, tmp_path / "一.xlsx")
    assert [one.name for one in found.lines if one.what == "differs"] == ["戊公司工会"]


def test_who_is_on_a_platform_and_who_is_not_is_a_filter_of_the_list(
    kept: Any, tmp_path: Path
) -> None:
    three, platform = kept

    def found(*keys: str, **more: Any) -> list[str]:
        view = View(DAY, filters={"platform": keys, **more})
        ids = three.space.read(lambda c: list(MEMBERS.ids(c, view)))
        return sorted(name for name, one in three.ids.items() if one in ids)

    everybody = sorted(three.ids)
    assert (found("sent"), found("none")) == ([], everybody)
    send(three, platform, tmp_path / "上传.xlsx")  # 赵小刚 lacks a phone and stays
    assert (found("sent"), found("none")) == (["李小红", "王小明"], ["赵小刚"])
    assert found("sent", sex=("2",)) == ["李小红"]
    on = DAY
    three.space.do(record_answers, platform, answers={three.ids["王小明"]: "手机号错误"}, on=on)
    assert (found("sent"), found("refused")) == (["李小红"], ["王小明"])
    assert found("none") == ["赵小刚"]
    assert found("sent", "refused", "none") == everybody
    three.space.do(record_answers, platform, answers={three.ids["赵小刚"]: None}, on=on)
    assert found("sent") == ["李小红", "赵小刚"]  # keyed in on the platform by hand
    assert found("what") == []
    assert "platform_mark" in MEMBERS.kinds

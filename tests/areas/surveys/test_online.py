"""The file of an online form: only items and comments are read, nothing tells who or when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas.surveys.acts import set_subjects, take_form
from app.areas.surveys.rules.forms import shipped
from app.areas.surveys.sheet.online import read_online
from app.base.errors import KnownError
from app.store.system import CHANGE

FORM = shipped()["rate_union"]
NAME, PHONE, IP = "欧阳静怡", "13920001234", "10.20.30.40"


def write_form(folder: Path, *, bad: bool = False, answers: list[str] | None = None) -> Path:
    """A file as 问卷星 exports it: 12 ballots (or as many as ``answers``), one comment."""
    book = Workbook()
    page = book.active
    page.append([
        "序号", "提交答卷时间", "所用时间", "来自IP", "您的姓名", "联系电话",
        *(f"{n}、{words}（单选题）*" for n, (_key, words) in enumerate(FORM.items, 1)),
        "11、您对工会经费使用有什么意见和建议？",
    ])  # fmt: skip
    every = answers or ["满意"] * 7 + ["B.基本满意"] * 3 + ["不满意"] + ["满意┋不满意"]
    for number, answer in enumerate(every):
        page.append([
            number + 1, datetime(2026, 11, 3, 9, number % 60), "35秒", IP, NAME, PHONE,
            "很棒" if bad and number == 4 else "满意", "(跳过)",
            *([answer] * (len(FORM.items) - 2)),
            "公布明细" if number == 2 else "无",
        ])  # fmt: skip
    path = folder / "网上问卷.xlsx"
    book.save(path)
    return path


def test_only_grades_and_comments_are_read(tmp_path: Path) -> None:
    found = read_online(write_form(tmp_path), FORM, [])
    assert len(found.ballots) == 12
    overall = [ballot["overall"] for ballot in found.ballots]
    assert sorted(overall) == ["basic"] * 3 + ["invalid"] + ["satisfied"] * 7 + ["unsatisfied"]
    assert all("openness" not in ballot for ballot in found.ballots), "(跳过) abstains"
    assert found.comments == (("funds", "公布明细"),)
    assert (found.problems, found.missing) == ((), ())
    assert found.left == 6
    assert not any(word in repr(found) for word in (NAME, PHONE, IP, "2026", "09:"))


def test_nothing_of_the_order_of_the_rows_is_left(tmp_path: Path) -> None:
    one = read_online(write_form(tmp_path, answers=["满意", "不满意", "基本满意"] * 3), FORM, [])
    two = read_online(write_form(tmp_path, answers=["基本满意", "满意", "不满意"] * 3), FORM, [])
    assert one.ballots == two.ballots


def test_what_cannot_be_read_is_told_with_its_cell(tmp_path: Path) -> None:
    found = read_online(write_form(tmp_path, bad=True), FORM, [])
    assert found.problems == ("「Sheet」G6：读不懂「很棒」，应是满意、基本满意、不满意。",)
    assert len(found.ballots) == 12


def test_another_form_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["姓名", "身份证号"])
    book.active.append(["王小明", "1"])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    with pytest.raises(KnownError, match="没有这份评议表的项目"):
        read_online(path, FORM, [])


def test_people_rated_by_name(polls: Any, tmp_path: Path) -> None:
    survey = polls.survey("rate_cadres", groups=[{"returned": 5}])
    polls.space.do(set_subjects, survey, subjects=[{"name": "王建国"}, {"name": "李秀英"}])
    data = polls.read(survey)
    book = Workbook()
    page = book.active
    heads = [f"{s['name']}—{words}" for s in data.subjects for _k, words in data.form.items]
    page.append(["提交时间", *heads])
    for _ in range(5):
        page.append(["2026-11-03 09:00", *["满意"] * 6, *["基本满意"] * 6])
    path = tmp_path / "干部.xlsx"
    book.save(path)
    found = read_online(path, data.form, [(s["id"], s["name"]) for s in data.subjects])
    assert found.missing == ()
    polls.space.do(take_form, survey, polls.groups(survey)[0], ballots=found.ballots)
    result = polls.read(survey).result
    one, two = (s["id"] for s in data.subjects)
    assert (result.overall[one].satisfied, result.overall[two].satisfied) == (1, 0)


def test_the_oracle_from_an_online_form_and_nothing_of_it_in_the_log(
    polls: Any, tmp_path: Path
) -> None:
    survey = polls.survey(groups=[{"issued": 141, "returned": 137}])
    path = write_form(tmp_path, answers=["满意"] * 127 + ["基本满意"] * 10)
    found = read_online(path, FORM, [])
    (group,) = polls.groups(survey)
    polls.space.do(take_form, survey, group, ballots=found.ballots, comments=found.comments)
    overall = polls.read(survey).result.overall[""]
    assert (overall.votes["satisfied"], overall.valid, overall.accepted) == (127, 137, 1)
    logged = [row["data"] or "" for row in polls.office.rows(select(CHANGE.c.data))]
    assert not any(word in data for data in logged for word in (NAME, PHONE, IP))

"""A roster of delegates comes in through the pipeline, once, and goes out again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres import acts
from app.areas.cadres.checks import INVARIANTS
from app.areas.cadres.records import DELEGATE, DELEGATION
from app.areas.cadres.sheet.delegates import DELEGATE_SHEET
from app.areas.members.acts import add_document
from app.base.lists import View
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file
from tests.areas.cadres.test_import import Books
from tests.areas.members.rosters import identity

DAY = date(2026, 11, 22)
HEAD = (
    "序号", "所在工会", "大会名称", "代表姓名", "性别", "出生年月", "身份证号", "选举单位", "职务",
    "是否一线", "中层以上",
)  # fmt: skip


@pytest.fixture
def books(cadres: Any, tmp_path: Any) -> Any:
    yield Books(cadres, tmp_path)
    found = cadres.space.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def taken(books: Any, *rows: Any) -> Any:
    path = books.write(HEAD, rows)
    read = read_file(path, DELEGATE_SHEET.reads, Reading(given=frozenset()))
    return DELEGATE_SHEET.commit(books.space, list(read.rows), Options(), file_name=path.name)


def test_a_roster_comes_in_once(books: Any) -> None:
    """Somebody with a known number is that person; the 届 is made; again it changes nothing."""
    cadres = books.cadres
    number = identity(1, male=False)
    person = cadres.people.person("周芳")
    cadres.space.do(add_document, person, type="resident_id", number=number)
    rows = [
        ("甲公司工会", "", "丁三", "男", "1980-05", "", "一车间", "钳工", "是", "否"),
        ("甲公司工会", "会员代表大会", "周芳", "女", "", number, "二车间", "班长", "是", ""),
        ("甲公司工会", "职代会", "赵敏", "女", "1985-01-02", "", "办公室", "主任", "否", "是"),
        ("没有这个工会", "", "钱二", "男", "", "", "", "", "", ""),
        ("甲公司工会", "党代会", "孙一", "男", "", "", "", "", "", ""),
    ]
    _, plan = taken(books, *rows)
    outcomes = [row.outcome.value for row in plan.rows]
    assert outcomes == ["new", "new", "new", "rejected", "rejected"]
    found = {r["name"]: r for r in cadres.office.rows(DELEGATE.select())}
    assert found["周芳"]["person_id"] == person
    assert found["周芳"]["sex"] is None, "her particulars are those of the person"
    assert (found["丁三"]["birth_year"], found["丁三"]["sex"]) == (1980, "1")
    assert found["赵敏"]["manager"] is True
    of = {r["kind"]: r for r in cadres.office.rows(DELEGATION.select())}
    assert set(of) == {"members", "workers"}
    assert found["丁三"]["delegation_id"] == of["members"]["id"]
    _, plan = taken(books, *rows[:3])
    assert {row.outcome.value for row in plan.rows} == {"same"}
    assert len(cadres.office.rows(DELEGATE.select())) == 3


def test_what_was_reported_gives_way_to_the_list(books: Any) -> None:
    cadres = books.cadres
    of = cadres.do(
        acts.start_delegation, union_id=cadres.one, kind="members", since=date(2024, 3, 1),
        total=30, women=12,
    )  # fmt: skip
    made, _ = taken(books, ("甲公司工会", "", "丁三", "男", "", "", "一车间", "", "", ""))
    row = cadres.row(DELEGATION, of)
    assert (row["listed"], row["total"]) == (True, None)
    cadres.space.undo(made.entry)
    row = cadres.row(DELEGATION, of)
    assert (row["listed"], row["total"]) == (False, 30)
    assert cadres.office.rows(DELEGATE.select()) == []


def test_what_goes_out_comes_in_again(books: Any) -> None:
    cadres = books.cadres
    taken(books, ("甲公司工会", "", "丁三", "男", "1980-05", "", "一车间", "钳工", "是", "否"))
    (row,) = cadres.space.read(lambda c: list(DELEGATE_SHEET.export(c, View(DAY))))
    assert (row["union"], row["name"], row["front_line"], row["birth_on"]) == (
        "甲公司工会", "丁三", "是", "1980",
    )  # fmt: skip

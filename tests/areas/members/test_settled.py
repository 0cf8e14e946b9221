"""Rows of which one line of the register tells all come out as if everything had been looked at."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.areas.members.acts import add_document, add_person, employ, leave, retain, transfer
from app.areas.members.records import IDENTITY
from tests.areas.members.conftest import People
from tests.areas.members.rosters import Books, codes, identity, outcomes
from tests.areas.organisations.conftest import Office

ONE, TWO = "甲公司工会", "乙公司工会"
HEAD = (
    *("姓名", "证件号码", "手机号", "学历", "是否农民工", "所属工会", "工作单位"),
    *("岗位职务", "会员小组", "入会日期", "曾用名", "备注"),
)
OTHERS: dict[str, tuple[Any, ...]] = {
    "姓名": ("王大明", "", "赵 小刚"),
    "手机号": ("13900000099", "", "无", "12"),
    "学历": ("高中", "", "大学本科教育", "博士后"),
    "是否农民工": ("否", "", "也许"),
    "所属工会": (TWO, "没有的工会", "甲公司"),
    "工作单位": ("", "乙公司", "没有的单位"),
    "岗位职务": ("焊工", ""),
    "会员小组": ("二组", ""),
    "入会日期": ("2027-01-01", "2020-01-01", ""),
    "曾用名": ("王小小",),
    "备注": ("路远",),
}


def _row(n: int) -> list[Any]:
    return [
        f"王{'一二三四五六七八九十'[n % 10]}{'明红刚'[n // 10 % 3]}",
        identity(n, born=date(1970 + n % 35, 1 + n % 12, 5)),
        f"139{n:08d}" if n % 4 else "",
        ("本科", "大专", "")[n % 3],
        ("是", "否", "")[n % 3],
        ONE if n % 2 else TWO,
        ("甲公司", "个体早点铺", "")[n % 3],
        "装配工" if n % 5 else "",
        "一组" if n % 6 else "",
        "2019-05-01" if n % 7 else "2026-03-08",
        "",
        "",
    ]


@pytest.fixture
def books(office: Office, people: People, tmp_path: Any) -> Books:
    del people
    return Books(office, tmp_path)


def _said(plan: Any) -> Any:
    problems = [[p.to_json() for p in row.problems] for row in plan.rows]
    reasons = [row.reason for row in plan.rows]
    return outcomes(plan), problems, reasons, plan.differences, plan.fills


def test_a_row_passed_over_says_what_it_said_field_by_field(
    books: Books, people: People, times: Callable[..., int]
) -> None:
    chance, space = random.Random(4), books.space
    rows = [_row(n) for n in range(60)]
    books.take(books.write(rows, HEAD))
    known = {row["person_id"]: row["number"] for row in books.rows(IDENTITY)}
    ids = sorted(known)
    day = date(2026, 11, 1)
    for person in ids[:3]:
        space.do(leave, person, on=day)
    for person in ids[3:6]:
        space.do(retain, [person], on=day)
    for person in ids[6:9]:
        space.do(employ, person, employer_name="夜市", since=None, follows=False)
    space.do(transfer, ids[9:10], to_union_id=people.two, on=day, reason="work_changed")
    space.do(add_document, ids[10], type="passport", number="E00000001", replaces=None)
    other = space.do(add_person, plain={"name": "另一人"}, dated={}, documents=[]).result
    number = known[ids[11]]
    space.do(add_document, other, type="resident_id", number=number, despite=True)
    seen = 0
    for _ in range(times(60, 3)):
        told = [list(row) for row in rows]
        for row in told:
            if chance.random() < 0.4:
                column = chance.choice(sorted(OTHERS))
                row[HEAD.index(column)] = chance.choice(OTHERS[column])
        path = books.write(told, HEAD)
        for policy in ("fill", "overwrite", "skip", "new"):
            at_once = books.look(path, policy=policy)
            # what a person decided is looked at field by field, whatever it is
            decided = {("Sheet1", n): {"looked at": True} for n in range(2, len(rows) + 2)}
            by_field = books.look(path, policy=policy, decisions=decided)
            assert _said(at_once) == _said(by_field)
            if policy in ("fill", "overwrite"):
                written = books.batches(path, policy=policy)
                assert written == books.batches(path, policy=policy, decisions=decided)
        seen += outcomes(books.look(path)).count("same")
    assert seen > len(rows) // 4, codes(books.look(path))

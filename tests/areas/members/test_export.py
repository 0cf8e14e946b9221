"""Members as they leave the register: what each row says, read whole or in parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.members.acts import add_document, employ, rename_person, retain
from app.areas.members.lists import outgoing
from app.areas.members.records import IDENTITY
from app.areas.members.sheet.export import member_blocks, member_values
from app.areas.members.sheet.kinds import MEMBERS
from app.sheets.writing import out_columns, write_blocks, write_list
from tests.areas.members.conftest import People
from tests.areas.members.rosters import DAY, identity

D = date


def rows(people: People, day: date = DAY, unions: Any = None) -> dict[str, dict[str, Any]]:
    """Name → what is filled in."""
    read = people.space.read(lambda c: list(member_values(c, day, unions)))
    names = [row["name"] for row in read]
    assert len(set(names)) == len(names)
    return {row["name"]: {k: v for k, v in row.items() if v} for row in read}


def test_a_member_is_told_in_words(people: People) -> None:
    person = people.member(
        "王小明", None, D(2020, 5, 1), sex="1", birth_on=D(1985, 3, 7), ethnicity="01",
        no_phone=True, education="21", migrant=False, hardship=True, note="备注",
    )  # fmt: skip
    people.at_work(person, post="装配工", employee_no="0012", host_id=people.firm)
    people.space.do(rename_person, person, name="王明", on=D(2021, 1, 1))
    assert rows(people)["王明"] == {
        "name": "王明", "sex": "男", "birth_on": "1985-03-07", "ethnicity": "汉族",
        "document_type": "护照", "number": "E00000001", "phone": "无",
        "education": "大学本科毕业", "migrant": "否", "hardship": "是",
        "joined_on": "2020-05-01", "union": "甲公司工会", "employer": "甲公司", "host": "甲公司",
        "post": "装配工", "employee_no": "0012", "former_name": "王小明", "note": "备注",
    }  # fmt: skip


def test_a_retained_member_says_since_when(people: People) -> None:
    person = people.member("李红", since=D(2020, 5, 1))
    people.space.do(retain, [person], on=D(2024, 3, 1))
    people.member("张三")
    found = rows(people)
    assert (found["李红"]["change_type"], found["李红"]["change_on"]) == ("保留", "2024-03-01")
    assert "change_type" not in found["张三"]


def test_the_citizen_identity_card_comes_first(people: People) -> None:
    card, other = identity(1), identity(2)
    both, first = people.member("王小明"), people.member("赵小刚", number=other)
    people.space.do(add_document, both, type="resident_id", number=card)
    people.space.do(add_document, first, type="hkmo_permit", number="H12345678")
    only = people.member("李红")
    people.space.do(add_document, only, type="hkmo_permit", number="M12345678")
    found = rows(people)
    assert (found["王小明"]["document_type"], found["王小明"]["number"]) == ("居民身份证", card)
    assert found["李红"]["number"] == "E00000003"


def test_a_document_that_was_replaced_is_not_told(people: People) -> None:
    person = people.member("王小明")
    (old,) = people.office.rows(select(IDENTITY.c.id).where(IDENTITY.c.person_id == person))
    new = {"type": "passport", "number": "E99999999", "replaces": old["id"], "on": D(2024, 1, 1)}
    people.space.do(add_document, person, **new)
    assert rows(people)["王小明"]["number"] == "E99999999"


def test_a_firm_that_is_no_employer_of_the_register_is_told_by_its_name(people: People) -> None:
    person = people.member("王小明")
    people.space.do(employ, person, employer_name="外面的公司")
    assert rows(people)["王小明"]["employer"] == "外面的公司"


def test_only_the_members_of_the_day_and_of_the_unions(people: People) -> None:
    people.member("王小明", since=D(2020, 5, 1))
    people.member("李红", people.two, D(2024, 5, 1))
    people.person("路人")
    assert list(rows(people, D(2022, 1, 1))) == ["王小明"]
    assert list(rows(people, unions=[people.two])) == ["李红"]
    assert rows(people, unions=[]) == {}


@pytest.mark.parametrize("part", [1, 2, 3, 1000])
def test_parts_make_no_difference(
    people: People, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("甲一", "乙二", "丙三", "丁四")):
        person = people.member(name)
        for more in range(number):
            number_text = f"G{number}{more:07d}"
            people.space.do(add_document, person, type="passport", number=number_text)
            people.space.do(rename_person, person, name=f"{name}{more}", on=D(2021, 1, 1 + more))
    monkeypatch.setattr(outgoing, "_PART", part)
    found = rows(people)
    assert {row["number"]: (name, row.get("former_name")) for name, row in found.items()} == {
        "E00000001": ("甲一", None), "E00000002": ("乙二0", "乙二"), "E00000003": ("丙三1", "丙三"),
        "E00000004": ("丁四2", "丁四"),
    }  # fmt: skip
    blocks = people.space.read(lambda c: list(member_blocks(c, DAY, None)))
    assert sum(len(block[0]) for block in blocks) == 4
    assert {len(column) for block in blocks for column in block} <= set(range(1, 5))
    assert all(len(block) == len(MEMBERS.fields) for block in blocks)


def test_columns_and_rows_say_the_same(people: People, tmp_path: Path) -> None:
    """Read by column, codes and flags become words only in the file."""
    odd = '装配"工"\\\n二班'
    for n, flag in enumerate((True, False, None)):
        person = people.member(
            f"甲{n}", None, D(2020, 5, 1), sex="12"[n % 2], no_phone=flag, education="21",
            migrant=flag, hardship=flag, marital=None,
        )  # fmt: skip
        if flag is not None:
            people.at_work(person, post=odd, department="", host_id=people.firm if flag else None)
    columns, sheet = out_columns(MEMBERS), MEMBERS.title
    by_column = people.space.read(lambda c: list(member_blocks(c, DAY, None)))
    by_row = people.space.read(lambda c: list(member_values(c, DAY, None)))
    write_blocks(tmp_path / "a.csv", columns, by_column, sheet=sheet)
    write_list(tmp_path / "b.csv", MEMBERS, by_row)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert [row["post"] for row in by_row] == [odd, odd, None]
    assert [row["hardship"] or "" for row in by_row] == ["是", "否", ""]

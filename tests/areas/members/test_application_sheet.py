"""Applications collected by an online form: its workbook fills the queue, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.areas.members import acts
from app.areas.members.records import APPLICATION, MEMBERSHIP, PERSON
from app.areas.members.sheet.applications import APPLICATION_SHEET, KIND
from app.commands.books import sheet_of
from app.sheets.checking import Options, Pasted, look_into
from app.sheets.comparing import Options as Meant
from app.sheets.intake import FileRead, read_file, write_blank, write_left
from tests.areas.members.conftest import People
from tests.areas.members.rosters import DAY, Books, codes, identity, outcomes
from tests.areas.members.templates import cells
from tests.areas.members.test_import_window import walk
from tests.areas.organisations.conftest import Office
from tests.desk.test_importing import Walk

__all__ = ["walk"]

FIRST, SECOND, THIRD = identity(1), identity(2, male=False), identity(3)
HEAD = (
    "序号", "提交答卷时间", "所用时间", "来自IP", "1、您的姓名：（必填）",
    "2、您的身份证号码（必填）", "3、您的手机号码", "4、所在单位", "5、您从事的职业",
    "6、您是否农民工", "7、申请加入的工会",
    "8、您对工会的建议",
)  # fmt: skip


@pytest.fixture
def books(office: Office, people: People, tmp_path: Path) -> Books:
    del people
    return Books(office, tmp_path)


def answer(name: str, number: str = "", **kw: Any) -> list[Any]:
    """One row of the form."""
    told = {"at": "2026/11/2 9:30:12", "phone": "13900000001", "firm": "某快递站",
            "work": "快递员", "migrant": "是", "union": ""} | kw  # fmt: skip
    return [1, told["at"], "85秒", "10.0.0.1(天津)", name, number, told["phone"], told["firm"],
            told["work"], told["migrant"], told["union"], "多办活动"]  # fmt: skip


def read(path: Path) -> FileRead:
    return read_file(path, APPLICATION_SHEET.reads, Options())


def take(books: Books, path: Path, **how: Any) -> Any:
    options = Meant(**how)
    return APPLICATION_SHEET.commit(books.space, read(path).rows, options, file_name=path.name)


def test_the_columns_of_an_online_form_are_known() -> None:
    text = "\t".join(HEAD) + "\n" + "\t".join(str(c) for c in answer("王小明", FIRST))
    (look,) = look_into(Pasted(text), [KIND])
    assert look.layout is not None
    assert {c.header: c.field for c in look.layout.columns} == {
        "提交答卷时间": "applied_on",
        "1、您的姓名：（必填）": "name",
        "2、您的身份证号码（必填）": "number",
        "3、您的手机号码": "phone",
        "4、所在单位": "employer",
        "5、您从事的职业": "new_group",
        "6、您是否农民工": "migrant",
        "7、申请加入的工会": "union",
    }
    assert look.layout.unmatched == ["8、您对工会的建议"]


def test_applications_wait_in_the_queue(books: Books, people: People) -> None:
    path = books.write(
        [
            answer("王小明", FIRST, firm="甲公司", union="甲公司工会"),
            answer("李小红", SECOND, phone="13900000002"),
        ],
        HEAD,
    )
    changes, plan = take(books, path)
    assert outcomes(plan) == ["new", "new"], codes(plan)
    assert changes.result["applications"] == 2
    ming, hong = sorted(books.rows(APPLICATION), key=lambda row: row["name"], reverse=True)
    assert (ming["state"], ming["received_on"], ming["applied_on"]) == (
        "waiting",
        DAY,
        date(2026, 11, 2),
    )
    assert (ming["union_id"], ming["employer_id"], ming["employer_name"]) == (
        people.one,
        people.firm,
        None,
    )
    assert (hong["union_id"], hong["employer_name"], hong["source"]) == (
        None,
        "某快递站",
        "线上收集",
    )
    assert (ming["document_type"], ming["number"]) == ("resident_id", FIRST)
    assert hong["details"]["sex"] == "2"  # from the number
    assert hong["details"] | {"migrant": True, "birth_on": "1985-03-07"} == hong["details"]
    assert "new_group" in hong["details"]
    assert books.rows(PERSON) == []


def test_a_second_time_nothing_is_new_and_an_import_is_taken_back(books: Books) -> None:
    path = books.write([answer("王小明", FIRST), answer("李小红", SECOND)], HEAD)
    before = books.dump()
    take(books, path)
    changes, plan = take(books, path)
    assert (outcomes(plan), changes.entry) == (["same", "same"], 0)
    more = books.write([answer("李小红", SECOND), answer("赵小刚", THIRD)], HEAD)
    _, plan = take(books, more)
    assert outcomes(plan) == ["same", "new"]
    books.space.undo()
    books.space.undo()
    after = books.dump()
    assert after["member_application"] == before["member_application"] == []


def test_decided_ones_do_not_come_again(books: Books, people: People) -> None:
    path = books.write([answer("王小明", FIRST), answer("李小红", SECOND)], HEAD)
    take(books, path)
    rows = {row["name"]: row["id"] for row in books.rows(APPLICATION)}
    on = date(2026, 11, 20)
    books.space.do(acts.approve_applications, [rows["王小明"]], on=on, union_id=people.one)
    books.space.do(acts.refuse_applications, [rows["李小红"]], on=on, refusal="不在本地")
    assert [row["union_id"] for row in books.rows(MEMBERSHIP)] == [people.one]
    _, plan = take(books, path)
    assert outcomes(plan) == ["same", "same"]
    later = books.write([answer("李小红", SECOND, at="2026/11/21 8:00:00")], HEAD)
    _, plan = take(books, later)
    assert outcomes(plan) == ["new"]


def test_who_is_a_member_already_is_said_with_where(books: Books, people: People) -> None:
    person = people.person("王小明", "E1")
    people.space.do(acts.add_document, person, type="resident_id", number=FIRST)
    people.space.do(acts.record_member, person, union_id=people.two)
    path = books.write([answer("王小明", FIRST), answer("李小红", FIRST)], HEAD)
    _, plan = take(books, path)
    assert outcomes(plan) == ["duplicate", "rejected"], codes(plan)
    said = [p.message for row in plan.rows for p in row.problems]
    assert any("已经是「乙公司工会」的会员" in text for text in said)
    assert books.count(APPLICATION) == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [("110101199001011234", "MEM-01"), (999999199001010000, "IMP-NUMBER"), ("", "")],
)
def test_wrong_numbers_do_not_go_in(books: Books, number: Any, code: str) -> None:
    _, plan = take(books, books.write([answer("王小明", number)], HEAD))
    if not code:  # with a phone it may wait
        assert outcomes(plan) == ["new"]
        return
    assert outcomes(plan) == ["rejected"]
    assert code in [c for _, c, _ in codes(plan)]
    assert books.count(APPLICATION) == 0


def test_without_number_and_phone_nobody_can_tell_who_it_is(books: Books) -> None:
    _, plan = take(books, books.write([answer("王小明", "", phone="")], HEAD))
    assert outcomes(plan) == ["rejected"]


def test_an_unknown_union_goes_into_the_note(books: Books) -> None:
    row = answer("王小明", FIRST, union="甲公公司工会", work="搬砖", firm="")
    _, plan = take(books, books.write([row], HEAD))
    assert outcomes(plan) == ["new"]
    told = {p.code: p for r in plan.rows for p in r.problems}
    assert told["IMP-UNION"].candidates[0] == "甲公司工会"
    (kept,) = books.rows(APPLICATION)
    assert kept["union_id"] is None
    assert "原表：甲公公司工会" in kept["details"]["note"]
    assert "原表：搬砖" in kept["details"]["note"]


def test_the_same_person_twice_in_a_form_goes_in_once(books: Books) -> None:
    path = books.write([answer("王小明", FIRST), answer("王小明", FIRST)], HEAD)
    _, plan = take(books, path)
    assert sorted(outcomes(plan)) == ["new", "skipped"]


def test_handed_in_twice_on_two_days_is_one_application(books: Books) -> None:
    rows = [answer("王小明", FIRST), answer("王小明", FIRST, at="2026/11/9 8:00:00")]
    _, plan = take(books, books.write(rows, HEAD))
    assert outcomes(plan) == ["new", "skipped"]
    other = answer("李小红", SECOND, phone="13900000008")
    _, plan = take(books, books.write([answer("李小红", SECOND), other], HEAD))
    assert outcomes(plan) == ["new", "rejected"]  # the clerk says which phone


def test_what_waits_leaves_as_a_workbook_and_comes_back_the_same(
    books: Books, tmp_path: Path
) -> None:
    from app.base.lists import View
    from app.sheets.writing import write_list

    take(books, books.write([answer("王小明", FIRST), answer("李小红", SECOND)], HEAD))
    rows = books.space.read(lambda c: list(APPLICATION_SHEET.export(c, View(DAY))))
    write_list(tmp_path / "出.xlsx", KIND, rows)
    _, plan = take(books, tmp_path / "出.xlsx")
    assert outcomes(plan) == ["same", "same"], codes(plan)
    assert "快递员" in str(cells(tmp_path / "出.xlsx", 2))


def test_the_kind_is_there_for_the_command_line_with_template_and_rejected_rows(
    books: Books, tmp_path: Path
) -> None:
    assert sheet_of("applications") is APPLICATION_SHEET
    write_blank(tmp_path / "模板.xlsx", APPLICATION_SHEET)
    assert read(tmp_path / "模板.xlsx").rows == []
    found = read(books.write([answer("王小明", "110101199001011234")], HEAD))
    write_left(tmp_path / "错误.xlsx", [found], APPLICATION_SHEET.reads)
    assert "号码" in str(cells(tmp_path / "错误.xlsx", 2))


def test_the_wizard_takes_applications_in(request: Any, books: Books) -> None:
    path = books.write([answer("王小明", FIRST), answer("李小红", "110101199001011234")], HEAD)
    steps: Walk = request.getfixturevalue("walk")
    source: Any = steps.page.step("source")
    source.kind.setCurrentIndex(source.kind.findData("applications"))
    steps.choose(path)
    steps.columns()
    check = steps.check()
    assert len(check.tabs.new) == 1
    assert len(check.tabs.every) == 2
    steps.commit()
    assert [row["name"] for row in books.rows(APPLICATION)] == ["王小明"]


def test_a_letter_before_yes_is_not_in_the_way(books: Books) -> None:
    rows = [answer("王小明", FIRST, migrant="A.是"), answer("李小红", SECOND, migrant="B、否")]
    _, plan = take(books, books.write(rows, HEAD))
    assert outcomes(plan) == ["new", "new"]
    assert [row["details"]["migrant"] for row in books.rows(APPLICATION)] == [True, False]


def test_who_is_too_young_does_not_go_in_and_old_age_is_said(books: Books) -> None:
    child, old = identity(4, born=date(2012, 3, 3)), identity(5, born=date(1955, 3, 3))
    _, plan = take(books, books.write([answer("王小明", child), answer("李大爷", old)], HEAD))
    assert outcomes(plan) == ["rejected", "new"]
    assert {(p.code, p.severity) for p in plan.rows[0].problems} >= {("MEM-04", "must")}
    assert ("MEM-04", "explain") in {(p.code, p.severity) for p in plan.rows[1].problems}
    assert [row["name"] for row in books.rows(APPLICATION)] == ["李大爷"]


def test_who_left_is_told_and_who_died_does_not_go_in(books: Books, people: People) -> None:
    for name, number, end in (("王小明", FIRST, acts.leave), ("李小红", SECOND, acts.record_death)):
        documents = [("resident_id", number)]
        member = books.space.do(acts.add_person, plain={"name": name}, documents=documents).result
        books.space.do(acts.join, member, union_id=people.one, since=date(2025, 3, 1))
        books.space.do(end, member, on=date(2026, 2, 1))
    _, plan = take(books, books.write([answer("王小明", FIRST), answer("李小红", SECOND)], HEAD))
    assert outcomes(plan) == ["new", "rejected"]
    left, died = (next(p for p in row.problems if p.code == "IMP-MEMBER") for row in plan.rows)
    assert "2026-02-01 已登记「退会」" in left.message
    assert "甲公司工会" in left.message
    assert "死亡" in died.message

"""A workbook of members comes in: whom it means, what it changes, what waits for a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.areas.members.acts import end_employment, leave, transfer
from app.areas.members.records import (
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
)
from app.areas.organisations.acts import cover_employer
from tests.areas.members.conftest import People
from tests.areas.members.rosters import Books, codes, identity, outcomes, problem
from tests.areas.organisations.conftest import Office

ONE, TWO = "甲公司工会", "乙公司工会"
FIRST, SECOND, THIRD = identity(1), identity(2, male=False), identity(3)


@pytest.fixture
def books(office: Office, people: People, tmp_path: Path) -> Books:
    del people
    return Books(office, tmp_path)


def test_new_people_come_with_document_membership_and_work(books: Books, people: People) -> None:
    path = books.write(
        [
            ["王小明", FIRST, "13900000001", "本科", ONE, "甲公司", "2026-03-08"],
            ["李小红", SECOND, "", "大专", ONE, "个体早点铺", "2019-05-01"],
            ["赵小刚", THIRD, "无", "", ONE, "", ""],
        ]
    )
    changes, plan = books.take(path)
    assert outcomes(plan) == ["new", "new", "new"], codes(plan)
    assert changes.result["people"] == 3
    by_name = {row["name"]: row for row in books.rows(PERSON)}
    ming, hong, gang = by_name["王小明"], by_name["李小红"], by_name["赵小刚"]
    assert (ming["sex"], ming["birth_on"], ming["birth_year"]) == ("1", date(1985, 3, 7), 1985)
    assert (hong["joined_on"], gang["no_phone"]) == (date(2019, 5, 1), True)
    spells = {row["person_id"]: row for row in books.rows(MEMBERSHIP)}
    assert (spells[ming["id"]]["began"], spells[ming["id"]]["since"]) == (
        "joined",
        date(2026, 3, 8),
    )
    assert (spells[hong["id"]]["began"], spells[hong["id"]]["since"]) == ("opening", None)
    assert (spells[gang["id"]]["began"], spells[gang["id"]]["union_id"]) == ("opening", people.one)
    work = {row["person_id"]: row for row in books.rows(EMPLOYMENT)}
    assert work[ming["id"]]["employer_id"] == people.firm
    assert work[ming["id"]]["follows"]
    assert work[hong["id"]]["employer_name"] == "个体早点铺"
    assert gang["id"] not in work
    assert {row["education"] for row in books.rows(PERSON_SPELL)} == {"20", "30", None}
    assert {row["number"] for row in books.rows(IDENTITY)} == {FIRST, SECOND, THIRD}


def test_the_same_file_twice_changes_nothing(books: Books) -> None:
    path = books.write(
        [
            ["王小明", FIRST, "13900000001", "本科", ONE, "甲公司", "2026-03-08"],
            ["李小红", SECOND, "", "大专", ONE, "个体早点铺", "2019-05-01"],
            ["赵小刚", THIRD, "无", "", ONE, "", ""],
        ]
    )
    books.take(path)
    before = books.dump()
    changes, plan = books.take(path)
    assert outcomes(plan) == ["same", "same", "same"], codes(plan)
    assert changes.entry == 0
    assert books.dump() == before


def test_blanks_are_filled_and_blank_cells_wipe_nothing(books: Books) -> None:
    books.take(books.write([["王小明", FIRST, "13900000001", "", ONE, "", ""]]))
    _, plan = books.take(books.write([["王小明", FIRST, "", "本科", ONE, "甲公司", "2018-01-01"]]))
    assert outcomes(plan) == ["changed"]
    (person,) = books.rows(PERSON)
    assert (person["phone"], person["joined_on"]) == ("13900000001", date(2018, 1, 1))
    assert [row["education"] for row in books.rows(PERSON_SPELL)] == ["20"]
    assert books.count(EMPLOYMENT) == 1


@pytest.mark.parametrize("policy", ["fill", "skip", "overwrite", "new"])
def test_what_differs_is_kept_told_or_taken(books: Books, policy: str) -> None:
    books.take(books.write([["王小明", FIRST, "13900000001", "本科", ONE, "", ""]]))
    path = books.write([["王小明", FIRST, "13900000002", "大专", ONE, "", ""]])
    _, plan = books.take(path, policy=policy)
    (person,), (spell,) = books.rows(PERSON), books.rows(PERSON_SPELL)
    if policy == "overwrite":
        assert outcomes(plan) == ["changed"]
        assert (person["phone"], spell["education"]) == ("13900000002", "30")
        return
    assert outcomes(plan) == ["same"]
    assert (person["phone"], spell["education"]) == ("13900000001", "20")
    told = [code for _, code, _ in codes(plan)]
    assert told == ([] if policy == "skip" else ["IMP-DIFFERS", "IMP-DIFFERS"])
    assert not any("13900000001" in p.message for r in plan.rows for p in r.problems)


def test_what_is_found_in_comparing_has_the_address_of_its_cell(books: Books) -> None:
    books.take(books.write([["王小明", FIRST, "13900000001", "本科", ONE, "", ""]]))
    rows = [["王小明", FIRST, "13900000002", "", ONE, "", ""]]
    rows += [["李小红", identity(9), "", "", "没有的", "", ""]]
    path = books.write(rows, title="名册")
    for plan in (books.look(path), books.take(path)[1]):
        differs, union = problem(plan, "IMP-DIFFERS"), problem(plan, "IMP-UNION")
        assert (differs.column, union.column) == ("C", "E")
        assert differs.message.startswith("C3「手机号」：与已有的值不同，未改")
        assert union.message.startswith("E4「所属工会」：没有叫「没有的」的工会")


def test_a_differing_value_is_taken_over_cell_by_cell(books: Books) -> None:
    books.take(books.write([["王小明", FIRST, "13900000001", "本科", ONE, "", ""]]))
    path = books.write([["王小明", FIRST, "13900000002", "大专", ONE, "", ""]])
    plan = books.look(path)
    assert [(d.field, d.old_text, d.new_text) for d in plan.differences] == [
        ("phone", "13900000001", "13900000002"),
        ("education", "大学本科教育", "大学专科教育"),
    ]
    books.take(path, decisions={("Sheet1", 2): {"take": ["education"]}})
    assert [row["phone"] for row in books.rows(PERSON)] == ["13900000001"]
    assert [row["education"] for row in books.rows(PERSON_SPELL)] == ["30"]


def test_same_name_and_birth_or_phone_is_asked_about(books: Books) -> None:
    books.take(books.write([["王小明", FIRST, "13900000001", "", ONE, "", ""]]))
    (known,) = books.rows(PERSON)
    other = identity(99)
    path = books.write([["王小明", other, "13900000009", "", ONE, "", ""]])
    assert other != FIRST
    _, plan = books.take(path)
    assert outcomes(plan) == ["duplicate"]
    assert problem(plan, "IMP-DUPLICATE").candidates == (known["id"],)
    by_phone = books.write(
        [["王小明", identity(5, born=date(1970, 1, 1)), "13900000001", "", ONE, "", ""]]
    )
    assert outcomes(books.look(by_phone)) == ["duplicate"]
    assert outcomes(books.look(path, policy="new")) == ["new"]
    decided = {("Sheet1", 2): {"new": True}}
    assert outcomes(books.look(path, decisions=decided)) == ["new"]
    same = {("Sheet1", 2): {"record": known["id"]}}
    plan = books.look(path, decisions=same)
    assert outcomes(plan) == ["same"]
    assert [code for _, code, _ in codes(plan)] == ["IMP-DIFFERS", "IMP-DIFFERS"]
    assert books.count(PERSON) == 1


def test_a_number_under_another_name_is_refused_until_decided(books: Books) -> None:
    books.take(books.write([["王小明", FIRST, "", "", ONE, "", ""]]))
    path = books.write([["王明", FIRST, "", "", ONE, "", ""]])
    plan = books.look(path)
    assert outcomes(plan) == ["rejected"]
    told = problem(plan, "MEM-03")
    assert (told.severity.value, told.candidates) == ("must", ("同一人更名", "两人重号"))
    assert outcomes(books.look(path, policy="new")) == ["rejected"]
    assert outcomes(books.look(path, decisions={("Sheet1", 2): {"despite": True}})) == ["new"]
    _, plan = books.take(path, decisions={("Sheet1", 2): {"rename": True}})
    assert outcomes(plan) == ["changed"]
    assert [row["name"] for row in books.rows(PERSON)] == ["王明"]
    assert [row["name"] for row in books.rows(FORMER_NAME)] == ["王小明"]
    assert outcomes(books.look(path)) == ["same"]
    assert outcomes(books.look(books.write([["王小明", FIRST, "", "", ONE, "", ""]]))) == ["same"]


def test_two_people_with_one_number_are_told_apart_by_name(books: Books) -> None:
    books.take(books.write([["王小明", FIRST, "", "", ONE, "", ""]]))
    path = books.write([["张大山", FIRST, "", "", ONE, "", ""]])
    _, plan = books.take(path, decisions={("Sheet1", 2): {"despite": True}})
    assert outcomes(plan) == ["new"]
    assert outcomes(books.look(path)) == ["same"]


def test_a_new_passport_of_the_same_person_replaces_the_old_one(books: Books) -> None:
    head = ["姓名", "证件类型", "证件号码", "出生日期", "所属工会"]
    books.take(books.write([["MARIA SMITH", "护照", "E12345678", "1980-01-02", ONE]], head))
    path = books.write([["MARIA SMITH", "护照", "E87654321", "1980-01-02", ONE]], head)
    plan = books.look(path)
    assert outcomes(plan) == ["duplicate"]
    (known,) = problem(plan, "IMP-DUPLICATE").candidates
    decided = {("Sheet1", 2): {"record": known, "replace": True}}
    _, plan = books.take(path, decisions=decided)
    assert outcomes(plan) == ["changed"]
    papers = {row["number"]: row["until"] for row in books.rows(IDENTITY)}
    assert papers == {"E12345678": date(2026, 11, 22), "E87654321": None}
    assert outcomes(books.look(path)) == ["same"]
    old = books.write([["MARIA SMITH", "护照", "E12345678", "1980-01-02", ONE]], head)
    assert outcomes(books.look(old)) == ["same"]


def test_a_member_of_another_union_waits_for_an_answer(books: Books, people: People) -> None:
    books.take(books.write([["王小明", FIRST, "", "", ONE, "甲公司", "2020-01-01"]]))
    path = books.write([["王小明", FIRST, "", "", TWO, "乙公司", ""]])
    plan = books.look(path)
    assert outcomes(plan) == ["transfer"]
    assert problem(plan, "IMP-TRANSFER").candidates == ("转入", "会籍留原工会，在本单位另有工作")
    _, plan = books.take(path, decisions={("Sheet1", 2): {"transfer": True}})
    assert outcomes(plan) == ["changed"]
    spells = sorted(books.rows(MEMBERSHIP), key=lambda row: row["until"] is None)
    assert [(s["union_id"], s["began"], s["ended"]) for s in spells] == [
        (people.one, "opening", "transferred_out"),
        (people.two, "transferred_in", None),
    ]
    work = {(w["employer_name"] or "甲公司"): w["until"] for w in books.rows(EMPLOYMENT)}
    assert work == {"甲公司": date(2026, 11, 22), "乙公司": None}
    assert outcomes(books.look(path)) == ["same"]


def test_a_second_job_is_remembered_and_asked_no_more(books: Books, people: People) -> None:
    books.take(books.write([["王小明", FIRST, "", "", ONE, "甲公司", ""]]))
    path = books.write([["王小明", FIRST, "", "", TWO, "乙公司", ""]])
    _, plan = books.take(path, decisions={("Sheet1", 2): {"stays": True}})
    assert outcomes(plan) == ["changed"]
    assert [row["union_id"] for row in books.rows(MEMBERSHIP)] == [people.one]
    assert [w["follows"] for w in books.rows(EMPLOYMENT)] == [True, False]
    _, plan = books.take(path)
    assert outcomes(plan) == ["same"]
    later = books.write([["王小明", FIRST, "13911112222", "", TWO, "乙公司", ""]])
    assert outcomes(books.look(later)) == ["changed"]
    (person,) = books.rows(PERSON)
    books.space.do(transfer, [person["id"]], to_union_id=people.two, on=date(2026, 10, 1))
    back = books.write([["王小明", FIRST, "", "", ONE, "甲公司", ""]])
    _, plan = books.take(back, decisions={("Sheet1", 2): {"transfer": True}})
    work = {w["employer_name"] or "甲公司": w["follows"] for w in books.rows(EMPLOYMENT)}
    assert work == {"甲公司": True, "乙公司": False}


def test_who_was_reported_gone_is_moved_without_asking(books: Books, people: People) -> None:
    here = people.member("王小明", since=date(2026, 2, 1))
    job = people.at_work(here, since=date(2026, 2, 1))
    stays = people.member("李小红", since=date(2026, 2, 1))
    people.at_work(stays, since=date(2026, 2, 1))
    numbers = {row["person_id"]: row["number"] for row in books.rows(IDENTITY)}
    head = ["姓名", "证件类型", "证件号码", "所属工会"]
    path = books.write(
        [["王小明", "护照", numbers[here], TWO], ["李小红", "护照", numbers[stays], TWO]], head
    )
    assert outcomes(books.look(path, transfer=True)) == ["transfer", "transfer"]
    books.space.do(end_employment, job, on=date(2026, 9, 1))
    assert outcomes(books.look(path)) == ["transfer", "transfer"]
    _, plan = books.take(path, transfer=True)
    assert outcomes(plan) == ["changed", "transfer"]
    spells = books.rows(MEMBERSHIP, MEMBERSHIP.c.until.is_(None), MEMBERSHIP.c.person_id == here)
    assert [s["union_id"] for s in spells] == [people.two]


def test_unknown_unions_are_offered_their_nearest_names(books: Books, people: People) -> None:
    path = books.write([["王小明", FIRST, "", "", "甲公司工回", "", ""]])
    plan = books.look(path)
    assert outcomes(plan) == ["rejected"]
    assert ONE in problem(plan, "IMP-UNION").candidates
    books.take(path, names={("unions", "甲公司工回"): people.one})
    assert [row["union_id"] for row in books.rows(MEMBERSHIP)] == [people.one]
    again = books.write([["李小红", SECOND, "", "", "甲公司工回", "", ""]])
    assert outcomes(books.look(again)) == ["new"]


def test_the_union_is_told_by_unit_title_sheet_file_or_employer(
    books: Books, people: People
) -> None:
    head = ["姓名", "证件号码", "工作单位"]
    row = [["王小明", FIRST, ""]]
    assert outcomes(books.look(books.write(row, head))) == ["rejected"]
    assert outcomes(books.look(books.write(row, head), unit=people.two)) == ["new"]
    for path in (
        books.write(row, head, sheet=ONE),
        books.write(row, head, title="甲公司工会会员花名册"),
        books.write(row, head, name="2026年甲公司工会名册.xlsx"),
    ):
        plan = books.look(path)
        assert outcomes(plan) == ["new"], (path, codes(plan))
    books.space.do(cover_employer, union_id=people.two, employer_id=people.firm, since=None)
    _, plan = books.take(books.write([["王小明", FIRST, "甲公司"]], head))
    assert outcomes(plan) == ["new"]
    assert [row["union_id"] for row in books.rows(MEMBERSHIP)] == [people.two]


def test_age_days_and_numbers_keep_a_row_out(books: Books) -> None:
    path = books.write(
        [
            ["王小明", identity(7, born=date(2012, 1, 1)), "", "", ONE, "", ""],
            ["李小红", SECOND, "", "", ONE, "", "2027-01-01"],
            ["赵小刚", int(THIRD[:17] + "0"), "", "", ONE, "", ""],
        ]
    )
    plan = books.look(path)
    assert outcomes(plan) == ["rejected", "rejected", "rejected"]
    told = [(row, code) for row, code, severity in codes(plan) if severity == "must"]
    assert told == [(2, "MEM-04"), (3, "IMP-DATE"), (4, "IMP-NUMBER")]


def test_of_people_of_one_age_those_are_asked_about_who_are_at_work(books: Books) -> None:
    born = date(1950, 1, 1)
    states = ["", "退休", "在岗", "", "在岗"]
    rows = [
        [f"王小{name}", identity(20 + n, born=born), ONE, states[n]]
        for n, name in enumerate("甲乙丙丁戊")
    ]
    plan = books.look(books.write(rows, ["姓名", "证件号码", "所属工会", "就业状况"]))
    assert [row for row, code, _ in codes(plan) if code == "MEM-04"] == [4, 6]


def test_changes_of_membership_become_their_events(books: Books, people: People) -> None:
    head = ["姓名", "证件号码", "所属工会", "会籍变化类型", "会籍变化日期", "会籍变化原因"]
    numbers = [identity(n, born=date(1980, 1, n)) for n in range(1, 7)]
    start = books.write([[f"会员{n}", numbers[n], ONE, "", "", ""] for n in range(6)], head)
    books.take(start)
    path = books.write(
        [
            ["会员0", numbers[0], ONE, "退会", "2026-05-01", "个人要求退会"],
            ["会员1", numbers[1], ONE, "转出", "2026-05-02", ""],
            ["会员2", numbers[2], ONE, "保留", "2026-05-03", "失业"],
            ["会员3", numbers[3], ONE, "死亡", "2026-05-04", ""],
            ["会员4", numbers[4], ONE, "除名", "2026-05-05", ""],
            ["会员5", numbers[5], ONE, "退会", "", ""],
            ["路人甲", identity(50), ONE, "退会", "2026-05-01", ""],
        ],
        head,
    )
    _, plan = books.take(path)
    assert outcomes(plan) == ["changed"] * 5 + ["rejected"] * 2, codes(plan)
    names = {row["id"]: row["name"] for row in books.rows(PERSON)}
    ended = {
        names[row["person_id"]]: (row["ended"], row["until"])
        for row in books.rows(MEMBERSHIP)
        if row["ended"]
    }
    assert ended == {
        "会员0": ("left", date(2026, 5, 1)),
        "会员1": ("transferred_out", date(2026, 5, 2)),
        "会员2": ("retained", date(2026, 5, 3)),
        "会员3": ("died", date(2026, 5, 4)),
        "会员4": ("expelled", date(2026, 5, 5)),
    }
    _, plan = books.take(path)
    assert outcomes(plan) == ["same"] * 5 + ["rejected"] * 2, codes(plan)


def test_retained_and_moved_newcomers_begin_as_the_file_says(books: Books) -> None:
    head = ["姓名", "证件号码", "所属工会", "会籍变化类型", "会籍变化日期"]
    path = books.write(
        [
            ["会员0", FIRST, ONE, "保留", "2024-05-01"],
            ["会员1", SECOND, ONE, "保留", "2026-05-01"],
            ["会员2", THIRD, ONE, "转入", "2026-05-02"],
            ["会员3", identity(4), ONE, "入会", "2026-05-03"],
        ],
        head,
    )
    _, plan = books.take(path)
    assert outcomes(plan) == ["new"] * 4, codes(plan)
    names = {row["id"]: row["name"] for row in books.rows(PERSON)}
    spells = sorted(
        (names[m["person_id"]], m["status"], m["began"], m["since"] and m["since"].isoformat())
        for m in books.rows(MEMBERSHIP)
    )
    assert spells == [
        ("会员0", "retained", "opening", None),
        ("会员1", "active", "opening", None),
        ("会员1", "retained", "retained", "2026-05-01"),
        ("会员2", "active", "transferred_in", "2026-05-02"),
        ("会员3", "active", "joined", "2026-05-03"),
    ]
    assert outcomes(books.look(path)) == ["same"] * 4, codes(books.look(path))


def test_who_left_comes_back_only_with_a_day(books: Books, people: People) -> None:
    books.take(books.write([["王小明", FIRST, "", "", ONE, "", ""]]))
    (person,) = books.rows(PERSON)
    books.space.do(leave, person["id"], on=date(2026, 4, 1))
    plan = books.look(books.write([["王小明", FIRST, "", "", ONE, "", ""]]))
    assert outcomes(plan) == ["rejected"]
    assert problem(plan, "IMP-MEMBER")
    again = books.write([["王小明", FIRST, "", "", TWO, "", "2026-08-01"]])
    _, plan = books.take(again)
    assert outcomes(plan) == ["changed"]
    (open_one,) = books.rows(MEMBERSHIP, MEMBERSHIP.c.until.is_(None))
    assert (open_one["union_id"], open_one["since"]) == (people.two, date(2026, 8, 1))


def test_who_is_missing_from_a_whole_roster_is_listed_and_decided(
    books: Books, people: People
) -> None:
    rows = [
        [f"会员{n}", identity(n, born=date(1980, 1, n + 1)), "", "", ONE, "", ""] for n in range(7)
    ]
    books.take(books.write(rows))
    path = books.write([*rows[:2], ["", identity(9), "", "", ONE, "", ""]])
    assert books.look(path).absent == []
    plan = books.look(path, complete=True)
    assert [one.name for one in plan.absent] == ["会员2", "会员3", "会员4", "会员5", "会员6"]
    assert {one.union_name for one in plan.absent} == {ONE}
    _, plan = books.take(path, complete=True)
    assert len(books.rows(MEMBERSHIP, MEMBERSHIP.c.until.is_(None))) == 7
    ids = {one.name: one.person for one in plan.absent}
    absent = {
        ids["会员2"]: {"what": "send_out", "to_name": "某区总工会"},
        ids["会员3"]: {"what": "retain"},
        ids["会员4"]: {"what": "unknown"},
        ids["会员5"]: {"what": "die"},
        ids["会员6"]: {"what": "stays"},
    }
    changes, plan = books.take(path, complete=True, absent=absent)
    names = {row["id"]: row for row in books.rows(PERSON)}
    ended = {
        names[m["person_id"]]["name"]: m["ended"] for m in books.rows(MEMBERSHIP) if m["ended"]
    }
    assert ended == {"会员2": "transferred_out", "会员3": "retained", "会员5": "died"}
    assert "去向不明" in names[ids["会员4"]]["note"]
    assert names[ids["会员6"]]["note"] is None
    assert books.space.undo(changes.entry).count("reversed") > 0
    assert len(books.rows(MEMBERSHIP, MEMBERSHIP.c.until.is_(None))) == 7
    del people


def test_an_import_taken_back_leaves_everything_as_before(books: Books, people: People) -> None:
    books.take(
        books.write(
            [
                ["王小明", FIRST, "", "", ONE, "甲公司", ""],
                ["李小红", SECOND, "13900000001", "本科", ONE, "", ""],
            ]
        )
    )
    before = books.dump()
    path = books.write(
        [
            ["王小明", FIRST, "13900000003", "大专", TWO, "乙公司", ""],
            ["李红", SECOND, "13900000009", "大专", ONE, "丙公司", "2015-01-01"],
            ["赵小刚", THIRD, "13900000005", "", ONE, "甲公司", "2026-06-01"],
        ]
    )
    decided = {("Sheet1", 2): {"transfer": True}, ("Sheet1", 3): {"rename": True}}
    changes, plan = books.take(path, policy="overwrite", decisions=decided)
    assert outcomes(plan) == ["changed", "changed", "new"], codes(plan)
    assert books.dump() != before
    verdict = books.space.undo(changes.entry)
    assert verdict.count("kept") == verdict.count("impossible") == 0
    assert books.dump() == before
    del people


def test_what_cannot_be_done_about_somebody_missing_is_told(books: Books, people: People) -> None:
    today = people.member("会员甲", since=date(2026, 11, 22))
    path = books.write([["王小明", FIRST, "", "", ONE, "", ""]])
    how = {"complete": True, "absent": {today: {"what": "die"}}}
    changes, plan = books.take(path, **how)
    assert outcomes(plan) == ["new"]
    assert [(one.name, one.what, one.why) for one in plan.absent] == [
        ("会员甲", "", "会籍刚开始，不能办理")
    ]
    assert changes.entry
    assert len(books.rows(MEMBERSHIP, MEMBERSHIP.c.until.is_(None))) == 2


def test_every_sheet_of_a_file_may_be_another_union(books: Books, people: People) -> None:
    path = books.write([["王小明", FIRST]], ["姓名", "身份证号"], sheet=ONE)
    book = load_workbook(path)
    page = book.create_sheet("乙公司工会会员名册")
    page.append(["姓名", "身份证号"])
    page.append(["李小红", SECOND])
    page.append(["李小红", SECOND])
    book.save(path)
    _, plan = books.take(path)
    assert outcomes(plan) == ["new", "new", "skipped"]
    names = {row["id"]: row["name"] for row in books.rows(PERSON)}
    unions = {names[m["person_id"]]: m["union_id"] for m in books.rows(MEMBERSHIP)}
    assert unions == {"王小明": people.one, "李小红": people.two}


def test_what_stands_in_no_list_goes_into_the_note_and_stays_the_same(books: Books) -> None:
    head = ["姓名", "证件号码", "所属工会", "工会职务", "用工单位", "专项行动", "备注"]
    path = books.write([["王小明", FIRST, ONE, "工会小组长", "无名厂", "某行动", "自愿"]], head)
    _, plan = books.take(path)
    assert outcomes(plan) == ["new"]
    (person,) = books.rows(PERSON)
    for word in ("自愿", "工会小组长", "无名厂", "某行动"):
        assert word in person["note"]
    assert outcomes(books.look(path)) == ["same"]

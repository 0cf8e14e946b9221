"""Rosters of cadres and ledgers of terms come in through the pipeline, once, and go out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.areas.cadres import acts
from app.areas.cadres.checks import INVARIANTS
from app.areas.cadres.records import POST, TERM
from app.areas.cadres.sheet.cadres import CADRE_SHEET
from app.areas.cadres.sheet.roles import read_posts
from app.areas.cadres.sheet.terms import TERM_SHEET
from app.areas.members.records import PERSON
from app.areas.organisations.acts import edit_union
from app.base.lists import View
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file, write_blank
from tests.areas.members.rosters import identity

D = date
DAY = D(2026, 11, 22)
ROSTER = (
    "序号",
    "姓名",
    "所在工会",
    "工会职务",
    "专/兼职",
    "任职时间",
    "身份证号",
    "联系电话",
    "分工",
)
LEDGER = (
    "序号",
    "单位名称",
    "届次",
    "本届选举时间",
    "任期（年）",
    "任期届满时间",
    "工会主席",
    "批复文号",
)


class Books:
    """Writes workbooks and takes them in as the command line does."""

    def __init__(self, cadres: Any, folder: Path) -> None:
        self.cadres, self.space, self.folder, self._count = cadres, cadres.space, folder, 0

    def write(self, head: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "") -> Path:
        book = Workbook()
        page = book.active
        if title:
            page.append([title])
        page.append(list(head))
        for number, row in enumerate(rows, 1):
            page.append([number, *row])
        self._count += 1
        path = self.folder / f"台账{self._count}.xlsx"
        book.save(path)
        return path

    def take(self, sheet: Any, path: Path, **how: Any) -> Any:
        read = read_file(path, sheet.reads, Reading(given=frozenset()))
        _changes, plan = sheet.commit(self.space, read.rows, Options(**how), file_name=path.name)
        return plan

    def roster(self, *rows: Sequence[Any], **how: Any) -> Any:
        return self.take(CADRE_SHEET, self.write(ROSTER, rows, "工会干部花名册"), **how)

    def ledger(self, *rows: Sequence[Any], **how: Any) -> Any:
        return self.take(TERM_SHEET, self.write(LEDGER, rows, "基层工会换届台账"), **how)

    def sound(self) -> None:
        found = self.space.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
        assert found == []


@pytest.fixture
def books(cadres, tmp_path):
    made = Books(cadres, tmp_path)
    yield made
    made.sound()


def person(name, union="甲公司工会", role="主席", service="兼职", since="2024-03-01", number="",
           phone="", duties=""):  # fmt: skip
    return (name, union, role, service, since, number, phone, duties)


def outcomes(plan: Any) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def codes(plan: Any) -> list[str]:
    return [p.code for row in plan.rows for p in row.problems]


# -- cadres ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "roles", "service", "unknown"),
    [
        ("主席", ("chair",), None, ()),
        ("专职副主席", ("vice_chair",), "full_time", ()),
        ("工会主席、经审会主任", ("chair", "audit_director"), None, ()),
        ("副主席兼女工委主任", ("vice_chair", "women_director"), None, ()),
        ("兼职委员", ("member",), "part_time", ()),
        ("经费审查委员会主任/委员", ("audit_director", "member"), None, ()),
        ("社会化工会工作者", ("social_worker",), None, ()),
        ("食堂管理员", (), None, ("食堂管理员",)),
        ("主席，食堂管理员", ("chair",), None, ("食堂管理员",)),
    ],
)
def test_posts_are_read_as_people_write_them(text, roles, service, unknown):
    told = read_posts(text)
    assert (told.roles, told.service, told.unknown) == (roles, service, unknown)


def test_a_roster_makes_bodies_terms_and_posts_once(books, cadres):
    cadres.do(
        edit_union, cadres.one, chair="老张", term_from=D(2023, 6, 1), term_until=D(2028, 6, 1)
    )
    rows = (
        person("王小明", number=identity(1), phone="13800001111", duties="主持全面工作"),
        person("李芳", role="副主席兼经审会主任", since="2023-06-01"),
        person("赵强", role="委员", since=""),
        person("钱多", union="乙公司工会", role="社会化工会工作者", service="专职"),
    )
    plan = books.roster(*rows)
    assert outcomes(plan) == ["new"] * 4
    assert codes(plan) == ["IMP-DIFFERS"]
    chair = cadres.posts(role="chair")[0]
    term = cadres.row(TERM, chair["term_id"])
    assert (term["since"], term["due_on"], term["years"]) == (D(2023, 6, 1), D(2028, 6, 1), 5)
    assert (chair["service"], chair["duties"]) == ("part_time", "主持全面工作")
    assert cadres.union()["chair"] == "王小明"
    li = {p["person_id"] for p in cadres.posts() if p["role"] in ("vice_chair", "audit_director")}
    assert len(li) == 1
    assert sorted(b["kind"] for b in cadres.bodies()) == ["audit", "committee"]
    again = books.roster(*rows)
    assert outcomes(again) == ["same"] * 4
    assert len(cadres.posts()) == 5


def test_members_are_found_by_number_or_by_name_in_their_union(books, cadres):
    listed = cadres.people.member("王小明")
    books.roster(person("王小明"))
    assert cadres.posts(role="chair")[0]["person_id"] == listed
    cadres.people.member("李芳")
    cadres.people.member("李芳")
    plan = books.roster(person("李芳", role="委员"))
    assert outcomes(plan) == ["duplicate"]
    plan = books.roster(person("李芳", role="委员", number=identity(5)))
    assert outcomes(plan) == ["new"]


def test_a_number_of_somebody_else_and_a_second_chair_are_told(books, cadres):
    books.roster(person("王小明", number=identity(1)))
    plan = books.roster(
        person("王大明", union="乙公司工会", number=identity(1)), person("李芳"),
        person("某甲", union="丙公司工会"), person("某乙", union="乙公司工会", role="食堂管理员"),
    )  # fmt: skip
    assert outcomes(plan) == ["rejected"] * 4
    assert {"MEM-03", "IMP-CHAIR", "IMP-UNION", "IMP-CODE"} == set(codes(plan))
    plan = books.roster(person("甲", union="乙公司工会"), person("乙", union="乙公司工会"))
    assert outcomes(plan) == ["new", "rejected"]
    assert len(cadres.posts(role="chair")) == 2


def test_blanks_are_filled_and_what_differs_is_kept(books, cadres):
    books.roster(person("王小明", service="", duties="甲"))
    plan = books.roster(person("王小明", service="专职", duties="乙"))
    assert (outcomes(plan), codes(plan)) == (["changed"], ["IMP-DIFFERS"])
    row = cadres.posts(role="chair")[0]
    assert (row["service"], row["duties"]) == ("full_time", "甲")
    books.roster(person("王小明", service="专职", duties="乙"), policy="overwrite")
    assert cadres.posts(role="chair")[0]["duties"] == "乙"


def test_a_day_before_the_term_goes_to_the_note(books, cadres):
    body = cadres.body()
    cadres.term(body, D(2024, 3, 1), 3)
    plan = books.roster(person("王小明", since="2019-01-05"))
    assert codes(plan) == ["IMP-DATE"]
    row = cadres.posts()[0]
    assert (row["since"], row["note"]) == (D(2024, 3, 1), "任职自2019年1月5日")
    plan = books.roster(person("未来", role="委员", since="2027-01-01"))
    assert outcomes(plan) == ["rejected"]


def test_what_a_roster_brought_is_taken_back(books, cadres):
    books.roster(person("王小明", number=identity(1)), person("李芳", role="委员"))
    assert len(cadres.posts()) == 2
    entry = cadres.space.read(_newest)
    cadres.space.undo(entry)
    assert cadres.posts() == []
    assert cadres.bodies() == []


def _newest(conn):
    from app.store.history import entries

    return entries(conn, limit=1)[0].number


def test_a_roster_goes_out_and_comes_back_unchanged(books, cadres, tmp_path):
    cadres.led()
    cadres.post("member", body=cadres.bodies()[0]["id"], name="委员甲", service="part_time")
    cadres.post("group_leader", body=cadres.body("group", name="第一小组"), name="组长乙")
    cadres.post("activist", name="积极丙")
    for sheet in (CADRE_SHEET, TERM_SHEET):
        values = cadres.space.read(lambda c, sheet=sheet: list(sheet.export(c, View(DAY))))
        assert values
        path = tmp_path / f"{sheet.kind.kind}.xlsx"
        write_blank(path, sheet, values)
        plan = books.take(sheet, path)
        assert set(outcomes(plan)) == {"same"}, codes(plan)


# -- terms -----------------------------------------------------------------------------------------


def test_a_ledger_of_terms_sets_up_committees_once(books, cadres):
    cadres.do(edit_union, cadres.one, term_until=D(2026, 5, 31))
    rows = (
        ("甲公司工会", 3, "2024-05-20", 5, "", "王小明", "总工批〔2024〕3号"),
        ("乙公司工会", "", "2023.6.1", 3, "2026-06-01", "", ""),
    )
    plan = books.ledger(*rows)
    assert outcomes(plan) == ["new", "new"]
    assert "IMP-DIFFERS" in codes(plan)
    one, two = sorted(cadres.terms(), key=lambda t: t["since"], reverse=True)
    assert (one["ordinal"], one["due_on"], one["doc_no"]) == (
        3,
        D(2029, 5, 20),
        "总工批〔2024〕3号",
    )
    assert (two["years"], two["due_on"]) == (3, D(2026, 6, 1))
    line = cadres.union()
    assert (line["term_until"], line["chair"]) == (D(2029, 5, 20), "王小明")
    assert outcomes(books.ledger(*rows)) == ["same", "same"]


def test_the_next_term_ends_the_one_before_and_keeps_who_sits(books, cadres):
    _body, term, post = _led(cadres)
    plan = books.ledger(("甲公司工会", 5, "2026-09-01", 5, "", "", ""))
    assert outcomes(plan) == ["new"]
    assert cadres.row(TERM, term)["until"] == D(2026, 9, 1)
    assert cadres.row(POST, post)["until"] is None
    assert cadres.union()["term_until"] == D(2031, 9, 1)


def _led(cadres):
    body = cadres.body()
    term = cadres.term(body, D(2023, 9, 1), 3, ordinal=4)
    return body, term, cadres.post(body=body, since=D(2023, 9, 1))


def test_rows_that_say_nothing_or_cannot_be_are_refused(books, cadres):
    plan = books.ledger(
        ("甲公司工会", 3, "", "", "", "", ""), ("乙公司工会", 3, "2027-05-20", 5, "", "", ""),
        ("丙公司工会", 3, "2024-05-20", 5, "", "", ""),
    )  # fmt: skip
    assert outcomes(plan) == ["rejected"] * 3
    assert cadres.terms() == []
    plan = books.ledger(("甲公司工会", 3, "2024-05-20", 5, "2024-05-01", "", ""))
    assert outcomes(plan) == ["rejected"]


def test_a_chair_that_differs_is_told_and_kept(books, cadres):
    cadres.led()
    plan = books.ledger(("甲公司工会", 2, "2024-03-01", 3, "", "别人", ""))
    assert (outcomes(plan), codes(plan)) == (["changed"], ["IMP-DIFFERS"])
    assert cadres.union()["chair"] == "王小明"
    assert cadres.terms()[0]["ordinal"] == 2
    assert [p["name"] for p in cadres.office.rows(PERSON.select()) if p["name"] == "别人"] == []


def test_a_delay_comes_with_the_ledger(books, cadres, tmp_path):
    head = (*LEDGER, "延期至", "延期批复文号")
    row = ("甲公司工会", 2, "2023-03-01", 3, "", "", "", "2026-08-01", "延1号")
    plan = books.take(TERM_SHEET, books.write(head, [row]))
    assert outcomes(plan) == ["new"]
    assert cadres.terms()[0]["delay_until"] == D(2026, 8, 1)
    assert outcomes(books.take(TERM_SHEET, books.write(head, [row]))) == ["same"]
    assert acts.delay_term.title == "登记延期换届"

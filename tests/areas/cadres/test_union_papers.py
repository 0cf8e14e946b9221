"""Papers of 更名, 合并, 撤销, 建会: begun at the union, filled from its dated acts or typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas import AREAS
from app.areas.cadres import acts
from app.areas.cadres.checks import run_checks
from app.areas.cadres.lists.official_values import filled_paper
from app.areas.cadres.page import PAGE as CADRES
from app.areas.cadres.page.paper_editor import PaperEditor
from app.areas.cadres.records import OFFICIAL_PAPER
from app.areas.cadres.rules.papers import BLANK
from app.areas.organisations.acts import (
    NewReading,
    change_union,
    cover_employer,
    dissolve_union,
    merge_unions,
    set_readings,
)
from app.areas.organisations.page import PAGE as ORGANISATIONS
from app.base.findings import Result
from app.base.home import Target
from app.rules.office import rule_book
from tests.areas.organisations.conftest import Office, office
from tests.desk.pages import ShownPage, in_shell

__all__ = ["office"]

TODAY = date(2026, 11, 22)


def do(office: Office, act: Any, /, *args: Any, **kw: Any) -> Any:
    return office.space.do(act, *args, **kw).result


def read(office: Office, key: str, union: str, **typed: str) -> Any:
    return office.space.read(lambda c: filled_paper(c, key, union, TODAY, typed))[1]


def said(filled: Any) -> str:
    return "".join(p["text"] for p in filled.paragraphs)


@pytest.fixture
def one(office: Office) -> str:
    union = office.union("甲厂工会委员会", founded_on=date(2020, 1, 1))
    do(office, set_readings, [NewReading("union", union, "J206", 61)], on_day=date(2026, 1, 5))
    return union


def test_a_rename_that_is_planned_is_typed(office: Office, one: str) -> None:
    filled = read(office, "rename_request", one)
    assert filled.missing == ("reason", "new_name")
    typed = {"reason": "单位改制", "new_name": "乙厂工会委员会"}
    filled = read(office, "rename_request", one, **typed)
    assert "因单位改制，“甲厂工会委员会”拟更名为“乙厂工会委员会”" in said(filled)
    assert filled.values["reason"] == "单位改制"
    assert filled.missing == ()


def test_a_rename_that_is_done_gives_both_names(office: Office, one: str) -> None:
    do(office, change_union, one, since=date(2026, 9, 1), name="乙厂工会委员会")
    filled = read(office, "rename_reply", one, new_name="写错的名称")
    assert "同意“甲厂工会委员会”更名为“乙厂工会委员会”" in said(filled)
    assert filled.title == "关于同意甲厂工会委员会变更名称的批复"
    assert filled.to == "甲厂工会委员会"


@pytest.mark.parametrize(
    ("since", "old"), [(date(2025, 11, 22), "乙厂"), (date(2025, 11, 23), "甲厂")]
)
def test_a_rename_of_more_than_a_year_ago_is_another_matter(
    office: Office, one: str, since: date, old: str
) -> None:
    do(office, change_union, one, since=since, name="乙厂工会委员会")
    assert read(office, "rename_request", one).values["old_name"] == f"{old}工会委员会"


def test_a_merger_names_the_other_from_both_sides(office: Office, one: str) -> None:
    other = office.union("丙厂工会委员会", founded_on=date(2019, 1, 1))
    assert BLANK in read(office, "merge_request", one).title
    do(office, merge_unions, one, into=other, on=date(2026, 10, 8))
    gone = read(office, "merge_request", one, reason="企业合并")
    assert gone.title == "关于甲厂工会委员会与丙厂工会委员会合并的请示"
    assert "现有会员61人" in said(gone), "as it was on the day before"
    kept = read(office, "merge_reply", other)
    assert "同意“丙厂工会委员会”与“甲厂工会委员会”合并" in said(kept)


def test_a_dissolution_says_where_members_and_assets_go(office: Office, one: str) -> None:
    do(office, dissolve_union, one, on=date(2026, 10, 8), members_to="转到镇联合工会",
              assets_to_id=office.root)  # fmt: skip
    filled = read(office, "dissolve_request", one, reason="企业注销")
    assert "因企业注销" in said(filled)
    assert "现有会员61人，会员的去向：转到镇联合工会" in said(filled)
    assert f"移交给{filled.to}" in said(filled)
    other = office.union("丁厂工会委员会")
    assert read(office, "merge_request", one).values.get("other") is None
    assert BLANK in said(read(office, "dissolve_request", other))


def test_the_founders_stand_in_the_request(office: Office) -> None:
    union = office.union("街区联合工会委员会", "joint")
    for name in "东南西北":
        do(office, cover_employer, union_id=union, employer_id=office.employer(f"{name}店"),
                  since=date(2026, 1, 1))  # fmt: skip
    filled = read(office, "founding_request", union, committee_seats="5", years="3")
    assert "等4家单位。" in said(filled)
    assert "拟设委员5名" in said(filled)


def test_the_reply_carries_the_number_of_the_request(office: Office, one: str) -> None:
    paper = do(
        office, acts.draft_paper, union_id=one, kind="request", title="请示",
        subject_kind="rename_request",
        subject=one,
    )  # fmt: skip
    do(office, acts.number_paper, paper, word="甲工", on=TODAY)
    assert "请示》（甲工〔2026〕1号）收悉" in said(read(office, "rename_reply", one))


def test_the_reason_is_kept_and_another_name_in_the_end_is_found(office: Office, one: str) -> None:
    filled = read(office, "rename_request", one, reason="改制", new_name="乙厂工会委员会")
    do(
        office, acts.draft_paper, union_id=one, kind="request", title=filled.title,
        paragraphs=filled.paragraphs, filled=filled.values, subject_kind="rename_request",
        subject=one,
    )  # fmt: skip

    def differing() -> list[str]:
        found = office.space.read(
            lambda c: run_checks(c, day=TODAY, year=2026, book=rule_book(c), rule="PAP-01")
        )
        return [f.message for f in found if f.result is Result.FAIL]

    assert differing() == []
    do(office, change_union, one, since=date(2026, 11, 1), name="丙厂工会委员会")
    (message,) = differing()
    assert "新名称原写「乙厂工会委员会」，现在是「丙厂工会委员会」" in message


# -- in the window ---------------------------------------------------------------------------------


@pytest.fixture
def shown(qtbot: Any, qapp: Any, office: Office, one: str, tmp_path: Any) -> Iterator[ShownPage]:
    shown = ShownPage(qtbot, office.space)
    with in_shell(shown, qapp, ORGANISATIONS, tmp_path, today=TODAY, areas=AREAS, more=[CADRES]):
        yield shown


def editor(shown: ShownPage) -> PaperEditor:
    shown.wait(lambda: any(e.isVisible() for e in shown.shell.findChildren(PaperEditor)))
    (made,) = [e for e in shown.shell.findChildren(PaperEditor) if e.isVisible()]
    return made


def test_from_the_record_of_the_union_to_the_register(
    shown: ShownPage, office: Office, one: str
) -> None:
    shown.shell.go(Target("organisations", "union", one))
    details = shown.shell.page().details
    shown.wait(lambda: "union" in details and details["union"].card is not None)
    offered = {a.key: a for a in details["union"].acts_of(details["union"].card)}
    keys = list(offered)
    assert keys.index("draft_rename") == keys.index("rename_below") + 1
    assert keys.index("draft_merge") == keys.index("merge") + 1
    assert keys.index("draft_dissolve") == keys.index("dissolve") + 1
    assert "draft_founding" not in keys, "it is no more in preparation"
    offered["draft_rename"].run()
    made = editor(shown)
    assert list(made.asked) == ["old_name", "new_name", "reason"]
    shown.qtbot.keyClicks(made.asked["reason"], "unit renamed")
    made.paragraphs[1].box.setPlainText("特此请示。")
    shown.qtbot.keyClicks(made.asked["new_name"], "New Union")
    assert "因unit renamed，“甲厂工会委员会”拟更名为“New Union”" in made.paragraphs[0].text()
    assert made.paragraphs[1].text() == "特此请示。", "her own words stay"
    made.save()
    shown.wait(lambda: len(office.rows(select(OFFICIAL_PAPER))) == 1)
    shown.wait(lambda: shown.shell.page().key() == "official_papers")
    (row,) = office.rows(select(OFFICIAL_PAPER))
    assert row["values"]["reason"] == "unit renamed"
    assert [p["own"] for p in row["paragraphs"]] == [False, True]
    page = shown.shell.page()
    shown.wait(
        lambda: (
            "official_paper" in page.details
            and (card := page.details["official_paper"].card) is not None
            and card.id == row["id"]
        )
    )


def test_the_reply_is_chosen_in_the_same_place(shown: ShownPage, one: str) -> None:
    shown.shell.go(Target("cadres", "", one, view="draft_dissolve"))
    made = editor(shown)
    shown.qtbot.keyClicks(made.asked["members_to"], "kept")
    made.kinds.setCurrentIndex(1)
    made.kinds.activated.emit(1)
    shown.wait(lambda: "批复" in editor(shown).title_box.text())
    made = editor(shown)
    assert made.asked["members_to"].text() == "kept"
    made.reject()

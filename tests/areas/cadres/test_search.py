"""The one search box finds papers by 文号, elections by their papers, candidates and delegates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app.areas import AREAS
from app.areas.cadres import acts
from app.areas.cadres.page import PAGE
from app.areas.cadres.search import MANY, SEARCH
from app.areas.members.acts.erasing import carry_out
from app.areas.organisations.acts import change_union
from app.gathered import hits
from app.start import wiring as whole_wiring
from tests.areas.cadres.test_elections import Renewal, renewal
from tests.areas.organisations.conftest import office
from tests.desk.pages import ShownPage, in_shell

__all__ = ["office", "renewal"]

TODAY = date(2026, 11, 22)


@pytest.fixture
def wiring() -> Any:
    return whole_wiring()


def found(renewal: Renewal, text: str) -> list[tuple[str, str, str]]:
    return renewal.office.space.read(
        lambda c: [(h.kind, h.title, h.where) for h in hits(c, text, 20)[0]]
    )


def paper(renewal: Renewal) -> str:
    do = renewal.office.space.do
    made = do(
        acts.draft_paper, union_id=renewal.union, kind="request", title="关于换届的请示"
    ).result
    do(acts.number_paper, made, word="宏达工", on=TODAY, seq=37)
    return str(made)


@pytest.mark.parametrize("typed", ["宏达工〔2026〕37号", "宏达工(2026)37", "〔2026〕37号"])
def test_a_paper_is_found_by_its_number(renewal: Renewal, typed: str) -> None:
    paper(renewal)
    (hit,) = found(renewal, typed)
    assert hit == ("official_paper", "关于换届的请示", "公文　宏达工〔2026〕37号　宏达公司工会")


def test_an_election_is_found_by_the_numbers_of_its_papers(renewal: Renewal) -> None:
    renewal.office.space.do(acts.edit_election, renewal.election, reply_doc_no="镇工复〔2026〕5号")
    (hit,) = found(renewal, "镇工复〔2026〕5号")
    assert hit[:2] == ("election", "宏达公司工会第四届换届选举")


def test_candidates_and_delegates_are_found_by_name(renewal: Renewal) -> None:
    do = renewal.office.space.do
    do(acts.add_candidate, renewal.ballot, name="欧阳另选", written_in=True)
    of = do(acts.start_delegation, union_id=renewal.union, kind="members", since=date(2026, 9, 1),
            seats=4, ordinal=4, listed=True).result  # fmt: skip
    do(acts.add_delegate, of, name="司马代表")
    assert found(renewal, "欧阳另选") == [
        ("candidate", "欧阳另选", "宏达公司工会第四届换届选举　工会委员会委员候选人")
    ]
    assert found(renewal, "smdb") == [("delegate", "司马代表", "宏达公司工会　第四届会员代表")]
    do(change_union, renewal.union, since=TODAY, name="新宏达公司工会")
    assert found(renewal, "司马代表")[0][2] == "新宏达公司工会　第四届会员代表"
    assert found(renewal, "欧阳另选")[0][2].startswith("新宏达公司工会第四届")


def test_the_index_built_anew_is_the_one_kept_day_by_day(renewal: Renewal) -> None:
    space = renewal.office.space
    paper(renewal)
    space.do(acts.edit_election, renewal.election, ordinal=5)
    space.do(change_union, renewal.union, since=TODAY, name="新宏达公司工会")

    def kept(conn: Any) -> set[tuple[str, ...]]:
        rows = conn.exec_driver_sql("SELECT kind, hex(record), title, place FROM search_item")
        mine = {source.kind for source in SEARCH}
        return {tuple(row) for row in rows if row[0] in mine}

    def anew(conn: Any) -> set[tuple[str, ...]]:
        return {
            (source.kind, row.record.upper(), row.title, row.place)
            for source in SEARCH
            for row in source.rows(conn, None)
        }

    assert space.read(kept) == space.read(anew)
    assert {kind for kind, *_ in space.read(kept)} >= {"official_paper", "election", "candidate"}


def test_an_import_that_touches_very_many_people_concerns_the_same_records(
    renewal: Renewal,
) -> None:
    few = set(renewal.names.values())
    unknown = {f"{n:032x}" for n in range(MANY)}

    def owners(touched: set[str]) -> dict[str, set[str]]:
        return renewal.office.space.read(
            lambda c: {source.kind: source.owners(c, {"person": touched}) for source in SEARCH}
        )

    concerned = owners(few)
    assert concerned["post"] or concerned["candidate"]
    assert owners(few | unknown) == concerned


def test_who_was_erased_is_found_no_more(renewal: Renewal) -> None:
    assert "candidate" in {hit[0] for hit in found(renewal, "李红梅")}
    carry_out(renewal.office.space, renewal.names["李红梅"], reason="本人要求")
    assert found(renewal, "李红梅") == []
    assert "candidate" not in {hit[0] for hit in found(renewal, "已清除")}


@pytest.fixture
def shown(qtbot: Any, qapp: Any, renewal: Renewal, tmp_path: Any) -> Iterator[ShownPage]:
    shown = ShownPage(qtbot, renewal.office.space)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        yield shown


def test_a_hit_leads_to_the_record(shown: ShownPage, renewal: Renewal) -> None:
    wanted = {
        "official_paper": (paper(renewal), "宏达工〔2026〕37号", "official_paper"),
        "candidate": (renewal.election, "王建国", "election"),
    }
    for kind, (record, typed, shows) in wanted.items():
        every = shown.read(lambda c, text=typed: hits(c, text, 20)[0])
        (hit,) = [one for one in every if one.kind == kind]
        shown.shell._found(hit)
        shown.wait(
            lambda kind=shows, record=record: (
                kind in shown.page.details
                and (card := shown.page.details[kind].card) is not None
                and card.id == record
            )
        )

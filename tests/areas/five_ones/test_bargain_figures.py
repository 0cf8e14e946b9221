"""表六: contracts and whom they cover, against counts by hand; opened to records; the checks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres.acts.bodies import set_up_body
from app.areas.five_ones.acts.contracts import Cover, end_cover, terminate_contract
from app.areas.five_ones.checks import run_checks
from app.areas.five_ones.records import CONTRACT_COVER
from app.areas.organisations.acts import set_readings
from app.areas.organisations.acts.readings import NewReading
from app.base.findings import Finding
from app.figures.engine import NO_DATA
from app.rules.office import rule_book
from tests.areas.five_ones.test_bargains import TODAY, Talks, talks

__all__ = ["talks"]
D = date


@pytest.fixture
def full(talks: Talks) -> Talks:
    """A regional wage agreement over three firms, a comprehensive contract of one, one that is
    over, one that was objected to, one of women."""
    three = [Cover(one, 10 * n) for n, one in enumerate(talks.employers, 1)]
    talks.contract(covers=three, filed_on=D(2026, 4, 3))
    mine = {"union_id": talks.firm, "scope": "enterprise", "covers": three[:1]}
    talks.contract(kind="comprehensive", title="综合", workers=55, women=20, **mine)
    talks.contract(kind="women", title="女职工", **mine)
    talks.contract(kind="wage", title="过期", ends_on=D(2026, 11, 21), **mine)
    talks.contract(
        kind="comprehensive", title="异议", filed_on=D(2026, 4, 2), objected=True, **mine
    )
    return talks


def figure(talks: Talks, code: str, **kw: Any) -> Any:
    return talks.office.figure(code, **kw).value


def test_table_six_counts_what_is_in_force_on_the_day(full: Talks) -> None:
    by_hand = {
        "J601": 1, "J602": 1, "J603": 55, "J604": 1, "J605": 3, "J606": 60, "J607": 1, "J608": 0,
        "J609": 1, "J610": 0,
    }  # fmt: skip
    assert {code: figure(full, code) for code in by_hand} == by_hand
    assert figure(full, "J604", day=D(2026, 11, 21)) == 2
    assert figure(full, "J605", unit=full.firm) == 0
    assert figure(full, "J602", unit=full.firm) == 1


def test_an_employer_counts_once_and_while_it_is_covered(full: Talks) -> None:
    full.contract(union_id=full.firm, scope="enterprise", title="又一份",
                  covers=[Cover(full.employers[0], 10)])  # fmt: skip
    assert (figure(full, "J604"), figure(full, "J605")) == (2, 3)
    cover = full.office.rows(
        CONTRACT_COVER.select().where(CONTRACT_COVER.c.employer_id == full.employers[2])
    )[0]
    full.do(end_cover, cover["id"], on=D(2026, 11, 22))
    assert (figure(full, "J605"), figure(full, "J606")) == (2, 40)
    full.do(terminate_contract, cover["contract_id"], on=D(2026, 11, 22), reason="并入行业合同")
    assert (figure(full, "J604"), figure(full, "J605")) == (1, 1)


def test_figures_open_into_records_that_add_up(full: Talks) -> None:
    for code in ("J601", "J602", "J603", "J604", "J605", "J606", "J607", "J609"):
        found = full.office.records(code)
        assert sum(one.value for one in found) == figure(full, code)
    kinds = {one.kind for one in full.office.records("J605")}
    assert kinds == {"employer"}


def test_bodies_and_reported_numbers(talks: Talks) -> None:
    assert talks.office.figure("J604").state == NO_DATA
    assert talks.office.figure("J612").state == NO_DATA
    for kind in ("mediation", "labour_law", "labour_law"):
        union = talks.firm if kind == "mediation" or figure(talks, "J614") else talks.fed
        talks.do(set_up_body, union_id=union, kind=kind, since=D(2026, 1, 5))
    assert (figure(talks, "J611"), figure(talks, "J614")) == (1, 2)
    numbers = [NewReading("union", talks.firm, code, n) for code, n in (("J612", 5), ("J613", 4))]
    talks.do(set_readings, numbers, on_day=D(2026, 6, 30))
    talks.do(set_readings, [NewReading("union", talks.firm, "J612", 7)], on_day=D(2026, 9, 30))
    assert (figure(talks, "J612"), figure(talks, "J613")) == (7, 4)
    assert talks.office.figure("J615").value == 0


def findings(talks: Talks, **kw: Any) -> list[Finding]:
    def run(conn: Any) -> list[Finding]:
        return run_checks(conn, day=TODAY, year=2026, book=rule_book(conn), **kw)

    found: list[Finding] = talks.space.read(run)
    return found


def test_the_checks_find_what_the_rules_say(full: Talks) -> None:
    found = {(f.rule, f.title) for f in findings(full)}
    assert ("BAR-06", "综合") in found
    assert ("BAR-07", "异议") in found
    assert ("BAR-10", "过期") in found
    assert ("BAR-11", "区域") in found
    assert not any(rule == "BAR-12" for rule, _ in found)
    outside = [f for f in findings(full, rule="BAR-11") if "涵盖范围" in f.message]
    assert outside == []
    mine = {(f.rule, f.title) for f in findings(full, unit=full.firm)}
    assert ("BAR-11", "区域") not in mine
    assert ("BAR-06", "综合") in mine


def test_a_federation_without_a_wage_consultation_is_told_in_autumn(talks: Talks) -> None:
    assert [f.rule for f in findings(talks, rule="BAR-12")] == ["BAR-12"]
    talks.contract(filed_on=D(2026, 4, 2))
    assert findings(talks, rule="BAR-12") == []

"""The rules of consultations: who sits at the table, the answer, the vote (BAR-01 to 05, 13)."""

from __future__ import annotations

from typing import Any

from app.base.findings import Finding
from app.rules.book import Case
from app.rules.judging import Judge, judged

from .bargaining_facts import EMPLOYER, WORKERS, ConsultationFacts, Seat
from .process import LATER, REFUSED

SIDES = {WORKERS: "职工方", EMPLOYER: "企业方"}
WOMAN = "2"


def _nobody(facts: ConsultationFacts) -> bool:
    return not facts.side(WORKERS) and not facts.side(EMPLOYER)


@judged
def bar_01(case: Case, params: dict[str, Any], facts: ConsultationFacts) -> list[Finding]:
    """Both sides equal and at least three each (集体合同规定 第十九条); local figures differ."""
    if _nobody(facts):
        return [case.no_data("协商代表", field="negotiators")]
    workers, employer = len(facts.side(WORKERS)), len(facts.side(EMPLOYER))
    values: dict[str, Any] = {"workers": workers, "employer": employer}
    found = []
    least, most = params["least"], params["most"]
    if min(workers, employer) < least:
        found.append(case.fail("few", field="negotiators", least=least, **values))
    if most and max(workers, employer) > most:
        found.append(case.fail("many", field="negotiators", most=most, **values))
    uneven = workers < employer or (workers > employer and not params["workers_may_exceed"])
    if uneven and min(workers, employer) >= least:
        found.append(case.fail("unequal", field="negotiators", **values))
    return found or [case.passed(**values)]


@judged
def bar_02(case: Case, params: dict[str, Any], facts: ConsultationFacts) -> list[Finding]:
    """Outside experts are at most a third of a side (试行办法 第十二条); a head is none."""
    if _nobody(facts):
        return [case.no_data("协商代表", field="negotiators")]
    part, whole = params["part"], params["whole"]
    found = []
    for side, word in SIDES.items():
        seats = facts.side(side)
        outside = sum(1 for seat in seats if seat.outside)
        if outside * whole > len(seats) * part:
            values: dict[str, Any] = {"side": word, "outside": outside, "seats": len(seats)}
            found.append(case.fail("many", field="negotiators", **values))
        if any(seat.head and seat.outside for seat in seats):
            found.append(case.fail("head", field="negotiators", side=word))
    return found or [case.passed()]


@judged
def bar_03(case: Case, params: dict[str, Any], facts: ConsultationFacts) -> list[Finding]:
    """One head a side: chair, legal representative, or in writing for them (第十条)."""
    if _nobody(facts):
        return [case.no_data("协商代表", field="negotiators")]
    found = []
    for side, word in SIDES.items():
        heads = [seat for seat in facts.side(side) if seat.head]
        if not heads:
            found.append(case.fail("none", field="negotiators", side=word))
        elif not _holds(heads[0], params[f"{side}_office"]):
            values: dict[str, Any] = {"side": word, "head": heads[0].name}
            found.append(case.fail("no_mandate", field="negotiators", **values))
    return found or [case.passed()]


def _holds(seat: Seat, office: str) -> bool:
    return seat.office == office or seat.mandate_on is not None


@judged
def bar_04(case: Case, params: dict[str, Any], facts: ConsultationFacts) -> list[Finding]:
    """A written answer within twenty days of the offer (第十七条), counted from its delivery."""
    asked = facts.delivered_on or facts.offered_on
    if asked is None:
        return [case.skip("还没有发出要约")]
    days = params["days"]
    if facts.answered_on is None:
        if facts.contract is not None or facts.talks or facts.closed_on is not None:
            return [case.no_data("答复日期", field="answered_on")]
        waited = (facts.on - asked).days
        if waited <= days:
            return [case.skip(f"没有满{days}天")]
        shown = {"waited": waited}
        return [case.fail("waiting", field="answered_on", shown=shown, asked=asked, days=days)]
    took = (facts.answered_on - asked).days
    found = []
    if took > days:
        found.append(case.fail("late", field="answered_on", took=took, days=days))
    if facts.answer == REFUSED:
        found.append(case.fail("refused", field="answer"))
    elif facts.answer == LATER and not facts.talks:
        found.append(case.fail("later", field="answer", answered=facts.answered_on))
    return found or [case.passed(took=took)]


@judged
def bar_05(case: Case, params: dict[str, Any], facts: ConsultationFacts) -> list[Finding]:
    """The draft before the 职工(代表)大会: two thirds present, more than half of all for it
    (集体合同规定 第三十六条; 工资集体协商试行办法 第十九条)."""
    if not facts.leads:
        return [case.skip("与别的协商合签一份合同，只看其中第一个")]
    vote, signed = facts.vote, facts.contract is not None
    if vote is None or vote.held_on is None:
        if not signed:
            return [case.skip("还没有签订合同")]
        if vote is None and facts.contract is not None and facts.contract.agreed:
            return [case.passed()]
        return [case.fail("none", field="congress_id")]
    if vote.due is None or vote.present is None:
        return [case.no_data("职代会的应到、实到人数", field="congress_id")]
    counts: dict[str, Any] = {"due": vote.due, "present": vote.present}
    found = []
    if vote.present * params["quorum_whole"] < vote.due * params["quorum_part"]:
        found.append(case.fail("quorum", field="congress_id", **counts))
    if not vote.decided or vote.yes is None:
        found.append(case.no_data("合同草案的表决票数", field="resolution_id"))
    elif vote.yes * params["pass_whole"] <= vote.due * params["pass_part"]:
        found.append(case.fail("not_passed", field="resolution_id", yes=vote.yes, **counts))
    signed_on = facts.contract.signed_on if facts.contract else None
    if signed_on is not None and vote.held_on > signed_on:
        days: dict[str, Any] = {"held": vote.held_on, "signed": signed_on}
        found.append(case.fail("after", field="congress_id", **days))
    return found or [case.passed(**counts)]


@judged
def bar_13(case: Case, params: dict[str, Any], facts: ConsultationFacts) -> list[Finding]:
    """Who must be among the workers' side by local law: front line, a woman, a dispatched one."""
    seats = facts.side(WORKERS)
    if not seats:
        return [case.no_data("职工方协商代表", field="negotiators")]
    found = []
    part, whole = params["front_part"], params["front_whole"]
    front = sum(1 for seat in seats if seat.front_line)
    if part and front * whole < len(seats) * part:
        shares: dict[str, Any] = {"front": front, "seats": len(seats)}
        found.append(case.fail("front_line", field="negotiators", **shares))
    staff = facts.workers
    women, sent = params["women_percent"], params["dispatched_percent"]
    many_women = women and staff and (facts.women or 0) * 100 >= staff * women
    if many_women and not any(seat.sex == WOMAN for seat in seats):
        found.append(case.fail("woman", field="negotiators", women=facts.women, staff=staff))
    many_sent = sent and staff and (facts.dispatched or 0) * 100 > staff * sent
    if many_sent and not any(seat.dispatched for seat in seats):
        values: dict[str, Any] = {"dispatched": facts.dispatched, "staff": staff}
        found.append(case.fail("dispatched", field="negotiators", **values))
    return found or [case.passed()]


CONSULTATION_RULES: dict[str, Judge[ConsultationFacts]] = {
    "BAR-01": bar_01,
    "BAR-02": bar_02,
    "BAR-03": bar_03,
    "BAR-04": bar_04,
    "BAR-05": bar_05,
    "BAR-13": bar_13,
}

"""The rules of delegates of a 会员代表大会: CNG-01 to CNG-05, CNG-08, CNG-09, CNG-11."""

from __future__ import annotations

from typing import Any

from app.base.days import add_months
from app.base.findings import Finding
from app.base.text import rate
from app.rules.book import Case
from app.rules.judging import Judge, judged

from .counting import majority, quorum, with_margin, within_table
from .election_facts import DelegationFacts, PollFacts, RecallFacts


@judged
def cng_01(case: Case, params: dict[str, Any], facts: DelegationFacts) -> list[Finding]:
    """As many delegates as the table has for so many members; below 100 there are none."""
    if facts.union_type in params["federations"]:
        return [case.skip("联合会的代表名额不按会员人数")]
    delegates = facts.seats if facts.seats is not None else facts.total
    if facts.members is None:
        return [case.no_data("会员人数", field="members")]
    if facts.members < params["assembly_below"]:
        return [case.skip("会员不足100人，召开会员大会")]
    if delegates is None:
        return [case.no_data("代表名额", field="seats")]
    size = within_table(params["brackets"], facts.members)
    if size is None:
        return [case.skip("会员人数不在规定的档次里")]
    least, most = size
    values: dict[str, Any] = {
        "members": facts.members, "delegates": delegates, "least": least, "most": most,
    }  # fmt: skip
    if delegates < least:
        return [case.fail("few", field="seats", **values)]
    if delegates > most:
        return [case.fail("many", field="seats", **values)]
    return [case.passed()]


@judged
def cng_02(case: Case, params: dict[str, Any], facts: DelegationFacts) -> list[Finding]:
    """Managers are a fifth of the delegates at most."""
    if not facts.total or facts.managers is None:
        return [case.no_data("代表总数或管理人员代表数", field="managers")]
    if facts.managers * 100 > facts.total * params["percent"]:
        return [
            case.fail(
                "many",
                field="managers",
                total=facts.total,
                count=facts.managers,
                rate=rate(facts.managers, facts.total),
                percent=params["percent"],
            )
        ]
    return [case.passed()]


@judged
def cng_03(case: Case, params: dict[str, Any], facts: DelegationFacts) -> list[Finding]:
    """More than half of the delegates work at the front line."""
    if not facts.total or facts.front_line is None:
        return [case.no_data("代表总数或一线职工代表数", field="front_line")]
    if facts.front_line * params["votes_over"] <= facts.total:
        share = rate(facts.front_line, facts.total)
        values: dict[str, Any] = {"total": facts.total, "count": facts.front_line}
        return [case.fail("few", field="front_line", **values, rate=share)]
    return [case.passed()]


@judged
def cng_04(case: Case, params: dict[str, Any], facts: DelegationFacts) -> list[Finding]:
    """Women among the delegates as among the members; none where there are women is wrong."""
    del params
    if not facts.total or facts.women is None:
        return [case.no_data("代表总数或女代表数", field="women")]
    if facts.women_members is None or facts.members is None:
        return [case.no_data("女会员人数", field="members")]
    if facts.women_members and not facts.women:
        values: dict[str, Any] = {"women_members": facts.women_members, "total": facts.total}
        return [case.fail("none", field="women", **values)]
    if facts.women * facts.members < facts.women_members * facts.total:
        return [
            case.fail(
                "few",
                field="women",
                count=facts.women,
                rate=rate(facts.women, facts.total),
                share=rate(facts.women_members, facts.members),
            )
        ]
    return [case.passed()]


@judged
def cng_05(case: Case, params: dict[str, Any], facts: PollFacts) -> list[Finding]:
    """A unit elects its delegates with a margin of 15 %, two thirds present, more than half of all
    members for each."""
    if None in (facts.seats, facts.candidates, facts.due, facts.present, facts.least_yes):
        return [case.no_data("代表选举的人数和票数", field="polls")]
    seats, candidates, due = facts.seats or 0, facts.candidates or 0, facts.due or 0
    present, yes = facts.present or 0, facts.least_yes or 0
    found = []
    needed = with_margin(seats, params["percent"], params["least_extra"])
    if candidates < needed:
        values: dict[str, Any] = {"seats": seats, "candidates": candidates, "needed": needed}
        found.append(case.fail("few", field="polls", **values, percent=params["percent"]))
    if present < (least := quorum(params, due)):
        found.append(case.fail("short", field="polls", due=due, present=present, needed=least))
    if yes < (least := majority(params["votes_over"], due)):
        found.append(case.fail("votes", field="polls", due=due, yes=yes, needed=least))
    return found or [case.passed()]


@judged
def cng_08(case: Case, params: dict[str, Any], facts: DelegationFacts) -> list[Finding]:
    """More than a quarter of the seats vacant: filled within three months."""
    total = facts.seats if facts.seats is not None else facts.total
    if total is None or facts.vacant is None:
        return [case.no_data("代表总数或缺额", field="seats")]
    if facts.vacant * params["vacant_times"] <= total:
        return [case.passed()]
    values: dict[str, Any] = {"total": total, "vacant": facts.vacant}
    if facts.oldest is None:
        return [case.no_data("代表出缺的日期", field="seats")]
    limit = add_months(facts.oldest, params["months"])
    if facts.on > limit:
        return [case.fail("late", field="seats", oldest=facts.oldest, **values)]
    return [case.fail("many", field="seats", until=limit, **values)]


@judged
def cng_09(case: Case, params: dict[str, Any], facts: DelegationFacts) -> list[Finding]:
    """The first meeting within a month after all delegates are elected."""
    if facts.elected_on is None:
        return [case.no_data("代表全部选出的日期", field="elected_on")]
    limit = add_months(facts.elected_on, params["months"])
    elected = facts.elected_on
    if facts.session_on is not None and facts.session_on > limit:
        return [case.fail("late", field="elected_on", elected=elected, session=facts.session_on)]
    if facts.session_on is None and facts.on > limit:
        return [case.fail("waiting", field="elected_on", elected=elected)]
    return [case.passed()]


@judged
def cng_11(case: Case, params: dict[str, Any], facts: RecallFacts) -> list[Finding]:
    """A delegate is recalled by more than half of all members of her unit."""
    if facts.yes is None or facts.every is None:
        return [case.no_data("罢免的票数", field="delegates")]
    needed = majority(params["votes_over"], facts.every)
    if facts.yes < needed:
        values: dict[str, Any] = {"person": facts.person, "yes": facts.yes, "all": facts.every}
        return [case.fail("short", field="delegates", needed=needed, **values)]
    return [case.passed()]


DELEGATION_RULES: dict[str, Judge[DelegationFacts]] = {
    "CNG-01": cng_01, "CNG-02": cng_02, "CNG-03": cng_03, "CNG-04": cng_04, "CNG-08": cng_08,
    "CNG-09": cng_09,
}  # fmt: skip
POLL_RULES: dict[str, Judge[PollFacts]] = {"CNG-05": cng_05}
RECALL_RULES: dict[str, Judge[RecallFacts]] = {"CNG-11": cng_11}

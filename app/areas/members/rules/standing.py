"""What the rules say of memberships and unions (MEM-03, 08, 10, 11, L07, CON-05, 06)."""

from __future__ import annotations

from typing import Any

from app.areas.members.rules.facts import (
    BalanceFacts,
    ExpelledFacts,
    RetainedFacts,
    RollFacts,
    SameNumberFacts,
    TransferFacts,
)
from app.base.codes import code_list
from app.base.findings import Finding
from app.rules.book import Case
from app.rules.judging import Judge, judged


@judged
def mem_03(case: Case, params: dict[str, Any], facts: SameNumberFacts) -> list[Finding]:
    """A number is one person's: 同一人更名, 两人重号 or 同一人换证 is decided."""
    del params
    if facts.decided or not (facts.others or facts.former):
        return [case.passed()]
    if facts.others:
        return [case.fail("undecided", field="number", others="、".join(facts.others))]
    return [case.fail("former", field="number", others="、".join(facts.former))]


@judged
def mem_08(case: Case, params: dict[str, Any], facts: RollFacts) -> list[Finding]:
    """Members are those 在籍; 保留会籍 is in no total. A number that is more by just those who are
    retained counts them; any other difference is MEM-11's."""
    del params
    if facts.counted is None or facts.active is None or facts.retained is None:
        return [case.no_data("会员名册")]
    if not facts.retained or facts.counted != facts.active + facts.retained:
        return [case.passed()]
    values: dict[str, Any] = {
        "counted": facts.counted,
        "active": facts.active,
        "retained": facts.retained,
    }
    return [case.fail("counted", **values)]


@judged
def mem_10(case: Case, params: dict[str, Any], facts: TransferFacts) -> list[Finding]:
    """A 转出 that nobody has received."""
    if facts.state != "sent":
        return [case.passed()]
    days = (facts.on - facts.sent_on).days
    if days <= params["days"]:
        return [case.skip(f"转出未满{params['days']}天")]
    values: dict[str, Any] = {
        "sent": facts.sent_on,
        "to": facts.to or "对方工会",
        "limit": params["days"],
    }
    return [case.fail("hanging", shown={"days": days}, **values)]


@judged
def mem_11(case: Case, params: dict[str, Any], facts: RollFacts) -> list[Finding]:
    """The list has as many members as the union reports."""
    del params
    if facts.active is None or facts.reported is None:
        return [case.no_data("会员名册或填报的会员人数")]
    if facts.active == facts.reported:
        return [case.passed()]
    values: dict[str, Any] = {"listed": facts.active, "reported": facts.reported}
    return [case.fail("differs", difference=abs(facts.active - facts.reported), **values)]


@judged
def con_05(case: Case, params: dict[str, Any], facts: RetainedFacts) -> list[Finding]:
    """保留会籍 is for one of the reasons. That such a member is in no total follows from the
    figures; elections are judged by ELE-17."""
    reasons = code_list("change_reason")
    if facts.reason is None:
        return [case.fail("no_reason", field="reason")]
    if facts.reason not in params["reasons"]:
        reason = reasons.name_of(facts.reason)
        allowed = "、".join(reasons.name_of(code) for code in params["reasons"])
        return [case.fail("reason", field="reason", reason=reason, allowed=allowed)]
    return [case.passed()]


@judged
def con_06(case: Case, params: dict[str, Any], facts: ExpelledFacts) -> list[Finding]:
    """Expelling: the group's opinion, the committee's decision, the report upwards, in order."""
    days = {"heard": facts.heard_on, "decided": facts.decided_on, "reported": facts.reported_on}
    missing = "、".join(word for step, word in params["steps"].items() if days[step] is None)
    if missing:
        return [case.fail("missing", missing=missing)]
    taken: dict[str, Any] = {step: day for step, day in days.items() if day is not None}
    if list(taken.values()) == sorted(taken.values()):
        return [case.passed()]
    return [case.fail("order", **taken)]


@judged
def l07(case: Case, params: dict[str, Any], facts: BalanceFacts) -> list[Finding]:
    """This year's listed members are last year's, and what came, less what went."""
    del params
    if facts.before is None or facts.now is None:
        return [case.skip("上年没有数据")]
    should = facts.before + facts.came - facts.went
    if should == facts.now:
        return [case.passed()]
    values: dict[str, Any] = {"before": facts.before, "came": facts.came, "went": facts.went}
    return [case.fail("odd", should=should, now=facts.now, **values)]


BALANCE_RULES: dict[str, Judge[BalanceFacts]] = {"L07": l07}
SAME_NUMBER_RULES: dict[str, Judge[SameNumberFacts]] = {"MEM-03": mem_03}
ROLL_RULES: dict[str, Judge[RollFacts]] = {"MEM-08": mem_08, "MEM-11": mem_11}
TRANSFER_RULES: dict[str, Judge[TransferFacts]] = {"MEM-10": mem_10}
RETAINED_RULES: dict[str, Judge[RetainedFacts]] = {"CON-05": con_05}
EXPELLED_RULES: dict[str, Judge[ExpelledFacts]] = {"CON-06": con_06}

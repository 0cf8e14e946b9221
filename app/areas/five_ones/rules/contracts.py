"""The rules of collective contracts: filed, in force, published, their term, whom they cover
(BAR-06 to 11, 14), and one wage consultation a year (BAR-12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.base.days import add_years
from app.base.findings import Finding
from app.base.text import rate
from app.rules.book import Case
from app.rules.judging import Judge, judged

from .bargaining_facts import REGIONAL, ContractFacts, WageYearFacts
from .process import effective_on, last_day

NAMED = 3
"""So many employers are named in a sentence."""


def _key(base: str, facts: ContractFacts) -> str:
    """The outcome of a wage agreement, or that of another contract."""
    return base if facts.wage else f"{base}_other"


def ended(facts: ContractFacts) -> bool:
    """Terminated, over, or another one has taken its place: its papers are history."""
    last = last_day(facts)
    over = last is not None and last < facts.on
    return over or facts.renewed or facts.terminated_on is not None


@judged
def bar_06(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """Filed within seven days of signing (工资集体协商试行办法 第二十一条), ten for other contracts
    (集体合同规定 第四十二条)."""
    if facts.signed_on is None:
        return [case.no_data("签订日期", field="signed_on")]
    days = params["wage_days"] if facts.wage else params["other_days"]
    if facts.filed_on is not None:
        took = (facts.filed_on - facts.signed_on).days
        if took <= days:
            return [case.passed(took=took)]
        return [case.fail(_key("late", facts), field="filed_on", took=took, days=days)]
    if ended(facts):
        return [case.no_data("报送日期", field="filed_on")]
    waited = (facts.on - facts.signed_on).days
    if waited <= days:
        return [case.skip(f"签订没有满{days}天")]
    values: dict[str, Any] = {"signed": facts.signed_on, "days": days}
    return [case.fail(_key("waiting", facts), field="filed_on", shown={"waited": waited}, **values)]


@judged
def bar_07(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """In force by the review, or by fifteen days of silence (劳动合同法 第五十四条)."""
    if facts.filed_on is None:
        return [case.skip("还没有报送")]
    if facts.objected:
        if ended(facts):
            return [case.skip("合同已经结束")]
        return [case.fail("objected", field="reviewed_on")]
    if facts.reviewed_on is not None and facts.reviewed_on < facts.filed_on:
        return [case.fail("order", field="reviewed_on")]
    held = effective_on(facts, params["days"])
    return [case.passed(effective=held)]


@judged
def bar_08(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """Published within five days of coming into force (工资集体协商试行办法 第二十三条)."""
    if not facts.wage:
        return [case.skip("不是工资协议")]
    held = facts.effective
    if held is None or held > facts.on:
        return [case.skip("还没有生效")]
    days = params["days"]
    if facts.published_on is not None:
        took = (facts.published_on - held).days
        if took <= days:
            return [case.passed(took=took)]
        return [case.fail("late", field="published_on", effective=held, took=took, days=days)]
    if ended(facts):
        return [case.no_data("公布日期", field="published_on")]
    waited = (facts.on - held).days
    if waited <= days:
        return [case.skip(f"生效没有满{days}天")]
    shown = {"waited": waited}
    return [case.fail("waiting", field="published_on", shown=shown, effective=held, days=days)]


@judged
def bar_09(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """A wage agreement runs about a year (工资集体协商试行办法 第二十四条), another contract one to
    three (集体合同规定 第三十八条)."""
    if facts.since is None or facts.ends_on is None:
        missing = "开始日期" if facts.since is None else "到期日期"
        return [case.no_data(missing, field="since" if facts.since is None else "ends_on")]
    days = (facts.ends_on - facts.since).days + 1
    after = facts.ends_on + timedelta(days=1)
    if facts.wage:
        if days > params["wage_days"]:
            most = params["wage_days"]
            return [case.fail("long_wage", field="ends_on", length=days, most=most)]
        return [case.passed(length=days)]
    values: dict[str, Any] = {
        "length": days,
        "least": params["years_least"],
        "most": params["years_most"],
    }
    if after < add_years(facts.since, params["years_least"]):
        return [case.fail("short", field="ends_on", **values)]
    if after > add_years(facts.since, params["years_most"]):
        return [case.fail("long", field="ends_on", **values)]
    return [case.passed(length=days)]


@judged
def bar_10(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """A new offer within sixty days before a wage agreement ends (第二十四条), three months before
    another contract does."""
    if facts.terminated_on is not None or facts.renewed:
        return [case.skip("已经终止或续签")]
    if facts.ends_on is None:
        return [case.no_data("到期日期", field="ends_on")]
    left = (facts.ends_on - facts.on).days
    window = params["wage_days"] if facts.wage else params["other_days"]
    if left < 0:
        shown = {"passed": -left}
        return [case.fail(_key("over", facts), field="ends_on", shown=shown, ends=facts.ends_on)]
    if left <= window:
        shown = {"left": left}
        return [case.fail(_key("soon", facts), field="ends_on", shown=shown, ends=facts.ends_on)]
    return [case.passed(ends=facts.ends_on)]


@judged
def bar_11(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """Whom an area contract covers (劳动合同法 第五十三条): employers of the union, confirmed by
    them, and how many of the area's."""
    if ended(facts):
        return [case.skip("合同已经结束")]
    found = []
    if facts.outside:
        named = "、".join(facts.outside[:NAMED]) + ("等" if len(facts.outside) > NAMED else "")
        values: dict[str, Any] = {"outside": len(facts.outside)}
        found.append(case.fail("outside", field="covers", shown={"named": named}, **values))
    if facts.scope not in REGIONAL:
        return found or [case.skip("不是区域性、行业性集体合同")]
    if not facts.employers:
        return [*found, case.fail("none", field="covers")]
    waiting = facts.employers - facts.confirmed
    if waiting:
        counts: dict[str, Any] = {"waiting": waiting, "employers": facts.employers}
        found.append(case.fail("unconfirmed", field="covers", **counts))
    inside = facts.employers - len(facts.outside)
    if facts.area and inside * 100 < facts.area * params["percent"]:
        counts = {"employers": inside, "area": facts.area, "percent": params["percent"]}
        share = rate(inside, facts.area)
        found.append(case.fail("low", field="covers", shown={"rate": share}, **counts))
    return found or [case.passed(employers=facts.employers, area=facts.area)]


@judged
def bar_12(case: Case, params: dict[str, Any], facts: WageYearFacts) -> list[Finding]:
    """A wage consultation every year (总工发〔2016〕28号 一.3): signed and filed in it, or an
    agreement that runs through it."""
    if facts.type not in params["types"]:
        return [case.skip("不是这类工会")]
    if facts.signed or facts.through:
        return [case.passed(signed=facts.signed, through=facts.through)]
    left = (facts.last - facts.on).days
    if left > params["reminder_days"]:
        return [case.skip("年度还没有到提醒的时候")]
    if left > 0:
        outcome = "running" if facts.running else "not_yet"
        return [case.fail(outcome, shown={"left": left}, running=facts.running)]
    return [case.fail("none", running=facts.running)]


@judged
def bar_14(case: Case, params: dict[str, Any], facts: ContractFacts) -> list[Finding]:
    """What protects women workers stands in the contract, or in one of its own (妇女权益保障法
    第四十四条)."""
    if ended(facts):
        return [case.skip("合同已经结束")]
    if facts.form not in params["kinds"]:
        return [case.skip("不是综合集体合同")]
    if facts.women == 0:
        return [case.skip("没有女职工")]
    if facts.women_clause is None:
        return [case.no_data("有没有女职工保护的内容", field="women_clause")]
    if facts.women_clause:
        return [case.passed()]
    return [case.fail("none", field="women_clause")]


CONTRACT_RULES: dict[str, Judge[ContractFacts]] = {
    "BAR-06": bar_06,
    "BAR-07": bar_07,
    "BAR-08": bar_08,
    "BAR-09": bar_09,
    "BAR-10": bar_10,
    "BAR-11": bar_11,
    "BAR-14": bar_14,
}
WAGE_YEAR_RULES: dict[str, Judge[WageYearFacts]] = {"BAR-12": bar_12}

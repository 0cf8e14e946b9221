"""The rules themselves: one pure function per rule, named after its id.

Each takes a ``Rule`` (thresholds, sentences and basis from the rule packs) and facts, and returns
one finding or more, with every result. Missing input is ``no_data``, never a pass.
"""

from __future__ import annotations

from typing import Any

from stdnum.cn import uscc

from app.areas.organisations.rules.facts import (
    ChangeFacts,
    CoveredEmployer,
    DoubleFacts,
    EmployerFacts,
    PartFacts,
    PlaceFacts,
    RateFacts,
    UnionFacts,
)
from app.base.days import add_months
from app.base.findings import Finding
from app.base.text import rate
from app.rules.book import Case
from app.rules.judging import Judge, judged


def _idle(facts: UnionFacts, types: tuple[str, ...] | None = None) -> str:
    """Why a rule for working unions does not apply; empty if it does."""
    if facts.outside:
        return "属地不属本会管"
    if facts.status != "active":
        return "工会不在正常状态"
    return "" if types is None or facts.type in types else "不是这类工会"


def _spared(facts: EmployerFacts, params: dict[str, Any]) -> str:
    """Why an employer need not be judged; empty if it must."""
    if facts.status not in params["statuses"]:
        return "单位不在正常状态"
    return "不需建会或暂缓建会" if facts.should_unionise in params["spared"] else ""


@judged
def law_01(case: Case, params: dict[str, Any], facts: EmployerFacts) -> list[Finding]:
    """25 members or more: a committee of its own (工会法 第十一条; 总工发〔2016〕28号 一.5)."""
    if why := _spared(facts, params):
        return [case.skip(why)]
    own = facts.union_type in params["own_types"]
    if own and facts.union_status == "active":
        return [case.passed()]
    if facts.members is None:
        return [case.no_data("会员人数", field="members")]
    if facts.members < params["members"]:
        return [case.skip(f"会员不足{params['members']}人")]
    inside = facts.union_type in params["inside_types"]
    outcome = "preparing" if own else "inside" if inside else "none"
    values: dict[str, Any] = {
        "members": facts.members,
        "threshold": params["members"],
        "union": facts.union_name,
    }
    return [case.fail(outcome, **values)]


@judged
def law_02(case: Case, params: dict[str, Any], facts: EmployerFacts) -> list[Finding]:
    """Fewer than 25: a committee, a joint one over two employers, or one 组织员 (第十一条)."""
    if why := _spared(facts, params):
        return [case.skip(why)]
    if facts.members is None:
        return [case.no_data("会员人数", field="members")]
    if not 0 < facts.members < params["members"]:
        return [case.skip("没有会员" if not facts.members else f"会员满{params['members']}人")]
    if facts.union_type in params["own_types"]:
        ready = facts.union_status == "active"
        return [case.passed() if ready else case.skip("本单位工会还在筹备")]
    if facts.union_type in params["inside_types"]:
        return [case.skip("在上级单位工会的分会或小组之内")]
    counts: dict[str, Any] = {"members": facts.members, "organisers": facts.organisers}
    if facts.union_type in params["joint_types"]:
        if facts.union_employers is None:
            return [case.no_data("联合工会的涵盖单位")]
        if facts.union_employers >= params["employers"]:
            return [case.passed(**counts)]
        outcome, needed = "alone", params["employers"]
    elif facts.organisers == params["organisers"]:
        return [case.passed(**counts)]
    else:
        needed = params["organisers"]
        outcome = "absorbed" if facts.union_type else "none"
        outcome = "organisers" if facts.organisers else outcome
    values: dict[str, Any] = {
        "union": facts.union_name,
        "employers": facts.union_employers,
        "needed": needed,
    }
    return [case.fail(outcome, **counts, **values)]


@judged
def law_10(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """Founding needs the approval of the upper union (工会法 第十二条); 30 days is our proposal."""
    if facts.outside or facts.status == "dissolved" or facts.type not in params["types"]:
        return [case.skip()]
    lacking = [
        word for word, value in (("批复文号", facts.approval_no), ("批准日期", facts.approved_on))
        if not value
    ]  # fmt: skip
    if not lacking:
        return [case.passed()]
    field = "approved_on" if facts.approval_no else "approval_no"
    if facts.meeting_on is None:
        return [case.no_data("、".join([*lacking, "成立大会日期"]), field=field)]
    if (facts.on - facts.meeting_on).days <= params["days"]:
        return [case.skip(f"成立大会后未满{params['days']}天")]
    missing = "和".join(lacking)
    values: dict[str, Any] = {
        "meeting": facts.meeting_on,
        "days": params["days"],
        "missing": missing,
    }
    return [case.fail("late", field=field, **values)]


@judged
def law_11(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """The employer ends, so does its union; reported up, and no member left (第十三条)."""
    if facts.outside or facts.status == "preparing":
        return [case.skip()]
    if facts.status == "active":
        if facts.type not in params["own_types"] + params["joint_types"]:
            return [case.skip("不是单位自己的工会")]
        if not facts.employers:
            return [case.no_data("涵盖单位")]
        if any(employer.status not in params["ended"] for employer in facts.employers):
            return [case.passed()]
        return [case.fail("still_active", employers=_names(facts.employers))]
    found = []
    when = facts.dissolved_on or ""
    if facts.dissolved_reported_on is None:
        found.append(case.fail("not_reported", field="dissolved_reported_on", dissolved=when))
    if facts.members_left is None:
        found.append(case.no_data("会员的去向"))
    elif facts.members_left:
        found.append(case.fail("members_left", dissolved=when, members=facts.members_left))
    return found or [case.passed()]


@judged
def law_12(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """Legal person: certificate and the union's own credit code (第十五条; GB 32100-2015)."""
    if why := _idle(facts, params["types"]):
        return [case.skip(why)]
    code = facts.credit_code
    if code and not code.startswith(params["prefixes"]):
        prefixes = "或".join(params["prefixes"])
        return [case.fail("foreign_code", field="credit_code", code=code, prefixes=prefixes)]
    if code and not uscc.is_valid(code):
        return [case.fail("bad_code", field="credit_code", code=code)]
    if facts.legal_person is False:
        return [case.fail("none", field="legal_person")]
    pieces = (("证书号", facts.certificate_no), ("统一社会信用代码", code))
    missing = "和".join(word for word, value in pieces if not value)
    if not missing:
        return [case.passed()]
    if facts.legal_person or facts.certificate_no:
        field = "credit_code" if facts.certificate_no else "certificate_no"
        return [case.fail("incomplete", field=field, missing=missing)]
    return [case.no_data(f"法人{missing}", field="certificate_no")]


@judged
def cert_01(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """Runs with the term, renewed in time (总工办发〔2020〕20号 第二十六、二十七条)."""
    if why := _idle(facts):
        return [case.skip(why)]
    until = facts.certificate_until
    if until is None:
        if facts.legal_person is False or not (facts.legal_person or facts.certificate_no):
            return [case.skip("没有登记法人证书")]
        return [case.no_data("法人证书有效期", field="certificate_until")]
    found = []
    left = (until - facts.on).days
    window = params["last_reminder_days"]
    field = "certificate_until"
    if left < 0:
        found.append(case.fail("expired", field=field, shown={"days": -left}, until=until))
    elif left <= params["first_reminder_days"]:
        outcome = "renew" if left <= window else "soon"
        shown = {"days": left, "window": window}
        found.append(case.fail(outcome, field=field, shown=shown, until=until))
    if facts.term_until is None:
        found.append(case.no_data("本届任期的届满日期", field="term_until"))
    elif facts.term_until != until:
        term = facts.term_until
        found.append(case.fail("term_differs", field=field, until=until, term=term))
    return found or [case.passed(until=until)]


@judged
def fed_02(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """A federation covers at least two unions (number not confirmed; a parameter)."""
    if why := _idle(facts, params["types"]):
        return [case.skip(why)]
    if facts.covered_unions is None:
        return [case.no_data("联合会覆盖的工会")]
    if facts.covered_unions >= params["unions"]:
        return [case.passed(unions=facts.covered_unions)]
    return [case.fail("few", unions=facts.covered_unions, threshold=params["unions"])]


@judged
def fed_03(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """Federations are over unions, joint unions over employers only (工会法 第十一条)."""
    if why := _idle(facts, params["federation_types"] + params["joint_types"]):
        return [case.skip(why)]
    unions, employers = facts.covered_unions, facts.covered_employers
    if facts.type in params["joint_types"]:
        if unions:
            return [case.fail("over_unions", unions=unions)]
        known = unions is not None or employers is not None
    else:
        if not unions and unions is not None and employers:
            return [case.fail("only_employers", employers=employers)]
        known = bool(unions)
    return [case.passed() if known else case.no_data("覆盖的工会和单位")]


@judged
def fed_04(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """One upper union each, no circle, no more than six steps."""
    if facts.outside or facts.status == "dissolved":
        return [case.skip()]
    ids = [facts.id, *(upper for upper, _ in facts.uppers)]
    chain = "→".join([facts.name, *(name for _, name in facts.uppers)])
    if len(set(ids)) < len(ids):
        return [case.fail("cycle", field="upper_id", chain=chain)]
    if not facts.uppers and not facts.is_root:
        return [case.fail("no_upper", field="upper_id")]
    if len(ids) > params["depth"]:
        return [case.fail("deep", depth=len(ids), limit=params["depth"], chain=chain)]
    return [case.passed(depth=len(ids))]


@judged
def fed_05(case: Case, params: dict[str, Any], facts: DoubleFacts) -> list[Finding]:
    """Counted once, at the lowest union (工会会员会籍管理办法)."""
    count = len(facts.unions)
    if count <= params["times"]:
        return [case.passed(count=count)]
    return [case.fail("twice", count=count, unions="、".join(facts.unions))]


@judged
def fed_06(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """Employers inside a joint union with 25 members (总工发〔2016〕28号 一.5)."""
    if why := _idle(facts, params["types"]):
        return [case.skip(why)]
    large = tuple(e for e in facts.employers if (e.members or 0) >= params["members"])
    if large:
        values = {"threshold": params["members"], "count": len(large)}
        return [case.fail("split", **values, employers=_names(large, counted=True))]
    if not facts.employers or any(e.members is None for e in facts.employers):
        return [case.no_data("各涵盖单位的会员人数")]
    return [case.passed()]


@judged
def fed_07(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """The name ends as the form demands (naming rule not confirmed)."""
    if facts.outside or facts.status == "dissolved":
        return [case.skip()]
    if not facts.form:
        return [case.no_data("组织形式", field="form")]
    endings = params["endings"].get(facts.form)
    if not endings:
        return [case.skip("这种组织形式对名称没有要求")]
    if facts.name.endswith(endings):
        return [case.passed()]
    return [case.fail("ending", field="name", endings="".join(f"「{e}」" for e in endings))]


@judged
def sta_01(case: Case, params: dict[str, Any], facts: RateFacts) -> list[Finding]:
    """Share of legal-person units with a union, at least 80 % (总工发〔2016〕28号 一)."""
    if facts.numerator is None or not facts.denominator:
        return [case.no_data("应建会的法人单位和建会情况")]
    outcome = _level(facts.numerator, facts.denominator, params)
    values: dict[str, Any] = {"numerator": facts.numerator, "denominator": facts.denominator}
    if not outcome:
        return [case.passed(**values)]
    return [case.fail(outcome, **values, **_percents(facts, params))]


@judged
def sta_02(case: Case, params: dict[str, Any], facts: RateFacts) -> list[Finding]:
    """Members in workers: at least 80 % (总工发〔2016〕28号 一), and no more than all of them."""
    members, workers = facts.numerator, facts.denominator
    if members is None or workers is None:
        return [case.no_data("职工人数或会员人数")]
    if members == workers == 0:
        return [case.skip("没有职工")]
    if members > workers:
        outcome = "over_own" if facts.type in params["own_types"] else "over_open"
    else:
        outcome = _level(members, workers, params)
    values: dict[str, Any] = {"members": members, "workers": workers}
    if not outcome:
        return [case.passed(**values)]
    return [case.fail(outcome, **values, **_percents(facts, params))]


@judged
def sta_03(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """No more members than workers; unions that take people directly may explain (L05)."""
    if why := _idle(facts):
        return [case.skip(why)]
    if facts.members is None or facts.workers is None:
        return [case.no_data("职工人数或会员人数")]
    values: dict[str, Any] = {"members": facts.members, "workers": facts.workers}
    if facts.members <= facts.workers:
        return [case.passed(**values)]
    return [case.fail("own" if facts.type in params["own_types"] else "open", **values)]


@judged
def sta_04(case: Case, _params: dict[str, Any], facts: PartFacts) -> list[Finding]:
    """Parts are not above their total; the rows below add up to it."""
    if facts.total is None:
        return [case.no_data(facts.what)]
    found = []
    whole: dict[str, Any] = {"whole": facts.what, "total": facts.total}
    for part, value in facts.parts:
        if value is None:
            found.append(case.no_data(part))
        elif value > facts.total:
            found.append(case.fail("part", part=part, value=value, **whole))
    if facts.rows is not None:
        below = [row for row in facts.rows if row is not None]
        if len(below) < len(facts.rows) or not below:
            found.append(case.no_data(f"下级的{facts.what}"))
        elif sum(below) != facts.total:
            difference = abs(sum(below) - facts.total)
            found.append(case.fail("sum", value=sum(below), difference=difference, **whole))
    return found or [case.passed(**whole)]


@judged
def sta_05(case: Case, params: dict[str, Any], facts: ChangeFacts) -> list[Finding]:
    """A change of more than 20 % against last year is explained (our proposal)."""
    if facts.previous is None or facts.current is None:
        return [case.no_data(f"上年或本年的{facts.what}")]
    values: dict[str, Any] = {
        "what": facts.what,
        "previous": facts.previous,
        "current": facts.current,
    }
    change = facts.current - facts.previous
    if abs(change) * 100 <= facts.previous * params["percent"]:
        return [case.passed(**values)]
    if not facts.previous:
        return [case.fail("from_zero", **values)]
    values |= {"direction": "增加" if change > 0 else "减少", "percent": params["percent"]}
    return [case.fail("change", **values, rate=rate(abs(change), facts.previous))]


@judged
def sta_06(case: Case, params: dict[str, Any], facts: EmployerFacts) -> list[Finding]:
    """The list of employers without a union: 100 workers first, 25 members (第十一条)."""
    if why := _spared(facts, params):
        return [case.skip(why)]
    if facts.union_type:
        return [case.passed()]
    if (facts.workers or 0) >= params["workers"]:
        return [case.fail("priority", workers=facts.workers, threshold=params["workers"])]
    if (facts.members or 0) >= params["members"]:
        return [case.fail("members", members=facts.members, threshold=params["members"])]
    if facts.workers is None or facts.members is None:
        return [case.no_data("职工人数或会员人数")]
    return [case.skip("人数未到界线")]


@judged
def loc_01(case: Case, params: dict[str, Any], facts: EmployerFacts) -> list[Finding]:
    """A union within so many months of opening (local regulations only)."""
    if why := _spared(facts, params):
        return [case.skip(why)]
    if facts.union_type:
        return [case.passed()]
    if facts.opened_on is None:
        return [case.no_data("登记成立日期", field="registered_on")]
    if facts.on <= add_months(facts.opened_on, params["months"]):
        return [case.skip("还在期限之内")]
    return [case.fail("late", opened=facts.opened_on, months=params["months"])]


@judged
def twn_01(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """The office's own union has one of the forms there are for it."""
    if not facts.is_root or facts.office_kind not in params["kinds"]:
        return [case.skip("不是乡镇（街道）、开发区工会本级")]
    if not facts.form:
        return [case.no_data("本级工会的组织形式", field="form")]
    if facts.form in params["forms"]:
        return [case.passed()]
    return [case.fail("form", field="form")]


@judged
def twn_02(case: Case, params: dict[str, Any], facts: PlaceFacts) -> list[Finding]:
    """Every village and community has a union or is covered (总工发〔2016〕28号 一.2)."""
    if facts.place_kind not in params["kinds"]:
        return [case.skip("不是村（社区）")]
    if facts.has_union or facts.covered:
        return [case.passed()]
    if facts.has_union is None or facts.covered is None:
        return [case.no_data("工会覆盖情况")]
    return [case.fail("bare")]


def _level(numerator: int, denominator: int, params: dict[str, Any]) -> str:
    """The outcome a rate falls to; empty if it reaches the target. Whole numbers only."""
    if numerator * 100 >= denominator * params["target_percent"]:
        return ""
    low = numerator * 100 < denominator * params["floor_percent"]
    return "below_floor" if low else "below_target"


def _percents(facts: RateFacts, params: dict[str, Any]) -> dict[str, Any]:
    return {
        "rate": rate(facts.numerator or 0, facts.denominator or 0),
        "target": params["target_percent"],
        "floor": params["floor_percent"],
    }


def _names(employers: tuple[CoveredEmployer, ...], *, counted: bool = False) -> str:
    return "、".join(f"{e.name}{f'（{e.members}人）' if counted else ''}" for e in employers)


UNION_RULES: dict[str, Judge[UnionFacts]] = {
    "LAW-10": law_10, "LAW-11": law_11, "LAW-12": law_12, "CERT-01": cert_01, "FED-02": fed_02,
    "FED-03": fed_03, "FED-04": fed_04, "FED-06": fed_06, "FED-07": fed_07, "STA-03": sta_03,
    "TWN-01": twn_01,
}  # fmt: skip
"""Rules put to every union."""

EMPLOYER_RULES: dict[str, Judge[EmployerFacts]] = {
    "LAW-01": law_01, "LAW-02": law_02, "STA-06": sta_06, "LOC-01": loc_01,
}  # fmt: skip
"""Rules put to every employer; LOC-01 exists only where a local pack brings it."""

PLACE_RULES: dict[str, Judge[PlaceFacts]] = {"TWN-02": twn_02}
RATE_RULES: dict[str, Judge[RateFacts]] = {"STA-01": sta_01, "STA-02": sta_02}
PART_RULES: dict[str, Judge[PartFacts]] = {"STA-04": sta_04}
CHANGE_RULES: dict[str, Judge[ChangeFacts]] = {"STA-05": sta_05}
DOUBLE_RULES: dict[str, Judge[DoubleFacts]] = {"FED-05": fed_05}

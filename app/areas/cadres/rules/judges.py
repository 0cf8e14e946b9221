"""What the rules say of unions, terms, posts and federations.

Each decision takes a ``Rule`` (thresholds, lists, sentences, basis from the rule packs) and facts.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.base.days import add_months, parse_iso
from app.base.findings import Finding
from app.rules.book import Case
from app.rules.judging import Judge, judged

from .facts import FederationFacts, Holder, PostFacts, TermFacts, UnionFacts
from .sizes import committee_size, federation_share, names_of

APPOINTED = "任命产生，不适用选举的规定"
NO_COMMITTEE = "工会委员会和委员名单"


# -- terms -----------------------------------------------------------------------------------------


@judged
def law_04(case: Case, params: dict[str, Any], facts: TermFacts) -> list[Finding]:
    """Three or five years (工会法 第十六条); four only where it began long ago."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.years is None:
        return [case.no_data("每届任期年限", field="years")]
    if str(facts.years) in params["years"]:
        return [case.passed()]
    values: dict[str, Any] = {"years": facts.years, "allowed": "或".join(params["years"])}
    early = facts.since is not None and facts.since < parse_iso(params["once_until"])
    if str(facts.years) in params["once"] and early:
        return [case.fail("once", field="years", since=facts.since, **values)]
    return [case.fail("wrong", field="years", **values)]


@judged
def ele_06(case: Case, params: dict[str, Any], facts: TermFacts) -> list[Finding]:
    """The term runs out, is delayed with approval, or is over."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.body not in params["bodies"]:
        return [case.skip("与工会委员会同时换届")]
    if facts.due is None:
        return [case.no_data("本届届满日期", field="due_on")]
    days = (facts.due - facts.on).days
    if days > params["warn_days"]:
        return [case.passed()]
    if days > 0:
        return [case.fail("soon", field="due_on", due=facts.due, shown={"days": days})]
    limit = add_months(facts.due, params["delay_months"])
    if facts.delay is not None and facts.delay_doc and facts.on <= min(facts.delay, limit):
        return [case.fail("delayed", field="due_on", due=facts.due, delay=facts.delay)]
    return [case.fail("over", field="due_on", due=facts.due)]


@judged
def ele_07(case: Case, params: dict[str, Any], facts: TermFacts) -> list[Finding]:
    """A delay has an approval and is no longer than half a year."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.delay is None or facts.due is None:
        return [case.skip("没有延期")]
    if not facts.delay_doc:
        return [case.fail("unapproved", field="delay_doc_no", delay=facts.delay)]
    if facts.delay > add_months(facts.due, params["months"]):
        values: dict[str, Any] = {"due": facts.due, "delay": facts.delay}
        return [case.fail("long", field="delay_until", months=params["months"], **values)]
    return [case.passed()]


@judged
def ele_13(case: Case, params: dict[str, Any], facts: TermFacts) -> list[Finding]:
    """All bodies of a union are renewed together."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.body not in params["bodies"]:
        return [case.skip("不是与委员会同时换届的机构")]
    if facts.due is None or facts.committee_due is None:
        return [case.no_data("两个机构的届满日期", field="due_on")]
    if facts.due == facts.committee_due:
        return [case.passed()]
    values: dict[str, Any] = {"due": facts.due, "committee": facts.committee_due}
    return [case.fail("differs", field="due_on", body=facts.body_name, **values)]


# -- unions ----------------------------------------------------------------------------------------


@judged
def law_03(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """No near relative of the enterprise's head on its committee (工会法 第十条)."""
    if facts.type not in params["types"]:
        return [case.skip("不是单位的基层工会")]
    if not facts.committee:
        return [case.no_data(NO_COMMITTEE)]
    kin = [h.person for h in facts.committee if h.kin]
    if kin:
        return [case.fail("kin", people=names_of(kin))]
    if any(h.kin is None for h in facts.committee):
        return [case.no_data("委员是不是单位负责人近亲属")]
    return [case.passed()]


@judged
def law_05(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """From 200 workers on the chair may be a full-time one (工会法 第十四条: may)."""
    if facts.type not in params["types"]:
        return [case.skip("不是单位的基层工会")]
    if facts.workers is None:
        return [case.no_data("职工人数")]
    if facts.workers < params["workers"]:
        return [case.skip("职工人数未到界线")]
    chair = _chair(facts.committee or ())
    if chair is None or chair.service is None:
        return [case.no_data("主席和专职、兼职")]
    if chair.service == params["service"]:
        return [case.passed()]
    values: dict[str, Any] = {"workers": facts.workers, "threshold": params["workers"]}
    return [case.fail("part_time", chair=chair.person, **values)]


@judged
def ele_01(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """The committee is as large as the number of members demands."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.form in params["spared_forms"]:
        return [case.skip("总工会的委员名额由代表大会决定")]
    if not facts.committee:
        return [case.no_data(NO_COMMITTEE)]
    if facts.members is None:
        return [case.no_data("会员人数")]
    count = len({h.person_id for h in facts.committee})
    least, most = committee_size(params, facts.members)
    if least <= count <= most or (facts.members < params["alone_below"] and count == 1):
        return [case.passed(count=count)]
    values: dict[str, Any] = {
        "members": facts.members, "count": count, "least": least, "most": most,
    }  # fmt: skip
    return [case.fail("few" if count < least else "many", **values)]


@judged
def ele_11(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """3 to 11 members of the audit committee, none of them barred."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if not facts.has_audit and not facts.audit:
        if facts.own_account and facts.committee:
            return [case.fail("none")]
        return [case.no_data("经费审查委员会")]
    found = []
    if facts.has_audit:
        count = len({h.person_id for h in facts.audit})
        if count == 0:
            return [case.no_data("经费审查委员会名单")]
        sizes: dict[str, Any] = {"least": params["least"], "most": params["most"], "count": count}
        if count < params["least"]:
            found.append(case.fail("few", **sizes))
        elif count > params["most"]:
            found.append(case.fail("many", **sizes))
    barred = _barred(facts, params)
    if barred:
        found.append(case.fail("barred", people=names_of(barred)))
    return found or [case.passed()]


def _barred(facts: UnionFacts, params: dict[str, Any]) -> list[str]:
    """Who may not be on the audit committee: the chair, a deputy for money, who keeps the money."""
    out: dict[str, str] = {}
    for holder in (*(facts.committee or ()), *facts.cadres, *facts.audit):
        if holder.role in params["chairs"] and not holder.acting:
            out[holder.person_id] = "主席"
        elif holder.finance:
            deputy = holder.role in params["deputies"]
            out.setdefault(holder.person_id, "分管财务的副主席" if deputy else "财务、资产人员")
    mine = {h.person_id: h.person for h in facts.audit}
    return [f"{name}（{out[one]}）" for one, name in mine.items() if one in out]


@judged
def ele_12(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """From ten women members on a committee, below that one member for it."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.type not in params["types"]:
        return [case.skip("不是单位的基层工会")]
    if facts.women is None:
        return [case.no_data("女会员人数")]
    if facts.women == 0:
        return [case.skip("没有女会员")]
    if facts.has_women:
        return [case.passed()]
    if not facts.committee and not facts.women_posts:
        return [case.no_data("机构和干部名单")]
    if facts.women >= params["women"]:
        return [case.fail("committee", women=facts.women, threshold=params["women"])]
    return [case.passed()] if facts.women_posts else [case.fail("member", women=facts.women)]


@judged
def ele_15(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """A chair that is missing is elected within months."""
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if facts.has_chair:
        return [case.passed()]
    if facts.has_chair is None or facts.vacant_since is None:
        return [case.no_data("主席，或主席空缺的日期")]
    since = facts.vacant_since
    for outcome, key in (("long", "fail_months"), ("vacant", "warn_months")):
        if facts.on > add_months(since, params[key]):
            return [case.fail(outcome, since=since, months=params[key])]
    return [case.passed()]


@judged
def twn_03(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """The office has a full-time cadre; of every cadre it is known what she is."""
    found = []
    if facts.office_kind in params["kinds"]:
        full = {h.person_id for h in facts.cadres if h.service == params["service"]}
        if len(full) < params["full_time"]:
            found.append(case.fail("none", needed=params["full_time"]))
    elif not facts.cadres:
        return [case.no_data("干部名单")]
    unknown = {h.person_id: h.person for h in facts.cadres if h.service is None}
    if unknown:
        people = names_of(list(unknown.values()))
        found.append(case.fail("service", count=len(unknown), people=people))
    return found or [case.passed()]


@judged
def twn_05(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """Front-line workers and model workers on the committee (总工发〔2016〕28号 三.2)."""
    if not facts.committee:
        return [case.no_data(NO_COMMITTEE)]
    people: dict[str, bool | None] = {}
    for holder in facts.committee:
        marks = (holder.front_line, holder.model_worker)
        known = True if any(marks) else None if None in marks else False
        people[holder.person_id] = people.get(holder.person_id) or known
    count = sum(1 for known in people.values() if known)
    if count >= params["least"]:
        return [case.passed(count=count)]
    if any(known is None for known in people.values()):
        return [case.no_data("委员的一线职工、劳模标记")]
    return [case.fail("none", count=len(people))]


@judged
def cad_01(case: Case, params: dict[str, Any], facts: UnionFacts) -> list[Finding]:
    """A post has duties that are written down (总工发〔2016〕28号 三.2)."""
    asked = [
        h for h in facts.cadres if h.role in params["roles"] or h.service in params["services"]
    ]
    if not asked:
        return [case.skip("没有要写明职责的任职")]
    without = [f"{h.person}（{h.post}）" for h in asked if not h.duties]
    if without:
        return [case.fail("none", count=len(without), people=names_of(without))]
    return [case.passed()]


def _chair(committee: tuple[Holder, ...]) -> Holder | None:
    return next((h for h in committee if h.role == "chair" and not h.acting), None)


# -- posts -----------------------------------------------------------------------------------------


@judged
def law_07(case: Case, params: dict[str, Any], facts: PostFacts) -> list[Finding]:
    """A chair or vice-chair is moved in the term only with both consents (工会法 第十八条)."""
    one = facts.holder
    if one.role not in params["roles"] or one.ended not in params["ended"] or one.until is None:
        return [case.skip("不是任期内调动的主席、副主席")]
    if one.office_due is not None and one.until >= one.office_due:
        return [case.skip("任期已满")]
    days = {
        "本级工会委员会同意的日期": one.own_consent_on,
        "上一级工会同意的日期": one.upper_consent_on,
    }
    who: dict[str, Any] = {"post": one.post, "person": one.person, "on": one.until}
    missing = [word for word, day in days.items() if day is None]
    if missing:
        return [case.fail("missing", field="own_consent_on", missing="、".join(missing), **who)]
    late = [word for word, day in days.items() if day is not None and day > one.until]
    if late:
        return [case.fail("late", field="own_consent_on", late="、".join(late), **who)]
    return [case.passed()]


@judged
def law_08(case: Case, params: dict[str, Any], facts: PostFacts) -> list[Finding]:
    """The labour contract is extended by the office (工会法 第十九条, 法释〔2020〕17号)."""
    one = facts.holder
    if one.role not in params["roles"] or one.until is not None:
        return [case.skip("不是在任的主席、副主席、委员")]
    if one.contract_until is None:
        return [case.skip("没有登记劳动合同终止日期")]
    if one.contract_until > facts.on + timedelta(days=params["days"]):
        return [case.passed()]
    if one.office_due is None:
        return [case.no_data("本届届满日期", field="contract_until")]
    values: dict[str, Any] = {
        "post": one.post, "person": one.person, "contract": one.contract_until,
        "due": one.office_due,
    }  # fmt: skip
    if one.service == params["full_time"]:
        until = protected_until(one.office_since, one.office_due)
        if until is None:
            return [case.no_data("任职开始日期", field="since")]
        return [case.fail("full_time", field="contract_until", protected=until, **values)]
    if one.contract_until < one.office_due:
        return [case.fail("part_time", field="contract_until", **values)]
    return [case.passed()]


def protected_until(since: date | None, until: date) -> date | None:
    """Up to when the contract of a full-time officer is extended: from the end of office by as
    long as it lasted (最高人民法院 工会法解释 第二条)."""
    return None if since is None else until + (until - since)


@judged
def ele_14(case: Case, params: dict[str, Any], facts: PostFacts) -> list[Finding]:
    """Trained within a year of taking office."""
    one = facts.holder
    if facts.appointed:
        return [case.skip(APPOINTED)]
    if one.role not in params["roles"] or one.until is not None or one.acting:
        return [case.skip("不是在任的主席、副主席")]
    if one.office_since is None:
        return [case.no_data("任职开始日期", field="since")]
    last = one.office_since + timedelta(days=params["days"])
    after = sorted(day for day in one.trained if day >= one.office_since)
    if after and after[0] <= last:
        return [case.passed()]
    who: dict[str, Any] = {"post": one.post, "person": one.person, "since": one.office_since}
    if after:
        return [case.fail("late", trained=after[0], **who)]
    return [case.skip("任职未满一年")] if facts.on <= last else [case.fail("none", **who)]


@judged
def twn_04(case: Case, params: dict[str, Any], facts: PostFacts) -> list[Finding]:
    """A secondment that runs out."""
    one = facts.holder
    if one.seconded_until is None or one.until is not None:
        return [case.skip("不是挂职")]
    days = (one.seconded_until - facts.on).days
    who: dict[str, Any] = {"post": one.post, "person": one.person, "until": one.seconded_until}
    if days < 0:
        return [case.fail("over", field="seconded_until", **who)]
    if days <= params["days"]:
        return [case.fail("soon", field="seconded_until", shown={"days": days}, **who)]
    return [case.passed()]


# -- federations -----------------------------------------------------------------------------------


def fed_01_with(size: dict[str, Any]) -> Judge[FederationFacts]:
    """FED-01 with the size table of ELE-01."""

    @judged
    def fed_01(case: Case, params: dict[str, Any], facts: FederationFacts) -> list[Finding]:
        """The chairs of the covered unions sit on the committee (总工发〔2016〕28号 一.3)."""
        if facts.type not in params["types"]:
            return [case.skip("不是联合会")]
        if facts.unions < params["unions"]:
            return [case.skip("所辖工会不足两个")]
        if not facts.chairs or facts.seats is None:
            return [case.no_data("联合会委员名单和所辖工会的主席")]
        share = federation_share(facts, size)
        values: dict[str, Any] = {
            "unions": share.unions, "inside": share.inside, "needed": share.needed,
        }  # fmt: skip
        if share.kept:
            return [case.passed(**values)]
        if share.by_seats:
            return [case.fail("seats", seats=share.seats, most=share.most, **values)]
        missing = names_of([f"{c.person}（{c.union}）" for c in share.missing])
        return [case.fail("chairs", missing=missing, **values)]

    return fed_01


TERM_RULES: dict[str, Judge[TermFacts]] = {
    "LAW-04": law_04, "ELE-06": ele_06, "ELE-07": ele_07, "ELE-13": ele_13,
}  # fmt: skip
UNION_RULES: dict[str, Judge[UnionFacts]] = {
    "LAW-03": law_03, "LAW-05": law_05, "ELE-01": ele_01, "ELE-11": ele_11, "ELE-12": ele_12,
    "ELE-15": ele_15, "TWN-03": twn_03, "TWN-05": twn_05, "CAD-01": cad_01,
}  # fmt: skip
POST_RULES: dict[str, Judge[PostFacts]] = {
    "LAW-07": law_07, "LAW-08": law_08, "ELE-14": ele_14, "TWN-04": twn_04,
}  # fmt: skip

"""The rules of bodies, terms and posts: both sides of each bracket and fraction, and what lacks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.cadres.rules.facts import (
    Chair,
    FederationFacts,
    Holder,
    PostFacts,
    TermFacts,
    UnionFacts,
)
from app.areas.cadres.rules.judges import (
    POST_RULES,
    TERM_RULES,
    UNION_RULES,
    fed_01_with,
    protected_until,
)
from app.areas.cadres.rules.sizes import committee_size, federation_share, majority
from app.base.findings import Finding, Result, Severity
from app.rules.book import RuleBook
from app.rules.packs import shipped

ON = date(2026, 11, 22)
BOOK = RuleBook(shipped(), "120114102")
HENAN = RuleBook(shipped(), "410105001")
SIZE = BOOK.rule("ELE-01", on=ON).params
JUDGES: dict[str, Any] = {
    **TERM_RULES, **UNION_RULES, **POST_RULES, "FED-01": fed_01_with(dict(SIZE)),
}  # fmt: skip
P, F, N, X = "pass", "fail", "no_data", "not_applicable"


def holder(n: int = 1, role: str = "member", **more: Any) -> Holder:
    return Holder(f"p{n}", f"人{n}", role, "主席" if role == "chair" else "委员", **more)


def sitting(count: int, **more: Any) -> tuple[Holder, ...]:
    return tuple(holder(n, **more) for n in range(1, count + 1))


def union(**more: Any) -> UnionFacts:
    given: dict[str, Any] = {"id": "u1", "name": "甲公司工会", "on": ON, "type": "single"}
    return UnionFacts(**(given | {"committee": sitting(3), "members": 30} | more))


def term(**more: Any) -> TermFacts:
    given: dict[str, Any] = {"id": "u1", "name": "甲公司工会", "on": ON, "years": 5}
    return TermFacts(**(given | {"due": date(2030, 1, 1)} | more))


def post(role: str = "chair", on: date = ON, appointed: bool = False, **more: Any) -> PostFacts:
    return PostFacts("p1", "甲公司工会", on, holder(1, role, **more), appointed)


def judge(rule: str, facts: Any, book: RuleBook = BOOK) -> list[Finding]:
    found: list[Finding] = JUDGES[rule](book.rule(rule, on=facts.on), facts)
    for one in found:
        assert one.message
        assert "{" not in one.message, one.message
    return found


def told(rule: str, facts: Any, book: RuleBook = BOOK) -> list[str]:
    return [f.result.value for f in judge(rule, facts, book)]


# -- size of the committee: both sides of every bracket --------------------------------------------

BRACKETS = [
    (1, 3, 5), (24, 3, 5), (25, 3, 7), (200, 3, 7), (201, 7, 15), (1000, 7, 15), (1001, 15, 21),
    (5000, 15, 21), (5001, 21, 29), (10000, 21, 29), (10001, 29, 37), (50000, 29, 37),
    (50001, 37, 45), (200000, 37, 45),
]  # fmt: skip


@pytest.mark.parametrize(("members", "least", "most"), BRACKETS)
def test_ele_01_by_members(members, least, most):
    assert committee_size(SIZE, members) == (least, most)
    for count, result in ((least - 1, F), (least, P), (most, P), (most + 1, F)):
        assert told("ELE-01", union(members=members, committee=sitting(count))) == [result], count


def test_ele_01_a_small_union_may_have_one_chair_or_organiser():
    assert told("ELE-01", union(members=24, committee=sitting(1))) == [P]
    assert told("ELE-01", union(members=25, committee=sitting(1))) == [F]
    assert told("ELE-01", union(members=24, committee=sitting(2))) == [F]


def test_ele_01_counts_people_not_posts_and_knows_what_lacks():
    twice = (*sitting(2), holder(1, "vice_chair"))
    assert told("ELE-01", union(committee=twice)) == [F]
    assert told("ELE-01", union(committee=None)) == [N]
    assert told("ELE-01", union(members=None)) == [N]
    assert told("ELE-01", union(form="general_union", committee=sitting(60))) == [X]


# -- an appointed body: no rule of elections -------------------------------------------------------


@pytest.mark.parametrize("rule", [r for r in UNION_RULES if r.startswith("ELE")])
def test_an_appointed_committee_makes_the_rules_of_elections_not_applicable(rule):
    assert told(rule, union(appointed=True, committee=sitting(60), has_chair=False)) == [X]


@pytest.mark.parametrize("rule", sorted(TERM_RULES))
def test_an_appointed_body_has_no_rule_of_terms(rule):
    assert told(rule, term(appointed=True, years=9, due=ON - timedelta(400))) == [X]


def test_an_appointed_chair_need_not_be_trained():
    late = {"office_since": ON - timedelta(900)}
    assert told("ELE-14", post(appointed=True, **late)) == [X]
    assert told("ELE-14", post(**late)) == [F]


# -- terms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "since", "result", "severity"),
    [
        (3, None, P, None), (5, None, P, None), (None, None, N, None),
        (4, date(2018, 10, 25), F, Severity.EXPLAIN), (4, date(2018, 10, 26), F, Severity.MUST),
        (4, None, F, Severity.MUST), (2, date(2010, 1, 1), F, Severity.MUST),
        (6, date(2020, 1, 1), F, Severity.MUST),
    ],
)  # fmt: skip
def test_law_04(years, since, result, severity):
    (found,) = judge("LAW-04", term(years=years, since=since))
    assert found.result.value == result
    assert severity is None or found.severity is severity


@pytest.mark.parametrize(
    ("left", "delay", "doc", "outcome"),
    [
        (181, None, None, ""), (180, None, None, "还有180天"), (1, None, None, "还有1天"),
        (0, None, None, "已经届满"), (-1, None, None, "已经届满"),
        (-1, 30, "延1号", "已批准延期"), (-1, 30, None, "已经届满"), (-31, 30, "延1号", "已经届满"),
        (-183, 300, "延1号", "已批准延期"), (-186, 300, "延1号", "已经届满"),
    ],
)  # fmt: skip
def test_ele_06(left, delay, doc, outcome):
    due = ON + timedelta(left)
    until = None if delay is None else due + timedelta(delay)
    (found,) = judge("ELE-06", term(due=due, delay=until, delay_doc=doc))
    assert (found.result is Result.PASS) == (not outcome)
    assert outcome in found.message


def test_ele_06_lacks_the_day_and_is_asked_of_the_committee_alone():
    assert told("ELE-06", term(due=None)) == [N]
    assert told("ELE-06", term(body="audit", due=ON)) == [X]


@pytest.mark.parametrize(
    ("delay", "doc", "result"),
    [
        (None, None, X), (date(2027, 7, 1), "延1号", P), (date(2027, 7, 2), "延1号", F),
        (date(2027, 2, 1), None, F), (date(2027, 2, 1), "延1号", P),
    ],
)  # fmt: skip
def test_ele_07_half_a_year_and_an_approval(delay, doc, result):
    facts = term(due=date(2027, 1, 1), delay=delay, delay_doc=doc)
    assert told("ELE-07", facts) == [result]


def test_ele_13_all_bodies_end_together():
    one = {"body": "audit", "body_name": "经费审查委员会", "committee_due": date(2030, 1, 1)}
    assert told("ELE-13", term(**one)) == [P]
    assert told("ELE-13", term(**one, due=date(2030, 1, 2))) == [F]
    assert told("ELE-13", term(**one | {"committee_due": None})) == [N]
    assert told("ELE-13", term()) == [X]


# -- unions ----------------------------------------------------------------------------------------


def test_law_03_kin():
    assert told("LAW-03", union(committee=sitting(3, kin=False))) == [P]
    (found,) = judge("LAW-03", union(committee=(*sitting(2, kin=False), holder(3, kin=True))))
    assert (found.result, found.severity) == (Result.FAIL, Severity.MUST)
    assert "人3" in found.message
    assert told("LAW-03", union()) == [N]
    assert told("LAW-03", union(type="regional_federation")) == [X]


@pytest.mark.parametrize(
    ("workers", "service", "result"),
    [(199, "part_time", X), (200, "part_time", F), (200, "full_time", P), (200, None, N),
     (None, "part_time", N)],
)  # fmt: skip
def test_law_05_two_hundred_workers(workers, service, result):
    chair = holder(1, "chair", service=service)
    assert told("LAW-05", union(workers=workers, committee=(chair,))) == [result]


@pytest.mark.parametrize(("count", "result"), [(2, [F]), (3, [P]), (11, [P]), (12, [F]), (0, [N])])
def test_ele_11_three_to_eleven(count, result):
    audit = tuple(holder(n, "audit_member") for n in range(50, 50 + count))
    assert told("ELE-11", union(has_audit=True, audit=audit)) == result


def test_ele_11_who_is_barred():
    def audit(*more: Holder) -> tuple[Holder, ...]:
        return (*(holder(n, "audit_member") for n in (50, 51)), *more)

    chair, money = holder(1, "chair"), holder(2, "vice_chair", finance=True)
    led = (chair, money, holder(3))
    ok = union(committee=led, has_audit=True, audit=audit(holder(3, "audit_director")))
    assert told("ELE-11", ok) == [P]
    for place, word in ((1, "主席"), (2, "分管财务的副主席")):
        facts = union(committee=led, has_audit=True, audit=audit(holder(place, "audit_director")))
        (found,) = judge("ELE-11", facts)
        assert word in found.message
    keeper = audit(holder(9, "audit_director", finance=True))
    assert "财务、资产人员" in judge("ELE-11", union(has_audit=True, audit=keeper))[0].message


def test_ele_11_money_of_its_own_needs_an_audit():
    assert told("ELE-11", union(own_account=True)) == [F]
    assert told("ELE-11", union(own_account=False)) == [N]
    assert told("ELE-11", union(own_account=True, committee=None)) == [N]
    assert told("ELE-11", union(own_account=True, audit=(holder(50, "audit_member"),))) == [P]


@pytest.mark.parametrize(
    ("women", "body", "posts", "result"),
    [
        (0, False, 0, X), (None, False, 0, N), (9, False, 0, F), (9, False, 1, P),
        (10, False, 1, F), (10, True, 0, P), (9, True, 0, P),
    ],
)  # fmt: skip
def test_ele_12_ten_women(women, body, posts, result):
    members = tuple(holder(n, "women_member") for n in range(60, 60 + posts))
    facts = union(women=women, has_women=body, women_posts=members)
    assert told("ELE-12", facts) == [result]


def test_ele_12_has_local_thresholds():
    facts = union(women=24, women_posts=(holder(60, "women_member"),))
    beijing = RuleBook(shipped(), "110105001")
    assert told("ELE-12", facts) == [F]
    assert told("ELE-12", facts, beijing) == [P]
    (found,) = judge("ELE-12", union(women=25), beijing)
    assert found.severity is Severity.MUST
    (found,) = judge("ELE-12", union(women=25))
    assert found.severity is Severity.EXPLAIN
    assert "依据未核对" in found.basis


@pytest.mark.parametrize(
    ("since", "result", "months"),
    [
        (date(2026, 8, 22), P, ""), (date(2026, 8, 21), F, "3个月"),
        (date(2026, 5, 22), F, "3个月"),
        (date(2026, 5, 21), F, "6个月"), (None, N, ""),
    ],
)  # fmt: skip
def test_ele_15_three_and_six_months(since, result, months):
    (found,) = judge("ELE-15", union(has_chair=False, vacant_since=since))
    assert found.result.value == result
    assert months in found.message


def test_ele_15_a_local_regulation_makes_it_certain():
    facts = union(has_chair=False, vacant_since=date(2026, 1, 1))
    assert judge("ELE-15", facts)[0].severity is Severity.EXPLAIN
    assert judge("ELE-15", facts, HENAN)[0].severity is Severity.MUST
    assert told("ELE-15", union(has_chair=True)) == [P]
    assert told("ELE-15", union(has_chair=None)) == [N]


def test_twn_03_the_office_has_somebody_full_time_and_everybody_a_kind():
    office = {"office_kind": "township"}
    full, part = holder(1, service="full_time"), holder(2, service="part_time")
    assert told("TWN-03", union(**office, cadres=(full, part))) == [P]
    assert told("TWN-03", union(**office, cadres=(part,))) == [F]
    assert told("TWN-03", union(**office)) == [F]
    assert told("TWN-03", union(cadres=(part,))) == [P]
    assert told("TWN-03", union(cadres=(part, holder(3)))) == [F]
    assert told("TWN-03", union()) == [N]


def test_twn_05_front_line_or_model():
    plain = {"front_line": False, "model_worker": False}
    assert told("TWN-05", union(committee=sitting(3, **plain))) == [F]
    one = holder(9, front_line=True)
    assert told("TWN-05", union(committee=(*sitting(3, **plain), one))) == [P]
    assert told("TWN-05", union(committee=sitting(3, front_line=False))) == [N]
    assert told("TWN-05", union(committee=sitting(3, model_worker=True))) == [P]
    assert told("TWN-05", union(committee=None)) == [N]


def test_cad_01_a_post_has_duties():
    done, not_done = holder(1, "chair", duties=True), holder(2, "vice_chair")
    assert told("CAD-01", union(cadres=(done,))) == [P]
    (found,) = judge("CAD-01", union(cadres=(done, not_done)))
    assert (found.result, found.severity) == (Result.FAIL, Severity.EXPLAIN)
    assert "人2" in found.message
    assert told("CAD-01", union(cadres=(holder(3, "group_leader"),))) == [X]
    assert told("CAD-01", union(cadres=(holder(3, "group_leader", service="seconded"),))) == [F]
    assert told("CAD-01", union()) == [X]


# -- posts -----------------------------------------------------------------------------------------

MOVED = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("own", "upper", "result"),
    [
        (MOVED, MOVED, P), (date(2026, 4, 1), date(2026, 4, 20), P), (MOVED, None, F),
        (None, MOVED, F), (date(2026, 5, 2), MOVED, F), (MOVED, date(2026, 5, 2), F),
    ],
)  # fmt: skip
def test_law_07_both_consents_not_after_the_day(own, upper, result):
    facts = post(until=MOVED, ended="moved", own_consent_on=own, upper_consent_on=upper,
                 office_due=date(2028, 1, 1))  # fmt: skip
    assert told("LAW-07", facts) == [result]


def test_law_07_is_of_chairs_moved_within_the_term():
    moved = {"until": MOVED, "ended": "moved"}
    assert told("LAW-07", post("member", **moved)) == [X]
    assert told("LAW-07", post(until=MOVED, ended="resigned")) == [X]
    assert told("LAW-07", post(**moved, office_due=MOVED)) == [X]
    assert told("LAW-07", post()) == [X]


@pytest.mark.parametrize(
    ("days", "service", "due", "result"),
    [
        (61, "part_time", date(2028, 1, 1), P), (60, "part_time", date(2028, 1, 1), F),
        (60, "part_time", date(2026, 12, 1), P), (10, "part_time", None, N),
        (10, "full_time", date(2026, 11, 25), F),
    ],
)  # fmt: skip
def test_law_08_sixty_days_ahead(days, service, due, result):
    facts = post(contract_until=ON + timedelta(days), service=service, office_due=due,
                 office_since=date(2024, 1, 1))  # fmt: skip
    assert told("LAW-08", facts) == [result]


def test_law_08_a_full_time_officer_is_protected_as_long_as_she_served():
    assert protected_until(date(2024, 1, 1), date(2026, 12, 31)) == date(2029, 12, 30)
    assert protected_until(None, date(2026, 12, 31)) is None
    facts = post(contract_until=ON, service="full_time", office_due=date(2026, 12, 31),
                 office_since=date(2024, 1, 1))  # fmt: skip
    assert "2029年12月30日" in judge("LAW-08", facts)[0].message
    assert told("LAW-08", post(service="full_time")) == [X]


@pytest.mark.parametrize(
    ("since", "trained", "result"),
    [
        (ON - timedelta(365), (), X), (ON - timedelta(366), (), F),
        (ON - timedelta(500), (ON - timedelta(135),), P),
        (ON - timedelta(500), (ON - timedelta(134),), F),
        (ON - timedelta(500), (ON - timedelta(501),), F), (None, (), N),
    ],
)  # fmt: skip
def test_ele_14_within_a_year(since, trained, result):
    assert told("ELE-14", post(office_since=since, trained=trained)) == [result]
    assert told("ELE-14", post("member", office_since=since)) == [X]


@pytest.mark.parametrize(
    ("days", "result", "severity"),
    [(61, P, None), (60, F, Severity.INFO), (0, F, Severity.INFO), (-1, F, Severity.EXPLAIN)],
)
def test_twn_04_sixty_days(days, result, severity):
    (found,) = judge("TWN-04", post(seconded_until=ON + timedelta(days)))
    assert found.result.value == result
    assert severity is None or found.severity is severity
    assert told("TWN-04", post()) == [X]


# -- federations -----------------------------------------------------------------------------------


def federation(inside: int, chairs: int, seats: int | None, **more: Any) -> FederationFacts:
    every = tuple(Chair(f"u{n}", f"{n}号工会", f"主席{n}", f"c{n}", n < inside)
                  for n in range(chairs))  # fmt: skip
    given: dict[str, Any] = {"unions": chairs, "members": 300}
    return FederationFacts("f1", "镇工会联合会", ON, "regional_federation",
                           chairs=every, seats=seats, **(given | more))  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "chairs", "seats", "result"),
    [
        (2, 4, 7, F), (3, 4, 7, P), (2, 3, 7, P), (1, 2, 7, F), (2, 2, 7, P), (1, 3, 7, F),
        (0, 1, 7, X),
    ],
)  # fmt: skip
def test_fed_01_more_than_half_of_the_chairs(inside, chairs, seats, result):
    assert told("FED-01", federation(inside, chairs, seats)) == [result]


@pytest.mark.parametrize(
    ("inside", "chairs", "seats", "result"),
    [
        # 300 members: at most 15 seats. 29 chairs: 15 of them fit; 30 chairs: 16 do not
        (8, 29, 15, F), (14, 29, 15, F), (15, 29, 15, P), (7, 30, 15, F), (8, 30, 15, P),
        (7, 30, 14, F), (8, 30, 14, P),
    ],
)  # fmt: skip
def test_fed_01_seats_count_where_so_many_chairs_do_not_fit(inside, chairs, seats, result):
    assert told("FED-01", federation(inside, chairs, seats)) == [result]


def test_fed_01_says_who_would_have_to_join():
    (found,) = judge("FED-01", federation(1, 4, 7))
    assert "至少还要2人" in found.message
    assert "主席1（1号工会）" in found.message
    share = federation_share(federation(1, 4, 7), SIZE)
    assert [c.person for c in share.missing] == ["主席1", "主席2", "主席3"]
    assert (share.needed, share.by_seats, share.kept) == (2, False, False)


@pytest.mark.parametrize(
    ("inside", "seats", "needed"),
    [(0, 15, 8), (7, 15, 1), (7, 14, 1), (0, 0, 8), (3, 13, 5), (8, 15, 0)],
)
def test_fed_01_how_many_are_needed_by_seats(inside, seats, needed):
    share = federation_share(federation(inside, 30, seats), SIZE)
    assert (share.by_seats, share.needed) == (True, needed)


def test_fed_01_what_lacks():
    assert told("FED-01", federation(0, 3, None)) == [N]
    assert told("FED-01", federation(0, 0, 7, unions=3)) == [N]
    assert told("FED-01", federation(2, 3, 7, members=None)) == [P]
    assert [majority(n) for n in (2, 3, 4, 5)] == [2, 2, 3, 3]


# -- what the packs say ----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", sorted(JUDGES))
def test_every_rule_names_document_article_and_confidence(rule):
    made = BOOK.rule(rule, on=ON)
    assert made.area == "cadres"
    assert made.basis is not None
    assert made.basis_text
    assert made.text
    assert made.next
    certain = made.basis.confidence.value == "found"
    assert certain or "依据未核对" in made.basis_text or made.basis.confidence.value == "design"
    if not certain:
        assert made.severity(Severity.MUST) is Severity.EXPLAIN

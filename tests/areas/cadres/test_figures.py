"""表三 and 表四 against hand counts; persons and posts are counted apart."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.cadres import acts
from app.areas.organisations.acts import edit_union, found_union
from app.areas.organisations.checks import run_checks
from app.base.findings import Result
from app.figures.engine import NO_DATA, REPORTED, evaluate, records, table
from app.rules.office import rule_book
from app.rules.relations import judge
from app.start import registry

DAY = date(2026, 11, 22)
CODES = (
    "J301", "J302", "J303", "J304", "J305", "J306", "J307", "J308", "J309", "J310", "J311",
    "J312", "J314", "J315", "J316", "J401", "J402", "J403", "J404", "J409",
)  # fmt: skip


@pytest.fixture
def staffed(cadres):
    """甲: 主席张 (女, 专职, also 女职工委员会主任), 副主席李 (兼职, also 经审会主任), 委员王; 乙:
    主席李 (挂职); two groups; a social worker, an activist, a volunteer."""
    make = cadres.people.person
    zhang = make("张", sex="2", birth_year=1980, education="21")
    li = make("李", sex="1", birth_year=1992, education="31")
    wang = make("王", sex="2")
    body = cadres.body()
    cadres.term(body, date(2024, 3, 1), 3)
    cadres.post("chair", zhang, body=body, service="full_time")
    cadres.post("vice_chair", li, body=body, service="part_time")
    cadres.post("member", wang, body=body)
    audit, women = cadres.body("audit"), cadres.body("women")
    cadres.post("audit_director", li, body=audit, service="part_time")
    cadres.post("women_director", zhang, body=women, service="part_time")
    two = cadres.body(union=cadres.two)
    cadres.post("chair", li, body=two, union=cadres.two, service="seconded")
    for name in ("第一小组", "第二小组"):
        group = cadres.body("group", name=name)
        cadres.post("group_leader", make(name), body=group)
    cadres.body("branch", name="装配分会")
    cadres.post("social_worker", make("社"), union=cadres.office.root, service="full_time")
    cadres.post("activist", make("积"))
    cadres.post("volunteer", make("志"))
    cadres.post("volunteer", wang)
    cadres.do(acts.add_honour, title="模范职工之家", union_id=cadres.two, level="county")
    cadres.do(acts.add_honour, title="模范职工之家", union_id=cadres.one, level="unit")
    return cadres


def values(cadres, *codes, **scope):
    found = cadres.space.read(
        lambda c: evaluate(c, registry(), codes or CODES, cadres.office.scope(**scope))
    )
    return {code: one.value for code, one in found.items()}


def test_table_three_and_four_by_hand(staffed):
    assert values(staffed) == {
        "J301": 2, "J302": 1, "J303": 1,
        "J304": 1, "J305": 1, "J306": 0, "J307": 1, "J308": 1,
        "J309": 1, "J310": 1, "J311": 2, "J312": 1, "J316": 2,
        "J314": 9, "J315": 6,
        "J401": 1, "J402": 1, "J403": 1, "J404": 2, "J409": 1,
    }  # fmt: skip


def test_of_one_union_and_of_an_earlier_day(staffed):
    one = values(staffed, unit=staffed.one)
    assert (one["J301"], one["J307"], one["J306"], one["J315"]) == (1, 0, 1, 5)
    before = values(staffed, day=date(2024, 2, 28))
    assert (before["J301"], before["J315"], before["J404"]) == (None, None, 2) or before[
        "J301"
    ] is None


def test_every_figure_opens_into_records_that_add_up(staffed):
    scope = staffed.office.scope()
    for code, value in values(staffed).items():
        found = staffed.space.read(lambda c, code=code: records(c, registry(), code, scope))
        assert sum(r.value for r in found) == value, code
    opened = staffed.space.read(lambda c: records(c, registry(), "J315", scope))
    assert {r.kind for r in opened} == {"cadre"}
    assert sorted(r.title for r in opened) == sorted(
        ["张", "李", "王", "社", "第一小组", "第二小组"]
    )


def test_people_are_split_by_age_education_service_and_posts_by_role(staffed):
    def by(dimension, *codes):
        scope = staffed.office.scope()
        made = staffed.space.read(lambda c: table(c, registry(), codes, scope, dimension))
        return {made.labels[k]: [row[c].value for c in codes] for k, row in made.rows.items()}

    ages = by("age", "J315")
    assert (ages["26—35岁"], ages["46—55岁"], ages["未分类"]) == ([1], [1], [4])
    schools = by("education", "J304")
    assert schools["大学本科毕业"] == [1]
    assert by("service", "J315") == {
        "专职": [1], "挂职": [1], "社会化工会工作者": [1], "未分类": [3],
    }  # fmt: skip
    roles = by("role", "J314")
    assert (roles["主席"], roles["经审会主任"]) == ([2], [1])
    staffed.do(acts.add_honour, title="先进职工之家", union_id=staffed.two, level="city")
    assert by("home_level", "J409")["市级"] == [1]
    unions = by("union", "J301", "J315")
    # 李 is counted once, in 乙 where he is chair
    assert (unions["甲公司工会"], unions["乙公司工会"]) == ([1, 4], [1, 1])


def test_a_chair_of_whom_only_the_name_is_kept_counts_as_reported(staffed):
    three = staffed.office.union("丙公司工会")
    staffed.do(edit_union, three, chair="老赵")
    found = staffed.space.read(
        lambda c: evaluate(c, registry(), ["J301", "J302"], staffed.office.scope())
    )
    assert (found["J301"].value, found["J302"].value) == (3, 1)
    alone = staffed.space.read(
        lambda c: evaluate(c, registry(), ["J301"], staffed.office.scope(unit=three))
    )["J301"]
    assert (alone.value, alone.state) == (1, REPORTED)


def test_who_stands_in_and_who_left_is_no_chair(staffed):
    chair = staffed.posts(role="chair", union_id=staffed.one)[0]
    staffed.do(acts.end_post, chair["id"], on=date(2026, 9, 1), ended="resigned")
    body = chair["body_id"]
    deputy = staffed.posts(role="vice_chair")[0]["person_id"]
    staffed.post("chair", deputy, body=body, since=date(2026, 9, 1), acting=True)
    assert values(staffed, "J301")["J301"] == 1
    assert values(staffed, "J301", day=date(2026, 8, 31))["J301"] == 2


def test_courses_are_counted_in_their_year_where_the_cadre_serves(staffed):
    zhang, wang = (staffed.posts(role=r)[0]["person_id"] for r in ("chair", "member"))
    outside = staffed.people.member("只是会员", union=staffed.two)
    for day, people in ((date(2026, 5, 1), [zhang, wang, outside]), (date(2025, 5, 1), [zhang])):
        course = staffed.do(acts.add_training, title="培训", since=day)
        staffed.do(acts.record_trained, course, people=people)
    assert values(staffed, "J313")["J313"] == 3
    assert values(staffed, "J313", unit=staffed.one)["J313"] == 2
    assert values(staffed, "J313", unit=staffed.two)["J313"] == 1


def test_an_office_without_cadres_has_no_data_for_people(office):
    def value(code):
        scope = office.scope()
        return office.space.read(lambda c: evaluate(c, registry(), [code], scope))[code]

    assert value("J315").state == NO_DATA
    assert value("J401").state == NO_DATA


def test_terms_run_out_by_the_committee_not_by_the_ledger_alone(staffed):
    two = staffed.bodies()
    body = next(b["id"] for b in two if b["union_id"] == staffed.two and b["kind"] == "committee")
    assert values(staffed, "J118")["J118"] == 0
    staffed.do(acts.start_term, body, since=date(2021, 6, 1), years=5)
    assert values(staffed, "J118")["J118"] == 1
    assert values(staffed, "J118", day=date(2026, 5, 31))["J118"] == 0
    staffed.do(acts.start_term, body, since=date(2026, 11, 1), years=5)
    assert values(staffed, "J118")["J118"] == 0
    # on that day the old term was still the running one
    assert values(staffed, "J118", day=date(2026, 10, 1))["J118"] == 1
    new = staffed.do(
        found_union, name="丁公司工会", upper_id=staffed.office.root, type="single",
        founded_on=date(2026, 2, 1), term_until=date(2026, 7, 1),
    )  # fmt: skip
    assert new
    assert values(staffed, "J118")["J118"] == 1


def test_the_balance_checks_hold(staffed):
    def run(conn):
        return run_checks(conn, day=DAY, year=2026, book=rule_book(conn), registry=registry())

    assert [f for f in staffed.space.read(run) if f.rule in ("L09", "L10")] == []


@pytest.mark.parametrize(
    ("check", "values", "told"),
    [
        ("L09", {"J301": 3, "J101": 2}, "工会主席"),
        ("L09", {"J302": 2, "J301": 1}, "女主席"),
        ("L09", {"J305": 2, "J304": 1}, "女专职工会干部"),
        ("L09", {"J315": 5, "J314": 4}, "工会干部人数"),
        ("L10", {"J401": 3, "J101": 2}, "经审组织"),
        ("L10", {"J118": 3, "J101": 2}, "任期届满"),
    ],
)
def test_the_balance_checks_break(workspace, check, values, told):
    book = workspace.read(rule_book)
    (one,) = (c for c in book.checks() if c.id == check)
    codes = {code for r in one.relations for code in (*r.left, *r.right)}
    whole = dict.fromkeys(codes, 0) | {"J101": 9, "J314": 9, "J315": 9}
    titles = {code: registry().get(code).title for code in registry().codes()}
    failed = [f for f in judge(one, whole | values, titles) if f.result is Result.FAIL]
    assert [told in f.message for f in failed] == [True]

"""What the rules say for one office on one day: later packs over earlier, dated, confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.base.days import Period
from app.base.errors import BugError, KnownError, UserError
from app.base.findings import Result, Severity
from app.rules.book import UNCHECKED, RuleBook
from app.rules.packs import Outcome, Pack, read_pack, shipped

DAY = date(2026, 6, 1)
HERE = "320111001002"


def pack(body: str, *, scope: str = "320111", name: str = "county", version: str = "1") -> Pack:
    head = (
        f'[pack]\nid = "{name}"\ntitle = "标准{name}"\nversion = "{version}"\nscope = "{scope}"\n'
    )
    return read_pack((head + body).encode(), name)


def book(*packs: Pack, division: str = HERE, confirmed: set[str] | None = None) -> RuleBook:
    return RuleBook([*shipped(), *packs], division, confirmed or set())


def members(threshold: int) -> str:
    return f"[rules.LAW-01.params]\nmembers = {threshold}\n"


def test_national_figure_holds_without_a_local_pack():
    rule = book().rule("LAW-01", on=DAY)
    assert rule.params["members"] == 25
    assert rule.pack == "national"
    assert rule.basis_text == "《中华人民共和国工会法》（2021年12月24日修正）第十一条"


def test_longest_prefix_wins_whatever_the_order_given():
    county, city = pack(members(20)), pack(members(22), scope="3201", name="city")
    town = pack(members(18), scope="320111001", name="town")
    for packs in ((county, city), (city, county)):
        assert book(*packs).rule("LAW-01", on=DAY).params["members"] == 20
    assert book(town, county, city).rule("LAW-01", on=DAY).params["members"] == 18
    other = book(town, county, city, division="320102003")
    assert other.rule("LAW-01", on=DAY).params["members"] == 22


def test_a_pack_of_another_place_is_left_out():
    there = book(pack(members(20), scope="330000"))
    assert there.rule("LAW-01", on=DAY).params["members"] == 25
    assert {p.scope for p in there.packs} == {""}


def test_of_two_versions_of_one_pack_the_later_given_replaces_the_earlier():
    one = book(pack(members(20)), pack("", version="2"))
    assert one.rule("LAW-01", on=DAY).params["members"] == 25
    assert one.versions()[-1]["version"] == "2"


def test_the_value_in_force_on_the_day_of_the_event_counts():
    local = pack(
        "[rules.LAW-01.params]\n"
        "members = [{ value = 20, since = 2024-01-01, until = 2026-01-01 }]\n"
    )
    rules = book(local)
    assert rules.rule("LAW-01", on=date(2023, 12, 31)).params["members"] == 25
    assert rules.rule("LAW-01", on=date(2024, 1, 1)).params["members"] == 20
    assert rules.rule("LAW-01", on=date(2025, 12, 31)).params["members"] == 20
    assert rules.rule("LAW-01", on=date(2026, 1, 1)).params["members"] == 25


def test_the_article_is_that_of_the_law_in_force_on_the_day():
    rules = book()
    assert "第十条" in rules.rule("LAW-01", on=date(2021, 12, 31)).basis_text
    assert "第十一条" in rules.rule("LAW-01", on=date(2022, 1, 1)).basis_text


def test_a_rule_is_not_in_force_before_its_document():
    rules = book()
    assert not rules.rule("STA-01", on=date(2015, 12, 31)).in_force
    assert rules.rule("STA-01", on=date(2016, 10, 15)).in_force
    assert not rules.rule("LAW-01", on=date(1999, 1, 1)).in_force


def test_an_unconfirmed_basis_is_marked_and_caps_the_severity():
    rule = book().rule("FED-02", on=DAY)
    assert not rule.confirmed
    assert rule.basis_text.endswith(f"「{UNCHECKED}」")
    assert rule.severity(Severity.MUST) is Severity.EXPLAIN
    assert rule.severity(Severity.EXPLAIN) is Severity.EXPLAIN
    assert rule.severity(Severity.INFO) is Severity.INFO


def test_a_person_who_compared_the_document_confirms_it():
    rule = book(confirmed={"FED-02"}).rule("FED-02", on=DAY)
    assert rule.confirmed
    assert UNCHECKED not in rule.basis_text
    assert rule.severity(Severity.MUST) is Severity.MUST


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        ("[rules.FED-02]\nconfirmed = true\n", True),
        ('[rules.FED-02]\nbasis = { document = "县总工会通知", number = "1号" }\n', True),
        ('[rules.FED-02]\nbasis = { document = "通知", confidence = "mem_m" }\n', False),
        ("[rules.FED-02.params]\nunions = 3\n", False),
    ],
)
def test_the_countys_pack_confirms_what_it_states(body: str, sure: bool):
    rule = book(pack(body)).rule("FED-02", on=DAY)
    assert rule.confirmed is sure
    assert (UNCHECKED in rule.basis_text) is not sure


def test_an_own_proposal_is_no_document_but_never_a_must():
    rule = book().rule("STA-05", on=DAY)
    assert UNCHECKED not in rule.basis_text
    assert "不是文件规定" in rule.basis_text
    assert rule.severity(Severity.MUST) is Severity.EXPLAIN


def test_what_follows_from_definitions_may_be_a_must():
    assert book().rule("STA-03", on=DAY).severity(Severity.MUST) is Severity.MUST


def test_a_county_may_switch_off_reword_and_regrade():
    local = pack(
        "[rules.LAW-01]\nenabled = false\ntitle = '新名'\nnext = '找县总'\n"
        "[rules.LAW-01.outcomes.none]\nseverity = 'explain'\n"
        "[rules.LAW-01.outcomes.inside]\nsay = '{name}该分出了（{members}）'\n"
    )
    rule = book(local).rule("LAW-01", on=DAY)
    assert not rule.enabled
    assert (rule.title, rule.next) == ("新名", "找县总")
    assert rule.outcomes["none"].severity is Severity.EXPLAIN
    assert "工会委员会" in (rule.outcomes["none"].say or "")
    assert rule.outcomes["inside"].severity is Severity.EXPLAIN
    assert rule.outcomes["inside"].say == "{name}该分出了（{members}）"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[rules.LAW-01.params]\nmember = 20\n", "没有这个参数"),
        ("[rules.LAW-01.params]\nmembers = '20'\n", "类型不同"),
        ("[rules.LAW-01.params]\nmembers = true\n", "类型不同"),
        ("[rules.LAW-01.outcomes.never]\nseverity = 'must'\n", "没有这种结果"),
        ("[rules.LAW-01.outcomes.none]\nsay = '{name}{salary}'\n", "salary"),
        ("[rules.NEW-01]\ntitle = 'x'\n", "是新规则"),
        ("[rules.NEW-01]\ntitle = 'x'\narea = 'a'\ntext = 'x'\n", "缺少依据"),
        (
            "[rules.NEW-01]\ntitle = 'x'\narea = 'a'\ntext = 'x'\nbasis = { document = 'x' }\n"
            "[rules.NEW-01.outcomes.bad]\nsay = 'x'\n",
            "缺少 severity",
        ),
        ("[reports.annual]\nperiod = 'fiscal'\n", "fiscal"),
    ],
)
def test_a_pack_that_does_not_fit_those_below_is_refused(body: str, said: str):
    with pytest.raises(KnownError) as caught:
        book(pack(body))
    assert caught.value.code == "PACK-FORMAT"
    assert said in caught.value.message
    assert "标准county" in caught.value.message


def test_shipped_presets_apply_in_their_place_only():
    assert "LOC-01" not in book().ids
    shanghai = book(division="310115001").rule("LOC-01", on=DAY)
    assert shanghai.params["months"] == 6
    assert shanghai.confirmed
    assert book(division="410105").rule("LOC-01", on=DAY).params["months"] == 12
    beijing = book(division="110101001").rule("TWN-01", on=DAY)
    assert beijing.confirmed
    assert "general_union" not in beijing.params["forms"]


def test_every_shipped_preset_fits_the_national_pack():
    for preset in shipped():
        if not preset.national:
            assert RuleBook(shipped(), preset.scope).packs[-1] is preset


def test_a_report_covers_the_period_the_packs_say():
    rules = book()
    assert rules.period_of("annual", 2026) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert rules.period("statistics_year", 2026).last == date(2026, 9, 30)
    other = book(pack('[reports.statistics]\nperiod = "statistics_year"\n'))
    assert other.period_of("statistics", 2026).first == date(2025, 10, 1)
    assert "working_year" in rules.periods()


def test_a_county_may_switch_a_figure_check_off():
    assert "L02" in [c.id for c in book().checks()]
    off = pack("[checks.L02]\ntitle = 'x'\nlevel = 'verify'\nenabled = false\n")
    assert "L02" not in [c.id for c in book(off).checks()]


def test_versions_name_packs_and_digests():
    versions = book(pack("")).versions()
    national = [p.id for p in shipped() if p.national]
    assert [v["id"] for v in versions] == [*national, "county"]
    assert all(len(v["digest"]) == 64 for v in versions)


def test_rules_of_an_area_are_listed():
    rules = book().rules("organisations", on=DAY)
    assert {"LAW-01", "TWN-02"} <= {r.id for r in rules}
    members = book().rules("members", on=DAY)
    assert {"MEM-01", "CON-05"} <= {r.id for r in members}
    assert not {r.id for r in rules} & {r.id for r in members}
    assert book().rules("nobody", on=DAY) == []


def test_an_unknown_rule_is_refused():
    with pytest.raises(UserError, match="LAW-77"):
        book().rule("LAW-77", on=DAY)


def test_a_case_gives_findings_with_basis_and_values():
    case = book().rule("LAW-01", on=DAY).about("employer", "e1", "宏达公司", "青山村")
    found = case.fail("none", field="members", shown={"threshold": 25}, members=30, on=DAY)
    assert found.result is Result.FAIL
    assert found.severity is Severity.MUST
    assert found.message.startswith("宏达公司（青山村）有会员30人，达到25人")
    assert found.values == {"members": 30, "on": "2026-06-01"}
    assert found.basis == case.rule.basis_text
    assert (found.kind, found.id, found.title, found.field) == (
        "employer", "e1", "宏达公司", "members",
    )  # fmt: skip
    assert case.passed().result is Result.PASS
    assert case.no_data("会员人数").result is Result.NO_DATA
    assert case.skip().result is Result.NOT_APPLICABLE


def test_braces_in_a_name_are_plain_text():
    case = book().rule("LAW-01", on=DAY).about("employer", "e1", "{members.__class__}")
    assert case.fail("none", members=30).message.startswith("{members.__class__}有会员30人")


def test_an_incomplete_outcome_is_a_bug():
    rule = book().rule("LAW-01", on=DAY)
    broken = replace(rule, outcomes={"none": Outcome(None, "{name}")})
    with pytest.raises(BugError):
        broken.about("employer", "e1", "n").fail("none")

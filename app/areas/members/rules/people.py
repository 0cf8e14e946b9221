"""What the rules say of one person and of the fields that are expected (MEM-01, 02, 04 to 07, 09).

Each decision takes a ``Rule`` (thresholds, lists, sentences, basis from the rule packs) and facts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.areas.members.rules.documents import read_document
from app.areas.members.rules.facts import ChainFacts, FilledFacts, PersonFacts
from app.base.codes import code_list
from app.base.days import add_months, add_years, parse_iso
from app.base.findings import Finding
from app.base.numbers import read_phone
from app.base.text import rate, squeeze
from app.rules.book import Case, Rule
from app.rules.judging import Judge, judged


@judged
def mem_01(case: Case, params: dict[str, Any], facts: PersonFacts) -> list[Finding]:
    """The number is one of its document type (GB 11643-1999 for citizens' documents)."""
    del params
    if not facts.number:
        return [case.no_data("证件号码", field="number")]
    found = read_document(facts.document_type, facts.number)
    if found.problem:
        return [case.fail("wrong", field="number", why=found.problem)]
    return [case.fail("old", field="number")] if found.upgraded else [case.passed()]


@judged
def mem_02(case: Case, params: dict[str, Any], facts: PersonFacts) -> list[Finding]:
    """Sex and birth date are those of the number; where they differ, the number wins."""
    del params
    if not facts.number:
        return [case.no_data("证件号码", field="number")]
    told = read_document(facts.document_type, facts.number)
    if told.problem:
        return [case.skip("证件号码有误")]
    if told.born is None:
        return [case.skip("这种证件的号码不含性别和出生日期")]
    found = []
    if facts.birth_on and facts.birth_on.isoformat() != told.born:
        born: dict[str, Any] = {"birth": facts.birth_on, "told": parse_iso(told.born)}
        found.append(case.fail("birth", field="birth_on", **born))
    if facts.sex in ("1", "2") and facts.sex != told.sex:
        sexes = code_list("sex")
        sex: dict[str, Any] = {"sex": sexes.name_of(facts.sex), "told": sexes.name_of(told.sex)}
        found.append(case.fail("sex", field="sex", **sex))
    return found or [case.passed()]


@judged
def mem_04(case: Case, params: dict[str, Any], facts: PersonFacts) -> list[Finding]:
    """Not under 16; at the age of retirement and still 在岗 is looked at."""
    born = facts.birth_on
    if born is None:
        return [case.no_data("出生日期", field="birth_on")]
    if born > facts.on:
        return [case.fail("unborn", field="birth_on", birth=born)]
    if facts.on < add_years(born, params["youngest"]):
        return [case.fail("young", field="birth_on", birth=born, youngest=params["youngest"])]
    if facts.status is None:
        return [case.no_data("就业状况", field="employment_status")]
    if facts.status not in params["statuses"] or facts.form in params["spared_forms"]:
        return [case.passed()]
    due = retirement_day(params, born, facts.sex, manager=facts.manager)
    if due is None:
        return [case.no_data("性别", field="sex")]
    if facts.on < due:
        return [case.passed()]
    return [case.fail("retirement", field="employment_status", birth=born, due=due)]


def never_asked(params: Mapping[str, Any], on: date, sex: str | None) -> tuple[date, date]:
    """Whoever was born between these two days passes MEM-04, whatever else is known of her: a month
    at either end is left to the rule itself. For whoever asks it of a whole workbook.

    Args:
        params: of MEM-04.
        on: the day of which it is asked.
        sex: GB/T 2261.1.
    """
    ages = params["retirement"]
    first = {"1": ages["man"], "2": ages[params["unknown_woman"]]}.get(sex or "")
    old = first["age"] if first else min(one["age"] for one in ages.values())
    return add_months(on, 1 - old), add_months(on, -12 * params["youngest"] - 1)


def retirement_day(
    params: dict[str, Any], born: date, sex: str | None, *, manager: bool | None = None
) -> date | None:
    """The day on which a person reaches the statutory age of retirement; None without a sex.

    From ``rise_since`` on, the age rises step by step: one month later for every ``every`` months
    by which the old age falls later, up to ``most``.
    Source: 国务院关于渐进式延迟法定退休年龄的办法, 第一条 and its tables.

    Args:
        params: of MEM-04: ``rise_since`` and, for each category, whole months.
        born: day of birth.
        sex: GB/T 2261.1.
        manager: a woman on a management or technical post; None: as ``unknown_woman`` says.
    """
    if sex not in ("1", "2"):
        return None
    woman = params["unknown_woman"] if manager is None else "manager" if manager else "worker"
    age = params["retirement"]["man" if sex == "1" else woman]
    old = add_months(born, age["age"])
    since = parse_iso(params["rise_since"])
    months = (old.year - since.year) * 12 + old.month - since.month
    if months < 0:
        return old
    return add_months(born, age["age"] + min(months // age["every"] + 1, age["most"]))


@judged
def mem_05(case: Case, params: dict[str, Any], facts: PersonFacts) -> list[Finding]:
    """A mobile number of 11 digits, not shared by many; none is an answer."""
    if not facts.phone:
        return [case.skip("没有手机") if facts.no_phone else case.no_data("手机号", field="phone")]
    if read_phone(facts.phone, mobile_only=True).problem:
        return [case.fail("wrong", field="phone")]
    if facts.same_phone > params["shared"]:
        return [case.fail("shared", field="phone", count=facts.same_phone)]
    return [case.passed()]


def says_no_phone(rule: Rule, written: str) -> bool:
    """Whether a cell says that the person has no phone (「无」), other than being empty (「/」)."""
    return squeeze(written) in rule.params["none_words"]


def expected_fields(rule: Rule, facts: PersonFacts) -> tuple[str, ...]:
    """What should be filled in for a person (MEM-06): it depends on the document, and on the work.

    Foreigners have no 民族, people without an employer no 工作单位.
    """
    params = rule.params
    spared = set(params["without"].get(facts.document_type or "", ()))
    if facts.form in params["no_employer_forms"] or facts.status in params["no_employer_statuses"]:
        spared.add("employer")
    return tuple(field for field in params["fields"] if field not in spared)


def missing_fields(rule: Rule, facts: PersonFacts, filled: Collection[str]) -> tuple[str, ...]:
    """What of it is not filled in; that there is no phone answers ``phone``."""
    return tuple(
        field
        for field in expected_fields(rule, facts)
        if field not in filled and not (field == "phone" and facts.no_phone)
    )


@judged
def mem_06(case: Case, params: dict[str, Any], facts: FilledFacts) -> list[Finding]:
    """The share of what is expected that is filled in, per union."""
    if not facts.expected:
        return [case.skip("没有会员")]
    filled, expected = facts.filled, facts.expected
    if filled * 100 >= expected * params["target_percent"]:
        return [case.passed()]
    low = filled * 100 < expected * params["floor_percent"]
    percents = {"target": params["target_percent"], "floor": params["floor_percent"]}
    values: dict[str, Any] = {"filled": filled, "expected": expected, **percents}
    values["rate"] = rate(filled, expected)
    return [case.fail("below_floor" if low else "below_target", **values)]


@judged
def mem_07(case: Case, params: dict[str, Any], facts: ChainFacts) -> list[Finding]:
    """The events of a membership follow each other, each with a reason that fits."""
    if not facts.events:
        return [case.no_data("会籍变化")]
    found = []
    names, reasons = code_list("membership_change"), code_list("change_reason")

    def named(change: str) -> str:
        return names.name_of(change) if change in names else params["opening_word"]

    first = facts.events[0]
    if first.change not in params["first"]:
        found.append(case.fail("first", change=named(first.change)))
    for before, event in zip(facts.events, facts.events[1:], strict=False):
        if event.change not in params["after"].get(before.change, (event.change,)):
            pair: dict[str, Any] = {"before": named(before.change), "change": named(event.change)}
            found.append(case.fail("after", **pair, on=event.on or ""))
    for event in facts.events:
        if event.change in params["needs_target"] and event.target is False:
            found.append(case.fail("target", change=named(event.change), on=event.on or ""))
        if event.reason is None:
            continue
        fits = event.change in params["only"].get(event.reason, (event.change,))
        if not fits or event.reason not in params["needs"].get(event.change, (event.reason,)):
            why = reasons.name_of(event.reason)
            found.append(
                case.fail("reason", change=named(event.change), reason=why, on=event.on or "")
            )
    return found or [case.passed()]


@judged
def mem_09(case: Case, params: dict[str, Any], facts: PersonFacts) -> list[Finding]:
    """Of an agricultural household and working: 农民工 is suggested, a person decides."""
    if facts.migrant is not None:
        return [case.passed()]
    if facts.household_type is None:
        return [case.no_data("户籍类型", field="household_type")]
    if facts.household_type not in params["household_types"] or facts.away is False:
        return [case.skip("不是离乡务工的农业户口")]
    if facts.status is not None and facts.status not in params["statuses"]:
        return [case.skip("不在岗")]
    household = code_list("household_type").name_of(facts.household_type)
    return [case.fail("suggest", field="migrant", household=household)]


PERSON_RULES: dict[str, Judge[PersonFacts]] = {
    "MEM-01": mem_01, "MEM-02": mem_02, "MEM-04": mem_04, "MEM-05": mem_05, "MEM-09": mem_09,
}  # fmt: skip
"""Rules put to every member."""

FILLED_RULES: dict[str, Judge[FilledFacts]] = {"MEM-06": mem_06}
CHAIN_RULES: dict[str, Judge[ChainFacts]] = {"MEM-07": mem_07}

"""The filters of the lists of people as SQL conditions. A key that no filter knows finds nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, exists, false, func, or_, select

from app.areas.organisations.lists.common import chosen
from app.base.codes import CodeList, code_list
from app.base.lists import View
from app.rules.office import rule_book
from app.store import search
from app.store.meta import on_day

from ..records import EMPLOYMENT, IDENTITY, MEMBERSHIP, PERSON, PERSON_SPELL, PLATFORM_MARK
from .declared import age_bands

RULE = "MEM-06"
"""The rule that says which fields are expected of whom."""


def hex_ids(keys: Sequence[str]) -> list[str]:
    """Of the keys those that can be ids."""
    return [k for k in keys if len(k) == 32 and all(c in "0123456789abcdef" for c in k)]


def spell() -> Any:
    """The dated fields of a person; to be joined by ``spell_on``."""
    return PERSON_SPELL.c


def spell_on(day: date) -> Any:
    """How the dated fields of a day are joined to a person."""
    return and_(PERSON_SPELL.c.person_id == PERSON.c.id, on_day(PERSON_SPELL, day))


def no_employment(day: date) -> Any:
    """She works nowhere on the day."""
    return ~exists().where(EMPLOYMENT.c.person_id == PERSON.c.id, on_day(EMPLOYMENT, day))


def _no_document() -> Any:
    return ~exists().where(IDENTITY.c.person_id == PERSON.c.id, IDENTITY.c.until.is_(None))


def _told(column: Any, key: str) -> Any:
    return {
        "yes": column == True,  # noqa: E712  SQL
        "no": column == False,  # noqa: E712  SQL
        "unknown": column.is_(None),
    }.get(key, false())


def _below(codes: CodeList, code: str) -> list[str]:
    return [code, *(e.code for e in codes.children(code))]


def _among(column: Any, codes: str) -> Callable[[str], Any]:
    """A code with all below it; ``unknown``: not filled in."""
    known = code_list(codes)

    def condition(key: str) -> Any:
        return column.is_(None) if key == "unknown" else column.in_(_below(known, key))

    return condition


def _ethnicity(key: str) -> Any:
    if key == "minority":
        entries = code_list("ethnicity").entries
        return PERSON.c.ethnicity.in_([e.code for e in entries if e.flag("minority") is not False])
    return _among(PERSON.c.ethnicity, "ethnicity")(key)


def _new_group(key: str) -> Any:
    if key == "any":
        return PERSON_SPELL.c.new_group.is_not(None)
    return _among(PERSON_SPELL.c.new_group, "new_group")(key)


def _age(key: str, day: date) -> Any:
    for title, lower, upper in age_bands():
        if key == title:
            return PERSON.c.birth_year.between(day.year - upper, day.year - lower)
    return false()


def missing(connection: Connection, key: str, day: date) -> Any:
    """SQL condition: this is not filled in though it is expected."""
    person, dated = PERSON.c, PERSON_SPELL.c
    params = rule_book(connection).rule(RULE, on=day).params
    spared = [kind for kind, fields in params["without"].items() if "ethnicity" in fields]
    foreign = exists().where(
        IDENTITY.c.person_id == person.id, IDENTITY.c.until.is_(None), IDENTITY.c.type.in_(spared)
    )
    self_employed = or_(
        func.coalesce(dated.employment_form, "").in_(params["no_employer_forms"]),
        func.coalesce(dated.employment_status, "").in_(params["no_employer_statuses"]),
    )
    lacks: dict[str, Any] = {
        "document": _no_document(),
        "phone": and_(person.phone.is_(None), func.coalesce(person.no_phone, 0) == 0),
        "ethnicity": and_(person.ethnicity.is_(None), ~foreign),
        "employer": and_(no_employment(day), ~self_employed),
        "birth_on": person.birth_on.is_(None),
        "sex": person.sex.is_(None),
        "education": dated.education.is_(None),
        "political": dated.political.is_(None),
        "joined_on": person.joined_on.is_(None),
        "service_card": person.service_card_no.is_(None),
        "consent": person.consent_on.is_(None),
    }
    lacks["document_type"] = lacks["number"] = lacks["document"]
    if key == "any":
        return or_(false(), *(lacks[field] for field in params["fields"] if field in lacks))
    return lacks.get(key, false())


def period(column: Any, keys: Sequence[str]) -> Any:
    """Between two days, both in it; an empty one is open."""
    days = [_day(key) for key in (*keys, "", "")[:2]]
    if not any(days):
        return false()
    first, last = days
    conditions = [column.is_not(None)]
    if first:
        conditions.append(column >= first)
    if last:
        conditions.append(column <= last)
    return and_(*conditions)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _works_at(keys: Sequence[str], day: date) -> Any:
    ids = hex_ids(keys)
    return PERSON.c.id.in_(
        select(EMPLOYMENT.c.person_id).where(
            or_(EMPLOYMENT.c.employer_id.in_(ids), EMPLOYMENT.c.host_id.in_(ids)),
            on_day(EMPLOYMENT, day),
        )
    )


def _in_campaign(keys: Sequence[str]) -> Any:
    spell = MEMBERSHIP.c
    found = select(spell.person_id).where(
        spell.campaign_id.in_(hex_ids(keys)), spell.status != "voided"
    )
    return PERSON.c.id.in_(found)


def _on_platform(key: str) -> Any:
    """As the marks stand now: a platform's answer has no earlier states."""
    mark = PLATFORM_MARK.c
    person = func.unhex(mark.record, type_=PERSON.c.id.type)
    went = or_(mark.exported_on.is_not(None), mark.confirmed_on.is_not(None))
    sent = PERSON.c.id.in_(select(person).where(mark.answer.is_(None), went))
    refused = PERSON.c.id.in_(select(person).where(mark.answer.is_not(None)))
    states = {"sent": sent, "refused": refused, "none": and_(~sent, ~refused)}
    return states.get(key, false())


DATED = frozenset(
    {"education", "political", "employment_form", "employment_status", "migrant", "new_group",
     "skill", "household_type", "missing"}
)  # fmt: skip
"""Filters that look at the dated fields."""


def conditions(connection: Connection, view: View) -> list[Any]:
    """What the filters and the searched words ask of a person; ``DATED`` ones need ``spell_on``."""
    person, dated, day = PERSON.c, PERSON_SPELL.c, view.day
    each: dict[str, Callable[[str], Any]] = {
        "sex": lambda key: person.sex == key,
        "age": lambda key: _age(key, day),
        "ethnicity": _ethnicity,
        "new_group": _new_group,
        "missing": lambda key: missing(connection, key, day),
        "education": _among(dated.education, "education"),
        "political": _among(dated.political, "political"),
        "employment_form": _among(dated.employment_form, "employment_form"),
        "employment_status": _among(dated.employment_status, "employment_status"),
        "skill": _among(dated.skill, "skill"),
        "household_type": _among(dated.household_type, "household_type"),
        "migrant": lambda key: _told(dated.migrant, key),
        "hardship": lambda key: _told(person.hardship, key),
        "model_worker": lambda key: _told(person.model_worker, key),
        "platform": _on_platform,
    }
    whole: dict[str, Callable[[Sequence[str]], Any]] = {
        "employer": lambda keys: _works_at(keys, day),
        "campaign": _in_campaign,
        "joined": lambda keys: period(person.joined_on, keys),
    }
    found = [
        or_(false(), *(condition(key) for key in keys))
        for name, condition in each.items()
        if (keys := chosen(view, name))
    ]
    found += [condition(keys) for name, condition in whole.items() if (keys := chosen(view, name))]
    if view.text.strip():
        found.append(search.condition(connection, person.id, "member", view.text))
    return found


def left_in(column: Any, view: View) -> Any | None:
    """SQL condition of the filter 终止日期; None if it is not set."""
    keys = chosen(view, "left")
    return period(column, keys) if keys else None

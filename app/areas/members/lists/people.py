"""Rows of people: everything a list shows of one person on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from app.areas.organisations.lists.common import employer_names, name_of, union_names
from app.areas.organisations.lists.names import CHUNK
from app.base.days import Span
from app.rules.office import rule_book
from app.store.meta import on_day

from ..records import (
    CAMPAIGN,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from ..rules.documents import RESIDENT
from ..rules.facts import PersonFacts
from ..rules.people import missing_fields
from .declared import MISSING, status
from .narrowing import RULE

CODES = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "marital": "marital",
    "education": "education",
    "political": "political",
    "employment_status": "employment_status",
    "employment_form": "employment_form",
    "new_group": "new_group",
    "skill": "skill",
    "household_type": "household_type",
}
"""Field of a person → its code list."""
_FLAGS = ("migrant", "hardship", "model_worker")
_FIELD = {"document_type": "document", "number": "document"}


def owned(
    connection: Connection, table: Table, ids: Sequence[str], *conditions: Any
) -> dict[str, list[RowMapping]]:
    """Person → her rows of a table, oldest first."""
    found: dict[str, list[RowMapping]] = defaultdict(list)
    order = table.c.since if "since" in table.c else table.c.id
    for start in range(0, len(ids), CHUNK):
        query = select(table).where(table.c.person_id.in_(ids[start : start + CHUNK]), *conditions)
        for row in connection.execute(query.order_by(order)).mappings():
            found[row["person_id"]].append(row)
    return found


def standing(
    spells: Sequence[Mapping[Any, Any]], sent: Sequence[Mapping[Any, Any]], day: date
) -> tuple[str, Mapping[Any, Any] | None]:
    """How a person stands on a day, and the membership by which: the one that holds, else the last
    that ended; None where there was none yet.

    Args:
        spells: the person's memberships, oldest first.
        sent: the person's 转出 to the outside.
    """
    begun = [
        row for row in spells if row["status"] != "voided" and (row["since"] or date.min) <= day
    ]
    if not begun:
        return "none", None
    last = begun[-1]
    if Span(last["since"], last["until"]).covers(day):
        return last["status"], last
    if last["ended"] == "transferred_out" and any(_waits(row, day) for row in sent):
        return "waiting", last
    return "ended", last


def _waits(row: Mapping[Any, Any], day: date) -> bool:
    answered = row["received_on"] or row["returned_on"]
    return row["direction"] == "out" and Span(row["sent_on"], answered).covers(day)


def shown_document(papers: Sequence[Mapping[Any, Any]]) -> Mapping[Any, Any]:
    """Of a person's documents the one that stands for her in lists, workbooks and papers: the
    present one, the citizen identity card where there are several; empty if there is none."""
    present = (paper for paper in papers if paper["until"] is None)
    return min(present, key=lambda paper: paper["type"] != RESIDENT, default={})


def rows_of(connection: Connection, ids: Sequence[str], day: date) -> list[dict[str, Any]]:
    """The people's rows on a day, in the order of ``ids``; who is not there is left out."""
    people = _people(connection, ids)
    spells = owned(connection, MEMBERSHIP, ids)
    sent = owned(connection, TRANSFER, ids, TRANSFER.c.direction == "out")
    dated = owned(connection, PERSON_SPELL, ids, on_day(PERSON_SPELL, day))
    papers = owned(connection, IDENTITY, ids, IDENTITY.c.until.is_(None))
    former = owned(connection, FORMER_NAME, ids)
    work = owned(connection, EMPLOYMENT, ids, on_day(EMPLOYMENT, day))
    stands = {one: standing(spells.get(one, ()), sent.get(one, ()), day) for one in people}
    held = [row for _, row in stands.values() if row is not None]
    unions = union_names(connection, day, (row["union_id"] for row in held))
    jobs = [row for rows in work.values() for row in rows]
    firms = employer_names(
        connection, day, (row[key] for row in jobs for key in ("employer_id", "host_id"))
    )
    campaigns = _campaigns(connection, held)
    rule = rule_book(connection).rule(RULE, on=day)
    found = []
    for one in ids:
        if one not in people:
            continue
        row = _row(
            people[one],
            dict(dated[one][-1]) if one in dated else {},
            shown_document(papers.get(one, ())),
            work.get(one, []),
            firms,
            day,
        )
        row.update(_membership(*stands[one], unions, campaigns))
        row["former_names"] = "、".join(r["name"] for r in former.get(one, ()))
        row["missing"] = _missing(rule, row, day)
        found.append(_in_words(row))
    return found


def _people(connection: Connection, ids: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(PERSON).where(PERSON.c.id.in_(ids[start : start + CHUNK]))
        found.update({row["id"]: row for row in connection.execute(query).mappings()})
    return found


def _campaigns(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> dict[str, str]:
    ids = {row["campaign_id"] for row in rows if row["campaign_id"]}
    query = select(CAMPAIGN.c.id, CAMPAIGN.c.name).where(CAMPAIGN.c.id.in_(ids))
    return {row.id: row.name for row in connection.execute(query)} if ids else {}


def _row(
    person: Mapping[Any, Any],
    dated: Mapping[Any, Any],
    paper: Mapping[Any, Any],
    jobs: Sequence[Mapping[Any, Any]],
    firms: Mapping[str, str],
    day: date,
) -> dict[str, Any]:
    """Person, dated fields, present document, the work that the membership follows; as codes."""
    own = {k: v for k, v in person.items() if k != "rev"}
    now = {k: v for k, v in dated.items() if k not in ("id", "rev", "person_id", "doc_no")}
    job: Mapping[Any, Any] = next((j for j in jobs if j["follows"]), {})
    employer = firms.get(job.get("employer_id") or "") or job.get("employer_name")
    born = person["birth_year"]
    return {
        **now,
        **own,
        "age": None if born is None else day.year - born,
        "document_type": paper.get("type"),
        "number": paper.get("number"),
        "employer": employer,
        "host": firms.get(job.get("host_id") or ""),
        **{key: job.get(key) for key in ("post", "department", "employee_no")},
    }


def _membership(
    key: str,
    spell: Mapping[Any, Any] | None,
    unions: Mapping[str, str],
    campaigns: Mapping[str, str],
) -> dict[str, Any]:
    spell = spell or {}
    return {
        "status": status(key, spell.get("ended") or ""),
        "status_key": key,
        "union_id": spell.get("union_id"),
        "union": unions.get(spell.get("union_id") or "", ""),
        "campaign": campaigns.get(spell.get("campaign_id") or "", ""),
        "began": name_of("membership_began", spell.get("began")),
        "membership_id": spell.get("id"),
        **{k: spell.get(k) for k in ("group_name", "since", "until", "dues_until")},
    }


def _missing(rule: Any, row: Mapping[Any, Any], day: date) -> str:
    facts = PersonFacts(
        id=row["id"],
        name=row["name"],
        on=day,
        document_type=row["document_type"],
        no_phone=bool(row["no_phone"]),
        status=row.get("employment_status"),
        form=row.get("employment_form"),
    )
    filled = [field for field, value in row.items() if value not in (None, "")]
    lacks = [_FIELD.get(field, field) for field in missing_fields(rule, facts, filled)]
    return "、".join(MISSING.get(field, field) for field in dict.fromkeys(lacks))


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Codes as their words; 是, 否 or nothing for a flag."""
    for key, codes in CODES.items():
        row[key] = name_of(codes, row.get(key))
    row["document_type"] = name_of("document_type", row["document_type"])
    for key in _FLAGS:
        told = row.get(key)
        row[key] = "" if told is None else "是" if told else "否"
    return row

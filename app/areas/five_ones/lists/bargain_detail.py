"""What the details and papers of a consultation, a batch and a contract show: read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, select

from app.areas.members.records import PERSON
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import EMPLOYER
from app.rules.office import rule_book
from app.store import evidence

from ..records import ACTIVITY, CONSULTATION, CONTRACT, CONTRACT_COVER, OFFER_BATCH, RESOLUTION
from ..rules.bargaining_facts import WAGE, ConsultationFacts, ContractFacts
from ..rules.process import Standing, standing
from .bargains import Bargains, terms
from .consultations import batch_words, number_of
from .contracts import windows


@dataclass(slots=True)
class ConsultationCard:
    """A consultation with all that belongs to it.

    Attributes:
        row: the record; ``number``: 文号 of its offer in a batch, ``proposal`` of the batch.
        negotiators: both sides, heads first; ``talks`` in order.
        congress, resolution: titles, where they are named.
        contract: the record it led to, and ``contract_facts``.
        legal_representative: of the employer.
        proofs: kind → number.
    """

    row: dict[str, Any]
    facts: ConsultationFacts
    now: Standing
    union: str = ""
    employer: str = ""
    legal_representative: str = ""
    number: str = ""
    proposal: str = ""
    negotiators: list[Mapping[str, Any]] = field(default_factory=list)
    talks: list[Mapping[str, Any]] = field(default_factory=list)
    congress: str = ""
    resolution: str = ""
    contract: Mapping[str, Any] | None = None
    proofs: Mapping[str, int] = field(default_factory=dict)
    filing_days: int = 0

    def side(self, which: str) -> list[Mapping[str, Any]]:
        """Who sits on a side."""
        return [one for one in self.negotiators if one["side"] == which]


@dataclass(slots=True)
class ContractCard:
    """A contract with its employers.

    Attributes:
        covers: of every employer ever covered, with ``name`` and ``outside``, by name.
        consultations: (id, title) of what led to it.
        renews, renewed_by: (id, title) of its neighbours.
        window: see ``lists.contracts.windows``; ``filing_days``: from signing to filing.
    """

    row: dict[str, Any]
    facts: ContractFacts
    union: str = ""
    covers: list[dict[str, Any]] = field(default_factory=list)
    consultations: list[tuple[str, str]] = field(default_factory=list)
    renews: tuple[str, str] | None = None
    renewed_by: tuple[str, str] | None = None
    window: tuple[int, int] = (0, 0)
    filing_days: int = 0
    proofs: Mapping[str, int] = field(default_factory=dict)


def consultation_card(connection: Connection, record: str, day: date) -> ConsultationCard | None:
    """A consultation as of a day; None where there is none."""
    deadlines = terms(rule_book(connection), day)
    known = Bargains(connection, day, deadlines, consultations=[record])
    row = known.talks_rows.get(record)
    if row is None:
        return None
    facts = known.consultation(row)
    firm = row["employer_id"]
    words = batch_words(connection, [row["batch_id"]] if row["batch_id"] else [])
    word, year = words.get(row["batch_id"] or "", ("", 0))
    card = ConsultationCard(
        row=dict(row),
        facts=facts,
        now=standing(facts, deadlines),
        union=names_of(connection, "union", [row["union_id"]], day).get(row["union_id"], ""),
        employer=names_of(connection, "employer", [firm], day).get(firm or "", ""),
        number=number_of(word, year, row["batch_no"]),
        negotiators=known.negotiators.get(record, []),
        talks=known.meetings.get(record, []),
        contract=known.rows.get(row["contract_id"] or ""),
        proofs=evidence.kinds_of(connection, CONSULTATION.name, [record]).get(record, {}),
        filing_days=deadlines.filing(facts.form == WAGE),
    )
    if firm is not None:
        query = select(EMPLOYER.c.legal_representative).where(EMPLOYER.c.id == firm)
        card.legal_representative = connection.execute(query).scalar() or ""
    if row["batch_id"] is not None:
        proposed = select(OFFER_BATCH.c.proposal).where(OFFER_BATCH.c.id == row["batch_id"])
        card.proposal = connection.execute(proposed).scalar() or ""
    card.congress = _title(connection, ACTIVITY, row["congress_id"])
    card.resolution = _title(connection, RESOLUTION, row["resolution_id"])
    return card


def contract_card(connection: Connection, record: str, day: date) -> ContractCard | None:
    """A contract as of a day; None where there is none."""
    book = rule_book(connection)
    deadlines = terms(book, day)
    known = Bargains(connection, day, deadlines, contracts=[record])
    row = known.rows.get(record)
    if row is None:
        return None
    union = row["union_id"]
    card = ContractCard(
        row=dict(row),
        facts=known.contracts[record],
        union=names_of(connection, "union", [union], day).get(union, ""),
        covers=covers_of(connection, record, day, known),
        window=windows(book, day),
        filing_days=deadlines.filing(known.contracts[record].wage),
        proofs=evidence.kinds_of(connection, CONTRACT.name, [record]).get(record, {}),
    )
    talks = select(CONSULTATION.c.id, CONSULTATION.c.title).where(
        CONSULTATION.c.contract_id == record
    )
    card.consultations = [
        (one.id, one.title)
        for one in connection.execute(talks.order_by(CONSULTATION.c.batch_no, CONSULTATION.c.id))
    ]
    if row["renews_id"]:
        card.renews = (row["renews_id"], _title(connection, CONTRACT, row["renews_id"]))
    later = select(CONTRACT.c.id, CONTRACT.c.title).where(CONTRACT.c.renews_id == record)
    found = connection.execute(later).first()
    card.renewed_by = (found.id, found.title) if found is not None else None
    return card


def covers_of(
    connection: Connection, contract: str, day: date, known: Bargains
) -> list[dict[str, Any]]:
    """Every employer that the contract covers or covered, by name; ``outside``: the union does not
    cover it on the day."""
    query = select(CONTRACT_COVER).where(CONTRACT_COVER.c.contract_id == contract)
    rows = [dict(one) for one in connection.execute(query).mappings()]
    names = names_of(connection, "employer", (row["employer_id"] for row in rows), day)
    union = known.rows[contract]["union_id"]
    for row in rows:
        row["name"] = names.get(row["employer_id"], "")
        row["outside"] = not known.reach.reaches(union, row["employer_id"])
    return sorted(rows, key=lambda row: (row["until"] is not None, row["name"]))


def congresses_of(connection: Connection, union: str) -> Sequence[tuple[str, str, date | None]]:
    """职工(代表)大会 of a union, the newest first: id, title, day."""
    row = ACTIVITY.c
    query = (
        select(row.id, row.title, row.held_on, row.planned_on)
        .where(row.union_id == union, row.kind == "workers_congress", row.cancelled_on.is_(None))
        .order_by(row.held_on.is_(None), row.held_on.desc(), row.planned_on.desc())
    )
    return [(one.id, one.title, one.held_on) for one in connection.execute(query)]


def resolutions_of(connection: Connection, congress: str) -> Sequence[tuple[str, str]]:
    """The resolutions of a meeting: id, title."""
    row = RESOLUTION.c
    query = select(row.id, row.title).where(row.activity_id == congress)
    return [(one.id, one.title) for one in connection.execute(query.order_by(row.position, row.id))]


def wage_decisions(
    connection: Connection,
) -> dict[tuple[str, int], tuple[str, date, str | None]]:
    """(union, year) → a 职代会 of the year, its day, its resolution on a wage contract."""
    on_wages = and_(
        RESOLUTION.c.activity_id == ACTIVITY.c.id, RESOLUTION.c.topic == "wage_contract"
    )
    query = (
        select(ACTIVITY.c.union_id, ACTIVITY.c.id, ACTIVITY.c.held_on, RESOLUTION.c.id)
        .outerjoin(RESOLUTION, on_wages)
        .where(ACTIVITY.c.kind == "workers_congress", ACTIVITY.c.held_on.is_not(None))
        .order_by(ACTIVITY.c.held_on)
    )
    return {
        (union, held.year): (meeting, held, decision)
        for union, meeting, held, decision in connection.execute(query)
    }


def name_and_sex(connection: Connection, person: str) -> Mapping[str, Any]:
    """``name`` and ``sex`` of a person of the register."""
    query = select(PERSON.c.name, PERSON.c.sex).where(PERSON.c.id == person)
    found = connection.execute(query).mappings().first()
    return dict(found) if found is not None else {}


def _title(connection: Connection, table: Any, record: str | None) -> str:
    if record is None:
        return ""
    found = connection.execute(select(table.c.title).where(table.c.id == record)).scalar()
    return found or ""

"""Who of the register may be the person that is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from app.store.work import in_parts

from ..records import FORMER_NAME, IDENTITY, NOT_SAME, PERSON
from ..rules.documents import read_document
from ..rules.duplicates import Traits, forms_of, likeness, weights
from ..rules.names import plain_name
from .people import rows_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the register who may be the person that is being typed.

    Attributes:
        id: of the record to be used (of merged ones: the one that stays).
        name, place: as shown: the present name, the union or how the membership ended.
        score: 0 to 100; ``certain``: a document number is the same.
        why: in words, the weightiest first.
    """

    id: str
    name: str
    place: str
    score: int
    certain: bool
    why: tuple[str, ...]


def candidates(
    conn: Connection,
    day: date,
    *,
    name: str = "",
    birth_on: date | None = None,
    phone: str | None = None,
    sex: str | None = None,
    documents: Sequence[tuple[str | None, str]] = (),
    besides: str | None = None,
    limit: int = 10,
) -> list[Candidate]:
    """Who of the register may be this person, the likeliest first. By index only: fit for every
    keystroke (each call a few short questions).

    Args:
        day: for the union shown.
        name: a name of now or then finds with ``birth_on`` or ``phone`` beside it.
        documents: (type, number), as typed, the type None where it is not chosen; former
            documents match too.
        besides: id of the person that is being edited.
    """
    how = weights()
    papers = tuple((kind or read_document(None, n).type, n) for kind, n in documents if n)
    typed = Traits(plain_name(name), birth_on, phone or None, sex, documents=papers)
    ids = _by_number(conn, papers) | _by_name(conn, typed)
    into = {row.id: row.alias_of_id or row.id for row in rows_by(conn, PERSON, "id", ids)}
    ids = set(into.values()) - {besides}
    apart = said_apart(conn, besides) if besides else {}
    people = traits(conn, ids.difference(apart))
    found = []
    for one, their in people.items():
        same = likeness(typed, their, how)
        if same.score >= how.while_typing:
            found.append((one, their, same))
    found.sort(key=lambda each: (-each[2].score, each[1].name, each[0]))
    places = {row["id"]: row for row in rows_of(conn, [one for one, _, _ in found[:limit]], day)}
    sure = how.signals["number"][0]
    return [
        Candidate(
            one,
            their.name,
            str(places[one]["union"] or places[one]["status"]),
            same.score,
            same.score >= sure and _same_number(typed, their),
            same.why,
        )
        for one, their, same in found[:limit]
    ]


def _same_number(one: Traits, two: Traits) -> bool:
    forms = {f for kind, number in one.documents for f in forms_of(kind, number)}
    return any(f in forms for kind, number in two.documents for f in forms_of(kind, number))


def _by_number(conn: Connection, documents: Sequence[tuple[str, str]]) -> set[str]:
    forms = {form for kind, number in documents if number for form in forms_of(kind, number)}
    if not forms:
        return set()
    query = select(IDENTITY.c.person_id).where(IDENTITY.c.number.in_(sorted(forms)))
    return set(conn.execute(query).scalars())


def _by_name(conn: Connection, typed: Traits) -> set[str]:
    """By name now or then with birth date or phone; by phone with a near name."""
    found: set[str] = set()
    if typed.name and (typed.birth_on or typed.phone):
        also = or_(
            *([PERSON.c.birth_on == typed.birth_on] if typed.birth_on else []),
            *([PERSON.c.phone == typed.phone] if typed.phone else []),
        )
        former = select(FORMER_NAME.c.person_id).where(FORMER_NAME.c.name == typed.name)
        for called in (PERSON.c.name == typed.name, PERSON.c.id.in_(former)):
            query = select(PERSON.c.id).where(called, also, PERSON.c.erased_on.is_(None))
            found.update(conn.execute(query).scalars())
    if typed.phone and typed.birth_on:
        query = select(PERSON.c.id).where(
            PERSON.c.phone == typed.phone,
            PERSON.c.birth_on == typed.birth_on,
            PERSON.c.erased_on.is_(None),
        )
        found.update(conn.execute(query).scalars())
    return found


def said_apart(conn: Connection, person: str) -> dict[str, str]:
    """Of whom a person said that they are not this one (不是同一人): person → id of that record,
    for ``maybe_same``."""
    rows = conn.execute(
        select(NOT_SAME).where(or_(NOT_SAME.c.person_id == person, NOT_SAME.c.other_id == person))
    )
    return {row.other_id if row.person_id == person else row.person_id: row.id for row in rows}


def rows_by(conn: Connection, table: Any, column: str, ids: Iterable[str]) -> Iterator[Any]:
    """Rows of a table whose column has one of these values, in parts."""
    for part in in_parts(ids):
        yield from conn.execute(select(table).where(table.c[column].in_(part))).all()


def traits(conn: Connection, ids: Iterable[str]) -> dict[str, Traits]:
    """What is compared, of people who are neither merged nor erased."""
    every = sorted(ids)
    papers: dict[str, list[tuple[str, str]]] = {}
    for row in rows_by(conn, IDENTITY, "person_id", every):
        papers.setdefault(row.person_id, []).append((row.type, row.number))
    names: dict[str, list[str]] = {}
    for row in rows_by(conn, FORMER_NAME, "person_id", every):
        names.setdefault(row.person_id, []).append(row.name)
    return {
        row.id: Traits(
            row.name,
            row.birth_on,
            row.phone,
            row.sex,
            frozenset(names.get(row.id, ())),
            tuple(papers.get(row.id, ())),
            frozenset(card for card in (row.card_no, row.service_card_no) if card),
        )
        for row in rows_by(conn, PERSON, "id", every)
        if row.alias_of_id is None and row.erased_on is None
    }

"""The act that commits an import of members: one transaction, one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.base.days import chinese
from app.store import spells
from app.store.incoming import Incoming, end_import
from app.store.work import Work, act

from ..records import (
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from .employments import edit_employment, employ
from .memberships import expel, leave, record_death, restore, retain, set_group
from .people import add_document, rename_person
from .transfers import send_out, transfer

TABLES: dict[str, Table] = {
    one.name: one
    for one in (PERSON, PERSON_SPELL, IDENTITY, FORMER_NAME, MEMBERSHIP, EMPLOYMENT, TRANSFER)
}


@dataclass(slots=True)
class Newcomer:
    """A person to be made, with what belongs to her; ids and links are set when it is written.
    What a table's row does not name stays empty."""

    part: int
    person: dict[str, Any]
    dated: dict[str, Any]
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """An act on somebody of the register, by its name here."""

    part: int
    kind: str
    person: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class Batch:
    """What a part of the rows does.

    Attributes:
        newcomers: people to be made.
        rows: (table, new row) of people who are there.
        updates: table → record → (fields, import row).
        dated: (person, fields, import row) of people whose dated fields were different before.
        events: acts, in the order of the file.
    """

    newcomers: list[Newcomer] = field(default_factory=list)
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    updates: dict[str, dict[str, tuple[dict[str, Any], int]]] = field(default_factory=dict)
    dated: list[tuple[str, dict[str, Any], int]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def update(self, table: str, record: str, values: Mapping[str, Any], part: int) -> None:
        """Change fields of a record, beside what is changed of it already."""
        if values:
            known = self.updates.setdefault(table, {}).setdefault(record, ({}, part))
            known[0].update(values)

    def empty(self) -> bool:
        """Whether it does nothing."""
        return not (self.newcomers or self.rows or self.updates or self.dated or self.events)


@act("members.import", "导入会员")
def import_members(
    work: Work,
    make_batches: Callable[[Connection, Container[str]], Iterable[Batch]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Write what the checked rows of a workbook say, part by part.

    Args:
        make_batches: judges the rows against the data as they are inside this transaction; it is
            given the people made so far.
        incoming: the workbook.

    Returns:
        ``batch``, and how many ``people`` were made. Nothing is noted if no row does anything.
    """
    work.start_batch()
    done = people = 0
    for part in make_batches(work.conn, work.made(PERSON)):
        if part.empty():
            continue
        done += 1
        people += len(part.newcomers)
        _newcomers(work, part)
        _others(work, part)
        for event in part.events:
            work.part = event.part
            EVENTS[event.kind](work, event.person, **event.values)
        work.part = None
    return end_import(work, incoming, {"people": people}, done=bool(done))


def _newcomers(work: Work, batch: Batch) -> None:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for one, person in zip(batch.newcomers, work.new_ids(len(batch.newcomers)), strict=True):
        one.person["id"], one.person["_part"] = person, one.part
        rows["person"].append(one.person)
        one.rows.append(("person_spell", one.dated))
        for table, row in one.rows:
            row["person_id"], row["_part"] = person, one.part
            rows[table].append(row)
    for name, target in TABLES.items():
        if rows[name]:
            work.insert_rows(target, rows[name])


def _others(work: Work, batch: Batch) -> None:
    for name, updates in batch.updates.items():
        work.update_rows(
            TABLES[name],
            {record: values for record, (values, _) in updates.items()},
            {record: part for record, (_, part) in updates.items()},
        )
    by_table: dict[str, list[dict[str, Any]]] = {}
    for name, row in batch.rows:
        by_table.setdefault(name, []).append(row)
    for name, rows in by_table.items():
        work.insert_rows(TABLES[name], rows)
    for person, values, part in batch.dated:
        work.part = part
        spells.correct(work, PERSON_SPELL, person, day=work.today, values=values)
    work.part = None


# -- events ----------------------------------------------------------------------------------------


def _transfer(
    work: Work, person: str, *, to: str, on: date, reason: str | None, group: str | None
) -> None:
    transfer(work, [person], to_union_id=to, on=on, reason=reason or "work_changed")
    if group:
        set_group(work, [person], group_name=group)


def _retain(work: Work, person: str, *, on: date, reason: str | None = None) -> None:
    retain(work, [person], on=on, reason=reason)


def _expel(work: Work, person: str, *, on: date) -> None:
    expel(work, person, on=on, decided_on=on)


def _send_out(
    work: Work, person: str, *, on: date, to_name: str = "", reason: str | None = None
) -> None:
    to_name = to_name.strip() or "（来表未写明）"
    send_out(work, [person], to_name=to_name, on=on, reason=reason or "work_changed")


def _replace(work: Work, person: str, *, type: str, number: str, replaces: str | None) -> None:
    add_document(work, person, type=type, number=number, replaces=replaces)


def _follow(work: Work, person: str, *, job: str, on: date) -> None:
    """The membership follows another of her employments from now on; the one before ends."""
    query = select(EMPLOYMENT).where(
        EMPLOYMENT.c.person_id == person,
        EMPLOYMENT.c.until.is_(None),
        EMPLOYMENT.c.follows == True,  # noqa: E712
    )
    for row in work.rows(query):
        if row["since"] is None or row["since"] < on:
            work.update(EMPLOYMENT, row["id"], until=on)
    edit_employment(work, job, follows=True)


def _unknown(work: Work, person: str, *, on: date) -> None:
    """Nobody knows where she is: a note, and nothing else."""
    note = work.row(PERSON, person)["note"]
    said = f"{chinese(on)}的名册里没有此人，去向不明"
    if said not in (note or ""):
        work.update(PERSON, person, note=f"{note}；{said}" if note else said)


EVENTS: dict[str, Callable[..., Any]] = {
    "transfer": _transfer,
    "retain": _retain,
    "restore": restore,
    "leave": leave,
    "expel": _expel,
    "send_out": _send_out,
    "die": record_death,
    "rename": rename_person,
    "replace": _replace,
    "employ": employ,
    "follow": _follow,
    "unknown": _unknown,
}
"""What a row can do to somebody of the register beside filling in fields."""

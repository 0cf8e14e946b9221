"""One person with everything that belongs to her, and pickers of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import employer_names, name_of
from app.areas.organisations.lists.names import names_of
from app.base.lists import View
from app.store.search import IndexPicker

from ..records import (
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from ..rules.documents import RESIDENT
from .people import owned, rows_of
from .queues import TRANSFERS


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a person's membership.

    Attributes:
        day: None: before the records begin.
        change: ``opening``, ``joined``, ``retained`` … or ``voided``; ``word``: in words.
        union_id, union: where it happened; for a move between unions the union it led to.
        from_union: the union it came from, only for such a move.
        reason, doc_no: of the event, as written.
        membership_id: the spell that it began, or ended where none began.
    """

    day: date | None
    change: str
    word: str
    union_id: str
    union: str
    membership_id: str
    from_union: str = ""
    reason: str = ""
    doc_no: str = ""


def events_of(connection: Connection, person_id: str) -> list[Event]:
    """The events of a person's membership, oldest first; two spells that meet are one event."""
    rows = owned(connection, MEMBERSHIP, [person_id]).get(person_id, [])
    names = names_of(connection, "union", (row["union_id"] for row in rows))
    found: list[Event] = []
    valid = [row for row in rows if row["status"] != "voided"]
    before: Mapping[Any, Any] | None = None
    for row in valid:
        meets = before is not None and before["until"] == row["since"]
        found.append(_began(row, before if meets else None, names))
        follower = next((r for r in valid if r["since"] and r["since"] == row["until"]), None)
        if row["until"] is not None and follower is None:
            found.append(_ended(row, names))
        before = row
    found += [
        Event(row["since"], "voided", name_of("membership_ended", "voided"), row["union_id"],
              names.get(row["union_id"], ""), row["id"])
        for row in rows if row["status"] == "voided"
    ]  # fmt: skip
    return sorted(found, key=lambda event: event.day or date.min)


def _began(
    row: Mapping[Any, Any], before: Mapping[Any, Any] | None, names: Mapping[str, str]
) -> Event:
    moved = before is not None and before["union_id"] != row["union_id"]
    return Event(
        row["since"],
        row["began"],
        name_of("membership_began", row["began"]),
        row["union_id"],
        names.get(row["union_id"], ""),
        row["id"],
        from_union=names.get(before["union_id"], "") if before is not None and moved else "",
        reason=name_of("change_reason", before["reason"]) if before is not None else "",
        doc_no=row["doc_no"] or (before["end_doc_no"] if before is not None else "") or "",
    )


def _ended(row: Mapping[Any, Any], names: Mapping[str, str]) -> Event:
    return Event(
        row["until"],
        row["ended"],
        name_of("membership_ended", row["ended"]),
        row["union_id"],
        names.get(row["union_id"], ""),
        row["id"],
        reason=name_of("change_reason", row["reason"]),
        doc_no=row["end_doc_no"] or "",
    )


def person_card(connection: Connection, person_id: str, day: date) -> dict[str, Any] | None:
    """Everything of one person on a day; None if there is no such person.

    Returns:
        ``row``: as in the list; ``values``: the plain fields as kept, ``dated``: the dated ones of
        the day; ``documents`` (present ones first, of them the identity card, with ``word``),
        ``former_names``, ``memberships`` as kept, ``events``, ``employments`` (with names),
        ``transfers`` as in their list, ``merged``: (id, name) of who was merged into her, and
        ``alias_of`` if she was.
    """
    row = next(iter(rows_of(connection, [person_id], day)), None)
    if row is None:
        return None
    person = connection.execute(select(PERSON).where(PERSON.c.id == person_id)).mappings().one()
    merged = select(PERSON.c.id, PERSON.c.name).where(PERSON.c.alias_of_id == person_id)
    dated = [dict(r) for r in owned(connection, PERSON_SPELL, [person_id]).get(person_id, ())]
    return {
        "row": row,
        "values": dict(person),
        "dated": next((d for d in reversed(dated) if (d["since"] or date.min) <= day), {}),
        "history": dated,
        "documents": _documents(connection, person_id),
        "former_names": [
            dict(r) for r in owned(connection, FORMER_NAME, [person_id]).get(person_id, ())
        ],
        "memberships": _memberships(connection, person_id),
        "events": events_of(connection, person_id),
        "employments": _employments(connection, person_id, day),
        "transfers": _transfers(connection, person_id, day),
        "merged": [(one.id, one.name) for one in connection.execute(merged)],
        "alias_of": person["alias_of_id"],
    }


def _documents(connection: Connection, person_id: str) -> list[dict[str, Any]]:
    rows = [dict(r) for r in owned(connection, IDENTITY, [person_id]).get(person_id, ())]
    for row in rows:
        row["word"] = name_of("document_type", row["type"])
    return sorted(rows, key=lambda row: (row["until"] is not None, row["type"] != RESIDENT))


def _memberships(connection: Connection, person_id: str) -> list[dict[str, Any]]:
    rows = [dict(r) for r in owned(connection, MEMBERSHIP, [person_id]).get(person_id, ())]
    names = names_of(connection, "union", (row["union_id"] for row in rows))
    for row in rows:
        row["union"] = names.get(row["union_id"], "")
        row["status_word"] = name_of("membership_status", row["status"])
        row["began_word"] = name_of("membership_began", row["began"])
        row["ended_word"] = name_of("membership_ended", row["ended"])
        row["reason_word"] = name_of("change_reason", row["reason"])
    return rows


def _employments(connection: Connection, person_id: str, day: date) -> list[dict[str, Any]]:
    """Open ones first; firms by their name on the day."""
    rows = [dict(r) for r in owned(connection, EMPLOYMENT, [person_id]).get(person_id, ())]
    firms = employer_names(
        connection, day, (row[key] for row in rows for key in ("employer_id", "host_id"))
    )
    for row in rows:
        row["employer"] = firms.get(row["employer_id"] or "") or row["employer_name"] or ""
        row["host"] = firms.get(row["host_id"] or "", "")
    return sorted(rows, key=lambda row: (row["until"] is not None, not row["follows"]))


def _transfers(connection: Connection, person_id: str, day: date) -> list[Mapping[str, Any]]:
    query = select(TRANSFER.c.id).where(TRANSFER.c.person_id == person_id)
    ids = list(connection.execute(query.order_by(TRANSFER.c.sent_on.desc())).scalars())
    return list(TRANSFERS.rows(connection, ids, View(day)))


pick_member = IndexPicker("member", "会员")
"""Chooses a person by name, pinyin or the end of a number."""

__all__ = ["Event", "events_of", "person_card", "pick_member"]

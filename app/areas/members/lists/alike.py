"""Who in the register may be the person being typed: by number, by name with birth date
or phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from ..records import FORMER_NAME, IDENTITY, PERSON
from .people import rows_of

MOST = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the same person.

    Attributes:
        why: ``number`` (exact, now or before), ``born`` or ``phone`` (with the name).
        where: status and union, in words.
    """

    id: str
    name: str
    why: str
    where: str


def alike(
    connection: Connection, typed: Mapping[str, Any], day: date, but: str | None = None
) -> list[Alike]:
    """Those who may be the same, the surest first.

    Args:
        typed: ``number`` (normalised), ``name``, ``birth_on``, ``phone``, as far as known.
        but: the person being edited.
    """
    found: dict[str, str] = {}
    if typed.get("number"):
        query = select(IDENTITY.c.person_id).where(IDENTITY.c.number == typed["number"])
        found |= dict.fromkeys(connection.execute(query.limit(MOST)).scalars(), "number")
    name = str(typed.get("name") or "").strip()
    if name:
        former = select(FORMER_NAME.c.person_id).where(FORMER_NAME.c.name == name)
        named = or_(PERSON.c.name == name, PERSON.c.id.in_(former))
        for why, column, value in (
            ("born", PERSON.c.birth_on, typed.get("birth_on")),
            ("phone", PERSON.c.phone, typed.get("phone")),
        ):
            if value:
                held = and_(named, column == value, PERSON.c.alias_of_id.is_(None))
                for one in connection.execute(
                    select(PERSON.c.id).where(held).limit(MOST)
                ).scalars():
                    found.setdefault(one, why)
    found.pop(but or "", None)
    rows = {row["id"]: row for row in rows_of(connection, list(found), day)}
    return [
        Alike(one, rows[one]["name"], why, _where(rows[one]))
        for one, why in found.items()
        if one in rows
    ]


def _where(row: Mapping[str, Any]) -> str:
    return "，".join(word for word in (str(row["status"]), row["union"]) if word)

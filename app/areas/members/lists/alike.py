"""People who are in the register just as a row says: told at once, before they are looked at one
field after the other. Of a workbook that comes again, nearly every row is such a one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, select
from sqlalchemy.dialects import sqlite

from app.store.meta import among

from ..records import EMPLOYMENT, IDENTITY, MEMBERSHIP, PERSON, PERSON_SPELL

OWN: dict[str, Column[Any]] = {
    "type": IDENTITY.c.type,
    "person": PERSON.c.id,
    "alias": PERSON.c.alias_of_id,
    "erased": PERSON.c.erased_on,
    "union": MEMBERSHIP.c.union_id,
    "status": MEMBERSHIP.c.status,
    "group_name": MEMBERSHIP.c.group_name,
    "job": EMPLOYMENT.c.id,
    "employer": EMPLOYMENT.c.employer_id,
    "employer_name": EMPLOYMENT.c.employer_name,
}
"""What is asked under a name of its own; all else is of the person, her spell or her work."""

Line = Sequence[Any]
"""Values as the file has them: ids as bytes, days as ISO text, flags as 0 and 1."""


class Alike:
    """Lines of the register by document number.

    Args:
        asked: what a line tells: keys of ``OWN``, fields of ``person``, of ``person_spell`` and of
            ``employment``.
    """

    def __init__(self, conn: Connection, asked: Collection[str]) -> None:
        self._conn = conn
        self.places = {key: place for place, key in enumerate(asked, 1)}
        self._query = _query(tuple(asked))

    def by_number(self, numbers: Collection[str]) -> dict[str, Line | None]:
        """Number → its line; None where more than one line has it: several people, or one with
        several spells, open memberships or employments. Numbers that nobody has are left out."""
        found: dict[str, Line | None] = {}
        statement, values = self._query(numbers)
        for line in self._conn.exec_driver_sql(statement, values).all():
            number = line[0]
            found[number] = None if number in found else line
        return found


@cache
def _query(asked: tuple[str, ...]) -> Callable[[Collection[str]], tuple[str, tuple[Any, ...]]]:
    """The statement for some numbers and its values, as the driver takes them: read by their types
    the values would be made to be compared once, and that costs more than all the rest."""
    person = PERSON.c.id
    query = (
        select(IDENTITY.c.number, *(_column(key) for key in asked))
        .join(PERSON, person == IDENTITY.c.person_id)
        .outerjoin(PERSON_SPELL, PERSON_SPELL.c.person_id == person)
        .outerjoin(MEMBERSHIP, (MEMBERSHIP.c.person_id == person) & MEMBERSHIP.c.until.is_(None))
        .outerjoin(EMPLOYMENT, (EMPLOYMENT.c.person_id == person) & EMPLOYMENT.c.until.is_(None))
    )

    def of(numbers: Collection[str]) -> tuple[str, tuple[Any, ...]]:
        made = query.where(among(IDENTITY.c.number, numbers)).compile(dialect=sqlite.dialect())
        return str(made), tuple(made.params[name] for name in made.positiontup or ())

    return of


def _column(key: str) -> Column[Any]:
    if key in OWN:
        return OWN[key]
    table = next(one for one in (PERSON, PERSON_SPELL, EMPLOYMENT) if key in one.c)
    return table.c[key]

"""People who are in the register just as a row says: told at once, before they are looked at one
field after the other. Of a workbook that comes again, nearly every row is such a one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, func, select
from sqlalchemy.dialects import sqlite

from app.store.meta import plain_rows
from app.store.types import dumps

from ..records import EMPLOYMENT, IDENTITY, MEMBERSHIP, PERSON, PERSON_SPELL

_FILE = sqlite.dialect()
_SOUND = (
    PERSON.c.alias_of_id.is_(None)
    & PERSON.c.erased_on.is_(None)
    & (MEMBERSHIP.c.status == "active")
    & (EMPLOYMENT.c.follows == 1)
)
OWN: dict[str, Any] = {
    "type": IDENTITY.c.type,
    "person": PERSON.c.id,
    "sound": _SOUND,
    "spell": PERSON_SPELL.c.id,
    "membership": MEMBERSHIP.c.id,
    "union": MEMBERSHIP.c.union_id,
    "group_name": MEMBERSHIP.c.group_name,
    "campaign_id": MEMBERSHIP.c.campaign_id,
    "job": EMPLOYMENT.c.id,
    "job_since": EMPLOYMENT.c.since,
}
"""What is asked under a name of its own; all else is of the person, her spell or her work.
``sound``: 1 for a person of her own who is 在籍 and whose membership follows the employment."""

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
        self._statement, self._values = _query(tuple(asked))

    def by_number(self, numbers: Collection[str]) -> dict[str, Line | None]:
        """Number → its line; None where more than one line has it: several people, or one with
        several spells, open memberships or employments. Numbers that nobody has are left out."""
        found: dict[str, Line | None] = {}
        values = [dumps(sorted(numbers)) if one is None else one for one in self._values]
        for line in plain_rows(self._conn, self._statement, values):
            number = line[0]
            found[number] = None if number in found else line
        return found

    def reading(
        self, table: Table, keys: Iterable[str], **own: str
    ) -> Callable[[Line], dict[str, Any]]:
        """What makes a record of a table out of a line, its values in Python's types.

        Args:
            own: fields of the table that are asked under another name.
        """
        names = (*own, *(key for key in keys if key not in own))
        take = itemgetter(*(self.places[own.get(key, key)] for key in names))
        types = {key: table.c[key].type.dialect_impl(_FILE) for key in names}
        made = {key: one.result_processor(_FILE, None) for key, one in types.items()}
        others = [(key, process) for key, process in made.items() if process is not None]

        def read(line: Line) -> dict[str, Any]:
            record = dict(zip(names, take(line), strict=True))
            for key, process in others:
                record[key] = process(record[key])
            return record

        return read


@cache
def _query(asked: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The statement and its values, as the driver takes them, None for the numbers: read by their
    types the values would be made to be compared once, and that costs more than all the rest."""
    person, numbers = PERSON.c.id, func.json_each(bindparam("numbers", None))
    query = (
        select(IDENTITY.c.number, *(_column(key) for key in asked))
        .join(PERSON, person == IDENTITY.c.person_id)
        .outerjoin(PERSON_SPELL, PERSON_SPELL.c.person_id == person)
        .outerjoin(MEMBERSHIP, (MEMBERSHIP.c.person_id == person) & MEMBERSHIP.c.until.is_(None))
        .outerjoin(EMPLOYMENT, (EMPLOYMENT.c.person_id == person) & EMPLOYMENT.c.until.is_(None))
        .where(IDENTITY.c.number.in_(select(numbers.table_valued("value").c.value)))
    )
    made = query.compile(dialect=_FILE)
    return str(made), [made.params[name] for name in made.positiontup or ()]


def _column(key: str) -> Any:
    if key in OWN:
        return OWN[key]
    table = next(one for one in (PERSON, PERSON_SPELL, EMPLOYMENT) if key in one.c)
    column: Column[Any] = table.c[key]
    return column

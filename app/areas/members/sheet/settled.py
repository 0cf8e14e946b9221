"""Rows of people of whom one line of the register tells all: most rows of a workbook that comes
again.

What ``MemberComparer`` finds out field after field about a row that tells nothing new, two tuples
tell at once; and whoever has something changed is known from the same line, not asked for again.
A row of which anything else has to be said (a doubt, a move, a decision, a person with several
spells or employments) is left to it and to ``Matcher``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from app.sheets.checked import CheckedRow

from ..lists.alike import OWN, Alike, Line
from ..lists.snapshot import Known, Register
from ..records import EMPLOYMENT, MEMBERSHIP, PERSON, PERSON_SPELL
from .fields import DATED, PLAIN, WORK
from .matching import RESIDENT

_SAME = frozenset({"name", "group_name", *PLAIN, *DATED, *WORK})
"""Fields that are compared as they are: days, codes and texts stand in the file as in the row."""
_OTHER = frozenset({"number", "document_type", "union", "employer"})
"""Fields that are compared each in its own way."""
_ASKS_MORE = ("change_type", "former_name")
"""Fields for which more than one line has to be looked at."""
_PLACE = ("employer_id", "employer_name", "host_id")
_ASKED = (*OWN, *sorted({*_SAME, *_PLACE, "note", "no_phone"} - OWN.keys()))

Values = Mapping[str, Any]
Taker = Callable[[Any], Any]


class Settled:
    """Tells the rows of a part that say nothing new.

    Args:
        alike: asked about all fields of ``ASKED``.
    """

    def __init__(self, alike: Alike, register: Register) -> None:
        self._alike, self._register = alike, register
        self._lines: Mapping[str, Line | None] = {}
        self._shapes: dict[tuple[str, ...], tuple[Taker, Taker] | None] = {}
        self._bytes: dict[str, bytes] = {}
        at = alike.places
        self._type, self._person, self._sound = at["type"], at["person"], at["sound"]
        self._union, self._name = at["union"], at["name"]
        self._employer, self._workplace = at["employer_id"], at["employer_name"]
        self._plain = alike.reading(PERSON, ("name", "note", "no_phone", *PLAIN))
        self._dated = alike.reading(PERSON_SPELL, DATED, id="spell")
        self._member = alike.reading(
            MEMBERSHIP,
            ("group_name", "campaign_id"),
            id="membership",
            union_id="union",
        )
        self._work = alike.reading(EMPLOYMENT, (*_PLACE, *WORK), id="job", since="job_since")

    def look_up(self, rows: Iterable[CheckedRow]) -> bool:
        """Read the lines of these rows; False if there are none."""
        numbers = {row.values.get("number") for row in rows}
        asked = self._register.numbers_worth_asking(filter(None, numbers))
        self._lines = self._alike.by_number(asked) if asked else {}
        return bool(self._lines)

    def line(self, row: CheckedRow, union: str) -> Line | None:
        """The line of the member of that union who has the row's document, if it tells all that
        the register knows of her."""
        line = self._lines.get(row.values.get("number", ""))
        if (
            line is None
            or not line[self._sound]
            or line[self._union] != self._as_kept(union)
            or line[self._type] != (row.values.get("document_type") or RESIDENT)
            or line[self._person].hex() in self._register.made
        ):
            return None
        return line

    def tells_nothing_new(
        self, row: CheckedRow, line: Line, place: Callable[[], Mapping[str, Any] | None]
    ) -> bool:
        """Whether the register has all that a row says.

        Args:
            line: the row's.
            place: where she works, as the row says it; asked only if it says so.
        """
        if row.problems or row.originals:
            return False
        values = row.values
        shape = tuple(values)
        if shape not in self._shapes:
            self._shapes[shape] = self._takers(shape)
        takers = self._shapes[shape]
        return (
            takers is not None
            and takers[0](values) == takers[1](line)
            and ("employer" not in values or self._works_at(line, place()))
        )

    def known(self, row: CheckedRow, line: Line) -> Known | None:
        """Whom a row means, as far as it is compared with; None if more has to be looked at."""
        values = row.values
        if line[self._name] != values.get("name") or any(key in values for key in _ASKS_MORE):
            return None
        dated = self._dated(line)
        return Known(
            line[self._person].hex(),
            self._plain(line),
            dated if dated["id"] is not None else None,
            spells=int(dated["id"] is not None),
            documents=[{"number": values["number"]}],
            membership={**self._member(line), "status": "active"},
            work=[{**self._work(line), "follows": True}],
        )

    def _takers(self, shape: tuple[str, ...]) -> tuple[Taker, Taker] | None:
        """What takes the told values out of a row and out of a line, for rows that tell these."""
        told = [key for key in shape if key in _SAME]
        if not told or not set(shape) <= _SAME | _OTHER:
            return None
        return itemgetter(*told), itemgetter(*map(self._alike.places.__getitem__, told))

    def _works_at(self, line: Line, place: Mapping[str, Any] | None) -> bool:
        if place is None:
            return False
        if place["employer_id"] is not None:
            return bool(line[self._employer] == self._as_kept(place["employer_id"]))
        return bool(line[self._workplace] == place["employer_name"])

    def _as_kept(self, record: str) -> bytes:
        if record not in self._bytes:
            self._bytes[record] = bytes.fromhex(record)
        return self._bytes[record]


def settled(conn: Any, register: Register) -> Settled:
    """For the rows of a file."""
    return Settled(Alike(conn, _ASKED), register)

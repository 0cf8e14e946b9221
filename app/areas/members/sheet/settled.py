"""Rows that tell nothing new: everything in them stands in the register already.

What ``MemberComparer`` finds out about such a row one field after the other, two tuples tell at
once. A row of which anything else has to be said (a doubt, a change, a decision, a person with
several spells or employments) is left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from app.sheets.checked import PENDING, CheckedRow

from ..lists.alike import OWN, Alike, Line
from ..lists.snapshot import Register
from .fields import DATED, PLAIN, WORK
from .matching import RESIDENT

_SAME = frozenset({"name", "group_name", *PLAIN, *DATED, *WORK})
"""Fields that are compared as they are: days, codes and texts stand in the file as in the row."""
_OTHER = frozenset({"number", "document_type", "union", "employer"})
"""Fields that are compared each in its own way."""
_ASKED = (*OWN, *sorted(_SAME - OWN.keys()))

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
        (self._type, self._person, self._alias, self._erased, self._union, self._status,
         self._job, self._employer, self._name) = map(alike.places.__getitem__, (
            "type", "person", "alias", "erased", "union", "status",
            "job", "employer", "employer_name"))  # fmt: skip

    def look_up(self, rows: Iterable[CheckedRow]) -> bool:
        """Read the lines of these rows; False if there are none."""
        ask = self._register.worth_asking
        numbers = {row.values.get("number") for row in rows if not row.originals}
        asked = {one for one in numbers if one and ask("number", one)}
        self._lines = self._alike.by_number(asked) if asked else {}
        return bool(self._lines)

    def may(self, row: CheckedRow) -> bool:
        """Whether the register has a line of this row, and nothing was said of it in reading."""
        return not (
            row.problems
            or row.originals
            or row.outcome is not PENDING
            or self._lines.get(row.values.get("number", "")) is None
        )

    def tells_nothing_new(
        self, row: CheckedRow, union: str, place: Callable[[], Mapping[str, Any] | None]
    ) -> bool:
        """Whether the register has all that a row (that ``may``) says of one member of that union.

        Args:
            place: where she works, as the row says it; asked only if it says so.
        """
        values = row.values
        line = self._lines[values["number"]]
        shape = tuple(values)
        if shape not in self._shapes:
            self._shapes[shape] = self._takers(shape)
        takers = self._shapes[shape]
        return (
            line is not None
            and takers is not None
            and takers[0](values) == takers[1](line)
            and line[self._union] == self._as_kept(union)
            and line[self._status] == "active"
            and line[self._type] == (values.get("document_type") or RESIDENT)
            and line[self._alias] is None
            and line[self._erased] is None
            and line[self._job] is not None
            and line[self._person].hex() not in self._register.made
            and ("employer" not in values or self._works_at(line, place()))
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
        return bool(line[self._name] == place["employer_name"])

    def _as_kept(self, record: str) -> bytes:
        if record not in self._bytes:
            self._bytes[record] = bytes.fromhex(record)
        return self._bytes[record]


def settled(conn: Any, register: Register) -> Settled:
    """For the rows of a file."""
    return Settled(Alike(conn, _ASKED), register)

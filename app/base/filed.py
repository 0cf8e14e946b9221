"""What an area says about the records of a union's year, for archive lists and packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filed:
    """One record of a union's year that may have evidence.

    An area names them by its part ``files``: a function ``(conn, *, union, period, persons)`` to a
    list of these. ``union``: hex id; ``period``: the days looked at; ``persons``: also what belongs
    to one person alone (documents, applications).

    Attributes:
        owner_kind: table of the record, as evidence names it.
        owner_id: its hex id.
        title: what a person calls it.
        day: of what happened; None where nothing says.
        subject: code of a subject of ``resources/archive/year.toml``.
    """

    owner_kind: str
    owner_id: str
    title: str
    day: date | None
    subject: str

"""换届 of a year: which were due, which were held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.areas.organisations.checks.fetch import Register
from app.areas.organisations.records import UNION
from app.base.days import Period
from app.rules.book import RuleBook

from ..records import BODY, ELECTION, TERM
from .votes import Whole, whole_elections


@dataclass(frozen=True, slots=True)
class Renewals:
    """The re-elections of a year.

    Attributes:
        held: in the order of their days.
        due: unions whose term ended in the year or before it without one, and those that held one.
        on_time: held up to the day the term ended; ``delayed``: with a delay that still runs.
    """

    held: tuple[Whole, ...]
    due: int
    on_time: int
    delayed: int

    @property
    def approved(self) -> int:
        """How many the union above approved."""
        return sum(bool(one.row["approved"]) for one in self.held)


def renewals(
    conn: Connection, period: Period, day: date, book: RuleBook, unit: str | None = None
) -> Renewals:
    """The re-elections of a period, for a unit and below it.

    Args:
        day: what is known up to this day.
    """
    unions = {
        row.id
        for row in Register(conn, day, unit).own_unions
        if row.status == "active" and not row.outside
    }
    query = select(ELECTION.c.id, ELECTION.c.union_id).where(
        ELECTION.c.kind == "renewal",
        ELECTION.c.cancelled_on.is_(None),
        ELECTION.c.meeting_on >= period.first,
        ELECTION.c.meeting_on <= min(period.last, day),
    )
    found = conn.execute(query.order_by(ELECTION.c.meeting_on, ELECTION.c.id))
    ids = [row.id for row in found if row.union_id in unions]
    held = tuple(whole_elections(conn, ids, day, book).values())
    return _counted(conn, period, day, unions, held)


def _counted(
    conn: Connection, period: Period, day: date, unions: set[str], held: tuple[Whole, ...]
) -> Renewals:
    query = (
        select(BODY.c.union_id, TERM.c.due_on, TERM.c.delay_until)
        .join(BODY, BODY.c.id == TERM.c.body_id)
        .where(
            BODY.c.kind == "committee",
            TERM.c.due_on <= period.last,
            TERM.c.until.is_(None) | (TERM.c.until >= period.first),
        )
    )
    terms = {row.union_id: row for row in conn.execute(query) if row.union_id in unions}
    typed = select(UNION.c.id, UNION.c.term_until).where(UNION.c.term_until <= period.last)
    known = set(
        conn.execute(select(BODY.c.union_id).join(TERM, TERM.c.body_id == BODY.c.id)).scalars()
    )
    due = set(terms) | {
        row.id for row in conn.execute(typed) if row.id in unions and row.id not in known
    }
    done = {one.row["union_id"]: one for one in held}
    on_time = sum(
        union in terms and one.row["meeting_on"] <= terms[union].due_on
        for union, one in done.items()
    )
    delayed = sum(row.delay_until is not None and row.delay_until >= day for row in terms.values())
    return Renewals(held, len(due | set(done)), on_time, delayed)

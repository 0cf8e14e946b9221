"""What must hold in the activities and congresses whatever the rules say; ``verify`` runs it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Select, select

from app.base.codes import code_list
from app.base.findings import Finding, Severity

from ..records import ACTIVITY, CONGRESS, RESOLUTION


def _congresses() -> tuple[str, ...]:
    return tuple(one.code for one in code_list("activity_kind") if one.flag("congress"))


def _found(
    conn: Connection, rule: str, message: str, query: Select[tuple[str]]
) -> Iterator[Finding]:
    for row in conn.execute(query).scalars():
        yield Finding(
            rule=rule, severity=Severity.MUST, message=message, kind="activity", id=str(row)
        )


def congresses_are_whole(conn: Connection) -> Iterator[Finding]:
    """Each congress is an activity of such a kind with one row beside it, and nothing else is."""
    beside = select(CONGRESS.c.activity_id)
    query = select(ACTIVITY.c.id).where(
        ACTIVITY.c.kind.in_(_congresses()), ACTIVITY.c.id.not_in(beside)
    )
    yield from _found(conn, "INV-CONGRESS", "这次大会没有大会情况的记录。", query)
    query = (
        select(ACTIVITY.c.id)
        .join(CONGRESS, CONGRESS.c.activity_id == ACTIVITY.c.id)
        .where(ACTIVITY.c.kind.not_in(_congresses()))
    )
    yield from _found(conn, "INV-CONGRESS", "不是大会的活动有大会情况的记录。", query)


def only_congresses_decide(conn: Connection) -> Iterator[Finding]:
    """A decision belongs to a congress."""
    query = select(RESOLUTION.c.activity_id).where(
        RESOLUTION.c.activity_id.not_in(select(CONGRESS.c.activity_id))
    )
    yield from _found(conn, "INV-RESOLUTION", "不是大会的活动有决议。", query.distinct())


INVARIANTS = (congresses_are_whole, only_congresses_decide)

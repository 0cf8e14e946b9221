"""What follows a touched record of a lower area: the ledger's chair is called as she is."""

from __future__ import annotations

from sqlalchemy import func, select

from app.areas.members.records import PERSON
from app.areas.organisations.records import UNION
from app.store.erase import blank
from app.store.work import Guard, Work, in_parts

from .lists.common import CHAIR, COMMITTEE
from .records import BODY, POST

FEW = 500
"""Up to so many touched people are asked for one by one."""


def _chairs(work: Work, ids: set[str]) -> None:
    """A chair who was renamed, corrected, merged or erased stands so in the ledger, too."""
    query = (
        select(UNION.c.id, UNION.c.chair, PERSON.c.id.label("person"), PERSON.c.name,
               PERSON.c.erased_on)
        .join(POST, POST.c.union_id == UNION.c.id)
        .join(BODY, BODY.c.id == POST.c.body_id)
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .where(
            POST.c.role == CHAIR,
            POST.c.until.is_(None),
            func.coalesce(POST.c.acting, 0) == 0,
            BODY.c.kind == COMMITTEE,
        )
    )  # fmt: skip
    if len(ids) <= FEW:
        query = query.where(POST.c.person_id.in_(sorted(ids)))
    for row in work.rows(query):
        if row["person"] not in ids or row["chair"] == row["name"]:
            continue
        if row["erased_on"] is not None:
            blank(work, UNION, {row["id"]: {"chair": row["name"]}})
        else:
            work.update(UNION, row["id"], chair=row["name"])


def _posts(work: Work, ids: set[str]) -> None:
    """The same where a post went over to another person (合并)."""
    people: set[str] = set()
    for part in in_parts(ids):
        query = select(POST.c.person_id).where(POST.c.id.in_(part), POST.c.role == CHAIR)
        people.update(work.conn.execute(query).scalars())
    if people:
        _chairs(work, people)


GUARDS: dict[str, Guard] = {PERSON.name: _chairs, POST.name: _posts}

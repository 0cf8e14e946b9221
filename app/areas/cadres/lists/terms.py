"""Terms of committees with their unions, and who sits in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.records import PERSON

from ..records import BODY, POST, TERM


def committee_terms(connection: Connection) -> list[Mapping[Any, Any]]:
    """Terms of elected committees with ``union_id``, oldest first."""
    query = (
        select(TERM, BODY.c.union_id)
        .join(BODY, BODY.c.id == TERM.c.body_id)
        .where(BODY.c.kind == "committee", BODY.c.appointed.is_(False))
        .order_by(TERM.c.since, TERM.c.id)
    )
    return list(connection.execute(query).mappings())


def sitting_by_term(connection: Connection) -> dict[str, list[Mapping[Any, Any]]]:
    """Term → its posts with the person's ``name``, in their order."""
    query = select(POST, PERSON.c.name).join(PERSON, PERSON.c.id == POST.c.person_id)
    found: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(POST.c.position, POST.c.id)).mappings():
        if row["term_id"] is not None:
            found[row["term_id"]].append(row)
    return found

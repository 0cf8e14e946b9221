"""What the register holds of bodies, terms and posts, as an import compares with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.records import MEMBERSHIP, PERSON
from app.areas.organisations.records import UNION
from app.store.meta import on_day

from ..records import BODY, POST, TERM

Row = Mapping[Any, Any]


class Standing:
    """Bodies, running terms and present posts of all unions, each read once."""

    def __init__(self, conn: Connection, day: date) -> None:
        self._conn, self._day = conn, day

    @cached_property
    def unions(self) -> dict[str, Row]:
        """Union → its line in the ledger."""
        columns = (UNION.c[c] for c in ("id", "chair", "term_from", "term_until"))
        return {row["id"]: row for row in self._conn.execute(select(*columns)).mappings()}

    @cached_property
    def bodies(self) -> dict[tuple[str, str], list[Row]]:
        """(union, kind) → bodies that have not ended."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        query = select(BODY).where(BODY.c.until.is_(None))
        for row in self._conn.execute(query).mappings():
            found[row["union_id"], row["kind"]].append(row)
        return found

    @cached_property
    def terms(self) -> dict[str, Row]:
        """Body → its running term."""
        query = select(TERM).where(TERM.c.until.is_(None))
        return {row["body_id"]: row for row in self._conn.execute(query).mappings()}

    @cached_property
    def posts(self) -> dict[tuple[str, str], list[Row]]:
        """(union, role) → present posts with the person's name."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        query = (
            select(POST, PERSON.c.name.label("person"))
            .join(PERSON, PERSON.c.id == POST.c.person_id)
            .where(POST.c.until.is_(None))
        )
        for row in self._conn.execute(query).mappings():
            found[row["union_id"], row["role"]].append(row)
        return found

    @cached_property
    def named(self) -> dict[tuple[str, str], set[str]]:
        """(union, name) → members of the union and those who hold a post in it."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        member = (
            select(MEMBERSHIP.c.union_id, PERSON.c.name, PERSON.c.id)
            .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
            .where(MEMBERSHIP.c.status == "active", on_day(MEMBERSHIP, self._day))
        )
        held = select(POST.c.union_id, PERSON.c.name, PERSON.c.id).join(
            PERSON, PERSON.c.id == POST.c.person_id
        )
        for query in (member, held):
            for union, name, person in self._conn.execute(query):
                found[union, name].add(person)
        return found

"""The records of a day that the rules of the area look at, each kind fetched once.

Every slice of the area derives its facts from one ``Look``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.records import MEMBERSHIP, PERSON
from app.areas.organisations.checks.fetch import Register
from app.base.days import Period, Span
from app.rules.book import RuleBook
from app.store.meta import on_day
from app.store.work import in_parts

from ..lists.common import posts_of
from ..lists.heads import Heads, all_below, heads_by_union, rolled_up, unions_below
from ..records import BODY, ELECTION, POST, TERM, TRAINED, TRAINING

INSIDE = ("branch", "group")


class Look:
    """What is judged: the unions of the office, or of a union and below it, on a day.

    Attributes:
        register: the organisations as of the day.
        period: the year of flows.
        book: the rules, for parameters that a judge of another rule needs.
        top: of one union and what it has below it or as members alone the bodies, posts and
            headcounts are fetched; None: of all.
    """

    def __init__(
        self,
        conn: Connection,
        day: date,
        period: Period,
        book: RuleBook,
        unit: str | None = None,
        *,
        top: str | None = None,
    ) -> None:
        self.conn, self.day, self.period, self.book = conn, day, period, book
        self.register, self.top = Register(conn, day, unit), top

    @cached_property
    def unions(self) -> dict[str, Any]:
        """The office's own unions that are active, parts of a union left out; by id."""
        return {
            row.id: row
            for row in self.register.own_unions
            if row.status == "active" and not row.outside and row.type not in INSIDE
        }

    def where(self, union_id: str) -> str:
        """The place beside the union's name."""
        union = self.register.unions.get(union_id)
        if union is None or union_id == self.register.root:
            return ""
        return self.register.where(union.place_id)

    @cached_property
    def below(self) -> dict[str, set[str]]:
        """Union → unions directly below it, or members of it."""
        return unions_below(self.conn, self.day)

    @cached_property
    def heads(self) -> dict[str, Heads]:
        """Union → its own workers, members, women members."""
        return heads_by_union(self.conn, self.day, self.among)

    @cached_property
    def among(self) -> set[str] | None:
        """The unions whose records are fetched; None: all."""
        return None if self.top is None else all_below(self.below, self.top)

    def members(self, union_id: str) -> int | None:
        """Members of a union with all below it."""
        return rolled_up(self.heads, self.below, union_id, "J206")

    # -- bodies, terms, posts ------------------------------------------------------------------

    @cached_property
    def bodies(self) -> dict[str, list[Mapping[Any, Any]]]:
        """Union → its bodies of the day."""
        found: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
        for row in self._rows(select(BODY).where(on_day(BODY, self.day)), BODY.c.union_id):
            found[row["union_id"]].append(row)
        return found

    def body(self, union_id: str, kind: str) -> Mapping[Any, Any] | None:
        """The body of a kind that a union has, if there is one."""
        return next((b for b in self.bodies.get(union_id, ()) if b["kind"] == kind), None)

    @cached_property
    def terms(self) -> dict[str, Mapping[Any, Any]]:
        """Body → its term of the day, with the members at its election (``members_then``)."""
        query = (
            select(TERM, ELECTION.c.members.label("members_then"))
            .outerjoin(ELECTION, ELECTION.c.id == TERM.c.election_id)
            .where(on_day(TERM, self.day))
        )
        return {row["body_id"]: row for row in self.conn.execute(query).mappings()}

    @cached_property
    def posts(self) -> dict[str, list[Mapping[Any, Any]]]:
        """Union → the posts of the day with ``person`` and ``body_kind``."""
        unions = list(self.register.unions if self.among is None else self.among)
        return posts_of(self.conn, POST.c.union_id, unions, on_day(POST, self.day))

    @cached_property
    def ended(self) -> dict[str, list[Mapping[Any, Any]]]:
        """Union → the posts that ended in the period, up to the day."""
        last = min(self.period.last, self.day)
        return posts_of(
            self.conn, POST.c.union_id, list(self.unions),
            POST.c.until >= self.period.first, POST.c.until <= last,
        )  # fmt: skip

    @cached_property
    def offices(self) -> dict[tuple[str, str, str], list[Mapping[Any, Any]]]:
        """(union, person, role) → all her posts of that kind, oldest first."""
        columns = (POST.c[c] for c in ("union_id", "person_id", "role", "since", "until", "acting"))
        found: dict[tuple[str, str, str], list[Mapping[Any, Any]]] = defaultdict(list)
        for row in self._rows(select(*columns).order_by(POST.c.since), POST.c.union_id):
            found[row["union_id"], row["person_id"], row["role"]].append(row)
        return found

    @cached_property
    def chairs_ever(self) -> dict[str, list[Mapping[Any, Any]]]:
        """Union → all posts of a chair who did not only stand in, oldest first."""
        found: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
        for (union, _person, role), rows in self.offices.items():
            if role == "chair":
                found[union] += [row for row in rows if not row["acting"]]
        for rows in found.values():
            rows.sort(key=lambda row: row["since"] or date.min)
        return found

    @cached_property
    def retained(self) -> dict[str, list[Span]]:
        """Person → the days on which her membership was or is retained (保留会籍)."""
        columns = MEMBERSHIP.c.person_id, MEMBERSHIP.c.since, MEMBERSHIP.c.until
        found: dict[str, list[Span]] = defaultdict(list)
        for row in self.conn.execute(select(*columns).where(MEMBERSHIP.c.status == "retained")):
            found[row.person_id].append(Span(row.since, row.until))
        return found

    @cached_property
    def models(self) -> set[str]:
        """Persons who are model workers."""
        query = select(PERSON.c.id).where(PERSON.c.model_worker == True)  # noqa: E712  SQL
        return set(self.conn.execute(query).scalars())

    @cached_property
    def marked(self) -> set[str]:
        """Persons of whom it is known whether they are model workers."""
        query = select(PERSON.c.id).where(PERSON.c.model_worker.is_not(None))
        return set(self.conn.execute(query).scalars())

    def trained(self, kinds: Sequence[str]) -> dict[str, list[date]]:
        """Person → the first days of courses of these kinds that she took part in by the day."""
        query = (
            select(TRAINED.c.person_id, TRAINING.c.since)
            .join(TRAINING, TRAINING.c.id == TRAINED.c.training_id)
            .where(TRAINING.c.kind.in_(kinds), TRAINING.c.since <= self.day)
        )
        found: dict[str, list[date]] = defaultdict(list)
        for person, since in self.conn.execute(query):
            found[person].append(since)
        return found

    def _rows(self, query: Any, union: Any) -> Iterator[Mapping[Any, Any]]:
        """The rows of a query, of the unions that are fetched. ``union``: its column."""
        parts = [query] if self.among is None else (
            query.where(union.in_(part)) for part in in_parts(list(self.among))
        )  # fmt: skip
        for part in parts:
            yield from self.conn.execute(part).mappings()

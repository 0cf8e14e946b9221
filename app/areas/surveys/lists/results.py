"""Reading a survey: its form, groups with their votes, comments, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.areas.organisations.lists.common import union_names

from ..records import (
    BALLOT_BATCH,
    BALLOT_CONTENT,
    SURVEY,
    SURVEY_COMMENT,
    SURVEY_COUNT,
    SURVEY_GROUP,
    SURVEY_SUBJECT,
)
from ..rules.counting import Group, Key, Result, count, keys_of, shown_alone, tally
from ..rules.forms import Form, from_data, least


@dataclass(frozen=True, slots=True)
class Batch:
    """Ballots that came in together, as a number."""

    id: str
    group_id: str
    ballots: int
    source: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A survey as it stands.

    Attributes:
        row: of the table ``survey``.
        subjects: rows of who is rated by name, in order.
        groups: with their votes.
        batches: of ballots.
        comments: rows, by heading.
        result: of all groups together.
        alone: group id → its own result; only groups large enough to be shown by themselves.
    """

    row: RowMapping
    form: Form
    subjects: Sequence[RowMapping]
    groups: Sequence[Group]
    batches: Sequence[Batch]
    comments: Sequence[RowMapping]
    result: Result
    alone: dict[str, Result] = field(default_factory=dict)

    @property
    def by_ballot(self) -> frozenset[str]:
        """Groups whose ballots are entered one by one."""
        return frozenset(batch.group_id for batch in self.batches)


def read_survey(conn: Connection, survey_id: str, day: date) -> Counted | None:
    """A survey with everything counted; None if there is none (any more).

    Args:
        day: for the names of unions.
    """
    row = conn.execute(select(SURVEY).where(SURVEY.c.id == survey_id)).mappings().first()
    if row is None:
        return None
    form = from_data(row["form"])
    subjects = _of(conn, SURVEY_SUBJECT, survey_id, SURVEY_SUBJECT.c.position)
    rows = _of(conn, SURVEY_GROUP, survey_id, SURVEY_GROUP.c.position)
    keys = keys_of(form, [s["id"] for s in subjects])
    batches = _batches(conn, survey_id)
    votes = _votes(conn, survey_id, keys, batches)
    names = union_names(conn, day, [r["union_id"] for r in rows])
    groups = [
        Group(
            r["id"], r["name"] or names.get(r["union_id"] or "", "全体"), r["expected"],
            r["issued"], r["returned"], r["void"], votes.get(r["id"], {}), r["weight"],
            _ballots(r["id"], votes, batches),
        )
        for r in rows
    ]  # fmt: skip
    ids = [s["id"] for s in subjects]
    alone = {
        g.id: count(form, [g], ids) for g in groups if len(groups) > 1 and shown_alone(g, least())
    }
    comments = _of(conn, SURVEY_COMMENT, survey_id, SURVEY_COMMENT.c.heading)
    return Counted(row, form, subjects, groups, batches, comments, count(form, groups, ids), alone)


def _of(conn: Connection, table: Any, survey_id: str, order: Any) -> list[RowMapping]:
    query = select(table).where(table.c.survey_id == survey_id).order_by(order, table.c.id)
    return list(conn.execute(query).mappings())


def _batches(conn: Connection, survey_id: str) -> list[Batch]:
    query = (
        select(BALLOT_BATCH)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == BALLOT_BATCH.c.group_id)
        .where(SURVEY_GROUP.c.survey_id == survey_id)
        .order_by(BALLOT_BATCH.c.id)
    )
    return [
        Batch(r["id"], r["group_id"], r["ballots"], r["source"] or "")
        for r in conn.execute(query).mappings()
    ]


def _votes(
    conn: Connection, survey_id: str, keys: Sequence[Key], batches: Sequence[Batch]
) -> dict[str, dict[Key, dict[str, int]]]:
    found: dict[str, dict[Key, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    typed = (
        select(SURVEY_COUNT)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == SURVEY_COUNT.c.group_id)
        .where(SURVEY_GROUP.c.survey_id == survey_id)
    )
    for r in conn.execute(typed).mappings():
        found[r["group_id"]][r["subject_id"] or "", r["item"]][r["grade"]] = r["votes"]
    if batches:
        contents = (
            select(BALLOT_BATCH.c.group_id, BALLOT_CONTENT.c.ballots)
            .join(BALLOT_CONTENT, BALLOT_CONTENT.c.key == BALLOT_BATCH.c.content)
            .join(SURVEY_GROUP, SURVEY_GROUP.c.id == BALLOT_BATCH.c.group_id)
            .where(SURVEY_GROUP.c.survey_id == survey_id)
        )
        ballots: dict[str, list[Any]] = defaultdict(list)
        for group_id, some in conn.execute(contents):
            ballots[group_id] += some
        for group_id, every in ballots.items():
            found[group_id] = tally(every, keys)
    return {group: dict(votes) for group, votes in found.items()}


def _ballots(
    group_id: str, votes: dict[str, dict[Key, dict[str, int]]], batches: Sequence[Batch]
) -> int:
    entered = sum(batch.ballots for batch in batches if batch.group_id == group_id)
    if entered:
        return entered
    return max((sum(v.values()) for v in votes.get(group_id, {}).values()), default=0)

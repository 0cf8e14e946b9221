"""Reading a survey: its form, groups with their votes, comments, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.areas.organisations.lists.common import union_names
from app.areas.organisations.lists.names import CHUNK

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
    def counted(self) -> bool:
        """Whether any vote is there."""
        return any(group.ballots for group in self.groups)

    @property
    def by_ballot(self) -> frozenset[str]:
        """Groups whose ballots are entered one by one."""
        return frozenset(batch.group_id for batch in self.batches)


def read_survey(conn: Connection, survey_id: str, day: date) -> Counted | None:
    """A survey with everything counted; None if there is none (any more).

    Args:
        day: for the names of unions.
    """
    return read_surveys(conn, [survey_id], day).get(survey_id)


def read_surveys(conn: Connection, ids: Sequence[str], day: date) -> dict[str, Counted]:
    """Surveys with everything counted, by id, in a handful of statements for all of them."""
    found: dict[str, Counted] = {}
    for start in range(0, len(ids), CHUNK):
        found |= _read(conn, ids[start : start + CHUNK], day)
    return found


def comment_row(conn: Connection, comment_id: str) -> RowMapping | None:
    """A comment as it is kept; None if there is none (any more)."""
    query = select(SURVEY_COMMENT).where(SURVEY_COMMENT.c.id == comment_id)
    return conn.execute(query).mappings().first()


def group_row(conn: Connection, group_id: str) -> RowMapping | None:
    """A group as it is kept; None if there is none (any more)."""
    query = select(SURVEY_GROUP).where(SURVEY_GROUP.c.id == group_id)
    return conn.execute(query).mappings().first()


def _read(conn: Connection, ids: Sequence[str], day: date) -> dict[str, Counted]:
    rows = list(conn.execute(select(SURVEY).where(SURVEY.c.id.in_(ids))).mappings())
    subjects = _of(conn, SURVEY_SUBJECT, ids, SURVEY_SUBJECT.c.position)
    groups = _of(conn, SURVEY_GROUP, ids, SURVEY_GROUP.c.position)
    comments = _of(conn, SURVEY_COMMENT, ids, SURVEY_COMMENT.c.heading)
    batches = _batches(conn, ids)
    typed, ballots = _typed(conn, ids), _contents(conn, ids)
    every = [g["union_id"] for some in groups.values() for g in some]
    names = union_names(conn, day, every)
    found = {}
    for row in rows:
        one, form = row["id"], from_data(row["form"])
        people = [s["id"] for s in subjects[one]]
        keys = keys_of(form, people)
        own = [b for b in batches if b.group_id in {g["id"] for g in groups[one]}]
        counted = [
            _group(g, names, tally(ballots[g["id"]], keys) if g["id"] in ballots
                   else typed.get(g["id"], {}), own)
            for g in groups[one]
        ]  # fmt: skip
        alone = {
            g.id: count(form, [g], people)
            for g in counted
            if len(counted) > 1 and shown_alone(g, least())
        }
        found[one] = Counted(
            row, form, subjects[one], counted, own, comments[one], count(form, counted, people),
            alone,
        )  # fmt: skip
    return found


def _group(
    row: RowMapping,
    names: Mapping[str, str],
    votes: Mapping[Key, Mapping[str, int]],
    batches: Sequence[Batch],
) -> Group:
    entered = sum(batch.ballots for batch in batches if batch.group_id == row["id"])
    most = max((sum(v.values()) for v in votes.values()), default=0)
    return Group(
        row["id"], row["name"] or names.get(row["union_id"] or "", "全体"), row["expected"],
        row["issued"], row["returned"], row["void"], votes, row["weight"], entered or most,
        row["name"] or "",
    )  # fmt: skip


def _of(
    conn: Connection, table: Any, ids: Sequence[str], order: Any
) -> dict[str, list[RowMapping]]:
    query = select(table).where(table.c.survey_id.in_(ids)).order_by(order, table.c.id)
    found: dict[str, list[RowMapping]] = defaultdict(list)
    for row in conn.execute(query).mappings():
        found[row["survey_id"]].append(row)
    return found


def _batches(conn: Connection, ids: Sequence[str]) -> list[Batch]:
    query = (
        select(BALLOT_BATCH)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == BALLOT_BATCH.c.group_id)
        .where(SURVEY_GROUP.c.survey_id.in_(ids))
        .order_by(BALLOT_BATCH.c.id)
    )
    return [
        Batch(r["id"], r["group_id"], r["ballots"], r["source"] or "")
        for r in conn.execute(query).mappings()
    ]


def _typed(conn: Connection, ids: Sequence[str]) -> dict[str, dict[Key, dict[str, int]]]:
    """Group → votes typed in as counts."""
    found: dict[str, dict[Key, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    query = (
        select(SURVEY_COUNT)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == SURVEY_COUNT.c.group_id)
        .where(SURVEY_GROUP.c.survey_id.in_(ids))
    )
    for r in conn.execute(query).mappings():
        found[r["group_id"]][r["subject_id"] or "", r["item"]][r["grade"]] = r["votes"]
    return found


def _contents(conn: Connection, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Group → its ballots, whatever batch they came in."""
    query = (
        select(BALLOT_BATCH.c.group_id, BALLOT_CONTENT.c.ballots)
        .join(BALLOT_CONTENT, BALLOT_CONTENT.c.key == BALLOT_BATCH.c.content)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == BALLOT_BATCH.c.group_id)
        .where(SURVEY_GROUP.c.survey_id.in_(ids))
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for group_id, some in conn.execute(query):
        found[group_id] += some
    return found

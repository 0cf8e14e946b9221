"""Tables of 民主评议: a survey, whom it rates, its groups, what was counted, what was said.

No row links a voter to a ballot. Ballots come in batches: a batch is logged with its number
only, what the ballots say lies in an unlogged table, sorted, without order, moment or person;
taking a batch back takes back its row, and the content counts no more. Grades and items are
data of the form the survey was made with (``form``, a copy), so that an old survey stays as
it was.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Table

from app.areas.members.records import PERSON
from app.areas.organisations.records import UNION
from app.store.meta import METADATA, link, record_table
from app.store.types import Code, Count, Day, Json, Words

SURVEY = record_table(
    "survey",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Count, nullable=False),
    Column("form", Json, nullable=False),
    link("object_id", "unions", nullable=True, index=True),
    Column("since", Day),
    Column("until", Day),
    Column("on_day", Day),
    Column("tellers", Words),
    Column("counters", Words),
    Column("published_on", Day),
    Column("cancelled_on", Day),
    Column("note", Words),
    CheckConstraint("since IS NULL OR until IS NULL OR since <= until", name="dates"),
    title="民主评议",
)
"""One survey of a union and year: kinds of ``survey_kind``. ``form``: its items, scale and
headings as a copy. ``object_id``: the union that is rated, where it is not ``union_id``
(下级评上级). ``on_day``: it was counted."""
Index("ix_survey_union", SURVEY.c.union_id, SURVEY.c.year, SURVEY.c.kind)

SURVEY_SUBJECT = record_table(
    "survey_subject",
    link("survey_id", "survey", index=True),
    link("person_id", "person", nullable=True, index=True),
    Column("name", Words, nullable=False, info={"personal": True}),
    Column("post_name", Words, info={"personal": True}),
    Column("position", Count),
    title="评议对象",
)
"""One who is rated by name (评议工会干部): a row of the form."""

SURVEY_GROUP = record_table(
    "survey_group",
    link("survey_id", "survey", index=True),
    link("union_id", "unions", nullable=True, index=True),
    Column("name", Words),
    Column("weight", Count),
    Column("expected", Count),
    Column("issued", Count),
    Column("returned", Count),
    Column("void", Count),
    Column("position", Count),
    CheckConstraint("returned IS NULL OR issued IS NULL OR returned <= issued", name="returned"),
    CheckConstraint("void IS NULL OR returned IS NULL OR void <= returned", name="void"),
    title="评议分组",
)
"""Those who vote together: a union, a sort of people (职工群众, 下级工会, 上级), or all.
``expected`` 应参评, ``issued`` 发出, ``returned`` 收回, ``void`` 废票; ``weight`` in
hundredths of a percent where groups are weighted."""

SURVEY_COUNT = record_table(
    "survey_count",
    link("group_id", "survey_group"),
    link("subject_id", "survey_subject", nullable=True, index=True),
    Column("item", Code, nullable=False),
    Column("grade", Code, nullable=False),
    Column("votes", Count, nullable=False),
    CheckConstraint("votes >= 0", name="votes"),
    title="评议票数",
)
"""Votes typed in as counts: ``grade`` of the form's scale, or ``abstain``, ``invalid``."""
Index("ix_survey_count_group", SURVEY_COUNT.c.group_id, SURVEY_COUNT.c.item)

BALLOT_BATCH = record_table(
    "ballot_batch",
    link("group_id", "survey_group", index=True),
    Column("ballots", Count, nullable=False),
    Column("source", Words),
    Column("content", Code, nullable=False),
    CheckConstraint("ballots > 0", name="ballots"),
    title="评议票",
)
"""Ballots that came in together, as a number. ``content``: a random key of ``BALLOT_CONTENT``."""
Index("uq_ballot_batch_content", BALLOT_BATCH.c.content, unique=True)

BALLOT_CONTENT = Table(
    "ballot_content",
    METADATA,
    Column("key", Code, primary_key=True, nullable=False),
    Column("ballots", Json, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What the ballots of a batch say: a sorted list, each {"subject/item": grade}. Not logged, so
that the log knows numbers only; content whose batch is gone is not counted."""

SURVEY_COMMENT = record_table(
    "survey_comment",
    link("survey_id", "survey", index=True),
    Column("heading", Code),
    Column("text", Words, nullable=False),
    Column("reply", Words),
    Column("replied_on", Day),
    Column("measure", Words),
    Column("responsible", Words),
    Column("due_on", Day),
    Column("done_on", Day),
    title="意见建议",
)
"""A comment by its heading (``comment_heading``), what was answered to it and when."""

__all__ = [
    "BALLOT_BATCH",
    "BALLOT_CONTENT",
    "PERSON",
    "SURVEY",
    "SURVEY_COMMENT",
    "SURVEY_COUNT",
    "SURVEY_GROUP",
    "SURVEY_SUBJECT",
    "UNION",
]

"""The store's own tables: the change log, users, settings, explanations, remembered matchings."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from .meta import METADATA, record_table
from .types import Blob, Code, Count, Day, Flag, Id, Json, Moment, Words

ENTRY = Table(
    "entry",
    METADATA,
    Column("number", Count, primary_key=True, nullable=False, autoincrement=False),
    Column("moment", Moment, nullable=False),
    Column("user", Words, nullable=False),
    Column("act", Code, nullable=False),
    Column("title", Words, nullable=False),
    Column("undoable", Flag, nullable=False),
    Column("batch", Id),
    Column("undoes", Count, ForeignKey("entry.number")),
    Column("body", Blob),
    Column("digest", Blob, nullable=False),
    sqlite_strict=True,
)
"""One row per act. ``body`` of a mass import: the compressed ids of its new rows. Titles hold no
names: erasing a person must not need to touch them."""

CHANGE = Table(
    "change",
    METADATA,
    Column("entry", Count, ForeignKey("entry.number"), primary_key=True, nullable=False),
    Column("tbl", Code, primary_key=True, nullable=False),
    Column("row", Id, primary_key=True, nullable=False),
    Column("part", Count),
    Column("kind", Code, nullable=False),
    Column("data", Words),
    Column("salt", Blob),
    Column("digest", Blob, nullable=False),
    Column("rev", Count),
    CheckConstraint("kind IN ('new','set','gone')", name="kind"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""One row per touched record: ``new`` without data, ``set`` with the before-values of the changed
fields, ``gone`` with the whole image. ``rev`` is what the row's rev was after the act."""

Index("ix_change_row", CHANGE.c.row)
Index("ix_entry_undoes", ENTRY.c.undoes)

USER = record_table(
    "user",
    Column("name", Words, nullable=False, unique=True),
    Column("disabled", Flag, nullable=False),
    title="用户",
)

SETTING = record_table(
    "setting",
    Column("key", Code, nullable=False, unique=True),
    Column("value", Json),
    title="设置",
)
"""Settings of the workspace (office kind, root, opening day ...), logged."""

STATE = Table(
    "state",
    METADATA,
    Column("user", Words, primary_key=True, nullable=False),
    Column("key", Code, primary_key=True, nullable=False),
    Column("value", Json),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What is convenient and not worth a log entry: column widths, saved filters, last pages."""

EXPLANATION = record_table(
    "explanation",
    Column("rule", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("object", Words, nullable=False),
    Column("values", Json, nullable=False),
    Column("text", Words),
    Column("put_off", Day),
    Column("user", Words, nullable=False),
    Column("written_on", Day, nullable=False),
    title="上报说明",
)
"""A written reason for a finding, or a day it is put off to; lapses when ``values`` change."""
Index("uq_explanation_place", EXPLANATION.c.rule, EXPLANATION.c.object, unique=True)

PUT_OFF = record_table(
    "put_off",
    Column("key", Words, nullable=False, unique=True),
    Column("day", Day),
    Column("until", Day, nullable=False),
    Column("reason", Words),
    Column("user", Words, nullable=False),
    Column("written_on", Day, nullable=False),
    title="暂缓的事",
)
"""Something due (``Due.key`` of ``base/home.py``) that comes back on a day; it lapses when the
day on which it is due (``day``) changes."""

CONFIRMATION = record_table(
    "confirmation",
    Column("rule", Code, nullable=False, unique=True),
    Column("basis", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("confirmed_on", Day, nullable=False),
    title="依据核对",
)
"""A person has compared a rule's basis with the printed document."""

PACK = record_table(
    "pack",
    Column("name", Words, nullable=False, unique=True),
    Column("content", Words, nullable=False),
    Column("received_on", Day, nullable=False),
    title="标准（口径）",
)
"""A rule pack that the county handed over."""

MATCHING = record_table(
    "matching",
    Column("kind", Code, nullable=False),
    Column("source", Words, nullable=False),
    Column("columns", Json, nullable=False),
    title="列对应",
)
"""How the columns of one source were matched last time."""
Index("uq_matching_source", MATCHING.c.kind, MATCHING.c.source, unique=True)

CHOICE = record_table(
    "choice",
    Column("kind", Code, nullable=False),
    Column("text", Words, nullable=False),
    Column("record", Id, nullable=False),
    title="名称对应",
)
"""A name in a workbook that a person once said is this record."""
Index("uq_choice_text", CHOICE.c.kind, CHOICE.c.text, unique=True)

RECEIVED = record_table(
    "received",
    Column("kind", Code, nullable=False),
    Column("sender", Id),
    Column("file_name", Words, nullable=False),
    Column("received_on", Day, nullable=False),
    Column("batch", Id),
    Column("counts", Json),
    title="收表登记",
)
"""收表登记: which workbook came from whom, when, and what became of it."""

SEARCH_COLUMNS = ("kind", "id", "title", "where", "words")

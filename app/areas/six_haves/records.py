"""Tables of 六有: rubrics, assessments with their lines, improvements, targets.

What the records can answer is computed when an assessment is looked at or closed, never typed
in. A line holds what only a person can say: the answer to an item that needs judgement, three
scores with who, when and why, the words beside them. An assessment keeps the rubric it was
made with. Scores are in hundredths of a point.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index

from app.areas.organisations.records import UNION
from app.store.meta import link, record_table
from app.store.types import Code, Count, Day, Flag, Json, Words

RUBRIC = record_table(
    "rubric",
    Column("code", Code, nullable=False),
    Column("title", Words, nullable=False),
    Column("year", Count),
    Column("version", Code, nullable=False),
    Column("content", Json, nullable=False),
    Column("digest", Code, nullable=False),
    Column("shipped", Flag, nullable=False),
    Column("source", Words),
    Column("received_on", Day),
    Column("retired_on", Day),
    Column("note", Words),
    title="评分标准",
)
"""One version of a rubric, whole (``content``), with its SHA-256. ``shipped``: a copy of one
that came with the program, made when it was first used."""
Index("uq_rubric_digest", RUBRIC.c.digest, unique=True)
Index("ix_rubric_code", RUBRIC.c.code, RUBRIC.c.year)

ASSESSMENT = record_table(
    "assessment",
    link("union_id", "unions", index=True),
    Column("year", Count, nullable=False),
    Column("on_day", Day, nullable=False),
    link("rubric_id", "rubric", index=True),
    Column("practice", Words),
    Column("filled_by", Words),
    Column("self_on", Day),
    Column("self_opinion", Words),
    Column("review_on", Day),
    Column("review_opinion", Words),
    Column("final_on", Day),
    Column("final_opinion", Words),
    Column("vetoes", Json),
    Column("frozen", Json),
    Column("note", Words),
    title="六有评分",
)
"""The assessment of a union for a year as of ``on_day``. 自评, 复评, 终评 are closed on their
days; ``frozen``: each line as it was computed when 自评 was closed. ``vetoes``: the vetoes
that hold by judgement, {item: reason}. ``practice``: 主要做法 of the application form."""
Index("uq_assessment", ASSESSMENT.c.union_id, ASSESSMENT.c.year, unique=True)

ASSESSMENT_LINE = record_table(
    "assessment_line",
    link("assessment_id", "assessment"),
    Column("item", Code, nullable=False),
    Column("answer", Json),
    Column("answered_by", Words),
    Column("answered_on", Day),
    Column("reason", Words),
    Column("self_score", Count),
    Column("self_by", Words),
    Column("self_on", Day),
    Column("self_reason", Words),
    Column("review_score", Count),
    Column("review_by", Words),
    Column("review_on", Day),
    Column("review_reason", Words),
    Column("final_score", Count),
    Column("final_by", Words),
    Column("final_on", Day),
    Column("final_reason", Words),
    Column("words", Words),
    Column("note", Words),
    title="评分项",
)
"""What a person says of one item: the answer where records cannot (人工填报), or a score that
differs from the computed one, with the reason. ``words``: 工作情况和数字说明 in her own hand."""
Index("uq_assessment_line", ASSESSMENT_LINE.c.assessment_id, ASSESSMENT_LINE.c.item, unique=True)

IMPROVEMENT = record_table(
    "improvement",
    link("assessment_id", "assessment", index=True),
    Column("item", Code, nullable=False),
    Column("cause", Words),
    Column("measure", Words, nullable=False),
    Column("responsible", Words),
    Column("due_on", Day),
    Column("done_on", Day),
    Column("result", Words),
    title="整改事项",
)

TARGET = record_table(
    "target",
    link("union_id", "unions"),
    Column("year", Count, nullable=False),
    Column("code", Code, nullable=False),
    Column("value", Count, nullable=False),
    Column("note", Words),
    CheckConstraint("value >= 0", name="value"),
    title="年度目标",
)
"""A goal: this figure, of this union with what is below it, by the end of this year. Rates in
hundredths of a percent."""
Index("uq_target", TARGET.c.union_id, TARGET.c.year, TARGET.c.code, unique=True)

__all__ = ["ASSESSMENT", "ASSESSMENT_LINE", "IMPROVEMENT", "RUBRIC", "TARGET", "UNION"]

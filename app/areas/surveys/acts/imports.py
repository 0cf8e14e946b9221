"""The act that takes in a workbook of counted votes: one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.store.incoming import Incoming, end_import, rows_in
from app.store.work import Work, act

from ..records import SURVEY_GROUP, SURVEY_SUBJECT
from .ballots import enter_counts
from .surveys import add_group, add_survey, set_subjects

Survey = tuple[str, str, int]
"""(union, kind, year): what names a survey in a workbook."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """One row of a workbook as it goes in.

    Attributes:
        part: number of the row.
        survey: what it is of; id: of one that is there, None for one that is new.
        on_day: day of counting, where it is to be written.
        group: name of the group; "" for all.
        papers: heads and papers to be written.
        subject: who is rated; "" where nobody is by name.
        item: key of the item; votes: per grade, empty where the row has none.
    """

    part: int
    survey: Survey
    id: str | None = None
    on_day: date | None = None
    group: str = ""
    papers: Mapping[str, int] = field(default_factory=dict)
    subject: str = ""
    item: str = ""
    votes: Mapping[str, int] = field(default_factory=dict)


@act("surveys.import", "导入评议票数")
def import_counts(
    work: Work,
    make_rows: Callable[[Connection], Iterable[CountRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Counted votes of a workbook.

    Args:
        make_rows: judges the rows against the data inside this transaction.
        incoming: the workbook.

    Returns:
        ``batch``, how many ``surveys`` are new, and how many rows went in. Nothing is noted if
        nothing is done.
    """
    made: dict[Survey, str] = {}
    rows = 0
    for row in rows_in(work, make_rows):
        survey = row.id or made.get(row.survey)
        if survey is None:
            survey = made[row.survey] = _add(work, row)
        group = _group(work, survey, row)
        subject = _subject(work, survey, row.subject) if row.subject else ""
        votes = {group: {(subject, row.item): row.votes}} if row.votes else {}
        papers = {group: row.papers} if row.papers else {}
        enter_counts(work, survey, papers=papers, counts=votes, on_day=row.on_day)
        rows += 1
    end_import(work, incoming, {"surveys": len(made), "changed": rows})
    return {"batch": work.batch, "surveys": len(made), "rows": rows}


def _add(work: Work, row: CountRow) -> str:
    union, kind, year = row.survey
    group = {"name": row.group} if row.group else {"union_id": union}
    return add_survey(work, union_id=union, kind=kind, year=year, groups=[group])


def _group(work: Work, survey: str, row: CountRow) -> str:
    """The group of the row, made if new."""
    every = work.rows(
        select(SURVEY_GROUP)
        .where(SURVEY_GROUP.c.survey_id == survey)
        .order_by(SURVEY_GROUP.c.position, SURVEY_GROUP.c.id)
    )
    named = [one for one in every if (one["name"] or "") == row.group]
    if named:
        return str(named[0]["id"])
    return add_group(work, survey, name=row.group, position=len(every))


def _subject(work: Work, survey: str, name: str) -> str:
    """Who is rated, written down if new."""
    query = (
        select(SURVEY_SUBJECT)
        .where(SURVEY_SUBJECT.c.survey_id == survey)
        .order_by(SURVEY_SUBJECT.c.position)
    )
    there = work.rows(query)
    if not any(one["name"] == name for one in there):
        keys = ("id", "person_id", "name", "post_name")
        kept = [{key: one[key] for key in keys} for one in there]
        set_subjects(work, survey, subjects=[*kept, {"name": name}])
        there = work.rows(query)
    return next(str(one["id"]) for one in there if one["name"] == name)

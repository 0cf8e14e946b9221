"""Acts on rubrics: a county's own comes in, an old one is offered no more. None is ever changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.base.errors import UserError
from app.store.incoming import Incoming, end_import
from app.store.work import Work, act

from ..records import RUBRIC
from ..rules.rubric import Rubric, read_rubric


@act("six_haves.take_in_rubric", "导入评分标准")
def take_in_rubric(
    work: Work,
    /,
    *,
    content: Mapping[str, Any],
    year: int | None = None,
    source: str | None = None,
    known: Iterable[str] | None = None,
) -> str:
    """A rubric of the county, or an edited copy, as a new version.

    Args:
        content: as plain data (``read_rubric``).
        year: from which year on it is offered; None: for every year.
        known: codes of the rules and figures that exist; None: not checked.

    Returns:
        The rubric; the one that is there already if it is the same to the letter.

    Raises:
        UserError: RUBRIC, with every fault.
    """
    made = read_rubric(content, known)
    return _keep(work, made, shipped=False, year=year, source=source)


@act("six_haves.save_rubric", "保存评分标准")
def save_rubric(
    work: Work,
    /,
    *,
    content: Mapping[str, Any],
    year: int | None = None,
    source: str | None = None,
    known: Iterable[str] | None = None,
    replaces: str | None = None,
    on: date,
) -> str:
    """What was edited on screen, as a new version; the one it was made from stays as it is, and so
    do the assessments made with it.

    Args:
        content, year, source, known: as for ``take_in_rubric``.
        replaces: the version that is offered no more from now on; None: it stays on offer.
        on: the day of that.

    Raises:
        UserError: RUBRIC, with every fault.
    """
    made = _keep(work, read_rubric(content, known), shipped=False, year=year, source=source)
    if replaces is not None and replaces != made:
        row = work.row(RUBRIC, replaces)
        if row["retired_on"] is None and not row["shipped"]:
            work.update(RUBRIC, replaces, retired_on=on)
    return made


@act("six_haves.import_rubric", "导入评分标准工作簿")
def import_rubric(
    work: Work,
    make_rows: Callable[[Connection], Iterable[tuple[int, Mapping[str, Any]]]],
    *,
    on: date,
    incoming: Incoming,
) -> dict[str, Any]:
    """A workbook that is a rubric, as one entry that can be taken back.

    Args:
        make_rows: judges the rows inside this transaction; gives (row, content) at most once.
        on: the day it came.
        incoming: the workbook.
    """
    work.start_batch()
    done = 0
    for part, content in make_rows(work.conn):
        work.part = part
        take_in_rubric(work, content=content, source=incoming.file_name)
        done += 1
    work.part = None
    found: dict[str, Any] = {"batch": work.batch, "rubrics": done}
    if done:
        found = end_import(work, incoming, {"rubrics": done})
    return {**found, "on": on.isoformat()}


def keep_rubric(work: Work, rubric: Rubric) -> str:
    """The stored copy of a rubric that came with the program, made when it is first used."""
    return _keep(work, rubric, shipped=True, year=None, source=rubric.source or None)


@act("six_haves.retire_rubric", "停用评分标准")
def retire_rubric(work: Work, /, rubric_id: str, *, on: date) -> None:
    """It is not offered any more; assessments made with it stay as they are."""
    row = work.row(RUBRIC, rubric_id)
    if row["retired_on"] is not None:
        raise UserError("STATE", "这份评分标准已经停用。")
    work.update(RUBRIC, rubric_id, retired_on=on)


def _keep(
    work: Work, rubric: Rubric, *, shipped: bool, year: int | None, source: str | None
) -> str:
    query = select(RUBRIC.c.id, RUBRIC.c.retired_on).where(RUBRIC.c.digest == rubric.digest)
    for row in work.rows(query):
        if row["retired_on"] is not None and not shipped:
            work.update(RUBRIC, row["id"], retired_on=None)
        return str(row["id"])
    return work.insert(
        RUBRIC,
        code=rubric.code,
        title=rubric.title,
        year=year,
        version=rubric.version,
        content=rubric.as_data(),
        digest=rubric.digest,
        shipped=shipped,
        source=source,
        received_on=work.today,
    )

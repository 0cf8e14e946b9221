"""Acts on coverage: which union an employer belongs to, and who looks after it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..records import COVERAGE, UNION_SPELL


@act("organisations.cover_employer", "纳入涵盖单位")
def cover_employer(
    work: Work,
    /,
    *,
    union_id: str,
    employer_id: str,
    kind: str = "found",
    since: date | None,
    until: date | None = None,
    doc_no: str | None = None,
    **carried: Any,
) -> str:
    """An employer is covered by a union from a day on (None: before the records begin).

    Raises:
        UserError: COVERED if another union covers it (建会) then.
    """
    span = Span(since, until)
    for row in work.rows(
        select(COVERAGE).where(COVERAGE.c.employer_id == employer_id, COVERAGE.c.kind == kind)
    ):
        if kind == "liaise" and row["union_id"] != union_id:
            continue
        if Span(row["since"], row["until"]).overlaps(span):
            name = spells.latest(work, UNION_SPELL, row["union_id"])["name"]
            raise UserError(
                "COVERED",
                f"这个单位在这段时间已由「{name}」涵盖。",
                "请先结束原来的涵盖关系，或用「转到另一个工会」。",
            )
    return work.insert(
        COVERAGE,
        union_id=union_id,
        employer_id=employer_id,
        kind=kind,
        since=since,
        until=until,
        doc_no=doc_no,
        **carried,
    )


@act("organisations.uncover_employer", "结束涵盖关系")
def uncover_employer(work: Work, /, coverage_id: str, *, on: date) -> None:
    """An employer is no longer covered from a day on."""
    row = work.row(COVERAGE, coverage_id)
    if row["until"] is not None:
        raise UserError("ENDED", "这条涵盖关系已经结束。")
    if row["since"] is not None and on <= row["since"]:
        raise UserError("DATES", f"结束日期不能早于或等于开始日期{chinese(row['since'])}。")
    work.update(COVERAGE, coverage_id, until=on)


@act("organisations.move_coverage", "转到另一个工会")
def move_coverage(work: Work, /, employer_id: str, *, to_union: str, since: date) -> str:
    """An employer's 建会 coverage goes from its present union to another."""
    carried: dict[str, Any] = {}
    for row in work.rows(
        select(COVERAGE).where(
            COVERAGE.c.employer_id == employer_id,
            COVERAGE.c.kind == "found",
            COVERAGE.c.until.is_(None),
        )
    ):
        if row["union_id"] == to_union:
            raise UserError("COVERED", "这个单位已经由这个工会涵盖。")
        carried = {k: row[k] for k in ("organiser", "liaison", "phone")}
        if row["since"] is not None and since <= row["since"]:
            raise UserError("DATES", f"日期不能早于或等于{chinese(row['since'])}。")
        work.update(COVERAGE, row["id"], until=since)
    return cover_employer(
        work, union_id=to_union, employer_id=employer_id, kind="found", since=since, **carried
    )


@act("organisations.edit_coverage", "编辑涵盖关系")
def edit_coverage(work: Work, /, coverage_id: str, **values: Any) -> None:
    """组织员, 联络员, phone, document number; also the dates, where they were wrong."""
    if "since" in values or "until" in values:
        row = work.row(COVERAGE, coverage_id)
        span = Span(values.get("since", row["since"]), values.get("until", row["until"]))
        if span.since and span.until and span.until <= span.since:
            raise UserError("DATES", "结束日期必须晚于开始日期。")
    work.update(COVERAGE, coverage_id, **values)


@act("organisations.delete_coverage", "删除误录涵盖关系")
def delete_coverage(work: Work, /, coverage_id: str) -> None:
    """Remove a coverage entered by mistake."""
    from .common import refuse_if_referred

    refuse_if_referred(work, COVERAGE, coverage_id, set())
    work.delete(COVERAGE, coverage_id)

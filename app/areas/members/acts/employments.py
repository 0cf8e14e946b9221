"""Acts on where a person works; one of the employments is the one her membership follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import EMPLOYMENT
from .common import owned, person


@act("members.employ", "登记工作单位")
def employ(
    work: Work,
    /,
    person_id: str,
    *,
    employer_id: str | None = None,
    employer_name: str | None = None,
    since: date | None = None,
    follows: bool = True,
    host_id: str | None = None,
    post: str | None = None,
    department: str | None = None,
    employee_no: str | None = None,
) -> str:
    """A person works somewhere from a day on.

    Args:
        follows: the membership follows this employment; one that it followed before ends then.

    Raises:
        UserError: REQUIRED without an employer; EMPLOYED if she works there already; DATES.
    """
    person(work, person_id)
    if employer_id is None and not (employer_name or "").strip():
        raise UserError("REQUIRED", "「工作单位」是必填项。", "灵活就业、没有单位的不用登记。")
    for row in owned(work, EMPLOYMENT, person_id):
        if row["until"] is not None:
            continue
        if employer_id is not None and row["employer_id"] == employer_id:
            raise UserError("EMPLOYED", "这个人已经登记在这个单位工作。")
        if follows and row["follows"]:
            _end(work, row, on=since or work.today)
    return work.insert(
        EMPLOYMENT,
        person_id=person_id,
        employer_id=employer_id,
        employer_name=employer_name,
        host_id=host_id,
        post=post,
        department=department,
        employee_no=employee_no,
        since=since,
        until=None,
        follows=follows,
    )


@act("members.end_employment", "登记离职")
def end_employment(work: Work, /, employment_id: str, *, on: date) -> None:
    """She no longer works there from that day; her membership stays until it is moved."""
    row = work.row(EMPLOYMENT, employment_id)
    if row["until"] is not None:
        raise UserError("ENDED", "这份工作已经结束。")
    _end(work, row, on=on)


@act("members.edit_employment", "更正工作单位")
def edit_employment(work: Work, /, employment_id: str, **values: Any) -> None:
    """Post, department, number, employer, days of an employment that were typed wrongly; also
    which employment the membership follows."""
    row = work.row(EMPLOYMENT, employment_id)
    span = Span(values.get("since", row["since"]), values.get("until", row["until"]))
    if span.since and span.until and span.until <= span.since:
        raise UserError("DATES", "结束日期必须晚于开始日期。")
    if values.get("follows") and not row["follows"] and span.until is None:
        query = select(EMPLOYMENT.c.id).where(
            EMPLOYMENT.c.person_id == row["person_id"],
            EMPLOYMENT.c.follows == True,  # noqa: E712
            EMPLOYMENT.c.until.is_(None),
        )
        for other in work.rows(query):
            work.update(EMPLOYMENT, other["id"], follows=False)
    work.update(EMPLOYMENT, employment_id, **values)


@act("members.delete_employment", "删除误录工作单位")
def delete_employment(work: Work, /, employment_id: str) -> None:
    """An employment entered by mistake."""
    work.delete(EMPLOYMENT, employment_id)


def _end(work: Work, row: Any, *, on: date) -> None:
    if row["since"] is not None and on <= row["since"]:
        raise UserError("DATES", f"日期不能早于或等于{chinese(row['since'])}：那一天才到这里工作。")
    work.update(EMPLOYMENT, row["id"], until=on)

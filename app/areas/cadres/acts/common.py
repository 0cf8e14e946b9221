"""What several acts of the area need: guards of dates, the people, the summary of a union."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Table, select

from app.areas.members.acts.common import person as living_person
from app.areas.members.acts.common import same_number
from app.areas.members.acts.people import add_person
from app.areas.members.records import FORMER_NAME, PERSON
from app.areas.organisations.acts.unions import edit_union, refuse_dissolved
from app.areas.organisations.records import UNION
from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.work import Work

from ..records import BODY, POST, TERM

CHAIR = "chair"
COMMITTEE = "committee"

Who = str | Mapping[str, Any]
"""A person of the register by id, or what a new one brings: ``plain``, ``dated``, ``documents``
as (type, number), ``despite``."""


def live_union(work: Work, union_id: str) -> None:
    """The union is there and not dissolved.

    Raises:
        UserError: NOT_FOUND; DISSOLVED.
    """
    work.row(UNION, union_id)
    refuse_dissolved(work, union_id, "不能登记干部和机构")


def known_code(list_of: Any, code: str, what: str) -> Any:
    """The entry of a code list.

    Raises:
        UserError: CODE.
    """
    entry = list_of.get(code)
    if entry is None:
        raise UserError("CODE", f"没有这种{what}：「{code}」。", f"请从{what}列表里选择。")
    return entry


def in_order(since: date | None, until: date | None, what: str) -> None:
    """An end comes after its beginning.

    Raises:
        UserError: DATES.
    """
    if since is not None and until is not None and until <= since:
        raise UserError(
            "DATES",
            f"{what}结束的日期（{chinese(until)}）要晚于开始的日期（{chinese(since)}）。",
            "请核对这两个日期。",
        )


def within(inner: Span, outer: Span, what: str, of: str) -> None:
    """A spell does not begin before, or go on after, what it belongs to.

    Raises:
        UserError: DATES.
    """
    if outer.since is not None and inner.since is not None and inner.since < outer.since:
        raise UserError(
            "DATES",
            f"{what}从{chinese(inner.since)}起，早于{of}的开始日期{chinese(outer.since)}。",
            f"请核对日期；{of}其实更早的，请先更正它的开始日期。",
        )
    if outer.until is not None and (inner.until is None or inner.until > outer.until):
        raise UserError(
            "DATES",
            f"{of}到{chinese(outer.until)}为止，{what}不能到那以后还在。",
            "请填写结束日期，或者换一个还在的机构、届次。",
        )


def person_of(work: Work, who: Who) -> str:
    """The person meant: of the register, found by document and name, or a new one.

    Raises:
        UserError: as ``add_person`` (REQUIRED, DOCUMENT_KNOWN …); MERGED; ERASED; NOT_FOUND.
    """
    if isinstance(who, str):
        return str(living_person(work, who)["id"])
    name = str(who.get("plain", {}).get("name") or "").strip()
    for kind, number in who.get("documents") or ():
        known = [one for one in same_number(work, kind, number) if _alive(work, one)]
        if len(known) == 1 and name in names_of(work, known[0]):
            return known[0]
    return add_person(
        work,
        plain=who["plain"],
        dated=who.get("dated") or {},
        documents=who.get("documents") or (),
        despite=bool(who.get("despite")),
    )


def _alive(work: Work, person_id: str) -> bool:
    row = work.row(PERSON, person_id)
    return row["alias_of_id"] is None and row["erased_on"] is None


def names_of(work: Work, person_id: str) -> set[str]:
    """The name a person has, and those she had."""
    old = select(FORMER_NAME.c.name).where(FORMER_NAME.c.person_id == person_id)
    return {work.row(PERSON, person_id)["name"], *(row["name"] for row in work.rows(old))}


def rows_of(work: Work, table: Table, column: str, owner: str) -> Sequence[RowMapping]:
    """Rows of a dated table that belong to a record, oldest first."""
    query = select(table).where(table.c[column] == owner)
    return work.rows(query.order_by(table.c.since, table.c.id))


def committee(work: Work, union_id: str) -> RowMapping | None:
    """The committee a union has now, elected or appointed; of several the newest."""
    query = select(BODY).where(
        BODY.c.union_id == union_id, BODY.c.kind == COMMITTEE, BODY.c.until.is_(None)
    )
    rows = work.rows(query.order_by(BODY.c.since))
    return rows[-1] if rows else None


def open_term(work: Work, body_id: str) -> RowMapping | None:
    """The term of a body that has not ended, if there is one."""
    query = select(TERM).where(TERM.c.body_id == body_id, TERM.c.until.is_(None))
    rows = work.rows(query)
    return rows[0] if rows else None


def keep_summary(work: Work, union_id: str) -> None:
    """The ledger's 本届任期 and 主席 say what the committee's term and chair say. Where neither is
    kept here, what was typed there stays; a chair who stands in (主持工作) is none."""
    values: dict[str, Any] = {}
    body = committee(work, union_id)
    if body is not None:
        term = open_term(work, body["id"])
        if term is not None and term["since"] is not None:
            values |= {"term_from": term["since"], "term_until": term["due_on"]}
    query = (
        select(POST.c.until, POST.c.acting, PERSON.c.name)
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .join(BODY, BODY.c.id == POST.c.body_id)
        .where(POST.c.union_id == union_id, POST.c.role == CHAIR, BODY.c.kind == COMMITTEE)
        .order_by(POST.c.since)
    )
    chairs = work.rows(query)
    if chairs:
        now = [row["name"] for row in chairs if row["until"] is None and not row["acting"]]
        values["chair"] = now[-1] if now else None
    if values:
        edit_union(work, union_id, **values)

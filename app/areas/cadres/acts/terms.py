"""Acts on terms of office (届): begun, delayed, ended.

工会法 第十六条: a primary union's committee holds office for three or five years; 工会基层组织选举
工作条例: earlier or later only with the approval of the union above.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.areas.organisations.acts.common import refuse_if_referred
from app.base.days import Span, add_years, chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BODY, POST, TERM
from .common import in_order, keep_summary, open_term, rows_of, within

PLAIN = (
    "ordinal", "since", "until", "years", "due_on", "seats", "election_id", "doc_no", "approved_on",
    "delay_until", "delay_doc_no", "delay_on", "delay_reason",
)  # fmt: skip


@act("cadres.start_term", "登记新一届")
def start_term(
    work: Work,
    /,
    body_id: str,
    *,
    since: date | None,
    years: int | None = None,
    ordinal: int | None = None,
    due_on: date | None = None,
    until: date | None = None,
    seats: int | None = None,
    election_id: str | None = None,
    doc_no: str | None = None,
    approved_on: date | None = None,
    keep_posts: bool = False,
) -> str:
    """A 届 of a body begins; the one before ends on that day, and so do the posts of it.

    Args:
        since: the day of the election; None: not known, before the records begin.
        years: of office; ``due_on`` follows from it unless given.
        ordinal: 第几届; None: one more than the last, if that is known.
        until: when the term is long over and entered as history.
        keep_posts: the posts of the old term are left open (to be looked through one by one).

    Raises:
        UserError: STATUS: the body is closed; DATES: terms overlap or leave the body.
    """
    body = work.row(BODY, body_id)
    in_order(since, until, "任期")
    within(Span(since, until), Span(body["since"], body["until"]), "任期", "机构")
    last = open_term(work, body_id)
    if last is not None and until is None:
        _end(work, last, since, keep_posts=keep_posts)
    _refuse_overlap(work, body_id, Span(since, until))
    made = work.insert(
        TERM,
        body_id=body_id,
        ordinal=ordinal if ordinal or until else _next(work, body_id),
        since=since,
        until=until,
        years=years,
        due_on=due_on or _due(since, years),
        seats=seats,
        election_id=election_id,
        doc_no=doc_no,
        approved_on=approved_on,
    )
    keep_summary(work, body["union_id"])
    return made


@act("cadres.edit_term", "更正任期")
def edit_term(work: Work, /, term_id: str, **values: Any) -> None:
    """What was typed wrongly about a term. ``due_on`` follows ``since`` and ``years`` unless it is
    given.

    Raises:
        UserError: FIELD; DATES.
    """
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    old = work.row(TERM, term_id)
    row = {**old, **values}
    if "due_on" not in values and set(values) & {"since", "years"}:
        values["due_on"] = row["due_on"] = _due(row["since"], row["years"])
    in_order(row["since"], row["until"], "任期")
    _delay_fits(row)
    span, body = Span(row["since"], row["until"]), work.row(BODY, row["body_id"])
    within(span, Span(body["since"], body["until"]), "任期", "机构")
    _refuse_overlap(work, row["body_id"], span, but=term_id)
    work.update(TERM, term_id, **values)
    keep_summary(work, body["union_id"])


@act("cadres.delay_term", "登记延期换届")
def delay_term(
    work: Work,
    /,
    term_id: str,
    *,
    until: date,
    doc_no: str | None = None,
    on: date | None = None,
    reason: str | None = None,
) -> None:
    """The union above allowed the re-election to be later (ELE-07: as a rule up to half a year).

    Args:
        until: the last day it was allowed up to.
        doc_no, on: of the approval.

    Raises:
        UserError: STATUS: the term has ended; DATES: not later than the end of the term.
    """
    row = work.row(TERM, term_id)
    if row["until"] is not None:
        raise UserError("STATUS", f"这一届{chinese(row['until'])}已经结束，不用再延期。")
    values = {
        "delay_until": until, "delay_doc_no": doc_no, "delay_on": on, "delay_reason": reason,
    }  # fmt: skip
    _delay_fits({**row, **values})
    work.update(TERM, term_id, **values)


@act("cadres.end_term", "结束任期")
def end_term(work: Work, /, term_id: str, *, on: date) -> None:
    """A term ends without a new one; its posts end with it."""
    row = work.row(TERM, term_id)
    if row["until"] is not None:
        raise UserError("STATUS", f"这一届{chinese(row['until'])}已经结束。")
    _end(work, row, on, keep_posts=False)
    keep_summary(work, work.row(BODY, row["body_id"])["union_id"])


@act("cadres.delete_term", "删除误录任期")
def delete_term(work: Work, /, term_id: str) -> None:
    """A term entered by mistake; refused while a post belongs to it."""
    row = work.row(TERM, term_id)
    refuse_if_referred(work, TERM, term_id, set())
    work.delete(TERM, term_id)
    keep_summary(work, work.row(BODY, row["body_id"])["union_id"])


def _due(since: date | None, years: int | None) -> date | None:
    return None if since is None or years is None else add_years(since, years)


def _next(work: Work, body_id: str) -> int | None:
    """One more than the newest numbered term; where history is missing nobody knows."""
    every = rows_of(work, TERM, "body_id", body_id)
    if not every:
        return None
    last = every[-1]["ordinal"]
    return None if last is None else last + 1


def _delay_fits(row: Mapping[Any, Any]) -> None:
    if row["delay_until"] is None:
        return
    if row["due_on"] is None:
        raise UserError(
            "DATES", "这一届还没有届满日期，不能登记延期。", "请先更正任期的开始日期和年限。"
        )
    if row["delay_until"] <= row["due_on"]:
        raise UserError(
            "DATES", f"延期要到届满日期{chinese(row['due_on'])}以后。", "请核对批准延期到哪一天。"
        )


def _end(work: Work, row: Any, on: date | None, *, keep_posts: bool) -> None:
    if on is None or on <= (row["since"] or date.min):
        since = chinese(row["since"]) if row["since"] else "不明的日期"
        raise UserError(
            "DATES",
            f"现在这一届从{since}开始，结束的日期要晚于它。",
            "补录更早的一届，请同时填写它的结束日期。",
        )
    work.update(TERM, row["id"], until=on)
    if keep_posts:
        return
    ended = {
        post["id"]: {"until": on, "ended": "term_over"}
        for post in rows_of(work, POST, "term_id", row["id"])
        if post["until"] is None and (post["since"] or date.min) < on
    }
    work.update_rows(POST, ended)


def _refuse_overlap(work: Work, body_id: str, span: Span, *, but: str = "") -> None:
    for row in rows_of(work, TERM, "body_id", body_id):
        if row["id"] != but and Span(row["since"], row["until"]).overlaps(span):
            which = f"第{row['ordinal']}届" if row["ordinal"] else "另一届"
            raise UserError(
                "OVERLAP",
                f"与{which}的任期重叠了。",
                "同一个机构同一时间只有一届，请核对开始和结束的日期。",
            )

"""Acts on bodies of a union: 委员会, 经费审查委员会, 女职工委员会, 小组 …"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.organisations.acts.common import refuse_if_referred
from app.base.codes import code_list
from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BODY, POST, TERM
from .common import in_order, keep_summary, known_code, live_union, rows_of
from .terms import start_term

PLAIN = ("name", "since", "until", "appointed", "doc_no", "end_doc_no", "note")


@act("cadres.set_up_body", "登记机构")
def set_up_body(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    since: date | None,
    until: date | None = None,
    appointed: bool = False,
    name: str | None = None,
    doc_no: str | None = None,
    note: str | None = None,
) -> str:
    """A body of a union from a day on.

    Args:
        kind: of ``body_kind``.
        since: None: it was there before the records begin.
        appointed: its members are appointed by the union above (工会工作委员会), not elected; the
            rules of elections then do not apply.
        name: of a group or branch; else the kind's own.

    Raises:
        UserError: CODE; DATES; DISSOLVED; TWICE: it has such a body already; REQUIRED: a group
            without a name.
    """
    entry = known_code(code_list("body_kind"), kind, "机构种类")
    live_union(work, union_id)
    in_order(since, until, "机构")
    name = (name or "").strip() or None
    if entry.flag("many") and name is None:
        raise UserError(
            "REQUIRED", f"{entry.name}要有自己的名称。", "例如：第一小组、装配车间分会。"
        )
    _refuse_twice(work, union_id, kind, name, Span(since, until))
    made = work.insert(
        BODY,
        union_id=union_id,
        kind=kind,
        name=name,
        since=since,
        until=until,
        appointed=appointed,
        doc_no=doc_no,
        note=note,
    )
    if kind == "committee":
        keep_summary(work, union_id)
    return made


@act("cadres.set_up_with_term", "登记机构")
def set_up_with_term(
    work: Work, /, *, body: Mapping[str, Any], term: Mapping[str, Any] | None = None
) -> str:
    """A body with its running term, as one form writes them; see ``set_up_body`` and
    ``start_term``.

    Returns:
        The union: it is shown with all its bodies.
    """
    made = set_up_body(work, **body)
    if term is not None:
        start_term(work, made, **term)
    return str(body["union_id"])


@act("cadres.edit_body", "编辑机构")
def edit_body(work: Work, /, body_id: str, **values: Any) -> None:
    """What was typed wrongly or is new about a body; its kind stays.

    Raises:
        UserError: FIELD; DATES: a term or post would lie outside; TWICE.
    """
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    row = {**work.row(BODY, body_id), **values}
    in_order(row["since"], row["until"], "机构")
    if set(values) & {"since", "until"}:
        _holds_all(work, body_id, Span(row["since"], row["until"]))
    if set(values) & {"since", "until", "name"}:
        span = Span(row["since"], row["until"])
        _refuse_twice(work, row["union_id"], row["kind"], row["name"], span, but=body_id)
    work.update(BODY, body_id, **values)
    keep_summary(work, row["union_id"])


@act("cadres.close_body", "撤销机构")
def close_body(work: Work, /, body_id: str, *, on: date, doc_no: str | None = None) -> None:
    """A body ends; its term and the posts in it end with it.

    Raises:
        UserError: STATUS: it has ended already; DATES.
    """
    row = work.row(BODY, body_id)
    if row["until"] is not None:
        raise UserError("STATUS", f"这个机构{chinese(row['until'])}已经撤销。")
    in_order(row["since"], on, "机构")
    ended = {}
    for post in rows_of(work, POST, "body_id", body_id):
        if post["until"] is None:
            in_order(post["since"], on, "任职")
            ended[post["id"]] = {"until": on, "ended": "body_closed", "end_doc_no": doc_no}
    work.update_rows(POST, ended)
    for term in rows_of(work, TERM, "body_id", body_id):
        if term["until"] is None:
            in_order(term["since"], on, "任期")
            work.update(TERM, term["id"], until=on)
    work.update(BODY, body_id, until=on, end_doc_no=doc_no)
    keep_summary(work, row["union_id"])


@act("cadres.delete_body", "删除误录机构")
def delete_body(work: Work, /, body_id: str) -> None:
    """A body entered by mistake; refused while a term or post belongs to it."""
    union_id = work.row(BODY, body_id)["union_id"]
    refuse_if_referred(work, BODY, body_id, set())
    work.delete(BODY, body_id)
    keep_summary(work, union_id)


def _refuse_twice(
    work: Work, union_id: str, kind: str, name: str | None, span: Span, *, but: str = ""
) -> None:
    """One body of a kind at a time; groups and branches by their names."""
    entry = code_list("body_kind")[kind]
    query = select(BODY).where(BODY.c.union_id == union_id, BODY.c.kind == kind)
    for row in work.rows(query):
        if row["id"] == but or not Span(row["since"], row["until"]).overlaps(span):
            continue
        if not entry.flag("many") or row["name"] == name:
            shown = row["name"] or entry.name
            raise UserError(
                "TWICE",
                f"这个工会在这段时间已经有「{shown}」。",
                "请在原来的机构上办理换届或变动；原来的已经不在的，请先撤销它。",
            )


def _holds_all(work: Work, body_id: str, span: Span) -> None:
    for table, what in ((TERM, "任期"), (POST, "任职")):
        for row in rows_of(work, table, "body_id", body_id):
            early = span.since is not None and (row["since"] or date.min) < span.since
            late = span.until is not None and (row["until"] or date.max) > span.until
            if early or late:
                raise UserError(
                    "DATES",
                    f"这个机构有一条{what}在新的起止日期以外。",
                    f"请先更正那条{what}的日期。",
                )

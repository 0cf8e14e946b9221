"""Acts on posts: who holds which since when, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.areas.organisations.acts.common import refuse_if_referred
from app.areas.organisations.records import EMPLOYER
from app.base.codes import code_list
from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BODY, POST, TERM
from .common import (
    CHAIR,
    COMMITTEE,
    Who,
    in_order,
    keep_summary,
    known_code,
    live_union,
    open_term,
    person_of,
    within,
)

PLAIN = (
    "since", "until", "ended", "service", "acting", "duties", "front_line", "doc_no", "end_doc_no",
    "own_consent_on", "upper_consent_on", "sender_id", "sender_name", "seconded_until",
    "contract_until", "executive", "kin_of_executive", "finance", "position", "note", "term_id",
    "body_id", "role", "election_id",
)  # fmt: skip
FILLED = tuple(k for k in PLAIN if k not in ("since", "until", "ended", "body_id", "role"))
"""What may be said when a post is entered."""


@act("cadres.assign_post", "登记任职")
def assign_post(
    work: Work,
    /,
    *,
    union_id: str,
    who: Who,
    role: str,
    since: date | None,
    body_id: str | None = None,
    until: date | None = None,
    ended: str | None = None,
    **values: Any,
) -> str:
    """A person takes a post of a union.

    Args:
        who: a person of the register, or what a new one brings; found by document and name, so
            that one person stays one record.
        role: of ``post_role``.
        body_id: the body; None for posts outside any (积极分子, 社会化工会工作者 …).
        until, ended: where it is over already and entered as history.
        values: further fields of the post; ``term_id``: default the running term of the body.

    Raises:
        UserError: CODE; ROLE: not a post of such a body; UNION; DATES; TWICE; CHAIR: the union has
            another chair.
    """
    _known(values)
    live_union(work, union_id)
    role_entry = known_code(code_list("post_role"), role, "职务")
    in_order(since, until, "任职")
    person_id = person_of(work, who)
    body = _body(work, body_id, union_id, role_entry)
    if body is not None and values.get("term_id") is None and until is None:
        term = open_term(work, body["id"])
        values["term_id"] = term["id"] if term is not None else None
    if until is not None and ended is None:
        ended = "other"
    row = {
        "union_id": union_id, "body_id": body_id, "person_id": person_id, "role": role,
        "since": since, "until": until, "ended": ended, **values,
    }  # fmt: skip
    _check(work, row, body)
    made = work.insert(POST, **row)
    keep_summary(work, union_id)
    return made


@act("cadres.assign_posts", "批量登记任职")
def assign_posts(
    work: Work,
    /,
    *,
    union_id: str,
    posts: Iterable[Mapping[str, Any]],
    since: date | None,
    body_id: str | None = None,
) -> list[str]:
    """Several people of one body at once, e.g. a whole new committee; each as ``assign_post``
    takes it (``who``, ``role``, further fields)."""
    made = []
    for number, post in enumerate(posts, 1):
        given = {"position": number, "since": since, "body_id": body_id, **post}
        made.append(assign_post(work, union_id=union_id, **given))
    return made


@act("cadres.edit_post", "更正任职")
def edit_post(work: Work, /, post_id: str, **values: Any) -> None:
    """What was typed wrongly, or is filled in later, about a post.

    Raises:
        UserError: as ``assign_post``; END: an end has a day and a reason, or neither.
    """
    _known(values, PLAIN)
    old = dict(work.row(POST, post_id))
    row = {**old, **values}
    if (row["until"] is None) != (row["ended"] is None):
        raise UserError("END", "离任要同时有日期和原因。", "还在任的，把这两项都留空。")
    in_order(row["since"], row["until"], "任职")
    role_entry = known_code(code_list("post_role"), row["role"], "职务")
    body = _body(work, row["body_id"], row["union_id"], role_entry)
    if "body_id" in values and values["body_id"] != old["body_id"] and "term_id" not in values:
        term = open_term(work, body["id"]) if body is not None else None
        values["term_id"] = row["term_id"] = term["id"] if term is not None else None
    _check(work, row, body, but=post_id)
    work.update(POST, post_id, **values)
    keep_summary(work, row["union_id"])


@act("cadres.change_post", "变更任职")
def change_post(work: Work, /, post_id: str, *, since: date, **values: Any) -> str:
    """From a day on the same person holds the post in another way (专职 → 兼职), or another post.

    Returns:
        The new post; the old one ends on that day (改任).

    Raises:
        UserError: STATUS: it has ended; DATES; as ``assign_post``.
    """
    _known(values, (*FILLED, "role", "body_id"))
    row = _open(work, post_id)
    in_order(row["since"], since, "任职")
    work.update(POST, post_id, until=since, ended="changed")
    taken = (*FILLED, "role", "body_id")
    fresh = {key: row[key] for key in taken if key != "end_doc_no"} | values
    if values.get("body_id", row["body_id"]) != row["body_id"] and "term_id" not in values:
        fresh["term_id"] = None
    return assign_post(work, union_id=row["union_id"], who=row["person_id"], since=since, **fresh)


@act("cadres.end_post", "登记离任")
def end_post(
    work: Work,
    /,
    post_id: str,
    *,
    on: date,
    ended: str,
    doc_no: str | None = None,
    own_consent_on: date | None = None,
    upper_consent_on: date | None = None,
) -> None:
    """A person leaves a post.

    Args:
        ended: of ``post_ended``.
        own_consent_on, upper_consent_on: when the committee and the union above agreed that a
            chair or vice-chair is moved during the term (工会法 第十八条).
    """
    known_code(code_list("post_ended"), ended, "离任原因")
    row = _open(work, post_id)
    in_order(row["since"], on, "任职")
    values: dict[str, Any] = {"until": on, "ended": ended}
    given = {
        "end_doc_no": doc_no, "own_consent_on": own_consent_on,
        "upper_consent_on": upper_consent_on,
    }  # fmt: skip
    values |= {key: value for key, value in given.items() if value is not None}
    work.update(POST, post_id, **values)
    keep_summary(work, row["union_id"])


@act("cadres.end_posts", "批量登记离任")
def end_posts(
    work: Work, /, post_ids: Iterable[str], *, on: date, ended: str, doc_no: str | None = None
) -> None:
    """Several people leave on one day for one reason."""
    for post_id in post_ids:
        end_post(work, post_id, on=on, ended=ended, doc_no=doc_no)


@act("cadres.delete_post", "删除误录任职")
def delete_post(work: Work, /, post_id: str) -> None:
    """A post entered by mistake."""
    union_id = work.row(POST, post_id)["union_id"]
    refuse_if_referred(work, POST, post_id, set())
    work.delete(POST, post_id)
    keep_summary(work, union_id)


def _known(values: Mapping[str, Any], names: Iterable[str] = FILLED) -> None:
    unknown = set(values) - set(names)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")


def _open(work: Work, post_id: str) -> RowMapping:
    row = work.row(POST, post_id)
    if row["until"] is not None:
        raise UserError("STATUS", f"这项任职{chinese(row['until'])}已经结束。")
    return row


def _body(work: Work, body_id: str | None, union_id: str, role: Any) -> RowMapping | None:
    """The body a post is in; it is one of the union, and such a post is of such a body.

    Raises:
        UserError: UNION; ROLE.
    """
    if body_id is None:
        return None
    body = work.row(BODY, body_id)
    if body["union_id"] != union_id:
        raise UserError("UNION", "这个机构是另一个工会的。", "请选择本工会的机构。")
    kinds = role.flags.get("bodies", ())
    if body["kind"] not in kinds:
        name = code_list("body_kind").name_of(body["kind"])
        raise UserError(
            "ROLE",
            f"「{role.name}」不是{name}里的职务。",
            "请换一个职务，或者选择相应的机构。",
        )
    return body


def _check(work: Work, row: Mapping[Any, Any], body: RowMapping | None, *, but: str = "") -> None:
    """Dates within body and term, service of the list, nobody twice in a post, one chair."""
    span = Span(row["since"], row["until"])
    if row.get("service") is not None:
        known_code(code_list("post_service"), row["service"], "任职方式")
    if row.get("ended") is not None:
        known_code(code_list("post_ended"), row["ended"], "离任原因")
    if row.get("sender_id") is not None:
        work.row(EMPLOYER, row["sender_id"])
    if body is not None:
        within(span, Span(body["since"], body["until"]), "任职", "机构")
    if row.get("term_id") is not None:
        term = work.row(TERM, row["term_id"])
        if term["body_id"] != row["body_id"]:
            raise UserError("TERM", "这一届不是这个机构的。", "请选择这个机构的届次。")
        within(span, Span(term["since"], term["until"]), "任职", "本届任期")
    _refuse_twice(work, row, span, but)
    if body is not None and body["kind"] == COMMITTEE and row["role"] == CHAIR:
        _refuse_second_chair(work, row, span, but)


def _refuse_twice(work: Work, row: Mapping[Any, Any], span: Span, but: str) -> None:
    query = select(POST).where(
        POST.c.union_id == row["union_id"],
        POST.c.person_id == row["person_id"],
        POST.c.role == row["role"],
        POST.c.body_id == row["body_id"] if row["body_id"] else POST.c.body_id.is_(None),
    )
    for other in work.rows(query):
        if other["id"] != but and Span(other["since"], other["until"]).overlaps(span):
            raise UserError(
                "TWICE",
                "这个人在这段时间已经登记了同一个职务。",
                "连任的，请先登记新一届；只是改内容的，请更正原来的那条。",
            )


def _refuse_second_chair(work: Work, row: Mapping[Any, Any], span: Span, but: str) -> None:
    if row.get("acting"):
        return
    query = select(POST).where(POST.c.body_id == row["body_id"], POST.c.role == CHAIR)
    for other in work.rows(query):
        same = other["id"] == but or other["acting"]
        if not same and Span(other["since"], other["until"]).overlaps(span):
            raise UserError(
                "CHAIR",
                "这个委员会在这段时间已经有主席。",
                "请先登记原主席离任；临时主持工作的，请勾选「主持工作」。",
            )

"""Acts on elections from the plan to the reply: 建会, 换届, 补选, 罢免."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.organisations.acts.common import refuse_if_referred
from app.base.codes import code_list
from app.base.days import chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BALLOT, CANDIDATE, ELECTION, OFFICIAL_PAPER, TERM
from .common import committee, known_code, live_union, open_term
from .posts import assign_post
from .terms import edit_term

DATES = (
    "planned_on", "party_agreed_on", "requested_on", "request_replied_on", "delegates_elected_on",
    "candidates_requested_on", "candidates_replied_on", "notice_from", "notice_until",
    "meeting_on", "reported_on", "replied_on", "published_on", "certificate_changed_on",
)  # fmt: skip
PLAIN = (
    *DATES, "ordinal", "congress", "direct", "years", "members", "women_members", "delegates",
    "request_doc_no", "request_reply_doc_no", "place", "host", "due", "present", "tellers",
    "counters", "report_doc_no", "reply_doc_no", "approved", "note",
)  # fmt: skip
_IN_ORDER = (
    ("requested_on", "请示日期", "request_replied_on", "批复日期"),
    ("candidates_requested_on", "候选人请示日期", "candidates_replied_on", "候选人批复日期"),
    ("notice_from", "公示开始日期", "notice_until", "公示结束日期"),
    ("meeting_on", "大会日期", "reported_on", "报告日期"),
    ("reported_on", "报告日期", "replied_on", "批复日期"),
)
_COUNTS = ("ordinal", "years", "members", "women_members", "delegates", "due", "present")
_CONGRESS = ("assembly", "delegates")


@act("cadres.plan_election", "登记选举")
def plan_election(work: Work, /, *, union_id: str, kind: str, **values: Any) -> str:
    """An election of a union begins: 建会, 换届, 补选 or 罢免.

    Args:
        kind: of ``election_kind``.
        values: see ``PLAIN``; what is filled in later may be empty. ``ordinal`` of a renewal:
            default one more than the running term's.

    Raises:
        UserError: CODE; DISSOLVED; RUNNING: another one of the kind has not been held; FIELD;
            DATES; NUMBER.
    """
    known_code(code_list("election_kind"), kind, "选举种类")
    live_union(work, union_id)
    _known(values)
    for row in running(work, union_id):
        if row["kind"] == kind and row["meeting_on"] is None and values.get("meeting_on") is None:
            name = code_list("election_kind").name_of(kind)
            raise UserError(
                "RUNNING",
                f"这个工会已经有一次「{name}」选举还没有召开大会。",
                "请在原来那一次上接着办；不办了的，先取消它。",
            )
    if kind == "renewal" and values.get("ordinal") is None:
        values["ordinal"] = _next_ordinal(work, union_id)
    fits(dict.fromkeys(PLAIN) | values)
    return work.insert(ELECTION, union_id=union_id, kind=kind, **values)


@act("cadres.edit_election", "填写选举情况")
def edit_election(work: Work, /, election_id: str, **values: Any) -> None:
    """Days, numbers and words of an election, as they become known.

    Raises:
        UserError: FIELD; CANCELLED; DATES; NUMBER.
    """
    _known(values)
    row = alive(work, election_id)
    fits({**row, **values})
    work.update(ELECTION, election_id, **values)


@act("cadres.record_approval", "登记选举结果批复")
def record_approval(
    work: Work, /, election_id: str, *, replied_on: date, approved: bool, doc_no: str | None = None
) -> None:
    """The union above answered; where it approves, the terms of the election carry its number.

    Raises:
        UserError: CANCELLED; DATES.
    """
    edit_election(work, election_id, replied_on=replied_on, reply_doc_no=doc_no, approved=approved)
    if not approved:
        return
    for row in work.rows(select(TERM.c.id).where(TERM.c.election_id == election_id)):
        edit_term(work, row["id"], doc_no=doc_no, approved_on=replied_on)


@act("cadres.cancel_election", "取消选举")
def cancel_election(work: Work, /, election_id: str, *, on: date, reason: str) -> None:
    """An election is not held, or its result does not count.

    Raises:
        UserError: CANCELLED; REQUIRED; REGISTERED: a term or post was written from it.
    """
    alive(work, election_id)
    if not reason.strip():
        raise UserError("REQUIRED", "「取消的原因」是必填项。", "请写明为什么不办了。")
    refuse_if_referred(work, ELECTION, election_id, _own(work, election_id))
    work.update(ELECTION, election_id, cancelled_on=on, cancel_reason=reason.strip())


@act("cadres.resume_election", "恢复选举")
def resume_election(work: Work, /, election_id: str) -> None:
    """A cancelled election goes on after all.

    Raises:
        UserError: STATUS.
    """
    if work.row(ELECTION, election_id)["cancelled_on"] is None:
        raise UserError("STATUS", "这次选举没有取消，不用恢复。")
    work.update(ELECTION, election_id, cancelled_on=None, cancel_reason=None)


@act("cadres.delete_election", "删除误录选举")
def delete_election(work: Work, /, election_id: str) -> None:
    """An election entered by mistake, with its votes; refused once a term or post came of it."""
    refuse_if_referred(work, ELECTION, election_id, _own(work, election_id))
    papers = select(OFFICIAL_PAPER.c.id).where(OFFICIAL_PAPER.c.subject == election_id)
    if work.rows(papers.limit(1)):
        raise UserError(
            "REFERRED", "这次选举已经有公文，不能当作误录删除。", "请先删除那些公文，或者取消选举。"
        )
    for ballot in _own(work, election_id):
        for row in work.rows(select(CANDIDATE.c.id).where(CANDIDATE.c.ballot_id == ballot)):
            work.delete(CANDIDATE, row["id"])
        work.delete(BALLOT, ballot)
    work.delete(ELECTION, election_id)


@act("cadres.appoint_acting", "指定主持工作")
def appoint_acting(
    work: Work, /, *, union_id: str, person_id: str, since: date, doc_no: str | None = None
) -> str:
    """Somebody stands in for a chair who is gone, until there is an election (ELE-15).

    Raises:
        UserError: NO_BODY: the union has no committee; as ``assign_post``.
    """
    body = committee(work, union_id)
    if body is None:
        raise UserError(
            "NO_BODY", "这个工会还没有登记委员会，不能指定主持工作的人。", "请先登记委员会和任期。"
        )
    return assign_post(
        work, union_id=union_id, who=person_id, role="chair", since=since, body_id=body["id"],
        acting=True, doc_no=doc_no,
    )  # fmt: skip


def alive(work: Work, election_id: str) -> Any:
    """An election that can still be worked on.

    Raises:
        UserError: NOT_FOUND; CANCELLED.
    """
    row = work.row(ELECTION, election_id)
    if row["cancelled_on"] is not None:
        raise UserError(
            "CANCELLED",
            f"这次选举{chinese(row['cancelled_on'])}已经取消。",
            "还要接着办的，请先恢复它。",
        )
    return row


def running(work: Work, union_id: str) -> Any:
    """Elections of a union that are neither cancelled nor answered."""
    row = ELECTION.c
    query = select(ELECTION).where(
        row.union_id == union_id, row.cancelled_on.is_(None), row.replied_on.is_(None)
    )
    return work.rows(query.order_by(row.id))


def fits(row: Any) -> None:
    """Numbers are not negative, days stand in their order, who came is no more than who was due.

    Raises:
        UserError: NUMBER; CODE; DATES; PRESENT.
    """
    for key in _COUNTS:
        if row[key] is not None and row[key] < 0:
            raise UserError("NUMBER", "人数、名额、届次、年限都不能是负数。", "请核对填写的数字。")
    if row["congress"] is not None and row["congress"] not in _CONGRESS:
        raise UserError("CODE", "大会形式只能是会员大会或会员代表大会。", "请从列表里选择。")
    if row["due"] is not None and row["present"] is not None and row["present"] > row["due"]:
        raise UserError(
            "PRESENT",
            f"实到{row['present']}人多于应到{row['due']}人。",
            "请核对应到会人数和实到会人数。",
        )
    for first, first_name, last, last_name in _IN_ORDER:
        if row[first] is not None and row[last] is not None and row[last] < row[first]:
            raise UserError(
                "DATES",
                f"{last_name}（{chinese(row[last])}）早于{first_name}（{chinese(row[first])}）。",
                "请核对这两个日期。",
            )


def _known(values: dict[str, Any]) -> None:
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")


def _own(work: Work, election_id: str) -> set[str]:
    rows = work.rows(select(BALLOT.c.id).where(BALLOT.c.election_id == election_id))
    return {row["id"] for row in rows}


def _next_ordinal(work: Work, union_id: str) -> int | None:
    body = committee(work, union_id)
    term = open_term(work, body["id"]) if body is not None else None
    last = term["ordinal"] if term is not None else None
    return None if last is None else last + 1

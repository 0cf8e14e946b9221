"""登记当选: what an election decided becomes terms and posts, once the clerk says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.codes import code_list
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BALLOT, BODY, CANDIDATE, POST, TERM
from .bodies import set_up_body
from .common import open_term
from .elections import alive
from .posts import assign_post, end_post
from .terms import start_term

STANDING, COMMITTEE = "standing", "committee"
_CARRIED = ("executive", "kin_of_executive", "finance", "front_line")


@act("cadres.register_result", "登记当选")
def register_result(
    work: Work,
    /,
    election_id: str,
    *,
    candidate_ids: Iterable[str],
    since: date | None = None,
    years: int | None = None,
) -> list[str]:
    """Those who were elected take their posts; after 换届 in a new term, the old one ends.

    Each body that was voted on gets its own term. A member of the standing committee holds her post
    in the committee. Who is elected to several posts of one body takes the highest.

    Args:
        candidate_ids: who is elected (from the counts, see ``rules.counting``).
        since: default the day of the meeting.
        years: of office; default the election's.

    Returns:
        The new posts; of a recall, those that ended.

    Raises:
        UserError: CANCELLED; DATES: no day; REQUIRED: nobody; PERSON: somebody is not in the
            register yet; REGISTERED: it was done already; NO_BODY: 补选 without a body; as
            ``start_term``, ``assign_post``.
    """
    election = alive(work, election_id)
    on = since or election["meeting_on"]
    if on is None:
        raise UserError("DATES", "还没有填大会召开的日期，不能登记当选。", "请先填写大会日期。")
    _refuse_twice(work, election_id)
    chosen = _chosen(work, election_id, candidate_ids)
    if election["kind"] == "recall":
        return [_recall(work, election, row, on) for row in chosen]
    made = []
    for body_kind, rows in _by_body(chosen).items():
        body = _body(work, election, body_kind, on)
        term = _term(work, election, body, on, years or election["years"], rows)
        for position, row in enumerate(rows, 1):
            made.append(_post(work, election, body, term, row, on, position))
    return made


def _refuse_twice(work: Work, election_id: str) -> None:
    for table in (TERM, POST):
        query = select(table.c.id).where(table.c.election_id == election_id).limit(1)
        if work.rows(query):
            raise UserError(
                "REGISTERED",
                "这次选举已经登记过当选。",
                "要改的，请撤销那一步，或者更正任期、任职。",
            )


def _chosen(work: Work, election_id: str, candidate_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The candidates with body and role of their vote."""
    ids = list(dict.fromkeys(candidate_ids))
    query = (
        select(CANDIDATE, BALLOT.c.body, BALLOT.c.role, BALLOT.c.election_id)
        .join(BALLOT, BALLOT.c.id == CANDIDATE.c.ballot_id)
        .where(BALLOT.c.election_id == election_id)
    )
    known = {row["id"]: dict(row) for row in work.rows(query)}
    if not ids or any(one not in known for one in ids):
        raise UserError(
            "REQUIRED", "还没有人当选，或者有人不在这次选举里。", "请先录入计票，再登记当选。"
        )
    rows = [known[one] for one in ids]
    strangers = [row["name"] for row in rows if row["person_id"] is None]
    if strangers:
        raise UserError(
            "PERSON",
            f"「{'、'.join(strangers)}」还没有对应的人员。",
            "请在候选人里点「对应人员」，从会员中选择，或者登记证件号码。",
        )
    return rows


def _by_body(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Body kind → one row per person, the highest role, most senior first."""
    order = {code.code: place for place, code in enumerate(code_list("post_role"))}
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda one: order[one["role"]]):
        kind = COMMITTEE if row["body"] == STANDING else row["body"]
        found.setdefault(kind, {}).setdefault(row["person_id"], row)
    return {kind: list(people.values()) for kind, people in found.items()}


def _body(work: Work, election: RowMapping, kind: str, on: date) -> RowMapping:
    query = select(BODY).where(
        BODY.c.union_id == election["union_id"], BODY.c.kind == kind, BODY.c.until.is_(None)
    )
    rows = work.rows(query.order_by(BODY.c.since))
    if rows:
        return rows[-1]
    if election["kind"] == "by_election":
        name = code_list("body_kind").name_of(kind)
        raise UserError("NO_BODY", f"这个工会还没有登记{name}，不能补选。", "请先登记机构和任期。")
    made = set_up_body(work, union_id=election["union_id"], kind=kind, since=on)
    return work.row(BODY, made)


def _term(
    work: Work, election: RowMapping, body: RowMapping, on: date, years: int | None,
    rows: Sequence[Any],
) -> str | None:  # fmt: skip
    """The term the posts belong to: a new one, or after 补选 the running one."""
    if election["kind"] == "by_election":
        term = open_term(work, body["id"])
        return term["id"] if term is not None else None
    made = start_term(
        work, body["id"], since=on, years=years, ordinal=election["ordinal"], seats=len(rows),
        election_id=election["id"], doc_no=election["reply_doc_no"],
        approved_on=election["replied_on"] if election["approved"] else None,
    )  # fmt: skip
    loose = select(POST).where(
        POST.c.body_id == body["id"], POST.c.until.is_(None), POST.c.term_id.is_(None)
    )
    ended = {
        row["id"]: {"until": on, "ended": "term_over"}
        for row in work.rows(loose)
        if (row["since"] or date.min) < on
    }
    work.update_rows(POST, ended)
    return made


def _post(
    work: Work, election: RowMapping, body: RowMapping, term: str | None,
    row: Mapping[str, Any], on: date, position: int,
) -> str:  # fmt: skip
    if election["kind"] == "by_election":
        _leave_lower(work, body["id"], row, on)
    before = _before(work, body["id"], row["person_id"])
    return assign_post(
        work, union_id=election["union_id"], who=row["person_id"], role=row["role"], since=on,
        body_id=body["id"], term_id=term, election_id=election["id"], position=position,
        service=before["service"] if before is not None else None,
        duties=before["duties"] if before is not None and before["role"] == row["role"] else None,
        **{key: row[key] for key in _CARRIED},
    )  # fmt: skip


def _before(work: Work, body_id: str, person_id: str) -> RowMapping | None:
    """The post a person held last in a body."""
    query = select(POST).where(POST.c.body_id == body_id, POST.c.person_id == person_id)
    rows = work.rows(query.order_by(POST.c.since, POST.c.id))
    return rows[-1] if rows else None


def _leave_lower(work: Work, body_id: str, row: Mapping[str, Any], on: date) -> None:
    """Whoever is elected to another post of the body, or stood in for it, leaves the old one."""
    query = select(POST).where(
        POST.c.body_id == body_id, POST.c.person_id == row["person_id"], POST.c.until.is_(None)
    )
    mine = list(work.rows(query))
    if row["role"] == "chair":
        others = select(POST).where(
            POST.c.body_id == body_id, POST.c.acting.is_(True), POST.c.until.is_(None)
        )
        mine += [one for one in work.rows(others) if one["person_id"] != row["person_id"]]
    for post in mine:
        end_post(work, post["id"], on=on, ended="changed")


def _recall(work: Work, election: RowMapping, row: Mapping[str, Any], on: date) -> str:
    query = (
        select(POST)
        .join(BODY, BODY.c.id == POST.c.body_id)
        .where(
            POST.c.union_id == election["union_id"],
            POST.c.person_id == row["person_id"],
            POST.c.role == row["role"],
            POST.c.until.is_(None),
        )
    )
    rows = work.rows(query)
    if not rows:
        raise UserError(
            "NO_POST", f"「{row['name']}」现在没有担任这个职务，不用罢免。", "请核对罢免的对象。"
        )
    end_post(work, rows[0]["id"], on=on, ended="removed")
    return str(rows[0]["id"])

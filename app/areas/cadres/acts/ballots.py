"""Acts on the votes of an election: for which posts, who stands, what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.codes import code_list
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BALLOT, CANDIDATE, PERSON
from .common import Who, known_code, person_of
from .elections import alive

COUNTS = ("seats", "due", "present", "issued", "returned", "valid", "invalid")
PLAIN = (*COUNTS, "on_day", "by_body", "note")
FLAGS = (
    "executive", "kin_of_executive", "deputy_executive", "personnel_head", "foreign", "finance",
    "front_line", "outside",
)  # fmt: skip
VOTES = ("yes", "no", "abstain")
FILLED = (*FLAGS, *VOTES, "resume", "note")


@act("cadres.add_ballot", "登记投票")
def add_ballot(
    work: Work,
    /,
    election_id: str,
    *,
    body: str,
    role: str,
    round: int | None = None,
    **values: Any,
) -> str:
    """A vote of an election: for one role in one body.

    Args:
        body, role: of ``body_kind`` and ``post_role``; of a recall, whom it concerns.
        round: default one more than the last of the kind (另行选举, 再次投票).
        values: see ``PLAIN``.

    Raises:
        UserError: CODE; ROLE; CANCELLED; TWICE: there is this round already; FIELD; NUMBER.
    """
    alive(work, election_id)
    _known(values, PLAIN)
    kind = known_code(code_list("body_kind"), body, "机构种类")
    role_entry = known_code(code_list("post_role"), role, "职务")
    if body not in role_entry.flags.get("bodies", ()):
        raise UserError(
            "ROLE", f"「{role_entry.name}」不是{kind.name}里的职务。", "请换一个职务或机构。"
        )
    rounds = [
        r["round"] for r in _votes(work, election_id) if (r["body"], r["role"]) == (body, role)
    ]
    number = round if round is not None else max(rounds, default=0) + 1
    if number in rounds or number < 1:
        raise UserError("TWICE", f"{kind.name}{role_entry.name}的第{number}轮投票已经登记。")
    counts_fit(values)
    values.setdefault("by_body", False)
    return work.insert(
        BALLOT, election_id=election_id, body=body, role=role, round=number, **values
    )


@act("cadres.edit_ballot", "更正投票")
def edit_ballot(work: Work, /, ballot_id: str, **values: Any) -> None:
    """Seats and counts of a vote.

    Raises:
        UserError: FIELD; CANCELLED; NUMBER.
    """
    _known(values, PLAIN)
    row = work.row(BALLOT, ballot_id)
    alive(work, row["election_id"])
    counts_fit({**row, **values})
    work.update(BALLOT, ballot_id, **values)


@act("cadres.delete_ballot", "删除误录投票")
def delete_ballot(work: Work, /, ballot_id: str) -> None:
    """A vote entered by mistake, with its candidates."""
    for row in _candidates(work, ballot_id):
        work.delete(CANDIDATE, row["id"])
    work.delete(BALLOT, ballot_id)


@act("cadres.add_candidate", "登记候选人")
def add_candidate(
    work: Work,
    /,
    ballot_id: str,
    *,
    who: Who | None = None,
    name: str | None = None,
    written_in: bool = False,
    **values: Any,
) -> str:
    """Somebody stands, or was written in (另选人).

    Args:
        who: a person of the register or what a new one brings; None for a bare name.
        name: default the person's.
        values: see ``FILLED``.

    Raises:
        UserError: REQUIRED; TWICE; CANCELLED; FIELD; NUMBER; as ``person_of``.
    """
    _known(values, FILLED)
    alive(work, work.row(BALLOT, ballot_id)["election_id"])
    person_id = person_of(work, who) if who is not None else None
    name = (name or "").strip() or (_name(work, person_id) if person_id else "")
    if not name:
        raise UserError("REQUIRED", "「姓名」是必填项。", "请填写候选人的姓名，或从人员里选择。")
    for row in _candidates(work, ballot_id):
        if row["name"] == name and row["person_id"] == person_id:
            raise UserError("TWICE", f"「{name}」已经在这次投票的候选人里。")
    counts_fit(values)
    return work.insert(
        CANDIDATE,
        ballot_id=ballot_id,
        person_id=person_id,
        name=name,
        written_in=written_in,
        **values,
    )


@act("cadres.add_candidates", "批量登记候选人")
def add_candidates(
    work: Work, /, ballot_id: str, *, candidates: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Several candidates at once, each as ``add_candidate`` takes it."""
    return [add_candidate(work, ballot_id, **one) for one in candidates]


@act("cadres.edit_candidate", "更正候选人")
def edit_candidate(
    work: Work, /, candidate_id: str, *, who: Who | None = None, **values: Any
) -> None:
    """Particulars, flags, résumé or votes of a candidate.

    Args:
        who: the person it is, where so far only a name stood.
    """
    _known(values, (*FILLED, "name", "written_in"))
    row = work.row(CANDIDATE, candidate_id)
    alive(work, work.row(BALLOT, row["ballot_id"])["election_id"])
    counts_fit(values)
    if who is not None:
        values["person_id"] = person_of(work, who)
    if "name" in values and not str(values["name"] or "").strip():
        raise UserError("REQUIRED", "「姓名」是必填项。", "请填写候选人的姓名。")
    work.update(CANDIDATE, candidate_id, **values)


@act("cadres.delete_candidate", "移除候选人")
def delete_candidate(work: Work, /, candidate_id: str) -> None:
    """Somebody who does not stand after all."""
    row = work.row(CANDIDATE, candidate_id)
    alive(work, work.row(BALLOT, row["ballot_id"])["election_id"])
    work.delete(CANDIDATE, candidate_id)


@act("cadres.enter_counts", "录入计票")
def enter_counts(
    work: Work,
    /,
    ballot_id: str,
    *,
    counts: Mapping[str, Any],
    votes: Mapping[str, Mapping[str, int | None]],
    written: Iterable[tuple[str, int]] = (),
) -> None:
    """What the tellers counted in one vote, at once.

    Args:
        counts: see ``COUNTS``.
        votes: candidate → ``yes``, ``no``, ``abstain``.
        written: names that were written in, and their votes.

    Raises:
        UserError: CANCELLED; FIELD; NUMBER; OTHER: a candidate of another vote.
    """
    _known(counts, COUNTS)
    edit_ballot(work, ballot_id, **counts)
    standing = {row["id"]: row for row in _candidates(work, ballot_id)}
    values: dict[str, dict[str, Any]] = {}
    for candidate, cast in votes.items():
        _known(cast, VOTES)
        counts_fit(cast)
        if candidate not in standing:
            raise UserError("OTHER", "有一名候选人不在这次投票里。", "请刷新后再试。")
        values[candidate] = dict(cast)
    work.update_rows(CANDIDATE, values)
    known = {row["name"]: row["id"] for row in standing.values()}
    for name, yes in written:
        if name in known:
            edit_candidate(work, known[name], yes=yes)
        else:
            add_candidate(work, ballot_id, name=name, written_in=True, yes=yes)


@act("cadres.vote_again", "登记下一轮投票")
def vote_again(work: Work, /, ballot_id: str, *, candidate_ids: Iterable[str], seats: int) -> str:
    """The next round for the seats that are left: the same candidates without their votes.

    Raises:
        UserError: REQUIRED; NUMBER; OTHER; CANCELLED.
    """
    old = work.row(BALLOT, ballot_id)
    known = {row["id"]: row for row in _candidates(work, ballot_id)}
    chosen = list(dict.fromkeys(candidate_ids))
    if not chosen:
        raise UserError("REQUIRED", "下一轮投票还没有候选人。", "请选择参加下一轮的候选人。")
    if any(one not in known for one in chosen):
        raise UserError("OTHER", "有一名候选人不在这次投票里。", "请刷新后再试。")
    if seats < 1:
        raise UserError("NUMBER", "下一轮的应选名额至少是1。", "请核对还差几个名额。")
    made = add_ballot(
        work, old["election_id"], body=old["body"], role=old["role"], seats=seats,
        due=old["due"], present=old["present"], by_body=old["by_body"],
    )  # fmt: skip
    kept = ("person_id", "name", "written_in", *FLAGS, "resume", "note")
    rows = [{"ballot_id": made, **{key: known[one][key] for key in kept}} for one in chosen]
    work.insert_rows(CANDIDATE, rows)
    return made


def counts_fit(values: Mapping[Any, Any]) -> None:
    """No count is negative.

    Raises:
        UserError: NUMBER.
    """
    for key in (*COUNTS, *VOTES):
        if values.get(key) is not None and values[key] < 0:
            raise UserError("NUMBER", "票数、人数、名额都不能是负数。", "请照计票单核对。")


def _known(values: Mapping[str, Any], names: Iterable[str]) -> None:
    unknown = set(values) - set(names)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")


def _votes(work: Work, election_id: str) -> Any:
    return work.rows(select(BALLOT).where(BALLOT.c.election_id == election_id))


def _candidates(work: Work, ballot_id: str) -> list[RowMapping]:
    query = select(CANDIDATE).where(CANDIDATE.c.ballot_id == ballot_id)
    return list(work.rows(query.order_by(CANDIDATE.c.id)))


def _name(work: Work, person_id: str) -> str:
    return str(work.row(PERSON, person_id)["name"])

"""Arguments for the undoable acts of elections, delegates and official papers."""

from __future__ import annotations

import inspect
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.cadres.acts import ballots, delegates, elections, official, results
from app.areas.cadres.records import (
    BALLOT,
    CANDIDATE,
    DELEGATE,
    DELEGATE_POLL,
    DELEGATION,
    ELECTION,
    EMPLOYER,
    OFFICIAL_PAPER,
    PERSON,
    UNION,
)
from app.store.work import Act

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

VERBS = {
    one.code.split(".")[1]
    for module in (elections, ballots, delegates, official, results)
    for one in vars(module).values()
    if isinstance(one, Act) and one.function.__module__ == module.__name__
}
IDS: dict[str, Table] = {
    "election": ELECTION, "ballot": BALLOT, "candidate": CANDIDATE, "delegation": DELEGATION,
    "delegate": DELEGATE, "poll": DELEGATE_POLL, "paper": OFFICIAL_PAPER, "answers": OFFICIAL_PAPER,
    "union": UNION, "employer": EMPLOYER, "person": PERSON, "unit": UNION,
}  # fmt: skip
_SEATS = ("seats", "due", "present", "note")
_FLAGS = ("executive", "front_line", "yes", "no", "note")
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "plan_election": (ELECTION, ("ordinal", "years", "members", "place", "planned_on")),
    "edit_election": (ELECTION, ("host", "members", "meeting_on", "years", "tellers", "note")),
    "add_ballot": (BALLOT, _SEATS),
    "edit_ballot": (BALLOT, (*_SEATS, "issued", "valid")),
    "add_candidate": (CANDIDATE, _FLAGS),
    "edit_candidate": (CANDIDATE, _FLAGS),
    "start_delegation": (DELEGATION, ("ordinal", "seats", "doc_no", "note")),
    "edit_delegation": (DELEGATION, ("ordinal", "seats", "doc_no", "elected_on")),
    "add_delegate": (DELEGATE, ("front_line", "manager", "unit_name", "post_name")),
    "edit_delegate": (DELEGATE, ("name", "front_line", "unit_name", "note")),
    "add_poll": (DELEGATE_POLL, ("seats", "candidates", "least_yes", "note")),
    "edit_poll": (DELEGATE_POLL, ("seats", "candidates", "least_yes", "note")),
    "draft_paper": (OFFICIAL_PAPER, ("other_side", "handler", "note")),
    "edit_paper": (OFFICIAL_PAPER, ("title", "other_side", "handler", "note")),
}
"""Which columns an act takes as further values."""
PAIRS = (
    ("committee", "member"), ("committee", "chair"), ("committee", "vice_chair"),
    ("audit", "audit_member"), ("women", "women_member"),
)  # fmt: skip
CODES = {
    "draft_paper": ("request", "reply", "report"), "receive_paper": ("request", "reply"),
    "plan_election": ("renewal", "founding", "by_election"),
    "start_delegation": ("members", "workers"),
}  # fmt: skip


def some(chooser: Chooser, table: Table, columns: tuple[str, ...]) -> dict[str, Any]:
    """Values for one or two of the columns."""
    names = chooser.chance.sample(columns, k=min(chooser.chance.choice([1, 2]), len(columns)))
    return {name: chooser.value(table, name) for name in names}


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    found = some(chooser, *VALUES[verb]) if verb in VALUES else {}
    if verb == "add_poll":
        found["unit_name"] = "一车间"
    return found


def _where(verb: str) -> Any:
    """What a record must be for the act to be done to it."""
    paper, election = OFFICIAL_PAPER.c, ELECTION.c
    serving = DELEGATE.c.until.is_(None)
    return {
        "resume_election": election.cancelled_on.is_not(None),
        "cancel_election": election.cancelled_on.is_(None),
        "register_result": election.cancelled_on.is_(None),
        "end_delegate": serving, "recall_delegate": serving,
        "number_paper": (paper.direction == "out") & paper.doc_seq.is_(None),
        "unnumber_paper": paper.doc_seq.is_not(None) & paper.passed_on.is_(None),
        "write_paper": paper.direction == "out", "send_paper": paper.direction == "out",
        "close_paper": paper.closed_on.is_(None),
    }.get(verb)  # fmt: skip


def _fitting(chooser: Chooser, verb: str, table: Table) -> str | None:
    where = _where(verb)
    query = select(table.c.id).order_by(table.c.id)
    alive = select(ELECTION.c.id).where(ELECTION.c.cancelled_on.is_(None))
    if where is not None:
        query = query.where(where)
    elif table is ELECTION:
        query = query.where(ELECTION.c.cancelled_on.is_(None))
    elif table is BALLOT:
        query = query.where(BALLOT.c.election_id.in_(alive))
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids and chooser.chance.random() < 0.95 else None


def _voted(chooser: Chooser, verb: str, column: Any) -> str | None:
    """An election or a vote that has candidates; for posts, candidates of persons."""
    query = select(column).join(CANDIDATE, CANDIDATE.c.ballot_id == BALLOT.c.id).distinct()
    query = query.join(ELECTION, ELECTION.c.id == BALLOT.c.election_id)
    query = query.where(ELECTION.c.cancelled_on.is_(None))
    if verb == "register_result":
        query = query.where(CANDIDATE.c.person_id.is_not(None))
    ids = chooser.workspace.read(lambda c: list(c.execute(query.order_by(column)).scalars()))
    return str(chooser.chance.choice(ids)) if ids else None


def _candidates(chooser: Chooser, verb: str, of: str | None) -> list[str]:
    """Candidates of one election or vote; those of persons where they are to take posts."""
    query = select(CANDIDATE.c.id).join(BALLOT, BALLOT.c.id == CANDIDATE.c.ballot_id)
    if verb == "register_result":
        query = query.where(CANDIDATE.c.person_id.is_not(None), BALLOT.c.election_id == of)
    else:
        query = query.where(BALLOT.c.id == of)
    found = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return [str(one) for one in sorted(found)[:1]]


def _late(chooser: Chooser) -> date:
    """A day mostly after whatever it follows."""
    return date(2027, 1, 1) + timedelta(days=chooser.chance.randrange(400))


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    chance, optional = chooser.chance, "None" in str(parameter.annotation)
    if name == "candidate_ids":
        return _candidates(chooser, verb, getattr(chooser, "voted", None))
    if verb in ("register_result", "vote_again") and name in ("election_id", "ballot_id"):
        column = BALLOT.c.election_id if name == "election_id" else BALLOT.c.id
        chooser.voted = _voted(chooser, verb, column)  # type: ignore[attr-defined]
        return chooser.voted or "0f" * 16  # type: ignore[attr-defined]
    if name == "kind":
        return chance.choice(CODES[verb])
    if name == "who":
        return chooser.some_id(PERSON, nullable=optional and chance.random() < 0.2)
    if name == "name":
        return f"候选{chance.randrange(500)}"
    if name in ("body", "role"):
        pair = PAIRS[chance.randrange(len(PAIRS))] if name == "body" else None
        chooser.pair = pair or getattr(chooser, "pair", PAIRS[0])  # type: ignore[attr-defined]
        return chooser.pair[0 if name == "body" else 1]  # type: ignore[attr-defined]
    if name.endswith("_id"):
        table = IDS[name.removesuffix("_id")]
        found = None if optional and chance.random() < 0.5 else _fitting(chooser, verb, table)
        return found if found is not None else chooser.some_id(table, nullable=optional)
    return _value(chooser, verb, name, parameter)


def _value(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    chance = chooser.chance
    if name in ("on", "replied_on", "since") or (name == "due_on" and verb == "send_paper"):
        return _late(chooser)
    if name == "due_on":
        return date(2029, 1, 1)
    if name == "ended":
        return "moved"
    if name in ("yes", "every"):
        return chance.randrange(1, 9) if name == "yes" else chance.randrange(9, 20)
    if name in ("round", "years", "seq"):
        return None
    if name == "seats":
        return chance.randrange(1, 4)
    if name == "paragraphs":
        return [{"key": "a", "text": f"第{chance.randrange(99)}稿", "own": True}]
    if name == "filled":
        return {"union": str(chance.randrange(9))}
    if name == "counts":
        return {"issued": chance.randrange(50), "returned": chance.randrange(50)}
    if name == "votes":
        return {}
    if name == "written":
        return [(f"另选{chance.randrange(99)}", chance.randrange(9))]
    if name == "candidates":
        return [{"name": f"候选{chance.randrange(999)}"}]
    if name == "delegates":
        return [{"name": f"代表{chance.randrange(999)}", "sex": "2"}]
    if name in ("word", "reason", "title"):
        return "王总工复"
    if name in ("subject", "subject_kind"):
        return None
    del parameter
    return NotImplemented

"""Elections as the rules and the window look at them: votes, results, posts written from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.records import PERSON
from app.areas.organisations.lists.common import name_of, union_names
from app.base.codes import code_list
from app.base.findings import Result as Fails
from app.base.text import chinese_number
from app.rules.book import Rule, RuleBook

from ..records import BALLOT, CANDIDATE, ELECTION, POST
from ..rules.counting import Outcome, Result, count
from ..rules.election_facts import BallotFacts, Counted, ElectionFacts, RegisteredFacts
from ..rules.elections import ele_02, ele_05
from ..rules.renewal import Step, steps_of
from ..rules.sizes import committee_size
from .common import grouped

FLAGS = (
    "executive", "kin_of_executive", "deputy_executive", "personnel_head", "foreign", "finance",
)  # fmt: skip
_DATES = tuple(c.name for c in ELECTION.c if c.name.endswith("_on") or c.name.startswith("notice_"))


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote with its result.

    Attributes:
        row: the ballot's record.
        title: e.g. 工会委员会委员　第2轮.
        result: who is elected; of a recall, who is recalled.
        rules: ELE-04, ELE-02, ELE-05 of the day of the vote.
        fewer: see ``counting.count``.
    """

    row: Mapping[Any, Any]
    title: str
    facts: BallotFacts
    result: Result
    rules: tuple[Rule, Rule, Rule]
    fewer: int | None = None

    def recount(self, facts: BallotFacts) -> tuple[Result, list[str]]:
        """The result with other counts, and what is wrong with these counts."""
        elected, quorum, papers = self.rules
        found = [*ele_02(quorum, facts), *ele_05(papers, facts)]
        wrong = [one.message for one in found if one.result is Fails.FAIL]
        return count(elected, quorum, facts, fewer=self.fewer), wrong


@dataclass(frozen=True, slots=True)
class Whole:
    """An election with everything that belongs to it.

    Attributes:
        row: the election's record.
        union: its union's name on the day.
        name: e.g. 宏达公司工会第四届换届选举.
        posts: posts written from it, with ``person`` (name).
        steps: of the calendar.
    """

    row: Mapping[Any, Any]
    union: str
    name: str
    votes: tuple[Vote, ...]
    posts: tuple[Mapping[Any, Any], ...]
    steps: tuple[Step, ...]

    @property
    def elected(self) -> list[tuple[Vote, Counted]]:
        """Everybody who is elected (or recalled) by the counts, vote by vote."""
        return [(vote, one) for vote in self.votes for one in vote.result.elected]

    @property
    def finished(self) -> bool:
        """Whether every seat of every vote is taken: the last round of each decides."""
        last = {(v.row["body"], v.row["role"]): v for v in self.votes}
        return bool(last) and all(v.result.outcome is Outcome.DONE for v in last.values())


def short_name(union: str) -> str:
    """A union's name before 第几届: 甲公司工会委员会 is 甲公司工会 there."""
    return union.removesuffix("委员会") if union.endswith("工会委员会") else union


def election_name(union: str, kind: str, ordinal: int | None) -> str:
    """What an election is called."""
    which = f"第{chinese_number(ordinal)}届" if ordinal else ""
    return f"{short_name(union) if which else union}{which}{name_of('election_kind', kind)}选举"


def whole_elections(
    connection: Connection, ids: Iterable[str], day: date, book: RuleBook
) -> dict[str, Whole]:
    """Elections by id, each with its votes and what follows from them by the rules of the day of
    the meeting."""
    wanted = list(ids)
    rows = grouped(connection, select(ELECTION), ELECTION.c.id, wanted)
    ballots = grouped(
        connection,
        select(BALLOT).order_by(BALLOT.c.body, BALLOT.c.role, BALLOT.c.round, BALLOT.c.id),
        BALLOT.c.election_id,
        wanted,
    )
    every = [b["id"] for one in ballots.values() for b in one]
    candidates = grouped(
        connection, select(CANDIDATE).order_by(CANDIDATE.c.id), CANDIDATE.c.ballot_id, every
    )
    posts = grouped(
        connection,
        select(POST, PERSON.c.name.label("person")).join(PERSON, PERSON.c.id == POST.c.person_id),
        POST.c.election_id,
        wanted,
    )
    unions = union_names(connection, day, (r[0]["union_id"] for r in rows.values()))
    found = {}
    for one in wanted:
        if one not in rows:
            continue
        row = rows[one][0]
        union = unions.get(row["union_id"], "（已撤销的工会）")
        name = election_name(union, row["kind"], row["ordinal"])
        votes = tuple(
            _vote(row, name, ballot, candidates.get(ballot["id"], []), day, book)
            for ballot in sorted(ballots.get(one, []), key=_place)
        )
        steps = steps_of(
            book.rule("ELE-16", on=day).params, row["kind"], row["congress"],
            {key: row[key] for key in _DATES}, day,
        )  # fmt: skip
        found[one] = Whole(row, union, name, votes, tuple(posts.get(one, ())), tuple(steps))
    return found


def vote_title(row: Mapping[Any, Any]) -> str:
    """What a vote is about: 工会委员会委员, 经费审查委员会主任; with its round after the first."""
    body, role = name_of("body_kind", row["body"]), name_of("post_role", row["role"])
    for word in (body, "经审会", "女职工委员会", "经审", "女职工"):
        role = role.removeprefix(word)
    again = f"　第{row['round']}轮" if row["round"] > 1 else ""
    return f"{body}{role}{again}"


def _place(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """The order votes are held in: body by body, its members before its heads."""
    bodies, roles = code_list("body_kind"), code_list("post_role")
    body = [entry.code for entry in bodies].index(row["body"])
    role = [entry.code for entry in roles].index(row["role"])
    return (body, not row["role"].endswith("member"), role, row["round"])


def _vote(
    election: Mapping[Any, Any], name: str, row: Mapping[Any, Any],
    candidates: Iterable[Mapping[Any, Any]], day: date, book: RuleBook,
) -> Vote:  # fmt: skip
    title = vote_title(row)
    wide = not row["by_body"]

    def of(key: str) -> int | None:
        own: int | None = row[key]
        return election[key] if own is None and wide else own

    on = row["on_day"] or election["meeting_on"] or day
    standing = tuple(
        Counted(
            id=c["id"],
            name=c["name"],
            yes=c["yes"],
            no=c["no"],
            abstain=c["abstain"],
            written_in=bool(c["written_in"]),
            person_id=c["person_id"],
            flags={key: c[key] for key in FLAGS},
        )
        for c in candidates
    )
    recall = election["kind"] == "recall"
    facts = BallotFacts(
        id=election["id"], name=f"{name}{title}", on=on, election=election["kind"],
        body=row["body"], role=row["role"], role_name=name_of("post_role", row["role"]),
        round=row["round"], by_body=bool(row["by_body"]),
        seats=len(standing) if recall else row["seats"], due=of("due"), present=of("present"),
        issued=row["issued"], returned=row["returned"], valid=row["valid"],
        invalid=row["invalid"], candidates=standing,
    )  # fmt: skip
    rules = book.rule("ELE-04", on=on), book.rule("ELE-02", on=on), book.rule("ELE-05", on=on)
    fewer = _fewest(election, row, on, book)
    result = count(rules[0], rules[1], facts, fewer=fewer)
    return Vote(row, title, facts, result, rules, fewer)


def _fewest(
    election: Mapping[Any, Any], row: Mapping[Any, Any], on: date, book: RuleBook
) -> int | None:
    """Seats of a committee that the size table (ELE-01) asks for at least."""
    params = book.rule("ELE-01", on=on).params if "ELE-01" in book.ids else {}
    if row["body"] != "committee" or row["role"] != "member" or not params.get("brackets"):
        return None
    if election["members"] is None:
        return None
    return committee_size(params, election["members"])[0]


# -- facts of the rules ----------------------------------------------------------------------------


def election_facts(whole: Whole, day: date, where: str = "") -> ElectionFacts:
    """The days of an election."""
    row = whole.row
    return ElectionFacts(
        id=row["id"], name=whole.name, on=day, election=row["kind"], congress=row["congress"],
        due=row["due"], present=row["present"], dates={key: row[key] for key in _DATES},
        approved=row["approved"], where=where,
    )  # fmt: skip


def registered_facts(whole: Whole, day: date, where: str = "") -> RegisteredFacts:
    """Who was elected beside whose posts were written. A seat in the standing committee is a post
    in the committee; who has several posts of a body was written with the highest."""
    elected = [(one.person_id or "", one.name, vote.facts.role_name) for vote, one in whole.elected]
    posts = [(p["person_id"], p["person"], name_of("post_role", p["role"])) for p in whole.posts]
    return RegisteredFacts(
        id=whole.row["id"], name=whole.name, on=day, elected=tuple(elected), posts=tuple(posts),
        counted=any(v.result.outcome is not Outcome.MISSING for v in whole.votes), where=where,
    )  # fmt: skip


def elections_of(connection: Connection, unions: Iterable[str]) -> list[str]:
    """Ids of the elections of these unions that are not cancelled."""
    query = select(ELECTION.c.id, ELECTION.c.union_id).where(ELECTION.c.cancelled_on.is_(None))
    wanted = set(unions)
    rows = connection.execute(query.order_by(ELECTION.c.id)).all()
    return [row.id for row in rows if row.union_id in wanted]


def candidate_rows(connection: Connection, ids: Iterable[str]) -> dict[str, Mapping[Any, Any]]:
    """Candidates' records by id, with their résumés."""
    rows = grouped(connection, select(CANDIDATE), CANDIDATE.c.id, list(ids))
    return {one: found[0] for one, found in rows.items()}

"""Facts of elections and delegates for the rules, from one look at the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.codes import code_list
from app.base.errors import UserError
from app.base.text import rate
from app.rules.book import Rule

from ..lists.delegations import Delegation, delegations
from ..lists.heads import rolled_up
from ..lists.official_values import filled_paper, open_papers
from ..lists.votes import Whole, election_facts, elections_of, registered_facts, whole_elections
from ..records import DELEGATION
from ..rules.delegates import DELEGATION_RULES, POLL_RULES, RECALL_RULES
from ..rules.election_facts import DelegationFacts, PollFacts, RecallFacts, RightFacts
from ..rules.elections import (
    BALLOT_RULES,
    BODY_BALLOT_RULES,
    ELECTION_RULES,
    REGISTERED_RULES,
    RIGHT_RULES,
)
from ..rules.papers import PAPER_RULES, PaperFacts, differences
from .look import Look

Tables = list[tuple[Mapping[str, Any], Callable[[Rule], Iterable[Any]]]]


def election_tables(look: Look) -> Tables:
    """Elections, their votes, delegates and how they were chosen."""
    known: dict[str, list[Any]] = {}

    def once(key: str, fetch: Callable[[Look], list[Any]]) -> list[Any]:
        if key not in known:
            known[key] = fetch(look)
        return known[key]

    def elections(_rule: Rule) -> Iterable[Any]:
        return once("elections", wholes)

    return [
        (
            ELECTION_RULES,
            lambda rule: (
                election_facts(one, look.day, look.where(one.row["union_id"]))
                for one in elections(rule)
                if rule.id != "ELE-16" or not one.row["replied_on"]
            ),
        ),
        (
            BALLOT_RULES,
            lambda rule: (v.facts for one in elections(rule) for v in one.votes),
        ),
        (
            BODY_BALLOT_RULES,
            lambda rule: (v.facts for one in elections(rule) for v in one.votes if v.facts.by_body),
        ),
        (
            REGISTERED_RULES,
            lambda rule: (
                registered_facts(one, look.day, look.where(one.row["union_id"]))
                for one in elections(rule)
            ),
        ),
        (
            DELEGATION_RULES,
            lambda _rule: (delegation_facts(look, d) for d in once("delegations", serving)),
        ),
        (POLL_RULES, lambda _rule: polls(once("delegations", serving))),
        (
            RIGHT_RULES,
            lambda rule: rights(look, elections(rule), once("delegations", serving)),
        ),
        (PAPER_RULES, lambda _rule: paper_facts(look)),
        (RECALL_RULES, lambda _rule: recalls(once("delegations", serving))),
    ]


def wholes(look: Look) -> list[Whole]:
    """The elections of the unions looked at that are not cancelled."""
    ids = elections_of(look.conn, look.unions)
    return list(whole_elections(look.conn, ids, look.day, look.book).values())


def serving(look: Look) -> list[Delegation]:
    """Delegates of the 会员代表大会 of the unions looked at, present 届."""
    query = select(DELEGATION.c.id, DELEGATION.c.union_id).where(
        DELEGATION.c.kind == "members",
        DELEGATION.c.since <= look.day,
        DELEGATION.c.until.is_(None) | (DELEGATION.c.until > look.day),
    )
    ids = [row.id for row in look.conn.execute(query) if row.union_id in look.unions]
    return list(delegations(look.conn, ids, look.day).values())


def delegation_facts(look: Look, of: Delegation) -> DelegationFacts:
    """A 届 of delegates beside the members of its union."""
    union = of.row["union_id"]
    known = look.unions.get(union)
    women = rolled_up(look.heads, look.below, union, "J207")
    return DelegationFacts(
        id=of.row["id"], name=of.union, on=look.day, where=look.where(union),
        union_type=known.type if known is not None else None,
        members=look.members(union), women_members=women,
        seats=of.row["seats"], total=of.numbers["total"], women=of.numbers["women"],
        front_line=of.numbers["front_line"], managers=of.numbers["managers"],
        vacant=of.vacant, oldest=of.oldest, elected_on=of.row["elected_on"],
        session_on=of.session_on,
    )  # fmt: skip


def polls(every: Iterable[Delegation]) -> Iterable[PollFacts]:
    """How each unit elected."""
    for of in every:
        for row in of.polls:
            yield PollFacts(
                id=of.row["id"], name=f"{of.union}「{row['unit_name'] or '选举单位'}」",
                seats=row["seats"], candidates=row["candidates"], due=row["due"],
                present=row["present"], least_yes=row["least_yes"],
            )  # fmt: skip


def rights(look: Look, held: Iterable[Whole], every: Iterable[Delegation]) -> Iterable[RightFacts]:
    """Candidates and delegates of the register, beside 保留会籍 on the day that counts."""

    def retained(person: str, on: date) -> bool:
        return any(span.covers(on) for span in look.retained.get(person, ()))

    for one in held:
        for vote in (vote.facts for vote in one.votes if vote.facts.election != "recall"):
            for candidate in vote.candidates:
                if person := candidate.person_id:
                    yield RightFacts(
                        id=vote.id, name=vote.name, where=vote.where, person=candidate.name,
                        on=vote.on, retained=retained(person, vote.on),
                    )  # fmt: skip
    for of in every:
        for row in of.serving:
            if person := row["person_id"]:
                yield RightFacts(
                    id=of.row["id"], name=of.union, where=look.where(of.row["union_id"]),
                    person=str(row["name"]), on=look.day, retained=retained(person, look.day),
                    kind="delegation",
                )  # fmt: skip


def recalls(every: Iterable[Delegation]) -> Iterable[RecallFacts]:
    """Delegates who were recalled."""
    for of in every:
        for one in of.people:
            if one["ended"] == "recalled":
                yield RecallFacts(
                    id=of.row["id"], name=of.union, person=str(one["name"]),
                    yes=one["recall_yes"], every=one["recall_all"],
                )  # fmt: skip


def paper_facts(look: Look) -> Iterable[PaperFacts]:
    """Papers in hand beside the data as they are now; those whose record is gone are left out."""
    names = {entry.code: entry.name for entry in code_list("paper_field")}
    for row in open_papers(look.conn):
        if row["union_id"] not in look.register.unions:
            continue
        try:
            _, fresh = filled_paper(
                look.conn, row["subject_kind"], row["subject"], look.day, row["values"]
            )
        except UserError:
            continue
        yield PaperFacts(
            id=row["id"], name=f"《{row['title']}》",
            changed=differences(row["values"] or {}, fresh.values, names),
            own=sum(bool(p.get("own")) for p in row["paragraphs"] or ()),
        )  # fmt: skip


def shares(of: Delegation) -> dict[str, str]:
    """Each kind of delegates as number and share, for papers and screens."""
    total = of.numbers["total"] or 0
    return {
        key: f"{value}名，占{rate(value, total)}"
        for key, value in of.numbers.items()
        if value is not None and total and key != "total"
    }

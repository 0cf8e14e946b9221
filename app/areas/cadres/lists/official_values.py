"""What papers about a union or an election are filled with, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import union_names
from app.areas.organisations.lists.window import root_of
from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.days import add_years, chinese
from app.base.errors import UserError
from app.base.findings import Result as Fails
from app.base.strokes import by_strokes
from app.base.text import chinese_number, rate
from app.rules.office import rule_book
from app.store.meta import on_day

from ..records import ELECTION, OFFICIAL_PAPER, POST, TERM
from ..rules.counting import quorum
from ..rules.delegates import cng_05
from ..rules.election_facts import PollFacts
from ..rules.papers import Filled, Text, fill, text
from .common import COMMITTEE, committee_on, grouped, posts_of
from .dated_acts import act_of
from .delegations import Delegation, delegation_of
from .heads import heads_by_union, rolled_up, unions_below
from .votes import Whole, short_name, whole_elections

CONGRESS = {"assembly": "会员大会", "delegates": "会员代表大会"}
_HEADS = (
    ("workers", "J201"), ("women_workers", "J202"), ("members", "J206"), ("women_members", "J207"),
)  # fmt: skip
_TERM_ONE_DAY = timedelta(days=1)
Values = dict[str, str | None]


def paper_values(connection: Connection, about: str, record: str, day: date) -> Values:
    """Everything a paper about a record can say; None where nobody knows.

    Raises:
        UserError: NOT_FOUND.
    """
    if about == "union":
        return union_values(connection, record, day)
    found = whole_elections(connection, [record], day, rule_book(connection)).get(record)
    if found is None:
        raise UserError("NOT_FOUND", "找不到这次选举。", "它可能刚刚被删除，请刷新后再试。")
    return union_values(connection, found.row["union_id"], day) | election_values(
        connection, found, day
    )


def filled_paper(
    connection: Connection,
    key: str,
    record: str,
    day: date,
    typed: Mapping[str, str] | None = None,
) -> tuple[Text, Filled]:
    """A text with the data of a record. ``typed``: what a clerk has written of the fields it asks
    for; what the register knows of them goes before."""
    one = text(key)
    if one.matter:
        when, known = act_of(connection, one, record, day)
        values = union_values(connection, record, when) | known
    else:
        values = paper_values(connection, one.about, record, day)
    for field in one.asks:
        values[field] = values.get(field) or (typed or {}).get(field)
    return one, fill(one, values)


# -- a union ---------------------------------------------------------------------------------------


def union_values(connection: Connection, union_id: str, day: date) -> Values:
    """What is known of a union: name, upper union, members, workers, phone.

    Raises:
        UserError: NOT_FOUND.
    """
    row = connection.execute(select(UNION).where(UNION.c.id == union_id)).mappings().first()
    if row is None:
        raise UserError("NOT_FOUND", "找不到这个工会。", "它可能刚刚被删除，请刷新后再试。")
    heads, below = heads_by_union(connection, day), unions_below(connection, day)
    numbers = {key: rolled_up(heads, below, union_id, code) for key, code in _HEADS}
    office_id, office = root_of(connection)
    upper_id = connection.execute(
        select(UNION_SPELL.c.upper_id).where(
            UNION_SPELL.c.union_id == union_id, on_day(UNION_SPELL, day)
        )
    ).scalar()
    names = union_names(connection, day, [union_id, upper_id])
    upper = names.get(upper_id or "") or (None if union_id == office_id else office)
    return {
        "union": names.get(union_id),
        "short": short_name(names.get(union_id) or "") or None,
        "upper": upper or row["outside_upper"],
        "phone": row["phone"],
        "meeting_month": _month(row["meeting_on"] or row["preparing_on"]),
        "congress": CONGRESS["assembly"],
        **{key: None if value is None else str(value) for key, value in numbers.items()},
    }


# -- an election -----------------------------------------------------------------------------------


def election_values(connection: Connection, whole: Whole, day: date) -> Values:
    """What is known of an election: numbers, candidates, counts, who is elected."""
    row = whole.row
    nth = row["ordinal"]
    congress = CONGRESS.get(row["congress"] or "", "会员（代表）大会")
    values: Values = {
        "nth": chinese_number(nth) if nth else None,
        "nth_before": chinese_number(nth - 1) if nth and nth > 1 else None,
        "congress": congress,
        "session": f"第{chinese_number(nth)}届第一次{congress}"
        if nth and row["kind"] in ("renewal", "founding")
        else congress,
        "meeting_month": _month(row["meeting_on"] or row["planned_on"]),
        "chair_way": "由会员（代表）大会直接选举产生"
        if row["direct"]
        else "由新一届委员会第一次全体会议选举产生",
        "request_no": _bracketed(row["request_doc_no"]),
        "report_no": _bracketed(row["report_doc_no"]),
    }
    for key in ("meeting_on", "notice_from", "notice_until", "delegates_elected_on"):
        values[key] = chinese(row[key]) if row[key] else None
    for key in ("years", "due", "present"):
        values[key] = None if row[key] is None else str(row[key])
    for key in ("members", "women_members"):
        if row[key] is not None:
            values[key] = str(row[key])
    values |= _candidates(whole) | _elected(whole) | _term(connection, whole, day)
    values |= _delegates(connection, whole, day)
    values["quorum_text"] = _quorum(connection, row, day)
    values["ballots_text"] = "".join(map(_counted, whole.votes)) or None
    return values


def _candidates(whole: Whole) -> Values:
    """Seats and candidates of the first round of each vote."""
    first = {(v.row["body"], v.row["role"]): v for v in reversed(whole.votes)}

    def names(body: str, role: str) -> str | None:
        vote = first.get((body, role))
        known = [c.name for c in vote.facts.candidates if not c.written_in] if vote else []
        return "、".join(by_strokes(known)) or None

    def number(body: str, role: str) -> tuple[str | None, str | None, str | None]:
        vote = first.get((body, role))
        if vote is None or vote.facts.seats is None:
            return None, None, None
        standing = sum(not c.written_in for c in vote.facts.candidates)
        extra = max(0, standing - vote.facts.seats)
        return str(vote.facts.seats), str(standing) if standing else None, str(extra)

    seats, candidates, extra = number("committee", "member")
    audit_seats, audit_candidates, _ = number("audit", "audit_member")
    women_seats, _, _ = number("women", "women_member")
    last = whole.votes[-1] if whole.votes and whole.row["kind"] == "recall" else None
    return {
        "committee_seats": seats, "committee_candidates": candidates, "committee_extra": extra,
        "audit_seats": audit_seats, "audit_candidates": audit_candidates,
        "women_seats": women_seats,
        "committee_names": names("committee", "member"), "chair_names": names("committee", "chair"),
        "vice_names": names("committee", "vice_chair"),
        "audit_names": names("audit", "audit_member"),
        "women_names": names("women", "women_member"),
        "recalled": "、".join(c.name for c in last.facts.candidates) if last else None,
        "recalled_role": last.facts.role_name if last else None,
    }  # fmt: skip


def _elected(whole: Whole) -> Values:
    """Who is elected by the counts, over all rounds; once posts are written, who holds them."""
    chosen: dict[tuple[str, str], list[str]] = {}
    for vote, one in whole.elected:
        chosen.setdefault((vote.row["body"], vote.row["role"]), []).append(one.name)

    def of(*which: tuple[str, str]) -> list[str]:
        every = [name for key in which for name in chosen.get(key, ())]
        return by_strokes(dict.fromkeys(every))

    members = of(("committee", "member"))
    audit = of(("audit", "audit_member"), ("audit", "audit_director"))
    women = of(("women", "women_member"), ("women", "women_director"))
    return {
        "committee_elected": str(len(members)) if members else None,
        "committee_elected_names": _several(members),
        "chair_elected": _several(of(("committee", "chair"))),
        "vice_elected": _several(of(("committee", "vice_chair"))),
        "audit_elected_names": _several(audit),
        "audit_director": _several(of(("audit", "audit_director"))),
        "women_elected_names": _several(women),
        "women_director": _several(of(("women", "women_director"))),
    }


def _term(connection: Connection, whole: Whole, day: date) -> Values:
    """The new term, and when the old one began."""
    row = whole.row
    since, years = row["meeting_on"], row["years"]
    until = add_years(since, years) - _TERM_ONE_DAY if since and years else None
    body = connection.execute(
        select(committee_on(day)).select_from(UNION).where(UNION.c.id == row["union_id"])
    ).scalar()
    terms = grouped(
        connection, select(TERM).order_by(TERM.c.since), TERM.c.body_id, [body] if body else []
    )
    before = [
        t for t in terms.get(body or "", ()) if t["since"] and t["election_id"] != row["id"]
        and (since is None or t["since"] < since)
    ]  # fmt: skip
    last = before[-1]["since"] if before else None
    ahead = row["meeting_on"] or row["planned_on"] or day
    served = (
        ahead.year - last.year - (add_years(last, ahead.year - last.year) > ahead) if last else 0
    )
    return {
        "term_from": chinese(since) if since else None,
        "term_until": chinese(until) if until else None,
        "last_on": chinese(last) if last else None,
        "served": str(served) if served else None,
    }


def _delegates(connection: Connection, whole: Whole, day: date) -> Values:
    """Delegates of the election, or the union's present ones."""
    row = whole.row
    if row["congress"] == "assembly":
        return {"delegates_text": "不足100人，召开会员大会。" if (row["members"] or 100) < 100
                else "召开会员大会，由全体会员参加。"}  # fmt: skip
    of = delegation_of(connection, row["id"], day)
    total = of.numbers["total"] if of is not None else row["delegates"]
    planned = row["delegates"] if row["delegates"] is not None else total
    values: Values = {
        "delegates": None if total is None else str(total),
        "delegate_seats": str(of.row["seats"]) if of and of.row["seats"] else None,
        "polls": str(len(of.polls)) if of and of.polls else None,
        "polls_text": _polls(connection, of, day) if of else None,
        "delegates_text": f"拟设会员代表{planned}名，由各选举单位差额选举产生。"
        if planned
        else None,
    }
    for key, value in (of.numbers if of else {}).items():
        if key != "total" and value is not None and total:
            values[f"d_{key}"] = f"{value}名，占{rate(value, total)}"
    return values


def _quorum(connection: Connection, row: Mapping[Any, Any], day: date) -> str | None:
    """Whether enough came (ELE-02), as a sentence says it."""
    if row["due"] is None or row["present"] is None:
        return None
    rule = rule_book(connection).rule("ELE-02", on=row["meeting_on"] or day)
    enough = row["present"] >= quorum(rule.params, row["due"])
    return str(rule.params["said_enough" if enough else "said_short"])


def _polls(connection: Connection, of: Delegation, day: date) -> str | None:
    """How the units elected their delegates (CNG-05): said only where all of it is known and so."""
    rule = rule_book(connection).rule("CNG-05", on=of.row["elected_on"] or day)
    facts = [
        PollFacts(
            id=of.row["id"], name=of.union, seats=p["seats"], candidates=p["candidates"],
            due=p["due"], present=p["present"], least_yes=p["least_yes"],
        )
        for p in of.polls
    ]  # fmt: skip
    found = [one for each in facts for one in cng_05(rule, each)]
    if not found or any(one.result is not Fails.PASS for one in found):
        return None
    return str(rule.params["said"])


def _counted(vote: Any) -> str:
    facts = vote.facts
    if facts.issued is None or facts.returned is None:
        return ""
    valid = (
        f"，其中有效票{facts.valid}张、无效票{facts.invalid or 0}张"
        if facts.valid is not None
        else ""
    )
    return f"{vote.title}：发出选票{facts.issued}张，收回{facts.returned}张{valid}。"


def _several(names: Iterable[str]) -> str | None:
    return "、".join(names) or None


def _month(day: date | None) -> str | None:
    return f"{day.year}年{day.month}月" if day else None


def _bracketed(number: str | None) -> str | None:
    return f"（{number}）" if number else None


# -- papers beside their data ----------------------------------------------------------------------


def open_papers(connection: Connection) -> list[Mapping[Any, Any]]:
    """Papers of ours that are in hand: drafted from a text and not sent."""
    row = OFFICIAL_PAPER.c
    query = select(OFFICIAL_PAPER).where(
        row.direction == "out", row.passed_on.is_(None), row.closed_on.is_(None),
        row.subject.is_not(None), row.subject_kind.is_not(None),
    )  # fmt: skip
    return list(connection.execute(query.order_by(row.id)).mappings())


def papers_about(connection: Connection, record: str) -> list[Mapping[Any, Any]]:
    """Papers about a record, the newest first."""
    row = OFFICIAL_PAPER.c
    query = select(OFFICIAL_PAPER).where(row.subject == record).order_by(row.id.desc())
    return list(connection.execute(query).mappings())


def issuer(connection: Connection, one: Text, record: str) -> str:
    """Who issues a paper about a record.

    Raises:
        UserError: NOT_FOUND.
    """
    if one.by == "office":
        return root_of(connection)[0]
    if one.about == "union":
        return record
    found = connection.execute(select(ELECTION.c.union_id).where(ELECTION.c.id == record)).scalar()
    if found is None:
        raise UserError("NOT_FOUND", "找不到这次选举。", "它可能刚刚被删除，请刷新后再试。")
    return str(found)


def chair_of(connection: Connection, union_id: str, day: date) -> str:
    """The chair of a union, as 签发人."""
    posts = posts_of(connection, POST.c.union_id, [union_id], on_day(POST, day))
    return next(
        (
            str(p["person"])
            for p in posts.get(union_id, ())
            if p["role"] == "chair" and p["body_kind"] == COMMITTEE
        ),
        "",
    )


def paper_record(connection: Connection, paper_id: str) -> Mapping[Any, Any]:
    """A paper's record.

    Raises:
        UserError: NOT_FOUND.
    """
    query = select(OFFICIAL_PAPER).where(OFFICIAL_PAPER.c.id == paper_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UserError("NOT_FOUND", "找不到这份公文。", "它可能刚刚被删除，请刷新后再试。")
    return row


def last_word(connection: Connection, union_id: str) -> str:
    """机关代字 that a union used last; empty if it has issued nothing."""
    row = OFFICIAL_PAPER.c
    query = select(row.doc_word).where(
        row.union_id == union_id, row.direction == "out", row.doc_seq.is_not(None)
    )
    found = connection.execute(query.order_by(row.signed_on.desc()).limit(1)).scalar()
    return str(found or "")

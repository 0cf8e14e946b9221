"""What the search box finds of this area: a cadre by name with her post, a course by its title, a
paper by its number, an election by its numbers, who stood in it, a delegate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from app.areas.members.records import PERSON
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import UNION_SPELL
from app.base import pinyin
from app.base.text import chinese_number
from app.store.search import SearchRow, SearchSource

from .lists.common import held, post_name, posts_of
from .lists.votes import election_name, vote_title
from .records import (
    BALLOT,
    BODY,
    CANDIDATE,
    DELEGATE,
    DELEGATION,
    ELECTION,
    OFFICIAL_PAPER,
    POST,
    TRAINING,
)

_NUMBERS = ("request_doc_no", "request_reply_doc_no", "report_doc_no", "reply_doc_no")
MANY = 5000
"""Of so many touched records at most each is asked for."""
_CONGRESS = {"members": "会员代表", "workers": "职工代表"}


def _touched(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    """Posts touched, those of a person, body or union that has another name."""
    links = {PERSON: POST.c.person_id, BODY: POST.c.body_id, UNION_SPELL: POST.c.union_id}
    return _of(conn, POST, links, kinds)


def _posts(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    """Who holds a post now; who was erased is not found by name."""
    query = select(POST.c.id).where(POST.c.until.is_(None))
    wanted = list(conn.execute(query).scalars()) if ids is None else sorted(ids)
    erased = set(conn.execute(select(PERSON.c.id).where(PERSON.c.erased_on.is_not(None))).scalars())
    spells = select(UNION_SPELL.c.union_id, UNION_SPELL.c.name).order_by(UNION_SPELL.c.since)
    unions = {row.union_id: row.name for row in conn.execute(spells)}
    for rows in posts_of(conn, POST.c.id, wanted, POST.c.until.is_(None)).values():
        for row in rows:
            if row["person_id"] in erased:
                continue
            name = row["person"]
            where = f"{unions.get(row['union_id'], '')}　{post_name(row)}"
            yield SearchRow(row["id"], name, where, (name, *pinyin.name_keys(name)), "")


def _changed_courses(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    del conn
    return set(kinds.get(TRAINING.name, ()))


def _courses(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    columns = (TRAINING.c[c] for c in ("id", "title", "since", "organiser"))
    query = select(*columns)
    parts = [query] if ids is None else held(query, TRAINING.c.id, ids)
    for part in parts:
        for row in conn.execute(part):
            where = f"培训　{row.since.isoformat()}"
            yield SearchRow(row.id, row.title, where, (row.title, row.organiser or ""), "")


# -- papers, elections, who stood in them, delegates -----------------------------------------------


def _of(
    conn: Connection, table: Table, links: Mapping[Table, Any], kinds: Mapping[str, set[str]]
) -> set[str]:
    """Touched rows of a table, and those that a touched row of another one changes. ``links``: the
    other table, and the column in which its id stands. An import touches more people than ever
    held a post: then it is asked who of these was touched."""
    ids = set(kinds.get(table.name, ()))
    for other, column in links.items():
        query = select(table.c.id)
        touched = kinds.get(other.name, ())
        if other is UNION_SPELL and touched:
            spells = held(select(UNION_SPELL.c.union_id), UNION_SPELL.c.id, touched)
            touched = {one for part in spells for one in conn.execute(part).scalars()}
        if len(touched) > MANY:
            every = conn.execute(select(table.c.id, column).where(column.is_not(None)))
            ids.update(one for one, link in every if link in touched)
            continue
        for part in held(query, column, touched):
            ids.update(conn.execute(part).scalars())
    return ids


def _rows(
    conn: Connection, query: Select[Any], column: Any, ids: set[str] | None
) -> Iterator[tuple[Mapping[Any, Any], str]]:
    """Rows of a query, each with the last name of its union."""
    for part in [query] if ids is None else held(query, column, ids):
        rows = conn.execute(part).mappings().all()
        unions = names_of(conn, "union", (row["union_id"] for row in rows))
        for row in rows:
            yield row, unions.get(row["union_id"], "")


def _touched_papers(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    links = {UNION_SPELL: OFFICIAL_PAPER.c.union_id}
    return _of(conn, OFFICIAL_PAPER, links, kinds)


def _papers(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    """A paper by its title and its number."""
    query = select(*(OFFICIAL_PAPER.c[c] for c in ("id", "union_id", "title", "doc_no")))
    for row, union in _rows(conn, query, OFFICIAL_PAPER.c.id, ids):
        number = row["doc_no"] or ""
        where = "　".join(w for w in ("公文", number, union) if w)
        yield SearchRow(row["id"], row["title"], where, (row["title"], number), "")


def _touched_elections(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    return _of(conn, ELECTION, {UNION_SPELL: ELECTION.c.union_id}, kinds)


def _elections(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    """An election by its union and by the numbers of its papers."""
    for row, union in _rows(conn, select(ELECTION), ELECTION.c.id, ids):
        title = election_name(union, row["kind"], row["ordinal"])
        day = row["meeting_on"] or row["planned_on"]
        where = f"选举　{day.isoformat()}" if day else "选举"
        numbers = (row[key] or "" for key in _NUMBERS)
        yield SearchRow(row["id"], title, where, (title, union, *numbers), "")


def _touched_candidates(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    ids = _of(conn, CANDIDATE, {BALLOT: CANDIDATE.c.ballot_id, PERSON: CANDIDATE.c.person_id},
              kinds)  # fmt: skip
    elections = _touched_elections(conn, kinds)
    query = select(CANDIDATE.c.id).join(BALLOT, BALLOT.c.id == CANDIDATE.c.ballot_id)
    for part in held(query, BALLOT.c.election_id, elections):
        ids.update(conn.execute(part).scalars())
    return ids


def _candidates(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    """Who stood or was written in, with the vote."""
    query = (
        select(CANDIDATE.c.id, CANDIDATE.c.name, ELECTION.c.union_id, ELECTION.c.ordinal,
               ELECTION.c.kind, BALLOT.c.body, BALLOT.c.role, BALLOT.c.round)
        .join(BALLOT, BALLOT.c.id == CANDIDATE.c.ballot_id)
        .join(ELECTION, ELECTION.c.id == BALLOT.c.election_id)
        .outerjoin(PERSON, PERSON.c.id == CANDIDATE.c.person_id)
        .where(PERSON.c.erased_on.is_(None))
    )  # fmt: skip
    for row, union in _rows(conn, query, CANDIDATE.c.id, ids):
        title = election_name(union, row["kind"], row["ordinal"])
        where = f"{title}　{vote_title(row)}候选人"
        yield _person(row, where)


def _touched_delegates(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    ids = _of(conn, DELEGATE, {DELEGATION: DELEGATE.c.delegation_id, PERSON: DELEGATE.c.person_id},
              kinds)  # fmt: skip
    unions = {UNION_SPELL: DELEGATION.c.union_id}
    delegations = _of(conn, DELEGATION, unions, kinds)
    for part in held(select(DELEGATE.c.id), DELEGATE.c.delegation_id, delegations):
        ids.update(conn.execute(part).scalars())
    return ids


def _delegates(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    """Who is or was a delegate, of which union and congress."""
    query = (
        select(DELEGATE.c.id, DELEGATE.c.name, DELEGATION.c.union_id, DELEGATION.c.kind,
               DELEGATION.c.ordinal)
        .join(DELEGATION, DELEGATION.c.id == DELEGATE.c.delegation_id)
        .outerjoin(PERSON, PERSON.c.id == DELEGATE.c.person_id)
        .where(PERSON.c.erased_on.is_(None))
    )  # fmt: skip
    for row, union in _rows(conn, query, DELEGATE.c.id, ids):
        which = f"第{chinese_number(row['ordinal'])}届" if row["ordinal"] else ""
        where = f"{union}　{which}{_CONGRESS[row['kind']]}"
        yield _person(row, where)


def _person(row: Mapping[Any, Any], where: str) -> SearchRow:
    name = str(row["name"])
    return SearchRow(row["id"], name, where, (name, *pinyin.name_keys(name)), "")


SEARCH = (
    SearchSource("post", _touched, _posts),
    SearchSource("training", _changed_courses, _courses),
    SearchSource(OFFICIAL_PAPER.name, _touched_papers, _papers),
    SearchSource(ELECTION.name, _touched_elections, _elections),
    SearchSource(CANDIDATE.name, _touched_candidates, _candidates),
    SearchSource(DELEGATE.name, _touched_delegates, _delegates),
)

"""The acts that take in workbooks of cadres and of terms: one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.acts import edit_union
from app.areas.organisations.records import UNION
from app.store.incoming import Incoming, end_import, rows_in
from app.store.work import Work, act

from ..records import BODY, POST
from .bodies import set_up_body
from .common import Who, committee
from .posts import assign_post, edit_post
from .terms import delay_term, edit_term, start_term

LONG = 4
"""Years from which on a term of the ledger is one of five."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post of a row.

    Attributes:
        part: number of the row.
        id: the post that is filled in; None for a new one.
        union_id, who, role, since: of a new one.
        body: kind of the body it is in, made where the union has none; ``body_id``: a known one.
        values: further fields.
        key: of the person among those that this file brings: one person, one record.
    """

    part: int
    id: str | None = None
    union_id: str = ""
    who: Who = ""
    role: str = ""
    since: date | None = None
    body: str = ""
    body_id: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    key: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRow:
    """The running term of one union's committee.

    Attributes:
        part: number of the row.
        union_id: of the committee.
        term_id: the term that is filled in; None: a new one begins.
        body_id: the committee; None: it is set up.
        appointed: of a new committee.
        values: of the term; ``delay``: until and doc_no; ``chair``: for the ledger's line.
    """

    part: int
    union_id: str
    term_id: str | None = None
    body_id: str | None = None
    appointed: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    delay: Mapping[str, Any] = field(default_factory=dict)
    chair: str | None = None


@act("cadres.import_cadres", "导入干部花名册")
def import_cadres(
    work: Work,
    make_rows: Callable[[Connection], Iterable[PostRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Posts of a workbook.

    Args:
        make_rows: judges the rows against the data inside this transaction.
        incoming: the workbook.

    Returns:
        ``batch``, and how many ``posts`` are new and ``changed``. Nothing is noted if nothing is
        done.
    """
    people: dict[tuple[Any, ...], str] = {}
    new = changed = 0
    for row in rows_in(work, make_rows):
        if row.id is not None:
            edit_post(work, row.id, **row.values)
            changed += 1
            continue
        who = people.get(row.key, row.who) if row.key else row.who
        body = row.body_id or (_body(work, row.union_id, row.body) if row.body else None)
        made = assign_post(
            work, union_id=row.union_id, who=who, role=row.role, since=row.since, body_id=body,
            **row.values,
        )  # fmt: skip
        if row.key:
            people[row.key] = _person(work, made)
        new += 1
    return end_import(work, incoming, {"posts": new, "changed": changed})


@act("cadres.import_terms", "导入换届台账")
def import_terms(
    work: Work,
    make_rows: Callable[[Connection], Iterable[TermRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Terms of a workbook; see ``import_cadres`` for the arguments.

    Returns:
        ``batch``, and how many ``terms`` are new and ``changed``.
    """
    new = changed = 0
    for row in rows_in(work, make_rows):
        term = row.term_id
        if term is None:
            body = row.body_id or set_up_body(
                work, union_id=row.union_id, kind="committee", since=None, appointed=row.appointed
            )
            term = start_term(work, body, keep_posts=True, **row.values)
            new += 1
        else:
            if row.values:
                edit_term(work, term, **row.values)
            changed += 1
        if row.delay:
            delay_term(work, term, **row.delay)
        if row.chair:
            edit_union(work, row.union_id, chair=row.chair)
    return end_import(work, incoming, {"terms": new, "changed": changed})


def _body(work: Work, union_id: str, kind: str) -> str:
    """The body of a kind that the union has, set up where there is none; a new committee gets the
    term that the ledger tells."""
    if kind != "committee":
        query = select(BODY.c.id).where(
            BODY.c.union_id == union_id, BODY.c.kind == kind, BODY.c.until.is_(None)
        )
        rows = work.rows(query)
        if rows:
            return str(rows[0]["id"])
        return set_up_body(work, union_id=union_id, kind=kind, since=None)
    known = committee(work, union_id)
    if known is not None:
        return str(known["id"])
    made = set_up_body(work, union_id=union_id, kind=kind, since=None)
    line = work.row(UNION, union_id)
    since, until = line["term_from"], line["term_until"]
    if since is not None and until is not None and since < until:
        years = 5 if until.year - since.year >= LONG else 3
        start_term(work, made, since=since, due_on=until, years=years)
    return made


def _person(work: Work, post_id: str) -> str:
    return str(work.row(POST, post_id)["person_id"])

"""合并 of two records of one person, and 不是同一人.

The readers for the window: ``lists.candidates.candidates`` (while typing), ``DUPLICATES`` of
``lists.duplicates`` (the scan), ``lists.side_by_side`` (for choosing field by field).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, or_, select

from app.areas.organisations.acts.common import repoint
from app.base.days import Span
from app.base.errors import UserError
from app.store.system import CHOICE, EXPLANATION
from app.store.work import Work, act

from ..records import (
    EMPLOYMENT,
    ERASURE,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    NOT_SAME,
    PERSON,
    PERSON_SPELL,
    PLATFORM_MARK,
)
from ..rules.duplicates import key_of
from .common import owned, person
from .people import correct_person, edit_person


@act("members.merge_people", "合并人员")
def merge_people(
    work: Work,
    /,
    keep_id: str,
    other_id: str,
    *,
    plain: Mapping[str, Any] | None = None,
    dated: Mapping[str, Any] | None = None,
) -> str:
    """Two records are one person: the first stays, everything that pointed at the second points at
    the first, and the second stays as its alias, so that it is still found and still matches.

    Documents and former names are joined, equal ones are not doubled; a name that is not kept
    becomes a former name. Memberships of the second that overlap those of the first are voided
    (误录注销); where the first is no member now, the present one of the second goes on from the
    day hers ended. Of two employments at one employer, and of two that are followed, the first's
    stays.

    Args:
        plain, dated: the chosen values, as of the first record from now on (dated ones as a
            correction of today's); fields that are not named stay as the first has them.

    Returns:
        ``keep_id``.

    Raises:
        UserError: SAME; MERGED, ERASED; REQUIRED for an empty name.
    """
    if keep_id == other_id:
        raise UserError("SAME", "两边是同一条记录，不用合并。")
    keep, other = person(work, keep_id), person(work, other_id)
    names = [keep["name"], other["name"]]
    _documents(work, keep_id, other_id)
    _memberships(work, keep_id, other_id)
    _employments(work, keep_id, other_id)
    _apart(work, keep_id, other_id)
    for table, column in ((CHOICE, "record"), (EXPLANATION, "object"), (PLATFORM_MARK, "record")):
        _by_name(work, table, column, keep_id, other_id)
    repoint(work, PERSON, other_id, keep_id, skip=(PERSON_SPELL, NOT_SAME, ERASURE))
    work.update(PERSON, other_id, alias_of_id=keep_id)
    if plain:
        edit_person(work, keep_id, **plain)
    if dated:
        correct_person(work, keep_id, day=work.today, **dated)
    _former_names(work, keep_id, names)
    return keep_id


@act("members.not_same", "记下不是同一人")
def not_same(work: Work, /, person_id: str, other_id: str) -> str:
    """A person looked: these two are two. They are no longer listed as 疑似重复.

    Raises:
        UserError: SAME; KNOWN if it was noted already; MERGED, ERASED.
    """
    if person_id == other_id:
        raise UserError("SAME", "两边是同一条记录。")
    person(work, person_id)
    person(work, other_id)
    one, two = sorted((person_id, other_id))
    if _pair(work, one, two) is not None:
        raise UserError("KNOWN", "已经记下这两条记录不是同一人。")
    return work.insert(NOT_SAME, person_id=one, other_id=two)


@act("members.maybe_same", "撤回不是同一人")
def maybe_same(work: Work, /, pair_id: str) -> None:
    """They may be one after all: they are listed again.

    Args:
        pair_id: as ``not_same`` returned it and ``lists.candidates.said_apart`` tells it.

    Raises:
        UserError: NOT_FOUND.
    """
    work.delete(NOT_SAME, pair_id)


def _pair(work: Work, one: str, two: str) -> str | None:
    query = select(NOT_SAME.c.id).where(NOT_SAME.c.person_id == one, NOT_SAME.c.other_id == two)
    rows = work.rows(query)
    return str(rows[0]["id"]) if rows else None


def _documents(work: Work, keep: str, other: str) -> None:
    """Equal documents are one; a present one is not replaced by a former one."""
    mine = {(r["type"], key_of(r["type"], r["number"])): r for r in owned(work, IDENTITY, keep)}
    for row in owned(work, IDENTITY, other):
        same = mine.get((row["type"], key_of(row["type"], row["number"])))
        if same is None:
            continue
        if row["until"] is None and same["until"] is not None:
            work.update(IDENTITY, same["id"], until=None)
        work.delete(IDENTITY, row["id"])


def _memberships(work: Work, keep: str, other: str) -> None:
    mine = [row for row in owned(work, MEMBERSHIP, keep) if row["status"] != "voided"]
    ended = [row["until"] for row in mine if row["until"] is not None]
    for row in owned(work, MEMBERSHIP, other):
        span = Span(row["since"], row["until"])
        if row["status"] == "voided":
            continue
        if not any(span.overlaps(Span(each["since"], each["until"])) for each in mine):
            continue
        if row["until"] is None and len(ended) == len(mine):
            work.update(MEMBERSHIP, row["id"], since=max(ended))
        else:
            until = row["until"] or max(work.today, row["since"] or work.today)
            work.update(MEMBERSHIP, row["id"], status="voided", until=until, ended="voided")


def _employments(work: Work, keep: str, other: str) -> None:
    mine = [row for row in owned(work, EMPLOYMENT, keep) if row["until"] is None]
    firms = {row["employer_id"] or row["employer_name"] for row in mine}
    followed = any(row["follows"] for row in mine)
    for row in owned(work, EMPLOYMENT, other):
        if row["until"] is not None:
            continue
        if (row["employer_id"] or row["employer_name"]) in firms:
            work.delete(EMPLOYMENT, row["id"])
        elif row["follows"] and followed:
            work.update(EMPLOYMENT, row["id"], follows=False)


def _apart(work: Work, keep: str, other: str) -> None:
    """Who is not the second is not the first."""
    query = select(NOT_SAME).where(or_(NOT_SAME.c.person_id == other, NOT_SAME.c.other_id == other))
    for row in work.rows(query):
        third = row["other_id"] if row["person_id"] == other else row["person_id"]
        one, two = sorted((keep, third))
        if third == keep or _pair(work, one, two) is not None:
            work.delete(NOT_SAME, row["id"])
        else:
            work.update(NOT_SAME, row["id"], person_id=one, other_id=two)


def _by_name(work: Work, table: Table, column: str, keep: str, other: str) -> None:
    """Rows that hold the id as a value and not as a reference; where the first has such a row
    already, that one stays."""
    beside = {"choice": "text", "explanation": "rule", "platform_mark": "platform_id"}[table.name]
    mine = {row[beside] for row in work.rows(select(table).where(table.c[column] == keep))}
    for row in work.rows(select(table).where(table.c[column] == other)):
        if row[beside] in mine and table is not CHOICE:
            work.delete(table, row["id"])
        else:
            work.update(table, row["id"], **{column: keep})


def _former_names(work: Work, keep: str, names: list[str]) -> None:
    """Each name that is not the present one is a former name, once."""
    present, known = work.row(PERSON, keep)["name"], set[str]()
    for row in owned(work, FORMER_NAME, keep):
        if row["name"] in known or row["name"] == present:
            work.delete(FORMER_NAME, row["id"])
        known.add(row["name"])
    for name in dict.fromkeys(names):
        if name != present and name not in known:
            work.insert(FORMER_NAME, person_id=keep, name=name, until=None)

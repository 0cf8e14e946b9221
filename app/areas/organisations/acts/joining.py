"""Acts that join and part unions, and that rename a union with all below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store import spells
from app.store.meta import on_day
from app.store.work import Work, act

from ..records import COVERAGE, FEDERATION_MEMBER, MERGED, UNION, UNION_SPELL
from .common import repoint, settle_coverage, settle_readings
from .coverage import cover_employer, move_coverage
from .places import named
from .unions import (
    FEDERATIONS,
    children,
    dissolve_union,
    found_union,
    join_federation,
    move_union,
    refuse_dissolved,
)


@act("organisations.rename_below", "批量更名")
def rename_below(
    work: Work,
    /,
    union_id: str,
    *,
    old: str,
    new: str,
    since: date,
    doc_no: str | None = None,
) -> int:
    """A park is renamed: in the names of this union and all below it ``old`` becomes ``new``.

    Returns:
        How many unions were renamed.

    Raises:
        UserError: NOT_NAMED if none of them has ``old`` in its name; SAME if nothing would change.
    """
    old, new = named(old, "原来的字样"), named(new, "新的字样")
    if old == new:
        raise UserError("SAME", "新的字样和原来的一样。", "请填写改成什么。")
    names = names_below(work.rows, union_id, since)
    renamed = {union: name.replace(old, new) for union, name in names.items() if old in name}
    if not renamed:
        raise UserError(
            "NOT_NAMED",
            f"到{chinese(since)}，本工会和下级工会的名称里都没有「{old}」。",
            "请核对要更换的字样和日期。",
        )
    for union, name in renamed.items():
        spells.change_from(
            work, UNION_SPELL, union, since=since, values={"name": name}, doc_no=doc_no
        )
    return len(renamed)


@act("organisations.split_union", "单独建会（从联合工会分出）")
def split_union(
    work: Work,
    /,
    union_id: str,
    *,
    employer_id: str,
    name: str,
    founded_on: date,
    join: bool = False,
    **plain: Any,
) -> str:
    """An employer of a joint union founds its own (工会法 第十一条: 25 members and more shall).

    Args:
        join: whether the new union joins the old one as a member, where that is a federation.
    """
    old = spells.spell_on(work, UNION_SPELL, union_id, founded_on)
    federation = old["type"] in FEDERATIONS
    union = found_union(
        work,
        name=name,
        upper_id=union_id if federation else old["upper_id"],
        type="single",
        form="committee",
        founded_on=founded_on,
        place_id=old["place_id"],
        **plain,
    )
    move_coverage(work, employer_id, to_union=union, since=founded_on)
    if join and federation:
        join_federation(work, union_id=union, federation_id=union_id, since=founded_on)
    return union


@act("organisations.merge_unions", "合并工会")
def merge_unions(
    work: Work, /, union_id: str, *, into: str, on: date, doc_no: str | None = None
) -> None:
    """One union goes into another: employers, unions below and federation links go with it.

    Raises:
        UserError: SAME, DISSOLVED; DATES if something began only on ``on`` or later.
    """
    if union_id == into:
        raise UserError("SAME", "不能把一个工会并入它自己。")
    refuse_dissolved(work, into, "不能并入")
    for child in children(work, union_id):
        if child["union_id"] == into:
            upper = spells.latest(work, UNION_SPELL, union_id)["upper_id"]
            move_union(work, into, upper_id=upper, since=on, doc_no=doc_no)
        elif child["status"] != "dissolved":
            move_union(work, child["union_id"], upper_id=into, since=on, doc_no=doc_no)
    _hand_over_coverage(work, union_id, into, on)
    _hand_over_links(work, union_id, into, on)
    dissolve_union(work, union_id, on=on, doc_no=doc_no, members_to=MERGED, assets_to_id=into)


def _hand_over_coverage(work: Work, old: str, new: str, on: date) -> None:
    coverage = COVERAGE.c
    open_rows = work.rows(
        select(COVERAGE).where(coverage.union_id == old, coverage.until.is_(None))
    )
    present = work.rows(select(COVERAGE).where(coverage.union_id == new, coverage.until.is_(None)))
    liaised = {row["employer_id"] for row in present if row["kind"] == "liaise"}
    for row in open_rows:
        if row["kind"] == "found":
            move_coverage(work, row["employer_id"], to_union=new, since=on)
        elif row["employer_id"] not in liaised:
            carried = {k: row[k] for k in ("organiser", "liaison", "phone")}
            cover_employer(
                work, union_id=new, employer_id=row["employer_id"], kind="liaise", since=on,
                **carried,
            )  # fmt: skip


def _hand_over_links(work: Work, old: str, new: str, on: date) -> None:
    """What ``old`` was a member of, and, where ``new`` is a federation, who was a member of it."""
    link = FEDERATION_MEMBER.c

    def partners(union: str, mine: Any, other: Any) -> set[str]:
        query = select(other.label("other")).where(mine == union, link.until.is_(None))
        return {row["other"] for row in work.rows(query)}

    for one in sorted(
        partners(old, link.union_id, link.federation_id)
        - partners(new, link.union_id, link.federation_id)
        - {new}
    ):
        join_federation(work, union_id=new, federation_id=one, since=on)
    if spells.latest(work, UNION_SPELL, new)["type"] not in FEDERATIONS:
        return
    for one in sorted(
        partners(old, link.federation_id, link.union_id)
        - partners(new, link.federation_id, link.union_id)
        - {new}
    ):
        join_federation(work, union_id=one, federation_id=new, since=on)


@act("organisations.merge_doubled_unions", "合并重复工会")
def merge_doubled_unions(work: Work, /, union_id: str, *, into: str) -> None:
    """The same union was entered twice: everything points at the first, the second goes."""
    if union_id == into:
        raise UserError("SAME", "请选择两个不同的工会。")
    settle_readings(work, "union_id", union_id, into)
    settle_coverage(work, "union_id", union_id, into)
    _settle_links(work, union_id, into)
    upper = spells.latest(work, UNION_SPELL, union_id)["upper_id"]
    for row in spells.spells(work, UNION_SPELL, union_id):
        work.delete(UNION_SPELL, row["id"])
    for row in spells.spells(work, UNION_SPELL, into):
        if row["upper_id"] == union_id:
            work.update(UNION_SPELL, row["id"], upper_id=None if upper == into else upper)
    if work.row(UNION, into)["assets_to_id"] == union_id:
        work.update(UNION, into, assets_to_id=None)
    first, second = work.row(UNION, into), work.row(UNION, union_id)
    unique = {k: second[k] for k in ("code", "credit_code") if second[k] and not first[k]}
    blanks = {k: v for k, v in second.items() if first[k] is None and v is not None}
    if blanks.get("assets_to_id") == into:
        del blanks["assets_to_id"]
    repoint(work, UNION, union_id, into)
    work.update(UNION, union_id, **dict.fromkeys(unique, None))
    work.delete(UNION, union_id)
    work.update(UNION, into, **blanks)


def _settle_links(work: Work, old: str, new: str) -> None:
    """No union is its own member, and of two links between the same two that of ``new`` stays."""
    link = FEDERATION_MEMBER.c
    sides = (link.union_id, link.federation_id)
    rows = work.rows(select(FEDERATION_MEMBER).where(or_(*(s.in_((old, new)) for s in sides))))
    kept: list[Any] = []
    for row in sorted(rows, key=lambda r: old in (r["union_id"], r["federation_id"])):
        pair = [new if row[s.name] == old else row[s.name] for s in sides]
        span = Span(row["since"], row["until"])
        if pair[0] == pair[1] or any(p == pair and s.overlaps(span) for p, s in kept):
            work.delete(FEDERATION_MEMBER, row["id"])
        else:
            kept.append((pair, span))


def names_below(read: Callable[[Any], Iterable[Any]], union_id: str, day: date) -> dict[str, str]:
    """Id → name on a day of a union and all below it that are not dissolved, from the top down.

    Args:
        read: runs a query, in an act or for the window.
    """
    names: dict[str, str] = {}
    children_of: dict[str | None, list[str]] = {}
    query = select(UNION_SPELL).where(on_day(UNION_SPELL, day)).order_by(UNION_SPELL.c.name)
    for row in read(query):
        if row["status"] != "dissolved":
            names[row["union_id"]] = row["name"]
            children_of.setdefault(row["upper_id"], []).append(row["union_id"])
    found, at = [union_id], 0
    while at < len(found):
        found += children_of.get(found[at], [])
        at += 1
    return {union: names[union] for union in found if union in names}

"""Acts on unions. No union comes into being without one of these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.base.days import chinese
from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..records import COVERAGE, FEDERATION_MEMBER, READING, UNION, UNION_SPELL
from .common import refuse_if_referred, repoint
from .coverage import cover_employer, move_coverage
from .places import named

DATED = ("name", "upper_id", "type", "form", "level", "status", "place_id")
FEDERATIONS = ("regional_federation", "industry_federation")


@act("organisations.found_union", "登记建会")
def found_union(
    work: Work,
    /,
    *,
    name: str,
    upper_id: str | None,
    type: str | None,
    founded_on: date,
    level: str = "primary",
    form: str | None = None,
    place_id: str | None = None,
    employer_ids: Iterable[str] = (),
    **plain: Any,
) -> str:
    """A new union, founded on a day; its covered employers are covered from that day (工会法
    第十二条: with the approval of the union above)."""
    values = _dated(name, upper_id, type, form, level, "active", place_id)
    union = work.insert(UNION, **{"outside": False, "founded_on": founded_on, **plain})
    spells.start(work, UNION_SPELL, union, since=founded_on, values=values)
    for employer in employer_ids:
        cover_employer(work, union_id=union, employer_id=employer, kind="found", since=founded_on)
    return union


@act("organisations.prepare_union", "登记筹建")
def prepare_union(
    work: Work,
    /,
    *,
    name: str,
    upper_id: str | None,
    type: str | None,
    preparing_on: date,
    level: str = "primary",
    form: str | None = None,
    place_id: str | None = None,
    **plain: Any,
) -> str:
    """A union in preparation (筹备); it counts nowhere until it is approved."""
    values = _dated(name, upper_id, type, form, level, "preparing", place_id)
    union = work.insert(UNION, **{"outside": False, "preparing_on": preparing_on, **plain})
    spells.start(work, UNION_SPELL, union, since=preparing_on, values=values)
    return union


@act("organisations.approve_union", "批准成立")
def approve_union(
    work: Work,
    /,
    union_id: str,
    *,
    founded_on: date,
    founded_doc: str | None = None,
    approved_on: date | None = None,
) -> None:
    """筹备 → 正常, with the reply of the union above."""
    row = spells.latest(work, UNION_SPELL, union_id)
    if row["status"] != "preparing":
        raise UserError("STATUS", "只有筹备中的工会可以批准成立。")
    spells.change_from(
        work,
        UNION_SPELL,
        union_id,
        since=founded_on,
        values={"status": "active"},
        doc_no=founded_doc,
    )
    work.update(
        UNION,
        union_id,
        founded_on=founded_on,
        founded_doc=founded_doc,
        approved_on=approved_on or founded_on,
    )


@act("organisations.record_union", "补录工会")
def record_union(
    work: Work,
    /,
    *,
    name: str,
    upper_id: str | None,
    type: str | None,
    level: str = "primary",
    form: str | None = None,
    status: str = "active",
    place_id: str | None = None,
    founded_on: date | None = None,
    **plain: Any,
) -> str:
    """An existing union. Without a founding day it was there before the records begin: in stock
    on every day, never in the flow of a year."""
    values = _dated(name, upper_id, type, form, level, status, place_id)
    union = work.insert(UNION, **{"outside": False, "founded_on": founded_on, **plain})
    spells.start(work, UNION_SPELL, union, since=founded_on, values=values)
    return union


@act("organisations.change_union", "变更工会")
def change_union(
    work: Work, /, union_id: str, *, since: date, doc_no: str | None = None, **values: Any
) -> None:
    """From a day on a union has another name, type, form, level, status or place."""
    spells.change_from(
        work, UNION_SPELL, union_id, since=since, values=_clean(values), doc_no=doc_no
    )


@act("organisations.correct_union", "更正工会")
def correct_union(work: Work, /, union_id: str, *, day: date, **values: Any) -> None:
    """What was always wrong about a union's dated fields."""
    spells.correct(work, UNION_SPELL, union_id, day=day, values=_clean(values))


@act("organisations.edit_union", "编辑工会信息")
def edit_union(work: Work, /, union_id: str, **values: Any) -> None:
    """Plain fields of a union (numbers, certificate, account, office, chair, notes)."""
    if "founded_on" in values:
        first = spells.first(work, UNION_SPELL, union_id)
        if first["since"] == work.row(UNION, union_id)["founded_on"]:
            spells.correct_start(work, UNION_SPELL, union_id, values["founded_on"])
    work.update(UNION, union_id, **values)


@act("organisations.move_union", "变更隶属")
def move_union(
    work: Work, /, union_id: str, *, upper_id: str | None, since: date, doc_no: str | None = None
) -> None:
    """A union has another upper union from a day on."""
    spells.change_from(
        work, UNION_SPELL, union_id, since=since, values={"upper_id": upper_id}, doc_no=doc_no
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
    """
    old, new = named(old, "原名称"), named(new, "新名称")
    count = 0
    for union in [union_id, *below(work, union_id, since)]:
        row = spells.spell_on(work, UNION_SPELL, union, since)
        if old in row["name"]:
            name = row["name"].replace(old, new)
            spells.change_from(
                work, UNION_SPELL, union, since=since, values={"name": name}, doc_no=doc_no
            )
            count += 1
    return count


@act("organisations.dissolve_union", "撤销工会")
def dissolve_union(
    work: Work,
    /,
    union_id: str,
    *,
    on: date,
    doc_no: str | None = None,
    members_to: str | None = None,
    assets_to_id: str | None = None,
    reported_on: date | None = None,
) -> None:
    """正常 or 筹备 → 撤销 (工会法 第十三条: reported to the union above; 会籍 can be kept).

    Raises:
        UserError: HAS_BELOW if unions below it would be left without an upper one.
    """
    row = spells.latest(work, UNION_SPELL, union_id)
    if row["status"] == "dissolved":
        raise UserError("STATUS", "这个工会已经撤销。")
    children = [u for u in _children(work, union_id) if u["status"] != "dissolved"]
    if children:
        raise UserError(
            "HAS_BELOW",
            f"下面还有 {len(children)} 个工会，例如「{children[0]['name']}」。",
            "请先把它们改隶属到别的上级工会，或先撤销它们。",
        )
    _end_links(work, union_id, on)
    spells.change_from(
        work, UNION_SPELL, union_id, since=on, values={"status": "dissolved"}, doc_no=doc_no
    )
    work.update(
        UNION,
        union_id,
        dissolved_doc=doc_no,
        members_to=members_to,
        assets_to_id=assets_to_id,
        dissolved_reported_on=reported_on,
    )


@act("organisations.restore_union", "恢复工会")
def restore_union(work: Work, /, union_id: str, *, on: date, doc_no: str | None = None) -> None:
    """撤销 → 正常, from a day on; its coverage is entered anew."""
    row = spells.latest(work, UNION_SPELL, union_id)
    if row["status"] != "dissolved":
        raise UserError("STATUS", "只有已撤销的工会可以恢复。")
    spells.change_from(
        work, UNION_SPELL, union_id, since=on, values={"status": "active"}, doc_no=doc_no
    )


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
    """One union goes into another: employers, unions below and federation links go with it."""
    if union_id == into:
        raise UserError("SAME", "不能把一个工会并入它自己。")
    for child in _children(work, union_id):
        if child["union_id"] == into:
            upper = spells.latest(work, UNION_SPELL, union_id)["upper_id"]
            move_union(work, into, upper_id=upper, since=on, doc_no=doc_no)
        elif child["status"] != "dissolved":
            move_union(work, child["union_id"], upper_id=into, since=on, doc_no=doc_no)
    open_rows = work.rows(
        select(COVERAGE).where(COVERAGE.c.union_id == union_id, COVERAGE.c.until.is_(None))
    )
    for row in open_rows:
        if row["kind"] == "found":
            move_coverage(work, row["employer_id"], to_union=into, since=on)
    dissolve_union(
        work, union_id, on=on, doc_no=doc_no, members_to="转入合并后的工会", assets_to_id=into
    )


@act("organisations.merge_doubled_unions", "合并重复工会")
def merge_doubled_unions(work: Work, /, union_id: str, *, into: str) -> None:
    """The same union was entered twice: everything points at the first, the second goes."""
    if union_id == into:
        raise UserError("SAME", "请选择两个不同的工会。")
    for row in work.rows(select(READING).where(READING.c.union_id == union_id)):
        same = select(READING.c.id).where(
            READING.c.union_id == into,
            READING.c.code == row["code"],
            READING.c.on_day == row["on_day"],
        )
        if work.rows(same):
            work.delete(READING, row["id"])
    for row in spells.spells(work, UNION_SPELL, union_id):
        work.delete(UNION_SPELL, row["id"])
    for row in work.rows(
        select(UNION_SPELL).where(
            UNION_SPELL.c.union_id == into, UNION_SPELL.c.upper_id == union_id
        )
    ):
        work.update(UNION_SPELL, row["id"], upper_id=None)
    first, second = work.row(UNION, into), work.row(UNION, union_id)
    unique = {k: second[k] for k in ("code", "credit_code") if second[k] and not first[k]}
    blanks = {k: v for k, v in second.items() if first[k] is None and v is not None}
    repoint(work, UNION, union_id, into)
    work.update(UNION, union_id, **dict.fromkeys(unique, None))
    work.delete(UNION, union_id)
    work.update(UNION, into, **blanks)


@act("organisations.delete_union", "删除误录工会")
def delete_union(work: Work, /, union_id: str) -> None:
    """Remove a union entered by mistake; refused if anything refers to it."""
    own = spells.spells(work, UNION_SPELL, union_id)
    readings = work.rows(select(READING.c.id).where(READING.c.union_id == union_id))
    refuse_if_referred(work, UNION, union_id, {r["id"] for r in (*own, *readings)})
    for row in readings:
        work.delete(READING, row["id"])
    for row in own:
        work.delete(UNION_SPELL, row["id"])
    work.delete(UNION, union_id)


@act("organisations.join_federation", "加入联合会")
def join_federation(
    work: Work,
    /,
    *,
    union_id: str,
    federation_id: str,
    since: date | None,
    doc_no: str | None = None,
) -> str:
    """A union becomes a member of a federation (a cross-link, not the tree)."""
    row = spells.latest(work, UNION_SPELL, federation_id)
    if row["type"] not in FEDERATIONS:
        raise UserError("TYPE", f"「{row['name']}」不是工会联合会，不能加入。")
    if work.rows(
        select(FEDERATION_MEMBER.c.id).where(
            FEDERATION_MEMBER.c.union_id == union_id,
            FEDERATION_MEMBER.c.federation_id == federation_id,
            FEDERATION_MEMBER.c.until.is_(None),
        )
    ):
        raise UserError("TWICE", f"已经是「{row['name']}」的成员。")
    return work.insert(
        FEDERATION_MEMBER,
        federation_id=federation_id,
        union_id=union_id,
        since=since,
        until=None,
        doc_no=doc_no,
    )


@act("organisations.leave_federation", "退出联合会")
def leave_federation(work: Work, /, member_id: str, *, on: date) -> None:
    """A union leaves a federation."""
    row = work.row(FEDERATION_MEMBER, member_id)
    if row["since"] is not None and on <= row["since"]:
        raise UserError("DATES", f"退出日期不能早于加入日期{chinese(row['since'])}。")
    work.update(FEDERATION_MEMBER, member_id, until=on)


def below(work: Work, union_id: str, day: date) -> list[str]:
    """All unions below one on a day."""
    rows = work.rows(
        select(UNION_SPELL.c.union_id, UNION_SPELL.c.upper_id).where(
            UNION_SPELL.c.since <= day,
            or_(UNION_SPELL.c.until.is_(None), UNION_SPELL.c.until > day),
        )
    )
    children: dict[str | None, list[str]] = {}
    for row in rows:
        children.setdefault(row["upper_id"], []).append(row["union_id"])
    found, queue = [], [union_id]
    while queue:
        for child in children.get(queue.pop(), []):
            if child not in found:
                found.append(child)
                queue.append(child)
    return found


def _children(work: Work, union_id: str) -> list[Any]:
    return list(
        work.rows(
            select(UNION_SPELL).where(
                UNION_SPELL.c.upper_id == union_id, UNION_SPELL.c.until.is_(None)
            )
        )
    )


def _end_links(work: Work, union_id: str, on: date) -> None:
    links = (
        (COVERAGE, COVERAGE.c.union_id == union_id),
        (
            FEDERATION_MEMBER,
            or_(
                FEDERATION_MEMBER.c.union_id == union_id,
                FEDERATION_MEMBER.c.federation_id == union_id,
            ),
        ),
    )
    for table, condition in links:
        for row in work.rows(select(table).where(condition, table.c.until.is_(None))):
            if row["since"] is not None and on <= row["since"]:
                raise UserError(
                    "DATES",
                    f"撤销日期不能早于或等于{chinese(row['since'])}："
                    f"那一天才有{table.info['title']}。",
                    "请换一个日期，或先更正那条记录。",
                )
            work.update(table, row["id"], until=on)


def _dated(
    name: str,
    upper_id: str | None,
    type_: str | None,
    form: str | None,
    level: str,
    status: str,
    place_id: str | None,
) -> dict[str, Any]:
    return {
        "name": named(name, "工会名称"),
        "upper_id": upper_id,
        "type": type_,
        "form": form,
        "level": level,
        "status": status,
        "place_id": place_id,
        "doc_no": None,
    }


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    if "name" in values:
        values["name"] = named(values["name"], "工会名称")
    return values

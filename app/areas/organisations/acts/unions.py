"""Acts on unions. No union comes into being without one of these."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.base.days import chinese
from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..records import COVERAGE, FEDERATION_MEMBER, READING, UNION, UNION_SPELL
from .common import refuse_if_referred
from .coverage import cover_employer
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
    if upper_id is not None:
        refuse_dissolved(work, upper_id, "不能作上级工会")
    spells.change_from(
        work, UNION_SPELL, union_id, since=since, values={"upper_id": upper_id}, doc_no=doc_no
    )


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
    below = [u for u in children(work, union_id) if u["status"] != "dissolved"]
    if below:
        raise UserError(
            "HAS_BELOW",
            f"下面还有 {len(below)} 个工会，例如「{below[0]['name']}」。",
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
def restore_union(
    work: Work,
    /,
    union_id: str,
    *,
    on: date,
    upper_id: str | None = None,
    doc_no: str | None = None,
) -> None:
    """撤销 → 正常, from a day on; its coverage is entered anew.

    Args:
        upper_id: where it stands now; None: where it stood before.

    Raises:
        UserError: DISSOLVED if the upper union is itself dissolved; DATES if it was not dissolved
            before ``on``.
    """
    row = spells.latest(work, UNION_SPELL, union_id)
    if row["status"] != "dissolved":
        raise UserError("STATUS", "只有已撤销的工会可以恢复。")
    states = reversed(spells.spells(work, UNION_SPELL, union_id))
    gone = list(itertools.takewhile(lambda s: s["status"] == "dissolved", states))[-1]["since"]
    if gone is not None and on <= gone:
        raise UserError("DATES", f"恢复日期要晚于撤销日期{chinese(gone)}。")
    values = {"status": "active", "upper_id": upper_id or row["upper_id"]}
    if values["upper_id"] is not None:
        refuse_dissolved(work, values["upper_id"], "不能作上级工会")
    spells.change_from(work, UNION_SPELL, union_id, since=on, values=values, doc_no=doc_no)


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
    refuse_dissolved(work, federation_id, "不能加入")
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


def refuse_dissolved(work: Work, union_id: str, what: str) -> None:
    """Refuse a union that is dissolved. ``what``: what therefore cannot be, as 不能加入.

    Raises:
        UserError: DISSOLVED.
    """
    row = spells.latest(work, UNION_SPELL, union_id)
    if row["status"] == "dissolved":
        raise UserError("DISSOLVED", f"「{row['name']}」已经撤销，{what}。", "请选择另一个工会。")


def children(work: Work, union_id: str) -> list[Any]:
    """The present spells of the unions directly below one."""
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

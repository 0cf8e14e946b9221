"""Acts on activities: planned, held, put right, called off, with the units that took part.

A congress is an activity too; what it has beside one is written by ``congresses``. A wage
consultation can only be planned here: holding it is a consultation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.areas.organisations.acts.common import refuse_if_referred
from app.areas.organisations.records import EMPLOYER, UNION
from app.base.codes import code_list
from app.base.errors import BugError, UserError
from app.store import evidence
from app.store.work import Work, act

from ..records import ACTIVITY, ACTIVITY_UNIT, CONGRESS, RESOLUTION, WINNER
from .common import (
    KINDS,
    activity,
    counts_fit,
    is_congress,
    known,
    not_above,
    not_future,
    required,
    union_acts,
)

PLAIN = tuple(
    c.name
    for c in ACTIVITY.c
    if c.name not in ("id", "rev", "union_id", "kind", "cancelled_on", "cancel_reason")
)
"""What ``edit_activity`` may change."""
_OWNED = (ACTIVITY_UNIT, WINNER, CONGRESS, RESOLUTION)

Unit = Mapping[str, Any]
"""A unit that took part: ``union_id`` or ``employer_id``, and ``participants`` or None."""


@act("five_ones.plan_activity", "列入活动计划")
def plan_activity(
    work: Work, /, *, union_id: str, kind: str, title: str, planned_on: date, **values: Any
) -> str:
    """Something a union means to do on a day. ``values``: further fields (``PLAIN``).

    Raises:
        UserError: as ``record_activity``; CONGRESS for a congress, which ``plan_congress`` plans.
    """
    _no_congress(kind)
    union_acts(work, union_id, work.today)
    return insert_activity(
        work,
        {"union_id": union_id, "kind": kind, "title": title, "planned_on": planned_on, **values},
    )


@act("five_ones.record_activity", "登记活动")
def record_activity(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    title: str,
    held_on: date,
    units: Sequence[Unit] = (),
    **values: Any,
) -> str:
    """An activity that was held. ``values``: further fields (``PLAIN``).

    Args:
        units: unions and employers that took part.

    Raises:
        UserError: REQUIRED; CODE; KIND; DATES; FUTURE; VALUE; OUTSIDE, NO_UNION of the union;
            CONGRESS for a congress; PROCESS for a wage consultation; UNIT, TWICE of the units.
    """
    _no_congress(kind)
    union_acts(work, union_id, held_on)
    row = insert_activity(
        work, {"union_id": union_id, "kind": kind, "title": title, "held_on": held_on, **values}
    )
    if units:
        set_units(work, row, units=units)
    return row


@act("five_ones.hold_activity", "登记已开展")
def hold_activity(work: Work, /, activity_id: str, *, held_on: date, **values: Any) -> None:
    """A planned activity was held on a day; what was counted is written with it.

    Raises:
        UserError: NOT_FOUND; HELD if it was held already; CANCELLED; as ``record_activity``.
    """
    row = work.row(ACTIVITY, activity_id)
    if row["held_on"] is not None:
        raise UserError("HELD", "这项活动已经登记为开展过了。", "要改日期或人数，请用「编辑」。")
    edit_activity(work, activity_id, held_on=held_on, **values)


@act("five_ones.edit_activity", "编辑活动")
def edit_activity(work: Work, /, activity_id: str, **values: Any) -> None:
    """Change what is said of an activity (``PLAIN``).

    Raises:
        UserError: NOT_FOUND; as ``record_activity``; CANCELLED when one that was called off is
            said to have been held.
    """
    row = activity(work, activity_id)
    if row["cancelled_on"] is not None and values.get("held_on") is not None:
        raise UserError("CANCELLED", "这项活动已经取消。", "确实开展了的，请先恢复计划。")
    checked = _checked(work, row, values)
    work.update(ACTIVITY, activity_id, **checked)


@act("five_ones.set_units", "登记参加单位")
def set_units(work: Work, /, activity_id: str, *, units: Sequence[Unit]) -> None:
    """Which unions and employers took part, with how many people each; replaces what was there.

    Raises:
        UserError: NOT_FOUND; UNIT (neither union nor employer, or both); TWICE; VALUE.
    """
    activity(work, activity_id)
    wanted: dict[tuple[str | None, str | None], int | None] = {}
    for unit in units:
        key = (unit.get("union_id"), unit.get("employer_id"))
        if (key[0] is None) == (key[1] is None):
            raise UserError("UNIT", "每一行请选一个工会或者一个用人单位。")
        if key in wanted:
            raise UserError("TWICE", "同一个参加单位写了两遍。", "请删去重复的一行。")
        work.row(UNION if key[0] else EMPLOYER, str(key[0] or key[1]))
        counts_fit(ACTIVITY_UNIT, unit)
        wanted[key] = unit.get("participants")
    there = work.rows(select(ACTIVITY_UNIT).where(ACTIVITY_UNIT.c.activity_id == activity_id))
    for row in there:
        key = (row["union_id"], row["employer_id"])
        if key in wanted:
            work.update(ACTIVITY_UNIT, row["id"], participants=wanted.pop(key))
        else:
            work.delete(ACTIVITY_UNIT, row["id"])
    work.insert_rows(
        ACTIVITY_UNIT,
        [
            {
                "activity_id": activity_id,
                "union_id": union,
                "employer_id": employer,
                "participants": n,
            }
            for (union, employer), n in wanted.items()
        ],
    )


@act("five_ones.cancel_activity", "取消活动")
def cancel_activity(work: Work, /, activity_id: str, *, on: date, reason: str) -> None:
    """A planned activity will not be held.

    Raises:
        UserError: NOT_FOUND; HELD; REQUIRED without a reason.
    """
    row = activity(work, activity_id)
    if row["held_on"] is not None:
        raise UserError("HELD", "这项活动已经开展，不能取消。", "录错了的，请用「删除误录」。")
    work.update(
        ACTIVITY, activity_id, cancelled_on=on, cancel_reason=required(reason, "取消的原因")
    )


@act("five_ones.resume_activity", "恢复活动计划")
def resume_activity(work: Work, /, activity_id: str, *, planned_on: date) -> None:
    """One that was called off is planned again."""
    activity(work, activity_id)
    work.update(ACTIVITY, activity_id, cancelled_on=None, cancel_reason=None, planned_on=planned_on)


@act("five_ones.delete_activity", "删除误录的活动")
def delete_activity(work: Work, /, activity_id: str) -> None:
    """An activity that was entered by mistake, with its units, winners, votes and evidence.

    Raises:
        UserError: NOT_FOUND; REFERRED by a consultation whose draft it voted on.
    """
    activity(work, activity_id)
    rows = {
        table: [
            row["id"]
            for row in work.rows(select(table.c.id).where(table.c.activity_id == activity_id))
        ]
        for table in _OWNED
    }
    for one in rows[RESOLUTION]:
        refuse_if_referred(work, RESOLUTION, one, set())
    refuse_if_referred(work, ACTIVITY, activity_id, {row for ids in rows.values() for row in ids})
    evidence.detach_all(work, ACTIVITY.name, [activity_id])
    for table, ids in rows.items():
        for one in ids:
            work.delete(table, one)
    work.delete(ACTIVITY, activity_id)


def insert_activity(work: Work, values: Mapping[str, Any]) -> str:
    """The row of an activity after all that is checked of it; for acts of the area."""
    kind = values["kind"]
    known(KINDS, kind, "活动种类")
    checked = _checked(work, {"kind": kind}, {k: v for k, v in values.items() if k in PLAIN})
    unknown = set(values) - set(PLAIN) - {"union_id", "kind"}
    if unknown:
        raise BugError(f"an activity has no {sorted(unknown)}")
    return work.insert(ACTIVITY, union_id=values["union_id"], kind=kind, **checked)


def _no_congress(kind: str) -> None:
    known(KINDS, kind, "活动种类")
    if is_congress(kind):
        raise UserError("CONGRESS", "大会要登记届次和人数。", "请用「登记大会」。")


def _checked(
    work: Work, row: Mapping[Any, Any] | RowMapping, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The values tidied; what would not hold together is refused."""
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise BugError(f"an activity has no {sorted(unknown)} to edit")
    found = dict(values)
    then = {**row, **found}
    if "title" in found or "title" not in row:
        found["title"] = required(then.get("title"), "名称")
    kind = code_list(KINDS)[then["kind"]]
    category = then.get("category")
    if category is not None and "category" in found:
        known(str(kind.flags.get("categories", KINDS)), category, "类别")
    held, until = then.get("held_on"), then.get("until")
    if held is None and then.get("planned_on") is None:
        raise UserError("REQUIRED", "计划日期和开展日期至少要填一个。")
    if held is not None and kind.flag("process"):
        raise UserError(
            "PROCESS", "工资集体协商的开展要登记要约、协商和签订。", "请在「集体协商」里登记。"
        )
    if until is not None and (held is None or until < held):
        raise UserError("DATES", "结束日期不能早于开始日期。")
    not_future(work, held, "开展日期")
    counts_fit(ACTIVITY, found)
    not_above(then.get("women"), then.get("participants"), "女职工人数多于参加人数。")
    not_above(then.get("winners"), then.get("participants"), "获奖人数多于参加人数。")
    not_above(then.get("adopted"), then.get("proposals"), "采纳的建议多于提出的建议。")
    return found

"""What several acts of the area need: a union that can act, numbers that can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Table, func, select

from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.codes import code_list
from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.types import Count, Fen
from app.store.work import Work

from ..records import ACTIVITY

KINDS = "activity_kind"


def required(text: str | None, label: str) -> str:
    """A text that may not be empty.

    Raises:
        UserError: REQUIRED.
    """
    text = (text or "").strip()
    if not text:
        raise UserError("REQUIRED", f"「{label}」是必填项。", f"请填写{label}。")
    return text


def known(list_name: str, code: str | None, label: str) -> None:
    """The code is one of its list; None is not filled in.

    Raises:
        UserError: CODE.
    """
    if code is not None and code not in code_list(list_name):
        raise UserError("CODE", f"「{label}」没有这个选项。", "请从列表里选择。")


def is_congress(kind: str) -> bool:
    """Whether such an activity has a congress's counts and resolutions."""
    return bool(code_list(KINDS)[kind].flag("congress"))


def union_acts(work: Work, union_id: str, on: date | None) -> RowMapping:
    """The union can have activities: it is the office's, and not dissolved on the day.

    Raises:
        UserError: NOT_FOUND; OUTSIDE; NO_UNION.
    """
    union = work.row(UNION, union_id)
    if union["outside"]:
        raise UserError("OUTSIDE", "这个工会不归本单位管理，不在这里登记它的活动。")
    query = select(UNION_SPELL).where(UNION_SPELL.c.union_id == union_id)
    rows = work.rows(query.order_by(UNION_SPELL.c.since))
    day = on or work.today
    holding = [row for row in rows if Span(row["since"], row["until"]).covers(day)]
    if holding and holding[0]["status"] != "dissolved":
        return union
    name = rows[-1]["name"] if rows else "这个工会"
    if rows and not holding and rows[0]["since"] is not None and day < rows[0]["since"]:
        raise UserError(
            "NO_UNION",
            f"「{name}」{chinese(rows[0]['since'])}才有记录，晚于填写的日期。",
            "请核对日期。",
        )
    raise UserError("NO_UNION", f"「{name}」在这一天已经撤销。", "请核对日期和工会。")


def counts_fit(table: Table, values: Mapping[str, Any]) -> None:
    """Numbers of persons, things and money are not below nothing.

    Raises:
        UserError: VALUE.
    """
    for name, value in values.items():
        number = name in table.c and isinstance(table.c[name].type, (Count, Fen))
        if number and value is not None and value < 0:
            raise UserError("VALUE", "人数、件数和金额不能小于0。", "请核对填写的数字。")


def not_above(small: int | None, large: int | None, sentence: str) -> None:
    """A part is not more than its whole; what is not filled in is not compared.

    Raises:
        UserError: VALUE with the sentence.
    """
    if small is not None and large is not None and small > large:
        raise UserError("VALUE", sentence, "请核对填写的数字。")


def not_future(work: Work, day: date | None, label: str) -> None:
    """What has happened did not happen after today.

    Raises:
        UserError: FUTURE.
    """
    if day is not None and day > work.today:
        raise UserError(
            "FUTURE",
            f"{label}不能晚于今天（{chinese(work.today)}）。",
            "还没有开展的，请先列入计划。",
        )


def next_place(work: Work, table: Table, activity_id: str) -> int:
    """The position after the last row of an activity."""
    query = select(func.max(table.c.position)).where(table.c.activity_id == activity_id)
    return int(work.conn.execute(query).scalar() or 0) + 1


def activity(work: Work, activity_id: str, *, congress: bool = False) -> RowMapping:
    """An activity; with ``congress`` one of the two congresses.

    Raises:
        UserError: NOT_FOUND; KIND.
    """
    row = work.row(ACTIVITY, activity_id)
    if congress and not is_congress(row["kind"]):
        raise UserError("KIND", "这项活动不是大会，没有决议和表决。")
    return row

"""Whom an act for many members fits, and why not the others; the acts refuse the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.base.days import chinese


@dataclass(frozen=True, slots=True)
class Standing:
    """How one of the chosen people stands.

    Attributes:
        status: ``active``, ``retained``, ``waiting``, ``ended`` or ``none``.
        union_id: of the membership; empty for none.
        since: first day of the present spell, None: before the records begin.
    """

    status: str
    union_id: str = ""
    since: date | None = None


_NOT_ACTIVE = {
    "retained": "是保留会籍，请先办理恢复会籍。",
    "waiting": "已转出，正等对方接收。",
    "ended": "会籍已终止。",
    "none": "现在没有会籍。",
}


def why_not_moved(standing: Standing, on: date | None, to_union_id: str | None = None) -> str:
    """Why a member 在籍 cannot be transferred or retained on a day; empty if she can.

    Args:
        on: the day of the act.
        to_union_id: where she is transferred to, None for outside and for retaining.
    """
    if standing.status != "active":
        return _NOT_ACTIVE[standing.status]
    if to_union_id is not None and standing.union_id == to_union_id:
        return "已经是这个工会的会员。"
    if on is not None and standing.since is not None and on <= standing.since:
        return f"这段会籍{chinese(standing.since)}才开始，日期要晚于这一天。"
    return ""


def why_not_present(standing: Standing) -> str:
    """Why a member cannot be put into a group or counted for a campaign; empty if she can."""
    return "" if standing.status in ("active", "retained") else _NOT_ACTIVE[standing.status]

"""Whom an act on memberships fits, and why not the others; the acts refuse the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.base.codes import code_list
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


def why_not_again(ended: str, until: date, began: str, *, waits: bool) -> tuple[str, str]:
    """Why no membership can begin in this way after one that has ended: sentence and advice; both
    empty if it can. Once 退会 or 除名, only 入会 leads back (工会会员会籍管理办法).

    Args:
        ended: how the last one ended (code of ``membership_ended``), on the day ``until``.
        began: how the new one would begin (code of ``membership_began``).
        waits: a 转出 has not been answered yet.
    """
    word = code_list("membership_ended").name_of(ended)
    said = f"这个人{chinese(until)}已登记「{word}」，"
    if ended == "died":
        return f"{said}不能再有会籍。", "登记错了的，请从操作记录撤销那一次。"
    if ended in ("left", "expelled") and began != "joined":
        return f"{said}退会、除名以后只能重新入会。", "请办理入会。"
    if waits and began != "returned":
        return f"{said}还在等对方接收。", "请先登记「对方已接收」或「对方退回」。"
    if began == "opening":
        return f"{said}不是启用以前就在、还没有登记的会员。", "请办理入会或转入。"
    return "", ""


def ways_back(ended: str) -> frozenset[str]:
    """Which acts lead back to a membership after one that has ended in this way, empty if there
    was none: ``join``, ``letter`` (转入), ``record`` (补录会籍)."""
    began = {"join": "joined", "letter": "transferred_in", "record": "opening"}
    if not ended:
        return frozenset(began)
    why = {key: why_not_again(ended, date.min, how, waits=False)[0] for key, how in began.items()}
    return frozenset(key for key, said in why.items() if not said)

"""What the area puts on the home page: a card, what waits for somebody, what is not filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.base.home import Card, Due, Target
from app.base.lists import Tone
from app.base.text import rate

from .lists import pending

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.figures.registry import Registry
    from app.rules.book import RuleBook

AREA = "members"
SHOWN = 3
"""So many of one sort are listed one by one; the others as a number."""
_WORDS = {
    "number": "证件号码", "sex": "性别", "birth_on": "出生日期", "ethnicity": "民族",
    "phone": "手机号", "employer": "工作单位",
}  # fmt: skip


def home(
    conn: Connection,
    *,
    day: date,
    book: RuleBook,
    unit: str | None = None,
    registry: Registry | None = None,
) -> list[Card]:
    """会员名册: how many are listed, and how many of them have a document."""
    del book, registry
    total, without = pending.lacking(conn, day, unit)
    if not total:
        return []
    filled = total - without["number"]
    note = f"实名录入 {rate(filled, total)}" if filled < total else "都已实名录入"
    tone = Tone.WARN if filled < total else Tone.GOOD
    target = Target("returns", "figure", "J224")
    return [Card("roster", "名册会员", f"{total:,}", note, tone, target)]


def due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """Transfers that nobody received, letters and applications that wait, campaigns under way."""
    limit = int(book.rule("MEM-10", on=day).params["days"])
    return [
        *_hanging(conn, day, unit, limit),
        *_incoming(conn, day, unit),
        *_applications(conn, day, unit),
        *_campaigns(conn, day, unit),
    ]


def _hanging(conn: Connection, day: date, unit: str | None, limit: int) -> list[Due]:
    found = []
    late = [
        row
        for row in pending.waiting_transfers(conn, day, unit, "out")
        if (day - row.sent_on).days > limit
    ]
    for row in late[:SHOWN]:
        days = (day - row.sent_on).days
        found.append(
            Due(f"{row.name} 转往{row.other or '外单位'}还没有接收", row.sent_on + timedelta(limit),
                f"已经 {days} 天", Tone.BAD, "办理", Target(AREA, "transfer", row.id))
        )  # fmt: skip
    if len(late) > SHOWN:
        found.append(
            Due(f"另有 {len(late) - SHOWN} 人转出后没有接收", None, "", Tone.WARN, "查看",
                Target(AREA, view="transfers"))
        )  # fmt: skip
    return found


def _incoming(conn: Connection, day: date, unit: str | None) -> list[Due]:
    rows = pending.waiting_transfers(conn, day, unit, "in")
    if not rows:
        return []
    names = "、".join(row.name for row in rows[:SHOWN]) + ("等" if len(rows) > SHOWN else "")
    return [
        Due(f"{len(rows)} 封转入介绍信待接收", rows[0].sent_on, names, Tone.WARN, "接收",
            Target(AREA, view="transfers"))
    ]  # fmt: skip


def _applications(conn: Connection, day: date, unit: str | None) -> list[Due]:
    count, oldest = pending.waiting_applications(conn, day, unit)
    if not count or oldest is None:
        return []
    note = f"最早的 {(day - oldest).days} 天前收到"
    return [
        Due(f"{count} 份入会申请待审批", oldest, note, Tone.WARN, "审批",
            Target(AREA, view="applications"))
    ]  # fmt: skip


def _campaigns(conn: Connection, day: date, unit: str | None) -> list[Due]:
    return [
        Due(row.name, row.until, f"目标 {row.target:,} 人，已入会 {row.joined:,} 人",
            Tone.WARN if row.joined < row.target else Tone.GOOD, "查看",
            Target(AREA, "campaign", row.id))
        for row in pending.running_campaigns(conn, day, unit)
        if row.target
    ]  # fmt: skip


def missing(conn: Connection, *, day: date, unit: str | None = None) -> list[Due]:
    """Which particulars most members lack; each leads to the list of those who do."""
    _total, without = pending.lacking(conn, day, unit)
    worst = sorted((-count, field) for field, count in without.items() if count)
    return [
        Due(f"会员{_WORDS[field]}没有填", None, f"{-count:,} 人", Tone.IDLE, "补填",
            Target(AREA, "member", field=field, view="missing"))
        for count, field in worst[:SHOWN]
    ]  # fmt: skip

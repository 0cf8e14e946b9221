"""What the area keeps about one person, for herself: prizes, and consultations she sat in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.base.personal import Held, told

from ..records import ACTIVITY, CONSULTATION, NEGOTIATOR, WINNER

_WINNER = {
    "activity": "活动", "held_on": "日期", "union": "工会", "name": "姓名", "unit_name": "单位",
    "event": "工种/项目", "prize": "奖项", "result": "成绩",
}  # fmt: skip
_NEGOTIATOR = {
    "union": "工会", "offered_on": "要约日期", "side": "哪一方", "name": "姓名", "sex": "性别",
    "post_name": "职务", "head": "首席代表", "office": "担任首席的依据",
    "mandate_on": "书面委托日期", "outside": "外聘", "front_line": "一线职工",
    "dispatched": "劳务派遣",
}  # fmt: skip


def personal(conn: Connection, ids: Sequence[str], day: date) -> list[Held]:
    """Her records of the area, oldest first; see ``app.base.personal``."""
    won = (
        select(WINNER, ACTIVITY.c.title.label("activity"), ACTIVITY.c.held_on, ACTIVITY.c.union_id)
        .join(ACTIVITY, ACTIVITY.c.id == WINNER.c.activity_id)
        .where(WINNER.c.person_id.in_(ids))
        .order_by(ACTIVITY.c.held_on, WINNER.c.id)
    )
    sat = (
        select(NEGOTIATOR, CONSULTATION.c.offered_on, CONSULTATION.c.union_id)
        .join(CONSULTATION, CONSULTATION.c.id == NEGOTIATOR.c.consultation_id)
        .where(NEGOTIATOR.c.person_id.in_(ids))
        .order_by(CONSULTATION.c.offered_on, NEGOTIATOR.c.id)
    )
    codes = {"side": "consultation_side", "sex": "sex", "office": "negotiator_office"}
    made: list[Held] = []
    for title, query, heads in (("获奖", won, _WINNER), ("集体协商代表", sat, _NEGOTIATOR)):
        rows = [dict(row) for row in conn.execute(query).mappings()]
        names = names_of(conn, "union", [row["union_id"] for row in rows], day)
        if rows:
            made.append(
                (title, [told(r | {"union": names.get(r["union_id"])}, heads, codes) for r in rows])
            )
    return made

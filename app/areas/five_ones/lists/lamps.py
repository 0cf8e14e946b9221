"""五个一: one row per union with its five lamps of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.areas.organisations.lists.common import chosen, name_of
from app.base.codes import code_list
from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View

from ..records import ACTIVITY, CONGRESS, CONSULTATION, CONTRACT
from ..rules.lamps import DONE, NONE, PLANNED, SHORT, Lamp, missing_words
from .year import Year, YearUnion

TONES = {NONE: Tone.BAD, PLANNED: Tone.INFO, SHORT: Tone.WARN, DONE: Tone.GOOD}
HEADS = {
    "members_congress": "会员代表大会", "workers_congress": "职工代表大会",
    "wage_consultation": "工资集体协商", "labour_contest": "劳动竞赛", "recreation": "文体活动",
}  # fmt: skip
SHORT_HEADS = {
    "members_congress": "会员大会", "workers_congress": "职代会", "wage_consultation": "工资协商",
    "labour_contest": "劳动竞赛", "recreation": "文体活动",
}  # fmt: skip
YEARS = (Choice("0", "本年"), Choice("1", "上年"), Choice("2", "前年"))
WHO = (
    Choice("federations", "联合会"),
    Choice("kept", "联合会和有登记的工会"),
    Choice("all", "全部基层工会"),
)
LEFT = (Choice("open", "还没有全部完成"), Choice("done", "五项全部完成"))


def year_of(view: View) -> int:
    """The year that the list is about."""
    back = (chosen(view, "year") or ("0",))[0]
    return view.day.year - int(back)


def lamp_status(lamp: Lamp, day: date, *, short: bool = False) -> Status:
    """A lamp as a status: word (a short one where there is little room), and by its tone a shape
    and a colour."""
    tone, state = TONES[lamp.state], code_list("lamp_state")[lamp.state]
    if lamp.state == PLANNED and lamp.day is not None and lamp.day < day:
        return Status("已过期" if short else "计划已过期", Tone.WARN)
    word = state.aliases[0] if short and lamp.state == SHORT else state.name
    return Status(word, tone)


def done_of(lamps: Sequence[Lamp]) -> int:
    """How many of the five are done."""
    return sum(lamp.state == DONE for lamp in lamps)


class LampList:
    """Federations × five lamps; also the other unions."""

    key = "five_ones"
    title = "五个一"
    kind = "five_year"
    kinds = frozenset({
        "unions", "union_spell", "evidence", "talk", "contract_cover",
        ACTIVITY.name, CONGRESS.name, CONSULTATION.name, CONTRACT.name,
    })  # fmt: skip
    purpose = (
        "这里一行是一个联合会，五列是全年的五件事：没有开展、已计划、缺材料还是完成。"
        "选一行，右边就列出缺什么，可以排计划、登记、补材料。"
    )
    filters: tuple[Filter, ...] = (
        Filter("year", "年度", YEARS, every="本年"),
        Filter("who", "范围", WHO, every="联合会"),
        Filter("left", "进度", LEFT),
    )
    columns = (
        Column("name", "工会", 176),
        Column("done", "完成", 52, Role.COUNT, help="五项中完成的项数"),
        *(
            Column(key, SHORT_HEADS[key], 94, Role.STATUS, sortable=False, help=word)
            for key, word in HEADS.items()
        ),
        Column("missing", "缺什么", 320, shown=False, sortable=False),
        Column("type", "工会类型", 130, shown=False),
        Column("place", "所在地", 120, shown=False),
    )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """Ids of the unions in order."""
        year = self._year(connection, view)
        found = self._wanted(year, view)
        keys: dict[str, Any] = {
            "name": lambda one: one.name,
            "done": lambda one: done_of(year.lamps[one.id]),
            "type": lambda one: one.type or "",
            "place": lambda one: one.place,
        }
        for key, descending in reversed(view.sort):
            if key in keys:
                found.sort(key=keys[key], reverse=descending)
        return [one.id for one in found]

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        year = Year(connection, year_of(view), view.day, only=list(ids))
        return [_row(year.unions[i], year, view.day) for i in ids if i in year.unions]

    def _year(self, connection: Connection, view: View) -> Year:
        return Year(connection, year_of(view), view.day, unit=view.unit)

    def _wanted(self, year: Year, view: View) -> list[YearUnion]:
        who = (chosen(view, "who") or ("federations",))[0]
        left = (chosen(view, "left") or ("",))[0]
        words = view.text.lower().split()
        found = []
        for one in year.unions.values():
            if who == "federations" and not one.federation:
                continue
            if who == "kept" and not (one.federation or one.id in year.kept):
                continue
            if any(word not in one.name.lower() for word in words):
                continue
            whole = left and done_of(year.lamps[one.id]) == len(HEADS)
            if left and bool(whole) is not (left == "done"):
                continue
            found.append(one)
        return found


def _row(one: YearUnion, year: Year, day: date) -> dict[str, Any]:
    lamps = year.lamps[one.id]
    lacks = [
        f"{HEADS[lp.kind]}：{missing_words(lp)}" for lp in lamps if lp.state in (PLANNED, SHORT)
    ]
    return {
        "id": one.id,
        "name": one.name,
        "done": done_of(lamps),
        **{lamp.kind: lamp_status(lamp, day, short=True) for lamp in lamps},
        "missing": "；".join(lacks),
        "type": name_of("union_type", one.type),
        "place": one.place,
    }


LAMPS = LampList()

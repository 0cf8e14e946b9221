"""What the area puts on the home page: improvements that are due, assessments to be closed, goals
of the year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.areas.organisations.checks.completeness import due_settings
from app.areas.organisations.lists.names import names_of
from app.base.home import Card, Due, Target
from app.base.lists import Tone

from .lists.goals import read_goals
from .lists.pending import STAGES, begun, deadline, improvements
from .rules.goals import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection

    from app.figures.registry import Registry
    from app.rules.book import RuleBook

AREA = "six_haves"
WORDS = {"self": "自评", "review": "复评", "final": "终评"}
_MANY = 40
"""Unions whose goals are counted for the home page."""
_SAID = 20
"""Of a measure so many characters are told."""


def home(
    conn: Connection,
    *,
    day: date,
    book: RuleBook,
    unit: str | None = None,
    registry: Registry | None = None,
) -> list[Card]:
    """六有: how many of the assessments that were begun this year are closed; how many of its goals
    are reached."""
    del book
    return [*_assessed(conn, day, unit), *_aimed(conn, day, unit, registry)]


def _assessed(conn: Connection, day: date, unit: str | None) -> list[Card]:
    counts = begun(conn, unit, day.year)
    if not counts["all"]:
        return []
    handed_up = counts["all"] - counts["self"]
    tone = Tone.GOOD if counts["done"] == counts["all"] else Tone.WARN
    note = f"已终评 {counts['done']}，自评中 {counts['self']}"
    return [Card("six_haves", "六有已自评", f"{handed_up} / {counts['all']}", note, tone,
                 Target(AREA, view="six_haves"))]  # fmt: skip


def _aimed(conn: Connection, day: date, unit: str | None, registry: Registry | None) -> list[Card]:
    """Goals of the year, and how many are behind; where very many unions have goals, only how many
    there are: counting what stands takes 10 ms for each."""
    if registry is None:
        return []
    target = Target(AREA, view="six_targets")
    goals = read_goals(conn, registry, year=day.year, day=day, unit=unit, counted=False)
    count = len(goals.found)
    if not count:
        return []
    if len({goal.union_id for goal in goals.found}) > _MANY:
        note = f"到今天全年已过 {goals.share}%"
        return [Card("six_targets", "年度目标", f"{count} 项", note, Tone.IDLE, target)]
    goals = read_goals(conn, registry, year=day.year, day=day, unit=unit)
    paces = [goal.pace for goal in goals.found]
    behind = paces.count(Pace.BEHIND)
    note = f"落后 {behind} 项，全年已过 {goals.share}%" if behind else "没有落后的"
    tone = Tone.WARN if behind else Tone.GOOD
    value = f"{paces.count(Pace.REACHED)} / {count}"
    return [Card("six_targets", "年度目标达标", value, note, tone, target)]


def due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """Stages whose day comes or has passed, of this year and the last; improvements."""
    del book
    settings = due_settings()
    last = day + timedelta(days=int(settings["planned_days"]))
    found = [
        one
        for year in (day.year - 1, day.year)
        for one in _stages(conn, day, year, unit)
        if one.day is not None and one.day <= last
    ]
    return [*found, *_improving(conn, day, unit, last, int(settings["shown"]))]


def calendar(
    conn: Connection, *, day: date, year: int, book: RuleBook, unit: str | None = None
) -> list[Due]:
    """What falls into a year: days of the stages, days by which improvements are due."""
    del book
    rows = improvements(conn, unit, date(year, 1, 1), date(year, 12, 31))
    return [*_stages(conn, day, year, unit), *_named(conn, rows, day)]


def _stages(conn: Connection, day: date, year: int, unit: str | None) -> list[Due]:
    counts = begun(conn, unit, year)
    found = []
    for stage in STAGES:
        if counts[stage]:
            until = deadline(stage, year)
            late = until < day
            note = "已过日程" if late else "日程"
            found.append(
                Due(f"{year}年六有{WORDS[stage]}还有 {counts[stage]} 个工会没有确定", until, note,
                    Tone.BAD if late else Tone.WARN, "查看", Target(AREA, view="six_haves"),
                    stage)
            )  # fmt: skip
    return found


def _improving(conn: Connection, day: date, unit: str | None, last: date, shown: int) -> list[Due]:
    rows = improvements(conn, unit, date.min, last)
    found = _named(conn, rows[:shown], day)
    if len(rows) > shown:
        more = f"另有 {len(rows) - shown} 条整改事项到期"
        found.append(Due(more, None, "", Tone.WARN, "查看", Target(AREA, view="six_improving")))
    return found


def _named(conn: Connection, rows: Sequence[Mapping[Any, Any]], day: date) -> list[Due]:
    names = names_of(conn, "union", (row["union_id"] for row in rows), day)
    return [_improvement(row, names.get(row["union_id"], ""), day) for row in rows]


def _improvement(row: Mapping[Any, Any], name: str, day: date) -> Due:
    late = row["due_on"] < day
    said = row["measure"] if len(row["measure"]) <= _SAID else row["measure"][: _SAID - 1] + "…"
    who = f"责任人 {row['responsible']}" if row["responsible"] else ""
    note = "　".join(part for part in ("已逾期" if late else "整改期限", who) if part)
    return Due(
        f"{name}六有整改：{said}", row["due_on"], note, Tone.BAD if late else Tone.WARN, "登记完成",
        Target(AREA, "improvement", row["id"]), "improve",
    )  # fmt: skip

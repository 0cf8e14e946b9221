"""六有: one row per union that is assessed, with its three scores of the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import chosen, name_of, union_names
from app.areas.organisations.records import UNION_SPELL
from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View
from app.store.meta import on_day
from app.store.work import in_parts

from ..records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC
from ..rules.conditions import plain
from ..rules.rubric import shipped
from ..rules.scoring import State, Total
from .assessments import Assessed, assessed_unions, below, offered, presets
from .scores import Scores

STAGES = {
    "none": Status("未评", Tone.IDLE),
    "begun": Status("自评中", Tone.WARN),
    "self": Status("已自评", Tone.INFO),
    "review": Status("已复评", Tone.INFO),
    "final": Status("已终评", Tone.GOOD),
}
"""How far an assessment is, in order."""
YEARS = (Choice("0", "本年"), Choice("1", "上年"), Choice("2", "前年"))
COMPUTING = "计算中"


def stage_of(row: Mapping[Any, Any] | None) -> str:
    """How far an assessment is: a key of ``STAGES``."""
    if row is None:
        return "none"
    for stage in ("final", "review", "self"):
        if row[f"{stage}_on"] is not None:
            return stage
    return "begun"


def total_of(one: Assessed) -> Total:
    """The score that holds at the stage it is at."""
    stage = stage_of(one.row)
    if stage == "final":
        return one.scored.final
    return one.scored.review if stage == "review" else one.scored.own


def grade_status(one: Assessed) -> Status:
    """Its grade as it stands."""
    total, rubric = total_of(one), one.rubric
    if total.vetoed:
        return Status("一票否决", Tone.BAD)
    if total.grade == rubric.failed:
        return Status(total.grade, Tone.BAD if stage_of(one.row) != "none" else Tone.WARN)
    return Status(total.grade, Tone.GOOD)


def counted(one: Assessed, state: State) -> int:
    """How many lines are in a state."""
    return sum(line.state is state for line in one.scored.lines)


def lost(one: Assessed) -> int:
    """Points lost, hundredths."""
    return sum(line.lost for line in one.scored.lines)


def grades() -> tuple[Choice, ...]:
    """Every name of a grade that is usual."""
    names = [g["name"] for preset in presets() for g in preset["grades"]]
    names += [preset["failed"] for preset in presets()]
    for rubric in shipped().values():
        names += [*(grade.name for grade in rubric.grades), rubric.failed]
        names += [c.name for item in rubric.items for c in item.classes]
    return tuple(Choice(name, name) for name in dict.fromkeys(names) if name)


class RubricPicker:
    """Rubrics that may be chosen for a year: the county's own, and those of the program."""

    title = "评分标准"

    def __init__(self, year: int) -> None:
        self._year = year

    def _all(self, connection: Connection) -> dict[str, str]:
        return {key: one.title for key, one in offered(connection, self._year).items()}

    def search(self, connection: Connection, text: str, limit: int) -> Sequence[Choice]:
        """Those whose title has the text."""
        found = [Choice(k, t) for k, t in self._all(connection).items() if text in t]
        return found[:limit]

    def titles(self, connection: Connection, keys: Sequence[str]) -> Mapping[str, str]:
        """Titles of keys."""
        return {k: t for k, t in self._all(connection).items() if k in keys}


class SixList:
    """Unions with their assessment of the year; what is computed comes from the page.

    Args:
        scores: gives what was computed for the year and day of a view, None while it is not.
    """

    key = "six_haves"
    title = "六有评分"
    kind = "six_union"
    kinds = frozenset(
        {"unions", "union_spell", ASSESSMENT.name, ASSESSMENT_LINE.name, IMPROVEMENT.name}
    )
    purpose = (
        "这里一行是一个工会，列出自评、复评、终评的得分和等次。先建立工会组织，"
        "程序按记录算出每一项；算不出的由人填报、评定。"
    )
    columns = (
        Column("name", "工会", 200),
        Column("stage", "进度", 86, Role.STATUS),
        Column("own", "自评", 58, Role.RATE, help="没有开始评分的，是按现有记录算出的分"),
        Column("review", "复评", 58, Role.RATE),
        Column("final", "终评", 58, Role.RATE),
        Column("grade", "等次", 104, Role.STATUS),
        Column("no_data", "缺数据", 62, Role.COUNT, help="程序没有数据、要补录或人工填报的项数"),
        Column("open", "待评定", 62, Role.COUNT, help="要由人评定、还没有评定的项数"),
        Column("lost", "失分", 58, Role.RATE, shown=False),
        Column("improving", "整改", 58, Role.COUNT, shown=False, help="还没有完成的整改事项"),
        Column("on_day", "基准日", 96, Role.DAY, shown=False),
        Column("rubric", "评分标准", 220, shown=False, sortable=False),
        Column("type", "工会类型", 130, shown=False, sortable=False),
    )

    def __init__(self, scores: Callable[[int, date], Scores | None]) -> None:
        self._scores = scores
        stages = tuple(Choice(key, status.word) for key, status in STAGES.items())
        self.filters: tuple[Filter, ...] = (
            Filter("year", "年度", YEARS, every="本年"),
            Filter("stage", "进度", stages, many=True),
            Filter("grade", "等次", grades(), many=True),
            Filter("rubric", "评分标准", _rubrics(), many=True),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """Ids of the unions in order."""
        year = year_of(view)
        scores = self._scores(year, view.day)
        day = min(view.day, date(year, 12, 31))
        inside = below(connection, view.unit, day) if view.unit else None
        unions = assessed_unions(connection, day, inside)
        names = union_names(connection, day, unions)
        rows = _rows(connection, year)
        found = scores.found if scores is not None else {}
        kept = [
            union
            for union in unions
            if _fits(view, rows.get(union), found.get(union), names.get(union, ""))
        ]
        kept.sort(key=lambda union: (names.get(union, ""), union))
        for key, falling in reversed(view.sort):
            if key in _SORTS:
                kept.sort(
                    key=lambda union: _order(key, rows.get(union), found.get(union)),
                    reverse=falling,
                )
            elif key == "name" and falling:
                kept.reverse()
        return kept

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        year = year_of(view)
        scores, begun = self._scores(year, view.day), _rows(connection, year)
        found = scores.found if scores is not None else {}
        day = min(view.day, date(year, 12, 31))
        names, types = union_names(connection, day, ids), _types(connection, ids, day)
        return [
            {"id": one, "name": names.get(one, ""), "type": name_of("union_type", types.get(one)),
             **_cells(begun.get(one), found.get(one))}
            for one in ids
        ]  # fmt: skip


def year_of(view: View) -> int:
    """The year that the list is about."""
    return view.day.year - int((chosen(view, "year") or ("0",))[0])


def _rubrics() -> tuple[Choice, ...]:
    known = [Choice(one.code, one.title) for one in shipped().values()]
    return (*known, Choice("own", "县里的评分标准"))


def _rows(connection: Connection, year: int) -> dict[str, Mapping[Any, Any]]:
    query = (
        select(ASSESSMENT, RUBRIC.c.title.label("rubric_title"))
        .join(RUBRIC, RUBRIC.c.id == ASSESSMENT.c.rubric_id)
        .where(ASSESSMENT.c.year == year)
    )
    return {row["union_id"]: row for row in connection.execute(query).mappings()}


def _types(connection: Connection, ids: Sequence[str], day: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in in_parts(ids):
        query = select(UNION_SPELL.c.union_id, UNION_SPELL.c.type).where(
            UNION_SPELL.c.union_id.in_(part), on_day(UNION_SPELL, day)
        )
        found |= {row.union_id: row.type for row in connection.execute(query)}
    return found


def _fits(view: View, row: Any, one: Assessed | None, name: str) -> bool:
    if any(word.lower() not in name.lower() for word in view.text.split()):
        return False
    stages, grade, rubric = (chosen(view, key) for key in ("stage", "grade", "rubric"))
    if stages and stage_of(row) not in stages:
        return False
    if grade and (one is None or total_of(one).grade not in grade):
        return False
    if rubric:
        if one is None:
            return False
        code = one.rubric.code
        known = shipped().get(code)
        mine = code if known is not None and known.digest == one.rubric.digest else "own"
        return mine in rubric
    return True


def _cells(row: Any, one: Assessed | None) -> dict[str, Any]:
    stage = stage_of(row)
    cells: dict[str, Any] = {
        "stage": STAGES[stage],
        "on_day": row["on_day"] if row is not None else None,
        "rubric": row["rubric_title"] if row is not None else "",
    }
    if one is None:
        return {**cells, "own": "", "grade": Status(COMPUTING, Tone.IDLE)}
    scored, points = one.scored, not one.rubric.by_class
    cells |= {
        "own": plain(scored.own.score) if points else "",
        "review": plain(scored.review.score) if points and stage in ("review", "final") else "",
        "final": plain(scored.final.score) if points and stage == "final" else "",
        "grade": grade_status(one),
        "no_data": counted(one, State.NO_DATA) or None,
        "open": counted(one, State.OPEN) or None,
        "lost": plain(lost(one)) if points else "",
        "improving": sum(each["done_on"] is None for each in one.improvements) or None,
        "rubric": one.rubric.title,
    }
    return cells


_SORTS = frozenset({"stage", "own", "review", "final", "grade", "no_data", "open", "lost",
                    "improving", "on_day"})  # fmt: skip


def _order(key: str, row: Any, one: Assessed | None) -> Any:
    if key == "stage":
        return list(STAGES).index(stage_of(row))
    if key == "on_day":
        return row["on_day"] if row is not None else date.max
    if one is None:
        return 0
    values: dict[str, Any] = {
        "own": one.scored.own.score,
        "review": one.scored.review.score,
        "final": one.scored.final.score,
        "grade": total_of(one).score,
        "no_data": counted(one, State.NO_DATA),
        "open": counted(one, State.OPEN),
        "lost": lost(one),
        "improving": sum(each["done_on"] is None for each in one.improvements),
    }
    return values[key]

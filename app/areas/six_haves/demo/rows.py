"""The act that writes the sample assessments of a year."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from app.store.work import Work, act

from ..acts import begin_assessments, set_targets
from ..lists.assessments import Assessed
from ..records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT
from ..rules.scoring import Line, State, freeze

_EMPTY = {
    table: {c.name: None for c in table.c if c.name not in ("id", "rev")}
    for table in (ASSESSMENT_LINE, IMPROVEMENT)
}
_WHO = ("张海燕", "李建国", "王秀英", "刘志强")
_ANSWERED, _BEGUN, _IMPROVED = 0.7, 0.5, 0.4
"""Shares: of the lines that wait for a person; of this year's that are not handed up yet; of the
lost points that something is done about."""
_AIMED, _GOALS = 8, (("R201", 9500), ("H201", 2))
"""So many unions have these goals of a year."""


@act(
    "six_haves.fill_demo",
    "生成示例评分",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo(
    work: Work,
    /,
    planned: list[Assessed],
    keys: dict[str, str],
    chance: random.Random,
    *,
    year: int,
) -> None:
    """Begin assessments of these unions; most of what waits for a person is answered."""
    day = min(work.today, date(year, 12, 31))
    groups: dict[str, list[str]] = {}
    for one in planned:
        groups.setdefault(keys[one.rubric.digest], []).append(one.union_id)
    begin_assessments(work, groups=groups, year=year, on_day=day, filled_by=_WHO[0])
    rows = {
        row["union_id"]: row["id"]
        for row in work.rows(ASSESSMENT.select().where(ASSESSMENT.c.year == year))
    }
    lines = [
        _line(rows[one.union_id], line, day, chance)
        for one in planned
        for line in one.scored.lines
        if line.state in (State.NO_DATA, State.OPEN, State.PROPOSED) and chance.random() < _ANSWERED
    ]
    work.insert_rows(ASSESSMENT_LINE, lines)


@act(
    "six_haves.close_demo",
    "确定示例评分",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def close_demo(work: Work, /, begun: list[Assessed], chance: random.Random, *, year: int) -> None:
    """Close a past year's three times, half of this year's once; improvements of what was lost."""
    past = year < work.today.year
    improving: list[dict[str, Any]] = []
    for one in begun:
        if one.row is None or (not past and chance.random() < _BEGUN):
            continue
        day = one.row["on_day"]
        values: dict[str, Any] = {"self_on": day, "frozen": freeze(one.scored)}
        if past:
            values |= {"review_on": day, "final_on": day, "final_opinion": "同意"}
        work.update(ASSESSMENT, one.row["id"], **values)
        improving += [
            _improvement(one.row["id"], line, day, past, chance)
            for line in one.scored.lines
            if line.lost and line.raise_by and chance.random() < _IMPROVED
        ][:1]
    work.insert_rows(IMPROVEMENT, improving)
    set_targets(
        work,
        year=year,
        targets={(one.union_id, code): goal for one in begun[:_AIMED] for code, goal in _GOALS},
    )


def _line(made: str, line: Line, day: date, chance: random.Random) -> dict[str, Any]:
    """A line that a person answers or confirms: the class, or a share of the points."""
    item = line.item
    if line.state is State.PROPOSED:
        return {
            **_EMPTY[ASSESSMENT_LINE], "assessment_id": made, "item": item.id,
            "answer": line.proposed, "answered_by": chance.choice(_WHO), "answered_on": day,
        }  # fmt: skip
    answer: int | str = item.points * chance.choice((100, 100, 50, 0)) // 100
    if item.classes:
        answer = chance.choice(item.classes).name
    return {
        **_EMPTY[ASSESSMENT_LINE], "assessment_id": made, "item": item.id, "answer": answer,
        "answered_by": chance.choice(_WHO), "answered_on": day, "reason": "现场查看，材料已核对",
    }  # fmt: skip


def _improvement(
    made: str, line: Line, day: date, past: bool, chance: random.Random
) -> dict[str, Any]:
    due = day + timedelta(days=chance.choice((20, 60, 90)))
    done = past and chance.random() < 0.9
    return {
        **_EMPTY[IMPROVEMENT], "assessment_id": made, "item": line.item.id,
        "cause": line.words or None, "measure": line.todo, "responsible": chance.choice(_WHO),
        "due_on": due, "done_on": due if done else None, "result": "已完成" if done else None,
    }  # fmt: skip

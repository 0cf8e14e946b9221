"""年度目标完成情况表: each figure, each unit by its class, and what is behind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from app.base.days import chinese
from app.paper.figured import numbered
from app.paper.model import Block, Column, Document, Paragraph, Table, Title
from app.paper.reports import Ask, texts

from ..lists.classes import classes_of
from ..lists.goal_figures import said, short_of, title_of, unit_of
from ..lists.goals import Goal, Goals, read_goals
from ..rules.goals import PACES, Pace, done
from .reading import ALIGN

_SIZE = 9


def targets(ask: Ask) -> Document:
    """Goals of the year with their progress."""
    texts_, goals = texts("six_targets")["sheet"], goals_of(ask)
    blocks: list[Block] = [
        Title(texts_["title"], f"{ask.office}{texts_['subtitle'].format(year=ask.year)}")
    ]
    if goals.found:
        blocks += [
            Paragraph(_lead(goals, texts_)),
            Table(
                _columns(texts_["figures"]), _figure_rows(ask, goals), size=_SIZE,
                title=texts_["figures_title"], note=texts_["figures_note"],
            ),
            _unit_table(ask, goals, texts_),
            Table(
                _columns(texts_["units"]), tuple(_behind_rows(ask, goals)), size=_SIZE,
                title=texts_["behind_title"], empty=texts_["behind_none"],
            ),
        ]  # fmt: skip
    else:
        blocks.append(Table(_columns(texts_["units"]), (), size=_SIZE, empty=texts_["none"]))
    return Document(
        texts_["title"], tuple(numbered(blocks)), ask.office, ask.scope.day.isoformat(),
        landscape=True,
    )  # fmt: skip


def goals_of(ask: Ask) -> Goals:
    """The goals of the year of what is asked for."""
    return read_goals(ask.conn, ask.registry, year=ask.year, day=ask.scope.day, unit=ask.scope.unit)


def short(ask: Ask) -> list[Block]:
    """The goals of the year, one line a figure, for the annual report; nothing without goals."""
    goals, chapter = goals_of(ask), texts("six_targets")["chapter"]
    if not goals.found:
        return []
    rows = tuple(row[1:] for row in _figure_rows(ask, goals))
    columns = _columns(texts("six_targets")["sheet"]["figures"])[1:]
    return [Table(columns, rows, title=chapter["title"], note=chapter["note"])]


def _columns(declared: Sequence[Sequence[Any]]) -> tuple[Column, ...]:
    return tuple(Column(title, weight, ALIGN[align]) for title, weight, align in declared)


def _lead(goals: Goals, texts_: dict[str, Any]) -> str:
    paces = Counter(goal.pace for goal in goals.found)
    unknown = paces[Pace.NO_DATA]
    no_data = texts_["no_data"].format(count=unknown) if unknown else ""
    return str(texts_["lead"]).format(
        day=chinese(goals.day), share=goals.share, units=len({g.union_id for g in goals.found}),
        figures=len(goals.codes()), count=len(goals.found),
        reached=paces[Pace.REACHED], in_step=paces[Pace.IN_STEP], behind=paces[Pace.BEHIND],
        no_data=no_data,
    )  # fmt: skip


def _figure_rows(ask: Ask, goals: Goals) -> tuple[tuple[Any, ...], ...]:
    rows = []
    for number, (code, whole) in enumerate(goals.sums(ask.registry).items(), 1):
        percent = done(whole.goal, whole.now) if whole.goal is not None else None
        rows.append(
            (
                number, title_of(ask.registry, code), unit_of(ask.registry, code), whole.units,
                _number(whole.goal), _number(whole.now), _percent(percent), whole.reached,
                whole.behind,
            )
        )  # fmt: skip
    return tuple(rows)


def _unit_table(ask: Ask, goals: Goals, texts_: dict[str, Any]) -> Table:
    """One row per goal, the units by their class where any has one."""
    units = {goal.union_id: goal.union for goal in goals.found}
    classes = classes_of(ask.conn, ask.registry, ask.scope, ask.year, set(units))
    groups: dict[str, list[Goal]] = defaultdict(list)
    for goal in goals.found:
        groups[classes.get(goal.union_id, texts_["unclassed"])].append(goal)
    order = sorted(groups, key=lambda name: (name == texts_["unclassed"], _rank(name), name))
    rows: list[tuple[Any, ...]] = []
    sections: list[int] = []
    number = 0
    for name in order:
        if len(order) > 1 or classes:
            count = len({goal.union_id for goal in groups[name]})
            sections.append(len(rows))
            head = texts_["section"].format(name=name, count=count)
            rows.append((head, *[""] * (len(texts_["units"]) - 1)))
        for goal in groups[name]:
            number += 1
            rows.append(_row(ask, number, goal))
    return Table(
        _columns(texts_["units"]), tuple(rows), size=_SIZE, title=texts_["units_title"],
        note=texts_["units_note"], sections=tuple(sections),
    )  # fmt: skip


_CLASSES = "一二三四五"


def _rank(name: str) -> int:
    """一类 before 二类; other names after."""
    return _CLASSES.index(name[0]) if name[:1] and name[0] in _CLASSES else len(_CLASSES)


def _behind_rows(ask: Ask, goals: Goals) -> list[tuple[Any, ...]]:
    behind = [goal for goal in goals.found if goal.pace is Pace.BEHIND]
    behind.sort(key=lambda goal: (goal.done or 0, goal.union, goal.code))
    return [_row(ask, number, goal) for number, goal in enumerate(behind, 1)]


def _row(ask: Ask, number: int, goal: Goal) -> tuple[Any, ...]:
    registry = ask.registry
    return (
        number, goal.union, title_of(registry, goal.code), said(registry, goal.code, goal.value),
        said(registry, goal.code, goal.now) or "—", _percent(goal.done),
        short_of(registry, goal.code, goal.missing), PACES[goal.pace], goal.note,
    )  # fmt: skip


def _percent(value: int | None) -> str:
    return "—" if value is None else f"{value}%"


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"

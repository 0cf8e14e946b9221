"""The columns and lines of the grid of goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.base.lists import Role, Tone
from app.base.text import tidy
from app.desk.grid import GridColumn, GridRow
from app.figures.registry import Registry

from ..lists.goal_figures import is_rate, kept, may_be_summed, said, title_of
from ..lists.target_grid import GridData, Key, sum_of
from ..lists.targets import TONES
from ..rules.conditions import plain
from ..rules.goals import PACES, Pace, done, pace

Typed = Mapping[Key, int | None]
"""Goals keyed in that are not kept yet; None: taken away."""
SUM = "sum"
"""The line of sums."""
_MOST = 9
"""Characters of a name that are shown."""
_MARKS = {Pace.REACHED: "✓ 达标", Pace.NO_DATA: "没有数据"}


@dataclass(frozen=True, slots=True)
class GoalColumn(GridColumn):
    """The goals of a figure."""

    registry: Registry | None = None

    def read(self, text: str) -> int | None:
        """A goal as it is kept; None for none.

        Raises:
            ValueError: with a sentence that says what is wrong.
        """
        assert self.registry is not None
        if not tidy(text):
            return None
        try:
            return kept(self.registry, self.key, text)
        except ValueError as problem:
            raise ValueError(f"{problem}。") from None

    def shown(self, value: Any) -> str:
        """A goal without its unit, which stands in the head."""
        assert self.registry is not None
        if value is None:
            return ""
        return f"{plain(value)}%" if is_rate(self.registry, self.key) else f"{value:,}"


def now_key(code: str) -> str:
    """Key of the column of what stands."""
    return f"{code} now"


class Lines:
    """What the grid shows of goals of these figures."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def columns(self, data: GridData, *, writing: bool) -> list[GridColumn]:
        """The figures across, what stands beside each."""
        found: list[GridColumn] = []
        for code in data.codes:
            title = title_of(self._registry, code)
            unit = "" if is_rate(self._registry, code) else self._registry.get(code).unit
            head = f"目标（{unit}）" if unit else "目标"
            definition = self._registry.get(code).definition
            found += [
                GoalColumn(
                    code, f"{_short(title)}\n{head}", editable=writing, width=_width(title),
                    help=f"{code} {title}：{definition}", registry=self._registry,
                ),
                GridColumn(
                    now_key(code), "\n现在　完成", Role.TEXT, editable=False, width=146,
                    help="现在：到看的这一天的数，含下属工会", beside=True,
                ),
            ]  # fmt: skip
        return found

    def rows(self, data: GridData, typed: Typed) -> list[GridRow]:
        """The unions down, the sums last; what is keyed in is told as if it were kept."""
        rows = [self._row(data, typed, union, name) for union, name in data.units]
        return [*rows, self._sums(data, typed)] if rows and data.codes else rows

    def _row(self, data: GridData, typed: Typed, union: str, name: str) -> GridRow:
        values: dict[str, Any] = {}
        tones: dict[str, Tone] = {}
        for code in data.codes:
            goal = data.goals.get((union, code))
            values[code] = goal
            wanted = typed.get((union, code), goal)
            text, tone = self._now(code, wanted, data.now.get((union, code)), data)
            values[now_key(code)] = text
            if tone is not None:
                tones[now_key(code)] = tone
        return GridRow(union, name, "", values, tones)

    def _now(
        self, code: str, goal: int | None, now: int | None, data: GridData
    ) -> tuple[str | None, Tone | None]:
        """What stands beside a goal."""
        if not data.counted:
            return "…", None
        stands = said(self._registry, code, now)
        if goal is None:
            return stands or None, None
        how = pace(goal, now, data.share)
        percent = done(goal, now)
        mark = _MARKS.get(how) or f"{percent}% {PACES[how]}"
        return f"{stands}　{mark}".strip("　"), TONES[how]

    def _sums(self, data: GridData, typed: Typed) -> GridRow:
        values: dict[str, Any] = {}
        tones: dict[str, Tone] = {}
        goals = {**data.goals, **typed}
        for code in data.codes:
            if not may_be_summed(self._registry, code):
                continue
            whole = sum_of(data, code, goals)
            values[code] = whole.goal
            if whole.goal is not None:
                text, tone = self._now(code, whole.goal, whole.now, data)
                values[now_key(code)] = text
                if tone is not None:
                    tones[now_key(code)] = tone
        return GridRow(SUM, "合计", "", values, tones, fixed=True)


def _short(title: str) -> str:
    """The name of a figure as far as there is room; the whole stands in its help."""
    return title if len(title) <= _MOST else f"{title[: _MOST - 1]}…"


def _width(title: str) -> int:
    """Room for the name of a figure."""
    return max(88, 20 + 14 * len(_short(title)))


def told(data: GridData, goals: Mapping[Key, int | None]) -> str:
    """How many goals, and how they stand."""
    shown = {union for union, _name in data.units}
    mine: Sequence[tuple[Key, int]] = [
        (key, goal) for key, goal in goals.items() if goal is not None and key[0] in shown
    ]
    words = [f"{len({k[0] for k, _g in mine})} 个工会，{len(mine)} 项目标"]
    if not data.counted:
        return f"{words[0]}。正在计算现在的数…"
    paces = [pace(goal, data.now.get(key), data.share) for key, goal in mine]
    words += [f"{word} {paces.count(one)}" for one, word in PACES.items() if one in paces]
    year = f"到{data.day}，全年已过 {data.share}%。"
    return f"{'，'.join(words)}。{year}合计里上级已有目标的，不再加下级。"

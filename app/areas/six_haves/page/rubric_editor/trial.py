"""试评: what a union, or all, would have by the rubric as it is now; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.base.lists import Choice, Column, Role, Status, Tone
from app.desk.pickers import ChoicePicker, PickerEdit
from app.desk.plain_table import PlainTable
from app.desk.widgets import button, column, label, restyle, row

from ...lists.assessments import Assessed
from ...lists.trial import Tried
from ...rules.conditions import plain
from ...rules.scoring import STATES, Line, Scored, State
from ..reading import TONES

NAME = "rubric_trial"
LINES = (
    Column("item", "编号", 56),
    Column("text", "内容", 220),
    Column("before", "原得分", 66, Role.RATE),
    Column("after", "试评", 66, Role.RATE),
    Column("change", "增减", 62, Role.RATE),
    Column("state", "来源", 100, Role.STATUS),
    Column("words", "依据", 240),
)
UNIONS = (
    Column("name", "工会", 240),
    Column("before", "原得分", 72, Role.RATE),
    Column("was", "原等次", 90),
    Column("after", "试评", 72, Role.RATE),
    Column("grade", "等次", 90),
    Column("change", "增减", 66, Role.RATE),
    Column("left", "缺数据、待评", 100, Role.COUNT),
)


def line_entries(tried: Tried) -> list[dict[str, Any]]:
    """A union line by line, what it has now beside."""
    before = {line.item.id: line for line in tried.before.scored.lines}
    found = []
    for line in tried.after.lines:
        now, was = _points(line), _points(before.get(line.item.id))
        found.append({
            "id": line.item.id,
            "item": line.item.id,
            "text": line.item.text,
            "before": "—" if line.item.id not in before else _shown(before[line.item.id]),
            "after": _shown(line),
            "change": _change(was, now),
            "state": Status(STATES[line.state], TONES[line.state]),
            "words": line.words or (f"待补：{line.todo}" if line.raise_by else ""),
        })  # fmt: skip
    return found


def union_entry(tried: Tried) -> dict[str, Any]:
    """A union's totals."""
    before, after = tried.before.scored, tried.after
    counted = not after.rubric.by_class
    return {
        "id": tried.before.union_id,
        "name": tried.before.name,
        "before": _total(before),
        "was": before.own.grade,
        "after": _total(after),
        "grade": after.own.grade,
        "change": _change(before.own.score, after.own.score) if counted else "",
        "left": sum(line.state in (State.NO_DATA, State.OPEN) for line in after.lines) or None,
    }


def said(tried: Tried) -> str:
    """What became of a union in one sentence."""
    before, after = tried.before.scored, tried.after
    if after.rubric.by_class:
        return f"{tried.before.name}：{before.own.grade} → {after.own.grade}"
    parts = [f"{tried.before.name}：试评 {plain(after.own.score)} 分，{after.own.grade}"]
    if not before.rubric.by_class:
        parts.append(f"现在 {plain(before.own.score)} 分，{before.own.grade}")
    if after.own.scaled:
        parts.append(f"其中折算 {plain(after.own.scaled)} 分")
    return "；".join(parts) + "。"


def _points(line: Line | None) -> int | None:
    if line is None or line.item.how in ("veto", "class_all"):
        return None
    return line.own or 0


def _shown(line: Line) -> str:
    if line.item.how in ("veto", "class_all"):
        return line.shown or "未定"
    return "—" if line.own is None else plain(line.own)


def _change(was: int | None, now: int | None) -> str:
    if was is None or now is None or was == now:
        return ""
    return f"{'+' if now > was else ''}{plain(now - was)}"


def _total(scored: Scored) -> str:
    return "" if scored.rubric.by_class else plain(scored.own.score)


class TrialPane(QWidget):
    """Choosing whom, and what came out.

    Signals:
        wanted: id of a union, or empty for all the rubric is for.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Tried] = []
        lines = column(self, space=8)
        head = row(space=8)
        self.union = PickerEdit(f"{NAME}_union", "试评哪个工会", ChoicePicker("工会", ()))
        self.union.setPlaceholderText("输入工会名称")
        self.union.picked.connect(lambda key: self.wanted.emit(key) if key else None)
        head.addWidget(self.union, 1)
        self.again = button(f"{NAME}_again", "试评", self.run, "main")
        head.addWidget(self.again)
        head.addWidget(button(f"{NAME}_all", "试评全部工会", self._everybody))
        lines.addLayout(head)
        self.said = label("", "strong", wrap=True, name=f"{NAME}_said")
        lines.addWidget(self.said)
        purpose = "选一个工会，按正在改的评分标准试算一遍，看各项得分怎样变。不保存任何东西。"
        self.lines = PlainTable(f"{NAME}_lines", "试评的各项得分", LINES, purpose=purpose)
        nobody = "没有适用这份评分标准的工会，请看总则里的「给谁用」。"
        self.unions = PlainTable(f"{NAME}_unions", "各工会试评", UNIONS, purpose=nobody)
        self.unions.opened.connect(self._open)
        self.stack = QStackedWidget()
        for table in (self.lines, self.unions):
            self.stack.addWidget(table)
        lines.addWidget(self.stack, 1)
        foot = "增减同现在的得分比：已经开始评分的按它的评分标准，没有开始的按自动选的那一份。"
        lines.addWidget(label(foot, "small", wrap=True))

    def offer(self, found: Mapping[str, Assessed]) -> None:
        """Which unions there are."""
        choices = [Choice(one.union_id, one.name) for one in found.values()]
        self.union.picker = ChoicePicker("工会", choices)

    def run(self) -> None:
        """Score what is chosen; all where nothing is."""
        try:
            key = self.union.key()
        except ValueError:
            self.tell("请从列出的工会中选一个。", Tone.WARN)
            return
        self.wanted.emit(key or "")

    def tell(self, text: str, tone: Tone = Tone.IDLE) -> None:
        """One sentence above the table."""
        self.said.setText(text)
        restyle(self.said, tone=tone.value)

    def stale(self) -> None:
        """The rubric has been changed since."""
        if self.lines.model.entries or self.unions.model.entries:
            self.tell("评分标准改过了，请再试评一次。", Tone.WARN)

    def show_one(self, tried: Sequence[Tried]) -> None:
        """One union line by line."""
        self.lines.show_entries(line_entries(tried[0]) if tried else [])
        self.stack.setCurrentWidget(self.lines)
        self.tell(said(tried[0]) if tried else "这个工会现在不评分。")

    def show_all(self, tried: Sequence[Tried]) -> None:
        """All unions, each on a line; a double click shows its items."""
        self._all = list(tried)
        self.unions.show_entries([union_entry(one) for one in tried])
        self.stack.setCurrentWidget(self.unions)
        counts: dict[str, int] = {}
        for one in tried:
            counts[one.after.own.grade] = counts.get(one.after.own.grade, 0) + 1
        grades = "　".join(f"{grade} {count} 个" for grade, count in counts.items())
        self.tell(f"试评 {len(tried):,} 个工会：{grades}。双击一行看各项。" if tried else "")

    def _everybody(self) -> None:
        self.union.set_key(None)
        self.wanted.emit("")

    def _open(self, entry: Mapping[str, Any]) -> None:
        one = next((t for t in self._all if t.before.union_id == entry["id"]), None)
        if one is not None:
            self.union.set_key(one.before.union_id, one.before.name)
            self.show_one([one])

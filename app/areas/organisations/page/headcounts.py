"""批量填人数: the listed unions or employers in a grid, for one day, pasted from WPS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from app.base.days import chinese
from app.base.errors import UserError
from app.base.lists import Tone, View
from app.base.text import tidy
from app.desk import theme
from app.desk.days import DayEdit
from app.desk.form_spec import Review
from app.desk.grid import HELP, Grid, GridColumn, GridRow
from app.desk.page import Desk
from app.desk.review import ask_review
from app.desk.widgets import button, column, label, named, row

from .. import acts
from ..lists.common import readings_of
from ..lists.unions import rosters_since
from ..lists.window import reported
from .spec import HEADS, impossible_heads

Changes = dict[str, dict[str, Any]]
Reported = Sequence[tuple[date, int]]
Known = Mapping[tuple[str, str], Reported]

MOST = 3_000
"""So many lines at most; more are filled in by import."""
_NOTE = {"union": "upper", "employer": "union"}
_LISTED = {"J206": "members", "J207": "women_members"}
"""What a complete roster answers: code → column of the list."""
LOCKED_HELP = f"{HELP}灰底的会员数按名册计，不用填。"


@dataclass(frozen=True, slots=True)
class Roster:
    """A complete roster.

    Attributes:
        since: from which day on.
        counts: code → how many there are on the day looked at; empty if that is before.
    """

    since: date
    counts: Mapping[str, int]


class Headcounts(QWidget):
    """The grid with its day and source.

    Signals:
        left: saved or cancelled.
    """

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind, self._until = "union", desk.today
        self._saving = False
        self._rosters: Mapping[str, Roster] = {}
        lines = column(self, space=8)
        bar = QFrame()
        line = row(bar, space=8)
        line.addWidget(label("数据日期", "muted"))
        self.day = DayEdit("heads_day", "数据日期")
        self.day.setFixedWidth(theme.px(140))
        self.day.textChanged.connect(self._lock)
        line.addWidget(self.day)
        line.addWidget(label("来源", "muted"))
        self.source = QLineEdit()
        named(self.source, "heads_source", "来源")
        self.source.setPlaceholderText("例如：7月村级报表")
        self.source.setMaxLength(60)
        line.addWidget(self.source, 1)
        lines.addWidget(bar)
        columns = tuple(GridColumn(code, word, width=96) for code, word in HEADS)
        self.grid = Grid("heads_grid", "人数", columns)
        lines.addWidget(self.grid, 1)
        self.message = label("", "error", wrap=True, name="heads_message")
        self.message.hide()
        lines.addWidget(self.message)
        foot = row(space=8)
        self.main = button("heads_save", "保存", self.save, "main", help="Ctrl+S")
        foot.addWidget(self.main)
        foot.addWidget(button("heads_cancel", "取消", self._cancel))
        foot.addStretch(1)
        lines.addLayout(foot)

    def open(self, source: Any, view: Any, kind: str) -> None:
        """Show the records of a view with their newest numbers."""
        self._kind, self._until = kind, view.day
        self.day.set_day(self._desk.today)
        self.source.clear()
        self._tell("")
        self.grid.load(())
        self._rosters = {}
        self._desk.ops.ask(
            lambda connection: read_rows(connection, source, view, kind),
            owner=self,
            done=self._show,
            slot="heads",
        )

    def is_dirty(self) -> bool:
        """Whether anything was keyed in."""
        return self.grid.is_dirty()

    def forget(self) -> None:
        """Drop what was keyed in."""
        self.grid.load(())

    def save(self) -> None:
        """Write the changed cells as readings of the day."""
        if self._saving:
            return
        try:
            day = self.day.day()
        except ValueError as problem:
            self._tell(str(problem))
            self.day.setFocus()
            return
        changes = self.grid.changes()
        if day is None or day > self._desk.today:
            self._tell("请填写数据日期，不能晚于今天。")
            self.day.setFocus()
            return
        if not changes:
            self._tell("还没有填写或改动任何数。")
            return
        if wrong := self._wrong(changes):
            self._tell(wrong)
            return
        self._tell("")
        owners, kind = [one for one in changes if None in changes[one].values()], self._kind
        if not owners:
            self._write(changes, {}, day)
            return
        self._desk.ops.ask(
            lambda connection: reported(connection, kind, owners, self._until),
            owner=self,
            done=lambda known: self._review(changes, known, day),
            slot="heads",
        )

    def _review(self, changes: Changes, known: Known, day: date) -> None:
        """Show every change before numbers are removed."""
        titles = {one.id: one for one in self.grid.model.rows}
        rows = tuple(
            (
                f"{titles[owner].title}　{word}",
                _said(titles[owner].values.get(code), known.get((owner, code), ())),
                _removed(known.get((owner, code), ())) if value is None else f"{value:,}（{day}）",
            )
            for owner, values in changes.items()
            for code, word in HEADS
            if code in values
            for value in (values[code],)
        )
        count = sum(1 for values in changes.values() for value in values.values() if value is None)
        text = f"清空的 {count} 格，这个数会从填报数里删除；可以撤销。"
        heads = ("名称", "原来", "改为")
        review = Review(f"保存 {len(rows)} 处改动？", text, heads, rows, "保存")
        ask_review(self.window(), review, lambda: self._write(changes, known, day))

    def _write(self, changes: Changes, known: Known, day: date) -> None:
        rows = [
            acts.NewReading(self._kind, owner, code, value, _newest(known.get((owner, code), ())))
            if value is None
            else acts.NewReading(self._kind, owner, code, value)
            for owner, values in changes.items()
            for code, value in values.items()
        ]
        self._saving = True
        self._desk.ops.act(
            acts.set_readings, rows, owner=self, done=self._done, failed=self._failed,
            on_day=day, source=tidy(self.source.text()) or None,
        )  # fmt: skip

    def _wrong(self, changes: dict[str, dict[str, Any]]) -> str:
        """The first line whose numbers cannot be, with its sentence."""
        for one in self.grid.model.rows:
            if one.id not in changes:
                continue
            found = impossible_heads({**one.values, **changes[one.id]})
            if found:
                return f"{one.title}：{next(iter(found.values()))}"
        return ""

    def _done(self, changes: Any) -> None:
        self._saving = False
        self.forget()
        count = changes.result if isinstance(changes.result, int) else 0
        self._desk.notice(f"已登记 {count:,} 个填报数的改动。", tone=Tone.GOOD)
        self.left.emit()

    def _failed(self, error: BaseException) -> bool:
        self._saving = False
        if isinstance(error, UserError):
            self._tell(f"{error.message}{error.advice}")
            return True
        return False

    def _cancel(self) -> None:
        self.forget()
        self.left.emit()

    def _show(self, found: tuple[list[GridRow], Mapping[str, Roster], int]) -> None:
        rows, self._rosters, left_out = found
        self.grid.load(rows)
        self._lock()
        if left_out:
            self._tell(f"只列出前 {MOST:,} 个，另有 {left_out:,} 个；请先筛选，或用导入。")

    def _lock(self) -> None:
        """Members of a roster that is complete on the day are not keyed in."""
        day = self._until
        with suppress(ValueError):
            day = self.day.day() or day
        rows = [replace(one, locked=self._locked(one, day)) for one in self.grid.model.rows]
        self.grid.help = LOCKED_HELP if any(one.locked for one in rows) else HELP
        self.grid.model.renew(rows)

    def _locked(self, one: GridRow, day: date) -> dict[str, tuple[str, str]]:
        roster = self._rosters.get(one.id)
        if roster is None or roster.since > day:
            return {}
        since = chinese(roster.since)
        why = f"「{one.title}」的会员名册自{since}起录全，会员人数按名册计算，不在这里填。"
        counts = {code: roster.counts.get(code) for code in _LISTED}
        return {
            code: ("按名册" if count is None else f"按名册 {count:,}", why)
            for code, count in counts.items()
        }

    def _tell(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))


def _newest(reported: Reported) -> date | None:
    return reported[0][0] if reported else None


def _said(value: Any, reported: Reported) -> str:
    """A number as it stands, with its day where that is known."""
    if value is None:
        return "—"
    return f"{value:,}（{reported[0][0]}）" if reported else f"{value:,}"


def _removed(reported: Reported) -> str:
    """What holds once the newest number is gone."""
    return f"删除，改用{_said(reported[1][1], reported[1:])}" if len(reported) > 1 else "删除"


def read_rows(
    connection: Any, source: Any, view: View, kind: str
) -> tuple[list[GridRow], dict[str, Roster], int]:
    """The lines of the grid, the complete rosters by which members of some of them count, and how
    many records did not fit."""
    ids = list(source.ids(connection, view))
    shown = ids[:MOST]
    heads = readings_of(connection, f"{kind}_id", shown, view.day)
    rows, rosters = [], {}
    listed = source.rows(connection, shown, view)
    unions = {r["id"]: r["id"] if kind == "union" else r["union_id"] for r in listed}
    since = rosters_since(connection, {u for u in unions.values() if u}, view)
    for r in listed:
        rows.append(GridRow(r["id"], r["name"], str(r[_NOTE[kind]] or ""), heads.get(r["id"], {})))
        first = since.get(unions[r["id"]] or "")
        if first is not None:
            counts = {code: int(r[key] or 0) for code, key in _LISTED.items() if first <= view.day}
            rosters[r["id"]] = Roster(first, counts)
    return rows, rosters, len(ids) - len(shown)

"""逐票录入: one row per ballot, digits by the place in the scale, blank is an abstention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.base.errors import UserError
from app.base.lists import Role, Tone
from app.base.text import half_width
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.grid import Grid, GridColumn, GridRow
from app.desk.page import Desk
from app.desk.widgets import Combo, button, column, fit_screen, label, named, row

from .. import acts
from ..lists.results import Counted
from ..rules.counting import ballot_key, keys_of
from ..rules.forms import INVALID, SPECIAL, Form
from .reading import key_words

STEP = 20
"""So many lines are added at a time."""
MOST = 300
"""So many lines there are at first, at most."""


@dataclass(frozen=True, slots=True)
class BallotColumn(GridColumn):
    """An item on a ballot: a digit by its place in the scale, 0 for two ticks, or the words."""

    form: Form | None = None

    def read(self, text: str) -> str | None:
        """The grade that was typed; None for an abstention.

        Raises:
            ValueError: it is none of this form.
        """
        assert self.form is not None
        typed = half_width(text).strip()
        if not typed:
            return None
        if typed.isascii() and typed.isdigit():
            place = int(typed)
            if place == 0:
                return INVALID
            if place <= len(self.form.grades):
                return self.form.grades[place - 1].code
        found = self.form.grade(typed)
        if found is None:
            raise ValueError(f"只能填 1 至 {len(self.form.grades)}；划了两个等次的填 0。")
        return None if found == "abstain" else found

    def shown(self, value: Any) -> str:
        """The word of a grade."""
        assert self.form is not None
        names = {g.code: g.name for g in self.form.grades} | SPECIAL
        return names.get(value, "")


def legend(form: Form) -> str:
    """Which digit means what."""
    said = "　".join(f"{n} {g.name}" for n, g in enumerate(form.grades, 1))
    return f"按数字键：{said}　0 该项划了两个以上（无效）　空格 没有划（弃权）"


class _Keys(QObject):
    """A digit fills the cell and goes to the next one; a space leaves it empty and goes on."""

    def __init__(self, table: QAbstractItemView) -> None:
        super().__init__(table)
        self._table = table
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            editing = self._table.state() == QAbstractItemView.State.EditingState
            if not editing and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                text = half_width(event.text())
                if text == " " or text.isdigit():
                    self._put(text.strip())
                    return True
        return super().eventFilter(watched, event)

    def _put(self, text: str) -> None:
        model, now = self._table.model(), self._table.currentIndex()
        if not now.isValid() or now.column() < 2:  # name and note
            return
        if not model.setData(now, text):
            return  # no grade of this scale: the grid has said so
        after = model.index(now.row(), now.column() + 1)
        if not after.isValid():
            after = model.index(now.row() + 1, 2)
        if after.isValid():
            self._table.setCurrentIndex(after)


class BallotsDialog(Dialog):
    """Ballots of one group, keyed in and written as one batch.

    Attributes:
        grid: one line per ballot.
        said: how many are keyed in.
    """

    def __init__(self, desk: Desk, parent: QWidget, data: Counted, group: str = "") -> None:
        super().__init__(parent.window(), "survey_ballots", f"逐票录入：{data.row['title']}", 760)
        self._desk, self._origin, self._data, self._saving = desk, parent, data, False
        self._keys = keys_of(data.form, [s["id"] for s in data.subjects])
        self.body.addWidget(label(legend(data.form), "muted", wrap=True, name="ballots_legend"))
        head = row(space=8)
        head.addWidget(label("哪一组的票"))
        self.which = Combo()
        named(self.which, "ballots_group", "哪一组的票")
        for one in data.groups:
            if not one.ballots or one.id in data.by_ballot:
                self.which.addItem(one.name, one.id)
        self.which.setCurrentIndex(max(0, self.which.findData(group)))
        self.which.activated.connect(lambda _place: self._load())
        head.addWidget(self.which, 1)
        head.addWidget(button("ballots_more", f"再加 {STEP} 行", self.add_lines, "chip"))
        self.body.addLayout(head)
        columns = [
            BallotColumn(str(n), key_words(data, key), Role.TEXT, width=88,
                         help=key_words(data, key), form=data.form)
            for n, key in enumerate(self._keys)
        ]  # fmt: skip
        self.grid = Grid("ballots_grid", "评议票", columns)
        for place in (0, 1):  # the number of the line says as much
            self.grid.table.setColumnHidden(place, True)
        self.grid.setMinimumHeight(theme.px(160))
        _Keys(self.grid.table)
        self.body.addWidget(self.grid, 1)
        foot = column(space=4)
        self.said = label("", "strong", wrap=True, name="ballots_said")
        self.wrong = label("", "error", wrap=True, name="ballots_wrong")
        self.wrong.hide()
        foot.addWidget(self.said)
        foot.addWidget(self.wrong)
        self.body.addLayout(foot)
        self.grid.model.edited.connect(self.count)
        self.add_button("cancel", "取消", self.reject)
        self.main = self.add_button("save", "录入这些票", self.save, "main")
        self.main.setDefault(False)  # Enter goes down the grid
        fit_screen(self, 1000, 640)
        self._load()
        self.grid.table.setFocus()

    def group(self) -> str:
        """Id of the group whose ballots are keyed in; empty where every group has counts."""
        return str(self.which.currentData() or "")

    def _left(self) -> int | None:
        """Ballots of the group that are still to be keyed in; None where 收回 is not known."""
        found = next((g for g in self._data.groups if g.id == self.group()), None)
        if found is None or found.returned is None:
            return None
        return max(0, found.valid - found.ballots)

    def _load(self) -> None:
        left = self._left()
        lines = STEP if left is None else min(max(left, 1), MOST)
        self.grid.load([_line(n) for n in range(lines)])
        self.main.setEnabled(bool(self.group()))
        self.count()

    def add_lines(self) -> None:
        """More lines; what is keyed in stays."""
        model = self.grid.model
        kept = [
            GridRow(line.id, line.title, "", {c.key: model.value(place, c.key)
                                             for c in model.columns})
            for place, line in enumerate(model.rows)
        ]  # fmt: skip
        at = self.grid.table.currentIndex()
        self.grid.load([*kept, *(_line(len(kept) + n) for n in range(STEP))])
        self.grid.table.setCurrentIndex(model.index(at.row(), at.column()))

    def ballots(self) -> list[dict[str, str]]:
        """What is keyed in: lines up to the last one with a grade; an empty one between abstained
        on everything."""
        model, found = self.grid.model, []
        for place in range(len(model.rows)):
            cast = {}
            for n, key in enumerate(self._keys):
                grade = model.value(place, str(n))
                if grade is not None:
                    cast[ballot_key(key)] = str(grade)
            found.append(cast)
        while found and not found[-1]:
            found.pop()
        return found

    def count(self) -> None:
        """How many there are."""
        found, left = self.ballots(), self._left()
        empty = sum(1 for one in found if not one)
        parts = [f"已录 {len(found)} 张"]
        if empty:
            parts.append(f"其中 {empty} 张一项也没有划（都按弃权）")
        if left is not None:
            parts.append(f"这一组还有 {left} 张待录")
        if not self.group():
            parts = ["各组的票数都是直接填写的；要逐票录入，请先清除票数。"]
        self.said.setText("，".join(parts))

    def save(self) -> None:
        """Write them as one batch."""
        if self._saving or not self.group():
            return
        self._saving = True
        self._desk.ops.act(
            acts.add_ballots, self.group(), owner=self._origin, ballots=self.ballots(),
            source="逐票录入", done=self._done, failed=self._refused,
        )  # fmt: skip

    def _done(self, changes: Any) -> None:
        self._desk.notice(f"已完成：{changes.title}。可以整批撤回。", tone=Tone.GOOD)
        self.accept()

    def _refused(self, error: BaseException) -> bool:
        self._saving = False
        if not isinstance(error, UserError):
            return False
        self.wrong.setText(f"{error.message}{error.advice}")
        self.wrong.show()
        return True


def _line(number: int) -> GridRow:
    return GridRow(str(number), f"第 {number + 1} 张", "", {})


def ask_ballots(desk: Desk, parent: QWidget, data: Counted, group: str = "") -> BallotsDialog:
    """Open the grid of ballots."""
    made = BallotsDialog(desk, parent, data, group)
    made.open()
    return made

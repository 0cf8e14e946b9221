"""A process as a column of steps: what is done and when, what is next and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.desk import theme
from app.desk.widgets import column, named, safe_tip

Index = QModelIndex | QPersistentModelIndex
STEP_ROLE = Qt.ItemDataRole.UserRole + 1


class Way(StrEnum):
    """How a step stands; each has its own shape beside its colour."""

    DONE = "done"
    NEXT = "next"
    LATE = "late"
    AHEAD = "ahead"
    PASSED_OVER = "passed_over"


WORDS = {
    Way.DONE: "已完成",
    Way.NEXT: "下一步",
    Way.LATE: "已逾期",
    Way.AHEAD: "未到",
    Way.PASSED_OVER: "没有登记",
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step: ``when`` at the right (its day), ``note`` in grey below (until when, how many)."""

    key: str
    title: str
    way: Way
    when: str = ""
    note: str = ""


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.steps: list[ShownStep] = []

    def fill(self, steps: Sequence[ShownStep]) -> None:
        """Show these."""
        self.beginResetModel()
        self.steps = list(steps)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.steps):
            return None
        one = self.steps[index.row()]
        if role == STEP_ROLE:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title
        said = f"{one.title} {WORDS[one.way]} {one.when} {one.note}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said
        return safe_tip(said) if role == Qt.ItemDataRole.ToolTipRole else None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        one = index.data(STEP_ROLE)
        return QSize(theme.px(80), theme.px(42 if isinstance(one, ShownStep) and one.note else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(STEP_ROLE)
        if not isinstance(one, ShownStep):
            return
        c, box = theme.colours(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(c.chosen))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(c.hover))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(box.left() + theme.px(20), box.top() + theme.px(15))
        painter.setPen(QPen(QColor(c.line_strong), theme.px(2)))
        first, last = index.row() == 0, index.row() == index.model().rowCount() - 1
        if not first:
            painter.drawLine(QPointF(middle.x(), box.top()), middle)
        if not last:
            painter.drawLine(middle, QPointF(middle.x(), box.bottom() + 1))
        _mark(painter, one.way, middle)
        painter.restore()
        _words(painter, option, one, box)


def _mark(painter: QPainter, way: Way, middle: QPointF) -> None:
    """A full disc with a tick, a ring, a disc with a stroke, a small dot, a dash."""
    c = theme.colours()
    ink = {Way.DONE: c.good, Way.NEXT: c.info, Way.LATE: c.bad}.get(way, c.faint)
    radius = theme.px(8 if way in (Way.DONE, Way.NEXT, Way.LATE) else 5)
    full = way in (Way.DONE, Way.LATE)
    painter.setPen(QPen(QColor(ink), theme.px(2)))
    painter.setBrush(QColor(ink if full else c.card))
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(QPen(QColor(c.card if full else ink), theme.px(2)))
    unit = theme.px(1)
    if way is Way.DONE:
        corner = middle + QPointF(-unit, 3 * unit)
        painter.drawLine(middle + QPointF(-4 * unit, 0), corner)
        painter.drawLine(corner, middle + QPointF(4 * unit, -3 * unit))
    elif way is Way.LATE:
        painter.drawLine(middle + QPointF(0, -4 * unit), middle + QPointF(0, unit))
        painter.drawPoint(middle + QPointF(0, 4 * unit))
    elif way is Way.PASSED_OVER:
        painter.drawLine(middle + QPointF(-2 * unit, 0), middle + QPointF(2 * unit, 0))


def _words(painter: QPainter, option: QStyleOptionViewItem, one: ShownStep, box: QRect) -> None:
    c = theme.colours()
    flags = int(Qt.TextFlag.TextSingleLine) | int(Qt.AlignmentFlag.AlignVCenter)
    inner = box.adjusted(theme.px(40), 0, -theme.px(12), 0)
    line = QRect(inner.left(), inner.top() + theme.px(4), inner.width(), theme.px(22))
    font = option.font
    font.setBold(one.way in (Way.NEXT, Way.LATE))
    painter.setFont(font)
    when = one.when or (WORDS[one.way] if one.way is not Way.AHEAD else "")
    wide = option.fontMetrics.horizontalAdvance(when) + theme.px(8)
    painter.setPen(QColor(c.muted))
    painter.drawText(line, flags | int(Qt.AlignmentFlag.AlignRight), when)
    tone = {Way.AHEAD: c.muted, Way.PASSED_OVER: c.muted, Way.LATE: c.bad}.get(one.way, c.ink)
    painter.setPen(QColor(tone))
    left = line.adjusted(0, 0, -wide, 0)
    fitting = option.fontMetrics.elidedText(one.title, Qt.TextElideMode.ElideRight, left.width())
    painter.drawText(left, flags, fitting)
    if not one.note:
        return
    font.setBold(False)
    painter.setFont(font)
    painter.setPen(QColor(c.bad if one.way is Way.LATE else c.muted))
    below = QRect(inner.left(), line.bottom() - theme.px(3), inner.width(), theme.px(18))
    text = option.fontMetrics.elidedText(one.note, Qt.TextElideMode.ElideRight, below.width())
    painter.drawText(below, flags, text)


class Stepper(QFrame):
    """The steps in order.

    Signals:
        opened: key of a step that was double-clicked or entered.
    """

    opened = Signal(str)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        lines = column(self, space=0)
        self.model = _Model()
        self.view = QListView()
        named(self.view, name, spoken)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.activated.connect(lambda at: self.opened.emit(self.model.steps[at.row()].key))
        lines.addWidget(self.view)

    def show_steps(self, steps: Sequence[ShownStep]) -> None:
        """Show these steps; the cursor stands on the next one."""
        self.model.fill(steps)
        ahead = next((n for n, s in enumerate(steps) if s.way in (Way.NEXT, Way.LATE)), None)
        if ahead is not None:
            self.view.setCurrentIndex(self.model.index(ahead))

    def steps(self) -> list[ShownStep]:
        """What is shown."""
        return list(self.model.steps)

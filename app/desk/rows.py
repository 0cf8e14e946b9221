"""A short list inside a record's tab: two lines a row, a status at the right, buttons above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.base.home import Target
from app.base.lists import Status
from app.desk import theme
from app.desk.empty import Empty
from app.desk.widgets import Elided, button, chip_width, column, draw_chip, named, row, safe_tip

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row: two lines, a status or a number at the right, and what it stands for."""

    id: str
    title: str
    note: str = ""
    status: Status | None = None
    value: str = ""
    target: Target | None = None
    data: Any = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A button above the rows. ``fits`` says whether it applies to the row under the cursor; None:
    it needs none."""

    key: str
    title: str
    run: Callable[[Row | None], object]
    fits: Callable[[Row], bool] | None = None
    acts: bool = True
    made: list[QPushButton] = field(default_factory=list)


class RowModel(QAbstractListModel):
    """The rows; thousands cost no more than what is seen of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        one = self.rows[index.row()]
        if role == ROW_ROLE:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            word = one.status.word if one.status else one.value
            return f"{one.title} {one.note} {word}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(f"{one.title}\n{one.note}".strip())
        return None


class _RowDelegate(QStyledItemDelegate):
    tall = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(50 if self.tall else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ROW_ROLE)
        if not isinstance(one, Row):
            return
        c, box = theme.colours(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(c.chosen))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(c.hover))
        painter.setPen(QColor(c.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(theme.px(12), theme.px(4), -theme.px(10), -theme.px(4))
        height = inner.height() // 2 if one.note else inner.height()
        first = inner.adjusted(0, 0, 0, height - inner.height())
        right = 0
        flags = int(Qt.TextFlag.TextSingleLine) | int(Qt.AlignmentFlag.AlignVCenter)
        if one.status is not None and one.status.word:
            painter.setFont(option.font)
            view = self.parent()
            wide = chip_width(view, one.status.word) if isinstance(view, QListView) else 80
            tall = theme.px(22)
            top = first.center().y() - tall / 2 + 1
            draw_chip(painter, QRectF(inner.right() - wide, top, wide, tall), one.status)
            right = wide + theme.px(8)
        elif one.value:
            painter.setFont(theme.font(14))
            painter.setPen(QColor(c.ink))
            painter.drawText(first, flags | int(Qt.AlignmentFlag.AlignRight), one.value)
            right = painter.fontMetrics().horizontalAdvance(one.value) + theme.px(10)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(c.ink))
        self._text(painter, first.adjusted(0, 0, -right, 0), flags, one.title)
        if one.note:
            painter.setFont(theme.font(13))
            painter.setPen(QColor(c.muted))
            self._text(painter, inner.adjusted(0, height, 0, 0), flags, one.note)

    def _text(self, painter: QPainter, box: Any, flags: int, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags | int(Qt.AlignmentFlag.AlignLeft), shown)


class _Rows(QListView):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)


class RowList(QFrame):
    """Rows with their buttons.

    Signals:
        opened: the ``Row`` entered with Enter or a double click.
    """

    opened = Signal(object)

    def __init__(
        self, name: str, title: str, purpose: str, chips: Sequence[Chip] = (), *, card: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        if card:
            self.setProperty("card", "true")
        self._chips, self._past = tuple(chips), False
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=6, margins=(10, 6, 10, 6))
        self.said = Elided("", "muted")
        line.addWidget(self.said, 1)
        for which in self._chips:
            made = button(f"{name}_{which.key}", which.title, kind="chip")
            made.clicked.connect(lambda _c=False, w=which: w.run(self.current()))
            which.made.append(made)
            line.addWidget(made)
        lines.addWidget(bar)
        self.rows = _Rows()
        named(self.rows, f"{name}_rows", title)
        self._delegate = _RowDelegate(self.rows)
        self.rows.setItemDelegate(self._delegate)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setMouseTracking(True)
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setUniformItemSizes(True)
        self.model = RowModel()
        self.rows.setModel(self.model)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(Empty(name, title, purpose))
        lines.addWidget(self._stack, 1)
        self.rows.selectionModel().currentChanged.connect(lambda *_: self._adapt())
        self.rows.doubleClicked.connect(lambda _i: self._open())
        self.rows.entered.connect(self._open)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Row], said: str = "", past: bool = False) -> None:
        """Show these rows; ``past``: nothing may be done to them."""
        held = self.current()
        self._past = past
        self._delegate.tall = any(one.note for one in rows)
        self.model.fill(rows)
        if held is not None:
            self.select(held.id)
        self.said.setText(said or (f"{len(rows):,} 条" if rows else ""))
        self._stack.setCurrentIndex(0 if rows else 1)
        self._adapt()

    def count(self) -> int:
        """How many rows there are."""
        return self.model.rowCount()

    def current(self) -> Row | None:
        """The row under the cursor."""
        found = self.rows.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, Row) else None

    def select(self, record: str) -> None:
        """Put the cursor on a row."""
        for place, one in enumerate(self.model.rows):
            if one.id == record:
                self.rows.setCurrentIndex(self.model.index(place))

    def _open(self) -> None:
        one = self.current()
        if one is not None:
            self.opened.emit(one)

    def _adapt(self) -> None:
        one = self.current()
        for which in self._chips:
            fits = which.fits is None or (one is not None and which.fits(one))
            for made in which.made:
                made.setEnabled(fits and not (self._past and which.acts))

"""How a cell of a list is painted: one line of text, numbers at the right, a status as a chip."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.base.lists import Status
from app.base.marking import marked
from app.desk import theme
from app.desk.table import VALUE_ROLE
from app.desk.widgets import draw_chip

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints rows of a list; the look follows the theme, not the platform."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = QColor()
        self._ink = QColor()
        self._faint = QColor()
        self._chosen = QColor()
        self._hover = QColor()
        self.adopt()

    def adopt(self) -> None:
        """Take the colours in force."""
        c = theme.colours()
        self._line, self._ink, self._faint = QColor(c.line), QColor(c.ink), QColor(c.faint)
        self._chosen, self._hover = QColor(c.chosen), QColor(c.hover)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(35))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._chosen)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, self._hover)
        painter.setPen(self._line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        pad = theme.px(8)
        value = index.data(VALUE_ROLE)
        if isinstance(value, Status) and value.word:
            self._chip(painter, QRectF(box), value, option)
            return
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        painter.setFont(option.font)
        painter.setPen(self._faint if text in ("—", "…") else self._ink)
        inner = box.adjusted(pad, 0, -pad, 0)
        metrics = option.fontMetrics
        if metrics.horizontalAdvance(text) > inner.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(inner, int(side) | int(Qt.TextFlag.TextSingleLine), text)

    def _chip(
        self, painter: QPainter, box: QRectF, value: Status, option: QStyleOptionViewItem
    ) -> None:
        painter.save()
        metrics = option.fontMetrics
        wide = metrics.horizontalAdvance(value.word) * 13 / 14 + theme.px(30)
        height = theme.px(22)
        chip = QRectF(
            box.left() + theme.px(6),
            box.center().y() - height / 2,
            min(wide, box.width() - theme.px(10)),
            height,
        )
        draw_chip(painter, chip, value)
        painter.restore()


QUERY_ROLE = Qt.ItemDataRole.UserRole + 1
"""What was searched for: where the title holds it, it is marked."""


class TwoLineDelegate(QStyledItemDelegate):
    """A row of a popup: a title, and a grey note after it on the same line if there is room."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(100), theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = theme.colours()
        box = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(c.chosen))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(c.hover))
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        painter.setFont(option.font)
        title = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        note = str(index.data(Qt.ItemDataRole.UserRole) or "")
        metrics = option.fontMetrics
        room = inner.width()
        wanted = metrics.horizontalAdvance(title)
        most = room if not note else max(min(wanted, room), room * 6 // 10)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, most)
        self._mark(painter, inner, shown, metrics, str(index.data(QUERY_ROLE) or ""))
        painter.setPen(QColor(c.ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)
        left = room - metrics.horizontalAdvance(shown) - theme.px(12)
        if note and left > theme.px(24):
            painter.setPen(QColor(c.muted))
            painter.drawText(
                inner,
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
                | int(Qt.TextFlag.TextSingleLine),
                metrics.elidedText(note, Qt.TextElideMode.ElideRight, left),
            )

    def _mark(
        self, painter: QPainter, box: QRect, text: str, metrics: QFontMetrics, query: str
    ) -> None:
        """A tinted ground and a line below what was found: not by colour alone."""
        c = theme.colours()
        for first, after in marked(text, query) if query else ():
            left = box.left() + metrics.horizontalAdvance(text[:first])
            wide = metrics.horizontalAdvance(text[first:after])
            top = box.center().y() - metrics.height() // 2
            ground = QColor(c.accent)
            ground.setAlpha(36)
            painter.fillRect(QRect(left, top, wide, metrics.height()), ground)
            line = QRect(left, top + metrics.height() - theme.px(2), wide, theme.px(2))
            painter.fillRect(line, QColor(c.accent))

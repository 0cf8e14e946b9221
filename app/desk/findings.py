"""Findings grouped by rule: how grave, what, on what basis; explained, put off, or jumped to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from app.base.findings import Finding, Severity
from app.base.home import Target
from app.base.lists import Tone
from app.desk import theme
from app.desk.dialogs import ask_reason
from app.desk.empty import Empty
from app.desk.icons import draw_shape
from app.desk.later import later_menu
from app.desk.widgets import Elided, button, column, named, row, safe_tip

NARROW = 560
FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex

WORDS: dict[Severity, tuple[str, Tone]] = {
    Severity.MUST: ("须改正", Tone.BAD),
    Severity.EXPLAIN: ("须说明", Tone.WARN),
    Severity.INFO: ("提示", Tone.INFO),
}


def state_of(finding: Finding, today: date) -> tuple[str, Tone]:
    """The word and tone of a finding as it stands on a day."""
    if finding.put_off and finding.put_off > today.isoformat():
        return f"暂缓到 {finding.put_off}", Tone.IDLE
    if finding.explanation:
        return "已说明", Tone.GOOD
    return WORDS[finding.severity]


class FindingModel(QStandardItemModel):
    """Rules with their findings below them; the gravest rule first."""

    def fill(self, findings: Iterable[Finding], titles: dict[str, str], today: date) -> None:
        """Show these findings. ``titles``: rule code to the rule's name."""
        self.clear()
        order = [Severity.MUST, Severity.EXPLAIN, Severity.INFO]
        groups: dict[tuple[int, str], list[Finding]] = {}
        for finding in findings:
            key = (order.index(finding.severity), finding.rule)
            groups.setdefault(key, []).append(finding)
        for (_grave, rule), members in sorted(groups.items()):
            name = titles.get(rule, rule)
            head = QStandardItem(f"{name}　{len(members)} 条")
            head.setEditable(False)
            head.setData(rule, Qt.ItemDataRole.UserRole)
            for finding in members:
                word, _tone = state_of(finding, today)
                item = QStandardItem(f"{finding.title} {finding.message}".strip())
                item.setEditable(False)
                item.setData(finding, FINDING_ROLE)
                item.setData(f"{word}：{item.text()}", Qt.ItemDataRole.AccessibleTextRole)
                tip = f"{finding.title}\n{finding.message}\n{finding.basis}".strip()
                item.setToolTip(safe_tip(tip))
                head.appendRow(item)
            self.appendRow(head)


class _FindingDelegate(QStyledItemDelegate):
    def __init__(self, view: QTreeView, today: Callable[[], date]) -> None:
        super().__init__(view)
        self._today = today

    def narrow(self) -> bool:
        """Whether name and message need a line each."""
        view = self.parent()
        return isinstance(view, QTreeView) and view.viewport().width() < theme.px(NARROW)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        tall = 74 if self.narrow() else 52
        return QSize(theme.px(100), theme.px(tall if index.data(FINDING_ROLE) else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding = index.data(FINDING_ROLE)
        c, box = theme.colours(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(c.chosen))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(c.hover))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        flags |= int(Qt.TextFlag.TextSingleLine)
        inner = box.adjusted(theme.px(6), 0, -theme.px(8), 0)
        if not isinstance(finding, Finding):
            painter.setFont(theme.font(14, bold=True))
            painter.setPen(QColor(c.ink))
            self._text(painter, inner, flags, str(index.data()))
            return
        painter.setPen(QColor(c.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        word, tone = state_of(finding, self._today())
        ink, _ground = theme.tone_colours(tone)
        side = theme.px(11)
        mark = QRectF(inner.left(), box.top() + theme.px(10), side, side)
        draw_shape(painter, tone, mark, ink)
        left = inner.left() + side + theme.px(7)
        width, height = inner.right() - left, theme.px(22)
        lines = [QRect(left, box.top() + theme.px(5) + n * height, width, height) for n in range(3)]
        painter.setFont(theme.font(13))
        painter.setPen(ink)
        wide = painter.fontMetrics().horizontalAdvance(word) + theme.px(10)
        painter.drawText(lines[0], flags, word)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(c.ink))
        title, message = finding.title, finding.message
        if self.narrow():
            self._text(painter, lines[0].adjusted(wide, 0, 0, 0), flags, title)
            self._text(painter, lines.pop(1), flags, message)
        else:
            text = message if message.startswith(title) else f"{title}　{message}"
            self._text(painter, lines[0].adjusted(wide, 0, 0, 0), flags, text)
        painter.setFont(theme.font(13))
        painter.setPen(QColor(c.muted))
        said = f"说明：{finding.explanation}" if finding.explanation else ""
        basis = f"依据：{finding.basis}" if finding.basis else ""
        self._text(painter, lines[1], flags, "　".join(part for part in (said, basis) if part))

    def _text(self, painter: QPainter, box: Any, flags: int, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, shown)


class _FindingTree(QTreeView):
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class FindingList(QFrame):
    """The list widget that shows findings everywhere.

    Signals:
        went: the ``Target`` of a finding.
        explained: (finding, the clerk's reason).
        put_off: (finding, day) with None to take it back.
    """

    went = Signal(object)
    explained = Signal(object, str)
    put_off = Signal(object, object)

    def __init__(
        self,
        name: str,
        today: Callable[[], date],
        *,
        card: bool = True,
        reports: bool = True,
        none: str = "数据合乎各项规定。改动数据以后会重新审核。",
    ) -> None:
        """``reports``: findings may be explained or put off; ``none``: said if there are none."""
        super().__init__()
        self.name, self._today = name, today
        if card:
            self.setProperty("card", "true")
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=6, margins=(10, 6, 10, 6))
        self.count = Elided("", "muted")
        line.addWidget(self.count, 1)
        self._open = button(f"{name}_open", "前往", self._go, "chip")
        self._explain = button(f"{name}_explain", "说明…", self._ask_explanation, "chip")
        self._later = button(f"{name}_later", "暂缓到…", self._ask_day, "chip")
        for made in (self._open, self._explain, self._later):
            made.setEnabled(False)
            line.addWidget(made)
        self._explain.setVisible(reports)
        self._later.setVisible(reports)
        lines.addWidget(bar)
        self.model = FindingModel(self)
        self.tree = _FindingTree()
        named(self.tree, name, "审核问题")
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setItemDelegate(_FindingDelegate(self.tree, today))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setMouseTracking(True)
        self.tree.setIndentation(theme.px(16))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.activated.connect(lambda _index: self._go())
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._adapt())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(Empty(name, "没有问题", none))
        self._stack.addWidget(Empty(f"{name}_checking", "正在审核", "稍等一下，有问题就列在这里。"))
        lines.addWidget(self._stack, 1)

    def show_findings(
        self,
        findings: Sequence[Finding],
        titles: dict[str, str] | None = None,
        *,
        checked: bool = True,
    ) -> None:
        """Show these findings, grouped by rule; ``checked``: whether these are all."""
        today = self._today()
        self.model.fill(findings, titles or {}, today)
        self.tree.expandAll()
        counts = {s: sum(1 for f in findings if f.severity is s) for s in Severity}
        parts = [f"{WORDS[s][0]} {n}" for s, n in counts.items() if n]
        self.count.setText("　".join(parts) or ("没有问题" if checked else "正在审核"))
        self._stack.setCurrentIndex(0 if findings else 1 if checked else 2)
        self._adapt()

    def current(self) -> Finding | None:
        """The finding under the cursor."""
        found = self.tree.currentIndex().data(FINDING_ROLE)
        return found if isinstance(found, Finding) else None

    def _adapt(self) -> None:
        finding = self.current()
        self._open.setEnabled(finding is not None and bool(finding.kind))
        self._explain.setEnabled(
            finding is not None and finding.severity in (Severity.EXPLAIN, Severity.INFO)
        )
        self._later.setEnabled(finding is not None)

    def _go(self) -> None:
        finding = self.current()
        if finding is not None and finding.kind:
            self.went.emit(Target("", finding.kind, finding.id, finding.field))

    def _ask_explanation(self) -> None:
        finding = self.current()
        if finding is not None:
            ask_reason(
                self.window(),
                f"{self.name}_explanation",
                "上报说明",
                f"{finding.title}　{finding.message}\n"
                "写明为什么属实。说明会随报告打印；数据变了就要重新说明。",
                lambda reason: self.explained.emit(replace(finding), reason),
                first=finding.explanation,
                words="保存说明",
            )

    def _ask_day(self) -> None:
        finding = self.current()
        if finding is None:
            return
        later_menu(
            self._later,
            self.name,
            self._today(),
            lambda day: self.put_off.emit(finding, day),
            put_off=bool(finding.put_off),
        )

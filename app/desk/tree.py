"""A tree read level by level, counts at the right edge, several views of it by tabs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTreeView,
)

from app.base.lists import TreeNode, TreeSource, View
from app.desk import theme
from app.desk.icons import draw_shape
from app.desk.operations import Operations
from app.desk.widgets import column, label, named, safe_tip

Index = QModelIndex | QPersistentModelIndex
NODE_ROLE = Qt.ItemDataRole.UserRole + 1


class _Item:
    __slots__ = ("asked", "children", "node", "number", "parent", "row")

    def __init__(self, node: TreeNode | None, parent: _Item | None, row: int, number: int) -> None:
        self.node, self.parent, self.row, self.number = node, parent, row, number
        self.children: list[_Item] = []
        self.asked = False


class TreeModel(QAbstractItemModel):
    """Nodes of one ``TreeSource``, fetched when they are opened.

    Signals:
        arrived: children of a node (its key, empty for the root) are there.
    """

    arrived = Signal(str)

    def __init__(self, source: TreeSource, ops: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source, self._ops = source, ops
        self._view: View | None = None
        self._root = _Item(None, None, 0, 0)
        self._items: dict[str, _Item] = {}
        self._numbers: dict[int, _Item] = {}
        self._last = 0
        self._generation = 0

    def look(self, view: View) -> None:
        """Read the tree of a day anew."""
        self._view = view
        self._generation += 1
        source = self.source
        self._ops.ask(
            lambda connection: source.children(connection, None, view),
            owner=self,
            done=partial(self._set_root, self._generation),
            slot="root",
        )

    def index_of(self, key: str) -> QModelIndex:
        """Where a node is; invalid if it has not been read."""
        item = self._items.get(key)
        return self.createIndex(item.row, 0, item.number) if item else QModelIndex()

    def node(self, index: Index) -> TreeNode | None:
        """The node at an index."""
        return self._item(index).node

    def children_read(self, key: str) -> bool:
        """Whether the children of a node are there."""
        item = self._items.get(key)
        return item is not None and (bool(item.children) or bool(item.node and item.node.leaf))

    def _item(self, index: Index) -> _Item:
        # An index carries a number, never a pointer: a stale one then finds nothing.
        return self._numbers.get(index.internalId(), self._root) if index.isValid() else self._root

    # Qt's own names

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        held = self._item(parent).children
        if column == 0 and 0 <= row < len(held):
            return self.createIndex(row, 0, held[row].number)
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = self._item(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above.number)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._item(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        item = self._item(parent)
        if item.asked or item.node is None:
            return bool(item.children)
        return not item.node.leaf

    def canFetchMore(self, parent: Index) -> bool:
        item = self._item(parent)
        return item.node is not None and not item.node.leaf and not item.asked

    def fetchMore(self, parent: Index) -> None:
        item = self._item(parent)
        if item.asked or item.node is None or self._view is None:
            return
        item.asked = True
        source, key, view = self.source, item.node.key, self._view
        self._ops.ask(
            lambda connection: source.children(connection, key, view),
            owner=self,
            done=partial(self._set_children, self._generation, key),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._item(index).node if index.isValid() else None
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.title}，{self.source.counts} {node.count}" if node.count else node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            counted = f"\n{self.source.counts}：{node.count}" if node.count else ""
            return safe_tip(node.title + counted)
        if role == NODE_ROLE:
            return node
        return None

    def _set_root(self, generation: int, nodes: Sequence[TreeNode]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._items.clear()
        self._numbers.clear()
        self._root = _Item(None, None, 0, 0)
        self._root.asked = True
        self._hang(self._root, nodes)
        self.endResetModel()
        self.arrived.emit("")

    def _set_children(self, generation: int, key: str, nodes: Sequence[TreeNode]) -> None:
        item = self._items.get(key)
        if generation != self._generation or item is None or item.children:
            return
        if nodes:
            self.beginInsertRows(self.createIndex(item.row, 0, item.number), 0, len(nodes) - 1)
            self._hang(item, nodes)
            self.endInsertRows()
        self.arrived.emit(key)

    def _hang(self, item: _Item, nodes: Sequence[TreeNode]) -> None:
        for place, node in enumerate(nodes):
            self._last += 1
            made = _Item(node, item, place, self._last)
            item.children.append(made)
            self._items[node.key] = made
            self._numbers[made.number] = made


class NodeDelegate(QStyledItemDelegate):
    """Name at the left, count at the right edge."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = index.data(NODE_ROLE)
        if not isinstance(node, TreeNode):
            return
        c, box = theme.colours(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        whole = box.adjusted(-box.left(), 0, 0, 0)
        if chosen:
            painter.fillRect(whole, QColor(c.chosen))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(whole, QColor(c.hover))
        inner = box.adjusted(theme.px(4), 0, -theme.px(8), 0)
        painter.setFont(theme.font(13))
        metrics = painter.fontMetrics()
        flags = int(Qt.TextFlag.TextSingleLine) | int(Qt.AlignmentFlag.AlignVCenter)
        wide = metrics.horizontalAdvance(node.count)
        painter.setPen(QColor(c.accent_ink if chosen else c.muted))
        painter.drawText(inner, flags | int(Qt.AlignmentFlag.AlignRight), node.count)
        room = inner.adjusted(0, 0, -(wide + theme.px(8)) if wide else 0, 0)
        if node.tone is not None:
            side = theme.px(9)
            mark = QRectF(room.left(), room.center().y() - side / 2, side, side)
            draw_shape(painter, node.tone, mark, theme.tone_colours(node.tone)[0])
            room.adjust(side + theme.px(5), 0, 0, 0)
        painter.setFont(theme.font(14, bold=chosen))
        painter.setPen(QColor(c.accent_ink if chosen else c.ink))
        shown = painter.fontMetrics().elidedText(
            node.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, flags | int(Qt.AlignmentFlag.AlignLeft), shown)


class NodeTree(QTreeView):
    """A tree of ``TreeNode``s (``NODE_ROLE``) without a heading, rows of one height.

    Signals:
        opened: Enter was pressed.
    """

    opened = Signal()

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        named(self, name, spoken)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(NodeDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.measure()
        theme.theme().changed.connect(self.measure)

    def measure(self) -> None:
        """Indentation at the text size in force."""
        self.setIndentation(theme.px(16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        selected = self.selectionModel().isSelected(index)
        if selected:
            painter.fillRect(options.rect, QColor(theme.colours().chosen))
        super().drawRow(painter, options, index)


class TreePane(QFrame):
    """A tree with its views.

    Signals:
        chosen: the ``TreeNode`` under the cursor.
        opened: the ``TreeNode`` entered with Enter or a double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, sources: Sequence[TreeSource], ops: Operations) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.name, self.sources, self._ops = name, tuple(sources), ops
        self._view: View | None = None
        self._way: list[str] = []
        self._open_keys: set[str] = set()
        self._quiet = False
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        self.tabs = QTabBar()
        named(self.tabs, f"{name}_views", "树的视图")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for source in self.sources:
            self.tabs.addTab(source.title)
        self.tabs.setVisible(len(self.sources) > 1)
        lines.addWidget(self.tabs)
        self._said = label("", "small", name=f"{name}_counts")
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._said.setContentsMargins(*(theme.px(n) for n in (8, 4, 10, 2)))
        lines.addWidget(self._said)
        self.tree = NodeTree(name, self.sources[0].title)
        lines.addWidget(self.tree, 1)
        self._again = QTimer(self, singleShot=True, interval=120)
        self._again.timeout.connect(self._read)
        self.model: TreeModel
        self._use(0)
        self.tabs.currentChanged.connect(self._swap)
        self.tree.opened.connect(self._enter)
        self.tree.doubleClicked.connect(lambda _index: self._enter())
        self.tree.expanded.connect(lambda i: self._note(i, True))
        self.tree.collapsed.connect(lambda i: self._note(i, False))

    def look(self, *, day: date, unit: str | None = None) -> None:
        """Show the tree of a day, from a unit down."""
        self._view = View(day, unit)
        self._read()

    def refresh(self, kinds: dict[str, set[str]] | None = None) -> None:
        """Read again if a change may matter; open branches stay open."""
        if kinds is None or self.model.source.kinds & kinds.keys():
            self._again.start()

    def current(self) -> TreeNode | None:
        """The node under the cursor."""
        return self.model.node(self.tree.currentIndex())

    def select(self, kind: str, record: str) -> None:
        """Open the way to a record and put the cursor on it."""
        if self._view is None:
            return
        source, view = self.model.source, self._view
        self._ops.ask(
            lambda connection: list(source.path(connection, kind, record, view)),
            owner=self,
            done=self._follow,
            slot="path",
        )

    def select_key(self, key: str) -> None:
        """Put the cursor on a node that has been read."""
        index = self.model.index_of(key)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def _use(self, place: int) -> None:
        source = self.sources[place]
        self.model = TreeModel(source, self._ops, self)
        self.model.arrived.connect(self._arrived)
        self.tree.setModel(self.model)
        self.tree.selectionModel().currentChanged.connect(self._moved)
        self._said.setText(source.counts)
        self._said.setVisible(bool(source.counts))

    def _swap(self, place: int) -> None:
        self._open_keys.clear()
        held = self.current()
        old = self.model
        self._use(place)
        old.deleteLater()
        self._read()
        if held is not None and held.id:
            self.select(held.kind, held.id)

    def _read(self) -> None:
        if self._view is not None:
            held = self.current()
            self._way = self._way or ([held.key] if held else [])
            self.model.look(self._view)

    def _arrived(self, key: str) -> None:
        if not key and self.model.rowCount() == 1:
            self.tree.expand(self.model.index(0, 0))
        for item in list(self._open_keys):
            index = self.model.index_of(item)
            if index.isValid() and not self.tree.isExpanded(index):
                self._quiet = True
                self.tree.expand(index)
                self._quiet = False
        if self._way:
            self._follow(self._way)

    def _follow(self, way: list[str]) -> None:
        """Expand along a path as far as it has been read; the rest when it arrives."""
        self._way = list(way)
        while self._way:
            index = self.model.index_of(self._way[0])
            if not index.isValid():
                return
            if len(self._way) == 1:
                self._way = []
                self.tree.setCurrentIndex(index)
                self.tree.scrollTo(index)
                return
            self._way.pop(0)
            self.tree.expand(index)
            if self.model.canFetchMore(index):
                self.model.fetchMore(index)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        node = self.model.node(now)
        if node is not None:
            self.chosen.emit(node)

    def _enter(self) -> None:
        node = self.current()
        if node is None:
            return
        index = self.tree.currentIndex()
        if not node.leaf:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
        self.opened.emit(node)

    def _note(self, index: QModelIndex, on: bool) -> None:
        node = self.model.node(index)
        if node is None or self._quiet:
            return
        if on:
            self._open_keys.add(node.key)
        else:
            self._open_keys.discard(node.key)

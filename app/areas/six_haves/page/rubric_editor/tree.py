"""The parts of a rubric as a tree: sections with their items, points beside them, sums below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QPushButton

from app.base.lists import Tone, TreeNode
from app.desk.tree import NODE_ROLE, NodeTree
from app.desk.widgets import button, column, label, restyle, row, safe_tip

from ...rules.conditions import plain
from ...rules.draft import Draft, Fault
from ...rules.rubric import OBJECTS, UNCOUNTED

WHOLE, SECTION, ITEM = "whole", "section", "item"
Where = tuple[str, str]
"""What is chosen: the rubric as a whole, a section (its key), an item (its place)."""
NAME = "rubric_parts"
_SHORT = {"veto": "否决", "bonus": "加分", "class_all": "分类"}


class PartsTree(QFrame):
    """The tree with its buttons and sums.

    Signals:
        chosen: ``Where`` the cursor is.
        wanted: a button was pressed: add_item, add_section, copy, up, down, remove, back.
        next_fault: the next thing that is wrong is wanted.
    """

    chosen = Signal(object)
    wanted = Signal(str)
    next_fault = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(NAME)
        self.setProperty("card", "true")
        self._quiet = False
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        lines.addWidget(self._bar())
        self.model = QStandardItemModel(self)
        self.tree = NodeTree(f"{NAME}_tree", "评分标准的各部分")
        self.tree.setModel(self.model)
        self.tree.selectionModel().currentChanged.connect(self._moved)
        for keys, act in (("Alt+Up", "up"), ("Alt+Down", "down")):
            shortcut = QShortcut(QKeySequence(keys), self.tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.buttons[act].click)
        lines.addWidget(self.tree, 1)
        foot = QFrame()
        foot.setProperty("bar", "actions")
        inner = column(foot, space=2, margins=(12, 8, 12, 8))
        self.sums = label("", "small", wrap=True, name=f"{NAME}_sums")
        inner.addWidget(self.sums)
        last = row(space=8)
        self.said = label("", "strong", wrap=True, name=f"{NAME}_said")
        last.addWidget(self.said, 1)
        self.next = button(f"{NAME}_next", "看下一处", self.next_fault.emit, "link")
        last.addWidget(self.next)
        inner.addLayout(last)
        lines.addWidget(foot)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "inner")
        lines = column(bar, space=6, margins=(8, 6, 8, 6))
        self.buttons: dict[str, QPushButton] = {}
        for keys in (
            (("add_item", "新增评分项", ""), ("add_section", "新增大项", ""),
             ("back", "撤回上一步", "撤回最近一次新增、移动、复制或删除")),
            (("copy", "复制", ""), ("up", "上移", "Alt+↑"), ("down", "下移", "Alt+↓"),
             ("remove", "删除", "")),
        ):  # fmt: skip
            line = row(space=6)
            for key, words, help in keys:
                press: Callable[[], object] = partial(self.wanted.emit, key)
                self.buttons[key] = button(f"{NAME}_{key}", words, press, "chip", help=help)
                line.addWidget(self.buttons[key])
            line.addStretch(1)
            lines.addLayout(line)
        return bar

    # what is shown

    def show_draft(self, draft: Draft, faults: Sequence[Fault]) -> None:
        """Build it anew; the cursor stays."""
        held = self.where()
        folded = self._folded()
        self._quiet = True
        self.model.clear()
        self.model.appendRow(QStandardItem())
        for key, _title in draft.sections:
            head = QStandardItem()
            for one in draft.items:
                if one["section"] == key:
                    head.appendRow(QStandardItem())
            self.model.appendRow(head)
        self.tell(draft, faults)
        self.tree.expandAll()
        for index in self._heads():
            if self._where(index) in folded:
                self.tree.collapse(index)
        self._quiet = False
        self.select(held if held is not None else (WHOLE, ""))

    def tell(self, draft: Draft, faults: Sequence[Fault]) -> None:
        """Write what stands in the nodes, as it is now."""
        wrong = {fault.item for fault in faults}
        title = str(draft.head.get("title") or "")
        self._write(self.model.item(0), WHOLE, "", f"总则　{title}", "", None in wrong)
        place = 0
        for number, (key, name) in enumerate(draft.sections, 1):
            head = self.model.item(number)
            points = draft.section_points(key)
            self._write(head, SECTION, key, name, f"{plain(points)} 分" if points else "", False)
            for line in range(head.rowCount()):
                one = draft.items[place]
                text = " ".join(str(one.get("text") or "（没有写内容）").split())
                how = str(one.get("how"))
                points = draft.points(place)
                count = _SHORT[how] if how in UNCOUNTED else f"{plain(points)} 分"
                self._write(head.child(line), ITEM, str(place), f"{one.get('id')}　{text}", count,
                            place in wrong)  # fmt: skip
                place += 1
        self._tell_sums(draft, faults)

    def _write(
        self, item: QStandardItem, kind: str, key: str, title: str, count: str, wrong: bool
    ) -> None:
        node = TreeNode(f"{kind}:{key}", kind, key, title, count, kind != SECTION,
                        Tone.BAD if wrong else None)  # fmt: skip
        if item.data(NODE_ROLE) != node:
            item.setData(node, NODE_ROLE)
            item.setText(f"{title} {count}{' 有错' if wrong else ''}")
            item.setToolTip(safe_tip(title))

    def _tell_sums(self, draft: Draft, faults: Sequence[Fault]) -> None:
        full, totals = draft.full(), draft.totals()
        should = "" if full is None else f" / {plain(full)}"
        said = [f"{OBJECTS[key]} {plain(points)}{should} 分" for key, points in totals.items()]
        if len(set(totals.values())) == 1:
            said = [f"各项合计 {plain(next(iter(totals.values())))}{should} 分"]
        self.sums.setText("　".join(said) or "各项不计分")
        count = len(faults)
        self.said.setText(f"还有 {count} 处要改" if count else "没有错，可以保存")
        restyle(self.said, tone=(Tone.BAD if count else Tone.GOOD).value)
        self.next.setVisible(bool(count))
        self.buttons["back"].setEnabled(draft.can_step_back())
        self._adapt()

    # the cursor

    def where(self) -> Where | None:
        """What is chosen."""
        return self._where(self.tree.currentIndex())

    def select(self, where: Where) -> None:
        """Put the cursor there, or on the whole if it is gone."""
        for index in self._every():
            if self._where(index) == where:
                self.tree.setCurrentIndex(index)
                self.tree.scrollTo(index)
                break
        else:
            self.tree.setCurrentIndex(self.model.index(0, 0))
        self._adapt()
        self.chosen.emit(self.where())

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self._adapt()
            self.chosen.emit(self._where(now))

    def _adapt(self) -> None:
        where = self.where()
        part = where is not None and where[0] != WHOLE
        for key in ("copy", "up", "down", "remove"):
            self.buttons[key].setEnabled(part)

    @staticmethod
    def _where(index: QModelIndex) -> Where | None:
        node = index.data(NODE_ROLE)
        return (node.kind, node.id) if isinstance(node, TreeNode) else None

    def _heads(self) -> list[QModelIndex]:
        return [self.model.index(n, 0) for n in range(self.model.rowCount())]

    def _every(self) -> list[QModelIndex]:
        found = []
        for head in self._heads():
            found.append(head)
            found += [self.model.index(n, 0, head) for n in range(self.model.rowCount(head))]
        return found

    def _folded(self) -> set[Where | None]:
        return {
            self._where(index)
            for index in self._heads()
            if self.model.hasChildren(index) and not self.tree.isExpanded(index)
        }

"""A page of records: lists in the middle, at the right the detail of one or a form."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from app.base.home import Target
from app.desk import theme
from app.desk.editor import Editor
from app.desk.empty import Empty
from app.desk.form_spec import FormSpec
from app.desk.page import Desk, Page
from app.desk.panes import Panes
from app.desk.record_detail import RecordDetail
from app.desk.roomy import Stack
from app.desk.widgets import card, column

WIDE = 448
"""Width of the right pane while a form is open."""


class RecordPage(Page):
    """What the pages of records share: the right pane, its forms, the cursor's record.

    Attributes:
        editor: the form beside the list.
        details: kind → its detail, made when the first record of the kind is shown.
        right: nothing, a detail or the form.
        panes: list and right pane; set by ``build_panes``.
    """

    panes: Panes

    def __init__(self, desk: Desk, name: str, nothing: str) -> None:
        """``nothing``: where a record is chosen, one sentence."""
        super().__init__(desk)
        self.name = name
        self.setObjectName(f"page_{name}")
        self._target: Target | None = None
        self._usual = 0
        self.editor = Editor(desk)
        self.details: dict[str, RecordDetail] = {}
        self.right = Stack()
        self.right.setObjectName(f"{name}_right")
        self._nothing = card()
        inner = column(self._nothing, margins=(1, 1, 1, 1))
        inner.addWidget(Empty(f"{name}_record", "还没有选中记录", nothing))
        self.right.addWidget(self._nothing)
        self.right.addWidget(self.editor)
        self._moving = QTimer(self, singleShot=True, interval=90)
        self._moving.timeout.connect(self._show_chosen)
        self._wanted = ("", "")
        self.editor.saved.connect(self._saved)
        self.editor.left.connect(self.form_left)
        main = QShortcut(QKeySequence("Ctrl+N"), self)
        main.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        main.activated.connect(self.main_act)

    # what an area says

    def make_detail(self, kind: str) -> RecordDetail:
        """The detail of a kind of record."""
        raise NotImplementedError

    def edit_form(self, found: Any) -> FormSpec | None:
        """The form of 编辑 of the card shown; None where there is none."""
        raise NotImplementedError

    def main_act(self) -> None:
        """The main act of what is up (Ctrl+N)."""

    def bring_records(self) -> None:
        """Bring list and right pane up, whatever else took the page."""

    def show_in_list(self, kind: str, record: str, new: bool) -> None:
        """Put the cursor of the list on a record that was saved; ``new``: it was not edited."""

    def open_at(self, detail: RecordDetail, target: Target) -> None:
        """Open the field of a record that somebody wants to fill in."""

    # building

    def build_panes(
        self, middle: QWidget, tree: QWidget | None = None, *, widths: tuple[int, int, int]
    ) -> Panes:
        """The panes; ``widths`` of tree, list and right pane at 100 %."""
        self._usual = widths[2]
        self.panes = Panes(self.name, middle, self.right, tree, widths=widths)
        return self.panes

    # the shell's side

    def edit(self) -> None:
        """F2."""
        detail = self.detail()
        if self.editor.is_open() or detail is None or detail.card is None or self.desk.is_past:
            return
        spec = self.edit_form(detail.card)
        if spec is not None:
            self.open_form(spec)

    def save(self) -> None:
        """Ctrl+S."""
        if self.editor.is_open():
            self.editor.save()

    def back(self) -> bool:
        """Esc: out of the form, the detail."""
        if self.editor.is_open():
            self.editor.leave()
            return True
        return self.panes.back()

    def is_dirty(self) -> bool:
        """Whether a form holds something unsaved."""
        return self.editor.is_dirty()

    def conceal(self) -> None:
        """Mask what was revealed."""
        for detail in self.details.values():
            detail.conceal()

    # records

    def detail(self) -> Any:
        """The detail that is up, or that of the record last chosen."""
        shown = self.right.currentWidget()
        if isinstance(shown, RecordDetail):
            return shown
        return next((d for d in self.details.values() if d.record() == self._wanted[1]), None)

    def show_record(self, kind: str, record: str) -> None:
        """Show a record at the right; an open form with something typed stays."""
        if self.editor.is_open():
            detail = self.details.get(kind)
            same = detail is not None and detail.record() == record
            if same or self.editor.is_dirty():
                return
            self.editor.close_form()
            self.narrow_right()
        made = self.made(kind)
        made.show_record(record)
        self.right.setCurrentWidget(made)

    def made(self, kind: str) -> RecordDetail:
        """The detail of a kind, made when first asked for."""
        if kind not in self.details:
            made = self.make_detail(kind)
            made.went.connect(self.jump)
            made.arrived.connect(partial(self._arrived, made))
            self.details[kind] = made
            self.right.addWidget(made)
        return self.details[kind]

    def record_chosen(self, kind: str, record: str) -> None:
        """The cursor of a list stands on a record; it is shown once the cursor rests."""
        if record:
            self._wanted = (kind, record)
            self._moving.start()

    def record_opened(self, kind: str, record: str) -> None:
        """A record was entered."""
        self._moving.stop()
        self._wanted = (kind, record)
        self.show_record(kind, record)
        self.panes.show_detail()

    def show_target(self, kind: str, target: Target) -> None:
        """Show a record that somebody wants to see, at its field if one is named."""
        if target.field or target.view == "edit":
            self._target = target
        self.record_opened(kind, target.id)

    def show_nothing(self) -> None:
        """No record is chosen."""
        if not self.editor.is_open():
            self._moving.stop()
            self._wanted = ("", "")
            self.right.setCurrentWidget(self._nothing)

    def _show_chosen(self) -> None:
        kind, record = self._wanted
        if record:
            self.show_record(kind, record)

    def _arrived(self, detail: RecordDetail, found: Any) -> None:
        if found is None:
            if self.right.currentWidget() is detail:
                self.right.setCurrentWidget(self._nothing)
            return
        target = self._target
        if target is not None and target.id == found.id:
            self._target = None
            self.open_at(detail, target)

    # forms

    def open_form(self, spec: FormSpec) -> None:
        """Show a form at the right."""
        if not self.may_act():
            return
        self.editor.open(spec)
        self.right.setCurrentWidget(self.editor)
        self.bring_records()
        self._set_width(WIDE)
        self.panes.show_detail()

    def may_act(self) -> bool:
        """Whether something new can be begun; says why not."""
        if self.desk.is_past:
            self.desk.notice("查看的是过去的日期，只读。", "要登记或改动，请先回到今天。")
            return False
        if self.editor.is_dirty():
            self.desk.notice("正在填写的内容还没有保存。", "请先保存或取消，再做别的。")
            return False
        return True

    def open_form_at(self, spec: FormSpec, field: str) -> bool:
        """Show a form with the cursor in a field; False if the form does not have it."""
        if not any(f.key == field for f in spec.fields):
            return False
        self.open_form(spec)
        form = self.editor.form
        if form is not None:
            QTimer.singleShot(0, form, lambda: form.focus_on(field))
        return True

    def form_left(self) -> None:
        """The form is gone: the detail again."""
        self.narrow_right()
        detail = self.detail()
        self.right.setCurrentWidget(detail if detail is not None else self._nothing)
        if detail is None:
            self.panes.show_list()
        if self.isVisible():
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Where a record covers the list: the way back, and Tab leads into the record."""
        if self.panes.is_covered():
            self.panes.take_keyboard()
        else:
            super().take_keyboard()

    def _saved(self, spec: FormSpec, record: str) -> None:
        self.narrow_right()
        if record and spec.kind:
            self.show_in_list(spec.kind, record, spec.record != record)
            self._wanted = (spec.kind, record)
            self.show_record(spec.kind, record)
            if self.isVisible():
                self.take_keyboard()
        else:
            self.form_left()

    def narrow_right(self) -> None:
        """The right pane as wide as usual."""
        self._set_width(self._usual)

    def _set_width(self, right: int) -> None:
        split = self.panes.findChild(QSplitter, f"{self.name}_panes")
        if split is None or self.panes.is_narrow():
            return
        *before, middle, last = split.sizes()
        wide = theme.px(right)
        if last < wide or right == self._usual:
            split.setSizes([*before, max(1, middle + last - wide), wide])

"""The page of 组织: tree, lists, detail or form; and the workplaces that take the whole page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget

from app.base.home import Target
from app.base.lists import TreeNode
from app.desk import theme
from app.desk.empty import Empty
from app.desk.page import Desk, Page, PageAction
from app.desk.panes import Panes
from app.desk.tree import TreePane
from app.desk.widgets import card, column
from app.store.notes import reveal

from ..lists.window import names_of
from . import employer_forms, place_forms, union_forms
from .details import RecordDetail
from .editor import Editor
from .exporting import Exporter
from .menu import Menu
from .middle import KIND_OF, LIST_OF, Middle
from .more import open_list_menu, open_more
from .problems import Problems
from .spec import FormSpec
from .trees import PlaceTree, UnionTree
from .union_forms import Maker, read_maker
from .workplace import Workplace

AREA = "organisations"
WIDE = 448
"""Width of the right pane while a form is open."""
USUAL = (212, 556, 374)
_KINDS = {"unions": "union", "coverage": "union"}


class OrganisationsPage(Page):
    """The screens of the area."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setObjectName("page_organisations")
        self._office = Maker(desk.today)
        self._unsaved_target: Target | None = None
        self.problems = Problems(desk, self)
        self.exporter = Exporter(desk, self)
        self.tree = TreePane("organisations_tree_view", (UnionTree(), PlaceTree()), desk.ops)
        self.middle = Middle(desk)
        self.editor = Editor(desk)
        self.details: dict[str, RecordDetail] = {}
        self.right = QStackedWidget()
        self.right.setObjectName("organisations_right")
        box = card()
        inner = column(box, margins=(1, 1, 1, 1))
        inner.addWidget(
            Empty("record", "还没有选中记录", "在左侧的树或中间的名单里选一个，这里就显示它。")
        )
        self._nothing = box
        self.right.addWidget(box)
        self.right.addWidget(self.editor)
        self.panes = Panes("organisations", self.middle, self.right, self.tree, widths=USUAL)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.panes)
        self._workplace: Workplace | None = None
        lines = column(self, space=0, margins=(12, 12, 12, 12))
        lines.addWidget(self.whole)
        self._moving = QTimer(self, singleShot=True, interval=90)
        self._moving.timeout.connect(self._show_chosen)
        self._wanted = ("", "")
        self._connect()

    def _connect(self) -> None:
        self.tree.chosen.connect(self._node_chosen)
        self.tree.opened.connect(lambda _node: self.panes.show_list())
        self.middle.chosen.connect(self._record_chosen)
        self.middle.opened.connect(self._record_opened)
        self.middle.switched.connect(lambda _key: self.actions_changed.emit())
        self.middle.menu_wanted.connect(lambda ids, at: open_list_menu(self, ids, at))
        self.middle.next_wanted.connect(self._next_step)
        self.middle.reveal_wanted.connect(self._reveal)
        self.editor.saved.connect(self._saved)
        self.editor.left.connect(self._form_left)
        main = QShortcut(QKeySequence("Ctrl+N"), self)
        main.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        main.activated.connect(self._main)

    @property
    def workplace(self) -> Workplace:
        """The wide views; made when the first is wanted."""
        if self._workplace is None:
            self._workplace = made = Workplace(self.desk, self.problems)
            made.went.connect(self.jump)
            made.left.connect(self._leave_workplace)
            self.whole.addWidget(made)
        return self._workplace

    def _at_work(self) -> bool:
        """Whether one of the wide views is up."""
        return self._workplace is not None and self.whole.currentWidget() is self._workplace

    # the shell's side

    def page_actions(self) -> Sequence[PageAction]:
        """导入, 导出, and the main act of the list that is up."""
        if self._at_work():
            return ()
        kind, past = self.middle.kind(), self.desk.is_past
        export = PageAction("export", "导出", self._export, help="名单怎么筛选，就怎么导出")
        paper = PageAction("print", "打印", self._print, help="名单怎么筛选，就怎么打印（Ctrl+P）")
        if past:
            today = PageAction("today", "回到今天办理", lambda: self.desk.look_at_day(None), True)
            return [export, paper, today]
        sheet = {"union": "organisations", "employer": "employers"}.get(kind)
        actions = []
        if sheet:
            target = Target("import", view=sheet)
            actions.append(PageAction("import", "导入", lambda: self.desk.go(target)))
        actions += [export, paper]
        if kind != "place":
            actions.append(PageAction("more_acts", "更多 ▾", lambda: open_more(self)))
        titles = {"union": "登记建会", "employer": "新增单位", "place": "新增地点"}
        if self.middle.key() == "uncovered":
            titles["employer"] = "登记建会"
        actions.append(PageAction("main", titles[kind], self._main, main=True, help="Ctrl+N"))
        return actions

    def parts(self) -> Sequence[Callable[[], object]]:
        """The first list."""
        return (self.middle.list,)

    def look(self) -> None:
        """Read everything of the day and unit looked at."""
        desk = self.desk
        if not self._office.root:
            desk.ops.ask(read_maker(desk.today), owner=self, done=self._set_office, slot="root")
        self.tree.look(day=desk.day, unit=desk.unit)
        self.middle.look()
        self.problems.look()
        detail = self.detail()
        if detail is not None:
            detail.again()
        if self._workplace is not None:
            self._workplace.look()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """Refresh once from what an act has touched."""
        self.tree.refresh(kinds)
        self.middle.refresh(kinds)
        self.problems.again()
        detail = self.detail()
        if detail is not None:
            detail.again()
        if self._workplace is not None:
            self._workplace.changed(kinds)

    def jump(self, target: Target) -> None:
        """Show a record, a field of it, or a named view."""
        if target.kind == "figure":
            self.work("figure", code=target.id)
        elif target.view == "missing":
            self.work("missing", kind=target.kind, field=target.field)
        elif target.view == "findings" and not (target.kind in LIST_OF and target.id):
            self.work("findings", rule=target.id if target.kind == "rule" else "")
        else:
            self._jump_to_record(target)

    def save(self) -> None:
        """Ctrl+S."""
        if self._at_work():
            self.workplace.save()
        elif self.editor.is_open():
            self.editor.save()

    def edit(self) -> None:
        """F2."""
        detail = self.detail()
        if self.editor.is_open() or detail is None or detail.card is None or self.desk.is_past:
            return
        self.open_form(self.menu().edit(detail.card))

    def back(self) -> bool:
        """Esc: out of the workplace, the form, the detail."""
        if self._at_work():
            return self.workplace.back()
        if self.editor.is_open():
            self.editor.leave()
            return True
        return self.panes.back()

    def is_dirty(self) -> bool:
        """Whether a form or grid holds something unsaved."""
        grid = self._workplace is not None and self._workplace.is_dirty()
        return self.editor.is_dirty() or grid

    def conceal(self) -> None:
        """Mask what was revealed."""
        self.middle.conceal()
        for detail in self.details.values():
            detail.conceal()

    # records

    def show_record(self, kind: str, record: str) -> None:
        """Show a record at the right; an open form with something typed stays."""
        if self.editor.is_open():
            detail = self.details.get(kind)
            same = detail is not None and detail.record() == record
            if same or self.editor.is_dirty():
                return
            self.editor.close_form()
            self._narrow_right()
        detail = self._made(kind)
        detail.show_record(record)
        self.right.setCurrentWidget(detail)

    def open_form(self, spec: FormSpec) -> None:
        """Show a form at the right."""
        if self.desk.is_past:
            self.desk.notice("查看的是过去的日期，只读。", "要登记或改动，请先回到今天。")
            return
        if self.editor.is_dirty():
            self.desk.notice("正在填写的内容还没有保存。", "请先保存或取消，再做别的。")
            return
        self.editor.open(spec)
        self.right.setCurrentWidget(self.editor)
        self.whole.setCurrentWidget(self.panes)
        self._set_widths(WIDE)
        self.panes.show_detail()

    def maker(self) -> Maker:
        """Makes forms as of today."""
        return replace(self._office, today=self.desk.today)

    def menu(self) -> Menu:
        """Makes the acts of a record."""
        return Menu(
            self.desk, self, self.maker(), self.open_form, self.found_for, self.merge_employers
        )

    def found_for(self, employers: dict[str, str]) -> None:
        """登记建会 of these employers (id → name)."""
        self.open_form(union_forms.found(self.maker(), upper=self.upper(), employers=employers))

    def merge_employers(self, employer: str, _title: str) -> None:
        """合并重复, side by side."""
        self.work("doubles", record=employer)

    def _made(self, kind: str) -> RecordDetail:
        if kind not in self.details:
            made = RecordDetail(kind, self.desk, self.menu(), self.problems)
            made.went.connect(self.jump)
            made.arrived.connect(partial(self._arrived, made))
            self.details[kind] = made
            self.right.addWidget(made)
        return self.details[kind]

    def detail(self) -> RecordDetail | None:
        """The detail that is up, or that of the record last chosen."""
        shown = self.right.currentWidget()
        if isinstance(shown, RecordDetail):
            return shown
        return next((d for d in self.details.values() if d.record() == self._wanted[1]), None)

    def _arrived(self, detail: RecordDetail, found: Any) -> None:
        if found is None:
            if self.right.currentWidget() is detail:
                self.right.setCurrentWidget(self._nothing)
            return
        target = self._unsaved_target
        if target is not None and target.id == found.id:
            self._unsaved_target = None
            self._open_at_field(detail, target)

    def _node_chosen(self, node: TreeNode) -> None:
        held = self.middle.node
        if held is not None and held.key == node.key:
            self.middle.node = node  # the tree was read again and put its cursor back
            return
        self.middle.choose(node)
        if node.id and node.kind in ("union", "place"):
            self._wanted = (node.kind, node.id)
            self._moving.start()

    def _record_chosen(self, kind: str, record: str) -> None:
        if record:
            self._wanted = (kind, record)
            self._moving.start()

    def _show_chosen(self) -> None:
        kind, record = self._wanted
        if record:
            self.show_record(kind, record)

    def _record_opened(self, kind: str, record: str) -> None:
        self._moving.stop()
        self._wanted = (kind, record)
        self.show_record(kind, record)
        self.panes.show_detail()

    def _jump_to_record(self, target: Target) -> None:
        kind = _KINDS.get(target.kind, target.kind)
        if kind not in LIST_OF or not target.id:
            if target.view in KIND_OF:
                self.middle.bring(target.view)
            return
        self._leave_workplace()
        self._widen()
        if KIND_OF[self.middle.key()] != kind:
            self.middle.bring(LIST_OF[kind])
        self.middle.list().select(target.id)
        if target.field or target.view == "edit":
            self._unsaved_target = target
        self._wanted = (kind, target.id)
        self.show_record(kind, target.id)
        self.panes.show_detail()
        if target.view == "findings":
            self._made(kind).show_tab("findings")

    def _widen(self) -> None:
        """Let the lists show everything again: what is jumped to may stand anywhere."""
        if self.middle.node is None:
            return
        top = self.tree.model.index(0, 0)
        if top.isValid():
            self.tree.tree.setCurrentIndex(top)

    def _open_at_field(self, detail: RecordDetail, target: Target) -> None:
        found = detail.card
        if found is None or self.desk.is_past or not target.field:
            return
        if found.kind == "union" and target.field == "status":
            if found.values["status"] == "preparing":
                self.open_form(union_forms.approve(self.maker(), found.id))
            return
        if found.kind == "employer" and target.field == "planned_on" and target.view != "edit":
            self.found_for({found.id: found.title})
            return
        spec = self.menu().edit(found)
        if any(f.key == target.field for f in spec.fields):
            self.open_form(spec)
            field, form = target.field, self.editor.form
            if form is not None:
                QTimer.singleShot(0, form, lambda: form.focus_on(field))
        elif target.field.startswith("J"):
            detail.show_tab("readings")

    # forms

    def _saved(self, spec: FormSpec, record: str) -> None:
        self._narrow_right()
        if record and spec.kind:
            if KIND_OF[self.middle.key()] != spec.kind and spec.record != record:
                self.middle.bring(LIST_OF[spec.kind])
            if KIND_OF[self.middle.key()] == spec.kind:
                self.middle.list().select(record)
            self._wanted = (spec.kind, record)
            self.show_record(spec.kind, record)
        else:
            self._form_left()

    def _form_left(self) -> None:
        self._narrow_right()
        detail = self.detail()
        self.right.setCurrentWidget(detail if detail is not None else self._nothing)
        if detail is None:
            self.panes.show_list()

    def _narrow_right(self) -> None:
        self._set_widths(USUAL[2])

    def _set_widths(self, right: int) -> None:
        split = self.panes.findChild(QSplitter, "organisations_panes")
        if split is None or self.panes.is_narrow():
            return
        sizes = split.sizes()
        wide = theme.px(right)
        if sizes[2] < wide or right == USUAL[2]:
            split.setSizes([sizes[0], max(1, sizes[1] + sizes[2] - wide), wide])

    def upper(self) -> tuple[str, str] | None:
        """The union below which a new one is likely to stand."""
        node = self.middle.node
        if node is not None and node.kind == "union" and node.id:
            detail = self.details.get("union")
            found = detail.card if detail is not None else None
            if found is None or found.id != node.id or found.values["type"] != "single":
                return node.id, node.title
        return (self._office.root, self._office.root_name) if self._office.root else None

    def _main(self) -> None:
        """The main act of the list that is up (Ctrl+N)."""
        if self.desk.is_past:
            self.desk.look_at_day(None)
            return
        key = self.middle.key()
        if key == "unions":
            self.found_for({})
        elif key == "uncovered":
            self.found_for_selected()
        elif key == "employers":
            self.open_form(employer_forms.add(self.maker()))
        else:
            node = self.middle.node
            upper = (node.id, node.title) if node is not None and node.kind == "place" else None
            self.open_form(place_forms.add(self.maker(), upper))

    def found_for_selected(self) -> None:
        """登记建会 of the firms selected in the list."""
        ids = self.middle.list().selected()[:200]
        self.desk.ops.ask(
            lambda connection: names_of(connection, "employer", ids),
            owner=self,
            done=self.found_for,
            slot="found_for",
        )

    def _next_step(self, key: str) -> None:
        if key == "places":
            self._main()
        else:
            self.desk.go(Target("import", view="organisations" if key == "unions" else "employers"))

    def _reveal(self, kind: str, record: str, field: str) -> None:
        made = self.middle.list()
        title = next(c.title for c in made.model.columns if c.key == field)
        word = {"union": "工会", "employer": "单位", "place": "地点"}[kind]
        self.desk.ops.act(
            reveal, owner=self, what=f"{word}的{title}", rows=1,
            done=lambda _changes: made.reveal(record, field),
        )  # fmt: skip

    def _export(self) -> None:
        self.exporter.ask(self.middle.list())

    def _print(self) -> None:
        node = self.middle.node
        self.exporter.print(self.middle.list(), node.title if node is not None else "")

    # workplaces

    def heads(self) -> None:
        """批量填人数 of what the list shows."""
        made = self.middle.list()
        self.work("heads", source=made.source, view=made.view(), kind=self.middle.kind())

    def work(self, which: str, **more: Any) -> None:
        """Bring up one of the wide views."""
        if self.editor.is_dirty():
            self.desk.notice("正在填写的内容还没有保存。", "请先保存或取消，再做别的。")
            return
        self.workplace.open(which, **more)
        self.whole.setCurrentWidget(self.workplace)
        self.actions_changed.emit()

    def _leave_workplace(self) -> None:
        self.whole.setCurrentWidget(self.panes)
        self.actions_changed.emit()

    def _set_office(self, found: Maker) -> None:
        self._office = found
        self.middle.set_root(found.root, found.root_name)
        for detail in self.details.values():
            detail.take_menu(self.menu())
        self.middle.look()

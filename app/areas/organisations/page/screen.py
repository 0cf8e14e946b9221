"""The page of 组织: tree, lists, detail or form; and the workplaces that take the whole page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from app.base.home import Target
from app.base.lists import TreeNode
from app.desk.form_spec import FormSpec
from app.desk.page import Desk, PageAction
from app.desk.problems import Problems
from app.desk.record_detail import RecordDetail
from app.desk.record_page import RecordPage
from app.desk.tree import TreePane
from app.desk.widgets import column
from app.store.notes import reveal

from ..checks import run_checks
from ..lists.names import names_of
from . import employer_forms, place_forms, union_forms
from .details import OrganisationDetail
from .exporting import Exporter
from .menu import Menu
from .middle import KIND_OF, LIST_OF, Middle
from .more import more_entries, open_list_menu, open_more
from .reading import figures_of
from .trees import PlaceTree, UnionTree
from .union_forms import Maker, read_maker
from .workplace import Workplace

AREA = "organisations"
USUAL = (212, 556, 374)
_KINDS = {"unions": "union", "coverage": "union"}


class OrganisationsPage(RecordPage):
    """The screens of the area."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, AREA, "在左侧的树或中间的名单里选一个，这里就显示它。")
        self._office = Maker(desk.today)
        self.problems = Problems(desk, partial(run_checks, registry=figures_of(desk.areas)), self)
        self.exporter = Exporter(desk, self)
        self.tree = TreePane("organisations_tree_view", (UnionTree(), PlaceTree()), desk.ops)
        self.middle = Middle(desk)
        self.build_panes(self.middle, self.tree, widths=USUAL)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.panes)
        self._workplace: Workplace | None = None
        lines = column(self, space=0, margins=(12, 12, 12, 12))
        lines.addWidget(self.whole)
        self._connect()

    def _connect(self) -> None:
        self.tree.chosen.connect(self._node_chosen)
        self.tree.opened.connect(lambda _node: self.panes.show_list())
        self.middle.chosen.connect(self.record_chosen)
        self.middle.opened.connect(self.record_opened)
        self.middle.switched.connect(lambda _key: self.actions_changed.emit())
        self.middle.menu_wanted.connect(lambda ids, at: open_list_menu(self, ids, at))
        self.middle.next_wanted.connect(self._next_step)
        self.middle.reveal_wanted.connect(self._reveal)

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
            actions.append(
                PageAction(
                    "more_acts", "更多 ▽", lambda: open_more(self), menu=lambda: more_entries(self)
                )
            )
        titles = {"union": "登记建会", "employer": "新增单位", "place": "新增地点"}
        if self.middle.key() == "uncovered":
            titles["employer"] = "登记建会"
        actions.append(PageAction("main", titles[kind], self.main_act, main=True, help="Ctrl+N"))
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
        if target.area not in ("", AREA) and not target.kind:
            self.desk.go(target)
        elif target.kind == "figure":  # of the office, as of all areas: its records stand elsewhere
            self.desk.go(Target("", "figure", target.id))
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
        else:
            super().save()

    def back(self) -> bool:
        """Esc: out of the workplace, the form, the detail."""
        return self.workplace.back() if self._at_work() else super().back()

    def is_dirty(self) -> bool:
        """Whether a form or grid holds something unsaved."""
        grid = self._workplace is not None and self._workplace.is_dirty()
        return super().is_dirty() or grid

    def conceal(self) -> None:
        """Mask what was revealed."""
        self.middle.conceal()
        super().conceal()

    # records

    def bring_records(self) -> None:
        """Out of the wide views."""
        self.whole.setCurrentWidget(self.panes)

    def edit_form(self, found: Any) -> FormSpec:
        """编辑."""
        return self.menu().edit(found)

    def make_detail(self, kind: str) -> OrganisationDetail:
        """The detail of unions, employers or places."""
        return OrganisationDetail(kind, self.desk, self.menu(), self.problems)

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

    def _node_chosen(self, node: TreeNode) -> None:
        held = self.middle.node
        if held is not None and held.key == node.key:
            self.middle.node = node  # the tree was read again and put its cursor back
            return
        self.middle.choose(node)
        if node.id and node.kind in ("union", "place"):
            self.record_chosen(node.kind, node.id)

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
        self.show_target(kind, target)
        if target.view == "findings":
            self.made(kind).show_tab("findings")

    def _widen(self) -> None:
        """Let the lists show everything again: what is jumped to may stand anywhere."""
        if self.middle.node is None:
            return
        top = self.tree.model.index(0, 0)
        if top.isValid():
            self.tree.tree.setCurrentIndex(top)

    def open_at(self, detail: RecordDetail, target: Target) -> None:
        """The form with the field, or the act that fills it."""
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
        if self.open_form_at(self.menu().edit(found), target.field):
            return
        if target.field.startswith("J"):
            detail.show_tab("readings")

    # forms

    def show_in_list(self, kind: str, record: str, new: bool) -> None:
        """In the list that is up, or for a new record in the list of its kind."""
        if KIND_OF[self.middle.key()] != kind and new:
            self.middle.bring(LIST_OF[kind])
        if KIND_OF[self.middle.key()] == kind:
            self.middle.list().select(record)

    def upper(self) -> tuple[str, str] | None:
        """The union below which a new one is likely to stand."""
        node = self.middle.node
        if node is not None and node.kind == "union" and node.id:
            detail = self.details.get("union")
            found = detail.card if detail is not None else None
            if found is None or found.id != node.id or found.values["type"] != "single":
                return node.id, node.title
        return (self._office.root, self._office.root_name) if self._office.root else None

    def main_act(self) -> None:
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
            self.main_act()
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
            if isinstance(detail, OrganisationDetail):
                detail.take_menu(self.menu())
        self.middle.look()

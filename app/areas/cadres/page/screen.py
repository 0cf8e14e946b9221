"""The page of 干部与换届: its lists as chips, what is chosen at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.areas.members.page.batch_bar import BatchBar
from app.base.home import Target
from app.desk.dialogs import ask_reason
from app.desk.exporting import Exporter
from app.desk.form_spec import FormSpec
from app.desk.lists import ListView
from app.desk.menus import open_menu
from app.desk.page import Desk, PageAction
from app.desk.papers import preview_paper
from app.desk.problems import Problems
from app.desk.record_detail import RecordDetail
from app.desk.record_page import RecordPage
from app.desk.views import Views
from app.desk.widgets import Elided, column, label, named, row
from app.store.notes import reveal

from ..checks import run_checks
from .exporting import CadreExporter
from .menu import Menu
from .parts import Part
from .views import PARTS

AREA = "cadres"
USUAL = (0, 700, 430)


class CadresPage(RecordPage):
    """The screens of the area.

    Attributes:
        menu: makes acts and forms, for details.
        problems: the findings of the area.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, AREA, "在名单里选一个，这里就显示它的机构、任期和任职。")
        self.problems = Problems(desk, run_checks, self)
        self.exporter: Exporter = CadreExporter(desk, self)
        self.menu: Menu = Menu(desk, self, self.open_form)
        self._parts: dict[str, Part] = {part.key: part for part in PARTS}
        self._kinds: dict[str, str] = {}
        for part in PARTS:
            self._kinds.setdefault(part.source.kind, part.key)
        self.lists: dict[str, ListView] = {}
        self.bars: dict[str, BatchBar] = {}
        self._frames: dict[str, QWidget] = {}
        self.views = Views(AREA, [(part.key, part.title) for part in PARTS])
        self.views.chosen.connect(self.bring)
        self.views.give(*(partial(self._frame, part.key) for part in PARTS))
        head = row(space=10)
        head.addWidget(label("干部与换届", "heading", name="cadres_title"))
        head.addWidget(self.views)
        self.said = Elided("", "muted")
        head.addWidget(self.said, 1)
        lines = column(self, space=8, margins=(12, 12, 12, 12))
        lines.addLayout(head)
        lines.addWidget(self.build_panes(self.views.stack, widths=USUAL), 1)

    # lists

    def key(self) -> str:
        """Key of the view that is up."""
        return self.views.front()

    def part(self) -> Part:
        """The view that is up."""
        return self._parts[self.key()]

    def list(self, key: str = "") -> ListView:
        """A list, made when first asked for."""
        self._frame(key or self.key())
        return self.lists[key or self.key()]

    def kind(self) -> str:
        """Kind of the records of the list that is up."""
        return str(self.part().source.kind)

    def _frame(self, key: str) -> QWidget:
        if key not in self._frames:
            part = self._parts[key]
            step = "导入工作簿" if part.sheet else part.main
            made = ListView(
                part.source, self.desk.ops, self.desk.states, next_step=step,
                on_next_step=partial(self._next_step, part) if step else None,
            )  # fmt: skip
            made.chosen.connect(partial(self._chosen, key))
            made.opened.connect(partial(self.record_opened, part.source.kind))
            made.menu_wanted.connect(self._list_menu)
            made.reveal_wanted.connect(self._reveal)
            box = QWidget()
            lines = column(box, space=6)
            lines.addWidget(made, 1)
            self.lists[key], self._frames[key] = made, box
            acts = list(part.batch(self))
            if acts:
                self.bars[key] = BatchBar(f"cadres_{key}", made, acts, self.desk)
                lines.addWidget(self.bars[key])
        return self._frames[key]

    def _chosen(self, key: str, record: str) -> None:
        if key == self.key():
            self.record_chosen(self.kind(), record)

    def bring(self, key: str) -> None:
        """Bring a view up."""
        if key != self.key():
            self.views.bring(key)
            self.show_nothing()
        self.look()
        self.actions_changed.emit()

    # the shell's side

    def parts(self) -> Sequence[Callable[[], object]]:
        """The first list."""
        return (self.list,)

    def look(self) -> None:
        """Read the list that is up on the day and unit looked at."""
        self.list().look(day=self.desk.day, unit=self.desk.unit)
        self.said.setText(self.desk.unit_title)
        self.problems.look()
        self._detail_again()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """Refresh once from what an act has touched."""
        self.list().refresh(kinds)
        self.problems.again()
        self._detail_again()

    def _detail_again(self) -> None:
        detail = self.detail()
        if detail is not None:
            detail.again()

    def conceal(self) -> None:
        """Mask what was revealed."""
        for made in self.lists.values():
            made.conceal()
        super().conceal()

    def page_actions(self) -> Sequence[PageAction]:
        """导入, 导出, 打印, 更多 and the main act of the view that is up."""
        part, as_shown = self.part(), "名单怎么筛选，就怎么"
        out = [
            PageAction("export", "导出", self._export, help=f"{as_shown}导出"),
            PageAction("print", "打印", self._print, help=f"{as_shown}打印（Ctrl+P）"),
        ]
        if self.desk.is_past:
            today = PageAction("today", "回到今天办理", lambda: self.desk.look_at_day(None), True)
            return [*out, today]
        found = list(out)
        if part.sheet:
            to = Target("import", view=part.sheet)
            found.insert(0, PageAction("import", "导入", lambda: self.desk.go(to)))
        if part.more(self):
            found.append(PageAction("more_acts", "更多 ▽", self._more))
        if part.main:
            found.append(PageAction("main", part.main, self.main_act, main=True, help="Ctrl+N"))
        return found

    def jump(self, target: Target) -> None:
        """Show a record, a field of it, or a view."""
        key = self._kinds.get(target.kind)
        if key is not None and target.id:
            if self.key() != key:
                self.bring(key)
            self.list().select(target.id)
            self.show_target(target.kind, target)
            if target.view == "findings":
                self.made(target.kind).show_tab("findings")
        elif target.view in self.views:
            self.bring(target.view)
        elif target.area not in ("", AREA):
            self.desk.go(target)

    # what the kit asks

    def make_detail(self, kind: str) -> RecordDetail:
        """The detail of a kind."""
        return self._parts[self._kinds[kind]].detail(self)

    def edit_form(self, found: Any) -> FormSpec | None:
        """编辑."""
        detail = self.detail()
        if detail is None:
            return None
        return self._parts[self._kinds[detail.kind]].edit(self, found)

    def show_in_list(self, kind: str, record: str, new: bool) -> None:
        """In the list of its kind."""
        del new
        key = self._kinds.get(kind)
        if key is not None and self.key() != key:
            self.bring(key)
        self.list().select(record)

    def open_at(self, detail: RecordDetail, target: Target) -> None:
        """The field of a record that somebody wants to fill in."""
        if detail.card is None or self.desk.is_past or not target.field:
            return
        spec = self._parts[self._kinds[detail.kind]].at(self, detail.card, target.field)
        if spec is not None:
            self.open_form(spec)
            return
        spec = self.edit_form(detail.card)
        if spec is not None:
            self.open_form_at(spec, target.field)

    def main_act(self) -> None:
        """What the view that is up is for."""
        if self.desk.is_past:
            self.desk.look_at_day(None)
            return
        spec = self.part().start(self)
        if spec is not None:
            self.open_form(spec)

    def union(self) -> tuple[str, str] | None:
        """The union of the record shown, else the unit looked at: a new record most likely
        belongs there."""
        detail = self.detail()
        card = detail.card if detail is not None else None
        union: tuple[str, str] | None = getattr(card, "union", None)
        if union is not None:
            return union
        return (self.desk.unit, self.desk.unit_title) if self.desk.unit else None

    def _more(self) -> None:
        open_menu(self, AREA, "更多", list(self.part().more(self)))

    def _next_step(self, part: Part) -> None:
        if part.sheet:
            self.desk.go(Target("import", view=part.sheet))
        elif not self.desk.is_past:
            self.main_act()

    # lists: menus, masked cells, paper

    def _list_menu(self, ids: Sequence[str], at: QPoint) -> None:
        detail = self.detail()
        if detail is None or detail.card is None or len(ids) != 1 or detail.record() != ids[0]:
            return
        menu = QMenu(self)
        named(menu, "cadres_list_menu", "对所选记录")
        for which in detail.acts_of(detail.card):
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.setEnabled(not self.desk.is_past)
            entry.triggered.connect(lambda _c=False, run=which.run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _reveal(self, record: str, field: str) -> None:
        made = self.list()
        title = next(c.title for c in made.model.columns if c.key == field)
        ask_reason(
            self.window(), "reveal", f"显示完整的{title}？",
            "请写明原因。谁在什么时候因为什么看过，会记入操作记录。",
            lambda reason: self.desk.ops.act(
                reveal, owner=self, what=f"干部的{title}", rows=1, reason=reason,
                done=lambda _changes: made.reveal(record, field),
            ),
            words="显示",
        )  # fmt: skip

    def _export(self) -> None:
        self.exporter.ask(self.list())

    def _print(self) -> None:
        self.exporter.print(self.list(), self.desk.unit_title)

    def paper(self, name: str, title: str, **options: str) -> None:
        """Preview a paper of the area."""
        preview_paper(self, self.desk, name, title, options)

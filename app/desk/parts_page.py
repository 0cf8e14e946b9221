"""A page of several lists as data: each view brings its list, its detail, its main act.

An area subclasses ``PartsPage`` and names its ``Part``s; a slice of the area adds a view by adding
a ``Part``. ``RecordActs`` makes the buttons of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.base.home import Target
from app.desk.dialogs import ask_reason
from app.desk.exporting import Exporter
from app.desk.form_spec import FormSpec
from app.desk.lists import ListView
from app.desk.menus import Entry, open_menu
from app.desk.page import Desk, PageAction
from app.desk.papers import preview_paper
from app.desk.problems import Problems, RunChecks
from app.desk.record_detail import RecordDetail
from app.desk.record_page import RecordPage
from app.desk.sure import ask_sure
from app.desk.views import Views
from app.desk.whole import Whole, WholeStack
from app.desk.widgets import Elided, column, label, named, row
from app.store.notes import reveal

BatchAct = tuple[str, str, Callable[[Sequence[str]], object]]
"""(key, words, what is done with the ids of the selected rows)."""


def _none(*_args: Any) -> Any:
    return ()


def _no_form(*_args: Any) -> FormSpec | None:
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """One view of a page.

    Attributes:
        key: of its list, and of its chip.
        title: on its chip.
        source: its list.
        detail: makes the detail of its records, given the page.
        main: words of the main act; empty: there is none.
        start: the form of the main act, given the page.
        edit: the form of 编辑, given the page and a card; None: there is none.
        more: entries of 更多, given the page.
        batch: what can be done with many rows at once, given the page.
        sheet: kind of the workbook that is imported here; empty: none.
        step: words of the button in an empty list, 导入工作簿 where something is imported, else the
            main act; empty: there is none. Those of the main act do that.
        word: what a revealed value is said to belong to, if not that of the page.
        at: the form that fills in a field of a card which a reminder or finding names, given the
            page, the card and the field; None: that of 编辑.
    """

    key: str
    title: str
    source: Any
    detail: Callable[[Any], RecordDetail]
    main: str = ""
    start: Callable[[Any], FormSpec | None] = _no_form
    edit: Callable[[Any, Any], FormSpec | None] = _no_form
    more: Callable[[Any], Sequence[Entry]] = _none
    batch: Callable[[Any], Sequence[BatchAct]] = _none
    sheet: str = ""
    at: Callable[[Any, Any, str], FormSpec | None] = _no_form
    step: str | None = None
    word: str = ""

    def next_step(self) -> str:
        """The button in an empty list, empty: none."""
        if self.step is not None:
            return self.step
        return "导入工作簿" if self.sheet else self.main


class RecordActs:
    """Makes the actions of a record.

    Attributes:
        open: shows a form.
    """

    def __init__(
        self, desk: Desk, parent: QWidget, open_form: Callable[[FormSpec], object]
    ) -> None:
        self.desk, self.parent, self.open = desk, parent, open_form

    def form(
        self, key: str, title: str, made: Callable[[], FormSpec], *, main: bool = False
    ) -> PageAction:
        """Opens a form."""
        return PageAction(key, title, lambda: self.open(made()), main=main)

    def paper(self, key: str, title: str, name: str, **options: str) -> PageAction:
        """Prints a paper; also for past days."""
        return PageAction(
            key,
            f"打印{title}",
            lambda: preview_paper(self.parent, self.desk, name, title, options),
        )

    def sure(
        self, key: str, title: str, text: str, act: Any, *args: Any, **values: Any
    ) -> PageAction:
        """An act that needs no form, only a yes."""
        return PageAction(
            key,
            title,
            lambda: ask_sure(self.desk, self.parent, key, title, text, act, *args, **values),
        )

    def go(self, key: str, title: str, target: Target) -> PageAction:
        """Leads elsewhere."""
        return PageAction(key, title, lambda: self.desk.go(target))


class PartsPage(RecordPage):
    """A page made of ``Part``s.

    Attributes:
        area, title: name and heading of the page; ``nothing``: where a record is chosen.
        parts_of: its views in the order of their chips.
        checks: the area's ``run_checks``; exporter_type: how its lists are exported.
        word: what a revealed value is said to belong to, e.g. 干部.
        bar: makes the bar below a list for many rows; None: there is none.
        widths: of tree, list and right pane at 100 %.
    """

    area: ClassVar[str] = ""
    title: ClassVar[str] = ""
    nothing: ClassVar[str] = ""
    parts_of: tuple[Part, ...] = ()
    checks: ClassVar[tuple[RunChecks, ...]] = ()
    exporter_type: ClassVar[type[Exporter]] = Exporter
    word: ClassVar[str] = ""
    bar: ClassVar[Callable[..., QWidget] | None] = None
    widths: ClassVar[tuple[int, int, int]] = (0, 700, 430)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.area, self.nothing)
        self.problems = self.make_problems()
        self.exporter: Exporter = self.exporter_type(desk, self)
        self.acts = RecordActs(desk, self, self.open_form)
        self._parts = {part.key: part for part in self.parts_of}
        self._kinds: dict[str, str] = {}
        for part in self.parts_of:
            self._kinds.setdefault(part.source.kind, part.key)
        self.lists: dict[str, ListView] = {}
        self.bars: dict[str, QWidget] = {}
        self._frames: dict[str, QWidget] = {}
        self.views = Views(self.area, [(part.key, part.title) for part in self.parts_of])
        self.views.chosen.connect(self.bring)
        self.views.give(*(partial(self._frame, part.key) for part in self.parts_of))
        head = row(space=10)
        head.addWidget(label(self.title, "heading", name=f"{self.area}_title"))
        head.addWidget(self.views)
        self.said = Elided("", "muted")
        head.addWidget(self.said, 1)
        lists = QWidget()
        lines = column(lists, space=8)
        lines.addLayout(head)
        lines.addWidget(self.build_panes(self.views.stack, widths=self.widths), 1)
        self.whole = WholeStack(lists)
        column(self, space=0, margins=(12, 12, 12, 12)).addWidget(self.whole)

    def make_problems(self) -> Problems:
        """What the details show as findings."""
        return Problems(self.desk, self.checks[0], self)

    # the whole page for one thing

    def show_whole(self, made: Whole) -> None:
        """Give the page to a screen of its own until it is left."""
        if not self.whole.holds(made):
            made.left.connect(self.leave_whole)
        self.whole.show_whole(made)
        self.actions_changed.emit()

    def leave_whole(self) -> None:
        """The lists again, as they are by now."""
        if self.whole.up() is not None:
            self.whole.show_lists()
            self.look()
            self.actions_changed.emit()

    def bring_records(self) -> None:
        """Out of the screen that has the page; it keeps what was typed."""
        if (whole := self.whole.up()) is not None:
            whole.put_aside()
            self.leave_whole()

    def save(self) -> None:
        """Ctrl+S."""
        if (whole := self.whole.up()) is not None:
            whole.save()
        else:
            super().save()

    def back(self) -> bool:
        """Esc: out of the screen that has the page, the form, the detail."""
        if (whole := self.whole.up()) is not None:
            whole.back()
            return True
        return super().back()

    def edit(self) -> None:
        """F2."""
        if self.whole.up() is None:
            super().edit()

    def is_dirty(self) -> bool:
        """Whether a form or the screen that has the page holds something unsaved."""
        whole = self.whole.up()
        return super().is_dirty() or (whole is not None and whole.is_dirty())

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

    def first(self) -> QWidget | None:
        """The list."""
        return self.list().table

    def kind(self) -> str:
        """Kind of the records of the list that is up."""
        return str(self.part().source.kind)

    def _frame(self, key: str) -> QWidget:
        if key not in self._frames:
            part = self._parts[key]
            step = part.next_step()
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
            batch, bar = [*part.batch(self)], type(self).bar
            if batch and bar is not None:
                self.bars[key] = bar(f"{self.area}_{key}", made, batch, self.desk)
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
        if (whole := self.whole.up()) is not None:
            whole.look()
        self.list().look(day=self.desk.day, unit=self.desk.unit)
        self.said.setText(self.desk.unit_title)
        self.problems.look()
        self._detail_again()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """Refresh once from what an act has touched."""
        if (whole := self.whole.up()) is not None:
            whole.changed(kinds)
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
        if self.whole.up() is not None:
            return ()
        part, as_shown = self.part(), "名单怎么筛选，就怎么"
        found = [
            PageAction("export", "导出", self._export, help=f"{as_shown}导出"),
            PageAction("print", "打印", self._print, help=f"{as_shown}打印（Ctrl+P）"),
        ]
        if self.desk.is_past:
            today = PageAction("today", "回到今天办理", lambda: self.desk.look_at_day(None), True)
            return [*found, today]
        if part.sheet:
            to = Target("import", view=part.sheet)
            found.insert(0, PageAction("import", "导入", lambda: self.desk.go(to)))
        if part.more(self):
            more = partial(part.more, self)
            found.append(PageAction("more_acts", "更多 ▽", self._more, menu=more))
        if part.main:
            found.append(PageAction("main", part.main, self.main_act, main=True, help="Ctrl+N"))
        return found

    def jump(self, target: Target) -> None:
        """Show a record, a field of it, or a view."""
        self.bring_records()
        if target.id and self.bring_kind(target.kind):
            self.list().select(target.id)
            self.show_target(target.kind, target)
            if target.view == "findings":
                self.made(target.kind).show_tab("findings")
        elif target.view in self.views:
            self.bring(target.view)
        elif target.area not in ("", self.area):
            self.desk.go(target)

    def bring_kind(self, kind: str) -> bool:
        """Bring the list of a kind of records up; False: there is none."""
        key = self._kinds.get(kind)
        if key is not None and self.key() != key:
            self.bring(key)
        return key is not None

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
        self.bring_kind(kind)
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
        """The union of the record shown (``union`` of its card), else the unit looked at: a new
        record most likely belongs there."""
        detail = self.detail()
        card = detail.card if detail is not None else None
        union: tuple[str, str] | None = getattr(card, "union", None)
        if union is not None and card is not None and detail.record() == card.id:
            return union
        return (self.desk.unit, self.desk.unit_title) if self.desk.unit else None

    def paper(self, name: str, title: str, **options: str) -> None:
        """Preview a paper of the area."""
        preview_paper(self, self.desk, name, title, options)

    def _more(self) -> None:
        open_menu(self, self.area, "更多", [*self.part().more(self)])

    def _next_step(self, part: Part) -> None:
        if part.sheet and part.next_step() != part.main:
            self.desk.go(Target("import", view=part.sheet))
        elif not self.desk.is_past:
            self.main_act()

    # lists: menus, masked cells, paper

    def _list_menu(self, ids: Sequence[str], at: QPoint) -> None:
        detail = self.detail()
        if detail is None or detail.card is None or len(ids) != 1 or detail.record() != ids[0]:
            return
        menu = QMenu(self)
        named(menu, f"{self.area}_list_menu", "对所选记录")
        for which in detail.acts_of(detail.card):
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.setEnabled(not self.desk.is_past)
            entry.triggered.connect(lambda _c=False, run=which.run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _reveal(self, record: str, field: str) -> None:
        made, word = self.list(), self.part().word or self.word
        title = next(c.title for c in made.model.columns if c.key == field)
        ask_reason(
            self.window(), "reveal", f"显示完整的{title}？",
            "请写明原因。谁在什么时候因为什么看过，会记入操作记录。",
            lambda reason: self.desk.ops.act(
                reveal, owner=self, what=f"{word}的{title}", rows=1, reason=reason,
                done=lambda _changes: made.reveal(record, field),
            ),
            words="显示",
        )  # fmt: skip

    def _export(self) -> None:
        self.exporter.ask(self.list())

    def _print(self) -> None:
        self.exporter.print(self.list(), self.desk.unit_title)

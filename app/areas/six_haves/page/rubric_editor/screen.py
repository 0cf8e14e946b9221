"""The editor of a rubric: it takes the page until the new version is saved, or left for later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from app.base.errors import UserError
from app.base.lists import Tone
from app.base.progress import Progress
from app.desk.dialogs import ask
from app.desk.panes import Panes
from app.desk.turns import Turns
from app.desk.views import Views
from app.desk.whole import Whole
from app.desk.widgets import Elided, Note, button, card, clear, column, label, named, row

from ... import acts
from ...lists.catalogue import Named
from ...lists.trial import Tried, meant, try_out
from ...rules.draft import Draft, Fault
from .drafts import Drafts
from .head import HeadPane, SectionPane
from .item import ItemPane
from .tree import ITEM, SECTION, WHOLE, PartsTree, Where
from .trial import TrialPane

if TYPE_CHECKING:
    from ..screen import SixPage

NAME = "rubric_editor"
KEPT_AFTER = 800
"""Milliseconds without typing after which what is there is kept."""


@dataclass(frozen=True, slots=True)
class Start:
    """What an editor begins with.

    Attributes:
        base: id of the rubric in the list that it is made from.
        title: what that one is called.
        content: as plain data; ``year``: as typed.
        own: the base is one of the county's own that is still on offer.
        dirty: it is what was left unfinished.
    """

    base: str
    title: str
    content: Mapping[str, Any]
    year: str
    own: bool = False
    dirty: bool = False


class RubricEditor(Whole):
    """Left the parts, right the one chosen or the try-out; above what is wrong with it.

    Args:
        known: the figures and rules there are.
        saved: called with the id of the new version.
    """

    def __init__(
        self,
        page: SixPage,
        drafts: Drafts,
        start: Start,
        known: Mapping[str, Named],
        saved: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.setObjectName(NAME)
        self._page, self._desk, self._drafts, self._start = page, page.desk, drafts, start
        self._known, self._saved = known, saved
        self.draft, self._year = Draft(start.content), start.year
        self.faults: list[Fault] = []
        self._where: Where | None = None
        self._dirty, self._saving = start.dirty, False
        self._checking = QTimer(self, singleShot=True, interval=120)
        self._checking.timeout.connect(self.check)
        self._keeping = QTimer(self, singleShot=True, interval=KEPT_AFTER)
        self._keeping.timeout.connect(self.keep)
        self.ready = False
        self.parts, self.head = PartsTree(), HeadPane()
        self.item = ItemPane(self.draft.sections, known)
        self._build()
        self._connect()
        self._turns = Turns(self)
        self._turns.begin(
            [
                *self.head.steps(),
                self._make_section,
                *self.item.steps(),
                self._make_trial,
                self._begin,
            ]
        )

    # building

    def _build(self) -> None:
        lines = column(self, space=8)
        head = row(space=10)
        head.addWidget(button(f"{NAME}_back", "返回", self.back, "quiet", picture="back"))
        head.addWidget(label("修改评分标准", "heading"))
        self.said = Elided(f"照「{self._start.title}」修改，另存为新的一份，原来的不变", "muted")
        head.addWidget(self.said, 1)
        if self._start.own:
            self.retire = QCheckBox("原来的停用")
            named(self.retire, f"{NAME}_retire", "保存以后，原来的一份不再列出")
            self.retire.setChecked(True)
            head.addWidget(self.retire)
        self.main = button(f"{NAME}_save", "保存为新的一份", self.save, "main", help="Ctrl+S")
        head.addWidget(self.main)
        lines.addLayout(head)
        self._right = card()
        inner = column(self._right, space=8, margins=(14, 10, 12, 10))
        self.views = Views(f"{NAME}_views", (("edit", "修改"), ("trial", "试评")))
        top = row(space=8)
        top.addWidget(self.views)
        self.place = Elided("", "strong")
        top.addWidget(self.place, 1)
        inner.addLayout(top)
        self._wrong = column(space=6)
        self._editors = QStackedWidget()
        for pane in (self.head, self.item):
            self._editors.addWidget(pane)
            pane.edited.connect(self._edited)
        edit = QWidget()
        editing = column(edit, space=8)
        editing.addLayout(self._wrong)
        editing.addWidget(self._editors, 1)
        self.views.stack.addWidget(edit)
        self.views.give(lambda: edit, lambda: self.trial)
        inner.addWidget(self.views.stack, 1)
        self.panes = Panes(NAME, self.parts, self._right, widths=(0, 470, 760))
        lines.addWidget(self.panes, 1)

    def _make_section(self) -> None:
        self.section = SectionPane()
        self.section.edited.connect(self._edited)
        self._editors.addWidget(self.section)

    def _make_trial(self) -> None:
        self.trial = TrialPane()
        self.trial.wanted.connect(self.try_out)
        self.views.stack.addWidget(self.trial)

    def _begin(self) -> None:
        self.ready = True
        self.faults = self._faults()
        self.parts.show_draft(self.draft, self.faults)

    def _connect(self) -> None:
        self.parts.chosen.connect(self._chosen)
        self.parts.tree.clicked.connect(lambda _index: self.panes.show_detail())
        self.parts.tree.opened.connect(self.panes.show_detail)
        self.parts.wanted.connect(self._act)
        self.parts.next_fault.connect(self.next_fault)
        self.views.chosen.connect(self._bring)

    # what is chosen

    def _chosen(self, where: Where | None) -> None:
        if where is None:
            return
        self._where = where
        kind, key = where
        if kind == WHOLE:
            self.head.load(self.draft.head, self._year)
            self._editors.setCurrentWidget(self.head)
        elif kind == SECTION:
            self.section.load(dict(self.draft.sections)[key])
            self._editors.setCurrentWidget(self.section)
        else:
            self.item.load(self.draft.items[int(key)], self.draft.sections)
            self._editors.setCurrentWidget(self.item)
        if self.views.front() != "edit":
            self._bring("edit")
        self._name()
        self._tell_faults()

    def _name(self) -> None:
        """Which part is edited, beside the views."""
        kind, key = self._where or (WHOLE, "")
        words = "总则"
        if kind == SECTION:
            words = dict(self.draft.sections).get(key, "")
        elif kind == ITEM:
            one = self.draft.items[int(key)]
            words = f"{one.get('id')}　{one.get('text')}"
        self.place.setText(words if self.views.front() == "edit" else "")

    def _tell_faults(self) -> None:
        """What is wrong with the part that is shown."""
        clear(self._wrong)
        kind, key = self._where or (WHOLE, "")
        place = int(key) if kind == ITEM else None
        if kind == SECTION:
            return
        mine = [fault.words for fault in self.faults if fault.item == place]
        if mine:
            text = "".join(mine[:4]) + (f"等 {len(mine)} 处。" if len(mine) > 4 else "")
            self._wrong.addWidget(Note(text, "", Tone.BAD, name=f"{NAME}_wrong"))

    def next_fault(self) -> None:
        """The next part that is wrong."""
        wrong = [WHOLE if f.item is None else f.item for f in self.faults]
        if not wrong:
            return
        here: Any = int(self._where[1]) if self._where and self._where[0] == ITEM else -1
        later = [one for one in wrong if one == WHOLE or int(one) > here]
        found = (later or wrong)[0] if self._where != (WHOLE, "") else wrong[0]
        self.parts.select((WHOLE, "") if found == WHOLE else (ITEM, str(found)))
        self.panes.show_detail()

    # typing

    def _edited(self) -> None:
        kind, key = self._where or (WHOLE, "")
        if kind == WHOLE:
            self.draft.head.update(self.head.values())
            self._year = self.head.year()
        elif kind == SECTION:
            place = next(n for n, (one, _t) in enumerate(self.draft.sections) if one == key)
            self.draft.sections[place][1] = self.section.title()
        else:
            self._take_item(int(key))
        self._touched()

    def _take_item(self, place: int) -> None:
        values = self.item.values()
        moved = values["section"] and values["section"] != self.draft.items[place]["section"]
        section = values.pop("section")
        self.draft.items[place].update(values)
        if moved:
            self.draft.remember()
            new = self.draft.into_section(place, section)
            self.check()
            self.parts.show_draft(self.draft, self.faults)
            self.parts.select((ITEM, str(new)))

    def _touched(self) -> None:
        self._dirty = True
        self.trial.stale()
        self._checking.start()
        self._keeping.start()

    def _faults(self) -> list[Fault]:
        found = self.draft.faults(self._known)
        if self._year and not (self._year.isdigit() and len(self._year) == 4):
            found.append(Fault(None, "从哪年起用请填四位数的年份，例如 2027。"))
        return found

    def check(self) -> None:
        """Say what is wrong with what stands there now."""
        self._checking.stop()
        self.faults = self._faults()
        self.parts.tell(self.draft, self.faults)
        self._name()
        self._tell_faults()

    # adding, moving, removing

    def _act(self, key: str) -> None:
        if not self.ready:
            return
        kind, which = self._where or (WHOLE, "")
        if key == "remove" and kind == SECTION:
            self._ask_remove(which)
            return
        does: Mapping[str, Callable[[str, str], Where | None]] = {
            "add_item": self._add_item, "add_section": self._add_section, "copy": self._copy,
            "up": partial(self._move, -1), "down": partial(self._move, 1),
            "remove": self._remove, "back": self._step_back,
        }  # fmt: skip
        self._show(does[key](kind, which))
        if key == "add_item":
            self.item.views.bring("text")
            self.item.text.focus_on("text")

    def _show(self, where: Where | None) -> None:
        if where is None:
            return
        self.faults = self._faults()
        self._touched()
        self.parts.show_draft(self.draft, self.faults)
        self.parts.select(where)

    def _add_item(self, kind: str, which: str) -> Where:
        if kind == ITEM:
            section = self.draft.items[int(which)]["section"]
            return ITEM, str(self.draft.add_item(section, int(which)))
        section = which if kind == SECTION else ""
        if not section and not self.draft.sections:
            section = self.draft.add_section("新的大项")
        return ITEM, str(self.draft.add_item(section or self.draft.sections[-1][0]))

    def _add_section(self, _kind: str, _which: str) -> Where:
        return SECTION, self.draft.add_section("新的大项")

    def _copy(self, kind: str, which: str) -> Where:
        if kind == SECTION:
            return SECTION, self.draft.copy_section(which)
        return ITEM, str(self.draft.copy_item(int(which)))

    def _move(self, by: int, kind: str, which: str) -> Where:
        if kind == SECTION:
            self.draft.move_section(which, by)
            return SECTION, which
        return ITEM, str(self.draft.move_item(int(which), by))

    def _remove(self, kind: str, which: str) -> Where | None:
        if kind == SECTION:
            self.draft.remove_section(which)
            return WHOLE, ""
        place = int(which)
        self.draft.remove_item(place)
        return (
            (ITEM, str(min(place, len(self.draft.items) - 1))) if self.draft.items else (WHOLE, "")
        )

    def _ask_remove(self, key: str) -> None:
        count = sum(one["section"] == key for one in self.draft.items)
        if not count:
            self._show(self._remove(SECTION, key))
            return
        title = dict(self.draft.sections)[key]
        ask(self.window(), "remove_section", f"删除「{title}」？",
            f"里面的 {count} 项一起删除。可以用「撤回上一步」找回。",
            [("yes", "删除", lambda: self._show(self._remove(SECTION, key)))])  # fmt: skip

    def _step_back(self, _kind: str, _which: str) -> Where:
        self.draft.step_back()
        return self._where or (WHOLE, "")

    # trying it out

    def _bring(self, key: str) -> None:
        if not self.ready:
            return
        self.views.bring(key)
        self._name()
        scores = self._page.scores()
        if key == "trial" and scores is not None:
            self.trial.offer(scores.found)

    def try_out(self, union: str = "") -> None:
        """Score a union, or all that the rubric is for, with what stands there now."""
        scores, registry = self._page.scores(), self._page.scoring.registry
        if scores is None:
            self.trial.tell("正在计算各工会的得分，请稍等再试。", Tone.WARN)
            return
        try:
            rubric = self.draft.rubric()
        except UserError as error:
            self.trial.tell(f"{error.message}{error.advice}", Tone.BAD)
            return
        workspace = self._desk.workspace
        self.trial.tell("正在试评…")

        def work(_progress: Progress) -> list[Tried]:
            def read(conn: Any) -> list[Tried]:
                unions = [union] if union else meant(conn, rubric, scores)
                return try_out(conn, rubric, unions, scores, registry)

            found: list[Tried] = workspace.read(read)
            return found

        show = self.trial.show_one if union else self.trial.show_all
        self._desk.ops.run("试评", work, owner=self, done=show, failed=self._trial_failed)

    def _trial_failed(self, _error: BaseException) -> bool:
        self.trial.tell("")
        return False

    # keeping and saving

    def is_dirty(self) -> bool:
        """Whether something was changed and not saved as a version."""
        return self._dirty

    def keep(self) -> None:
        """Keep what stands there for the next time."""
        self._keeping.stop()
        if self._dirty and not self._saving:
            self._drafts.keep(self._start.base, self.draft.content(), self._year)

    def put_aside(self) -> None:
        """Another record is wanted."""
        if self._dirty:
            self.keep()
            self._desk.notice("没改完的评分标准已经留着，下次点「接着修改」继续。")

    def back(self) -> None:
        """From the part to the tree where only one of them is shown; else leave, and what is
        unfinished can be kept."""
        if self.panes.back():
            return
        if not self._dirty:
            self.left.emit()
            return
        ask(
            self.window(), "leave_rubric", "还没有保存为新的一份",
            "可以先留着，下次点「接着修改」继续；也可以不要这次的改动。",
            [("drop", "不要改动", self._forget), ("keep", "先留着", self._leave)],
            main="keep", cancel="继续修改",
        )  # fmt: skip

    def _leave(self) -> None:
        self.keep()
        self.left.emit()

    def _forget(self) -> None:
        self._dirty = False
        self._keeping.stop()
        self._drafts.drop(self._start.base)
        self.left.emit()

    def save(self) -> None:
        """Save it as a new version, if nothing is wrong."""
        if self._saving or not self.ready:
            return
        self.check()
        if self.faults:
            self._desk.notice(f"还有 {len(self.faults)} 处要改，改好才能保存。", "改动已经留着。",
                              tone=Tone.WARN)  # fmt: skip
            self.keep()
            self.next_fault()
            return
        self._saving = True
        self.main.setEnabled(False)
        start = self._start
        replaces = start.base if start.own and self.retire.isChecked() else None
        self._desk.ops.act(
            acts.save_rubric, owner=self, content=self.draft.finished(),
            year=int(self._year) if self._year else None, source=start.title,
            known=frozenset(self._known), replaces=replaces, on=self._desk.today,
            done=self._done, failed=self._failed,
        )  # fmt: skip

    def _done(self, changes: Any) -> None:
        self._dirty = False
        self._keeping.stop()
        self._drafts.drop(self._start.base)
        if changes.entry:
            title = self.draft.head.get("title")
            self._desk.notice(f"已保存评分标准「{title}」。", tone=Tone.GOOD)
        else:
            self._desk.notice("已经有一份完全相同的评分标准，没有另存。", tone=Tone.IDLE)
        self._saved(str(changes.result))

    def _failed(self, error: BaseException) -> bool:
        self._saving = False
        self.main.setEnabled(True)
        if not isinstance(error, UserError):
            return False
        clear(self._wrong)
        self._wrong.addWidget(Note(error.message, error.advice, Tone.BAD, name=f"{NAME}_wrong"))
        return True


__all__: Sequence[str] = ("RubricEditor", "Start")

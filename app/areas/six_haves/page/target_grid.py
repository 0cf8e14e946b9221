"""目标表: figures across, unions down; goals keyed in or pasted, what stands now beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from app.base.errors import UserError
from app.base.lists import Tone
from app.desk.dialogs import Dialog, ask
from app.desk.grid import HELP, Grid
from app.desk.page import Desk
from app.desk.pickers import PickerEdit
from app.desk.widgets import Combo, button, column, fit_screen, label, named, row

from .. import acts
from ..lists.goal_figures import FigurePicker
from ..lists.goals import SORTS
from ..lists.target_grid import GridData, Key, read_grid
from .target_lines import Lines, told

if TYPE_CHECKING:
    from .screen import SixPage


READING = "目标、现在的数和完成率；要填写或改动，请点“修改目标”。"


class TargetGrid(Dialog):
    """Goals of a year in a grid.

    Attributes:
        grid: one line per union, the sums last.
        said: how many goals there are and how they stand.
    """

    def __init__(self, page: SixPage, *, copy: bool = False) -> None:
        super().__init__(page.window(), "target_grid", "年度目标表", 640)
        self._desk: Desk = page.desk
        self._page, self._registry = page, page.scoring.registry
        self._cells = Lines(self._registry)
        self._data: GridData | None = None
        self._typed: dict[Key, int | None] = {}
        self._added: list[str] = []
        self._writing, self._saving = copy, False
        self._copy = copy
        year = page.target_year()
        self.year = Combo()
        named(self.year, "target_grid_year", "年度")
        for one in range(self._desk.day.year + 1, self._desk.day.year - 3, -1):
            self.year.addItem(f"{one}年", one)
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self.year.activated.connect(self._other_year)
        self.which = Combo()
        named(self.which, "target_grid_units", "哪些工会")
        for choice in SORTS:
            self.which.addItem(choice.title, choice.key)
        self.which.activated.connect(lambda _at: self._read())
        self.figure = PickerEdit(
            "target_grid_figure", "添加指标", FigurePicker(self._registry), self._desk.ops
        )
        self.figure.setPlaceholderText("添加指标：输入几个字，例如 入会率")
        self.figure.picked.connect(self._add)
        self.grid = Grid("target_grid_cells", "目标", (), side=240)
        self.said = label("", "muted", wrap=True, name="target_grid_said")
        self.wrong = label("", "error", wrap=True, name="target_grid_wrong")
        self.wrong.hide()
        self._build()
        self._later = QTimer(self, singleShot=True, interval=0)  # a block pasted is many edits
        self._later.timeout.connect(self._edited)
        self.grid.edited.connect(self._later.start)
        self.finished.connect(self._forget)
        self._modes()
        self._read()

    def _build(self) -> None:
        self.heading.hide()  # the bar of the window says it; a small screen needs the lines
        head: QHBoxLayout = row(space=8)
        for widget in (self.year, self.which):
            head.addWidget(widget)
        head.addWidget(self.figure, 1)
        self.copy_button = button("target_grid_copy", "复制上年目标", self._copy_last)
        head.addWidget(self.copy_button)
        inner = column(space=8)
        inner.addLayout(head)
        inner.addWidget(self.grid, 1)
        inner.addWidget(self.said)
        inner.addWidget(self.wrong)
        self.body.addLayout(inner, 1)
        self.paper_button = self.add_left_button("paper", "完成情况表…", self._paper)
        self.close_button = self.add_button("close", "关闭", self.reject)
        self.drop_button = self.add_button("drop", "放弃修改", self._drop)
        self.write_button = self.add_button("write", "修改目标", self._write, "main")
        self.save_button = self.add_button("save", "保存目标", self.save, "main")
        for made in (self.write_button, self.save_button):
            made.setDefault(False)  # Enter goes down the grid
            made.setAutoDefault(False)
        fit_screen(self, 1240, 720)

    # reading

    def chosen_year(self) -> int:
        """The year shown."""
        return int(self.year.currentData())

    def _read(self) -> None:
        """Read the lines at once, and what stands after them: that may take seconds."""
        self._keep()
        copy, self._copy = self._copy, False
        self._tell("")

        def shown(data: GridData) -> None:
            self._typed |= data.copied
            self._show(data)
            if copy and not data.copied:
                self._tell(f"{data.year - 1}年没有可以复制的目标，或今年已经都有了。")
            self._ask(self._counted, counted=True)

        self._ask(shown, copy=copy)

    def _ask(
        self, done_: Callable[[GridData], object], *, copy: bool = False, counted: bool = False
    ) -> None:
        """Read what the fields above and what was keyed in ask for."""
        also = {union for union, _code in self._typed}
        codes = [*self._added, *(code for _union, code in self._typed)]
        year, sort = self.chosen_year(), str(self.which.currentData())
        query = partial(
            read_grid, registry=self._registry, year=year, day=self._desk.day, sort=sort,
            unit=self._desk.unit, also=also, codes=codes, copy=copy, counted=counted,
        )  # fmt: skip
        self._desk.ops.ask(query, owner=self, done=done_, slot="goals")

    def _show(self, data: GridData) -> None:
        self._data = data
        self._modes()
        columns = self._cells.columns(data, writing=self._writing)
        self.grid.load(self._cells.rows(data, self._typed), self._as_changes(), columns)

    def _counted(self, data: GridData) -> None:
        rows = self._cells.rows(data, self._typed)
        same = [row.id for row in rows] == [row.id for row in self.grid.model.rows]
        if self._data is None or not same or data.codes != self._data.codes:
            self._keep()  # something was done meanwhile
            self._show(data)
            return
        self._data = data
        self.grid.model.renew(rows)
        self._say()

    # what is keyed in

    def _as_changes(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for (union, code), value in self._typed.items():
            found.setdefault(union, {})[code] = value
        return found

    def _keep(self) -> None:
        """What was keyed in stays when other unions or figures are looked at."""
        if self._data is None:
            return
        shown = {(union, code) for union, _n in self._data.units for code in self._data.codes}
        changes = {
            (union, code): value
            for union, values in self.grid.changes().items()
            for code, value in values.items()
        }
        self._typed = {k: v for k, v in self._typed.items() if k not in shown} | changes

    def _edited(self) -> None:
        """The sums and the marks follow what is keyed in."""
        if self._data is None or not self._writing:
            return
        self._keep()
        self.grid.model.renew(self._cells.rows(self._data, self._typed))
        self._say()

    def changes(self) -> Mapping[Key, int | None]:
        """Goals keyed in that are not saved."""
        self._keep()
        return self._typed

    # acts

    def _add(self, code: str | None) -> None:
        if code is None:
            return
        if code not in self._added:
            self._added.append(code)
        self.figure.set_key(None)
        if not self._writing:
            self._writing = True
        self._read()

    def _copy_last(self) -> None:
        self._writing, self._copy = True, True
        self._read()

    def _other_year(self, _at: int) -> None:
        if self.changes():
            year = self._data.year if self._data is not None else self.chosen_year()
            wanted = self.chosen_year()
            self.year.setCurrentIndex(self.year.findData(year))
            self._ask_first(lambda: self._go_to(wanted))
            return
        self._go_to(self.chosen_year())

    def _go_to(self, year: int) -> None:
        self.year.setCurrentIndex(self.year.findData(year))
        self._forget()
        self._read()

    def _write(self) -> None:
        self._writing = True
        self._read()

    def _drop(self) -> None:
        self._forget()
        self._writing = False
        self._read()

    def _forget(self, _result: int = 0) -> None:
        self._data, self._typed, self._added = None, {}, []

    def _ask_first(self, then: Any) -> None:
        ask(
            self, "target_grid_leave", "目标还没有保存",
            f"改了 {len(self._typed)} 格，还没有保存。",
            (("leave", "不保存", then),), cancel="继续修改",
        )  # fmt: skip

    def reject(self) -> None:
        """Esc and 关闭: nothing is lost unasked."""
        if self.changes():
            self._ask_first(self._leave)
        else:
            super().reject()

    def _leave(self) -> None:
        self._forget()
        super().reject()

    def save(self) -> None:
        """Write what was keyed in."""
        targets = dict(self.changes())
        if self._saving:
            return
        if not targets:
            self._tell("还没有填写或改动任何目标。")
            return
        self._saving = True
        self._desk.ops.act(
            acts.set_targets, owner=self, year=self.chosen_year(), targets=targets,
            done=self._done, failed=self._refused,
        )  # fmt: skip

    def _done(self, changes: Any) -> None:
        self._saving = False
        self._forget()
        self._writing = False
        self._desk.notice(f"已完成：{changes.title}（{changes.result} 项）。", tone=Tone.GOOD)
        if self.which.currentData() != "aimed":
            self.which.setCurrentIndex(self.which.findData("aimed"))
        self._read()

    def _refused(self, error: BaseException) -> bool:
        self._saving = False
        if not isinstance(error, UserError):
            return False
        self._tell(f"{error.message}{error.advice}")
        return True

    def _paper(self) -> None:
        self._page.paper("six_targets", "年度目标完成情况表", year=str(self.chosen_year()))

    # what is said

    def _modes(self) -> None:
        writing, past = self._writing, self._desk.is_past
        self.grid.help = HELP if writing else READING
        self.write_button.setVisible(not writing)
        self.write_button.setEnabled(not past)
        self.copy_button.setEnabled(not past)
        self.figure.setEnabled(not past)
        self.save_button.setVisible(writing)
        self.drop_button.setVisible(writing)
        self.paper_button.setVisible(not writing)
        self.close_button.setVisible(not writing)
        self._say()

    def _say(self) -> None:
        data = self._data
        if data is None:
            self.said.setText("")
            return
        if not data.codes:
            self.said.setText("还没有指标。在上面添加指标，或复制上年目标，再填各工会的目标。")
            return
        if not data.units:
            self.said.setText("这一年还没有下达目标。在上面选要下达的工会。")
            return
        self.said.setText(told(data, {**data.goals, **self._typed}))

    def _tell(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))


def open_grid(page: SixPage, *, copy: bool = False) -> TargetGrid:
    """Open the grid; with last year's goals filled in as a beginning."""
    made = TargetGrid(page, copy=copy)
    made.open()
    return made

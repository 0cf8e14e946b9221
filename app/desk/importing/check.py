"""Step ③: what each row would do, by tabs; what waits for a person is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.base.lists import Column
from app.base.progress import Progress
from app.desk import theme
from app.desk.choose_path import choose_path
from app.desk.importing import tabs
from app.desk.importing.cards import CARDS, EMPTY, TABS, WHOLE, CountCard
from app.desk.importing.panels import (
    AbsentPanel,
    DoubtPanel,
    MendPanel,
    Panel,
    TakePanel,
    TransferPanel,
)
from app.desk.plain_table import PlainTable
from app.desk.turns import Turns
from app.desk.widgets import Combo, Elided, button, card, column, named, restyle, row
from app.desk.wizard import StepPage
from app.sheets.checked import Outcome
from app.sheets.job import FileJob, Intake

if TYPE_CHECKING:
    from app.desk.importing.page import ImportPage

TOGETHER = ("every", "answer_these", "skip_these", "undo_these", "absent")


class CheckStep(StepPage):
    """Cards, tabs, a table per tab, and a panel for what is to be decided."""

    def __init__(self, page: ImportPage) -> None:
        super().__init__()
        self.page = page
        self.busy = False
        self.file: FileJob | None = None
        self.tab = "every"
        self.tabs = tabs.Tabs()
        self._stale: set[str] = set()
        self._lines = column(self, space=10)
        self._lines.addLayout(self._head())
        cards = row(space=10)
        self.cards: dict[str, CountCard] = {}
        for key, title, tone in CARDS:
            made = CountCard(key, title, tone)
            made.opened.connect(partial(self._open_card, key))
            self.cards[key] = made
            cards.addWidget(made, 1)
        self._lines.addLayout(cards)
        box = card()
        self._inside = column(box, space=0)
        self._inside.addWidget(self._tab_bar())
        self.stack = QStackedWidget()
        self._inside.addWidget(self.stack, 1)
        self._fill_stack()
        self._lines.addWidget(box, 1)

    def _head(self) -> Any:
        head = row(space=8)
        self.which = Combo()
        named(self.which, "import_which_file", "哪个文件")
        self.which.setMinimumWidth(theme.px(220))
        self.which.activated.connect(self._file_chosen)
        head.addWidget(self.which)
        self.said = Elided("", "muted")
        self.said.setObjectName("import_check_said")
        head.addWidget(self.said, 1)
        return head

    def _tab_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=6, margins=(10, 8, 10, 8))
        self.buttons: dict[str, Any] = {}
        for key, title in TABS:
            made = button(f"import_tab_{key}", title, partial(self.show_tab, key), "chip")
            made.setCheckable(True)
            self.buttons[key] = made
            line.addWidget(made)
        line.addStretch(1)
        self.export = button("import_export_left", "导出错误清单…", self.choose_left)
        line.addWidget(self.export)
        return bar

    def _fill_stack(self) -> None:
        self.files = PlainTable("import_files_table", "每个文件的结果", tabs.FILES)
        self.files.opened.connect(lambda line: self.show_file(int(line["index"])))
        self.stack.addWidget(self.files)
        self._panes: dict[str, QWidget] = {}
        self.tables: dict[str, PlainTable] = {}
        self.panels: dict[str, Panel] = {}
        self._turns = Turns(self)  # some ten milliseconds a tab, while the file is being read
        panes: tuple[tuple[str, Sequence[Column], type[Panel] | None], ...] = (
            ("changed", tabs.CHANGE[:-1], None),
            ("differ", tabs.CHANGE, TakePanel),
            ("doubt", tabs.DOUBT, DoubtPanel),
            ("transfer", tabs.DOUBT, TransferPanel),
            ("absent", tabs.ABSENT, AbsentPanel),
            ("wrong", tabs.WRONG, MendPanel),
            ("look", tabs.WRONG, MendPanel),
        )
        self._turns.add(*(partial(self._add_pane, *pane) for pane in panes))

    def _add_pane(
        self, key: str, columns: Sequence[Column], kind: type[Panel] | None = None
    ) -> None:
        panel = kind() if kind is not None else None
        pane = QWidget()
        inside: QVBoxLayout = column(pane, space=0)
        title = dict(TABS)[key]
        made = PlainTable(f"import_{key}", title, columns, purpose=EMPTY[key])
        restyle(made.table, card="")
        inside.addWidget(made, 1)
        if panel is not None:
            made.chosen.connect(panel.show_line)
            panel.decided.connect(partial(self._decided, key))
            inside.addWidget(panel)
            self.panels[key] = panel
        old = self._panes.pop(key, None)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        self.tables[key] = made
        self._panes[key] = pane
        self.stack.addWidget(pane)

    # reading

    def enter(self, data: dict[str, Any]) -> None:
        del data
        self.busy = True
        self._show_counts([])
        self.said.setText("正在读取和检查…")
        self.page.run("检查表格", self._read, done=lambda _none: self._ready())

    def _read(self, progress: Progress) -> None:
        intake = self._intake()
        intake.read(progress)
        self.page.guess_senders(intake)

    def _intake(self) -> Intake:
        assert self.page.intake is not None
        return self.page.intake

    def _ready(self) -> None:
        self.busy = False
        self._turns.finish()
        intake = self._intake()
        self._offer(intake)
        self.which.clear()
        several = len(intake.files) > 1
        if several:
            self.which.addItem(f"全部 {len(intake.files)} 个文件", -1)
        for place, file in enumerate(intake.files):
            self.which.addItem(file.name, place)
        self.which.setVisible(several)
        self.show_file(-1 if several else 0)

    def _offer(self, intake: Intake) -> None:
        """Tabs and answers that the list has."""
        answers = intake.sheet.answers
        transfers = answers.get(tabs.TRANSFER_CODE, ())
        absent = intake.sheet.absent if intake.wish.complete else ()
        self.buttons["transfer"].setVisible(bool(transfers))
        self.buttons["absent"].setVisible(bool(absent))
        for key, offered in (
            ("doubt", answers.get("IMP-DUPLICATE", ())),
            ("transfer", transfers),
            ("absent", absent),
        ):
            panel = self.panels[key]
            assert isinstance(panel, DoubtPanel | TransferPanel | AbsentPanel)
            panel.offer(offered)

    def _file_chosen(self, _place: int) -> None:
        self.show_file(int(self.which.currentData()))

    def show_file(self, place: int) -> None:
        """Show the rows of one file; -1: one line per file."""
        intake = self._intake()
        self.which.setCurrentIndex(self.which.findData(place))
        self.file = intake.files[place] if place >= 0 else None
        if self.file is None:
            self.tabs = tabs.Tabs()
            self.files.show_entries(tabs.file_lines(intake))
            self._show_counts(intake.files)
            self.said.setText("双击一个文件，看它的每一行")
            self._adapt_tabs()
            self.stack.setCurrentWidget(self.files)
            self.changed.emit()
            return
        self._read_tabs(self.file, first=True)

    def _read_tabs(self, file: FileJob, *, first: bool = False) -> None:
        intake = self._intake()
        self.page.desk.ops.think(
            lambda: tabs.tabs_of(intake, file),
            owner=self,
            done=lambda made: self._show_tabs(file, made, first=first),
            slot="import_tabs",
        )

    def _show_tabs(self, file: FileJob, made: tabs.Tabs, *, first: bool) -> None:
        self.busy = self.page.working()  # what was asked for before may come late
        if file is not self.file:
            return
        if first or made.columns != self.tabs.columns:
            for key in WHOLE:
                self._add_pane(key, made.columns)
        self.tabs = made
        self._stale = {key for key, _title in TABS}
        self._show_counts([file])
        self._say(file)
        self._adapt_tabs()
        self.show_tab(self._first_tab() if first else self.tab)
        self.changed.emit()

    def _say(self, file: FileJob) -> None:
        if file.error is not None:
            self.said.setText(f"{file.error.message}{file.error.advice}")
            return
        parts = [f"{one.sheet}（表头在第 {one.header_row} 行）" for one in file.layouts]
        skipped = [f"{name}：{why}" for name, why in file.end.skipped_sheets.items()]
        words = "、".join(parts) + ("；没有读：" + "、".join(skipped) if skipped else "")
        self.said.setText("；".join([words, *file.end.notes]))

    def _first_tab(self) -> str:
        return next(
            (
                k
                for k in ("wrong", "doubt", "transfer", "absent", "differ")
                if getattr(self.tabs, k)
            ),
            "every",
        )

    # showing

    def _fill_tab(self, key: str) -> None:
        """Show the lines of a tab, if that was not done since they were read."""
        if key not in self._stale:
            return
        self._stale.discard(key)
        table, lines = self.tables[key], getattr(self.tabs, key)
        at = table.table.currentIndex().row()
        table.show_entries(lines)
        if key in self.panels and lines:
            at = min(max(at, 0), len(lines) - 1)
            table.table.selectRow(_next_waiting(lines, at) if key == "doubt" else at)
        elif key in self.panels:
            self.panels[key].show_line(None)

    def _show_counts(self, files: Sequence[FileJob]) -> None:
        sums = dict.fromkeys(Outcome, 0)
        for file in files:
            for outcome, count in file.counts().items():
                sums[outcome] += count
        shown = {
            "every": sum(sums.values()) - sums[Outcome.SKIPPED],
            "new": sums[Outcome.NEW],
            "changed": sums[Outcome.CHANGED],
            "same": sums[Outcome.SAME],
            "doubt": sums[Outcome.DUPLICATE] + sums[Outcome.TRANSFER],
            "wrong": sums[Outcome.REJECTED],
        }
        for key, made in self.cards.items():
            made.set_count(shown[key])
        restyle(self.cards["wrong"], card="alert" if shown["wrong"] else "true")
        self.export.setEnabled(bool(shown["wrong"] or shown["doubt"]))

    def _adapt_tabs(self) -> None:
        counted = {
            "differ": len([line for line in self.tabs.differ if not line["taken"]]),
            "wrong": len({line["index"] for line in self.tabs.wrong}),
            "look": len(self.tabs.look),
            **{
                key: len(
                    [line for line in getattr(self.tabs, key) if line["state"].word == tabs.WAITS]
                )
                for key in ("doubt", "transfer", "absent")
            },
        }
        for key, title in TABS:
            count = counted.get(key, 0)
            self.buttons[key].setText(f"{title} {count:,}" if count else title)
            self.buttons[key].setEnabled(self.file is not None)

    def show_tab(self, key: str) -> None:
        """Bring a tab up."""
        if self.file is None:
            for made in self.buttons.values():
                made.setChecked(False)
            return
        self.tab = key
        for name, made in self.buttons.items():
            made.setChecked(name == key)
        if key in self._panes:
            self._fill_tab(key)
            self.stack.setCurrentWidget(self._panes[key])

    def _open_card(self, key: str) -> None:
        """The tab of a card; who belongs elsewhere is counted with the doubts, if any."""
        moved = key == "doubt" and not self.tabs.doubt and self.tabs.transfer
        self.show_tab("transfer" if moved else key)

    # deciding

    def _decided(self, tab: str, what: str, line: Mapping[str, Any], value: Any) -> None:
        file, intake = self.file, self._intake()
        if file is None or self.busy:
            return
        if what in TOGETHER:
            self._decide_together(file, tab, what, value)
            return
        row_ = file.rows[line["index"]]
        if what == "mend":
            column_ = int(line["column"])
            self._again(lambda: intake.mend(file, line["index"], column_, str(value)))
            return
        answer = self._answer(line, value) if what == "name" else None
        if what == "name" and answer is None:
            self._choose_name(file, line, str(value))
            return
        if what.startswith(("take", "leave")):
            self._take(file, what, line)
        elif what == "undo":
            file.decide(row_.sheet, row_.row)
        elif what == "record":
            file.decide(row_.sheet, row_.row, record=value, **_kept(line))
        elif what == "answer":
            file.decide(row_.sheet, row_.row, **dict(value), **_kept(line))
        elif answer is not None:
            file.decide(row_.sheet, row_.row, **{answer: True}, said=line["said"])
        else:
            kept = _kept(line) if tab == "doubt" else {"said": line["said"]}
            file.decide(row_.sheet, row_.row, **{what: True}, **kept)
        self._again(lambda: intake.judge(file))

    def _answer(self, line: Mapping[str, Any], words: object) -> str | None:
        """The decision that the words mean, where they answer this kind of problem."""
        answers = self._intake().sheet.answers.get(str(line.get("code")), ())
        return next((key for key, said in answers if said == words), None)

    def _decide_together(self, file: FileJob, tab: str, what: str, value: Any) -> None:
        """Decide about all lines that are selected."""
        table = self.tables[tab].table
        if what == "every":
            table.selectAll()
            return
        lines = getattr(self.tabs, tab)
        chosen = [
            lines[n] for n in sorted({i.row() for i in table.selectionModel().selectedRows()})
        ]
        for line in chosen:
            if what == "absent" and value:
                file.absent[line["id"]] = dict(value)
            elif what == "absent":
                file.absent.pop(line["id"], None)
            elif what == "undo_these":
                file.decide(line["sheet"], line["row"])
            else:
                decided = dict(value) if value else {"skip": True}
                kept = {**_kept(line), "waits": "transfer"}
                file.decide(line["sheet"], line["row"], **decided, **kept)
        intake = self._intake()
        self._again(lambda: intake.judge(file))

    def _take(self, file: FileJob, what: str, line: Mapping[str, Any]) -> None:
        if what.endswith("_column"):
            lines = [one for one in self.tabs.differ if one["field"] == line["field"]]
        else:
            table = self.tables["differ"]
            chosen = {index.row() for index in table.table.selectionModel().selectedRows()}
            lines = [self.tabs.differ[n] for n in sorted(chosen)]
        cells = [(one["sheet"], one["row"], one["field"]) for one in lines]
        file.take(cells, on=what.startswith("take"))

    def _choose_name(self, file: FileJob, line: Mapping[str, Any], name: str) -> None:
        """What was meant: remembered if it is the name of a record, else written into the cell."""
        intake = self._intake()
        key, place, column_ = str(line["field"]), int(line["index"]), int(line["column"])

        def work() -> None:
            if not intake.choose_name(file, place, key, name) and column_ >= 0:
                intake.mend(file, place, column_, name)

        self._again(work)

    def _again(self, work: Any) -> None:
        self.busy = True
        self.changed.emit()
        file = self.file
        assert file is not None

        def failed(error: BaseException) -> bool:
            self.busy = False
            self.page.desk.ops.explain(error)
            self.changed.emit()
            return True

        self.page.run(
            "重新检查",
            lambda _progress: work(),
            done=lambda _none: self._judged_again(file),
            failed=failed,
        )

    def _judged_again(self, file: FileJob) -> None:
        """Show what became of it; another file may be looked at by now."""
        if self.file is None:
            self.busy = False
            self.show_file(-1)
        else:
            self._read_tabs(self.file, first=self.file is not file)

    # the step

    def to_write(self) -> int:
        """How many rows would be written."""
        return sum(file.to_write() for file in self.page.intake.files) if self.page.intake else 0

    def ready(self) -> bool:
        return not self.busy and self.page.intake is not None

    def main_words(self) -> str:
        count = 0 if self.busy else self.to_write()
        return f"导入 {count:,} 行" if count else "完成（没有要写入的行）"

    def hint(self) -> str:
        return "错误和待定的行不会写入；导入前自动备份，导入后可以整批撤销。"

    def choose_left(self) -> None:
        """Choose where the list of errors goes."""
        choose_path(
            self, "import_left_dialog", "导出错误清单", lambda p: self.page.save_left(p[0]),
            save=True, first="错误清单.xlsx", kinds="Excel 工作簿 (*.xlsx)",
        )  # fmt: skip


def _next_waiting(lines: Sequence[Mapping[str, Any]], at: int) -> int:
    """The first line from there on, and then from the beginning, that nothing is decided of."""
    order = (*range(at, len(lines)), *range(at))
    return next((n for n in order if lines[n]["state"].word == tabs.WAITS), at)


def _kept(line: Mapping[str, Any]) -> dict[str, Any]:
    """What a decided row goes on to show, so that it can be decided anew."""
    return {"candidates": tuple(line["candidates"]), "said": line["said"]}

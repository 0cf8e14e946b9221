"""Step ②: for every sheet the header found, and what each of its columns is taken for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QWidget

from app.base.lists import Column
from app.desk import theme
from app.desk.matching import FieldBoxes, field_words
from app.desk.plain_table import PlainTable
from app.desk.widgets import Elided, card, column, label, named, row
from app.desk.wizard import StepPage
from app.sheets.cells import show
from app.sheets.checking import SheetLook
from app.sheets.grid import column_index
from app.sheets.header import LOOK, Choice, Layout
from app.sheets.job import FileJob, Intake, typed_of

if TYPE_CHECKING:
    from app.desk.importing.page import ImportPage

COLUMNS = (
    Column("column", "列", 50),
    Column("header", "表头", 210),
    Column("first", "内容（头两行）", 170),
    Column("second", "", 170),
    Column("field", "对应的项目", 240),
)


class ColumnsStep(StepPage):
    """The sheets at the left, the columns of one at the right."""

    def __init__(self, page: ImportPage) -> None:
        super().__init__()
        self.page = page
        self.busy = False
        self._places: list[tuple[FileJob, SheetLook | None]] = []
        self._at = 0
        halves = row(self, space=12)
        self._side = card()
        inside = column(self._side, space=8, margins=(12, 12, 12, 12))
        inside.addWidget(label("文件和工作表", "heading", name="import_sheets_heading"))
        self.names = QListWidget()
        named(self.names, "import_sheet_list", "文件和工作表")
        self.names.setMinimumWidth(theme.px(200))
        self.names.currentRowChanged.connect(self._show_place)
        inside.addWidget(self.names, 1)
        halves.addWidget(self._side, 1)
        halves.addWidget(self._columns_card(), 3)

    def _columns_card(self) -> QWidget:
        box = card()
        lines = column(box, space=8, margins=(12, 12, 12, 12))
        head = row(space=8)
        self.title = Elided("", "heading")
        self.title.setObjectName("import_sheet_title")
        head.addWidget(self.title, 1)
        head.addWidget(label("表头在第", "muted", name="import_header_label"))
        self.header = QLineEdit()
        named(self.header, "import_header_row", "表头在第几行")
        self.header.setValidator(QIntValidator(1, LOOK, self.header))
        self.header.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.header.setFixedWidth(theme.px(52))
        self.header.editingFinished.connect(self._header_moved)
        head.addWidget(self.header)
        head.addWidget(label("行", "muted", name="import_header_label_end"))
        self.wanted = QCheckBox("导入这张表")
        named(self.wanted, "import_sheet_wanted", "导入这张表")
        self.wanted.toggled.connect(self._want)
        head.addWidget(self.wanted)
        lines.addLayout(head)
        self.said = label("", "muted", wrap=True, name="import_columns_said")
        lines.addWidget(self.said)
        self.table = PlainTable("import_columns", "列和对应的项目", COLUMNS)
        self.table.table.setSelectionMode(self.table.table.SelectionMode.NoSelection)
        self._boxes = FieldBoxes("import_field", self.table)
        self._boxes.chosen.connect(self._matched)
        lines.addWidget(self.table, 1)
        return box

    # the step

    def enter(self, data: dict[str, Any]) -> None:
        intake = self.page.intake_for(data)
        if any(file.looks for file in intake.files):
            self._fill()
            return
        self.busy = True
        self.names.clear()
        self.table.show_entries([])
        self.title.setText("正在读取…")
        self.page.run("读取表头", intake.look, done=lambda _none: self._fill())

    def _fill(self) -> None:
        self.busy = False
        intake = self.page.intake
        assert intake is not None
        self._places = []
        for file in intake.files:
            looks = [look for look in file.looks if not look.hidden]
            self._places += [(file, look) for look in looks] or [(file, None)]
        self._name_places(intake)
        first = next((n for n, (_f, look) in enumerate(self._places) if look and look.layout), 0)
        self.names.setCurrentRow(first)
        self._show_place(first)
        self.changed.emit()

    def _name_places(self, intake: Intake) -> None:
        self.names.blockSignals(True)
        self.names.clear()
        for file, look in self._places:
            name = file.name if len(intake.files) > 1 else ""
            sheet = look.name if look else ""
            words = "：".join(part for part in (name, sheet) if part)
            self.names.addItem(f"{words}    {self._state(file, look)}")
        self.names.setCurrentRow(self._at)
        self.names.blockSignals(False)
        self._side.setVisible(len(self._places) > 1)

    def _state(self, file: FileJob, look: SheetLook | None) -> str:
        if file.error is not None:
            return "读不了"
        if look is None or look.name in file.but:
            return "不导入"
        if look.layout is None:
            return "没有认出表头"
        if look.layout.missing:
            return "缺必填的列"
        known = len(look.layout.columns)
        return f"{known}/{known + len(look.layout.unmatched)} 列"

    def usable(self) -> list[tuple[FileJob, SheetLook]]:
        """The sheets that will be read."""
        return [
            (file, look)
            for file, look in self._places
            if look is not None
            and look.layout is not None
            and not look.layout.missing
            and look.name not in file.but
        ]

    def ready(self) -> bool:
        return not self.busy and bool(self.usable())

    def main_words(self) -> str:
        return "检查"

    def hint(self) -> str:
        if self.busy:
            return ""
        bad = [file for file, _look in self._places if file.error is not None]
        sums = f"{len(self.usable())} 张工作表可以导入" if len(self._places) > 1 else ""
        words = [sums, f"{len(bad)} 个文件读不了" if bad else "", "改过的对应会记住，下次照用。"]
        return "，".join(word for word in words if word)

    # one sheet

    def _place(self) -> tuple[FileJob, SheetLook | None] | None:
        return self._places[self._at] if 0 <= self._at < len(self._places) else None

    def _sheet(self) -> tuple[FileJob, SheetLook] | None:
        file, look = self._place() or (None, None)
        return (file, look) if file is not None and look is not None else None

    def _show_place(self, place: int) -> None:
        self._at = max(0, place)
        self._boxes.clear()
        now = self._place()
        if now is None:
            return
        file, look = now
        layout = look.layout if look else None
        shown = look.name if look else file.name
        self.title.setText(f"{file.name} · {shown}" if look else file.name)
        for widget in (self.header, self.wanted):
            widget.blockSignals(True)
            widget.setEnabled(look is not None)
        self.header.setText(str(layout.header_row) if layout else "")
        self.wanted.setChecked(look is not None and look.name not in file.but)
        for widget in (self.header, self.wanted):
            widget.blockSignals(False)
        if file.error is not None:
            self.said.setText(f"{file.error.message}{file.error.advice}")
            self.table.show_entries([])
        elif look is not None and layout is not None:
            self._show_layout(look, layout)
        else:
            self.said.setText(
                "没有认出表头，这张表不会导入。如果它就是要导入的名单，请在右上角写明表头在第几行。"
            )
            self._show_rows(look)

    def _show_rows(self, look: SheetLook | None) -> None:
        """The first rows as they are, so that a person can find the header."""
        rows = look.rows[:20] if look else []
        self.table.show_entries(
            [
                {
                    "column": f"第 {number} 行",
                    "header": "　".join(show(c) for c in cells if c != "")[:80],
                    "first": "", "second": "", "field": "",
                }
                for number, cells in rows
            ]
        )  # fmt: skip

    def _show_layout(self, look: SheetLook, layout: Layout) -> None:
        known = {c.column: c for c in layout.columns}
        every = [(c.column, c.header) for c in layout.columns]
        every += [(letter, header) for letter, header in layout.others]
        every.sort(key=lambda one: column_index(one[0]))
        samples = [cells for number, cells in look.rows if number >= layout.first_row][:2]

        def sample(letter: str, which: int) -> str:
            at = column_index(letter)
            cells = samples[which] if which < len(samples) else []
            return show(cells[at]) if at < len(cells) else ""

        self.table.show_entries(
            [
                {
                    "column": letter,
                    "header": header,
                    "first": sample(letter, 0) or " ",
                    "second": sample(letter, 1) or " ",
                    "field": " ",
                }
                for letter, header in every
            ]
        )
        kind = next(k for k in self._reads() if k.kind == layout.kind)
        fields = {letter: one.field for letter, one in known.items()}
        self._boxes.show(
            [(letter, header, fields.get(letter, "")) for letter, header in every],
            {"": "不导入"} | field_words(kind),
        )
        unsure = [c.header for c in layout.columns if not c.sure]
        said = f"{len(known)} 列已对应"
        if layout.missing:
            titles = "、".join(f"「{kind.field(key).title}」" for key in layout.missing)
            said = f"缺少{titles}列，请在下面指出是哪一列；{said}"
            typed = typed_of(self.page.intake.sheet) if self.page.intake is not None else ""
            if layout.missing == [typed]:
                said += f"；表里没有这一列的，回上一步选「没写{kind.field(typed).title}的」"
        if unsure:
            said += f"；请核对：{'、'.join(unsure)}"
        if layout.unmatched:
            said += f"；没有对应：{'、'.join(layout.unmatched)}"
        self.said.setText(said)

    def _reads(self) -> Any:
        assert self.page.intake is not None
        return self.page.intake.sheet.reads

    # changing

    def _matched(self, letter: str, key: str) -> None:
        now = self._sheet()
        if now is None or now[1].layout is None:
            return
        file, look = now
        choice = file.choices.get(look.name, Choice())
        columns = dict(choice.columns)
        for one in now[1].layout.columns:  # a field has one column
            if key and one.field == key and one.column != letter:
                columns[one.column] = ""
        columns[letter] = key
        file.choices[look.name] = replace(choice, columns=columns)
        self._look_again(file)

    def _header_moved(self) -> None:
        now, text = self._sheet(), self.header.text()
        if now is None or not text.isdigit() or self.busy:
            return
        file, look = now
        line = int(text)
        if look.layout is not None and look.layout.header_row == line:
            return
        file.choices[look.name] = Choice(header_row=line)
        self._look_again(file)

    def _want(self, on: bool) -> None:
        now = self._sheet()
        if now is None or self.page.intake is None:
            return
        file, look = now
        file.but = file.but - {look.name} if on else file.but | {look.name}
        self._name_places(self.page.intake)
        self.changed.emit()

    def _look_again(self, file: FileJob) -> None:
        intake = self.page.intake
        assert intake is not None
        self.busy = True
        self.changed.emit()

        def done(_none: object) -> None:
            self.busy = False
            at = self._at
            looks = {look.name: look for look in file.looks}
            self._places = [
                (one, looks.get(look.name, look) if one is file and look else look)
                for one, look in self._places
            ]
            self._name_places(intake)
            self._show_place(at)
            self.changed.emit()

        self.page.run("读取表头", lambda progress: intake.look_again(file, progress), done=done)

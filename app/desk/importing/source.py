"""Step ①: which files, which list, from whom, what happens to what is there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.codes import code_list
from app.base.errors import UnionDeskError
from app.base.lists import Choice, Tone
from app.base.progress import Progress
from app.desk import theme
from app.desk.choose_path import FOLDER, choose_path
from app.desk.days import DayEdit
from app.desk.pickers import PickerEdit
from app.desk.widgets import Combo, Note, button, card, clear, column, label, named, row
from app.desk.wizard import StepPage
from app.sheets.checking import Pasted, Source
from app.sheets.intake import ENDINGS, known_rows, workbooks_in, write_blank
from app.sheets.job import Wish, typed_of
from app.sheets.waiting import told
from app.store.search import find
from app.store.search import named as record_named

if TYPE_CHECKING:
    from app.desk.importing.page import ImportPage

POLICIES = (
    ("fill", "只补空白，不同的由我定"),
    ("overwrite", "覆盖，以表中的为准"),
    ("skip", "跳过已有的，只新增"),
    ("new", "同名的也新增"),
)


class SenderPicker:
    """The unit that sent a file: any record of the kind, found by name, pinyin or code."""

    title = "来表单位"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def search(self, connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """Records that hold the text."""
        hits, _total = find(connection, text, 400)
        found = [hit for hit in hits if hit["kind"] == self.kind][:limit]
        return [Choice(hit["id"], hit["title"], hit["where"]) for hit in found]

    def titles(self, connection: Any, keys: Sequence[str]) -> dict[str, str]:
        """Names of records."""
        found = {key: record_named(connection, key) for key in keys}
        return {key: hit["title"] for key, hit in found.items() if hit is not None}


class SourceStep(StepPage):
    """Files by button, by drag and drop, or pasted; a folder is all its workbooks."""

    def __init__(self, page: ImportPage) -> None:
        super().__init__()
        self.page = page
        self.sources: list[Source] = []
        self.setAcceptDrops(True)
        lines = column(self, space=12)
        self._notes = column(space=8)
        lines.addLayout(self._notes)
        halves = row(space=12)
        halves.addWidget(self._files_card(), 3)
        halves.addWidget(self._asked_card(), 2)
        lines.addLayout(halves, 1)
        self._show_sources()
        self.kind.currentIndexChanged.connect(lambda _i: self._kind_changed())
        self._kind_changed()

    # what is on it

    def _files_card(self) -> QWidget:
        box = card()
        lines = column(box, space=10, margins=(16, 14, 16, 14))
        lines.addWidget(label("要导入的文件", "heading", name="import_files_heading"))
        lines.addWidget(
            label(
                "把文件或文件夹拖到这里，或者用下面的按钮选。Excel、WPS 表格（.xlsx .xls .et）"
                "和文本（.csv）都可以，表头在第几行、列的先后都没有关系。",
                "muted",
                wrap=True,
            )
        )
        buttons = row(space=8)
        buttons.addWidget(button("import_files", "选择文件…", self.choose_files, picture="import"))
        buttons.addWidget(
            button("import_folder", "选择文件夹…", self.choose_folder, picture="folder")
        )
        buttons.addWidget(
            button(
                "import_paste",
                "粘贴表格",
                self.paste,
                help="先在 WPS 或 Excel 里选中表格（连同表头）并复制",
            )
        )
        buttons.addStretch(1)
        lines.addLayout(buttons)
        self.list = QListWidget()
        named(self.list, "import_source_list", "要导入的文件")
        lines.addWidget(self.list, 1)
        foot = row(space=8)
        self.said = label("", "muted", name="import_source_said")
        foot.addWidget(self.said, 1)
        self._remove = button("import_remove", "移除选中的", self._remove_chosen, "quiet")
        foot.addWidget(self._remove)
        lines.addLayout(foot)
        return box

    def _asked_card(self) -> QWidget:
        box = card()
        lines = column(box, space=10, margins=(16, 14, 16, 14))
        lines.addWidget(label("怎样导入", "heading", name="import_how_heading"))
        form = QGridLayout()
        form.setHorizontalSpacing(theme.px(12))
        form.setVerticalSpacing(theme.px(10))
        form.setColumnStretch(1, 1)
        self.kind = Combo()
        named(self.kind, "import_kind", "是什么名单")
        for key, sheet in self.page.sheets.items():
            self.kind.addItem(sheet.kind.title, key)
        self.unit = PickerEdit("import_unit", "来表单位", SenderPicker("union"), self.page.desk.ops)
        self.unit.setPlaceholderText("可以不填；输入名称或拼音")
        self.unit.picked.connect(lambda _key: self._unit_changed())
        self.policy = Combo()
        named(self.policy, "import_policy", "已有的记录")
        for key, words in POLICIES:
            self.policy.addItem(words, key)
        self.on_day = DayEdit("import_day", "填报数的日期")
        self.on_day.set_day(self.page.desk.today)
        self.type = Combo()
        named(self.type, "import_type", "没有写类型的算作")
        asked = (
            ("是什么名单", self.kind),
            ("来表单位", self.unit),
            ("已有的记录", self.policy),
            ("填报数的日期", self.on_day),
            ("没写类型的", self.type),
        )
        for place, (words, widget) in enumerate(asked):
            self._type_label = label(words, "muted", name=f"{widget.objectName()}_label")
            form.addWidget(self._type_label, place, 0)
            form.addWidget(widget, place, 1)
            widget.setMinimumWidth(theme.px(120))
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(
                    QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                )
        lines.addLayout(form)
        self.complete = QCheckBox("本表为该单位全部在册会员")
        named(self.complete, "import_complete", "本表为该单位全部在册会员")
        self.complete.setToolTip("表里没有的会员列在「缺席」里，逐个或一起决定怎么办。")
        lines.addWidget(self.complete)
        lines.addStretch(1)
        self._add_templates(lines)
        return box

    def _add_templates(self, lines: QVBoxLayout) -> None:
        lines.addWidget(label("下载模板", "heading", name="import_template_heading"))
        self._template_said = label("", "muted", wrap=True, name="import_template_said")
        lines.addWidget(self._template_said)
        buttons = row(space=8)
        buttons.addWidget(button("import_blank", "空白模板…", self.choose_blank, picture="export"))
        self._prefilled = button(
            "import_prefilled", "预填模板…", self.choose_prefilled, picture="export"
        )
        buttons.addWidget(self._prefilled)
        buttons.addStretch(1)
        lines.addLayout(buttons)

    def _kind_changed(self) -> None:
        sheet = self.sheet()
        self.type.clear()
        key = typed_of(sheet)
        typed = sheet.kind.field(key).title if key else ""
        self.type.addItem(f"表里有「{typed}」列" if typed else "按名称判断", None)
        self._type_label.setText(f"没写{typed or '类型'}的")
        if sheet.types:
            for code, name in code_list(sheet.types).choices():
                self.type.addItem(name, code)
        self.type.setVisible(bool(sheet.types))
        self.complete.setVisible(sheet.complete)
        self._type_label.setVisible(bool(sheet.types))
        self.unit.picker = SenderPicker(sheet.sender)
        self._unit_changed()

    def _unit_changed(self) -> None:
        title = self.unit.title() if self.unit.text() else ""
        known = f"「{title}」及以下已有的" if title else "选好来表单位，可以做成填好已有内容的"
        self._template_said.setText(f"空白的给人填报；{known}表，下面改好再交回来。")
        self._prefilled.setEnabled(bool(title))

    def sheet(self) -> Any:
        """The list chosen."""
        return self.page.sheets[str(self.kind.currentData())]

    # files

    def choose_files(self) -> None:
        """Several files may be chosen at once."""
        kinds = "表格 (" + " ".join(f"*{ending}" for ending in ENDINGS) + ");;所有文件 (*)"
        choose_path(self, "import_file_dialog", "选择要导入的文件", self.add_paths, kinds=kinds)

    def choose_folder(self) -> None:
        """All workbooks of a folder."""
        choose_path(self, "import_folder_dialog", "选择文件夹", self.add_paths, mode=FOLDER)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Files, and the workbooks of folders, in addition to those that are there."""

        def work() -> list[Path]:
            return [one for p in paths for one in (workbooks_in(p) if p.is_dir() else [p])]

        self.page.desk.ops.think(work, owner=self, done=self._add, failed=self._not_added)

    def _add(self, paths: Sequence[Source]) -> None:
        self.sources += [one for one in paths if one not in self.sources]
        self.tell_problem(None)
        self._show_sources()

    def _not_added(self, error: BaseException) -> bool:
        if not isinstance(error, UnionDeskError):
            return False
        self.tell_problem(error)
        return True

    def paste(self) -> None:
        """What lies on the clipboard, if it is a block of cells."""
        text = QGuiApplication.clipboard().text()
        if "\t" not in text and "\n" not in text.strip():
            self.tell("剪贴板里没有表格。", "请先在 WPS 或 Excel 里选中表格（连同表头）并复制。")
            return
        self._add([Pasted(text)])

    def _remove_chosen(self) -> None:
        gone = {index.row() for index in self.list.selectedIndexes()}
        self.sources = [one for n, one in enumerate(self.sources) if n not in gone]
        self._show_sources()

    def _show_sources(self) -> None:
        self.list.clear()
        for one in self.sources:
            where = "" if isinstance(one, Pasted) else f"    {one.parent}"
            self.list.addItem(f"{one.name}{where}")
        self.said.setText(f"{len(self.sources)} 个文件" if self.sources else "还没有选文件")
        self._remove.setVisible(bool(self.sources))
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.add_paths(paths)

    # telling

    def offer(self, one: Mapping[str, Any]) -> None:
        """An import that waits from an earlier session: go on with it, or forget it."""
        box = Note(told(one), "", Tone.INFO, name="import_waiting")
        line = row(space=8)
        page, job = self.page, str(one["job"])
        line.addWidget(button("import_resume", "继续检查", lambda: page.resume(job)))
        line.addWidget(button("import_forget", "不要了", lambda: page.forget(job), "quiet"))
        line.addStretch(1)
        inside = box.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addLayout(line)
        self._notes.addWidget(box)

    def tell_problem(self, error: UnionDeskError | None) -> None:
        """Why the file chosen cannot be read; None: nothing is wrong."""
        self.tell(error.message if error else "", error.advice if error else "")

    def tell(self, text: str, advice: str = "") -> None:
        """A sentence above the files; empty: none."""
        clear(self._notes)
        if text:
            self._notes.addWidget(Note(text, advice, Tone.BAD, name="import_problem"))

    # templates

    def choose_blank(self) -> None:
        """Choose where the empty template goes."""
        name = f"{self.sheet().kind.title}导入模板.xlsx"
        choose_path(
            self, "import_blank_dialog", "保存模板", lambda p: self.save_template(p[0]),
            save=True, first=name, kinds="Excel 工作簿 (*.xlsx)",
        )  # fmt: skip

    def choose_prefilled(self) -> None:
        """Choose where the template goes that holds what is known of the unit."""
        name = f"{self.unit.title()}{self.sheet().kind.title}.xlsx"
        choose_path(
            self, "import_prefilled_dialog", "保存预填模板",
            lambda p: self.save_template(p[0], prefilled=True),
            save=True, first=name, kinds="Excel 工作簿 (*.xlsx)",
        )  # fmt: skip

    def save_template(self, path: Path, *, prefilled: bool = False) -> None:
        """Write the template."""
        desk, sheet = self.page.desk, self.sheet()
        unit = self.unit.key() if prefilled else None
        day = desk.today

        def work(progress: Progress) -> int:
            progress.step(0, 0, "正在做模板")
            rows, title = desk.workspace.read(lambda conn: known_rows(conn, sheet, unit, day))
            return write_blank(path, sheet, rows, title).rows

        def done(count: int) -> None:
            said = f"，预填 {count} 行" if prefilled else ""
            desk.notice(f"模板已保存：{path.name}{said}", tone=Tone.GOOD)

        desk.ops.run("下载模板", work, owner=self, done=done)

    # the step

    def ready(self) -> bool:
        return bool(self.sources)

    def hint(self) -> str:
        return "先检查，再写入；看过检查结果才会动数据。"

    def gathered(self) -> dict[str, Any] | None:
        try:
            unit = self.unit.key()
            on_day = self.on_day.day()
        except ValueError as error:
            self.tell(str(error))
            return None
        if on_day is None or on_day > self.page.desk.today:
            self.tell("填报数的日期不能空，也不能晚于今天。")
            return None
        self.tell("")
        wish = Wish(
            tuple(self.sources),
            unit=unit,
            policy=str(self.policy.currentData()),
            on_day=on_day,
            type=self.type.currentData() if self.sheet().types else None,
            complete=not self.complete.isHidden() and self.complete.isChecked(),
        )
        return {"wish": wish, "kind": str(self.kind.currentData())}

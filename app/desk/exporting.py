"""导出: a list exactly as filtered, masked unless somebody says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFileDialog, QLineEdit, QRadioButton, QWidget

from app.base.lists import Column, View
from app.base.progress import Progress
from app.base.text import tidy
from app.desk.dialogs import Dialog
from app.desk.list_out import (
    ask_file,
    out_cell,
    out_columns,
    paper_of_list,
    preview_list,
    written_notice,
)
from app.desk.lists import ListView
from app.desk.page import Desk
from app.desk.widgets import label, named
from app.store.notes import reveal, setting

if TYPE_CHECKING:  # the workbook libraries take a second to import: only when they are needed
    from app.paper.model import Document
    from app.sheets.writing import Written

AsSheet = Callable[[Any, Any, View], tuple[Any, Iterable[Mapping[str, Any]]]]
"""(reader, source, view) → the kind of workbook that is imported, and its rows."""
PAGE = 500


class Exporter(QObject):
    """Asks what goes into the workbook, where it goes, and writes it.

    Attributes:
        sheets: key of a list → its rows in the layout that is imported; the others have none.
    """

    sheets: ClassVar[Mapping[str, AsSheet]] = {}

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, parent
        self.dialog: ExportDialog | None = None
        self.files: QFileDialog | None = None

    def ask(self, shown: ListView) -> None:
        """Ask which columns; then the file."""
        as_sheet = shown.source.key in self.sheets
        self.dialog = made = ExportDialog(self._page.window(), shown, as_sheet)
        made.wanted.clear()
        made.accepted.connect(lambda: self._choose(shown, dict(made.wanted)))
        made.open()

    def _choose(self, shown: ListView, wanted: dict[str, Any]) -> None:
        title = f"{shown.source.title} {self._desk.day.isoformat()}"
        self.files = ask_file(self._page, title, lambda path: self.write(shown, path, **wanted))

    def write(self, shown: ListView, path: Path, *, way: str = "shown", reason: str = "") -> None:
        """Write the list as it is filtered now.

        Args:
            way: ``shown`` the columns on the screen, ``all`` every column, ``sheet`` the layout
                that can be imported again.
            reason: why numbers of persons go out in full; empty: masked.
        """
        source, view, workspace = shown.source, shown.view(), self._desk.workspace
        columns = shown.columns_shown() if way == "shown" else source.columns
        columns = tuple(c for c in columns if c.exportable)

        def work(progress: Progress) -> Written:
            if way == "sheet":
                rows = self.sheets[source.key]
                return _as_sheet(workspace, rows, source, view, path, reason, progress)
            return _as_list(workspace, source, view, columns, path, reason, progress)

        self._desk.ops.run(f"导出{source.title}", work, owner=self._page, done=self._done)

    def _done(self, done: Written) -> None:
        self._desk.ops.noticed.emit(written_notice(done))

    def print(self, shown: ListView, within: str = "") -> None:
        """Print the columns on the screen, as the list is filtered and masked now. ``within``: the
        name of what the list is narrowed to."""
        source, view, workspace = shown.source, shown.view(), self._desk.workspace
        columns = tuple(c for c in shown.columns_shown() if c.exportable)
        filtered = (f"范围：{within}。" if within else "") + shown.bar.in_words()

        def make(progress: Progress) -> Document:
            ids = list(workspace.read(lambda connection: source.ids(connection, view)))
            office = workspace.read(lambda connection: setting(connection, "office_name", ""))
            rows = _pages(workspace, source, view, ids, progress)
            return paper_of_list(
                source.title, columns, rows, filtered=filtered, office=office, day=view.day
            )

        preview_list(self._page, self._desk.ops, source.title, make)


class ExportDialog(Dialog):
    """What goes into the workbook.

    Attributes:
        wanted: the answer, for ``Exporter.write``.
    """

    def __init__(self, parent: QWidget | None, shown: ListView, as_sheet: bool) -> None:
        super().__init__(parent, "export", f"导出{shown.source.title}", 460)
        self.wanted: dict[str, Any] = {}
        source = shown.source
        self.body.addWidget(
            label(f"名单里现在筛选出 {shown.count():,} 条，就导出这些。", "muted", wrap=True)
        )
        self._group = QButtonGroup(self)
        self._ways: list[str] = []
        ways = [("shown", f"屏幕上的 {len(shown.columns_shown())} 列"),
                ("all", f"全部 {len(source.columns)} 列")]  # fmt: skip
        if as_sheet:
            ways.append(("sheet", "台账格式（填好可以再导入）"))
        for key, words in ways:
            made = QRadioButton(words)
            named(made, f"export_{key}", words)
            self._group.addButton(made, len(self._ways))
            self._ways.append(key)
            self.body.addWidget(made)
        self._group.button(0).setChecked(True)
        self.full = QCheckBox("电话等个人号码导出完整的（会记入操作记录）")
        named(self.full, "export_full", "导出完整号码")
        self.body.addWidget(self.full)
        self.reason = QLineEdit()
        named(self.reason, "export_reason", "导出完整号码的原因")
        self.reason.setPlaceholderText("写明为什么要完整号码")
        self.reason.setEnabled(False)
        self.body.addWidget(self.reason)
        self.message = label("", "error", wrap=True, name="export_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.full.toggled.connect(self.reason.setEnabled)
        self.add_button("cancel", "取消", self.reject)
        self.add_button("ok", "选择文件…", self._done, "main")

    def _done(self) -> None:
        reason = tidy(self.reason.text()) if self.full.isChecked() else ""
        if self.full.isChecked() and not reason:
            self.message.setText("请写明为什么要完整号码。")
            self.message.show()
            self.reason.setFocus()
            return
        self.wanted.update(way=self._ways[self._group.checkedId()], reason=reason)
        self.accept()


def _note(workspace: Any, title: str, rows: int, reason: str) -> None:
    """The entry comes before the numbers go out."""
    if reason:
        workspace.do(reveal, what=title, rows=rows, reason=reason)


def _as_sheet(
    workspace: Any,
    rows_of: AsSheet,
    source: Any,
    view: View,
    path: Path,
    reason: str,
    progress: Progress,
) -> Written:
    from app.sheets.writing import write_list

    if reason:
        count = workspace.read(lambda connection: len(source.ids(connection, view)))
        _note(workspace, source.title, count, reason)

    def write(connection: Any) -> Written:
        kind, rows = rows_of(connection, source, view)
        return write_list(path, kind, rows, progress, masked=not reason)

    written: Written = workspace.read(write)
    return written


def _as_list(
    workspace: Any,
    source: Any,
    view: View,
    columns: Sequence[Column],
    path: Path,
    reason: str,
    progress: Progress,
) -> Written:
    from app.sheets.writing import write_table

    ids = list(workspace.read(lambda connection: source.ids(connection, view)))
    if any(c.sensitive for c in columns):
        _note(workspace, source.title, len(ids), reason)
    rows = (
        [out_cell(c, one.get(c.key), full=bool(reason)) for c in columns]
        for one in _pages(workspace, source, view, ids, progress)
    )
    return write_table(path, out_columns(columns), rows, sheet=source.title, progress=progress)


def _pages(
    workspace: Any, source: Any, view: View, ids: Sequence[str], progress: Progress
) -> Iterator[Mapping[str, Any]]:
    for start in range(0, len(ids), PAGE):
        part = ids[start : start + PAGE]
        progress.step(start, len(ids), "读取")
        yield from workspace.read(lambda connection, p=part: source.rows(connection, p, view))

"""What goes into each column of a platform's template: proposed, and mended here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from app.base.errors import UserError
from app.base.lists import Column, Tone
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.matching import FieldBoxes, field_words
from app.desk.page import Desk
from app.desk.widgets import button, label, named
from app.sheets.filling import DAY, NUMBER, TEXT
from app.sheets.header import LOOK, Choice

from ...lists.platforms import Mapped, Platform, platform
from ...sheet.platforms import (
    KINDS,
    RUNNING,
    empty_columns,
    keeping,
    map_template,
    mapped,
)
from .part import Part

COLUMNS = (
    Column("column", "列", 46),
    Column("header", "平台的表头", 210),
    Column("how", "怎么填", 330),
    Column("field", "填本单位的哪一项", 250),
)
CONSTANT = "="
"""The choice of one text for every row."""


class Columns(Part):
    """A template that was just read, or one that is kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._made: Platform | None = None
        self._path: Path | None = None
        self._dirty = False
        head = self.bar()
        head.addWidget(label("平台名称", "muted"))
        self.name = QLineEdit()
        named(self.name, "platform_name", "平台名称")
        self.name.setMaxLength(60)
        self.name.textEdited.connect(lambda _text: self._touched())
        head.addWidget(self.name, 2)
        head.addWidget(label("备注", "muted"))
        self.note = QLineEdit()
        named(self.note, "platform_note", "备注")
        self.note.setMaxLength(120)
        self.note.textEdited.connect(lambda _text: self._touched())
        head.addWidget(self.note, 3)
        self._line_label = label("表头在第几行", "muted")
        head.addWidget(self._line_label)
        self.line = QLineEdit()
        named(self.line, "platform_header_row", "表头在第几行")
        self.line.setValidator(QIntValidator(1, LOOK, self.line))
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line.setFixedWidth(theme.px(52))
        self.line.editingFinished.connect(self._moved)
        head.addWidget(self.line)
        self.rows = self.table("platform_columns", "平台模板的列", COLUMNS, "正在读取模板…")
        self.rows.opened.disconnect()
        self.rows.table.setSelectionMode(self.rows.table.SelectionMode.NoSelection)
        self.boxes = FieldBoxes("platform_field", self.rows)
        self.boxes.chosen.connect(self._chosen)
        self._top.addWidget(self.rows, 1)
        self.message = label("", "error", wrap=True, name="platform_columns_message")
        self.message.hide()
        self._top.addWidget(self.message)
        foot = self.bar()
        self.main = button("platform_columns_save", "保存", self.save, "main", help="Ctrl+S")
        foot.addWidget(self.main)
        foot.addWidget(button("platform_columns_cancel", "取消", self.forget))
        foot.addStretch(1)

    def title(self) -> str:
        return "列的对应"

    def is_dirty(self) -> bool:
        return self._dirty

    # a template

    def read(self, path: Path, kind: str, name: str, line: int = 0) -> None:
        """A blank template that is not kept yet; ``line``: of its head, where a person says it."""
        sheet = self._made.sheet if line and self._made else ""
        choice = Choice(header_row=line) if line else None
        if not line:
            self._clear()

        def work(progress: Any) -> Platform:
            return map_template(path, kind, name=name, sheet=sheet, choice=choice,
                                progress=progress)  # fmt: skip

        def done(made: Platform) -> None:
            self._path, self._dirty = path, True
            self._show(made)

        def failed(_error: BaseException) -> bool:
            if not line:
                self._dirty = False
                self.left.emit()
            return False

        self.desk.ops.run("读取平台模板", work, owner=self, done=done, failed=failed)

    def open(self, line: Mapping[str, Any]) -> None:
        """One that is kept."""
        self._clear()
        self.platform = line

        def done(made: Platform) -> None:
            self._path, self._dirty = None, False
            self._show(made)

        self.desk.ops.ask(lambda conn: platform(conn, line["id"]), owner=self, done=done,
                          slot="platform")  # fmt: skip

    def _clear(self) -> None:
        self._made = None
        self.boxes.clear()
        self.rows.show_entries([])
        self.said.setText("")
        self.message.hide()
        self.name.clear()
        self.note.clear()
        self.main.setEnabled(False)

    def _show(self, made: Platform) -> None:
        self._made = made
        for box, text in ((self.name, made.name), (self.note, made.note)):
            box.setText(text)
        self.line.setText(str(made.header_row))
        for widget in (self.line, self._line_label):
            widget.setVisible(self._path is not None)
        self._fill()
        self.main.setEnabled(True)

    def _fill(self) -> None:
        made = self._made
        assert made is not None
        kind = KINDS[made.kind]
        words = {"": "（空着）", CONSTANT: "固定内容…"} | field_words(kind)
        self.rows.show_entries(
            [
                {"column": c.column, "header": _head(c), "how": how_of(c), "field": " "}
                for c in made.columns
            ]
        )
        self.boxes.show(
            [(c.column, c.header, CONSTANT if c.constant else c.field) for c in made.columns],
            words,
        )
        empty = empty_columns(made)
        lacks = [c.header for c in made.columns if c.required and c.header in empty]
        said = f"「{made.file}」的「{made.sheet}」，表头在第 {made.header_row} 行，"
        said += f"{len(made.columns) - len(empty)}/{len(made.columns)} 列已对应。"
        if lacks:
            said += f"平台必填而没有对应：{'、'.join(lacks)}。"
        if rest := [head for head in empty if head not in lacks]:
            said += (
                f"没有对应、会空着的：{'、'.join(rest)}；可以选内容或「固定内容」，或到平台上补填。"
            )
        self.said.setText(said + "".join(made.notes))

    # changing

    def _touched(self) -> None:
        self._dirty = True

    def _moved(self) -> None:
        made, text = self._made, self.line.text()
        if made is None or self._path is None or not text or int(text) == made.header_row:
            return
        self.read(self._path, made.kind, self.name.text(), int(text))

    def _chosen(self, letter: str, key: str) -> None:
        if key == CONSTANT:
            self._ask_constant(letter)
        else:
            self._take(letter, field=key)

    def _ask_constant(self, letter: str) -> None:
        assert self._made is not None
        column = next(c for c in self._made.columns if c.column == letter)
        asked = Dialog(self.window(), "platform_constant", "固定内容")
        asked.body.addWidget(label(f"「{column.header}」这一列每行都填：", "muted", wrap=True))
        box = QLineEdit(column.constant)
        named(box, "platform_constant_text", "固定内容")
        box.setMaxLength(100)
        asked.body.addWidget(box)
        asked.add_button("cancel", "取消", asked.reject)
        asked.add_button("ok", "确定", asked.accept, "main")
        asked.accepted.connect(lambda: self._take(letter, constant=" ".join(box.text().split())))
        asked.rejected.connect(self._fill)
        asked.open()
        box.setFocus()

    def _take(self, letter: str, **what: str) -> None:
        made = self._made
        assert made is not None
        columns = [mapped(made.kind, c, **what) if c.column == letter else c for c in made.columns]
        self._made, self._dirty = replace(made, columns=tuple(columns)), True
        self._fill()

    # keeping

    def save(self) -> None:
        """Keep what the columns mean."""
        if self._made is None:
            return
        name, note = (" ".join(box.text().split()) for box in (self.name, self.note))
        made = replace(self._made, name=name, note=note)
        try:
            act, given, values = keeping(made)
        except UserError as error:
            self._tell(error)
            return

        def done(_changes: Any) -> None:
            self._dirty = False
            self.desk.notice(f"已保存「{made.name}」：{len(made.columns)} 列。", tone=Tone.GOOD)
            self.left.emit()

        self.desk.ops.act(act, *given, owner=self, done=done, failed=self._tell, **values)

    def _tell(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        self.message.setText(f"{error.message}{error.advice}")
        self.message.show()
        return True

    def forget(self) -> None:
        """Leave without keeping anything."""
        self._dirty = False
        self.left.emit()


def _head(column: Mapped) -> str:
    return f"{column.header}（平台必填）" if column.required else column.header


def how_of(column: Mapped) -> str:
    """How a column is filled, in words."""
    if column.constant:
        return f"每行都填「{column.constant}」"
    if not column.field:
        return "序号，自动编" if column.form == RUNNING else "空着"
    if column.words:
        split = {ours.split("/")[0] for ours, theirs in column.words.items() if "/" in ours}
        none = [ours for ours, theirs in column.words.items() if not theirs and ours not in split]
        some = "、".join(column.options[:4]) + ("…" if len(column.options) > 4 else "")
        if not none:
            return f"换成平台的词：{some}"
        few = "、".join(none[:3]) + (f"等 {len(none)} 项" if len(none) > 3 else "")
        return f"换成平台的词：{some}　平台没有：{few}"
    if column.form in (TEXT, ""):
        return "照本单位的写"
    if column.form == NUMBER:
        return "数字"
    return "日期" if column.form == DAY else f"日期，写成 {column.form}"

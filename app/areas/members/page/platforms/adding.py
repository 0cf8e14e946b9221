"""添加平台模板: which file, what it asks for, what the platform is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QLineEdit, QRadioButton, QWidget

from app.desk.choose_path import choose_path
from app.desk.dialogs import Dialog
from app.desk.widgets import Elided, button, label, named, row

from .part import WORKBOOKS
from .shelf import WORDS

NEEDED = "请先选平台的空白模板。"


class AddPlatform(Dialog):
    """Asks for what is needed to read a template; ``given`` gets (file, kind, name)."""

    def __init__(self, parent: QWidget, given: Callable[[Path, str, str], object]) -> None:
        super().__init__(parent.window(), "add_platform", "添加平台模板", 520)
        self._given = given
        self._path: Path | None = None
        said = "选平台下载的空白导入模板（.xlsx、.xls）。表头、说明、下拉选项都原样保留。"
        self.body.addWidget(label(said, "muted", wrap=True))
        line = row(space=8)
        line.addWidget(button("add_platform_file", "选择文件…", self.choose))
        self.file = Elided("还没有选", "muted")
        line.addWidget(self.file, 1)
        self.body.addLayout(line)
        self._group = QButtonGroup(self)
        kinds = row(space=16)
        kinds.addWidget(label("模板里填的是", "muted"))
        for place, (key, word) in enumerate(WORDS.items()):
            made = QRadioButton(word)
            named(made, f"add_platform_{key}", f"模板里填的是{word}")
            self._group.addButton(made, place)
            kinds.addWidget(made)
        self._group.button(0).setChecked(True)
        kinds.addStretch(1)
        self.body.addLayout(kinds)
        self.name = QLineEdit()
        named(self.name, "add_platform_name", "平台名称")
        self.name.setPlaceholderText("平台名称，例如：省总工会平台（不填就用文件名）")
        self.name.setMaxLength(60)
        self.body.addWidget(self.name)
        self.message = label("", "error", wrap=True, name="add_platform_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.add_button("cancel", "取消", self.reject)
        self.add_button("ok", "读取模板", self._done, "main")

    def choose(self) -> QFileDialog:
        """Ask for the file."""
        return choose_path(
            self,
            "platform_file",
            "选择平台的空白模板",
            lambda paths: self.take(paths[0]),
            mode=QFileDialog.FileMode.ExistingFile,
            kinds=WORKBOOKS,
        )

    def take(self, path: Path) -> None:
        """This file."""
        self._path = path
        self.file.setText(path.name)
        self.message.hide()

    def _done(self) -> None:
        if self._path is None:
            self.message.setText(NEEDED)
            self.message.show()
            return
        kind = list(WORDS)[self._group.checkedId()]
        self.accept()
        self._given(self._path, kind, " ".join(self.name.text().split()))

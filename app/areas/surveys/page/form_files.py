"""导入网上问卷: the file is read, what it holds is shown, then it goes in as one batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.base.errors import UserError
from app.base.lists import Tone
from app.desk import theme
from app.desk.choose_path import FILE, choose_path
from app.desk.dialogs import Dialog
from app.desk.page import Desk
from app.desk.widgets import Combo, label, named, row

from .. import acts
from ..lists.results import Counted
from ..sheet.online import OnlineForm, read_online

FILES = "表格 (*.xlsx *.xls *.et *.ods *.csv)"
SHOWN = 200
"""So many problems are listed."""


class FormFileDialog(Dialog):
    """What the file of an online form holds, before it goes in."""

    def __init__(self, desk: Desk, parent: QWidget, data: Counted, found: OnlineForm) -> None:
        super().__init__(
            parent.window(), "survey_online", f"导入网上问卷：{data.row['title']}", 640
        )
        self._desk, self._origin, self._data, self._found = desk, parent, data, found
        self._saving = False
        self.said = label(said_of(found), wrap=True, name="survey_online_said")
        self.body.addWidget(self.said)
        line = row(space=8)
        line.addWidget(label("录入哪一组"))
        self.which = Combo()
        named(self.which, "survey_online_group", "录入哪一组")
        for group in data.groups:
            if not group.ballots or group.id in data.by_ballot:
                self.which.addItem(group.name, group.id)
        line.addWidget(self.which, 1)
        self.body.addLayout(line)
        if found.problems:
            box = QPlainTextEdit("\n".join(found.problems[:SHOWN]))
            named(box, "survey_online_problems", "读不懂的格")
            box.setReadOnly(True)
            box.setMinimumHeight(theme.px(140))
            self.body.addWidget(box, 1)
        self.wrong = label("", "error", wrap=True, name="survey_online_wrong")
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.add_button("cancel", "取消", self.reject)
        words = f"录入 {len(found.ballots)} 张"
        if found.problems:
            words = f"读不懂的按弃权，{words}"
        self.main = self.add_button("save", words, self.save, "main")
        self.main.setEnabled(bool(found.ballots) and self.which.count() > 0)
        if not self.which.count():
            self._tell("各组的票数都是直接填写的，不能再录入评议票。要录入，请先清除票数。")

    def save(self) -> None:
        """Ballots as one batch, comments as another act."""
        if self._saving:
            return
        self._saving = True
        self._desk.ops.act(
            acts.take_form, self._data.row["id"], str(self.which.currentData()),
            owner=self._origin, ballots=self._found.ballots, comments=self._found.comments,
            done=self._done, failed=self._refused,
        )  # fmt: skip

    def _done(self, changes: Any) -> None:
        self._desk.notice(f"已完成：{changes.title}。可以整批撤回。", tone=Tone.GOOD)
        self.accept()

    def _tell(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.show()

    def _refused(self, error: BaseException) -> bool:
        self._saving = False
        if not isinstance(error, UserError):
            return False
        self._tell(f"{error.message}{error.advice}")
        return True


def said_of(found: OnlineForm) -> str:
    """What a file holds, in sentences."""
    parts = [f"读到评议票 {len(found.ballots)} 张"]
    if found.comments:
        parts.append(f"意见 {len(found.comments)} 条")
    text = "、".join(parts) + "。"
    if found.missing:
        text += f"问卷里没有这些项目，按弃权计：{'、'.join(found.missing)}。"
    if found.problems:
        text += f"有 {len(found.problems)} 格读不懂（见下）。请改好文件重新导入，或按弃权录入。"
    if found.left:
        text += f"另有 {found.left} 列（时间、姓名等）没有读取，也不会保存。"
    return text


def ask_form_file(desk: Desk, parent: QWidget, data: Counted) -> None:
    """Choose a file."""
    choose_path(
        parent, "survey_online_file", "导入网上问卷",
        lambda paths: take_form_file(desk, parent, data, paths[0]), mode=FILE, kinds=FILES,
    )  # fmt: skip


def take_form_file(desk: Desk, parent: QWidget, data: Counted, path: Path) -> None:
    """Read a file in the background, then show what it holds."""
    subjects = [(s["id"], s["name"]) for s in data.subjects]

    def work(progress: Any) -> OnlineForm:
        return read_online(path, data.form, subjects, progress)

    desk.ops.run(
        "读取网上问卷", work, owner=parent,
        done=lambda found: FormFileDialog(desk, parent, data, found).open(),
    )  # fmt: skip

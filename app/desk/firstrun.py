"""The first run: a new workspace, an existing one, or one from a backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from app.base.errors import UnionDeskError
from app.base.progress import Progress
from app.desk import theme
from app.desk.banner import Banner, ProgressPanel
from app.desk.icons import emblem
from app.desk.newoffice import FirstRunWork, as_office, new_office_flow
from app.desk.newsteps import KeyStep, NextStep, OfficeStep, PlaceStep, UserStep
from app.desk.operations import Operations
from app.desk.roomy import Roomy, Stack
from app.desk.secret import SecretFields
from app.desk.widgets import button, card, centred, column, fit_screen, label, named, row
from app.desk.wizard import Wizard


class FirstRun(QWidget):
    """The window before there is a workspace.

    Signals:
        ready: (open workspace, ``import`` | ``demo`` | ``open``).
        open_wanted: folder of an existing workspace; the caller shows the unlock window.
        left: the window was closed without a workspace.
    """

    ready = Signal(object, str)
    open_wanted = Signal(object)
    left = Signal()

    def __init__(
        self, ops: Operations, work: FirstRunWork, begin: str = "", file: str = ""
    ) -> None:
        """``begin``: new or restore, at once; ``file``: the backup to restore."""
        super().__init__()
        self.setObjectName("first_run")
        self.setWindowTitle("基层工会工作台")
        self.setProperty("ground", "page")
        self._ops, self._work = ops, work
        self._made: Any = None
        self._directory: Any = None
        lines = column(self, space=0)
        self.banner = Banner()
        lines.addWidget(self.banner)
        self._stack = Stack()
        lines.addWidget(self._stack, 1)
        lines.addWidget(ProgressPanel(ops))
        ops.noticed.connect(self.banner.show_notice)
        self._stack.addWidget(Roomy(self._choices()))
        self.wizard: Wizard | None = None
        fit_screen(self, 860, 640)
        if begin == "new":
            self.new()
        elif begin == "restore":
            self.restore(file)

    def new(self) -> None:
        """新建."""
        ops, work = self._ops, self._work
        directory = self._directory = self._directory or work.divisions()
        flow = new_office_flow()
        flow.data["opening"] = work.today.replace(month=1, day=1)
        self.wizard = Wizard(
            "new_office",
            flow,
            {
                "place": lambda: PlaceStep(ops, directory, work.prepared.division),
                "office": lambda: OfficeStep(ops, work, directory),
                "user": UserStep,
                "key": lambda: KeyStep(ops, work, self._create),
                "next": NextStep,
            },
        )
        self.wizard.cancelled.connect(self._home)
        self.wizard.stepped.connect(self._stepped)
        self.wizard.finished.connect(self._finished)
        self._show(self._framed(self.wizard, "新建工作库"))

    def open_existing(self) -> None:
        """打开已有."""
        self._choose_folder("选择工作库所在的文件夹", self.open_wanted.emit)

    def restore(self, file: str = "") -> None:
        """从备份恢复."""
        pane = RestorePane(self._ops, self._work)
        if file:
            pane.take(file)
        pane.cancelled.connect(self._home)
        pane.restored.connect(self.open_wanted)
        self._show(self._framed(pane, "从备份恢复"))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._directory is not None:
            self._directory.close()
        if self._made is None:
            self.left.emit()
        super().closeEvent(event)

    def _create(self, data: dict[str, Any], done: Callable[[Any], object]) -> None:
        work, office = self._work, as_office(data)

        def failed(_error: BaseException) -> bool:
            assert self.wizard is not None
            step = self.wizard.page("key")
            if isinstance(step, KeyStep):
                step.again()
            self.wizard.retreat()
            return False

        def made(workspace: Any) -> None:
            self._made = workspace
            done(workspace)

        self._ops.run(
            "建立工作库",
            lambda progress: work.create(office, progress),
            owner=self,
            done=made,
            failed=failed,
            cancellable=False,
        )

    def _stepped(self, key: str) -> None:
        assert self.wizard is not None
        self.wizard.allow_cancel(key not in ("key", "next"))

    def _finished(self, data: dict[str, Any]) -> None:
        self.ready.emit(self._made, data.get("then", "open"))

    def _home(self) -> None:
        self._stack.setCurrentIndex(0)

    def _show(self, page: QWidget) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            assert old is not None
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _framed(self, inner: QWidget, title: str) -> QWidget:
        page = QWidget()
        lines = column(page, space=12, margins=(28, 22, 28, 18))
        lines.addWidget(label(title, "title"))
        lines.addWidget(inner, 1)
        return page

    def _choices(self) -> QWidget:
        page = QWidget()
        lines = column(page, space=14, margins=(40, 24, 40, 24))
        lines.addStretch(1)
        head = row(space=12)
        head.addStretch(1)
        mark = label()
        mark.setPixmap(emblem(theme.px(36)))
        head.addWidget(mark)
        head.addWidget(label("基层工会工作台", "title"))
        head.addStretch(1)
        lines.addLayout(head)
        said = "乡镇（街道）、开发区工会的台账、年报和日常工作，都在这台电脑上，不连网。"
        words = label(said, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(words)
        lines.addSpacing(theme.px(8))
        for key, title, text, main, run in (
            ("new", "新建工作库", "第一次使用：选所在地，设口令，再导入台账或看演示。", True,
             self.new),
            ("open", "打开已有的工作库", "这台电脑或移动盘上已经有工作库文件夹。", False,
             self.open_existing),
            ("restore", "从备份恢复", "手里有备份文件：先检查，再恢复成新的工作库。", False,
             lambda: self.restore()),
        ):  # fmt: skip
            option = self._option(key, title, text, main, run)
            lines.addLayout(centred(option))
        lines.addStretch(2)
        return page

    def _option(
        self, key: str, title: str, text: str, main: bool, run: Callable[[], object]
    ) -> QWidget:
        box = card()
        box.setFixedWidth(theme.px(560))
        line = row(box, space=12, margins=(18, 14, 14, 14))
        words = column(space=3)
        words.addWidget(label(title, "strong"))
        words.addWidget(label(text, "small", wrap=True))
        line.addLayout(words, 1)
        word = {"new": "新建", "open": "打开…", "restore": "恢复…"}[key]
        line.addWidget(button(f"first_{key}", word, run, "main" if main else "", spoken=title))
        return box

    def _choose_folder(self, title: str, follow: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, title)
        named(dialog, "choose_folder", title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: follow(Path(name)))
        dialog.open()


class RestorePane(QWidget):
    """A backup file, the password of then, a new folder.

    Signals:
        restored: the folder; the caller shows the unlock window.
        cancelled: back to the three choices.
    """

    restored = Signal(object)
    cancelled = Signal()

    def __init__(self, ops: Operations, work: FirstRunWork) -> None:
        super().__init__()
        self._ops, self._work = ops, work
        outer, above = column(self, space=10), QWidget()
        outer.addWidget(Roomy(above), 1)
        lines = column(above, space=10)
        box = card()
        inner = column(box, space=8, margins=(20, 16, 20, 18))
        self.file = self._line(inner, "restore_file", "备份文件", self._pick_file)
        self.folder = self._line(inner, "restore_folder", "恢复到新文件夹", self._pick_folder)
        self.fields = SecretFields("restore", "做备份时的口令（或恢复密钥）")
        inner.addWidget(self.fields)
        self.message = label("", "error", wrap=True, name="restore_message")
        inner.addWidget(self.message)
        lines.addWidget(box)
        self.said = label("", "muted", wrap=True, name="restore_said")
        lines.addWidget(self.said)
        lines.addStretch(1)
        foot = row(space=8)
        foot.addStretch(1)
        foot.addWidget(button("restore_cancel", "取消", self.cancelled.emit, "quiet"))
        self.main = button("restore_main", "检查并恢复", self._start, "main")
        foot.addWidget(self.main)
        outer.addLayout(foot)
        self._folder: Path | None = None

    def _line(self, lines: Any, name: str, title: str, pick: Callable[[], object]) -> QLineEdit:
        lines.addWidget(label(title, "small"))
        line = row(space=8)
        edit = QLineEdit()
        named(edit, name, title)
        line.addWidget(edit, 1)
        line.addWidget(button(f"{name}_pick", "选择…", pick, spoken=f"选择{title}"))
        lines.addLayout(line)
        return edit

    def _start(self) -> None:
        if self._folder is not None:
            self.restored.emit(self._folder)
            return
        for edit, words in (
            (self.file, "请选择备份文件。"),
            (self.folder, "请选择恢复到哪里。"),
            (self.fields.secret, "请输入做备份时的口令，或恢复密钥。"),
        ):
            if not edit.text().strip():
                self.message.setText(words)
                edit.setFocus()
                return
        self.message.setText("")
        self.main.setEnabled(False)
        file, folder = Path(self.file.text().strip()), Path(self.folder.text().strip())
        (user, secret, by_key), restore = self.fields.typed(), self._work.restore

        def work(progress: Progress) -> tuple[Path, Any]:
            return folder, restore(file, folder, user, secret, by_key, progress)

        self._ops.run("从备份恢复", work, owner=self, done=self._done, failed=self._failed)

    def _done(self, answer: tuple[Path, Any]) -> None:
        self._folder, sentences = answer
        self.fields.fill("")
        self.said.setText("已恢复。\n" + "\n".join(sentences))
        self.main.setText("打开")
        self.main.setEnabled(True)

    def _failed(self, error: BaseException) -> bool:
        self.main.setEnabled(True)
        if isinstance(error, UnionDeskError) and error.code != "BUG":
            self.message.setText(f"{error.message}{error.advice}")
            return True
        return False

    def _pick_file(self) -> None:
        dialog = QFileDialog(self, "选择备份文件")
        named(dialog, "restore_file_dialog", "选择备份文件")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, name: str) -> None:
        """This backup file, and a folder beside it."""
        self.file.setText(name)
        if not self.folder.text():
            self.folder.setText(str(Path(name).parent / f"{Path(name).stem}-恢复"))

    def _pick_folder(self) -> None:
        dialog = QFileDialog(self, "选择放在哪个文件夹下")
        named(dialog, "restore_folder_dialog", "选择文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._folder_picked)
        dialog.open()

    def _folder_picked(self, name: str) -> None:
        self.folder.setText(str(Path(name) / "工会工作库"))

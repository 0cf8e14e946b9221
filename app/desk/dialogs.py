"""Dialogs that ask one thing. They are opened, never executed: the window stays alive behind them,
and locking hides them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from app.desk import theme
from app.desk.roomy import Roomy
from app.desk.widgets import button, column, label, named, row, rule


def answer_f1(window: QWidget) -> None:
    """F1 in a window beside the main one, whose own keys do not reach there: the help of the page
    comes up over it, and what was typed in it stays."""

    def tell() -> None:
        above: QWidget | None = window
        while above is not None and not hasattr(above, "help_over"):
            above = above.parentWidget()
        if above is not None:
            above.help_over(window)

    QShortcut(QKeySequence("F1"), window).activated.connect(tell)


class Dialog(QDialog):
    """A dialog with a heading, a body and buttons at the right, the main one last."""

    def __init__(self, parent: QWidget | None, name: str, title: str, width: int = 440) -> None:
        super().__init__(parent)
        named(self, name, title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(width))
        lines = column(self, space=0)
        inner = QWidget()
        self.body = column(inner, space=12, margins=(24, 20, 24, 20))
        self.heading = label(title, "heading", wrap=True)
        self.body.addWidget(self.heading)
        self._room = Roomy(inner)
        lines.addWidget(self._room, 1)
        lines.addWidget(rule())
        self._buttons = row(space=8, margins=(24, 12, 24, 12))
        self._buttons.addStretch(1)
        lines.addLayout(self._buttons)
        answer_f1(self)

    def event(self, event: QEvent) -> bool:
        """A layout with wrapped labels knows its height only for a width: without this they are
        cut off when something is shown or hidden in an open dialog. What is higher than the screen
        scrolls, and the buttons below it stay in sight."""
        answer = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            screen = self.screen().availableGeometry()
            if self.minimumWidth() > screen.width():
                self.setMinimumWidth(screen.width())
            need = self._room.whole(self.width()) + 1 + self._buttons.sizeHint().height()
            need = min(need, screen.height() - theme.TITLE_BAR)
            if need != self.minimumHeight():
                self.setMinimumHeight(need)
        return answer

    def add_button(
        self, key: str, text: str, on_click: Callable[[], object], kind: str = ""
    ) -> QPushButton:
        """A button at the right; the one of kind ``main`` answers to Enter."""
        made = button(f"{self.objectName()}_{key}", text, on_click, kind)
        made.setDefault(kind == "main")
        self._buttons.addWidget(made)
        return made

    def add_left_button(self, key: str, text: str, on_click: Callable[[], object]) -> QPushButton:
        """A quiet button at the left."""
        made = button(f"{self.objectName()}_{key}", text, on_click, "quiet")
        self._buttons.insertWidget(0, made)
        return made


def ask(
    parent: QWidget | None,
    name: str,
    title: str,
    text: str,
    answers: Sequence[tuple[str, str, Callable[[], object]]],
    *,
    main: str = "",
    cancel: str = "取消",
) -> Dialog:
    """Ask a question with named answers (key, words, what follows)."""
    made = Dialog(parent, name, title)
    if text:
        made.body.addWidget(label(text, "muted", wrap=True))
    if cancel:
        made.add_button("cancel", cancel, made.reject)
    for key, words, follow in answers:

        def chosen(follow: Callable[[], object] = follow) -> None:
            made.accept()
            follow()

        made.add_button(key, words, chosen, "main" if key == main else "")
    made.open()
    return made


def ask_reason(
    parent: QWidget | None,
    name: str,
    title: str,
    text: str,
    on_reason: Callable[[str], object],
    *,
    first: str = "",
    words: str = "确定",
) -> Dialog:
    """Ask for a written reason of at least one word."""
    made = Dialog(parent, name, title)
    made.body.addWidget(label(text, "muted", wrap=True))
    box = QPlainTextEdit(first)
    named(box, f"{name}_reason", title)
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme.px(96))
    made.body.addWidget(box)
    message = label("", "error", wrap=True, name=f"{name}_message")
    message.hide()
    made.body.addWidget(message)

    def given() -> None:
        reason = " ".join(box.toPlainText().split())
        if not reason:
            message.setText("请写明原因。")
            message.show()
            box.setFocus()
            return
        made.accept()
        on_reason(reason)

    made.add_button("cancel", "取消", made.reject)
    made.add_button("ok", words, given, "main")
    made.open()
    box.setFocus()
    return made


def show_crash(parent: QWidget | None, report: Path | None, text: str) -> Dialog:
    """Say that the program has a bug, what happened to the data, and where the report lies."""
    made = Dialog(parent, "crash", "程序出错了", 520)
    saved = "刚才的操作没有写入；已保存的数据不受影响。可以继续工作，也可以关闭后重新打开。"
    made.body.addWidget(label(saved, wrap=True))
    where = f"出错报告：{report}" if report else "出错报告没能写到磁盘上。"
    made.body.addWidget(label(where, "small", wrap=True))
    hint = "报告里只有程序的文件名和行号，没有任何单位、人员和数据。请把它发给维护人员。"
    made.body.addWidget(label(hint, "small", wrap=True))
    box = QPlainTextEdit(text)
    named(box, "crash_text", "出错报告内容")
    box.setReadOnly(True)
    box.setFixedHeight(theme.px(150))
    made.body.addWidget(box)
    made.add_left_button("copy", "复制", lambda: QGuiApplication.clipboard().setText(text))
    made.add_button("close", "关闭", made.accept, "main")
    made.open()
    return made


SHORTCUTS: tuple[tuple[str, str], ...] = (
    ("Ctrl+F", "搜索"),
    ("Ctrl+S", "保存正在填写的内容"),
    ("F2", "编辑当前记录"),
    ("Enter", "表单中到下一格；列表中打开当前记录"),
    ("Esc", "返回一步；清空搜索"),
    ("Ctrl+Z", "撤销上一项操作"),
    ("Ctrl+Y", "重做"),
    ("Ctrl+C", "复制选中的行"),
    ("Alt+↓", "列表按哪一列排序"),
    ("Ctrl+P", "打印预览本页"),
    ("Ctrl+L", "立即锁定"),
    ("Alt+1 … Alt+9", "到左侧第几个栏目；Alt+0 到第十个"),
    ("Tab", "到下一个按钮、格子或列表；Shift+Tab 往回"),
    ("空格", "按下红框里的按钮"),
    ("F1", "这一页怎么用；填到一半也可以看"),
    ("Ctrl+/", "显示这张表"),
)


def show_shortcuts(parent: QWidget | None) -> Dialog:
    """The list of shortcuts."""
    made = Dialog(parent, "shortcuts", "快捷键", 400)
    for keys, words in SHORTCUTS:
        line = row(space=16)
        held = label(keys, "strong")
        held.setMinimumWidth(theme.px(120))
        line.addWidget(held)
        line.addWidget(label(words, "muted", wrap=True), 1)
        made.body.addLayout(line)
    made.add_button("close", "关闭", made.accept, "main")
    made.open()
    return made


def native(keys: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)

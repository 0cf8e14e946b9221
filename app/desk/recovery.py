"""The recovery key on the screen: shown, printed, copied, and confirmed to be kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from app.base.progress import Progress
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.operations import Operations
from app.desk.preview import open_preview
from app.desk.widgets import Note, button, column, label, named, row

ACROSS = 7
"""Groups in a line."""


class RecoveryKey(QFrame):
    """The key in groups, and what to do with it.

    Args:
        name: begins the object names.
        pdf: makes the sheet to print; in a worker thread.

    Signals:
        kept_changed: whether the person says that it is kept.
    """

    kept_changed = Signal(bool)

    def __init__(self, name: str, ops: Operations, pdf: Callable[[Progress], bytes]) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._ops, self._pdf, self._text = ops, pdf, ""
        inner = column(self, space=12, margins=(20, 16, 20, 18))
        inner.addWidget(label("恢复密钥", "strong"))
        self.key = label("", "key", wrap=True, name="recovery_key")
        selectable = Qt.TextInteractionFlag
        self.key.setTextInteractionFlags(
            selectable.TextSelectableByKeyboard | selectable.TextSelectableByMouse
        )
        self.key.setAccessibleName("恢复密钥")
        inner.addWidget(self.key)
        line = row(space=8)
        line.addWidget(button(f"{name}_print", "打印…", self.print))
        line.addWidget(button(f"{name}_copy", "复制", self._copy))
        line.addStretch(1)
        inner.addLayout(line)
        inner.addWidget(
            Note(
                "谁有这串密钥，谁就能打开全部数据。",
                "请打印或抄下来，锁进保险柜，不要和电脑放在一起。以后也可以在程序里重新打印。",
                name=f"{name}_note",
            )
        )
        self.kept = QCheckBox("我已经打印或抄下恢复密钥，并放在安全的地方")
        named(self.kept, f"{name}_kept", "已保管恢复密钥")
        self.kept.toggled.connect(self.kept_changed)
        inner.addWidget(self.kept)

    def show_key(self, text: str) -> None:
        """Show a key, as ``recovery_text`` gives it."""
        self._text = text
        groups = text.split("-")
        rows = ["  ".join(groups[n : n + ACROSS]) for n in range(0, len(groups), ACROSS)]
        self.key.setText("\n".join(rows))

    def print(self) -> None:
        """Preview of the sheet."""
        open_preview(self.window(), self._ops, "恢复密钥", self._pdf)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


class NewKeyDialog(Dialog):
    """After a change of the key: the new recovery key, before anybody works on."""

    def __init__(
        self,
        parent: QWidget | None,
        ops: Operations,
        text: str,
        *,
        office: str,
        on: date,
        lapsed: Sequence[str] = (),
    ) -> None:
        """``lapsed``: users whose passwords do not open the workspace any more."""
        super().__init__(parent, "new_key", "密钥已更换，这是新的恢复密钥", 620)

        def pdf(progress: Progress) -> bytes:
            from app.paper.child import in_child
            from app.paper.recovery import recovery_paper

            return in_child(recovery_paper(text, office=office, on=on), progress).pdf

        self.body.setSpacing(theme.px(8))
        self.card = RecoveryKey("new_key", ops, pdf)
        self.card.show_key(text)
        self.body.addWidget(self.card)
        said = (
            "更换以前做的备份仍要用旧的恢复密钥打开：旧的那张纸请写上「旧」和今天的日期，继续保管。"
        )
        if lapsed:
            names = "、".join(lapsed)
            said += f"登录后，请在「用户和口令」里重新设置口令：{names}。"
        self.said = label(said, "", wrap=True, name="new_key_said")
        self.body.addWidget(self.said)
        self.main = self.add_button("done", "完成，去登录", self.accept, "main")
        self.main.setEnabled(False)
        self.card.kept_changed.connect(self.main.setEnabled)

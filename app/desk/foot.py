"""The foot of the window: workspace, last verified backup elsewhere, undo, lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QFrame, QSizePolicy

from app.base.lists import Tone
from app.desk import theme
from app.desk.widgets import Elided, Shape, button, label, row, tip


def age_words(day: date | None, today: date) -> tuple[str, Tone]:
    """How old the last verified backup in another place is, and how bad that is."""
    if day is None:
        return "还没有另存到别处的备份", Tone.WARN
    age = (today - day).days
    words = "今天" if age <= 0 else "昨天" if age == 1 else f"{age} 天前"
    return f"异地备份 {words}已校验", Tone.GOOD if age <= 7 else Tone.WARN


class Foot(QFrame):
    """One quiet line. What can be clicked is a button."""

    def __init__(
        self,
        *,
        on_backup: Callable[[], object],
        on_undo: Callable[[], object],
        on_lock: Callable[[], object],
        on_help: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.setProperty("bar", "foot")
        self._line = row(self, space=6, margins=(16, 1, 8, 1))
        self.workspace = Elided("", "small")
        self.workspace.setMaximumWidth(theme.px(360))
        self.workspace.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._line.addWidget(self.workspace)
        self._line.addSpacing(theme.px(10))
        self._shape = Shape(Tone.IDLE, 10)
        self._line.addWidget(self._shape)
        self.backup = button("foot_backup", "", on_backup, "quiet")
        self._line.addWidget(self.backup)
        self.dirty = label("", "small", name="foot_dirty")
        self._line.addWidget(self.dirty)
        self._line.addStretch(1)
        self.undo = button("foot_undo", "没有可撤销的操作", on_undo, "quiet")
        self.undo.setEnabled(False)
        self._line.addWidget(self.undo)
        self.lock = button("foot_lock", "锁定", on_lock, "quiet", help="Ctrl+L")
        self._line.addWidget(self.lock)
        self.help = button("foot_help", "帮助（F1）", on_help, "quiet")
        self._line.addWidget(self.help)
        self.set_backup(None, None)

    def set_workspace(self, title: str, user: str, warning: str = "") -> None:
        """Whose data this is, and what there is to know about the disk."""
        self.workspace.setText(f"工作库：{title}" + (f"　用户：{user}" if user else ""))
        tip(self.workspace, warning)

    def set_backup(self, day: date | None, today: date | None) -> None:
        """The last verified backup in another place."""
        words, tone = age_words(day, today) if today else ("", Tone.IDLE)
        self._shape.tone = tone
        self._shape.setVisible(bool(words))
        self._shape.update()
        self.backup.setText(words)
        self.backup.setVisible(bool(words))
        self.backup.setAccessibleName(words or "备份")

    def set_undo(self, title: str) -> None:
        """The act Ctrl+Z would take back; empty for none."""
        short = title if len(title) <= 16 else title[:15] + "…"
        self.undo.setText(f"撤销：{short}（Ctrl+Z）" if title else "没有可撤销的操作")
        self.undo.setAccessibleName(self.undo.text())
        self.undo.setEnabled(bool(title))

    def set_dirty(self, dirty: bool) -> None:
        """Whether something typed is not saved."""
        self.dirty.setText("有未保存的内容（Ctrl+S）" if dirty else "")

    def set_lock(self, seconds: int) -> None:
        """How long until the window locks itself."""
        words = f"{-(-seconds // 60)} 分钟后锁定" if seconds > 60 else f"{seconds} 秒后锁定"
        if self.lock.text() != words:
            self.lock.setText(words)
            self.lock.setAccessibleName(f"{words}，点击立即锁定")

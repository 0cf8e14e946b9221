"""Password or recovery key, and whose: what a backup is opened with."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from app.desk.widgets import column, label, named, row


class SecretFields(QWidget):
    """The fields; ``secret`` shows what is typed only while it is the recovery key."""

    def __init__(self, name: str, words: str) -> None:
        """``words``: above the field of the password."""
        super().__init__()
        lines = column(self, space=6)
        line = row(space=12)
        self.secret = self._edit(line, f"{name}_secret", words, "口令或恢复密钥", 3)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.user = self._edit(line, f"{name}_user", "用户（只有一位时不用填）", "用户", 2)
        self.user.setMaxLength(40)
        lines.addLayout(line)
        self.by_key = QCheckBox("上面填的是恢复密钥")
        named(self.by_key, f"{name}_by_key", "上面填的是恢复密钥")
        self.by_key.toggled.connect(self._swap)
        lines.addWidget(self.by_key)

    def fill(self, secret: str, user: str = "", by_key: bool = False) -> None:
        """Put in what was typed elsewhere."""
        self.by_key.setChecked(by_key)
        self.secret.setText(secret)
        self.user.setText(user)

    def typed(self) -> tuple[str | None, str, bool]:
        """User (None: the only one), secret, whether that is the recovery key."""
        by_key = self.by_key.isChecked()
        user = self.user.text().strip() or None
        return None if by_key else user, self.secret.text(), by_key

    def _edit(self, line: QHBoxLayout, name: str, words: str, spoken: str, share: int) -> QLineEdit:
        lines = column(space=6)
        lines.addWidget(label(words, "small"))
        edit = QLineEdit()
        named(edit, name, spoken)
        lines.addWidget(edit)
        line.addLayout(lines, share)
        return edit

    def _swap(self, on: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.user.setEnabled(not on)

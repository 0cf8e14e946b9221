"""A workspace that cannot be opened: its backups, and one of them in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.errors import KnownError, UnionDeskError
from app.base.lists import Column, Role, Tone
from app.base.progress import Progress
from app.desk import theme
from app.desk.banner import ProgressPanel
from app.desk.dialogs import Dialog
from app.desk.keeping.backups import backup_entry
from app.desk.operations import Operations
from app.desk.plain_table import PlainTable
from app.desk.secret import SecretFields
from app.desk.unlock import KEYS_GONE
from app.desk.widgets import Elided, Note, button, column, fit_screen, label, named, row
from app.store.backup import SUFFIX
from app.store.found import Found, backups_of

Rescue = Callable[[Path, Path, str | None, str, bool, bool, Progress], tuple[Sequence[str], Path]]
"""(workspace, backup, user or None, secret, by recovery key, only the key file, progress) to the
sentences that say what was restored, and the folder with the files as they were. In a worker
thread."""

COLUMNS = (
    Column("made", "时间", 138),
    Column("title", "为什么做的", 132),
    Column("state", "状态", 126, Role.STATUS),
    Column("size", "大小（MB）", 92),
    Column("place", "在哪里", 100),
)
ELSEWHERE = "从别处选择备份文件…"


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    kept: str
    go: str
    done: str


DATA = _Words(
    "「{}」打不开，可以从备份恢复",
    "坏了的文件不会删除，恢复前全部原样放到工作库里名为 damaged-… 的文件夹。",
    "恢复这一份",
    "已从备份恢复",
)
KEYS = _Words(
    "「{}」的钥匙文件可以从备份取回",
    "只取回钥匙文件，数据不动；口令回到做那份备份时的。有恢复密钥的，取消后用它打开更好。",
    "取回钥匙文件",
    "钥匙文件已取回",
)


class RescueDialog(Dialog):
    """Choose a backup, restore it, be told where the damaged files lie.

    Signals:
        restored: the workspace can be opened again; the caller asks for the password.
        elsewhere_wanted: path of a backup (empty for none chosen): restore it into a new folder.
    """

    restored = Signal()
    elsewhere_wanted = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        ops: Operations,
        folder: Path,
        error: UnionDeskError,
        rescue: Rescue,
    ) -> None:
        self._words = KEYS if error.code in KEYS_GONE else DATA
        title = self._words.title.format(folder.name)
        super().__init__(parent, "rescue", title, 660)
        self._ops, self._folder, self._rescue = ops, folder, rescue
        self.file: Path | None = None
        self.kept: Path | None = None
        self._busy = False
        self.body.setSpacing(theme.px(8))
        self.note = Note(error.message, self._words.kept, Tone.BAD, name="rescue_note")
        self.body.addWidget(self.note)
        self.asked = QWidget()
        self._ask(column(self.asked, space=8))
        self.body.addWidget(self.asked, 1)
        self.told = QWidget()
        self._tell(column(self.told, space=8))
        self.told.hide()
        self.body.addWidget(self.told, 1)
        self.message = label("", "error", wrap=True, name="rescue_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.body.addWidget(ProgressPanel(ops))
        self.other = self.add_left_button("folder", "恢复到新文件夹…", self._elsewhere)
        self.cancel = self.add_button("cancel", "取消", self.reject)
        self.main = self.add_button("go", self._words.go, self._start, "main")
        fit_screen(self, 700, 600)
        self.look()

    def _ask(self, lines: Any) -> None:
        head = row(space=8)
        self.said = Elided("正在查找备份…", "muted")
        self.said.setObjectName("rescue_said")
        head.addWidget(self.said, 1)
        head.addWidget(button("rescue_again", "重新查找", self.look, "quiet"))
        head.addWidget(button("rescue_file", ELSEWHERE, self._pick))
        lines.addLayout(head)
        self.table = PlainTable(
            "rescue_list", "备份", COLUMNS,
            purpose=f"工作库的文件夹和第二个位置里都没有备份。别处有的，请点「{ELSEWHERE}」。",
        )  # fmt: skip
        self.table.give_way(120)
        self.table.chosen.connect(self._chosen)
        lines.addWidget(self.table, 1)
        self.fields = SecretFields("rescue", "这份备份的口令（一般就是现在的口令）")
        lines.addWidget(self.fields)

    def _tell(self, lines: Any) -> None:
        self.facts = label("", wrap=True, name="rescue_facts")
        lines.addWidget(self.facts)
        lines.addWidget(label("原来的文件原样放在（可以交给懂技术的人再看）：", "small"))
        self.place = label("", "strong", wrap=True, name="rescue_place")
        self.place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        lines.addWidget(self.place)
        lines.addStretch(1)

    def look(self) -> None:
        """Find the backups, and check the seal of each."""
        folder = self._folder
        self.said.setText("正在查找备份…")
        self._ops.run(
            "查找备份",
            lambda progress: backups_of(folder, progress),
            owner=self,
            done=self._found,
            failed=self._failed,
        )

    def _found(self, answer: tuple[list[Found], Path | None]) -> None:
        found, away = answer
        said = f"找到 {len(found)} 份备份，好的在前，新的在前" if found else "没有找到备份"
        if away is not None:
            said += f"；第二个位置「{away}」现在不在，插上后请重新查找"
        self.said.setText(said)
        self.table.show_entries([backup_entry(one) for one in found])
        self.file = None
        if found:
            self.table.table.selectRow(0)
        self._adapt()

    def _chosen(self, entry: Any) -> None:
        self.file = Path(entry["path"]) if entry is not None and entry["good"] else None
        self.say("" if entry is None or entry["good"] else f"这份备份不能用：{entry['why']}")
        self._adapt()

    def take(self, name: str) -> None:
        """A backup file from elsewhere; it is checked when it is restored."""
        self.table.table.clearSelection()
        self.file = Path(name)
        self.said.setText(f"选择的文件：{name}")
        self.say("")
        self._adapt()

    def _pick(self) -> None:
        dialog = QFileDialog(self, "选择备份文件", "", f"备份 (*{SUFFIX})")
        named(dialog, "rescue_file_dialog", "选择备份文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def say(self, text: str) -> None:
        """A sentence above the buttons."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _adapt(self) -> None:
        self.main.setEnabled(not self._busy and (self.file is not None or self.kept is not None))
        self.asked.setEnabled(not self._busy)
        for one in (self.cancel, self.other):
            one.setEnabled(not self._busy)

    def _start(self) -> None:
        if self.kept is not None:
            self.accept()
            self.restored.emit()
            return
        file, folder, rescue = self.file, self._folder, self._rescue
        keys_only = self._words is KEYS
        user, secret, by_key = self.fields.typed()
        if file is None or self._busy:
            return
        if not secret:
            self.say("请输入做这份备份时的口令，或那时的恢复密钥。")
            self.fields.secret.setFocus()
            return
        self.say("")
        self._busy = True
        self._adapt()
        self._ops.run(
            "从备份恢复",
            lambda progress: rescue(folder, file, user, secret, by_key, keys_only, progress),
            owner=self,
            done=self._restored,
            failed=self._failed,
            cancellable=False,
        )

    def _restored(self, answer: tuple[Sequence[str], Path]) -> None:
        lines, self.kept = answer
        self._busy = False
        self.heading.setText(self._words.done)
        secret = "恢复密钥" if self.fields.by_key.isChecked() else "口令"
        self.facts.setText("\n".join([*lines, f"打开时请用刚才填的{secret}。"]))
        self.place.setText(str(self.kept))
        self.fields.fill("")
        for one in (self.note, self.asked, self.cancel, self.other):
            one.hide()
        self.told.show()
        self.main.setText("去打开")
        self._adapt()

    def _failed(self, error: BaseException) -> bool:
        self._busy = False
        self._adapt()
        if not isinstance(error, UnionDeskError) or error.code == "BUG":
            return False
        self.say(f"{error.message}{error.advice}")
        if not isinstance(error, KnownError):
            self.fields.secret.setFocus()
            self.fields.secret.selectAll()
        return True

    def _elsewhere(self) -> None:
        self.reject()
        self.elsewhere_wanted.emit(str(self.file or ""))

    def reject(self) -> None:
        """Not while files are being put in their places; afterwards it is as good as going on."""
        if self._busy:
            return
        super().reject()
        if self.kept is not None:
            self.restored.emit()

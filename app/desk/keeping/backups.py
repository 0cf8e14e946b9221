"""Backups: the list, making one, the second place, restoring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.lists import Column, Role, Status, Tone
from app.base.progress import Progress
from app.desk.choose_path import FILE, FOLDER, choose_path
from app.desk.dialogs import Dialog
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.widgets import Note, button, clear, column, label, row
from app.store import keeping
from app.store.backup import BAD, DAMAGED, REASONS, SUFFIX, VERIFIED, Backup
from app.store.backup import backup as backup_to
from app.store.found import Found, backups_of
from app.store.restore import Facts, inspect, restore_over

COLUMNS = (
    Column("made", "时间", 140),
    Column("title", "为什么做的", 140),
    Column("state", "状态", 128, Role.STATUS),
    Column("entry", "到第几号操作", 110, Role.COUNT),
    Column("size", "大小（MB）", 96),
    Column("place", "在哪里", 100),
    Column("why", "说明", 260),
)
STATES = {
    VERIFIED: Status("已校验", Tone.GOOD),
    DAMAGED: Status("已损坏", Tone.BAD),
    BAD: Status("原数据已损坏", Tone.BAD),
}
UNKNOWN = Status("未校验", Tone.IDLE)


class BackupsView(QWidget):
    """The backups of this workspace, here and in the second place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        lines = column(self, space=10)
        self._top = column(space=0)
        lines.addLayout(self._top)
        bar = row(space=8)
        bar.addWidget(button("backup_to_file", "备份到文件…", self._to_file))
        bar.addWidget(button("backup_place", "第二个位置…", self._choose_place))
        bar.addStretch(1)
        bar.addWidget(button("backup_restore_file", "从别的文件恢复…", self._from_file))
        self.restore = button("backup_restore", "恢复到这一份…", self._restore_chosen)
        self.restore.setEnabled(False)
        bar.addWidget(self.restore)
        lines.addLayout(bar)
        self.table = PlainTable(
            "backup_list", "备份", COLUMNS, purpose="程序每天自动备份；也可以点「立即备份」。"
        )
        self.table.chosen.connect(
            lambda entry: self.restore.setEnabled(bool(entry and entry["good"]))
        )
        lines.addWidget(self.table, 1)

    def look(self) -> None:
        """Read the lists of both places, with their seals checked."""
        workspace, today = self.desk.workspace, self.desk.today

        def read() -> tuple[list[Found], keeping.SecondPlace]:
            found, _away = backups_of(workspace.folder)
            return found, keeping.second_place_state(workspace, today)

        self.desk.ops.think(read, owner=self, done=self._show, slot="backups")

    def _show(self, read: tuple[list[Found], keeping.SecondPlace]) -> None:
        found, state = read
        clear(self._top)
        tone = Tone.GOOD if state.state == "ok" else Tone.WARN
        self._top.addWidget(Note(state.sentence, tone=tone))
        entries = [backup_entry(one) for one in found]
        entries.sort(key=lambda entry: str(entry["made"]), reverse=True)
        self.table.show_entries(entries)
        self.restore.setEnabled(False)

    def make_now(self) -> None:
        """A backup into the workspace's own folder, and elsewhere if the place is there."""
        workspace = self.desk.workspace

        def work(progress: Progress) -> Backup:
            return keeping.automatic(workspace, "manual", progress)

        self.desk.ops.run("备份", work, owner=self, done=self._made, cancellable=False)

    def _made(self, made: Backup) -> None:
        good = made.state == VERIFIED
        said = "备份已做好并校验过。" if good else f"备份没有通过校验：{made.why}"
        self.desk.notice(said, tone=Tone.GOOD if good else Tone.BAD)
        self.look()

    def _to_file(self) -> None:
        name = f"工作库备份-{self.desk.today.isoformat()}{SUFFIX}"
        choose_path(
            self, "backup_to_file", "备份到", lambda paths: self.write_file(paths[0]),
            save=True, first=name, kinds=f"备份 (*{SUFFIX})", suffix=SUFFIX.lstrip("."),
        )  # fmt: skip

    def write_file(self, path: Path) -> None:
        """One file with everything, for taking away."""
        workspace = self.desk.workspace
        self.desk.ops.run(
            "备份到文件",
            lambda progress: backup_to(workspace, path, progress=progress),
            owner=self,
            done=self._made,
        )

    def _choose_place(self) -> None:
        choose_path(
            self, "backup_second_place", "另一块硬盘或U盘上的文件夹",
            lambda paths: self.set_place(paths[0]), mode=FOLDER,
        )  # fmt: skip

    def set_place(self, place: Path) -> None:
        """Remember the second place and put the newest backup there."""
        workspace = self.desk.workspace
        self.desk.ops.run(
            "设置第二个位置",
            lambda progress: keeping.set_second_place(workspace, place, progress),
            owner=self,
            done=lambda _done: self.look(),
            cancellable=False,
        )

    def _restore_chosen(self) -> None:
        entry = self.table.current()
        if entry is not None:
            self.ask_restore(Path(entry["path"]))

    def _from_file(self) -> None:
        choose_path(
            self, "backup_from_file", "从备份恢复", lambda paths: self.ask_restore(paths[0]),
            mode=FILE, kinds=f"备份 (*{SUFFIX})",
        )  # fmt: skip

    def ask_restore(self, path: Path) -> None:
        """Check the backup, then say what one gets and what one loses, then ask."""
        workspace = self.desk.workspace
        self.desk.ops.run(
            "检查备份",
            lambda progress: inspect(path, present=workspace, progress=progress),
            owner=self,
            done=lambda facts: self._ask(path, facts),
        )

    def _ask(self, path: Path, facts: Facts) -> None:
        made = Dialog(self.window(), "restore", "恢复到这份备份？", 560)
        for line in facts.lines():
            made.body.addWidget(label(line, "", wrap=True))
        made.body.addWidget(
            label(
                "现在的数据会先另存一份「恢复前的备份」，随时可以再恢复回来。", "muted", wrap=True
            )
        )
        made.add_button("cancel", "取消", made.reject)
        made.add_button("go", "恢复", _then(made, lambda: self.do_restore(path, facts)), "main")
        made.open()

    def do_restore(self, path: Path, facts: Facts) -> None:
        """Replace the workspace by the backup; the program asks for the password again."""
        workspace = self.desk.workspace

        def work(progress: Progress) -> Any:
            return restore_over(workspace, path, other_too=facts.other, progress=progress)

        self.desk.ops.run(
            "恢复",
            work,
            owner=self,
            done=lambda _facts: self.desk.replaced.emit(),
            cancellable=False,
        )


def _then(dialog: Dialog, follow: Callable[[], object]) -> Callable[[], object]:
    def chosen() -> None:
        dialog.accept()
        follow()

    return chosen


def backup_entry(found: Found) -> dict[str, Any]:
    """A backup as a line of a list; also for ``app.desk.rescue``."""
    one = found.backup
    manifest = one.manifest
    return {
        "made": f"{manifest.when.astimezone():%Y-%m-%d %H:%M}" if manifest else "—",
        "title": REASONS.get(manifest.reason, "备份") if manifest else one.path.name,
        "state": STATES.get(one.state, UNKNOWN),
        "entry": manifest.entry if manifest else None,
        "size": f"{one.size / 1024 / 1024:.1f}",
        "place": "第二个位置" if found.elsewhere else "本机",
        "why": one.why.partition("已损坏：")[2].partition("。")[0] or one.why,
        "path": str(one.path),
        "good": one.state == VERIFIED,
    }

"""From the start of the program to its end: unlock or first run, the main window, leaving.

Only Qt, the theme and the unlock window are imported here at once; the main window, and all that
opens a workspace, is imported by the doors in a worker thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from app.base import crash
from app.base.home import Target
from app.base.progress import Progress
from app.desk import theme
from app.desk.collecting import Collector
from app.desk.doors import Doors, House
from app.desk.icons import emblem
from app.desk.operations import Operations
from app.desk.single import call
from app.desk.unlock import UnlockWindow

if TYPE_CHECKING:
    from app.desk.keeping.rekeying import Rekeyed
    from app.desk.page import Desk
    from app.desk.shell import Shell
    from app.desk.single import Doorbell


AHEAD = ("app.desk.preview", "app.desk.dialogs", "app.desk.history")
"""Modules that several pages import when they are first needed."""
AHEAD_PARTS = ("papers", "chapters", "sheets", "senders")
"""What pages ask of the areas when they are made."""
AHEAD_AFTER = 1500
"""Milliseconds after the window is up."""


@dataclass(slots=True)
class _Open:
    house: House
    ops: Operations
    desk: Desk
    shell: Shell
    bell: Doorbell | None = None


class Program(QObject):
    """The one object that owns the windows.

    Signals:
        bug: (error, report) met by a hook, in whatever thread.
        shown: the main window is up.
    """

    bug = Signal(object, object)
    shown = Signal()
    _left = Signal()

    def __init__(self, application: QApplication, doors: Doors) -> None:
        super().__init__()
        self._app, self._doors = application, doors
        application.setQuitOnLastWindowClosed(False)
        self._ops = Operations(parent=self)
        self._ops.crashed.connect(self._crashed)
        self._collector = Collector(self._busy, self)
        self.unlock: UnlockWindow | None = None
        self.first: QWidget | None = None
        self.open: _Open | None = None
        self.bug.connect(self._bug)
        self._left.connect(application.quit)
        self.look()

    def look(self) -> None:
        """Colours and size of text, as chosen on this machine."""
        settings = self._doors.settings
        theme.apply(self._app, settings.get("scheme"), settings.get("scale"))

    # before there is a workspace

    def begin(
        self,
        folder: Path | None = None,
        user: str | None = None,
        password: str | None = None,
        backup: Path | None = None,
    ) -> None:
        """Show the first window: unlock, or the first run where there is no workspace yet."""
        if backup is not None:
            self.show_first_run("restore", str(backup))
            return
        if folder is None and not self._doors.settings.get("recent"):
            self.show_first_run()
            return
        self.show_unlock(folder)
        if folder is not None and password is not None and self.unlock is not None:
            self.unlock.user.setText(user or "")
            self.unlock.password.setText(password)
            QTimer.singleShot(0, self.unlock.main.click)

    def show_unlock(self, folder: Path | None = None) -> None:
        """The unlock window."""
        doors = self._doors
        self.unlock = UnlockWindow(
            self._ops,
            doors.settings,
            enter=doors.enter,
            recover=doors.recover,
            users=doors.users,
            warm=doors.warm,
            rescue=doors.rescue,
        )
        self.unlock.opened.connect(self.show_shell)
        self.unlock.first_run_wanted.connect(self.show_first_run)
        self.unlock.installEventFilter(_Closing(self.unlock, self._nobody_left))
        if folder is not None:
            self.unlock.choose(folder)
        self.unlock.show()
        self._put_away("first")

    def show_first_run(self, begin: str = "", file: str = "") -> None:
        """The first-run wizard."""
        from app.desk.firstrun import FirstRun

        first = FirstRun(self._ops, self._doors.first_run(), begin, file)
        first.ready.connect(self._made)
        first.open_wanted.connect(self.show_unlock)
        first.left.connect(self._nobody_left)
        self.first = first
        first.show()
        self._put_away("unlock")

    def _made(self, house: House, then: str) -> None:
        self._doors.settings.remember_workspace(Path(house.workspace.folder))
        if then == "demo":
            self._ops.run(
                "准备示例",
                lambda progress: _instead(house, self._doors.sample, progress),
                owner=self,
                done=self.show_shell,
            )
            return
        self.show_shell(house)
        if then == "import" and self.open is not None:
            self.open.shell.go(Target("import", view="organisations"))

    def _put_away(self, name: str) -> None:
        window: QWidget | None = getattr(self, name)
        setattr(self, name, None)
        if window is not None:
            window.blockSignals(True)
            window.close()
            window.deleteLater()

    def _nobody_left(self) -> None:
        QTimer.singleShot(0, self, self._look_round)

    def _look_round(self) -> None:
        windows = (w for w in (self.unlock, self.first) if w is not None)
        if self.open is None and not any(w.isVisible() for w in windows):
            self._quit()

    # with a workspace

    def show_shell(self, house: House) -> None:
        """The main window of an open workspace."""
        from app.desk.page import Desk
        from app.desk.settings import ListStates

        ops = Operations(house.workspace, self)
        keep = house.keep
        states = ListStates(
            house.states,
            lambda new: ops.think(lambda: keep(new), owner=self, done=lambda _kept: None),
        )
        desk = Desk(
            house.workspace,
            ops,
            self._doors.settings,
            today=house.today,
            states=states,
            areas=house.areas,
            parent=self,
        )
        desk.revealed.connect(
            lambda kind, _id, field: ops.act(
                house.reveal, what=f"{kind}.{field}", rows=1, owner=self
            )
        )
        desk.replaced.connect(self._replaced)
        desk.rekeyed.connect(self._rekeyed)
        ops.remedies["DAMAGED"] = ("从备份恢复…", self._rescue)
        self.open = _Open(house, ops, desk, self._shell(house, desk))
        self._collector.begin()
        self.open.shell.open("home")
        self.open.shell.show()
        self.open.bell = self._listen(house)
        QTimer.singleShot(0, self, self._collector.settle)
        self._put_away("unlock")
        self._put_away("first")
        self._tell()
        self._empty_outside()
        ops.run(
            "每日备份",
            house.daily,
            owner=self,
            done=lambda _made: self._backed_up(),
            cancellable=False,
            quiet=True,
        )
        QTimer.singleShot(AHEAD_AFTER, self, self._ahead)
        self.shown.emit()

    def _empty_outside(self) -> None:
        """Copies that were made for other programs go: at the start, and when it is locked."""
        if self.open is not None:
            from app.desk.evidence_outside import empty

            workspace = self.open.house.workspace
            folder, now = Path(workspace.folder), workspace.surroundings.now()
            self.open.ops.think(lambda: empty(folder, now), owner=self, done=lambda _done: None)

    def _backed_up(self) -> None:
        """Tell it; and tell damage that shows only when every page has been read."""
        self._tell()
        if self.open is not None:
            sound = self.open.house.workspace.sound
            self.open.ops.think(sound, owner=self, done=lambda _sound: None)

    def _rescue(self) -> None:
        """The open workspace turned out to be damaged: close it, and show its backups."""
        from app.store.errors import damaged

        if self.open is None:
            return
        close = self.open.house.workspace.close
        self._replaced()
        unlock = self.unlock
        assert unlock is not None
        self._ops.run(
            "关闭工作库",
            lambda _progress: close(),
            owner=unlock,
            done=lambda _closed: unlock.offer_rescue(damaged()),
            cancellable=False,
            quiet=True,
        )

    def _ahead(self) -> None:
        """Import what pages will need: on the Qt thread it would stop the window for 0.1 s."""
        if self.open is not None:
            house = self.open.house
            names = [*AHEAD, *(name for entry in house.entries for name in entry.ahead)]
            names += [name for area in house.areas for name in area.modules(*AHEAD_PARTS)]
            self.open.ops.think(
                lambda: [import_module(name) for name in names],
                owner=self,
                done=lambda _made: self._collector.settle(),
            )

    def _tell(self) -> None:
        """The age of the last backup elsewhere, and what Ctrl+Z would take back."""
        if self.open is not None:
            house, shell = self.open.house, self.open.shell
            self.open.ops.think(house.backup_day, owner=shell, done=shell.set_backup, slot="backup")
            shell.refresh_undo()

    def _listen(self, house: House) -> Doorbell:
        from app.desk.single import Doorbell

        return Doorbell(Path(house.workspace.folder), self.come_forward, self)

    def come_forward(self) -> None:
        """Bring the main window, or what lies on it, before all others."""
        if self.open is None:
            return
        window = self._app.activeModalWidget() or self.open.shell
        for one in (self.open.shell, window):
            one.setWindowState(one.windowState() & ~Qt.WindowState.WindowMinimized)
            one.show()
            one.raise_()
            one.activateWindow()

    def _shell(self, house: House, desk: Desk) -> Shell:
        from app.desk.shell import Shell

        shell = Shell(
            desk,
            house.entries,
            check_password=house.check_password,
            report=self._doors.report,
            find=house.find,
            unit_popup=house.unit_popup,
            title=house.title,
        )
        desk.unit_title = desk.unit_title or house.title
        shell.topbar.tell()
        checkpoint = house.workspace.checkpoint
        shell.locked.connect(
            lambda: desk.ops.think(checkpoint, owner=shell, done=lambda _done: None)
        )
        shell.locked.connect(self._collector.whole)
        shell.locked.connect(self._empty_outside)
        shell.closing.connect(self._leave)
        shell.look_changed.connect(self._anew)
        return shell

    def _anew(self) -> None:
        """Another text size or scheme: the same desk in a new window."""
        assert self.open is not None
        old = self.open.shell
        self.look()
        self.open.shell = self._shell(self.open.house, self.open.desk)
        self.open.shell.open(old.current() or "home")
        self.open.shell.show()
        old.blockSignals(True)
        old.setProperty("may_close", True)
        old.close()
        old.deleteLater()
        self._tell()

    def _replaced(self) -> None:
        """A backup was restored over the workspace: ask for the password of what is there now."""
        if self.open is None:
            return
        gone, self.open = self.open, None
        self._silence(gone)
        self._collector.end()
        self.show_unlock(Path(gone.house.workspace.folder))
        gone.shell.blockSignals(True)
        gone.shell.setProperty("may_close", True)
        gone.shell.close()
        gone.shell.deleteLater()
        QTimer.singleShot(0, self, gone.ops.close)

    def _rekeyed(self, made: Rekeyed) -> None:
        """The workspace has a new key: show it above the unlock window."""
        if self.open is None:
            return
        from app.desk.recovery import NewKeyDialog

        today = self.open.desk.today
        self._replaced()
        NewKeyDialog(
            self.unlock, self._ops, made.text, office=made.office, on=today, lapsed=made.lapsed
        ).open()

    def _leave(self) -> None:
        """The main window is closing: backup and closing go on without it, then the end."""
        if self.open is None:
            return
        house, ops = self.open.house, self.open.ops
        self.open.shell.hide()
        self._silence(self.open)
        self.open = None
        self._collector.end()

        def work() -> None:
            from app.desk.evidence_outside import empty

            try:
                ops.close()
                empty(Path(house.workspace.folder), house.workspace.surroundings.now())
                house.leave()
            finally:
                self._left.emit()

        threading.Thread(target=work, name="leaving").start()

    @staticmethod
    def _silence(left: _Open) -> None:
        if left.bell is not None:
            left.bell.close()
            left.bell = None

    def _busy(self) -> bool:
        return self._ops.busy() or (self.open is not None and self.open.ops.busy())

    def _quit(self) -> None:
        self._ops.close()
        self._app.quit()

    # bugs

    def _crashed(self, error: BaseException) -> None:
        self._bug(error, self._doors.report(error))

    def _bug(self, error: BaseException, report: Path) -> None:
        from app.desk.dialogs import show_crash

        parent = self.open.shell if self.open is not None else self.unlock or self.first
        if parent is not None:
            show_crash(parent, report, crash.describe(error))


class _Closing(QObject):
    """Tells when a window was closed by the person."""

    def __init__(self, window: QWidget, told: Callable[[], object]) -> None:
        super().__init__(window)
        self._told = told

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if event.type() == event.Type.Close and not watched.signalsBlocked():
            QTimer.singleShot(0, self, self._told)
        return False


def _instead(house: House, sample: Callable[[Progress], House], progress: Progress) -> House:
    """Sample data to look at; the new workspace waits, closed."""
    made = sample(progress)
    house.leave()
    return made


def run(
    doors: Doors,
    *,
    folder: Path | None = None,
    user: str | None = None,
    password: str | None = None,
    backup: Path | None = None,
    started: Callable[[Program], object] | None = None,
) -> int:
    """Run the window to its end; returns the exit status.

    Args:
        folder: the workspace to open; None: the last one, or the first run.
        user, password: open it without asking.
        backup: a backup file to restore from.
        started: told when the first window is up.
    """
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setApplicationName("union-desk")
    application.setApplicationDisplayName("基层工会工作台")
    application.setDesktopFileName("union-desk")  # the desktop entry: its icon in the task bar
    application.setWindowIcon(QIcon(emblem(128)))
    recent = doors.settings.get("recent")
    wanted = folder or (Path(recent[0]) if recent and backup is None else None)
    if wanted is not None and call(wanted):
        return 0  # it is open already, and its window has come forward
    program = Program(application, doors)
    program.begin(folder, user, password, backup)
    if started is not None:
        started(program)
    return int(application.exec())

"""The main window: rail, top bar, one page at a time, foot; shortcuts, undo, lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.base import crash
from app.base.home import Hit, Target
from app.base.lists import Tone
from app.desk import theme
from app.desk.banner import Banner, ProgressPanel
from app.desk.clipboard import ClipboardGuard
from app.desk.dialogs import ask, show_crash, show_shortcuts
from app.desk.empty import Empty
from app.desk.foot import Foot
from app.desk.help import keys_of, open_help
from app.desk.lock import Hidden, IdleWatch, LockCover
from app.desk.operations import Notice
from app.desk.page import Desk, Page, PageEntry
from app.desk.preferences import open_preferences
from app.desk.rail import Rail
from app.desk.roomy import Roomy, Stack
from app.desk.search import Finder
from app.desk.tabbing import next_stop
from app.desk.topbar import TopBar, UnitPopup
from app.desk.turns import Turns
from app.desk.widgets import column, fit_screen, row

PROGRAM = "基层工会工作台"
SLIM_RAIL = 1200
"""Window width, at 100 %, below which the rail shows icons."""
NARROW_BAR = 1100


class Shell(QMainWindow):
    """The window of an open workspace.

    Args:
        desk: what the pages are given.
        entries: the rail, in order; pages are made when first opened.
        check_password: whether a password opens this workspace; called in a worker thread.
        find: the search of the top box, None for none.
        unit_popup: the tree under the unit button, None to leave the button out.
        report: writes the masked report of a bug, returns its path (``app.crash.report``).

    Signals:
        locked, unlocked: the content was hidden, is shown again.
        closing: the window is going; the caller closes the workspace.
        look_changed: another text size or scheme was chosen; the caller makes the window anew.
    """

    locked = Signal()
    unlocked = Signal()
    closing = Signal()
    look_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        entries: Sequence[PageEntry],
        *,
        check_password: Callable[[str], bool],
        report: Callable[[BaseException], Path],
        find: Finder | None = None,
        unit_popup: UnitPopup | None = None,
        title: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(PROGRAM)
        self.desk, self.ops = desk, desk.ops
        self._report = report
        self._check_password = check_password
        self._find, self._unit_popup, self._title = find, unit_popup, title
        self.entries = {entry.name: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._rooms: dict[str, Roomy] = {}
        self._turns = Turns(self)
        self._current = ""
        self._trail: list[str] = []
        self._slim: bool | None = None
        self._hidden = Hidden(self)
        self.clipboard = ClipboardGuard(self)
        self._build()
        self._shortcuts()
        self.idle = IdleWatch(lambda: int(desk.settings.get("lock_minutes")), self)
        self.idle.idle.connect(self.lock)
        self._beat = QTimer(self, interval=1000)
        self._beat.timeout.connect(self._tick)
        self._beat.start()
        desk.ops.changed.connect(self._changed)
        desk.ops.noticed.connect(self.notify)
        desk.ops.crashed.connect(self._crashed)
        desk.looked.connect(self._looked)
        desk.went.connect(self.go)
        self._restore_geometry()

    # pages

    def page(self, name: str = "") -> Page | None:
        """A page that has been opened; the present one without a name."""
        return self._pages.get(name or self._current)

    def current(self) -> str:
        """Name of the area shown."""
        return self._current

    def open(self, name: str) -> Page | None:
        """Bring an area up, making its page if it is the first time. What a new page shows is
        read a turn of the event loop later: the window stops for making it, not for both."""
        if name not in self.entries:
            return None
        is_new = name not in self._pages
        if is_new:
            made = self.entries[name].build(self.desk)
            made.setObjectName(made.objectName() or f"page_{name}")
            made.actions_changed.connect(self._show_actions)
            self._pages[name] = made
            self._rooms[name] = Roomy(made, wraps=False)
            self._stack.addWidget(self._rooms[name])
        page = self._pages[name]
        if name != self._current:
            self._trail = [*self._trail[-20:], self._current] if self._current else []
            self._current = name
            self._stack.setCurrentWidget(self._rooms[name])
            page.take_keyboard()
        self.rail.show_chosen(name)
        self._show_actions()
        if is_new:
            self._turns.add(*page.parts(), page.look, partial(self._keyboard_to, page))
        else:
            page.look()
        return page

    def _keyboard_to(self, page: Page) -> None:
        """A new page is made: unless something on it has the keyboard already."""
        at = QApplication.focusWidget()
        if page is self.page() and (at is None or at is page or not page.isAncestorOf(at)):
            page.take_keyboard()

    def go(self, target: Target) -> None:
        """Show a target on the page it belongs to."""
        name = target.area
        if name not in self.entries:
            name = next((e.name for e in self.entries.values() if target.kind in e.kinds), "")
        page = self.open(name)
        if page is not None:
            self._turns.finish()  # a page jumps from where it has looked
            page.jump(target)

    def back(self) -> None:
        """Esc: a step back inside the page, else to the page before."""
        page = self.page()
        if page is not None and page.back():
            return
        if self._trail:
            name = self._trail.pop()
            trail = self._trail
            self.open(name)
            self._trail = trail

    # telling

    def notify(self, notice: Notice) -> None:
        """Show a notice in the banner."""
        self.banner.show_notice(notice)

    def set_backup(self, day: date | None) -> None:
        """The day of the last verified backup in another place, for the foot."""
        self.foot.set_backup(day, self.desk.today)

    def set_count(self, area: str, count: int) -> None:
        """How many overdue things an area has, for the rail."""
        if area in self.rail.buttons:
            self.rail.buttons[area].set_count(count)

    def refresh_undo(self) -> None:
        """Ask which act Ctrl+Z would take back."""
        workspace = self.desk.workspace
        named = getattr(workspace, "next_undo_title", None)
        if named is not None:
            self.ops.think(named, owner=self, done=self.foot.set_undo, slot="undo")

    # lock

    def is_locked(self) -> bool:
        """Whether the content is hidden."""
        return self._layers.currentWidget() is self.cover

    def lock(self) -> None:
        """Hide everything now. Work under way goes on."""
        if self.is_locked():
            return
        for page in self._pages.values():
            page.conceal()
        self.topbar.close_popup()
        self.topbar.search.put_away()
        self._hidden.put_away()
        self.clipboard.lock()
        self._layers.setCurrentWidget(self.cover)
        for shortcut in self._keys:
            shortcut.setEnabled(False)
        self.setWindowTitle(f"{PROGRAM}（已锁定）")
        self.cover.begin()
        self.locked.emit()

    def unlock(self) -> None:
        """Show everything again, at the same place."""
        self._layers.setCurrentWidget(self._content)
        for shortcut in self._keys:
            shortcut.setEnabled(True)
        self.setWindowTitle(PROGRAM)
        self._hidden.bring_back()
        self.idle.touch()
        self.unlocked.emit()

    # undo

    def undo(self) -> None:
        """Ctrl+Z."""
        self.ops.undo(owner=self, done=self._undone)

    def redo(self) -> None:
        """Ctrl+Y."""
        self.ops.undo(owner=self, redo=True, done=self._undone)

    def _undone(self, verdict: Any) -> None:
        kept = verdict.count("kept") + verdict.count("impossible")
        if kept:
            advice = f"{verdict.count('reversed')} 条已还原，{kept} 条保持不变，原因见操作记录。"
            self.ops.notice(f"已{verdict.title}", advice, Tone.WARN)
        else:
            self.ops.notice(f"已{verdict.title}", tone=Tone.GOOD)
        self.refresh_undo()

    def help(self) -> None:
        """F1: how the page that is up is used."""
        open_help(self, list(self.entries.values()), self._current)

    def help_over(self, window: QWidget) -> None:
        """F1 in a dialog: the same, at what it says of that dialog."""
        title = window.windowTitle().rstrip("…？")
        open_help(window, list(self.entries.values()), self._current, title)

    # building

    def _build(self) -> None:
        self._layers = QStackedWidget()
        self._content = QWidget()
        self._content.setProperty("ground", "page")
        line = row(self._content, space=0)
        self.rail = Rail(list(self.entries.values()))
        self.rail.chosen.connect(self.open)
        self.rail.settings_wanted.connect(self._preferences)
        line.addWidget(self.rail)
        right = column(space=0)
        self.topbar = TopBar(self.desk, self._find, self._unit_popup)
        self.topbar.found.connect(self._found)
        right.addWidget(self.topbar)
        self.banner = Banner()
        right.addWidget(self.banner)
        self._stack = Stack()
        self._stack.addWidget(Empty("start", PROGRAM, "请在左侧选择一个栏目。"))
        right.addWidget(self._stack, 1)
        self.progress = ProgressPanel(self.ops)
        right.addWidget(self.progress)
        self.foot = Foot(
            on_backup=lambda: self.go(Target("backup")),
            on_undo=self.undo,
            on_lock=self.lock,
            on_help=self.help,
        )
        self.foot.set_workspace(
            self._title,
            getattr(self.desk.workspace, "user", ""),
            getattr(self.desk.workspace, "warning", ""),
        )
        right.addWidget(self.foot)
        line.addLayout(right, 1)
        self.cover = LockCover(self.ops, self._check_password)
        self.cover.unlocked.connect(self.unlock)
        self._layers.addWidget(self._content)
        self._layers.addWidget(self.cover)
        self.setCentralWidget(self._layers)

    def _preferences(self) -> None:
        open_preferences(self, self.desk.settings, self.look_changed.emit, self.desk.ops)

    def _shortcuts(self) -> None:
        self._keys: list[QShortcut] = []
        for keys, run in (
            ("Ctrl+F", self._focus_search),
            ("Ctrl+S", self._save),
            ("F2", self._edit),
            ("Esc", self.back),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+L", self.lock),
            ("Ctrl+P", self._print),
            ("F1", self.help),
            ("Ctrl+/", lambda: show_shortcuts(self)),
        ):
            self._key(keys, run)
        for place, name in enumerate(list(self.entries)[:10]):
            self._key(keys_of(place), partial(self.open, name))

    def _key(self, keys: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: run())
        self._keys.append(shortcut)

    def _focus_search(self) -> None:
        self.topbar.search.setFocus()
        self.topbar.search.selectAll()

    def _save(self) -> None:
        if (page := self.page()) is not None:
            page.save()

    def _edit(self) -> None:
        if (page := self.page()) is not None:
            page.edit()

    def _print(self) -> None:
        if (page := self.page()) is not None:
            for which in page.page_actions():
                if which.key == "print" and which.enabled:
                    which.run()

    def _show_actions(self) -> None:
        page = self.page()
        self.topbar.set_actions(page.page_actions() if page is not None else ())

    def _looked(self) -> None:
        if (page := self.page()) is not None:
            page.look()
            self._show_actions()

    def _changed(self, changes: Any) -> None:
        if (page := self.page()) is not None:
            page.changed(changes.kinds)
        self.refresh_undo()

    def _found(self, hit: Hit) -> None:
        self.go(Target("", hit.kind, hit.id))
        if (page := self.page()) is not None:
            page.take_keyboard()

    def _crashed(self, error: BaseException) -> None:
        show_crash(self, self._report(error), crash.describe(error))

    def _tick(self) -> None:
        self.foot.set_lock(self.idle.seconds_left())
        page = self.page()
        self.foot.set_dirty(page is not None and page.is_dirty())

    # the window itself

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab: the rail, the bar above, the page as it is read, the foot."""
        top = self._layers.currentWidget() or self
        stop = next_stop(top, QApplication.focusWidget(), forward=forward)
        if stop is not None:
            reason = Qt.FocusReason.TabFocusReason
            stop.setFocus(reason if forward else Qt.FocusReason.BacktabFocusReason)
        return stop is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        slim = width < theme.px(SLIM_RAIL)
        if slim != self._slim:
            self._slim = slim
            self.rail.set_slim(slim)
        self.topbar.set_slim(width < theme.px(NARROW_BAR))
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        dirty = any(page.is_dirty() for page in self._pages.values())
        long = [op for op in self.ops.running() if not op.quiet]
        if (dirty or long) and not self.property("may_close"):
            event.ignore()
            what = "有填写的内容还没有保存。" if dirty else ""
            what += f"「{long[0].title}」还在进行，退出会取消它，不留下半截数据。" if long else ""
            ask(
                self, "leave", "要退出吗？", what, [("leave", "退出", self._leave)], cancel="不退出"
            )
            return
        self._keep_geometry()
        self.clipboard.clear()
        self.closing.emit()
        super().closeEvent(event)

    def _leave(self) -> None:
        self.setProperty("may_close", True)
        self.close()

    def _keep_geometry(self) -> None:
        state = bytes(self.saveGeometry().toBase64().data()).decode()
        self.desk.settings.set("window", {"geometry": state})

    def _restore_geometry(self) -> None:
        self.setMinimumSize(640, 420)
        kept = self.desk.settings.get("window").get("geometry", "")
        if kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            return
        fit_screen(self, 1366, 768)

"""Work off the Qt thread: acts and reads of the workspace, and long jobs with progress.

Nothing here waits. A caller names an ``owner`` widget: what arrives after the owner is gone is
dropped. Of several reads for the same ``slot`` of one owner only the newest is delivered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.base.errors import KnownError, UserError
from app.base.lists import Tone
from app.base.progress import Cancelled, Progress

T = TypeVar("T")


class Workspace(Protocol):
    """What the desk needs of ``app.store.workspace.Workspace``."""

    def submit(self, act: Any, /, *args: Any, **kwargs: Any) -> Future[Any]: ...

    def ask(self, query: Callable[[Any], Any]) -> Future[Any]: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the banner: what happened, what to do, and a button if something can be."""

    text: str
    advice: str = ""
    tone: Tone = Tone.INFO
    action: str = ""
    on_action: Callable[[], object] | None = None


class Operation:
    """One job under way. Its state is read by a timer, so a worker never floods the window.

    Attributes:
        title: what is being done, in the clerk's words.
        cancellable: whether a cancel button is of use.
        quiet: not shown in the progress panel (short acts).
    """

    def __init__(self, title: str, *, cancellable: bool = True, quiet: bool = False) -> None:
        self.title = title
        self.cancellable = cancellable
        self.quiet = quiet
        self.started = time.monotonic()
        self.finished = False
        self.cancelled = False
        self._state: tuple[int, int, str] = (0, 0, "")
        self._stage_began = self.started

    def progress(self) -> Progress:
        """The token handed to the work."""
        return Progress(self._report, lambda: self.cancelled)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; nothing half done remains."""
        self.cancelled = True

    def state(self) -> tuple[int, int, str]:
        """(done, total or 0, what is being done)."""
        return self._state

    def age(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.started

    def seconds_left(self) -> int | None:
        """How long it will still take by the pace so far; None while that is a guess."""
        done, total, _text = self._state
        spent = time.monotonic() - self._stage_began
        if total <= 0 or done <= 0 or done >= total or spent < 1.0:
            return None
        return max(1, round(spent * (total - done) / done))

    def _report(self, done: int, total: int, text: str) -> None:
        if done < self._state[0] or text != self._state[2]:
            self._stage_began = time.monotonic()
        self._state = (done, total, text)


@dataclass(slots=True)
class _Awaited:
    owner: QObject
    done: Callable[[Any], object] | None
    failed: Callable[[BaseException], object] | None
    operation: Operation | None = None
    slot: tuple[int, str] | None = None
    serial: int = 0
    is_act: bool = False


class Operations(QObject):
    """Runs everything that takes time.

    Signals:
        changed: the ``Changes`` of an act that was done; pages refresh what they show.
        noticed: a ``Notice`` for the banner.
        crashed: an exception that is our fault; the shell shows the crash dialog.
        started, ended: an ``Operation``.
    """

    changed = Signal(object)
    noticed = Signal(object)
    crashed = Signal(object)
    started = Signal(object)
    ended = Signal(object)
    _arrived = Signal(object, object)

    def __init__(self, workspace: Workspace | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="desk")
        self._newest: dict[tuple[int, str], tuple[int, Future[Any]]] = {}
        self._serial = 0
        self._running: list[Operation] = []
        self._under_way = 0
        self._closed = False
        self.remedies: dict[str, tuple[str, Callable[[], object]]] = {}
        """Code of a ``KnownError`` to the words on a button and what it does."""
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def act(
        self,
        act: Any,
        /,
        *args: Any,
        owner: QObject,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        quiet: bool = True,
        **kwargs: Any,
    ) -> Operation:
        """Do an act of the workspace; ``done`` gets its ``Changes`` after ``changed`` was sent.

        ``failed`` may return True to say that it has told the person itself.
        """
        assert self.workspace is not None
        operation = Operation(getattr(act, "title", ""), quiet=quiet)
        future = self.workspace.submit(act, *args, progress=operation.progress(), **kwargs)
        self._await(future, _Awaited(owner, done, failed, operation, is_act=True))
        return operation

    def ask(
        self,
        query: Callable[[Any], T],
        *,
        owner: QObject,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
        slot: str = "",
    ) -> None:
        """Read from the workspace. With a ``slot`` only the newest request is answered."""
        if self._closed:
            return
        assert self.workspace is not None
        self._await(self.workspace.ask(query), self._slotted(owner, done, failed, slot))

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        *,
        owner: QObject,
        done: Callable[[T], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        cancellable: bool = True,
        quiet: bool = False,
    ) -> Operation:
        """A long job in a worker thread; Python-heavy parts belong into a child process there."""
        operation = Operation(title, cancellable=cancellable, quiet=quiet)
        future = self._pool.submit(work, operation.progress())
        self._await(future, _Awaited(owner, done, failed, operation))
        return operation

    def think(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
        slot: str = "",
    ) -> None:
        """A short job without progress that is no read of the workspace (files, divisions)."""
        if not self._closed:
            self._await(self._pool.submit(work), self._slotted(owner, done, failed, slot))

    def undo(
        self,
        *,
        owner: QObject,
        entry: int | None = None,
        redo: bool = False,
        done: Callable[[Any], object] | None = None,
    ) -> Operation:
        """Take back an entry (None: this user's newest), or redo; ``done`` gets the verdict."""
        workspace: Any = self.workspace

        def work(_progress: Progress) -> Any:
            return workspace.redo() if redo else workspace.undo(entry)

        def told(verdict: Any) -> None:
            if verdict.changes is not None:
                self.changed.emit(verdict.changes)
            if done is not None:
                done(verdict)

        title = "重做" if redo else "撤销"
        return self.run(title, work, owner=owner, done=told, cancellable=False)

    def drop(self, owner: QObject) -> None:
        """Nobody looks any more at what the owner asked for in slots: reads that have not begun
        are left out, of the others nothing is delivered."""
        for slot in [slot for slot in self._newest if slot[0] == id(owner)]:
            self._newest.pop(slot)[1].cancel()

    def running(self) -> tuple[Operation, ...]:
        """The jobs under way, oldest first."""
        return tuple(self._running)

    def busy(self) -> bool:
        """Whether anything at all is under way, reads and short jobs too."""
        return self._under_way > 0

    def notice(self, text: str, advice: str = "", tone: Tone = Tone.INFO) -> None:
        """Tell the person one thing without stopping the work."""
        self.noticed.emit(Notice(text, advice, tone))

    def explain(self, error: BaseException) -> None:
        """Tell the person about an error, each kind in its own way."""
        if isinstance(error, Cancelled | CancelledError):
            self.noticed.emit(Notice("已取消，没有作任何改动。", tone=Tone.IDLE))
        elif isinstance(error, UserError):
            self.noticed.emit(Notice(error.message, error.advice, Tone.WARN))
        elif isinstance(error, KnownError):
            words, follow = self.remedies.get(error.code, ("", None))
            self.noticed.emit(Notice(error.message, error.advice, Tone.BAD, words, follow))
        else:
            self.crashed.emit(error)

    def close(self) -> None:
        """Cancel what runs and wait for it. Called once, when the program ends."""
        self._closed = True
        for operation in self._running:
            operation.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _slotted(
        self,
        owner: QObject,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object] | None,
        slot: str,
    ) -> _Awaited:
        awaited = _Awaited(owner, done, failed)
        if slot:
            self._serial += 1
            awaited.slot, awaited.serial = (id(owner), slot), self._serial
        return awaited

    def _await(self, future: Future[Any], awaited: _Awaited) -> None:
        if awaited.slot is not None:
            earlier = self._newest.get(awaited.slot)
            if earlier is not None:
                earlier[1].cancel()
            self._newest[awaited.slot] = (awaited.serial, future)
        if awaited.operation is not None:
            self._running.append(awaited.operation)
            self.started.emit(awaited.operation)
        self._under_way += 1
        future.add_done_callback(lambda ready: self._hand_over(awaited, ready))

    def _hand_over(self, awaited: _Awaited, future: Future[Any]) -> None:
        if not self._closed and shiboken6.isValid(self):
            self._arrived.emit(awaited, future)

    @Slot(object, object)
    def _deliver(self, awaited: _Awaited, future: Future[Any]) -> None:
        self._under_way -= 1
        operation = awaited.operation
        if operation is not None:
            operation.finished = True
            self._running.remove(operation)
            self.ended.emit(operation)
        if awaited.slot is not None:
            if self._newest.get(awaited.slot, (0,))[0] != awaited.serial:
                return
            del self._newest[awaited.slot]
        if future.cancelled():
            error: BaseException | None = CancelledError()
        else:
            error = future.exception()
        alive = shiboken6.isValid(awaited.owner)
        if error is not None:
            handled = alive and awaited.failed is not None and awaited.failed(error)
            if not handled:
                self.explain(error)
            return
        result = future.result()
        if awaited.is_act:
            self.changed.emit(result)
        if alive and awaited.done is not None:
            awaited.done(result)

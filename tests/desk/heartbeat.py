"""A heartbeat on the Qt thread: how long the window could not answer, and whether that was us.

Every 5 ms a timer notes the clock and the processor time this process has used. A pause is the
time between two beats less the interval. On a busy machine a pause may be the machine's: what a
process did while it waited for a processor it did not have costs no processor time. So of each
pause only as much counts as **ours** as the process spent computing during it, in whatever
thread: a thread that holds the interpreter lock, or the Qt thread itself, computes.

Where the machine is shared that counts too much: threads of ours that compute beside a Qt thread
that waits for a processor do not stop it. A **turn** is what certainly stops the window on any
machine: what the Qt thread itself computed between two beats, and what other threads spent on
collecting garbage, for which they hold the lock from beginning to end.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

INTERVAL = 0.005


@dataclass(slots=True)
class Beats:
    """What a heartbeat noted; all times in seconds.

    Attributes:
        wall, ours, turns: one entry for each beat: the pause before it, how much of it was ours,
            and the turn.
        spent: how long it beat.
    """

    wall: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    spent: float = 0.0

    @property
    def worst(self) -> float:
        """The longest pause that was ours."""
        return max(self.ours, default=0.0)

    @property
    def longest(self) -> float:
        """The longest turn."""
        return max(self.turns, default=0.0)

    def over(self, limit: float) -> int:
        """How many pauses of ours were longer."""
        return sum(pause > limit for pause in self.ours)

    def line(self) -> str:
        """For a table of measurements, in ms."""
        every = sorted(self.ours)
        high = every[int(len(every) * 0.99)] if every else 0.0
        return (
            f"{self.spent:6.1f} s {len(every):5} beats, turns: max {self.longest * 1000:4.0f}, "
            f"over 50 ms {sum(turn > 0.05 for turn in self.turns):3}; "
            f"ours: max {self.worst * 1000:4.0f}, "
            f"99 % {high * 1000:4.0f}, over 50 ms {self.over(0.05):3}; "
            f"wall: max {max(self.wall, default=0) * 1000:4.0f}"
        )


@contextmanager
def heartbeat(owner: QObject) -> Iterator[Beats]:
    """Beat while the block runs; the block must let the event loop run."""
    beats = Beats()
    timer = QTimer(owner, interval=int(INTERVAL * 1000))
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    last = [time.perf_counter(), time.process_time(), time.thread_time()]
    mine, since, held = threading.get_ident(), threading.local(), [0.0]

    def collecting(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            since.time = time.thread_time()
        elif threading.get_ident() != mine:
            held[0] += time.thread_time() - getattr(since, "time", time.thread_time())

    def beat() -> None:
        now, used, turn = time.perf_counter(), time.process_time(), time.thread_time()
        pause = max(0.0, now - last[0] - INTERVAL)
        beats.wall.append(pause)
        beats.ours.append(min(pause, used - last[1]))
        beats.turns.append(turn - last[2] + held[0])
        last[:] = now, used, turn
        held[0] = 0.0

    timer.timeout.connect(beat)
    gc.callbacks.append(collecting)
    began = time.perf_counter()
    timer.start()
    try:
        yield beats
        beat()
    finally:
        gc.callbacks.remove(collecting)
        timer.stop()
        timer.deleteLater()
        beats.spent = time.perf_counter() - began


def until(ready: Callable[[], Any], timeout: float) -> None:
    """Run the event loop until something is so; it is looked at every 20 ms.

    Raises:
        TimeoutError: it is not so after ``timeout`` seconds.
    """
    end = time.monotonic() + timeout
    loop = QEventLoop()
    timer = QTimer(interval=20)
    was_so = False

    def look() -> None:
        nonlocal was_so
        was_so = bool(ready())  # what comes before the loop has ended may change it again
        if was_so or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if not was_so and not ready():
        raise TimeoutError


def rest(seconds: float) -> None:
    """Run the event loop for a while."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end, seconds + 60)

"""A heartbeat on the Qt thread: how long the window could not answer, and whether that was us.

Every 5 ms a timer notes the clock and the processor time this process has used. A pause is the
time between two beats less the interval. On a busy machine a pause may be the machine's: what a
process did while it waited for a processor it did not have costs no processor time. So of each
pause only as much counts as **ours** as the process spent computing during it, in whatever
thread: a thread that holds the interpreter lock, or the Qt thread itself, computes.
"""

from __future__ import annotations

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
        wall, ours: one entry for each beat: the pause before it, and how much of it was ours.
        spent: how long it beat.
    """

    wall: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    spent: float = 0.0

    @property
    def worst(self) -> float:
        """The longest pause that was ours."""
        return max(self.ours, default=0.0)

    def over(self, limit: float) -> int:
        """How many pauses of ours were longer."""
        return sum(pause > limit for pause in self.ours)

    def line(self) -> str:
        """For a table of measurements, in ms."""
        every = sorted(self.ours)
        high = every[int(len(every) * 0.99)] if every else 0.0
        return (
            f"{self.spent:6.1f} s {len(every):5} beats, ours: max {self.worst * 1000:5.0f}, "
            f"99 % {high * 1000:4.0f}, over 50 ms {self.over(0.05):3}, over 20 ms "
            f"{self.over(0.02):3}; wall: max {max(self.wall, default=0) * 1000:5.0f}"
        )


@contextmanager
def heartbeat(owner: QObject) -> Iterator[Beats]:
    """Beat while the block runs; the block must let the event loop run."""
    beats = Beats()
    timer = QTimer(owner, interval=int(INTERVAL * 1000))
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    last = [time.perf_counter(), time.process_time()]

    def beat() -> None:
        now, used = time.perf_counter(), time.process_time()
        pause = max(0.0, now - last[0] - INTERVAL)
        beats.wall.append(pause)
        beats.ours.append(min(pause, used - last[1]))
        last[:] = now, used

    timer.timeout.connect(beat)
    began = time.perf_counter()
    timer.start()
    try:
        yield beats
        beat()
    finally:
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
    timer.timeout.connect(lambda: loop.quit() if ready() or time.monotonic() > end else None)
    timer.start()
    loop.exec()
    timer.stop()
    if not ready():
        raise TimeoutError


def rest(seconds: float) -> None:
    """Run the event loop for a while."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end, seconds + 60)

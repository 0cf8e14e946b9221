"""When cyclic garbage is collected, so that the window never stops for it.

Python's full collection holds the interpreter lock while it looks at every object there is: with
20,000 rows of an import in memory it stopped the window for 0.2 s, with an annual report of a
county for 1.3 s. So in the window full collections do not come of themselves: they are made
between jobs, when nothing is in memory but what stays, and what stays is put aside (frozen) as
soon as looking at it takes noticeable time; where so much has come that one look would be felt, it
is put aside without a look. While the window is locked everything is looked at.
The two young generations, which take a millisecond, are collected as always.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SWITCH = 0.001
"""Seconds after which a computing thread lets the Qt thread have its turn (Python's own: 5 ms,
which a slot that calls Qt ten times has to wait ten times)."""
PAUSE = 3000
"""Milliseconds between two looks whether a collection is due."""
NOTICEABLE = 0.015
"""A collection that took so many seconds puts aside what stays."""
MANY = 50_000
"""So many objects take 8 ms to look at, three times as long on a busy machine."""
YOUNG, MIDDLE, NEVER = 1_000, 10, 1_000_000_000
DUE = 20
"""So many collections of the middle generation make a full one due."""


class Collector(QObject):
    """Collects between jobs; one for the whole program.

    Args:
        busy: whether jobs are under way.

    Attributes:
        made: how many full collections it has made.
    """

    def __init__(self, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._before = (gc.get_threshold(), sys.getswitchinterval())
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._look)
        self.made = 0

    def begin(self) -> None:
        """From now on: no full collection but by this object."""
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        sys.setswitchinterval(SWITCH)
        self._timer.start()

    def settle(self) -> None:
        """A window has come up: what is there now stays. No collection, only put aside."""
        gc.freeze()

    def whole(self) -> None:
        """Nobody is looking (the window is locked): look at everything, the put aside too."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def end(self) -> None:
        """As Python does it by itself."""
        self._timer.stop()
        thresholds, interval = self._before
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(interval)
        gc.unfreeze()

    def _look(self) -> None:
        if self._busy() or gc.get_count()[2] < DUE:
            return
        if len(gc.get_objects(generation=2)) > MANY:
            gc.freeze()
            return
        began = time.perf_counter()
        gc.collect()
        self.made += 1
        if time.perf_counter() - began > NOTICEABLE:
            gc.freeze()

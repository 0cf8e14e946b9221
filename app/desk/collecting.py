"""When cyclic garbage is collected, and in which thread.

Python collects in whatever thread happens to make the next object, and with the garbage go the Qt
objects in it: one that lived in the Qt thread and is deleted by a worker takes the program down
(a timer, a model; widgets alone are handed back by PySide). So Python collects nothing by itself
while there is a window: this object does, in the Qt thread, the two young generations in steps so
small that nobody feels them.
Full collections look at every object there is: with 20,000 rows of an import in memory one stopped
the window for 0.2 s, with an annual report of a county for 1.3 s. They are made between jobs, when
nothing is in memory but what stays, and what stays is put aside (frozen) as soon as looking at it
takes noticeable time; where so much has come that one look would be felt, it is put aside without a
look. While the window is locked everything is looked at.
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
TURN = 25
"""Milliseconds between two looks at the young ones: no thread makes objects for more than a few
milliseconds of looking in that time."""
YOUNG, MIDDLE = 1_000, 10_000
"""So many new objects are looked at; so many that stayed are looked at once more."""
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
        self._before = sys.getswitchinterval()
        self._stayed = 0
        self.made = 0
        gc.disable()
        self._young = QTimer(self, interval=TURN)
        self._young.timeout.connect(self._look_at_young)
        self._young.start()
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def begin(self) -> None:
        """The main window comes up: computing threads give way to it sooner."""
        sys.setswitchinterval(SWITCH)

    def settle(self) -> None:
        """A window has come up: what is there now stays. No collection, only put aside."""
        gc.freeze()

    def whole(self) -> None:
        """Nobody is looking (the window is locked): look at everything, the put aside too."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def end(self) -> None:
        """The main window has gone: what was put aside is looked at again."""
        sys.setswitchinterval(self._before)
        gc.unfreeze()

    def _look_at_young(self) -> None:
        new = gc.get_count()[0]
        if new < YOUNG:
            return
        self._stayed += new
        if new > MANY:
            gc.freeze()
            self._stayed = 0
        elif self._stayed < MIDDLE:
            gc.collect(0)
        else:
            gc.collect(1)
            self._stayed = 0

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

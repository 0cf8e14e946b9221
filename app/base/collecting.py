"""Cyclic garbage in a process that does one job and ends: a command, a child process."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 200_000, 20, 1_000


def seldom() -> None:
    """Look for cyclic garbage seldom. Rows and records hold no cycles, and looking at all of them
    again and again took a fifth of an import. The window has its own way: ``desk.collecting``."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)

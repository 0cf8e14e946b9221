"""The Qt kit: shell, operations, lists, forms, pickers, finding lists, wizards, preview."""

from __future__ import annotations

import ctypes
import sys

_IMMORTAL = 1 << 60 | 3 << 30
"""A count that never runs out; its lower 32 bits are `_Py_IMMORTAL_INITIAL_REFCNT` of 3.14."""


def _immortal() -> None:
    """Make None, True and False immortal before Python 3.12 does it by itself.

    PySide6 6.12.0 returns None, True and False from every call without taking a reference, which
    Python 3.12 and later allow; on 3.11 the count of None reaches 0 after some thousand calls and
    the process aborts ("deallocating None"). Measured: -1 per call with 6.12.0, 0 with 6.11.2.

    The Windows build looks at the lower half of the count alone, as Python 3.14 does, and aborts
    when that half comes to 0: it must hold the mark of an immortal object there, too.
    """
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        for constant in (None, True, False, NotImplemented):
            count = ctypes.c_ssize_t.from_address(id(constant))
            if count.value < 1 << 40:
                count.value = _IMMORTAL


_immortal()

"""The lists of this area that are imported and exported."""

from __future__ import annotations

from .counts import COUNT_SHEET

SHEETS = (COUNT_SHEET,)
"""The part ``sheets`` of the descriptor.

The file of an online form is none of them, and so no kind of ``import``: its columns are known only
beside one survey; a ballot has no key by which a second import of the file could find it again; and
``template``, ``export`` and the workbook of refused rows would give ballots out one by one, with
the times and names that are dropped while reading. It comes in from its survey in the window.
"""

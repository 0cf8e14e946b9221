"""The lists of this area that are imported and exported."""

from __future__ import annotations

from .counts import COUNT_SHEET

SHEETS = (COUNT_SHEET,)
"""The part ``sheets`` of the descriptor."""

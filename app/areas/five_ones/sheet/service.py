"""The lists of this area that are imported and exported; a slice adds its own."""

from __future__ import annotations

from .activities import ACTIVITY_SHEET
from .contracts import CONTRACT_SHEET
from .five_ones import FIVE_ONES_SHEET

SHEETS = (ACTIVITY_SHEET, FIVE_ONES_SHEET, CONTRACT_SHEET)

"""The lists of this area that are imported and exported; a slice adds its own."""

from __future__ import annotations

from .cadres import CADRE_SHEET
from .delegates import DELEGATE_SHEET
from .terms import TERM_SHEET

SHEETS = (CADRE_SHEET, TERM_SHEET, DELEGATE_SHEET)

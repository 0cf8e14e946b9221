"""Workbooks of this area: what an import of them would do, doing it, exporting them again."""

from .service import EMPLOYER_SHEET, ORGANISATION_SHEET

SHEETS = (ORGANISATION_SHEET, EMPLOYER_SHEET)

__all__ = ["EMPLOYER_SHEET", "ORGANISATION_SHEET", "SHEETS"]

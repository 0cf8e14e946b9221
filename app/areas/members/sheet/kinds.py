"""The workbook of this area; its columns and synonyms stand in ``resources/sheets``."""

from __future__ import annotations

from app.sheets.declared import sheet_kind

MEMBERS = sheet_kind("members")

"""Checked rows as plain data: what waits in the staging database until a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.base.findings import Severity


class Outcome(StrEnum):
    """What an import does, or would do, with a row.

    The kit decides only ``REJECTED`` and ``SKIPPED``; comparing with what is there is the area's.
    """

    PENDING = ""
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    TRANSFER = "transfer"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    ABSENT = "absent"


PENDING, REJECTED = Outcome.PENDING, Outcome.REJECTED
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one cell, in the words of the command line contract.

    Attributes:
        sheet: name of the sheet.
        row: 1-based as the spreadsheet shows it; in a text file the record's number.
        column: letter; "" for the whole row.
        field: key; "" for the whole row.
        code: ``IMP-…`` or the rule.
        severity: ``must`` rejects the row.
        message: Chinese, with the cell's address.
        candidates: what it may have meant.
    """

    sheet: str
    row: int
    column: str
    field: str
    code: str
    severity: Severity
    message: str
    candidates: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of the contract."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "candidates": list(self.candidates),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Problem:
        """From ``to_json``."""
        return Problem(
            data["sheet"],
            data["row"],
            data["column"],
            data["field"],
            data["code"],
            Severity(data["severity"]),
            data["message"],
            tuple(data["candidates"]),
        )


@dataclass(slots=True)
class CheckedRow:
    """One row of a foreign workbook after the checks that need no database.

    Attributes:
        sheet: name of the sheet.
        row: its number.
        values: field → value (see ``fields.Kind``); empty and doubtful cells are absent.
        originals: field → what stood there, where the value does not simply say it.
        problems: see ``Problem``.
        outcome: ``PENDING``, ``REJECTED`` or ``SKIPPED``.
        reason: why it was skipped: ``total``, ``note``, ``example``, ``signature``, ``section``,
            ``header``, ``repeated``, ``empty`` (only a prefilled running number).
        section: the heading between the rows under which it stands.
        filled: fields whose value comes from a cell merged over several rows.
        cells: the row as it was, for the workbook of wrong rows.
    """

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    outcome: Outcome = PENDING
    reason: str = ""
    section: str = ""
    filled: tuple[str, ...] = ()
    cells: list[Any] = field(default_factory=list)

    def judge(self) -> None:
        """Rejected exactly if there is a problem of severity ``must``."""
        if self.problems and any(p.severity is Severity.MUST for p in self.problems):
            self.outcome = REJECTED
        elif self.outcome is REJECTED:
            self.outcome = PENDING

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        field: str = "",
        column: str = "",
        candidates: Sequence[str] = (),
    ) -> None:
        """Add a problem found later (by the comparing area) and judge again."""
        self.problems.append(
            Problem(self.sheet, self.row, column, field, code, severity, message, tuple(candidates))
        )
        self.judge()

    def to_json(self) -> dict[str, Any]:
        """Plain data; what is empty is left out."""
        data: dict[str, Any] = {"sheet": self.sheet, "row": self.row, "cells": self.cells}
        if self.values:
            data["values"] = self.values
        if self.originals:
            data["originals"] = self.originals
        if self.problems:
            data["problems"] = [
                [p.column, p.field, p.code, p.severity.value, p.message, list(p.candidates)]
                for p in self.problems
            ]
        if self.outcome is not PENDING:
            data["outcome"] = self.outcome.value
        if self.reason:
            data["reason"] = self.reason
        if self.section:
            data["section"] = self.section
        if self.filled:
            data["filled"] = list(self.filled)
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> CheckedRow:
        """From ``to_json``."""
        sheet, row, problems = data["sheet"], data["row"], data.get("problems")
        return CheckedRow(
            sheet,
            row,
            data.get("values", {}),
            data.get("originals", {}),
            [
                Problem(sheet, row, p[0], p[1], p[2], Severity(p[3]), p[4], tuple(p[5]))
                for p in problems
            ]
            if problems
            else [],
            _OUTCOMES[data.get("outcome", "")],
            data.get("reason", ""),
            data.get("section", ""),
            tuple(data.get("filled", ())),
            data["cells"],
        )


@dataclass(slots=True)
class FileEnd:
    """The last word on a file.

    Attributes:
        skipped_sheets: sheet → why it was not read, in Chinese.
        notes: what a person should know of the reading.
        digest: SHA-256 of the file, hex.
        rows: number of rows handed out.
    """

    skipped_sheets: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    digest: str = ""
    rows: int = 0

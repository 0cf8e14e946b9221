"""The judged rows of a file, of which there may be 200,000: held without holding them.

What a judgement adds to a row (problems, a reason) is kept as text; a row of which only the
outcome is new stays where it waits and is fetched when it is looked at.
"""

from __future__ import annotations

import copy
import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from app.sheets.checked import CheckedRow, Outcome

if TYPE_CHECKING:
    from app.store.staging import Staging


_LEFT = (Outcome.REJECTED, Outcome.DUPLICATE, Outcome.TRANSFER)
_ADDED = ("sheet", "row", "problems", "outcome", "reason")


class StagedRows(Sequence[CheckedRow]):
    """The rows of a file that wait in the staging database, fetched anew each time."""

    def __init__(self, staging: Staging, import_id: str) -> None:
        self._staging, self._id = staging, import_id
        self._count = staging.count(import_id)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[CheckedRow]:
        return map(CheckedRow.from_json, self._staging.every(self._id))

    @overload
    def __getitem__(self, index: int) -> CheckedRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[CheckedRow]: ...

    def __getitem__(self, index: int | slice) -> CheckedRow | list[CheckedRow]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._count)
            part = self._staging.rows(self._id, start=start, limit=max(0, stop - start))
            return [CheckedRow.from_json(row) for row in part][::step]
        place = index + self._count if index < 0 else index
        if not 0 <= place < self._count:
            raise IndexError(index)
        return CheckedRow.from_json(self._staging.rows(self._id, start=place, limit=1)[0])


class JudgedRows(Sequence[CheckedRow]):
    """Rows with their outcomes, in the order of the file.

    Args:
        source: the same rows before they were judged. Without it only rows that have a problem
            or a reason, or that wait for a person, can be looked at again; of the others sheet,
            number and outcome.
    """

    def __init__(self, source: Sequence[CheckedRow] | None = None) -> None:
        self._source = source
        self._outcomes: list[Outcome] = []
        self._numbers = array("L")
        self._sheets: list[str] = []
        self._sheet_of = array("H")
        self._kept: dict[int, str] = {}

    def add(self, row: CheckedRow) -> None:
        """The next row, judged."""
        outcome = row.outcome
        self._outcomes.append(outcome)
        self._numbers.append(row.row)
        if not self._sheets or row.sheet != self._sheets[-1]:
            self._sheets.append(row.sheet)
        self._sheet_of.append(len(self._sheets) - 1)
        left = outcome in _LEFT
        if left or row.problems or (row.reason and self._source is not None):
            data = row.to_json()
            if self._source is not None or not left:
                data = {key: data[key] for key in _ADDED if key in data} | {"cells": []}
            self._kept[len(self._outcomes) - 1] = json.dumps(data, ensure_ascii=False)

    def detached(self) -> JudgedRows:
        """The same without their source, for when nothing waits there any more."""
        made = copy.copy(self)
        made._source = None
        made._kept = {
            place: json.dumps(self._row(place).to_json(), ensure_ascii=False)
            if self._outcomes[place] in _LEFT
            else text
            for place, text in self._kept.items()
        }
        return made

    def counts(self) -> Mapping[Outcome, int]:
        """Rows by outcome."""
        return Counter(self._outcomes)

    def outcomes(self) -> Iterator[tuple[str, int, Outcome]]:
        """Sheet, number and outcome of every row."""
        for sheet, number, outcome in zip(
            self._sheet_of, self._numbers, self._outcomes, strict=True
        ):
            yield self._sheets[sheet], number, outcome

    def told(self) -> Iterator[CheckedRow]:
        """The rows with problems, and those that wait for a person."""
        for place in self._kept:
            yield self._row(place)

    def __len__(self) -> int:
        return len(self._outcomes)

    @overload
    def __getitem__(self, index: int) -> CheckedRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[CheckedRow]: ...

    def __getitem__(self, index: int | slice) -> CheckedRow | list[CheckedRow]:
        if isinstance(index, slice):
            return [self._row(place) for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._row(place)

    def __iter__(self) -> Iterator[CheckedRow]:
        if self._source is None:
            yield from (self._row(place) for place in range(len(self)))
            return
        for place, row in enumerate(self._source):
            yield self._judged(place, row)

    def _row(self, place: int) -> CheckedRow:
        if self._source is not None:
            return self._judged(place, self._source[place])
        text = self._kept.get(place)
        if text is not None:
            return CheckedRow.from_json(json.loads(text))
        sheet = self._sheets[self._sheet_of[place]]
        return CheckedRow(sheet, self._numbers[place], outcome=self._outcomes[place])

    def _judged(self, place: int, row: CheckedRow) -> CheckedRow:
        """A row as it waits, with what the judgement added."""
        text = self._kept.get(place)
        if text is not None:
            added = CheckedRow.from_json(json.loads(text))
            row.problems, row.reason = added.problems, added.reason
        row.outcome = self._outcomes[place]
        return row


Rows = list[CheckedRow] | JudgedRows

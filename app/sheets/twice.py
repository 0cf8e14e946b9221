"""The same thing twice in a file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import REJECTED, CheckedRow, Outcome
from app.sheets.fields import SheetKind, load

_SUM = (1 << 60) - 1  # a longer one takes half as much again
KeyFunction = Callable[[Mapping[str, Any]], Sequence[tuple[Any, ...]]]


class Twice:
    """Finds the same thing twice in a file: identical rows are skipped, others are problems.

    Of each row only sums of 60 bits are kept: whole keys of 200,000 rows would take 150 MB.
    """

    def __init__(self, kind: SheetKind) -> None:
        self._kind = kind
        self._function: KeyFunction | None = load(kind.key_function)
        self._seen: dict[int, int] = {}
        self._rows, self._contents = array("L"), array("q")
        self._keys: list[array[int]] = []
        self._sheets: list[str] = []
        self._sheet_of = array("H")

    def keys(self, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The keys of a row, strongest first; () where a key is not filled."""
        if self._function is not None:
            return self._function(values)
        return [
            tuple(_key_part(values.get(key)) for key in group) if values.get(group[0]) else ()
            for group in self._kind.keys
        ]

    def _content(self, values: Mapping[str, Any]) -> int:
        """A sum of all that a row says, in whichever order."""
        keys, take = _taker(tuple(values), self._kind.beside)
        return hash((keys, take(values)))

    def look(self, row: CheckedRow) -> None:
        """Judge a row against the earlier ones, and remember it if it goes in."""
        if row.outcome is REJECTED:
            return
        keys = [
            hash((place, *key)) & _SUM if key else 0
            for place, key in enumerate(self.keys(row.values))
        ]
        content = self._content(row.values)
        found = None if self._seen.keys().isdisjoint(keys) else self._find(keys)
        if found is not None:
            number, sheet = self._rows[found], self._sheets[self._sheet_of[found]]
            where = f"第 {number} 行" if sheet == row.sheet else f"工作表「{sheet}」第 {number} 行"
            if self._contents[found] == content:
                row.outcome, row.reason = Outcome.SKIPPED, "repeated"
                return
            message = f"第 {row.row} 行与{where}是同一个，但内容不同；请只保留一行"
            row.add("IMP-TWICE", Severity.MUST, message)
            return
        self._remember(row, keys, content)

    def _remember(self, row: CheckedRow, keys: list[int], content: int) -> None:
        at = len(self._rows)
        if not self._sheets or self._sheets[-1] != row.sheet:
            self._sheets.append(row.sheet)
        self._rows.append(row.row)
        self._sheet_of.append(len(self._sheets) - 1)
        self._contents.append(content)
        while len(self._keys) < len(keys):
            self._keys.append(array("q"))
        for kept, key in zip(self._keys, keys, strict=False):
            kept.append(key)
            if key:
                self._seen.setdefault(key, at)

    def _find(self, keys: list[int]) -> int | None:
        for place, key in enumerate(keys):
            found = self._seen.get(key) if key else None
            if found is None:
                continue
            theirs = (stronger[found] for stronger in self._keys[:place])
            pairs = zip(keys[:place], theirs, strict=False)
            if not any(mine and other and mine != other for mine, other in pairs):
                return found
        return None


@lru_cache(maxsize=1024)
def _taker(told: tuple[str, ...], beside: tuple[str, ...]) -> tuple[int, Callable[[Any], Any]]:
    """A sum of the fields that are told, and what takes their values, in an order of their own:
    most rows of a file tell the same fields."""
    keys = sorted(key for key in told if key not in beside)
    return hash(tuple(keys)), itemgetter(*keys) if keys else _nothing


def _nothing(values: Mapping[str, Any]) -> None:
    """The content of a row that says nothing."""


def _key_part(value: Any) -> Any:
    return squeeze(value) if isinstance(value, str) else value

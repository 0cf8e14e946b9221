"""Which rows below a header are data, and which are totals, notes, examples, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.text import squeeze
from app.sheets.cells import show
from app.sheets.fields import AMOUNTS, SheetKind
from app.sheets.grid import EMPTY, MAX_COLUMNS, Formula, Merge, column_index
from app.sheets.header import Layout
from app.sheets.words import header_key, is_header, words

_LONG_NOTE = 25
_FEW = 2
_LONGEST_HEAD = 60
_MEMO = 20_000


class RowSorter:
    """Tells rows apart; one per sheet, fed with its rows in order.

    Attributes:
        section: the last heading between the rows (一、单独基层工会), which may say what they are.
    """

    def __init__(self, layout: Layout, kind: SheetKind, merged: Sequence[Merge]) -> None:
        self.section = ""
        self._columns = {column_index(c.column): c for c in layout.columns}
        obligatory = {f.key for f in kind.fields if f.obligatory}
        self._names = [i for i, c in self._columns.items() if c.field in obligatory]
        self._examples = {
            i: squeeze(kind.field(c.field).example)
            for i, c in self._columns.items()
            if kind.field(c.field).example
        }
        self._heads = {i: header_key(c.header.rsplit("/", 1)[-1]) for i, c in self._columns.items()}
        self._wide = {m.top for m in merged if m.right - m.left >= _FEW}
        self._data_seen = False
        self._first = list(self._columns)[:_FEW]
        telling = dict.fromkeys((0, *self._first, *self._names))
        self._usual: dict[int, set[Any]] = {i: set() for i in telling}
        self._last = max(telling) if self._columns else MAX_COLUMNS

    def why_not_data(self, number: int, cells: Sequence[Any]) -> str:
        """The reason (see ``CheckedRow.reason``), or "" for a row of data."""
        if self._is_usual(number, cells):
            return ""
        filled: Sequence[int] = range(len(cells))
        if EMPTY in cells:
            filled = [i for i, cell in enumerate(cells) if cell != EMPTY]
        first = cells[filled[0]]
        if isinstance(first, Formula):
            first = first.value
        names = [cells[i] for i in self._names if i < len(cells) and cells[i] != EMPTY]
        texts = [squeeze(t) for t in dict.fromkeys((first, *names)) if isinstance(t, str)]
        reason = self._by_words(texts, filled, number) or self._by_shape(cells, filled)
        if not reason and self._is_example(cells, texts):
            reason = "example"
        if not reason and self._columns.keys().isdisjoint(filled):
            reason = "empty"  # only a running number, prefilled
        if reason == "section":
            self.section = show(first).strip()
        self._data_seen = self._data_seen or not reason
        return reason

    def _is_usual(self, number: int, cells: Sequence[Any]) -> bool:
        """Whether a row is surely data; nearly every one is, and a few of its cells tell.

        These are the first cell, the first two columns and the names. None of them says why the row
        might be no data; and where the first two repeat no header, the row does not.
        """
        if not self._data_seen or number in self._wide or len(cells) <= self._last:
            return False
        for index, usual in self._usual.items():
            cell = cells[index]
            if cell not in usual and not self._says_nothing_odd(index, cell, usual):
                return False
        # those are filled; with fewer of them, the others are counted
        return len(self._usual) > _FEW or len(cells) - cells.count(EMPTY) > _FEW

    def _says_nothing_odd(self, index: int, cell: Any, usual: set[Any]) -> bool:
        text = squeeze(cell) if type(cell) is str else ""
        w = words()
        if not text or self._examples.get(index) == text:
            return False
        # a number is none of the words: each has a character of another kind
        if not (text.isascii() and text.isalnum()) and (w.odd(text) or w.example.match(text)):
            return False
        if index in self._first and is_header(cell, self._heads[index]):
            return False
        if len(usual) < _MEMO:
            usual.add(cell)
        return True

    def _by_words(self, texts: Sequence[str], filled: Sequence[int], number: int) -> str:
        w = words()
        few = len(filled) <= _FEW or number in self._wide
        if not few and not any(map(w.odd, texts)):  # nearly every row of data
            return ""
        for text in texts:
            if w.total.match(text):
                return "total"
            before = text is texts[0] and filled[0] not in self._columns  # 填表人： under 序号
            if w.signature.match(text) and (few or before or not self._data_in(filled)):
                return "signature"
        if texts and few:
            if w.section.match(texts[0]) and len(filled) == 1:
                return "section"
            if w.note.match(texts[0]):
                return "note"
            if len(filled) == 1 and (len(texts[0]) > _LONG_NOTE and number in self._wide):
                return "note"
            if number in self._wide and len(filled) == 1:
                return "section"
        if texts and w.note.match(texts[0]) and len(texts[0]) > _LONG_NOTE:
            return "note"
        if filled and texts and len(filled) == 1 and not self._data_in(filled):
            return "note"
        return ""

    def _data_in(self, filled: Sequence[int]) -> bool:
        return any(i in self._names for i in filled)

    def _by_shape(self, cells: Sequence[Any], filled: Sequence[int]) -> str:
        if self._repeats_header(cells):
            return "header"
        if self._data_seen:
            return ""
        shown = [squeeze(show(cells[i])) for i in filled]
        units = words().units
        if len(filled) > _FEW and self._numbered(shown):
            return "header"
        return "header" if all(text.strip("()") in units for text in shown) else ""

    def _repeats_header(self, cells: Sequence[Any]) -> bool:
        same = other = 0
        width = len(cells)
        for index, head in self._heads.items():
            cell = cells[index] if index < width else EMPTY
            if cell == EMPTY:
                continue
            if isinstance(cell, str) and len(cell) < _LONGEST_HEAD and is_header(cell, head):
                same += 1
            else:
                other += 1
                if other > same + 1:
                    return False
        return same >= max(2, len(self._heads) // 2) or (other == 0 < same == len(self._heads))

    def _numbered(self, texts: list[str]) -> bool:
        """A line 甲 乙 1 2 3 or 1 2 3 4 under the header."""
        ordinals = words().ordinals
        count = 0
        while count < len(texts) and count < len(ordinals) and texts[count] in ordinals:
            count += 1
        if count == len(texts):
            return True
        rest = texts[count:]
        if count == 0 and len(rest) < 4:  # 1, 甲, 2 might be a row; 1 2 3 4 is none
            return False
        return all(text.strip("()") == str(n) for n, text in enumerate(rest, 1)) or all(
            text.strip("()") == str(n) for n, text in enumerate(rest, count + 1)
        )

    def _is_example(self, cells: Sequence[Any], texts: Sequence[str]) -> bool:
        w = words()
        if any(map(w.example.match, texts)):
            return True
        if self._is_own_example(cells):
            return True
        return not self._data_seen and any(text in w.example_names for text in texts)

    def _is_own_example(self, cells: Sequence[Any]) -> bool:
        known = 0
        for index in self._columns:
            cell = cells[index] if index < len(cells) else EMPTY
            if cell == EMPTY:
                continue
            if self._examples.get(index) != squeeze(show(cell)):
                return False
            known += 1
        return known >= _FEW


class FillDown:
    """Values of cells merged downwards, for the rows they cover."""

    def __init__(self, layout: Layout, kind: SheetKind, merged: Sequence[Merge]) -> None:
        fields = {column_index(c.column): kind.field(c.field) for c in layout.columns}
        self._starts: dict[int, list[Merge]] = {}
        for m in merged:
            field = fields.get(m.left)
            if field is None or not field.fill_down or field.kind in AMOUNTS:
                continue
            if m.bottom > m.top >= layout.first_row and m.right == m.left:
                self._starts.setdefault(m.top, []).append(m)
        self._open: dict[int, tuple[int, Any]] = {}

    def apply(self, number: int, cells: list[Any]) -> Mapping[int, Any]:
        """Fill the empty cells of a row that a merged cell above covers; column → value filled."""
        filled: dict[int, Any] = {}
        for column, (bottom, value) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif column >= len(cells) or cells[column] == EMPTY:
                cells.extend([EMPTY] * (column + 1 - len(cells)))
                cells[column] = filled[column] = value
        for m in self._starts.get(number, ()):
            if m.left < len(cells) and cells[m.left] != EMPTY:
                self._open[m.left] = (m.bottom, cells[m.left])
        return filled

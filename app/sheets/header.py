"""Finding the header of a list wherever it is, and what each column means."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from app.base.text import tidy
from app.sheets.fields import AMOUNTS, Field, SheetKind
from app.sheets.grid import Formula, Merge, Row, column_index, column_letter
from app.sheets.words import bracketed, header_key, without_brackets, words

LOOK = 60  # rows in which the header must stand
_LONGEST = 60
_ENOUGH = 0.8  # likeness of two headers of different spelling
_EXACT, _WITHIN, _LIKE, _REMEMBERED = 100.0, 60.0, 30.0, 1000.0
_FALLBACK = 75.0  # known word for word, but another column may mean it better

Remembered = Mapping[str, Mapping[str, str]]
"""Signature of a header → {header as written: field key, or "" for: leave out}."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose meaning is known.

    Attributes:
        column: letter.
        header: as written; several lines joined by "/".
        field: key of the field.
        factor: the unit of an amount (万元: 10000).
        sure: False for a guess by likeness, which a person should look at.
    """

    column: str
    header: str
    field: str
    factor: int = 1
    sure: bool = True


@dataclass(slots=True)
class Layout:
    """Where the list of a sheet is and what its columns mean.

    Attributes:
        sheet: name of the sheet.
        kind: of the list.
        header_row: 1-based, the upper one of a header of several lines.
        first_row: where rows of data may begin.
        columns: known columns, left to right.
        unmatched: headers of the others, as written.
        others: [letter, header] of every column without a meaning, also of those left out.
        missing: obligatory fields without a column.
        titles: texts above the header.
        signature: of this header, for remembering how its columns were matched.
        score: how well it fits the kind.
        head: all rows to the end of the header as they are, for the workbook of wrong rows.
        head_merged: merged ranges in it, as [top, left, bottom, right].
        width: number of columns.
    """

    sheet: str
    kind: str
    header_row: int
    first_row: int
    columns: list[Column]
    unmatched: list[str] = field(default_factory=list)
    others: list[list[str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    signature: str = ""
    score: float = 0.0
    head: list[tuple[int, list[Any]]] = field(default_factory=list)
    head_merged: list[list[int]] = field(default_factory=list)
    width: int = 0

    def matching(self) -> dict[str, str]:
        """What to remember for the next file of this signature: header → field or ""."""
        found = dict.fromkeys(self.unmatched, "")
        return found | {column.header: column.field for column in self.columns}

    def letter(self, key: str) -> str:
        """Letter of the column of a field; "" if it has none."""
        return next((c.column for c in self.columns if c.field == key), "")

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Layout:
        """From ``to_json``."""
        table = dict(data)
        table["columns"] = [Column(**column) for column in table["columns"]]
        table["head"] = [(int(number), list(cells)) for number, cells in table["head"]]
        return Layout(**table)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided in the mapping screen.

    Attributes:
        header_row: 1-based; 0: as found.
        lines: of the header; 0: as found.
        columns: column letter → field key, "" for: leave out. Columns not named: as found.
    """

    header_row: int = 0
    lines: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Heads:
    """One possible header: its rows, and the text of each column."""

    row: int
    lines: int
    parts: dict[int, list[str]]

    def written(self, column: int) -> str:
        return "/".join(self.parts[column])


def find_layout(
    sheet: str,
    rows: Sequence[Row],
    merged: Sequence[Merge],
    kind: SheetKind,
    *,
    remembered: Remembered | None = None,
    choice: Choice | None = None,
    given: frozenset[str] = frozenset(),
) -> Layout | None:
    """The best header for a kind of list among the first rows of a sheet.

    Args:
        sheet: name, kept in the result.
        rows: the first ``LOOK`` rows that hold something.
        merged: merged ranges of the sheet.
        kind: the list looked for.
        remembered: how headers were matched before.
        choice: a person's decision.
        given: obligatory fields that come from elsewhere, so that no column is needed.

    Returns:
        The layout, or None if no row looks like a header of this kind. ``missing`` may still
        name obligatory fields; then it is not such a list.
    """
    best: Layout | None = None
    for heads in _likely(_candidates(rows, merged, choice), kind):
        layout = _layout(sheet, heads, kind, remembered or {}, choice, given)
        if layout is not None and (best is None or layout.score > best.score):
            best = layout
    if best is not None:
        _surroundings(best, rows, merged)
    return best


def _candidates(
    rows: Sequence[Row], merged: Sequence[Merge], choice: Choice | None
) -> list[_Heads]:
    top = [(number, cells) for number, cells in rows[:LOOK]]
    found: list[_Heads] = []
    for at, (number, cells) in enumerate(top):
        if choice and choice.header_row and number != choice.header_row:
            continue
        texts = {text for cell in cells if (text := _text(cell))}
        if not texts or max(map(len, texts)) > _LONGEST * 3:
            continue
        lonely = len(texts) < 2 and not (choice and choice.header_row)
        repeated = sum(1 for cell in cells if _text(cell)) > len(texts)
        if lonely and (repeated or _wide(number, merged)):
            continue
        for lines in _lines(number, cells, merged, choice):
            block = [row for row in top[at : at + lines] if row[0] < number + lines]
            heads = _heads(number, lines, block, merged)
            if heads.parts and (lines == 1 or len(block) > 1):
                found.append(heads)
    return found


def _likely(found: list[_Heads], kind: SheetKind) -> list[_Heads]:
    """Those with the most headers known word for word; likeness is too slow for every row."""
    index = _index(kind)
    exact = [
        sum(any(text in index for text in _variants(tuple(p), "")) for p in heads.parts.values())
        for heads in found
    ]
    most = max(exact, default=0)
    if most == 0:
        return found[:12]
    return [heads for heads, count in zip(found, exact, strict=True) if count >= most - 1 > -1]


def _wide(row: int, merged: Sequence[Merge]) -> bool:
    return any(m.top <= row <= m.bottom and m.right > m.left for m in merged)


def _lines(
    row: int, cells: Sequence[Any], merged: Sequence[Merge], choice: Choice | None
) -> list[int]:
    """How many lines a header beginning here may have.

    A cell of it merged downwards tells; otherwise it is one, or two if that explains more (one,
    where a person named the row).
    """
    if choice and choice.lines:
        return [choice.lines]
    deep = [
        m.bottom - m.top + 1
        for m in merged
        if m.top == row < m.bottom < row + 4 and m.left < len(cells) and _text(cells[m.left])
    ]
    if deep:
        return [max(deep)]
    return [1] if choice and choice.header_row else [1, 2]


def _text(cell: Any) -> str:
    if isinstance(cell, Formula):
        cell = cell.value
    return tidy(cell) if isinstance(cell, str) else ""


def _heads(number: int, lines: int, block: Sequence[Row], merged: Sequence[Merge]) -> _Heads:
    width = max((len(cells) for _, cells in block), default=0)
    grid: dict[int, list[str]] = {
        row: [_text(cell) for cell in cells] + [""] * (width - len(cells)) for row, cells in block
    }
    last = number + lines - 1
    for m in merged:
        if m.top in grid and m.top <= last and m.right < width:
            text = grid[m.top][m.left] if m.left < width else ""
            for row in range(m.top, min(m.bottom, last) + 1):
                if row in grid:
                    grid[row][m.left : m.right + 1] = [text] * (m.right - m.left + 1)
    if not merged and lines > 1:
        _fill_right(grid, number, last)
    parts: dict[int, list[str]] = {}
    for column in range(width):
        texts: list[str] = []
        for row in sorted(grid):
            text = grid[row][column]
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        if texts:
            parts[column] = texts
    return _Heads(number, lines, parts)


def _fill_right(grid: dict[int, list[str]], first: int, last: int) -> None:
    """In a text file, a group's upper header stands only over its first column."""
    lower = grid.get(last)
    if lower is None:
        return
    for row in range(first, last):
        upper = grid.get(row, [])
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
                upper[column] = upper[column - 1]


def _layout(
    sheet: str,
    heads: _Heads,
    kind: SheetKind,
    remembered: Remembered,
    choice: Choice | None,
    given: frozenset[str],
) -> Layout | None:
    mark = _signature(kind, heads)
    known = dict(remembered.get(mark, {}))
    matched = _match(heads, kind, known, choice)
    by_hand = choice is not None and choice.header_row == heads.row
    if not matched and not by_hand:
        return None
    obligatory = {f.key for f in kind.fields if f.obligatory}
    keys = {key for key, _ in matched.values()}
    columns, score = [], 0.0
    for column, (key, strength) in sorted(matched.items()):
        written = heads.written(column)
        sure = strength >= _WITHIN
        columns.append(
            Column(column_letter(column), written, key, _factor(kind.field(key), written), sure)
        )
        score += 3.0 if key in obligatory else 2.0 if strength >= _EXACT - 10 else 1.0
    left = {
        c: heads.written(c)
        for c in sorted(heads.parts)
        if c not in matched and not _ignored(heads.parts[c], kind, known.get(heads.written(c)))
    }
    sure = any(key in obligatory and strength >= _EXACT - 10 for key, strength in matched.values())
    if len(columns) < 2 and len(left) > 2 and not sure and not by_hand:
        return None
    score -= 0.4 * len(left) + 0.1 * (heads.lines - 1)
    return Layout(
        sheet=sheet,
        kind=kind.kind,
        header_row=heads.row,
        first_row=heads.row + heads.lines,
        columns=columns,
        unmatched=list(left.values()),
        others=[
            [column_letter(c), heads.written(c)] for c in sorted(heads.parts) if c not in matched
        ],
        missing=sorted(obligatory - keys - given),
        signature=mark,
        score=round(score, 2),
        width=max(heads.parts) + 1,
    )


def _ignored(parts: Sequence[str], kind: SheetKind, decided: str | None) -> bool:
    if decided == "":
        return True
    unknown = _useless(kind)
    return header_key(parts[-1]) in unknown or header_key("".join(parts)) in unknown


@cache
def _useless(kind: SheetKind) -> frozenset[str]:
    """Headers that are known and of no use: none of them is taken for something like it."""
    return words().ignored | {header_key(text) for text in kind.ignored}


def _signature(kind: SheetKind, heads: _Heads) -> str:
    text = "\n".join(
        f"{c}\t{heads.written(c)}"
        for c in sorted(heads.parts)
        if not _ignored(heads.parts[c], kind, None)
    )
    return hashlib.sha256(f"{kind.kind}\n{text}".encode()).hexdigest()[:32]


def _surroundings(layout: Layout, rows: Sequence[Row], merged: Sequence[Merge]) -> None:
    for number, cells in rows:
        if number >= layout.first_row:
            break
        layout.head.append((number, [_plain(cell) for cell in cells]))
        if number < layout.header_row:
            layout.titles.extend(text for cell in cells if (text := _text(cell)))
    layout.head_merged = [
        [m.top, m.left, m.bottom, m.right] for m in merged if m.bottom < layout.first_row
    ]


def _plain(cell: Any) -> Any:
    if isinstance(cell, Formula):
        cell = cell.value
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


# --- matching -----------------------------------------------------------------------------------


def _match(
    heads: _Heads, kind: SheetKind, known: Mapping[str, str], choice: Choice | None
) -> dict[int, tuple[str, float]]:
    """Column → (field, strength); each field once, the strongest pair first."""
    fixed = {column_index(k): v for k, v in choice.columns.items()} if choice else {}
    pairs: list[tuple[float, int, str]] = []
    upper = ""
    for column in sorted(heads.parts):
        parts = heads.parts[column]
        if column in fixed or heads.written(column) in known:
            key = fixed[column] if column in fixed else known[heads.written(column)]
            if key and any(f.key == key for f in kind.fields):
                pairs.append((_REMEMBERED + (column in fixed), column, key))
            continue
        if len("".join(parts)) > _LONGEST * 2:
            continue
        for key, strength in _strengths(tuple(parts), upper, kind).items():
            pairs.append((strength, column, key))
        own = header_key(parts[-1])
        if not own.startswith("其中") and len(own) > 1:
            upper = own
    result: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for strength, column, key in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if column not in result and key not in taken:
            result[column] = (key, strength)
            taken.add(key)
    return result


def _factor(field_: Field, header: str) -> int:
    if field_.kind not in AMOUNTS:
        return 1
    key = header_key(header)
    for text in [*bracketed(key), *(key.rsplit("/", 1)[-1],)]:
        if text in words().units:
            return words().units[text]
    return 1


def _variants(parts: tuple[str, ...], upper: str) -> list[str]:
    """The texts under which a header may be known, best first."""
    keys = [header_key(part) for part in parts]
    found = ["".join(keys), "/".join(keys), without_brackets("".join(keys))]
    last = without_brackets(keys[-1]).removeprefix("其中").lstrip(":,、")
    above = without_brackets(keys[-2]) if len(keys) > 1 else upper
    if len(keys) > 1:
        short = above
        for ending in ("基本情况", "情况", "信息", "概况", "资料", "基本信息"):
            short = short.removesuffix(ending)
        if last in words().whole:
            found += [above]
        found += [short + last, last + short] if len(last) <= 4 else [short + last]
        if last not in words().whole:
            found += [keys[-1], last]
    elif keys[0].startswith("其中") or len(last) == 1:
        found = [last + above, above + last, "".join(keys), last]
    return list(dict.fromkeys(text for text in found if text))


@cache
def _index(kind: SheetKind) -> dict[str, str]:
    index: dict[str, str] = {}
    for each in kind.fields:
        index.setdefault(header_key(each.title), each.key)
    for each in kind.fields:
        for word in each.synonyms:
            index.setdefault(header_key(word), each.key)
    return index


@cache
def _fallbacks(kind: SheetKind) -> dict[str, str]:
    return {header_key(word): each.key for each in kind.fields for word in each.fallbacks}


@cache
def _strengths(parts: tuple[str, ...], upper: str, kind: SheetKind) -> dict[str, float]:
    """Fields a header may mean, with the strength of each."""
    index = _index(kind)
    variants = _variants(parts, upper)
    for place, text in enumerate(variants):
        if text in index:
            return {index[text]: _EXACT - place}
    fallbacks = _fallbacks(kind)
    for place, text in enumerate(variants):
        if text in fallbacks:
            return {fallbacks[text]: _FALLBACK - place}
    if not _useless(kind).isdisjoint(variants):
        return {}
    found: dict[str, float] = {}
    for text in variants[: 3 if len(parts) == 1 else 6]:
        for word, key in index.items():
            strength = _likeness(text, word)
            if strength > found.get(key, 0.0):
                found[key] = strength
    return found


def _likeness(text: str, word: str) -> float:
    if len(word) < 2 or len(text) < 2:
        return 0.0
    if word in text and _harmless(text.replace(word, "", 1)):
        return _WITHIN + len(word)
    if abs(len(text) - len(word)) > 3 or not set(text) & set(word):
        return 0.0
    ratio = SequenceMatcher(None, text, word, autojunk=False).ratio()
    if ratio < _ENOUGH or any((q in text) != (q in word) for q in words().qualifiers):
        return 0.0
    return _LIKE * ratio


def _harmless(rest: str) -> bool:
    return not any(word in rest for word in words().qualifiers)

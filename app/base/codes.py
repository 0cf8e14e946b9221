"""Code lists: stable codes with the words people write for them, read from TOML.

A list is a file ``resources/codes/NAME.toml``::

    title = "行业"
    source = "GB/T 4754-2017"
    none = ["否"]             # optional, words that say: none of these
    unclear = ["5"]           # optional, words that mean one thing here and another there
    [[code]]
    code = "C"
    name = "制造业"
    parent = "..."            # optional, the code of another entry of the list
    aliases = ["工业"]         # optional, other words for the same
    note = "..."              # optional
    since = 2017-10-01        # optional, half-open [since, until)
    until = 2030-01-01
    public = true             # any other key is a flag of the entry
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from app.base.days import Span
from app.base.paths import resource
from app.base.text import squeeze

_FIELDS = {"code", "name", "parent", "aliases", "note", "since", "until"}
_PUNCTUATION = re.compile(r"[\s、，。,.;；:：()\[\]（）【】〔〕《》<>·•/\\|“”\"'’‘_—–-]+")
_LEADING_CODE = re.compile(
    r"^[（(\[【]?[A-Za-z]?\d{0,4}[)）\]】]?[\s.、:：_—–-]*(?=[\u3400-\u9fff])"
)


def without_leading(text: str) -> str:
    """Without the code or option letter before it: 「A.是」 → 「是」, 「01 汉族」 → 「汉族」."""
    return _LEADING_CODE.sub("", text)


_ALWAYS = Span()


class How(Enum):
    """How a text was recognised; ``NEAR`` is a guess and must be shown to a person."""

    CODE = "code"
    NAME = "name"
    ALIAS = "alias"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list.

    Attributes:
        code: stable code, ASCII.
        name: the word shown.
        parent: code of the entry above, or None.
        aliases: other words for it, as found in forms.
        note: explanation shown beside it.
        valid: the days on which it may be chosen.
        flags: further facts of the file, e.g. ``public``.
    """

    code: str
    name: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    valid: Span = _ALWAYS
    flags: Mapping[str, Any] = field(default_factory=dict)

    def flag(self, key: str) -> bool | None:
        """A yes/no fact of the entry; None where the list leaves it open."""
        value = self.flags.get(key)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised text: the code, and how sure that is."""

    code: str
    how: How

    @property
    def sure(self) -> bool:
        """Whether it needs no look by a person."""
        return self.how is not How.NEAR


def _key(text: str) -> str:
    return _PUNCTUATION.sub("", squeeze(text))


class CodeList:
    """An immutable list of codes in the order of its file.

    Attributes:
        name: name of the list, e.g. ``industry``.
        title: Chinese title.
        source: the document it follows.
        entries: all codes, in order.
        none: words that say that none of the list applies.
        unclear: words that mean different things on different forms; they match nothing.
    """

    def __init__(
        self,
        name: str,
        title: str,
        source: str,
        entries: tuple[Code, ...],
        *,
        none: tuple[str, ...] = (),
        unclear: tuple[str, ...] = (),
    ) -> None:
        self.name, self.title, self.source, self.entries = name, title, source, entries
        self.none = frozenset(squeeze(word) for word in none)
        self.unclear = frozenset(squeeze(word) for word in unclear)
        self._codes = {entry.code: entry for entry in entries}
        if len(self._codes) != len(entries):
            raise ValueError(f"{name}: a code occurs twice")
        for entry in entries:
            if entry.parent is not None and entry.parent not in self._codes:
                raise ValueError(f"{name}: {entry.code} has an unknown parent {entry.parent}")
        self._words = self._index()

    def _index(self) -> dict[str, tuple[str, How]]:
        words: dict[str, tuple[str, How]] = {}
        for entry in self.entries:  # the upper of two levels with one name comes first and wins
            words.setdefault(_key(entry.name), (entry.code, How.NAME))
        for entry in self.entries:
            for alias in entry.aliases:
                code, _ = words.setdefault(_key(alias), (entry.code, How.ALIAS))
                if code != entry.code:
                    raise ValueError(f"{self.name}: {alias} means {code} and {entry.code}")
        return words

    def __iter__(self) -> Iterator[Code]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __getitem__(self, code: str) -> Code:
        """The entry; ``KeyError`` if there is none."""
        return self._codes[code]

    def get(self, code: str | None) -> Code | None:
        """The entry of a code, or None."""
        return None if code is None else self._codes.get(code)

    def name_of(self, code: str | None) -> str:
        """The word shown for a code; the code itself if unknown, empty for None."""
        entry = self.get(code)
        return entry.name if entry else code or ""

    def children(self, parent: str | None = None) -> list[Code]:
        """The entries directly below; without an argument those of the top."""
        return [entry for entry in self.entries if entry.parent == parent]

    def top_of(self, code: str) -> str:
        """The topmost code above (or the code itself), e.g. C for C13."""
        entry = self._codes[code]
        while entry.parent is not None:
            entry = self._codes[entry.parent]
        return entry.code

    def choices(self, day: date | None = None) -> list[tuple[str, str]]:
        """(code, name) for a drop-down; with a day only what is valid on it."""
        return [(e.code, e.name) for e in self.entries if day is None or e.valid.covers(day)]

    def match(self, text: str) -> Match | None:
        """What a cell means: by code, name, alias, or one unambiguous near word (a typo)."""
        word = squeeze(text)
        if not word or word in self.none or word in self.unclear:
            return None
        for code in (text.strip(), word, word.lower(), f"0{word}"):  # a workbook drops the 0 of 01
            if code in self._codes:
                return Match(code, How.CODE)
        for candidate in (word, without_leading(word)):
            found = self._words.get(_key(candidate))
            if found:
                return Match(*found)
        near = self._near(_key(without_leading(word)))
        return Match(near, How.NEAR) if near else None

    def _near(self, key: str) -> str | None:
        # One wrong character in a short word, two in a long one: 联合基层工会 and 单独基层工会
        # differ by two of six and must never be taken for each other.
        if len(key) < 3:
            return None
        allowed = 1 if len(key) < 8 else 2
        found: dict[str, float] = {}
        for word, (code, _) in self._words.items():
            if abs(len(word) - len(key)) > allowed or len(word) < 3:
                continue
            matcher = SequenceMatcher(None, key, word, autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            if max(len(word), len(key)) - same <= allowed:
                in_place = sum(a == b for a, b in zip(key, word, strict=False)) / len(key)
                found[code] = max(found.get(code, 0.0), matcher.ratio() + in_place)
        best = max(found.values(), default=0.0)
        winners = [code for code, score in found.items() if score == best]
        return winners[0] if len(winners) == 1 else None


def _entry(row: dict[str, Any]) -> Code:
    return Code(
        code=row["code"],
        name=row["name"],
        parent=row.get("parent"),
        aliases=tuple(row.get("aliases", ())),
        note=row.get("note", ""),
        valid=Span(row.get("since"), row.get("until")),
        flags={key: value for key, value in row.items() if key not in _FIELDS},
    )


def load_code_list(source: Path | bytes, name: str = "") -> CodeList:
    """Read a list from a TOML file or its bytes.

    Raises:
        ValueError: the file is no TOML, or the list contradicts itself.
        OSError: the file cannot be read.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    table = tomllib.loads(data.decode("utf-8"))
    try:
        return CodeList(
            name or (source.stem if isinstance(source, Path) else ""),
            table["title"],
            table["source"],
            tuple(_entry(row) for row in table["code"]),
            none=tuple(table.get("none", ())),
            unclear=tuple(table.get("unclear", ())),
        )
    except KeyError as error:
        raise ValueError(f"{name or source!r}: {error} is missing") from None


@cache
def code_list(name: str) -> CodeList:
    """The shipped list of that name (``resources/codes/NAME.toml``), read once.

    Raises:
        FileNotFoundError: there is no such list.
    """
    return load_code_list(resource("codes", f"{name}.toml"), name)

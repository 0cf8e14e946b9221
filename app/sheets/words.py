"""The words of ``resources/sheets/words.toml``, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.base.paths import resource
from app.base.text import squeeze

_MARKS = re.compile(
    r"[*★▲#]+|[(\[【](?:必填|选填|必须填写|必填项|可填|可不填|非必填)[)\]】]|(?:必填|必填项)$"
)
_NUMBERING = re.compile(r"^\(?\d{1,2}[.、)）]\s*(?=[^\d.])")
_ODD = ("total", "signature", "note")
_BRACKETS = re.compile(r"[(\[【〔{<《][^()\[\]【】〔〕{}<>《》]*[)\]】〕}>》]")


@dataclass(frozen=True)
class Words:
    """See the file for the meaning of each; ``odd`` finds what any of the rows' words may find in
    a row of more than a few cells."""

    empty: frozenset[str]
    empty_in_text: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    ignored: frozenset[str]
    qualifiers: tuple[str, ...]
    whole: frozenset[str]
    units: dict[str, int]
    total: re.Pattern[str]
    note: re.Pattern[str]
    example: re.Pattern[str]
    example_names: frozenset[str]
    signature: re.Pattern[str]
    section: re.Pattern[str]
    explains: re.Pattern[str]
    ordinals: tuple[str, ...]
    odd: Callable[[str], object]


@cache
def words() -> Words:
    """The shipped words."""
    with resource("sheets", "words.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    rows = table["rows"]
    return Words(
        empty=_set(table["empty"]),
        empty_in_text=_set(table["empty_in_text"]),
        yes=_set(table["yes"]),
        no=_set(table["no"]),
        ignored=frozenset(header_key(word) for word in table["ignored_headers"]),
        qualifiers=tuple(table["qualifiers"]),
        whole=_set(table["whole"]),
        units={squeeze(word): factor for word, factor in table["units"].items()},
        total=re.compile(rows["total"]),
        note=re.compile(rows["note"]),
        example=re.compile(rows["example"]),
        example_names=_set(rows["example_names"]),
        signature=re.compile(rows["signature"]),
        section=re.compile(rows["section"]),
        explains=re.compile(rows["explains"]),
        ordinals=tuple(rows["ordinals"]),
        odd=re.compile("|".join(f"(?:{rows[key]})" for key in _ODD)).match,
    )


def _set(texts: list[str]) -> frozenset[str]:
    return frozenset(squeeze(text) for text in texts)


def header_key(text: str) -> str:
    """A header for comparing: no blanks, line breaks, stars, （必填）, numbering; half width."""
    key = _MARKS.sub("", squeeze(text))
    return _NUMBERING.sub("", key).strip(":;,.。、")


def is_header(text: str, key: str) -> bool:
    """Whether a text has this header key; asked of every row, so most are told by one character."""
    return key[-1:] in squeeze(text) and header_key(text) == key


def without_brackets(key: str) -> str:
    """A header key without what stands in brackets."""
    return _BRACKETS.sub("", key) or key


def bracketed(key: str) -> list[str]:
    """What stands in brackets, and after 单位: (units)."""
    return [found.group()[1:-1].removeprefix("单位:") for found in _BRACKETS.finditer(key)]

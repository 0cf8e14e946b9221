"""Our words in the words of an upper platform's template: by what its options mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.organisations.sheet.kinds import ORGANISATIONS
from app.base.codes import CodeList, code_list, without_leading
from app.base.text import squeeze
from app.sheets.fields import Field, Kind
from app.sheets.words import words

FINER = {"nature": "economic_type"}
"""A field whose word can be too wide for a template → the one that tells more."""
_SEVERAL = 2


def words_for(field: Field, options: Sequence[str]) -> dict[str, str]:
    """Our words → the template's, by what they mean; "" where it has none."""
    if not options:
        return {}
    found: dict[str, str] = {}
    if field.kind is Kind.FLAG:
        for option in options:
            key = squeeze(option).upper()
            word = "是" if key in words().yes else "否" if key in words().no else ""
            if word:
                found.setdefault(word, option)
        return found
    if field.kind is not Kind.CODE:
        return {}
    codes = code_list(field.choices)
    meant: dict[str, str] = {}
    for option in options:
        code = _meant(codes, option)
        if code is not None and (code not in meant or _is_name(codes[code].name, option)):
            meant[code] = option
    exchanged = {
        number: meant[e.code]
        for e in codes
        if e.code in meant and (number := e.flags.get("exchange"))
    }
    below: dict[str, set[str]] = {}
    for code, option in meant.items():
        entry = codes[code]
        while entry.parent is not None:
            entry = codes[entry.parent]
            below.setdefault(entry.code, set()).add(option)
    for entry in codes:
        above: Any = entry
        while above is not None and above.code not in meant:
            above = codes.get(above.parent)
        inside = below.get(entry.code, set())  # 中等职业教育, where the template only has 中专
        alike = exchanged.get(entry.flags.get("exchange"), "")
        only = next(iter(inside)) if len(inside) == 1 else alike
        found[entry.name] = meant[above.code] if above is not None else only
    return _finer(field, options, found) if field.key in FINER else found


def _finer(field: Field, options: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    """Where several options are one word of ours (国有企业, 私营企业: 企业), a second field tells
    them apart; where it cannot, nothing is said rather than what may be wrong."""
    codes = code_list(field.choices)
    several = Counter(_meant(codes, option) for option in options)
    other = words_for(ORGANISATIONS.field(FINER[field.key]), options)
    for entry in codes:
        if several[entry.code] < _SEVERAL:
            continue
        own = {option for option in options if _meant(codes, option) == entry.code}
        exact = next((option for option in own if _is_name(entry.name, option)), "")
        found[entry.name] = exact
        found |= {f"{entry.name}/{ours}": said for ours, said in other.items() if said in own}
    return found


def word_in(known: Mapping[str, str], field: str, values: Mapping[str, Any]) -> str:
    """The template's word for a value of a record, the finer one first; "" where it has none."""
    text = str(values[field])
    beside = str(values.get(FINER.get(field, "")) or "")
    return known.get(f"{text}/{beside}") or known.get(text, "")


def _is_name(name: str, option: str) -> bool:
    return squeeze(without_leading(option.strip())) == squeeze(name)


def _meant(codes: CodeList, option: str) -> str | None:
    """The code that an option stands for; a bare number is one of the standard's."""
    bare = option.strip()
    if bare.isdigit():
        exchanged = {str(e.flags.get("exchange", e.code)).lstrip("0"): e.code for e in codes}
        return exchanged.get(bare.lstrip("0"))
    found = codes.match(option)
    return found.code if found is not None and found.sure else None

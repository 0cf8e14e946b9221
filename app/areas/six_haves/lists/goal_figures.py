"""Figures that goals are set for: how they are found, and how a goal of one is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from app.base.lists import Choice
from app.base.text import half_width, squeeze
from app.figures.registry import Registry

from ..rules.conditions import HUNDRED, plain, to_hundredths

_MOST = 1000 * HUNDRED
_CODE = re.compile(r"(?<![A-Z0-9])[A-Z]{1,2}[0-9]{3,4}(?![A-Z0-9])")
_NEAR = 4


def may_be_summed(registry: Registry, code: str) -> bool:
    """Whether the figures of several units add up: no rate, and no moves from one to another."""
    thing = registry.figures.get(code)
    return thing is not None and not registry.bases[thing.base].crossing


def is_rate(registry: Registry, code: str) -> bool:
    """Whether the goal is kept in hundredths of a percent."""
    return code in registry.rates


def title_of(registry: Registry, code: str) -> str:
    """Title of a figure; of one that is no more, its code."""
    known = code in registry.figures or code in registry.rates
    return registry.get(code).title if known else code


def unit_of(registry: Registry, code: str) -> str:
    """Unit of a figure."""
    thing = registry.figures.get(code)
    return thing.unit if thing is not None else "%"


def said(registry: Registry, code: str, value: int | None) -> str:
    """A goal, or what was reached, as printed: rates are kept in hundredths of a percent."""
    if value is None:
        return ""
    thing = registry.figures.get(code)
    return f"{value:,}{thing.unit}" if thing is not None else f"{plain(value)}%"


def short_of(registry: Registry, code: str, missing: int | None) -> str:
    """What is missing, as printed: of rates in percentage points; empty where nothing is."""
    if not missing:
        return ""
    return f"{plain(missing)}个百分点" if is_rate(registry, code) else said(registry, code, missing)


def kept(registry: Registry, code: str, text: str) -> int:
    """What was written as a goal, as it is kept. ``95``, ``95%`` and ``95.00 %`` of a rate are the
    same; of a number its unit may stand behind it.

    Raises:
        ValueError: with a sentence that says what is wrong.
    """
    rate = is_rate(registry, code)
    text = half_width(text).replace(",", "").replace(" ", "").strip()
    if not rate:
        text = text.removesuffix(unit_of(registry, code))
    if "%" in text and not rate:
        raise ValueError(f"「{title_of(registry, code)}」不是比率，请填整数，不带百分号")
    try:
        hundredths = to_hundredths(text)
    except ValueError:
        said = "请填百分数，例如 95 或 95%，最多两位小数" if rate else "请填整数，例如 120"
        raise ValueError(said) from None
    if hundredths < 0:
        raise ValueError("目标不能小于0")
    if rate:
        if hundredths > _MOST:
            raise ValueError("比率的目标最多是 1000%")
        return hundredths
    if hundredths % HUNDRED:
        raise ValueError("请填整数，例如 120")
    return hundredths // HUNDRED


class FigurePicker:
    """Figures and rates by words of their title, heading, definition, or by code."""

    title = "指标"
    in_thread = True

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._choices: list[tuple[Choice, str, str]] = []
        for code in registry.codes():
            thing = registry.get(code)
            note = f"{code}　{thing.table}"
            words = squeeze(f"{thing.title} {code} {thing.table} {thing.definition}")
            self._choices.append((Choice(code, thing.title, note), squeeze(thing.title), words))

    def search(self, _connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """Those that hold every word; titles that begin with the text first, then titles."""
        wanted = [squeeze(word) for word in text.split()]
        found = [
            (_place(title, wanted), number, choice)
            for number, (choice, title, words) in enumerate(self._choices)
            if all(word in words for word in wanted)
        ]
        return [choice for _place, _number, choice in sorted(found, key=lambda f: f[:2])[:limit]]

    def titles(self, _connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Titles of codes."""
        return {key: title_of(self._registry, key) for key in keys}


def _place(title: str, wanted: Sequence[str]) -> int:
    if not wanted or title.startswith(wanted[0]):
        return 0
    return 1 if all(word in title for word in wanted) else 2


class FigureNames:
    """Figures by what somebody wrote: a code, a title, or both."""

    def __init__(self, registry: Registry) -> None:
        self._codes = set(registry.codes())
        self._titles: dict[str, list[str]] = defaultdict(list)
        self._words: dict[str, str] = {}
        for code in registry.codes():
            title = registry.get(code).title
            self._titles[squeeze(title)].append(code)
            self._words[code] = title

    def code(self, text: str) -> str | None:
        """The figure that is meant; None: none, or several."""
        written: list[str] = [
            c for c in _CODE.findall(half_width(text).upper()) if c in self._codes
        ]
        if len(set(written)) == 1:
            return written[0]
        same = self._titles.get(squeeze(text), [])
        return same[0] if len(same) == 1 else None

    def near(self, text: str) -> tuple[str, ...]:
        """What may have been meant, the title with the code behind it."""
        key = squeeze(text)
        close = get_close_matches(key, list(self._titles), n=_NEAR, cutoff=0.5)
        held = [title for title in self._titles if key and key in title and title not in close]
        codes = [code for title in [*close, *held] for code in self._titles[title]]
        return tuple(f"{self._words[code]}（{code}）" for code in codes[:_NEAR])

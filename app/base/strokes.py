"""Names in the order of the strokes of their surnames (姓氏笔画), as ballots and lists have it.

Fewer strokes come first; of as many, the order of writing decides, stroke by stroke: 横 竖 撇 点
折. Of one surname, names with one character after it stand before those with two, and then the
characters after it are compared the same way. The tables (``resources/strokes``) are read when
first asked for; characters whose order of writing is not known are told by their number of strokes
alone, behind those of as many strokes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from app.base.paths import resource
from app.base.text import squeeze

Named = TypeVar("Named")
_UNKNOWN = (999, "")


@cache
def _characters() -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for line in resource("strokes", "table.txt").read_text("utf-8").splitlines():
        order, characters = line.split("\t")
        key = (int(order[1:]), "9") if order.startswith("#") else (len(order), order)
        found.update(dict.fromkeys(characters, key))
    return found


@cache
def _compound() -> frozenset[str]:
    lines = resource("strokes", "compound.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def strokes(character: str) -> int | None:
    """How many strokes a Chinese character has; None if it is none that is known."""
    known = _characters().get(character)
    return known[0] if known else None


def surname(name: str) -> str:
    """The surname a Chinese name begins with: one character, or two as in 欧阳."""
    return name[:2] if len(name) > 2 and name[:2] in _compound() else name[:1]


def stroke_key(name: str) -> tuple[Any, ...]:
    """What a name is sorted by; see the module."""
    written = squeeze(name)
    first = surname(written)
    rest = written[len(first) :]
    return (_keys(first), len(rest), _keys(rest), written)


def by_strokes(
    named: Iterable[Named], name: Callable[[Named], str] = lambda one: str(one)
) -> list[Named]:
    """Things with names, by the strokes of the surnames."""
    return sorted(named, key=lambda one: stroke_key(name(one)))


def _keys(text: str) -> tuple[tuple[tuple[int, str], str], ...]:
    known = _characters()
    return tuple((known.get(one, _UNKNOWN), one) for one in text)

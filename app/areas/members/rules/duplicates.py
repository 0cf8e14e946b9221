"""How likely two people are one: a score from what they have in common, with the reasons.

Weights and thresholds stand in ``resources/rules/duplicates.toml``; a person decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.areas.members.rules.documents import RESIDENT, normalise, read_document
from app.base import pinyin
from app.base.paths import resource
from app.base.text import squeeze

_DOTS = str.maketrans("", "", "·•・．.")
_MOST = 100


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a person is compared.

    Attributes:
        former: former names.
        documents: (type, number) of all documents, former ones too.
        cards: 会员证号 and 服务卡号.
    """

    name: str
    birth_on: date | None = None
    phone: str | None = None
    sex: str | None = None
    former: frozenset[str] = frozenset()
    documents: tuple[tuple[str, str], ...] = ()
    cards: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people are: 0 to 100, and why in words, the weightiest first."""

    score: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Signals with weight and sentence, and from which score a pair is shown."""

    signals: dict[str, tuple[int, str]]
    threshold: int
    while_typing: int
    block: int


@cache
def weights() -> Weights:
    """The shipped weights."""
    table = tomllib.loads(resource("rules", "duplicates.toml").read_text("utf-8"))
    signals = {key: (each["weight"], each["say"]) for key, each in table["signals"].items()}
    return Weights(signals, table["threshold"], table["while_typing"], table["block"])


def likeness(one: Traits, two: Traits, how: Weights | None = None) -> Likeness:
    """The score of a pair and its reasons; the order of the two does not matter."""
    how = how or weights()
    found = _of_numbers(one, two) + _of_names(one, two)
    if one.birth_on is not None and one.birth_on == two.birth_on:
        found.append("birth")
    if one.phone and one.phone == two.phone:
        found.append("phone")
    if one.cards & two.cards:
        found.append("card")
    if one.sex in ("1", "2") and two.sex in ("1", "2") and one.sex != two.sex:
        found.append("sex_differs")
    score = sum(how.signals[each][0] for each in found)
    found.sort(key=lambda each: -how.signals[each][0])
    return Likeness(max(0, min(score, _MOST)), tuple(how.signals[each][1] for each in found))


def key_of(type: str, number: str) -> str:
    """A number as it is compared: in its normal form, 15 digits of a citizen upgraded to 18."""
    if type == RESIDENT:
        return read_document(type, number).number
    return normalise(number)


def forms_of(type: str | None, number: str) -> tuple[str, ...]:
    """How a number may stand in the register: as typed, in its normal form, with 15 and with 18
    digits."""
    plain = normalise(number)
    found = [number, plain]
    if type in (None, RESIDENT):
        found.append(read_document(type or RESIDENT, number).number)
        if len(plain) == 18 and plain[6:8] == "19":
            found.append(plain[:6] + plain[8:17])
    return tuple(dict.fromkeys(each for each in found if each))


def _of_numbers(one: Traits, two: Traits) -> list[str]:
    mine = {(kind, key_of(kind, number)) for kind, number in one.documents if number}
    theirs = {(kind, key_of(kind, number)) for kind, number in two.documents if number}
    if same := mine & theirs:
        plain = {normalise(n) for _, n in one.documents} & {normalise(n) for _, n in two.documents}
        return ["number"] if {number for _, number in same} & plain else ["upgraded"]
    if {number for _, number in mine} & {number for _, number in theirs}:
        return ["number_other_type"]
    own, other = _citizens(mine), _citizens(theirs)
    if not own or not other:
        return []
    if any(_near_number(a, b) for a in own for b in other):
        return ["number_near"]
    return ["number_differs"]


def _citizens(numbers: Collection[tuple[str, str]]) -> list[str]:
    return [number for kind, number in numbers if kind == RESIDENT]


def _near_number(one: str, two: str) -> bool:
    """One place differs, or two neighbours are swapped."""
    if len(one) != len(two):
        return False
    places = [n for n, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if len(places) == 1:
        return True
    swapped = len(places) == 2 and places[1] == places[0] + 1
    return swapped and one[places[0]] == two[places[1]] and one[places[1]] == two[places[0]]


def _of_names(one: Traits, two: Traits) -> list[str]:
    mine, theirs = _plain(one.name), _plain(two.name)
    if mine == theirs:
        return ["name"]
    former_mine, former_theirs = set(map(_plain, one.former)), set(map(_plain, two.former))
    if mine in former_theirs or theirs in former_mine or former_mine & former_theirs:
        return ["former_name"]
    return ["near_name"] if near_names(mine, theirs) else []


def _plain(name: str) -> str:
    return squeeze(name).translate(_DOTS)


def near_names(one: str, two: str) -> bool:
    """One character more, less or other in names of two characters and more, or the same sound."""
    if abs(len(one) - len(two)) <= 1 and min(len(one), len(two)) >= 2 and _one_apart(one, two):
        return True
    return bool(set(pinyin.full(one, person=True)) & set(pinyin.full(two, person=True)))


def _one_apart(one: str, two: str) -> bool:
    if len(one) == len(two):
        return sum(a != b for a, b in zip(one, two, strict=True)) == 1
    short, long = sorted((one, two), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))

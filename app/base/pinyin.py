"""Toneless pinyin of names: readings, full spellings and initials, with heteronyms.

The tables (``resources/pinyin``) are read when first asked for. ü is written v (吕 lv).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from operator import itemgetter

from app.base.paths import resource
from app.base.text import half_width

MOST_VARIANTS = 4


@cache
def _characters() -> dict[str, tuple[str, ...]]:
    columns: list[dict[str, str]] = [{}, {}, {}]
    for line in resource("pinyin", "table.txt").read_text("utf-8").splitlines():
        syllable, *ranks = line.split("\t")
        for column, characters in zip(columns, ranks, strict=True):
            column.update(dict.fromkeys(characters, syllable))
    first, second, third = columns
    return {
        character: (syllable, second[character], third[character])
        if character in third
        else (syllable, second[character])
        if character in second
        else (syllable,)
        for character, syllable in first.items()
    }


def _word_lines(name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in resource("pinyin", name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, *syllables = line.split(" ")
            yield word, tuple(syllables)


@cache
def _words() -> dict[str, list[tuple[str, ...]]]:
    """Words to their readings, each one syllable per character; places before other words."""
    words: dict[str, list[tuple[str, ...]]] = {}
    for word, syllables in _word_lines("places.txt"):
        words.setdefault(word, []).append(syllables)
    for word, syllables in _word_lines("words.txt"):
        words.setdefault(word, [syllables])
    return words


@cache
def _first_characters() -> dict[str, int]:
    """The characters with which words begin, and the length of the longest such word."""
    longest: dict[str, int] = {}
    for word in _words():
        longest[word[0]] = max(len(word), longest.get(word[0], 0))
    return longest


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return dict(_word_lines("surnames.txt"))


@cache
def syllables() -> frozenset[str]:
    """All toneless syllables of the character table, e.g. to take a typed word apart."""
    return frozenset(s for readings in _characters().values() for s in readings)


def character_readings(character: str) -> tuple[str, ...]:
    """The readings of one Chinese character, commonest first, at most 3; empty if it has none."""
    return _characters().get(character, ())


def readings(text: str, *, person: bool = False) -> list[tuple[str, ...]]:
    """The possible readings of each character that is spoken or typed.

    Letters and digits stand for themselves, in lower case; all else (spaces, punctuation) is
    left out. Inside a known word (重庆, 六安, 银行) only the word's reading remains.

    Args:
        text: a name.
        person: a person's name: the surname's readings come first (单 shan, then dan, chan).
    """
    plain = half_width(text).lower()
    options: list[tuple[str, ...]] = []
    at = 0
    if person:
        surname = next((plain[:n] for n in (2, 1) if plain[:n] in _surnames()), "")
        options, at = _surname(surname), len(surname)
    while at < len(plain):
        longest = min(_first_characters().get(plain[at], 0), len(plain) - at)
        for length in range(longest, 1, -1):
            found = _words().get(plain[at : at + length])
            if found:
                options += _word(plain[at : at + length], found)
                at += length
                break
        else:
            options += _single(plain[at])
            at += 1
    return options


def _word(word: str, found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    if not found[0]:  # a word only so that its characters are not joined to their neighbours
        return [option for character in word for option in _single(character)]
    return [tuple(dict.fromkeys(column)) for column in zip(*found, strict=True)]


def _surname(surname: str) -> list[tuple[str, ...]]:
    if not surname:
        return []
    own = _surnames()[surname]
    if len(surname) > 1:
        return [(syllable,) for syllable in own]
    return [tuple(dict.fromkeys(own + character_readings(surname)))[:3]]


def _single(character: str) -> list[tuple[str, ...]]:
    known = character_readings(character)
    if known:
        return [known]
    return [(character,)] if character.isascii() and character.isalnum() else []


def _variants(options: list[tuple[str, ...]]) -> list[str]:
    """The likeliest spellings: the commonest readings first, then with one exchanged, and so on."""
    return list(dict.fromkeys(text for _, text in _likeliest(options) if text))


def _likeliest(options: list[tuple[str, ...]]) -> list[tuple[int, str]]:
    if all(len(choices) == 1 for choices in options):
        return [(0, "".join(choice for (choice,) in options))]
    best: list[tuple[int, str]] = [(0, "")]
    for choices in options:
        grown = [
            (rank + more, text + choice)
            for rank, text in best
            for more, choice in enumerate(choices)
        ]
        best = sorted(grown, key=_rank)[:MOST_VARIANTS]
    return best


Ranked = tuple[tuple[int, str], ...]
_SILENT: tuple[Ranked, Ranked] = ((0, ""),), ((0, ""),)


def name_keys(name: str) -> tuple[str, ...]:
    """The spellings and then the initials of a person's name, as ``full`` and ``initials`` give
    them; made from parts that are remembered, so that the names of a whole register come fast."""
    surnames = _surnames()
    length = 2 if name[:2] in surnames else 1 if name[:1] in surnames else 0
    one, their = _part(name[:length], True) if length else _SILENT
    two, more = _given(name[length:])
    if len(one) == len(two) == 1:
        spelt, letters = one[0][1] + two[0][1], their[0][1] + more[0][1]
        return (spelt, letters) if spelt != letters else (spelt,) if spelt else ()
    found = [text for _, text in _joined(one, two) + _joined(their, more)]
    return tuple(dict.fromkeys(filter(None, found)))


def _given(text: str) -> tuple[Ranked, Ranked]:
    """Spellings and initials of what follows a surname, or of a name without a rare surname."""
    if len(text) < 3:
        return _pair(text)
    if _has_word(text):
        return _part(text, False)
    one, two = _pair(text[:2])
    for character in text[2:]:
        their, more = _part(character, False)
        one, two = _joined(one, their), _joined(two, more)
    return one, two


def _has_word(text: str) -> bool:
    words = _words()
    if len(text) == 3:  # as nearly every name is
        return text[:2] in words or text[1:] in words or text in words
    longest = _first_characters()
    for at, character in enumerate(text):
        for length in range(2, min(longest.get(character, 0), len(text) - at) + 1):
            if text[at : at + length] in words:
                return True
    return False


@lru_cache(maxsize=1 << 16)
def _pair(text: str) -> tuple[Ranked, Ranked]:
    """At most two characters: there are not so many pairs in the names of a county."""
    if len(text) != 2 or text in _words():
        return _part(text, False)
    (one, their), (two, more) = _part(text[0], False), _part(text[1], False)
    return _joined(one, two), _joined(their, more)


def _joined(one: Ranked, two: Ranked) -> Ranked:
    """The likeliest of both put together; each is in order, so with one that is alone all are."""
    if len(one) == 1:
        ((a, x),) = one
        return tuple([(a + b, x + y) for b, y in two])
    if len(two) == 1:
        ((b, y),) = two
        return tuple([(a + b, x + y) for a, x in one])
    every = [(a + b, x + y) for a, x in one for b, y in two]
    every.sort(key=_rank)
    return tuple(every[:MOST_VARIANTS])


_rank = itemgetter(0)


@lru_cache(maxsize=1 << 14)
def _part(text: str, surname: bool) -> tuple[Ranked, Ranked]:
    options = readings(text, person=surname)
    letters = [tuple(dict.fromkeys(one[0] for one in choices)) for choices in options]
    return tuple(_likeliest(options)), tuple(_likeliest(letters))


@lru_cache(maxsize=4096)
def _full(text: str, person: bool) -> tuple[str, ...]:
    return tuple(_variants(readings(text, person=person)))


@lru_cache(maxsize=4096)
def _initials(text: str, person: bool) -> tuple[str, ...]:
    options = [
        tuple(dict.fromkeys(syllable[0] for syllable in choices))
        for choices in readings(text, person=person)
    ]
    return tuple(_variants(options))


def full(text: str, *, person: bool = False) -> list[str]:
    """At most 4 spellings without spaces, the likeliest first: 重庆 → ``["chongqing"]``."""
    return list(_full(text, person))


def initials(text: str, *, person: bool = False) -> list[str]:
    """At most 4 strings of initials, the likeliest first: 重庆 → ``["cq"]``."""
    return list(_initials(text, person))

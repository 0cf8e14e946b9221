"""The words of the search: their tokens as the index holds them, and what is asked for, as phrases
of such tokens (``store/search.py`` says how the index is made)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from app.base import pinyin
from app.base.text import half_width, letters_and_digits, tidy

BREAK, UNDER = "\uf8f0", "\uf8f1"
"""Private-use characters, which are left out of queries: nobody can ask for them."""
PIECE, LONG = 4, 64
SPOKEN = 16
"""Parts of so many characters at most, of which some are Latin letters, are read as pinyin."""
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code).isalnum()}
SHORTEST = {True: 2, False: 3}
"""Of how many letters, or of how many characters with a digit, a part is looked for in pieces."""


@lru_cache(maxsize=1 << 16)
def reading(word: str) -> str:
    """The pieces of a word of letters: many people share their readings, none their numbers."""
    return pieces(word.lower())


def pieces(word: str) -> str:
    """abcdef → abcd bcde cdef def ef: each character begins a piece, but the last one."""
    if 2 < len(word) <= LONG:
        return " ".join(_taker(len(word))(word))
    return " ".join([word[i : i + PIECE] for i in range(len(word) - 1)]) or word


@cache
def _taker(length: int) -> Callable[[str], tuple[str, ...]]:
    """What takes all pieces of a word of this length in one call."""
    first, second, *others = (slice(i, i + PIECE) for i in range(length - 1))
    return itemgetter(first, second, *others)


def plain(query: str) -> str:
    """What was typed or pasted, in one line, lower case, letters and digits of half width."""
    left_out = ("\0", BREAK, UNDER)
    kept = "".join(c for c in query if c not in left_out and not 0xD800 <= ord(c) <= 0xDFFF)
    line = tidy(kept)
    if not line.isascii():
        line = "".join(half_width(c) if c.isalnum() else c for c in line)
    return " ".join(line.lower().split())


def parts_of(query: str) -> list[str]:
    """The words of a query; what holds neither letters nor digits is left out."""
    return [part for part in plain(query).split() if any(c.isalnum() for c in part)]


def _characters(part: str) -> str:
    return " ".join(c for c in part if c != '"')


def _latin(part: str) -> str:
    """The letters and digits of a part that has nothing else beside marks; else nothing."""
    return letters_and_digits(part) if part.isascii() else ""


def either(*phrases: str) -> str:
    return f"({' OR '.join(phrases)})"


def anywhere(part: str) -> str:
    """The part as a part of a word."""
    spread, latin = f'"{_characters(part)}"', _latin(part)
    ways = [spread]
    if (wide := part.translate(_WIDE)) != part:  # a title may hold letters of full width
        ways.append(f'"{_characters(wide)}"')
    if latin and len(latin) >= SHORTEST[latin.isalpha()]:
        if len(latin) < PIECE:
            ways.append(f'"{latin}"*')
        else:
            pieces = " ".join(latin[i : i + PIECE] for i in range(len(latin) - PIECE + 1))
            ways.append(f'"{pieces}"')
    elif spoken := _half_spelt(part):
        ways.append(spoken)
    return either(*ways)


def _half_spelt(part: str) -> str:
    """王xm: the characters are in the title, and the whole is read or begins so; empty if the part
    is not made of characters and letters."""
    letters = [c for c in part if c.isascii() and c.isalpha()]
    written = "".join(c if c not in letters else " " for c in part).split()
    if not letters or not written or len(part) > SPOKEN:
        return ""
    if not all(pinyin.character_readings(c) for each in written for c in each):
        return ""
    keys = [key for key in pinyin.name_keys(part) if len(key) >= SHORTEST[True]]
    if not keys:
        return ""
    spread = [f'"{_characters(each)}"' for each in written]
    return f"({' AND '.join((*spread, either(*map(anywhere, keys))))})"


def whole(part: str) -> str:
    """The part as a whole word."""
    spread, latin = f'"{BREAK} {_characters(part)} {BREAK}"', _latin(part)
    return either(spread, f'"{BREAK} {pieces(latin)} {BREAK}"') if latin else spread


def beginning(part: str) -> str:
    """The part as the beginning of the title; a title of Latin letters alone is not one here."""
    return f'^ "{BREAK} {_characters(part)}"'


def ending(number: str) -> str:
    """Digits at the end of a number."""
    return f'"{pieces(number)} {BREAK}"'


def matching(parts: Sequence[str], held: Sequence[str]) -> str:
    """Every part in a word of the record, or of the one it belongs to."""
    every = zip(map(anywhere, parts), held, strict=True)
    return " AND ".join(either(*filter(None, both)) for both in every)

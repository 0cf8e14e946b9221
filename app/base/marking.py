"""Which characters of a title a search has found: by themselves, their pinyin or their initials;
and by which other word a record was found, where it is not by its title."""

from __future__ import annotations

from collections.abc import Sequence

from app.base import pinyin
from app.base.lists import mask
from app.base.text import half_width, letters_and_digits, tidy


def marked(title: str, query: str) -> list[tuple[int, int]]:
    """(first, after the last) of each part of the title that the words of the query stand for, in
    order and without overlap; empty where the title was found by something not in it (a number,
    a former name)."""
    found: set[int] = set()
    plain = half_width(title)
    for part in tidy(query).lower().split():
        narrow = half_width(part)
        span = _literal(title, part) or _literal(plain, narrow) or _read(title, narrow)
        if span is None and narrow.isascii():  # 156-0000-5554
            span = _literal(plain, letters_and_digits(narrow))
        if span is not None:
            found.update(range(*span))
    spans: list[tuple[int, int]] = []
    for place in sorted(found):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def found_by(title: str, where: str, words: Sequence[str], query: str) -> str:
    """The first of a record's words by which a query finds it though neither its title nor where it
    stands holds that part of the query; empty if there is none. Of a number no more is shown than
    in a list, and the part that was typed; never the whole."""
    for part in tidy(query).lower().split():
        if marked(title, part) or marked(where, part):
            continue
        typed = letters_and_digits(half_width(part))
        for word in words:
            if word.isascii():
                number = letters_and_digits(word)
                if typed and not number.isalpha() and (at := number.lower().find(typed)) >= 0:
                    hidden = mask(number)
                    shown = hidden[:at] + number[at : at + len(typed)] + hidden[at + len(typed) :]
                    return hidden if shown == number else shown
            elif word != title and marked(word, part):
                return word
    return ""


def _literal(title: str, part: str) -> tuple[int, int] | None:
    lower = title.lower()
    at = lower.find(part) if len(lower) == len(title) else title.find(part)
    return (at, at + len(part)) if at >= 0 and part else None


def _read(title: str, part: str) -> tuple[int, int] | None:
    """Of letters, or of letters and characters (王xm): each character also stands for itself."""
    if not part.isalpha() or not any(letter.isascii() for letter in part):
        return None
    readings = [
        (character, *surname, *pinyin.character_readings(character))
        for character, surname in zip(title, _surname_readings(title), strict=True)
    ]
    for first in range(len(title)):
        for end in (_initials(readings, first, part), _syllables(readings, first, part)):
            if end:
                return first, end
    return None


def _surname_readings(title: str) -> list[tuple[str, ...]]:
    """A surname's own readings, at the beginning of a person's name."""
    own = pinyin.readings(title[:1], person=True)
    return [own[0] if own else (), *((),) * (len(title) - 1)][: len(title)]


def _initials(readings: list[tuple[str, ...]], first: int, part: str) -> int:
    """The place after the characters whose initials these are; 0 if they are not."""
    window = readings[first : first + len(part)]
    fits = len(window) == len(part) and all(
        any(one.startswith(letter) for one in choices)
        for letter, choices in zip(part, window, strict=True)
    )
    return first + len(part) if fits else 0


def _syllables(readings: list[tuple[str, ...]], at: int, rest: str) -> int:
    """The place after the characters that are spelt so, the last one perhaps not to its end."""
    if at == len(readings):
        return 0
    for one in readings[at]:
        if one.startswith(rest):
            return at + 1
        if rest.startswith(one) and (end := _syllables(readings, at + 1, rest[len(one) :])):
            return end
    return 0

"""Which characters of a title a search has found: by themselves, their pinyin or their initials."""

from __future__ import annotations

from app.base import pinyin


def marked(title: str, query: str) -> list[tuple[int, int]]:
    """(first, after the last) of each part of the title that the words of the query stand for, in
    order and without overlap; empty where the title was found by something not in it (a number,
    a former name)."""
    found: set[int] = set()
    for part in query.lower().split():
        span = _literal(title, part) or _read(title, part)
        if span is not None:
            found.update(range(*span))
    spans: list[tuple[int, int]] = []
    for place in sorted(found):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def _literal(title: str, part: str) -> tuple[int, int] | None:
    lower = title.lower()
    at = lower.find(part) if len(lower) == len(title) else title.find(part)
    return (at, at + len(part)) if at >= 0 else None


def _read(title: str, part: str) -> tuple[int, int] | None:
    if not (part.isascii() and part.isalpha()):
        return None
    readings = [
        (*surname, *pinyin.character_readings(character))
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

"""From what a person types to patterns over the layers' text.

A query is a row of elements, one for each character of a name: a character itself, a syllable, the
beginning of a syllable, or an initial. An element of sound stands for a set of characters, those of
the national list that are read so; a pattern of such sets finds "cq" or "chongqing" in two million
characters as exactly, and nearly as fast, as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from app.base.pinyin import character_readings, syllables

_INITIALS = frozenset("abcdefghjklmnopqrstwxyz")
_END = "[\x01-\x0f]"
_AT_BEGIN = f"(?<={_END}[\\s\\S])"  # stands after the first character
_MOST_WAYS = 3
_LATIN = re.compile(r"[a-zü']+(?: [a-zü']+)*")
# What may follow a name in the list though people leave it out: 重庆(市), 永登(县), 兴隆(村).
_GENERIC = (
    "省", "市", "区", "县", "镇", "乡", "街道", "盟", "旗", "自治区", "自治州", "自治县", "自治旗",
    "地区", "特别行政区", "林区", "新区", "苏木", "地区办事处", "街道办事处", "村", "社区", "嘎查",
)  # fmt: skip
_PEOPLES = (
    "汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|"
    "德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_GENERIC_REST = re.compile(f"(?:(?:{_PEOPLES})族?|各族)*(?:{'|'.join(_GENERIC)})?")


def readings(character: str) -> tuple[str, ...]:
    """The readings of a character of a name; letters and digits are read as themselves."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    return character_readings(character)


@dataclass(frozen=True, slots=True)
class Element:
    """What one character of the name must be.

    Attributes:
        text: a character, or the beginning of a reading.
        spoken: ``text`` is pinyin.
        whole: the reading must be ``text`` itself, not only begin with it.
    """

    text: str
    spoken: bool = False
    whole: bool = False

    def fits(self, character: str) -> bool:
        """Whether a character of a name is meant."""
        if not self.spoken:
            return character == self.text
        if self.whole:
            return self.text in readings(character)
        return any(reading.startswith(self.text) for reading in readings(character))


Query = tuple[Element, ...]


def literal(text: str) -> Query:
    """The characters as they are; 0 and O between digits of Chinese stand for 〇."""
    text = re.sub("(?<=[一二三四五六七八九〇])[0Oo○零](?![0-9])", "〇", text)
    return tuple(Element(character) for character in text if not character.isspace())


@cache
def _syllables() -> frozenset[str]:
    """The syllables of names: not the few without a vowel, as 嗯 n."""
    return frozenset(s for s in syllables() if set(s) & set("aeiouv"))


def spoken(text: str) -> list[Query] | None:
    """The ways to take typed pinyin apart, likeliest first; None if it is no pinyin.

    Syllables of which the last may be begun only (by the fewest first), then initials.
    """
    text = text.lower().replace("’", "'")
    if not _LATIN.fullmatch(text):
        return None
    words = [word for word in re.split("[ ']+", text.replace("ü", "v")) if word]
    letters = "".join(words)
    pieces = [list(_pieces(word)) for word in words]
    complete = sorted(_join(pieces), key=len)[:_MOST_WAYS]
    found: list[Query] = []
    pieces[-1] = list(_pieces(words[-1], begun=True))
    for *done, last in complete or sorted(_join(pieces), key=len)[:_MOST_WAYS]:
        whole = (Element(s, spoken=True, whole=True) for s in done)
        found.append((*whole, Element(last, spoken=True)))
    if 2 <= len(letters) <= 12 and set(letters) <= _INITIALS:
        initials = tuple(Element(letter, spoken=True) for letter in letters)
        if initials not in found:
            found.append(initials)
    return found


def completed(query: Query) -> Query | None:
    """The same with the last syllable whole, if it can be whole and the query is short."""
    last = query[-1]
    if not last.spoken or last.text not in _syllables() or len(query) > 2:
        return None
    return (*query[:-1], Element(last.text, spoken=True, whole=True))


def _join(ways: Sequence[list[list[str]]]) -> Iterator[list[str]]:
    if not ways:
        yield []
        return
    for first in ways[0]:
        for rest in _join(ways[1:]):
            yield first + rest


def _pieces(word: str, begun: bool = False, at: int = 0) -> Iterator[list[str]]:
    """Ways to write a word in syllables, longer syllables first; the last may be begun only."""
    if at == len(word):
        yield []
        return
    known = _syllables()
    for end in range(min(len(word), at + 6), at, -1):
        piece = word[at:end]
        if piece in known:
            for rest in _pieces(word, begun, end):
                yield [piece, *rest]
        elif begun and end == len(word) and any(s.startswith(piece) for s in known):
            yield [piece]


class Sounds:
    """Which characters of the national list are read how."""

    def __init__(self, characters: Iterable[str]) -> None:
        self._read: dict[str, list[str]] = {}
        for character in characters:
            for reading in readings(character):
                self._read.setdefault(reading, []).append(character)

    def of(self, element: Element) -> str:
        """The characters that an element may stand for."""
        if not element.spoken:
            return element.text
        if element.whole:
            return "".join(self._read.get(element.text, ()))
        fitting = (c for r, c in self._read.items() if r.startswith(element.text))
        return "".join(dict.fromkeys(chain.from_iterable(fitting)))


class _Way:
    """One way to read what was typed, as pieces of a pattern."""

    def __init__(self, query: Query, sounds: Sounds, suffixes: dict[str, str]) -> None:
        self.length = len(query)
        sets = [sounds.of(element) for element in query]
        self.possible = all(sets)
        self.first = sets[0]
        self._atoms = [f"[{_in_set(one)}]" for one in sets]
        # for each number of leading elements: the endings that begin with the others
        self._ends = [
            "".join(end for end in suffixes if _begins(query[n:], suffixes[end]))
            for n in range(1, len(query))
        ]
        self.inside = "".join(
            end
            for end, suffix in suffixes.items()
            if any(_begins(query, suffix[at:]) for at in range(len(suffix)))
        )

    def rest(self, at_end: str) -> str:
        """What follows the first atom; after each atom, an ending may already hold the rest."""
        pattern = at_end
        for n in range(self.length - 1, 0, -1):
            pattern = self._atoms[n] + pattern
            if self._ends[n - 1]:
                pattern = f"(?:[{_in_set(self._ends[n - 1])}]|{pattern})"
        return pattern

    @cached_property
    def here(self) -> re.Pattern[str]:
        """Fits where the name has the query."""
        return re.compile(self._atoms[0] + self.rest(""))


class Matcher:
    """One pattern for all ways to read what was typed, and how well a hit fits.

    Attributes:
        possible: whether the list has characters for all elements of any way.
    """

    def __init__(self, queries: Iterable[Query], sounds: Sounds, suffixes: dict[str, str]) -> None:
        ways = [_Way(query, sounds, suffixes) for query in queries if query]
        self._ways = [way for way in ways if way.possible]
        self.possible = bool(self._ways)
        self._inside = "".join(way.inside for way in self._ways)

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Finds the query anywhere in a name."""
        return self._pattern("", "")

    @cached_property
    def begins(self) -> re.Pattern[str]:
        """Finds names that begin with the query."""
        return self._pattern(_AT_BEGIN, "")

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Finds names that are the query, but for what people leave out."""
        return self._pattern(_AT_BEGIN, f"(?:{'|'.join(_GENERIC)})?{_END}")

    @cached_property
    def endings(self) -> re.Pattern[str] | None:
        """Finds names in whose usual ending the query lies; None if there is no such ending."""
        return re.compile(f"[{_in_set(self._inside)}]") if self._inside else None

    def _pattern(self, after_first: str, at_end: str) -> re.Pattern[str]:
        # The set of all first characters comes first: re then skips fast to where a way may begin.
        first = "".join(dict.fromkeys(chain.from_iterable(way.first for way in self._ways)))
        if len(self._ways) == 1:
            rests = self._ways[0].rest(at_end)
        else:
            each = (f"(?<=[{_in_set(way.first)}]){way.rest(at_end)}" for way in self._ways)
            rests = f"(?:{'|'.join(each)})"
        return re.compile(f"[{_in_set(first)}]{after_first}{rests}")

    def quality_at(self, text: str, start: int, at: int, stop: int) -> int:
        """How well the query fits the item ``text[start:stop]`` where it was found at ``at``.

        0 the name itself (or without 市, 镇, 村委会), 1 its beginning, 2 within. The last character
        of an item stands for its ending.
        """
        if at > start or at == stop - 1:
            return 2
        for way in self._ways:
            if way.here.match(text, at):
                if way.length > stop - 1 - start:  # it reaches into the ending: 兴隆村(委会)
                    return 0
                if _GENERIC_REST.fullmatch(text, start + way.length, stop - 1):
                    return 0
        return 1


def _begins(query: Query, text: str) -> bool:
    return len(query) <= len(text) and all(
        element.fits(character) for element, character in zip(query, text, strict=False)
    )


def _in_set(characters: str) -> str:
    return "".join(re.escape(c) if c > "\x0f" else f"\\x{ord(c):02x}" for c in characters)

"""Line breaking of Chinese text: 避头尾, whole numbers and Latin words, titles in a good shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

# GB/T 15834-2011 5.1: marks that must not begin a line, marks that must not end one.
NO_START = frozenset("，。、；：？！）〕】》〉」』”’…—～·％%‰℃°′″,.;:?!)]}＞）－")
NO_END = frozenset("（〔【《〈「『“‘([{￥＄$№")

_UNIT = re.compile(
    r"""[￥＄$№#±+-]?[0-9A-Za-z\u00C0-\u024F]
        (?:[0-9A-Za-z\u00C0-\u024F._,:/@&+'’\-]*[0-9A-Za-z\u00C0-\u024F])?
        [%‰℃℉°㎡㎥㎏㎜㎝㎞]*
      | ——+ | ……+ | \s+ | .""",
    re.VERBOSE | re.DOTALL,
)

Width = Callable[[str], float]


def units(text: str) -> list[str]:
    """Pieces that stay whole: words, numbers with sign and unit, dashes, single characters."""
    return _UNIT.findall(text)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end with ``before`` and the next begin with ``after``."""
    return before[-1] not in NO_END and after[0] not in NO_START


def _legal(pieces: list[str], cut: int) -> bool:
    """Whether a line may end before piece ``cut``; spaces around the place do not count."""
    before, after = cut - 1, cut
    while before > 0 and pieces[before].isspace():
        before -= 1
    while after < len(pieces) - 1 and pieces[after].isspace():
        after += 1
    return may_break(pieces[before], pieces[after])


def _fill(pieces: list[str], start: int, width: Width, room: float) -> int:
    """The first piece that does not fit; spaces at the end need no room."""
    used, index = 0.0, start
    while index < len(pieces):
        piece = pieces[index]
        more = width(piece)
        if used + more > room + 0.01 and not piece.isspace():
            break
        used += more
        index += 1
    return index


def _chop(piece: str, width: Width, room: float) -> int:
    """How many characters of a piece longer than a line fit; at least one."""
    used = 0.0
    for index, char in enumerate(piece):
        used += width(char)
        if used > room + 0.01 and index:
            return index
    return len(piece)


def _one_line_feed(text: str, width: Width, first: float, rest: float) -> list[str]:
    pieces = units(text)
    lines: list[str] = []
    start = 0
    while start < len(pieces):
        if lines and pieces[start].isspace():
            start += 1
            continue
        room = rest if lines else first
        end = _fill(pieces, start, width, room)
        if end == len(pieces):
            lines.append("".join(pieces[start:]).rstrip())
            break
        if end == start:
            count = _chop(pieces[start], width, room)
            lines.append(pieces[start][:count])
            pieces[start] = pieces[start][count:]
            if not pieces[start]:
                start += 1
            continue
        cut = end
        while cut > start and not _legal(pieces, cut):
            cut -= 1
        if cut == start:  # nothing but marks that hold together: break where it must be
            cut = end
        lines.append("".join(pieces[start:cut]).rstrip())
        start = cut
    return lines or [""]


def break_lines(
    text: str, width: Width, first: float, rest: float | None = None
) -> list[tuple[str, bool]]:
    """Break a text into lines.

    Args:
        text: plain text; a line feed ends a line.
        width: width of a piece in points.
        first: room of the first line in points.
        rest: room of the others; ``first`` if left out.

    Returns:
        (line, whether it ends a paragraph and so is not spread to both sides).
    """
    room = first if rest is None else rest
    lines: list[tuple[str, bool]] = []
    for number, paragraph in enumerate(text.split("\n")):
        broken = _one_line_feed(paragraph, width, room if number else first, room)
        lines += [(line, index == len(broken) - 1) for index, line in enumerate(broken)]
    return lines


_GOOD_AFTER = (
    "关于",
    "总工会",
    "工会",
    "年度",
    "印发",
    "》",
    "、",
    "，",
    "开展",
    "做好",
    "的",
    "和",
)
_BAD_BEFORE = ("的", "会", "度", "年", "告", "知", "况")


def _title_cost(lines: list[str], width: Width) -> float:
    """How ill a title looks: uneven lines, breaks inside words, a very short line."""
    lengths = [width(line) for line in lines]
    widest = max(lengths)
    cost = sum(((widest - length) / widest) ** 2 for length in lengths)
    for index, line in enumerate(lines[:-1]):
        following = lines[index + 1]
        if not any(line.endswith(words) for words in _GOOD_AFTER):
            cost += 0.25
        if following.startswith(_BAD_BEFORE):
            cost += 0.4
        if lengths[index] == lengths[index + 1]:
            cost += 0.05  # a trapezium or a diamond rather than a brick (GB/T 9704-2012 7.3.1)
    if len(lines) == 3 and lengths[1] < min(lengths[0], lengths[2]):
        cost += 0.2
    return cost


def title_lines(text: str, width: Width, room: float) -> list[str]:
    """Break a title into as few lines as it needs, in a trapezium or diamond shape."""
    if "\n" in text:
        return [line for part in text.split("\n") for line in title_lines(part, width, room)]
    if width(text) <= room:
        return [text]
    pieces = units(text)
    count = int(width(text) // room) + 1
    best: list[str] | None = None
    best_cost = float("inf")
    places = [i for i in range(1, len(pieces)) if may_break(pieces[i - 1], pieces[i])]
    for breaks in _choices(places, count - 1):
        edges = [0, *breaks, len(pieces)]
        lines = ["".join(pieces[a:b]).strip() for a, b in pairwise(edges)]
        if all(line and width(line) <= room for line in lines):
            cost = _title_cost(lines, width)
            if cost < best_cost:
                best, best_cost = lines, cost
    return best or [line for line, _ in break_lines(text, width, room)]


def _choices(places: list[int], count: int) -> list[list[int]]:
    if count == 1:
        return [[place] for place in places]
    if count == 2 and len(places) <= 80:
        return [[a, b] for i, a in enumerate(places) for b in places[i + 1 :]]
    return []

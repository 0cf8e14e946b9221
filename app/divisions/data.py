"""The packed file of the national divisions and its five layers in memory.

File: ``MAGIC``, the lengths of two xz streams, the streams. Each stream is a row of parts, each
with its length before it. First stream: a JSON header, then for province, city, county, township
the numbers (the code's own digits, 16 bit), the counts of children (16 bit), and the names.
Second stream: the villages' numbers, the length of each township's text in characters (16 bit),
and the text: for each village the name without its usual ending and one character below U+0010
that stands for the ending. Characters above U+FFFF are replaced by private ones, so that the
whole text is kept with 2 bytes per character: 4 MB instead of 20.
"""

from __future__ import annotations

import json
import lzma
import re
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from app.base.errors import KnownError
from app.divisions.model import WIDTHS

MAGIC = b"UNIONDESK-DIVISIONS-1\n"
NONE = "\n"
ENDS = re.compile("[\x01-\x0f]")
LAST_END = "\x0f"


class Names:
    """Turns stored names into real ones and back.

    Attributes:
        suffixes: end character to ending; ``NONE`` stands for no ending.
    """

    def __init__(self, suffixes: dict[str, str], high: str) -> None:
        self.suffixes = suffixes
        self._to_high = {0xF000 + n: character for n, character in enumerate(high)}
        self._from_high = {ord(character): 0xF000 + n for n, character in enumerate(high)}

    def whole(self, item: str) -> str:
        """The name of a stored item (text and end character)."""
        stem = item[:-1]
        if not stem.isascii() and max(stem) >= "\uf000":
            stem = stem.translate(self._to_high)
        return stem + self.suffixes.get(item[-1], "")

    def stored(self, text: str) -> str:
        """Text to look for, with the replacements made in the layers."""
        return text.translate(self._from_high)


class Layer:
    """All divisions of one level, in the order of their codes.

    Attributes:
        text: ``NONE``, then for each division its name and a character for its ending.
        numbers: the code's own digits of each division.
        below: index of the first child of each division in the next layer, and the end.
    """

    def __init__(
        self,
        text: str,
        numbers: array[int],
        counts: array[int],
        group_lengths: Iterator[int],
        group_sizes: array[int] | None,
        names: Names,
    ) -> None:
        self.text = text
        self.numbers = numbers
        self.below = array("I", accumulate(counts, initial=0))
        self._names = names
        self._starts = array("I", accumulate(group_lengths, initial=1))
        self._firsts = (
            array("I", accumulate(group_sizes, initial=0)) if group_sizes is not None else None
        )

    def __len__(self) -> int:
        return len(self.numbers)

    def index_at(self, position: int) -> int:
        """The division to whose name (or ending) the character at ``position`` belongs."""
        group = bisect_right(self._starts, position) - 1
        if self._firsts is None:
            return group
        before = self.text[self._starts[group] : position]
        return self._firsts[group] + len(ENDS.findall(before))

    def item_at(self, position: int) -> tuple[int, int]:
        """Where the item begins to which the character belongs, and where the next begins."""
        text = self.text
        start = position
        while text[start - 1] > LAST_END:
            start -= 1
        stop = position
        while text[stop] > LAST_END:
            stop += 1
        return start, stop + 1

    def window(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the divisions ``first`` to before ``last``, which are whole groups."""
        if self._firsts is not None:
            first, last = bisect_left(self._firsts, first), bisect_left(self._firsts, last)
        return self._starts[first], self._starts[last]

    def name(self, index: int) -> str:
        """The name of a division."""
        if self._firsts is None:
            return self._names.whole(self.text[self._starts[index] : self._starts[index + 1]])
        group = bisect_right(self._firsts, index) - 1
        return self._group(group)[index - self._firsts[group]]

    def names(self, first: int, last: int) -> list[str]:
        """The names of ``first`` to before ``last``, the children of one division."""
        if self._firsts is None:
            return [self.name(index) for index in range(first, last)]
        if first == last:
            return []
        return self._group(bisect_right(self._firsts, first) - 1)

    def _group(self, group: int) -> list[str]:
        text = self.text[self._starts[group] : self._starts[group + 1]]
        items = re.findall("[^\x01-\x0f]*[\x01-\x0f]", text)
        return [self._names.whole(item) for item in items]


def _parts(stream: bytes) -> Iterator[bytes]:
    raw = lzma.decompress(stream, format=lzma.FORMAT_XZ)
    at = 0
    while at < len(raw):
        (length,) = struct.unpack_from("<I", raw, at)
        yield raw[at + 4 : at + 4 + length]
        at += 4 + length


def _numbers(raw: bytes) -> array[int]:
    numbers = array("H")
    numbers.frombytes(raw)
    return numbers


class Pack:
    """The packed file, unpacked in two steps: upper levels at once, villages when asked for.

    Raises:
        KnownError: the file is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        try:
            raw = path.read_bytes()
            if not raw.startswith(MAGIC):
                raise ValueError("no divisions file")
            first, second = struct.unpack_from("<II", raw, len(MAGIC))
            at = len(MAGIC) + 8
            self._villages: bytes | None = raw[at + first : at + first + second]
            self.layers = self._upper(raw[at : at + first])
        except (OSError, ValueError, struct.error, lzma.LZMAError) as error:
            raise _damaged() from error

    def _upper(self, stream: bytes) -> list[Layer]:
        parts = _parts(stream)
        header = json.loads(next(parts))
        self.names = Names(header["suffixes"], header["high"])
        layers = []
        for _ in WIDTHS[:-1]:
            numbers, counts = _numbers(next(parts)), _numbers(next(parts))
            text = next(parts).decode()
            lengths = (len(name) + 1 for name in text.split(NONE))
            layers.append(Layer(NONE + text + NONE, numbers, counts, lengths, None, self.names))
        self._village_counts = counts
        return layers

    def load_villages(self) -> None:
        """Unpack the villages too; nothing if that is done."""
        if self._villages is None:
            return
        try:
            numbers, lengths, text = _parts(self._villages)
            self.layers.append(
                Layer(
                    NONE + text.decode(),
                    _numbers(numbers),
                    array("H"),
                    iter(_numbers(lengths)),
                    self._village_counts,
                    self.names,
                )
            )
        except (ValueError, lzma.LZMAError) as error:
            raise _damaged() from error
        self._villages = None


def _damaged() -> KnownError:
    return KnownError(
        "DIVISIONS_FILE",
        "全国行政区划文件缺失或已损坏。",
        "请重新安装本软件；工作库里的数据不受影响。",
    )

"""Pack the national divisions into ``divisions.bin``.

    python -m resources.divisions.make divisions.tsv.xz

The input has a line per division: code (2, 4, 6, 9 or 12 digits), a tab, name; sorted by code.
The layout is read by ``app/divisions/data.py``, which describes it.
"""

from __future__ import annotations

import json
import lzma
import struct
import sys
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from app.divisions.data import MAGIC, NONE
from app.divisions.model import WIDTHS

OUT = Path(__file__).resolve().parent / "divisions.bin"
# What most names of villages and communities end in; stored as one character below U+0010.
SUFFIXES = (
    "村村民委员会", "村民委员会", "村村委会", "村委会", "社区居民委员会", "居民委员会",
    "社区居委会", "居委会", "社区", "生活区", "嘎查", "村",
)  # fmt: skip
TOKENS = [chr(n) for n in range(1, 16) if chr(n) != NONE]
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0}]


def packed(name: str) -> str:
    for suffix, token in zip(SUFFIXES, TOKENS, strict=False):
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix) + token
    return name + NONE


def numbers(codes: list[str]) -> bytes:
    return array("H", [int(code) for code in codes]).tobytes()


def compressed(*parts: bytes) -> bytes:
    return lzma.compress(
        b"".join(struct.pack("<I", len(part)) + part for part in parts),
        format=lzma.FORMAT_XZ,
        check=lzma.CHECK_CRC64,
        filters=FILTERS,
    )


def plain(rows: list[tuple[str, str]]) -> tuple[list[str], Callable[[str], str]]:
    """Characters above U+FFFF, and how to replace them by private ones (2 bytes each)."""
    high = sorted({c for _, name in rows for c in name if ord(c) > 0xFFFF})
    table = {ord(c): 0xF000 + n for n, c in enumerate(high)}
    if any(chr(point) in name for _, name in rows for point in table.values()):
        raise ValueError("a private character is taken")
    return high, lambda text: text.translate(table)


def main(source: Path, out: Path = OUT) -> None:
    with lzma.open(source, "rt", encoding="utf-8") as lines:
        rows = [(code, name) for code, name in (line.rstrip("\n").split("\t") for line in lines)]
    if any(a >= b for (a, _), (b, _) in pairwise(rows)):
        raise ValueError("the input is not sorted by code")
    high, without_high = plain(rows)
    levels = [[row for row in rows if len(row[0]) == width] for width in WIDTHS]
    upper: list[bytes] = []
    for depth, level in enumerate(levels):
        below = dict.fromkeys((code for code, _ in level), 0)
        if depth + 1 < len(levels):
            for code, _ in levels[depth + 1]:
                below[code[: WIDTHS[depth]]] += 1
        start = WIDTHS[depth - 1] if depth else 0
        own = numbers([code[start:] for code, _ in level])
        if depth + 1 < len(levels):
            names = NONE.join(name for _, name in level)
            upper += [own, array("H", below.values()).tobytes(), without_high(names).encode()]
        else:
            lengths = dict.fromkeys((code for code, _ in levels[-2]), 0)
            text = [packed(without_high(name)) for _, name in level]
            for (code, _), item in zip(level, text, strict=True):
                lengths[code[: WIDTHS[-2]]] += len(item)
            lower = [own, array("H", lengths.values()).tobytes(), "".join(text).encode()]
    header = {"suffixes": dict(zip(TOKENS, SUFFIXES, strict=False)), "high": "".join(high)}
    first = compressed(json.dumps(header, ensure_ascii=False).encode(), *upper)
    second = compressed(*lower)
    out.write_bytes(MAGIC + struct.pack("<II", len(first), len(second)) + first + second)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

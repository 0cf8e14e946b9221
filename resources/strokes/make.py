"""Make table.txt from the stroke order of cnchar-order (npm) and the counts of Unihan.

    python -m resources.strokes.make CNCHAR_ORDER_JS UNIHAN_IRGSOURCES

``table.txt``: the strokes of a character as the standard counts them, 1 横（提） 2 竖（竖钩） 3 撇
4 点（捺） 5 折, a tab, the characters with just these strokes. Characters whose order is not known
stand behind their bare number of strokes, written ``#12``. The count is the first value of
kTotalStrokes, which is that of the mainland; an order of another length is not used.
"""

from __future__ import annotations

import bz2
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLASSES = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "l": "4", "d": "4"}
"""cnchar's letters; every other one is a kind of 折."""
BLOCKS = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF))


def orders(source: str) -> dict[str, str]:
    found = re.search(r"JSON\.parse\('(\{\"一\".*?\})'\)", source)
    assert found is not None
    return {
        character: "".join(CLASSES.get(letter, "5") for letter in letters)
        for character, letters in json.loads(found[1]).items()
        if len(character) == 1
    }


def counts(lines: list[str]) -> dict[str, int]:
    found = {}
    for line in lines:
        point, *rest = line.split("\t")
        if len(rest) == 2 and rest[0] == "kTotalStrokes":
            number = int(point[2:], 16)
            if any(first <= number <= last for first, last in BLOCKS):
                found[chr(number)] = int(rest[1].split()[0])
    return found


def main(order_file: str, unihan: str) -> None:
    known = orders(Path(order_file).read_text("utf-8"))
    total = counts(bz2.decompress(Path(unihan).read_bytes()).decode("utf-8").splitlines())
    lines: dict[str, list[str]] = defaultdict(list)
    for character, number in sorted(total.items()):
        order = known.get(character, "")
        if len(order) == number:
            lines[order].append(character)
        elif ord(character) < 0x20000:
            lines[f"#{number}"].append(character)
    text = "".join(f"{key}\t{''.join(lines[key])}\n" for key in sorted(lines))
    (HERE / "table.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Make table.txt and words.txt from pypinyin (extra ``resources``).

    python -m resources.pinyin.make

The second reading of a character must be used by 3 % of the phrases that have it, so that 有 is not
also read wen; ``characters.txt`` (by hand) wins.

``table.txt``: a syllable, a tab, the characters for which it is the commonest reading, a tab, those
for which it is the second, a tab, the third. How common a reading is, is counted in pypinyin's
47,000 phrases; a character without phrases keeps its first two.
``words.txt``: words that are not read by the commonest readings of their characters, and names of
counties and cities, so that 杭州长兴 is not taken apart as 杭 州长 兴.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from app.divisions import Divisions

HERE = Path(__file__).resolve().parent
LONGEST = 3
SHARE = 0.03


def toneless(syllable: str) -> str:
    plain = to_normal(syllable, v_to_u=False).replace("ü", "v").replace("ê", "e")
    return plain if re.fullmatch("[a-z]+", plain) else ""


def by_hand(name: str) -> list[tuple[str, list[str]]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    parts = [line.split() for line in lines if line and not line.startswith("#")]
    return [(word, syllables) for word, *syllables in parts]


def character_readings(phrases: dict[str, list[str]]) -> dict[str, list[str]]:
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in phrases.items():
        for character, syllable in zip(word, syllables, strict=True):
            used[character][syllable] += 1
    table = {}
    for point, text in pinyin_dict.items():
        character = chr(point)
        readings = list(dict.fromkeys(filter(None, map(toneless, text.split(",")))))
        counts = used[character]
        if counts:
            readings = [r for r in readings if counts[r] >= SHARE * counts.total()]
            readings.sort(key=lambda r: -counts[r])
        if readings:
            table[character] = readings[: 3 if counts else 2]
    table.update(by_hand("characters.txt"))
    for word, syllables in by_hand("places.txt"):
        assert len(word) == len(syllables), word
        for character, syllable in zip(word, syllables, strict=True):
            if syllable not in table[character]:
                table[character] = [*table[character][:2], syllable]
    return table


def place_names() -> list[str]:
    """Names of two or three characters of cities and counties, without 市, 县 and the like."""
    names = []
    with Divisions() as divisions:
        for province in divisions.children(None):
            for city in divisions.children(province.code):
                names += [city.name, *(d.name for d in divisions.children(city.code))]
    stems = {re.sub("(市|县|区|地区|盟|旗)$", "", name) for name in names}
    return sorted(stem for stem in stems if len(stem) in (2, 3) and "辖" not in stem)


def main() -> None:
    phrases = {}
    for word, syllables in phrases_dict.items():
        plain = [toneless(options[0]) for options in syllables]
        if len(plain) == len(word) and all(plain):
            phrases[word] = plain
    table = character_readings(phrases)
    columns: dict[str, list[list[str]]] = defaultdict(lambda: [[], [], []])
    for character, readings in sorted(table.items()):
        for rank, reading in enumerate(readings):
            columns[reading][rank].append(character)
    lines = ["\t".join([r, *map("".join, ranks)]) for r, ranks in sorted(columns.items())]
    (HERE / "table.txt").write_text("\n".join(lines) + "\n", "utf-8")

    words = {}
    for word, plain in sorted(phrases.items(), key=lambda item: (len(item[0]), item[0])):
        if len(word) > LONGEST or any(c not in table for c in word):
            continue
        expected = [table[c][0] for c in word]
        for start in range(len(word)):  # what shorter words already say is not said again
            for end in range(start + 2, len(word)):
                if word[start:end] in words:
                    expected[start:end] = words[word[start:end]]
        if plain != expected:
            words[word] = plain
    for name in place_names():
        sure = all(len(table.get(c, ())) == 1 for c in name)
        words.setdefault(name, phrases.get(name) or ([table[c][0] for c in name] if sure else []))
    lines = [" ".join([word, *plain]) for word, plain in sorted(words.items())]
    (HERE / "words.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()

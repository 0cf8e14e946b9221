"""A rubric while somebody writes it: its parts are moved about, and what is wrong is told as it is.

A draft may be wrong anywhere; it is plain data as ``read_rubric`` takes it, numbers as they were
typed. What cannot be read is a fault of its item, in a sentence, never an error.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.base.errors import UserError
from app.base.text import half_width

from .conditions import SIGNS
from .faults import cleaned, faults_of, points_of, readable
from .rubric import UNCOUNTED, Item, Rubric, read_plain, totals_of, whole_faults

_ASKED = re.compile(r"\s*([A-Za-z]{1,5}-?\d{2,4})\s*(>=|<=|=|>|<)?\s*(.*?)\s*\Z")
_WHOLE = {
    "full": ("总分", False), "bonus_cap": ("加分封顶", False), "least": ("会员人数（从）", True),
    "most": ("会员人数（到）", True), "share": ("平均分占比", True),
}  # fmt: skip

_LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(f"S{n}" for n in range(1, 1000)))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        item: place of the item in the draft; None: of the rubric as a whole.
        words: a sentence.
    """

    item: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition as it is typed: its limit need be no number yet."""

    code: str
    sign: str = ""
    limit: str = ""

    def __str__(self) -> str:
        return f"{self.code}{self.sign}{self.limit}" if self.sign else self.code


def split_conditions(text: str) -> list[Asked]:
    """What a text of conditions asks, readable or not."""
    found = []
    for part in half_width(text).translate(SIGNS).split(";"):
        match = _ASKED.match(part)
        if match is not None:
            found.append(Asked(match[1].upper(), match[2] or "", match[3] if match[2] else ""))
        elif part.strip():
            found.append(Asked(part.strip()))
    return found


def join_conditions(asked: Iterable[Asked]) -> str:
    """The text of conditions."""
    return "; ".join(map(str, asked))


class Draft:
    """A rubric being written.

    Attributes:
        head: everything but sections and items, as plain data.
        sections: [key, title], in order.
        items: plain data of each item; those of a section stand together, in the order of the
            sections.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        data = copy.deepcopy(dict(content))
        self.sections: list[list[str]] = [list(one) for one in data.pop("sections")]
        self.items: list[dict[str, Any]] = [dict(one) for one in data.pop("items")]
        self.head: dict[str, Any] = data
        self._before: list[dict[str, Any]] = []
        self._sort()

    def content(self) -> dict[str, Any]:
        """As plain data, a copy, just as it was typed."""
        return copy.deepcopy({**self.head, "sections": self.sections, "items": self.items})

    def finished(self) -> dict[str, Any]:
        """As ``read_rubric`` takes it: without what is empty, or what another way of scoring had
        asked for."""
        made = self.content()
        head = {key: value for key, value in made.items() if value not in (None, "")}
        return {**head, "items": [cleaned(one) for one in self.items]}

    # moving about

    def remember(self) -> None:
        """Keep the present state for ``step_back``."""
        self._before = [*self._before[-19:], self.content()]

    def can_step_back(self) -> bool:
        """Whether something was added, moved or removed."""
        return bool(self._before)

    def step_back(self) -> None:
        """As it was before the last thing that was added, moved or removed."""
        before = self._before.pop()
        self.sections, self.items = before.pop("sections"), before.pop("items")
        self.head = before

    def add_section(self, title: str) -> str:
        """A new section at the end; its key."""
        self.remember()
        key = _free({key for key, _title in self.sections}, _LETTERS)
        self.sections.append([key, title])
        return key

    def move_section(self, key: str, by: int) -> None:
        """A section with its items further up (-1) or down (1)."""
        place = self._section(key)
        if 0 <= place + by < len(self.sections):
            self.remember()
            self.sections.insert(place + by, self.sections.pop(place))
            self._sort()

    def remove_section(self, key: str) -> None:
        """A section and all its items."""
        self.remember()
        self.sections.pop(self._section(key))
        self.items = [one for one in self.items if one["section"] != key]

    def copy_section(self, key: str) -> str:
        """A section once more below itself, its items under numbers of their own; its key."""
        mine = [one for one in self.items if one["section"] == key]
        place = self._section(key)
        new = self.add_section(f"{self.sections[place][1]}（副本）")
        self.sections.insert(place + 1, self.sections.pop())
        for one in mine:
            made = {**copy.deepcopy(one), "section": new, "id": ""}
            made["id"] = self._number(new)
            self.items.append(made)
        self._sort()
        return new

    def add_item(self, section: str, after: int | None = None) -> int:
        """A new item, judged by a person until something else is chosen; its place."""
        self.remember()
        made = {
            "id": self._number(section), "section": section, "text": "", "points": "0",
            "how": "manual", "objects": "GLT", "auto": "H",
        }  # fmt: skip
        return self._put(made, after)

    def copy_item(self, place: int) -> int:
        """An item once more below itself under a number of its own; its place."""
        self.remember()
        made = copy.deepcopy(self.items[place])
        made["id"] = self._number(made["section"])
        return self._put(made, place)

    def move_item(self, place: int, by: int) -> int:
        """An item further up (-1) or down (1), over the border of its section, too; its place."""
        item, keys = self.items[place], [key for key, _title in self.sections]
        other = place + by
        if 0 <= other < len(self.items) and self.items[other]["section"] == item["section"]:
            self.remember()
            self.items[place], self.items[other] = self.items[other], item
            return other
        section = keys.index(item["section"]) + by
        if not 0 <= section < len(keys):
            return place
        self.remember()
        return self.into_section(place, keys[section], first=by > 0)

    def into_section(self, place: int, key: str, *, first: bool = False) -> int:
        """An item into another section, at its end or its beginning; its new place."""
        item = self.items.pop(place)
        item["section"] = key
        self.items.insert(0 if first else len(self.items), item)
        self._sort()
        return next(n for n, one in enumerate(self.items) if one is item)

    def remove_item(self, place: int) -> None:
        """Without an item."""
        self.remember()
        self.items.pop(place)

    def _put(self, made: dict[str, Any], after: int | None) -> int:
        self.items.insert(len(self.items) if after is None else after + 1, made)
        self._sort()
        return next(n for n, one in enumerate(self.items) if one is made)

    def _sort(self) -> None:
        order = {key: place for place, (key, _title) in enumerate(self.sections)}
        self.items.sort(key=lambda one: order.get(one.get("section", ""), len(order)))

    def _section(self, key: str) -> int:
        return next(n for n, (one, _title) in enumerate(self.sections) if one == key)

    def _number(self, section: str) -> str:
        taken = {one.get("id") for one in self.items}
        return _free(taken, (f"{section}{n}" for n in range(1, 1000)))

    # sums

    def points(self, place: int) -> int:
        """Points of an item in hundredths; 0 while no number stands there."""
        return points_of(self.items[place].get("points", "0")) or 0

    def section_points(self, key: str) -> int:
        """Points of a section's items together, hundredths."""
        return sum(
            self.points(place)
            for place, one in enumerate(self.items)
            if one["section"] == key and one.get("how") not in UNCOUNTED
        )

    def totals(self) -> dict[str, int]:
        """The points that each sort of union is asked, hundredths: letter → sum."""
        return totals_of(self._readable())

    def full(self) -> int | None:
        """总分 in hundredths; None while no number stands there."""
        return points_of(self.head.get("full", "100"))

    def _readable(self) -> list[Item]:
        found = (readable(one) for one in self.items)
        return [one for one in found if one is not None]

    # what is wrong

    def faults(self, known: Collection[str] | None = None) -> list[Fault]:
        """Everything that is wrong, in the order of the items, last what concerns all.

        Args:
            known: codes of the figures and rules that exist; None: not checked.
        """
        sections = [key for key, _title in self.sections]
        found = [
            Fault(place, words)
            for place, data in enumerate(self.items)
            for words in faults_of(data, sections, known)
        ]
        return [*found, *(Fault(None, words) for words in self._whole_faults())]

    def _whole_faults(self) -> list[str]:
        """Of what stands above the items; where that can be read, of all of them together."""
        head, items = self.head, self._readable()
        found = [
            f"{words}「{head[key]}」不是数。"
            for key, (words, whole) in _WHOLE.items()
            if head.get(key) not in (None, "")
            and (not str(head[key]).isdigit() if whole else points_of(head[key]) is None)
        ]
        found += [
            f"等次「{g.get('name')}」的分数线「{g.get('least')}」不是数。"
            for g in head.get("grades", ())
            if points_of(g.get("least", "")) is None
        ]
        if not str(head.get("title") or "").strip():
            found.append("没有写评分标准的名称。")
        if not self.items:
            found.append("还没有评分项目。")
        titles = [title.strip() for _key, title in self.sections]
        if not all(titles) or len(set(titles)) < len(titles):
            found.append("大项要有名称，并且不重名。")
        names = [str(g.get("name") or "").strip() for g in head.get("grades", ())]
        if not all(names) or len(set(names)) < len(names):
            found.append("等次要有名称，并且不重名。")
        if found:
            return found
        rubric = replace(read_plain({**self.finished(), "items": []}), items=tuple(items))
        found = whole_faults(rubric)
        lines = [g.least for g in rubric.grades]
        if len(set(lines)) < len(lines):
            found.append("两个等次的分数线相同。")
        if rubric.most is not None and rubric.most < rubric.least:
            found.append("会员人数的上限小于下限。")
        if rubric.by_class and any(i.how not in UNCOUNTED for i in items):
            found.append("分类评定的表里还有计分的项目：要么各项都分类评定，要么都计分。")
        return found

    def rubric(self) -> Rubric:
        """The rubric it is, with whatever is wrong between its items.

        Raises:
            UserError: RUBRIC: something in it cannot be read at all.
        """
        if len(self._readable()) < len(self.items):
            raise UserError("RUBRIC", "有的项目还没有写对。", "请先按红字改正，再试评。")
        try:
            return read_plain(self.finished())
        except (KeyError, TypeError, ValueError):
            raise UserError("RUBRIC", "总则里有的数还没有写对。", "请先按红字改正。") from None


def _free(taken: Collection[Any], offered: Iterable[str]) -> str:
    return next(one for one in offered if one not in taken)

"""What a division is: level, code, name, and the kinds of townships and villages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

WIDTHS = (2, 4, 6, 9, 12)
# Steps of the code that name no place: they are left out where a path is shown.
HOLLOW = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class Level(IntEnum):
    """The five steps of the statistical division code (统计用区划代码)."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the national list.

    Attributes:
        code: 2, 4, 6, 9 or 12 digits by level.
        name: its name in the list, e.g. 城关镇, 兴隆村委会.
        path: names from the province down to this one.
    """

    code: str
    name: str
    path: tuple[str, ...]

    @property
    def level(self) -> Level:
        """Which of the five steps it is."""
        return Level(WIDTHS.index(len(self.code)) + 1)

    @property
    def parent(self) -> str | None:
        """The code one level up; None for a province."""
        return None if len(self.code) == 2 else self.code[: WIDTHS[self.level - 2]]

    @property
    def padded(self) -> str:
        """The code as 12 digits, filled with zeros at the right."""
        return self.code.ljust(12, "0")

    @property
    def full_name(self) -> str:
        """The path in one word, without hollow steps and repetitions: 甘肃省兰州市永登县城关镇."""
        shown: list[str] = []
        for name in self.path[:-1]:
            if name not in HOLLOW and name not in shown:
                shown.append(name)
        return "".join([*shown, *([] if self.name in shown else [self.name])])

    @property
    def kind(self) -> str:
        """Its code in the list ``place_kind``; ``other`` above the township.

        The 7th digit tells a township's kind: 0 街道, 1 镇, 2 and 3 乡, 4 and 5 (like a township)
        parks and farms. A village's name tells, else its number: 001-199 居委会, 200-399 村委会
        (统计用区划代码和城乡划分代码编制规则).
        """
        if self.level is Level.TOWNSHIP:
            return {"0": "subdistrict", "1": "township", "2": "township", "3": "township"}.get(
                self.code[6], "park"
            )
        if self.level is not Level.VILLAGE:
            return "other"
        if "居" in self.name or "社区" in self.name:
            return "community"
        if self.name.endswith(("村", "村委会", "村民委员会", "嘎查")):
            return "village"
        number = int(self.code[9:])
        return "community" if number < 200 else "village" if number < 400 else "other"

    @property
    def township_kind(self) -> str:
        """街道, 镇, 乡 or 类似乡级单位 for a township; empty for the others."""
        if self.level is not Level.TOWNSHIP:
            return ""
        return {"0": "街道", "1": "镇", "2": "乡", "3": "乡"}.get(self.code[6], "类似乡级单位")

    @property
    def short_name(self) -> str:
        """A village's everyday name: 兴隆村 for 兴隆村委会, 东厂社区 for 东厂社区居委会."""
        return everyday_name(self.name)


def everyday_name(name: str) -> str:
    """The name of a village or community without its committee, for comparing and showing."""
    for tail, kept in _SHORT:
        if name.endswith(tail) and len(name) > len(tail):
            return name.removesuffix(tail) + kept
    return name


_SHORT = (
    ("村村民委员会", "村"), ("村民委员会", "村"), ("村村委会", "村"), ("村委会", "村"),
    ("社区居民委员会", "社区"), ("社区居委会", "社区"), ("社区村委会", "社区"),
    ("居民委员会", "社区"), ("居委会", "社区"),
)  # fmt: skip

"""Numbers of headings and annexes, the same in PDF and .docx."""

from __future__ import annotations

from app.base.text import chinese_number
from app.paper.model import Annex, Heading


def heading_number(level: int, number: int) -> str:
    """The four levels of GB/T 9704-2012 7.3.3: 一、 （一） 1. （1）."""
    return {
        1: f"{chinese_number(number)}、",
        2: f"（{chinese_number(number)}）",
        3: f"{number}.",
        4: f"（{number}）",
    }[level]


class HeadingCounter:
    """Numbers headings; a heading starts its lower levels anew, an annex starts all anew."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]

    def text(self, heading: Heading) -> str:
        """The heading with its number."""
        if not heading.numbered:
            return heading.text
        level = min(max(heading.level, 1), 4)
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        return heading_number(level, self._counts[level - 1]) + heading.text

    def restart(self) -> None:
        """All levels begin with one again."""
        self._counts = [0, 0, 0, 0]


def annex_label(annex: Annex) -> str:
    """附件1, or 附件 if there is but one."""
    return "附件" if annex.number is None else f"附件{annex.number}"

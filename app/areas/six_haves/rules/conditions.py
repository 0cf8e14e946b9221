"""The small language in which a rubric names what it asks of the records.

A condition is one of

* a rule: ``ELE-04``, kept where the rule passes for the union;
* a figure with a limit: ``J405>=1``, ``R201>=95``, ``J122<=0``; without one: at least 1.

Several, divided by ``；`` or ``;``, must all hold. Rates are in percent with up to two
decimals, all else whole numbers. A limit is kept in hundredths for rates, so that no
comparison rounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.base.errors import UserError
from app.base.text import half_width

_RULE = re.compile(r"([A-Z]{1,5}-?\d{2})\Z")
_FIGURE = re.compile(r"([A-Z]{1,2}\d{3,4})(?:(>=|<=|=|>|<)(\d{1,9}(?:\.\d{1,2})?)%?)?\Z")
SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "％": "%", "；": ";", "、": ";", "＝": "="})
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing asked of the records.

    Attributes:
        code: of the rule or figure.
        sign: ``>=``, ``<=``, ``=``, ``>``, ``<``; empty for a rule.
        limit: in hundredths.
    """

    code: str
    sign: str = ""
    limit: int = 0

    @property
    def is_rule(self) -> bool:
        """Whether a rule is asked for, not a figure."""
        return not self.sign

    def holds(self, value: int) -> bool:
        """Whether a figure keeps the limit; ``value`` in hundredths."""
        return {
            ">=": value >= self.limit,
            "<=": value <= self.limit,
            "=": value == self.limit,
            ">": value > self.limit,
            "<": value < self.limit,
        }[self.sign]

    def __str__(self) -> str:
        return f"{self.code}{self.sign}{plain(self.limit)}" if self.sign else self.code


def plain(hundredths: int) -> str:
    """Hundredths as a person writes them: 9500 → 95, 92.5."""
    whole, rest = divmod(abs(hundredths), HUNDRED)
    text = f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if hundredths < 0 else text


def to_hundredths(text: str) -> int:
    """A number of up to two decimals in hundredths.

    Raises:
        ValueError: it is none.
    """
    match = re.fullmatch(r"\s*(-?)(\d{1,9})(?:\.(\d{1,2}))?\s*%?\s*", half_width(text))
    if match is None:
        raise ValueError(text)
    value = int(match[2]) * HUNDRED + int((match[3] or "").ljust(2, "0"))
    return -value if match[1] else value


def read_conditions(text: str, where: str = "") -> tuple[Condition, ...]:
    """The conditions of a cell or line.

    Args:
        where: named in the error.

    Raises:
        UserError: RUBRIC: not written as a rule or a figure with a limit.
    """
    found = []
    for part in half_width(text).translate(SIGNS).split(";"):
        asked = part.replace(" ", "").upper()
        if asked:
            found.append(_one(asked, part.strip(), where))
    return tuple(found)


def _one(asked: str, written: str, where: str) -> Condition:
    if match := _FIGURE.match(asked):
        limit = to_hundredths(match[3]) if match[3] else HUNDRED
        return Condition(match[1], match[2] or ">=", limit)
    if match := _RULE.match(asked):
        return Condition(match[1])
    raise UserError(
        "RUBRIC",
        f"{where}「{written}」看不懂。".strip(),
        "请写规则编号（如 ELE-04），或指标编号和界限（如 R201>=95、J405>=1）。",
    )

"""What a person may answer to an import of members, and who is missing from a whole roster."""

from __future__ import annotations

from dataclasses import dataclass

SAME_PERSON, TWO_PEOPLE, NEW_PAPER = "rename", "despite", "replace"
TRANSFER, STAYS = "transfer", "stays"
ANSWERS: dict[str, tuple[tuple[str, str], ...]] = {
    "MEM-03": ((SAME_PERSON, "同一人更名"), (TWO_PEOPLE, "两人重号")),
    "IMP-DUPLICATE": ((NEW_PAPER, "同一人换证"),),
    "IMP-TRANSFER": (
        (TRANSFER, "转入"),
        (STAYS, "会籍留原工会，在本单位另有工作"),
    ),
}
"""Problem → what a person may answer: the decision's key, and its words."""
ABSENT: tuple[tuple[str, str], ...] = (
    ("stays", "仍在册"),
    ("send_out", "转出"),
    ("retain", "保留"),
    ("unknown", "去向不明"),
    ("die", "死亡"),
)
"""What became of somebody who is missing from a whole roster: key and words."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A member who is not in the whole roster of her union; ``what``: decided, or ""; ``why``:
    what was decided cannot be done."""

    person: str
    name: str
    union: str
    union_name: str
    what: str = ""
    why: str = ""

"""What is wrong with one item while it is written, and what of it counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from app.base.errors import UserError

from .conditions import to_hundredths
from .rubric import HOWS, UNCOUNTED, Item, item_faults, read_item

NUMBERS = {
    "points": "分值",
    "target": "目标",
    "step": "每低多少",
    "deduct": "扣多少分",
    "each": "每次（每项）的分",
}
USES: Mapping[str, tuple[str, ...]] = {
    "bool": ("needs",),
    "tier": ("value", "steps"),
    "linear": ("value", "target", "step", "deduct"),
    "per_missing": ("needs", "each"),
    "count": ("value", "each"),
    "enum_deduct": ("steps",),
    "manual": (),
    "veto": ("needs",),
    "bonus": ("needs",),
    "class_all": ("classes",),
}
"""What each way of scoring takes beside the points."""


def faults_of(
    data: Mapping[str, Any], sections: Collection[str], known: Collection[str] | None
) -> list[str]:
    """What is wrong with an item, a sentence each.

    Args:
        data: as it is typed.
        sections: keys of the sections.
        known: codes of the figures and rules that exist; None: not checked.
    """
    found = _unreadable(data)
    if found:
        return found
    try:
        item = read_item(cleaned(data))
    except UserError as error:
        return [f"{error.message}{error.advice}"]
    except (KeyError, TypeError, ValueError) as error:
        return [f"写法不对：{error}。"]
    found = [words.removeprefix("的") for words in item_faults(item, sections)]
    found += _of_itself(item)
    return found + (unknown_codes(item, known) if known is not None else [])


def unknown_codes(item: Item, known: Collection[str]) -> list[str]:
    """The codes an item names that stand for no figure or rule, a sentence each."""
    missing = sorted(item.codes() - set(known))
    return [f"没有编号是 {code} 的指标或规则。" for code in missing]


def cleaned(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item without what is empty, and without what its way of scoring does not ask."""
    uses, others = USES.get(item.get("how", ""), ()), set().union(*USES.values())
    found = {
        key: value
        for key, value in item.items()
        if (key in uses or key not in others) and (key not in NUMBERS or value not in (None, ""))
    }
    if "steps" in found:
        found["steps"] = [
            {key: value for key, value in step.items() if value not in (None, "")}
            for step in found["steps"]
        ]
    return found


def readable(data: Mapping[str, Any]) -> Item | None:
    """An item as far as it can be read; None where it cannot."""
    try:
        return None if _unreadable(data) else read_item(cleaned(data))
    except (UserError, KeyError, TypeError, ValueError):
        return None


def points_of(value: Any) -> int | None:
    """A number as it was typed, in hundredths; None where it is none."""
    try:
        return to_hundredths(str(value)) if str(value).strip() else None
    except ValueError:
        return None


def _of_itself(item: Item) -> list[str]:
    """What a rubric that was taken in long ago may have, but a new one not."""
    found = [] if item.id else ["没有编号。"]
    if item.how not in UNCOUNTED and not item.points:
        found.append("没有写分值。")
    if item.how == "bonus" and not item.points:
        found.append("没有写最多加几分。")
    if item.auto not in ("A", "M", "H"):
        found.append("没有写由谁评。")
    if item.how == "linear" and item.target <= 0:
        found.append("没有写目标。")
    if item.how in ("count", "per_missing") and item.each > item.points:
        found.append("每次（每项）的分比这一项的分值还多。")
    return [*found, *_of_steps(item), *_of_classes(item)]


def _of_steps(item: Item) -> list[str]:
    found = []
    if item.how == "tier":
        if len({s.least for s in item.steps}) < len(item.steps):
            found.append("有两档的界限相同。")
        if any(low.points >= high.points for high, low in pairwise(item.steps)):
            found.append("越低的一档得分应当越少。")
    elif item.how == "enum_deduct":
        if not all(s.words.strip() for s in item.steps):
            found.append("有一种扣分的情形没有写。")
        if any(s.points > item.points for s in item.steps):
            found.append("有一种情形扣的分比这一项的分值还多。")
    return found


def _of_classes(item: Item) -> list[str]:
    names = [c.name.strip() for c in item.classes]
    found = []
    if not all(names) or len(set(names)) < len(names):
        found.append("类别要有名称，并且不重名。")
    if not all(c.text.strip() for c in item.classes):
        found.append("有一个类别没有写要求。")
    return found


def _unreadable(data: Mapping[str, Any]) -> list[str]:
    """The numbers of an item that are none."""
    found = [
        f"{words}「{data[key]}」不是数，最多两位小数。"
        for key, words in NUMBERS.items()
        if data.get(key) not in (None, "") and points_of(data[key]) is None
    ]
    for step in cleaned(data).get("steps", ()):
        for key, words in (("least", "界限"), ("points", "分")):
            if key in step and points_of(step[key]) is None:
                found.append(f"表格里的{words}「{step[key]}」不是数。")
    if data.get("how") not in HOWS:
        found.append("没有选怎样计分。")
    return found

"""A rubric: sections, items, how each is scored, grades, vetoes. Pure data, read and checked.

Shipped ones stand in ``resources/rubrics/*.toml``; a county's own comes in through a workbook
and has the same shape. Points are kept in hundredths.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.base.errors import UserError
from app.base.paths import resource

from .conditions import Condition, plain, read_conditions, to_hundredths

HOWS = {
    "bool": "达到得满分，否则不得分",
    "tier": "分档得分",
    "linear": "按比例扣分",
    "per_missing": "每缺一项扣分",
    "count": "每次得分，封顶",
    "enum_deduct": "按情形扣分",
    "manual": "人工评定",
    "veto": "一票否决",
    "bonus": "加分",
    "class_all": "按类别（该类条件全部达到）",
}
"""How an item is scored: code → in words."""
VALUED = frozenset({"tier", "linear", "count"})
JUDGED = frozenset({"manual", "enum_deduct"})
UNCOUNTED = frozenset({"veto", "bonus", "class_all"})
"""What adds nothing to the points that all items make together."""
BELOW = ("J1", "J2", "R1", "R2")
OBJECTS = {"G": "单独、联合基层工会", "L": "工会联合会", "T": "乡镇（街道）、园区工会"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a tier (from ``least`` on) or one choice of a deduction; hundredths."""

    least: int
    points: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """One class of a class table: its name, what it asks in words, and of the records."""

    name: str
    text: str
    needs: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a rubric.

    Attributes: id: e.g. ``A1``, unique in the rubric. section: key of its section. text: what is
    asked, as printed. points: at most, in hundredths; 0 for vetoes and class tables. objects:
    letters of ``OBJECTS`` it is asked of. how: key of ``HOWS``. auto: ``A`` computed, ``M``
    computed and confirmed by a person, ``H`` judged by a person. needs: what the records must
    show (``bool``, ``per_missing``, ``veto``, computed ``bonus``). value: code of the figure
    scored (``tier``, ``linear``, ``count``). steps: of a tier, best first; choices of
    ``enum_deduct``. target, step, deduct: of ``linear``: below ``target`` each ``step`` deducts
    ``deduct``. each: of ``count``: points for each; of ``per_missing``: deducted for each.
    classes: of ``class_all``, best first. known: figures that tell, over all the years, whether
    records of this kind are kept for a union at all; while all are 0 the records say nothing
    (缺数据). applies: only where these hold; else the item does not apply. criterion: 评分标准 in
    words, as printed. proofs: words or codes of ``proof_kind``: the evidence asked for. verify:
    考核办法: 查资料, 看现场 … source: where the item comes from. advice: what to do to gain the
    points."""

    id: str
    section: str
    text: str
    points: int
    how: str
    objects: str = "GLT"
    auto: str = "A"
    needs: tuple[Condition, ...] = ()
    value: str = ""
    steps: tuple[Step, ...] = ()
    target: int = 0
    step: int = 0
    deduct: int = 0
    each: int = 0
    classes: tuple[Class, ...] = ()
    known: tuple[str, ...] = ()
    applies: tuple[Condition, ...] = ()
    criterion: str = ""
    proofs: tuple[str, ...] = ()
    verify: str = ""
    source: str = ""
    advice: str = ""

    @property
    def computed(self) -> bool:
        """Whether the records can answer it."""
        return self.auto != "H" and bool(
            self.needs or self.value or any(c.needs for c in self.classes)
        )

    def asked(self) -> set[str]:
        """Every rule and figure that its score rests on."""
        asked = [*self.needs, *self.applies, *(c for one in self.classes for c in one.needs)]
        return {c.code for c in asked} | ({self.value} if self.value else set())

    def codes(self) -> set[str]:
        """Every rule and figure it names, also what only tells whether records are kept."""
        return self.asked() | {*self.known}


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade from so many points on (hundredths)."""

    least: int
    name: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric.

    Attributes: code, title, version: ASCII, as printed, of the content. sections: (key, title),
    in order. full: points of all items together, hundredths; 0 for a class table. rescale: an
    item that does not apply is dropped and the rest scaled to ``full``; else it gets full marks.
    bonus_cap: most that bonuses add, hundredths. grades: best first. failed: the name where a
    veto holds or no grade is reached. types: codes of ``union_type`` (and ``township``) it is
    offered for; least, most: members. share: of a township's score that comes from the mean of
    its unions, in percent (0: none)."""

    code: str
    title: str
    version: str
    sections: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    grades: tuple[Grade, ...]
    full: int = 10_000
    rescale: bool = True
    bonus_cap: int = 0
    failed: str = "未达标"
    types: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    share: int = 0
    source: str = ""
    below: tuple[str, ...] = BELOW

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, however it was written."""
        text = json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """Plain data that ``read_rubric`` reads, written in one way."""
        return {
            "code": self.code,
            "title": self.title,
            "version": self.version,
            "sections": [list(section) for section in self.sections],
            "items": [_item_data(item) for item in self.items],
            "grades": [{"least": plain(g.least), "name": g.name} for g in self.grades],
            "full": plain(self.full),
            "not_applicable": "rescale" if self.rescale else "full",
            "bonus_cap": plain(self.bonus_cap),
            "failed": self.failed,
            "types": list(self.types),
            "least": self.least,
            **({} if self.most is None else {"most": self.most}),
            "share": self.share,
            "source": self.source,
            "below": list(self.below),
        }

    @property
    def by_class(self) -> bool:
        """A table of classes without points."""
        return any(item.how == "class_all" for item in self.items)

    def items_for(self, letter: str) -> list[Item]:
        """The items asked of one sort of union."""
        return [item for item in self.items if letter in item.objects]

    def codes(self) -> set[str]:
        """Every rule and figure that any item names."""
        return set().union(*(item.codes() for item in self.items))


def read_rubric(data: Mapping[str, Any], known: Iterable[str] | None = None) -> Rubric:
    """A rubric from plain data, checked.

    Args:
        known: codes of the rules and figures that exist; None: not checked.

    Raises:
        UserError: RUBRIC, with every fault found, one sentence each.
    """
    try:
        made = read_plain(data)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("RUBRIC", f"评分标准缺少内容或写法不对：{error}。") from None
    faults = [*_faults(made), *(_unknown(made, set(known)) if known is not None else ())]
    if faults:
        raise UserError("RUBRIC", "评分标准有错：" + "".join(faults), "请改正后再导入。")
    return made


@cache
def shipped() -> dict[str, Rubric]:
    """The rubrics that come with the program, by code."""
    found = {}
    for file in sorted(resource("rubrics").glob("*.toml")):
        made = read_rubric(tomllib.loads(file.read_text("utf-8")))
        found[made.code] = made
    return found


def read_plain(data: Mapping[str, Any]) -> Rubric:
    """A rubric from plain data that can be read, whatever else is wrong with it.

    Raises:
        KeyError, TypeError, ValueError: something is missing or no number.
        UserError: RUBRIC: a condition cannot be read.
    """
    return Rubric(
        str(data["code"]),
        str(data["title"]).strip(),
        str(data.get("version", "1")),
        tuple((str(key), str(title)) for key, title in data["sections"]),
        tuple(read_item(item) for item in data["items"]),
        tuple(Grade(_points(g["least"]), str(g["name"])) for g in data.get("grades", ())),
        _points(data.get("full", 100)),
        data.get("not_applicable", "rescale") == "rescale",
        _points(data.get("bonus_cap", 0)),
        str(data.get("failed", "未达标")),
        tuple(data.get("types", ())),
        int(data.get("least", 0)),
        None if data.get("most") is None else int(data["most"]),
        int(data.get("share", 0)),
        str(data.get("source", "")),
        tuple(data.get("below", BELOW)),
    )


def read_item(data: Mapping[str, Any]) -> Item:
    """One item from plain data.

    Raises:
        KeyError, TypeError, ValueError: something is missing or no number.
        UserError: RUBRIC: a condition cannot be read.
    """
    where = f"第 {data['id']} 项"
    return Item(
        str(data["id"]),
        str(data["section"]),
        str(data["text"]).strip(),
        _points(data.get("points", 0)),
        str(data["how"]),
        str(data.get("objects", "GLT")),
        str(data.get("auto", "A")),
        read_conditions(str(data.get("needs", "")), where),
        str(data.get("value", "")),
        tuple(
            Step(_points(s.get("least", 0)), _points(s["points"]), str(s.get("words", "")))
            for s in data.get("steps", ())
        ),
        _points(data.get("target", 0)),
        _points(data.get("step", 0)),
        _points(data.get("deduct", 0)),
        _points(data.get("each", 0)),
        tuple(
            Class(str(c["name"]), str(c["text"]), read_conditions(str(c.get("needs", "")), where))
            for c in data.get("classes", ())
        ),
        tuple(data.get("known", ())),
        read_conditions(str(data.get("applies", "")), where),
        str(data.get("criterion", "")),
        tuple(data.get("proofs", ())),
        str(data.get("verify", "")),
        str(data.get("source", "")),
        str(data.get("advice", "")),
    )


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "section": item.section,
        "text": item.text,
        "points": plain(item.points),
        "how": item.how,
        "objects": item.objects,
        "auto": item.auto,
        "needs": _joined(item.needs),
        "value": item.value,
        "steps": [
            {"least": plain(s.least), "points": plain(s.points), "words": s.words}
            for s in item.steps
        ],
        "target": plain(item.target),
        "step": plain(item.step),
        "deduct": plain(item.deduct),
        "each": plain(item.each),
        "classes": [
            {"name": c.name, "text": c.text, "needs": _joined(c.needs)} for c in item.classes
        ],
        "known": list(item.known),
        "applies": _joined(item.applies),
        "criterion": item.criterion,
        "proofs": list(item.proofs),
        "verify": item.verify,
        "source": item.source,
        "advice": item.advice,
    }


def _joined(conditions: Iterable[Condition]) -> str:
    return "; ".join(map(str, conditions))


def _points(value: Any) -> int:
    return to_hundredths(str(value))


def _faults(rubric: Rubric) -> list[str]:
    if not rubric.items:
        return ["没有评分项目。"]
    sections = {key for key, _title in rubric.sections}
    found = []
    for item in rubric.items:
        found += [f"第 {item.id} 项{fault}" for fault in item_faults(item, sections)]
    return [*found, *whole_faults(rubric)]


def whole_faults(rubric: Rubric) -> list[str]:
    """What is wrong with the items together and with what stands above them, a sentence each."""
    ids = [item.id for item in rubric.items]
    found = [f"项目编号 {i} 重复。" for i in sorted({i for i in ids if ids.count(i) > 1})]
    plain = [item for item in rubric.items if item.how not in UNCOUNTED]
    totals = totals_of(rubric.items)
    if totals and rubric.full not in totals.values():
        most = max(totals.values())
        found.append(f"各项分值合计 {most / 100:g} 分，不等于总分 {rubric.full / 100:g} 分。")
    if plain and not rubric.grades and not rubric.by_class:
        found.append("没有写等次（例如 80 分以上为达标）。")
    if [g.least for g in rubric.grades] != sorted((g.least for g in rubric.grades), reverse=True):
        found.append("等次要从高到低排列。")
    return found


def totals_of(items: Iterable[Item]) -> dict[str, int]:
    """The points that each sort of union is asked, hundredths: letter → sum."""
    plain = [item for item in items if item.how not in UNCOUNTED]
    return {
        letter: sum(item.points for item in plain if letter in item.objects)
        for letter in sorted({letter for item in plain for letter in item.objects})
    }


def item_faults(item: Item, sections: Iterable[str]) -> list[str]:
    """What is wrong with one item, each the end of a sentence that begins with its number."""
    found = []
    if item.how not in HOWS:
        return [f"的计分方法「{item.how}」没有这一种。"]
    if item.section not in sections:
        found.append("所在的大项没有写。")
    if not item.text:
        found.append("没有写考核内容。")
    if not item.objects or set(item.objects) - set(OBJECTS):
        found.append("的适用对象应为 G、L、T。")
    if item.points < 0 or any(s.points < 0 for s in item.steps):
        found.append("的分值不能小于0。")
    if item.how in VALUED and not item.value:
        found.append("要写按哪个指标计分。")
    if item.how == "tier" and [s.least for s in item.steps] != sorted(
        (s.least for s in item.steps), reverse=True
    ):
        found.append("的分档要从高到低排列。")
    if item.how == "tier" and (not item.steps or item.steps[0].points != item.points):
        found.append("的最高一档应得满分。")
    if item.how == "linear" and (item.step <= 0 or item.deduct <= 0):
        found.append("要写每低多少扣多少分。")
    if item.how in ("count", "per_missing") and item.each <= 0:
        found.append("要写每次（每项）多少分。")
    if item.how == "class_all" and len(item.classes) < 2:
        found.append("至少要有两个类别。")
    if item.how == "enum_deduct" and not item.steps:
        found.append("要写各种情形扣多少分。")
    if item.how in ("bool", "per_missing") and item.auto != "H" and not item.needs:
        found.append("由程序计分，要写看哪些规则或指标。")
    return found


def _unknown(rubric: Rubric, known: set[str]) -> list[str]:
    missing = sorted(rubric.codes() - known)
    return [f"没有指标或规则 {'、'.join(missing)}。"] if missing else []

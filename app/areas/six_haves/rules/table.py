"""A rubric as a table of words: what a workbook's row says, and a rubric written as such rows.

A county's table needs no column of ours: without 程序依据 an item is judged by a person,
classes make it a table of classes, 扣分标准 is printed with the criterion. What is wrong is
told with its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.base.errors import UserError
from app.base.text import half_width

from .conditions import plain, read_conditions, to_hundredths
from .rubric import VALUED, Item, Rubric

CLASSES = (("first", "一类"), ("second", "二类"), ("third", "三类"))
HEAD = "head"
_ARROW = re.compile(r"\s*(?:→|->|=>|：|:)\s*")
_CODES = re.compile(r"【([^】]*)】\s*$")
_NUMBER = re.compile(r"-?\d+(?:\.\d{1,2})?")
_BETWEEN = re.compile(r"[;；\n]+")

HEADS = {
    "表名": "title",
    "代码": "code",
    "版本": "version",
    "总分": "full",
    "不适用": "not_applicable",
    "加分封顶": "bonus_cap",
    "等次": "grades",
    "未达等次": "failed",
    "适用工会": "types",
    "会员人数": "members",
    "平均分占比": "share",
    "来源": "source",
    "含下级的指标": "below",
}

Fault = tuple[str, str]
"""(field, what is wrong)."""


def item_of(cells: Mapping[str, str], number: int) -> tuple[dict[str, Any], list[Fault]]:
    """One row as the plain data of an item.

    Args:
        cells: field → words, ``how`` as its code.
        number: of the item, for one that has no 编号.

    Returns:
        The item (what ``read_rubric`` reads), and what is wrong.
    """
    faults: list[Fault] = []
    item: dict[str, Any] = {
        "id": cells.get("id") or f"{number}",
        "section": cells.get("section") or "考核项目",
        "text": cells.get("text", "").strip(),
        "objects": _objects(cells.get("objects", ""), faults),
        "criterion": "\n".join(
            words for words in (cells.get("criterion"), cells.get("deduction")) if words
        ),
        "proofs": [w for w in re.split(r"[、，,;；\s]+", cells.get("proofs", "")) if w],
        "verify": cells.get("verify", ""),
        "source": cells.get("source", ""),
        "advice": cells.get("advice", ""),
        "known": [c for c in re.split(r"[;；、，,\s]+", cells.get("known", "").upper()) if c],
        "applies": cells.get("applies", ""),
        "points": _number(cells.get("points", ""), "points", faults),
    }
    classes = [_class(name, cells[key], key, faults) for key, name in CLASSES if cells.get(key)]
    how = cells.get("how") or ("class_all" if len(classes) > 1 else "")
    basis = cells.get("basis", "")
    item["how"] = how or ("bool" if basis else "manual")
    automatic = bool(basis) or any(one["needs"] for one in classes)
    item["auto"] = (cells.get("auto", "").strip().upper() or ("A" if automatic else "H"))[:1]
    if item["auto"] not in "AMH":
        faults.append(("auto", "自动程度应为 A、M 或 H"))
        item["auto"] = "H"
    _how(item, basis, cells.get("steps", ""), faults)
    if item["how"] == "class_all":
        item["classes"] = classes
    for field in ("needs", "applies"):
        try:
            read_conditions(str(item.get(field, "")))
        except UserError as error:
            faults.append(("basis" if field == "needs" else field, error.message))
            item[field] = ""
    return item, faults


def _how(item: dict[str, Any], basis: str, steps: str, faults: list[Fault]) -> None:
    """What the way of scoring takes from 程序依据 and 分档."""
    how = item["how"]
    if how in VALUED:
        item["value"] = basis.strip().upper()
    else:
        item["needs"] = basis
    if how == "tier":
        item["steps"] = [
            {"least": least, "points": points} for least, points in _pairs(steps, "分档", faults)
        ]
    elif how == "enum_deduct":
        item["steps"] = [
            {"words": words, "points": _number(points, "steps", faults)}
            for words, points in _texts(steps, faults)
        ]
    elif how == "linear":
        found = _NUMBER.findall(half_width(steps))
        if len(found) == 3:
            item |= dict(zip(("target", "step", "deduct"), found, strict=True))
        else:
            faults.append(("steps", "按比例扣分请写：目标95，每低5扣1"))
    elif how in ("count", "per_missing"):
        found = _NUMBER.findall(half_width(steps))
        if found:
            item["each"] = found[0]
        else:
            faults.append(("steps", "请写每次（每项）多少分"))


def rubric_of(
    items: Iterable[Mapping[str, Any]], heads: Mapping[str, str], *, title: str, grades: Any
) -> dict[str, Any]:
    """A whole rubric as plain data from its items and the rows of 总则.

    Args:
        items: from ``item_of``.
        heads: word of ``HEADS`` → what stood beside it.
        title: where the rows name none.
        grades: where the rows name none.

    Raises:
        UserError: RUBRIC: a row of 总则 cannot be read.
    """
    every = [dict(item) for item in items]
    names = list(dict.fromkeys(item["section"] for item in every))
    keys = {name: _key(name, place) for place, name in enumerate(names)}
    for item in every:
        item["section"] = keys[item["section"]]
    said = {HEADS[word]: text.strip() for word, text in heads.items() if word in HEADS}
    plain_ = [item for item in every if item["how"] not in ("veto", "bonus", "class_all")]
    made: dict[str, Any] = {
        "code": said.get("code") or "county",
        "title": said.get("title") or title,
        "version": said.get("version") or "1",
        "sections": [[keys[name], _section(name)] for name in names],
        "items": every,
        "full": said.get("full") or plain(_most(plain_)),
        "not_applicable": "full" if said.get("not_applicable") == "得满分" else "rescale",
        "bonus_cap": said.get("bonus_cap") or "0",
        "failed": said.get("failed") or "未达标",
        "source": said.get("source", ""),
    }
    if plain_:
        made["grades"] = _grades(said["grades"]) if said.get("grades") else grades
    else:
        made["grades"] = []
    types = said.get("types") or ""
    made["types"] = [t for t in re.split(r"[、，,;；\s]+", types) if t]
    if said.get("below"):
        made["below"] = [t for t in re.split(r"[、，,;；\s]+", said["below"]) if t]
    members = _NUMBER.findall(said.get("members", ""))
    made["least"] = int(members[0]) if members else 0
    if len(members) > 1:
        made["most"] = int(members[1])
    if said.get("share"):
        made["share"] = int(_NUMBER.findall(said["share"])[0])
    return made


def rows_of(rubric: Rubric) -> list[dict[str, str]]:
    """A rubric as rows of the table: first 总则, then the items."""
    titles = dict(rubric.sections)
    heads = {
        "表名": rubric.title,
        "代码": rubric.code,
        "版本": rubric.version,
        "总分": plain(rubric.full),
        "不适用": "" if rubric.rescale else "得满分",
        "加分封顶": plain(rubric.bonus_cap),
        "等次": "；".join(f"{plain(g.least)}→{g.name}" for g in rubric.grades),
        "未达等次": rubric.failed,
        "适用工会": "、".join(rubric.types),
        "会员人数": f"{rubric.least}" + ("" if rubric.most is None else f"至{rubric.most}"),
        "平均分占比": f"{rubric.share}" if rubric.share else "",
        "含下级的指标": "、".join(rubric.below),
        "来源": rubric.source,
    }
    rows = [
        {"section": "总则", "id": word, "text": text, "how": HEAD}
        for word, text in heads.items()
        if text not in ("", "0")  # a cell with a lone 0 is read as an empty one; 0 is the default
    ]
    return rows + [_row(item, f"{item.section} {titles[item.section]}") for item in rubric.items]


def _row(item: Item, section: str) -> dict[str, str]:
    classes = {
        key: f"{one.text}【{'; '.join(map(str, one.needs))}】" if one.needs else one.text
        for (key, _name), one in zip(CLASSES, item.classes, strict=False)
    }
    row = {
        "section": section,
        "id": item.id,
        "text": item.text,
        "points": plain(item.points) if item.points else "",
        "objects": "" if item.objects == "GLT" else item.objects,
        "how": item.how,
        "basis": item.value or "; ".join(map(str, item.needs)),
        "steps": _steps(item),
        "criterion": item.criterion,
        "proofs": "、".join(item.proofs),
        "verify": item.verify,
        "applies": "; ".join(map(str, item.applies)),
        "known": "; ".join(item.known),
        "auto": item.auto,
        "source": item.source,
        "advice": item.advice,
    }
    return {key: text for key, text in (row | classes).items() if text}


def _steps(item: Item) -> str:
    if item.how == "tier":
        return "；".join(f"{plain(s.least)}→{plain(s.points)}" for s in item.steps)
    if item.how == "enum_deduct":
        return "；".join(f"{s.words}→{plain(s.points)}" for s in item.steps)
    if item.how == "linear":
        return f"目标{plain(item.target)}，每低{plain(item.step)}扣{plain(item.deduct)}"
    return f"每次{plain(item.each)}" if item.each else ""


def _key(name: str, place: int) -> str:
    """The key of a section: the letter it begins with, else its number."""
    match = re.match(r"([A-Za-z]\d?)[\s.、]", name)
    return match[1].upper() if match else f"S{place + 1}"


def _section(name: str) -> str:
    return re.sub(r"^[A-Za-z]\d?[\s.、]+", "", name)


def _objects(text: str, faults: list[Fault]) -> str:
    letters = "".join(c for c in half_width(text).upper() if not c.isspace() and c not in ",、，")
    if set(letters) - set("GLT"):
        faults.append(("objects", "适用对象应为 G、L、T"))
        return "GLT"
    return letters or "GLT"


def _class(name: str, text: str, field: str, faults: list[Fault]) -> dict[str, str]:
    match = _CODES.search(text)
    needs = match[1] if match else ""
    try:
        read_conditions(needs)
    except UserError as error:
        faults.append((field, error.message))
        needs = ""
    return {"name": name, "text": _CODES.sub("", text).strip(), "needs": needs}


def _number(text: str, field: str, faults: list[Fault]) -> str:
    words = half_width(text).strip().removesuffix("分").strip()
    if not words:
        return "0"
    try:
        return plain(to_hundredths(words))
    except ValueError:
        faults.append((field, f"「{text}」不是分值"))
        return "0"


def _pairs(text: str, what: str, faults: list[Fault]) -> list[tuple[str, str]]:
    found = []
    for part in filter(None, (p.strip() for p in _BETWEEN.split(text))):
        numbers = _NUMBER.findall(half_width(part))
        if len(numbers) == 2:
            found.append((numbers[0], numbers[1]))
        else:
            faults.append(("steps", f"{what}「{part}」请写成 95→3"))
    return found


def _texts(text: str, faults: list[Fault]) -> list[tuple[str, str]]:
    found = []
    for part in filter(None, (p.strip() for p in _BETWEEN.split(text))):
        pieces = _ARROW.split(part)
        if len(pieces) == 2 and pieces[0]:
            found.append((pieces[0], pieces[1]))
        else:
            faults.append(("steps", f"「{part}」请写成 情形→扣分"))
    return found


def _grades(text: str) -> list[dict[str, str]]:
    found = []
    for part in filter(None, (p.strip() for p in _BETWEEN.split(text))):
        pieces = _ARROW.split(part)
        if len(pieces) != 2 or not _NUMBER.fullmatch(half_width(pieces[0])):
            raise UserError("RUBRIC", f"等次「{part}」请写成 80→达标。")
        found.append({"least": half_width(pieces[0]), "name": pieces[1]})
    return found


def _most(items: Sequence[Mapping[str, Any]]) -> int:
    """The points of all items that one sort of union is asked."""
    totals = [
        sum(to_hundredths(str(i["points"])) for i in items if letter in i["objects"])
        for letter in "GLT"
    ]
    return max(totals, default=0)

"""What a new workspace begins with: from a code of the national divisions and a kind of office to
the arguments of the act that opens it. Shared by the first-run wizard and the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.base.errors import UserError
from app.divisions import Division, Divisions, Level

from .acts import NewPlace, open_office

OPEN = open_office

_LEVELS: dict[str, tuple[Level, ...]] = {
    "county": (Level.COUNTY, Level.CITY),
    "township": (Level.TOWNSHIP,),
    "subdistrict": (Level.TOWNSHIP,),
    "zone": (Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE),
    "federation": (Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE),
    "village": (Level.VILLAGE,),
    "enterprise": (Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE),
}
_WORDS = {
    Level.PROVINCE: "省级", Level.CITY: "地市级", Level.COUNTY: "县级", Level.TOWNSHIP: "乡级",
    Level.VILLAGE: "村级",
}  # fmt: skip
_ENDINGS = {
    "county": "总工会",
    "township": "总工会",
    "subdistrict": "总工会",
    "zone": "园区总工会",
    "federation": "工会联合会",
    "village": "工会联合会",
    "enterprise": "企业工会委员会",
}
_TAILS = ("工会工作委员会", "工会联合会", "联合工会委员会", "工会委员会", "总工会", "工会")


def without_ending(name: str) -> str:
    """The name of a union without 总工会, 工会委员会 and the like: mostly that of its place."""
    for tail in _TAILS:
        if name.endswith(tail) and name != tail:
            return name.removesuffix(tail)
    return name


def usual_name(division: Division, kind: str) -> str:
    """The name an office of this kind at this place usually has."""
    if kind == "zone" and division.kind == "park":
        return f"{division.short_name}总工会"
    return division.short_name + _ENDINGS[kind]


def usual_kind(division: Division) -> str:
    """The kind of office that usually sits at such a place."""
    if division.level is Level.VILLAGE:
        return "village"
    if division.level is not Level.TOWNSHIP:
        return "county"
    return {"subdistrict": "subdistrict", "park": "zone"}.get(division.kind, "township")


def fits(division: Division, kind: str) -> None:
    """Refuse a place that offices of this kind do not have.

    Raises:
        UserError: DIVISION_LEVEL.
    """
    if division.level not in _LEVELS[kind]:
        wanted = "、".join(_WORDS[level] for level in _LEVELS[kind])
        raise UserError(
            "DIVISION_LEVEL",
            f"「{division.full_name}」是{_WORDS[division.level]}区划，"
            f"这类单位要用{wanted}区划的代码。",
            "请换一个代码，或换一种单位类型。",
        )


def plan(
    *,
    division: str,
    kind: str,
    opening: date,
    name: str | None = None,
    villages: bool = False,
    divisions: Divisions | None = None,
) -> dict[str, Any]:
    """Keyword arguments for ``OPEN``.

    Args:
        division: code of the office's place; for a zone, federation or enterprise of the place it
            lies in.
        kind: office_kind of the glossary.
        opening: 启用日.
        name: of the office's own union; None: the usual one.
        villages: make the villages and communities below as places (never as unions).
        divisions: the directory, if the caller has one open.

    Raises:
        UserError: NO_DIVISION, DIVISION_LEVEL.
    """
    directory = divisions or Divisions()
    try:
        own = directory.get(division)
        if own is None:
            raise UserError(
                "NO_DIVISION",
                f"没有代码为「{division}」的区划。",
                "请核对统计用区划代码（乡镇9位、村12位，后面补零的也可以）。",
            )
        fits(own, kind)
        places = [NewPlace(own.code, own.short_name, own.kind)]
        if villages or kind == "county":
            places += _below(directory, own, villages=villages)
    finally:
        if divisions is None:
            directory.close()
    name = (name or "").strip() or usual_name(own, kind)
    return {
        "kind": kind,
        "name": name,
        "opening": opening,
        "places": places,
        "own_place": _own_place(own, kind, name),
    }


def _below(directory: Divisions, own: Division, *, villages: bool) -> list[NewPlace]:
    return [
        NewPlace(d.code, d.short_name, d.kind, d.parent)
        for d in directory.below(own.code)
        if villages or d.level < Level.VILLAGE
    ]


def _own_place(own: Division, kind: str, name: str) -> NewPlace | None:
    """A park that is no division itself becomes a place of the office's own."""
    if kind not in ("zone", "federation") or own.kind == "park":
        return None
    name = without_ending(name)
    return None if name in own.path else NewPlace("", name, "park")

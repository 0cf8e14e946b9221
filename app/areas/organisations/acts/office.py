"""The act that makes a new workspace this office's: kind, opening day, place, its own union."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.errors import UserError
from app.store.notes import set_setting
from app.store.system import SETTING
from app.store.work import Work, act

from .places import add_place
from .unions import record_union

ROOTS: dict[str, dict[str, str | None]] = {
    "township": {"type": None, "form": "general_union", "level": "dual"},
    "subdistrict": {"type": None, "form": "general_union", "level": "dual"},
    "zone": {"type": None, "form": "general_union", "level": "dual"},
    "county": {"type": None, "form": "general_union", "level": "local"},
    "federation": {"type": "regional_federation", "form": "federation", "level": "primary"},
    "village": {"type": "joint", "form": "joint_committee", "level": "primary"},
    "enterprise": {"type": "single", "form": "committee", "level": "primary"},
}
"""Type, form and level of the office's own union, by kind of office (glossary)."""


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to make: ``code`` from the national divisions, ``upper`` the code above it."""

    code: str
    name: str
    kind: str
    upper: str | None = None


@act("organisations.open_office", "开启工作库", undo=False, why_not="本单位已经设立。")
def open_office(
    work: Work,
    /,
    *,
    kind: str,
    name: str,
    opening: date,
    places: Iterable[NewPlace],
    own_place: NewPlace | None = None,
) -> dict[str, Any]:
    """Set up this workspace for an office.

    Args:
        kind: office_kind of the glossary.
        name: name of the office's own union.
        opening: 启用日, the day the records begin.
        places: the national divisions to make, upper ones first; the first is the office's.
        own_place: the office's own place inside the first (a park), for zone and federation.

    Returns:
        ``root`` and ``root_place`` ids, counts of ``places`` and ``unions``.
    """
    if work.rows(select(SETTING.c.id).where(SETTING.c.key == "root")):
        raise UserError("OPENED", "这个工作库已经设立了本单位。")
    made: dict[str, str] = {}
    first = ""
    for place in places:
        made[place.code] = add_place(
            work,
            name=place.name,
            kind=place.kind,
            code=place.code,
            upper_id=made.get(place.upper or ""),
        )
        first = first or made[place.code]
    division = next(iter(made), "")
    if own_place is not None:
        first = add_place(work, name=own_place.name, kind=own_place.kind, upper_id=first)
    root_of = ROOTS[kind]
    root = record_union(
        work,
        name=name,
        upper_id=None,
        type=root_of["type"],
        form=root_of["form"],
        level=str(root_of["level"]),
        place_id=first or None,
    )
    for key, value in (
        ("office_kind", kind),
        ("office_name", name),
        ("division", division),
        ("opening", opening.isoformat()),
        ("root", root),
        ("root_place", first),
    ):
        set_setting(work, key=key, value=value)
    return {"root": root, "root_place": first, "places": len(made), "unions": 1}

"""Who is due at a congress, proposed from the register: the delegates in office, or everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.areas.members.page.maker import Maker
from app.base.area import Area
from app.base.days import Period
from app.desk.form_spec import Values
from app.figures.engine import evaluate
from app.figures.registry import Scope
from app.paper.asking import registry_of

from ..lists.attending import delegates_of, delegation_in_office
from ..rules.meetings import MEMBERS

_EVERYBODY = {True: "J206", False: "J201"}
"""Members at a 会员大会, workers at a 职工大会."""


@dataclass(frozen=True, slots=True)
class CongressMaker(Maker):
    """Makes fields, and knows the house: ``areas`` bring the figures."""

    areas: tuple[Area, ...] = ()


def attending(areas: tuple[Area, ...], reader: Any, values: Values) -> dict[str, Any]:
    """The 届 of delegates in office and their number; at an assembly the members (workers) of the
    union on the day. What nobody knows stays empty.

    Args:
        values: ``union_id``, ``kind``, ``form``, ``held_on`` or ``planned_on``.
    """
    union, kind, day = values.get("union_id"), values.get("kind"), _day(values)
    if not union or not kind or day is None:
        return {}
    if values.get("form") == "delegates":
        found = delegation_in_office(reader, str(union), str(kind), day)
        if found is None:
            return {"delegation_id": None, "due": None}
        key, title = found
        return {"delegation_id": (key, title), "due": delegates_of(reader, key, day)}
    code = _EVERYBODY[kind == MEMBERS]
    scope = Scope(day, Period(day, day), str(union))
    due = evaluate(reader, registry_of(areas), [code], scope)[code].value
    return {"delegation_id": None, "due": due}


def due_of(reader: Any, delegation: str) -> dict[str, Any]:
    """The number of delegates of a 届 that was chosen."""
    return {"due": delegates_of(reader, delegation)}


def _day(values: Values) -> Any:
    return values.get("held_on") or values.get("planned_on")

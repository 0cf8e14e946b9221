"""What belongs on an upper platform, in our words: members and unions of a day, and those that the
platform was sent and that are gone since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from app.areas.organisations.lists import UNIONS
from app.areas.organisations.sheet.export import union_values
from app.areas.organisations.sheet.kinds import HEAD_CODES
from app.base.area import Area, gather
from app.base.codes import code_list
from app.base.days import chinese
from app.base.lists import View

from ..lists.platforms import Ended, Platform, ended, erased, headcounts
from ..lists.snapshot import below
from .export import member_values
from .fields import word_of

Areas = tuple[Area, ...]

_BEGAN = {"transferred_in": "transferred_in", "restored": "restored", "returned": "restored"}
"""How a membership began → 会籍变化类型; all others joined."""
CHANGE = {"members": "change_type", "organisations": "status"}
"""The field of a template that can say that a record is gone."""


def records(
    conn: Any, made: Platform, day: date, unit: str | None = None, areas: Areas = ()
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every record that belongs on the platform, with our fields as words (id, values).

    Args:
        areas: all of the house: what they record of unions goes up with these.
    """
    if made.kind == "organisations":
        view = View(day, unit=unit)
        yield from _unions(conn, list(UNIONS.ids(conn, view)), view, areas)
        return
    unions = below(conn, unit, day) if unit is not None else None
    nobody = erased(conn)
    for values in member_values(conn, day, unions, also=("id", "began", "m_since")):
        if values["id"] not in nobody:
            yield values["id"], _with_change(values)


def _unions(
    conn: Any, ids: list[str], view: View, areas: Areas
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Unions, their people as the figures of the program count them, with what higher areas
    record of them."""
    heads = [row for row in union_values(conn, ids, view) if "upper" in row and "place" in row]
    counted = headcounts(conn, view.day)
    beside = [part(conn, ids, view.day) for part in gather(areas, "of_unions")]
    for union, values in zip(ids, heads, strict=True):
        own = counted.get(union, {})
        numbers = {key: own[code] for key, code in HEAD_CODES.items() if own.get(code) is not None}
        more = {key: value for told in beside for key, value in told.get(union, {}).items()}
        yield union, {**values, **numbers, **more}


def _with_change(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """会籍变化 of a member: how and when she came."""
    if values.get("change_type"):
        return values
    since = values["m_since"]
    came = _BEGAN.get(values["began"], "joined")
    on = values["joined_on"] if came == "joined" else since or ""
    return {**values, "change_type": word_of("change_type", came), "change_on": on}


# -- gone since ------------------------------------------------------------------------------------


def gone(
    conn: Any,
    made: Platform,
    day: date,
    sent: set[str],
    unit: str | None = None,
    areas: Areas = (),
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Of the records that the platform has, those that are no members (or unions) any more: id,
    values as they were at last with the change, and what happened in words.

    Args:
        sent: records that went up and do not belong there today.
        unit: only who was in this union and those below it at last.
    """
    if made.kind == "organisations":
        view = View(day, unit=unit, filters={"status": ("dissolved",)})
        ids = [one for one in UNIONS.ids(conn, view) if one in sent]
        for union, values in _unions(conn, ids, view, areas):
            yield union, values, "已撤销"
        return
    inside = set(below(conn, unit, day)) if unit is not None else None
    by_day: dict[date, dict[str, Ended]] = {}
    for person, last in ended(conn, sent - erased(conn), day).items():
        if inside is None or last.union_id in inside:
            by_day.setdefault(last.until - timedelta(1), {})[person] = last
    for before, people in sorted(by_day.items()):
        unions = {one.union_id for one in people.values()}
        for values in member_values(conn, before, unions, also=("id",)):
            if values["id"] in people:
                last = people[values["id"]]
                yield values["id"], {**values, **_change(last)}, said_of(last)


def _change(last: Ended) -> dict[str, str]:
    known = last.ended in code_list("membership_change")
    return {
        "change_type": word_of("change_type", last.ended) if known else "",
        "change_on": last.until.isoformat(),
        "change_reason": word_of("change_reason", last.reason) if last.reason else "",
    }


def said_of(last: Ended) -> str:
    """What became of somebody who is no member any more: 「2026年2月1日退会」."""
    return f"{chinese(last.until)}{code_list('membership_ended').name_of(last.ended)}"

"""What the lists of the area share: filters and sorting as SQL, names of codes and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.base.codes import code_list
from app.base.lists import Choice, Filter, Status, Tone, View
from app.base.text import rate
from app.store.meta import on_day

from ..records import PLACE_SPELL, READING
from .names import CHUNK, names_of


def name_of(list_name: str, code: str | None) -> str:
    """A code's word; empty for no code, the code itself for an unknown one."""
    if not code:
        return ""
    entry = code_list(list_name).get(code)
    return entry.name if entry else code


def choices(list_name: str) -> tuple[Choice, ...]:
    """A code list as choices."""
    return tuple(Choice(e.code, e.name, e.note, "".join(e.aliases)) for e in code_list(list_name))


def code_filter(key: str, title: str, list_name: str) -> Filter:
    """A filter over a code list."""
    return Filter(key, title, choices(list_name), many=True)


def chosen(view: View, key: str) -> tuple[str, ...]:
    """The keys chosen in a filter."""
    value = view.filters.get(key)
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def narrowed(
    query: Select[Any], view: View, columns: Mapping[str, Any], text_columns: Iterable[Any]
) -> Select[Any]:
    """The query with the view's filters and its searched text (literally, no wildcards)."""
    for key, column in columns.items():
        keys = chosen(view, key)
        if keys:
            query = query.where(column.in_(keys))
    for word in view.text.split():
        hit = None
        for column in text_columns:
            found = func.instr(func.lower(column), word.lower()) > 0
            hit = found if hit is None else hit | found
        if hit is not None:
            query = query.where(hit)
    return query


def ordered(
    query: Select[Any], view: View, columns: Mapping[str, Any], default: Sequence[Any]
) -> Select[Any]:
    """The query in the view's order, empty values last; the id ends every order."""
    for key, descending in view.sort:
        column = columns.get(key)
        if column is not None:
            query = query.order_by(column.is_(None), column.desc() if descending else column.asc())
    return query.order_by(*default)


def by_ids(
    connection: Connection, query: Select[Any], column: Any, ids: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    """Rows by id, in chunks."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(ids), CHUNK):
        part = query.where(column.in_(ids[start : start + CHUNK]))
        for row in connection.execute(part).mappings():
            found[row["id"]] = dict(row)
    return found


def place_names(connection: Connection, day: date) -> dict[str, str]:
    """Names of all places on a day."""
    rows = connection.execute(
        select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.name).where(on_day(PLACE_SPELL, day))
    )
    return {row.place_id: row.name for row in rows}


def union_names(connection: Connection, day: date, ids: Iterable[str | None]) -> dict[str, str]:
    """Names of unions on a day, of those that are gone their last ones."""
    return names_of(connection, "union", ids, day)


def employer_names(connection: Connection, day: date, ids: Iterable[str | None]) -> dict[str, str]:
    """Names of employers on a day, of those that are gone their last ones."""
    return names_of(connection, "employer", ids, day)


def readings_of(
    connection: Connection, owner: str, ids: Sequence[str], day: date
) -> dict[str, dict[str, int]]:
    """Per owner the newest reading of each code not later than the day."""
    column = READING.c[owner]
    found: dict[str, dict[str, int]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = connection.execute(
            select(column.label("owner"), READING.c.code, READING.c.value)
            .where(column.in_(ids[start : start + CHUNK]), READING.c.on_day <= day)
            .order_by(READING.c.on_day)
        )
        for row in rows:
            found.setdefault(row.owner, {})[row.code] = row.value
    return found


UNION_STATUS = {"active": Tone.GOOD, "preparing": Tone.INFO, "dissolved": Tone.IDLE}
EMPLOYER_STATUS = {
    "active": Tone.GOOD,
    "suspended": Tone.WARN,
    "moved_out": Tone.IDLE,
    "revoked": Tone.BAD,
    "deregistered": Tone.IDLE,
}
COVERED_TONE = {
    "single": Tone.GOOD,
    "joint": Tone.GOOD,
    "federation": Tone.GOOD,
    "none": Tone.WARN,
}


def covered_how(union_type: str | None, union_id: str | None) -> str:
    """How an employer is covered: ``single``, ``joint``, ``federation`` or ``none``."""
    if union_id is None:
        return "none"
    return {"single": "single", "joint": "joint"}.get(union_type or "", "federation")


def covered_status(how: str) -> Status:
    """The chip for how an employer is covered."""
    return Status(name_of("coverage_shown", how), COVERED_TONE[how])


def rate_of(members: int | None, workers: int | None) -> str:
    """入会率 as printed; empty where one of the two is not known."""
    return "" if members is None or workers is None else rate(members, workers)

"""What an upper platform's sheet of unions asks of terms, bodies and titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.areas.organisations.records import UNION
from app.base.codes import code_list
from app.base.days import add_years
from app.store.meta import on_day

from ..bases import HOME, HOME_LEVELS
from ..records import BODY, HONOUR
from .common import due_on, held, term_of, term_since

_COUNTED = {"branch": "branches", "group": "groups"}
"""Kind of an inner body → the field of the sheet that counts it."""
_LONGEST = 10
"""No term is longer, in years; what seems so has a mistyped day."""


def of_unions(conn: Connection, ids: Iterable[str], day: date) -> dict[str, dict[str, Any]]:
    """Union → field of ``resources/sheets/platform_unions.toml`` → what is recorded on the day, as
    words or a number. What nobody has recorded is not there."""
    every = list(ids)
    found: dict[str, dict[str, Any]] = {one: {} for one in every}
    query = select(
        UNION.c.id,
        term_of(day, "ordinal").label("ordinal"),
        term_of(day, "years").label("years"),
        term_since(day).label("since"),
        due_on(day).label("due"),
    )
    for part in held(query, UNION.c.id, every):
        for row in conn.execute(part):
            years = row.years or _years_between(row.since, row.due)
            said = {"ordinal": row.ordinal, "term_years": _in_words(years)}
            found[row.id] |= {key: value for key, value in said.items() if value}
    _count_bodies(conn, found, day)
    _add_titles(conn, found, day)
    return found


def _years_between(since: date | None, due: date | None) -> int | None:
    """Whole years of a term, whose last day or the day after it is written down."""
    if since is None or due is None:
        return None
    return next(
        (n for n in range(1, _LONGEST + 1) if 0 <= (add_years(since, n) - due).days <= 1), None
    )


def _in_words(years: int | None) -> str:
    if not years:
        return ""
    known = code_list("term_years").get(str(years))
    return known.name if known else f"{years}年"


def _count_bodies(conn: Connection, found: Mapping[str, dict[str, Any]], day: date) -> None:
    query = (
        select(BODY.c.union_id, BODY.c.kind, func.count().label("n"))
        .where(BODY.c.kind.in_(_COUNTED), on_day(BODY, day))
        .group_by(BODY.c.union_id, BODY.c.kind)
    )
    for part in held(query, BODY.c.union_id, found):
        for row in conn.execute(part):
            found[row.union_id][_COUNTED[row.kind]] = row.n


def _add_titles(conn: Connection, found: Mapping[str, dict[str, Any]], day: date) -> None:
    """The highest level, as the figure J409 takes it."""
    query = select(HONOUR.c.union_id, HONOUR.c.level).where(
        func.instr(HONOUR.c.title, HOME) > 0,
        HONOUR.c.level.in_(HOME_LEVELS),
        or_(HONOUR.c.on_day.is_(None), HONOUR.c.on_day <= day),
    )
    best: dict[str, str] = {}
    for part in held(query, HONOUR.c.union_id, found):
        for union, level in conn.execute(part):
            best[union] = min(best.get(union, level), level, key=HOME_LEVELS.index)
    for union, level in best.items():
        found[union]["home_level"] = code_list("honour_level").name_of(level)

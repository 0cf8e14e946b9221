"""What the register knows of the act that a paper about a union is about: 更名, 合并, 撤销, 建会.

The act may be done before its paper is written or after it. Done, its day, names and documents are
taken from it, and the union is looked at as it was on the day before; not done yet, the clerk types
what is planned (``asks`` of the text).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import employer_names, union_names
from app.areas.organisations.lists.detail import coverage_of, spells_of
from app.areas.organisations.records import MERGED, UNION, UNION_SPELL
from app.base.days import add_months

from ..records import OFFICIAL_PAPER
from ..rules.papers import Text, texts_of

Values = dict[str, str | None]
_FEW = 3
"""So many employers are named in a text; of more it says how many there are."""


def act_of(conn: Connection, one: Text, union_id: str, day: date) -> tuple[date, Values]:
    """The day on which the union is looked at, and the fields that the act fills."""
    since = add_months(day, -one.months) if one.months else day
    rows = spells_of(conn, UNION_SPELL, "union_id", union_id)
    rows = sorted(rows, key=lambda r: r["since"] or date.min)
    made = {"rename": _renamed, "merge": _merged, "dissolve": _dissolved, "founding": _founding}
    when, values = day, Values()
    if one.matter in made:
        when, values = made[one.matter](conn, union_id, rows, since, day)
    if "request_no" in one.asks:
        values["request_no"] = _request(conn, one, union_id)
    return when, values


def _renamed(
    conn: Connection, union_id: str, rows: Sequence[Mapping[str, Any]], since: date, day: date
) -> tuple[date, Values]:
    """Old and new name of the last change; before one, the present name."""
    changes = [
        (old["name"], new["name"], new["since"])
        for old, new in pairwise(rows)
        if old["name"] != new["name"] and new["since"] > since
    ]
    if not changes:
        return day, {"old_name": union_names(conn, day, [union_id]).get(union_id)}
    old, new, on = changes[-1]
    return min(day, _before(on)), {"old_name": old, "new_name": new}


def _ended(rows: Sequence[Mapping[str, Any]], since: date) -> date | None:
    """Since when the union is dissolved, if that is the act the paper is about."""
    last = rows[-1] if rows else None
    if last is None or last["status"] != "dissolved" or last["since"] is None:
        return None
    begun = next(
        row["since"]
        for n, row in enumerate(rows)
        if all(later["status"] == "dissolved" for later in rows[n:])
    )
    return begun if begun is not None and begun > since else None


def _merged(
    conn: Connection, union_id: str, rows: Sequence[Mapping[str, Any]], since: date, day: date
) -> tuple[date, Values]:
    """Into which union this one has gone, or which have come to it."""
    on = _ended(rows, since)
    into = _union(conn, union_id)
    if on is not None and into["members_to"] == MERGED and into["assets_to_id"]:
        other = into["assets_to_id"]
        return min(day, _before(on)), {"other": union_names(conn, day, [other]).get(other)}
    query = select(UNION.c.id).where(UNION.c.assets_to_id == union_id, UNION.c.members_to == MERGED)
    came = {}
    for one in conn.execute(query).scalars():
        own = sorted(
            spells_of(conn, UNION_SPELL, "union_id", one), key=lambda r: r["since"] or date.min
        )
        if (gone := _ended(own, since)) is not None:
            came[one] = gone
    if not came:
        return day, {}
    when = min(day, _before(min(came.values())))
    names = union_names(conn, when, came)
    return when, {"other": "、".join(names[one] for one in sorted(came, key=lambda u: came[u]))}


def _dissolved(
    conn: Connection, union_id: str, rows: Sequence[Mapping[str, Any]], since: date, day: date
) -> tuple[date, Values]:
    """Where members and assets have gone."""
    on = _ended(rows, since)
    if on is None:
        return day, {}
    row = _union(conn, union_id)
    to = row["assets_to_id"]
    names = union_names(conn, day, [to])
    return min(day, _before(on)), {"members_to": row["members_to"], "assets_to": names.get(to)}


def _founding(
    conn: Connection, union_id: str, rows: Sequence[Mapping[str, Any]], since: date, day: date
) -> tuple[date, Values]:
    """Which employers found it."""
    del rows, since
    open_ = [
        row["employer_id"]
        for row in coverage_of(conn, union_id=union_id)
        if row["kind"] == "found" and row["until"] is None
    ]
    names = [*employer_names(conn, day, open_).values()]
    if not names:
        return day, {}
    few = "、".join(names[:_FEW])
    more = f"{few}等{len(names)}家单位" if len(names) > _FEW else few
    return day, {"covered_text": f"建会单位为{more}。"}


def _request(conn: Connection, one: Text, union_id: str) -> str | None:
    """文号 of the union's request in this matter, where it is in the register."""
    keys = [other.key for other in texts_of(one.matter) if other.kind == "request"]
    row = OFFICIAL_PAPER.c
    query = (
        select(row.doc_no)
        .where(row.subject == union_id, row.subject_kind.in_(keys), row.doc_no.is_not(None))
        .order_by(row.signed_on.desc(), row.id.desc())
        .limit(1)
    )
    found = conn.execute(query).scalar()
    return None if found is None else str(found)


def _union(conn: Connection, union_id: str) -> Mapping[Any, Any]:
    return conn.execute(select(UNION).where(UNION.c.id == union_id)).mappings().one()


def _before(day: date) -> date:
    return day - timedelta(days=1)

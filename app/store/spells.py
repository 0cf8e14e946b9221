"""Dated fields: what changes from a day on (变更), and what was always wrong (更正).

The spells of one owner follow each other without a gap; each row carries all dated fields. A
change splits the spell that holds on its day; a later spell that merely inherited the old value
follows, one that set its own value stays, so that an act may be dated before later ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Table, select

from app.base.days import Span, chinese
from app.base.errors import UserError

from .work import Work

FIXED = ("id", "rev", "since", "until")


def owner_column(table: Table) -> str:
    """The column that names the owner of a spell table."""
    for index in table.indexes:
        if index.name and str(index.name).endswith("_spell"):
            return str(next(iter(index.columns)).name)
    raise LookupError(table.name)


def spells(work: Work, table: Table, owner: str) -> list[RowMapping]:
    """All spells of an owner, oldest first."""
    column = table.c[owner_column(table)]
    return list(work.rows(select(table).where(column == owner).order_by(table.c.since)))


def spell_on(work: Work, table: Table, owner: str, day: date) -> RowMapping:
    """The spell that holds on a day.

    Raises:
        UserError: NO_SPELL: the owner does not exist on that day.
    """
    for row in spells(work, table, owner):
        if Span(row["since"], row["until"]).covers(day):
            return row
    raise UserError(
        "NO_SPELL",
        f"{chinese(day)}这一天还没有（或已经没有）这条{table.info['title']}。",
        "请换一个日期，或先补录更早的情况。",
    )


def first(work: Work, table: Table, owner: str) -> RowMapping:
    """The oldest spell."""
    return _all(work, table, owner)[0]


def latest(work: Work, table: Table, owner: str) -> RowMapping:
    """The newest spell."""
    return _all(work, table, owner)[-1]


def _all(work: Work, table: Table, owner: str) -> list[RowMapping]:
    rows = spells(work, table, owner)
    if not rows:
        raise UserError("NOT_FOUND", f"找不到这条{table.info['title']}记录。", "请刷新后再试。")
    return rows


def start(
    work: Work, table: Table, owner: str, *, since: date | None, values: Mapping[str, Any]
) -> str:
    """The first spell of an owner."""
    return work.insert(table, **{owner_column(table): owner}, since=since, until=None, **values)


def change_from(
    work: Work,
    table: Table,
    owner: str,
    *,
    since: date,
    values: Mapping[str, Any],
    doc_no: str | None = None,
) -> None:
    """变更: from ``since`` on these fields have these values."""
    row = spell_on(work, table, owner, since)
    differing = {k: v for k, v in values.items() if row[k] != v}
    if not differing:
        return
    later = [s for s in spells(work, table, owner) if (s["since"] or date.min) > since]
    old = {k: row[k] for k in differing}
    if row["since"] == since:
        work.update(table, row["id"], **differing, **_doc(row["doc_no"], doc_no))
    else:
        work.update(table, row["id"], until=since)
        fresh = {k: v for k, v in row.items() if k not in FIXED}
        work.insert(
            table, **{**fresh, **differing, "doc_no": doc_no}, since=since, until=row["until"]
        )
    _carry_on(work, table, later, old, differing)


def correct(work: Work, table: Table, owner: str, *, day: date, values: Mapping[str, Any]) -> None:
    """更正: the value was wrong all along; spells before and after that share it are mended too."""
    row = spell_on(work, table, owner, day)
    differing = {k: v for k, v in values.items() if row[k] != v}
    if not differing:
        return
    old = {k: row[k] for k in differing}
    every = spells(work, table, owner)
    place = [s["id"] for s in every].index(row["id"])
    work.update(table, row["id"], **differing)
    _carry_on(work, table, every[place + 1 :], old, differing)
    _carry_on(work, table, every[:place][::-1], old, differing)


def correct_start(work: Work, table: Table, owner: str, since: date | None) -> None:
    """更正 of the very first day of an owner."""
    oldest = first(work, table, owner)
    if oldest["until"] is not None and since is not None and since >= oldest["until"]:
        raise UserError(
            "NO_SPELL",
            f"开始日期不能晚于{chinese(oldest['until'])}：那一天已有变更。",
            "请先更正那次变更的日期。",
        )
    work.update(table, oldest["id"], since=since)


def end(work: Work, table: Table, owner: str, *, on: date) -> None:
    """The owner's last spell ends: who ends on day D is not there on D."""
    row = latest(work, table, owner)
    if row["until"] is not None:
        raise UserError("ENDED", f"这条{table.info['title']}已经终止。")
    if row["since"] is not None and on <= row["since"]:
        raise UserError(
            "NO_SPELL",
            f"终止日期不能早于或等于{chinese(row['since'])}：那一天它才开始或刚有变更。",
            "请换一个日期，或先撤销后来的变更。",
        )
    work.update(table, row["id"], until=on)


def _doc(old: str | None, new: str | None) -> dict[str, str]:
    if not new or new == old:
        return {}
    return {"doc_no": f"{old}；{new}" if old else new}


def _carry_on(
    work: Work,
    table: Table,
    following: list[RowMapping],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    live = set(new)
    for row in following:
        live = {k for k in live if row[k] == old[k]}
        if not live:
            break
        work.update(table, row["id"], **{k: new[k] for k in live})


def overlap(rows: list[RowMapping]) -> tuple[RowMapping, RowMapping] | None:
    """Two rows whose spans share a day, if any."""
    rows = sorted(rows, key=lambda r: r["since"] or date.min)
    for one, two in itertools.pairwise(rows):
        if Span(one["since"], one["until"]).overlaps(Span(two["since"], two["until"])):
            return one, two
    return None


def save(
    work: Work,
    record: str,
    change_act: Any,
    correct_act: Any,
    edit_act: Any,
    *,
    plain: Mapping[str, Any],
    dated: Mapping[str, Any],
    change: bool = False,
    since: date | None = None,
    doc_no: str | None = None,
) -> str:
    """What one form writes of a record: plain and dated fields as one entry of the log, named
    after what was done to the dated ones.

    Args:
        change_act, correct_act, edit_act: the area's acts of 变更, 更正 and for plain fields.
        change: the dated fields are 变更 from ``since`` on; else 更正 of what holds on ``since``
            (None: today).

    Raises:
        UserError: DATES without a day for a 变更.
    """
    if change and since is None:
        raise UserError("DATES", "请填写从哪一天起变更。")
    day = since or work.today
    if dated and change:
        work.rename_entry(change_act.title)
        change_act(work, record, since=day, doc_no=doc_no, **dated)
    elif dated:
        work.rename_entry(correct_act.title)
        correct_act(work, record, day=day, **dated)
    if plain:
        edit_act(work, record, **plain)
    return record

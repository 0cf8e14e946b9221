"""Acts on places: the divisions below the office and the office's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.errors import UserError
from app.base.text import tidy
from app.store import spells
from app.store.work import Work, act

from ..records import (
    EMPLOYER_SITE,
    EMPLOYER_SPELL,
    PLACE,
    PLACE_SPELL,
    PLACE_SUCCESSION,
    UNION_SPELL,
)


def named(text: str, what: str) -> str:
    """A name as it is stored; refuses an empty one."""
    name = tidy(text)
    if not name:
        raise UserError("NAME_EMPTY", f"{what}不能为空。", f"请填写{what}。")
    return name


@act("organisations.add_place", "新增地点")
def add_place(
    work: Work,
    /,
    *,
    name: str,
    kind: str,
    upper_id: str | None = None,
    code: str | None = None,
    since: date | None = None,
    doc_no: str | None = None,
    note: str | None = None,
) -> str:
    """A place: a national division (with its code) or one of the office's own."""
    place = work.insert(PLACE, origin="national" if code else "own", note=note)
    values: dict[str, Any] = {
        "name": named(name, "地点名称"),
        "kind": kind,
        "code": code,
        "upper_id": upper_id,
        "doc_no": doc_no,
    }
    spells.start(work, PLACE_SPELL, place, since=since, values=values)
    return place


@act("organisations.change_place", "变更地点")
def change_place(
    work: Work, /, place_id: str, *, since: date, doc_no: str | None = None, **values: Any
) -> None:
    """From a day on a place has another name, code, kind or upper place."""
    spells.change_from(
        work, PLACE_SPELL, place_id, since=since, values=_clean(values), doc_no=doc_no
    )


@act("organisations.correct_place", "更正地点")
def correct_place(work: Work, /, place_id: str, *, day: date, **values: Any) -> None:
    """What was always wrong about a place."""
    spells.correct(work, PLACE_SPELL, place_id, day=day, values=_clean(values))


@act("organisations.close_place", "撤销地点")
def close_place(work: Work, /, place_id: str, *, on: date) -> None:
    """A place ends; whatever still lies there must be moved first.

    Raises:
        UserError: PLACE_USED, naming one union, employer or place that is still there.
    """
    used = (
        (UNION_SPELL, UNION_SPELL.c.place_id, "工会"),
        (EMPLOYER_SPELL, EMPLOYER_SPELL.c.place_id, "单位"),
        (PLACE_SPELL, PLACE_SPELL.c.upper_id, "下级地点"),
    )
    for table, column, what in used:
        query = select(table.c.name).where(column == place_id, table.c.until.is_(None)).limit(1)
        for row in work.rows(query):
            raise UserError(
                "PLACE_USED",
                f"这个地点还有{what}「{row['name']}」，不能撤销。",
                f"请先把{what}改到别的地点，或者用「合并地点」。",
            )
    spells.end(work, PLACE_SPELL, place_id, on=on)


@act("organisations.merge_places", "合并地点")
def merge_places(
    work: Work, /, place_id: str, *, into: str, on: date, doc_no: str | None = None
) -> None:
    """One place becomes part of another: everything there is there from ``on`` on."""
    if place_id == into:
        raise UserError("SAME", "不能把一个地点并入它自己。")
    for table in (UNION_SPELL, EMPLOYER_SPELL):
        owner = spells.owner_column(table)
        rows = work.rows(
            select(table.c[owner]).where(table.c.place_id == place_id, table.c.until.is_(None))
        )
        for row in rows:
            spells.change_from(
                work, table, row[owner], since=on, values={"place_id": into}, doc_no=doc_no
            )
    below = work.rows(
        select(PLACE_SPELL.c.place_id).where(
            PLACE_SPELL.c.upper_id == place_id, PLACE_SPELL.c.until.is_(None)
        )
    )
    above = spells.latest(work, PLACE_SPELL, place_id)["upper_id"]
    for row in below:
        upper = above if row["place_id"] == into else into
        spells.change_from(
            work, PLACE_SPELL, row["place_id"], since=on, values={"upper_id": upper}, doc_no=doc_no
        )
    for row in work.rows(select(EMPLOYER_SITE.c.id).where(EMPLOYER_SITE.c.place_id == place_id)):
        work.update(EMPLOYER_SITE, row["id"], place_id=into)
    work.insert(
        PLACE_SUCCESSION,
        place_id=place_id,
        successor_id=into,
        on_day=on,
        how="merged",
        doc_no=doc_no,
    )
    spells.end(work, PLACE_SPELL, place_id, on=on)


@act("organisations.edit_place", "编辑地点备注")
def edit_place(work: Work, /, place_id: str, *, note: str | None) -> None:
    """The note of a place."""
    work.update(PLACE, place_id, note=note)


@act("organisations.delete_place", "删除误录地点")
def delete_place(work: Work, /, place_id: str) -> None:
    """Remove a place entered by mistake; refused if anything refers to it."""
    from .common import refuse_if_referred

    rows = spells.spells(work, PLACE_SPELL, place_id)
    refuse_if_referred(work, PLACE, place_id, {r["id"] for r in rows})
    for row in rows:
        work.delete(PLACE_SPELL, row["id"])
    work.delete(PLACE, place_id)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    if "name" in values:
        values["name"] = named(values["name"], "地点名称")
    return values

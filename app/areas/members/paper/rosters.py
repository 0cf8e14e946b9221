"""Lists of members on paper: roster, sign-in sheet, sheet to sign for what was handed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.base.days import chinese
from app.base.lists import View, mask, written
from app.paper.lists import list_document
from app.paper.model import Align, Column, Document
from app.paper.packed import Row, packed
from app.paper.reports import Ask, texts

from ..lists import MEMBERS

_FORMS = "member_forms"
_PAGE = 500
_EMPTY = 25
"""Rows of a sheet for nobody in particular."""
CENTRE = Align.CENTRE
_SIGN, _DATE = "　" * 9, "　" * 5
"""Room to write into by hand: a column of nothing would give its width to its neighbours."""


def _members(ask: Ask) -> Iterator[Mapping[str, Any]]:
    """The members of the unit on the day, or those of ``--option id=`` (empty: nobody), a few at a
    time."""
    view = View(ask.scope.day, unit=ask.scope.unit, filters={"status": ("active",)})
    chosen = [one for one in ask.options.get("id", "").split(",") if one]
    ids = chosen if "id" in ask.options else MEMBERS.ids(ask.conn, view)
    for start in range(0, len(ids), _PAGE):
        yield from MEMBERS.rows(ask.conn, [ids[k] for k in _range(start, len(ids))], view)


def _range(start: int, whole: int) -> range:
    return range(start, min(start + _PAGE, whole))


def _title(ask: Ask, default: str) -> str:
    return ask.options.get("title") or f"{ask.office}{default}"


def roster(ask: Ask) -> Document:
    """会员名册 as of the day, landscape, numbers masked."""
    rows = packed(
        (
            row["name"],
            row["sex"],
            row["ethnicity"],
            row["birth_on"].isoformat()[:7] if row["birth_on"] else "",
            mask(row["number"] or ""),
            row["education"],
            row["political"],
            row["employment_form"],
            row["migrant"],
            row["union"],
            row["group_name"] or "",
            _day(row["joined_on"]),
            mask(row["phone"] or ""),
            "",
        )
        for row in _members(ask)
    )
    said = texts(_FORMS)["roster"]
    return list_document(
        _title(ask, said["title"]),
        _columns(said),
        rows,
        subtitle=f"（截至{chinese(ask.scope.day)}，共{len(rows)}人）",
        note=said["note"],
        office=ask.office,
        day=ask.scope.day.isoformat(),
        landscape=True,
    )


def sign_in(ask: Ask) -> Document:
    """签到表: name, unit, a place to sign."""
    said = texts(_FORMS)["sign_in"]
    rows = packed((r["name"], r["employer"] or "", r["union"], _SIGN, "") for r in _members(ask))
    return _to_sign(ask, said, rows)


def hand_out(ask: Ask) -> Document:
    """发放签收表 for 慰问 and festival goods: ``--option item=慰问品``, ``--option amount=1份``."""
    said = texts(_FORMS)["hand_out"]
    item = ask.options.get("item") or said["item"]
    amount = ask.options.get("amount") or said["amount"]
    rows = packed(
        (r["name"], r["employer"] or r["union"], item, amount, _SIGN, _DATE, _DATE)
        for r in _members(ask)
    )
    return _to_sign(ask, said, rows)


def _columns(said: Mapping[str, Any]) -> tuple[Column, ...]:
    """The heads with their shares of the width, as the texts say; True: in the centre."""
    return tuple(
        Column(head, share, CENTRE if centred else Align.LEFT)
        for head, share, centred in said["columns"]
    )


def _to_sign(ask: Ask, said: Mapping[str, Any], rows: Sequence[Row]) -> Document:
    people = f"（共{len(rows)}人）" if rows else ""
    if not rows:  # an empty sheet to fill in by hand
        rows = [("",) * len(said["columns"])] * _EMPTY
    return list_document(
        _title(ask, said["title"]),
        _columns(said),
        rows,
        subtitle=people,
        note=said["note"],
        office=ask.office,
        day=ask.scope.day.isoformat(),
        landscape=False,
    )


def _day(value: Any) -> str:
    return written(value) if value else ""

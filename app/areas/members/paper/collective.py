"""集体入会登记表: one register that everybody signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.base.lists import View, mask
from app.paper.model import Align, Block, Column, Document, Note, Paragraph, SealBox, Table, Title
from app.paper.reports import Ask, texts

from ..lists import APPLICATIONS, MEMBERS
from ..lists import forms as reading

_EMPTY = 20
"""Rows of a register for nobody in particular."""
_ROOM = "　\n　"
"""Two lines: room to sign."""


def collective(ask: Ask) -> Document:
    """集体入会登记表 of ``--option id=`` (applications or persons, with commas; or ``blank``), else
    of all applications that wait; numbers masked, a place to sign."""
    said = texts("member_campaign")["collective"]
    people = list(_people(ask))
    unions = {one["union"] for one in people if one["union"]}
    union = unions.pop() if len(unions) == 1 else said["union"]
    rows: list[tuple[Any, ...]] = [
        (
            number,
            one["name"],
            one["sex"],
            mask(one["number"]),
            mask(one["phone"]),
            one["employer"],
            _ROOM,
            "",
        )
        for number, one in enumerate(people, 1)
    ] or [(number, *[""] * 5, _ROOM, "") for number in range(1, _EMPTY + 1)]
    columns = (
        Column("序号", 0.6, Align.CENTRE),
        *(
            Column(head, share, Align.CENTRE if centred else Align.LEFT)
            for head, share, centred in said["columns"]
        ),
    )
    blocks: tuple[Block, ...] = (
        Title(said["title"], subtitle=f"（共{len(people)}人）" if people else ""),
        Paragraph(f"{union}：", indent=False),
        Paragraph(said["text"]),
        Table(columns, tuple(rows), size=10.5),
        Note(said["note"]),
        SealBox(((said["opinion"], (*said["lines"], said["seal"], said["date"])),)),
    )
    day = ask.scope.day.isoformat()
    return Document(said["title"], blocks, ask.office, day, landscape=True, digest=False)


def _people(ask: Ask) -> Iterator[Mapping[str, str]]:
    chosen = [one for one in ask.options.get("id", "").split(",") if one]
    if chosen == ["blank"]:
        return
    view = View(ask.scope.day, unit=ask.scope.unit)
    ids = chosen or list(APPLICATIONS.ids(ask.conn, view))
    rows = {str(row["id"]): row for row in APPLICATIONS.rows(ask.conn, ids, view)}
    members = MEMBERS.rows(ask.conn, [one for one in ids if one not in rows], view)
    known = {str(row["id"]): row for row in members}
    for one in ids:
        if one in rows:
            facts = reading.application_facts(ask.conn, one) or {}
            yield _line(rows[one], facts.get("sex", ""))
        elif one in known:
            yield _line(known[one], str(known[one]["sex"] or ""))


def _line(row: Mapping[str, Any], sex: str) -> dict[str, str]:
    keys = ("name", "number", "phone", "employer", "union")
    return {"sex": sex} | {key: str(row[key] or "") for key in keys}

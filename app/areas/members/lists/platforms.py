"""上级平台 as they are kept: their templates, what the columns mean, and what went up."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as made_field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.areas.organisations import bases as unions
from app.base.errors import UserError
from app.figures.registry import Scope
from app.store.work import in_parts

from ..bases import counted_heads
from ..records import IDENTITY, MEMBERSHIP, PERSON, PLATFORM, PLATFORM_MARK


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of a platform's template.

    Attributes:
        column: letter.
        header: as written.
        field: key of our field that goes into it; "" for none.
        constant: what stands in every row, where no field does.
        required: the platform wants it filled.
        form: ``text``, ``number``, ``day`` (a day of the spreadsheet), ``running`` (序号), or how a
            day is written (``yyyyMMdd``).
        options: the words of the template's drop-down, or the numbers its head explains.
        words: our word → the template's; "" where it has none.
    """

    column: str
    header: str
    field: str = ""
    constant: str = ""
    required: bool = False
    form: str = "text"
    options: tuple[str, ...] = ()
    words: Mapping[str, str] = made_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's template, mapped.

    Attributes:
        id: "" while it is not kept yet.
        kind: ``members`` or ``organisations``.
        file: name of the template's file; ``data``: the file as .xlsx.
        sheet, header_row, first_row, tail_row: where what stands (``sheets.blanks.Blank``).
        titles: texts above the head.
        columns: left to right.
        notes: what a person should know of the template.
    """

    id: str
    name: str
    kind: str
    file: str
    sheet: str
    header_row: int
    first_row: int
    tail_row: int
    columns: tuple[Mapped, ...]
    data: bytes
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    note: str = ""

    def layout(self) -> dict[str, Any]:
        """What the column ``layout`` of the record holds."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "rows": [self.header_row, self.first_row, self.tail_row],
            "columns": [asdict(column) for column in self.columns],
            "titles": list(self.titles),
            "notes": list(self.notes),
            "data": base64.b64encode(self.data).decode("ascii"),
        }


def platform(conn: Connection, platform_id: str) -> Platform:
    """A platform by its id.

    Raises:
        UserError: NOT_FOUND.
    """
    row = conn.execute(select(PLATFORM).where(PLATFORM.c.id == platform_id)).mappings().first()
    if row is None:
        raise UserError("NOT_FOUND", "找不到这个平台模板，它可能刚刚被删除。", "请刷新后再试。")
    layout = row["layout"]
    columns = tuple(
        Mapped(**{**column, "options": tuple(column["options"])}) for column in layout["columns"]
    )
    header_row, first_row, tail_row = layout["rows"]
    return Platform(
        row["id"],
        row["name"],
        row["kind"],
        layout["file"],
        layout["sheet"],
        header_row,
        first_row,
        tail_row,
        columns,
        base64.b64decode(layout["data"]),
        tuple(layout["titles"]),
        tuple(layout["notes"]),
        row["note"] or "",
    )


def platforms(conn: Connection) -> list[dict[str, Any]]:
    """All platforms by name: id, name, kind, note, and how many records are ``sent`` (went up and
    are not answered), ``confirmed``, ``refused`` (with the platform's reason)."""
    mark = PLATFORM_MARK.c
    sent = func.sum(func.iif(mark.digest.is_not(None) & mark.confirmed_on.is_(None), 1, 0))
    query = (
        select(
            PLATFORM.c.id,
            PLATFORM.c.name,
            PLATFORM.c.kind,
            PLATFORM.c.note,
            func.coalesce(sent, 0).label("sent"),
            func.count(mark.confirmed_on).label("confirmed"),
            func.count(mark.answer).label("refused"),
        )
        .outerjoin(PLATFORM_MARK, mark.platform_id == PLATFORM.c.id)
        .group_by(PLATFORM.c.id)
        .order_by(PLATFORM.c.name)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def marks(conn: Connection, platform_id: str) -> dict[str, Any]:
    """Person or union → its mark: exported_on, confirmed_on, digest, answer."""
    query = select(PLATFORM_MARK).where(PLATFORM_MARK.c.platform_id == platform_id)
    return {row["record"]: row for row in conn.execute(query).mappings()}


def marks_of(conn: Connection, record: str) -> list[tuple[str, str]]:
    """Platform and how far a person or union is on it, as 「2026-11-20 已上平台，平台已接收」."""
    query = (
        select(PLATFORM.c.name, PLATFORM_MARK)
        .join(PLATFORM, PLATFORM.c.id == PLATFORM_MARK.c.platform_id)
        .where(PLATFORM_MARK.c.record == record)
        .order_by(PLATFORM.c.name)
    )
    found = []
    for row in conn.execute(query).mappings():
        words = [f"{row['exported_on']} 已上平台"] if row["exported_on"] else []
        if row["answer"]:
            words.append(f"要再传一次：{row['answer']}")
        elif row["confirmed_on"]:
            words.append("平台已接收")
        found.append((row["name"], "，".join(words)))
    return found


def erased(conn: Connection) -> set[str]:
    """People whose data were erased: there is nothing of them to send."""
    return set(conn.execute(select(PERSON.c.id).where(PERSON.c.erased_on.is_not(None))).scalars())


@dataclass(frozen=True, slots=True)
class Ended:
    """The last membership of somebody who has none on the day.

    Attributes:
        until: the first day without it.
        ended, reason: codes of ``membership_ended`` and ``change_reason``.
    """

    union_id: str
    until: date
    ended: str
    reason: str | None


def ended(conn: Connection, people: Collection[str], day: date) -> dict[str, Ended]:
    """Of those of the people who are no members on the day, how the last membership ended."""
    row, found = MEMBERSHIP.c, {}
    for part in in_parts(sorted(people)):
        query = (
            select(row.person_id, row.union_id, row.until, row.ended, row.reason)
            .where(row.person_id.in_(part), row.until <= day, row.status != "voided")
            .order_by(row.until)
        )
        for person, *last in conn.execute(query):
            found[person] = Ended(*last)
    return found


def headcounts(conn: Connection, day: date) -> dict[str, dict[str, int | None]]:
    """Union → code of 表二 → its people, reported or listed, as the figures count them."""
    scope: Any = Scope(day, period=None)  # type: ignore[arg-type]
    found: dict[str, dict[str, int | None]] = {}
    for query in (*unions.head_parts(scope), counted_heads(scope)):
        part = query.subquery()
        sums = (func.sum(part.c[code]).label(code) for code in unions.HEADS)
        for row in conn.execute(select(part.c.union_id, *sums).group_by(part.c.union_id)):
            own = found.setdefault(row[0], {})
            for code, value in zip(unions.HEADS, row[1:], strict=True):
                if value is not None:
                    own[code] = (own.get(code) or 0) + value
    return found


def holders(conn: Connection, numbers: Collection[str]) -> dict[str, str]:
    """Document number, present or former → the one person who has it."""
    found: dict[str, set[str]] = {}
    for part in in_parts(numbers):
        query = (
            select(IDENTITY.c.number, func.coalesce(PERSON.c.alias_of_id, PERSON.c.id))
            .join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
            .where(IDENTITY.c.number.in_(part))
        )
        for number, person in conn.execute(query):
            found.setdefault(number, set()).add(person)
    return {number: people.pop() for number, people in found.items() if len(people) == 1}

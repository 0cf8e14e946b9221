"""换届情况统计表: whose terms ended in the year, who was re-elected, what was approved."""

from __future__ import annotations

from typing import Any

from app.base.days import chinese
from app.base.text import rate
from app.paper.figured import CENTRE
from app.paper.model import Align, Block, Column, Document, Note, Table, Title
from app.paper.reports import Ask, texts

from ..lists.renewals import renewals
from ..lists.votes import Whole

_WAYS = {"assembly": "会员大会", "delegates": "会员代表大会"}


def statistics(ask: Ask) -> Document:
    """换届情况统计表 of the year, for the unit looked at and below it."""
    said, day = texts("official_tables")["statistics"], ask.scope.day
    found = renewals(ask.conn, ask.scope.period, day, ask.book, ask.scope.unit)
    columns = tuple(Column(t, w, CENTRE if c else Align.LEFT) for t, w, c in said["columns"])
    rows = tuple(_row(number, one) for number, one in enumerate(found.held, 1))
    sums = said["sum"].format(
        due=found.due, held=len(found.held), rate=rate(len(found.held), found.due),
        on_time=found.on_time, delayed=found.delayed, approved=found.approved,
    )  # fmt: skip
    blocks: list[Block] = [
        Title(said["title"], subtitle=f"（{ask.year}年度）"),
        Note(said["by"].format(office=ask.office, day=chinese(day))),
        Table(columns, rows, size=9, empty=said["empty"]),
        Note(sums),
    ]
    return Document(
        said["title"], tuple(blocks), ask.office, day.isoformat(), landscape=True, digest=False
    )


def _row(number: int, one: Whole) -> tuple[Any, ...]:
    row = one.row
    chosen: dict[tuple[str, str], set[str]] = {}
    for vote, who in one.elected:
        chosen.setdefault((vote.row["body"], vote.row["role"]), set()).add(who.name)

    def day(key: str) -> str:
        return f"{row[key]:%Y.%m.%d}" if row[key] else ""

    members = chosen.get(("committee", "member"), set())
    audit = chosen.get(("audit", "audit_member"), set())
    chair = "、".join(chosen.get(("committee", "chair"), ()))
    return (
        number, one.union, row["ordinal"] or "", day("meeting_on"),
        _WAYS.get(row["congress"] or "", ""), row["due"], row["present"],
        len(members) or "", chair, len(audit) or "", day("reported_on"), day("replied_on"),
        row["reply_doc_no"] or "",
    )  # fmt: skip

"""The lists of this area: members, and applications to join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from app.base.lists import View
from app.rules.office import rule_book
from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options, Plan
from app.sheets.rows_out import Block

from ..acts.imports import Batch, import_members
from ..lists.snapshot import Register, below
from .applications import APPLICATION_SHEET
from .comparer import MemberComparer
from .export import member_blocks, member_values
from .kinds import MEMBERS
from .plan import ABSENT, ANSWERS
from .settled import settled


class MemberSheet(AreaSheet):
    """The list of members; its rows are judged as they come."""

    act = import_members

    def judge(
        self,
        conn: Any,
        rows: Iterable[CheckedRow],
        options: Options,
        plan: Plan,
        *,
        today: date,
        made: set[str] | None = None,
        listing: bool = True,
    ) -> Iterator[Batch]:
        register = Register(conn, today)
        if made is not None:
            register.made = made
        book = rule_book(conn)
        comparer = MemberComparer(
            register,
            options,
            plan,
            age=book.rule("MEM-04", on=today),
            phone=book.rule("MEM-05", on=today),
            settled=settled(conn, register),
            listing=listing,
        )
        return comparer.batches(rows)

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """Members of the view's unit and those below it."""
        return member_values(conn, view.day, _unions(conn, view))

    def blocks(self, conn: Any, view: View) -> Iterator[Block]:
        return member_blocks(conn, view.day, _unions(conn, view))


def _unions(conn: Any, view: View) -> list[str] | None:
    return below(conn, view.unit, view.day) if view.unit is not None else None


MEMBER_SHEET = MemberSheet(
    MEMBERS,
    named={"union": "unions", "employer": "employers"},
    streams=True,
    answers=ANSWERS,
    absent=ABSENT,
    transfer=True,
    complete=True,
)
SHEETS = (MEMBER_SHEET, APPLICATION_SHEET)

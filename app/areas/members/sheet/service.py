"""One entrance for window and command line: plan, commit, export and prefill the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.base.lists import View
from app.base.progress import SILENT, Progress
from app.rules.office import rule_book
from app.sheets.checked import CheckedRow
from app.sheets.comparing import FILL
from app.sheets.fields import SheetKind
from app.store.work import Changes
from app.store.workspace import Workspace

from ..acts.imports import Batch, import_members
from ..lists.snapshot import Register, below
from .applications import APPLICATION_SHEET
from .comparer import MemberComparer
from .export import member_values
from .kinds import MEMBERS
from .plan import ABSENT, ANSWERS, Options, Plan


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """The list of members; see ``app.sheets.intake.AreaSheet``.

    Attributes:
        kind: its columns.
        reads: the layouts an import of it accepts.
        types: none.
        named: fields that name a record → the kind under which a person's choice is remembered.
        sender: kind of the records that may have sent it.
        streams: rows are judged as they come, and need not all be in memory.
        answers: problem → what a person may answer (key, words).
        absent: what may have become of somebody who is missing from a whole roster.
        transfer, complete: what the command line's options of that name ask for.
    """

    kind: SheetKind = MEMBERS
    reads: tuple[SheetKind, ...] = (MEMBERS,)
    types: str = ""
    named: Mapping[str, str] = field(
        default_factory=lambda: {"union": "unions", "employer": "employers"}
    )
    sender: str = "union"
    streams: bool = True
    answers: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=lambda: ANSWERS)
    absent: Sequence[tuple[str, str]] = ABSENT
    transfer: bool = True
    complete: bool = True

    @staticmethod
    def options(
        *,
        policy: str = FILL,
        unit: str | None = None,
        type: str | None = None,
        on_day: date = date.min,
        decisions: Mapping[tuple[str, int], Mapping[str, Any]] | None = None,
        names: Mapping[tuple[str, str], str] | None = None,
        told: Mapping[str, Sequence[str]] | None = None,
        transfer: bool = False,
        complete: bool = False,
        absent: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Options:
        """How an import is meant; without a day, what has none of its own is of today."""
        del type
        return Options(
            policy,
            unit,
            on_day,
            decisions or {},
            names or {},
            told if told is not None else {},
            transfer,
            complete,
            absent or {},
        )

    def field_title(self, key: str) -> str:
        """The column that a differing value stands in, in the words of the template."""
        key = key.removesuffix("_id")
        return next((f.title for f in self.kind.fields if f.key == key), key)

    def plan(self, conn: Any, rows: Iterable[CheckedRow], options: Options, *, today: date) -> Plan:
        """What the rows would do as the register is now; they are judged as they come."""
        plan = Plan.of(rows)
        for _ in self._batches(conn, rows, options, plan, today=today):
            pass
        return plan

    def commit(
        self,
        workspace: Workspace,
        rows: Iterable[CheckedRow],
        options: Options,
        *,
        file_name: str,
        sender: str | None = None,
        matchings: Mapping[str, Mapping[str, str]] | None = None,
        progress: Progress = SILENT,
    ) -> tuple[Changes, Plan]:
        """Write them in one act, judged again inside the transaction.

        Args:
            sender: id of the union it came from, if not that of the options.
            matchings: how the columns of a source were matched by hand, to be remembered.
        """
        today = workspace.surroundings.today()
        plan = Plan.of(rows)

        def make(conn: Any, made: set[str]) -> Iterator[Batch]:
            done = 0
            for batch in self._batches(
                conn, rows, options, plan, today=today, made=made, listing=False
            ):
                yield batch
                done = len(plan.rows)
                progress.step(done, 0, "正在写入")

        changes = workspace.do(
            import_members,
            make,
            kind=self.kind.kind,
            file_name=file_name,
            sender=sender or options.unit,
            names=options.names,
            matchings=matchings or {},
            progress=progress,
        )
        return changes, plan

    def _batches(
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
        if options.on_day == date.min:
            options = replace(options, on_day=today)
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
            listing=listing,
        )
        return comparer.batches(rows)

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """Rows as the workbook's fields, for the unit and day of a view."""
        unions = below(conn, view.unit, view.day) if view.unit is not None else None
        return member_values(conn, view.day, unions)


MEMBER_SHEET = MemberSheet()
SHEETS = (MEMBER_SHEET, APPLICATION_SHEET)

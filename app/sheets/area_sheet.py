"""A list that can be imported and exported: what every area's part ``sheets`` is made of.

An area derives from ``AreaSheet``, names its act and says what the rows do (``judge``); preview
and commit follow from that. Where every row is compared with what is there, it derives from
``ComparedSheet`` and names its comparer instead.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from app.base.lists import View
from app.base.progress import SILENT, Progress
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import FileComparer, Options, Plan
from app.sheets.fields import SheetKind
from app.sheets.judged import JudgedRows
from app.sheets.rows_out import Block
from app.sheets.writing import blocks_of
from app.store.incoming import Incoming

if TYPE_CHECKING:
    from app.base.area import Area
    from app.store.work import Act, Changes
    from app.store.workspace import Workspace

_STEP = 500


@dataclass(frozen=True)
class AreaSheet(ABC):
    """A list of an area.

    Attributes:
        kind: its columns.
        reads: the layouts that an import of it accepts; nothing: that of ``kind``.
        types: code list of the types a file without that column may be given (``--as``); "": none.
        named: fields that name a record → kind under which a person's choice is remembered.
        sender: kind of the records that may have sent a file.
        streams: rows are judged as they come and need not all be in memory.
        answers: problem → what a person may answer (the decision's key, words).
        absent: what may have become of a record that a whole list does not name (key, words).
        transfer, complete: whether the options of that name mean something here.
        act: the act that writes: ``(work, make, *, incoming)`` and what ``for_act`` adds, where
            ``make(conn)`` gives what ``judge`` yields; see ``app.store.incoming``.
    """

    kind: SheetKind
    reads: tuple[SheetKind, ...] = ()
    types: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
    sender: str = "union"
    streams: bool = False
    answers: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    absent: Sequence[tuple[str, str]] = ()
    transfer: bool = False
    complete: bool = False

    act: ClassVar[Act[..., Any]]

    def __post_init__(self) -> None:
        if not self.reads:
            object.__setattr__(self, "reads", (self.kind.asked,))

    def among(self, areas: tuple[Area, ...]) -> AreaSheet:
        """The same in a house of these areas, for a list that must know what the others bring."""
        del areas
        return self

    # -- what an area says -----------------------------------------------------------------------

    @abstractmethod
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
    ) -> Iterable[Any]:
        """Judge the rows in their order against the data as they are; nothing is written here.

        Args:
            conn: a connection, or that of the transaction that writes.
            plan: from ``new_plan``, to be filled.
            today: the day.
            made: ids of records that the act under way has made so far, if it tells.
            listing: list what is filled in one by one, for a person to look through.

        Yields:
            What is to be written, part by part, as the act takes it.
        """

    @abstractmethod
    def export(self, conn: Any, view: View) -> Iterable[Mapping[str, Any]]:
        """Rows as the workbook's fields, for the records that a view shows."""

    def blocks(self, conn: Any, view: View) -> Iterator[Block]:
        """The same rows some at a time, by column in the order of the fields; a list of many
        records reads them so."""
        return blocks_of(self.kind, self.export(conn, view))

    def new_plan(self, rows: Iterable[CheckedRow]) -> Plan:
        """Where the judged rows and what differs are gathered."""
        return Plan(JudgedRows(rows if isinstance(rows, Sequence) else None))

    def for_act(self, options: Options) -> Mapping[str, Any]:
        """What the act of this list is told beside what all are told."""
        del options
        return {}

    # -- what follows ----------------------------------------------------------------------------

    def field_key(self, key: str) -> str:
        """The field of the list that a field of a record comes from."""
        return key.removesuffix("_id")

    def field_title(self, key: str) -> str:
        """The column that a value stands in, in the words of the template."""
        key = self.field_key(key)
        return next((f.title for kind in self.reads for f in kind.fields if f.key == key), key)

    def _begun(
        self, rows: Iterable[CheckedRow], options: Options
    ) -> tuple[Iterable[CheckedRow], Plan]:
        """The rows, copied where judging would touch those of the caller, and their plan."""
        if isinstance(rows, list):
            rows = [CheckedRow.from_json(row.to_json()) for row in rows]
        plan = self.new_plan(rows)
        plan.finish = partial(self._finish, options)
        return rows, plan

    def _finish(self, options: Options, row: CheckedRow) -> None:
        """What is found in comparing gets the address of its cell, as what is found in reading; a
        row that the reading refused can be left out by a person as any other."""
        if row.outcome is Outcome.REJECTED and options.decided(row).get("skip"):
            row.outcome, row.reason = Outcome.SKIPPED, "decided"
        known = options.letters.get(row.sheet, {})
        for place, one in enumerate(row.problems):
            key = self.field_key(one.field)
            letter = known.get(key, "")
            if one.column or not letter or one.message.startswith(f"{letter}{row.row}"):
                continue
            said = f"{letter}{row.row}「{self.field_title(key)}」：{one.message}"
            row.problems[place] = replace(one, column=letter, message=said)

    def plan(self, conn: Any, rows: Iterable[CheckedRow], options: Options, *, today: date) -> Plan:
        """What the rows would do as the register is now; a list of rows is not touched."""
        rows, plan = self._begun(rows, options)
        for _ in self.judge(conn, rows, options.of(today), plan, today=today):
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
        """Write them in one act. They are judged again inside the transaction: what was shown is
        what is done, or the row is judged anew.

        Args:
            sender: id of the unit it came from, if not that of the options.
            matchings: how the columns of a source were matched by hand, to be remembered.
        """
        today = workspace.surroundings.today()
        options = options.of(today)
        rows, plan = self._begun(rows, options)

        def make(conn: Any, made: set[str] | None = None) -> Iterator[Any]:
            told = 0
            for part in self.judge(
                conn, rows, options, plan, today=today, made=made, listing=False
            ):
                yield part
                if len(plan.rows) - told >= _STEP:
                    told = len(plan.rows)
                    progress.step(told, 0, "正在写入")

        changes = workspace.do(
            type(self).act,
            make,
            incoming=Incoming(
                self.kind.kind, file_name, sender or options.unit, options.names, matchings or {}
            ),
            progress=progress,
            **self.for_act(options),
        )
        return changes, plan


class ComparedSheet(AreaSheet):
    """A list whose rows are compared with what is there, all rows of a file by one comparer.

    Attributes:
        comparer: judges them; beside what all are given it gets what ``for_comparer`` says.
    """

    comparer: ClassVar[type[FileComparer]]

    def for_comparer(self) -> Mapping[str, Any]:
        """What the comparer of this list is told beside what all are told."""
        return {}

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
    ) -> Iterable[Any]:
        del made
        comparer = self.comparer(conn, list(rows), options, plan, today, **self.for_comparer())
        comparer.listing = listing
        return comparer.judge()

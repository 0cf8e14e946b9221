"""What comparing a row with a record means for every list: blanks are filled, what differs is kept
and told unless it is taken over, and a blank cell never wipes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from app.base.findings import Severity
from app.sheets.checked import PENDING, CheckedRow, Outcome
from app.sheets.judged import JudgedRows, Rows

FILL, SKIP, OVERWRITE, NEW = "fill", "skip", "overwrite", "new"
_NEW, _CHANGED, _SAME = Outcome.NEW, Outcome.CHANGED, Outcome.SAME
_NOTHING: Mapping[str, Any] = {}
Found = TypeVar("Found")
"""What a row that goes in is to an area."""
_OUT = (Outcome.REJECTED, Outcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is meant.

    Attributes:
        policy: what happens to existing records: ``fill``, ``skip``, ``overwrite``, ``new``.
        unit: id of the union of rows that name none, or of the one above them.
        type: the type of rows that do not say theirs (``--as``).
        on_day: the day of reported numbers and of what has no day of its own; none: today.
        decisions: (sheet, row) → what a person decided: ``record`` (id it is), ``new``, ``skip``,
            ``take`` (fields whose differing values are taken over), or a key of the list's answers.
        names: (kind, squeezed text) → id of the record that a person said it is; remembered.
        told: sheet → texts that may name the unit: titles, the sheet's name, the file's.
        letters: sheet → field → letter of its column, for the addresses of what is found.
        transfer: people whose employer reported them gone are moved without asking.
        complete: the file is the whole list of its units.
        absent: record → what became of it: ``what`` and more; see the list's ``absent``.
    """

    policy: str = FILL
    unit: str | None = None
    type: str | None = None
    on_day: date = date.min
    decisions: Mapping[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    transfer: bool = False
    complete: bool = False
    absent: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def decided(self, row: CheckedRow) -> Mapping[str, Any]:
        """What a person decided about a row."""
        return self.decisions.get((row.sheet, row.row), _NOTHING) if self.decisions else _NOTHING

    def of(self, today: date) -> Options:
        """With a day: if none was told, the present one."""
        return replace(self, on_day=today) if self.on_day == date.min else self


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value in the workbook differs from the register's; the texts are for people."""

    sheet: str
    row: int
    field: str
    old: Any
    new: Any
    taken: bool
    old_text: str = ""
    new_text: str = ""


@dataclass
class Plan:
    """What the rows of a file would do, or did.

    Attributes:
        rows: judged.
        differences: values that differ from what is there.
        fills: values that are filled in or brought up to date without question.
        absent: records that a whole list does not name.
        finish: the last word on a row with problems; gives them the addresses of their cells.
    """

    rows: Rows = field(default_factory=JudgedRows)
    differences: list[Difference] = field(default_factory=list)
    fills: list[Difference] = field(default_factory=list)
    absent: list[Any] = field(default_factory=list)
    finish: Callable[[CheckedRow], None] | None = None

    def add(self, row: CheckedRow) -> None:
        """The next row, judged."""
        if row.problems and self.finish is not None:
            self.finish(row)
        if isinstance(self.rows, JudgedRows):
            self.rows.add(row)
        else:
            self.rows.append(row)


class RowComparer:
    """Judges rows one by one; ``_did`` gathers what the present row does.

    Attributes:
        meant: the options.
        told: what differs and what is filled in.
    """

    def __init__(self, meant: Options, told: Plan) -> None:
        self._meant, self._told = meant, told
        self._did: set[str] = set()

    listing = True
    """Whether what is filled in is listed one by one, for a person to look through."""

    def word(self, field: str, value: Any) -> str:
        """A value as the clerk knows it."""
        raise NotImplementedError

    def shown(self, field: str, value: Any) -> str:
        """The same where it is told beside others: a number of a person is masked there."""
        return self.word(field, value)

    def decision(self, row: CheckedRow) -> Mapping[str, Any]:
        """What a person decided about a row."""
        return self._meant.decided(row)

    def each(
        self, rows: Iterable[CheckedRow], one: Callable[[int, CheckedRow], Found | None]
    ) -> Iterator[Found]:
        """Judge every row and add it to the plan; what goes in comes out.

        Args:
            one: what the row of this number does; None: nothing, its outcome is set then. Not asked
                for rows that the reading or a person left out.
        """
        for part, row in enumerate(rows, 1):
            found = None
            if self.takes_part(row):
                row.outcome = PENDING
                self._did = set()
                if self.decision(row).get("skip"):
                    row.outcome, row.reason = Outcome.SKIPPED, "decided"
                else:
                    found = one(part, row)
                self.conclude(row)
            self._told.add(row)
            if found is not None and row.outcome in (_NEW, _CHANGED):
                yield found

    def takes_part(self, row: CheckedRow) -> bool:
        """Whether the reading left the row to be compared."""
        return row.outcome not in _OUT

    def conclude(self, row: CheckedRow) -> None:
        """The outcome of a row that was neither refused nor put off."""
        if row.outcome is PENDING:
            row.outcome = (
                _NEW if "new" in self._did else _CHANGED if "changed" in self._did else _SAME
            )

    def taken(self, row: CheckedRow, field: str) -> bool:
        """Whether the file's value of a field goes in where another one stands."""
        return self._meant.policy == OVERWRITE or field in self.decision(row).get("take", ())

    def compare(
        self, row: CheckedRow, record: Mapping[str, Any], values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Fields to write: blanks that are filled, and what is taken over."""
        changes: dict[str, Any] = {}
        if self._meant.policy == SKIP:
            return changes
        for name, value in values.items():
            if value is None or value == "":
                continue
            old = record[name]
            if old is None or old == "":
                changes[name] = value
                self.fills(row, name, None, value)
            elif old != value and self.differs(row, name, old, value):
                changes[name] = value
        return changes

    def differs(self, row: CheckedRow, field: str, old: Any, new: Any) -> bool:
        """List a value that differs; True if it is taken over."""
        taken = self.taken(row, field)
        words = self.word(field, old), self.word(field, new)
        self._told.differences.append(
            Difference(row.sheet, row.row, field, old, new, taken, *words)
        )
        if taken:
            self._did.add("changed")
        else:
            row.add(
                "IMP-DIFFERS",
                Severity.EXPLAIN,
                f"与已有的值不同，未改：已有「{self.shown(field, old)}」，"
                f"表中「{self.shown(field, new)}」",
                field=field.removesuffix("_id"),
            )
        return taken

    def fills(self, row: CheckedRow, field: str, old: Any, new: Any) -> None:
        """List a value that goes in without question."""
        self._did.add("changed")
        if not self.listing:
            return
        words = self.word(field, old), self.word(field, new)
        self._told.fills.append(Difference(row.sheet, row.row, field, old, new, True, *words))

    def note(self, row: CheckedRow, also: Sequence[str] = ()) -> str | None:
        """The note, with the originals of cells that stay empty (IMP-CODE).

        Args:
            also: fields of text that count as empty where they have that problem.
        """
        if not row.problems:
            return row.values.get("note") or None
        kept = {
            p.field
            for p in row.problems
            if p.code == "IMP-CODE" and (p.field in also or not row.values.get(p.field))
        }
        parts = [row.values.get("note") or ""]
        parts += [f"原表：{row.originals[f]}" for f in sorted(kept) if row.originals.get(f)]
        return "；".join(p for p in parts if p) or None


class FileComparer(RowComparer):
    """Judges the rows of one file in their order; a list says what one row does (``one``).

    Args:
        conn: a connection, or that of the transaction that writes.
        rows: of the file, checked; all of them.
        today: the day.
    """

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        del conn
        super().__init__(options, plan)
        self._rows, self._today = rows, today

    def one(self, part: int, row: CheckedRow) -> Any:
        """What the row of this number does; None if nothing, its outcome is set then."""
        raise NotImplementedError

    def judge(self) -> Iterator[Any]:
        """Judge every row; what goes in comes out."""
        return self.each(self._rows, self.one)

    def word(self, field: str, value: Any) -> str:
        """A value as the clerk knows it."""
        del field
        if isinstance(value, bool):
            return "是" if value else "否"
        return "" if value is None else str(value)


def day(value: Any) -> date | None:
    """A day of a checked row."""
    return date.fromisoformat(value) if value else None

"""One entrance for window and command line: plan, commit, export and prefill a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.base.lists import View
from app.base.progress import SILENT, Progress
from app.sheets.checked import CheckedRow
from app.sheets.fields import SheetKind
from app.store.work import Changes
from app.store.workspace import Workspace

from ..acts.imports import import_workbook
from ..lists import EMPLOYERS as EMPLOYER_LIST
from ..lists import UNIONS as UNION_LIST
from ..lists.snapshot import snapshot
from .compare import compare
from .export import employer_values, union_values
from .kinds import BY_EMPLOYER, COVERED_CODES, EMPLOYERS, HEAD_CODES, ORGANISATIONS
from .plan import FILL, Options, Plan

_FIELD_OF = {
    code: key for key, code in {**HEAD_CODES, **COVERED_CODES, "wage_bill": "W101"}.items()
}


@dataclass(frozen=True, slots=True)
class AreaSheet:
    """A list of this area that can be imported and exported.

    Attributes:
        kind: its columns.
        reads: the layouts an import of it accepts.
        types: code list of what ``--as`` may say; empty: nothing.
        named: fields that name a record → the kind under which a person's choice is remembered.
        sender: kind of the records that may have sent it.
    """

    kind: SheetKind
    reads: tuple[SheetKind, ...]
    types: str = ""
    named: Mapping[str, str] = field(default_factory=lambda: {"upper": "unions", "union": "unions"})
    sender: str = "union"

    @staticmethod
    def options(
        *,
        policy: str = FILL,
        unit: str | None = None,
        type: str | None = None,
        on_day: date = date.min,
        decisions: Mapping[tuple[str, int], Mapping[str, Any]] | None = None,
        names: Mapping[tuple[str, str], str] | None = None,
        **_: Any,
    ) -> Options:
        """How an import is meant; without a day, reported numbers are of the present one."""
        return Options(policy, unit, type, on_day, decisions or {}, names or {})

    def field_title(self, key: str) -> str:
        """The column that a differing value stands in, in the words of the template."""
        key = _FIELD_OF.get(key, key.removesuffix("_id"))
        return next((f.title for kind in self.reads for f in kind.fields if f.key == key), key)

    def plan(self, conn: Any, rows: Sequence[CheckedRow], options: Options, *, today: date) -> Plan:
        """What the rows would do as the register is now; the rows given are not touched."""
        copies = [CheckedRow.from_json(row.to_json()) for row in rows]
        options = _dated(options, today)
        now = snapshot(conn, today)
        now.choices.update(options.names)
        return compare(now, self.kind.kind, copies, options)

    def commit(
        self,
        workspace: Workspace,
        rows: Sequence[CheckedRow],
        options: Options,
        *,
        file_name: str,
        sender: str | None = None,
        matchings: Mapping[str, Mapping[str, str]] | None = None,
        progress: Progress = SILENT,
    ) -> tuple[Changes, Plan]:
        """Write them in one act. The plan is made again inside the transaction and returned.

        Args:
            sender: id of the union it came from, if not the upper one of the options.
            matchings: how the columns of a source were matched by hand, to be remembered.
        """
        today = workspace.surroundings.today()
        options = _dated(options, today)
        made: list[Plan] = []

        def make_plan(conn: Any) -> Plan:
            made.append(self.plan(conn, rows, options, today=today))
            return made[-1]

        changes = workspace.do(
            import_workbook,
            make_plan,
            kind=self.kind.kind,
            on_day=options.on_day,
            file_name=file_name,
            sender=sender or options.unit,
            names=options.names,
            matchings=matchings or {},
            progress=progress,
        )
        return changes, made[-1]

    def export(self, conn: Any, view: View) -> list[Mapping[str, Any]]:
        """Rows as the workbook's fields, for the records a view shows."""
        if self.kind is ORGANISATIONS:
            return union_values(conn, UNION_LIST.ids(conn, view), view)
        return employer_values(conn, EMPLOYER_LIST.ids(conn, view), view)


def _dated(options: Options, today: date) -> Options:
    return replace(options, on_day=today) if options.on_day == date.min else options


ORGANISATION_SHEET = AreaSheet(ORGANISATIONS, (ORGANISATIONS, BY_EMPLOYER), "union_type")
EMPLOYER_SHEET = AreaSheet(EMPLOYERS, (EMPLOYERS,))
SHEETS = (ORGANISATION_SHEET, EMPLOYER_SHEET)

"""Real workbooks of members and short ways to import them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import func, select

from app.areas.members.sheet.service import MEMBER_SHEET
from app.base.numbers import make_identity
from app.sheets.checked import CheckedRow
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import FileStream
from app.store.meta import METADATA
from tests.areas.organisations.conftest import Office

DAY = date(2026, 11, 22)
HEAD = ("姓名", "证件号码", "手机号", "学历", "所属工会", "工作单位", "入会日期")


def identity(seed: int, *, born: date = date(1985, 3, 7), male: bool = True) -> str:
    """A sound citizen identity number, the same for the same seed."""
    return make_identity(random.Random(seed), born=born, male=male)


class Books:
    """Writes a workbook and imports it as the command line does."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.space, self.folder = office, office.space, folder
        self._count = 0
        self._known: dict[Any, Any] = {}

    def write(
        self, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, *, name: str = "",
        title: str = "", sheet: str = "Sheet1",
    ) -> Path:  # fmt: skip
        """A workbook with one sheet."""
        book = Workbook()
        page = book.active
        page.title = sheet
        if title:
            page.append([title])
            page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
        page.append(list(head))
        for row in rows:
            page.append(list(row))
        self._count += 1
        path = self.folder / (name or f"名册{self._count}.xlsx")
        book.save(path)
        return path

    def _read(self, path: Path, how: Mapping[str, Any]) -> tuple[list[CheckedRow], Any]:
        """The rows of a file, read once by the child, and how they are meant."""
        given = frozenset({"union"}) if how.get("unit") else frozenset()
        if (path, given) not in self._known:
            stream = FileStream(path, MEMBER_SHEET.reads, Reading(given=given))
            rows = [row.to_json() for row in stream]
            self._known[path, given] = rows, stream.told, stream.letters
        rows, told, letters = self._known[path, given]
        copies = [CheckedRow.from_json(json.loads(json.dumps(row))) for row in rows]
        return copies, Options(told=told, letters=letters, **how)

    def look(self, path: Path, **how: Any) -> Any:
        """The plan; nothing is written."""
        rows, options = self._read(path, how)
        return self.space.read(lambda c: MEMBER_SHEET.plan(c, rows, options, today=DAY))

    def batches(self, path: Path, **how: Any) -> list[Any]:
        """What would be written."""
        rows, options = self._read(path, how)
        plan = MEMBER_SHEET.new_plan(rows)
        return self.space.read(
            lambda c: list(MEMBER_SHEET.judge(c, rows, options.of(DAY), plan, today=DAY))
        )

    def take(self, path: Path, **how: Any) -> Any:
        """Import it: (changes, plan)."""
        rows, options = self._read(path, how)
        return MEMBER_SHEET.commit(self.space, rows, options, file_name=path.name)

    def rows(self, table: Any, *where: Any) -> list[dict[str, Any]]:
        """Rows of a table."""
        return self.office.rows(select(table).where(*where))

    def dump(self) -> dict[str, list[Any]]:
        """Everything that is logged, as it stands; without 收表登记 and what is remembered."""

        def read(conn: Any) -> dict[str, list[Any]]:
            found = {}
            for name, table in sorted(METADATA.tables.items()):
                if table.info.get("logged"):
                    query = select(table).order_by(table.c.id)
                    found[name] = [tuple(row) for row in conn.execute(query)]
            return found

        return self.space.read(read)

    def count(self, table: Any) -> int:
        """How many rows a table has."""
        return int(
            self.space.read(lambda c: c.execute(select(func.count()).select_from(table)).scalar())
        )


def outcomes(plan: Any) -> list[str]:
    """Of each row."""
    return [row.outcome.value for row in plan.rows]


def codes(plan: Any) -> list[tuple[int, str, str]]:
    """(row, code, severity) of every problem that is more than a repair."""
    return [
        (r.row, p.code, p.severity.value)
        for r in plan.rows
        for p in r.problems
        if p.severity.value != "info"
    ]


def problem(plan: Any, code: str) -> Any:
    """The one problem of that code."""
    found = [p for r in plan.rows for p in r.problems if p.code == code]
    assert len(found) == 1, codes(plan)
    return found[0]


def only(rows: Sequence[CheckedRow]) -> CheckedRow:
    """The one row."""
    (row,) = rows
    return row

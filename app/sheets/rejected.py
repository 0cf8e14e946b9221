"""The wrong and undecided rows back as a workbook of the same layout, with the reasons.

Title rows, header rows and columns are those of the source, so that a corrected row can be sent
in again as it is; two columns are added: 是否导入成功 and 错误原因.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.cell_range import CellRange

from app.base.errors import KnownError, UserError
from app.base.files import write_for_person
from app.base.findings import Severity
from app.base.progress import SILENT, Progress
from app.sheets import child
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.fields import DIGITS, SheetKind
from app.sheets.grid import MAX_CELL, address, column_index, column_letter, length
from app.sheets.header import Layout
from app.sheets.template import put_text, save, verify
from app.sheets.words import header_key
from app.sheets.writing import Written, sheet_title

SUCCESS, REASON = "是否导入成功", "错误原因"
_RED = PatternFill("solid", fgColor="FBE3E4")
_STEP = 1_000


def write_rejected(
    path: Path,
    layouts: Sequence[Layout],
    rows: Iterable[CheckedRow],
    kinds: Sequence[SheetKind] = (),
    progress: Progress = SILENT,
) -> Written:
    """Write wrong rows; grouped by sheet, in the order given.

    Args:
        path: .xlsx.
        layouts: of the sheets the rows come from.
        rows: ordered by sheet as in ``layouts``.
        kinds: of the layouts; tells which columns are text.
        progress: gets (rows, 0, text).

    Raises:
        UserError: another ending than .xlsx.
        KnownError: the disk; see ``write_for_person``.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserError(
            "EXPORT-NAME", "错误清单只能存成 .xlsx 文件。", "请把文件名改为以 .xlsx 结尾。"
        )
    book = Workbook(write_only=True)
    by_sheet = {layout.sheet: layout for layout in layouts}
    sheet: _Sheet | None = None
    count, cut, done = 0, False, set()
    for row in rows:
        if sheet is None or sheet.layout.sheet != row.sheet:
            if row.sheet in done:
                raise ValueError("rows of one sheet must stand together")
            done.add(row.sheet)
            sheet = _Sheet(book, by_sheet[row.sheet], kinds)
        cut = sheet.add(row) or cut
        count += 1
        if count % _STEP == 0:
            progress.step(count, 0, "正在写错误清单")
    for layout in layouts:
        if not done:
            done.add(layout.sheet)
            _Sheet(book, layout, kinds)
    if not done:
        book.create_sheet(SUCCESS)
    write_for_person(path, lambda file: save(book, file), check=verify)
    notes = ["有的内容超过单元格能放的长度，错误清单里只保留了开头。"] if cut else []
    return Written(str(path), count, notes)


def rejected_file(
    path: Path,
    layouts: Sequence[Layout],
    rows: Iterable[CheckedRow],
    kinds: Sequence[SheetKind] = (),
    progress: Progress = SILENT,
) -> Written:
    """``write_rejected`` in a child process, for use beside an open window."""
    job = child.run(
        "app.sheets.rejected:rejected_job",
        Path(path),
        [layout.to_json() for layout in layouts],
        tuple(kinds),
        feed=(row.to_json() for row in _counted(rows, progress)),
        progress=progress,
    )
    try:
        for message in job:
            return Written(**message)
    except child.ChildDied:
        pass
    raise KnownError("EXPORT-FAILED", "错误清单没有写成。", "内存可能不够；请关掉别的程序再试。")


def rejected_job(
    rows: Iterator[dict[str, Any]], path: Path, layouts: list[Any], kinds: Sequence[SheetKind]
) -> Iterator[dict[str, Any]]:
    """``rejected_file`` in the child."""
    checked = (CheckedRow.from_json(row) for row in rows)
    done = write_rejected(path, [Layout.from_json(each) for each in layouts], checked, kinds)
    yield {"file": done.file, "rows": done.rows, "notes": done.notes}


def _counted(rows: Iterable[CheckedRow], progress: Progress) -> Iterator[CheckedRow]:
    for number, row in enumerate(rows, 1):
        if number % _STEP == 0:
            progress.step(number, 0, "正在写错误清单")
        yield row


def reason_of(row: CheckedRow) -> str:
    """Why a row was not imported, in one cell: the musts first, repairs left out."""
    told = [p for p in row.problems if p.severity is not Severity.INFO]
    told.sort(key=lambda problem: problem.severity is not Severity.MUST)
    messages = [_without_address(problem.message, problem.column, row.row) for problem in told]
    if row.outcome is Outcome.DUPLICATE and not messages:
        messages = ["可能与已有的记录重复，没有决定"]
    if row.outcome is Outcome.TRANSFER and not messages:
        messages = ["现属别的工会，应办转入，没有决定"]
    text = "；".join(dict.fromkeys(messages)) or row.reason
    return f"原第 {row.row} 行：{text}"


def _without_address(message: str, column: str, row: int) -> str:
    """The row has another number here than in the source."""
    return message.removeprefix(f"{column}{row}").strip()


class _Sheet:
    """One sheet of the workbook of wrong rows."""

    def __init__(self, book: Any, layout: Layout, kinds: Sequence[SheetKind]) -> None:
        self.layout = layout
        self._page = book.create_sheet(sheet_title(layout.sheet))
        self._extra = self._extra_columns()
        self._row = 0
        for kind in kinds:
            if kind.kind == layout.kind:
                self._sizes(kind)
        for at, width in zip(self._extra, (14, 60), strict=True):
            self._page.column_dimensions[column_letter(at)].width = width
        self._page.freeze_panes = address(layout.first_row, 0)
        for top, left, bottom, right in layout.head_merged:
            area = CellRange(min_row=top, max_row=bottom, min_col=left + 1, max_col=right + 1)
            self._page.merged_cells.add(area)
        self._head()

    def _extra_columns(self) -> tuple[int, int]:
        """Behind the last column; or, in a corrected workbook sent again, where they are."""
        found: dict[str, int] = {}
        for number, cells in self.layout.head:
            if number >= self.layout.header_row:
                for at, cell in enumerate(cells):
                    if isinstance(cell, str) and header_key(cell) in (SUCCESS, REASON):
                        found[header_key(cell)] = at
        width = self.layout.width
        if len(found) == 2:
            return found[SUCCESS], found[REASON]
        return width, width + 1

    def _sizes(self, kind: SheetKind) -> None:
        for column in self.layout.columns:
            each = kind.field(column.field)
            size = self._page.column_dimensions[column.column]
            size.width = each.width
            if each.kind in DIGITS:
                size.number_format = "@"

    def _cell(
        self, value: Any, *, bold: bool = False, wrong: bool = False, wrap: bool = False
    ) -> Any:
        if value == "" and not wrong:
            return None
        cell = WriteOnlyCell(self._page)
        if isinstance(value, str):
            put_text(cell, value)
        elif isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
            cell.value = int(value)
        else:
            cell.value = value
        if bold:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        if wrong:
            cell.fill = _RED
        if wrap:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def _head(self) -> None:
        for number, cells in self.layout.head:
            self._skip_to(number)
            line = list(cells)
            head = number >= self.layout.header_row
            if number == self.layout.header_row:
                line = self._with_extra(line, SUCCESS, REASON)
            title = number == 1 and any(m[:2] == [1, 0] for m in self.layout.head_merged)
            self._page.append([self._cell(value, bold=head or title) for value in line])
            self._row = number
        self._skip_to(self.layout.first_row)

    def _skip_to(self, number: int) -> None:
        while self._row < number - 1:
            self._page.append([])
            self._row += 1

    def _with_extra(self, line: list[Any], success: str, reason: str) -> list[Any]:
        line = line + [""] * (max(self._extra) + 1 - len(line))
        line[self._extra[0]], line[self._extra[1]] = success, reason
        return line

    def add(self, row: CheckedRow) -> bool:
        """Append a row; True if something had to be cut."""
        cells = [_cut(value) for value in row.cells[: max(self.layout.width, len(row.cells))]]
        places = (
            p.column or self.layout.letter(p.field)
            for p in row.problems
            if p.severity is Severity.MUST
        )
        wrong = {column_index(letter) for letter in places if letter}
        line = self._with_extra(cells, "否", reason_of(row)[: MAX_CELL // 2])
        reason = self._extra[1]
        self._page.append(
            [self._cell(v, wrong=at in wrong, wrap=at == reason) for at, v in enumerate(line)]
        )
        return cells != row.cells


def _cut(value: Any) -> Any:
    return value[: MAX_CELL // 2] if isinstance(value, str) and length(value) > MAX_CELL else value

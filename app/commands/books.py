"""``import``, ``template``, ``export``: workbooks in and out, for every list the areas bring.

An area's part ``sheets`` is a tuple of ``app.sheets.area_sheet.AreaSheet``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import crash
from app.areas import AREAS
from app.base.codes import code_list
from app.base.command import BUG, SOME_FAILED, Outcome
from app.base.errors import BugError, KnownError, UnionDeskError, UsageError, UserError, bug_told
from app.base.findings import Severity
from app.base.lists import View
from app.commands.common import scope_of, unit_id
from app.paper.asking import ask_of
from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import Outcome as Row
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.grid import column_letter
from app.sheets.header import Layout
from app.sheets.intake import (
    LEFT,
    FileRead,
    FileStream,
    known_rows,
    letters_of,
    read_file,
    sheets_of,
    told_of,
    workbooks_in,
    write_blank,
    write_left,
)
from app.sheets.job import given_of
from app.sheets.report_book import ReportBook, books_of, write_report
from app.sheets.writing import Written, out_columns, write_blocks
from app.store.keeping import before
from app.store.notes import matchings, reveal

if TYPE_CHECKING:
    from app.base.command import Call
    from app.store.workspace import Workspace

_KEYS = {
    "new": Row.NEW,
    "changed": Row.CHANGED,
    "same": Row.SAME,
    "possible_duplicates": Row.DUPLICATE,
    "transfers": Row.TRANSFER,
    "rejected": Row.REJECTED,
}


def sheets() -> dict[str, AreaSheet]:
    """Every list that can be imported, by its kind."""
    return dict(sheets_of(AREAS))


def sheet_of(kind: str, beside: Mapping[str, ReportBook] | None = None) -> AreaSheet:
    """The list of that kind. ``beside``: what else may be named.

    Raises:
        UserError: NO_KIND.
    """
    known = sheets()
    if kind not in known:
        titles = {key: one.kind.title for key, one in known.items()}
        titles |= {key: one.title for key, one in (beside or {}).items()}
        words = "、".join(f"{key}（{title}）" for key, title in titles.items())
        raise UserError("NO_KIND", f"没有「{kind}」这种名单。", f"可以用：{words}。")
    return known[kind]


# -- import ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _File(FileRead):
    """One workbook, read and planned; ``batch`` is the id of what was written, ``absent`` who is
    missing from a whole roster."""

    batch: str | None = None
    absent: Sequence[Any] = ()


def import_(call: Call) -> Outcome:
    """Import a workbook, or every workbook of a folder; ``import list`` names the kinds."""
    options = call.options
    if options.kind == "list" and options.file is None:
        return _kinds()
    sheet = sheet_of(options.kind)
    if options.file is None:
        raise UsageError("缺少：FILE|FOLDER。", "请写明要导入的工作簿。")
    for flag in ("transfer", "complete"):
        if getattr(options, flag) and not getattr(sheet, flag):
            raise UsageError(f"--{flag} 不能用于「{sheet.kind.title}」。", "它只用于会员名册。")
    path = Path(options.file)
    with call.workspace() as workspace:
        importer = _Importer(call, workspace, sheet)
        if not path.is_dir():
            done = importer.one(path)
            result, lines = _result(call, done), _lines(done)
            status = _status(done)
        else:
            result, lines, status = _folder(importer, path)
        rejected = _rejected(call, importer)
    if rejected is not None:
        result["rejected_file"] = rejected
        lines.append(f"没有写入的行在：{rejected}")
    return Outcome(result, lines, status=status)


def _kinds() -> Outcome:
    kinds = [
        {
            "kind": key,
            "title": one.kind.title,
            "fields": [
                {"field": f.key, "title": f.title, "obligatory": f.obligatory}
                for f in one.kind.asked.fields
            ],
        }
        for key, one in sheets().items()
    ]
    return Outcome({"kinds": kinds}, [f"{one['kind']}  {one['title']}" for one in kinds])


class _Importer:
    """Reads, plans and commits the files of one call."""

    def __init__(self, call: Call, workspace: Workspace, sheet: AreaSheet) -> None:
        self.call, self.workspace, self.sheet = call, workspace, sheet
        self.files: list[_File] = []
        self._backed_up = False
        options = call.options
        kind = sheet.kind.kind

        def read(conn: Any) -> tuple[str | None, dict[str, dict[str, str]]]:
            return unit_id(conn, options.unit), matchings(conn, kind)

        unit, remembered = workspace.read(read)
        self.unit, type_ = unit, _type(sheet, options.as_type)
        self.reading = Reading(
            sheet=options.sheet or "",
            remembered=remembered,
            given=given_of(sheet, unit=unit, type=type_),
        )
        self.options = Options(policy=options.policy, unit=unit, type=type_)

    def one(self, path: Path) -> _File:
        """One workbook.

        Raises:
            KnownError: IMP-FILE.
        """
        if self.sheet.streams:
            done = self._as_it_comes(path)
            self.files.append(done)
            return done
        found = read_file(path, self.sheet.reads, self.reading, self.call.progress)
        done = _File(found.name, found.layouts, found.rows, found.end)
        self._judge(done)
        self.files.append(done)
        return done

    def _as_it_comes(self, path: Path) -> _File:
        """Judge, and unless it is a dry run write, while the file is being read."""
        options, workspace, today = self.call.options, self.workspace, self.call.today
        stream = FileStream(path, self.sheet.reads, self.reading, self.call.progress)
        how = Options(
            policy=options.policy,
            unit=self.unit,
            told=stream.told,
            letters=stream.letters,
            transfer=options.transfer,
            complete=options.complete,
        )
        batch = None
        try:
            stream.begin()
            if options.dry_run:
                plan = workspace.read(lambda c: self.sheet.plan(c, stream, how, today=today))
            else:
                self._back_up()
                changes, plan = self.sheet.commit(workspace, stream, how, file_name=path.name)
                batch = changes.batch if changes.entry else None
        finally:
            stream.close()
        return _File(path.name, stream.layouts, plan.rows, stream.end, batch, plan.absent)

    def _back_up(self) -> None:
        if not self._backed_up:
            before(self.workspace, "import", self.call.progress)
            self._backed_up = True

    def _judge(self, done: _File) -> None:
        """Compare with the register, and write unless it is a dry run."""
        workspace, today = self.workspace, self.call.today
        told = {one.sheet: told_of(one, Path(done.name).stem) for one in done.layouts}
        rows = done.rows
        options = replace(self.options, letters=letters_of(done.layouts), told=told)
        plan = workspace.read(lambda conn: self.sheet.plan(conn, rows, options, today=today))
        writes = any(row.outcome in (Row.NEW, Row.CHANGED) for row in plan.rows)
        if writes and not self.call.options.dry_run:
            self._back_up()
            changes, plan = self.sheet.commit(
                workspace,
                rows,
                options,
                file_name=done.name,
                progress=self.call.progress,
            )
            done.batch = changes.batch if changes.entry else None
        done.rows = plan.rows


def _type(sheet: AreaSheet, text: str | None) -> str | None:
    """``--as``: a code or word of the list of types."""
    if text is None:
        return None
    found = code_list(sheet.types).match(text) if sheet.types else None
    if found is None:
        known = code_list(sheet.types).choices() if sheet.types else []
        words = "、".join(f"{code}（{name}）" for code, name in known)
        raise UserError(
            "NO_TYPE", f"没有「{text}」这种类型。", f"可以用：{words}。" if words else ""
        )
    return found.code


def _folder(importer: _Importer, folder: Path) -> tuple[dict[str, Any], list[str], int]:
    """Every workbook of a folder; one that cannot be read, or that meets a bug, does not stop the
    others."""
    found = workbooks_in(folder)
    results: list[dict[str, Any]] = []
    lines: list[str] = []
    status = 0
    for path in found:
        name = str(path.relative_to(folder))
        try:
            done = importer.one(path)
        except (KnownError, BugError) as error:
            if error.code not in ("IMP-FILE", "BUG"):
                raise
            told: UnionDeskError = error
            if isinstance(error, BugError):
                told = bug_told(crash.report(error))
                status = BUG
            said = {"code": told.code, "message": told.message, "advice": told.advice}
            results.append({"file": name, "error": said})
            lines.append(f"{name}：{told.message}")
            status = max(status, SOME_FAILED)
            continue
        results.append({"file": name, **_result(importer.call, done)})
        lines += [name, *_lines(done)]
        status = max(status, _status(done))
    sums = _sum([r for r in results if "error" not in r])
    return {"dry_run": importer.call.options.dry_run, "files": results, **sums}, lines, status


def _status(done: _File) -> int:
    return 1 if any(outcome in LEFT for _, _, outcome in done.outcomes()) else 0


# -- what an import says ---------------------------------------------------------------------------


def _counts(done: _File, sheet: str) -> dict[str, int]:
    by = Counter(outcome for name, _, outcome in done.outcomes() if name == sheet)
    told = {key: by[outcome] for key, outcome in _KEYS.items()}
    return {"rows": sum(told.values()), **told, "skipped": by[Row.SKIPPED]}


def _sum(results: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {key: sum(one[key] for one in results) for key in ("rows", *_KEYS, "skipped")}


def _result(call: Call, done: _File) -> dict[str, Any]:
    parts = [_sheet(done, layout) for layout in done.layouts]
    result: dict[str, Any] = {"dry_run": call.options.dry_run, "batch": done.batch}
    if len(parts) == 1:
        result |= parts[0]
    else:
        result |= _sum(parts)
        result["sheets"] = parts
        result["problems"] = [p for part in parts for p in part["problems"]]
    result["skipped_sheets"] = done.end.skipped_sheets
    result["notes"] = done.end.notes
    if call.options.outcomes:
        result["outcomes"] = [
            {"sheet": sheet, "row": row, "outcome": outcome.value}
            for sheet, row, outcome in done.outcomes()
        ]
    if call.options.complete:
        result["absent"] = [
            {"id": one.person, "name": one.name, "union": one.union_name, "outcome": "absent"}
            for one in done.absent
        ]
    return result


def _sheet(done: _File, layout: Layout) -> dict[str, Any]:
    return {
        "sheet": layout.sheet,
        "header_row": layout.header_row,
        "columns": [
            {"column": c.column, "header": c.header, "field": c.field} for c in layout.columns
        ],
        "unmatched": layout.unmatched,
        **_counts(done, layout.sheet),
        "problems": [
            {**problem.to_json(), "column": problem.column or layout.letter(problem.field)}
            for row in done.told()
            if row.sheet == layout.sheet
            for problem in row.problems
        ],
    }


_WORDS = {
    "rows": "共", "new": "新增", "changed": "更改", "same": "相同",
    "possible_duplicates": "疑似重复",
    "transfers": "待转入", "rejected": "没有写入", "skipped": "跳过",
}  # fmt: skip


def _lines(done: _File) -> list[str]:
    lines = []
    for layout in done.layouts:
        told = _counts(done, layout.sheet)
        said = "，".join(f"{word} {told[key]} 行" for key, word in _WORDS.items() if told[key])
        lines.append(f"{layout.sheet}：{said or '没有数据行'}")
    for row in done.told():
        for problem in row.problems:
            if problem.severity is not Severity.INFO:
                word = "没有写入" if problem.severity is Severity.MUST else "请核对"
                lines.append(
                    f"  {row.sheet} 第{row.row}行  {problem.code}  {word}：{problem.message}"
                )
    lines += [f"  名册里没有：{one.name}（{one.union_name}）" for one in done.absent]
    return lines


def _rejected(call: Call, importer: _Importer) -> Path | None:
    """The rows that were not written, as a workbook of the same layout with the reasons."""
    if not call.options.rejected:
        return None
    out = Path(call.options.rejected)
    write_left(out, importer.files, importer.sheet.reads, call.progress)
    return out.absolute()


# -- template --------------------------------------------------------------------------------------


def template(call: Call) -> Outcome:
    """A workbook to fill in and send back; with ``--unit`` holding what is known of that unit."""
    options = call.options
    sheet, out = sheet_of(options.kind), Path(options.out)
    kind = sheet.kind
    if options.unit:
        with call.workspace() as workspace:

            def read(conn: Any) -> tuple[list[dict[str, Any]], str]:
                return known_rows(conn, sheet, unit_id(conn, options.unit), call.today)

            rows, title = workspace.read(read)
    else:
        rows, title = [], ""
    written = write_blank(out, sheet, rows, title)
    columns = [
        {"column": column_letter(n), "header": f.title, "field": f.key, "obligatory": f.obligatory}
        for n, f in enumerate(kind.asked.fields)
    ]
    result = {"file": out.absolute(), "columns": columns, "rows": written.rows}
    return Outcome(result, [f"已做好：{out}（{len(columns)} 列，预填 {written.rows} 行）"])


# -- export ----------------------------------------------------------------------------------------


def export(call: Call) -> Outcome:
    """A list as a workbook or CSV; numbers of persons masked unless revealed with a reason."""
    options, books = call.options, books_of(AREAS)
    if options.kind in books:
        return _report_book(call, books[options.kind])
    sheet, out = sheet_of(options.kind, books), Path(options.out)
    if options.reveal and not (options.reason or "").strip():
        raise UsageError("--reveal 要写明 --reason。", "请写明为什么要完整号码；会记入日志。")
    kind, day = sheet.kind, options.as_of or call.today
    hidden = any(field.sensitive for field in kind.fields)
    with call.workspace() as workspace:

        def write(conn: Any) -> Written:
            view = View(day, unit=unit_id(conn, options.unit))
            if options.reveal and hidden:  # the entry comes before the numbers go out
                rows = sum(len(block[0]) for block in sheet.blocks(conn, view))
                workspace.do(reveal, what=kind.title, rows=rows, reason=options.reason.strip())
            columns, blocks = out_columns(kind, masked=not options.reveal), sheet.blocks(conn, view)
            return write_blocks(out, columns, blocks, sheet=kind.title, progress=call.progress)

        written = workspace.read(write)
    masked = hidden and not options.reveal
    result = {"file": out.absolute(), "rows": written.rows, "masked": masked}
    lines = [f"已导出 {written.rows} 行：{out}", *written.notes]
    return Outcome(result, lines)


def _report_book(call: Call, book: ReportBook) -> Outcome:
    """A finished workbook; ``--as-of`` in an earlier year is that year's."""
    options, out = call.options, Path(call.options.out)
    day = options.as_of or call.today
    with call.workspace() as workspace:

        def read(conn: Any) -> Any:
            scope = scope_of(conn, today=call.today, as_of=day, unit=options.unit)
            return book.make(ask_of(conn, AREAS, scope, year=day.year, today=call.today))

        written = write_report(out, workspace.read(read))
    result = {"file": out.absolute(), "rows": written.rows, "masked": False}
    return Outcome(result, [f"已写到：{out}"])

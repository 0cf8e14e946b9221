"""One import in the window, from the chosen files to the act: looked into, read, judged, written.

Checked rows wait in the encrypted staging database; nothing of a file lies anywhere else on the
disk. All methods are for worker threads, one at a time. No Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.base.errors import BugError, KnownError, UserError
from app.base.progress import SILENT, Progress
from app.base.text import squeeze
from app.sheets.area_sheet import AreaSheet
from app.sheets.cells import show
from app.sheets.checked import CheckedRow, FileEnd, Outcome
from app.sheets.checking import Options as Reading
from app.sheets.checking import SheetLook, Source, check_file, look_into
from app.sheets.comparing import Options, Plan
from app.sheets.grid import column_index, file_error
from app.sheets.header import Choice, Layout
from app.sheets.intake import FileRead, counts, letters_of, told_of, write_left
from app.sheets.judged import JudgedRows, Rows, StagedRows
from app.sheets.masked import refuse_masked
from app.sheets.mending import check_again, look_for_twice
from app.sheets.writing import Written
from app.store.keeping import before
from app.store.notes import matchings, register_received
from app.store.search import find
from app.store.staging import Staging

if TYPE_CHECKING:
    from app.store.work import Changes
    from app.store.workspace import Workspace

_BATCH = 500
_FREED = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks of an import at its first step.

    Attributes:
        sources: files and pasted blocks.
        unit: id of the unit that sent them; rows that name no upper one go below it.
        policy: see the area's options.
        on_day: the day of reported numbers.
        type: for rows that do not say theirs; None: judged by the name.
        complete: a file is the whole roster of its unit.
    """

    sources: tuple[Source, ...]
    unit: str | None = None
    policy: str = "fill"
    on_day: date = date.min
    type: str | None = None
    complete: bool = False


@dataclass(slots=True)
class FileJob:
    """One of the files.

    Attributes:
        source: where it comes from.
        looks: its sheets with the layouts found.
        choices: what a person decided about the columns of a sheet.
        but: sheets that are not wanted.
        error: why it could not be read or written.
        staged: id in the staging database, "" before it is read.
        kept: the same, for rows that wait from an earlier session and need not be read again.
        layouts, end: of the reading.
        plan: what its rows would do; after the commit: did. Given by ``judged``.
        decisions, names, absent: of a person; see the area's options.
        sender: id of the unit it seems to come from.
        changes: of the commit.
    """

    source: Source
    looks: list[SheetLook] = field(default_factory=list)
    choices: dict[str, Choice] = field(default_factory=dict)
    but: set[str] = field(default_factory=set)
    error: KnownError | UserError | None = None
    staged: str = ""
    kept: str = ""
    layouts: list[Layout] = field(default_factory=list)
    end: FileEnd = field(default_factory=FileEnd)
    plan: Plan | None = None
    decisions: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    absent: dict[str, dict[str, Any]] = field(default_factory=dict)
    sender: str | None = None
    changes: Changes | None = None
    _counts: dict[Outcome, int] = field(default_factory=lambda: counts(()), repr=False)

    @property
    def name(self) -> str:
        """Of the file."""
        return self.source.name

    @property
    def rows(self) -> Rows:
        """The judged rows, in the order of the file."""
        return self.plan.rows if self.plan is not None else []

    def layout(self, sheet: str) -> Layout:
        """Of one of its sheets."""
        return next(layout for layout in self.layouts if layout.sheet == sheet)

    def judged(self, plan: Plan | None) -> None:
        """Take a plan, and count its rows here: the window asks for the counts again and again."""
        self.plan = plan
        self._counts = counts(self.rows)

    def counts(self) -> dict[Outcome, int]:
        """Rows by outcome."""
        return dict(self._counts)

    def to_write(self) -> int:
        """How many rows would be written, and missing records be dealt with."""
        found = self.counts()
        missing = sum(one.what not in ("", "stays") for one in self.missing())
        return found[Outcome.NEW] + found[Outcome.CHANGED] + missing

    def missing(self) -> Sequence[Any]:
        """Records that a whole list does not name."""
        return self.plan.absent if self.plan is not None else ()

    def decide(self, sheet: str, row: int, **what: Any) -> None:
        """What a person decided about a row, in place of what was decided before; nothing: back."""
        if what:
            self.decisions[sheet, row] = what
        else:
            self.decisions.pop((sheet, row), None)

    def take(self, cells: Sequence[tuple[str, int, str]], on: bool) -> None:
        """Take over differing values (sheet, row, field), or leave them as they are."""
        for sheet, row, key in cells:
            known = dict(self.decisions.get((sheet, row), {}))
            taken = set(known.pop("take", ()))
            taken = taken | {key} if on else taken - {key}
            if taken:
                known["take"] = sorted(taken)
            self.decide(sheet, row, **known)


def typed_of(sheet: AreaSheet) -> str:
    """The obligatory field that the type told for a whole file stands for; empty: there is none."""
    fields = sheet.kind.fields if sheet.types else ()
    return next((f.key for f in fields if f.obligatory and f.choices == sheet.types), "")


def given_of(sheet: AreaSheet, *, unit: object, type: object) -> frozenset[str]:
    """Obligatory fields that need no column, since a unit or a type was told for the file."""
    return frozenset([*(["union"] if unit else []), *([typed_of(sheet)] if type else [])])


class Intake:
    """The files of one import, step by step."""

    def __init__(self, workspace: Workspace, sheet: AreaSheet, wish: Wish) -> None:
        self.workspace, self.sheet, self.wish = workspace, sheet, wish
        self.files = [FileJob(source) for source in wish.sources]
        self.job = workspace.new_id()
        self._staging: Staging | None = None
        self._remembered: dict[str, dict[str, str]] | None = None

    # -- columns ---------------------------------------------------------------------------------

    def look(self, progress: Progress = SILENT) -> None:
        """Look into the files. Of several one that cannot be read does not stop the others.

        Raises:
            KnownError: IMP-FILE, if there is only one. Cancelled.
        """
        for number, file in enumerate(self.files, 1):
            progress.step(number - 1, len(self.files), f"正在读 {file.name}")
            self._or_noted(file, self.look_again, progress)

    def look_again(self, file: FileJob, progress: Progress = SILENT) -> None:
        """Look into one file with what was decided so far."""
        options = self._reading(file)
        still = Progress(None, progress.stopped)
        file.looks = look_into(file.source, self.sheet.reads, options, still)
        file.error = None
        if not file.looks:
            raise file_error("这个文件里没有可读的工作表。", "请确认来表单位发的是数据表。")

    def _reading(self, file: FileJob) -> Reading:
        if self._remembered is None:
            kind = self.sheet.kind.kind
            self._remembered = self.workspace.read(lambda conn: matchings(conn, kind))
        given = given_of(self.sheet, unit=self.wish.unit, type=self.wish.type)
        return Reading(remembered=self._remembered, choices=dict(file.choices), given=given)

    def _or_noted(self, file: FileJob, work: Any, progress: Progress) -> None:
        try:
            work(file, progress)
        except (KnownError, UserError) as error:
            if len(self.files) == 1:
                raise
            file.error = error
        except BugError:
            if len(self.files) == 1:
                raise
            file.error = file_error(
                "程序读这个文件时出了错，其余文件不受影响。",
                "请另存为 .xlsx 再试；还不行，就单独导入它，会有错误报告，请交给维护的人。",
            )

    # -- reading and judging ---------------------------------------------------------------------

    @property
    def staging(self) -> Staging:
        """Where the rows wait."""
        if self._staging is None:
            self._staging = Staging(self.workspace)
            self._staging.drop_old()
        return self._staging

    def read(self, progress: Progress = SILENT) -> None:
        """Read and check every file into the staging database, and judge its rows.

        Raises:
            KnownError: IMP-FILE, if there is only one file. Cancelled: nothing stays behind.
        """
        try:
            for file in self.files:
                if file.kept:
                    self.judge(file)
                    file.kept = ""
                elif file.looks:
                    self._or_noted(file, self._read_and_judge, progress)
        except BaseException:
            self.forget_rows()
            raise

    def _read_and_judge(self, file: FileJob, progress: Progress) -> None:
        self._forget(file)
        file.error = None
        source = {"kind": self.sheet.kind.kind, "file": file.name}
        file.staged = self.staging.begin(source)
        batch: list[CheckedRow] = []
        kinds = self.sheet.reads
        for item in check_file(file.source, kinds, self._reading(file), progress):
            if isinstance(item, FileEnd):
                file.end = item
            elif item.sheet in file.but:
                continue
            elif isinstance(item, Layout):
                file.layouts.append(item)
            else:
                batch.append(item)
                if len(batch) >= _BATCH:
                    self._stage(file, batch)
        self._stage(file, batch)
        if not file.layouts:
            raise file_error("没有选择要导入的工作表。", "请在「对应列」一步勾选要导入的工作表。")
        progress.step(0, 0, f"正在核对 {file.name}")
        self.judge(file)

    def _stage(self, file: FileJob, batch: list[CheckedRow]) -> None:
        refuse_masked(file.layouts, batch, self.sheet.reads)
        self.staging.add(file.staged, [row.to_json() for row in batch])
        batch.clear()

    def staged_rows(self, file: FileJob) -> StagedRows:
        """The rows of a file as they wait."""
        return StagedRows(self.staging, file.staged)

    def options(self, file: FileJob) -> Options:
        """How the rows of a file are meant."""
        wish, stem = self.wish, Path(file.name).stem
        return Options(
            policy=wish.policy,
            unit=wish.unit,
            type=wish.type,
            on_day=wish.on_day,
            decisions=dict(file.decisions),
            names=dict(file.names),
            told={one.sheet: told_of(one, stem) for one in file.layouts},
            letters=letters_of(file.layouts),
            complete=wish.complete and self.sheet.complete,
            absent=dict(file.absent),
        )

    def judge(self, file: FileJob) -> None:
        """What the rows of a file would do, as the register and the decisions are now."""
        rows = self.staged_rows(file)
        options, today = self.options(file), self.workspace.surroundings.today()
        old = file.rows
        plan = self.workspace.read(lambda conn: self.sheet.plan(conn, rows, options, today=today))
        file.judged(plan)
        self.staging.set_source(file.staged, self._packed(file))
        _let_go(old)

    def _packed(self, file: FileJob) -> dict[str, Any]:
        """What is to be known of a file beside its rows, to go on with it in another session."""
        wish = self.wish
        return {
            "job": self.job,
            "place": self.files.index(file),
            "kind": self.sheet.kind.kind,
            "file": file.name,
            "path": str(file.source) if isinstance(file.source, Path) else "",
            "wish": {
                "unit": wish.unit,
                "policy": wish.policy,
                "on_day": wish.on_day.isoformat(),
                "type": wish.type,
                "complete": wish.complete,
            },
            "layouts": [one.to_json() for one in file.layouts],
            "end": asdict(file.end),
            "decisions": [[sheet, row, what] for (sheet, row), what in file.decisions.items()],
            "names": [[kind, text, record] for (kind, text), record in file.names.items()],
            "absent": file.absent,
            "sender": file.sender,
        }

    # -- a person's decisions --------------------------------------------------------------------

    def mend(self, file: FileJob, index: int, column: int, text: str) -> None:
        """Put ``text`` into a cell (row by its place in ``rows``, column from 0) and judge again.

        Raises:
            UserError: NOT_FOUND if the rows are gone.
        """
        rows = self.staged_rows(file)
        if not 0 <= index < len(rows):
            raise UserError("NOT_FOUND", "这一行已经不在了。", "请重新读取工作簿。")
        old = rows[index]
        layout = file.layout(old.sheet)
        kind = next(k for k in self.sheet.reads if k.kind == layout.kind)
        mended = check_again(layout, kind, old, column, text)
        changed = look_for_twice(
            (mended if number == index else row for number, row in enumerate(rows)),
            file.layouts,
            self.sheet.reads,
        )
        lines = [{**row.to_json(), "number": number} for number, row in changed if number != index]
        self.staging.update(file.staged, [*lines, {**mended.to_json(), "number": index}])
        self.judge(file)

    def choose_name(self, file: FileJob, index: int, key: str, name: str) -> bool:
        """The record of that name is meant wherever a field says what this row says, here and in
        files to come; False if no record or several have it."""
        about = self.sheet.named.get(key)
        text = self.staged_rows(file)[index].values.get(key)
        if about is None or not text:
            return False
        hits, _ = self.workspace.read(lambda conn: find(conn, name, 200))
        wanted = (about.removesuffix("s"), name)
        same = [hit["id"] for hit in hits if (hit["kind"], hit["title"]) == wanted]
        if len(same) != 1:
            return False
        for one in self.files:
            one.names[about, squeeze(text)] = same[0]
            if one.plan is not None:
                self.judge(one)
        return True

    def guess_senders(self, known: Sequence[Mapping[str, str]]) -> None:
        """Which of the known units a file seems to come from, by its name and its titles."""
        for file in self.files:
            stem = squeeze(Path(file.name).stem)
            said = stem + "".join(squeeze(t) for layout in file.layouts for t in layout.titles)
            for key in ("title", "where"):
                found = [one for one in known if one[key] and squeeze(one[key]) in said]
                if len(found) == 1:
                    file.sender = found[0]["id"]
                    break
            else:
                found = [one for one in known if len(stem) > 2 and stem in squeeze(one["title"])]
                file.sender = found[0]["id"] if len(found) == 1 else None

    # -- writing ---------------------------------------------------------------------------------

    def commit(self, progress: Progress = SILENT) -> list[Changes]:
        """Back up, then write each file in one act. What each did stands in its ``plan``.

        Raises:
            KnownError, UserError: if there is only one file. Cancelled: the file under way is
            rolled back, those before it stay.
        """
        if any(file.to_write() for file in self.files):
            before(self.workspace, "import", progress)
        for file in self.files:
            if file.plan is not None and file.error is None and file.changes is None:
                self._or_noted(file, self._write, progress)
        return [file.changes for file in self.files if file.changes is not None]

    def _write(self, file: FileJob, progress: Progress) -> None:
        sender = self.wish.unit or file.sender
        if file.to_write():
            by_hand = {
                layout.signature: layout.matching()
                for layout in file.layouts
                if layout.sheet in file.choices
            }
            rows = self.staged_rows(file)
            old = file.rows
            changes, plan = self.sheet.commit(
                self.workspace,
                rows,
                self.options(file),
                file_name=file.name,
                sender=sender,
                matchings=by_hand,
                progress=progress,
            )
            file.judged(plan)
            file.changes = changes if changes.entry else None
            _let_go(old)
        elif sender:
            file.changes = self.workspace.do(
                register_received, kind=self.sheet.kind.kind, file_name=file.name, sender=sender
            )
        if file.plan is not None and isinstance(file.plan.rows, JudgedRows):
            file.plan.rows = file.plan.rows.detached()
        self._forget(file, rows_only=True)

    def write_left(self, path: Path, progress: Progress = SILENT) -> Written:
        """The rows that were not written, with the reasons; see ``intake.write_left``."""
        files = [
            FileRead(file.name, [replace(one) for one in file.layouts], file.rows)
            for file in self.files
            if file.plan is not None
        ]
        return write_left(path, files, self.sheet.reads, progress)

    # -- clearing --------------------------------------------------------------------------------

    def forget_rows(self) -> None:
        """Nothing waits any more; the files can be read again."""
        for file in self.files:
            self._forget(file)

    def _forget(self, file: FileJob, *, rows_only: bool = False) -> None:
        if file.staged:
            self.staging.drop(file.staged)
        file.staged = file.kept = ""
        if not rows_only:
            file.layouts, file.end = [], FileEnd()
            file.judged(None)

    def close(self) -> None:
        """Nothing waits any more, and the staging database is closed."""
        self.forget_rows()
        if self._staging is not None:
            self._staging.close()
            self._staging = None


def cell_of(layout: Layout, row: CheckedRow, key: str) -> tuple[int, str]:
    """Where a field of a row stands (column from 0; -1: nowhere) and what is written there."""
    letter = layout.letter(key)
    if not letter:
        return -1, ""
    index = column_index(letter)
    cell = row.cells[index] if index < len(row.cells) else ""
    return index, show(cell)


def _let_go(rows: Rows) -> None:
    """Free many rows a few at a time: freed at once, 20,000 stop all threads for 0.1 s."""
    while rows and isinstance(rows, list):
        del rows[-_FREED:]

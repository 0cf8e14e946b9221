"""What comes back from an upper platform: the result of what was sent, or its whole list.

``read_answers`` → ``keep_answers``: per record taken, or why not. ``compare`` → what does not agree
(平台有我无, 我有平台无, 不一致) → ``write_comparison``, ``settle``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_field
from datetime import date
from pathlib import Path
from typing import Any

from app.base.codes import code_list
from app.base.errors import UserError
from app.base.lists import mask
from app.base.progress import SILENT, Progress
from app.base.text import squeeze
from app.sheets.cells import show
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.checking import Options, check_file, look_into
from app.sheets.fields import AMOUNTS, Kind
from app.sheets.grid import column_index, file_error
from app.sheets.header import Choice, Layout
from app.sheets.words import header_key
from app.sheets.writing import OutColumn, Written, export_file
from app.store.notes import reveal
from app.store.workspace import Workspace

from ..acts.platforms import mark_exported, record_answers
from ..lists.platforms import Mapped, Platform, ended, holders, platform
from ..rules.documents import normalise
from .platform_records import Areas, records, said_of
from .platform_words import FINER
from .platforms import KINDS, cell_of, day_text, digest_of, told

THERE, HERE, DIFFERS = "there", "here", "differs"
WORDS = {THERE: "平台有我无", HERE: "我有平台无", DIFFERS: "不一致"}
_PEOPLE = ("结果", "姓名", "证件号码", "所属工会", "项目", "本单位", "平台", "平台文件行号")
_UNIONS = ("结果", "工会名称", "编码", "上级工会", "项目", "本单位", "平台", "平台文件行号")
_WIDTHS = (14, 24, 22, 28, 14, 24, 24, 12)
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform says of one row.

    Attributes:
        sheet, row: where it stands.
        record: person or union; "" if it is none of ours.
        name: as written there.
        reason: why it was not taken; None: it was.
    """

    sheet: str
    row: int
    record: str
    name: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison; of ``differs`` one per field.

    Attributes:
        what: ``there`` (平台有我无), ``here`` (我有平台无) or ``differs``.
        record: person or union; "" where we have none.
        name, number: of the record; ``where``: her union.
        field, ours, theirs: what differs, in words; of ``there``, ``ours`` tells what became of
            somebody who is no member any more.
        row: in the platform's file; 0 where it is not there.
        hidden: the values are numbers of a person, to be masked on screen.
    """

    what: str
    record: str
    name: str
    number: str
    where: str = ""
    field: str = ""
    ours: str = ""
    theirs: str = ""
    row: int = 0
    hidden: bool = False


@dataclass(slots=True)
class Comparison:
    """A platform's whole list beside ours.

    Attributes:
        lines: what does not agree, in the order of the file, ours at the end.
        agree: record → digest of those that agree in every column.
        rows: of the file.
    """

    platform: Platform
    lines: list[Line] = made_field(default_factory=list)
    agree: dict[str, str] = made_field(default_factory=dict)
    rows: int = 0

    def counts(self) -> dict[str, int]:
        """Records per kind of line."""
        found = {
            what: len({(one.record, one.row) for one in self.lines if one.what == what})
            for what in WORDS
        }
        return found | {"agree": len(self.agree)}


# -- reading ---------------------------------------------------------------------------------------


def _rows(
    path: Path, made: Platform, progress: Progress
) -> tuple[list[tuple[Layout, CheckedRow]], list[Layout]]:
    """The rows of a file of the platform, with its columns meaning what the template's do."""
    kind = KINDS[made.kind]
    known: dict[str, str] = {}
    for column in made.columns:
        if column.field not in known.values():
            known.setdefault(header_key(column.header), column.field)
    known |= {header_key(head): "" for group in ("success", "reason") for head in told()[group]}
    choices = {}
    for look in look_into(path, [kind]):
        layout = look.layout
        if layout is None:
            continue
        heads = {c.column: c.header for c in layout.columns} | dict(layout.others)
        columns = {at: known[key] for at, h in heads.items() if (key := header_key(h)) in known}
        lines = layout.first_row - layout.header_row
        choices[look.name] = Choice(layout.header_row, lines, columns)
    rows, layouts = [], []
    for item in check_file(path, [kind], Options(choices=choices), progress):
        if isinstance(item, Layout):
            layouts.append(item)
        elif isinstance(item, CheckedRow) and item.outcome is not Outcome.SKIPPED:
            rows.append((layouts[-1], item))
    return rows, layouts


def _raw(layout: Layout, row: CheckedRow, key: str) -> str:
    """A cell as it is written."""
    letter = layout.letter(key)
    at = column_index(letter) if letter else len(row.cells)
    return show(row.cells[at]).strip() if at < len(row.cells) else ""


class _Ours:
    """Our records by what tells them apart."""

    def __init__(
        self, conn: Any, made: Platform, day: date, unit: str | None, areas: Areas = ()
    ) -> None:
        self.values = dict(records(conn, made, day, None, areas))
        whole = unit is None
        self.inside = set(self.values if whole else dict(records(conn, made, day, unit)))
        self._conn, self._members, self._day = conn, made.kind == "members", day
        found: dict[Key, set[str]] = {}
        for record, values in self.values.items():
            for key in self._keys(values):
                found.setdefault(key, set()).add(record)
        self._by_key = {key: ids.pop() for key, ids in found.items() if len(ids) == 1}
        self._elsewhere: dict[str, str] = {}
        self.said: dict[str, str] = {}
        """Of somebody who is no member any more: what happened."""

    def _keys(self, values: Mapping[str, Any]) -> list[Key]:
        name = squeeze(str(values.get("name") or ""))
        if not self._members:
            codes = ("code", "credit_code")
            found: list[Key] = [(key, str(values[key]).upper()) for key in codes if values.get(key)]
            upper = squeeze(str(values.get("upper") or ""))
            return [*found, ("name", name, upper), ("name", name)] if name else found
        number = normalise(str(values.get("number") or ""))
        if not number:
            return []
        return [("number", number), ("seen", name, number[:3], number[-2:])]

    def look_up(self, rows: Sequence[tuple[Layout, CheckedRow]]) -> None:
        """People who stand there under a former document, or who are not members any more."""
        if self._members:
            numbers = {number_of(layout, row) for layout, row in rows}
            numbers -= {key[1] for key in self._by_key if key[0] == "number"}
            self._elsewhere = holders(self._conn, {n for n in numbers if n and "*" not in n})
            people = set(self._elsewhere.values()) - set(self.values)
            self.said = {who: said_of(how) for who, how in
                         ended(self._conn, people, self._day).items()}  # fmt: skip

    def who(self, layout: Layout, row: CheckedRow) -> str:
        """The record that a row is about; "" for none of ours."""
        if not self._members:
            values = {k: row.values.get(k) or _raw(layout, row, k) for k in
                      ("code", "credit_code", "name", "upper")}  # fmt: skip
            return next((self._by_key[k] for k in self._keys(values) if k in self._by_key), "")
        number = number_of(layout, row)
        if "*" in number:
            key = ("seen", squeeze(_raw(layout, row, "name")), number[:3], number[-2:])
            return self._by_key.get(key, "")
        return self._by_key.get(("number", number)) or self._elsewhere.get(number, "")


def number_of(layout: Layout, row: CheckedRow) -> str:
    """The document number of a row, wrong ones as they are written."""
    return str(row.values.get("number") or normalise(_raw(layout, row, "number")))


# -- the result of what was sent -------------------------------------------------------------------


def read_answers(
    workspace: Workspace, platform_id: str, path: Path, progress: Progress = SILENT
) -> list[Answer]:
    """Read a platform's result file: per row whether it was taken, or why not.

    Raises:
        KnownError: IMP-FILE: no workbook, not of this template, or without such a column.
    """
    made = workspace.read(lambda conn: platform(conn, platform_id))
    rows, layouts = _rows(path, made, progress)
    places = {layout.sheet: _result_columns(layout) for layout in layouts}
    if not any(places.values()):
        heads = "、".join(f"「{head}」" for head in (told()["success"][0], told()["reason"][0]))
        raise file_error(
            f"「{path.name}」里没有{heads}这样的列，不是平台的导入结果。",
            "请选平台导入后下载的结果文件；平台的全部名单请用「与平台名单核对」。",
        )
    today = workspace.surroundings.today()

    def read(conn: Any) -> list[Answer]:
        ours = _Ours(conn, made, today, None)
        ours.look_up(rows)
        return [
            Answer(row.sheet, row.row, ours.who(layout, row), _raw(layout, row, "name"), reason)
            for layout, row in rows
            if (reason := _reason(row, places[layout.sheet])) != ""
        ]

    return workspace.read(read)


def told_of(answers: Sequence[Answer]) -> dict[str, str | None]:
    """Record → why it was not taken, None if it was; as ``record_answers`` notes it."""
    return {one.record: one.reason for one in answers if one.record}


def keep_answers(workspace: Workspace, platform_id: str, answers: Sequence[Answer]) -> int:
    """Note what the platform said; returns of how many records. What it did not take goes up again.

    Raises:
        UserError: NOTHING if no row is one of ours.
    """
    known = told_of(answers)
    if not known:
        raise UserError("NOTHING", "结果文件里没有一行是本单位的记录。", "请核对是不是选错了文件。")
    today = workspace.surroundings.today()
    workspace.do(record_answers, platform_id, answers=known, on=today)
    return len(known)


def _result_columns(layout: Layout) -> dict[str, int]:
    found: dict[str, int] = {}
    for letter, head in layout.others:
        for group in ("success", "reason"):
            if header_key(head) in {header_key(known) for known in told()[group]}:
                found.setdefault(group, column_index(letter))
    return found


def _reason(row: CheckedRow, places: Mapping[str, int]) -> str | None:
    """None: taken; "": it does not say; else why not."""

    def cell(group: str) -> str:
        at = places.get(group, len(row.cells))
        return show(row.cells[at]).strip() if at < len(row.cells) else ""

    success, reason = cell("success"), cell("reason")
    if success:
        if success.upper() in told()["accepted"]:
            return None
        return reason or f"平台未接收（{success}）"
    if reason in told()["nothing"]:
        return None if reason or "success" not in places else ""
    return reason


# -- its whole list --------------------------------------------------------------------------------


def compare(
    workspace: Workspace,
    platform_id: str,
    path: Path,
    *,
    unit: str | None = None,
    areas: Areas = (),
    progress: Progress = SILENT,
) -> Comparison:
    """Compare the platform's whole list with ours of today; nothing is changed.

    Args:
        unit: ours of this union and those below it only.
        areas: see ``records``.

    Raises:
        KnownError: IMP-FILE.
    """
    made = workspace.read(lambda conn: platform(conn, platform_id))
    rows, _ = _rows(path, made, progress)
    today = workspace.surroundings.today()

    def read(conn: Any) -> Comparison:
        ours = _Ours(conn, made, today, unit, areas)
        ours.look_up(rows)
        return _compared(made, ours, rows)

    return workspace.read(read)


def _compared(made: Platform, ours: _Ours, rows: Sequence[tuple[Layout, CheckedRow]]) -> Comparison:
    found, seen = Comparison(made, rows=len(rows)), set()
    for layout, row in rows:
        record = ours.who(layout, row)
        values = ours.values.get(record)
        if values is None:
            number = number_of(layout, row) or _raw(layout, row, "code")
            where = _raw(layout, row, "union") or _raw(layout, row, "upper")
            name = _raw(layout, row, "name")
            now = ours.said.get(record, "")
            found.lines.append(Line(THERE, record, name, number, where, ours=now, row=row.row))
            continue
        seen.add(record)
        lines = list(_differences(made, layout, row, record, values))
        if record not in ours.inside and not any(one.field in _placed(made) for one in lines):
            continue  # of another unit here, and there too
        found.lines += lines
        if not lines:
            found.agree[record] = digest_of(made, values)
    for record, values in ours.values.items():
        if record in ours.inside and record not in seen:
            found.lines.append(Line(HERE, record, *_who(values)))
    return found


def _placed(made: Platform) -> set[str]:
    """Titles of the fields that tell where a record belongs."""
    keys = {"members": ("union",), "organisations": ("upper",)}[made.kind]
    return {KINDS[made.kind].field(key).title for key in keys}


def _who(values: Mapping[str, Any]) -> tuple[str, str, str]:
    number = values.get("number") or values.get("code") or values.get("credit_code")
    return (
        str(values["name"]),
        str(number or ""),
        str(values.get("union") or values.get("upper") or ""),
    )


def _differences(
    made: Platform, layout: Layout, row: CheckedRow, record: str, values: Mapping[str, Any]
) -> Iterator[Line]:
    kind, done = KINDS[made.kind], set()
    for column in made.columns:
        key = column.field
        if not key or key in done or not layout.letter(key):
            continue
        done.add(key)
        mine, raw = str(values.get(key) or ""), _raw(layout, row, key)
        if "*" in raw or (raw and cell_of(column, values) == raw):
            continue
        if _same(made, column, mine, raw, row):
            continue
        theirs = _in_words(made, column, raw, row)
        each = kind.field(key)
        yield Line(
            DIFFERS,
            record,
            *_who(values),
            each.title,
            mine,
            theirs,
            row.row,
            each.sensitive,
        )


def _in_words(made: Platform, column: Mapped, raw: str, row: CheckedRow) -> str:
    """Their value as we would write it; as it is where we cannot read it."""
    back = {theirs: ours for ours, theirs in reversed(list(column.words.items())) if theirs}
    if raw in back:
        return back[raw].replace("/", "，") if column.field in FINER else back[raw]
    value = row.values.get(column.field)
    if value is None or not raw:
        return raw
    each = KINDS[made.kind].field(column.field)
    if isinstance(value, bool):
        return "是" if value else "否"
    return code_list(each.choices).name_of(value) if each.choices else str(value)


def _same(made: Platform, column: Mapped, mine: str, raw: str, row: CheckedRow) -> bool:
    if raw and column.words.get(mine) == raw:
        return True
    theirs = _in_words(made, column, raw, row)
    if KINDS[made.kind].field(column.field).kind in AMOUNTS and not mine and theirs == "0":
        return True  # nobody is not written there, or here
    if squeeze(theirs) == squeeze(mine):
        return True
    if KINDS[made.kind].field(column.field).kind is Kind.DAY and mine and theirs:
        form = column.form if "yyyy" in column.form else ""
        return bool(form) and day_text(mine, form) == day_text(theirs, form)
    return False


def again(lines: Sequence[Line]) -> dict[str, str | None]:
    """Of records that the platform lacks or has otherwise: why they are to go up again, as
    ``record_answers`` notes it."""
    fields: dict[str, list[str]] = {}
    for one in lines:
        if one.record and one.what != THERE:
            fields.setdefault(one.record, []).append(one.field)
    return {
        record: f"平台上的{'、'.join(each)}不同" if any(each) else "平台的名单里没有"
        for record, each in fields.items()
    }


def send_again(workspace: Workspace, compared: Comparison) -> int:
    """Let those that the platform lacks or has otherwise go up again; returns how many."""
    answers = again(compared.lines)
    if answers:
        today = workspace.surroundings.today()
        workspace.do(record_answers, compared.platform.id, answers=answers, on=today)
    return len(answers)


def settle(workspace: Workspace, compared: Comparison) -> int:
    """Note that the platform has those who agree as they are; returns how many."""
    today = workspace.surroundings.today()
    made = compared.platform
    workspace.do(mark_exported, made.id, digests=compared.agree, on=today, confirmed=True)
    return len(compared.agree)


def write_comparison(
    workspace: Workspace,
    path: Path,
    compared: Comparison,
    *,
    reason: str = "",
    progress: Progress = SILENT,
) -> Written:
    """The lines as a workbook or CSV; numbers of people are masked unless there is a reason, which
    is noted in the log.

    Raises:
        UserError, KnownError: see ``export_file``.
    """
    whole, people = bool(reason.strip()), compared.platform.kind == "members"
    if whole and people:
        what = f"与上级平台「{compared.platform.name}」核对"
        workspace.do(reveal, what=what, rows=len(compared.lines), reason=reason.strip())

    def number(text: str, hidden: bool) -> str:
        return mask(text) if hidden and text and not whole else text

    titles = _PEOPLE if people else _UNIONS
    columns = [
        OutColumn(t, Kind.COUNT if t.endswith("行号") else Kind.TEXT, w)
        for t, w in zip(titles, _WIDTHS, strict=True)
    ]
    rows = (
        (
            WORDS[one.what],
            one.name,
            number(one.number, people),
            one.where,
            one.field,
            number(one.ours, one.hidden),
            number(one.theirs, one.hidden),
            one.row or None,
        )
        for one in compared.lines
    )
    return export_file(path, columns, rows, sheet="核对结果", progress=progress)

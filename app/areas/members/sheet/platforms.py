"""Upper platforms: map a blank template once, then send what is new or changed as that workbook.

For window and command line alike: ``map_template`` → (a person mends the columns) → ``keep`` →
``waiting`` (who goes up, who lacks what) → ``send``. What comes back: ``platform_answers``.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made_field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.areas.organisations.sheet.kinds import ORGANISATIONS
from app.base.errors import UserError
from app.base.paths import resource
from app.base.progress import SILENT, Progress
from app.base.text import half_width
from app.sheets.blanks import Blank, BlankColumn, read_blank
from app.sheets.declared import sheet_kind
from app.sheets.fields import AMOUNTS, Field, Kind, SheetKind
from app.sheets.filling import DAY, MAX_ROWS, NUMBER, TEXT, Place, fill_template
from app.sheets.header import Choice
from app.sheets.words import header_key
from app.sheets.writing import Written
from app.store.notes import reveal
from app.store.work import Act
from app.store.workspace import Workspace

from ..acts.platforms import add_platform, edit_platform, mark_exported
from ..lists.platforms import Mapped, Platform, marks, platform
from .kinds import MEMBERS
from .platform_records import CHANGE, Areas, gone, records
from .platform_words import FINER, word_in, words_for

_UNIONS = replace(
    ORGANISATIONS, fields=(*ORGANISATIONS.fields, *sheet_kind("platform_unions").fields)
)
KINDS: Mapping[str, SheetKind] = {"members": MEMBERS, "organisations": _UNIONS}
"""What a platform's template can ask for, and our fields for it."""
RUNNING = "running"
"""The form of a column that counts the rows (序号)."""
NEW, CHANGED, REFUSED, LEFT = "new", "changed", "refused", "left"
_DAY_FORM = re.compile(r"y{4}\s*([-/.年]?)\s*m{2}\s*([-/.月]?)\s*(?:d{2}日?)?", re.I)
_NUMBERED = re.compile(r"(?<!\d)(\d{1,3})\s*[-、.:：．=]?\s*([\u4e00-\u9fff][^\d、,，;；\s/]*)")


@cache
def told() -> dict[str, Any]:
    """The words of ``resources/sheets/platforms.toml``."""
    return tomllib.loads(resource("sheets", "platforms.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that is to go up.

    Attributes:
        record: person or union.
        name: hers, for lists.
        where: her union; the upper union of a union.
        why: ``new`` (never sent), ``changed`` since, ``refused`` by the platform, ``left`` (the
            platform has it, and it is no member or union any more); ``answer`` tells its reason.
        lacks: heads of obligatory columns that are empty.
        unsaid: heads of columns that stay empty because the template has no word for our value.
        cells: as they will stand in the workbook, in the order of the platform's columns.
        digest: of what is sent.
        by_hand: the template cannot say it: it is to be done on the platform itself.
    """

    record: str
    name: str
    where: str
    why: str
    answer: str
    lacks: tuple[str, ...]
    unsaid: tuple[str, ...]
    cells: tuple[Any, ...]
    digest: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written to go up.

    Attributes:
        file: where it lies; ``rows``: how many.
        left_out: how many were left out because they lack something.
        digests: record → digest of what went up, for the mark 已上平台.
    """

    file: str
    rows: int
    left_out: int
    notes: tuple[str, ...] = ()
    digests: Mapping[str, str] = made_field(default_factory=dict)


# -- mapping ---------------------------------------------------------------------------------------


def map_template(
    path: Path,
    kind: str,
    *,
    name: str = "",
    sheet: str = "",
    choice: Choice | None = None,
    progress: Progress = SILENT,
) -> Platform:
    """Read a blank template and propose what goes into its columns; nothing is kept yet.

    Columns without ``field`` and ``constant`` stay empty: a person may choose, with ``mapped``.

    Args:
        kind: ``members`` or ``organisations``.
        sheet, choice: a person's decision where the head is.

    Raises:
        KnownError: IMP-FILE.
    """
    blank = read_blank(path, KINDS[kind], sheet=sheet, choice=choice, progress=progress)
    fields = {c.column: c.field for c in blank.layout.columns}
    columns = tuple(
        _proposed(one, fields.get(one.column, ""), blank, KINDS[kind]) for one in blank.columns
    )
    return Platform(
        "",
        name or path.stem,
        kind,
        blank.name,
        blank.layout.sheet,
        blank.layout.header_row,
        blank.first_row,
        blank.tail_row,
        columns,
        blank.data,
        tuple(blank.layout.titles),
        blank.notes,
    )


def mapped(kind: str, column: Mapped, *, field: str = "", constant: str = "") -> Mapped:
    """A column to which a person gave a field, a text for every row, or neither."""
    base = replace(column, field=field, constant="" if field else constant, words={}, form=TEXT)
    if not field:
        return base
    each = KINDS[kind].field(field)
    form = column.form if each.kind is Kind.DAY and column.form not in (TEXT, NUMBER) else ""
    return replace(base, form=form or _form(each, "", False), words=words_for(each, column.options))


def keep(workspace: Workspace, made: Platform) -> str:
    """Keep a mapped template, or what was changed of one; returns the platform's id.

    Raises:
        UserError: REQUIRED; TWICE; see ``keeping``.
    """
    act, given, values = keeping(made)
    done = workspace.do(act, *given, **values)
    return made.id or str(done.result)


def keeping(made: Platform) -> tuple[Act[Any, Any], tuple[str, ...], dict[str, Any]]:
    """The act that keeps a mapped template: the act, what it is about, its values.

    Raises:
        UserError: FIELD without a column that tells who a row is about.
    """
    has = {column.field for column in made.columns}
    keys = {"number", "name"} if made.kind == "members" else {"name"}
    if missing := keys - has:
        titles = "、".join(f"「{KINDS[made.kind].field(k).title}」" for k in sorted(missing))
        raise UserError(
            "FIELD", f"模板里没有一列对应{titles}，传上去分不清是谁。", "请给有关的列选定内容。"
        )
    values: dict[str, Any] = {
        "name": made.name,
        "layout": made.layout(),
        "template": hashlib.sha256(made.data).hexdigest(),
        "note": made.note or None,
    }
    if made.id:
        return edit_platform, (made.id,), values
    return add_platform, (), {"kind": made.kind, **values}


def _proposed(one: BlankColumn, key: str, blank: Blank, kind: SheetKind) -> Mapped:
    said = f"{one.header}\n{one.hints}"
    options = one.options
    column = Mapped(one.column, one.header, options=options, required=_required(one, kind, key))
    if not key:
        running = header_key(one.header) in told()["running"]
        return replace(column, form=RUNNING) if running else column
    field = kind.field(key)
    if field.kind in (Kind.CODE, Kind.FLAG) and not options:
        options = _explained(said)
    known = words_for(field, options)
    if options != one.options:  # the head explains numbers: it is they that are wanted
        known = {ours: theirs.split(" ")[0] for ours, theirs in known.items()}
        options = tuple(option.split(" ")[0] for option in options)
    said = "\n".join((said, *blank.layout.titles))
    return replace(
        column, field=key, options=options, words=known, form=_form(field, said, one.day)
    )


def _explained(said: str) -> tuple[str, ...]:
    """「1 男」「2 女」 of a head or note that explains numbers."""
    found = []
    for number, word in _NUMBERED.findall(half_width(said)):
        bare = word if "(" in word else word.rstrip(")")
        found.append(f"{number} {bare}")
    return tuple(found) if len(found) > 1 else ()


def _required(one: BlankColumn, kind: SheetKind, key: str) -> bool:
    text = half_width(f"{one.header}\n{one.hints}")
    if any(mark in text for mark in told()["optional"]):
        return False
    return any(mark in text for mark in told()["required"]) or bool(
        key and kind.field(key).obligatory
    )


def _form(field: Field, said: str, as_day: bool) -> str:
    if field.kind in AMOUNTS:
        return NUMBER
    if field.kind is not Kind.DAY:
        return TEXT
    found = _DAY_FORM.search(said)
    if found:
        return re.sub(r"\s", "", found[0]).replace("Y", "y").replace("m", "M").replace("D", "d")
    return DAY if as_day else "yyyy-MM-dd"


# -- what goes up ----------------------------------------------------------------------------------


def waiting(
    conn: Any, made: Platform, day: date, unit: str | None = None, areas: Areas = ()
) -> list[Waiting]:
    """Who is to go up: never sent, changed since, not taken by the platform, or gone since.
    ``areas``: see ``records``."""
    known = marks(conn, made.id) if made.id else {}
    found, there = [], set()
    for record, values in records(conn, made, day, unit, areas):
        there.add(record)
        mark = known.get(record)
        digest = digest_of(made, values)
        if mark is not None and mark["digest"] == digest:
            continue
        why = NEW if mark is None else REFUSED if mark["answer"] else CHANGED
        answer = str(mark["answer"] or "") if mark is not None else ""
        found.append(_waiting(made, record, values, why, answer, digest))
    sent = {one for one, mark in known.items() if mark["digest"] or mark["exported_on"]} - there
    if sent and unit is not None:  # in another unit is not gone
        sent -= {record for record, _ in records(conn, made, day)}
    return found + _left(conn, made, day, unit, {one: known[one] for one in sent}, areas)


def _left(
    conn: Any,
    made: Platform,
    day: date,
    unit: str | None,
    sent: Mapping[str, Any],
    areas: Areas,
) -> list[Waiting]:
    can = next((c for c in made.columns if c.field == CHANGE[made.kind]), None)
    found = []
    for record, values, said in gone(conn, made, day, set(sent), unit, areas) if sent else ():
        digest = digest_of(made, values, gone=said)
        mark = sent[record]
        if mark["digest"] == digest:
            continue
        if mark["answer"]:  # sent again it would be refused again
            said = f"{said}；平台没有接收：{mark['answer']}"
        by_hand = can is None or not cell_of(can, values) or bool(mark["answer"])
        found.append(_waiting(made, record, values, LEFT, said, digest, by_hand=by_hand))
    return found


def _waiting(
    made: Platform,
    record: str,
    values: Mapping[str, Any],
    why: str,
    answer: str,
    digest: str,
    *,
    by_hand: bool = False,
) -> Waiting:
    cells = tuple(cell_of(column, values) for column in made.columns)
    empty = [c for c, cell in zip(made.columns, cells, strict=True) if cell in ("", None)]
    lacks = tuple(c.header for c in empty if c.required and c.form != RUNNING)
    unsaid = tuple(c.header for c in empty if values.get(c.field))
    where = str(values.get("union") or values.get("upper") or "")
    name = str(values["name"])
    return Waiting(
        record, name, where, why, answer, () if by_hand else lacks, unsaid, cells, digest, by_hand
    )


def digest_of(made: Platform, values: Mapping[str, Any], gone: str = "") -> str:
    """Of what a record's values are, however the template writes them; ``gone``: what became of
    it, which counts though no column may say it."""
    fields = {column.field for column in made.columns if column.field}
    keys = sorted(fields | {FINER[field] for field in fields if field in FINER})
    pairs = [[key, values.get(key) or ""] for key in keys]
    text = json.dumps(pairs + ([["gone", gone]] if gone else []), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16, key=made.id.encode()[:64]).hexdigest()


def cell_of(column: Mapped, values: Mapping[str, Any]) -> Any:
    """A value as the template wants it."""
    if not column.field:
        return None if column.form == RUNNING else column.constant
    value = values.get(column.field)
    if value is None or value == "":
        return ""
    text = str(value)
    if column.words:
        return word_in(column.words, column.field, values)
    if column.options and text not in column.options:
        return ""
    if column.form == NUMBER:
        return value
    if column.form in (TEXT, DAY):
        return text
    return day_text(text, column.form)


def day_text(day: str, form: str) -> str:
    """A day (ISO) in the form of a template: ``yyyyMMdd``, ``yyyy/MM/dd``, ``yyyy年MM月`` …"""
    year, month, rest = day[:4], day[5:7], day[8:10]
    return form.replace("yyyy", year).replace("MM", month).replace("dd", rest)


def sensitive(made: Platform) -> bool:
    """Whether full numbers of people leave with the workbook."""
    kind = KINDS[made.kind]
    return any(kind.field(c.field).sensitive for c in made.columns if c.field)


def send(
    workspace: Workspace,
    platform_id: str,
    path: Path,
    *,
    reason: str = "",
    unit: str | None = None,
    only: Collection[str] | None = None,
    leave_out: bool = True,
    most: int = MAX_ROWS,
    mark: bool = True,
    areas: Areas = (),
    progress: Progress = SILENT,
) -> Sent:
    """Write what waits into the platform's template and mark it 已上平台.

    Args:
        path: .xlsx.
        reason: why full numbers leave; noted in the log.
        unit: only of this union and those below it.
        only: only these records.
        leave_out: rows that lack something obligatory stay here and wait on.
        most: rows that go up at once, as a platform may limit them; the rest waits on.
        mark: or it is marked later (``mark_exported``), once a person says that it went up.
        areas: see ``records``.

    Raises:
        UserError: REASON; NOTHING. KnownError: the disk.
    """
    today = workspace.surroundings.today()
    made = workspace.read(lambda conn: platform(conn, platform_id))
    every = workspace.read(lambda conn: waiting(conn, made, today, unit, areas))
    if only is not None:
        every = [one for one in every if one.record in only]
    every = [one for one in every if not one.by_hand]
    whole = [one for one in every if not (leave_out and one.lacks)]
    rows = whole[: min(most, MAX_ROWS)]
    if not rows:
        raise UserError(*_nothing(every))
    if sensitive(made):
        if not reason.strip():
            raise UserError(
                "REASON", "这个表里有完整的证件号码或手机号。", "请写明用途；会记入操作日志。"
            )
        workspace.do(reveal, what=f"上级平台「{made.name}」", rows=len(rows), reason=reason.strip())
    done = _write(path, made, rows, progress)
    digests = {one.record: one.digest for one in rows}
    if mark:
        workspace.do(mark_exported, platform_id, digests=digests, on=today)
    notes = list(done.notes)
    if rest := len(whole) - len(rows):
        notes.append(f"这次写了 {len(rows)} 行，还有 {rest} 行没有写，请再导出一次。")
    if said := empty_said(made):
        notes.append(said)
    return Sent(done.file, done.rows, len(every) - len(whole), tuple(notes), digests)


def empty_columns(made: Platform) -> list[str]:
    """Heads of the columns into which nothing goes."""
    return [c.header for c in made.columns if not (c.field or c.constant or c.form == RUNNING)]


def empty_said(made: Platform) -> str:
    """The columns that stay empty, as a sentence; empty if there are none."""
    heads = "、".join(f"「{head}」" for head in empty_columns(made))
    return (
        f"模板里的{heads}没有对应本程序的内容，文件里空着；需要时请在平台上补填。" if heads else ""
    )


def _nothing(every: Sequence[Waiting]) -> tuple[str, str, str]:
    if every:
        heads = "、".join(dict.fromkeys(head for one in every for head in one.lacks))
        return ("NOTHING", f"要上传的都缺平台必填的内容：{heads}。", "请先补齐，或选择照样导出。")
    return ("NOTHING", "上次导出以后没有新增或变动，不用再传。", "")


def _write(path: Path, made: Platform, rows: Sequence[Waiting], progress: Progress) -> Written:
    running = [c.form == RUNNING and not c.field for c in made.columns]
    forms = {
        c.column: NUMBER if counts else c.form if c.form in (NUMBER, DAY) else TEXT
        for c, counts in zip(made.columns, running, strict=True)
    }
    place = Place(made.sheet, made.header_row, made.first_row, made.tail_row, forms)
    cells = (
        [number if counts else cell for cell, counts in zip(one.cells, running, strict=True)]
        for number, one in enumerate(rows, 1)
    )
    return fill_template(path, made.data, place, cells, progress)

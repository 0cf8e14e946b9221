"""The judged rows of a file as the lines of the check's tabs. Made in a worker thread. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from app.base.codes import code_list
from app.base.findings import Severity
from app.base.lists import Column, Role, Status, Tone, mask, written
from app.sheets.area_sheet import AreaSheet
from app.sheets.cells import show
from app.sheets.checked import CheckedRow, Outcome, Problem
from app.sheets.fields import AMOUNTS, DIGITS, Field, Kind
from app.sheets.header import Layout
from app.sheets.job import FileJob, Intake, cell_of
from app.store.search import named

WORDS = {
    Outcome.NEW: Status("新增", Tone.GOOD),
    Outcome.CHANGED: Status("更新", Tone.INFO),
    Outcome.SAME: Status("无变化", Tone.IDLE),
    Outcome.DUPLICATE: Status("疑似重复", Tone.WARN),
    Outcome.TRANSFER: Status("待转入", Tone.WARN),
    Outcome.REJECTED: Status("错误", Tone.BAD),
    Outcome.SKIPPED: Status("跳过", Tone.IDLE),
}
REASONS = {
    "total": "合计行",
    "note": "说明",
    "example": "示例",
    "signature": "签名",
    "section": "分组标题",
    "header": "重复的表头",
    "repeated": "与上面的行相同",
    "empty": "只有序号",
    "decided": "已选择跳过",
}
DECIDED = ("record", "new", "skip")
WAITS = "待定"
"""The state of a line that nothing is decided of."""
TRANSFER_CODE = "IMP-TRANSFER"
_KEY_FIELDS = 3
_NO_NAMES = frozenset({Kind.CODE, Kind.DAY, Kind.FLAG}) | AMOUNTS
"""Kinds of fields by which nobody calls a row."""
_WEIGHT = (Severity.MUST, Severity.EXPLAIN, Severity.INFO)

PLACE = Column("place", "行", 64)
ROW_END = (Column("result", "结果", 104, Role.STATUS), Column("said", "说明", 360))
CHANGE = (
    PLACE,
    Column("name", "名称", 240),
    Column("title", "项目", 130),
    Column("old", "已有", 190),
    Column("new", "表中", 190),
    Column("state", "处理", 110, Role.STATUS),
)
DOUBT = (
    PLACE,
    Column("name", "名称", 220),
    Column("state", "处理", 180, Role.STATUS),
    Column("said", "说明", 420),
)
WRONG = (
    Column("cell", "单元格", 96),
    Column("name", "名称", 220),
    Column("title", "项目", 110),
    Column("old", "表中", 150),
    Column("said", "说明", 460),
)
ABSENT = (
    Column("name", "姓名", 200),
    Column("where", "所属工会", 320),
    Column("state", "处理", 180, Role.STATUS),
)
FILES = (
    Column("file", "文件", 260),
    Column("rows", "行", 60, Role.COUNT),
    Column("new", "新增", 60, Role.COUNT),
    Column("changed", "更新", 60, Role.COUNT),
    Column("same", "无变化", 70, Role.COUNT),
    Column("doubt", "待定", 60, Role.COUNT),
    Column("wrong", "错误", 60, Role.COUNT),
    Column("said", "说明", 320),
)


@dataclass(slots=True)
class Tabs:
    """The lines of each tab; ``index`` of a line is the place of its row in the file.

    Attributes:
        columns: of the tabs that list whole rows.
        every, new, same: whole rows.
        changed: one line per value that is written into what is there.
        differ: one line per value that differs and waits, or was taken over.
        doubt: rows that may be something that is there already.
        transfer: rows about somebody who belongs elsewhere.
        absent: records that a whole list does not name.
        wrong: one line per problem that keeps a row out.
        look: one line per problem that a person should look at.
    """

    columns: tuple[Column, ...] = ()
    every: list[dict[str, Any]] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)
    same: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    differ: list[dict[str, Any]] = field(default_factory=list)
    doubt: list[dict[str, Any]] = field(default_factory=list)
    transfer: list[dict[str, Any]] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    look: list[dict[str, Any]] = field(default_factory=list)


def tabs_of(intake: Intake, file: FileJob) -> Tabs:
    """The tabs of a file that has been judged."""
    shown = _key_fields(intake.sheet, file)
    fields = [*(f for f in intake.sheet.kind.fields if f.obligatory), *shown]
    names = [f.key for f in fields if f.kind not in _NO_NAMES] or [f.key for f in shown]
    made = Tabs(columns=_columns(shown, several=len(file.layouts) > 1))
    several = len(file.layouts) > 1
    answers = answers_of(intake.sheet)
    at = {(row.sheet, row.row): place for place, row in enumerate(file.rows)}
    called: list[str] = []
    for place, row in enumerate(file.rows):
        name = next((str(row.values[k]) for k in names if row.values.get(k)), "")
        called.append(name or _first_words(row))
        line = _line(row, place, shown, several=several)
        made.every.append(line)
        if row.outcome is Outcome.NEW:
            made.new.append(line)
        elif row.outcome is Outcome.SAME:
            made.same.append(line)
        for number, problem in enumerate(row.problems):
            _problem(made, intake, file, place, number, problem, called[place])
        decided = file.decisions.get((row.sheet, row.row), {})
        waits = row.outcome in (Outcome.DUPLICATE, Outcome.TRANSFER)
        if waits or any(key in decided for key in (*DECIDED, *answers)):
            belongs = row.outcome is Outcome.TRANSFER or decided.get("waits") == "transfer"
            tab = made.transfer if belongs else made.doubt
            tab.append({**line, "name": called[place], **_decided(row, decided, answers)})
    if file.plan is not None:
        for tab, differences in (
            (made.changed, file.plan.fills),
            (made.differ, file.plan.differences),
        ):
            for one in differences:
                place = at[one.sheet, one.row]
                tab.append(_difference(intake, one, place, called[place], several=several))
    made.changed += [line for line in made.differ if line["taken"]]
    made.changed.sort(key=itemgetter("index"))  # as they stand in the file
    _name_candidates(intake, made.doubt)
    made.absent = _absent(intake.sheet, file)
    return made


def answers_of(sheet: AreaSheet) -> dict[str, str]:
    """What a person may answer to the problems of a list: the decision's key → its words."""
    return {key: words for every in sheet.answers.values() for key, words in every}


def _absent(sheet: AreaSheet, file: FileJob) -> list[dict[str, Any]]:
    words = dict(sheet.absent)
    return [
        {
            "id": one.person,
            "name": one.name,
            "where": one.union_name,
            "what": one.what,
            "state": Status(words[one.what], Tone.GOOD)
            if one.what
            else Status(one.why or WAITS, Tone.WARN),
        }
        for one in file.missing()
    ]


def _key_fields(sheet: AreaSheet, file: FileJob) -> list[Field]:
    """The columns by which a person knows a row: the obligatory ones, then the next ones."""
    mapped = {c.field for layout in file.layouts for c in layout.columns}
    fields = {f.key: f for kind in sheet.reads for f in kind.fields if f.key in mapped}
    first = [f for f in fields.values() if f.obligatory]
    return [*first, *(f for f in fields.values() if not f.obligatory)][:_KEY_FIELDS]


def _columns(shown: Sequence[Field], *, several: bool) -> tuple[Column, ...]:
    place = Column("place", "行", 150 if several else 56)
    made = [Column(f.key, f.title, min(240, max(90, f.width * 8))) for f in shown]
    return (place, *made, *ROW_END)


def _line(row: CheckedRow, place: int, shown: Sequence[Field], *, several: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"index": place, "place": _where(row.sheet, row.row, several=several)}
    for one in shown:
        line[one.key] = shown_value(one, row)
    if row.outcome is Outcome.SKIPPED:
        line["said"] = REASONS.get(row.reason, "")
        for one in shown:
            line[one.key] = line[one.key] or ""
        if shown and not line[shown[0].key]:
            line[shown[0].key] = _first_words(row)
    else:
        problems = sorted(row.problems, key=lambda p: _WEIGHT.index(p.severity))
        line["said"] = "；".join(p.message for p in problems)
    line["said"] = line["said"] or " "
    line["result"] = WORDS.get(row.outcome, Status(""))
    return line


def _first_words(row: CheckedRow) -> str:
    """What a row without a name is called: its first text, else its first cell."""
    filled = [cell for cell in row.cells if str(cell).strip()]
    texts = [cell for cell in filled if isinstance(cell, str)]
    return show([*texts, *filled][0]) if filled else ""


def _where(sheet: str, row: int, *, several: bool) -> str:
    return f"{sheet} {row}" if several else str(row)


def shown_value(one: Field, row: CheckedRow) -> str:
    """A value of a row as the clerk knows it; what could not be read as it stands in the file."""
    value = row.values.get(one.key)
    if value is None:
        return row.originals.get(one.key, "")
    if one.kind is Kind.CODE:
        return code_list(one.choices).name_of(str(value))
    if one.kind is Kind.MONEY:
        return written(value, Role.MONEY)
    return mask(str(value)) if one.sensitive else written(value)


def _problem(
    made: Tabs,
    intake: Intake,
    file: FileJob,
    place: int,
    number: int,
    problem: Problem,
    name: str,
) -> None:
    row = file.rows[place]
    if row.outcome is Outcome.REJECTED:
        tab = made.wrong if problem.severity is Severity.MUST else None
    elif row.outcome in (Outcome.DUPLICATE, Outcome.TRANSFER) or problem.code == "IMP-DIFFERS":
        tab = None
    else:
        tab = made.look if problem.severity is Severity.EXPLAIN else None
    if tab is None:
        return
    layout = file.layout(row.sheet)
    key = problem.field or _known_by(intake.sheet, layout)
    column, cell = cell_of(layout, row, key)
    address = f"{layout.letter(key)}{row.row}" if column >= 0 else f"第 {row.row} 行"
    several = len(file.layouts) > 1
    tab.append(
        {
            "index": place,
            "problem": number,
            "code": problem.code,
            "sheet": row.sheet,
            "row": row.row,
            "cell": f"{row.sheet} {address}" if several else address,
            "name": name,
            "field": key,
            "title": intake.sheet.field_title(key) if key else "",
            "old": cell,
            "column": column,
            "said": problem.message,
            "candidates": problem.candidates,
            "answers": problem.code in intake.sheet.answers,
        }
    )


def _known_by(sheet: AreaSheet, layout: Layout) -> str:
    """The field that tells one row from another: a number, else a name. What is wrong with a whole
    row (the same twice) is mostly a slip there."""
    kind = next(k for k in sheet.reads if k.kind == layout.kind)
    mapped = [f for f in kind.fields if f.obligatory and layout.letter(f.key)]
    numbers = [f.key for f in mapped if f.kind in DIGITS]
    return next(iter([*numbers, *(f.key for f in mapped)]), "")


def _difference(
    intake: Intake, one: Any, place: int, name: str, *, several: bool
) -> dict[str, Any]:
    taken = bool(one.taken)
    hidden = any(f.sensitive and f.key == one.field for k in intake.sheet.reads for f in k.fields)
    old, new = (mask(t) if hidden else t for t in (one.old_text, one.new_text))
    return {
        "index": place,
        "place": _where(one.sheet, one.row, several=several),
        "sheet": one.sheet,
        "row": one.row,
        "field": one.field,
        "name": name,
        "title": intake.sheet.field_title(one.field),
        "old": old or "（空）",
        "new": new,
        "taken": taken,
        "state": Status("改为表中", Tone.GOOD) if taken else Status("未改", Tone.IDLE),
    }


def _decided(
    row: CheckedRow, decided: Mapping[str, Any], answers: Mapping[str, str]
) -> dict[str, Any]:
    doubts = [p for p in row.problems if p.severity is Severity.EXPLAIN and p.candidates]
    waits = row.outcome in (Outcome.DUPLICATE, Outcome.TRANSFER)
    candidates = doubts[-1].candidates if waits and doubts else ()
    answered = [words for key, words in answers.items() if decided.get(key)]
    if decided.get("skip"):
        state = Status("跳过这一行", Tone.IDLE)
    elif answered:
        state = Status(answered[0], Tone.GOOD)
    elif decided.get("new"):
        state = Status("是另一个，新增", Tone.GOOD)
    elif decided.get("record"):
        state = Status("是同一个", Tone.GOOD)
    else:
        state = Status(WAITS, Tone.WARN)
    known = decided.get("candidates", ())
    told = doubts or [p for p in row.problems if p.code == "IMP-DUPLICATE"]
    said = told[-1].message if waits and told else decided.get("said", " ")
    return {
        "sheet": row.sheet,
        "row": row.row,
        "said": said,
        "state": state,
        "candidates": candidates or known,
        "chosen": decided.get("record"),
    }


def _name_candidates(intake: Intake, doubts: Sequence[dict[str, Any]]) -> None:
    """Records by name and place, in one reading."""
    ids = {one for line in doubts for one in line["candidates"]}
    if not ids:
        return

    def read(conn: Any) -> dict[str, str]:
        found = {one: named(conn, one) for one in sorted(ids)}
        return {
            one: f"{hit['title']}（{hit['where']}）" if hit["where"] else hit["title"]
            for one, hit in found.items()
            if hit is not None
        }

    names = intake.workspace.read(read)
    for line in doubts:
        line["named"] = [(one, names.get(one, "已有的记录")) for one in line["candidates"]]


def file_lines(intake: Intake) -> list[dict[str, Any]]:
    """One line per file of a folder."""
    lines = []
    for place, file in enumerate(intake.files):
        by = file.counts()
        skipped = "；".join(f"{k}：{v}" for k, v in file.end.skipped_sheets.items())
        error = f"{file.error.message}{file.error.advice}" if file.error is not None else ""
        lines.append(
            {
                "index": place,
                "file": file.name,
                "rows": sum(by.values()) - by[Outcome.SKIPPED],
                "new": by[Outcome.NEW],
                "changed": by[Outcome.CHANGED],
                "same": by[Outcome.SAME],
                "doubt": by[Outcome.DUPLICATE] + by[Outcome.TRANSFER],
                "wrong": by[Outcome.REJECTED],
                "said": error or "；".join(file.end.notes) or skipped or " ",
            }
        )
    return lines

"""What ``platform`` does on the command line: list, add, export, result, compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.base.command import Outcome
from app.base.errors import UsageError, UserError
from app.sheets.filling import MAX_ROWS
from app.sheets.words import header_key
from app.store.workspace import Workspace

from ..lists.platforms import Platform, platforms
from ..lists.platforms import platform as kept
from .platform_answers import (
    WORDS,
    compare,
    keep_answers,
    read_answers,
    send_again,
    settle,
    write_comparison,
)
from .platforms import KINDS, keep, map_template, mapped, send, waiting

if TYPE_CHECKING:
    from app.base.command import Call


def platform(call: Call) -> Outcome:
    """The verb of ``platform``."""
    return _VERBS[call.options.verb](call)


def _list(call: Call) -> Outcome:
    with call.workspace() as workspace:
        found = workspace.read(platforms)
    lines = [
        f"{one['name']}  已上传 {one['sent']}  已确认 {one['confirmed']}  未接收 {one['refused']}"
        for one in found
    ]
    return Outcome({"platforms": found}, lines or ["还没有上级平台的模板。"])


def _add(call: Call) -> Outcome:
    options = call.options
    made = map_template(Path(options.file), options.kind, name=options.name, progress=call.progress)
    made = _chosen(made, options.set, "field")
    made = _chosen(made, options.text, "constant")
    with call.workspace() as workspace:
        record = keep(workspace, made)
    columns = [
        {"column": c.column, "header": c.header, "field": c.field, "required": c.required}
        for c in made.columns
    ]
    empty = [c.header for c in made.columns if not c.field and not c.constant and c.form == "text"]
    lines = [f"已添加「{made.name}」：{len(columns)} 列。", *made.notes]
    lines += [f"没有内容可填的列：{'、'.join(empty)}"] if empty else []
    result = {"platform": record, "columns": columns, "unmatched": empty, "notes": made.notes}
    return Outcome(result, lines)


def _chosen(made: Platform, pairs: Sequence[str], what: str) -> Platform:
    columns = list(made.columns)
    for pair in pairs:
        head, found, value = pair.partition("=")
        at = next(
            (n for n, c in enumerate(columns) if header_key(c.header) == header_key(head)), None
        )
        if not found or at is None:
            raise UsageError(f"模板里没有「{head}」这一列。", "写成 列名=内容，列名照模板写。")
        if what == "field" and value not in {f.key for f in KINDS[made.kind].fields}:
            raise UsageError(f"没有「{value}」这个字段。", "字段的名字见 import list。")
        columns[at] = mapped(made.kind, columns[at], **{what: value})
    return replace(made, columns=tuple(columns))


def _found(workspace: Workspace, name: str) -> str:
    every = workspace.read(platforms)
    for one in every:
        if name in (one["name"], one["id"]):
            return str(one["id"])
    names = "、".join(one["name"] for one in every) or "还没有"
    raise UserError("NO_PLATFORM", f"没有叫「{name}」的平台模板。", f"现有：{names}。")


def _export(call: Call) -> Outcome:
    options = call.options
    with call.workspace() as workspace:
        record = _found(workspace, options.name)
        made = workspace.read(lambda conn: kept(conn, record))
        every = workspace.read(lambda c: waiting(c, made, call.today, areas=call.areas))
        lacking = [w for w in every if w.lacks]
        done = send(
            workspace,
            record,
            Path(options.out),
            reason=options.reason,
            leave_out=not options.all,
            most=options.most if options.most > 0 else MAX_ROWS,
            areas=call.areas,
            progress=call.progress,
        )
    result = {
        "file": Path(options.out).absolute(),
        "rows": done.rows,
        "left_out": done.left_out,
        "notes": list(done.notes),
        "lacking": [{"id": w.record, "columns": list(w.lacks)} for w in lacking],
    }
    lines = [f"已写好 {done.rows} 行：{options.out}", *done.notes]
    lines += [f"  缺{'、'.join(w.lacks)}：{w.name}（{w.where}）" for w in lacking]
    return Outcome(result, lines, status=1 if done.left_out else 0)


def _result(call: Call) -> Outcome:
    options = call.options
    with call.workspace() as workspace:
        record = _found(workspace, options.name)
        answers = read_answers(workspace, record, Path(options.file), call.progress)
        keep_answers(workspace, record, answers)
    ours = [one for one in answers if one.record]
    refused = [one for one in ours if one.reason]
    result = {
        "taken": len(ours) - len(refused),
        "refused": [{"row": one.row, "id": one.record, "reason": one.reason} for one in refused],
        "unknown": len(answers) - len(ours),
    }
    lines = [f"平台接收 {result['taken']}，未接收 {len(refused)}，不认识 {result['unknown']}。"]
    lines += [f"  第 {one.row} 行 {one.name}：{one.reason}" for one in refused]
    return Outcome(result, lines, status=1 if refused else 0)


def _compare(call: Call) -> Outcome:
    options = call.options
    with call.workspace() as workspace:
        record = _found(workspace, options.name)
        found = compare(
            workspace, record, Path(options.file), areas=call.areas, progress=call.progress
        )
        if options.out:
            out = Path(options.out)
            write_comparison(workspace, out, found, reason=options.reason, progress=call.progress)
        if options.settle:
            settle(workspace, found)
        repeated = send_again(workspace, found) if options.again else 0
    counts = found.counts()
    words = "，".join(f"{word} {counts[what]}" for what, word in WORDS.items())
    result: dict[str, object] = {"counts": counts, "rows": found.rows, "again": repeated}
    if options.out:
        result["file"] = Path(options.out).absolute()
    status = 1 if found.lines else 0
    return Outcome(result, [f"一致 {counts['agree']}，{words}。"], status=status)


_VERBS: dict[str, Callable[[Call], Outcome]] = {
    "list": _list,
    "add": _add,
    "export": _export,
    "result": _result,
    "compare": _compare,
}

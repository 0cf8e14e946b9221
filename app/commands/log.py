"""``history``, ``undo``, ``redo``, ``find``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.base.command import Outcome
from app.base.errors import UserError
from app.store import history as log
from app.store.undo import Verdict, next_undo

if TYPE_CHECKING:
    from app.base.command import Call


def history(call: Call) -> Outcome:
    """The newest entries, or those of one record. Values are not shown, only which fields."""
    record, limit = call.options.record, call.options.limit
    if record is not None:
        record = record_id(record)
    with call.workspace() as workspace:
        found = workspace.read(lambda conn: log.entries(conn, limit=limit, record=record))
    return Outcome({"entries": [_entry(e) for e in found]}, [_line(e) for e in found])


def record_id(text: str) -> str:
    """A record's id as the store takes it.

    Raises:
        UserError: NOT_FOUND if the text is no id at all.
    """
    plain = text.strip().lower().replace("-", "")
    if len(plain) != 32 or any(c not in "0123456789abcdef" for c in plain):
        raise UserError("NOT_FOUND", f"「{text}」不是记录的编号。", "编号可以用 find 查到。")
    return plain


def _entry(entry: log.Entry) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "number": entry.number,
        "moment": entry.moment,
        "user": entry.user,
        "act": entry.act,
        "title": entry.title,
        "undoable": entry.undoable,
        "undone": entry.undone,
        "undoes": entry.undoes,
        "batch": entry.batch,
    }
    if entry.records:
        plain["records"] = [
            {"kind": r.table, "id": r.row, "change": r.kind, "fields": sorted(r.before)}
            for r in entry.records
        ]
    return plain


def _line(entry: log.Entry) -> str:
    state = "  已撤销" if entry.undone else ""
    batch = f"  导入 {entry.batch}" if entry.batch else ""
    when = entry.moment.astimezone()
    return f"{entry.number:>6}  {when:%Y-%m-%d %H:%M}  {entry.user}  {entry.title}{batch}{state}"


def undo(call: Call) -> Outcome:
    """Take back the present user's newest act, or the one named by ``--batch``."""
    named = call.options.batch
    with call.workspace() as workspace:
        if named is not None:
            number = workspace.read(lambda conn: log.entry_of(conn, named))
        else:
            newest = workspace.read(lambda conn: next_undo(conn, workspace.user, 0))
            if newest is None:
                raise UserError(
                    "UNDO_NOTHING", "没有可以撤销的操作。", "更早的操作请用 undo --batch 写明。"
                )
            number = int(newest["number"])
        return _verdict(workspace.undo(number))


def redo(call: Call) -> Outcome:
    """Take back the newest undo."""
    with call.workspace() as workspace:
        workspace.opened_at = 0  # this process has done nothing itself: all of the log counts
        return _verdict(workspace.redo())


def _verdict(verdict: Verdict) -> Outcome:
    counts = {word: verdict.count(word) for word in ("reversed", "kept", "impossible")}
    left = [row for row in verdict.rows if row.verdict != "reversed"]
    entry = verdict.changes.entry if verdict.changes is not None else 0
    result = {
        "entry": entry,
        "title": verdict.title,
        **counts,
        "rows": [
            {"kind": r.table, "id": r.row, "row": r.part, "verdict": r.verdict, "reason": r.reason}
            for r in left
        ],
    }
    lines = [
        f"{verdict.title}：还原 {counts['reversed']} 条，保留 {counts['kept']} 条，"
        f"不能还原 {counts['impossible']} 条"
    ]
    lines += [f"  {row.reason}" for row in left]
    return Outcome(result, lines, status=1 if left else 0)


def find(call: Call) -> Outcome:
    """One search over everything."""
    with call.workspace() as workspace:
        found, total = workspace.find(call.options.text, call.options.limit)
    more = not total.isdigit()
    result = {"results": found, "total": int(total.rstrip("+")), "more": more}
    lines = [f"{r['title']}  {r['where']}  {r['kind']} {r['id']}" for r in found]
    lines.append(f"共 {total} 条")
    return Outcome(result, lines)

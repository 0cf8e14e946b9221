"""Undo, redo, and taking back an import row by row.

Undoing entry E restores every record it touched to its before-image, ``rev`` included, and writes
an entry of its own that ``undoes`` E. A record is restored only if it is still as E left it. A
single act is undone whole or not at all; a batch is undone row by row, with a verdict for each.
Redo is undo of the undoing entry. Nothing lives in memory, so a restart changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import RowMapping, select, text

from app.base.errors import UserError

from .meta import METADATA
from .search import named
from .system import ENTRY
from .taking_back import apply, find_blocked, read_steps
from .work import Changes, Work, act


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one record: ``reversed``, ``kept`` or ``impossible``, and why (Chinese)."""

    table: str
    row: str
    part: int | None
    verdict: str
    reason: str = ""


@dataclass(slots=True)
class Verdict:
    """The outcome of an undo."""

    entry: int
    title: str
    rows: list[Judged] = field(default_factory=list)
    changes: Changes | None = None

    def left(self) -> list[Judged]:
        """The records that were not brought back."""
        return [row for row in self.rows if row.verdict != "reversed"]

    def count(self, verdict: str) -> int:
        """How many records ended so."""
        return sum(1 for row in self.rows if row.verdict == verdict)


def names_of(conn: Any, rows: Sequence[Judged]) -> dict[str, str]:
    """What judged records are called, by their ids: those that can be found by a name, and what
    belongs to one of them (会籍 of a person)."""
    found: dict[str, str] = {}
    for one in rows:
        table = METADATA.tables[one.table]
        hit = named(conn, one.row)
        if hit is not None:
            found[one.row] = hit["title"]
            continue
        links = [column for column in table.c if column.foreign_keys]
        row = conn.execute(select(*links).where(table.c.id == one.row)).first() if links else None
        owners = [named(conn, key) for key in row or () if key]
        title = next((owner["title"] for owner in owners if owner is not None), "")
        found[one.row] = f"{title}　{table.info['title']}".strip()
    return found


@act("store.undo", "撤销")
def undo_entry(work: Work, number: int) -> Verdict:
    """Take back one entry.

    Raises:
        UserError: UNDO_NO (the act cannot be undone, or is undone already), UNDO_CHANGED (a later
            act changed the same records; names that act).
    """
    entry = _undoable(work, number)
    redo = _takes_back(work.conn, entry)
    title = f"{'重做' if redo else '撤销'}：{_plain(entry['title'])}"
    work.rename_entry(title)
    work._undoes = number
    steps = read_steps(work, number, entry)
    verdict = Verdict(number, title)
    blocked = find_blocked(work, steps)
    if entry["batch"] is None and blocked:
        reason = next(iter(blocked.values()))
        raise UserError(
            "UNDO_CHANGED",
            f"不能撤销「{_plain(entry['title'])}」：{reason}。",
            "请先撤销后来的操作，或直接更正现在的数据。",
        )
    parts = {s.part for s in steps if (s.table.name, s.row) in blocked and s.part is not None}
    doing = []
    for step in steps:
        key = (step.table.name, step.row)
        reason = blocked.get(key) or ("同一行的其他记录后来改动过" if step.part in parts else "")
        verdict.rows.append(Judged(*key, step.part, "kept" if reason else "reversed", reason))
        if not reason:
            doing.append(step)
    impossible = apply(work, doing, by_row=entry["batch"] is not None)
    if impossible and entry["batch"] is None:
        raise UserError(
            "UNDO_CHANGED",
            f"不能撤销「{_plain(entry['title'])}」：现在的数据里已有与之冲突的记录。",
            "请先撤销后来的操作，或直接更正现在的数据。",
        )
    if impossible:
        verdict.rows = [
            replace(row, verdict="impossible", reason="现在的数据里已有与之冲突的记录")
            if (row.table, row.row) in impossible
            else row
            for row in verdict.rows
        ]
    return verdict


def _takes_back(conn: Any, entry: RowMapping) -> bool:
    """Whether the entry is an undo (and not an act, nor a redo): undoing it does the act again."""
    steps, number = 0, entry["undoes"]
    while number is not None:
        steps += 1
        number = conn.execute(select(ENTRY.c.undoes).where(ENTRY.c.number == number)).scalar_one()
    return steps % 2 == 1


def _plain(title: str) -> str:
    for prefix in ("撤销：", "重做："):
        title = title.removeprefix(prefix)
    return title


def _undoable(work: Work, number: int) -> RowMapping:
    entry = work.conn.execute(select(ENTRY).where(ENTRY.c.number == number)).mappings().first()
    if entry is None:
        raise UserError("NOT_FOUND", f"没有第 {number} 号操作。", "请从撤销列表里选择。")
    if not entry["undoable"]:
        raise UserError("UNDO_NO", f"「{entry['title']}」不能撤销。", "请直接更正现在的数据。")
    if number in undone(work.conn):
        raise UserError("UNDO_NO", f"「{entry['title']}」已经撤销过了。")
    floor = work.conn.execute(
        text("SELECT value FROM setting WHERE key = 'undo_floor'")
    ).scalar_one_or_none()
    if floor is not None and number <= int(floor):
        raise UserError(
            "UNDO_NO", "这项操作是程序升级以前做的，只能查看，不能撤销。", "请直接更正现在的数据。"
        )
    return entry


def undone(conn: Any) -> set[int]:
    """Numbers of the entries that are undone at present."""
    pairs = conn.execute(
        select(ENTRY.c.number, ENTRY.c.undoes)
        .where(ENTRY.c.undoes.is_not(None))
        .order_by(ENTRY.c.number.desc())
    ).all()
    dead: set[int] = set()
    for number, target in pairs:
        if number not in dead:
            dead.add(target)
    return dead


def next_undo(conn: Any, user: str, after: int) -> RowMapping | None:
    """The newest act of this user since entry ``after`` that can be undone (for Ctrl+Z)."""
    dead = undone(conn)
    rows = conn.execute(_own(user, after)).mappings()
    for row in rows:
        if row["undoes"] is None and row["number"] not in dead:
            found: RowMapping = row
            return found if found["undoable"] else None
    return None


def next_redo(conn: Any, user: str, after: int) -> RowMapping | None:
    """The newest undo of this user with no new act after it (for Ctrl+Y)."""
    dead = undone(conn)
    for row in conn.execute(_own(user, after)).mappings():
        if row["undoes"] is None:
            if row["number"] not in dead:
                return None
        elif row["number"] not in dead and _takes_back(conn, row):
            newest: RowMapping = row
            return newest
    return None


def _own(user: str, after: int) -> Any:
    return (
        select(ENTRY)
        .where(ENTRY.c.user == user, ENTRY.c.number > after)
        .order_by(ENTRY.c.number.desc())
    )

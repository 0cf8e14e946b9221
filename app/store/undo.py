"""Undo, redo, and taking back an import row by row.

Undoing entry E restores every record it touched to its before-image, ``rev`` included, and writes
an entry of its own that ``undoes`` E. A record is restored only if it is still as E left it. A
single act is undone whole or not at all; a batch is undone row by row, with a verdict for each.
Redo is undo of the undoing entry. Nothing lives in memory, so a restart changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Column,
    RowMapping,
    Table,
    bindparam,
    column,
    delete,
    insert,
    select,
    table,
    text,
)
from sqlalchemy import update as sql_update
from sqlalchemy.exc import IntegrityError

from app.base.errors import UserError

from . import log
from .meta import METADATA
from .system import CHANGE, ENTRY
from .work import CHUNK, Changes, Work, act


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

    def count(self, verdict: str) -> int:
        """How many records ended so."""
        return sum(1 for row in self.rows if row.verdict == verdict)


@dataclass(slots=True)
class _Step:
    table: Table
    row: str
    kind: str
    before: dict[str, Any]
    part: int | None
    rev: int | None


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
    steps = _steps(work, number, entry)
    verdict = Verdict(number, title)
    blocked = _blocked(work, steps)
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
    _apply(work, doing, entry)
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


def _steps(work: Work, number: int, entry: RowMapping) -> list[_Step]:
    steps = []
    rows = work.conn.execute(select(CHANGE).where(CHANGE.c.entry == number)).mappings()
    for row in rows:
        if row["salt"] is None:
            raise UserError(
                "UNDO_NO",
                "这项操作涉及已按要求清除的个人信息，不能撤销。",
                "请直接更正现在的数据。",
            )
        before = log.decode(row["tbl"], row["data"]) if row["data"] else {}
        steps.append(
            _Step(
                METADATA.tables[row["tbl"]],
                row["row"],
                row["kind"],
                before,
                row["part"],
                row["rev"],
            )
        )
    for name, ids in log.unpack_body(entry["body"]).items():
        made = METADATA.tables[name]
        steps += [_Step(made, row_id, "new", {}, part, number) for row_id, part in ids.items()]
    return steps


def _revs(work: Work, made: Table, ids: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = work.conn.execute(
            select(made.c.id, made.c.rev).where(made.c.id.in_(ids[start : start + CHUNK]))
        )
        found.update({row.id: row.rev for row in rows})
    return found


def _blocked(work: Work, steps: list[_Step]) -> dict[tuple[str, str], str]:
    """Records that are not as the entry left them, or that others refer to, with the reason."""
    blocked: dict[tuple[str, str], str] = {}
    by_table: dict[str, list[_Step]] = {}
    for step in steps:
        by_table.setdefault(step.table.name, []).append(step)
    titles: dict[int, str] = {}
    for group in by_table.values():
        made = group[0].table
        revs = _revs(work, made, [s.row for s in group])
        for step in group:
            now = revs.get(step.row)
            if step.kind == "gone":
                if now is not None:
                    blocked[made.name, step.row] = f"{made.info['title']}已经重新建立"
            elif now is None:
                blocked[made.name, step.row] = f"{made.info['title']}已经删除"
            elif now != step.rev:
                if now not in titles:
                    titles[now] = _title_of(work, now)
                blocked[made.name, step.row] = (
                    f"{made.info['title']}后来被第 {now} 号操作「{titles[now]}」改动过"
                )
    parts: set[int | None] = {s.part for s in steps if (s.table.name, s.row) in blocked}
    parts.discard(None)
    _block_referred(work, by_table, blocked, parts)
    return blocked


def _title_of(work: Work, number: int) -> str:
    return str(
        work.conn.execute(
            select(ENTRY.c.title).where(ENTRY.c.number == number)
        ).scalar_one_or_none()
        or "?"
    )


def _block_referred(
    work: Work,
    by_table: dict[str, list[_Step]],
    blocked: dict[tuple[str, str], str],
    parts: set[int | None],
) -> None:
    """Rows that would vanish while a row that stays refers to them stay too (to a fixed point)."""
    going = {
        (name, s.row): s.part
        for name, group in by_table.items()
        for s in group
        if s.kind == "new" and (name, s.row) not in blocked
    }
    if not going:
        return
    work.conn.execute(text("CREATE TEMP TABLE IF NOT EXISTS going (tbl TEXT, row BLOB)"))
    temp = table("going", column("tbl"), Column("row", METADATA.tables["setting"].c.id.type))
    while True:
        stay_parts = [k for k, part in going.items() if part is not None and part in parts]
        for key in stay_parts:
            del going[key]
        work.conn.execute(text("DELETE FROM temp.going"))
        if going:
            work.conn.execute(insert(temp), [{"tbl": t, "row": r} for t, r in going])
        mended = {
            (name, s.row): s.before
            for name, group in by_table.items()
            for s in group
            if s.kind == "set" and (name, s.row) not in blocked and s.part not in parts
        }
        found = list(_referred(work, {name for name, _ in going}, temp, mended))
        for name, row, by in found:
            if (name, row) in going:
                parts.add(going.pop((name, row)))
                blocked[name, row] = f"后来的{by}还在引用它"
        parts.discard(None)
        if not found and not stay_parts:
            break
    work.conn.execute(text("DROP TABLE temp.going"))


def _referred(
    work: Work, names: set[str], temp: Any, mended: dict[tuple[str, str], dict[str, Any]]
) -> Iterable[tuple[str, str, str]]:
    """(table, id, kind of the referring record) for what others still point at; a record whose
    link is put back to something else by the same undo does not count."""
    for child in METADATA.tables.values():
        if "title" not in child.info:
            continue
        for key in child.foreign_keys:
            name = key.column.table.name
            if name not in names:
                continue
            leaving = select(temp.c.row).where(temp.c.tbl == child.name)
            targets = select(temp.c.row).where(temp.c.tbl == name)
            rows = work.conn.execute(
                select(child.c.id, key.parent).where(
                    key.parent.in_(targets), child.c.id.not_in(leaving)
                )
            )
            for by, row in rows.all():
                if mended.get((child.name, by), {}).get(key.parent.name, row) == row:
                    yield name, row, str(child.info["title"])


def _apply(work: Work, steps: list[_Step], entry: RowMapping) -> None:
    work.conn.execute(text("PRAGMA defer_foreign_keys = ON"))
    by_table: dict[str, dict[str, list[_Step]]] = {}
    for step in steps:
        by_table.setdefault(step.table.name, {}).setdefault(step.kind, []).append(step)
    try:
        for name, kinds in by_table.items():
            _remove(work, METADATA.tables[name], [s.row for s in kinds.get("new", [])])
        for name, kinds in by_table.items():
            _restore(work, METADATA.tables[name], kinds.get("set", []))
        for name, kinds in by_table.items():
            _bring_back(work, METADATA.tables[name], kinds.get("gone", []))
    except IntegrityError:
        raise UserError(
            "UNDO_CHANGED",
            f"不能撤销「{_plain(entry['title'])}」：现在的数据里已有与之冲突的记录。",
            "请先撤销后来的操作，或直接更正现在的数据。",
        ) from None


def _remove(work: Work, made: Table, ids: list[str]) -> None:
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        for row_id, image in work.images(made, part).items():
            image.pop("id")
            work.note_restored(made, row_id, "gone", image, None)
        work.conn.execute(delete(made).where(made.c.id.in_(part)))


def _restore(work: Work, made: Table, steps: list[_Step]) -> None:
    now = work.images(made, [s.row for s in steps])
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for step in steps:
        values = {k: v for k, v in step.before.items() if k in made.c}
        present = now[step.row]
        work.note_restored(
            made,
            step.row,
            "set",
            {k: present[k] for k in values},
            values.get("rev", present["rev"]),
        )
        row = {"_id": step.row, **{f"v_{k}": v for k, v in values.items()}}
        rows.setdefault(tuple(values), []).append(row)
    for names, group in rows.items():
        statement = (
            sql_update(made)
            .where(made.c.id == bindparam("_id"))
            .values({k: bindparam(f"v_{k}") for k in names})
        )
        work.conn.execute(statement, group)


def _bring_back(work: Work, made: Table, steps: list[_Step]) -> None:
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for step in steps:
        row = {"id": step.row, **{k: v for k, v in step.before.items() if k in made.c}}
        rows.setdefault(tuple(row), []).append(row)
        work.note_restored(made, step.row, "new", {}, step.before["rev"])
    for group in rows.values():
        for start in range(0, len(group), 5000):
            work.conn.execute(insert(made), group[start : start + 5000])

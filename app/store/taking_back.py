"""The steps of an undo: what stands in the way of each record, and putting it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from .meta import METADATA, owned_tables
from .system import CHANGE, ENTRY
from .work import CHUNK, Work

Note = tuple[Table, str, str, dict[str, Any], int | None]
"""What is logged of a restored record: table, id, kind, before, rev."""


@dataclass(slots=True)
class Step:
    """What an entry did to one record, to be taken back; ``erased``: what it was is gone for good
    (个人信息清除)."""

    table: Table
    row: str
    kind: str
    before: dict[str, Any]
    part: int | None
    rev: int | None
    erased: bool = False


def read_steps(work: Work, number: int, entry: RowMapping) -> list[Step]:
    """What an entry did, from its changes and the ids of a mass import."""
    steps = []
    rows = work.conn.execute(select(CHANGE).where(CHANGE.c.entry == number)).mappings()
    for row in rows:
        if row["salt"] is None and entry["batch"] is None:
            raise UserError(
                "UNDO_NO",
                "这项操作涉及已按要求清除的个人信息，不能撤销。",
                "请直接更正现在的数据。",
            )
        before = log.decode(row["tbl"], row["data"]) if row["data"] else {}
        steps.append(
            Step(
                METADATA.tables[row["tbl"]],
                row["row"],
                row["kind"],
                before,
                row["part"],
                row["rev"],
                row["salt"] is None,
            )
        )
    for name, ids in log.unpack_body(entry["body"]).items():
        made = METADATA.tables[name]
        steps += [Step(made, row_id, "new", {}, part, number) for row_id, part in ids.items()]
    return steps


def _revs(work: Work, made: Table, ids: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = work.conn.execute(
            select(made.c.id, made.c.rev).where(made.c.id.in_(ids[start : start + CHUNK]))
        )
        found.update({row.id: row.rev for row in rows})
    return found


def find_blocked(work: Work, steps: list[Step]) -> dict[tuple[str, str], str]:
    """Records that are not as the entry left them, or that others refer to, with the reason."""
    blocked: dict[tuple[str, str], str] = {}
    by_table: dict[str, list[Step]] = {}
    for step in steps:
        by_table.setdefault(step.table.name, []).append(step)
    titles: dict[int, str] = {}
    for group in by_table.values():
        made = group[0].table
        revs = _revs(work, made, [s.row for s in group])
        for step in group:
            now = revs.get(step.row)
            if step.erased:
                blocked[made.name, step.row] = "涉及已按要求清除的个人信息"
            elif step.kind == "gone":
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
    _block_missing(work, steps, blocked, parts)
    _block_referred(work, by_table, blocked, parts)
    return blocked


def _block_missing(
    work: Work,
    steps: list[Step],
    blocked: dict[tuple[str, str], str],
    parts: set[int | None],
) -> None:
    """Rows that would point again at a record that is gone since stay as they are."""
    links: dict[str, list[tuple[Step, str]]] = {}
    coming = {(s.table.name, s.row) for s in steps if s.kind == "gone"}
    for step in steps:
        for name, value in step.before.items():
            if value is not None and name in step.table.c:
                for key in step.table.c[name].foreign_keys:
                    if (key.column.table.name, value) not in coming:
                        links.setdefault(key.column.table.name, []).append((step, value))
        owner = _owner(work, step)
        if owner is not None and owner not in coming:
            links.setdefault(owner[0], []).append((step, owner[1]))
    for name, pointing in links.items():
        target = METADATA.tables[name]
        there = _revs(work, target, sorted({value for _, value in pointing}))
        for step, value in pointing:
            if value not in there:
                reason = f"它原来所指的{target.info['title']}已经不在了"
                blocked.setdefault((step.table.name, step.row), reason)
                parts.add(step.part)
    parts.discard(None)


def _owner(work: Work, step: Step) -> tuple[str, str] | None:
    """The record of any kind to which a row would belong again; None if it belongs to none, or
    belongs to it now."""
    if "owner_id" not in step.before or "owner_kind" not in step.table.c:
        return None
    kind = step.before.get("owner_kind")
    if kind is None:  # only the record changed, not its kind
        kind = work.row(step.table, step.row)["owner_kind"]
    return str(kind), str(step.before["owner_id"])


def _title_of(work: Work, number: int) -> str:
    return str(
        work.conn.execute(
            select(ENTRY.c.title).where(ENTRY.c.number == number)
        ).scalar_one_or_none()
        or "?"
    )


def _block_referred(
    work: Work,
    by_table: dict[str, list[Step]],
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
            yield from _pointing(work, child, key.parent, name, temp, mended)
    for child in owned_tables():
        for name in names:
            yield from _pointing(work, child, child.c.owner_id, name, temp, mended)


def _pointing(
    work: Work,
    child: Table,
    link: Column[Any],
    name: str,
    temp: Any,
    mended: dict[tuple[str, str], dict[str, Any]],
) -> Iterable[tuple[str, str, str]]:
    """The same for one column that points at records of table ``name``."""
    leaving = select(temp.c.row).where(temp.c.tbl == child.name)
    targets = select(temp.c.row).where(temp.c.tbl == name)
    query = select(child.c.id, link).where(link.in_(targets), child.c.id.not_in(leaving))
    if not link.foreign_keys:
        query = query.where(child.c.owner_kind == name)
    for by, row in work.conn.execute(query).all():
        if mended.get((child.name, by), {}).get(link.name, row) == row:
            yield name, row, str(child.info["title"])


def apply(work: Work, steps: list[Step], *, by_row: bool) -> set[tuple[str, str]]:
    """Restore; returns the records of which it is impossible because the place is taken.

    Args:
        by_row: if the whole fails, try each import row by itself.
    """
    work.conn.execute(text("PRAGMA defer_foreign_keys = ON"))
    if _tried(work, steps):
        return set()
    if not by_row:
        return {(s.table.name, s.row) for s in steps}
    groups: dict[Any, list[Step]] = {}
    for step in steps:
        alone = (step.table.name, step.row)
        groups.setdefault(alone if step.part is None else step.part, []).append(step)
    return {
        (s.table.name, s.row) for group in groups.values() if not _tried(work, group) for s in group
    }


def _tried(work: Work, steps: list[Step]) -> bool:
    """Restore these or none of them; False if a constraint of the schema forbids it."""
    by_table: dict[str, dict[str, list[Step]]] = {}
    for step in steps:
        by_table.setdefault(step.table.name, {}).setdefault(step.kind, []).append(step)
    notes: list[Note] = []
    try:
        with work.conn.begin_nested():
            for name, kinds in by_table.items():
                _remove(work, METADATA.tables[name], [s.row for s in kinds.get("new", [])], notes)
            for name, kinds in by_table.items():
                _restore(work, METADATA.tables[name], kinds.get("set", []), notes)
            for name, kinds in by_table.items():
                _bring_back(work, METADATA.tables[name], kinds.get("gone", []), notes)
    except IntegrityError:
        return False
    for note in notes:
        work.note_restored(*note)
    return True


def _remove(work: Work, made: Table, ids: list[str], notes: list[Note]) -> None:
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        for row_id, image in work.images(made, part).items():
            image.pop("id")
            notes.append((made, row_id, "gone", image, None))
        work.conn.execute(delete(made).where(made.c.id.in_(part)))


def _restore(work: Work, made: Table, steps: list[Step], notes: list[Note]) -> None:
    now = work.images(made, [s.row for s in steps])
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for step in steps:
        values = {k: v for k, v in step.before.items() if k in made.c}
        present = now[step.row]
        rev = values.get("rev", present["rev"])
        notes.append((made, step.row, "set", {k: present[k] for k in values}, rev))
        row = {"_id": step.row, **{f"v_{k}": v for k, v in values.items()}}
        rows.setdefault(tuple(values), []).append(row)
    for names, group in rows.items():
        statement = (
            sql_update(made)
            .where(made.c.id == bindparam("_id"))
            .values({k: bindparam(f"v_{k}") for k in names})
        )
        work.conn.execute(statement, group)


def _bring_back(work: Work, made: Table, steps: list[Step], notes: list[Note]) -> None:
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for step in steps:
        row = {"id": step.row, **{k: v for k, v in step.before.items() if k in made.c}}
        rows.setdefault(tuple(row), []).append(row)
        notes.append((made, step.row, "new", {}, step.before["rev"]))
    for group in rows.values():
        for start in range(0, len(group), 5000):
            work.conn.execute(insert(made), group[start : start + 5000])

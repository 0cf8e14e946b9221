"""Small acts on real tables for the store's tests, and a dump of what the records hold."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect

from app.areas.organisations.records import COVERAGE, EMPLOYER, EMPLOYER_SPELL, UNION, UNION_SPELL
from app.store.meta import METADATA
from app.store.system import SETTING
from app.store.work import Work, act
from app.store.workspace import Workspace


def dump(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All records, ``rev`` included, without the log and what is not logged."""

    def rows(conn: Any) -> dict[str, list[tuple[Any, ...]]]:
        return {
            name: [tuple(r) for r in conn.execute(select(table).order_by(table.c.id))]
            for name, table in METADATA.tables.items()
            if table.info.get("logged")
        }

    return workspace.read(rows)


def stored(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """The same records as they lie in the file: nothing is converted, for a third of the time."""

    def rows(conn: Any) -> dict[str, list[tuple[Any, ...]]]:
        raw = conn.connection.driver_connection
        return {name: raw.execute(text).fetchall() for name, text in _texts().items()}

    return workspace.read(rows)


@cache
def _texts() -> dict[str, str]:
    return {
        name: str(select(table).order_by(table.c.id).compile(dialect=dialect()))
        for name, table in METADATA.tables.items()
        if table.info.get("logged")
    }


@act("test.set_value", "写一项设置")
def set_value(work: Work, *, key: str, value: Any) -> str:
    found = work.rows(select(SETTING).where(SETTING.c.key == key))
    if found:
        work.update(SETTING, found[0]["id"], value=value)
        return str(found[0]["id"])
    return work.insert(SETTING, key=key, value=value)


@act("test.drop_value", "删一项设置")
def drop_value(work: Work, row: str) -> None:
    work.delete(SETTING, row)


@act("test.add_union", "建会（试验）")
def add_union(work: Work, *, name: str, since: date | None = None, part: int | None = None) -> str:
    work.part = part
    union = work.insert(UNION, outside=False)
    work.insert(
        UNION_SPELL,
        union_id=union,
        since=since,
        name=name,
        type="single",
        level="primary",
        status="active",
    )
    return union


@act("test.rename_union", "改名（试验）")
def rename_union(work: Work, union: str, *, name: str, since: date) -> None:
    work.row(UNION, union)
    open_spell = UNION_SPELL.c.until.is_(None)
    spell = work.rows(select(UNION_SPELL).where(UNION_SPELL.c.union_id == union, open_spell))[0]
    work.update(UNION_SPELL, spell["id"], until=since)
    values = {k: v for k, v in spell.items() if k not in ("id", "rev")}
    work.insert(UNION_SPELL, **{**values, "name": name, "since": since})


@act("test.import_units", "导入（试验）")
def import_units(work: Work, *, count: int, name: str = "企业") -> None:
    """A mass import: one employer, one union and their coverage per row."""
    work.start_batch()
    units, unions, spells, names, covers = [], [], [], [], []
    for part in range(count):
        employer, union = work.new_id(), work.new_id()
        units.append({"id": employer, "_part": part})
        names.append(
            {
                "employer_id": employer,
                "since": None,
                "name": f"{name}{part}",
                "status": "active",
                "_part": part,
            }
        )
        unions.append({"id": union, "outside": False, "_part": part})
        spells.append(
            {
                "union_id": union,
                "since": None,
                "name": f"{name}{part}工会",
                "type": "single",
                "level": "primary",
                "status": "active",
                "_part": part,
            }
        )
        covers.append(
            {
                "union_id": union,
                "employer_id": employer,
                "kind": "found",
                "since": None,
                "_part": part,
            }
        )
        work.progress.step(part, count)
    for table, rows in (
        (EMPLOYER, units),
        (EMPLOYER_SPELL, names),
        (UNION, unions),
        (UNION_SPELL, spells),
        (COVERAGE, covers),
    ):
        work.insert_rows(table, rows)


@act("test.cover", "涵盖（试验）")
def cover(work: Work, union: str, employer: str) -> str:
    return work.insert(COVERAGE, union_id=union, employer_id=employer, kind="liaise", since=None)

"""The act that commits an import: one transaction, one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.store import spells
from app.store.incoming import Incoming, end_import
from app.store.work import Work, act

from ..records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    READING,
    UNION,
    UNION_SPELL,
)
from .coverage import move_coverage


@dataclass(slots=True)
class Fresh:
    """A record to be made: ``plain`` and ``dated`` fields, first day, the import row."""

    key: str
    plain: dict[str, Any]
    dated: dict[str, Any]
    since: date | None
    part: int


@dataclass(slots=True)
class ImportPlan:
    """What an import does. Ids of records that do not exist yet are keys in angle brackets."""

    unions: dict[str, Fresh] = field(default_factory=dict)
    employers: dict[str, Fresh] = field(default_factory=dict)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    readings: list[dict[str, Any]] = field(default_factory=list)
    union_updates: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)
    employer_updates: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)
    union_dated: list[tuple[str, dict[str, Any], int]] = field(default_factory=list)
    employer_dated: list[tuple[str, dict[str, Any], int]] = field(default_factory=list)
    moves: list[tuple[str, str, int]] = field(default_factory=list)


CHANGING = ("name", "status", "upper_id")
"""Dated fields that an import changes from its day on; the others it corrects."""


@act("organisations.import", "导入工作簿")
def import_workbook(
    work: Work,
    make_plan: Callable[[Connection], Iterable[ImportPlan]],
    *,
    on_day: date,
    incoming: Incoming,
) -> dict[str, Any]:
    """Write what the checked rows of a workbook say.

    Args:
        make_plan: makes the plan anew inside this transaction, against the data as they are; it
            comes as a whole.
        on_day: the day of reported numbers, and from which changes hold.
        incoming: the workbook; it is in 收表登记 even if nothing is done.

    Returns:
        ``batch``, and how many ``unions``, ``employers``, ``coverage`` were made.
    """
    work.start_batch()
    (plan,) = make_plan(work.conn)
    ids = {key: work.new_id() for key in (*plan.unions, *plan.employers)}

    def real(key: str | None) -> str | None:
        return ids.get(key, key) if key is not None else None

    _insert(work, plan.unions, UNION, UNION_SPELL, "union_id", real, {"outside": False})
    work.progress.step(1, 4, "写入工会")
    _insert(work, plan.employers, EMPLOYER, EMPLOYER_SPELL, "employer_id", real, {})
    work.progress.step(2, 4, "写入单位")
    _updates(work, plan, on_day)
    _coverage(work, plan, on_day, real)
    _readings(work, plan, on_day, real)
    work.progress.step(3, 4, "写入填报数")
    counts = {"unions": len(plan.unions), "employers": len(plan.employers)}
    return {**end_import(work, incoming, counts, done=True), "coverage": len(plan.coverage)}


def _insert(
    work: Work,
    fresh: dict[str, Fresh],
    plain: Any,
    spell: Any,
    owner: str,
    real: Callable[[str | None], str | None],
    always: dict[str, Any],
) -> None:
    """Records first, then their first spells, which may refer to any of them."""
    work.insert_rows(
        plain,
        [{**always, **f.plain, "id": real(f.key), "_part": f.part} for f in fresh.values()],
    )
    rows = []
    for f in fresh.values():
        dated = dict(f.dated)
        if "upper_id" in dated:
            dated["upper_id"] = real(dated["upper_id"])
        rows.append(
            {
                **dated,
                owner: real(f.key),
                "since": f.since,
                "until": None,
                "doc_no": None,
                "_part": f.part,
            }
        )
    work.insert_rows(spell, rows)


def _coverage(
    work: Work, plan: ImportPlan, on_day: date, real: Callable[[str | None], str | None]
) -> None:
    work.insert_rows(
        COVERAGE,
        [
            {
                **row,
                "union_id": real(row["union_id"]),
                "employer_id": real(row["employer_id"]),
                "until": None,
            }
            for row in plan.coverage
        ],
    )
    for employer, union, part in plan.moves:
        work.part = part
        move_coverage(work, employer, to_union=str(real(union)), since=on_day)
    work.part = None


def _updates(work: Work, plan: ImportPlan, on_day: date) -> None:
    for table, updates in ((UNION, plan.union_updates), (EMPLOYER, plan.employer_updates)):
        work.update_rows(
            table,
            {i: values for i, (values, _) in updates.items()},
            {i: part for i, (_, part) in updates.items()},
        )
    for spell, dated in ((UNION_SPELL, plan.union_dated), (EMPLOYER_SPELL, plan.employer_dated)):
        for owner, values, part in dated:
            work.part = part
            changing = {k: v for k, v in values.items() if k in CHANGING}
            correcting = {k: v for k, v in values.items() if k not in CHANGING}
            if correcting:
                spells.correct(work, spell, owner, day=on_day, values=correcting)
            if changing:
                spells.change_from(work, spell, owner, since=on_day, values=changing)
    work.part = None


def _readings(
    work: Work, plan: ImportPlan, on_day: date, real: Callable[[str | None], str | None]
) -> None:
    from sqlalchemy import select

    known: dict[tuple[str, str], str] = {}
    for row in work.rows(select(READING).where(READING.c.on_day == on_day)):
        owner = row["union_id"] or row["employer_id"]
        if owner:
            known[owner, row["code"]] = row["id"]
    fresh: dict[tuple[str, str], dict[str, Any]] = {}
    updates: dict[str, dict[str, Any]] = {}
    parts: dict[str, int | None] = {}
    for reading in plan.readings:
        owner = str(real(reading["record"]))
        key = (owner, reading["code"])
        if key in known:
            updates[known[key]] = {"value": reading["value"], "source": "导入"}
            parts[known[key]] = reading["_part"]
            continue
        fresh[key] = {
            "union_id": None,
            "employer_id": None,
            "coverage_id": None,
            reading["owner"]: owner,
            "code": reading["code"],
            "on_day": on_day,
            "value": reading["value"],
            "source": "导入",
            "_part": reading["_part"],
        }
    work.insert_rows(READING, list(fresh.values()))
    work.update_rows(READING, updates, parts)

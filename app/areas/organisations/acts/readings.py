"""Acts on readings (填报数) and on whether a list is complete (名册已录全)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import READING, UNION

OWNERS = {"union": "union_id", "employer": "employer_id", "coverage": "coverage_id"}


@dataclass(frozen=True, slots=True)
class NewReading:
    """One reported number: ``owner_kind`` union, employer or coverage; ``value`` None removes.

    ``on_day`` None: the day that is given for all."""

    owner_kind: str
    owner_id: str
    code: str
    value: int | None
    on_day: date | None = None


@act("organisations.set_readings", "登记填报数")
def set_readings(
    work: Work, /, readings: Iterable[NewReading], *, on_day: date, source: str | None = None
) -> int:
    """Dated reported numbers, many at once; a number of the same day is replaced.

    Returns:
        How many numbers changed.
    """
    wanted = list(readings)
    if wanted and all(one.value is None for one in wanted):
        work.rename_entry("删除填报数")
    present = _present(work, wanted, on_day)
    fresh, updates, changed = [], {}, 0
    for reading in wanted:
        if reading.value is not None and reading.value < 0:
            raise UserError("NEGATIVE", "人数、单位数和金额不能是负数。")
        day = reading.on_day or on_day
        key = (OWNERS[reading.owner_kind], reading.owner_id, reading.code, day)
        row_id = present.get(key)
        if reading.value is None:
            if row_id is not None:
                work.delete(READING, row_id)
                changed += 1
        elif row_id is not None:
            updates[row_id] = {"value": reading.value, "source": source}
        else:
            owner = dict.fromkeys(OWNERS.values())
            owner[key[0]] = reading.owner_id
            fresh.append(
                {
                    **owner,
                    "code": reading.code,
                    "on_day": day,
                    "value": reading.value,
                    "source": source,
                }
            )
    work.insert_rows(READING, fresh)
    return changed + len(fresh) + len(work.update_rows(READING, updates))


def _present(
    work: Work, wanted: list[NewReading], on_day: date
) -> dict[tuple[str, str, str, date], str]:
    found: dict[tuple[str, str, str, date], str] = {}
    days = {r.on_day or on_day for r in wanted}
    for kind, column in OWNERS.items():
        ids = sorted({r.owner_id for r in wanted if r.owner_kind == kind})
        for start in range(0, len(ids), 500):
            rows = work.rows(
                select(READING.c.id, READING.c[column], READING.c.code, READING.c.on_day).where(
                    READING.c[column].in_(ids[start : start + 500]), READING.c.on_day.in_(days)
                )
            )
            found |= {(column, r[column], r["code"], r["on_day"]): r["id"] for r in rows}
    return found


@act("organisations.mark_complete", "标记名册已录全")
def mark_complete(
    work: Work,
    /,
    union_id: str,
    *,
    covered_from: date | None = None,
    members_from: date | None = None,
) -> None:
    """From this day the union's list (covered units, members) is complete, and figures take the
    list instead of the reading."""
    values = {}
    if covered_from is not None:
        values["covered_complete_from"] = covered_from
    if members_from is not None:
        values["members_complete_from"] = members_from
    work.update(UNION, union_id, **values)


@act("organisations.unmark_complete", "取消名册已录全")
def unmark_complete(work: Work, /, union_id: str, *, covered: bool = True) -> None:
    """The list is not complete after all; figures take the reading again."""
    field = "covered_complete_from" if covered else "members_complete_from"
    work.update(UNION, union_id, **{field: None})

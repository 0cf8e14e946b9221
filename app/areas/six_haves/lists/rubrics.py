"""评分标准: the county's own and those that come with the program, with what they are used for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from app.areas.organisations.lists.common import chosen, name_of
from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View

from ..records import ASSESSMENT, RUBRIC
from ..rules.conditions import plain
from ..rules.rubric import Rubric, read_rubric, shipped

STATES = {
    "own": Status("县里的", Tone.GOOD),
    "shipped": Status("程序带的", Tone.INFO),
    "retired": Status("已停用", Tone.IDLE),
}
_PREFIX = "shipped:"
"""Before the code of one that comes with the program and was not used yet: it has no record."""


def rubric_of(connection: Connection, record: str) -> tuple[Rubric, Mapping[Any, Any] | None]:
    """A rubric of the list, and its record if it has one.

    Raises:
        KeyError: it is not there.
    """
    if record.startswith(_PREFIX):
        return shipped()[record.removeprefix(_PREFIX)], None
    row = connection.execute(select(RUBRIC).where(RUBRIC.c.id == record)).mappings().first()
    if row is None:
        raise KeyError(record)
    return read_rubric(row["content"]), dict(row)


def uses_of(connection: Connection) -> dict[str, int]:
    """How many assessments each stored rubric has."""
    query = select(ASSESSMENT.c.rubric_id, func.count()).group_by(ASSESSMENT.c.rubric_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def state_of(row: Mapping[Any, Any] | None) -> str:
    """Where a rubric comes from, and whether it is offered: a key of ``STATES``."""
    if row is None or row["shipped"]:
        return "shipped"
    return "retired" if row["retired_on"] is not None else "own"


def kinds_of(rubric: Rubric) -> str:
    """Which unions it is for."""
    names = [
        "乡镇（街道）总工会" if code == "township" else name_of("union_type", code)
        for code in rubric.types
    ]
    return "、".join(names)


class RubricList:
    """Rubrics, the county's own first."""

    key = "six_rubrics"
    title = "评分标准"
    kind = RUBRIC.name
    kinds = frozenset({RUBRIC.name, ASSESSMENT.name})
    purpose = "这里列出可以选用的评分标准。县里有自己的评分表，用工作簿导入。"
    columns = (
        Column("title", "评分标准", 280, sortable=False),
        Column("state", "来源", 96, Role.STATUS, sortable=False),
        Column("items", "项数", 56, Role.COUNT, sortable=False),
        Column("full", "满分", 56, Role.RATE, sortable=False),
        Column("uses", "已用", 56, Role.COUNT, sortable=False, help="用它评分的工会数（各年度）"),
        Column("version", "版本", 90, sortable=False),
        Column("types", "适用", 260, shown=False, sortable=False),
    )
    filters = (
        Filter("state", "来源", tuple(Choice(k, s.word) for k, s in STATES.items()), many=True),
    )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """Ids in order."""
        found = self._all(connection)
        states = chosen(view, "state")
        return [
            key
            for key, (rubric, row) in found.items()
            if (not states or state_of(row) in states)
            and all(word in rubric.title for word in view.text.split())
        ]

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        del view
        found, uses = self._all(connection), uses_of(connection)
        return [_row(one, *found[one], uses.get(one, 0)) for one in ids if one in found]

    @staticmethod
    def _all(
        connection: Connection,
    ) -> dict[str, tuple[Rubric, Mapping[Any, Any] | None]]:
        query = select(RUBRIC).order_by(
            RUBRIC.c.shipped, RUBRIC.c.retired_on.is_not(None), RUBRIC.c.title, RUBRIC.c.id
        )
        rows = connection.execute(query).mappings().all()
        found: dict[str, tuple[Rubric, Mapping[Any, Any] | None]] = {
            row["id"]: (read_rubric(row["content"]), dict(row)) for row in rows
        }
        there = {row["digest"] for row in rows}
        for code, rubric in shipped().items():
            if rubric.digest not in there:
                found[f"{_PREFIX}{code}"] = (rubric, None)
        return found


def _row(key: str, rubric: Rubric, row: Mapping[Any, Any] | None, uses: int) -> dict[str, Any]:
    return {
        "id": key,
        "title": rubric.title,
        "state": STATES[state_of(row)],
        "items": len(rubric.items),
        "full": "" if rubric.by_class else plain(rubric.full),
        "uses": uses or None,
        "version": rubric.version,
        "types": kinds_of(rubric),
    }


RUBRICS = RubricList()

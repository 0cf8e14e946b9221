"""The lists of this area: unions with what they cover, and employers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.base.area import Area
from app.base.lists import View
from app.figures.registry import Registry
from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options
from app.sheets.comparing import Plan as Judged

from ..acts.imports import import_workbook
from ..lists import EMPLOYERS as EMPLOYER_LIST
from ..lists import UNIONS as UNION_LIST
from ..lists.snapshot import count_listed, snapshot
from .compare import compare
from .export import employer_values, union_values
from .kinds import BY_EMPLOYER, COVERED_CODES, EMPLOYERS, HEAD_CODES, ORGANISATIONS
from .plan import Plan

_FIELD_OF = {
    code: key for key, code in {**HEAD_CODES, **COVERED_CODES, "wage_bill": "W101"}.items()
}


@dataclass(frozen=True)
class OrganisationSheet(AreaSheet):
    """A list of this area; see ``AreaSheet``.

    Attributes:
        areas: whose figures say how many members are listed; none: what was reported holds.
    """

    areas: tuple[Area, ...] = ()

    act = import_workbook

    def among(self, areas: tuple[Area, ...]) -> OrganisationSheet:
        return replace(self, areas=areas)

    def _figures(self) -> Registry | None:
        from app.paper.asking import registry_of

        return registry_of(self.areas) if self.areas else None

    def new_plan(self, rows: Iterable[CheckedRow]) -> Plan:
        del rows  # all of them are in the plan: a union may stand below one that comes later
        return Plan()

    def judge(
        self,
        conn: Any,
        rows: Iterable[CheckedRow],
        options: Options,
        plan: Judged,
        *,
        today: date,
        made: set[str] | None = None,
        listing: bool = True,
    ) -> Iterator[Plan]:
        del made, listing
        assert isinstance(plan, Plan)
        now = snapshot(conn, today)
        now.choices.update(options.names)
        count_listed(conn, now, self._figures(), now.unions)
        compare(now, self.kind.kind, list(rows), options, plan)
        yield plan

    def for_act(self, options: Options) -> Mapping[str, Any]:
        return {"on_day": options.on_day}

    def field_key(self, key: str) -> str:
        return super().field_key(_FIELD_OF.get(key, key))

    def export(self, conn: Any, view: View) -> list[Mapping[str, Any]]:
        if self.kind is ORGANISATIONS:
            return union_values(conn, UNION_LIST.ids(conn, view), view, self._figures())
        return employer_values(conn, EMPLOYER_LIST.ids(conn, view), view, self._figures())


_NAMED = {"upper": "unions", "union": "unions"}
ORGANISATION_SHEET = OrganisationSheet(
    ORGANISATIONS, (ORGANISATIONS, BY_EMPLOYER), types="union_type", named=_NAMED
)
EMPLOYER_SHEET = OrganisationSheet(EMPLOYERS, named=_NAMED)
SHEETS = (ORGANISATION_SHEET, EMPLOYER_SHEET)

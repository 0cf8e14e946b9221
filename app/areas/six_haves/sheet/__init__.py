"""评分标准 as a workbook: a county's own table comes in, a rubric goes out in the same layout.

All rows together are one rubric: one that is wrong anywhere is not taken in, and each fault is told
with its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.base.codes import code_list
from app.base.errors import UserError
from app.base.findings import Severity
from app.base.lists import View
from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import Options, Plan
from app.sheets.declared import sheet_kind

from ..acts.rubrics import import_rubric
from ..lists.assessments import offered, presets
from ..lists.catalogue import catalogue
from ..rules.faults import readable, unknown_codes
from ..rules.rubric import Rubric, read_rubric, shipped
from ..rules.table import HEAD, item_of, rows_of, rubric_of
from .targets import TARGET_SHEET

if TYPE_CHECKING:
    from app.base.area import Area

KIND = sheet_kind("rubric")
_UNTITLED = "县级评分标准"


@dataclass(frozen=True)
class RubricSheet(AreaSheet):
    """The table of a rubric.

    Attributes:
        areas: whose figures and rules a row may name; none: this is not checked.
    """

    areas: tuple[Area, ...] = ()

    act = import_rubric

    def among(self, areas: tuple[Area, ...]) -> RubricSheet:
        return replace(self, areas=areas)

    def _known(self, conn: Any, today: date) -> frozenset[str] | None:
        """Codes of the figures and rules of all areas."""
        if not self.areas:
            return None
        from app.paper.asking import registry_of

        return frozenset(catalogue(conn, registry_of(self.areas), today))

    def judge(
        self,
        conn: Any,
        rows: Iterable[CheckedRow],
        options: Options,
        plan: Plan,
        *,
        today: date,
        made: set[str] | None = None,
        listing: bool = True,
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        del made, listing
        every, known = list(rows), self._known(conn, today)
        items: list[tuple[int, CheckedRow, dict[str, Any]]] = []
        heads: dict[str, str] = {}
        for number, row in enumerate(every, 1):
            if row.outcome in (Outcome.REJECTED, Outcome.SKIPPED):
                continue
            if row.values.get("how") == HEAD:
                heads[str(row.values.get("id", ""))] = str(row.values["text"])
                continue
            cells = {key: str(value) for key, value in row.values.items()}
            item, faults = item_of(cells, len(items) + 1)
            for field, said in faults:
                row.add("IMP-RUBRIC", Severity.MUST, said, field=field)
            read = readable(item) if known is not None else None
            for said in unknown_codes(read, known or ()) if read is not None else ():
                row.add("IMP-RUBRIC", Severity.MUST, said, field="basis")
            row.judge()
            items.append((number, row, item))
        rubric = None
        whole = bool(items) and all(row.outcome is not Outcome.REJECTED for row in every)
        if whole:
            rubric = self._rubric(conn, items, heads, options, today)
        for row in every:
            if row.outcome not in (Outcome.REJECTED, Outcome.SKIPPED):
                row.outcome = self._outcome(rubric)
            plan.add(row)
        if isinstance(rubric, dict):
            yield items[0][0], rubric

    def _rubric(
        self, conn: Any, items: Any, heads: Mapping[str, str], options: Options, today: date
    ) -> dict[str, Any] | str | None:
        """The whole, ``same`` if it is there already, or None with the faults told on its rows."""
        told = next((texts[0] for texts in options.told.values() if texts), _UNTITLED)
        try:
            data = rubric_of(
                [item for _number, _row, item in items],
                heads,
                title=told,
                grades=presets()[0]["grades"],
            )
            made = read_rubric(data)
        except UserError as error:
            row = items[0][1]
            row.add("IMP-RUBRIC", Severity.MUST, error.message)
            row.judge()
            return None
        if any(known.digest == made.digest for known in offered(conn, today.year).values()):
            return "same"
        return made.as_data()

    @staticmethod
    def _outcome(rubric: dict[str, Any] | str | None) -> Outcome:
        if rubric is None:
            return Outcome.SKIPPED
        return Outcome.SAME if rubric == "same" else Outcome.NEW

    def for_act(self, options: Options) -> Mapping[str, Any]:
        return {"on": options.on_day}

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The rubric that is offered first for the year of the day: the county's, else ours."""
        return rows_for(next(iter(offered(conn, view.day.year).values()), shipped()["six-25"]))


def rows_for(rubric: Rubric) -> Iterator[Mapping[str, Any]]:
    """A rubric in the layout that is imported."""
    names = code_list("score_how")
    for row in rows_of(rubric):
        yield row | {"how": names[row["how"]].code}


RUBRIC_SHEET = RubricSheet(KIND)
SHEETS = (RUBRIC_SHEET, TARGET_SHEET)

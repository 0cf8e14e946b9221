"""Rows of a workbook of employers, and the one entrance for both workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import NEW, SKIP, Options

from ..lists.snapshot import Snapshot
from .compare_unions import UnionComparer
from .comparer import EMPLOYER_DATED, EMPLOYER_DAYS, EMPLOYER_PLAIN, SEEN, Comparer
from .kinds import HEAD_CODES
from .plan import Plan


class EmployerComparer(Comparer):
    """Builds the plan of a workbook of employers; rows in the order of the file."""

    def employers(self, rows: Iterable[CheckedRow]) -> None:
        """Judge a workbook of employers."""
        rows = list(rows)
        for row in rows:
            if self.takes_part(row):
                self._row(row, self._employer)
        for row in rows:
            self.plan.add(row)

    def _employer(self, row: CheckedRow, decision: Mapping[str, Any]) -> None:
        values = row.values
        union = self._covering_union(row)
        if row.outcome is Outcome.REJECTED:
            return
        found = decision.get("record") or self._match_employer(values)
        if found is None and self._doubtful_employer(row, decision):
            return
        if found is None:
            found = self._new_employer(row, values)
        elif not found.startswith("<"):
            self._compare_employer(row, found)
        if union is not None:
            self._cover(row, union, found, values.get("coverage_kind") or "found")
        for field, code in HEAD_CODES.items():
            self._reading(row, "employer_id", found, code, values.get(field))
        self._reading(row, "employer_id", found, "W101", values.get("wage_bill"))

    def _covering_union(self, row: CheckedRow) -> str | None:
        text = row.values.get("union")
        if not text:
            return self.options.unit if self.options.unit != self.now.root else None
        found = self.index.upper(text)
        if found is None:
            row.add(
                "IMP-UNION",
                Severity.MUST,
                f"没有叫「{text}」的工会，请选对名称，或先补录它",
                field="union",
                candidates=self.index.near_unions(text),
            )
        return found

    def _doubtful_employer(self, row: CheckedRow, decision: Mapping[str, Any]) -> bool:
        if decision.get("new") or self.options.policy == NEW:
            return False
        credit = row.values.get("credit_code")
        others = [
            i
            for i in self.index.employer_name.get(squeeze(row.values["name"]), [])
            if not (credit and self.now.employers[i]["credit_code"])
        ]
        if not others:
            return False
        row.add(
            "IMP-DUPLICATE",
            Severity.EXPLAIN,
            "已有同名单位，地点或代码不同；请确定是同一个，还是另一个",
            field="name",
            candidates=tuple(others),
        )
        row.outcome = Outcome.DUPLICATE
        return True

    def _compare_employer(self, row: CheckedRow, employer: str) -> None:
        record, values = self.now.employers[employer], row.values
        changes = self._differences(row, record, EMPLOYER_PLAIN, EMPLOYER_DAYS)
        seen = self._seen_on(row)
        if self.options.policy != SKIP and seen and (record[SEEN] is None or record[SEEN] < seen):
            changes[SEEN] = seen  # the newest list it stands in
            self.fills(row, SEEN, record[SEEN], seen)
        if changes:
            self.plan.employer_updates[employer] = (changes, self._part)
        dated: dict[str, Any] = {f: values.get(f) for f in EMPLOYER_DATED}
        dated["name"] = values["name"] if values.get("credit_code") else None
        dated["place_id"] = self._place(row)
        moved = self.compare(row, record, dated)
        if moved:
            self.plan.employer_dated.append((employer, moved, self._part))


def compare(now: Snapshot, kind: str, rows: list[CheckedRow], options: Options, plan: Plan) -> None:
    """Fill the plan of an import of ``organisations`` or ``employers``."""
    if kind == "organisations":
        UnionComparer(now, options, plan).organisations(rows)
    else:
        EmployerComparer(now, options, plan).employers(rows)

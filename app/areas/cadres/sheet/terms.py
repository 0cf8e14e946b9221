"""换届台账: one row, the running term of one union's committee."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.members.lists.snapshot import Register
from app.areas.members.sheet.units import Units
from app.base.days import add_years
from app.base.findings import Severity
from app.base.lists import View
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import FileComparer, Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.imports import TermRow, import_terms
from ..lists.known import Standing
from ..lists.organs import ORGANS

KIND = sheet_kind("terms")
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN
_PLAIN = ("ordinal", "years", "seats", "doc_no")


class Comparer(FileComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._units = Units(Register(conn, today), options)
        self._there = Standing(conn, today)

    def one(self, part: int, row: CheckedRow) -> TermRow | None:
        union = self._units.union(row)
        values = self._values(row)
        if union is None or not self._sound(row, values):
            return None
        bodies = self._there.bodies.get((union, "committee"), [])
        body = bodies[0] if bodies else None
        term = self._there.terms.get(body["id"]) if body is not None else None
        chair = self._chair(row, union)
        delay = self._delay(row, values)
        if term is None or self._is_next(values, term):
            if values.get("since") is None and values.get("due_on") is None:
                return self._nothing(part, row, union, chair)
            if not self._fits(row, union, values, delay):
                return None
            self._did.add("new")
            return TermRow(part, union, None, body["id"] if body else None,
                           bool(row.values.get("appointed")), values, delay, chair)  # fmt: skip
        changes = self.compare(row, term, values)
        late = {"until": delay["until"]} if delay and delay["until"] != term["delay_until"] else {}
        late = delay if late else {}
        if late:
            self.fills(row, "delay_until", term["delay_until"], delay["until"])
        if chair:
            self._did.add("changed")
        return TermRow(part, union, term["id"], None, False, changes, late, chair)

    def _values(self, row: CheckedRow) -> dict[str, Any]:
        """Of the term; the end follows from the years, and the years from the end."""
        told = row.values
        values: dict[str, Any] = {key: told.get(key) for key in _PLAIN}
        values |= {key: day(told.get(key)) for key in ("since", "due_on", "approved_on")}
        since, due, years = values["since"], values["due_on"], values["years"]
        if due is None and since is not None and years is not None and 0 < years <= 10:
            values["due_on"] = add_years(since, years)
        if since is None and due is not None and years is not None and 0 < years <= 10:
            values["since"] = add_years(due, -years)
        return {key: value for key, value in values.items() if value not in (None, "")}

    def _sound(self, row: CheckedRow, values: Mapping[str, Any]) -> bool:
        since, due = values.get("since"), values.get("due_on")
        if since is not None and since > self._today:
            row.add("IMP-DATE", MUST, f"选举日期 {since} 还没有到，请核对", field="since")
        if since is not None and due is not None and due <= since:
            row.add("IMP-DATE", MUST, "届满日期不晚于选举日期，请核对", field="due_on")
        if values.get("ordinal") == 0:
            row.add("IMP-VALUE", MUST, "届次从 1 开始，请核对", field="ordinal")
        return not any(p.severity is MUST for p in row.problems)

    @staticmethod
    def _is_next(values: Mapping[str, Any], term: Mapping[Any, Any]) -> bool:
        """Whether the row tells of a term after the one that is kept: it began when that was over,
        or is the next by its number."""
        since, ordinal = values.get("since"), values.get("ordinal")
        if since is None or term["since"] is None or since <= term["since"]:
            return False
        over = term["due_on"] is not None and since >= add_years(term["due_on"], -1)
        return over or bool(ordinal and term["ordinal"] and ordinal > term["ordinal"])

    def _fits(
        self, row: CheckedRow, union: str, values: Mapping[str, Any], delay: Mapping[str, Any]
    ) -> bool:
        """Whether the row agrees with the ledger's line that it takes the place of."""
        line = self._there.unions[union]
        for field, kept in (("since", line["term_from"]), ("due_on", line["term_until"])):
            new = values.get(field)
            if kept is not None and new is not None and kept != new:
                said = f"组织台账上是 {kept}，随之改为 {new}"
                row.add("IMP-DIFFERS", EXPLAIN, said, field=field)
        if delay and values.get("due_on") is not None and delay["until"] <= values["due_on"]:
            row.add("IMP-DATE", MUST, "延期不晚于届满日期，请核对", field="delay_until")
            row.outcome = Outcome.REJECTED
            return False
        return True

    def _delay(self, row: CheckedRow, values: Mapping[str, Any]) -> dict[str, Any]:
        until = day(row.values.get("delay_until"))
        if until is None or values.get("due_on") is None:
            return {}
        return {"until": until, "doc_no": row.values.get("delay_doc_no")}

    def _chair(self, row: CheckedRow, union: str) -> str | None:
        """The chair's name for the ledger's line, where no chair is kept as a post."""
        name = row.values.get("chair")
        held = [p for p in self._there.posts.get((union, "chair"), ()) if not p["acting"]]
        kept = held[0]["person"] if held else self._there.unions[union]["chair"]
        if not name or name == kept:
            return None
        if kept:
            said = f"登记的主席是「{kept}」，表中是「{name}」，没有改；换了人的请在任职里办理"
            row.add("IMP-DIFFERS", EXPLAIN, said, field="chair")
            return None
        return None if held else str(name)

    def _nothing(self, part: int, row: CheckedRow, union: str, chair: str | None) -> TermRow | None:
        """A row without days: nothing to begin a term with."""
        del part, union, chair
        row.add("IMP-REQUIRED", MUST, "选举日期和届满日期至少要填一个", field="since")
        row.outcome = Outcome.REJECTED
        return None


class TermSheet(ComparedSheet):
    """The ledger of terms."""

    act = import_terms
    comparer = Comparer

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The running terms of the unions that the list shows, as the workbook's fields."""
        there = Standing(conn, view.day)
        for row in ORGANS.rows(conn, ORGANS.ids(conn, view), view):
            bodies = there.bodies.get((row["id"], "committee"), [])
            term = there.terms.get(bodies[0]["id"]) if bodies else None
            if term is None:  # the ledger's line is the other workbook's
                continue
            kept: Mapping[Any, Any] = term
            yield {
                **{key: kept.get(key) if kept.get(key) is not None else "" for key in _PLAIN},
                **{key: _told(kept.get(key)) for key in ("approved_on", "delay_until")},
                "delay_doc_no": kept.get("delay_doc_no") or "",
                "union": row["name"],
                "since": _told(row["since"]),
                "due_on": _told(row["due_on"]),
                "chair": row["chair"] if not row["chair"].startswith("（") else "",
                "appointed": "是" if bodies and bodies[0]["appointed"] else "",
            }


def _told(value: Any) -> str:
    return value.isoformat() if value is not None else ""


TERM_SHEET = TermSheet(KIND, named={"union": "unions"})

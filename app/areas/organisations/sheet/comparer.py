"""What comparing a row with the register means for both workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import SKIP, Difference, Options, RowComparer, day

from ..acts.imports import Fresh
from ..lists.snapshot import Snapshot
from .export import word_of
from .kinds import REGULATOR
from .plan import Index, Plan

EMPLOYER_DAYS = ("registered_on", "planned_on")
EMPLOYER_PLAIN = (
    "credit_code",
    "unit_level",
    "address",
    "legal_representative",
    "should_unionise",
    "should_reason",
    "note",
    *EMPLOYER_DAYS,
)
SEEN = "regulator_seen_on"
EMPLOYER_DATED = ("nature", "industry", "economic_type", "legal_form", "status")


class Comparer(RowComparer):
    """Builds a plan row by row. Rows are given in the order of the file."""

    def __init__(self, now: Snapshot, options: Options, plan: Plan) -> None:
        self.now, self.options, self.index, self.plan = now, options, Index(now), plan
        super().__init__(options, plan)
        self._fresh_unions: dict[str, list[str]] = {}
        self._fresh_employers: dict[str, str] = {}
        self._covered_now: set[str] = set()
        self._part = 0

    def _match_employer(self, values: Mapping[str, Any]) -> str | None:
        credit = values.get("credit_code")
        if credit:
            if credit in self.index.employer_credit:
                return self.index.employer_credit[credit]
            if credit in self._fresh_employers:
                return self._fresh_employers[credit]
        key = squeeze(values["name"])
        place = self.index.place(values["place"]) if values.get("place") else None
        same = []
        for i in self.index.employer_name.get(key, []):
            record = self.now.employers[i]
            if credit and record["credit_code"] and record["credit_code"] != credit:
                continue
            if place and record["place_id"] and record["place_id"] != place:
                continue
            same.append(i)
        if len(same) == 1:
            return same[0]
        return self._fresh_employers.get(key) if not same and not credit else None

    def _new_employer(self, row: CheckedRow, values: Mapping[str, Any]) -> str:
        key = f"<e{len(self.plan.employers)}>"
        plain = {f: values.get(f) for f in EMPLOYER_PLAIN}
        plain.update({f: day(values.get(f)) for f in EMPLOYER_DAYS})
        if values is row.values:
            plain["note"] = self._note(row)
            plain["parent_id"] = self._parent(row)
            plain[SEEN] = self._seen_on(row)
        dated = {f: values.get(f) for f in EMPLOYER_DATED}
        dated["status"] = dated["status"] or "active"
        dated["name"] = values["name"]
        dated["place_id"] = self._place(row)
        self.plan.employers[key] = Fresh(key, plain, dated, None, self._part)
        self._fresh_employers.setdefault(squeeze(values["name"]), key)
        if values.get("credit_code"):
            self._fresh_employers[values["credit_code"]] = key
        self._did.add("new")
        return key

    def _parent(self, row: CheckedRow) -> str | None:
        text = row.values.get("parent")
        if not text:
            return None
        found = self.index.employer_name.get(squeeze(text), [])
        if len(found) == 1:
            return found[0]
        row.add(
            "IMP-CODE", Severity.EXPLAIN, f"没有叫「{text}」的单位，上级单位留空", field="parent"
        )
        return None

    # -- what both share -----------------------------------------------------------------------

    def _row(self, row: CheckedRow, judge: Any) -> None:
        self._part += 1
        self._did = set()
        row.outcome = Outcome.PENDING
        decision = self.decision(row)
        if decision.get("skip"):
            row.outcome, row.reason = Outcome.SKIPPED, "decided"
            return
        judge(row, decision)
        self.conclude(row)

    def _seen_on(self, row: CheckedRow) -> date | None:
        """The day on which the market regulator's list shows the employer: as the row says; of
        such a list the day of the import."""
        told = "".join(self.options.told.get(row.sheet, ()))
        listed = any(word in told for word in REGULATOR)
        return day(row.values.get(SEEN)) or (self.options.on_day if listed else None)

    def _differences(
        self,
        row: CheckedRow,
        record: Mapping[str, Any],
        fields: tuple[str, ...],
        days: tuple[str, ...],
    ) -> dict[str, Any]:
        """Plain fields to write: blanks that are filled, and what is taken over."""
        values = {f: row.values.get(f) for f in fields}
        return self.compare(row, record, values | {f: day(values[f]) for f in days})

    def word(self, field: str, value: Any) -> str:
        if field == "place_id":
            return str(self.now.places.get(value, {}).get("name", ""))
        if field == "upper_id":
            fresh = self.plan.unions.get(value)
            return str(fresh.dated["name"] if fresh else self.now.unions[value]["name"])
        return word_of(field, value)

    def _place(self, row: CheckedRow) -> str | None:
        text = row.values.get("place")
        if not text:
            return None
        found = self.index.place(text)
        if found is None and not any(p.field == "place" for p in row.problems):
            row.add(
                "IMP-CODE",
                Severity.EXPLAIN,
                f"没有叫「{text}」的村（社区）或园区，地点留空，原文记入备注",
                field="place",
            )
            row.originals.setdefault("place", text)
        return found

    def _note(self, row: CheckedRow) -> str | None:
        return self.note(row, ("place",))

    def _cover(self, row: CheckedRow, union: str, employer: str, kind: str = "found") -> None:
        if kind == "liaise":
            if (union, employer) in self.now.liaised:
                return
        else:
            known = self.now.covered.get(employer)
            if known is not None:
                self._covered_already(row, known, union, employer)
                return
            if employer in self._covered_now:
                return
        since = day(row.values.get("founded_on"))
        self._covered_now.add(employer)
        self.plan.coverage.append(
            {
                "union_id": union,
                "employer_id": employer,
                "kind": kind,
                "since": since,
                "organiser": row.values.get("organiser"),
                "liaison": row.values.get("liaison"),
                "phone": row.values.get("phone") if "union" in row.values else None,
                "_part": self._part,
            }
        )
        if union.startswith("<") or employer.startswith("<"):
            self._did.add("new")
        else:
            self.fills(row, "union", None, self.now.unions[union]["name"])

    def _covered_already(
        self, row: CheckedRow, known: Mapping[str, Any], union: str, employer: str
    ) -> None:
        if known["union_id"] == union or self.options.policy == SKIP:
            return
        old = self.now.unions[known["union_id"]]["name"]
        taken = self.taken(row, "union")
        fresh = self.plan.unions.get(union)
        new = fresh.dated["name"] if fresh else self.now.unions[union]["name"]
        self.plan.differences.append(
            Difference(row.sheet, row.row, "union", old, new, taken, old, new)
        )
        if taken:
            self.plan.moves.append((employer, union, self._part))
            self._did.add("changed")
            return
        row.add(
            "IMP-DIFFERS",
            Severity.EXPLAIN,
            f"这个单位已由「{old}」涵盖，未改为「{new}」",
            field="union",
        )

    def _reading(self, row: CheckedRow, owner: str, record: str, code: str, value: Any) -> None:
        if value is None or (self.options.policy == SKIP and not record.startswith("<")):
            return
        if self.now.listed.get(record, {}).get(code) == value:
            return  # counted, as our own export has it: no number that anybody reported
        on_day = self.options.on_day
        known = self.now.readings.get((record, code))
        if known is not None:
            if known[1] == value:
                return
            if known[0] == on_day and not self.differs(row, code, known[1], value):
                return
        if record.startswith("<"):
            self._did.add("changed")
        elif known is None or known[0] != on_day:
            self.fills(row, code, known[1] if known else None, value)
        self.plan.readings.append(
            {"owner": owner, "record": record, "code": code, "value": value, "_part": self._part}
        )

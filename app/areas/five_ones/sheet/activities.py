"""Ledgers of activities and congresses: one row, one activity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.findings import Severity
from app.base.lists import View
from app.base.text import squeeze
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.common import KINDS, is_congress
from ..acts.imports import ActivityRow, import_activities
from ..lists.activities import ACTIVITIES
from ..lists.known import known_activities
from .ledger import LedgerComparer

KIND = sheet_kind("activities")
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN
_TEXT = ("place", "host", "organiser", "events", "method", "awards", "effect", "note")
_NUMBERS = ("units", "participants", "winners", "proposals", "adopted", "budget", "spent",
            "subsidy")  # fmt: skip
_BESIDE = ("due", "present", "ordinal", "session", "topics_text")
_DAYS = ("planned_on", "held_on", "until")
_DAYS_WRITTEN = re.compile(
    r"(?:(?P<year>20\d\d)[年./-])?(?P<month>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?"
    r"(?:[-—–~～至到](?:(?P<then>\d{1,2})[月./-])?(?P<last>\d{1,2})[日号]?)?"
)
_YEAR = re.compile(r"(20\d\d)年")
_PARTS = (("women", "participants", "女职工"), ("winners", "participants", "获奖人数"),
          ("adopted", "proposals", "采纳的建议"), ("present", "due", "实到人数"))  # fmt: skip


class Comparer(LedgerComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._there = known_activities(conn)

    def word(self, field: str, value: Any) -> str:
        """A value as the clerk knows it."""
        if field in ("budget", "spent", "subsidy") and isinstance(value, int):
            return f"{value / 100:.2f}"
        return super().word(field, value)

    def one(self, part: int, row: CheckedRow) -> ActivityRow | None:
        self._days_as_written(row)
        union, kind = self.union(row), self.kind(row)
        if union is None or kind is None or not self._can_be(row, kind):
            return None
        values, beside = self._values(row, kind)
        key = (union, kind, values.get("held_on") or values.get("planned_on"))
        known = self._known(key, values["title"])
        if known is not None and known["id"] is None:
            row.add("IMP-DUPLICATE", EXPLAIN, "同一项活动在表里写了两遍", field="title")
            row.outcome = Outcome.DUPLICATE
            return None
        titles = self._decisions(row, known) if is_congress(kind) else ()
        if known is not None:
            if not row.values.get("title"):
                values.pop("title")
            changes = self.compare(row, known, values)
            more = self.compare(row, known, beside)
            if titles:
                self._did.add("changed")
            return ActivityRow(part, known["id"], {}, changes, more, titles)
        self._did.add("new")
        self._there.setdefault(key, []).append({"id": None, "title": values["title"]})
        head = {"union_id": union, "kind": kind}
        if is_congress(kind):
            beside = {"form": "delegates", **beside}
        return ActivityRow(part, None, head, _filled(values), _filled(beside), titles)

    def _days_as_written(self, row: CheckedRow) -> None:
        """Days as 5月12日-14日: the year from the title of the ledger, the last day beside."""
        text = squeeze(row.originals.get("held_on") or "")
        match = _DAYS_WRITTEN.fullmatch(text)
        if match is None or row.values.get("held_on"):
            return
        year = match["year"] or self._year(row)
        if year is None:
            return
        try:
            first = date(int(year), int(match["month"]), int(match["day"]))
            last = first
            if match["last"]:
                last = date(int(year), int(match["then"] or match["month"]), int(match["last"]))
        except ValueError:
            return
        row.values["held_on"] = first.isoformat()
        if last > first:
            row.values.setdefault("until", last.isoformat())
        row.originals.pop("held_on")
        row.problems = [p for p in row.problems if p.field != "held_on"]
        row.judge()
        if not match["year"]:
            said = f"没有写年份，按表题的{year}年算作 {first.isoformat()}，请核对"
            row.add("IMP-DATE", EXPLAIN, said, field="held_on")

    def _year(self, row: CheckedRow) -> str | None:
        """The one year that the sheet's title or name tells."""
        told = "".join(self._meant.told.get(row.sheet, ()))
        years = set(_YEAR.findall(told))
        return years.pop() if len(years) == 1 else None

    def _known(self, key: Any, title: str) -> Mapping[str, Any] | None:
        """The activity of that union, kind and day: by its title, else the only one there is."""
        there = self._there.get(key, [])
        same = [one for one in there if squeeze(one["title"]) == squeeze(title)]
        if same:
            return same[0]
        kept = [one for one in there if one["id"] is not None]
        return kept[0] if len(kept) == len(there) == 1 else None

    def _can_be(self, row: CheckedRow, kind: str) -> bool:
        values, before = row.values, len(row.problems)
        if code_list(KINDS)[kind].flag("process"):
            said = "工资集体协商请用集体合同的表导入，或在「集体协商」里登记"
            row.add("IMP-CODE", MUST, said, field="kind")
        held, planned, until = (day(values.get(key)) for key in ("held_on", "planned_on", "until"))
        if held is None and planned is None:
            text = row.originals.get("held_on")
            said = f"「{text}」看不懂，请写成 2026-05-12" if text else "和计划日期至少要填一个"
            row.add("IMP-REQUIRED", MUST, said, field="held_on")
        if held is not None and held > self._today:
            row.add("IMP-DATE", MUST, f"{held} 还没有到，还没有开展的请填计划日期", field="held_on")
        if until is not None and (held is None or until < held):
            row.add("IMP-DATE", MUST, "结束日期早于开始日期", field="until")
        for small, large, word in _PARTS:
            if small == "women" and is_congress(kind):
                large = "present"
            one, whole = values.get(small), values.get(large)
            if one is not None and whole is not None and one > whole:
                row.add("IMP-VALUE", MUST, f"{word}{one}，多于总数{whole}", field=small)
        return len(row.problems) == before or not any(
            p.severity is MUST for p in row.problems[before:]
        )

    def _values(self, row: CheckedRow, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
        values = row.values
        own: dict[str, Any] = {key: values.get(key) for key in (*_TEXT, *_NUMBERS)}
        own |= {key: day(values.get(key)) for key in _DAYS}
        own["title"] = values.get("title") or code_list(KINDS).name_of(kind)
        own["category"] = self._category(row, kind)
        own["note"] = self.note(row, ("category",))
        beside: dict[str, Any] = {}
        if is_congress(kind):
            beside = {key: values.get(key) for key in (*_BESIDE, "women")}
        else:
            own["women"] = values.get("women")
            for key in ("due", "present", "resolution"):
                if values.get(key):
                    said = "不是大会，应到、实到和决议不收"
                    row.add("IMP-EXTRA", EXPLAIN, said, field=key)
        return own, beside

    def _category(self, row: CheckedRow, kind: str) -> str | None:
        text = str(row.values.get("category") or "")
        codes = code_list(KINDS)[kind].flags.get("categories")
        if not text or not codes:
            return None
        found = code_list(str(codes)).match(text)
        if found is not None and found.sure:
            return found.code
        row.originals.setdefault("category", text)
        said = f"没有「{text}」这个类别，留空，原文记入备注"
        row.add("IMP-CODE", EXPLAIN, said, field="category")
        return None

    def _decisions(self, row: CheckedRow, known: Mapping[str, Any] | None) -> tuple[str, ...]:
        """Titles of decisions that are not there yet."""
        text = str(row.values.get("resolution") or "").replace(";", "；").replace("\n", "；")
        there = set(known["decisions"]) if known is not None else set()
        titles = dict.fromkeys(part.strip() for part in text.split("；") if part.strip())
        return tuple(title for title in titles if title not in there)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}


class ActivitySheet(ComparedSheet):
    """The ledger of activities; its unit is the union of rows that name none."""

    act = import_activities
    comparer = Comparer

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The activities that the list shows, as the workbook's fields."""
        ids = ACTIVITIES.ids(conn, view)
        rows = {row["id"]: row for kept in known_activities(conn).values() for row in kept}
        for shown in ACTIVITIES.rows(conn, ids, view):
            row = {**shown, **rows.get(shown["id"], {})}
            values = {key: row.get(key) for key in (*_TEXT, *_NUMBERS, *_BESIDE, "women", "title")}
            days = {key: row[key].isoformat() if row.get(key) else "" for key in _DAYS}
            yield {
                **values,
                **days,
                "union": shown["union"],
                "kind": shown["kind"],
                "category": shown["category"],
                "resolution": "；".join(row.get("decisions") or ()),
            }


ACTIVITY_SHEET = ActivitySheet(KIND, types="activity_kind", named={"union": "unions"})

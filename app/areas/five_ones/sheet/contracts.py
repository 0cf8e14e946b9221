"""Ledgers of collective contracts: one row, one contract, or one of the firms that it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from app.base.codes import code_list
from app.base.findings import Severity
from app.base.lists import View
from app.base.text import half_width, squeeze
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.contract_imports import ContractRow, import_contracts
from ..acts.contracts import Cover
from ..lists.contracts import CONTRACTS, increase_shown
from ..lists.known_contracts import known_contracts
from ..lists.reach import Reach
from ..rules.bargaining_facts import REGIONAL
from .ledger import LedgerComparer

KIND = sheet_kind("contracts")
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN
_DAYS = ("signed_on", "since", "ends_on", "filed_on", "reviewed_on", "published_on")
_PLAIN = ("number", "review_no", "workers", "women", "minimum_wage")
_HAPPENED = {"signed_on": "签订", "filed_on": "报送", "reviewed_on": "审查", "published_on": "公布"}
_ORDER = (("signed_on", "filed_on", "报送日期早于签订日期"),
          ("filed_on", "reviewed_on", "审查日期早于报送日期"),
          ("signed_on", "published_on", "公布日期早于签订日期"),
          ("since", "ends_on", "到期日期早于开始日期"))  # fmt: skip
_BETWEEN = re.compile(r"[、，,;；\n]+")
_RISE = re.compile(r"(\d{1,3})(?:\.(\d{1,2})\d*)?%?\Z")


class Comparer(LedgerComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._there = known_contracts(conn)
        self._reach = Reach(conn, today)

    def word(self, field: str, value: Any) -> str:
        """A value as the clerk knows it."""
        if field == "minimum_wage" and isinstance(value, int):
            return f"{value / 100:.2f}"
        if field == "increase" and isinstance(value, int):
            return increase_shown(value) or ""
        return super().word(field, value)

    def one(self, part: int, row: CheckedRow) -> ContractRow | None:
        firms, strange = self._firms(row)
        union, kind = self._of(row, firms, strange), self.kind(row)
        if union is None or kind is None or not self._can_be(row):
            return None
        scope = str(row.values.get("scope") or "enterprise")
        if scope not in REGIONAL and len(firms) > 1:
            said = "单个企业的合同只能覆盖一个单位；覆盖几个的，范围请写区域性或行业性"
            row.add("IMP-VALUE", MUST, said, field="scope")
            return None
        inside = self._inside(row, union, firms)
        values = self._values(row, strange)
        title = self._title(row, kind, firms)
        key = (union, kind, scope, values["signed_on"], title if scope in REGIONAL else
               (firms[0] if firms else title))  # fmt: skip
        covers = [Cover(one, values["workers"] if len(firms) == 1 else None) for one in inside]
        known = self._there.get(key)
        if known is not None:
            return self._again(part, row, known, values, covers)
        self._did.add("new")
        self._there[key] = {**dict.fromkeys((*_DAYS, *_PLAIN, "increase", "note")), **values,
                            "id": None, "part": part, "covers": set(inside)}  # fmt: skip
        head = {"union_id": union, "kind": kind, "scope": scope, "title": title}
        if scope in REGIONAL and len(firms) == 1 and self._shared(row, key):
            values["workers"] = None  # a line for each firm: its workers are the firm's
        given = {k: v for k, v in values.items() if v not in (None, "")}
        return ContractRow(part, None, None, head, given, tuple(covers))

    def _shared(self, row: CheckedRow, key: tuple[Any, ...]) -> bool:
        """Whether another row of the file is the same contract with another firm."""
        title, signed = key[4], key[3]
        return any(
            other is not row and str(other.values.get("title") or "") == title
            and day(other.values.get("signed_on")) == signed
            for other in self._rows
        )  # fmt: skip

    def _again(
        self, part: int, row: CheckedRow, known: dict[str, Any], values: dict[str, Any],
        covers: list[Cover],
    ) -> ContractRow:  # fmt: skip
        """A contract that is there, or that an earlier row of the file makes."""
        fresh = tuple(one for one in covers if one.employer_id not in known["covers"])
        follows = known.get("part") if known["id"] is None else None
        if follows is not None or (fresh and known["covers"]):
            values = {**values, "workers": None}  # those of one more firm
        changes = self.compare(row, known, values) if follows is None else {}
        if fresh:
            self._did.add("changed")
        known["covers"] |= {one.employer_id for one in fresh}
        return ContractRow(part, known["id"], follows, {}, changes, fresh)

    def _firms(self, row: CheckedRow) -> tuple[list[str], list[str]]:
        """Employers named in a row; and the names that are none of the workspace."""
        found: dict[str, None] = {}
        strange = []
        for text in _BETWEEN.split(str(row.values.get("employers") or "")):
            key = squeeze(text)
            if not key:
                continue
            chosen = self._now.choices.get(("employers", key))
            same = [chosen] if chosen else self._index.employer_name.get(key, [])
            if len(same) == 1:
                found[same[0]] = None
            else:
                strange.append(text.strip())
        if strange:
            named = "、".join(strange[:3]) + ("等" if len(strange) > 3 else "")
            said = f"没有（或不止一个）叫「{named}」的单位，先不登记覆盖，原文记入备注"
            row.add("IMP-CODE", EXPLAIN, said, field="employers")
        return list(found), strange

    def _of(self, row: CheckedRow, firms: list[str], strange: list[str]) -> str | None:
        """The union named; without one that of the firm, then what the import was told."""
        if not row.values.get("union") and len(firms) == 1:
            held = self._now.covered.get(firms[0])
            if held is not None:
                return str(held["union_id"])
        if strange and not firms and not row.values.get("union") and not self._meant.unit:
            said = f"没有叫「{strange[0]}」的单位，请选对名称、先补录它，或写明是哪个工会的"
            near = self._near_firms(strange[0])
            row.problems = [one for one in row.problems if one.field != "employers"]
            row.add("IMP-UNION", MUST, said, field="employers", candidates=near)
            return None
        return self.union(row)

    def _near_firms(self, text: str) -> tuple[str, ...]:
        """Names of employers like this one, for a person to choose from."""
        names = {squeeze(one["name"]): one["name"] for one in self._now.employers.values()}
        near = get_close_matches(squeeze(text), list(names), n=3, cutoff=0.6)
        return tuple(names[key] for key in near)

    def _inside(self, row: CheckedRow, union: str, firms: list[str]) -> list[str]:
        """Those that the union covers; the others are told."""
        outside = [one for one in firms if not self._reach.reaches(union, one)]
        if outside:
            names = "、".join(self._now.employers[one]["name"] for one in outside[:3])
            row.originals.setdefault("employers", str(row.values.get("employers") or ""))
            said = f"「{names}」等{len(outside)}个单位不在这个工会涵盖范围内，先不登记覆盖"
            row.add("IMP-CODE", EXPLAIN, said, field="employers")
        return [one for one in firms if one not in outside]

    def _can_be(self, row: CheckedRow) -> bool:
        values, found = row.values, False
        days = {key: day(values.get(key)) for key in _DAYS}
        for key, word in _HAPPENED.items():
            one = days[key]
            if one is not None and one > self._today:
                row.add("IMP-DATE", MUST, f"{word}日期 {one} 还没有到", field=key)
                found = True
        for earlier, later, said in _ORDER:
            first, then = days[earlier], days[later]
            if first is not None and then is not None and then < first:
                row.add("IMP-DATE", MUST, said, field=later)
                found = True
        women, workers = values.get("women"), values.get("workers")
        if women is not None and workers is not None and women > workers:
            row.add("IMP-VALUE", MUST, f"女职工{women}，多于覆盖职工{workers}", field="women")
            found = True
        return not found

    def _values(self, row: CheckedRow, strange: list[str]) -> dict[str, Any]:
        values = row.values
        found: dict[str, Any] = {key: values.get(key) for key in _PLAIN}
        found |= {key: day(values.get(key)) for key in _DAYS}
        found["increase"] = self._increase(row)
        if strange:
            row.originals.setdefault("employers", "、".join(strange))
        found["note"] = self.note(row, ("employers", "increase"))
        return found

    def _increase(self, row: CheckedRow) -> int | None:
        text = half_width(str(row.values.get("increase") or "")).replace(" ", "")
        if not text:
            return None
        match = _RISE.match(text)
        if match is None:
            row.originals.setdefault("increase", text)
            said = f"「{text}」不是增幅的百分比，留空，原文记入备注"
            row.add("IMP-CODE", EXPLAIN, said, field="increase")
            return None
        return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))

    def _title(self, row: CheckedRow, kind: str, firms: list[str]) -> str:
        text = str(row.values.get("title") or "")
        name = self._now.employers[firms[0]]["name"] if firms else ""
        return text or f"{name}{code_list('contract_kind').name_of(kind)}"


class ContractSheet(ComparedSheet):
    """The ledger of contracts; its unit is the union of rows that name none."""

    act = import_contracts
    comparer = Comparer

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The contracts that the list shows, as the workbook's fields."""
        ids = CONTRACTS.ids(conn, view)
        known = {one["id"]: one for one in known_contracts(conn).values()}
        for shown in CONTRACTS.rows(conn, ids, view):
            row: Mapping[str, Any] = known.get(shown["id"], {})
            days = {key: shown[key].isoformat() if shown[key] else "" for key in _DAYS}
            yield {
                **{key: shown[key] for key in ("union", "title", "kind", "scope", "number",
                                               "review_no", "women", "minimum_wage")},
                **days,
                "workers": row.get("workers"),
                "employers": "、".join(row.get("names", ())),
                "increase": (shown["increase"] or "").removesuffix("%"),
                "note": shown["note"] or "",
            }  # fmt: skip


CONTRACT_SHEET = ContractSheet(
    KIND, types="contract_kind", named={"union": "unions", "employers": "employers"}
)

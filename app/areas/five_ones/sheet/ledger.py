"""What the ledgers of this area share: rows judged in their order, each of one union."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.organisations.lists.snapshot import snapshot
from app.areas.organisations.sheet.plan import Index
from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import CheckedRow
from app.sheets.comparing import FileComparer, Options, Plan

MUST = Severity.MUST
_ENDINGS = ("工会", "工会委员会", "工会联合会", "联合会")


class LedgerComparer(FileComparer):
    """Judges the rows of one file in their order; each is of one union of the ledger."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._now = snapshot(conn, today)
        self._now.choices.update(options.names)
        self._index = Index(self._now)

    def union(self, row: CheckedRow) -> str | None:
        """The union of a row: named in it, meant for all, or told by the sheet; a problem without
        one that can act."""
        text = str(row.values.get("union") or "")
        found = self._named(text) if text else self._meant.unit or self._by_sheet(row)
        if found is None:
            said = f"没有叫「{text}」的工会，请选对名称" if text else "没有写明是哪个工会的"
            near = self._index.near_unions(text) if text else ()
            row.add("IMP-UNION", MUST, said, field="union", candidates=near)
            return None
        record: Mapping[str, Any] = self._now.unions[found]
        if record["outside"] or record["status"] == "dissolved":
            why = "不归本单位管理" if record["outside"] else "已经撤销"
            row.add("IMP-UNION", MUST, f"「{record['name']}」{why}", field="union")
            return None
        return found

    def kind(self, row: CheckedRow) -> str | None:
        """The kind that a row says, or that was told for all; a problem without one."""
        kind = row.values.setdefault("kind", self._meant.type)
        if kind is None:
            row.add("IMP-REQUIRED", MUST, "没有写明种类", field="kind")
        return None if kind is None else str(kind)

    def _named(self, text: str) -> str | None:
        found = self._index.upper(text)
        if found is None:
            key = squeeze(text)
            same = {u for end in _ENDINGS for u in self._index.union_name.get(key + end, ())}
            found = same.pop() if len(same) == 1 else None
        return found

    def _by_sheet(self, row: CheckedRow) -> str | None:
        """The union that the sheet's title or name tells."""
        for text in self._meant.told.get(row.sheet, ()):
            if (found := self._named(text)) is not None:
                return found
        return None

"""Which union and which employer a row means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.areas.organisations.sheet.plan import Index
from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options

from ..lists.snapshot import Register

_ENDINGS = ("工会", "工会委员会", "基层工会委员会", "基层工会")


class Units:
    """Finds unions and employers by what people write; each text is looked up once."""

    def __init__(self, register: Register, options: Options) -> None:
        self._register, self._options = register, options
        self.now = register.now
        self.now.choices.update(options.names)
        self._index = Index(self.now)
        self._unions: dict[str, str | None] = {}
        self._employers: dict[str, tuple[str, ...]] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        self._told: dict[str, str | None] = {}
        self._above: dict[str, frozenset[str]] = {}
        self._open: set[str] = set()

    def union(self, row: CheckedRow) -> str | None:
        """The union of a row; None if there is none, with the problem added."""
        text = row.values.get("union")
        if text:
            found = self.union_named(str(text))
            if found is None:
                row.add(
                    "IMP-UNION",
                    Severity.MUST,
                    f"没有叫「{text}」的工会，请选对名称，或先补录它",
                    field="union",
                    candidates=self.near(str(text)),
                )
        else:
            found = self._without_name(row)
            if found is None:
                row.add(
                    "IMP-REQUIRED",
                    Severity.MUST,
                    "没有写明所属工会：请填这一列，或在导入时选定工会",
                    field="union",
                )
        return found if found is not None and self._takes_members(row, found) else None

    def takes(self, union: str) -> bool:
        """Whether members can be registered in a union."""
        return union in self._open or not self._why_no_members(union)

    def near(self, text: str) -> tuple[str, ...]:
        """Names of unions that are written much like it."""
        if text not in self._near:
            self._near[text] = self._index.near_unions(text)
        return self._near[text]

    def union_named(self, text: str) -> str | None:
        """The union of that name; or the one of the firm of that name."""
        if text in self._unions:
            return self._unions[text]
        found = self._index.upper(text)
        if found is None:
            key = squeeze(text)
            same = {u for end in _ENDINGS for u in self._index.union_name.get(key + end, ())}
            found = same.pop() if len(same) == 1 else None
        if found is None:
            found = self._covering(self.employers(text))
        self._unions[text] = found
        return found

    def _without_name(self, row: CheckedRow) -> str | None:
        """By the employer's coverage, by what the import was told, by title, sheet or file."""
        unit = self._options.unit
        employer = row.values.get("employer")
        covering = self._covering(self.employers(str(employer))) if employer else None
        if covering is not None and (unit is None or self._lies_in(covering, unit)):
            return covering
        return unit if unit is not None else self._by_title(row.sheet)

    def _lies_in(self, union: str, unit: str) -> bool:
        if unit not in self._above:
            lower: dict[str | None, list[str]] = {}
            for one, values in self.now.unions.items():
                lower.setdefault(values["upper_id"], []).append(one)
            found, waiting = {unit}, [unit]
            while waiting:
                fresh = [u for u in lower.get(waiting.pop(), ()) if u not in found]
                found.update(fresh)
                waiting += fresh
            self._above[unit] = frozenset(found)
        return union in self._above[unit]

    def _by_title(self, sheet: str) -> str | None:
        if sheet not in self._told:
            self._told[sheet] = self._read_titles(self._options.told.get(sheet, (sheet,)))
        return self._told[sheet]

    def _read_titles(self, texts: Sequence[str]) -> str | None:
        for text in texts:
            found = self.union_named(text) if len(text) > 1 else None
            if found is not None and self._is_primary(found):
                return found
        for text in texts:
            key = squeeze(text)
            for names in (self._index.union_name, self._index.employer_name):
                held = {name for name in names if len(name) > 2 and name in key}
                held = {n for n in held if not any(n != o and n in o for o in held)}
                ids = [one for name in held for one in names[name]]
                found = (
                    self._covering(ids)
                    if names is self._index.employer_name
                    else ids[0]
                    if len(ids) == 1
                    else None
                )
                if found is not None and self._is_primary(found):
                    return found
        return None

    def _is_primary(self, union: str) -> bool:
        """A general union in a title is the office that made the form."""
        return self.now.unions[union]["type"] is not None

    def _takes_members(self, row: CheckedRow, union: str) -> bool:
        if union in self._open:
            return True
        why = self._why_no_members(union)
        if why:
            row.add("IMP-UNION", Severity.MUST, why, field="union")
        else:
            self._open.add(union)
        return not why

    def _why_no_members(self, union: str) -> str:
        record: Mapping[str, object] = self.now.unions.get(union, {})
        if not record or record["status"] == "dissolved":
            return "这个工会已经撤销，不能再有会员"
        if record["outside"]:
            return "这个工会不归本单位管理，不能在这里登记它的会员"
        return ""

    # -- employers -----------------------------------------------------------------------------

    def employers(self, text: str) -> tuple[str, ...]:
        """Employers of that name; one that a person once chose comes alone."""
        if text not in self._employers:
            key = squeeze(text)
            chosen = self.now.choices.get(("employers", key))
            every = (chosen,) if chosen in self.now.employers else None
            self._employers[text] = every or tuple(self._index.employer_name.get(key, ()))
        return self._employers[text]

    def employer(self, text: str, union: str) -> str | None:
        """The employer of that name; of several the one that the union covers."""
        found = self.employers(text)
        if len(found) == 1:
            return found[0]
        own = [e for e in found if union in self._register.covers.get(e, ())]
        return own[0] if len(own) == 1 else None

    def only_employer(self, union: str) -> str | None:
        """Where the members of a single union work: its one employer."""
        own = self._register.covered.get(union, ())
        single = self.now.unions[union]["type"] == "single"
        return own[0] if single and len(own) == 1 else None

    def _covering(self, employers: Sequence[str]) -> str | None:
        unions = {u for e in employers for u in self._register.covers.get(e, ())}
        return unions.pop() if len(unions) == 1 else None

"""Rows of a workbook of unions, judged against the register one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from app.base.codes import code_list
from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import NEW, day

from ..acts.imports import Fresh
from .checks import employer_name, form_of, type_of
from .comparer import Comparer
from .kinds import COVERED_CODES, HEAD_CODES

_UNION_DAYS = (
    "founded_on",
    "approved_on",
    "certificate_from",
    "certificate_until",
    "term_from",
    "term_until",
)
_UNION_PLAIN = (
    "code",
    "credit_code",
    "founded_doc",
    "chair",
    "phone",
    "address",
    "legal_person",
    "certificate_no",
    "has_office",
    "has_seal",
    "has_sign",
    "own_account",
    "bank_name",
    "bank_account",
    "note",
    *_UNION_DAYS,
)
_OWN_FACTS = ("nature", "industry", "economic_type", "unit_level")


class UnionComparer(Comparer):
    """Builds the plan of a workbook of unions; rows in the order of the file."""

    def organisations(self, rows: Iterable[CheckedRow]) -> None:
        """Judge a workbook of unions. Rows whose upper union stands further down in the
        file wait for it."""
        rows = list(rows)
        for row in rows:
            if self.takes_part(row):
                _form_in_type(row)
                if not row.values.get("name"):
                    self._name_from_employer(row)
        waiting = [r for r in rows if self.takes_part(r)]
        names = {squeeze(r.values["name"]) for r in waiting if r.values.get("name")}
        while waiting:
            later: list[CheckedRow] = []
            for row in waiting:
                upper = squeeze(row.values.get("upper") or "")
                known = not upper or self._union_by_name(upper) is not None
                if not known and upper in names and upper != squeeze(row.values["name"]):
                    later.append(row)
                else:
                    self._row(row, self._organisation)
            if len(later) == len(waiting):
                for row in later:
                    self._row(row, self._organisation)
                break
            waiting = later
        for row in rows:
            self.plan.add(row)

    def _name_from_employer(self, row: CheckedRow) -> None:
        """A sheet of employers with unions of their own (单独建会) names no unions."""
        values = row.values
        told = f"{row.sheet} {row.section}"
        type_ = values.get("type") or self.options.type or ("single" if "单独" in told else None)
        if type_ != "single" or not values.get("employer"):
            row.add("IMP-REQUIRED", Severity.MUST, "没有填写工会名称", field="name")
            return
        values["type"] = type_
        values["name"] = f"{values['employer']}工会委员会"
        said = f"表中没有工会名称，按单位名称登记为「{values['name']}」"
        row.add("IMP-EMPLOYER", Severity.INFO, said, field="employer")

    def _organisation(self, row: CheckedRow, decision: Mapping[str, Any]) -> None:
        values = row.values
        upper = self._upper(row)
        if row.outcome is Outcome.REJECTED:
            return
        union = decision.get("record") or self._match_union(values, upper)
        if union is None and self._doubtful_union(row, upper, decision):
            return
        if union is None:
            union = self._new_union(row, upper)
        elif not union.startswith("<"):
            self._compare_union(row, union, upper)
        type_ = self._type_of_union(union)
        employer = self._employer_of_union(row, union, type_)
        if employer is not None:
            self._cover(row, union, employer)
        heads_to_employer = employer is not None and type_ != "single"
        for field, code in HEAD_CODES.items():
            owner = employer if heads_to_employer and field not in row.filled else union
            kind = "employer_id" if owner == employer and owner is not None else "union_id"
            self._reading(row, kind, str(owner), code, values.get(field))
        for field, code in COVERED_CODES.items():
            value = values.get(field)
            if field == "covered" and type_ == "single" and value == 1:
                continue
            self._reading(row, "union_id", union, code, value)

    def _upper(self, row: CheckedRow) -> str | None:
        text = row.values.get("upper")
        default = self.options.unit or self.now.root or None
        if not text:
            return default
        found = self._union_by_name(squeeze(text))
        if found is not None:
            return found
        if self._is_root(row.values):
            return default
        row.add(
            "IMP-UNION",
            Severity.MUST,
            f"没有叫「{text}」的上级工会，请选对名称，或先补录它",
            field="upper",
            candidates=self.index.near_unions(text),
        )
        return None

    def _is_root(self, values: Mapping[str, Any]) -> bool:
        root = self.now.unions.get(self.now.root)
        return root is not None and squeeze(values.get("name") or "") == squeeze(root["name"])

    def _union_by_name(self, key: str) -> str | None:
        fresh = self._fresh_unions.get(key, [])
        if len(fresh) == 1:
            return fresh[0]
        return self.index.upper(key)

    def _match_union(self, values: Mapping[str, Any], upper: str | None) -> str | None:
        if self._is_root(values):
            return self.now.root
        code, credit = values.get("code"), values.get("credit_code")
        if code and code in self.index.union_code:
            return self.index.union_code[code]
        if credit and credit in self.index.union_credit:
            return self.index.union_credit[credit]
        key = squeeze(values["name"])
        chosen = self.now.choices.get(("unions", key))
        if chosen in self.now.unions:
            return chosen
        same = [
            i
            for i in self.index.union_name.get(key, [])
            if not values.get("upper") or self.now.unions[i]["upper_id"] == upper
        ]
        same += [
            k
            for k in self._fresh_unions.get(key, [])
            if not values.get("upper") or self.plan.unions[k].dated["upper_id"] == upper
        ]
        return same[0] if len(same) == 1 else None

    def _doubtful_union(
        self, row: CheckedRow, upper: str | None, decision: Mapping[str, Any]
    ) -> bool:
        del upper
        if decision.get("new") or self.options.policy == NEW:
            return False
        others = self.index.union_name.get(squeeze(row.values["name"]), [])
        if not others:
            return False
        name = self.now.unions[others[0]]["upper_id"]
        above = self.now.unions.get(name or "", {}).get("name", "")
        row.add(
            "IMP-UNION",
            Severity.EXPLAIN,
            f"已有同名工会，上级是「{above}」；请确定是同一个，还是另一个",
            field="name",
            candidates=tuple(others),
        )
        row.outcome = Outcome.DUPLICATE
        return True

    def _new_union(self, row: CheckedRow, upper: str | None) -> str:
        values = row.values
        name = values["name"]
        key = f"<u{len(self.plan.unions)}>"
        plain = {f: values.get(f) for f in _UNION_PLAIN}
        plain.update({f: day(values.get(f)) for f in _UNION_DAYS})
        form = values.get("form") or form_of(name)
        type_ = values.get("type") or self.options.type or self._section_type(row)
        if type_ is None and form != "general_union":
            type_ = type_of(name)
        dated = {
            "name": name,
            "upper_id": upper,
            "type": type_,
            "form": form,
            "level": values.get("level") or ("primary" if type_ else "dual"),
            "status": values.get("status") or "active",
            "place_id": self._place(row),
        }
        plain["note"] = self._note(row)
        self.plan.unions[key] = Fresh(key, plain, dated, plain["founded_on"], self._part)
        self._fresh_unions.setdefault(squeeze(name), []).append(key)
        self._did.add("new")
        return key

    def _section_type(self, row: CheckedRow) -> str | None:
        if not row.section:
            return None
        match = code_list("union_type").match(row.section.split("、")[-1])
        return match.code if match and match.sure else None

    def _compare_union(self, row: CheckedRow, union: str, upper: str | None) -> None:
        record, values = self.now.unions[union], row.values
        changes = self._differences(row, record, _UNION_PLAIN, _UNION_DAYS)
        if changes:
            self.plan.union_updates[union] = (changes, self._part)
        of_itself = () if union == self.now.root else ("type", "form", "level", "status")
        dated: dict[str, Any] = {f: values.get(f) for f in of_itself}
        dated["name"] = (
            values["name"] if (values.get("code") or values.get("credit_code")) else None
        )
        dated["place_id"] = self._place(row)
        dated["upper_id"] = upper if values.get("upper") and union != self.now.root else None
        moved = self.compare(row, record, dated)
        if moved:
            self.plan.union_dated.append((union, moved, self._part))

    def _type_of_union(self, union: str) -> str | None:
        if union.startswith("<"):
            return str(self.plan.unions[union].dated["type"])
        return self.now.unions[union]["type"]  # type: ignore[no-any-return]

    def _employer_of_union(self, row: CheckedRow, union: str, type_: str | None) -> str | None:
        """The employer a row names; for a single union without one, the one its name holds."""
        values = row.values
        name = values.get("employer")
        if not name:
            if type_ != "single" or not union.startswith("<"):
                return None
            name = employer_name(values["name"])
            row.add(
                "IMP-EMPLOYER", Severity.INFO, f"按工会名称登记它的单位「{name}」", field="name"
            )
        facts = {f: values.get(f) for f in _OWN_FACTS}
        facts |= {
            "name": name,
            "credit_code": values.get("employer_credit_code"),
            "address": values.get("employer_address"),
            "place": values.get("place"),
        }
        found = self._match_employer(facts)
        if found is None:
            found = self._new_employer(row, facts)
        return found


def _form_in_type(row: CheckedRow) -> None:
    """「总工会」 in the column of types says the form: a 总工会 has none of the types."""
    if not _says_general_union(row.originals.get("type") or ""):
        return
    row.values.pop("type", None)
    row.values.setdefault("form", "general_union")
    row.problems = [p for p in row.problems if (p.field, p.code) != ("type", "IMP-CODE")]


@lru_cache(maxsize=1024)
def _says_general_union(said: str) -> bool:
    """Likeness is slow, and a ledger says the same few words in thousands of rows."""
    match = code_list("union_form").match(said) if said else None
    return match is not None and match.code == "general_union"

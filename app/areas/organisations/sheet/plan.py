"""Comparing checked rows with the register: what each row would do.

Nothing is written here. The plan is made for the preview and made again inside the transaction
that commits it, so that what was shown is what is done, or the row is judged anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.base.text import squeeze
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import FILL, NEW, OVERWRITE, SKIP, Difference, day

from ..acts.imports import Fresh, ImportPlan
from ..lists.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is meant.

    Attributes:
        policy: what happens to existing records: ``fill``, ``skip``, ``overwrite``, ``new``.
        unit: id of the upper union for rows that name none.
        type: union type for rows that do not say it (``--as``).
        on_day: the day of reported numbers.
        decisions: (sheet, row) → what a person decided: ``record`` (id it is), ``new``, ``skip``,
            ``take`` (fields whose differing values are taken over).
        names: (kind, squeezed text) → id of the record that a person said it is; remembered.
    """

    policy: str = FILL
    unit: str | None = None
    type: str | None = None
    on_day: date = date.min
    decisions: Mapping[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan(ImportPlan):
    """The plan with its rows (judged), what differs, and what is filled in or brought up to date
    without question, for the preview."""

    rows: list[CheckedRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    fills: list[Difference] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        found = {o.value: 0 for o in Outcome if o.value}
        for row in self.rows:
            if row.outcome.value:
                found[row.outcome.value] += 1
        return found


class Index:
    """Finding records of the snapshot, and of this import, by code and by name."""

    def __init__(self, now: Snapshot) -> None:
        self.now = now
        self.union_code = {u["code"]: i for i, u in now.unions.items() if u["code"]}
        self.union_credit = {u["credit_code"]: i for i, u in now.unions.items() if u["credit_code"]}
        self.union_name: dict[str, list[str]] = {}
        for i, union in now.unions.items():
            if union["status"] != "dissolved":
                self.union_name.setdefault(squeeze(union["name"]), []).append(i)
        self.employer_credit: dict[str, str] = {}
        self.employer_name: dict[str, list[str]] = {}
        for i, employer in now.employers.items():
            if employer["credit_code"]:
                self.employer_credit.setdefault(employer["credit_code"], i)
            self.employer_name.setdefault(squeeze(employer["name"]), []).append(i)
        self.place_name: dict[str, list[str]] = {}
        for i, place in now.places.items():
            self.place_name.setdefault(_place_key(place["name"]), []).append(i)
            if place["code"]:
                self.place_name.setdefault(place["code"], []).append(i)

    def place(self, text: str) -> str | None:
        """The place of that name or code, if there is just one."""
        found = self.place_name.get(_place_key(text), [])
        return found[0] if len(found) == 1 else None

    def upper(self, text: str) -> str | None:
        """The union of that name, if there is just one; a remembered choice wins."""
        chosen = self.now.choices.get(("unions", squeeze(text)))
        if chosen in self.now.unions:
            return chosen
        found = self.union_name.get(squeeze(text), [])
        return found[0] if len(found) == 1 else None

    def near_unions(self, text: str) -> tuple[str, ...]:
        """Names like this one, for a person to choose from."""
        from difflib import get_close_matches

        names = {squeeze(u["name"]): u["name"] for u in self.now.unions.values()}
        near = get_close_matches(squeeze(text), list(names), n=3, cutoff=0.5)
        held = [k for k in names if squeeze(text) in k and k not in near][:3]
        return tuple(names[k] for k in [*near, *held][:4])


def _place_key(text: str) -> str:
    key = squeeze(text)
    for suffix in ("居民委员会", "村民委员会", "社区居委会", "村委会", "居委会", "委员会"):
        if key.endswith(suffix) and len(key) > len(suffix) + 1:
            key = key.removesuffix(suffix)
            break
    for suffix in ("社区", "村"):
        if key.endswith(suffix) and len(key) > len(suffix) + 1:
            return key.removesuffix(suffix)
    return key


__all__ = [
    "FILL", "NEW", "OVERWRITE", "SKIP", "Difference", "Fresh", "Index", "Options", "Plan", "day",
]  # fmt: skip

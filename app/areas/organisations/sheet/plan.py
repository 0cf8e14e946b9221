"""Comparing checked rows with the register: what each row would do.

Nothing is written here. The plan is made for the preview and made again inside the transaction
that commits it, so that what was shown is what is done, or the row is judged anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.base.text import squeeze
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Plan as Judged

from ..acts.imports import ImportPlan
from ..lists.snapshot import Snapshot


@dataclass
class Plan(ImportPlan, Judged):
    """What is to be written, with the rows judged and what differs, for the preview."""

    rows: list[CheckedRow] = field(default_factory=list)


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

"""Arguments for any undoable act, from its signature and what is in the workspace.

A new act whose parameters are named like those here needs nothing; others get a line in ``HAND``.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table, select

import app.areas
from app.areas.organisations.acts.readings import NewReading
from app.areas.organisations.records import (
    CONTACT,
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SITE,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE,
    PLACE_SPELL,
    UNION,
    UNION_SPELL,
)  # fmt: skip
from app.store.types import Code, Count, Day, Fen, Flag, Id, Since, Words
from app.store.work import ACTS, Act
from app.store.workspace import Workspace
from tests.reliability import (
    arguments_cadres,
    arguments_evidence,
    arguments_five_ones,
    arguments_members,
    arguments_six_haves,
    arguments_surveys,
)

NAMES = ["自行车厂", "王庆坨镇", "新城社区", "𠮷祥商行", "A&B", "自行车", "  两端空格 "]
TABLES = {
    "union_id": UNION, "upper_id": UNION, "to_union": UNION, "assets_to_id": UNION,
    "federation_id": UNION, "employer_id": EMPLOYER, "successor_id": EMPLOYER,
    "place_id": PLACE, "coverage_id": COVERAGE, "contact_id": CONTACT, "site_id": EMPLOYER_SITE,
    "member_id": FEDERATION_MEMBER, "record": UNION, "sender": UNION, "object_id": UNION,
}  # fmt: skip
SUBJECTS = {"union": (UNION, UNION_SPELL), "employer": (EMPLOYER, EMPLOYER_SPELL),
            "place": (PLACE, PLACE_SPELL), "coverage": (COVERAGE, None),
            "contact": (CONTACT, None), "site": (EMPLOYER_SITE, None)}  # fmt: skip
OWN: dict[str, Any] = {
    "members": arguments_members, "cadres": arguments_cadres, "five_ones": arguments_five_ones,
    "six_haves": arguments_six_haves, "surveys": arguments_surveys,
}  # fmt: skip
"""Areas whose acts take their arguments from a module of their own."""
EXCUSED = {
    "surveys.import": "its rows come from a workbook; see the import's own tests",
    "five_ones.import": "its rows come from a workbook; see the import's own tests",
    "five_ones.import_contracts": "its rows come from a workbook; see the import's own tests",
    "five_ones.add_to_offer": "wants a second employer of a union that made an offer; its own test",
    "cadres.import_cadres": "its rows come from a workbook; see the import's own tests",
    "cadres.import_delegates": "its rows come from a workbook; see the import's own tests",
    "cadres.import_terms": "its rows come from a workbook; see the import's own tests",
    "six_haves.import_rubric": "its rows come from a workbook; see the import's own tests",
    "six_haves.import_targets": "its rows come from a workbook; see the import's own tests",
    "store.undo": "the machine itself undoes",
    "members.import": "its plan comes from a workbook; see the import's own tests",
    "members.import_applications": "its rows come from a workbook; see the import's own tests",
    "organisations.import": "its plan comes from a workbook; see CR-2 and the import's own tests",
}


def codes_of(table: Table, column: str) -> list[Any]:
    """The codes that a CHECK of the table allows in a column."""
    for constraint in table.constraints:
        found = re.search(rf"\b{column} IN \(([^)]*)\)", str(getattr(constraint, "sqltext", "")))
        if found:
            return [code.strip(" '") for code in found[1].split(",")]
    return []


def subject_of(code: str) -> str:
    """What an act is about, from its name."""
    verb = code.split(".")[1]
    if verb.startswith("cover_"):
        return "coverage"
    return next((s for s in SUBJECTS if s in verb), "union")


def load_acts() -> None:
    """Every module of the areas and the store that may declare an act."""
    for found in pkgutil.walk_packages(app.areas.__path__, "app.areas."):
        if ".page" not in found.name:
            importlib.import_module(found.name)
    for name in ("notes", "keeping", "verify", "users", "rekey", "migrate"):
        importlib.import_module(f"app.store.{name}")


def undoable() -> dict[str, Act[Any, Any]]:
    """All acts of the program that say they can be undone, but those excused."""
    load_acts()
    return {
        code: each
        for code, each in sorted(ACTS.items())
        if each.undo and code not in EXCUSED and not code.startswith("test.")
    }


class Chooser:
    """Chooses arguments from a seed and the present content."""

    def __init__(self, workspace: Workspace, chance: Random) -> None:
        self.workspace, self.chance = workspace, chance

    def some_id(self, table: Table, *, nullable: bool = False) -> str | None:
        """A record of the table; now and then none, or one that is not there."""
        query = select(table.c.id).order_by(table.c.id)
        ids = self.workspace.read(lambda c: list(c.execute(query).scalars()))
        if nullable and (not ids or self.chance.random() < 0.4):
            return None
        if not ids or self.chance.random() < 0.03:
            return "0f" * 16
        return str(self.chance.choice(ids))

    def day(self) -> date:
        """A day of a few years, often the same ones."""
        if self.chance.random() < 0.6:
            year = self.chance.choice([2022, 2024, 2026])
            return date(year, self.chance.choice([1, 5]), 1)
        return date(2021, 1, 1) + timedelta(days=self.chance.randrange(2200))

    def value(self, table: Table, name: str) -> Any:
        """A value for a column."""
        column = table.c[name]
        allowed = codes_of(table, name)
        if allowed:
            return self.chance.choice(allowed + [None] * bool(column.nullable))
        for key in column.foreign_keys:
            return self.some_id(key.column.table, nullable=bool(column.nullable))
        if column.nullable and self.chance.random() < 0.2:
            return None
        kind = column.type
        if isinstance(kind, Flag):
            return self.chance.random() < 0.5
        if isinstance(kind, (Day, Since)):
            return self.day()
        if isinstance(kind, (Fen, Count)):
            return self.chance.randrange(1000)
        if isinstance(kind, Code):
            return f"C{self.chance.randrange(30)}"
        assert isinstance(kind, (Words, Id)), column
        return self.chance.choice(NAMES)

    def fields(self, table: Table | None, many: int = 2) -> dict[str, Any]:
        """A few fields of a table with values."""
        if table is None:
            return {}
        fixed = {"id", "rev", "since", "until", "doc_no"}
        fixed |= {c.name for c in table.c if c.foreign_keys and not c.nullable}
        names = sorted(c.name for c in table.c if c.name not in fixed)
        return {n: self.value(table, n) for n in self.chance.sample(names, k=min(many, len(names)))}

    def argument(self, code: str, name: str, parameter: inspect.Parameter) -> Any:
        """A value for one parameter."""
        annotation = str(parameter.annotation)
        area, verb = code.split(".")
        if area in OWN:
            found = OWN[area].argument(self, verb, name, parameter)
            if found is not NotImplemented:
                return found
        subject = subject_of(code)
        for table in (*SUBJECTS[subject], COVERAGE):
            allowed = codes_of(table, name) if table is not None else []
            if allowed:
                return self.chance.choice(allowed)
        if name == "into":
            return self.some_id(SUBJECTS[subject][0])
        if name == "upper_id" and subject == "place":
            return self.some_id(PLACE, nullable=True)
        if name == "type":
            return self.chance.choice(["single", "joint", "regional_federation"])
        if name == "federation_id" and self.chance.random() < 0.9:
            kinds = ("regional_federation", "industry_federation")
            query = select(UNION_SPELL.c.union_id).where(UNION_SPELL.c.type.in_(kinds))
            there = self.workspace.read(lambda c: sorted(c.execute(query).scalars()))
            return self.chance.choice(there) if there else "0f" * 16
        if name == "batch":
            return None if self.chance.random() < 0.5 else "0e" * 16
        if name in TABLES:
            return self.some_id(TABLES[name], nullable="None" in annotation)
        if name == "plain" and subject == "place":
            return {"note": self.chance.choice(NAMES)}
        if name in ("plain", "values"):
            return self.fields(SUBJECTS[subject][0]) if code.startswith("org") else {"n": 1}
        if name == "dated":
            return self.fields(SUBJECTS[subject][1])
        if name == "employer_ids":
            return [i for i in [self.some_id(EMPLOYER, nullable=True)] if i]
        if name == "numbers":
            return {"J201": self.chance.randrange(90)}
        if name == "readings":
            union = self.some_id(UNION)
            return [NewReading("union", str(union), "J201", self.chance.randrange(99))]
        if name in ("columns", "counts"):
            return {"列": self.chance.randrange(3)}
        if "date" in annotation:
            return None if "None" in annotation and self.chance.random() < 0.3 else self.day()
        if annotation == "bool":
            return self.chance.random() < 0.5
        if annotation in ("int", "int | None"):
            return self.chance.randrange(100)
        if "str" in annotation or annotation == "Any":
            return self.chance.choice(NAMES)
        raise AssertionError(f"no argument is known for {code}({name}: {annotation})")

    def arguments(self, each: Act[Any, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Positional and keyword arguments of a call."""
        area, verb = each.code.split(".")
        if area == "evidence":
            return arguments_evidence.arguments(self, verb)
        args: list[Any] = []
        kw: dict[str, Any] = {}
        for name, p in list(inspect.signature(each.function).parameters.items())[1:]:
            if p.kind is p.VAR_KEYWORD:
                names = inspect.signature(each.function).parameters
                kw |= {k: v for k, v in self._more(each.code, kw).items() if k not in names}
            elif p.default is not p.empty and self.chance.random() < 0.5:
                continue
            elif p.kind is p.KEYWORD_ONLY:
                kw[name] = self.argument(each.code, name, p)
            else:
                args.append(self.argument(each.code, name, p))
        return args, kw

    def _more(self, code: str, given: dict[str, Any]) -> dict[str, Any]:
        area, verb = code.split(".")
        if area in OWN:
            more: dict[str, Any] = OWN[area].more(self, verb)
            return more
        subject = subject_of(code)
        plain, dated = SUBJECTS[subject]
        if verb.startswith(("change_", "correct_")):
            return self.fields(dated)
        if verb.startswith("save_"):
            place = subject == "place"
            return {
                "plain": {"note": self.chance.choice(NAMES)} if place else self.fields(plain),
                "dated": self.fields(dated), "change": self.chance.random() < 0.5,
                "since": self.day(),
            }  # fmt: skip
        if verb == "found_with_numbers":
            return {
                "name": "带数字的工会", "upper_id": self.some_id(UNION, nullable=True),
                "type": "single", "founded_on": self.day(),
            }  # fmt: skip
        if verb == "add_with_numbers":
            return {"name": "带数字的单位"}
        if verb.startswith(("edit_", "cover_")):
            more = self.fields(plain)
        else:
            more = self.fields(plain, many=1)
        return {k: v for k, v in more.items() if k not in given}

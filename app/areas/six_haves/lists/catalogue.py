"""What a rubric can ask of the records, by name: the figures and rules of all areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.divisions import Divisions, Level
from app.figures.registry import Figure, Registry
from app.rules.office import rule_book
from app.store.notes import setting

from ..rules.rubric import shipped

_AHEAD = "程序还没有这部分记录，暂由人填报"


@dataclass(frozen=True, slots=True)
class Named:
    """A figure or rule.

    Attributes:
        unit: of a figure (人, 个, %); empty for a rule.
        help: what it counts, or asks.
        ahead: a rubric that comes with the program asks for it, but the records it rests on are
            not kept by this version: such a line is 缺数据 and answered by hand.
    """

    code: str
    title: str
    unit: str = ""
    help: str = ""
    ahead: bool = False

    @property
    def is_rule(self) -> bool:
        """Whether it is kept or not, instead of being so many."""
        return not self.unit


def catalogue(conn: Connection, registry: Registry, day: date) -> Mapping[str, Named]:
    """Every figure and rule by its code, figures first."""
    found = {}
    for code in registry.codes():
        thing = registry.get(code)
        unit = thing.unit if isinstance(thing, Figure) else "%"
        found[code] = Named(code, thing.title, unit or "个", thing.definition)
    for code, title in rule_book(conn).titles(day).items():
        found[code] = Named(code, title.removeprefix(code).strip())
    named = set().union(*(rubric.codes() for rubric in shipped().values()))
    for code in sorted(named - found.keys()):
        found[code] = Named(code, _AHEAD, "" if "-" in code else "个", ahead=True)
    return found


def county_of(conn: Connection) -> str:
    """The everyday name of the county the office lies in; empty where nothing is known."""
    code = setting(conn, "division", "") or ""
    with Divisions() as divisions:
        names = divisions.path(code) if code else ()
    return "" if not names else names[min(len(names), Level.COUNTY) - 1]

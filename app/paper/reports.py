"""What an area says about a paper it prints, and the texts that stand in ``resources/papers``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from app.base.findings import Finding
from app.base.paths import resource
from app.base.personal import Held
from app.figures.engine import Table, Value, evaluate, table
from app.figures.registry import Registry, Scope
from app.rules.book import RuleBook

from .model import Block, Document


@dataclass(slots=True)
class Ask:
    """What a paper is asked for.

    Attributes:
        conn: a reading connection, handed to lists and figures.
        year: the report year.
        scope: the unit, day and period looked at.
        before: the same a year earlier.
        office: name of the office, or of the unit.
        place: its place, e.g. 天津市武清区王庆坨镇.
        registry, book: figures and rules in force.
        findings: runs the checks (once; it may take a second).
        results: of some rules as of a day, with what passes or cannot be judged.
        options: ``--option K=V``.
        personal: what all areas keep about a person (and those merged into her), for herself.
    """

    conn: Any
    year: int
    scope: Scope
    before: Scope
    office: str
    place: str
    registry: Registry
    book: RuleBook
    findings: Callable[[], list[Finding]]
    results: Callable[[AbstractSet[str], date], list[Finding]]
    options: Mapping[str, str] = field(default_factory=dict)
    personal: Callable[[Sequence[str]], list[Held]] = field(default=lambda _ids: [])

    def figures(self, *codes: str) -> dict[str, Value]:
        """Figures of this year."""
        return evaluate(self.conn, self.registry, codes, self.scope)

    def last_year(self, *codes: str) -> dict[str, Value]:
        """Figures of the year before; ``no_data`` where nothing is known."""
        return evaluate(self.conn, self.registry, codes, self.before)

    def by(self, dimension: str, *codes: str) -> Table:
        """Figures of this year by group."""
        return table(self.conn, self.registry, codes, self.scope, dimension)


@dataclass(frozen=True, slots=True)
class Report:
    """A paper by name.

    Attributes:
        name: ASCII, e.g. ``annual``.
        title: as in ``report list``.
        make: builds the document.
        note: what it is for.
        about: kind of the record it is about (``--option id=``): printed from that record, and
            not among the papers of the office; empty: of the office or unit.
    """

    name: str
    title: str
    make: Callable[[Ask], Document]
    note: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What an area brings to the annual report.

    Attributes:
        order: among the chapters of all areas.
        body: blocks of the body.
        annexes: (title, blocks) of its annexes.
    """

    order: int
    body: Callable[[Ask], list[Block]]
    annexes: Callable[[Ask], list[tuple[str, list[Block]]]]


@cache
def texts(name: str) -> dict[str, Any]:
    """The texts of a paper, from ``resources/papers/NAME.toml``."""
    return tomllib.loads(resource("papers", f"{name}.toml").read_text("utf-8"))


def sentences(name: str, key: str, values: Mapping[str, Any]) -> str:
    """A paragraph of the sentences whose values are all known.

    A sentence of the file is ``{needs = [...], text = "… {J101} …"}``; it is left out where a
    needed value is None, so that no paper says 0 for what nobody knows.
    """
    parts = []
    for sentence in texts(name)[key]:
        needed = sentence.get("needs", ())
        if all(values.get(n) is not None for n in needed):
            parts.append(sentence["text"].format_map({k: _said(v) for k, v in values.items()}))
    return "".join(parts)


def _said(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:.2f}%"
    return str(value)


def shown(value: Value) -> str:
    """A figure as a table prints it: — where it is not known."""
    return _said(value.value)

"""Scoring unions by a rubric that is still being written; nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import Connection

from app.figures.registry import Registry

from ..checks import facts_of
from ..rules.rubric import Rubric
from ..rules.scoring import Facts, Scored, score
from .assessments import Assessed, offered, rubric_for, said_of, sorts_of
from .scores import Scores


@dataclass(frozen=True, slots=True)
class Tried:
    """A union scored by the rubric as it is now, beside what it has."""

    before: Assessed
    after: Scored


def meant(conn: Connection, rubric: Rubric, scores: Scores) -> list[str]:
    """The unions that would be given a rubric, by their sort and size, if it were on offer."""
    sorts = sorts_of(conn, scores.found, scores.scope.day)
    offers = [rubric, *offered(conn, scores.year).values()]
    return [union for union, sort in sorts.items() if rubric_for(sort, offers) is rubric]


def try_out(
    conn: Connection, rubric: Rubric, unions: Sequence[str], scores: Scores, registry: Registry
) -> list[Tried]:
    """Unions as they would be scored. What was answered by hand counts for the item that has the
    same number.

    Args:
        unions: of ``scores``; others are left out.
    """
    days: dict[date, list[str]] = defaultdict(list)
    known = [union for union in unions if union in scores.found]
    for union in known:
        row, day = scores.found[union].row, scores.scope.day
        days[min(row["on_day"], day) if row is not None else day].append(union)
    facts: dict[str, Facts] = {}
    for day, mine in days.items():
        facts |= facts_of(
            conn, dict.fromkeys(mine, rubric), registry=registry,
            scope=replace(scores.scope, day=day), checks=partial(scores.results, conn),
        )  # fmt: skip
    found = []
    for union in known:
        one = scores.found[union]
        typed = {item: said_of(line) for item, line in one.lines.items()}
        vetoes = (one.row["vetoes"] or {}) if one.row is not None else {}
        found.append(Tried(one, score(rubric, one.letter, facts[union], typed, vetoes)))
    return found

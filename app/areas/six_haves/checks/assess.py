"""``assess`` of the command line: the assessment of one union as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.base.errors import UserError
from app.store import evidence

from ..lists.assessments import read_assessments
from ..rules.conditions import HUNDRED
from ..rules.scoring import STATES, State

if TYPE_CHECKING:
    from app.paper.reports import Ask


def assess(ask: Ask, union: str) -> dict[str, Any]:
    """Total, grade and items of a union's 六有 self-assessment of the year asked for, begun or not.

    Raises:
        UserError: NO_RUBRIC: no rubric is offered for this sort of union.
    """
    found = read_assessments(
        ask.conn,
        [union],
        year=ask.year,
        scope=ask.scope,
        registry=ask.registry,
        checks=ask.results,
        planned=True,
    )
    if not found:
        raise UserError(
            "NO_RUBRIC",
            "没有适用于这个工会的评分标准。",
            "撤销的、筹备中的和不属本会管的工会不评分。",
        )
    (one,) = found
    lines = {row["id"]: item for item, row in one.lines.items()}
    pieces = evidence.of(ask.conn, "assessment_line", list(lines))
    attached = {lines[row]: [p.title for p in some] for row, some in pieces.items()}
    total = one.scored.own
    return {
        "union": one.name,
        "rubric": one.rubric.title,
        "begun": one.row is not None,
        "total": total.score / HUNDRED,
        "grade": total.grade,
        "vetoed": total.vetoed,
        "scaled": total.scaled / HUNDRED,
        "bonus": total.bonus / HUNDRED,
        "items": [
            {
                "id": line.item.id,
                "title": line.item.text,
                "score": None if line.own is None else line.own / HUNDRED,
                "full": line.item.points / HUNDRED,
                "how": line.state.value,
                "state": STATES[line.state],
                "words": line.words,
                "raise_by": line.raise_by,
                "class": line.shown,
                "evidence": attached.get(line.item.id, []),
                "asked": list(line.item.proofs),
            }
            for line in one.scored.lines
            if line.state is not State.NOT_APPLICABLE
        ],
    }

"""What of a union's year lies with 六有: the assessment and each of its items with evidence."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.base.days import Period
from app.base.filed import Filed
from app.store import evidence

from ..records import ASSESSMENT, ASSESSMENT_LINE, RUBRIC
from ..rules.rubric import read_rubric

_SUBJECT = "six_haves"


def files(conn: Connection, *, union: str, period: Period, persons: bool = False) -> list[Filed]:
    """Assessments of the years of the period, and those of their items that have evidence."""
    del persons
    query = (
        select(ASSESSMENT, RUBRIC.c.content)
        .join(RUBRIC, RUBRIC.c.id == ASSESSMENT.c.rubric_id)
        .where(
            ASSESSMENT.c.union_id == union,
            ASSESSMENT.c.year.between(period.first.year, period.last.year),
        )
        .order_by(ASSESSMENT.c.year)
    )
    found: list[Filed] = []
    for row in conn.execute(query).mappings().all():
        rubric = read_rubric(row["content"])
        texts = {item.id: item.text for item in rubric.items}
        places = {item.id: place for place, item in enumerate(rubric.items)}
        found.append(Filed(ASSESSMENT.name, row["id"], rubric.title, row["on_day"], _SUBJECT))
        c = ASSESSMENT_LINE.c
        lines = dict(
            conn.execute(select(c.id, c.item).where(c.assessment_id == row["id"])).tuples().all()
        )
        proved = evidence.kinds_of(conn, ASSESSMENT_LINE.name, list(lines))
        for line in sorted(proved, key=lambda one: places.get(lines[one], len(places))):
            item = lines[line]
            title = f"{item} {texts.get(item, '')}".strip()
            found.append(Filed(ASSESSMENT_LINE.name, line, title, row["on_day"], _SUBJECT))
    return found

"""What the area keeps about one person, for herself: surveys in which she was rated by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.base.personal import Held, told

from ..records import SURVEY, SURVEY_SUBJECT

_HEADS = {
    "union": "工会", "year": "年度", "kind": "评议种类", "on_day": "计票日期", "name": "姓名",
    "post_name": "职务",
}  # fmt: skip


def personal(conn: Connection, ids: Sequence[str], day: date) -> list[Held]:
    """Her records of the area, oldest first; see ``app.base.personal``."""
    query = (
        select(
            SURVEY_SUBJECT, SURVEY.c.union_id, SURVEY.c.year, SURVEY.c.kind, SURVEY.c.on_day
        )
        .join(SURVEY, SURVEY.c.id == SURVEY_SUBJECT.c.survey_id)
        .where(SURVEY_SUBJECT.c.person_id.in_(ids))
        .order_by(SURVEY.c.year, SURVEY_SUBJECT.c.id)
    )  # fmt: skip
    rows = [dict(row) for row in conn.execute(query).mappings()]
    names = names_of(conn, "union", [row["union_id"] for row in rows], day)
    found = [
        told(row | {"union": names.get(row["union_id"])}, _HEADS, {"kind": "survey_kind"})
        for row in rows
    ]
    return [("民主评议", found)] if found else []

"""Acts on honours of a person or of a union."""

from __future__ import annotations

from typing import Any

from app.areas.organisations.records import UNION
from app.base.codes import code_list
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import HONOUR
from .common import Who, known_code, person_of

PLAIN = ("title", "level", "on_day", "granted_by", "doc_no", "note")


@act("cadres.add_honour", "登记荣誉")
def add_honour(
    work: Work,
    /,
    *,
    title: str,
    who: Who | None = None,
    union_id: str | None = None,
    **values: Any,
) -> str:
    """An honour of a person (``who``) or of a union, one of the two.

    Args:
        values: level (``honour_level``), on_day, granted_by, doc_no, note.

    Raises:
        UserError: OWNER; REQUIRED; CODE.
    """
    if (who is None) == (union_id is None):
        raise UserError("OWNER", "荣誉要么属于一个人，要么属于一个工会。", "请选定其中一个。")
    if union_id is not None:
        work.row(UNION, union_id)
    row = {"title": title, **values}
    _check(row)
    person_id = None if who is None else person_of(work, who)
    return work.insert(HONOUR, person_id=person_id, union_id=union_id, **row)


@act("cadres.edit_honour", "更正荣誉")
def edit_honour(work: Work, /, honour_id: str, **values: Any) -> None:
    """What was typed wrongly about an honour."""
    old = work.row(HONOUR, honour_id)
    row = {key: values.get(key, old[key]) for key in PLAIN} | values
    _check(row)
    work.update(HONOUR, honour_id, **{key: row[key] for key in values})


@act("cadres.delete_honour", "删除误录荣誉")
def delete_honour(work: Work, /, honour_id: str) -> None:
    """An honour entered by mistake."""
    work.delete(HONOUR, honour_id)


def _check(row: dict[str, Any]) -> None:
    unknown = set(row) - set(PLAIN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    row["title"] = (row["title"] or "").strip()
    if not row["title"]:
        raise UserError("REQUIRED", "「荣誉名称」是必填项。", "请填写荣誉的名称。")
    if row.get("level") is not None:
        known_code(code_list("honour_level"), row["level"], "荣誉级别")

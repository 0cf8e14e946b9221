"""Acts on what follows an assessment: improvements with who and by when."""

from __future__ import annotations

from typing import Any

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import ASSESSMENT, IMPROVEMENT


@act("six_haves.add_improvement", "登记整改事项")
def add_improvement(
    work: Work, /, assessment_id: str, *, item: str, measure: str, **values: Any
) -> str:
    """What is done about a lost point.

    Args:
        values: cause, responsible, due_on, done_on, result.
    """
    work.row(ASSESSMENT, assessment_id)
    return work.insert(
        IMPROVEMENT, assessment_id=assessment_id, item=item, measure=_said(measure), **values
    )


@act("six_haves.edit_improvement", "更新整改事项")
def edit_improvement(work: Work, /, improvement_id: str, **values: Any) -> None:
    """Cause, measure, who, by when, done when, result."""
    row = work.row(IMPROVEMENT, improvement_id)
    if "measure" in values:
        values["measure"] = _said(values["measure"])
    if values.get("done_on", row["done_on"]) and not values.get("result", row["result"]):
        raise UserError("REQUIRED", "整改完成的，请写明完成情况。")
    work.update(IMPROVEMENT, improvement_id, **values)


@act("six_haves.delete_improvement", "删除整改事项")
def delete_improvement(work: Work, /, improvement_id: str) -> None:
    """One that was put down by mistake."""
    work.row(IMPROVEMENT, improvement_id)
    work.delete(IMPROVEMENT, improvement_id)


def _said(text: str | None) -> str:
    if not (text or "").strip():
        raise UserError("REQUIRED", "「整改措施」是必填项。")
    return str(text).strip()

"""Acts on what follows an assessment: improvements with who and by when; goals of a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import ASSESSMENT, IMPROVEMENT, TARGET, UNION


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


@act("six_haves.set_targets", "下达年度目标")
def set_targets(work: Work, /, *, year: int, targets: Mapping[tuple[str, str], int | None]) -> None:
    """Goals of a year.

    Args:
        targets: (union, code of a figure or rate) → the goal; rates in hundredths of a percent;
            None takes a goal away.

    Raises:
        UserError: VALUE: below 0.
    """
    rows = work.rows(select(TARGET).where(TARGET.c.year == year))
    there = {(row["union_id"], row["code"]): row["id"] for row in rows}
    for (union, code), value in targets.items():
        known = there.get((union, code))
        if value is not None and value < 0:
            raise UserError("VALUE", "目标不能小于0。")
        if known and value is None:
            work.delete(TARGET, known)
        elif known:
            work.update(TARGET, known, value=value)
        elif value is not None:
            work.row(UNION, union)
            work.insert(TARGET, union_id=union, year=year, code=code, value=value)


def _said(text: str | None) -> str:
    if not (text or "").strip():
        raise UserError("REQUIRED", "「整改措施」是必填项。")
    return str(text).strip()

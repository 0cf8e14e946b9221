"""Acts on comments: written down without order, answered, done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import SURVEY, SURVEY_COMMENT
from .surveys import form_of


@act("surveys.add_comments", "录入意见建议")
def add_comments(work: Work, /, survey_id: str, *, comments: Iterable[tuple[str, str]]) -> int:
    """Comments, put down sorted by heading and words: nothing tells which ballots they were on.

    Args:
        comments: (code of ``comment_heading`` or "", words).

    Returns:
        How many were written.
    """
    allowed = {"", "other", *form_of(work, survey_id).headings}
    read = sorted((heading, text.strip()) for heading, text in comments if text.strip())
    if any(heading not in allowed for heading, _text in read):
        raise UserError("FORM", "没有这种意见分类。")
    work.insert_rows(
        SURVEY_COMMENT,
        [{"survey_id": survey_id, "heading": h or None, "text": text} for h, text in read],
    )
    return len(read)


@act("surveys.edit_comment", "答复意见建议")
def edit_comment(work: Work, /, comment_id: str, **values: Any) -> None:
    """Heading, words, answer and its day, measure, who does it, by when, done when."""
    row = work.row(SURVEY_COMMENT, comment_id)
    if "text" in values and not (values["text"] or "").strip():
        raise UserError("REQUIRED", "「意见内容」是必填项。")
    if values.get("replied_on", row["replied_on"]) and not values.get("reply", row["reply"]):
        raise UserError("REQUIRED", "填了答复日期，还要写明怎样答复的。")
    work.row(SURVEY, row["survey_id"])
    work.update(SURVEY_COMMENT, comment_id, **values)


@act("surveys.delete_comment", "删除意见建议")
def delete_comment(work: Work, /, comment_id: str) -> None:
    """A comment that was typed by mistake."""
    work.row(SURVEY_COMMENT, comment_id)
    work.delete(SURVEY_COMMENT, comment_id)

"""How the history of an assessment is told. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.history import Alteration
from app.desk.story import Vocabulary
from app.store.search import named

from ..records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC, TARGET
from ..rules.conditions import plain

LABELS = {
    "year": "年度", "on_day": "考核基准日", "rubric_id": "评分标准", "practice": "主要做法",
    "filled_by": "填报人", "self_on": "自评日期", "self_opinion": "自评意见",
    "review_on": "复评日期", "review_opinion": "复评意见", "final_on": "终评日期",
    "final_opinion": "终评意见", "vetoes": "一票否决", "note": "备注", "item": "评分项",
    "answer": "填报", "answered_by": "填报人", "answered_on": "填报日期", "reason": "依据",
    "self_score": "自评分", "self_by": "自评人", "self_reason": "自评原因",
    "review_score": "复评分", "review_by": "复评人", "review_reason": "复评原因",
    "final_score": "终评分", "final_by": "终评人", "final_reason": "终评原因",
    "words": "情况说明", "cause": "原因", "measure": "整改措施", "responsible": "责任人",
    "due_on": "完成期限", "done_on": "完成日期", "result": "完成情况",
}  # fmt: skip
HIDDEN = frozenset({"id", "rev", "assessment_id", "union_id", "rubric_id", "frozen"})
_POINTS = frozenset({"answer", "self_score", "review_score", "final_score"})


def _names(connection: Any, _kind: str, ids: Sequence[str]) -> dict[str, str]:
    found = {one: named(connection, one) for one in ids}
    return {one: str(hit["title"]) for one, hit in found.items() if hit is not None}


def _title(table: str, values: Mapping[str, Any], _names: Mapping[str, str]) -> str:
    if table == "assessment":
        return f"{values.get('year')}年"
    return str(values.get("item") or "")


def _word(table: str, key: str, value: Any) -> str | None:
    del table
    if key in _POINTS and isinstance(value, int):
        return f"{plain(value)}分"
    if key == "vetoes" and isinstance(value, Mapping):
        return "；".join(f"{item}：{reason}" for item, reason in value.items())
    return None


def _first(
    table: str, title: str, after: Mapping[str, Any], _names: Mapping[str, str]
) -> Alteration | None:
    if table == "assessment":
        return Alteration(title, "", _title(table, after, {}))
    return None


WORDS = Vocabulary(
    LABELS, {}, {}, {}, _names, HIDDEN, frozenset(), _title, _first, _word
)  # fmt: skip
STORIES = {
    table.name: WORDS for table in (ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC, TARGET)
}
"""The tables of this area that belong to records of others, too."""

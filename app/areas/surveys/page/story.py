"""How the history of a survey and of a comment is told. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.codes import code_list
from app.desk.history import Alteration
from app.desk.story import Vocabulary
from app.store.search import named

from ..records import (
    BALLOT_BATCH,
    SURVEY,
    SURVEY_COMMENT,
    SURVEY_COUNT,
    SURVEY_GROUP,
    SURVEY_SUBJECT,
)

LABELS = {
    "kind": "种类", "title": "名称", "year": "年度", "since": "开始", "until": "结束",
    "on_day": "计票日期", "tellers": "监票人", "counters": "计票人", "published_on": "公布日期",
    "cancelled_on": "取消日期", "note": "备注", "union_id": "工会", "object_id": "被评工会",
    "form": "评议表样", "name": "名称", "post_name": "职务", "expected": "应参评", "issued": "发出",
    "returned": "收回", "void": "废票", "weight": "权重（万分之）", "votes": "票数",
    "ballots": "票数", "source": "来源", "heading": "分类", "text": "内容", "reply": "答复",
    "replied_on": "答复日期", "measure": "措施", "responsible": "责任人", "due_on": "期限",
    "done_on": "办结日期", "item": "项目", "grade": "等次", "person_id": "名册里的人",
}  # fmt: skip
CODES = {("survey", "kind"): "survey_kind", ("survey_comment", "heading"): "comment_heading"}
_LINKS = {"union_id": "union", "object_id": "union", "person_id": "member"}
HIDDEN = frozenset({
    "id", "rev", "survey_id", "group_id", "subject_id", "position", "content",
})  # fmt: skip


def _names(connection: Any, _kind: str, ids: Sequence[str]) -> dict[str, str]:
    found = {one: named(connection, one) for one in ids}
    return {one: str(hit["title"]) for one, hit in found.items() if hit is not None}


def _first(
    table: str, title: str, after: Mapping[str, Any], _names: Mapping[str, str]
) -> Alteration | None:
    if table in ("ballot_batch", "survey_comment", "survey_subject"):
        return Alteration(title, "", _title(table, after, {}))
    return None


def _title(table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if table == "ballot_batch":
        return f"{values.get('ballots')} 张"
    if table == "survey_group":
        return str(values.get("name") or names.get(str(values.get("union_id"))) or "全体")
    return str(values.get("name") or values.get("text") or values.get("title") or "")


def _word(table: str, key: str, value: Any) -> str | None:
    if (table, key) == ("survey", "form") and isinstance(value, Mapping):
        return f"{value['title']}（{len(value['items'])} 项）"
    if table == "survey_count" and key == "grade":
        return None
    if (table, key) == ("survey_comment", "heading"):
        return code_list("comment_heading").name_of(str(value)) if value else ""
    return None


WORDS = Vocabulary(
    LABELS, CODES, _LINKS, {}, _names, HIDDEN, frozenset(), _title, _first, _word
)  # fmt: skip
STORIES = {
    table.name: WORDS
    for table in (BALLOT_BATCH, SURVEY, SURVEY_COMMENT, SURVEY_COUNT, SURVEY_GROUP, SURVEY_SUBJECT)
}
"""The tables of this area that belong to records of others, too."""

"""How the history of an activity and of a congress is told. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.cadres.lists.pickers import DelegationPicker
from app.base.codes import code_list
from app.desk.history import Alteration
from app.desk.story import Vocabulary
from app.store.search import named

LABELS = {
    "title": "名称", "kind": "种类", "category": "类别", "planned_on": "计划日期",
    "held_on": "开展日期", "until": "结束日期", "place": "地点", "host": "主办（主持）",
    "organiser": "承办", "units": "参加单位数", "participants": "参加人数", "women": "女",
    "winners": "获奖人数", "events": "工种、项目", "method": "评比办法", "awards": "奖项",
    "proposals": "合理化建议", "adopted": "采纳", "budget": "经费预算（分）", "spent": "支出（分）",
    "subsidy": "补助（分）", "effect": "效果", "cancelled_on": "取消日期",
    "cancel_reason": "取消原因",
    "note": "备注", "form": "大会形式", "ordinal": "届", "session": "次", "due": "应到",
    "present": "实到", "invited": "特邀", "observers": "列席", "front_line": "一线",
    "managers": "管理人员", "owners": "企业主、经营者", "minority": "少数民族",
    "young": "35岁及以下", "workers": "职工总数", "requested_on": "请示日期",
    "replied_on": "批复日期", "notice_on": "发通知", "materials_on": "发材料",
    "preparation": "筹备情况", "party_opinion": "党组织意见", "upper_opinion": "上级工会意见",
    "topics": "议题", "topics_text": "议题说明", "reported_on": "报上级工会", "topic": "议题",
    "text": "内容", "secret": "无记名", "yes": "赞成", "no": "反对", "abstain": "弃权",
    "name": "姓名", "unit_name": "单位", "event": "工种、项目", "prize": "奖项", "result": "成绩",
    "union_id": "工会", "employer_id": "用人单位", "person_id": "名册里的人",
    "delegation_id": "代表届次", "election_id": "选举", "caption": "说明",
}  # fmt: skip
CODES = {
    ("activity", "kind"): "activity_kind", ("congress", "form"): "congress_form",
    ("resolution", "topic"): "congress_topic", ("evidence", "kind"): "proof_kind",
}  # fmt: skip
_LINKS = {"union_id": "union", "employer_id": "employer", "person_id": "member",
          "delegation_id": "delegation"}  # fmt: skip
HIDDEN = frozenset({
    "id", "rev", "activity_id", "position", "owner_kind", "owner_id", "file", "original_file",
    "size", "media_type", "added_on",
})  # fmt: skip


def _names(connection: Any, kind: str, ids: Sequence[str]) -> dict[str, str]:
    if kind == "delegation":
        return dict(DelegationPicker().titles(connection, ids))
    found = {one: named(connection, one) for one in ids}
    return {one: str(hit["title"]) for one, hit in found.items() if hit is not None}


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Mapping[str, str]
) -> Alteration | None:
    if table in ("resolution", "winner", "activity_unit", "evidence"):
        return Alteration(title, "", _title(table, after, names))
    return None


def _title(table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if table == "activity_unit":
        return names.get(str(values.get("union_id") or values.get("employer_id")), "")
    return str(values.get("title") or values.get("name") or "")


def _word(table: str, key: str, value: Any) -> str | None:
    if (table, key) == ("congress", "topics") and isinstance(value, list):
        return "、".join(code_list("congress_topic").name_of(code) for code in value)
    return None


WORDS = Vocabulary(
    LABELS, CODES, _LINKS, {}, _names, HIDDEN, frozenset(), _title, _first, _word
)  # fmt: skip

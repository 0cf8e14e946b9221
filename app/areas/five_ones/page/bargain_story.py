"""How the history of a consultation, a 集中要约 and a contract is told. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.history import Alteration
from app.desk.story import Vocabulary
from app.store.search import named

from ..records import (
    ACTIVITY,
    ACTIVITY_UNIT,
    CONGRESS,
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    NEGOTIATOR,
    OFFER_BATCH,
    RESOLUTION,
    TALK,
    WINNER,
)
from .story import HIDDEN
from .story import WORDS as ACTIVITY_WORDS

LABELS = {
    "title": "名称", "kind": "内容", "scope": "范围", "union_id": "工会", "employer_id": "单位",
    "batch_no": "文号序号", "offered_by": "要约方", "offered_on": "要约日期",
    "delivered_on": "送达日期", "answered_on": "答复日期", "answer": "答复",
    "answer_text": "答复内容", "data_on": "提供资料", "subject": "协商议题", "outcome": "协商结果",
    "closed_on": "结束日期", "note": "备注", "side": "哪一方", "person_id": "名册里的人",
    "name": "姓名", "sex": "性别", "post_name": "职务", "head": "首席代表", "office": "首席的身份",
    "mandate_on": "书面委托", "outside": "外聘", "front_line": "一线", "dispatched": "派遣工",
    "on_day": "会议日期", "place": "地点", "chaired_by": "主持", "minutes": "记录",
    "agreed": "达成一致", "number": "合同编号", "signed_on": "签订日期", "since": "开始日期",
    "ends_on": "到期日期", "filed_on": "报送日期", "reviewed_on": "审查日期", "objected": "有异议",
    "review_no": "审查文号", "published_on": "公布日期", "workers": "覆盖职工", "women": "女职工",
    "minimum_wage": "最低工资（分）", "increase": "平均增幅（万分之一）",
    "women_clause": "女职工保护", "congress_agreed": "职代会通过", "renews_id": "续签自",
    "terminated_on": "终止日期", "terminate_reason": "终止原因", "confirmed_on": "确认日期",
    "until": "不再覆盖", "doc_word": "文号字头", "proposal": "协商意见", "contract_id": "合同",
    "congress_id": "职代会", "resolution_id": "决议", "batch_id": "集中要约", "caption": "说明",
}  # fmt: skip
CODES = {
    ("consultation", "kind"): "contract_kind", ("contract", "kind"): "contract_kind",
    ("consultation", "scope"): "contract_scope", ("contract", "scope"): "contract_scope",
    ("consultation", "offered_by"): "offer_party",
    ("consultation", "answer"): "consultation_answer",
    ("consultation", "outcome"): "consultation_outcome",
    ("negotiator", "side"): "consultation_side", ("talk", "chaired_by"): "consultation_side",
    ("negotiator", "office"): "negotiator_office", ("negotiator", "sex"): "sex",
    ("evidence", "kind"): "proof_kind",
}  # fmt: skip
_LINKS = {"union_id": "union", "employer_id": "employer", "person_id": "member"}
_BELOW = ("negotiator", "talk", "contract_cover", "evidence")


def _names(connection: Any, _kind: str, ids: Sequence[str]) -> dict[str, str]:
    found = {one: named(connection, one) for one in ids}
    return {one: str(hit["title"]) for one, hit in found.items() if hit is not None}


def _title(table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if table == "contract_cover":
        return names.get(str(values.get("employer_id")), "")
    return str(values.get("title") or values.get("name") or values.get("on_day") or "")


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Mapping[str, str]
) -> Alteration | None:
    return Alteration(title, "", _title(table, after, names)) if table in _BELOW else None


WORDS = Vocabulary(
    LABELS,
    CODES,
    _LINKS,
    {},
    _names,
    HIDDEN | {"consultation_id", "contract_id", "congress_id", "resolution_id", "batch_id",
              "renews_id"},
    frozenset(),
    _title,
    _first,
)  # fmt: skip
STORIES = {
    table.name: ACTIVITY_WORDS for table in (ACTIVITY, ACTIVITY_UNIT, CONGRESS, RESOLUTION, WINNER)
} | {
    table.name: WORDS
    for table in (CONSULTATION, CONTRACT, CONTRACT_COVER, NEGOTIATOR, OFFER_BATCH, TALK)
}
"""The tables of this area that belong to records of others, too."""

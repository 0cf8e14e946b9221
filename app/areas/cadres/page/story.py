"""How the history of a body, term, post, course or honour is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.codes import code_list
from app.desk.history import Alteration
from app.desk.story import Vocabulary
from app.store.search import named

LABELS = {
    "kind": "种类", "name": "名称", "since": "自", "until": "至", "appointed": "任命产生",
    "doc_no": "文号", "end_doc_no": "撤销、离任文号", "note": "备注", "ordinal": "届次",
    "years": "年限", "due_on": "届满", "seats": "名额", "approved_on": "批复日期",
    "delay_until": "延期至", "delay_doc_no": "延期批复文号", "delay_on": "延期批复日期",
    "delay_reason": "延期原因", "role": "职务", "ended": "离任原因", "service": "专兼挂",
    "acting": "主持工作", "duties": "分工和职责", "front_line": "一线职工",
    "own_consent_on": "本级工会同意", "upper_consent_on": "上一级工会同意",
    "sender_id": "派出单位", "sender_name": "派出单位", "seconded_until": "挂职期满",
    "contract_until": "劳动合同至", "executive": "单位负责人", "kin_of_executive": "负责人近亲属",
    "finance": "分管或从事财务", "position": "排序", "person_id": "姓名", "union_id": "工会",
    "body_id": "机构", "title": "名称", "mode": "方式", "hours": "学时", "organiser": "举办单位",
    "place": "地点", "certificate_no": "证书编号", "certificate_until": "证书有效期至",
    "result": "结果", "level": "级别", "on_day": "日期", "granted_by": "授予单位",
    "term_from": "本届任期自", "term_until": "本届任期至", "chair": "主席",
}  # fmt: skip
CODES = {
    ("body", "kind"): "body_kind", ("post", "role"): "post_role", ("post", "ended"): "post_ended",
    ("post", "service"): "post_service", ("training", "kind"): "training_kind",
    ("training", "mode"): "training_mode", ("honour", "level"): "honour_level",
    ("evidence", "kind"): "proof_kind",
}  # fmt: skip
_LINKS = {"person_id": "member", "union_id": "union", "sender_id": "employer"}


def _names(connection: Any, kind: str, ids: Sequence[str]) -> dict[str, str]:
    del kind
    found = {one: named(connection, one) for one in ids}
    return {one: str(hit["title"]) for one, hit in found.items() if hit is not None}


def _title(table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    person = names.get(str(values.get("person_id")), "")
    if table == "post":
        return f"{person} {code_list('post_role').name_of(values.get('role'))}".strip()
    if table == "body":
        return str(values.get("name") or code_list("body_kind").name_of(values.get("kind")))
    if table == "term":
        return f"第{values['ordinal']}届" if values.get("ordinal") else "一届"
    return str(values.get("title") or person)


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Mapping[str, str]
) -> Alteration | None:
    if table in ("post", "body", "term", "trained", "evidence"):
        return Alteration(title, "", _title(table, after, names))
    return None


WORDS = Vocabulary(
    LABELS,
    CODES,
    _LINKS,
    {},
    _names,
    frozenset({"id", "rev", "term_id", "body_id", "election_id", "training_id"}),
    frozenset(),
    _title,
    _first,
)

"""How the history of a record is told here, and its dated states. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.base.lists import Status, Tone
from app.desk.history import Alteration
from app.desk.rows import Row
from app.desk.story import Vocabulary

from ..lists import spells_of
from ..lists.common import name_of
from ..lists.names import SPELLS, names_of
from ..records import (
    CONTACT,
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SITE,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE,
    PLACE_SPELL,
    PLACE_SUCCESSION,
    READING,
    UNION,
    UNION_SPELL,
)
from .reading import figure_word

HIDDEN = {"id", "rev", "union_id", "employer_id", "place_id_", "coverage_id"}
SENSITIVE = {"phone", "bank_account"}
LABELS = {
    "name": "名称", "upper_id": "上级", "type": "工会类型", "form": "组织形式", "level": "级别",
    "status": "状态", "place_id": "所在地", "doc_no": "文号", "since": "自", "until": "至",
    "code": "编码", "kind": "类别", "credit_code": "信用代码", "outside": "属地不属本会管",
    "outside_upper": "它的上级工会", "preparing_on": "筹建日期", "meeting_on": "成立大会日期",
    "founded_on": "建会日期", "founded_doc": "批复文号", "approved_on": "批准日期",
    "dissolved_doc": "撤销文号", "dissolved_reported_on": "报告上级的日期",
    "members_to": "会员的去向", "assets_to_id": "资产移交给", "legal_person": "法人资格",
    "certificate_no": "证书号", "certificate_from": "证书起", "certificate_until": "证书止",
    "term_from": "本届任期自", "term_until": "本届任期至", "chair": "主席", "phone": "电话",
    "address": "地址", "has_office": "办公场所", "has_seal": "印章", "has_sign": "标牌",
    "own_account": "独立账户", "bank_name": "开户银行", "bank_account": "账号",
    "covered_complete_from": "涵盖单位录全自", "members_complete_from": "会员名册录全自",
    "note": "备注", "unit_level": "单位级别", "parent_id": "上级单位",
    "successor_id": "承继单位", "legal_representative": "法定代表人",
    "registered_on": "登记日期", "should_unionise": "是否应建会", "should_reason": "原因",
    "planned_on": "计划建会日期", "regulator_seen_on": "市场监管名单日期",
    "nature": "单位性质", "industry": "行业", "economic_type": "经济类型",
    "legal_form": "登记类型", "organiser": "组织员", "liaison": "联络员", "role": "身份",
    "value": "数", "on_day": "数据日期", "source": "来源", "origin": "来历",
    "federation_id": "联合会", "on": "日期", "how": "方式",
}  # fmt: skip
CODES = {
    ("union_spell", "type"): "union_type", ("union_spell", "form"): "union_form",
    ("union_spell", "level"): "union_level", ("union_spell", "status"): "union_status",
    ("employer_spell", "status"): "employer_status", ("employer_spell", "nature"): "unit_nature",
    ("employer_spell", "industry"): "industry",
    ("employer_spell", "economic_type"): "economic_type",
    ("employer_spell", "legal_form"): "legal_form", ("employer", "unit_level"): "unit_level",
    ("employer", "should_unionise"): "should_unionise", ("place_spell", "kind"): "place_kind",
    ("coverage", "kind"): "coverage_kind",
}  # fmt: skip
_KIND_OF = {
    "unions": "union", "union_spell": "union", "employer": "employer",
    "employer_spell": "employer", "place": "place", "place_spell": "place",
}  # fmt: skip
_LINKS = {
    "upper_id": "", "parent_id": "", "place_id": "place", "assets_to_id": "union",
    "successor_id": "employer", "federation_id": "union", "union_id": "union",
    "employer_id": "employer",
}  # fmt: skip


def _word(table: str, key: str, value: Any) -> str | None:
    return figure_word(str(value))[0] if (table, key) == ("reading", "code") else None


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Mapping[str, str]
) -> Alteration | None:
    if table == "reading":
        word = _word(table, "code", after.get("code"))
        return Alteration(word or title, "", str(after.get("value", "")))
    if table in ("coverage", "federation_member", "contact", "employer_site"):
        return Alteration(title, "", _title(table, after, names))
    return None


def _title(table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if table == "coverage":
        pair = [names.get(str(values.get(k)), "") for k in ("union_id", "employer_id")]
        return " — ".join(p for p in pair if p)
    if table == "federation_member":
        pair = [names.get(str(values.get(k)), "") for k in ("federation_id", "union_id")]
        return " — ".join(p for p in pair if p)
    if table == "reading":
        return f"{figure_word(str(values.get('code')))[0]} {values.get('value', '')}"
    return str(values.get("name") or values.get("address") or "")


WORDS = Vocabulary(
    LABELS, CODES, _LINKS, _KIND_OF, names_of, frozenset(HIDDEN), frozenset(SENSITIVE), _title,
    _first, _word,
)  # fmt: skip
STORIES = {
    table.name: WORDS
    for table in (
        CONTACT,
        COVERAGE,
        EMPLOYER,
        EMPLOYER_SITE,
        EMPLOYER_SPELL,
        FEDERATION_MEMBER,
        PLACE,
        PLACE_SPELL,
        PLACE_SUCCESSION,
        READING,
        UNION,
        UNION_SPELL,
    )
}
"""The tables of this area that belong to records of others, too."""


def read_states(connection: Any, kind: str, record: str) -> list[Row]:
    """The dated states of a record, newest first."""
    table, owner = SPELLS[kind]
    rows = spells_of(connection, table, owner, record)
    names = names_of(connection, kind, [r["upper_id"] for r in rows if r.get("upper_id")])
    places = names_of(connection, "place", [r["place_id"] for r in rows if r.get("place_id")])
    found = []
    for row in rows:
        since = row["since"].isoformat() if row["since"] else "期初"
        words = [f"自 {since}"]
        if row["until"]:
            words[0] += f" 至 {row['until'].isoformat()}"
        words.append(names.get(row.get("upper_id") or "", ""))
        words.append(places.get(row.get("place_id") or "", ""))
        for key in ("type", "industry", "kind"):
            code = CODES.get((table.name, key))
            words.append(name_of(code, row.get(key)) if code else "")
        words += [row.get("code") or "", row["doc_no"] or ""]
        word = name_of(f"{kind}_status", row.get("status")) if kind != "place" else ""
        tone = Tone.GOOD if row.get("status") == "active" else Tone.IDLE
        found.append(
            Row(
                row["id"],
                row["name"],
                " · ".join(w for w in words if w),
                Status(word, tone) if word else None,
            )
        )
    return found

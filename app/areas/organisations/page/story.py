"""The history of one record: who changed what, and the dated states. Called on a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app.base.lists import Status, Tone, mask
from app.desk.history import Alteration, Entry
from app.store.history import entries

from ..lists import spells_of
from ..lists.common import name_of
from ..lists.window import SPELLS, names_of, rows_now
from .reading import figure_word
from .rows import Row
from .spec import YES_NO

SHOWN = 200
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


def read_entries(
    connection: Any, record: str, local: Callable[[datetime], datetime]
) -> list[Entry]:
    """The acts that touched a record, newest first, with before and after of each field."""
    found = entries(connection, limit=SHOWN, record=record)
    ids: dict[str, set[str]] = {}
    for entry in found:
        for one in entry.records:
            ids.setdefault(one.table, set()).add(one.row)
    now: dict[tuple[str, str], dict[str, Any]] = {}
    for table, rows in ids.items():
        for key, values in rows_now(connection, table, sorted(rows)).items():
            now[table, key] = values
    names = _names(connection, found, now)
    made = []
    for entry in found:
        changes: list[Alteration] = []
        for one in entry.records:
            after = now.get((one.table, one.row), {})
            if one.kind == "set":
                changes += _altered(one.table, one.before, after, names)
                now[one.table, one.row] = {**after, **one.before}
            elif one.kind == "new":
                changes += _first(one.table, one.title, after, names)
            else:
                changes.append(Alteration(one.title, _title(one.table, one.before, names), "删除"))
                now[one.table, one.row] = dict(one.before)
        made.append(
            Entry(
                entry.number,
                local(entry.moment),
                entry.user,
                entry.title,
                changes=tuple(changes),
                undoable=entry.undoable,
                why_not="" if entry.undoable else "这一项不能撤销。",
                undone=entry.undone,
            )
        )
    return made


def _names(connection: Any, found: Any, now: Mapping[Any, Mapping[str, Any]]) -> dict[str, str]:
    wanted: dict[str, set[str]] = {"union": set(), "employer": set(), "place": set()}
    images = [(one.table, one.before) for entry in found for one in entry.records]
    images += [(table, values) for (table, _row), values in now.items()]
    for table, values in images:
        for key, kind in _LINKS.items():
            value = values.get(key)
            which = kind or _KIND_OF.get(table, "")
            if isinstance(value, str) and which in wanted:
                wanted[which].add(value)
    names: dict[str, str] = {}
    for kind, ids in wanted.items():
        names |= names_of(connection, kind, ids)
    return names


def _word(table: str, key: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    if key in _LINKS:
        return names.get(str(value), "（已删除的记录）")
    if (table, key) in CODES:
        return name_of(CODES[table, key], value)
    if table == "reading" and key == "code":
        return figure_word(str(value))[0]
    if isinstance(value, bool):
        return YES_NO[0 if value else 1].title
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return mask(text) if key in SENSITIVE else text


def _altered(
    table: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> list[Alteration]:
    return [
        Alteration(
            LABELS.get(key, key),
            _word(table, key, old, names),
            _word(table, key, after.get(key), names),
        )
        for key, old in before.items()
        if key not in HIDDEN and _word(table, key, old, names)
        != _word(table, key, after.get(key), names)
    ]  # fmt: skip


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Mapping[str, str]
) -> list[Alteration]:
    """What a new row held at first; plain records say only their fields that are filled."""
    if table == "reading":
        word = _word(table, "code", after.get("code"), names)
        return [Alteration(word or title, "", str(after.get("value", "")))]
    if table in ("coverage", "federation_member", "contact", "employer_site"):
        return [Alteration(title, "", _title(table, after, names))]
    filled = {k: v for k, v in after.items() if v not in (None, "", False)}
    return [
        Alteration(LABELS.get(key, key), "", _word(table, key, value, names))
        for key, value in filled.items()
        if key not in HIDDEN and key in LABELS
    ]


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

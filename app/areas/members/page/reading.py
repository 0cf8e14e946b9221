"""Reads one person, transfer or application for the detail. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.base.days import Span
from app.base.home import Target
from app.base.lists import Status, Tone, View, mask
from app.desk.detail import Fact
from app.desk.rows import Row

from ..lists.detail import Event, person_card
from ..lists.queues import APPLICATIONS, TRANSFERS

ORGANISATIONS = "organisations"
_TOLD: tuple[tuple[str, str], ...] = (
    ("professional_title", "职称"), ("worked_from", "参加工作"), ("native_place", "籍贯"),
    ("household_place", "户籍所在地"), ("marital", "婚姻状况"), ("service_card_on", "发卡日期"),
    ("dues_until", "会费交至"), ("campaign", "专项行动"), ("hardship", "困难"),
    ("model_worker", "劳模"), ("consent_on", "同意处理日期"), ("former_names", "曾用名"),
    ("note", "备注"),
)  # fmt: skip
"""Facts shown only where they are filled in."""
_CLASSES: tuple[tuple[str, str], ...] = (
    ("education", "学历"), ("political", "政治面貌"), ("employment_status", "就业状况"),
    ("employment_form", "用工形式"), ("migrant", "农民工"), ("new_group", "八大群体"),
    ("skill", "技能等级"), ("household_type", "户籍类型"),
)  # fmt: skip
_MASKED: tuple[tuple[str, str], ...] = (
    ("card_no", "会员证号"), ("service_card_no", "服务卡号"), ("address", "住址"),
    ("email", "邮箱"),
)  # fmt: skip


@dataclass(slots=True)
class Card:
    """One record as the detail shows it.

    Attributes:
        opened: keys of the masked values that were shown in full.
        data: of a person ``person_card``; of a transfer or application its row with the ids.
    """

    id: str
    title: str
    subtitle: str = ""
    status: Status | None = None
    facts: list[Fact] = field(default_factory=list)
    data: Mapping[str, Any] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)

    @property
    def row(self) -> Mapping[str, Any]:
        """As in the list."""
        found: Mapping[str, Any] = self.data["row"]
        return found

    @property
    def standing(self) -> str:
        """``active``, ``retained``, ``waiting``, ``ended`` or ``none``."""
        return str(self.row["status_key"])

    @property
    def ended(self) -> str:
        """How her last membership ended (code of ``membership_ended``); empty if it did not, or
        there was none."""
        spells = [s for s in self.data["memberships"] if s["status"] != "voided"]
        return str(spells[-1]["ended"] or "") if spells else ""

    @property
    def open_transfer(self) -> Mapping[str, Any] | None:
        """The 接转 that waits, out or in."""
        return next((t for t in self.data["transfers"] if _waits(t)), None)


def _waits(row: Mapping[str, Any]) -> bool:
    return row["received_on"] is None and row["returned_on"] is None


def told(value: Any) -> str:
    """A value as a fact says it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def read_person(connection: Any, record: str, day: date) -> Card | None:
    """A person on a day, None if there is no such person."""
    from ..lists.platforms import marks_of

    data = person_card(connection, record, day)
    if data is None:
        return None
    row = data["row"]
    words = [row["sex"], f"{row['age']} 岁" if row["age"] is not None else "", row["union"]]
    said = " · ".join(w for w in words if w)
    card = Card(record, row["name"] or "（已清除）", said, row["status"], data=data)
    card.facts = [*_membership(data), *_who(data), *_work(data, day)]
    card.facts += [Fact(label, told(row.get(key))) for key, label in _CLASSES]
    card.facts += [
        Fact(label, told(row.get(key)), key=key, sensitive=True)
        for key, label in _MASKED if row.get(key)
    ]  # fmt: skip
    card.facts += [Fact(label, told(row.get(key))) for key, label in _TOLD if row.get(key)]
    card.facts += [Fact(name, said) for name, said in marks_of(connection, record)]
    if data["merged"]:
        names = "、".join(name for _id, name in data["merged"])
        card.facts.append(Fact("已并入的记录", names))
    return card


def _membership(data: Mapping[str, Any]) -> list[Fact]:
    row = data["row"]
    union = row["union_id"]
    target = Target(ORGANISATIONS, "union", union) if union else None
    since = told(row["since"]) or ("期初" if union else "")
    began = f"（{row['began']}）" if row["since"] and row["began"] else ""
    found = [
        Fact("所在工会", row["union"], target=target),
        Fact("会籍自", since, began),
        Fact("分会/小组", row["group_name"] or ""),
        Fact("入会日期", told(row["joined_on"])),
    ]
    if row["until"]:
        found.insert(2, Fact("会籍至", told(row["until"])))
    return found


def _who(data: Mapping[str, Any]) -> list[Fact]:
    row = data["row"]
    phone = Fact("手机", row["phone"] or "", key="phone", sensitive=True)
    if row["no_phone"] and not row["phone"]:
        phone = Fact("手机", "本人没有手机")
    lacks = Fact("缺项", row["missing"], tone=Tone.WARN) if row["missing"] else None
    found = [
        Fact(row["document_type"] or "证件号码", row["number"] or "", key="number", sensitive=True),
        phone,
        Fact("出生日期", told(row["birth_on"])),
        Fact("民族", row["ethnicity"]),
    ]
    return [lacks, *found] if lacks else found


def _work(data: Mapping[str, Any], day: date) -> list[Fact]:
    held = [e for e in data["employments"] if Span(e["since"], e["until"]).covers(day)]
    job = next((e for e in held if e["follows"]), held[0] if held else None)
    if job is None:
        return [Fact("工作单位", "")]
    target = Target(ORGANISATIONS, "employer", job["employer_id"]) if job["employer_id"] else None
    found = [Fact("工作单位", job["employer"], target=target)]
    if job["host"]:
        host = Target(ORGANISATIONS, "employer", job["host_id"])
        found.append(Fact("用工单位", job["host"], target=host))
    words = " · ".join(w for w in (job["department"], job["post"], job["employee_no"]) if w)
    return [*found, Fact("岗位", words)] if words else found


# -- rows of the tabs ------------------------------------------------------------------------------

_TONES = {"active": Tone.GOOD, "retained": Tone.IDLE, "voided": Tone.IDLE}


def event_rows(card: Card) -> list[Row]:
    """The events of the membership, the newest first; ``data``: the event."""
    found = []
    for n, event in enumerate(card.data["events"]):
        where = f"{event.from_union} → {event.union}" if event.from_union else event.union
        day = event.day.isoformat() if event.day else "启用以前"
        note = " · ".join(w for w in (where, event.reason, event.doc_no) if w)
        found.append(Row(f"{event.membership_id}:{n}", f"{day}　{event.word}", note, data=event))
    return found[::-1]


def transfer_of(card: Card, event: Event) -> str | None:
    """Id of the 接转 by which an event came about, if it was one."""
    moves = ("transferred_in", "transferred_out", "returned")
    for one in card.data["transfers"] if event.change in moves else ():
        if event.day in (one["sent_on"], one["received_on"], one["returned_on"]):
            return str(one["id"])
    return None


def document_rows(card: Card, opened: frozenset[str]) -> list[Row]:
    """Documents and former names; ``data``: (what, the row). ``opened``: ids shown in full."""
    found = []
    for one in card.data["documents"]:
        if not one["number"]:  # erased
            continue
        number = one["number"] if one["id"] in opened else mask(one["number"])
        until = f"{one['until'].isoformat()} 换证" if one["until"] else ""
        note = " · ".join(w for w in (until, one["note"] or "") if w)
        state = Status("已换", Tone.IDLE) if one["until"] else Status("现用", Tone.GOOD)
        found.append(
            Row(one["id"], f"{one['word']}　{number}", note, state, data=("document", one))
        )
    for one in card.data["former_names"]:
        note = f"用到 {one['until'].isoformat()}" if one["until"] else ""
        found.append(Row(one["id"], f"曾用名　{one['name']}", note, data=("name", one)))
    return found


def work_rows(card: Card) -> list[Row]:
    """Employments, open ones first; ``data``: the row."""
    found = []
    for one in card.data["employments"]:
        since = one["since"].isoformat() if one["since"] else "期初"
        span = f"自 {since}" + (f" 至 {one['until'].isoformat()}" if one["until"] else "")
        host = f"派遣到 {one['host']}" if one["host"] else ""
        words = (span, host, one["department"] or "", one["post"] or "")
        state = Status("已离职", Tone.IDLE) if one["until"] else None
        if state is None and one["follows"]:
            state = Status("会籍所随", Tone.GOOD)
        note = " · ".join(w for w in words if w)
        found.append(Row(one["id"], one["employer"], note, state, data=one))
    return found


def state_rows(connection: Any, record: str) -> list[Row]:
    """The dated fields over time, the newest first."""
    from ..lists.people import CODES

    card = person_card(connection, record, date.max)
    found = []
    for one in reversed(card["history"] if card else []):
        since = one["since"].isoformat() if one["since"] else "期初"
        span = f"自 {since}" + (f" 至 {one['until'].isoformat()}" if one["until"] else "")
        parts = [_class(key, one[key], CODES) for key, _label in _CLASSES]
        said = " · ".join(p for p in parts if p) or "各项未填"
        found.append(Row(one["id"], said, " · ".join(w for w in (span, one["doc_no"] or "") if w)))
    return found


def _class(key: str, value: Any, codes: Mapping[str, str]) -> str:
    from app.base.codes import code_list

    if value is None:
        return ""
    if isinstance(value, bool):
        return dict(_CLASSES)[key] if value else ""
    return code_list(codes[key]).name_of(str(value))


# -- transfers, applications -----------------------------------------------------------------------


def read_transfer(connection: Any, record: str, day: date) -> Card | None:
    """A 接转, None if there is no such one."""
    row = _one(TRANSFERS.rows(connection, [record], View(day)))
    if row is None:
        return None
    facts = [
        Fact("会员", row["name"], target=Target("members", "member", row["person_id"])),
        Fact("方向", row["direction"]),
        _union("转出工会", row, "from"),
        _union("转入工会", row, "to"),
        Fact("转出日期", told(row["sent_on"])),
        Fact("接收日期", told(row["received_on"])),
        Fact("接转单号", row["number"] or ""),
        Fact("原因", row["reason"]),
        Fact("会费交至", told(row["dues_until"])),
        Fact("经办人", row["handler"] or ""),
    ]
    if row["returned_on"]:
        facts.insert(6, Fact("退回日期", told(row["returned_on"])))
    if row["days"] is not None:
        facts.insert(0, Fact("已经等待", f"{row['days']} 天"))
    if row["note"]:
        facts.append(Fact("备注", row["note"]))
    return Card(record, row["name"], row["direction"], row["state"], facts, {"row": row})


def _union(label: str, row: Mapping[str, Any], side: str) -> Fact:
    union = row[f"{side}_union_id"]
    return Fact(label, row[f"{side}_union"] or "",
                target=Target(ORGANISATIONS, "union", union) if union else None)  # fmt: skip


def read_application(connection: Any, record: str, day: date) -> Card | None:
    """An application, None if there is no such one."""
    row = _one(APPLICATIONS.rows(connection, [record], View(day)))
    if row is None:
        return None
    from ..lists.collected import known_as
    from ..lists.forms import application_facts

    known = application_facts(connection, record) or {}
    person = row["person_id"]
    facts = [
        Fact("申请加入", row["union"]),
        Fact("工作单位", row["employer"] or ""),
        Fact(row["document_type"] or "证件号码", row["number"] or "", key="number", sensitive=True),
        Fact("手机", row["phone"] or "", key="phone", sensitive=True),
        Fact("申请日期", told(row["applied_on"])),
        Fact("收到日期", told(row["received_on"])),
        Fact("来源", row["source"] or ""),
    ]
    labels = dict((*_CLASSES, ("sex", "性别"), ("birth_on", "出生日期"), ("ethnicity", "民族")))
    labels |= {"native_place": "籍贯"}
    facts += [Fact(label, known[key]) for key, label in labels.items() if known.get(key)]
    if known.get("address"):
        facts.append(Fact("住址", known["address"], key="address", sensitive=True))
    if known.get("note"):
        facts.append(Fact("备注", known["note"]))
    if person is None:
        there, how = known_as(connection, row["number"], day)
        if there:
            target = Target("members", "member", there)
            facts.append(Fact("名册里已有", how, target=target, tone=Tone.WARN))
    if row["campaign"]:
        facts.append(Fact("专项行动", row["campaign"]))
    if row["decided_on"]:
        facts += [
            Fact("审批日期", told(row["decided_on"])),
            Fact("审批人", row["decided_by"] or ""),
        ]
    if row["refusal"]:
        facts.append(Fact("不批准的原因", row["refusal"], tone=Tone.WARN))
    if person:
        target = Target("members", "member", person)
        facts.append(Fact("会员记录", row["name"], target=target))
    return Card(record, row["name"], row["union"], row["state"], facts, {"row": row})


def _one(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return rows[0] if rows else None

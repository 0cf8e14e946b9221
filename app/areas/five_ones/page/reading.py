"""Reads an activity or a union's year for the detail. Called on a reader; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.days import calendar_year
from app.base.home import Target
from app.base.lists import Status, Tone
from app.base.text import rate
from app.desk.detail import Fact
from app.desk.rows import Row
from app.rules.office import rule_book

from ..lists.detail import ActivityCard, YearCard, activity_card, year_card
from ..lists.lamps import HEADS, done_of, lamp_status
from ..rules.lamps import DONE, Lamp, exceeds, missing_words, wanted_by
from ..rules.meetings import WORKERS

AREA = "five_ones"


@dataclass(slots=True)
class Card:
    """One record as the detail shows it; ``union``: (id, name) for new records beside it."""

    id: str
    title: str
    subtitle: str = ""
    status: Status | None = None
    facts: list[Fact] = field(default_factory=list)
    data: Any = None
    union: tuple[str, str] | None = None


def told(value: Any, unit: str = "") -> str:
    """A value as a fact says it."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,} {unit}".strip() if isinstance(value, int) else str(value)


def yuan(fen: int | None) -> str:
    """Money as a fact says it."""
    return "" if fen is None else f"{fen // 100:,}.{fen % 100:02d} 元"


# -- an activity -----------------------------------------------------------------------------------


def read_activity(connection: Any, record: str, day: date) -> Card | None:
    """An activity as of a day."""
    data = activity_card(connection, record, day)
    if data is None:
        return None
    row, union = data.row, (data.row["union_id"], data.union)
    facts = [
        Fact("工会", data.union, target=Target("organisations", "union", union[0])),
        Fact("计划日期", told(row["planned_on"])),
        Fact("开展日期", _span(row)),
        Fact("类别", data.shown["category"] or ""),
        Fact("地点", row["place"] or ""),
        Fact("主办", row["host"] or "", f"承办：{row['organiser']}" if row["organiser"] else ""),
    ]
    facts += _congress(data) if data.congress is not None else _counted(row)
    facts += [
        Fact("经费预算", yuan(row["budget"])),
        Fact("实际支出", yuan(row["spent"]),
             f"上级补助 {yuan(row['subsidy'])}" if row["subsidy"] else ""),
        Fact("材料", _proofs(data.proofs), tone=None if data.proofs else Tone.WARN),
        Fact("效果", row["effect"] or ""),
        Fact("取消原因", row["cancel_reason"] or ""),
        Fact("备注", row["note"] or ""),
    ]  # fmt: skip
    shown = [f for f in facts if f.value]
    return Card(record, row["title"], data.shown["kind"], data.shown["state"], shown, data, union)


def _span(row: Mapping[str, Any]) -> str:
    until = f" 至 {told(row['until'])}" if row["until"] else ""
    return told(row["held_on"]) + until


def _proofs(proofs: Mapping[str, int]) -> str:
    kinds = code_list("proof_kind")
    return "、".join(f"{kinds.name_of(k)}{n}" for k, n in proofs.items()) or "还没有材料"


def _counted(row: Mapping[str, Any]) -> list[Fact]:
    women = f"其中女职工 {row['women']:,}" if row["women"] is not None else ""
    adopted = f"采纳 {row['adopted']:,} 件" if row["adopted"] is not None else ""
    return [
        Fact("参加人数", told(row["participants"], "人"), women),
        Fact("参加单位", told(row["units"], "家")),
        Fact("获奖人数", told(row["winners"], "人")),
        Fact("工种、项目", row["events"] or ""),
        Fact("评比办法", row["method"] or ""),
        Fact("合理化建议", told(row["proposals"], "件"), adopted),
        Fact("奖项", row["awards"] or ""),
    ]


_PARTS = (
    ("women", "女"), ("front_line", "一线"), ("managers", "管理人员"),
    ("owners", "企业主、经营者"), ("minority", "少数民族"), ("young", "35岁及以下"),
)  # fmt: skip


def _congress(data: ActivityCard) -> list[Fact]:
    beside = data.congress or {}
    parts = [f"{word}{beside[key]}" for key, word in _PARTS if beside[key] is not None]
    due, present = beside["due"], beside["present"]
    share = f"（{rate(present, due)}）" if due and present is not None else ""
    topics = code_list("congress_topic")
    when = f"第{beside['ordinal']}届" if beside["ordinal"] else ""
    when += f"第{beside['session']}次" if beside["session"] else ""
    return [
        Fact("大会形式", code_list("congress_form").name_of(beside["form"]), f"　{when}"),
        Fact("代表", data.delegation,
             target=Target("cadres", "delegation", beside["delegation_id"])
             if beside["delegation_id"] else None),
        Fact("应到、实到", f"{told(due) or '—'} / {told(present) or '—'}", share),
        Fact("其中", "、".join(parts)),
        Fact("发通知", told(beside["notice_on"])),
        Fact("发材料", told(beside["materials_on"])),
        Fact("请示、批复", "、".join(
            told(beside[k]) for k in ("requested_on", "replied_on") if beside[k])),
        Fact("议题", "、".join(topics.name_of(code) for code in beside["topics"] or ())),
        Fact("议题说明", beside["topics_text"] or ""),
        Fact("职工总数", told(beside["workers"], "人")),
        Fact("报上级工会", told(beside["reported_on"])),
    ]  # fmt: skip


_VOTES = (("yes", "赞成"), ("no", "反对"), ("abstain", "弃权"))


def decision_rows(data: ActivityCard, fraction: Mapping[str, int]) -> list[Row]:
    """The decisions; whether each was passed follows from its votes."""
    whole = (data.congress or {}).get("due")
    found = []
    for row in data.resolutions:
        cast = [f"{word} {row[key]}" for key, word in _VOTES if row[key] is not None]
        note = "　".join([*cast, "无记名" if row["secret"] else ""]).strip() or "还没有填票数"
        status = None
        if row["yes"] is not None and whole:
            passed = exceeds(row["yes"], whole, fraction)
            status = Status("通过", Tone.GOOD) if passed else Status("未通过", Tone.BAD)
        found.append(Row(row["id"], row["title"], note, status, data=row))
    return found


def majority_of(connection: Any, data: ActivityCard, day: date) -> Mapping[str, int]:
    """The fraction of all that must agree, by the rule of this congress."""
    rule = "DEM-06" if data.row["kind"] == WORKERS else "CNG-06"
    fraction: Mapping[str, int] = rule_book(connection).rule(rule, on=day).params["majority"]
    return fraction


def unit_rows(data: ActivityCard) -> list[Row]:
    """The units that took part."""
    return [
        Row(row["id"], row["name"], value=told(row["participants"], "人"), data=row)
        for row in data.units
    ]


def winner_rows(data: ActivityCard) -> list[Row]:
    """Who won what."""
    return [
        Row(
            row["id"],
            row["name"],
            "　".join(row[key] for key in ("unit_name", "event", "result") if row[key]),
            value=row["prize"] or "",
            data=row,
        )
        for row in data.winners
    ]


# -- a year ----------------------------------------------------------------------------------------


def read_year(connection: Any, union: str, year: int, day: date) -> Card | None:
    """A union's year as of a day."""
    data = year_card(connection, union, year, day)
    if data is None:
        return None
    done, one = done_of(data.lamps), data.union
    facts = [_lamp_fact(lamp, day) for lamp in data.lamps]
    facts += [
        Fact("其他活动", told(sum(row["kind"] not in _five() for row in data.activities), "项")),
        Fact("上年完成", f"{data.before} 项"),
        Fact("所在地", one.place),
    ]
    whole = len(data.lamps)
    status = Status(f"{done} / {whole}", Tone.GOOD if done == whole else Tone.WARN)
    subtitle = f"{year}年 · {code_list('union_type').name_of(one.type)}"
    if one.federation:
        params = rule_book(connection).rule("FIVE-01", on=day).params
        wanted = wanted_by(params, min(day, date(year, 12, 31)), calendar_year(year))
        if done < wanted:
            subtitle += f" · 现在应完成 {wanted} 项"
    return Card(union, one.name, subtitle, status, [f for f in facts if f.value], data,
                (one.id, one.name))  # fmt: skip


def _five() -> frozenset[str]:
    names = code_list("activity_kind")
    return frozenset(names.name_of(code) for code in HEADS)


def _lamp_fact(lamp: Lamp, day: date) -> Fact:
    status = lamp_status(lamp, day)
    note = missing_words(lamp) if lamp.state not in (DONE, "none") else ""
    if lamp.many > 1:
        note = f"共 {lamp.many} 次　{note}".strip()
    note = f"　{note}" if note else ""
    when = f" {lamp.day.isoformat()}" if lamp.day else ""
    return Fact(HEADS[lamp.kind], status.word + when, note, tone=status.tone)


def lamp_rows(data: YearCard, day: date) -> list[Row]:
    """The five with what is missing and what else is usual."""
    found = []
    for lamp in data.lamps:
        note = missing_words(lamp) if lamp.state != "none" else ""
        if lamp.advice and lamp.held:
            note = f"{note}　还可补：{'、'.join(lamp.advice)}".strip()
        held = lamp.shines_for
        target = Target(AREA, held.owner, held.id) if held is not None else None
        status = lamp_status(lamp, day)
        title = f"{HEADS[lamp.kind]}{'　' + lamp.day.isoformat() if lamp.day else ''}"
        found.append(Row(lamp.kind, title, note, status, target=target, data=lamp))
    return found


def activity_rows(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Activities of the year, oldest first."""
    return [
        Row(
            row["id"],
            row["title"],
            "　".join(
                part for part in (told(row["day"]), row["kind"], told(row["people"], "人")) if part
            ),
            row["state"],
            target=Target(AREA, "activity", row["id"]),
        )
        for row in rows
    ]

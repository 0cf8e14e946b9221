"""Reads a consultation, a 集中要约 or a contract for the detail. Called on a reader; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.areas.organisations.lists.common import name_of
from app.base.home import Target
from app.base.lists import Status, Tone, View
from app.base.text import rate
from app.desk.detail import Fact
from app.desk.rows import Row
from app.desk.stepper import ShownStep, Way

from ..lists.bargain_detail import (
    ConsultationCard,
    ContractCard,
    consultation_card,
    contract_card,
)
from ..lists.consultations import status_of
from ..lists.contracts import increase_shown, workers_of
from ..lists.contracts import status_of as contract_status
from ..lists.offers import OFFERS, offers_in
from ..rules.bargaining_facts import REGIONAL
from ..rules.process import last_day
from .reading import AREA, Card, told, yuan


def _fact(label: str, value: str, note: str = "", **more: Any) -> Fact:
    """A fact with its addition in brackets."""
    return Fact(label, value, f"（{note}）" if note and value else "", **more)


def read_consultation(connection: Any, record: str, day: date) -> Card | None:
    """A consultation as of a day."""
    data = consultation_card(connection, record, day)
    if data is None:
        return None
    row, union = data.row, (data.row["union_id"], data.union)
    facts = [
        _fact("工会", data.union, target=Target("organisations", "union", union[0])),
        _employer(data),
        _fact("协商内容", name_of("contract_kind", row["kind"]),
             name_of("contract_scope", row["scope"])),
        _fact("要约", _offered(data), data.number),
        _fact("送达", told(row["delivered_on"])),
        _fact("答复", _answered(row), row["answer_text"] or ""),
        _fact("下一步", data.now.next.title if data.now.next else "", _until(data),
             tone=Tone.BAD if data.now.late(day) else None),
        _fact("职代会", data.congress, data.resolution,
             target=Target(AREA, "activity", row["congress_id"]) if row["congress_id"] else None),
        _fact("合同", data.contract["title"] if data.contract else "",
             target=Target(AREA, "contract", row["contract_id"]) if data.contract else None),
        _fact("协商议题", row["subject"] or ""),
        _fact("结束日期", told(row["closed_on"])),
        _fact("备注", row["note"] or ""),
    ]  # fmt: skip
    status = status_of(data.now, data.facts)
    under = data.employer or data.union
    return Card(record, row["title"], under, status, [f for f in facts if f.value], data, union)


def _employer(data: ConsultationCard) -> Fact:
    if data.row["employer_id"] is None:
        return _fact("单位", "")
    return _fact("单位", data.employer,
                target=Target("organisations", "employer", data.row["employer_id"]))  # fmt: skip


def _offered(data: ConsultationCard) -> str:
    by = name_of("offer_party", data.row["offered_by"])
    when = told(data.row["offered_on"])
    return f"{when} {by}".strip() if when else "还没有发出"


def _answered(row: Mapping[str, Any]) -> str:
    return f"{told(row['answered_on'])} {name_of('consultation_answer', row['answer'])}".strip()


def _until(data: ConsultationCard) -> str:
    return f"最晚 {data.now.due_on.isoformat()}" if data.now.due_on else ""


def steps_of(data: ConsultationCard, day: date) -> list[ShownStep]:
    """The process as the stepper shows it."""
    now, found = data.now, []
    for step in now.steps:
        way = Way.AHEAD
        if step.done:
            way = Way.DONE
        elif step.passed_over:
            way = Way.PASSED_OVER
        elif now.next is not None and step.key == now.next.key:
            way = Way.LATE if now.late(day) else Way.NEXT
        when = step.day.isoformat() if step.day and step.done else ""
        notes = [step.note]
        if step.due_on is not None and not step.done and way is not Way.PASSED_OVER:
            notes.append(f"最晚 {step.due_on.isoformat()}")
        if step.key == "review" and not step.done and step.day is not None:
            notes = [f"没有异议的，{step.day.isoformat()} 起生效"]
        found.append(ShownStep(step.key, step.title, way, when, "　".join(n for n in notes if n)))
    return found


def seat_rows(data: ConsultationCard, side: str) -> list[Row]:
    """The representatives of a side, the head first."""
    found = []
    for one in data.side(side):
        marks = [one["post_name"] or ""]
        if one["head"]:
            held = name_of("negotiator_office", one["office"])
            mandate = f"书面委托 {told(one['mandate_on'])}" if one["mandate_on"] else "没有委托"
            marks.append(held or mandate)
        marks += [word for key, word in (("front_line", "一线"), ("outside", "外聘"),
                                         ("dispatched", "派遣")) if one[key]]  # fmt: skip
        status = Status("首席", Tone.INFO) if one["head"] else None
        note = "　".join(mark for mark in marks if mark)
        found.append(Row(one["id"], one["name"], note, status, data=one))
    return found


def talk_rows(data: ConsultationCard, day: date) -> list[Row]:
    """The meetings in order."""
    found = []
    for number, one in enumerate(data.talks, 1):
        chaired = name_of("consultation_side", one["chaired_by"])
        parts = [one["place"] or "", f"{chaired}主持" if chaired else "", one["minutes"] or ""]
        status = None
        if one["on_day"] > day:
            status = Status("已约定", Tone.INFO)
        elif one["agreed"] is not None:
            good = bool(one["agreed"])
            status = Status("达成一致" if good else "未达成", Tone.GOOD if good else Tone.IDLE)
        title = f"第{number}次　{told(one['on_day'])}"
        found.append(Row(one["id"], title, "　".join(p for p in parts if p), status, data=one))
    return found


# -- a contract ------------------------------------------------------------------------------------


def read_contract(connection: Any, record: str, day: date) -> Card | None:
    """A contract as of a day."""
    data = contract_card(connection, record, day)
    if data is None:
        return None
    row, facts = data.row, data.facts
    last, union = last_day(facts), (data.row["union_id"], data.union)
    held = [one for one in data.covers if one["until"] is None or one["until"] > day]
    left = f"还有 {(last - day).days} 天" if last and last >= day else ""
    effective = told(facts.effective)
    if facts.effective and facts.reviewed_on is None:
        effective += " 报送后满期，没有异议"
    shown = [
        _fact("工会", data.union, target=Target("organisations", "union", union[0])),
        _fact("种类", name_of("contract_kind", row["kind"]),
             name_of("contract_scope", row["scope"])),
        _fact("合同编号", row["number"] or ""),
        _fact("签订", told(row["signed_on"])),
        _fact("期限", f"{told(row['since'])} 至 {told(row['ends_on'])}", left),
        _fact("报送", told(row["filed_on"])),
        _fact("审查", told(row["reviewed_on"]), row["review_no"] or ""),
        _fact("生效", effective),
        _fact("公布", told(row["published_on"])),
        _fact("覆盖单位", told(len(held), "家"), _covered(data, day)),
        _fact("覆盖职工", told(workers_of(row, held), "人"),
             f"其中女职工 {row['women']:,}" if row["women"] is not None else ""),
        _fact("最低工资", yuan(row["minimum_wage"]), "每月" if row["minimum_wage"] else ""),
        _fact("平均增幅", increase_shown(row["increase"]) or ""),
        _fact("女职工保护", {True: "写有", False: "没有写"}.get(row["women_clause"], "")),
        _fact("职代会", {True: "材料写明已通过", False: "没有通过"}.get(
            row["congress_agreed"], "")),
        _neighbour("续签自", data.renews),
        _neighbour("续签为", data.renewed_by),
        _fact("终止", told(row["terminated_on"]), row["terminate_reason"] or ""),
        _fact("备注", row["note"] or ""),
    ]  # fmt: skip
    status = contract_status(facts, data.window)
    under = f"{data.union}　{name_of('contract_kind', row['kind'])}"
    return Card(record, row["title"], under, status, [f for f in shown if f.value], data, union)


def _covered(data: ContractCard, day: date) -> str:
    if data.row["scope"] not in REGIONAL:
        held = [one for one in data.covers if one["until"] is None or one["until"] > day]
        return held[0]["name"] if held else "还没有登记"
    facts = data.facts
    share = f"，占本会涵盖的 {rate(facts.employers - len(facts.outside), facts.area)}"
    return f"已确认 {facts.confirmed} 家" + (share if facts.area else "")


def _neighbour(word: str, one: tuple[str, str] | None) -> Fact:
    if one is None:
        return _fact(word, "")
    return _fact(word, one[1], target=Target(AREA, "contract", one[0]))


def cover_rows(data: ContractCard, day: date) -> list[Row]:
    """The employers, those covered first; with their written confirmation."""
    found = []
    for one in data.covers:
        gone = one["until"] is not None and one["until"] <= day
        notes = [told(one["workers"], "人"), "不在本会涵盖范围" if one["outside"] else ""]
        if gone:
            status = Status("不再覆盖", Tone.IDLE)
            notes.append(f"{told(one['until'])} 起")
        elif one["confirmed_on"] is not None:
            status = Status("已确认", Tone.GOOD)
            notes.append(f"{told(one['confirmed_on'])} 确认")
        else:
            regional = data.row["scope"] in REGIONAL
            status = Status(
                "未确认" if regional else "已覆盖", Tone.WARN if regional else Tone.GOOD
            )
        target = Target("organisations", "employer", one["employer_id"])
        note = "　".join(n for n in notes if n)
        found.append(Row(one["id"], one["name"], note, status, target=target, data=one))
    return found


# -- 集中要约 --------------------------------------------------------------------------------------


def read_batch(connection: Any, record: str, day: date) -> Card | None:
    """A 集中要约 with its offers as of a day."""
    found = OFFERS.rows(connection, [record], View(day))
    if not found:
        return None
    row = dict(found[0])
    offers = offers_in(connection, record)
    numbers = [one["number"] for one in offers]
    span = f"{numbers[0]} 至 {numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
    asked, answered = row["offers"], row["answered"]
    kinds = {name_of("contract_kind", one["kind"]) for one in offers}
    facts = [
        _fact("工会", row["union"], target=Target("organisations", "union", row["union_id"])),
        _fact("要约日期", told(row["offered_on"])),
        _fact("协商内容", "、".join(sorted(kinds))),
        _fact("要约单位", told(asked, "家")),
        _fact("文号", span),
        _fact("送达", told(row["delivered"], "家")),
        _fact("答复", told(answered, "家"),
             f"同意 {row['agreed']}，延期 {row['later']}，拒绝 {row['refused']}"),
        _fact("应约率", rate(row["agreed"], asked) if asked else ""),
        _fact("签订", told(row["signed"], "家"), f"已报送 {row['filed']} 家"),
        _fact("协商议题", row["subject"] or ""),
        _fact("协商意见", row["proposal"] or ""),
        _fact("备注", row["note"] or ""),
    ]  # fmt: skip
    union = (row["union_id"], row["union"])
    shown = [f for f in facts if f.value]
    return Card(record, row["title"], row["union"], row["state"], shown, (row, offers), union)


def offer_rows(offers: list[dict[str, Any]]) -> list[Row]:
    """The offers of a batch in the order of their numbers."""
    found = []
    for one in offers:
        parts = [one["number"], f"送达 {told(one['delivered_on'])}" if one["delivered_on"] else ""]
        status = Status("未答复", Tone.WARN)
        if one["contract_id"] is not None:
            status = Status("已签订", Tone.GOOD)
            parts.append(f"签订 {told(one['signed_on'])}")
        elif one["answer"] is not None:
            tones = {"agreed": Tone.GOOD, "later": Tone.WARN, "refused": Tone.BAD}
            status = Status(name_of("consultation_answer", one["answer"]), tones[one["answer"]])
            parts.append(f"答复 {told(one['answered_on'])}")
        target = Target(AREA, "consultation", one["id"])
        note = "　".join(p for p in parts if p)
        found.append(Row(one["id"], one["employer"], note, status, target=target, data=one))
    return found


__all__ = [
    "cover_rows",
    "offer_rows",
    "read_batch",
    "read_consultation",
    "read_contract",
    "seat_rows",
    "steps_of",
    "talk_rows",
]

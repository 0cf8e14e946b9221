"""Reads one record for the detail: facts, what belongs to it, its history. Called on a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from app.base.codes import code_list
from app.base.days import calendar_year
from app.base.home import Target
from app.base.lists import Status, Tone, View, written
from app.desk.detail import Fact
from app.desk.page import entries_of
from app.desk.rows import Row
from app.figures.engine import evaluate
from app.figures.registry import Registry, Scope
from app.store.notes import setting

from ..figures import register
from ..lists import (
    PLACES,
    contacts_of,
    coverage_of,
    employer_card,
    federations_of,
    readings_list,
    sites_of,
    succession_of,
    union_card,
)
from ..lists.common import UNION_STATUS, name_of, readings_of
from ..lists.names import names_of
from ..lists.window import values_of
from ..records import WAGE_BILL

AREA = "organisations"
FEDERATIONS = ("regional_federation", "industry_federation")


@cache
def registry() -> Registry:
    """The figures of this area."""
    made = Registry()
    register(made)
    return made


def figures_of(areas: Sequence[Any]) -> Registry:
    """The figures of all areas, as the home page and the reports have them: where a list of members
    is complete, its people are counted, and not what was reported."""
    from app.paper.asking import registry_of

    return registry_of(tuple(areas)) if areas else registry()


def scope_of(connection: Any, unit: str | None, day: date) -> Scope:
    """A unit, or the whole office, on a day and in its year."""
    opening = setting(connection, "opening")
    return Scope(day, calendar_year(day.year), unit,
                 date.fromisoformat(opening) if opening else None)  # fmt: skip


def figure_word(code: str) -> tuple[str, str]:
    """(title, unit) of a figure code."""
    if code == WAGE_BILL:
        return "月工资总额", "元"
    figures = registry().figures
    return (figures[code].title, figures[code].unit) if code in figures else (code, "")


@dataclass(slots=True)
class Card:
    """One record as the detail shows it.

    Attributes:
        kind: ``union``, ``employer`` or ``place``.
        values: every plain and dated field as kept.
        titles: names of the ids among them.
        covered: (id, name) of the employers a union covers now by 建会.
        covering: (id, name) of the union that covers an employer.
        memberships: (id, federation) a union is a member of now.
    """

    kind: str
    id: str
    day: date
    title: str = ""
    subtitle: str = ""
    status: Status | None = None
    facts: list[Fact] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    covered: list[tuple[str, str]] = field(default_factory=list)
    covering: tuple[str, str] | None = None
    memberships: list[tuple[str, str]] = field(default_factory=list)

    def upper(self) -> tuple[str, str] | None:
        """(id, name) of the union or place above it."""
        upper = self.values.get("upper_id")
        return (upper, self.titles.get(upper, "")) if upper else None


def read_card(
    connection: Any, kind: str, record: str, day: date, figures: Registry | None = None
) -> Card | None:
    """A record on a day, None if it is not there then; ``figures``: of all areas."""
    values = values_of(connection, kind, record, day)
    if values is None:
        return None
    card = Card(kind, record, day, title=values["name"], values=values)
    ids = {
        "union": ("upper_id", "assets_to_id"),
        "employer": ("parent_id", "successor_id"),
        "place": ("upper_id",),
    }[kind]
    card.titles = names_of(connection, kind, [values[k] for k in ids if values.get(k)])
    if values.get("place_id"):
        card.titles |= names_of(connection, "place", [values["place_id"]])
    if kind == "place":
        _place(connection, card)
    else:
        {"union": _union, "employer": _employer}[kind](connection, card, figures)
    return card


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _link(card: Card, label: str, kind: str, record: Any) -> Fact:
    name = card.titles.get(record or "", "")
    target = Target(AREA, kind, record) if record and name else None
    return Fact(label, name, target=target)


def _flag(value: Any) -> str:
    return "" if value is None else "是" if value else "否"


def _number(value: Any) -> str:
    return "" if value is None else written(value)


def _until(day: date | None, today: date, warn: int = 90) -> Tone | None:
    if day is None:
        return None
    left = (day - today).days
    return Tone.BAD if left < 0 else Tone.WARN if left <= warn else None


def _union(connection: Any, card: Card, figures: Registry | None) -> None:
    row, v = union_card(connection, card.id, card.day, figures), card.values
    assert row is not None
    kinds = [row["type"], row["level"]] if row["type"] else [row["form"], row["level"]]
    card.subtitle = " · ".join(word for word in kinds if word)
    card.status = row["status"]
    links = coverage_of(connection, union_id=card.id)
    card.covered = [
        (r["employer_id"], r["employer"])
        for r in links
        if r["kind"] == "found" and r["until"] is None
    ]
    joined = federations_of(connection, card.id)
    card.memberships = [
        (r["id"], r["federation"])
        for r in joined
        if r["union_id"] == card.id and r["until"] is None
    ]
    listed, reported = row["covered_listed"], row["covered_reported"]
    note = ""
    if reported is not None and reported != listed:
        note = f"（已录 {listed:,} / 报告 {reported:,}）"
    complete = v["covered_complete_from"]
    heads = " / ".join(_number(row[k]) or "—" for k in ("workers", "members"))
    women = " / ".join(_number(row[k]) or "—" for k in ("women", "women_members"))
    member_of = "、".join(name for _id, name in card.memberships)
    upper = _link(card, "上级工会", "union", v["upper_id"])
    if v["outside"]:
        upper = Fact("上级工会", v["outside_upper"] or "", "（属地不属本会管）")
    card.facts = [
        Fact("信用代码", v["credit_code"] or ""),
        Fact("工会编码", v["code"] or ""),
        upper,
        Fact("组织形式", row["form"]),
        _link(card, "所在地", "place", v["place_id"]),
        Fact("建会日期", _day(v["founded_on"]) or ("期初" if v["status"] == "active" else "")),
        Fact("批复文号", v["founded_doc"] or ""),
        Fact("涵盖单位", _number(int(row["covered"])), note or (f"（{_day(complete)}起录全）"
                                                       if complete else "")),
        Fact("职工/会员", heads, _by_roster(card) if figures is not None else ""),
        Fact("女职工/会员", women),
        Fact("入会率", row["rate"] or ""),
        Fact("主席", v["chair"] or ""),
        Fact("联系电话", v["phone"] or "", key="phone", sensitive=True),
        Fact("本届任期", _span(v["term_from"], v["term_until"]),
             tone=_until(v["term_until"], card.day)),
        Fact("法人证书", " ".join(p for p in (v["certificate_no"] or "",
                                          _span(None, v["certificate_until"])) if p),
             tone=_until(v["certificate_until"], card.day)),
        Fact("经费账户", {None: "", True: "独立账户", False: "没有独立账户"}[v["own_account"]]),
        Fact("开户银行", v["bank_name"] or ""),
        Fact("账号", v["bank_account"] or "", key="bank_account", sensitive=True),
        Fact("场所/印章/标牌", " / ".join(_flag(v[k]) or "—" for k in
                                      ("has_office", "has_seal", "has_sign"))),
        Fact("地址", v["address"] or ""),
        *([Fact("加入的联合会", member_of)] if member_of else []),
        *_dissolved(card),
        *([Fact("备注", v["note"])] if v["note"] else []),
    ]  # fmt: skip


def _by_roster(card: Card) -> str:
    """Why the members are not the number that was reported."""
    since = card.values["members_complete_from"]
    if since is None or since > card.day:
        return ""
    return f"（按名册，{_day(since)}起）"


def read_elsewhere(connection: Any, areas: Sequence[Any], union: str, day: date) -> list[Fact]:
    """What pages of higher areas show of a union, counted by their figures, each a way there."""
    entries = [entry for entry in entries_of(areas) if entry.of_unit[0]]
    if not entries:
        return []
    figures = figures_of(areas)
    codes = [entry.of_unit[1] for entry in entries]
    values = evaluate(connection, figures, codes, scope_of(connection, union, day))
    found = []
    for entry in entries:
        title, code = entry.of_unit
        value = values[code].value
        words = "还没有" if not value else f"{value:,} {figures.get(code).unit}"
        target = Target(entry.name, "", union, view="of_unit")
        found.append(Fact(title, words, target=target if value else None))
    return found


def _dissolved(card: Card) -> list[Fact]:
    v = card.values
    if v["status"] == "preparing":
        return [Fact("筹建日期", _day(v["preparing_on"]))]
    if v["status"] != "dissolved":
        return []
    return [
        Fact("撤销文号", v["dissolved_doc"] or ""),
        Fact("会员的去向", v["members_to"] or ""),
        _link(card, "资产移交", "union", v["assets_to_id"]),
        Fact("报告上级", _day(v["dissolved_reported_on"])),
    ]


def _span(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f"{_day(first)} 至 {_day(last)}".strip() if first else f"至 {_day(last)}"


def _employer(connection: Any, card: Card, figures: Registry | None) -> None:
    row, v = employer_card(connection, card.id, card.day, figures), card.values
    assert row is not None
    card.status = row["status"]
    card.subtitle = " · ".join(
        word for word in (row["covered"].word, row["unit_level"], row["nature"]) if word
    )
    if row["union_id"]:
        card.covering = (row["union_id"], row["union"])
    heads = " / ".join(_number(row[k]) or "—" for k in ("workers", "members"))
    union = Target(AREA, "union", row["union_id"]) if row["union_id"] else None
    wages = readings_of(connection, "employer_id", [card.id], card.day).get(card.id, {})
    wage = wages.get(WAGE_BILL)
    card.facts = [
        Fact("信用代码", v["credit_code"] or ""),
        Fact("建会情况", row["covered"].word),
        Fact("涵盖它的工会", row["union"], target=union),
        Fact("组织员/联络员", row["officer"]),
        Fact("职工/会员", heads, "（按会员名册）" if row["by_roster"] else ""),
        Fact("入会率", row["rate"] or ""),
        Fact("月工资总额", "" if wage is None else f"{wage // 100:,}.{wage % 100:02d} 元"),
        _link(card, "所在地", "place", v["place_id"]),
        Fact("行业", row["industry"]),
        Fact("经济类型", row["economic_type"]),
        Fact("登记类型", row["legal_form"]),
        Fact("法定代表人", v["legal_representative"] or ""),
        Fact("登记日期", _day(v["registered_on"])),
        _link(card, "上级单位", "employer", v["parent_id"]),
        Fact("是否应建会", " ".join(
            part for part in (row["should_unionise"], v["should_reason"] or "") if part)),
        Fact("计划建会日期", _day(v["planned_on"]), tone=None if card.covering else
             _until(v["planned_on"], card.day, 30)),
        Fact("市场监管名单", _day(v["regulator_seen_on"]), "（最近见到）"
             if v["regulator_seen_on"] else ""),
        Fact("地址", v["address"] or ""),
        *([_link(card, "承继单位", "employer", v["successor_id"])] if v["successor_id"] else []),
        *([Fact("备注", v["note"])] if v["note"] else []),
    ]  # fmt: skip


def _place(connection: Any, card: Card) -> None:
    row, v = PLACES.rows(connection, [card.id], View(card.day))[0], card.values
    origin = "国家区划" if v["origin"] == "national" else "自设"
    card.subtitle = f"{row['kind']} · {origin}"
    found = succession_of(connection, card.id)
    names = names_of(
        connection, "place", {r["place_id"] for r in found} | {r["successor_id"] for r in found}
    )
    how = {"merged": "并入", "split": "分设", "replaced": "改为"}
    story = [
        f"{_day(r['on_day'])} {names.get(r['place_id'], '')}{how[r['how']]}"
        f"{names.get(r['successor_id'], '')}"
        for r in found
    ]
    card.facts = [
        Fact("区划代码", v["code"] or ""),
        Fact("类别", row["kind"]),
        _link(card, "上级地点", "place", v["upper_id"]),
        Fact("工会数", _number(row["unions"])),
        Fact("单位数", _number(row["employers"])),
        Fact("沿革", "\n".join(story)),
        Fact("备注", v["note"] or ""),
    ]


# -- what belongs to a record ----------------------------------------------------------------------


def read_covered(connection: Any, kind: str, record: str) -> list[Row]:
    """Coverage of a union or employer, and for a federation its member unions."""
    found = []
    side = "employer" if kind == "union" else "union"
    for link in coverage_of(connection, **{f"{kind}_id": record}):
        people = "，".join(
            f"{word} {link[k]}"
            for k, word in (("organiser", "组织员"), ("liaison", "联络员"))
            if link[k]
        )
        since = _day(link["since"]) or "期初"
        span = f"{since} 至 {_day(link['until'])}" if link["until"] else f"自 {since}"
        status = link["state"] if link["until"] or link["kind"] == "liaise" else None
        if link["kind"] == "liaise" and not link["until"]:
            status = Status("联系", Tone.INFO)
        note = "　".join(part for part in (span, people) if part)
        target = Target(AREA, side, link[f"{side}_id"])
        found.append(Row(link["id"], link[side], note, status, target=target, data=link))
    if kind == "union":
        found += _federation_rows(connection, record)
    return found


def _federation_rows(connection: Any, record: str) -> list[Row]:
    found = []
    for link in federations_of(connection, record):
        mine = link["union_id"] == record
        other = "federation" if mine else "union"
        since = _day(link["since"]) or "期初"
        note = f"自 {since}" if not link["until"] else f"{since} 至 {_day(link['until'])}"
        word = "加入的联合会" if mine else "成员工会"
        status = Status("已退出", Tone.IDLE) if link["until"] else Status(word, Tone.INFO)
        target = Target(AREA, "union", link[f"{other}_id"])
        data = {**link, "federation_link": True}
        found.append(Row(link["id"], link[other], note, status, target=target, data=data))
    return found


def read_readings(connection: Any, kind: str, record: str, day: date) -> list[Row]:
    """Numbers reported up to a day, newest first."""
    found = []
    for reading in readings_list(connection, f"{kind}_id", record):
        if reading["on_day"] > day:
            continue
        title, unit = figure_word(reading["code"])
        value = reading["value"]
        shown = f"{value:,} {unit}"
        if reading["code"] == WAGE_BILL:
            shown = f"{value // 100:,}.{value % 100:02d} 元"
        note = "　".join(p for p in (_day(reading["on_day"]), reading["source"] or "") if p)
        found.append(Row(reading["id"], title, note, value=shown, data=reading))
    return found


def latest_readings(connection: Any, kind: str, record: str, day: date) -> Mapping[str, int]:
    """The newest number of each code."""
    return readings_of(connection, f"{kind}_id", [record], day).get(record, {})


def read_contacts(connection: Any, kind: str, record: str) -> list[Row]:
    """Contacts, and an employer's sites."""
    from app.base.lists import mask

    found = []
    for one in contacts_of(connection, f"{kind}_id", record):
        note = "　".join(p for p in (one["role"] or "", mask(one["phone"] or "")) if p)
        found.append(Row(one["id"], one["name"], note, data={**one, "what": "contact"}))
    for one in sites_of(connection, record) if kind == "employer" else ():
        status = Status("经营场所", Tone.INFO)
        title = one["name"] or one["address"] or "经营场所"
        note = one["address"] or ""
        found.append(Row(one["id"], title, note, status, data={**one, "what": "site"}))
    return found


def status_word(values: Mapping[str, Any], kind: str) -> str:
    """The word of a union's or employer's status."""
    return name_of(f"{kind}_status", values.get("status"))


__all__ = [
    "AREA", "FEDERATIONS", "UNION_STATUS", "Card", "code_list", "figure_word", "figures_of",
    "latest_readings", "read_card", "read_contacts", "read_covered", "read_elsewhere",
    "read_readings", "registry", "scope_of", "status_word",
]  # fmt: skip

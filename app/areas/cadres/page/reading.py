"""Reads one union's bodies, one person, post, course or honour for the detail. On a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.home import Target
from app.base.lists import Status, Tone
from app.desk.detail import Fact
from app.desk.rows import Row

from ..lists import cards
from ..lists.common import body_name, post_name, since_text

ORGANISATIONS, MEMBERS, AREA = "organisations", "members", "cadres"


@dataclass(slots=True)
class Card:
    """One record as the detail shows it.

    Attributes:
        union: (id, name) of the union it belongs to, if it belongs to one.
        data: what ``lists.cards`` returned.
    """

    id: str
    title: str
    subtitle: str = ""
    status: Status | None = None
    facts: list[Fact] = field(default_factory=list)
    data: Mapping[str, Any] = field(default_factory=dict)
    union: tuple[str, str] | None = None

    @property
    def row(self) -> Mapping[str, Any]:
        """As in the list."""
        found: Mapping[str, Any] = self.data["row"]
        return found


def told(value: Any) -> str:
    """A value as a fact says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)


def spell_text(row: Mapping[Any, Any]) -> str:
    """2024年3月1日起, or from … to …."""
    since = since_text(row["since"])
    return f"{since}至{since_text(row['until'])}" if row["until"] else f"{since}起"


# -- a union's bodies ------------------------------------------------------------------------------


def read_organs(connection: Any, record: str, day: date) -> Card | None:
    """A union with its bodies on a day, None if it is not there."""
    data = cards.organs_card(connection, record, day)
    if data is None:
        return None
    row = data["row"]
    said = " · ".join(w for w in (row["type"], row["place"], row["upper"]) if w)
    card = Card(record, row["name"], said, row["state"], data=data, union=(record, row["name"]))
    target = Target(ORGANISATIONS, "union", record)
    card.facts = [Fact("工会", row["name"], target=target), *_leading(row), *_bodies(data)]
    if row["doc_no"]:
        card.facts.append(Fact("批复文号", row["doc_no"]))
    if data["honours"]:
        card.facts.append(Fact("荣誉", "、".join(h["title"] for h in data["honours"])))
    return card


def _leading(row: Mapping[str, Any]) -> list[Fact]:
    chair = f"（{row['service']}）" if row["service"] else ""
    term = f"第{row['ordinal']}届" if row["ordinal"] else ""
    vacant = None if row["chair"] else Tone.WARN
    found = [
        Fact("主席", row["chair"] or "空缺或未填", chair, key="chair", tone=vacant),
        Fact("本届", " ".join(w for w in (term, told(row["since"])) if w)),
        Fact("届满", told(row["due_on"]), key="due_on"),
    ]
    if row["elected"]:
        found.append(Fact("产生方式", row["elected"]))
    if row["delay_until"]:
        found.append(Fact("延期至", told(row["delay_until"])))
    return found


def _bodies(data: Mapping[str, Any]) -> list[Fact]:
    found = []
    for body in data["bodies"]:
        term = body["term"]
        seats = f"（名额 {term['seats']} 人）" if term is not None and term["seats"] else ""
        people = "、".join(p["person"] for p in body["posts"])
        people = f"：{people}" if people else ""
        found.append(Fact(body["title"], f"{len(body['posts'])} 人{seats}", people))
    return found


def body_rows(card: Card) -> list[Row]:
    """Bodies with their terms."""
    rows = []
    for body in card.data["bodies"]:
        term = body["term"]
        words = [f"{len(body['posts'])} 人"]
        if body["appointed"]:
            words.insert(0, "任命")
        if term is not None:
            ordinal = f"第{term['ordinal']}届 " if term["ordinal"] else ""
            due = f"，{since_text(term['due_on'])}届满" if term["due_on"] else ""
            words.append(f"{ordinal}{since_text(term['since'])}起{due}")
        rows.append(Row(body["id"], body["title"], " · ".join(words), _term_status(term, card),
                        data=body))  # fmt: skip
    for body in card.data["closed"]:
        rows.append(Row(body["id"], body["title"], spell_text(body), Status("已撤销", Tone.IDLE),
                        data=body))  # fmt: skip
    return rows


def _term_status(term: Mapping[str, Any] | None, card: Card) -> Status:
    if term is None:
        return Status("没有任期", Tone.IDLE)
    if term["due_on"] == card.row["due_on"]:
        status: Status = card.row["state"]
        return status
    return Status("任期内", Tone.GOOD) if term["due_on"] else Status("任期未填", Tone.IDLE)


def term_rows(card: Card) -> list[Row]:
    """All terms of all bodies, the committee's first."""
    rows = []
    for body in (*card.data["bodies"], *card.data["closed"]):
        for term in body["terms"]:
            which = f"第{term['ordinal']}届" if term["ordinal"] else "届次未填"
            words = [spell_text(term)]
            if term["years"]:
                words.append(f"每届 {term['years']} 年")
            if term["delay_until"]:
                words.append(f"延期至 {told(term['delay_until'])}")
            if term["doc_no"]:
                words.append(term["doc_no"])
            state = Status("本届", Tone.GOOD) if term["until"] is None else Status("往届")
            rows.append(Row(term["id"], f"{body['title']} {which}", " · ".join(words), state,
                            data={**term, "title": f"{body['title']} {which}"}))  # fmt: skip
    return rows


def post_rows(posts: Sequence[Mapping[Any, Any]], *, former: bool = False) -> list[Row]:
    """Posts of a union: name, post, duties."""
    rows = []
    for post in posts:
        inside = post["body_kind"] not in (None, "committee")
        where = body_name(post["body_kind"], post["body_name"]) if inside else ""
        words = [where, post_name({**post, "body_name": None})]
        title = f"{post['person']}　{' '.join(w for w in words if w)}"
        duties = (post["duties"] or "").replace("\n", "；")
        note = spell_text(post) if former else duties or "没有写职责"
        rows.append(Row(post["id"], title, note, _post_status(post, former),
                        target=Target(AREA, "post", post["id"]), data=dict(post)))  # fmt: skip
    return rows


def _post_status(post: Mapping[Any, Any], former: bool) -> Status | None:
    if former:
        return Status(code_list("post_ended").name_of(post["ended"]))
    word = code_list("post_service").name_of(post["service"])
    return (
        Status(word, Tone.GOOD if post["service"] == "full_time" else Tone.INFO) if word else None
    )


# -- a person --------------------------------------------------------------------------------------


def read_cadre(connection: Any, record: str, day: date) -> Card | None:
    """A person with her posts, training and honours."""
    data = cards.cadre_card(connection, record, day)
    if data is None:
        return None
    row = data["row"]
    now = [p for p in data["posts"] if p["until"] is None or p["until"] > day]
    words = [row["sex"], f"{row['age']} 岁" if row["age"] is not None else "",
             row["education"]]  # fmt: skip
    member = row["status_key"] in ("active", "retained")
    status = row["status"] if member else Status("不是会员", Tone.IDLE)
    card = Card(record, row["name"] or "（已清除）", " · ".join(w for w in words if w), status,
                data={**data, "now": now})  # fmt: skip
    if now:
        card.union = (now[0]["union_id"], now[0]["union"])
    card.facts = [
        *(Fact("职务", f"{p['union']} {p['role']}", f"（{p['service']}）" if p["service"] else "",
               target=Target(AREA, "post", p["id"])) for p in now),
        Fact("会员资料", row["union"] or "未入会", target=Target(MEMBERS, "member", record)),
        Fact("政治面貌", row["political"]),
        Fact("工作单位", row["employer"] or ""),
        Fact("手机", row["phone"] or "", key="phone", sensitive=True),
        Fact("劳模", row["model_worker"]),
        Fact("本年学时", told(data["hours"])),
    ]  # fmt: skip
    return card


def held_rows(card: Card) -> list[Row]:
    """Her posts, present first."""
    return [
        Row(p["id"], f"{p['union']}　{p['role']}",
            " · ".join(w for w in (p["body"], spell_text(p), p["duties"]) if w),
            p["state"], target=Target(AREA, "post", p["id"]), data=p)
        for p in card.data["posts"]
    ]  # fmt: skip


def study_rows(card: Card) -> list[Row]:
    """Her courses, newest first."""
    rows = []
    for one in card.data["trained"]:
        words = [told(one["since"]), one["certificate_no"] or "", one["result"] or ""]
        hours = f"{one['hours']} 学时" if one["hours"] is not None else ""
        rows.append(Row(one["id"], one["title"], " · ".join(w for w in words if w), value=hours,
                        target=Target(AREA, "training", one["training_id"]), data=one))  # fmt: skip
    return rows


def honour_rows(found: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Honours of a person or union."""
    return [
        Row(h["id"], h["title"],
            " · ".join(w for w in (told(h["on_day"]), h["granted_by"], h["doc_no"]) if w),
            Status(h["level"], Tone.GOOD) if h["level"] else None,
            target=Target(AREA, "honour", h["id"]), data=h)
        for h in found
    ]  # fmt: skip


# -- a post, a course, an honour -------------------------------------------------------------------


def read_post(connection: Any, record: str, day: date) -> Card | None:
    """One post."""
    data = cards.post_card(connection, record, day)
    if data is None:
        return None
    row, kept = data["row"], data["values"]
    union = (row["union_id"], row["union"])
    card = Card(record, f"{row['person']}　{row['role']}", row["union"], row["state"], data=data,
                union=union)  # fmt: skip
    card.facts = [
        Fact("姓名", row["person"], target=Target(AREA, "cadre", row["person_id"])),
        Fact("工会", row["union"], target=Target(AREA, "organs", row["union_id"])),
        Fact("机构", row["body"]),
        Fact("职务", row["role"], f"（{row['service']}）" if row["service"] else ""),
        Fact("任职", spell_text(kept)),
        Fact("届次", f"第{row['ordinal']}届" if row["ordinal"] else ""),
        Fact("分工和职责", kept["duties"] or "没有写", key="duties",
             tone=None if kept["duties"] else Tone.WARN),
        Fact("任职文号", kept["doc_no"] or ""),
        Fact("一线职工", row["front_line"]),
    ]  # fmt: skip
    more = (
        ("派出单位", data["sender"]), ("挂职期满", told(kept["seconded_until"])),
        ("劳动合同至", told(kept["contract_until"])), ("单位负责人", told(kept["executive"])),
        ("负责人近亲属", told(kept["kin_of_executive"])), ("分管或从事财务", told(kept["finance"])),
        ("离任原因", row["ended"]), ("离任文号", kept["end_doc_no"] or ""),
        ("本级工会同意", told(kept["own_consent_on"])),
        ("上一级工会同意", told(kept["upper_consent_on"])), ("备注", kept["note"] or ""),
        ("其他任职", "；".join(data["others"])),
    )  # fmt: skip
    card.facts += [Fact(label, value) for label, value in more if value]
    return card


def read_training(connection: Any, record: str, day: date) -> Card | None:
    """One course."""
    data = cards.training_card(connection, record, day)
    if data is None:
        return None
    row = data["row"]
    span = " 至 ".join(told(d) for d in (row["since"], row["until"]) if d)
    card = Card(record, row["title"], f"{span} · {row['kind_word']}".strip(" ·"), data=data)
    card.facts = [
        Fact("日期", span),
        Fact("种类", row["kind_word"]),
        Fact("方式", row["mode"]),
        Fact("学时", told(row["hours"])),
        Fact("参加人数", f"{row['people']} 人"),
        Fact("举办单位", row["organiser"]),
        Fact("地点", row["place"] or ""),
        Fact("备注", row["note"] or ""),
    ]
    return card


def people_rows(card: Card) -> list[Row]:
    """Who took part in a course."""
    rows = []
    for one in card.data["people"]:
        words = [one["posts"], one["certificate_no"] or "", one["result"] or ""]
        hours = f"{one['hours']} 学时" if one["hours"] is not None else ""
        rows.append(Row(one["id"], one["name"], " · ".join(w for w in words if w), value=hours,
                        target=Target(AREA, "cadre", one["person_id"]), data=one))  # fmt: skip
    return rows


def read_honour(connection: Any, record: str, day: date) -> Card | None:
    """One honour."""
    data = cards.honour_card(connection, record, day)
    if data is None:
        return None
    row = data["row"]
    level = Status(row["level"], Tone.GOOD) if row["level"] else None
    card = Card(record, row["title"], row["owner"], level, data=data)
    union, person = row["union_id"], row["person_id"]
    to = Target(AREA, "organs", union) if union else Target(AREA, "cadre", person)
    card.facts = [
        Fact("得到荣誉的", row["owner"], target=to),
        Fact("级别", row["level"]),
        Fact("日期", told(row["on_day"])),
        Fact("授予单位", row["granted_by"] or ""),
        Fact("文号", row["doc_no"] or ""),
        Fact("备注", row["note"] or ""),
    ]
    return card

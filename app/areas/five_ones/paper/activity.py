"""Papers of one activity, printed beforehand: notice, sign-in sheet, agenda, sheet of decisions;
and the three forms of a 职工（代表）大会."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.base.errors import UserError
from app.paper.model import (
    Align,
    Block,
    Column,
    Document,
    FormGrid,
    Note,
    Paragraph,
    Signature,
    Slot,
    Space,
    Table,
    Title,
)
from app.paper.reports import Ask, texts

from ..lists.attending import serving
from ..lists.detail import ActivityCard, activity_card, congress_before

_TEXTS = "five_ones"
_EMPTY = 25
CENTRE = Align.CENTRE


def asked(ask: Ask, *, congress: bool = False) -> ActivityCard:
    """The activity of ``--option id=``.

    Raises:
        UserError: REQUIRED; NOT_FOUND; KIND where only a congress has such a paper.
    """
    one = ask.options.get("id", "")
    if not one:
        raise UserError(
            "REQUIRED",
            "没有说要打印哪一项活动。",
            "请用 --option id= 给出编号，或在窗口里选中再打印。",
        )
    card = activity_card(ask.conn, one, ask.scope.day)
    if card is None:
        raise UserError("NOT_FOUND", "找不到这项活动，它可能刚刚被删除。", "请刷新后再试。")
    if congress and card.congress is None:
        raise UserError("KIND", "这项活动不是大会，没有这种表。")
    return card


def day_of(card: ActivityCard) -> date:
    """The day it was held or is planned for."""
    day: date = card.row["held_on"] or card.row["planned_on"]
    return day


def topics_of(card: ActivityCard) -> list[str]:
    """The topics in words, with what was written beside them."""
    beside = card.congress or {}
    names = code_list("congress_topic")
    found = [names.name_of(code) for code in beside.get("topics") or ()]
    return found + [line for line in str(beside.get("topics_text") or "").splitlines() if line]


def _document(ask: Ask, title: str, *blocks: Block) -> Document:
    return Document(title, blocks, ask.office, ask.scope.day.isoformat(), digest=False)


def _head(card: ActivityCard, title: str) -> Title:
    return Title(f"{card.union}\n{card.row['title']}", subtitle=title)


def notice(ask: Ask) -> Document:
    """通知: day, place, topics, who is to come."""
    card, said = asked(ask), texts(_TEXTS)["notice"]
    units = "、".join(row["name"] for row in card.units) or "各工会、各单位"
    known = {
        "day": chinese(day_of(card)),
        "place": card.row["place"] or said["blank_place"],
        "title": card.row["title"],
        "verb": said["meeting" if _meets(card) else "other"],
    }
    blocks: list[Block] = [
        Title(said["head"].format(**known)),
        Paragraph(said["to"].format(units=units), indent=False),
        Paragraph(said["text"].format(**known)),
    ]
    if topics := topics_of(card):
        blocks.append(Paragraph(said["topics"].format(topics="、".join(topics))))
    sent = (card.congress or {}).get("notice_on") or ask.scope.day
    blocks += [Paragraph(said["attend"]), Signature(card.union, chinese(sent))]
    return _document(ask, said["title"], *blocks)


def _meets(card: ActivityCard) -> bool:
    """Whether it is a meeting, not a contest or the like."""
    return card.congress is not None or card.row["kind"] == "committee_meeting"


def sign_in(ask: Ask) -> Document:
    """签到表: the delegates where they are listed, else as many lines as are due; room to sign."""
    card, said = asked(ask), texts(_TEXTS)["sign_in"]
    due = (card.congress or {}).get("due") or card.row["participants"]
    count = min(due or _EMPTY, 2000)
    columns = tuple(
        Column(head, share, CENTRE)
        for head, share in zip(said["columns"], (0.6, 1.4, 2.6, 1.4, 1.6, 1.0), strict=True)
    )
    delegation = (card.congress or {}).get("delegation_id")
    known = serving(ask.conn, delegation, day_of(card)) if delegation else []
    told = [(one["name"], one["unit"], one["post_name"] or "") for one in known]
    told += [("", "", "")] * (count - len(told))
    rows = tuple((str(n), *one, "", "") for n, one in enumerate(told, 1))
    when = f"{chinese(day_of(card))}　{card.row['place'] or ''}".strip()
    return _document(
        ask, said["title"], _head(card, said["title"]), Paragraph(when, indent=False),
        Table(columns, rows, note=said["note"], size=12),
    )  # fmt: skip


def agenda(ask: Ask) -> Document:
    """议程 of a congress from its topics."""
    card, said = asked(ask, congress=True), texts(_TEXTS)["agenda"]
    items = [
        *said["first"],
        *(said["topic"].format(topic=topic) for topic in topics_of(card)),
        *(f"表决「{row['title']}」" for row in card.resolutions),
        *(said["last"] if not card.resolutions else said["last"][1:]),
    ]
    columns = (Column(said["columns"][0], 0.6, CENTRE), Column(said["columns"][1], 4.0),
               Column(said["columns"][2], 1.6), Column(said["columns"][3], 1.0))  # fmt: skip
    rows = tuple((str(n), item, "", "") for n, item in enumerate(items, 1))
    host = f"　主持人：{card.row['host']}" if card.row["host"] else ""
    when = f"{chinese(day_of(card))}　{card.row['place'] or ''}{host}".strip()
    return _document(
        ask, said["title"], _head(card, said["title"]), Paragraph(when, indent=False),
        Table(columns, rows, size=14),
    )  # fmt: skip


def decisions(ask: Ask) -> Document:
    """决议和表决单: each decision with its votes, or room to write them."""
    card, said = asked(ask, congress=True), texts(_TEXTS)["decisions"]
    beside = card.congress or {}
    due, present = beside.get("due"), beside.get("present")
    blocks: list[Block] = [_head(card, said["title"])]
    blank = "　　　"
    counts = said["due"].format(due=due or blank, present=blank if present is None else present)
    rule = said["rule"].format(half=due // 2) if due else ""
    blocks.append(Paragraph(counts + rule))
    rows = card.resolutions or tuple({"title": "", "text": "", "yes": None} for _ in range(3))
    for number, row in enumerate(rows, 1):
        votes = said["vote"]
        if row["yes"] is not None:
            told = {key: row.get(key) or 0 for key in ("yes", "no", "abstain")}
            votes = said["counted"].format(**told)
        text = f"{row['title']}\n{row['text'] or ''}".strip()
        blocks.append(
            FormGrid(
                (1.0, 5.0),
                (
                    (Slot(f"决议{number}", head=True), Slot(text)),
                    (Slot("表决", head=True), Slot(votes)),
                ),
                heights=(said["room"], 1),
            )
        )
    blocks += [Space(), Paragraph(said["sign"], indent=False)]
    blocks.append(Paragraph(said["day"], indent=False, align=Align.RIGHT))
    return _document(ask, said["title"], *blocks)


# -- 职工（代表）大会 ----------------------------------------------------------------------------


def report_form(ask: Ask) -> Document:
    """召开职工（代表）大会报告表."""
    card, said = _workers(ask), texts(_TEXTS)["report"]
    beside = card.congress or {}
    row = card.row
    due, present = beside.get("due"), beside.get("present")
    known = {
        "union": card.union,
        "held_on": chinese(day_of(card)),
        "before": _before(ask, row),
        "counts": f"应到 {due or '　　'} 人，实到 {'　　' if present is None else present} 人",
        "topics": "\n".join(f"{n}. {topic}" for n, topic in enumerate(topics_of(card), 1)),
        "preparation": beside.get("preparation") or "",
        "nature": card.nature,
        "party": f"{beside.get('party_opinion') or ''}\n\n{said['seal']}",
        "upper": f"{beside.get('upper_opinion') or ''}\n\n{said['seal']}",
        "note": row["note"] or "",
    }
    rows = tuple(
        (Slot(head, head=True), Slot(known.get(key, ""), low=key in ("party", "upper")))
        for head, key in said["rows"]
    )
    heights = tuple(4 if key in said["tall"] else 1 for _head_, key in said["rows"])
    return _document(ask, said["title"], Title(said["title"]), FormGrid((1.4, 5.0), rows, heights))


def _before(ask: Ask, row: Mapping[str, Any]) -> str:
    found = congress_before(ask.conn, row)
    return chinese(found) if found else ""


def quality_form(ask: Ask) -> Document:
    """职工（代表）大会质量评估表: eight items, three marks."""
    card, said = _workers(ask), texts(_TEXTS)["quality"]
    columns = (Column(said["columns"][0], 0.6, CENTRE), Column(said["columns"][1], 3.6),
               *(Column(head, 1.0, CENTRE) for head in said["columns"][2:]))  # fmt: skip
    rows = tuple((str(n), item, "", "", "") for n, item in enumerate(said["items"], 1))
    who = tuple(
        slot for head, value in said["who"] for slot in (Slot(head, head=True), Slot(value))
    )
    return _document(
        ask, said["title"], _head(card, said["title"]),
        FormGrid((1.2, 1.4, 1.2, 1.4, 0.8, 1.2), (who,)),
        Paragraph(said["intro"]), Table(columns, rows, size=12), Space(),
        Paragraph(said["opinion"], indent=False), Space(4),
    )  # fmt: skip


def inspection_form(ask: Ask) -> Document:
    """职工（代表）大会巡视检查意见表: a line for each decision."""
    card, said = _workers(ask), texts(_TEXTS)["inspection"]
    items = [row["title"] for row in card.resolutions]
    items += [""] * max(0, said["empty"] - len(items))
    columns = tuple(
        Column(head, share, CENTRE if n == 0 else Align.LEFT)
        for n, (head, share) in enumerate(
            zip(said["columns"], (0.6, 2.2, 1.6, 2.0, 1.6), strict=True)
        )
    )
    rows = tuple((str(n), item, said["content"], "\n", "") for n, item in enumerate(items, 1))
    return _document(
        ask, said["title"], _head(card, said["title"]), Table(columns, rows, size=12), Space(),
        Note(said["sign"]),
    )  # fmt: skip


def _workers(ask: Ask) -> ActivityCard:
    card = asked(ask, congress=True)
    if card.row["kind"] != "workers_congress":
        raise UserError("KIND", "这张表只用于职工（代表）大会。")
    return card

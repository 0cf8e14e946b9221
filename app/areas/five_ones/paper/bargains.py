"""Papers of a consultation and a contract: 要约书 (one or a whole batch), 应约书, 代表名单,
会议记录, 情况说明, 覆盖单位确认表."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from app.areas.organisations.lists.common import name_of
from app.base.days import chinese
from app.base.errors import UserError
from app.paper.model import (
    Align,
    Block,
    Column,
    CutLine,
    Document,
    Facts,
    FormGrid,
    Note,
    PageBreak,
    Paragraph,
    Recipient,
    SealBox,
    Signature,
    Slot,
    Table,
    Title,
)
from app.paper.reports import Ask, texts

from ..lists.bargain_detail import (
    ConsultationCard,
    ContractCard,
    consultation_card,
    contract_card,
)
from ..lists.bargains import terms
from ..lists.contracts import workers_of
from ..lists.offers import offers_in
from ..rules.bargaining_facts import EMPLOYER, WORKERS

_TEXTS = "bargains"
CENTRE = Align.CENTRE
MOST = 1000
"""So many offers in one print at most."""


def _document(ask: Ask, title: str, blocks: Iterable[Block]) -> Document:
    return Document(title, tuple(blocks), ask.office, ask.scope.day.isoformat(), digest=False)


def _ids(ask: Ask) -> list[str]:
    """The consultations of ``--option id=`` (several with commas) or ``--option batch=``.

    Raises:
        UserError: REQUIRED; TOO_MANY.
    """
    found = [one for one in ask.options.get("id", "").split(",") if one]
    if batch := ask.options.get("batch", ""):
        found = [one["id"] for one in offers_in(ask.conn, batch)]
    if not found:
        raise UserError(
            "REQUIRED", "没有说要打印哪一次协商。",
            "请用 --option id= 给出编号（集中要约用 batch=），或在窗口里选中再打印。",
        )  # fmt: skip
    if len(found) > MOST:
        raise UserError("TOO_MANY", f"一次最多打印 {MOST} 份。", "请分几次打印。")
    return found


def _cards(ask: Ask) -> list[ConsultationCard]:
    found = [consultation_card(ask.conn, one, ask.scope.day) for one in _ids(ask)]
    cards = [card for card in found if card is not None]
    if not cards:
        raise UserError("NOT_FOUND", "找不到这次协商，它可能刚刚被删除。", "请刷新后再试。")
    return cards


def _contract(ask: Ask) -> ContractCard:
    one = ask.options.get("id", "")
    if not one:
        raise UserError("REQUIRED", "没有说要打印哪一份合同。", "请用 --option id= 给出编号。")
    card = contract_card(ask.conn, one, ask.scope.day)
    if card is None:
        raise UserError("NOT_FOUND", "找不到这份合同，它可能刚刚被删除。", "请刷新后再试。")
    return card


def _on_pages(pages: list[list[Block]]) -> list[Block]:
    """Each on a page of its own."""
    found: list[Block] = []
    for number, page in enumerate(pages):
        found += [PageBreak()] if number else []
        found += page
    return found


# -- 要约书, 应约书 --------------------------------------------------------------------------------


def offer(ask: Ask) -> Document:
    """要约书 of one consultation, of several, or of a whole 集中要约; with its receipt."""
    said, days = texts(_TEXTS)["offer"], terms(ask.book, ask.scope.day).answer
    pages = [_offer(card, said, days) for card in _cards(ask)]
    return _document(ask, said["title"], _on_pages(pages))


def _offer(card: ConsultationCard, said: Mapping[str, Any], days: int) -> list[Block]:
    row, kind = card.row, name_of("contract_kind", card.row["kind"])
    from_union = row["offered_by"] != "employer"
    sender, receiver = card.union, card.employer or said["blank"]
    text = said["text"] if from_union else said["by_employer"]
    if not from_union:
        sender, receiver = receiver, sender
    lines: list[Block] = [
        Title(said["title"], subtitle=card.number),
        Recipient(receiver),
        Paragraph(text.format(kind=kind)),
        Paragraph(said["subject"].format(subject=_ended(row["subject"]) or said["blank"])),
    ]
    if proposal := _ended(card.proposal):
        lines.append(Paragraph(said["proposal"].format(proposal=proposal)))
    asked = row["delivered_on"]
    if asked is not None:
        due = chinese(asked + timedelta(days=days))
        lines.append(Paragraph(said["answer"].format(days=days, due=due)))
    else:
        lines.append(Paragraph(said["answer_open"].format(days=days)))
    when = chinese(row["offered_on"]) if row["offered_on"] else "　　年　月　日"
    lines.append(Signature(sender, when))
    return [
        *lines,
        CutLine(said["cut"].format(number=card.number, employer=receiver)),
        _receipt(card, said),
    ]


def _ended(text: str | None) -> str:
    """Without the full stop that the sentence brings itself."""
    return (text or "").strip().rstrip("。；;.")


def _receipt(card: ConsultationCard, said: Mapping[str, Any]) -> FormGrid:
    name, day = said["receipt"]
    got = chinese(card.row["delivered_on"]) if card.row["delivered_on"] else ""
    row = (Slot(name, head=True), Slot(), Slot(day, head=True), Slot(got))
    return FormGrid((1.6, 1.8, 1.1, 1.8), (row,), heights=(2,), size=10.5)


def answer(ask: Ask) -> Document:
    """应约书: the firm's written answer, filled in as far as it is known."""
    said = texts(_TEXTS)["answer"]
    return _document(ask, said["title"], _on_pages([_answer(card, said) for card in _cards(ask)]))


def _answer(card: ConsultationCard, said: Mapping[str, Any]) -> list[Block]:
    row = card.row
    given = {"agreed": 0, "later": 1, "refused": 2}.get(row["answer"] or "", -1)
    choices = [
        text.replace("□", said["chosen"]) if place == given else text
        for place, text in enumerate(said["choices"])
    ]
    heads = [one for one in card.side(EMPLOYER) if one["head"]]
    head = "　".join(t for one in heads for t in (one["name"], one["post_name"]) if t)
    others = "、".join(one["name"] for one in card.side(EMPLOYER) if not one["head"])
    talks = card.talks[:1]
    known = [
        chinese(talks[0]["on_day"]) if talks else "", (talks[0]["place"] or "") if talks else "",
        head, others, "",
    ]  # fmt: skip
    grid = tuple(
        (Slot(word, head=True), Slot(value))
        for word, value in zip(said["fields"], known, strict=True)
    )
    offered = chinese(row["offered_on"]) if row["offered_on"] else "　　年　月　日"
    when = chinese(row["answered_on"]) if row["answered_on"] else "　　年　月　日"
    kind = name_of("contract_kind", row["kind"])
    text = row["answer_text"]
    return [
        Title(said["title"], subtitle=card.number),
        Recipient(said["to"].format(union=card.union)),
        Paragraph(said["text"].format(offered=offered, kind=kind)),
        *(Paragraph(choice) for choice in choices),
        *([Paragraph(text)] if text else []),
        FormGrid((1.4, 3.6), grid, heights=(2,) * len(grid), size=12),
        Signature(card.employer or said["sign"], when),
    ]


# -- 代表名单, 会议记录 ----------------------------------------------------------------------------


def negotiators(ask: Ask) -> Document:
    """协商代表名单 of both sides, with room to sign."""
    said = texts(_TEXTS)["negotiators"]
    pages: list[list[Block]] = []
    for card in _cards(ask):
        pages.append([
            Title(said["title"], subtitle=card.row["title"]),
            *(_side(card, side, said) for side in (WORKERS, EMPLOYER)),
            Note(said["note"]),
        ])  # fmt: skip
    return _document(ask, said["title"], _on_pages(pages))


def _side(card: ConsultationCard, side: str, said: Mapping[str, Any]) -> Table:
    shares = (0.5, 1.1, 0.6, 1.8, 1.2, 1.9, 1.3)
    columns = tuple(
        Column(head, share, CENTRE) for head, share in zip(said["columns"], shares, strict=True)
    )
    rows = []
    for number, one in enumerate(card.side(side), 1):
        how = name_of("negotiator_office", one["office"]) if one["head"] else said["chosen"]
        if one["head"] and one["mandate_on"] is not None:
            how = said["mandate"].format(day=chinese(one["mandate_on"]))
        if one["outside"]:
            how = said["outside"]
        rows.append((str(number), one["name"], name_of("sex", one["sex"]), one["post_name"] or "",
                     said["head"] if one["head"] else said["plain"], how, ""))  # fmt: skip
    while len(rows) < 3:
        rows.append((str(len(rows) + 1), "", "", "", "", "", ""))
    title = name_of("consultation_side", side)
    who = card.union if side == WORKERS else card.employer
    return Table(columns, tuple(rows), title=f"{title}　{who}".strip(), size=11)


def talks(ask: Ask) -> Document:
    """协商会议记录: a page for each meeting, an empty one where there is none yet."""
    said = texts(_TEXTS)["talks"]
    pages = []
    for card in _cards(ask):
        for number, one in enumerate(card.talks or [{}], 1):
            pages.append(_talk(card, number, one, said))
    return _document(ask, said["title"], _on_pages(pages))


def _talk(
    card: ConsultationCard, number: int, one: Mapping[str, Any], said: Mapping[str, Any]
) -> list[Block]:
    times, when, place, chair, subject, minutes, agreed = said["fields"]
    day = chinese(one["on_day"]) if one else ""
    decided = "" if one.get("agreed") is None else "已达成一致" if one["agreed"] else "未达成一致"
    rows = (
        (Slot(times, head=True), Slot(f"第{number}次" if one else ""), Slot(when, head=True),
         Slot(day)),
        (Slot(place, head=True), Slot(one.get("place") or ""), Slot(chair, head=True),
         Slot(name_of("consultation_side", one.get("chaired_by")))),
        (Slot(subject, head=True), Slot(card.row["subject"] or "", across=3)),
        (Slot(minutes, head=True), Slot(one.get("minutes") or "", across=3)),
        (Slot(agreed, head=True), Slot(decided, across=3)),
    )  # fmt: skip
    return [
        Title(said["title"], subtitle=card.row["title"]),
        FormGrid((1.1, 2.0, 0.9, 2.0), rows, heights=(2, 2, 2, 13, 2), size=12),
        SealBox(tuple((word, ("年　　月　　日",)) for word in said["sign"]), height=2),
    ]


# -- a contract ------------------------------------------------------------------------------------


def note(ask: Ask) -> Document:
    """情况说明 that goes with a contract to the authority."""
    said, card = texts(_TEXTS)["note"], _contract(ask)
    row = card.row
    talks_ = [consultation_card(ask.conn, one, ask.scope.day) for one, _ in card.consultations[:1]]
    talk = talks_[0] if talks_ else None
    facts = tuple(zip(said["fields"], _facts(card, talk), strict=True))
    signed = row["filed_on"] or row["signed_on"] or ask.scope.day
    name = card.covers[0]["name"] if len(card.covers) == 1 else card.union
    blocks: list[Block] = [
        Title(f"{row['title']}{said['title']}" if "集体合同" not in row["title"] else
              f"{row['title']}情况说明"),
        Recipient(said["to"]),
        Paragraph(said["text"].format(title=f"《{row['title']}》")),
        Facts(facts, across=2),
        Paragraph(said["attached"]),
        Signature(name, chinese(signed)),
    ]  # fmt: skip
    return _document(ask, said["title"], blocks)


def _facts(card: ContractCard, talk: ConsultationCard | None) -> tuple[str, ...]:
    row = card.row
    held = [one for one in card.covers if one["until"] is None]
    firm = held[0]["name"] if len(held) == 1 else f"{len(held)} 家，名单附后"
    span = "至".join(chinese(day) for day in (row["since"], row["ends_on"]) if day)
    workers = workers_of(row, held)
    sides = meetings = congress = vote = offered = answered = ""
    if talk is not None:
        data, decided = talk.row, talk.facts.vote
        offered = chinese(data["offered_on"]) if data["offered_on"] else ""
        answered = chinese(data["answered_on"]) if data["answered_on"] else ""
        sides = f"职工方{len(talk.side(WORKERS))}人，企业方{len(talk.side(EMPLOYER))}人"
        days = "、".join(chinese(one["on_day"]) for one in talk.talks)
        meetings = f"{len(talk.talks)}次（{days}）" if days else ""
        congress = talk.congress
        if decided is not None and decided.due is not None:
            vote = f"应到{decided.due}人，实到{decided.present or 0}人"
            vote += f"，赞成{decided.yes}票" if decided.yes is not None else ""
    return (
        firm, card.union, name_of("contract_kind", row["kind"]), span,
        chinese(row["signed_on"]) if row["signed_on"] else "", f"{len(held)} 家",
        f"{workers} 人" if workers is not None else "",
        f"{row['women']} 人" if row["women"] is not None else "",
        offered, answered, sides, meetings, congress, vote,
    )  # fmt: skip


def covers(ask: Ask) -> Document:
    """覆盖单位确认表: the employers of a contract, with room to sign."""
    said, card = texts(_TEXTS)["covers"], _contract(ask)
    shares = (0.5, 2.6, 0.8, 0.8, 1.8, 1.2)
    columns = tuple(
        Column(head, share, Align.LEFT if n == 1 else CENTRE)
        for n, (head, share) in enumerate(zip(said["columns"], shares, strict=True))
    )
    held = [one for one in card.covers if one["until"] is None]
    rows = tuple(
        (str(n), one["name"], one["workers"],
         said["opinion"] if one["confirmed_on"] else "", "",
         one["confirmed_on"].isoformat() if one["confirmed_on"] else "")
        for n, one in enumerate(held, 1)
    )  # fmt: skip
    blocks: list[Block] = [
        Title(said["title"], subtitle=card.row["title"]),
        Table(columns, rows, note=said["note"], size=11),
    ]
    return _document(ask, said["title"], blocks)


__all__ = ["answer", "covers", "negotiators", "note", "offer", "talks"]

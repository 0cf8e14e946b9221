"""Forms of one person: 接转单 in three parts, 保留会籍证明, 入会申请书 with 登记表, her data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.base.errors import UserError
from app.paper.model import (
    Align,
    Block,
    CutLine,
    Document,
    FormGrid,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Slot,
    Space,
    Title,
)
from app.paper.reports import Ask, texts
from app.pictures.printing import portrait

from ..lists import forms as reading
from ..records import MEMBERSHIP

_FORMS = "member_forms"
CENTRE = Align.CENTRE


def asked(ask: Ask) -> list[str]:
    """The ids of ``--option id=``, several with commas.

    Raises:
        UserError: REQUIRED.
    """
    ids = [part for part in ask.options.get("id", "").split(",") if part]
    if not ids:
        raise UserError(
            "REQUIRED", "没有说要打印谁的。", "请用 --option id= 给出编号，或在窗口里选中再打印。"
        )
    return ids


def _document(ask: Ask, title: str, blocks: list[Block]) -> Document:
    return Document(title, tuple(blocks), ask.office, ask.scope.day.isoformat(), digest=False)


class _Blank(dict[str, str]):
    """What is not known leaves room to write."""

    def __missing__(self, key: str) -> str:
        return "　　　　"


def _said(text: str, known: Mapping[str, str]) -> str:
    return text.format_map(_Blank({k: v for k, v in known.items() if v}))


# -- 接转单 ----------------------------------------------------------------------


def transfer(ask: Ask) -> Document:
    """会员关系接转单: 存根, 介绍信 and 回执 on one sheet, one sheet per transfer."""
    said = texts(_FORMS)["transfer"]
    blocks: list[Block] = []
    for number, record in enumerate(asked(ask)):
        known = reading.transfer_facts(ask.conn, record)
        if number:
            blocks.append(PageBreak())
        blocks += [
            Paragraph(said["stub"]["title"], indent=False, align=CENTRE),
            _particulars(known, said, "stub"),
            CutLine(said["cut"]),
            *_letter(said, known),
            CutLine(said["cut"]),
            *_receipt(said, known),
        ]
    return _document(ask, said["title"], blocks)


def _particulars(known: Mapping[str, str], said: Mapping[str, Any], part: str) -> FormGrid:
    """Who moves from where to where; rows of pairs of a head and a fact, the first as wide as there
    is room."""
    facts = {**known, "valid": said["valid"].format(days=said["valid_days"])}
    grid = []
    for row in (*said["rows"], *said[part]["rows"]):
        slots: list[Slot] = []
        for place in range(0, len(row), 2):
            wide = 7 - len(row) if place == 0 else 1
            slots.append(Slot(row[place], head=True))
            align = Align.LEFT if wide > 1 else CENTRE
            slots.append(Slot(facts.get(row[place + 1], ""), across=wide, align=align))
        grid.append(tuple(slots))
    return FormGrid((1.0, 1.6, 1.0, 1.4, 1.0, 1.5), tuple(grid), size=9.0)


def _letter(said: Mapping[str, Any], known: Mapping[str, str]) -> list[Block]:
    words = said["letter"]
    return [
        Paragraph(words["title"], indent=False, align=CENTRE),
        Paragraph(_said(words["to"], known), indent=False),
        Paragraph(_said(words["text"], known)),
        _particulars(known, said, "letter"),
        Paragraph(
            f"{words['seal']}　　{known.get('sent_on') or said['blank']}",
            indent=False,
            align=Align.RIGHT,
        ),
    ]


def _receipt(said: Mapping[str, Any], known: Mapping[str, str]) -> list[Block]:
    words = said["receipt"]
    text = words["text_done"] if known.get("received_on") else words["text"]
    return [
        Paragraph(words["title"], indent=False, align=CENTRE),
        Paragraph(_said(words["to"], known), indent=False),
        Paragraph(_said(text, known)),
        Paragraph(f"{words['seal']}　　{said['blank']}", indent=False, align=Align.RIGHT),
    ]


# -- 保留会籍 ----------------------------------------------------------------------


def retained(ask: Ask) -> Document:
    """保留会籍证明, one page per person.

    Raises:
        UserError: STATUS for somebody who is not retained.
    """
    said = texts(_FORMS)["retained"]
    blocks: list[Block] = []
    for number, record in enumerate(asked(ask)):
        known = reading.facts(ask.conn, record, ask.scope.day)
        spells = reading.of_person(ask.conn, MEMBERSHIP, record)
        now = next((s for s in spells if s["until"] is None and s["status"] == "retained"), None)
        if now is None:
            raise UserError("STATUS", f"「{known['name']}」现在不是保留会籍，不能开这张证明。")
        led = next((s for s in spells if s["until"] == now["since"] and s["reason"]), None)
        reason = code_list("change_reason").name_of(led["reason"]) if led else ""
        since = chinese(now["since"]) if now["since"] else ""
        if number:
            blocks.append(PageBreak())
        blocks += [
            Title(said["title"]),
            Paragraph(_said(said["text"], {**known, "reason": reason, "since": since})),
            Paragraph(said["rule"]),
            Note(said["basis"]),
            Signature(known.get("union", ask.office), chinese(ask.scope.day)),
        ]
    return _document(ask, said["title"], blocks)


# -- 入会申请书 ----------------------------------------------------------------------


def application(ask: Ask) -> Document:
    """入会申请书 and, on the back of the sheet, 工会会员登记表; for a member, an application, or
    blank (``--option id=blank``)."""
    said = texts(_FORMS)["application"]
    blocks: list[Block] = []
    for number, record in enumerate(asked(ask)):
        known = _applicant(ask, record)
        holder = known.get("person_id", record)
        photo = b"" if record == "blank" else portrait(ask.conn, "person", holder)
        if number:
            blocks.append(PageBreak(front=True))
        blocks += [
            Title(said["title"]),
            Paragraph((known.get("union") or said["union"]) + "：", indent=False),
            Paragraph(said["text"]),
            Space(2),
            Paragraph(said["applicant"], indent=False, align=Align.RIGHT),
            Paragraph(said["date"], indent=False, align=Align.RIGHT),
            PageBreak(),
            Title(said["register"]),
            _register(known, said, photo),
        ]
    return _document(ask, f"{said['title']}和{said['register']}", blocks)


def _applicant(ask: Ask, record: str) -> dict[str, str]:
    if record == "blank":
        return {}
    found = reading.application_facts(ask.conn, record)
    return found if found is not None else reading.facts(ask.conn, record, ask.scope.day)


def _register(known: Mapping[str, str], said: Mapping[str, Any], photo: bytes) -> FormGrid:
    def head(text: str, **more: Any) -> Slot:
        return Slot(text, head=True, **more)

    def value(key: str, **more: Any) -> Slot:
        return Slot(known.get(key, ""), align=CENTRE, **more)

    done = known.get("approved_on")
    opinion = _said(said["opinion_done"], known) if done else said["opinion"]
    rows = (
        (head("姓　名"), value("name"), head("性　别"), value("sex"), head("出生日期"),
         value("birth_on"), head("照\n片", down=4, photo=photo)),
        (head("民　族"), value("ethnicity"), head("学　历"), value("education"), head("政治面貌"),
         value("political")),
        (head("籍　贯"), value("native_place"), head("技能等级"), value("skill"), head("手机号码"),
         value("phone")),
        (head("证件类型"), value("document_type"), head("证件号码"), value("number", across=3)),
        (head("工作单位"), value("employer", across=3), head("岗　位"), value("post", across=2)),
        (head("用工形式"), value("employment_form"), head("是否\n农民工"), value("migrant"),
         head("会员证号"), value("card_no", across=2)),
        (head("家庭住址"), value("address", across=6)),
        (head("家庭主要\n成员及其\n工作单位"), Slot("", across=6)),
        (head("个人工作\n简　　历"), Slot("", across=6)),
        (head("基层工会\n审批意见"), Slot(opinion, across=6, align=CENTRE)),
        (head("备　注"), Slot("", across=6)),
    )  # fmt: skip
    widths = (1.1, 1.5, 1.1, 1.4, 1.1, 1.7, 1.1)
    return FormGrid(widths, rows, heights=(2, 2, 2, 2, 2, 2, 1, 4, 4, 4, 1), size=10.5)

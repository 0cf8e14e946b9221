"""个人信息: everything that is kept about a person, printed for herself on request."""

from __future__ import annotations

from app.base.codes import code_list
from app.base.days import chinese
from app.paper.model import (
    Block,
    Column,
    Document,
    Facts,
    Note,
    PageBreak,
    Table,
    Title,
    Together,
)
from app.paper.reports import Ask, texts
from app.pictures.printing import photos_of

from ..lists import forms as reading
from ..lists import personal
from .forms import asked

_PARTICULARS = (
    ("姓名", "name"), ("曾用名", "former"), ("性别", "sex"), ("出生日期", "birth_on"),
    ("民族", "ethnicity"), ("籍贯", "native_place"), ("户籍类型", "household_type"),
    ("户籍所在地", "household_place"), ("住址", "address"), ("手机号码", "phone"),
    ("没有手机", "no_phone"),
    ("邮箱", "email"), ("婚姻状况", "marital"), ("学历", "education"), ("政治面貌", "political"),
    ("技能等级", "skill"), ("职称", "professional_title"), ("就业状况", "employment_status"),
    ("用工形式", "employment_form"), ("农民工", "migrant"), ("新就业形态群体", "new_group"),
    ("困难职工", "hardship"), ("劳模", "model_worker"), ("参加工作", "worked_from"),
    ("入会日期", "joined_on"), ("会员证号", "card_no"), ("服务卡号", "service_card_no"),
    ("发卡日期", "service_card_on"),
    ("同意处理日期", "consent_on"), ("备注", "note"),
)  # fmt: skip
_ACROSS = 6
"""Fields that fit beside each other on a page."""


def person(ask: Ask) -> Document:
    """Everything that is kept about a person, for herself (个人信息保护法 第四十五条)."""
    said = texts("member_forms")["person"]
    blocks: list[Block] = []
    for number, record in enumerate(asked(ask)):
        known = reading.facts(ask.conn, record, ask.scope.day)
        ids = personal.everyone(ask.conn, record)
        if number:
            blocks.append(PageBreak())
        items = tuple((word, known.get(key, "")) for word, key in _PARTICULARS)
        blocks += [
            Title(said["title"], subtitle=f"（{chinese(ask.scope.day)}）"),
            Facts(items, title="基本信息"),
            *_records(ask, ids),
            *_proofs(ask, ids),
            *_log(ask, ids),
            Note(said["note"]),
        ]
    office, day = ask.office, ask.scope.day.isoformat()
    return Document(said["title"], tuple(blocks), office, day, digest=False)


def _records(ask: Ask, ids: list[str]) -> list[Block]:
    """Her records of every area: as a table, or one by one where they are too wide for it."""
    blocks: list[Block] = []
    for title, rows in ask.personal(ids):
        heads = list(dict.fromkeys(head for row in rows for head in row))
        if len(heads) <= _ACROSS:
            cells = tuple(tuple(row.get(head, "") for head in heads) for row in rows)
            blocks.append(Table(tuple(Column(head) for head in heads), cells, title=title))
            continue
        for number, row in enumerate(rows, 1):
            named = f"{title}（{number}）" if len(rows) > 1 else title
            blocks.append(Together((Facts(tuple(row.items()), title=named),)))
    return blocks


def _proofs(ask: Ask, ids: list[str]) -> list[Block]:
    """The files kept of her, and the photos among them."""
    pieces, kinds = personal.proofs(ask.conn, ids), code_list("proof_kind")
    if not pieces:
        return []
    columns = tuple(Column(head) for head in ("种类", "名称", "说明", "添加日期"))
    rows = tuple(
        (
            kinds.name_of(p.kind),
            p.title,
            p.caption or "",
            p.added_on.isoformat() if p.added_on else "",
        )
        for p in pieces
    )
    return [Together((Table(columns, rows, title="材料"),)), photos_of(ask.conn, pieces, columns=3)]


def _log(ask: Ask, ids: list[str]) -> list[Block]:
    """What was done with her data."""
    rows = personal.acts(ask.conn, ids, ask.scope.day)
    widths = {"时间": 1.5, "操作": 1.6, "经办人": 1.0, "原来的内容": 4.0}
    columns = tuple(Column(head, width) for head, width in widths.items())
    cells = tuple(tuple(row[head] for head in widths) for row in rows)
    return [Table(columns, cells, title="操作记录", size=9)] if cells else []

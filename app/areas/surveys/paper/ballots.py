"""Blank ballots: many to a sheet, a line to cut along between them, no number on any."""

from __future__ import annotations

from app.areas.organisations.lists.common import union_names
from app.base.errors import UserError
from app.paper.model import (
    Align,
    Block,
    Column,
    CutLine,
    Document,
    FormGrid,
    Paragraph,
    Slot,
    Table,
    Together,
)
from app.paper.reports import Ask, texts

from ..lists.results import Counted
from ..rules.forms import Form
from .asked import asked

_TEXTS = "surveys"
CENTRE = Align.CENTRE
_SIZE = 10.5


def ballots(ask: Ask) -> Document:
    """评议票: as many as ``--option copies=``, else as were issued or as there are voters."""
    data, said = asked(ask), texts(_TEXTS)["ballot"]
    names = union_names(ask.conn, ask.scope.day, [data.row["union_id"]])
    head = said["fill"].format(union=names.get(data.row["union_id"], ""), year=data.row["year"])
    one = Together(tuple(_ballot(data, head)))
    blocks: list[Block] = []
    for number in range(_copies(ask, data)):
        if number:
            blocks.append(CutLine(said["cut"]))
        blocks.append(one)
    return Document(
        data.form.title, tuple(blocks), ask.office, ask.scope.day.isoformat(), digest=False
    )


def _copies(ask: Ask, data: Counted) -> int:
    said = texts(_TEXTS)["ballot"]
    typed = ask.options.get("copies", "").strip()
    if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= said["most"]):
        raise UserError("NUMBERS", f"张数应是 1 至 {said['most']} 的整数。")
    if typed:
        return int(typed)
    known = data.result.issued or data.result.expected or said["default"]
    return int(min(max(known, said["default"]), said["most"]))


def _ballot(data: Counted, head: str) -> list[Block]:
    said, form = texts(_TEXTS)["ballot"], data.form
    digits = "　".join(f"{n} {g.name}" for n, g in enumerate(form.grades, 1))
    lead = form.lead
    if form.subjects:
        lead += said["digits"].format(grades=digits)
    return [
        Paragraph(form.title, indent=False, align=CENTRE),
        Paragraph(head, indent=False, align=CENTRE),
        Paragraph(lead),
        _people(data) if form.subjects else _items(form),
        FormGrid((1.0, 6.0), ((Slot(said["comments"], head=True), Slot("")),),
                 (said["comments_room"],), size=_SIZE),
    ]  # fmt: skip


def _items(form: Form) -> Table:
    said = texts(_TEXTS)["ballot"]
    columns = (
        Column(said["number"], 0.7, CENTRE),
        Column(said["item"], 4.2),
        *(Column(g.name, 1.1, CENTRE) for g in form.grades),
    )
    rows = tuple(
        (str(n), words, *("" for _ in form.grades)) for n, (_key, words) in enumerate(form.items, 1)
    )
    return Table(columns, rows, size=_SIZE)


def _people(data: Counted) -> Table:
    said = texts(_TEXTS)["ballot"]
    columns = (
        Column(said["person"], 2.4),
        *(Column(words, 1.0, CENTRE) for _key, words in data.form.items),
    )
    names = [f"{s['name']}{'（' + s['post_name'] + '）' if s['post_name'] else ''}"
             for s in data.subjects] or [""] * 5  # fmt: skip
    blank = tuple("" for _ in data.form.items)
    return Table(columns, tuple((name, *blank) for name in names), size=_SIZE)

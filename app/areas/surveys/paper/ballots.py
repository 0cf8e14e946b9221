"""Blank ballots: many to a sheet, a line to cut along between them, no number on any."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from app.areas.organisations.lists.common import union_names
from app.base.errors import UserError
from app.paper.model import Align, Block, CutLine, Document, FormGrid, Slot, Together
from app.paper.reports import Ask, texts

from ..lists.results import Counted
from ..rules.forms import Form
from .asked import asked

_TEXTS = "surveys"
CENTRE = Align.CENTRE
_SIZE = 9.0
_LONG = 4
"""A name of a grade from so many characters on wants a broader column."""


def ballots(ask: Ask) -> Document:
    """评议票: as many as ``--option copies=``, else as were issued or as there are voters."""
    data, said = asked(ask), texts(_TEXTS)["ballot"]
    names = union_names(ask.conn, ask.scope.day, [data.row["union_id"]])
    head = said["fill"].format(union=names.get(data.row["union_id"], ""), year=data.row["year"])
    one = Together((_ballot(data, head),))
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


def _ballot(data: Counted, head: str) -> FormGrid:
    """One ballot as one ruled form, so that it is never cut in two."""
    said, form = texts(_TEXTS)["ballot"], data.form
    lead = f"{head}{form.lead}"
    if form.subjects:
        digits = "　".join(f"{n} {g.name}" for n, g in enumerate(form.grades, 1))
        lead += said["digits"].format(grades=digits)
    shares, lines = _people(data) if form.subjects else _items(form)
    rows = (
        (Slot(lead, across=len(shares)),),
        *lines,
        (Slot(said["comments"], head=True, across=2), Slot("", across=len(shares) - 2)),
    )
    heights = (1, *(1 for _ in lines), said["comments_room"])
    return FormGrid(shares, rows, heights, form.title, _SIZE)


Lines = tuple[tuple[Slot, ...], ...]


def _items(form: Form) -> tuple[tuple[float, ...], Lines]:
    """Item by item; a long form has two halves side by side, so that more go on a sheet."""
    said = texts(_TEXTS)["ballot"]
    head = (
        Slot(said["number"], head=True),
        Slot(said["item"], head=True),
        *(Slot(g.name, head=True) for g in form.grades),
    )
    lines = [
        (Slot(str(n), align=CENTRE), Slot(words), *(Slot("") for _ in form.grades))
        for n, (_key, words) in enumerate(form.items, 1)
    ]
    grade = 1.0 if max(len(g.name) for g in form.grades) < _LONG else 1.35
    shares = (1.0, 4.2, *(grade for _ in form.grades))
    if len(lines) < said["halves"] or len(form.grades) > said["halves_grades"]:
        return shares, (head, *lines)
    middle = (len(lines) + 1) // 2
    empty = tuple(Slot("") for _ in head)
    pairs = zip_longest(lines[:middle], lines[middle:], fillvalue=empty)
    return (*shares, *shares), (head + head, *(left + right for left, right in pairs))


def _people(data: Counted) -> tuple[tuple[float, ...], Lines]:
    said, form = texts(_TEXTS)["ballot"], data.form
    blank = tuple(Slot("") for _ in form.items)
    head = (
        Slot(said["person"], head=True),
        *(Slot(words, head=True) for _key, words in form.items),
    )
    names = [named(s) for s in data.subjects] or [""] * said["people"]
    return (2.4, *(1.0 for _ in form.items)), (head, *((Slot(name), *blank) for name in names))


def named(subject: Mapping[Any, Any]) -> str:
    """Who is rated by name, with the post."""
    post = f"（{subject['post_name']}）" if subject["post_name"] else ""
    return f"{subject['name']}{post}"

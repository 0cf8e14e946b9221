"""One union's year on paper: the five with what is missing, all its proof, photos in the annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.base.errors import UserError
from app.base.lists import written
from app.paper.model import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Space,
    Table,
    Title,
)
from app.paper.reports import Ask, texts
from app.pictures.printing import photos_of

from ..lists.detail import YearCard, year_card
from ..lists.lamps import HEADS, done_of
from ..lists.proofs import Proved, proofs_of_year
from ..rules.lamps import NONE, missing_words
from .year import year_number

_TEXTS = "five_ones"
RIGHT = Align.RIGHT


def year_sheet(ask: Ask) -> Document:
    """One union's year: the five with what is missing, the list of its proof, its photos.

    Raises:
        UserError: REQUIRED, NOT_FOUND.
    """
    one = ask.options.get("id", "") or (ask.scope.unit or "")
    if not one:
        raise UserError("REQUIRED", "没有说要打印哪个工会。", "请用 --option id= 给出编号。")
    said, number = texts(_TEXTS)["year_sheet"], year_number(ask)
    card = year_card(ask.conn, one, number, ask.scope.day)
    if card is None:
        raise UserError("NOT_FOUND", "找不到这个工会，或者它不是基层工会。", "请重新选择。")
    proved = proofs_of_year(ask.conn, card)
    shining = {lamp.shines_for.id for lamp in card.lamps if lamp.shines_for and lamp.held}
    others = [row for row in card.activities if row["id"] not in shining]
    title = said["title"].format(year=number)
    blocks: list[Block] = [
        Title(f"{card.union.name}\n{title}", subtitle=f"（截至{chinese(ask.scope.day)}）"),
        Paragraph(said["done"].format(done=done_of(card.lamps), before=card.before)),
        _five(card, proved, said),
    ]
    if others:
        blocks += [Space(), Heading(said["others"], level=2), _others(others)]
    blocks += [Space(), Heading(said["proofs"], level=2), _proof_table(proved, said)]
    pieces = [piece for one_held in proved for piece in one_held.captioned()]
    photos = photos_of(ask.conn, pieces)
    if photos.photos:
        blocks += [PageBreak(), Heading(said["photos"], level=2), photos]
    else:
        blocks.append(Note(said["no_photos"]))
    return Document(title, tuple(blocks), card.union.name, ask.scope.day.isoformat())


def _five(card: YearCard, proved: Sequence[Proved], said: Mapping[str, Any]) -> Table:
    states, counts = code_list("lamp_state"), {one.id: len(one.pieces) for one in proved}
    shares = (1.8, 1.2, 1.3, 2.2, 0.9, 0.7, 2.0)
    columns = tuple(
        Column(head, share) for head, share in zip(said["columns"], shares, strict=True)
    )
    rows = tuple(
        (
            HEADS[lamp.kind],
            states.name_of(lamp.state),
            written(lamp.day) if lamp.day else "",
            lamp.shines_for.title if lamp.shines_for else "",
            _people(lamp),
            str(counts.get(lamp.shines_for.id, "")) if lamp.shines_for else "",
            missing_words(lamp) if lamp.state != NONE else "",
        )
        for lamp in card.lamps
    )
    return Table(columns, rows, size=10.5)


def _people(lamp: Any) -> str:
    numbers = lamp.shines_for.numbers if lamp.shines_for else {}
    if numbers.get("due") and numbers.get("present") is not None:
        return f"{numbers['present']}/{numbers['due']}"
    return str(numbers.get("participants") or "")


def _others(rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = (Column("日期", 1.2), Column("种类", 1.8), Column("名称", 3.2),
               Column("人数", 0.8, RIGHT), Column("状态", 1.0))  # fmt: skip
    return Table(
        columns,
        tuple(
            (
                written(row["day"]),
                row["kind"],
                row["title"],
                "—" if row["people"] is None else str(row["people"]),
                row["state"].word,
            )
            for row in rows
        ),
    )


def _proof_table(proved: Sequence[Proved], said: Mapping[str, Any]) -> Table:
    kinds = code_list("proof_kind")
    rows = [
        (one.item, one.title, kinds.name_of(piece.kind), piece.title,
         written(piece.made_on) if piece.made_on else "")
        for one in proved
        for piece in one.pieces
    ]  # fmt: skip
    shares = (0.6, 1.5, 2.4, 1.2, 2.4, 1.2)
    columns = tuple(
        Column(head, share) for head, share in zip(said["proof_columns"], shares, strict=True)
    )
    numbered = tuple((str(n), *row) for n, row in enumerate(rows, 1))
    return Table(columns, numbered, empty="（还没有材料）", size=9.5)

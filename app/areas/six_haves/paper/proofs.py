"""迎检材料清单: what proves each item, with its page among the photos of the annex, and what is
missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.paper.model import (
    Annex,
    Block,
    Document,
    Facts,
    Landscape,
    Note,
    PageBreak,
    Photo,
    Photos,
    Table,
    Title,
)
from app.paper.reports import Ask, texts
from app.pictures.printing import photos_of
from app.store.evidence import Piece

from ..lists.assessments import Assessed
from ..lists.proofs import Proofs, proofs_of
from ..rules.scoring import Line
from .reading import about_union, columns_of, one_of

_ACROSS, _FIRST, _MORE = 2, 4, 3
"""Photos side by side; rows of a page that has the head of the annex, of a page without."""
_SIZE = 9


def proofs(ask: Ask) -> Document:
    """迎检材料清单 of one union: per item its pieces with kind, day and page in the annex, and what
    is missing; the photos in the annex, numbered."""
    ask = about_union(ask)
    one, said = one_of(ask), texts("six_haves")["proofs"]
    day = one.row["on_day"] if one.row is not None else ask.scope.day
    found = proofs_of(
        ask.conn, one, registry=ask.registry, scope=ask.scope, checks=ask.results
    )  # fmt: skip
    photos = _photos(ask.conn, found)
    places = {file: _page(number) for number, file in enumerate(photos)}
    rows, sections = _rows(one, found, places, list(photos), said)
    missing = sum(len(mine.missing) for mine in found.values())
    pieces = {piece.file for mine in found.values() for piece in mine.pieces}
    count = said["counts"].format(pieces=len(pieces), photos=len(photos), missing=missing)
    facts = (one.name, chinese(day), one.rubric.title, count)
    blocks: list[Block] = [
        Landscape(
            (
                Title(said["title"], said["subtitle"].format(year=ask.year)),
                Facts(tuple(zip(said["facts"], facts, strict=True))),
                Table(columns_of(said["columns"]), tuple(rows), sections=tuple(sections),
                      size=_SIZE, empty=said["none"]),
                Note(said["note"]),
            )
        ),
        *_annex(list(photos.values()), said["annex"]),
    ]  # fmt: skip
    return Document(f"{one.name}{said['title']}", tuple(blocks), ask.office, day.isoformat())


def _rows(
    one: Assessed,
    found: Mapping[str, Proofs],
    places: Mapping[str, int],
    order: Sequence[str],
    said: Mapping[str, Any],
) -> tuple[list[tuple[Any, ...]], list[int]]:
    rows: list[tuple[Any, ...]] = []
    sections: list[int] = []
    titles, section = dict(one.rubric.sections), ""
    for line in one.scored.lines:
        mine = found.get(line.item.id)
        if mine is None or not (line.item.proofs or mine.own):
            continue
        if line.item.section != section:
            section = line.item.section
            sections.append(len(rows))
            rows.append((titles[section], *[""] * (len(said["columns"]) - 1)))
        rows += _of_item(line, mine, places, order, said)
    return rows, sections


def _of_item(
    line: Line,
    mine: Proofs,
    places: Mapping[str, int],
    order: Sequence[str],
    said: Mapping[str, Any],
) -> list[tuple[Any, ...]]:
    """One row per piece, the item named in the first; one without a piece where there is none."""
    names = code_list("proof_kind")
    head = (line.item.id, line.item.text, "、".join(line.item.proofs))
    lacks = said["lacks"].format(kinds="、".join(mine.missing)) if mine.missing else ""
    rows: list[tuple[Any, ...]] = []
    told = [("", piece) for piece in mine.own] + list(mine.records)
    for record, piece in told:
        page = said["other"]
        if piece.file in places:
            number = order.index(piece.file) + 1
            page = said["page"].format(page=places[piece.file], number=number)
        rows.append(
            (
                *(head if not rows else ("", "", "")),
                piece.caption or piece.title,
                names[piece.kind].name,
                piece.made_on.isoformat() if piece.made_on else "",
                page,
                record or said["line"],
                lacks if not rows else "",
            )
        )
    return rows or [(*head, "", "", "", "", "", lacks)]


def _photos(conn: Any, found: Mapping[str, Proofs]) -> dict[str, Photo]:
    """File → its photo with number and item, each file once; what cannot be read is left out."""
    made: dict[str, Photo] = {}
    for item, mine in found.items():
        for piece in _pictures(mine):
            if piece.file in made:
                continue
            for photo in photos_of(conn, [piece], columns=_ACROSS).photos:
                caption = f"照片{len(made) + 1}　{item}　{photo.caption}"
                made[piece.file] = replace(photo, caption=caption)
    return made


def _pictures(mine: Proofs) -> Iterable[Piece]:
    return (piece for piece in mine.pieces if piece.picture)


def _page(number: int) -> int:
    """The page of the annex that a photo (from 0) stands on: each has as many."""
    return number // (_ACROSS * _MORE) + 1


def _annex(photos: Sequence[Photo], title: str) -> list[Block]:
    blocks: list[Block] = []
    step = _ACROSS * _MORE
    for start in range(0, len(photos), step):
        some = tuple(photos[start : start + step])
        blocks.append(PageBreak() if start else Annex(title))
        blocks.append(Photos(some, _ACROSS, _MORE if start else _FIRST))
    return blocks

"""归档目录: the evidence of a union's year by subject, with number, term of keeping and place."""

from __future__ import annotations

from typing import Any

from app.paper.asking import Areas, papers_of
from app.paper.model import Align, Block, Column, Document, Heading, Note, Table, Title
from app.paper.reports import Ask, texts

from ..lists.archive import Archive, Entry, read_archive, rules

Row = tuple[str, ...]


def archive(ask: Ask) -> Document:
    """The archive list of the union looked at; without one of the office's own."""
    from app.areas import AREAS

    found = read_archive(
        ask.conn,
        AREAS,
        titles_of(AREAS),
        union=ask.options.get("id", "") or ask.scope.unit or "",
        period=ask.scope.period,
        year=ask.year,
        persons=ask.options.get("persons", "") == "yes",
    )
    return archive_document(found, ask.scope.day.isoformat())


def archive_document(found: Archive, day: str) -> Document:
    """The list as a paper; ``day``: ISO, for the file's particulars."""
    said = texts("archive")
    rows: list[Row] = []
    sections: list[int] = []
    subject = None
    for one in found.entries:
        if one.subject is not subject:
            subject = one.subject
            sections.append(len(rows))
            six = f"（六有：{subject.six}）" if subject.six else ""
            head = f"{subject.number:02d} {subject.title}{six}"
            rows.append((head, *[""] * (len(said["columns"]) - 1)))
        rows.append(row_of(one, said))
    title = f"{found.name}{said['title']}"
    blocks: list[Block] = [
        Title(title, said["subtitle"].format(year=found.year, count=len(found.entries))),
        Table(_columns(said["columns"], said["shares"]), tuple(rows), sections=tuple(sections),
              size=8.5),
        Note(said["note"].format(source=rules()["source"])),
    ]  # fmt: skip
    if found.bare:
        blocks.append(Heading(said["bare"], numbered=False))
        bare = tuple((s.title, one.title, _day(one.day)) for s, one in found.bare)
        blocks.append(Table(_columns(said["bare_columns"], said["bare_shares"]), bare, size=9))
    return Document(title, tuple(blocks), found.name, day, landscape=True)


def titles_of(areas: Areas) -> dict[str, str]:
    """Name of each paper → its title, for ``read_archive``."""
    return {name: report.title for name, report in papers_of(areas).items()}


def row_of(one: Entry, said: Any = None) -> Row:
    """A line of the list, as paper and workbook have it."""
    said = said or texts("archive")
    place = said["lost"] if one.lost else "/".join(one.path)
    return (
        one.number, one.title, one.about, _day(one.day), one.kind, one.amount, one.keep, place
    )  # fmt: skip


def _day(day: Any) -> str:
    return day.isoformat() if day is not None else ""


def _columns(heads: list[str], shares: list[float]) -> tuple[Column, ...]:
    return tuple(Column(h, s, Align.LEFT) for h, s in zip(heads, shares, strict=True))

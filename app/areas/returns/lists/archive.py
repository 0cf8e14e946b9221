"""Everything behind one union's year: its evidence by subject, numbered, with how long it is kept.

Which records belong to the year the areas say (part ``files``); subjects, terms of keeping and the
papers that go with them are data (``resources/archive/year.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from app.areas.organisations.lists.names import names_of
from app.base.area import Area, gather
from app.base.codes import code_list
from app.base.days import Period
from app.base.errors import UserError
from app.base.filed import Filed
from app.base.files import safe_file_name
from app.base.lists import mask
from app.base.paths import resource
from app.pictures.media import copy_name
from app.store import evidence
from app.store.evidence import OTHER, Piece
from app.store.notes import setting

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[0-9Xx]|\d{15}|1\d{10})(?![0-9A-Za-z])")
_LONGEST = 24
"""Characters of a title in a file name: the whole path stays below what Windows opens."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One heading of the archive list.

    Attributes:
        number: from 1, the first two digits of the numbers of its pieces.
        code, title: see the resource.
        six: the one of the 六有 it belongs to; empty: none.
        keep: code of the term of keeping.
        other: proof kind → code of another term.
    """

    number: int
    code: str
    title: str
    six: str
    keep: str
    other: Mapping[str, str]

    @property
    def folder(self) -> str:
        """Name of its folder in a package."""
        return safe_file_name(f"{self.number:02d} {self.title}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the archive list: a file of evidence, or a paper of the program.

    Attributes:
        subject: where it stands.
        number: 件号, e.g. 03-012.
        title: 题名; numbers of persons masked.
        about: the record it belongs to; empty: the whole union.
        day: of the file, else of the record.
        kind: name of the kind of proof; 报表 of a paper.
        keep: term of keeping in words.
        path: (folder, file) in the package.
        piece: the evidence; None of a paper.
        paper, record: name of the paper and id for ``--option id=``.
        pages: of a paper once printed, 1 of a photo; None: counted as one copy.
        lost: its file is not there or damaged.
    """

    subject: Subject
    number: str
    title: str
    about: str
    day: date | None
    kind: str
    keep: str
    path: tuple[str, str]
    piece: Piece | None = None
    paper: str = ""
    record: str = ""
    pages: int | None = None
    lost: bool = False

    @property
    def amount(self) -> str:
        """页数或份数 as printed."""
        return "1份" if self.pages is None else f"{self.pages}页"


@dataclass(frozen=True, slots=True)
class Archive:
    """A union's year.

    Attributes:
        union, name: of whom.
        year: the working year.
        entries: in their order.
        bare: records of the year without any evidence.
    """

    union: str
    name: str
    year: int
    entries: tuple[Entry, ...]
    bare: tuple[tuple[Subject, Filed], ...]

    @property
    def bytes(self) -> int:
        """Size of its evidence."""
        return sum(one.piece.size for one in self.entries if one.piece is not None)


@cache
def rules() -> Mapping[str, Any]:
    """The resource: subjects, terms, papers."""
    return tomllib.loads(resource("archive", "year.toml").read_text("utf-8"))


@cache
def subjects() -> Mapping[str, Subject]:
    """Headings by code, in their order."""
    return {
        row["code"]: Subject(
            number,
            row["code"],
            row["title"],
            row["six"],
            row["keep"],
            {kind: keep for keep, kinds in row.get("other", {}).items() for kind in kinds},
        )
        for number, row in enumerate(rules()["subject"])
    }


def masked(text: str) -> str:
    """A text with the numbers of documents and phones in it masked, as on papers."""
    return _NUMBER.sub(lambda found: mask(found.group()), text)


def read_archive(
    conn: Any,
    areas: tuple[Area, ...],
    titles: Mapping[str, str],
    *,
    union: str,
    period: Period,
    year: int,
    persons: bool = False,
) -> Archive:
    """What stands behind a union's year.

    Args:
        titles: name of each paper that can be printed → its title.
        union: hex id; empty: the office's own union.
        period: the working year.
        persons: also what belongs to single persons.

    Raises:
        UserError: NOT_FOUND.
    """
    union = union or setting(conn, "root", "") or ""
    name = names_of(conn, "union", [union], period.last).get(union)
    if name is None:
        raise UserError("NOT_FOUND", "没有找到这个工会。", "请先选定一个工会。")
    records = [
        replace(one, title=masked(one.title))
        for files in gather(areas, "files")
        for one in files(conn, union=union, period=period, persons=persons)
    ]
    pieces = _pieces(conn, records)
    entries: list[Entry] = []
    bare: list[tuple[Subject, Filed]] = []
    for subject in subjects().values():
        mine = [one for one in records if one.subject == subject.code]
        made = [*_papers(titles, subject, records, mine), *_proofs(subject, mine, pieces)]
        entries += (_numbered(one, number) for number, one in enumerate(made, 1))
        bare += ((subject, one) for one in mine if not pieces[one.owner_id] and one.day is not None)
    return Archive(union, name, year, tuple(entries), tuple(bare))


def _pieces(conn: Any, records: Iterable[Filed]) -> dict[str, list[Piece]]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one in records:
        by_kind[one.owner_kind].append(one.owner_id)
    found: dict[str, list[Piece]] = {}
    for kind, ids in by_kind.items():
        found |= evidence.of(conn, kind, ids)
    return found


def _papers(
    titles: Mapping[str, str], subject: Subject, records: Sequence[Filed], mine: Sequence[Filed]
) -> Iterator[Entry]:
    there = {one.owner_kind for one in records}
    keep = rules()["keep"][subject.keep]
    for row in rules()["paper"]:
        if row["subject"] != subject.code or row["name"] not in titles:
            continue
        if not there.issuperset(row.get("needs", ())):
            continue
        title = titles[row["name"]]
        if "owner" not in row:
            yield Entry(subject, "", title, "", None, "报表", keep, ("", ".pdf"), paper=row["name"])
            continue
        for one in mine:
            if one.owner_kind == row["owner"]:
                yield Entry(
                    subject, "", one.title, one.title, one.day, title, keep, ("", ".pdf"),
                    paper=row["name"], record=one.owner_id,
                )  # fmt: skip


def _proofs(
    subject: Subject, mine: Iterable[Filed], pieces: Mapping[str, Sequence[Piece]]
) -> Iterator[Entry]:
    names, terms = code_list("proof_kind"), rules()["keep"]
    for one in mine:
        for piece in pieces[one.owner_id]:
            told = masked(piece.caption or piece.title.rpartition(".")[0] or piece.title)
            yield Entry(
                subject, "", told, one.title, piece.made_on or one.day,
                names.name_of(piece.kind), terms[subject.other.get(piece.kind, subject.keep)],
                ("", copy_name("x", piece.media_type).removeprefix("x")), piece=piece,
                pages=1 if piece.picture else None,
            )  # fmt: skip


def _numbered(one: Entry, number: int) -> Entry:
    """With its number and, made of it, a name that says what the file is."""
    code = f"{one.subject.number:02d}-{number:03d}"
    words = [one.about[:_LONGEST], one.title[:_LONGEST]]
    if one.piece is not None and one.piece.kind != OTHER:
        words[1] = one.kind  # what a camera called it says nothing
    text = " ".join(dict.fromkeys(word for word in words if word))
    name = safe_file_name(f"{code} {text}{one.path[1]}")
    return replace(one, number=code, path=(one.subject.folder, name))

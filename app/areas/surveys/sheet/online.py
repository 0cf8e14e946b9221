"""The file of an online form: one row per ballot, read in the child process.

Only the columns of the form's own items and of comments are read at all; moments, names,
telephones and addresses never leave the child process, and no row keeps its place: ballots come
back sorted, comments apart from them. What cannot be read is told with its cell.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from app.base.codes import code_list
from app.base.paths import resource
from app.base.progress import SILENT, Progress
from app.base.text import half_width, squeeze
from app.sheets import child
from app.sheets.cells import show
from app.sheets.grid import column_letter, file_error

from ..rules.counting import Key, ballot_key, keys_of
from ..rules.forms import ABSTAIN, INVALID, Form, from_data

_HEAD_ROWS = 15
_SHOWN = 12
_NUMBER = re.compile(
    r"^(?:第?\d+[题、.．:：)）]|[一二三四五六七八九十]+[、.．]|Q\d+[.．:：、]?)\s*"
)
_LETTER = re.compile(r"^[A-Ea-e][.．、:：]\s*")
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")


@dataclass(frozen=True, slots=True)
class OnlineForm:
    """What a file says.

    Attributes:
        ballots: each {"item" or "subject/item": grade}, sorted; what could not be read abstained.
        comments: (heading or "", words), sorted.
        problems: sentences, each with its cell.
        missing: items of the form that no column asks, in words.
        left: how many columns were not read.
    """

    ballots: tuple[Mapping[str, str], ...]
    comments: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left: int = 0


def read_online(
    path: Path, form: Form, subjects: Sequence[tuple[str, str]], progress: Progress = SILENT
) -> OnlineForm:
    """Read the file of an online form.

    Args:
        path: the exported workbook.
        form: of the survey.
        subjects: (id, name) of who is rated by name.

    Raises:
        KnownError: IMP-FILE: not a workbook, or none of the items is asked in it.
    """
    job = child.run(
        "app.areas.surveys.sheet.online:online_job", path, form.as_data(), list(subjects),
        progress=progress,
    )  # fmt: skip
    try:
        (found,) = list(job)
    except child.ChildDied:
        raise file_error(
            "这个文件太大或已损坏，读不出来。", "请在 WPS 里打开后另存为 .xlsx 再导入。"
        ) from None
    return OnlineForm(
        tuple(found["ballots"]),
        tuple((heading, text) for heading, text in found["comments"]),
        tuple(found["problems"]),
        tuple(found["missing"]),
        int(found["left"]),
    )


# -- in the child ----------------------------------------------------------------------------------


def online_job(
    path: Path, form: Mapping[str, Any], subjects: Sequence[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Yields the one message that leaves the child."""
    from app.sheets.reading import open_book

    asked = from_data(form)
    book = open_book(path)
    best: _Found | None = None
    for sheet in book.sheets:
        if sheet.cells and not sheet.hidden:
            found = _read_sheet(book.rows(sheet.name), sheet.name, asked, subjects)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    if best is None:
        raise file_error(
            "这个文件里没有这份评议表的项目。",
            "请核对选的是不是这次评议的问卷；问卷的题目要和评议表的项目写得一样。",
        )
    yield best.told()


@dataclass(slots=True)
class _Found:
    """What one sheet holds."""

    form: Form
    columns: dict[int, Key]
    said: dict[int, str]
    missing: list[str]
    left: int
    ballots: list[dict[str, str]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def row(self, sheet: str, number: int, cells: Sequence[Any]) -> None:
        """A row below the header."""
        texts = {n: show(c).strip() for n, c in enumerate(cells) if c != ""}
        if not any(texts.get(n) for n in (*self.columns, *self.said)):
            return
        ballot = {}
        for place, key in self.columns.items():
            text = texts.get(place, "")
            grade = _grade(self.form, text)
            if grade is None:
                where = f"「{sheet}」{column_letter(place)}{number}"
                names = "、".join(g.name for g in self.form.grades)
                self.problems.append(f"{where}：读不懂「{text[:_SHOWN]}」，应是{names}。")
            elif grade != ABSTAIN:
                ballot[ballot_key(key)] = grade
        self.ballots.append(ballot)
        for place, heading in self.said.items():
            text = texts.get(place, "")
            if text and squeeze(text) not in {squeeze(word) for word in _words()["nothing"]}:
                self.comments.append((heading, text))

    def told(self) -> dict[str, Any]:
        """As it leaves the child: nothing of the order of the rows is left."""
        return {
            "ballots": sorted(self.ballots, key=lambda one: sorted(one.items())),
            "comments": sorted(self.comments),
            "problems": self.problems,
            "missing": self.missing,
            "left": self.left,
        }


def _read_sheet(
    rows: Iterator[tuple[int, list[Any]]],
    sheet: str,
    form: Form,
    subjects: Sequence[tuple[str, str]],
) -> _Found | None:
    found: _Found | None = None
    for place, (number, cells) in enumerate(rows):
        if found is None:
            if place >= _HEAD_ROWS:
                return None
            found = _head(cells, form, subjects)
        else:
            found.row(sheet, number, cells)
    return found


def _head(cells: Sequence[Any], form: Form, subjects: Sequence[tuple[str, str]]) -> _Found | None:
    """The columns of a header; None if this row is none."""
    columns: dict[int, Key] = {}
    said: dict[int, str] = {}
    heads = {n: show(cell).strip() for n, cell in enumerate(cells) if cell != ""}
    wanted = {_asked(form, subjects, key): key for key in _keys(form, subjects)}
    for place, head in heads.items():
        key = _match(wanted, head)
        if key is not None and key not in columns.values():
            columns[place] = key
        elif _is_comment(head):
            said[place] = _heading(form, head)
    if not columns:
        return None
    lost = [_title(form, subjects, key) for key in wanted.values() if key not in columns.values()]
    return _Found(form, columns, said, lost, len(heads) - len(columns) - len(said))


def _keys(form: Form, subjects: Sequence[tuple[str, str]]) -> list[Key]:
    return keys_of(form, [one for one, _name in subjects])


def _asked(form: Form, subjects: Sequence[tuple[str, str]], key: Key) -> tuple[str, str]:
    """(name of who is rated or "", item), as they are looked for in a header."""
    names = dict(subjects)
    return squeeze(names.get(key[0], "")), squeeze(dict(form.items)[key[1]])


def _title(form: Form, subjects: Sequence[tuple[str, str]], key: Key) -> str:
    name = dict(subjects).get(key[0], "")
    return f"{name}·{dict(form.items)[key[1]]}" if name else dict(form.items)[key[1]]


def _match(wanted: Mapping[tuple[str, str], Key], head: str) -> Key | None:
    """The item that a header asks: its words alone, or with the name of who is rated. What asks
    for words is none."""
    text = squeeze(_NUMBER.sub("", half_width(head).strip()).strip("*＊"))
    bare = squeeze(_BRACKETS.sub("", text)).strip("*＊")
    for (name, item), key in wanted.items():
        if not name and item in (text, bare):
            return key
    longest = sorted(wanted, key=lambda one: -len(one[1]))
    for name, item in longest:
        if item in text and (name in text if name else not _is_comment(head)):
            return wanted[name, item]
    return None


def _is_comment(head: str) -> bool:
    """Whether people wrote words here, and nothing that tells who they are."""
    text = squeeze(head).casefold()
    words = _words()
    if any(word.casefold() in text for word in words["personal"]):
        return False
    return any(word in text for word in words["comments"])


def _heading(form: Form, head: str) -> str:
    names = code_list("comment_heading")
    return next((code for code in form.headings if names.name_of(code) in squeeze(head)), "")


def _grade(form: Form, text: str) -> str | None:
    """The grade a cell means; several are 该项无效, an empty one 弃权; None: it cannot be read."""
    bare = text.strip()
    if not bare or bare in _words()["blank"]:
        return ABSTAIN
    for mark in _words()["several"]:
        parts = [part for part in bare.split(mark) if part.strip()]
        if len(parts) > 1 and all(_one(form, part) is not None for part in parts):
            return INVALID if len({_one(form, part) for part in parts}) > 1 else _one(form, bare)
    return _one(form, bare)


def _one(form: Form, text: str) -> str | None:
    bare = half_width(text).strip()
    for shape in (bare, _LETTER.sub("", bare), _BRACKETS.sub("", _LETTER.sub("", bare))):
        found = form.grade(shape.strip("√✓ "))
        if found is not None:
            return found
    return None


@cache
def _words() -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = tomllib.loads(
        resource("sheets", "online_form.toml").read_text("utf-8")
    )
    return found

"""Forms of a survey: items, scale, headings of comments. Shipped ones in
``resources/surveys/forms.toml``.

A survey keeps its form as a copy, so that the form of an old one never changes; a union's own
form is a copy with other items.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.base.errors import UserError
from app.base.paths import resource
from app.base.text import squeeze

ABSTAIN = "abstain"
INVALID = "invalid"
SPECIAL = {ABSTAIN: "弃权", INVALID: "该项无效"}


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a scale.

    Attributes:
        code: ASCII.
        name: as printed.
        weight: for the weighted score, 0 to 100.
        satisfied: counts in 满意率.
        accepted: counts in 综合满意率.
        words: other words for it in workbooks and online forms.
    """

    code: str
    name: str
    weight: int
    satisfied: bool = False
    accepted: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked.

    Attributes:
        title: of the printed form.
        lead: the sentence above the table.
        object: what is rated, in words.
        voters: who votes, in words.
        grades: best first.
        items: (ASCII key, words).
        overall: key of the item whose result stands for the whole.
        subjects: people are rated by name, each on every item.
        headings: codes of ``comment_heading`` under which comments are sorted.
    """

    title: str
    lead: str
    object: str
    voters: str
    grades: tuple[Grade, ...]
    items: tuple[tuple[str, str], ...]
    overall: str
    subjects: bool
    headings: tuple[str, ...]

    def grade(self, text: str) -> str | None:
        """The grade that a word or ``弃权`` means; None if it is none. A bare number is none: the
        best grade is 1 on one form and 5 on another."""
        return _words(self.grades).get(squeeze(text).casefold())

    def as_data(self) -> dict[str, Any]:
        """Plain, to be kept with a survey."""
        return {
            "title": self.title,
            "lead": self.lead,
            "object": self.object,
            "voters": self.voters,
            "grades": [
                {
                    "code": g.code,
                    "name": g.name,
                    "weight": g.weight,
                    "satisfied": g.satisfied,
                    "accepted": g.accepted,
                    "words": list(g.words),
                }
                for g in self.grades
            ],
            "items": [list(item) for item in self.items],
            "overall": self.overall,
            "subjects": self.subjects,
            "headings": list(self.headings),
        }


def from_data(data: Mapping[str, Any]) -> Form:
    """A form as it was kept, checked.

    Raises:
        UserError: FORM, naming what is wrong.
    """
    items = tuple((str(key), str(words).strip()) for key, words in data["items"])
    grades = tuple(
        Grade(
            str(g["code"]), str(g["name"]).strip(), int(g["weight"]), bool(g.get("satisfied")),
            bool(g.get("accepted")), tuple(g.get("words", ())),
        )
        for g in data["grades"]
    )  # fmt: skip
    made = Form(
        str(data["title"]).strip(), str(data.get("lead", "")), str(data.get("object", "")),
        str(data.get("voters", "")), grades, items, str(data["overall"]),
        bool(data.get("subjects")), tuple(data.get("headings", ())),
    )  # fmt: skip
    _check(made)
    return made


@cache
def shipped() -> dict[str, Form]:
    """The forms that come with the program, by kind of survey."""
    data = _data()
    return {
        kind: from_data({**form, "grades": data["scales"][form["scale"]]["grades"]})
        for kind, form in data["forms"].items()
    }


@cache
def scales() -> dict[str, tuple[str, tuple[Grade, ...]]]:
    """The shipped scales: key → (title, grades)."""
    data = _data()
    return {
        key: (
            scale["title"],
            tuple(
                Grade(g["code"], g["name"], g["weight"], g.get("satisfied", False),
                      g.get("accepted", False), tuple(g.get("words", ())))
                for g in scale["grades"]
            ),
        )
        for key, scale in data["scales"].items()
    }  # fmt: skip


def least() -> int:
    """A group with fewer valid ballots is not shown by itself."""
    return int(_data()["least"])


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(resource("surveys/forms.toml").read_text("utf-8"))


@cache
def _words(grades: tuple[Grade, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in _data()["words"].items():
        found |= {squeeze(word).casefold(): kind for word in (SPECIAL[kind], *words)}
    for grade in grades:
        for word in (grade.code, *grade.words):
            found.setdefault(squeeze(word).casefold(), grade.code)
    # A name of this scale comes before another scale's word for it.
    return found | {squeeze(grade.name).casefold(): grade.code for grade in grades}


def _check(form: Form) -> None:
    keys = [key for key, _words in form.items]
    names = [words for _key, words in form.items]
    if not form.title:
        raise UserError("FORM", "评议表要有表名。")
    if not keys:
        raise UserError("FORM", "评议表至少要有一个项目。")
    if len(set(keys)) < len(keys) or len(set(names)) < len(names) or not all(names):
        raise UserError("FORM", "评议表的项目不能空着，也不能重名。")
    if form.overall not in keys:
        raise UserError("FORM", "请指定哪一项是总体评价。")
    if len(form.grades) not in (3, 4, 5):
        raise UserError("FORM", "评议等次应为3档、4档或5档。")
    codes = [g.code for g in form.grades]
    if len(set(codes)) < len(codes) or {ABSTAIN, INVALID} & set(codes):
        raise UserError("FORM", "评议等次重复了。")
    if not any(g.satisfied for g in form.grades) or not all(
        0 <= g.weight <= 100 for g in form.grades
    ):
        raise UserError("FORM", "至少有一档计入满意率，各档的分值在0至100之间。")

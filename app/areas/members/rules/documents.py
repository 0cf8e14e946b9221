"""Identity documents by their own types: normal form, judgement, what a number tells.

The types, their shapes and days of validity stand in ``resources/codes/document_type.toml``. A
number is never judged as a citizen identity number unless its type is built like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from app.base.codes import code_list
from app.base.numbers import identity_problem, upgrade_identity
from app.base.text import half_width, tidy

RESIDENT = "resident_id"
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_LOOKALIKES = str.maketrans("×ΧХх–—－", "XXXX---")
_NOT_PART = re.compile(r"[\s'’`·.,:：_-]+")
_PLAIN = re.compile(r"[0-9A-Z]+")


class Document(NamedTuple):
    """What was typed as a document, judged.

    Attributes:
        type: code of ``document_type``; what was said, or what the number looks like.
        number: in its normal form, also where it is wrong.
        problem: why it is no number of its type, in Chinese; None if it is one.
        likely: the type that the number looks like, where that is not the one said; else "".
        upgraded: it was typed with 15 digits; such numbers are void since 2013-01-01.
        guessed: nobody said the type and the number tells it only by its shape.
        sex: GB/T 2261.1 as the number tells it, or None.
        born: ISO day of birth as the number tells it, or None.
    """

    type: str
    number: str
    problem: str | None = None
    likely: str = ""
    upgraded: bool = False
    guessed: bool = False
    sex: str | None = None
    born: str | None = None


@dataclass(frozen=True, slots=True)
class _Type:
    code: str
    name: str
    words: str
    citizen: bool
    shape: re.Pattern[str] | None
    guess: re.Pattern[str] | None


def normalise(text: str) -> str:
    """Half width, upper case, without blanks, hyphens, full stops and a workbook's apostrophe."""
    if _PLAIN.fullmatch(text):
        return text
    plain = half_width(tidy(text)).translate(_LOOKALIKES).upper().removesuffix(".0")
    return _NOT_PART.sub("", plain)


def guess_type(text: str) -> str | None:
    """The type a number looks like by itself; None if it looks like none.

    Digits alone are taken for a citizen identity number only, right or wrong.
    """
    number = normalise(text)
    if _CITIZEN.fullmatch(number):
        return _citizen_type(number)
    if _OLD.fullmatch(number):
        return RESIDENT
    found = [t.code for t in _types().values() if t.guess and t.guess.fullmatch(number)]
    return found[0] if len(found) == 1 else None


def read_document(type: str | None, text: str) -> Document:
    """Judge a number by its type, or by the type it looks like where none is said (MEM-01).

    Args:
        type: code of ``document_type``, or None.
        text: the number as typed.
    """
    sound = _CITIZEN.fullmatch(text)
    number = text if sound else normalise(text)
    if sound or _CITIZEN.fullmatch(number):
        own = _citizen_type(number)
        if type is None or type in (RESIDENT, own):
            return _citizen(own, number)
    elif type in (None, RESIDENT) and _OLD.fullmatch(number):
        found = _citizen(RESIDENT, upgrade_identity(number))
        problem = f"是15位，按旧号码看也不对（{found.problem}）" if found.problem else None
        return found._replace(problem=problem, upgraded=True)
    kind = type or guess_type(number) or RESIDENT
    judged = _types()[kind]
    if judged.citizen:
        return Document(kind, number, _citizen_problem(judged, number), _other(kind, number))
    likely = _other(kind, number)
    if likely in _CITIZENS or not judged.shape or not judged.shape.fullmatch(number):
        return Document(kind, number, _shape_problem(judged, likely), likely)
    return Document(kind, number, guessed=type is None)


def issued_on(type: str, day: date) -> bool:
    """Whether documents of the type were issued on a day (``since`` of the list)."""
    return code_list("document_type")[type].valid.covers(day)


_CITIZENS = frozenset({RESIDENT, "hkmot_residence", "foreign_pr"})


@cache
def _types() -> dict[str, _Type]:
    found = {}
    for entry in code_list("document_type"):
        flags = entry.flags
        shape = flags.get("shape", flags.get("prefix", ""))
        found[entry.code] = _Type(
            entry.code,
            entry.name,
            flags["words"],
            entry.flag("citizen") is True,
            re.compile(shape) if shape else None,
            re.compile(flags["guess"]) if "guess" in flags else None,
        )
    return found


def _citizen_type(number: str) -> str:
    """Which document a number of 18 digits stands on: its beginning tells."""
    if number[0] in "89":
        for kind in ("hkmot_residence", "foreign_pr"):
            prefix = _types()[kind].shape
            if prefix and prefix.match(number):
                return kind
    return RESIDENT


def _citizen(kind: str, number: str) -> Document:
    problem = identity_problem(number)
    if problem:
        return Document(kind, number, problem)
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return Document(kind, number, sex="1" if number[16] in "13579" else "2", born=born)


def _citizen_problem(kind: _Type, number: str) -> str:
    if kind.code != RESIDENT and _CITIZEN.fullmatch(number):
        return f"不是{kind.name}的号码（应为{kind.words}）"
    return identity_problem(number) or f"不是{kind.name}的号码"


def _shape_problem(kind: _Type, likely: str) -> str:
    name = "其他证件" if kind.code == "other" else kind.name
    said = f"不是{name}的号码（应为{kind.words}）"
    return f"{said}，像是{_types()[likely].name}的号码" if likely else said


def _other(kind: str, number: str) -> str:
    """The type a number looks like, where it is not the one said."""
    likely = guess_type(number)
    if likely is None or likely == kind:
        return ""
    if likely in _CITIZENS and identity_problem(number) and not _OLD.fullmatch(number):
        return ""
    return likely

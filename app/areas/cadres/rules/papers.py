"""Official papers as text: which there are, how they are filled, what differs when data change."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.base.errors import UserError
from app.base.findings import Finding
from app.base.paths import resource
from app.rules.book import Case
from app.rules.judging import Judge, judged

BLANK = "＿＿＿＿"
"""What is not known leaves room to write."""
FILES = ("official_election", "official_union")
_HOLE = re.compile(r"\{(\??)(（?)(\w+)(）?)\}")
"""A field; with ? it leaves nothing where it is not known, e.g. a 文号, nor brackets around it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One kind of paper.

    Attributes:
        key: ASCII name, kept as ``subject_kind``.
        kind: of ``paper_kind``.
        about: the table of the record it is about: ``election`` or ``union``.
        kinds: of the election, empty for any.
        by: who issues it: ``union`` itself or the ``office``.
        to: whom it is addressed to.
        signer: below it; empty: who issues it.
        head: with red head and 文号; ``sign``: with signature and date.
        paragraphs: (key, text with holes).
        blocks, annexes: tables that are made from the data when it is printed.
        matter: what is done, of texts about a union: 更名 has a request and a reply.
        word: short for it, e.g. 更名请示.
        asks: fields that the data need not know; the clerk types them and the paper keeps them.
        months: so long ago at most was the act in the register that the paper is about.
    """

    key: str
    title: str
    kind: str
    about: str
    kinds: tuple[str, ...] = ()
    by: str = "union"
    to: str = ""
    subtitle: str = ""
    signer: str = ""
    head: bool = True
    sign: bool = True
    landscape: bool = False
    paragraphs: tuple[tuple[str, str], ...] = ()
    blocks: tuple[str, ...] = ()
    annexes: tuple[tuple[str, str], ...] = ()
    matter: str = ""
    word: str = ""
    asks: tuple[str, ...] = ()
    months: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with the data of one record in it.

    Attributes:
        paragraphs: {key, text, own} as a paper keeps them.
        values: field → words, only those the text uses.
        missing: fields that nobody knows.
    """

    title: str
    to: str
    paragraphs: tuple[dict[str, Any], ...]
    values: dict[str, str]
    missing: tuple[str, ...]


@cache
def every() -> Mapping[str, Text]:
    """All texts by key, in the order of their files."""
    found = {}
    for name in FILES:
        read = tomllib.loads(resource("papers", f"{name}.toml").read_text("utf-8"))
        for key, told in read.items():
            pairs: Any = {
                n: tuple((a, b) for a, b in told.pop(n, ())) for n in ("paragraphs", "annexes")
            }
            lists: Any = {n: tuple(told.pop(n, ())) for n in ("kinds", "blocks", "asks")}
            found[key] = Text(key=key, **told, **pairs, **lists)
    return found


def text(key: str) -> Text:
    """A text by its key.

    Raises:
        UserError: NO_TEXT.
    """
    found = every().get(key)
    if found is None:
        raise UserError("NO_TEXT", f"没有这种公文：「{key}」。", "请从公文种类里选择。")
    return found


def texts_about(about: str, kind: str | None = None) -> list[Text]:
    """The texts about records of a table; of an election, those for its kind."""
    return [
        one
        for one in every().values()
        if one.about == about and (kind is None or not one.kinds or kind in one.kinds)
    ]


def texts_of(matter: str) -> list[Text]:
    """The texts of one matter, e.g. request and reply of 更名."""
    return [one for one in every().values() if one.matter == matter]


def holes(one: Text) -> tuple[str, ...]:
    """The fields a text uses, in order."""
    parts = (one.title, one.to, *(words for _, words in one.paragraphs))
    return tuple(dict.fromkeys(key for part in parts for *_, key, _end in _HOLE.findall(part)))


def fill(one: Text, values: Mapping[str, str | None]) -> Filled:
    """A text with its data; what is not known is a blank."""
    used = {key: values.get(key) or "" for key in holes(one)}

    optional = {
        key for _, words in one.paragraphs for mark, _, key, _ in _HOLE.findall(words) if mark
    }

    def filled(words: str) -> str:
        return _HOLE.sub(one_filled, words)

    def one_filled(hole: re.Match[str]) -> str:
        mark, opened, key, closed = hole.groups()
        value = used[key] or ("" if mark else BLANK)
        return f"{opened}{value}{closed}" if value else ""

    return Filled(
        filled(one.title),
        filled(one.to),
        tuple({"key": key, "text": filled(words), "own": False} for key, words in one.paragraphs),
        {key: value for key, value in used.items() if value},
        tuple(key for key, value in used.items() if not value and key not in optional),
    )


def refilled(
    kept: Sequence[Mapping[str, Any]], fresh: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The paragraphs as the data are now; what the clerk wrote herself stays as it is, a paragraph
    she took out stays out."""
    new = {one["key"]: one for one in fresh}
    return [
        dict(one) if one.get("own") or one["key"] not in new else dict(new[one["key"]])
        for one in kept
    ]


def edited(
    fresh: Sequence[Mapping[str, Any]], written: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Paragraphs as they were written: own where they are not what the data say."""
    known = {one["key"]: one["text"] for one in fresh}
    return [
        {"key": one["key"], "text": one["text"], "own": known.get(one["key"]) != one["text"]}
        for one in written
        if one["text"].strip()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """A paper of ours that has not gone out, beside the data as they are now.

    Attributes:
        changed: (field's name in Chinese, as the paper says, as it is now) of each that differs.
        own: how many paragraphs the clerk wrote herself.
    """

    id: str
    name: str
    changed: tuple[tuple[str, str, str], ...] = ()
    own: int = 0
    where: str = ""
    kind: str = "official_paper"


def differences(
    kept: Mapping[str, str], now: Mapping[str, str], names: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """What a paper says otherwise than the data do now."""
    keys = [key for key in {**kept, **now} if kept.get(key, "") != now.get(key, "")]
    return tuple((names.get(key, key), kept.get(key, ""), now.get(key, "")) for key in keys)


@judged
def pap_01(case: Case, params: dict[str, Any], facts: PaperFacts) -> list[Finding]:
    """A paper that is still in hand says what the data say."""
    if not facts.changed:
        return [case.passed()]
    shown = facts.changed[: params["shown"]]
    what = "；".join(
        f"{name}原写「{before or BLANK}」，现在是「{now or BLANK}」" for name, before, now in shown
    )
    outcome = "own" if facts.own else "changed"
    values: dict[str, Any] = {"count": len(facts.changed), "what": what}
    return [case.fail(outcome, field="paragraphs", **values, own=facts.own)]


PAPER_RULES: dict[str, Judge[PaperFacts]] = {"PAP-01": pap_01}

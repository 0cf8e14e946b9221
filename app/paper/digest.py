"""The digest of a paper's content, and a walk over all its text."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from app.paper.model import (
    Annex,
    Document,
    Heading,
    Landscape,
    Table,
    Together,
)

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _json(value: Any) -> Iterator[str]:
    """Canonical JSON piece by piece: a list of fifty thousand rows is never there as a whole."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        fields["block"] = type(value).__name__
        mark = "{"
        for name in sorted(fields):
            yield f'{mark}"{name}":'
            yield from _json(fields[name])
            mark = ","
        yield "}"
    elif isinstance(value, bytes):
        yield _ENCODER.encode({"sha256": hashlib.sha256(value).hexdigest()})
    elif isinstance(value, Sequence) and not isinstance(value, str):
        mark = "["
        for item in value:
            yield mark
            yield from _json(item) if not _is_row(item) else (_ENCODER.encode(item),)
            mark = ","
        yield "[]" if mark == "[" else "]"
    else:
        yield _ENCODER.encode(value)


def _is_row(value: Any) -> bool:
    """Whether it is a plain row, which goes at once."""
    return isinstance(value, tuple) and all(v is None or isinstance(v, str | int) for v in value)


def digest(document: Document) -> str:
    """SHA-256 over the canonical JSON of the content: the same data gives the same digest."""
    found = hashlib.sha256()
    for part in _json(document):
        found.update(part.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for f in dataclasses.fields(value):
            yield from _strings(getattr(value, f.name))
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for item in value:
            yield from _strings(item)


def _walk(blocks: tuple[Any, ...], place: str) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Heading | Annex):
            place = block.text if isinstance(block, Heading) else f"附件 {block.title}"
        if isinstance(block, Landscape | Together):
            yield from _walk(block.blocks, place)
        elif isinstance(block, Table):
            here = " · ".join(part for part in (place, block.title) if part)
            head = (block.title, block.unit, block.note, block.empty, block.columns)
            yield from ((text, here) for text in _strings(head))
            for number, row in enumerate(block.rows, 1):
                for text in _strings(row):
                    yield text, f"{here} 第{number}行"
        else:
            yield from ((text, place) for text in _strings(block))


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of the document with the place where it stands, in Chinese."""
    yield document.title, "标题"
    yield from _walk(document.blocks, document.title)

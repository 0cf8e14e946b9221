"""The digest of a paper's content, and a walk over all its text."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from app.paper.model import (
    Annex,
    Document,
    Heading,
    Landscape,
    Table,
    Together,
)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"block": type(value).__name__, **fields}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def digest(document: Document) -> str:
    """SHA-256 over the canonical JSON of the content: the same data gives the same digest."""
    text = json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for f in dataclasses.fields(value):
            yield from _strings(getattr(value, f.name))
    elif isinstance(value, tuple | list):
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

"""Lists declared in ``resources/sheets/NAME.toml``: columns, synonyms, notes."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from app.base.paths import resource
from app.sheets.fields import Field, Kind, SheetKind


@cache
def declared(name: str) -> dict[str, Any]:
    """The declaration of a list, with what an area has added to it."""
    return tomllib.loads(resource("sheets", f"{name}.toml").read_text("utf-8"))


@cache
def sheet_kind(name: str) -> SheetKind:
    """A declared list; ``FileNotFoundError`` if there is none of that name."""
    data = declared(name)
    return SheetKind(
        kind=data["kind"],
        title=data["title"],
        fields=tuple(_field(entry) for entry in data["field"]),
        keys=tuple(tuple(group) for group in data.get("keys", ())),
        row_check=data.get("row_check", ""),
        key_function=data.get("key_function", ""),
        notes=tuple(data.get("notes", ())),
        ignored=tuple(data.get("ignored", ())),
        beside=tuple(data.get("beside", ())),
    )


def _field(entry: dict[str, Any]) -> Field:
    entry = dict(entry)
    for words in ("synonyms", "fallbacks"):
        entry[words] = tuple(entry.get(words, ()))
    entry["kind"] = Kind(entry.get("kind", "text"))
    return Field(**entry)

"""What makes two rows of a roster the same: person and post. Called in the child process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.areas.members.rules.documents import normalise
from app.base.text import squeeze


def cadre_keys(values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """By document, union and post; without a document by name."""
    where = tuple(squeeze(str(values.get(key) or "")) for key in ("union", "role", "body"))
    number, name = values.get("number"), values.get("name")
    return [
        (normalise(str(number)), *where) if number else (),
        (squeeze(str(name)), values.get("birth_on"), *where) if name and not number else (),
    ]

"""What people write as somebody's posts in one cell: 专职副主席兼经审会主任."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.base.codes import code_list

_BETWEEN = re.compile(r"[、，,;；/+＋\n]|兼任|兼|及|和(?!谐)")
_SERVICE = re.compile(r"专职|兼职|挂职")


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts read from a cell.

    Attributes:
        roles: codes of ``post_role``, each once.
        unknown: what was not understood.
        service: 专职, 兼职 or 挂职, where the cell says it.
    """

    roles: tuple[str, ...]
    unknown: tuple[str, ...]
    service: str | None


def read_posts(text: str) -> Posts:
    """Read a cell."""
    codes, services = code_list("post_role"), code_list("post_service")
    said = _SERVICE.search(text)
    service = services.match(said[0]) if said is not None else None
    roles: dict[str, None] = {}
    unknown = []
    for part in _BETWEEN.split(_SERVICE.sub("", text)):
        word = part.strip(" 　（）()")
        if not word:
            continue
        found = codes.match(word)
        if found is not None and found.sure:
            roles[found.code] = None
        else:
            unknown.append(word)
    return Posts(tuple(roles), tuple(unknown), service.code if service is not None else None)

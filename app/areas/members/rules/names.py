"""How a person's name is written."""

from __future__ import annotations

import re

from app.base.text import tidy

_DOTS = re.compile(r"(?<=\w) ?[•・‧∙⋅●.．。﹒] ?(?=\w)")
_APART = re.compile(r"(?<=[^\x00-\u2e7f]) (?=[^\x00-\u2e7f])")


def plain_name(name: str) -> str:
    """A name as it is kept: 「张 三」 without its blank, 「买买提•艾力」 with the usual dot."""
    if name.isalpha():
        return name
    name = tidy(name)
    return _APART.sub("", _DOTS.sub("·", name)) if not name.isascii() else name

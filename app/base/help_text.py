"""The help of ``resources/help``: a few marks, read the same way on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.base.paths import resource


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line.

    Attributes:
        kind: ``title`` (``# …``), ``heading`` (``## …``), ``step`` (``- …``) or ``text``.
        text: without its mark.
        number: of a step below its heading, from 1; 0 for anything else.
    """

    kind: str
    text: str
    number: int = 0


_MARKS = (("## ", "heading"), ("# ", "title"), ("- ", "step"))


def help_lines(*path: str) -> Iterator[HelpLine]:
    """The lines of a file below ``resources/help``; ``OSError`` where it is missing."""
    step = 0
    for line in resource("help", *path).read_text("utf-8").splitlines():
        text = line.strip()
        if not text:
            continue
        mark, kind = next(((m, k) for m, k in _MARKS if text.startswith(m)), ("", "text"))
        step = step + 1 if kind == "step" else 0 if kind == "heading" else step
        yield HelpLine(kind, text.removeprefix(mark), step if kind == "step" else 0)

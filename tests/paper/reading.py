"""Reads our PDFs back: where each piece of text stands, in points from the lower left corner."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdf
from pypdf.generic import ContentStream

MM = 72 / 25.4


@dataclass(frozen=True)
class Run:
    """A piece of text of one font: start of its base line, size and right end."""

    page: int
    x: float
    y: float
    right: float
    size: float
    text: str
    font: str


def _unicode(font: Any) -> dict[int, str]:
    stream = font["/ToUnicode"].get_data().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(value).decode("utf-16-be")
        for code, value in re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4,})>\n", stream)
    }


def _times(a: list[float], b: list[float]) -> list[float]:
    return [
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    ]  # fmt: skip


def open_pdf(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def runs(data: bytes) -> list[Run]:
    """All text in the order it is written (sheet coordinates, not turned)."""
    reader = open_pdf(data)
    found: list[Run] = []
    maps: dict[Any, dict[int, str]] = {}
    for number, page in enumerate(reader.pages):
        fonts = page["/Resources"]["/Font"]
        matrix, stack = [1.0, 0, 0, 1, 0, 0], []
        text_matrix, font, size, space = [1.0, 0, 0, 1, 0, 0], "", 0.0, 0.0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"q":
                stack.append((matrix, space))
            elif operator == b"Q":
                matrix, space = stack.pop()
            elif operator == b"cm":
                matrix = _times([float(v) for v in operands], matrix)
            elif operator == b"Tm":
                text_matrix = [float(v) for v in operands]
            elif operator == b"Tf":
                font, size = operands[0], float(operands[1])
            elif operator == b"Tc":
                space = float(operands[0])
            elif operator == b"Tj":
                resource = fonts[font]
                key = resource.indirect_reference.idnum if resource.indirect_reference else font
                if key not in maps:
                    maps[key] = _unicode(resource)
                raw = operands[0].original_bytes
                widths = resource["/Widths"]
                wide = sum(float(widths[b]) / 1000 * size + space for b in raw)
                whole = _times(text_matrix, matrix)
                end = _times(_times([1, 0, 0, 1, wide, 0], text_matrix), matrix)
                found.append(
                    Run(
                        number, whole[4], whole[5], end[4] - space, size,
                        "".join(maps[key].get(b, "\ufffd") for b in raw), resource["/BaseFont"],
                    )
                )  # fmt: skip
                text_matrix = _times([1, 0, 0, 1, wide, 0], text_matrix)
    return found


def lines(found: list[Run], page: int) -> list[tuple[float, str]]:
    """(base line, text) of a standing page from top to bottom."""
    by_line: dict[float, list[Run]] = {}
    for run in found:
        if run.page == page:
            by_line.setdefault(round(run.y, 1), []).append(run)
    return [
        (y, "".join(r.text for r in sorted(part, key=lambda r: r.x)))
        for y, part in sorted(by_line.items(), reverse=True)
    ]


def fonts(data: bytes) -> dict[str, Any]:
    """Font dictionaries of all pages by base name."""
    found = {}
    for page in open_pdf(data).pages:
        for font in page["/Resources"]["/Font"].values():
            whole = font.get_object()
            found[f"{whole['/BaseFont']} {whole.get('/Name', '')}"] = whole
    return found


@cache
def sample_text(count: int) -> str:
    """Plain body text without figures or marks."""
    words = "柳溪镇总工会依法维护职工合法权益推动建立和谐稳定的劳动关系"
    return (words * (count // len(words) + 1))[:count]

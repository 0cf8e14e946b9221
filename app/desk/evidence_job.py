"""Pages of a PDF from outside as pictures, drawn in a child process (see ``sheets/child.py``)."""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtPdf import QPdfDocument

from app.base.errors import KnownError
from app.pictures.media import limits
from app.sheets.child import ChildDied, run

_ADDRESSES = 1 << 46
"""PDFium reserves more addresses than there is memory: what it may fill is limited instead."""


def page_of(pdf: bytes, number: int, side: int) -> tuple[int, QImage]:
    """How many pages a PDF has, and one of them (from 0), ``side`` pixels long; for a worker
    thread.

    Raises:
        KnownError: EVIDENCE_SHOW: damaged, with a password, or too much for the child.
    """
    try:
        for told in run("app.desk.evidence_job:draw", pdf, number, side, memory=_ADDRESSES):
            picture = QImage.fromData(QByteArray(base64.b64decode(told["content"])))
            return int(told["pages"]), picture
    except ChildDied:
        pass
    raise KnownError(
        "EVIDENCE_SHOW", "这份 PDF 显示不出来，可能已损坏或设了密码。", "可以用其他程序打开看看。"
    )


def _limit_data(most: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def draw(pdf: bytes, number: int, side: int) -> Iterator[dict[str, Any]]:
    """In the child."""
    _limit_data(limits().memory_bytes)
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    points = document.pagePointSize(number)
    longest = max(points.width(), points.height())
    if document.pageCount() <= number or longest <= 0:
        return
    scale = side / longest
    size = QSize(max(1, round(points.width() * scale)), max(1, round(points.height() * scale)))
    page = document.render(number, size)
    if page.isNull():
        return
    whole = QImage(size, QImage.Format.Format_RGB32)
    whole.fill(0xFFFFFFFF)
    painter = QPainter(whole)
    painter.drawImage(0, 0, page)
    painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(out, QByteArray(b"png")).write(whole)
    content = base64.b64encode(bytes(out.data().data())).decode()
    yield {"pages": document.pageCount(), "content": content}

"""Sending a finished PDF to a printer: pages as pictures, from a worker thread."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from app.base.errors import KnownError
from app.base.progress import Progress

BANDS = 16
"""A page is drawn in so many strips: drawing holds the interpreter lock, a whole page 160 ms."""
RESOLUTION = 300


def print_pdf(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """Print the pages the printer was set to (all, or from–to); returns how many.

    Raises:
        KnownError: PRINT_FAILED.
        Cancelled: the person stopped; the pages already sent are out.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    first = max(1, printer.fromPage() or 1)
    last = min(document.pageCount(), printer.toPage() or document.pageCount())
    printer.setFullPage(True)
    printer.setResolution(RESOLUTION)
    painter = QPainter()
    if not painter.begin(printer):
        raise KnownError(
            "PRINT_FAILED", "打印机没有响应。", "请检查打印机是否开机、有纸，或先另存为 PDF。"
        )
    try:
        for number in range(first, last + 1):
            progress.step(number - first, last - first + 1, f"第 {number} 页")
            if number > first:
                printer.newPage()
            _page(document, number - 1, printer, painter)
    finally:
        painter.end()
        document.close()
    progress.step(last - first + 1, last - first + 1, "")
    return last - first + 1


def _page(document: QPdfDocument, number: int, printer: QPrinter, painter: QPainter) -> None:
    paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    points = document.pagePointSize(number)
    scale = RESOLUTION / 72
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    size.scale(
        min(size.width(), paper.width()),
        min(size.height(), paper.height()),
        Qt.AspectRatioMode.KeepAspectRatio,
    )
    picture = document.render(number, size)
    step = -(-size.height() // BANDS)
    for top in range(0, size.height(), step):
        height = min(step, size.height() - top)
        painter.drawImage(
            QRect(0, top, size.width(), height), picture, QRect(0, top, size.width(), height)
        )

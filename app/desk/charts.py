"""A chart on a page: the one-page PDF that is also printed, shown through QtPdf."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame

from app.base.progress import Progress
from app.desk import theme
from app.desk.operations import Operations


class ChartPane(QFrame):
    """One chart, drawn once with the paper kit; always on white, as on paper."""

    def __init__(self, name: str, spoken: str, ops: Operations, ratio: float = 0.56) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setProperty("card", "true")
        self._ops, self._ratio = ops, ratio
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._picture = QImage()
        self.setMinimumHeight(theme.px(120))

    def draw(self, make: Callable[[Progress], bytes]) -> None:
        """Make the one-page PDF in the background and show it."""
        self._ops.run("画图表", make, owner=self, done=self.show_pdf, quiet=True)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF of one page."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        points = self._document.pagePointSize(0)
        if points.width() > 0:
            self._ratio = points.height() / points.width()
        self.updateGeometry()
        self._render()

    def has_chart(self) -> bool:
        """Whether a chart is shown."""
        return self._document.pageCount() > 0

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._ratio)

    def sizeHint(self) -> QSize:
        wide = theme.px(480)
        return QSize(wide, self.heightForWidth(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._render()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._picture.isNull():
            return
        painter = QPainter(self)
        shown = self._picture.deviceIndependentSize().toSize()
        left = (self.width() - shown.width()) // 2
        top = (self.height() - shown.height()) // 2
        painter.drawImage(left, top, self._picture)
        painter.end()

    def _render(self) -> None:
        if not self.has_chart():
            self._picture = QImage()
            return
        ratio = self.devicePixelRatioF()
        room = self.contentsRect().adjusted(2, 2, -2, -2).size() * ratio
        points = self._document.pagePointSize(0)
        size = points.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        if size.isEmpty():
            return
        drawn = self._document.render(0, size)
        white = QImage(drawn.size(), QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        painter = QPainter(white)
        painter.drawImage(0, 0, drawn)
        painter.end()
        white.setDevicePixelRatio(ratio)
        self._picture = white
        self.update()

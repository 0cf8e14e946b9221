"""The very PDF before it is printed: from memory, never from a file; print, save, save as .docx."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from app.base.errors import KnownError
from app.base.files import write_atomically
from app.base.lists import Tone
from app.base.progress import Progress
from app.desk.dialogs import answer_f1
from app.desk.operations import Operations
from app.desk.printing import print_pdf
from app.desk.widgets import Combo, button, column, fit_screen, label, named, row

_ZOOMS = (
    ("整页", 0.0),
    ("适合宽度", -1.0),
    ("75%", 0.75),
    ("100%", 1.0),
    ("150%", 1.5),
    ("200%", 2.0),
)
SLICE = 20
"""Pages measured at a time, so that a report of 600 pages does not stop the window for 0.25 s."""


class PdfPane(QFrame):
    """A PDF shown from memory. Used by the preview and by charts."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        named(self.view, name, spoken)
        self._measured = 0
        self._measuring = QTimer(self, interval=0)
        self._measuring.timeout.connect(self._measure)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        column(self, space=0).addWidget(self.view)

    def load(self, pdf: bytes) -> None:
        """Show these bytes; a long document as soon as its pages have been measured."""
        self._put_away()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._measured = 0
        self._measure()

    def _measure(self) -> None:
        """The view asks for the size of every page, 0.4 ms each: ask beforehand, by the slice."""
        count = self.document.pageCount()
        upto = min(count, self._measured + SLICE)
        for page in range(self._measured, upto):
            self.document.pagePointSize(page)
        self._measured = upto
        if upto < count:
            self._measuring.start()
            return
        self._measuring.stop()
        self.view.setDocument(self.document)

    def _put_away(self) -> None:
        self._measuring.stop()
        nothing: Any = None
        self.view.setDocument(nothing)
        self.document.close()

    def clear(self) -> None:
        """Forget the PDF."""
        self._put_away()
        self._buffer.close()
        self._buffer.setData(QByteArray())


class Preview(QWidget):
    """A window with one document.

    Args:
        title: of the document; also the name offered for saving.
        pdf: its bytes.
        docx: makes the .docx (in a worker thread, with progress); None: not offered.

    Signals:
        printed: pages sent to a printer.
        saved: path of a file written.
    """

    printed = Signal(int)
    saved = Signal(str)

    def __init__(
        self,
        ops: Operations,
        title: str,
        pdf: bytes,
        *,
        docx: Callable[[Progress], bytes] | None = None,
        notes: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        named(self, "preview", f"打印预览：{title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("打印预览")
        self.setProperty("ground", "page")
        self._ops, self._title, self._pdf, self._docx = ops, title, pdf, docx
        lines = column(self, space=0)
        lines.addWidget(self._bar(notes))
        self.pane = PdfPane("preview_pages", f"{title}的页面")
        lines.addWidget(self.pane, 1)
        self.pane.load(pdf)
        self._tell_page()
        self.pane.view.pageNavigator().currentPageChanged.connect(lambda _n: self._tell_page())
        for keys, run in (("Ctrl+P", self.print), ("Ctrl+S", self.save_pdf), ("Esc", self.close)):
            QShortcut(QKeySequence(keys), self).activated.connect(run)
        answer_f1(self)
        fit_screen(self, 980, 720)

    def print(self) -> None:
        """Choose a printer and print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("工会工作台")
        dialog = QPrintDialog(printer, self)
        named(dialog, "print_dialog", "打印")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, max(1, self.pane.document.pageCount()))
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print on a printer that is set up."""
        pdf = self._pdf
        self._ops.run(
            f"打印 {self._title}",
            lambda progress: print_pdf(pdf, printer, progress),
            owner=self,
            done=self._was_printed,
        )

    def save_pdf(self) -> None:
        """Choose a name and save the PDF as it is shown."""
        self._choose(".pdf", "PDF 文件 (*.pdf)", self.write_pdf)

    def save_docx(self) -> None:
        """Choose a name and save the same document for pasting elsewhere."""
        self._choose(".docx", "Word 文档 (*.docx)", self.write_docx)

    def write_pdf(self, path: Path) -> None:
        """Write the PDF to a file."""
        pdf = self._pdf
        self._write(path, lambda _progress: pdf)

    def write_docx(self, path: Path) -> None:
        """Make the .docx and write it."""
        if self._docx is not None:
            self._write(path, self._docx)

    def _write(self, path: Path, make: Callable[[Progress], bytes]) -> None:
        def work(progress: Progress) -> str:
            data = make(progress)
            try:
                write_atomically(path, data)
            except OSError as problem:
                raise KnownError(
                    "SAVE_FAILED",
                    f"「{path.name}」没有保存成功。",
                    "请检查磁盘空间和权限，或换一个文件夹。",
                ) from problem
            return str(path)

        self._ops.run(f"保存 {path.name}", work, owner=self, done=self._was_saved)

    def _was_saved(self, path: str) -> None:
        self._ops.notice(f"已保存：{path}", tone=Tone.GOOD)
        self.saved.emit(path)

    def _was_printed(self, pages: int) -> None:
        self._ops.notice(f"已送往打印机，共 {pages} 页。", tone=Tone.GOOD)
        self.printed.emit(pages)

    def _choose(self, ending: str, kinds: str, follow: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, "另存为", self._title + ending, kinds)
        named(dialog, "save_dialog", "另存为")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.lstrip("."))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: follow(Path(name)))
        dialog.open()

    def _bar(self, notes: str) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "top")
        line = row(bar, space=8, margins=(16, 9, 16, 9))
        line.addWidget(label(self._title, "heading"))
        line.addWidget(label(notes, "small"), 1)
        self._place = label("", "muted", name="preview_place")
        line.addWidget(self._place)
        zoom = Combo()
        named(zoom, "preview_zoom", "缩放")
        for words, factor in _ZOOMS:
            zoom.addItem(words, factor)
        zoom.setCurrentIndex(1)
        zoom.currentIndexChanged.connect(lambda n: self._zoom(float(zoom.itemData(n))))
        line.addWidget(zoom)
        if self._docx is not None:
            line.addWidget(button("preview_docx", "存为 Word", self.save_docx))
        line.addWidget(button("preview_pdf", "存为 PDF", self.save_pdf))
        line.addWidget(button("preview_print", "打印", self.print, "main"))
        return bar

    def _zoom(self, factor: float) -> None:
        view = self.pane.view
        if factor <= 0:
            mode = QPdfView.ZoomMode.FitInView if factor == 0 else QPdfView.ZoomMode.FitToWidth
            view.setZoomMode(mode)
            return
        view.setZoomMode(QPdfView.ZoomMode.Custom)
        view.setZoomFactor(factor)

    def _tell_page(self) -> None:
        number = self.pane.view.pageNavigator().currentPage() + 1
        self._place.setText(f"第 {number} 页，共 {self.pane.document.pageCount()} 页")


def open_preview(
    parent: QWidget,
    ops: Operations,
    title: str,
    make: Callable[[Progress], bytes],
    *,
    docx: Callable[[Progress], bytes] | None = None,
    notes: str = "",
    on_open: Callable[[Preview], object] | None = None,
) -> None:
    """Make a document in the background (with progress and cancel) and show it."""

    def show(pdf: bytes) -> None:
        preview = Preview(ops, title, pdf, docx=docx, notes=notes, parent=parent)
        preview.show()
        if on_open is not None:
            on_open(preview)

    ops.run(f"排版 {title}", make, owner=parent, done=show)

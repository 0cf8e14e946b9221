"""A piece of evidence at full size, from memory: photos, pages of PDFs; next and previous."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy, QWidget

from app.base.codes import code_list
from app.base.files import write_for_person
from app.base.lists import Tone
from app.desk import evidence_outside, theme
from app.desk.dialogs import answer_f1, ask
from app.desk.evidence_job import page_of
from app.desk.evidence_tiles import content_of, decoded, size_words
from app.desk.page import Desk
from app.desk.widgets import Elided, button, column, fit_screen, label, named, row
from app.pictures.media import copy_name, kind_of
from app.store.evidence import Piece

PAGE_SIDE = 1600
"""Pixels of the long side of a PDF's page on screen."""


class Picture(QWidget):
    """A picture that fits into its place; never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "evidence_picture", "图片")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.image = QImage()
        self.words = ""

    def show_image(self, image: QImage, words: str = "") -> None:
        """Show a picture; ``words`` where there is none."""
        self.image, self.words = image, words
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = theme.colours()
        painter.fillRect(self.rect(), theme.tone_colours(Tone.IDLE)[1])
        if self.image.isNull():
            painter.setFont(theme.font(16))
            painter.setPen(c.muted)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(40, 40, -40, -40), flags, self.words)
        else:
            ratio = self.devicePixelRatioF()
            own = self.image.size() / ratio
            size = own
            if own.width() > self.width() or own.height() > self.height():
                size = own.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, size.width(), size.height())
            place.moveCenter(self.rect().center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image)
        painter.end()


class Viewer(QWidget):
    """A window with the pieces of one record, one at a time.

    Args:
        pieces: in their order.
        first: place of the one to begin with.
    """

    def __init__(self, desk: Desk, pieces: Sequence[Piece], first: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        named(self, "evidence_viewer", "查看材料")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("查看材料")
        self.setProperty("ground", "page")
        self._desk, self._pieces, self._at = desk, list(pieces), first
        self._page, self._pages = 0, 1
        lines = column(self, space=0)
        lines.addWidget(self._bar())
        self.picture = Picture()
        lines.addWidget(self.picture, 1)
        lines.addWidget(self._foot())
        for keys, run in (
            ("Left", self.previous), ("Right", self.next), ("PgUp", self.page_up),
            ("PgDown", self.page_down), ("Ctrl+S", self.save_copy), ("Esc", self.close),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(run)
        answer_f1(self)
        fit_screen(self, 980, 720)
        self.picture.setFocus()
        self._show()

    @property
    def piece(self) -> Piece:
        """The piece that is up."""
        return self._pieces[self._at]

    def next(self) -> None:
        """The piece after this."""
        self._go(self._at + 1)

    def previous(self) -> None:
        """The piece before this."""
        self._go(self._at - 1)

    def page_down(self) -> None:
        """The next page of a PDF, or the next piece."""
        if self._page + 1 < self._pages:
            self._page += 1
            self._load()
        else:
            self.next()

    def page_up(self) -> None:
        """The page before, or the piece before."""
        if self._page > 0:
            self._page -= 1
            self._load()
        else:
            self.previous()

    def open_outside(self) -> None:
        """With another program."""
        open_outside(self._desk, self.piece, self)

    def save_copy(self) -> None:
        """Choose a name and save a copy."""
        save_copy(self._desk, self.piece, self)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "top")
        line = row(bar, space=8, margins=(16, 9, 16, 9))
        self._title = Elided("", "heading")
        line.addWidget(self._title, 1)
        self._place = label("", "muted", name="evidence_place")
        line.addWidget(self._place)
        line.addWidget(button("evidence_view_outside", "用其他程序打开", self.open_outside))
        line.addWidget(button("evidence_view_save", "另存…", self.save_copy))
        return bar

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("bar", "foot")
        line = row(foot, space=8, margins=(16, 9, 16, 9))
        self._back = button("evidence_previous", "上一份", self.previous)
        self._on = button("evidence_next", "下一份", self.next)
        self._caption = Elided("", "muted")
        line.addWidget(self._back)
        line.addWidget(self._caption, 1)
        self._up = button("evidence_page_up", "上一页", self.page_up, "chip")
        self._down = button("evidence_page_down", "下一页", self.page_down, "chip")
        line.addWidget(self._up)
        line.addWidget(self._down)
        line.addWidget(self._on)
        return foot

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._pieces):
            self._at, self._page, self._pages = place, 0, 1
            self._show()

    def _show(self) -> None:
        piece = self.piece
        word = code_list("proof_kind").name_of(piece.kind)
        self._title.setText(f"{word}　{piece.title}")
        said = [piece.caption or "", piece.made_on.isoformat() if piece.made_on else ""]
        said.append(size_words(piece.size))
        self._caption.setText("　".join(part for part in said if part))
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at + 1 < len(self._pieces))
        self._tell()
        self.picture.show_image(QImage(), "正在打开…")
        self._load()

    def _load(self) -> None:
        piece, workspace, number = self.piece, self._desk.workspace, self._page
        how = kind_of(piece.media_type).how

        def work() -> tuple[int, QImage]:
            if how == "whole":
                return 1, QImage()
            content = content_of(workspace, piece)
            if how == "pages":
                return page_of(content, number, PAGE_SIDE)
            return 1, decoded(content)

        def done(found: tuple[int, QImage]) -> None:
            self._pages = found[0]
            kind = kind_of(piece.media_type).name
            words = f"{kind}不能在这里显示，请用其他程序打开。"
            self.picture.show_image(found[1], words)
            self._tell()

        def failed(error: BaseException) -> bool:
            message = getattr(error, "message", "")
            self.picture.show_image(QImage(), f"{message}{getattr(error, 'advice', '')}")
            return bool(message)

        self._desk.ops.think(work, owner=self, done=done, failed=failed, slot="picture")

    def _tell(self) -> None:
        place = f"第 {self._at + 1} 份，共 {len(self._pieces)} 份"
        several = self._pages > 1
        if several:
            place = f"第 {self._page + 1} 页，共 {self._pages} 页　{place}"
        self._place.setText(place)
        for made in (self._up, self._down):
            made.setVisible(several)
        self._up.setEnabled(self._page > 0)
        self._down.setEnabled(self._page + 1 < self._pages)


def open_outside(desk: Desk, piece: Piece, owner: QWidget) -> None:
    """Open with another program; asked first if the file could run something."""
    kind = kind_of(piece.media_type)
    if not kind.ask:
        _open(desk, piece, owner)
        return
    ask(
        owner.window(),
        "evidence_ask",
        f"打开「{kind.name}」？",
        f"「{piece.title}」里可能有会自动运行的内容（宏等）。只有知道它是谁做的、从哪里来的，才打开；"
        "打开后，办公软件如果问是否启用宏，请选「不启用」。",
        [("open", "仍然打开", lambda: _open(desk, piece, owner))],
    )


def _open(desk: Desk, piece: Piece, owner: QWidget) -> None:
    workspace = desk.workspace

    def work() -> Path:
        content = content_of(workspace, piece)
        return evidence_outside.put(workspace.folder, piece.title, piece.media_type, content)

    def done(file: Path) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            desk.notice("已用其他程序打开一份副本；改动不会存回来，锁定或退出时副本自动删除。")
        else:
            desk.notice(
                "这台机器上没有能打开它的程序。", "可以另存一份，拿到别的机器上看。", Tone.WARN
            )

    desk.ops.think(work, owner=owner, done=done)


def save_copy(desk: Desk, piece: Piece, owner: QWidget) -> None:
    """Choose a name and save a copy; of a photo the original, if it was kept."""
    dialog = QFileDialog(owner, "另存为", copy_name(piece.title, piece.media_type))
    named(dialog, "evidence_save_dialog", "另存为")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: write_copy(desk, piece, Path(name), owner))
    dialog.open()


def write_copy(desk: Desk, piece: Piece, path: Path, owner: QWidget) -> None:
    """Write a copy to a file."""
    workspace: Any = desk.workspace

    def work(_progress: Any) -> str:
        write_for_person(path, content_of(workspace, piece))
        if piece.original_file:
            beside = path.with_name(f"{path.stem}-原件{Path(piece.title).suffix or path.suffix}")
            write_for_person(beside, content_of(workspace, piece, original=True))
        return str(path)

    desk.ops.run(
        "另存材料", work, owner=owner,
        done=lambda saved: desk.notice(f"已保存：{saved}", tone=Tone.GOOD),
    )  # fmt: skip

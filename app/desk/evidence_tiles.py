"""Pieces of evidence as tiles: a small picture, its kind, a line about it; and what is missing.

Small pictures are made one after the other in a worker thread (pages of PDFs in a child process),
those in sight first; only what was shown lately is kept in memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QBuffer,
    QByteArray,
    QIODevice,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.base.codes import code_list
from app.base.errors import KnownError
from app.desk import theme
from app.desk.evidence_job import page_of
from app.desk.operations import Operations
from app.desk.widgets import safe_tip
from app.pictures.media import kind_of, limits
from app.store import attachments
from app.store.evidence import Piece

Index = QModelIndex | QPersistentModelIndex
TILE_ROLE = Qt.ItemDataRole.UserRole + 1
_KEPT = 400
"""Small pictures kept in memory, about 0.2 MB each."""
_WIDE, _HIGH = 102, 77


@dataclass(frozen=True, slots=True)
class Tile:
    """A piece of evidence, or a kind of which there is none yet."""

    kind: str
    piece: Piece | None = None

    @property
    def word(self) -> str:
        """What kind of proof it is."""
        return code_list("proof_kind").name_of(self.kind)

    @property
    def line(self) -> str:
        """What stands below the kind."""
        if self.piece is None:
            return "还没有"
        return self.piece.caption or self.piece.title


def content_of(workspace: Any, piece: Piece, *, original: bool = False) -> bytes:
    """The content of a piece; for a worker thread.

    Raises:
        KnownError: ATTACHMENT_MISSING, ATTACHMENT_DAMAGED.
    """
    name = piece.original_file if original and piece.original_file else piece.file
    return attachments.get(workspace.folder, workspace.key, name)


def decoded(content: bytes, longest: int = 0) -> QImage:
    """A stored photo, sized down while it is decoded; for a worker thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if longest and size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Pictures(QObject):
    """Makes small pictures off the Qt thread, one at a time.

    Signals:
        made: name of the stored file whose picture has come.
    """

    made = Signal(str)

    def __init__(self, ops: Operations, workspace: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._ops, self._workspace = ops, workspace
        self._pictures: OrderedDict[str, QImage] = OrderedDict()
        self._wanted: list[Piece] = []
        self._busy = False

    def of(self, piece: Piece) -> QImage | None:
        """The picture, if it is there."""
        found = self._pictures.get(piece.file)
        if found is not None:
            self._pictures.move_to_end(piece.file)
        return found

    def want(self, pieces: Iterable[Piece]) -> None:
        """Make these next, in this order; what was wanted before and is not among them waits for
        nothing."""
        self._wanted = [
            p
            for p in pieces
            if p.file not in self._pictures and kind_of(p.media_type).how != "whole"
        ]
        self._next()

    def forget(self) -> None:
        """Nothing of it stays in memory."""
        self._pictures.clear()
        self._wanted = []

    def _next(self) -> None:
        if self._busy or not self._wanted:
            return
        piece, workspace = self._wanted.pop(0), self._workspace
        self._busy = True

        def work() -> QImage:
            content = content_of(workspace, piece)
            if piece.picture:
                return decoded(content, limits().thumbnail)
            if kind_of(piece.media_type).how == "pages":
                return page_of(content, 0, limits().thumbnail)[1]
            return QImage()

        self._ops.think(
            work, owner=self, done=lambda image: self._came(piece, image),
            failed=lambda error: self._failed(piece, error),
        )  # fmt: skip

    def _came(self, piece: Piece, image: QImage) -> None:
        self._busy = False
        self._pictures[piece.file] = image
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.made.emit(piece.file)
        self._next()

    def _failed(self, piece: Piece, error: BaseException) -> bool:
        """A file that is missing or damaged has no picture; the tile says so, not the banner."""
        self._came(piece, QImage())
        return isinstance(error, KnownError)


class TileModel(QAbstractListModel):
    """The tiles of one record."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.tiles: list[Tile] = []
        self._pictures = pictures
        pictures.made.connect(self._repaint)

    def fill(self, tiles: Sequence[Tile]) -> None:
        """Show these."""
        self.beginResetModel()
        self.tiles = list(tiles)
        self.endResetModel()

    def picture(self, tile: Tile) -> QImage | None:
        """The small picture of a tile, if it has come."""
        return self._pictures.of(tile.piece) if tile.piece is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.tiles):
            return None
        tile = self.tiles[index.row()]
        if role == TILE_ROLE:
            return tile
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{tile.word} {tile.line}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tile.word}：{tile.line}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(_told(tile))
        return None

    def _repaint(self, file: str) -> None:
        for place, tile in enumerate(self.tiles):
            if tile.piece is not None and tile.piece.file == file:
                self.dataChanged.emit(self.index(place), self.index(place))


def _told(tile: Tile) -> str:
    piece = tile.piece
    if piece is None:
        return f"还没有{tile.word}：双击添加，或把文件拖到这里。"
    lines = [f"{tile.word}：{piece.title}"]
    if piece.caption:
        lines.append(piece.caption)
    if piece.made_on:
        lines.append(f"形成日期 {piece.made_on.isoformat()}")
    more = "，保存了原件" if piece.original_file else ""
    lines.append(f"{kind_of(piece.media_type).name}，{size_words(piece.size)}{more}")
    return "\n".join(lines)


def size_words(size: int) -> str:
    """Bytes for people."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"


class _TileDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(_WIDE + 12), theme.px(_HIGH + 56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile = index.data(TILE_ROLE)
        if not isinstance(tile, Tile):
            return
        c, box = theme.colours(), option.rect.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(c.chosen if chosen else c.hover))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        frame = QRect(box.left() + theme.px(4), box.top() + theme.px(4),
                      box.width() - theme.px(8), theme.px(_HIGH))  # fmt: skip
        self._picture(painter, frame, tile, index)
        below = box.adjusted(theme.px(6), theme.px(_HIGH + 8), -theme.px(6), -theme.px(2))
        flags = int(Qt.TextFlag.TextSingleLine) | int(Qt.AlignmentFlag.AlignLeft)
        flags |= int(Qt.AlignmentFlag.AlignVCenter)
        height = below.height() // 2
        lines = ((tile.word, theme.font(13, bold=True), c.ink if tile.piece else c.warn),
                 (tile.line, theme.font(13), c.muted))  # fmt: skip
        for place, (text, font, ink) in enumerate(lines):
            line = QRect(below.left(), below.top() + place * height, below.width(), height)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            room = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, flags, room)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.accent_ink), 1))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        painter.restore()

    def _picture(self, painter: QPainter, frame: QRect, tile: Tile, index: Index) -> None:
        c, model = theme.colours(), index.model()
        if tile.piece is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(QColor(c.line_strong), max(1, theme.px(1)), Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
            self._word(painter, frame, "＋", 25, c.faint)
            return
        painter.setPen(QPen(QColor(c.line), 1))
        painter.setBrush(QColor(c.head))
        painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
        image = model.picture(tile) if isinstance(model, TileModel) else None
        if image is None or image.isNull():
            waiting = image is None and kind_of(tile.piece.media_type).how != "whole"
            word = "…" if waiting else kind_of(tile.piece.media_type).name
            self._word(painter, frame, word, 16, c.muted)
            return
        size = image.size().scaled(
            frame.size() - QSize(theme.px(4), theme.px(4)), Qt.AspectRatioMode.KeepAspectRatio
        )
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(frame.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)

    @staticmethod
    def _word(painter: QPainter, frame: QRect, word: str, size: int, ink: str) -> None:
        painter.setFont(theme.font(size))
        painter.setPen(QColor(ink))
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), word)


class TileView(QListView):
    """The tiles in rows; Enter opens, Delete removes.

    Signals:
        entered: Enter was pressed.
        removed: Delete was pressed.
        moved: other tiles are in sight.
    """

    entered = Signal()
    removed = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setSpacing(theme.px(2))
        self.setItemDelegate(_TileDelegate(self))
        self.verticalScrollBar().valueChanged.connect(lambda _v: self.moved.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], None]] = {
            int(Qt.Key.Key_Return): self.entered.emit,
            int(Qt.Key.Key_Enter): self.entered.emit,
            int(Qt.Key.Key_Delete): self.removed.emit,
        }
        run = keys.get(event.key())
        if run is not None:
            run()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.moved.emit()

    def in_sight(self) -> list[int]:
        """Rows from the first that is seen on; those after the last seen follow it."""
        first = self.indexAt(self.viewport().rect().topLeft() + self.rect().topLeft())
        count = self.model().rowCount() if self.model() is not None else 0
        start = first.row() if first.isValid() else 0
        area = self.viewport().rect()
        return [
            row for row in range(start, count)
            if self.visualRect(self.model().index(row, 0)).intersects(area)
        ]  # fmt: skip

"""证明材料 of a record: its files as tiles, and what is still missing.

In the detail of a ``RecordDetail`` one line puts the panel up as a tab::

    class ActivityDetail(RecordDetail):
        evidence_of = "activity"                   # table of the record

and, where kinds are asked for, two methods (both optional)::

        def asked_evidence(self) -> Sequence[str]:  # codes of proof_kind; what is missing is shown
            return ("notice", "sign_in", "photo")
        def judge_evidence(self, counts) -> Remark | None:  # kind → number; a box above the tiles
            ...

Elsewhere: ``EvidencePanel(name, desk)`` and ``show_owner(table, id, asked, judge)``; it reads by
itself, again after each act on evidence, and tells ``counted``. Counts for lists and lamps come
from ``app.store.evidence.kinds_of``, pictures for papers from ``app.store.evidence.of``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QStackedWidget, QWidget

from app.base.codes import code_list
from app.base.lists import Tone
from app.base.progress import Progress
from app.desk.detail import Remark
from app.desk.dialogs import Dialog
from app.desk.empty import Empty
from app.desk.evidence_adding import (
    AddDialog,
    Added,
    add,
    as_file,
    can_take,
    files_of,
    picture_of,
)
from app.desk.evidence_describing import Describing, classify
from app.desk.evidence_tiles import TILE_ROLE, Pictures, Tile, TileModel, TileView
from app.desk.evidence_view import Viewer, open_outside, save_copy
from app.desk.page import Desk
from app.desk.widgets import Elided, Note, button, clear, column, label, named, row
from app.pictures.intake import Item
from app.pictures.media import endings
from app.store import evidence
from app.store.evidence import EVIDENCE, Piece

Judge = Callable[[Mapping[str, int]], Remark | None]
_AHEAD = 24
"""Tiles below the last one in sight whose pictures are made ahead."""


class EvidencePanel(QFrame):
    """The evidence of one record.

    Attributes:
        usual_kind: proposed for pictures (code of ``proof_kind``); empty: told by their names.

    Signals:
        counted: kind → number of the record shown, after each reading.
    """

    counted = Signal(object)

    def __init__(self, name: str, desk: Desk) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self.name, self._desk = name, desk
        self._owner: tuple[str, str] = ("", "")
        self._asked: tuple[str, ...] = ()
        self.usual_kind = ""
        self._judge: Judge | None = None
        self.pieces: list[Piece] = []
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        lines.addWidget(self._bar())
        self._above = column(space=0)
        lines.addLayout(self._above)
        self._lacking = QWidget()
        self.lacking = label("", wrap=True, name=f"{name}_lacking")
        self.lacking.setProperty("tone", Tone.WARN.value)
        column(self._lacking, margins=(12, 8, 12, 2)).addWidget(self.lacking)
        self._lacking.hide()
        lines.addWidget(self._lacking)
        self._pictures = Pictures(desk.ops, desk.workspace, self)
        self.model = TileModel(self._pictures)
        self.tiles = TileView()
        named(self.tiles, f"{name}_tiles", "证明材料")
        self.tiles.setModel(self.model)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tiles)
        self._stack.addWidget(
            Empty(
                name, "证明材料",
                "照片、扫描件、PDF 和文档放在这里，和记录一起保存、备份。把文件拖进来，"
                "用 Ctrl+V 粘贴，或点「添加」。", "添加…", self.choose,
            )
        )  # fmt: skip
        lines.addWidget(self._stack, 1)
        self.tiles.entered.connect(self.view)
        self.tiles.doubleClicked.connect(lambda _i: self.view())
        self.tiles.removed.connect(self.remove)
        self.tiles.moved.connect(self._want)
        self.tiles.selectionModel().selectionChanged.connect(lambda *_: self._adapt())
        self.tiles.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tiles.customContextMenuRequested.connect(
            lambda at: self._menu().popup(self.tiles.viewport().mapToGlobal(at))
        )
        self.setFocusProxy(self.tiles)
        paste = QAction("粘贴", self)
        paste.setShortcut(QKeySequence.StandardKey.Paste)
        paste.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.triggered.connect(self.paste)
        self.addAction(paste)
        desk.ops.changed.connect(self._changed)

    # what is shown

    def show_owner(
        self, kind: str, record: str, asked: Sequence[str] = (), judge: Judge | None = None
    ) -> None:
        """Show the evidence of a record.

        Args:
            kind: table of the record.
            asked: codes of ``proof_kind`` that are wanted; those without a piece stand at the end.
            judge: says from the counts what is missing or well.
        """
        if (kind, record) != self._owner:
            self._pictures.want(())
        self._owner, self._asked, self._judge = (kind, record), tuple(asked), judge
        self.read()

    def read(self) -> None:
        """Read anew."""
        kind, record = self._owner
        if record:
            self._desk.ops.ask(
                lambda conn: evidence.of(conn, kind, [record])[record],
                owner=self,
                done=self._show,
                slot="evidence",
            )

    def chosen(self) -> list[Piece]:
        """The pieces that are selected, in their order."""
        rows = sorted(index.row() for index in self.tiles.selectedIndexes())
        tiles = [self.model.tiles[row] for row in rows]
        return [tile.piece for tile in tiles if tile.piece is not None]

    def counts(self) -> dict[str, int]:
        """Kind → number of pieces."""
        found: dict[str, int] = {}
        for piece in self.pieces:
            found[piece.kind] = found.get(piece.kind, 0) + 1
        return found

    def missing(self) -> list[str]:
        """Kinds that are asked for and not there."""
        counts = self.counts()
        return [kind for kind in self._asked if not counts.get(kind)]

    def _show(self, pieces: list[Piece]) -> None:
        held = {piece.id for piece in self.chosen()}
        self.pieces = pieces
        missing = self.missing()
        self.model.fill([*(Tile(p.kind, p) for p in pieces), *(Tile(kind) for kind in missing)])
        for place, piece in enumerate(pieces):
            if piece.id in held:
                index = self.model.index(place)
                self.tiles.selectionModel().select(
                    index, self.tiles.selectionModel().SelectionFlag.Select
                )
        self._stack.setCurrentIndex(0 if pieces or missing else 1)
        words = code_list("proof_kind").name_of
        self.said.setText(f"{len(pieces)} 份" if pieces else "")
        self.lacking.setText("还缺：" + "、".join(words(kind) for kind in missing))
        self._lacking.setVisible(bool(missing))
        self._tell_judgement()
        self._adapt()
        self._want()
        self.counted.emit(self.counts())

    def _tell_judgement(self) -> None:
        clear(self._above)
        remark = self._judge(self.counts()) if self._judge is not None else None
        if remark is not None:
            box = QWidget()
            lines = column(box, margins=(12, 10, 12, 2))
            lines.addWidget(
                Note(remark.text, remark.basis, remark.tone, remark.action, remark.run,
                     f"{self.name}_judgement")
            )  # fmt: skip
            self._above.addWidget(box)

    def _want(self) -> None:
        """Small pictures of what is in sight first, then of what comes next."""
        seen = self.tiles.in_sight()
        after = (
            range(seen[-1] + 1, min(len(self.model.tiles), seen[-1] + 1 + _AHEAD)) if seen else ()
        )
        tiles = [self.model.tiles[row] for row in (*seen, *after)]
        self._pictures.want(tile.piece for tile in tiles if tile.piece is not None)

    def _changed(self, changes: Any) -> None:
        if EVIDENCE.name in changes.kinds:
            self.read()

    # what can be done

    def choose(self) -> None:
        """Choose files."""
        dialog = QFileDialog(self, "添加证明材料")
        named(dialog, "evidence_files", "添加证明材料")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        every = " ".join(f"*.{ending}" for ending in endings())
        photos = " ".join(f"*.{ending}" for ending in endings("picture"))
        dialog.setNameFilters([f"照片、扫描件和文档 ({every})", f"照片 ({photos})"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kind = self._kind_at_cursor()
        dialog.filesSelected.connect(lambda names: self.ask_add([Path(n) for n in names], kind))
        dialog.open()

    def paste(self) -> None:
        """What the clipboard holds."""
        if not self._take(QGuiApplication.clipboard().mimeData(), self._kind_at_cursor()):
            self._desk.notice("剪贴板里没有图片或文件。", "请先复制照片、截图或文件，再粘贴。")

    def _take(self, data: QMimeData, kind: str) -> bool:
        """Files, or a picture; False if it is neither."""
        files, image = files_of(data), picture_of(data)
        if files:
            self.ask_add(files, kind)
        elif image is not None:
            now = self._now()
            self._desk.ops.think(
                lambda: as_file(image, now),
                owner=self,
                done=lambda item: self.ask_add([item], kind),
            )
        return bool(files) or image is not None

    def ask_add(self, items: Sequence[Item], kind: str = "") -> None:
        """Ask of which kind they are, then add them."""
        if self._desk.is_past or not self._owner[1] or not items:
            return
        names = [item.name if isinstance(item, Path) else item[0] for item in items]
        pictures = all(name.lower().endswith(tuple(endings("picture"))) for name in names)
        dialog = AddDialog(self.window(), names, kind or (self.usual_kind if pictures else ""))

        def go() -> None:
            chosen, original = dialog.kind.currentData(), dialog.original.isChecked()
            dialog.accept()
            self.add(items, chosen, keep_original=original)

        dialog.add_button("cancel", "取消", dialog.reject)
        dialog.add_button("ok", "添加", go, "main")
        dialog.open()

    def add(self, items: Sequence[Item], kind: str = "", *, keep_original: bool = False) -> None:
        """Add files without asking; the kind told by their names if none is given."""
        workspace, (owner_kind, owner_id) = self._desk.workspace, self._owner

        def work(progress: Progress) -> Added:
            return add(
                workspace, owner_kind, owner_id, items,
                kind=kind, keep_original=keep_original, progress=progress,
            )  # fmt: skip

        self._desk.ops.run("添加证明材料", work, owner=self, done=self._added)

    def _added(self, made: Added) -> None:
        if made.changes is not None:
            self._desk.ops.changed.emit(made.changes)
        said = f"已添加 {made.count} 份材料。" if made.count else "没有添加材料。"
        if not made.refused:
            self._desk.notice(said, "".join(made.notes), Tone.GOOD if made.count else Tone.WARN)
            return
        if len(made.refused) == 1 and not made.notes:
            only = made.refused[0]
            self._desk.notice(f"{said}{only.message}", only.advice, Tone.WARN)
            return
        dialog = Dialog(self.window(), "evidence_refused", said, 520)
        for each in made.refused[:20]:
            dialog.body.addWidget(Note(each.message, each.advice, Tone.WARN))
        if len(made.refused) > 20:
            dialog.body.addWidget(label(f"另有 {len(made.refused) - 20} 份没有添加。", "muted"))
        for note in made.notes[:20]:
            dialog.body.addWidget(label(note, "muted", wrap=True))
        dialog.add_button("close", "关闭", dialog.accept, "main")
        dialog.open()

    def view(self) -> None:
        """The chosen piece at full size; a missing one is added."""
        index = self.tiles.currentIndex()
        tile = index.data(TILE_ROLE)
        if isinstance(tile, Tile) and tile.piece is None:
            self.choose()
        elif self.pieces:
            chosen = self.chosen()
            first = self.pieces.index(chosen[0]) if chosen else 0
            Viewer(self._desk, self.pieces, first, self).show()

    def describe(self) -> None:
        """Kind, name, caption and day of a piece; of several, their kind."""
        chosen = self.chosen()
        if len(chosen) == 1:
            Describing(self, self._desk, chosen[0]).open()
        elif chosen:
            classify(self, self._desk, [piece.id for piece in chosen])

    def shift(self, by: int) -> None:
        """The chosen piece so many places on, or back."""
        chosen = self.chosen()
        if len(chosen) != 1 or self._desk.is_past:
            return
        order = [piece.id for piece in self.pieces]
        at = order.index(chosen[0].id)
        to = max(0, min(len(order) - 1, at + by))
        if to != at:
            order.insert(to, order.pop(at))
            kind, record = self._owner
            self._desk.ops.act(evidence.arrange, kind, record, evidence_ids=order, owner=self)

    def remove(self) -> None:
        """Take the chosen pieces off the record; it can be undone."""
        ids = [piece.id for piece in self.chosen()]
        if ids and not self._desk.is_past:
            self._desk.ops.act(
                evidence.detach, ids, owner=self,
                done=lambda _done: self._desk.notice(f"已移除 {len(ids)} 份材料，可以撤销。"),
            )  # fmt: skip

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._desk.is_past and self._owner[1] and can_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        where = self.tiles.viewport().mapFrom(self, event.position().toPoint())
        if self._take(event.mimeData(), self._kind_at(where)):
            event.acceptProposedAction()

    # inside

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=6, margins=(10, 6, 10, 6))
        self.said = Elided("", "muted")
        line.addWidget(self.said, 1)
        self._buttons = {
            "view": button(f"{self.name}_view", "查看", self.view, "chip"),
            "describe": button(f"{self.name}_describe", "说明…", self.describe, "chip"),
            "more": button(f"{self.name}_more", "更多 ▽", self._open_menu, "chip"),
            "add": button(f"{self.name}_add", "添加…", self.choose, "chip"),
        }
        for made in self._buttons.values():
            line.addWidget(made)
        return bar

    def _open_menu(self) -> None:
        made = self._buttons["more"]
        self._menu().popup(made.mapToGlobal(made.rect().bottomLeft()))

    def _menu(self) -> QMenu:
        menu, chosen, past = QMenu(self), self.chosen(), self._desk.is_past
        named(menu, f"{self.name}_menu", "材料")
        only = chosen[0] if len(chosen) == 1 else None
        entries: list[tuple[str, str, bool, Callable[[], object]]] = [
            ("paste", "粘贴", not past, self.paste),
            ("forward", "前移", only is not None and not past, lambda: self.shift(-1)),
            ("backward", "后移", only is not None and not past, lambda: self.shift(1)),
            ("save", "另存…", only is not None, lambda: self._with(save_copy)),
            ("outside", "用其他程序打开", only is not None, lambda: self._with(open_outside)),
            ("remove", "移除", bool(chosen) and not past, self.remove),
        ]
        for key, words, fits, run in entries:
            entry = menu.addAction(words)
            entry.setObjectName(f"{self.name}_{key}")
            entry.setEnabled(fits)
            entry.triggered.connect(lambda _c=False, r=run: r())
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _with(self, follow: Callable[[Desk, Piece, QWidget], object]) -> None:
        for piece in self.chosen()[:1]:
            follow(self._desk, piece, self)

    def _adapt(self) -> None:
        chosen, past = self.chosen(), self._desk.is_past
        self._buttons["view"].setEnabled(bool(self.pieces))
        self._buttons["describe"].setEnabled(bool(chosen) and not past)
        self._buttons["add"].setEnabled(not past)

    def _kind_at(self, where: QPoint) -> str:
        tile = self.tiles.indexAt(where).data(TILE_ROLE)
        return tile.kind if isinstance(tile, Tile) and tile.piece is None else ""

    def _kind_at_cursor(self) -> str:
        tile = self.tiles.currentIndex().data(TILE_ROLE)
        chosen = self.tiles.selectionModel().isSelected(self.tiles.currentIndex())
        missing = isinstance(tile, Tile) and tile.piece is None and chosen
        return tile.kind if missing else ""

    def _now(self) -> datetime:
        now: datetime = self._desk.workspace.surroundings.now()
        return now.astimezone()

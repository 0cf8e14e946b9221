"""Bringing files in as evidence: which kind they are, and doing it off the Qt thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.base.codes import code_list
from app.base.errors import UserError
from app.base.progress import Progress
from app.desk.dialogs import Dialog
from app.desk.widgets import Combo, label, named
from app.pictures.intake import Item, Refused, prepare
from app.store.evidence import OTHER, PHOTO, PICTURES, Stored, attach, keep
from app.store.work import Changes

BY_NAME = ""


@dataclass(slots=True)
class Added:
    """What became of files: how many were put on the record, which were not and why."""

    count: int = 0
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: Changes | None = None


def guess_kind(name: str, media: str) -> str:
    """The kind of proof that a file's name tells, e.g. 签到表.jpg; else 照片 or 其他."""
    stem, found, longest = name.rpartition(".")[0] or name, "", 0
    for entry in code_list("proof_kind"):
        for word in (entry.name, *entry.aliases):
            if len(word) > longest and word in stem and entry.code not in (OTHER, PHOTO):
                found, longest = entry.code, len(word)
    if found:
        return found
    return PHOTO if media in PICTURES else OTHER


def add(
    workspace: Any,
    owner_kind: str,
    owner_id: str,
    items: Sequence[Item],
    *,
    kind: str = BY_NAME,
    keep_original: bool = False,
    progress: Progress,
) -> Added:
    """Read, size down, store and put on a record; for a worker thread. One entry in the log.

    Args:
        kind: code of ``proof_kind``; ``BY_NAME``: told by each name.

    Raises:
        UserError: NOT_FOUND. KnownError: DISK_FULL, READ_ONLY. Cancelled.
    """
    made, stored = Added(), list[Stored]()
    for answer in prepare(items, keep_original=keep_original, progress=progress):
        if isinstance(answer, Refused):
            made.refused.append(answer)
            continue
        if answer.note:
            made.notes.append(f"「{answer.name}」{answer.note}")
        stored.append(
            keep(
                workspace,
                answer.content,
                kind=kind or guess_kind(answer.name, answer.media),
                title=answer.name,
                media_type=answer.media,
                made_on=answer.taken,
                original=answer.original,
            )
        )
    if stored:
        try:
            made.changes = workspace.do(attach, owner_kind, owner_id, files=stored)
            made.count = len(made.changes.result)
        except UserError as error:
            if error.code != "EVIDENCE_TWICE":
                raise
        if made.count < len(stored):
            again = f"{len(stored) - made.count} 份在这条记录里已经有了，没有重复添加。"
            made.notes.append(again)
    return made


def files_of(data: QMimeData) -> list[Item]:
    """Files that were dropped or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def picture_of(data: QMimeData) -> QImage | None:
    """A picture that was dropped or copied, e.g. a screenshot."""
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def as_file(image: QImage, now: datetime) -> Item:
    """A picture as a file; for a worker thread, since packing a large one takes a second."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return f"截图 {now:%Y-%m-%d %H%M%S}.png", bytes(buffer.data().data())


def can_take(data: QMimeData) -> bool:
    """Whether it holds something that could be evidence."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


class AddDialog(Dialog):
    """Of which kind the files are, and whether photos are kept as taken, too."""

    def __init__(self, parent: QWidget, names: Sequence[str], kind: str) -> None:
        count = len(names)
        super().__init__(
            parent, "evidence_add", f"添加 {count} 份材料" if count > 1 else "添加材料"
        )
        shown = "、".join(names[:3]) + (" 等" if count > 3 else "")
        self.body.addWidget(label(shown, "muted", wrap=True))
        self.kind = kind_box("evidence_add_kind", by_name=True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.body.addWidget(label("种类"))
        self.body.addWidget(self.kind)
        self.original = QCheckBox("照片同时保存原件（大，只在需要原图时选）")
        named(self.original, "evidence_add_original", "照片同时保存原件")
        self.body.addWidget(self.original)
        self.body.addWidget(
            label("照片会转正、缩小，去掉拍摄地点等信息后加密保存。", "small", wrap=True)
        )


def kind_box(name: str, *, by_name: bool = False) -> QComboBox:
    """A drop-down of the kinds of proof."""
    box = Combo()
    named(box, name, "材料种类")
    if by_name:
        box.addItem("按文件名判断", BY_NAME)
    for code, word in code_list("proof_kind").choices():
        box.addItem(word, code)
    box.setMaxVisibleItems(16)
    return box

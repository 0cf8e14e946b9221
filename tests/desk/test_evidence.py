"""证明材料 in the window: files are dropped, pasted, shown, described, put in order, taken off."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import app.desk  # noqa: F401  before any other Qt

# isort: split
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QMenu

from app.base.lists import Tone
from app.desk import evidence_outside, theme
from app.desk.detail import Remark
from app.desk.evidence import EvidencePanel
from app.desk.evidence_adding import guess_kind
from app.desk.evidence_tiles import TILE_ROLE
from app.desk.evidence_view import Viewer
from app.pictures.media import kind_of
from app.store import attachments, evidence
from app.store.verify import verify
from tests.desk.desks import desk_on
from tests.desk.pages import unnamed
from tests.pictures.samples import docx, phone_photo, picture, saved
from tests.store.acts import add_union

PHOTO = saved(picture(800, 600))


def pdf(pages: int = 2) -> bytes:
    import io

    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    made = canvas.Canvas(buffer, invariant=1)
    for number in range(pages):
        made.setFont("Helvetica", 60)
        made.drawString(100, 600, f"Page {number + 1}")
        made.showPage()
    made.save()
    return buffer.getvalue()


class Shown:
    """A panel on a union of a real workspace."""

    def __init__(self, qtbot: Any, workspace: Any, desk: Any) -> None:
        self.qtbot, self.workspace, self.desk = qtbot, workspace, desk
        self.union = workspace.do(add_union, name="自行车厂工会").result
        self.notices: list[str] = []
        desk.ops.noticed.connect(lambda n: self.notices.append(n.text + n.advice))
        self.panel = EvidencePanel("union_evidence", desk)
        qtbot.addWidget(self.panel)
        self.panel.resize(theme.px(460), theme.px(480))
        self.panel.show()

    def up(self, asked: Any = (), judge: Any = None) -> None:
        self.panel.show_owner("unions", self.union, asked, judge)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.ops.busy(), timeout=30_000)

    def pictured(self) -> None:
        """Until every tile that can have a picture has one."""
        model = self.panel.model

        def ready() -> bool:
            return all(
                model.picture(t) is not None
                for t in model.tiles
                if t.piece is not None and kind_of(t.piece.media_type).how != "whole"
            )

        self.qtbot.waitUntil(ready, timeout=30_000)
        self.settle()

    def add(self, *items: Any, kind: str = "", **more: Any) -> None:
        self.panel.add(items, kind, **more)
        self.settle()

    def stored(self) -> list[evidence.Piece]:
        return self.workspace.read(lambda c: evidence.of(c, "unions", [self.union])[self.union])

    def choose(self, *rows: int) -> None:
        self.panel.tiles.clearSelection()
        for row in rows:
            index = self.panel.model.index(row)
            self.panel.tiles.setCurrentIndex(index)
            self.panel.tiles.selectionModel().select(
                index, self.panel.tiles.selectionModel().SelectionFlag.Select
            )

    def dialog(self, name: str) -> Any:
        def open_() -> list[Any]:
            top = self.panel.window()
            return [d for d in top.findChildren(QDialog, name) if d.isVisible()]

        self.qtbot.waitUntil(lambda: bool(open_()), timeout=5000)
        return open_()[0]

    def press(self, dialog: Any, name: str) -> None:
        dialog.findChild(QAbstractButton, name).click()
        self.settle()


@pytest.fixture
def shown(qtbot: Any, qapp: Any, workspace: Any, tmp_path: Path) -> Any:
    theme.apply(qapp)
    with desk_on(workspace, tmp_path) as desk:
        yield Shown(qtbot, workspace, desk)


def words(shown: Shown) -> list[str]:
    tiles = [
        shown.panel.model.index(n).data(TILE_ROLE) for n in range(len(shown.panel.model.tiles))
    ]
    return [f"{tile.word}：{tile.line}" for tile in tiles]


def test_files_are_added_sized_down_and_shown(shown: Shown, tmp_path: Path) -> None:
    shown.up()
    assert shown.panel.said.whole() == ""
    photo = tmp_path / "签到表.jpg"
    photo.write_bytes(phone_photo(3000, 2000))
    shown.add(photo, ("现场.png", PHOTO), ("决议.pdf", pdf()), ("方案.docx", docx()))
    assert words(shown) == [
        "签到：签到表.jpg", "照片：现场.png", "决议：决议.pdf", "方案：方案.docx",
    ]  # fmt: skip
    assert "已添加 4 份" in shown.notices[-1]
    first = shown.stored()[0]
    assert (first.made_on, first.media_type) == (date(2026, 3, 8), "image/jpeg")
    model = shown.panel.model
    shown.pictured()
    pictures = [model.picture(tile) for tile in model.tiles]
    assert [p is not None and not p.isNull() for p in pictures] == [True, True, True, False]
    assert pictures[2] is not None
    assert pictures[2].height() > pictures[2].width(), "the first page of the PDF"
    assert unnamed(shown.panel) == []
    look(shown.panel, "panel")


def look(widget: Any, name: str) -> None:
    folder = os.environ.get("LOOK")
    if folder:
        widget.grab().save(f"{folder}/{name}.png")

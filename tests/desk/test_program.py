"""The windows on real workspaces: unlock, first run, lock, undo, leaving."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app import start
from app.desk.firstrun import FirstRun
from app.desk.operations import Operations
from app.desk.program import Program
from app.desk.settings import Settings
from app.desk.unlock import UnlockWindow
from app.store.keys import KeyFile, recovery_text
from app.store.users import add_user
from app.store.workspace import Workspace
from tests.workspaces import CHEAP, PASSWORD, USER


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def light(qapp):
    from app.desk import theme

    theme.apply(qapp)
    made = Operations()
    yield made
    made.close()


def unlock_window(qtbot, light, settings, folder):
    settings.set("recent", [str(folder)])
    window = UnlockWindow(
        light,
        settings,
        enter=lambda f, user, password: Workspace.open(
            f, password=password, user=user, wiring=start.wiring()
        ),
        recover=lambda f, text: Workspace.open(
            f, key=__import__("app.store.keys", fromlist=["x"]).recovery_key(text),
            wiring=start.wiring(),
        ),
        users=lambda f: len(KeyFile.read(f).wraps),
    )  # fmt: skip
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: not window._busy)
    return window


def typed(qtbot, window, secret):
    window.password.clear()
    qtbot.keyClicks(window.password, secret)
    qtbot.keyClick(window.password, Qt.Key.Key_Return)


def test_a_wrong_password_is_told_beside_the_field_with_advice(
    qtbot, light, settings, make_workspace
):
    window = unlock_window(qtbot, light, settings, make_workspace(opened=False))
    typed(qtbot, window, "")
    assert window.message.text() == "请输入口令。"
    typed(qtbot, window, "wrong")
    qtbot.waitUntil(lambda: window.message.text() == "用户名或口令不对。")
    assert "恢复密钥" in window.advice.text()
    assert window.main.isEnabled()


def test_the_right_password_opens_and_is_forgotten(qtbot, light, settings, make_workspace):
    folder = make_workspace(opened=False)
    window = unlock_window(qtbot, light, settings, folder)
    window.password.setText(PASSWORD)
    with qtbot.waitSignal(window.opened, timeout=10000) as got:
        window._open()
    got.args[0].close()
    assert window.password.text() == ""
    kept = settings.path.read_text(encoding="utf-8")
    assert PASSWORD not in kept
    assert USER not in kept


def test_the_recovery_key_opens_what_the_password_does_not(qtbot, light, settings, make_workspace):
    space = make_workspace()
    key, folder = recovery_text(space.key), space.folder
    space.close()
    window = unlock_window(qtbot, light, settings, folder)
    window._swap()
    window.password.setText(key[:-2])
    window._open()
    qtbot.waitUntil(lambda: "56 个字母" in window.message.text())
    window.password.setText(key.lower())
    with qtbot.waitSignal(window.opened, timeout=10000) as got:
        window._open()
    got.args[0].close()


def test_several_users_are_asked_for_their_name(qtbot, light, settings, make_workspace):
    space = make_workspace()
    add_user(space, "李红", "另一个口令 9", CHEAP)
    folder = space.folder
    space.close()
    window = unlock_window(qtbot, light, settings, folder)
    qtbot.waitUntil(window.user.isVisible)
    window.password.setText("另一个口令 9")
    window._open()
    assert window.message.text() == "请输入用户姓名。"
    window.user.setText("李红")
    with qtbot.waitSignal(window.opened, timeout=10000) as got:
        window._open()
    assert got.args[0].user == "李红"
    got.args[0].close()


def test_a_workspace_in_use_says_by_whom(qtbot, light, settings, make_workspace):
    space = make_workspace()
    window = unlock_window(qtbot, light, settings, space.folder)
    window.password.setText(PASSWORD)
    window._open()
    qtbot.waitUntil(lambda: bool(window.message.text()))
    assert window.advice.text()


def test_caps_lock_is_noticed_from_what_is_typed(qtbot, light, settings, make_workspace):
    window = unlock_window(qtbot, light, settings, make_workspace(opened=False))
    qtbot.keyClicks(window.password, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not window.caps.isVisible()
    qtbot.keyClicks(window.password, "B")
    assert window.caps.isVisible()


def test_first_run_makes_a_workspace_of_a_real_township(qtbot, light, tmp_path):
    work = replace(start._first_run(None), folder_for=lambda name: tmp_path / name)
    first = FirstRun(light, work)
    qtbot.addWidget(first)
    first.show()
    first.new()
    wizard = first.wizard
    place = wizard.page()
    qtbot.waitUntil(lambda: place.boxes[0].count() > 30, timeout=10000)
    assert not wizard.main.isEnabled()
    place.box.setFocus()
    place.box.setText("wangqingtuo")
    place.box._ask()
    qtbot.waitUntil(lambda: bool(place.box._found), timeout=20000)
    place.box._pick(0)
    qtbot.waitUntil(lambda: place.division is not None)
    assert place.shown.text() == "天津市武清区王庆坨镇"
    qtbot.waitUntil(lambda: place.boxes[3].currentText() == "王庆坨镇")
    wizard.forward()
    office = wizard.page()
    qtbot.waitUntil(lambda: office.name.text() == "王庆坨镇总工会")
    assert office.kind.currentData() == "township"
    wizard.forward()
    user = wizard.page()
    user.user.setText("王敏")
    user.password.setText("短")
    assert not wizard.main.isEnabled()
    user.password.setText("够长的口令 2026")
    user.again.setText("够长的口令 2026")
    wizard.forward()
    key = wizard.page()
    qtbot.waitUntil(key.key.isVisible, timeout=30000)
    assert len("".join(key.key.text().split())) == 56
    assert not wizard.main.isEnabled()
    key.kept.setChecked(True)
    wizard.forward()
    with qtbot.waitSignal(first.ready) as got:
        wizard.forward()
    house, then = got.args
    assert then == "import"
    assert house.title == "王庆坨镇总工会"
    counts = house.workspace.counts()
    assert counts["place"] > 20
    assert counts["unions"] == 1 if "unions" in counts else counts["union_"] == 1
    first.close()
    house.workspace.close()


def test_the_main_window_shows_the_office_undoes_and_leaves(
    qtbot, qapp, settings, make_workspace, monkeypatch
):
    folder = make_workspace(opened=False)
    doors = replace(start.doors(None), settings=settings)
    program = Program(qapp, doors)
    quits = []
    monkeypatch.setattr(qapp, "quit", lambda: quits.append(1))
    program._left.connect(lambda: quits.append(1))
    with qtbot.waitSignal(program.shown, timeout=20000):
        program.begin(folder, None, PASSWORD)
    shell = program.open.shell
    workspace = program.open.house.workspace
    from app.store.notes import set_setting

    desk = program.open.desk
    with qtbot.waitSignal(desk.ops.changed):
        desk.ops.act(set_setting, owner=shell, key="office_name", value="甲镇总工会")
    qtbot.waitUntil(lambda: "修改设置" in shell.foot.undo.text())
    shell.undo()
    qtbot.waitUntil(lambda: not shell.foot.undo.isEnabled(), timeout=10000)
    shell.lock()
    for label in shell.findChildren(QLabel):
        assert not label.isVisible() or "总工会" not in label.text()
    shell.cover._password.setText("错")
    shell.cover._try()
    qtbot.waitUntil(shell.cover._message.isVisible)
    shell.cover._password.setText(PASSWORD)
    with qtbot.waitSignal(shell.unlocked, timeout=10000):
        shell.cover._try()
    shell.close()
    qtbot.waitUntil(lambda: bool(quits), timeout=20000)
    assert workspace._closed
    Workspace.open(folder, password=PASSWORD, wiring=start.wiring()).close()
    program._ops.close()


def test_no_window_is_left_over(qapp):
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def test_settings_are_declared_once_and_broken_files_mean_defaults(tmp_path):
    from app.desk.settings import SETTINGS

    keys = [s.key for s in SETTINGS]
    assert len(keys) == len(set(keys))
    path = tmp_path / "s.json"
    path.write_text("{broken", encoding="utf-8")
    settings = Settings(path)
    assert settings.get("scale") == 100
    with pytest.raises(KeyError):
        settings.get("undeclared")
    with pytest.raises(TypeError):
        settings.set("scale", "150")
    settings.set("scale", 150)
    assert Settings(path).get("scale") == 150
    path.write_text('{"scale": "big", "recent": ["/x"]}', encoding="utf-8")
    assert Settings(path).get("scale") == 100
    assert Settings(path).get("recent") == ["/x"]
    settings.remember_workspace(Path("/甲"))
    settings.remember_workspace(Path("/乙"))
    settings.remember_workspace(Path("/甲"))
    assert settings.get("recent")[:2] == ["/甲", "/乙"]
    settings.forget_workspace(Path("/甲"))
    assert settings.get("recent")[0] == "/乙"

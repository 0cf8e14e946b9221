"""Pictures of the kit at the sizes it must fit: python -m tests.desk.gallery [OUT] [SIZE ...]."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

SIZES = {
    "1366-100": (1366, 768, 1.0),
    "1366-125": (1366, 768, 1.25),
    "1920-150": (1920, 1080, 1.5),
    "1920-200": (1920, 1080, 2.0),
}


def wait(milliseconds: int) -> None:
    """Run the event loop; QTest.qWait would keep the interpreter lock from the workers."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def one(out: Path, size: str, scheme: str) -> None:
    """Grab every page at one size; the device pixel ratio is the process's."""
    from PySide6.QtWidgets import QApplication

    from app.base.lists import Tone
    from app.desk import theme
    from app.desk.dialogs import show_crash, show_shortcuts
    from app.desk.operations import Notice, Operations
    from app.desk.page import Desk
    from app.desk.settings import Settings
    from app.desk.shell import Shell

    from . import samples
    from .conftest import TODAY, Bench

    width, height, ratio = SIZES[size]
    app = QApplication.instance() or QApplication([])
    theme.apply(app, scheme)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "b.db", 120)
        ops = Operations(bench)
        desk = Desk(bench, ops, Settings(Path(folder) / "s.json"), today=lambda: TODAY)
        shell = Shell(
            desk, samples.entries(), check_password=lambda p: p == "1", report=lambda e: Path("r"),
            find=samples.find, unit_popup=samples.unit_popup, title="王庆坨镇",
        )  # fmt: skip
        desk.unit_title = "王庆坨镇总工会"
        shell.topbar.tell()
        shell.set_backup(TODAY)
        shell.foot.set_undo("登记换届")
        shell.set_count("wizard", 3)
        shell.resize(round(width / ratio), round(height / ratio))
        shell.show()

        def grab(name: str, widget=shell) -> None:
            wait(250)
            widget.grab().save(str(out / f"{size}-{scheme}-{name}.png"))

        shell.open("home")
        grab("home")
        shell.open("organisations")
        page = shell.page()
        wait(200)
        page.list.select(page.list.model.id_at(1))
        page.tree.select("union", f"{1:032x}")
        grab("organisations")
        page.panes.show_detail()
        page.detail.show_tab("findings")
        shell.notify(
            Notice("第 3 行没有写入：信用代码末位不对。", "请核对营业执照后重填。", Tone.WARN)
        )
        grab("detail")
        shell.banner.hide()
        page.back()
        shell.open("forms")
        shell.page().form.put("workers", "8x")
        shell.page().form.check()
        grab("forms")
        shell.open("wizard")
        grab("wizard")
        if size == "1366-100":
            show_shortcuts(shell)
            made = show_crash(shell, Path("/home/u/report.txt"), "builtins.KeyError\n  a.py:3 f")
            grab("crash", made)
            made.close()
            shell.topbar.search.setFocus()
            shell.topbar.search.setText("恒泰")
            shell.topbar.search._ask()
            wait(200)
            grab("search", shell.topbar.search._popup)
            shell.lock()
            grab("locked")
            doors(Path(folder), grab)
        shell.setProperty("may_close", True)
        shell.close()
        ops.close()
        bench.close()


def doors(folder: Path, grab) -> None:
    """The windows before there is a workspace."""
    from PySide6.QtTest import QTest

    from app.base.errors import UserError
    from app.desk.firstrun import FirstRun
    from app.desk.operations import Operations
    from app.desk.settings import Settings
    from app.desk.unlock import UnlockWindow

    from . import samples

    ops = Operations()
    settings = Settings(folder / "t.json")
    settings.set("recent", ["/home/u/王庆坨镇", "/media/usb/大孟庄镇"])

    def wrong(*_args):
        raise UserError("WRONG_PASSWORD", "用户名或口令不对。", "请检查大小写锁定和输入法后再试。")

    window = UnlockWindow(ops, settings, enter=wrong, recover=wrong, users=lambda _f: 2)
    window.show()
    wait(200)
    window.user.setText("王敏")
    QTest.keyClicks(window.password, "ABC")
    window._open()
    grab("unlock", window)
    first = FirstRun(ops, samples.first_run_work(folder))
    first.show()
    grab("first", first)
    first.new()
    step = first.wizard.page()
    wait(900)
    step.box.setFocus()
    step.box.setText("wqt")
    step.box._ask()
    wait(1500)
    print("found", [c.title for c in step.box._found])
    grab("place-popup", step.box._popup)
    step.box._pick(0)
    wait(300)
    grab("place", first)
    first.wizard.forward()
    wait(300)
    grab("office", first)
    first.wizard.forward()
    user = first.wizard.page()
    user.user.setText("王敏")
    user.password.setText("王庆坨镇工会2026!")
    user.again.setText("王庆坨镇工会2026!")
    grab("user", first)
    first.wizard.forward()
    wait(300)
    grab("key", first)
    first.wizard.page().kept.setChecked(True)
    first.wizard.forward()
    grab("next", first)
    first.restore()
    grab("restore", first)
    first.close()
    window.close()
    ops.close()


def in_children(
    module: str,
    one: Callable[[Path, str, str], object],
    *,
    sizes: Sequence[str] = tuple(SIZES),
    schemes: Sequence[str] = ("light", "dark"),
    before: Callable[[Path], object] | None = None,
) -> int:
    """Each size in its own process (the device pixel ratio is fixed at start): OUT [SIZE SCHEME].

    QT_QPA_PLATFORM may name a real display; the offscreen one is 800 × 800.
    """
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery")
    out.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 3:
        one(out, sys.argv[2], sys.argv[3])
        return 0
    if before is not None:
        before(out)
    for size in sizes:
        for scheme in schemes:
            environment = {
                "QT_QPA_PLATFORM": "offscreen",
                **os.environ,
                "QT_SCALE_FACTOR": str(SIZES[size][2]),
            }
            command = [sys.executable, "-m", module, str(out), size, scheme]
            subprocess.run(command, env=environment, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(in_children("tests.desk.gallery", one))

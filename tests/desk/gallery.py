"""Pictures of the kit at the sizes it must fit: python -m tests.desk.gallery [OUT] [SIZE ...]."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

SIZES = {
    "1366-100": (1366, 768, 1.0),
    "1366-125": (1366, 768, 1.25),
    "1920-150": (1920, 1080, 1.5),
    "1920-200": (1920, 1080, 2.0),
}


def one(out: Path, size: str, scheme: str) -> None:
    """Grab every page at one size; the device pixel ratio is the process's."""
    from PySide6.QtTest import QTest
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
            QTest.qWait(250)
            widget.grab().save(str(out / f"{size}-{scheme}-{name}.png"))

        shell.open("home")
        grab("home")
        shell.open("organisations")
        page = shell.page()
        QTest.qWait(200)
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
            QTest.qWait(200)
            grab("search", shell.topbar.search._popup)
            shell.lock()
            grab("locked")
        shell.setProperty("may_close", True)
        shell.close()
        ops.close()
        bench.close()


def main() -> int:
    """Each size in its own process: the device pixel ratio is fixed at start."""
    import subprocess

    out = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery")
    out.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 3:
        one(out, sys.argv[2], sys.argv[3])
        return 0
    for size, (_w, _h, ratio) in SIZES.items():
        for scheme in ("light", "dark"):
            environment = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(ratio),
            }
            command = [sys.executable, "-m", "tests.desk.gallery", str(out), size, scheme]
            subprocess.run(command, env=environment, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Pictures of the pages of data safety: python -m tests.desk.gallery_safety OUT [SIZE SCHEME].

The keeping page, the rules of the annual report, the unlock window before a damaged workspace.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import PASSWORD, TODAY, made, until
from tests.desk.gallery import SIZES, in_children, wait

LOOKED_AT = ("1366-125", "1920-150", "1920-200")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view at one size."""
    from PySide6.QtWidgets import QApplication

    from app import start
    from app.desk import theme
    from app.desk.program import Program
    from app.store import keeping, users
    from app.store.keys import Cost
    from app.store.workspace import Workspace

    width, height, ratio = SIZES[size]
    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as holder:
        folder, drive = Path(holder) / "王庆坨镇总工会工作库", Path(holder) / "备份U盘"
        drive.mkdir()
        shutil.copytree(made(out), folder)
        with Workspace.open(folder, password=PASSWORD, wiring=start.wiring()) as space:
            users.add_user(space, "李四", "李四自己的口令 1", Cost(1, 8 << 20))
            keeping.automatic(space, "daily")
            keeping.set_second_place(space, drive)
            keeping.automatic(space, "exit")
            bad = keeping.automatic(space, "manual").path
        bad.write_bytes(bad.read_bytes()[:-9])
        doors = start.doors(TODAY)
        doors.settings.path = Path(holder) / "s.json"
        doors.settings.set("scheme", scheme)
        doors.settings.set("recent", [])
        theme.apply(app, scheme)
        program = Program(app, doors)

        def grab(name: str, widget: Any) -> None:
            wait(300)
            widget.grab().save(str(out / f"{size}-{scheme}-{name}.png"))

        program.begin(folder, "王敏", PASSWORD)
        until(lambda: program.open is not None)
        shell = program.open.shell
        shell.resize(round(width / ratio), round(height / ratio))
        until(lambda: not program.open.ops.busy())
        pages(shell, grab, program)
        shell.setProperty("may_close", True)
        shell.close()
        until(lambda: program.open is None)
        wait(3000)
        (folder / "workspace.db").write_bytes(b"not a database any more" * 1000)
        again = Program(app, doors)
        again.begin(folder, "王敏", PASSWORD)
        broken(again, grab)


def pages(shell: Any, grab: Any, program: Any) -> None:
    from app.base.home import Target
    from app.desk.keeping.rekeying import RekeyDialog
    from app.desk.keeping.users import PasswordDialog
    from app.desk.recovery import NewKeyDialog
    from app.store.keys import recovery_text

    def quiet() -> None:
        until(lambda: not program.open.ops.busy())

    shell.open("backup")
    page = shell.page()
    for view in ("backups", "acts", "users"):
        page.show_view(view)
        quiet()
        table = {"backups": page.backups.table, "users": page.users.table}.get(view)
        if table is not None:
            table.table.selectRow(1)
        grab(f"keeping-{view}", shell)
    page.users.ask_rekey()
    dialog = shell.findChildren(RekeyDialog)[0]
    dialog.main.click()
    grab("rekey", dialog)
    dialog.reject()
    page.users._ask_add()
    dialog = shell.findChildren(PasswordDialog)[0]
    dialog.save()
    grab("user-add", dialog)
    dialog.reject()
    made_up = NewKeyDialog(
        shell, program.open.ops, recovery_text(bytes(range(32))), office="王庆坨镇总工会",
        on=TODAY, lapsed=("李四", "王五"),
    )  # fmt: skip
    made_up.open()
    grab("new-key", made_up)
    made_up.reject()
    page.show_view("backups")
    quiet()
    page.backups.ask_restore(Path(page.backups.table.model.entries[1]["path"]))
    quiet()
    from app.desk.dialogs import Dialog

    for dialog in shell.findChildren(Dialog, "restore"):
        grab("restore-over", dialog)
        dialog.reject()
    page.show_view("health")
    page.health.check()
    quiet()
    grab("keeping-health", shell)
    shell.go(Target("returns", view="rules"))
    quiet()
    returns = shell.page()
    returns.rules.table.table.selectRow(2)
    grab("rules", shell)
    returns.rules._ask()
    for dialog in shell.findChildren(Dialog, "rule_basis"):
        grab("rule-basis", dialog)
        dialog.reject()


def broken(program: Any, grab: Any) -> None:
    from app.desk.rescue import RescueDialog

    until(lambda: bool(program.unlock.findChildren(RescueDialog)))
    grab("unlock-damaged", program.unlock)
    dialog = program.unlock.findChildren(RescueDialog)[0]
    until(lambda: "查找" not in dialog.said.whole())
    grab("rescue", dialog)
    dialog.fields.fill("猜的口令", "王敏")
    dialog.main.click()
    until(lambda: bool(dialog.message.text()))
    grab("rescue-wrong", dialog)
    dialog.fields.fill(PASSWORD, "王敏")
    dialog.main.click()
    until(lambda: dialog.kept is not None)
    grab("rescue-done", dialog)
    dialog.main.click()
    grab("unlock-restored", program.unlock)
    program.unlock.blockSignals(True)
    program.unlock.close()


if __name__ == "__main__":
    raise SystemExit(
        in_children(
            "tests.desk.gallery_safety", one, sizes=LOOKED_AT, schemes=("light",), before=made
        )
    )

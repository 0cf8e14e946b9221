"""Pictures of every form of 组织: python -m tests.areas.organisations.gallery_forms OUT [SIZE]."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from tests.areas.organisations.gallery import TODAY, made, until
from tests.desk.gallery import wait

SIZES = {"1366-100": (1366, 768, 1.0), "1920-150": (1920, 1080, 1.5)}


def one(out: Path, size: str) -> None:
    """Every form at one size."""
    import shutil

    from PySide6.QtWidgets import QApplication

    from app.areas.organisations.page import PAGE
    from app.desk import theme
    from app.desk.operations import Operations
    from app.desk.page import Desk
    from app.desk.settings import Settings
    from app.desk.shell import Shell
    from app.start import wiring
    from app.store.workspace import Workspace
    from tests.areas.organisations.gallery import PASSWORD

    width, height, ratio = SIZES[size]
    app = QApplication.instance() or QApplication([])
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "w"
        shutil.copytree(made(out), kept)
        space = Workspace.open(kept, password=PASSWORD, wiring=wiring())
        ops = Operations(space)
        ops.crashed.connect(lambda error: print("CRASH", repr(error)))
        desk = Desk(space, ops, Settings(Path(folder) / "s.json"), today=lambda: TODAY)
        shell = Shell(
            desk, [PAGE], check_password=lambda p: True, report=lambda e: Path("r"), title="样例"
        )
        shell.resize(round(width / ratio), round(height / ratio))
        shell.show()
        shell.open("organisations")

        def grab(name: str, widget: Any = shell) -> None:
            wait(400)
            widget.grab().save(str(out / f"{size}-{name}.png"))

        forms(shell, grab)
        shell.setProperty("may_close", True)
        shell.close()
        ops.close()
        space.close()


def forms(shell: Any, grab: Any) -> None:
    """Each form, refused once so that its messages stand there."""
    from app.areas.organisations.page import place_forms
    from app.base.home import Target

    page = shell.page()
    until(lambda: page.middle.list().count() > 0 and page.tree.model.rowCount())
    kinds = {
        "union": ("unions", "联合会"), "employer": ("employers", ""), "place": ("places", "村"),
    }  # fmt: skip
    for kind, (key, word) in kinds.items():
        page.middle.bring(key)
        until(lambda: page.middle.list().count() > 0)
        made_list = page.middle.list()
        ids = [made_list.model.id_at(n) for n in range(made_list.count())]
        rows_read = shell.desk.workspace.read(
            lambda c, s=made_list, i=ids: list(s.source.rows(c, i, s.view()))
        )
        record = next(i for i, r in zip(ids, rows_read, strict=True) if word in r["name"])
        shell.go(Target("organisations", kind, record))
        until(lambda k=kind, r=record: page.details.get(k) and page.details[k].card is not None
              and page.details[k].card.id == r)  # fmt: skip
        grab(f"detail-{kind}")
        for which in page.menu().of(page.details[kind].card):
            if which.key in ("delete", "uncomplete", "merge_doubled") and kind == "employer":
                continue
            which.run()
            wait(200)
            if page.editor.is_open():
                page.editor.save()
                wait(300)
                grab(f"{kind}-{which.key}")
                review(shell, page, kind, which.key, grab)
                page.editor.close_form()
                page._form_left()
            for dialog in shell.findChildren(object, f"sure_{which.key}"):
                grab(f"{kind}-{which.key}-sure", dialog)
                dialog.reject()
    page.middle.bring("employers")
    until(lambda: page.middle.list().count() > 0)
    page.heads()
    heads = page.workplace.heads
    until(lambda: len(heads.grid.model.rows) > 5)
    known = [n for n, one in enumerate(heads.grid.model.rows) if "J201" in one.values][:3]
    for line in known:
        heads.grid.model.take(line, 2, "")
    heads.grid.model.take(1, 3, "1")
    page.save()
    wait(500)
    grab("heads-emptied")
    for dialog in shell.findChildren(QDialog, "review"):
        grab("heads-review", dialog)
        dialog.reject()
    heads.forget()
    page._leave_workplace()
    page.open_form(place_forms.add(page.maker()))
    form = page.editor.form
    editor = form.editor("division")
    shell.activateWindow()
    wait(200)
    editor.setFocus()
    editor._ask()
    wait(900)
    grab("place-divisions")
    for popup in shell.findChildren(object):
        if popup.objectName().startswith("add_place_division") and popup.isWindow():
            grab("place-divisions-popup", popup)


def review(shell: Any, page: Any, kind: str, key: str, grab: Any) -> None:
    """What is shown before the act, where something is."""
    form = page.editor.form
    if key == "rename_below":
        form.put("new", "王庆坨智能骑行产业园")
    elif key == "merge":
        picker = form.editor("into").picker
        text = "工会联合会" if kind == "union" else ""
        (one, *_) = shell.desk.workspace.read(lambda c: picker.search(c, text, 5))
        form.put("into", one.key, one.title)
    else:
        return
    page.editor.save()
    wait(600)
    for dialog in shell.findChildren(QDialog, "review"):
        grab(f"{kind}-{key}-review", dialog)
        dialog.reject()


def main() -> int:
    """Each size in its own process: the device pixel ratio is fixed at start."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "build/gallery")
    out.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        one(out, sys.argv[2])
        return 0
    made(out)
    for size, (_width, _height, ratio) in SIZES.items():
        environment = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(ratio),
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.areas.organisations.gallery_forms", str(out), size]
        subprocess.run(command, env=environment, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

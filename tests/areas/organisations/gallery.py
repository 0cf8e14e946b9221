"""Pictures of the page of 组织: python -m tests.areas.organisations.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.desk.gallery import SIZES, in_children, wait

TODAY = date(2026, 11, 22)
PASSWORD = "口令 abc"
AREA = "organisations"


def made(folder: Path, size: str = "township", areas: Sequence[str] = (AREA,)) -> Path:
    """A workspace of sample data, made once; ``areas``: whose."""
    from app.areas import AREAS
    from app.areas.organisations.demo import demo_surroundings
    from app.start import wiring
    from app.store.keys import Cost
    from app.store.workspace import Workspace

    path = folder / f"样例 {size} {'-'.join(areas)}"
    if not path.exists():
        space = Workspace.create(
            path, user="王敏", password=PASSWORD, wiring=wiring(),
            surroundings=demo_surroundings(1, TODAY), cost=Cost(1, 8 * 1024 * 1024),
        )  # fmt: skip
        for area in AREAS:
            if area.name in areas:
                area.load("demo")(space, size=size, today=TODAY)
        space.close()
    return path


def until(ready: Callable[[], Any], most: int = 15_000) -> None:
    """Run the event loop until something is so."""
    passed = 0
    while not ready() and passed < most:
        wait(50)
        passed += 50
    wait(150)


def windowed(
    out: Path,
    size: str,
    scheme: str,
    visit: Callable[[Any, Callable[..., None]], None],
    *,
    areas: Sequence[str] = (AREA,),
    data: str = "township",
) -> None:
    """The page of the last of ``areas`` over the sample data at one size; ``visit`` gets the shell
    and what takes a picture of it (or of another widget) under a name."""
    from PySide6.QtWidgets import QApplication

    from app.areas import AREAS
    from app.desk import theme
    from app.desk.operations import Operations
    from app.desk.page import Desk
    from app.desk.settings import Settings
    from app.desk.shell import Shell
    from app.start import wiring
    from app.store.workspace import Workspace

    width, height, ratio = SIZES[size]
    app = QApplication.instance() or QApplication([])
    theme.apply(app, scheme)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "w"
        shutil.copytree(made(out, data, areas), kept)
        space = Workspace.open(kept, password=PASSWORD, wiring=wiring())
        ops = Operations(space)
        ops.crashed.connect(lambda error: print("CRASH", repr(error)))
        desk = Desk(space, ops, Settings(Path(folder) / "s.json"), today=lambda: TODAY,
                    areas=AREAS)  # fmt: skip
        pages = [a.load("page") for a in AREAS if a.name in areas]
        shell = Shell(
            desk, pages, check_password=lambda p: True, report=lambda e: Path("r"),
            title="样例",
        )  # fmt: skip
        shell.resize(round(width / ratio), round(height / ratio))
        shell.show()
        shell.open(areas[-1])

        def grab(name: str, widget: Any = shell) -> None:
            wait(300)
            widget.grab().save(str(out / f"{size}-{scheme}-{name}.png"))

        visit(shell, grab)
        shell.setProperty("may_close", True)
        shell.close()
        ops.close()
        space.close()


def one(out: Path, size: str, scheme: str) -> None:
    """Every view of the page at one size."""
    short = size not in ("1366-100", "1920-200")
    windowed(
        out, size, scheme, lambda shell, grab: tour(shell.page(), grab, shell.desk, short=short)
    )


def tour(page: Any, grab: Any, desk: Any, *, short: bool) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QDialog

    shown = page.middle.list()
    until(lambda: shown.count() > 0 and page.tree.model.rowCount() and page.problems.known)
    if page.panes.is_narrow():
        grab("narrow")
        page.panes._side.click()
        wait(200)
    tree, model = page.tree.tree, page.tree.model
    top = model.index(0, 0)
    until(lambda: model.rowCount(top) > 3)
    federation = next(
        i for n in range(model.rowCount(top))
        if "联合会" in model.index(n, 0, top).data() and (i := model.index(n, 0, top))
    )  # fmt: skip
    tree.setCurrentIndex(federation)
    until(lambda: page.details and page.details["union"].card is not None)
    grab("union")
    page.middle.bring("employers")
    until(lambda: page.middle.list().count() > 0)
    page.middle.list().select_first()
    until(lambda: "employer" in page.details and page.details["employer"].card is not None)
    grab("employer")
    page.edit()
    wait(200)
    page.editor.form.put("credit_code", "91110000MA01234567X")
    page.editor.form.check()
    grab("form")
    page.editor.close_form()
    page.found_for({})
    grab("found")
    page.editor.close_form()
    page.form_left()
    if short:
        return
    from app.base.home import Target

    page.jump(Target("organisations", "union", page.details["union"].record()))
    until(lambda: page.right.currentWidget() is page.details["union"])
    detail = page.details["union"]
    page.panes.show_detail()
    for tab in ("covered", "readings", "contacts", "findings", "history"):
        detail.show_tab(tab)
        grab(f"tab-{tab}")
    detail.show_tab("facts")
    page.panes.show_list()
    page.middle.bring("uncovered")
    wait(300)
    grab("uncovered")
    page.tree.tabs.setCurrentIndex(1)
    wait(400)
    page.middle.bring("places")
    wait(300)
    page.middle.list().select_first()
    grab("places")
    page.tree.tabs.setCurrentIndex(0)
    page.middle.bring("employers")
    wait(300)
    page.heads()
    grab("heads")
    page._leave_workplace()
    page.work("findings", rule="")
    grab("findings")
    page.work("missing", kind="", field="")
    grab("missing")
    first = page.middle.list().model.id_at(0)
    page.work("doubles", record=first)
    page.workplace.doubles._picked(page.middle.list().model.id_at(1))
    grab("doubles")
    page._leave_workplace()
    page._export()
    grab("export", page.exporter.dialog)
    page.exporter.dialog.reject()
    desk.look_at_day(date(2025, 6, 30))
    wait(500)
    grab("past")
    for dialog in page.window().findChildren(QDialog):
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.close()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.organisations.gallery", one, before=made))

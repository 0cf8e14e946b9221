"""The page of 组织 in the real shell, over a real workspace with a few invented records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QLabel

from app.areas.organisations.page import PAGE
from app.desk import theme
from app.desk.operations import Operations
from app.desk.page import Desk
from app.desk.settings import ListStates, Settings
from app.desk.shell import Shell
from tests.areas.organisations.town import TODAY, Town


class Shown:
    """The page with what stands in it.

    Attributes:
        town: the records.
        page, shell, desk: the window.
        federation, single, bare: ids of a federation, a single union, a firm without a union.
        first, second: firms that the federation covers.
    """

    def __init__(self, qtbot: Any, town: Town) -> None:
        self.qtbot, self.town = qtbot, town
        place = town.villages["一街村"]
        self.federation = town.federation(place_id=place, chair="韩敏", phone="13812341201")
        self.single = town.union("天津恒泰车料有限公司工会委员会", place_id=town.place)
        self.first = town.employer("天津沐阳自行车配件有限公司", of=self.federation, workers=26,
                                   members=18, place_id=place)  # fmt: skip
        self.second = town.employer("天津顺驰轮胎有限公司", of=self.federation, workers=24,
                                    members=24, place_id=place)  # fmt: skip
        self.bare = town.employer("天津华盛物流有限公司", workers=22, place_id=place)
        town.report("union", self.single, J201=83, J206=61)

    def wait(self, ready: Any) -> None:
        """Until something is so."""
        self.qtbot.waitUntil(ready, timeout=10_000)

    def show(self, kind: str, record: str) -> Any:
        """A record in the detail; its ``Card``."""
        from app.base.home import Target

        self.shell.go(Target("organisations", kind, record))
        self.wait(
            lambda: (
                kind in self.page.details
                and (card := self.page.details[kind].card) is not None
                and card.id == record
            )
        )
        return self.page.details[kind].card

    def act(self, kind: str, key: str) -> None:
        """An act from the buttons of the detail."""
        (which,) = [a for a in self.page.menu().of(self.page.details[kind].card) if a.key == key]
        which.run()
        self.wait(self.page.editor.is_open)

    def fill(self, **values: Any) -> Any:
        """Type into the open form: text as a person would, a pair as (key, title) of a choice."""
        form = self.page.editor.form
        for key, value in values.items():
            if isinstance(value, tuple):
                form.put(key, value[0], value[1])
            else:
                form.put(key, value)
        return form

    def save(self) -> None:
        """Ctrl+S, and wait until the form is gone."""
        self.page.save()
        self.wait(lambda: not self.page.editor.is_open())

    def refused(self) -> dict[str, str]:
        """Ctrl+S; the sentences beside the fields."""
        self.page.save()
        self.wait(lambda: bool(self.messages()))
        return self.messages()

    def messages(self) -> dict[str, str]:
        """The sentences beside the fields of the open form."""
        cells = self.page.editor.form.cells
        return {key: cell.message.text() for key, cell in cells.items() if cell.message.text()}

    def dialog(self, name: str) -> Any:
        """A dialog that is open."""
        self.wait(lambda: any(d.isVisible() for d in self._dialogs(name)))
        return next(d for d in self._dialogs(name) if d.isVisible())

    def _dialogs(self, name: str) -> list[Any]:
        return self.shell.findChildren(QDialog, name)

    def newest(self) -> str:
        """Title of the newest entry of the log."""
        from app.store.history import entries

        return str(self.town.workspace.read(lambda c: entries(c, limit=1))[0].title)

    def number(self) -> int:
        """Number of the newest entry: nothing was written while it stays."""
        from app.store.history import entries

        return int(self.town.workspace.read(lambda c: entries(c, limit=1))[0].number)

    def values(self, kind: str, record: str, day: Any = TODAY) -> Any:
        """A record as it is kept."""
        from app.areas.organisations.lists.window import values_of

        return self.town.workspace.read(lambda c: values_of(c, kind, record, day))

    def text(self, name: str) -> str:
        """What a label says."""
        return str(self.shell.findChild(QLabel, name).text())


def open_page(qtbot: Any, qapp: Any, town: Town, tmp_path: Path) -> Iterator[Shown]:
    """The page, filled and read; closed at the end."""
    theme.apply(qapp)
    shown = Shown(qtbot, town)
    ops = Operations(town.workspace)
    crashes: list[BaseException] = []
    ops.crashed.connect(crashes.append)
    desk = Desk(town.workspace, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY,
                states=ListStates())  # fmt: skip
    shell = Shell(desk, [PAGE], check_password=lambda _p: True,
                  report=lambda _e: tmp_path / "r.txt", title="王庆坨镇")  # fmt: skip
    qtbot.addWidget(shell)
    shown.desk, shown.shell = desk, shell
    shell.resize(1366, 768)
    shell.show()
    shown.page = page = shell.open("organisations")
    shown.wait(lambda: page.middle.list().count() == 3 and page._root != "")
    shown.wait(lambda: page.tree.model.rowCount() == 1)
    yield shown
    page.editor.close_form()
    page.workplace.heads.forget()
    for dialog in shell.findChildren(QDialog):
        dialog.close()
    shell.setProperty("may_close", True)
    shell.close()
    ops.close()
    assert [repr(error) for error in crashes] == []

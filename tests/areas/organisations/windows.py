"""The page of 组织 in the real shell, over a real workspace with a few invented records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QTableView

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

    def reviewed(self) -> tuple[Any, list[tuple[str, ...]]]:
        """Ctrl+S; the dialog with what the act will change, and its lines."""
        self.page.save()
        dialog = self.dialog("review")
        table = dialog.findChild(QTableView, "review_rows").model()
        return dialog, [tuple(one[c.key] for c in table.columns) for one in table.entries]

    def agree(self) -> list[tuple[str, ...]]:
        """Ctrl+S and a yes to what is shown before the act; the lines that were shown."""
        dialog, lines = self.reviewed()
        dialog.findChild(QAbstractButton, "review_yes").click()
        self.wait(lambda: not self.page.editor.is_open() or bool(self.messages()))
        return lines

    def refused_after_review(self) -> dict[str, str]:
        """As ``refused``, where something is shown for a yes first."""
        self.agree()
        return self.messages()

    def settle(self) -> None:
        """Until nothing is being read or written."""
        self.wait(lambda: not self.desk.ops.busy())

    def offered(self, field: str, text: str) -> list[str]:
        """What a picker of the open form offers for a text."""
        picker = self.page.editor.form.editor(field).picker
        return [choice.title for choice in self.read(lambda c: picker.search(c, text, 40))]

    def acts_of(self, kind: str) -> list[str]:
        """Keys of the buttons of the record shown."""
        card = self.page.details[kind].card if kind in self.page.details else None
        return [a.key for a in self.page.menu().of(card)] if card is not None else []

    def undone(self, title: str) -> None:
        """The newest act is offered by its name, and taken back."""
        assert self.newest().startswith(title)
        self.wait(lambda: title in self.shell.foot.undo.text())
        before = self.number()
        self.shell.undo()
        self.wait(lambda: self.number() > before)
        self.settle()

    def tab(self, kind: str, key: str, count: int) -> Any:
        """The rows of a tab of the detail, once there are so many."""
        self.page.details[kind].show_tab(key)
        states = key == "history"
        rows = self.page.details[kind].states if states else self.page.details[kind].widget(key)
        self.wait(lambda: rows.count() == count)
        return rows

    def chip(self, name: str) -> None:
        """Press a button above the rows of a tab."""
        self.shell.findChild(QAbstractButton, name).click()

    def facts(self, kind: str) -> str:
        """What the first tab of the detail says."""
        sheet = self.page.details[kind].widget("facts")
        shown = [*sheet.findChildren(QLabel), *sheet.findChildren(QAbstractButton)]
        return "|".join(w.text() for w in shown if not w.isHidden())

    def names(self) -> set[str]:
        """What the list that is up shows."""
        made = self.page.middle.list()
        ids, view = [made.model.id_at(n) for n in range(made.count())], made.view()
        rows = self.read(lambda c: list(made.source.rows(c, ids, view)))
        return {row["name"] for row in rows}

    def ident(self, kind: str, name: str) -> str:
        """Id of the one record that bears or bore a name."""
        from app.areas.organisations.lists.window import same_name

        ((found, _name),) = self.read(lambda c: same_name(c, kind, name))
        return str(found)

    def read(self, query: Any) -> Any:
        """What a query finds."""
        return self.town.workspace.read(query)

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
    shown.wait(lambda: page.middle.list().count() == 3 and page.maker().root != "")
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

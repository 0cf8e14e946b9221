"""A page in the real shell, as tests use it: fill a form as a person would, save, look, undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLabel,
    QRadioButton,
    QTableView,
    QWidget,
)

from app.desk import theme
from app.desk.operations import Operations
from app.desk.page import Desk
from app.desk.settings import ListStates, Settings
from app.desk.shell import Shell
from tests.desk.test_shell import INTERACTIVE, foreign


class ShownPage:
    """A page that is up.

    Attributes:
        workspace: what it shows.
        page, shell, desk: the window; set by ``in_shell``.
    """

    page: Any
    shell: Any
    desk: Any

    def __init__(self, qtbot: Any, workspace: Any) -> None:
        self.qtbot, self.workspace = qtbot, workspace

    def wait(self, ready: Any) -> None:
        """Until something is so."""
        self.qtbot.waitUntil(ready, timeout=10_000)

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

    def undone(self, title: str) -> None:
        """The newest act is offered by its name, and taken back."""
        newest = self.newest()
        assert newest.startswith(title), newest
        self.wait(lambda: title in self.shell.foot.undo.text())
        before = self.number()
        self.shell.undo()
        self.wait(lambda: self.number() > before)
        self.settle()

    def chip(self, name: str) -> None:
        """Press a button above the rows of a tab."""
        self.shell.findChild(QAbstractButton, name).click()

    def read(self, query: Any) -> Any:
        """What a query finds."""
        return self.workspace.read(query)

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

        return str(self.workspace.read(lambda c: entries(c, limit=1))[0].title)

    def number(self) -> int:
        """Number of the newest entry: nothing was written while it stays."""
        from app.store.history import entries

        return int(self.workspace.read(lambda c: entries(c, limit=1))[0].number)

    def text(self, name: str) -> str:
        """What a label says."""
        return str(self.shell.findChild(QLabel, name).text())


def unnamed(top: QWidget) -> list[str]:
    """What can be used below a widget and has no name, and labels that are not plain text."""
    nameless = [
        f"{type(w).__name__} in {type(w.parentWidget()).__name__} {w.objectName()!r}"
        for w in top.findChildren(QWidget)
        if isinstance(w, (*INTERACTIVE, QRadioButton))
        and not foreign(w)
        and not (w.objectName() and w.accessibleName())
    ]
    labels = top.findChildren(QLabel)
    return nameless + [w.text() for w in labels if w.textFormat() != Qt.TextFormat.PlainText]


@contextmanager
def in_shell(
    shown: ShownPage,
    qapp: Any,
    entry: Any,
    tmp_path: Path,
    *,
    today: date,
    areas: Sequence[Any] = (),
    more: Sequence[Any] = (),
) -> Iterator[None]:
    """The page of an entry in a shell of its own, with the entries ``more`` on its rail; closed at
    the end, where no crash may be left."""
    theme.apply(qapp)
    ops = Operations(shown.workspace)
    crashes: list[BaseException] = []
    ops.crashed.connect(crashes.append)
    shown.desk = Desk(shown.workspace, ops, Settings(tmp_path / "s.json"), today=lambda: today,
                      states=ListStates(), areas=areas)  # fmt: skip
    shown.shell = shell = Shell(
        shown.desk, [entry, *more], check_password=lambda _p: True,
        report=lambda _e: tmp_path / "r.txt", title="王庆坨镇",
    )  # fmt: skip
    shown.qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shown.page = shell.open(entry.name)
    yield
    shown.page.editor.close_form()
    for dialog in shell.findChildren(QDialog):
        dialog.close()
    shell.setProperty("may_close", True)
    shell.close()
    ops.close()
    assert not crashes, [repr(error) for error in crashes]

"""The page of 五个一 in the real shell, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.five_ones.page import PAGE
from app.base.home import Target
from tests.areas.five_ones.conftest import Year
from tests.desk.pages import ShownPage, in_shell

TODAY = date(2026, 11, 22)


class Shown(ShownPage):
    """The page of an office with one federation.

    Attributes:
        year: makers of more; ``year.fed`` is the federation.
    """

    def __init__(self, qtbot: Any, year: Year) -> None:
        super().__init__(qtbot, year.space)
        self.year = year

    def show(self, kind: str, record: str, **target: str) -> Any:
        """A record in the detail; its card."""
        self.shell.go(Target("five_ones", kind, record, **target))
        self.wait(
            lambda: (
                kind in self.page.details
                and (card := self.page.details[kind].card) is not None
                and card.id == record
                and self.page.details[kind].record() == record
            )
        )
        self.settle()
        return self.page.details[kind].card

    def acts(self, kind: str) -> list[str]:
        """Keys of the buttons of the record shown."""
        detail = self.page.details[kind]
        return [a.key for a in detail.acts_of(detail.card)]

    def act(self, kind: str, key: str) -> None:
        """An act from the buttons of the detail, up to its form."""
        detail = self.page.details[kind]
        (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
        which.run()
        self.wait(self.page.editor.is_open)

    def lamps(self) -> dict[str, str]:
        """The row of the federation as the list has it."""
        self.settle()
        made = self.page.list("five_ones")
        view = made.view()
        (row,) = self.read(lambda c: list(made.source.rows(c, [self.year.fed], view)))
        kinds = ("members_congress", "workers_congress", "labour_contest", "recreation")
        return {key: row[key].word for key in kinds}


def open_page(qtbot: Any, qapp: Any, year: Year, tmp_path: Path) -> Iterator[Shown]:
    """The page, read; closed at the end."""
    shown = Shown(qtbot, year)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        shown.wait(lambda: shown.page.list().count() == 1)
        yield shown

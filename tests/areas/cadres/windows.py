"""The page of 干部与换届 in the real shell, over a real workspace with a few invented people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.cadres.page import PAGE
from app.base.home import Target
from tests.areas.cadres.conftest import Cadres
from tests.desk.pages import ShownPage, in_shell

TODAY = date(2026, 11, 22)


class Shown(ShownPage):
    """The page with 甲 (committee, term since 1 March 2024, chair 王小明) and 乙 without anything.

    Attributes:
        cadres: makers of more.
        body, term, chair: of 甲.
    """

    def __init__(self, qtbot: Any, cadres: Cadres) -> None:
        super().__init__(qtbot, cadres.space)
        self.cadres = cadres
        self.body, self.term, self.chair = cadres.led()

    def show(self, kind: str, record: str, **target: str) -> Any:
        """A record in the detail; its card."""
        self.shell.go(Target("cadres", kind, record, **target))
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

    def names(self, column: str = "name") -> list[str]:
        """What the list that is up shows."""
        made = self.page.list()
        self.settle()
        ids, view = [made.model.id_at(n) for n in range(made.count())], made.view()
        return [row[column] for row in self.read(lambda c: list(made.source.rows(c, ids, view)))]


def open_page(qtbot: Any, qapp: Any, cadres: Cadres, tmp_path: Path) -> Iterator[Shown]:
    """The page, filled and read; closed at the end."""
    shown = Shown(qtbot, cadres)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        shown.wait(lambda: shown.page.list().count() >= 3)
        yield shown

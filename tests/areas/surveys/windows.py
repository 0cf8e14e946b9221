"""The page of 民主评议 in the real shell, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.surveys.page import PAGE
from app.base.home import Target
from tests.areas.surveys.conftest import Polls
from tests.desk.pages import ShownPage, in_shell

TODAY = date(2026, 11, 22)


class Shown(ShownPage):
    """The page of an office with two unions.

    Attributes:
        polls: makers of surveys.
    """

    def __init__(self, qtbot: Any, polls: Polls) -> None:
        super().__init__(qtbot, polls.space)
        self.polls = polls

    def show(self, kind: str, record: str, **target: str) -> Any:
        """A record in the detail; its card."""
        self.shell.go(Target("surveys", kind, record, **target))
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
        """An act from the buttons of the detail."""
        detail = self.page.details[kind]
        (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
        which.run()

    def form(self, kind: str, key: str) -> None:
        """The same, up to its form."""
        self.act(kind, key)
        self.wait(self.page.editor.is_open)


def open_page(qtbot: Any, qapp: Any, polls: Polls, tmp_path: Path) -> Iterator[Shown]:
    """The page, read; closed at the end."""
    shown = Shown(qtbot, polls)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        shown.settle()
        yield shown

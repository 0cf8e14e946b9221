"""The page of 六有 in the real shell, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.six_haves.page import PAGE
from app.base.home import Target
from tests.areas.six_haves.test_assessments import DAY, Scoring
from tests.desk.pages import ShownPage, in_shell


class Shown(ShownPage):
    """The page of an office with one union of 100 workers.

    Attributes:
        six: makers of more.
    """

    def __init__(self, qtbot: Any, six: Scoring) -> None:
        super().__init__(qtbot, six.space)
        self.six = six

    def show(self, kind: str, record: str) -> Any:
        """A record in the detail; its card."""
        self.ready()
        self.shell.go(Target("six_haves", kind, record))
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

    def ready(self) -> None:
        """Until the scores are known and nothing is under way."""
        self.settle()
        self.wait(lambda: self.page.scores() is not None and not self.page.scoring.busy())
        self.settle()

    def act(self, kind: str, key: str) -> None:
        """An act from the buttons of the detail, up to its form."""
        detail = self.page.details[kind]
        (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
        which.run()
        self.wait(self.page.editor.is_open)

    def acts(self, kind: str) -> list[str]:
        """Keys of the buttons of the record shown."""
        detail = self.page.details[kind]
        return [a.key for a in detail.acts_of(detail.card)]

    def row(self, union: str) -> dict[str, Any]:
        """The row of a union as the list has it."""
        self.ready()
        made = self.page.list("six_haves")
        view = made.view()
        (row,) = self.read(lambda c: list(made.source.rows(c, [union], view)))
        return dict(row)


def open_page(qtbot: Any, qapp: Any, six: Scoring, tmp_path: Path) -> Iterator[Shown]:
    """The page, computed; closed at the end."""
    shown = Shown(qtbot, six)
    with in_shell(shown, qapp, PAGE, tmp_path, today=DAY, areas=AREAS):
        shown.ready()
        yield shown

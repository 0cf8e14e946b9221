"""An import of one kind walked through in the window, for the tests of the areas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.desk import theme
from app.desk.importing.page import ImportPage
from tests.desk.desks import desk_on
from tests.desk.test_importing import WAIT, Walk, note


class KindWalk(Walk):
    """Takes a person through the steps; short ways to what most tests look at."""

    def refused(self, step: Any) -> dict[str, str]:
        """Cell → sentence of what keeps rows out."""
        return {line["cell"]: line["said"] for line in step.tabs.wrong}

    def mend(self, step: Any, cell: str, text: str) -> None:
        """Type another text into a wrong cell, or choose one that is offered."""
        panel = self._at(step, "wrong", cell)
        if text in [panel.near.itemText(n) for n in range(panel.near.count())]:
            panel.near.setCurrentText(text)
            panel.choose.click()
        else:
            panel.edit.setText(text)
            panel.ok.click()
        self.settled(step)

    def counts(self, step: Any) -> dict[str, int]:
        """Card → number."""
        return {key: int(card.value.text()) for key, card in step.cards.items()}

    def undo(self, done: Any) -> None:
        """Take the whole import back."""
        assert done.undo.isEnabled()
        done.undo.click()
        self.until(lambda: "已撤销" in note(done))

    @staticmethod
    def _at(step: Any, tab: str, cell: str) -> Any:
        step.show_tab(tab)
        lines = [line["cell"] for line in getattr(step.tabs, tab)]
        step.tables[tab].table.selectRow(lines.index(cell))
        return step.panels[tab]


@contextmanager
def walking(qapp: Any, qtbot: Any, space: Any, folder: Path, kind: str) -> Iterator[KindWalk]:
    """The page of the import, with the kind of list chosen."""
    theme.apply(qapp)
    with desk_on(space, folder) as desk:
        page = ImportPage(desk)
        page.resize(1180, 640)
        page.show()
        source: Any = page.step("source")
        source.kind.setCurrentIndex(source.kind.findData(kind))
        yield KindWalk(page, qtbot)
        page.start_anew()
        qtbot.waitUntil(lambda: not desk.ops.running(), timeout=WAIT)
    page.close()
    page.deleteLater()

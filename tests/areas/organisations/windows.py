"""The page of 组织 in the real shell, over a real workspace with a few invented records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QLabel

from app.areas.organisations.page import PAGE
from tests.areas.organisations.town import TODAY, Town
from tests.desk.pages import ShownPage, in_shell


class Shown(ShownPage):
    """The page with what stands in it.

    Attributes:
        town: the records.
        federation, single, bare: ids of a federation, a single union, a firm without a union.
        first, second: firms that the federation covers.
    """

    def __init__(self, qtbot: Any, town: Town) -> None:
        super().__init__(qtbot, town.workspace)
        self.town = town
        place = town.villages["一街村"]
        self.federation = town.federation(place_id=place, chair="韩敏", phone="13812341201")
        self.single = town.union("天津恒泰车料有限公司工会委员会", place_id=town.place)
        self.first = town.employer("天津沐阳自行车配件有限公司", of=self.federation, workers=26,
                                   members=18, place_id=place)  # fmt: skip
        self.second = town.employer("天津顺驰轮胎有限公司", of=self.federation, workers=24,
                                    members=24, place_id=place)  # fmt: skip
        self.bare = town.employer("天津华盛物流有限公司", workers=22, place_id=place)
        town.report("union", self.single, J201=83, J206=61)

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

    def acts_of(self, kind: str) -> list[str]:
        """Keys of the buttons of the record shown."""
        card = self.page.details[kind].card if kind in self.page.details else None
        return [a.key for a in self.page.menu().of(card)] if card is not None else []

    def tab(self, kind: str, key: str, count: int) -> Any:
        """The rows of a tab of the detail, once there are so many."""
        self.page.details[kind].show_tab(key)
        states = key == "history"
        rows = self.page.details[kind].states if states else self.page.details[kind].widget(key)
        self.wait(lambda: rows.count() == count)
        return rows

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

    def values(self, kind: str, record: str, day: Any = TODAY) -> Any:
        """A record as it is kept."""
        from app.areas.organisations.lists.window import values_of

        return self.town.workspace.read(lambda c: values_of(c, kind, record, day))


def open_page(qtbot: Any, qapp: Any, town: Town, tmp_path: Path) -> Iterator[Shown]:
    """The page, filled and read; closed at the end."""
    shown = Shown(qtbot, town)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY):
        page = shown.page
        shown.wait(lambda: page.middle.list().count() == 3 and page.maker().root != "")
        shown.wait(lambda: page.tree.model.rowCount() == 1)
        yield shown
        page.workplace.heads.forget()

"""The page of 会员 in the real shell, over a real workspace with a few invented people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.members.lists.detail import person_card
from app.areas.members.page import PAGE
from app.base.home import Target
from tests.areas.members.conftest import People
from tests.desk.pages import ShownPage, in_shell

TODAY = date(2026, 11, 22)


class Shown(ShownPage):
    """The page with three members of 甲: 王小明 (since 1 March 2024), 李芳 and 赵强 (期初).

    Attributes:
        people: makers of more.
        wang, li, zhao: ids.
    """

    def __init__(self, qtbot: Any, people: People) -> None:
        super().__init__(qtbot, people.space)
        self.people = people
        self.wang = people.member("王小明", since=date(2026, 3, 1), phone="13812341201", sex="1")
        self.li = people.member("李芳", sex="2")
        self.zhao = people.member("赵强", sex="1")

    def show(self, kind: str, record: str, **target: str) -> Any:
        """A record in the detail; its card."""
        self.shell.go(Target("members", kind, record, **target))
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

    def member(self, record: str) -> Any:
        """A person in the detail; her card."""
        return self.show("member", record)

    def acts(self, kind: str = "member") -> list[str]:
        """Keys of the buttons of the record shown."""
        detail = self.page.details[kind]
        return [a.key for a in detail.acts_of(detail.card)]

    def act(self, key: str, kind: str = "member") -> None:
        """An act from the buttons of the detail, up to its form."""
        detail = self.page.details[kind]
        (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
        which.run()
        self.wait(self.page.editor.is_open)

    def card(self, record: str, day: date = TODAY) -> dict[str, Any]:
        """Everything of a person as it is kept."""
        return self.read(lambda c: person_card(c, record, day))

    def standing(self, record: str) -> tuple[str, str]:
        """(状态, 工会)."""
        row = self.card(record)["row"]
        return str(row["status"]), row["union"]

    def choose(self, *records: str) -> None:
        """Select rows of the list that is up."""
        made = self.page.list()
        self.wait(lambda: all(made.model.row_of(r) >= 0 for r in records))
        model, flags = made.table.selectionModel(), _flags()
        model.clearSelection()
        for record in records:
            model.select(made.model.index(made.model.row_of(record), 0), flags)

    def names(self) -> list[str]:
        """What the list that is up shows."""
        made = self.page.list()
        self.settle()
        ids, view = [made.model.id_at(n) for n in range(made.count())], made.view()
        return [row["name"] for row in self.read(lambda c: list(made.source.rows(c, ids, view)))]


def _flags() -> Any:
    from PySide6.QtCore import QItemSelectionModel

    flags = QItemSelectionModel.SelectionFlag
    return flags.Select | flags.Rows


def open_page(qtbot: Any, qapp: Any, people: People, tmp_path: Path) -> Iterator[Shown]:
    """The page, filled and read; closed at the end."""
    shown = Shown(qtbot, people)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        shown.wait(lambda: shown.page.list().count() == 3)
        yield shown

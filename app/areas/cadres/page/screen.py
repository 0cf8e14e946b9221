"""The page of 干部与换届: its lists as chips, what is chosen at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.areas.members.page.batch_bar import BatchBar
from app.base.home import Target
from app.desk.page import Desk
from app.desk.parts_page import PartsPage

from ..checks import run_checks
from ..lists.holders import delegation_of_delegate, election_of_candidate
from .exporting import CadreExporter
from .menu import Menu
from .paper_editor import start_matter
from .views import PARTS

DRAFT = "draft_"
"""Before the matter of papers in the ``view`` of a target whose id is a union."""


HOLDERS: dict[str, tuple[str, Callable[[Any, str], str | None]]] = {
    "candidate": ("election", election_of_candidate),
    "delegate": ("delegation", delegation_of_delegate),
}
"""Records that have no list of their own: the kind of the record that shows them, and which."""


class CadresPage(PartsPage):
    """The screens of the area.

    Attributes:
        menu: makes acts and forms, for details.
    """

    area = "cadres"
    title = "干部与换届"
    nothing = "在名单里选一个，这里就显示它的机构、任期和任职。"
    parts_of = PARTS
    checks = (run_checks,)
    exporter_type = CadreExporter
    word = "干部"
    bar = BatchBar

    def jump(self, target: Target) -> None:
        """A record, a view, or a paper that the record of a union asks for."""
        matter = target.view.removeprefix(DRAFT)
        if target.kind in HOLDERS:
            self._jump_to_holder(target)
        elif target.id and matter != target.view:
            self.bring("official_papers")
            start_matter(self, matter, target.id)
        else:
            super().jump(target)

    def _jump_to_holder(self, target: Target) -> None:
        kind, find = HOLDERS[target.kind]

        def show(found: str | None) -> None:
            if found is not None:
                self.jump(Target(self.area, kind, found))

        self.desk.ops.ask(
            lambda connection: find(connection, target.id), owner=self, done=show, slot="holder"
        )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.menu: Menu = Menu(desk, self, self.open_form)

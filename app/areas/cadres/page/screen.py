"""The page of 干部与换届: its lists as chips, what is chosen at the right."""

from __future__ import annotations

from app.areas.members.page.batch_bar import BatchBar
from app.desk.page import Desk
from app.desk.parts_page import PartsPage

from ..checks import run_checks
from .exporting import CadreExporter
from .menu import Menu
from .views import PARTS


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

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.menu: Menu = Menu(desk, self, self.open_form)

"""The page of 五个一: the lamps, activities, consultations and contracts as chips."""

from __future__ import annotations

from app.areas.members.page.batch_bar import BatchBar
from app.desk.parts_page import PartsPage
from app.desk.report_books import save_report_book

from ..checks import run_checks
from ..lists.lamps import year_of
from .attending import CongressMaker
from .exporting import FiveOnesExporter
from .views import PARTS

_YEARS = ("five_ones", "five_ones_statistics", "five_ones_ledger")
"""The views that show a year."""


class FiveOnesPage(PartsPage):
    """The screens of the area."""

    area = "five_ones"
    title = "五个一"
    nothing = "选一个工会，这里就显示它全年的五件事；选一项活动，就显示它的内容和材料。"
    parts_of = PARTS
    checks = (run_checks,)
    exporter_type = FiveOnesExporter
    word = "五个一"
    bar = BatchBar
    widths = (0, 760, 430)

    @property
    def make(self) -> CongressMaker:
        """Forms as of the present day."""
        return CongressMaker(self.desk.today, self.desk.areas)

    def year(self) -> int:
        """The year that the lamps, or the ledger, are shown for."""
        if self.key() in _YEARS:
            return year_of(self.list().view())
        made = self.list(_YEARS[0])
        made.look(day=self.desk.day, unit=self.desk.unit)  # it may not have been looked at yet
        return year_of(made.view())

    def save_statistics(self) -> None:
        """The 统计表 with the ledger as a workbook to hand in."""
        year = self.year()
        self.exporter.files = save_report_book(
            self, self.desk, "five_ones_statistics", f"{year}年五个一统计表", {"year": str(year)}
        )

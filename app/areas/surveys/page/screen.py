"""The page of 民主评议: surveys and comments as chips."""

from __future__ import annotations

from app.areas.members.page.maker import Maker
from app.desk.parts_page import PartsPage

from ..checks import run_checks
from .exporting import SurveysExporter
from .views import PARTS


class SurveysPage(PartsPage):
    """The screens of the area."""

    area = "surveys"
    title = "民主评议"
    nothing = "选一次评议，这里就显示它的收发票数、结果、意见建议和分组。"
    parts_of = PARTS
    checks = (run_checks,)
    exporter_type = SurveysExporter
    word = "评议"
    widths = (0, 700, 470)

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)

"""The views of a year: its lamps, their statistics, the ledger; and activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.desk.form_spec import FormSpec
from app.desk.menus import Entry
from app.desk.parts_page import Part

from ..lists.activities import ACTIVITIES
from ..lists.lamps import LAMPS
from ..lists.ledger import LEDGER
from ..lists.statistics import STATISTICS
from . import activity_forms as activities
from . import congress_forms as congresses
from .details import ActivityDetail, YearDetail
from .item_detail import ItemDetail

if TYPE_CHECKING:
    from .screen import FiveOnesPage


def _record(page: FiveOnesPage) -> FormSpec:
    return activities.record(page.make, page.union())


def _edit(page: FiveOnesPage, card: Any) -> FormSpec | None:
    return edit_form(page, card)


def edit_form(page: FiveOnesPage, card: Any) -> FormSpec:
    """编辑 of an activity or a congress."""
    data = card.data
    if data.congress is not None:
        return congresses.edit(page.make, data)
    return activities.edit(data)


def _more(page: FiveOnesPage) -> list[Entry]:
    make = page.make
    return [
        ("plan", "排计划…", lambda: page.open_form(activities.plan(make, page.union()))),
        ("congress", "登记大会…", lambda: page.open_form(congresses.record(make, page.union()))),
        ("plan_congress", "计划大会…",
         lambda: page.open_form(congresses.plan(make, page.union()))),
        ("ledger", "打印统计表和台账…",
         lambda: page.paper("five_ones_ledger", "五个一台账和统计表", year=str(page.year()))),
        ("statistics", "统计表和台账存为工作簿…", page.save_statistics),
        ("quarters", "打印按季度进度…",
         lambda: page.paper("five_ones_quarters", "五个一按季度进度", year=str(page.year()))),
    ]  # fmt: skip


OWN = (
    Part(
        "five_ones", "五个一", LAMPS, YearDetail, "登记活动", _record, more=_more,
        sheet="activities",
    ),
    Part(
        "five_ones_statistics", "统计", STATISTICS, ItemDetail, "登记活动", _record, more=_more,
    ),
    Part(
        "five_ones_ledger", "台账", LEDGER, YearDetail, "登记活动", _record, more=_more,
        sheet="five_ones",
    ),
    Part(
        "activities", "活动", ACTIVITIES, ActivityDetail, "登记活动", _record, _edit, _more,
        sheet="activities",
    ),
)  # fmt: skip

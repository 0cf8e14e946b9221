"""五个一: five yearly duties of a federation; meetings, contracts and contests behind them."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.five_ones"

AREA = Area(
    "five_ones",
    "五个一",
    40,
    {
        "records": f"{_HERE}.records",
        "search": f"{_HERE}.search:SEARCH",
        "personal": f"{_HERE}.lists.personal:personal",
        "lists": f"{_HERE}.lists:LISTS",
        "files": f"{_HERE}.lists.filed:files",
        "papers": f"{_HERE}.paper:PAPERS",
        "chapters": f"{_HERE}.paper:CHAPTER",
        "demo": f"{_HERE}.demo:demo",
        "sheets": f"{_HERE}.sheet.service:SHEETS",
        "workbooks": f"{_HERE}.sheet.statistics:WORKBOOKS",
        "page": f"{_HERE}.page:PAGE",
        "stories": f"{_HERE}.page.bargain_story:STORIES",
        "home": f"{_HERE}.due:home",
        "due": f"{_HERE}.due:due",
        "calendar": f"{_HERE}.due:calendar",
        "checks": f"{_HERE}.checks:run_checks",
        "figures": f"{_HERE}.figures:FIGURES",
        "invariants": f"{_HERE}.checks:INVARIANTS",
    },
)

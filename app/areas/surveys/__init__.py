"""民主评议: forms, counting and results; comments and what was answered to them."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.surveys"

AREA = Area(
    "surveys",
    "民主评议",
    50,
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
        "page": f"{_HERE}.page:PAGE",
        "stories": f"{_HERE}.page.story:STORIES",
        "due": f"{_HERE}.due:due",
        "calendar": f"{_HERE}.due:calendar",
        "checks": f"{_HERE}.checks:run_checks",
        "figures": f"{_HERE}.figures:FIGURES",
    },
)

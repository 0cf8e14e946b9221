"""六有: self-assessment scored from the records, improvement, yearly targets."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.six_haves"

AREA = Area(
    "six_haves",
    "六有",
    75,
    {
        "records": f"{_HERE}.records",
        "figures": f"{_HERE}.figures:FIGURES",
        "files": f"{_HERE}.lists.filed:files",
        "lists": f"{_HERE}.lists:LISTS",
        "sheets": f"{_HERE}.sheet:SHEETS",
        "page": f"{_HERE}.page:PAGE",
        "stories": f"{_HERE}.page.story:STORIES",
        "demo": f"{_HERE}.demo:demo",
        "home": f"{_HERE}.due:home",
        "due": f"{_HERE}.due:due",
        "calendar": f"{_HERE}.due:calendar",
        "papers": f"{_HERE}.paper:PAPERS",
        "chapters": f"{_HERE}.paper:CHAPTER",
        "assess": f"{_HERE}.checks.assess:assess",
    },
)

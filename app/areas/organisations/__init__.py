"""组织: places, the 小三级, employers, joint unions, federations, coverage, reported numbers."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.organisations"

AREA = Area(
    "organisations",
    "组织",
    10,
    {
        "records": f"{_HERE}.records",
        "guards": f"{_HERE}.guards:GUARDS",
        "search": f"{_HERE}.search:SEARCH",
        "office": f"{_HERE}.opening",
        "lists": f"{_HERE}.lists:LISTS",
        "files": f"{_HERE}.lists.filed:files",
        "papers": f"{_HERE}.paper:PAPERS",
        "chapters": f"{_HERE}.paper:CHAPTER",
        "sheets": f"{_HERE}.sheet:SHEETS",
        "senders": f"{_HERE}.lists.senders:senders",
        "checks": f"{_HERE}.checks:run_checks",
        "invariants": f"{_HERE}.checks:INVARIANTS",
        "home": f"{_HERE}.due:home",
        "due": f"{_HERE}.due:due",
        "calendar": f"{_HERE}.due:calendar",
        "missing": f"{_HERE}.due:missing",
        "figures": f"{_HERE}.figures:FIGURES",
        "counts": f"{_HERE}.counts:counts",
        "demo": f"{_HERE}.demo:demo",
        "page": f"{_HERE}.page:PAGE",
        "stories": f"{_HERE}.page.story:STORIES",
        "unit_popup": f"{_HERE}.page:unit_popup",
    },
)

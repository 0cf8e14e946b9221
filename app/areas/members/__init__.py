"""会员: people by real name, one membership for life, moved between unions as dated acts."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.members"

AREA = Area(
    "members",
    "会员",
    20,
    {
        "records": f"{_HERE}.records",
        "guards": f"{_HERE}.guards:GUARDS",
        "erase": f"{_HERE}.acts.erasing:ERASERS",
        "search": f"{_HERE}.search:SEARCH",
        "personal": f"{_HERE}.lists.personal:personal",
        "lists": f"{_HERE}.lists:LISTS",
        "files": f"{_HERE}.lists.filed:files",
        "counts": f"{_HERE}.counts:counts",
        "chapters": f"{_HERE}.paper:CHAPTER",
        "papers": f"{_HERE}.paper:PAPERS",
        "page": f"{_HERE}.page:PAGE",
        "stories": f"{_HERE}.page.story:STORIES",
        "demo": f"{_HERE}.demo:demo",
        "checks": f"{_HERE}.checks:run_checks",
        "invariants": f"{_HERE}.checks:INVARIANTS",
        "home": f"{_HERE}.due:home",
        "due": f"{_HERE}.due:due",
        "missing": f"{_HERE}.due:missing",
        "figures": f"{_HERE}.figures:FIGURES",
        "sheets": f"{_HERE}.sheet.service:SHEETS",
        "commands": f"{_HERE}.commands:COMMANDS",
    },
)

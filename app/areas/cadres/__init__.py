"""干部与换届: who holds which post since when, terms, elections, delegates, official papers."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.cadres"

AREA = Area(
    "cadres",
    "干部与换届",
    30,
    {
        "records": f"{_HERE}.records",
        "guards": f"{_HERE}.guards:GUARDS",
        "search": f"{_HERE}.search:SEARCH",
        "personal": f"{_HERE}.lists.personal:personal",
        "lists": f"{_HERE}.lists:LISTS",
        "files": f"{_HERE}.lists.filed:files",
        "checks": f"{_HERE}.checks:run_checks",
        "invariants": f"{_HERE}.checks:INVARIANTS",
        "sheets": f"{_HERE}.sheet.service:SHEETS",
        "figures": f"{_HERE}.figures:FIGURES",
        "papers": f"{_HERE}.paper:PAPERS",
        "chapters": f"{_HERE}.paper:CHAPTER",
        "due": f"{_HERE}.due:due",
        "calendar": f"{_HERE}.due:calendar",
        "missing": f"{_HERE}.due:missing",
        "of_unions": f"{_HERE}.lists.of_unions:of_unions",
        "demo": f"{_HERE}.demo:demo",
        "page": f"{_HERE}.page:PAGE",
        "stories": f"{_HERE}.page.election_story:STORIES",
    },
)

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
        "figures": f"{_HERE}.figures:FIGURES",
    },
)

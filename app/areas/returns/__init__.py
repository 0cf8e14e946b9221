"""年报: what goes upward. So far the annual report, made of the chapters that the areas bring."""

from __future__ import annotations

from app.base.area import Area

AREA = Area(
    "returns",
    "年报",
    80,
    {
        "papers": "app.areas.returns.paper:PAPERS",
        "page": "app.areas.returns.page:PAGE",
        "leftovers": "app.areas.returns.package:sweep",
    },
)

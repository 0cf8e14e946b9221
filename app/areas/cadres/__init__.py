"""干部与换届: who holds which post since when, terms, elections, delegates, official papers."""

from __future__ import annotations

from app.base.area import Area

_HERE = "app.areas.cadres"

AREA = Area("cadres", "干部与换届", 30, {"records": f"{_HERE}.records"})

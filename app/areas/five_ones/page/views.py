"""The views of the page in the order of their chips; each slice adds its own by a line."""

from __future__ import annotations

from app.desk.parts_page import Part

from .bargain_views import BARGAINS
from .own import OWN

PARTS: tuple[Part, ...] = (*OWN, *BARGAINS)

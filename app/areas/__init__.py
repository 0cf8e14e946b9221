"""The areas of the house, lowest first. Each brings its parts by name; nothing is imported here
but the descriptors."""

from __future__ import annotations

from app.areas.cadres import AREA as CADRES
from app.areas.five_ones import AREA as FIVE_ONES
from app.areas.members import AREA as MEMBERS
from app.areas.organisations import AREA as ORGANISATIONS
from app.areas.returns import AREA as RETURNS
from app.areas.six_haves import AREA as SIX_HAVES
from app.areas.surveys import AREA as SURVEYS

AREAS = (ORGANISATIONS, MEMBERS, CADRES, FIVE_ONES, SURVEYS, SIX_HAVES, RETURNS)

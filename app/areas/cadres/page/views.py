"""The views of the page in the order of their chips; each slice adds its own by a line."""

from __future__ import annotations

from .elections_part import ELECTION_PARTS
from .own import OWN
from .parts import Part

PARTS: tuple[Part, ...] = (*OWN, *ELECTION_PARTS)

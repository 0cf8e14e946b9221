"""What the rules say of this workspace: facts fetched as of a day, judged, explained.

``run_checks`` is the part ``checks`` of the descriptor. ``completeness`` is what is merely not
filled in yet; ``INVARIANTS`` is what must hold in the records whatever the rules say.
"""

from __future__ import annotations

from .completeness import Completeness, Missing, completeness
from .fetch import Register
from .invariants import INVARIANTS
from .run import run_checks

__all__ = [
    "INVARIANTS",
    "Completeness",
    "Missing",
    "Register",
    "completeness",
    "run_checks",
]

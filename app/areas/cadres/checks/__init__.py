"""What the rules say of the cadres of a day: facts fetched, judged, explained.

``run_checks`` is the part ``checks`` of the descriptor; ``INVARIANTS`` is what must hold in the
records whatever the rules say.
"""

from __future__ import annotations

from .invariants import INVARIANTS
from .run import run_checks

__all__ = ["INVARIANTS", "run_checks"]

"""What the rules say of a year: facts fetched, judged, explained.

``run_checks`` is the part ``checks`` of the descriptor; a slice adds what it judges to
``run.TABLES`` and what must always hold to ``INVARIANTS``.
"""

from __future__ import annotations

from . import invariants
from .run import run_checks

INVARIANTS = (*invariants.INVARIANTS,)

__all__ = ["INVARIANTS", "run_checks"]

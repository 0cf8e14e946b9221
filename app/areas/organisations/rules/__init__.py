"""What the rules say of unions, employers, places and rates: no clock, no database in here.

``facts`` are filled by ``checks.py``; ``judges`` holds the functions and the tables by rule id.
"""

from __future__ import annotations

from app.areas.organisations.rules.facts import (
    ChangeFacts,
    CoveredEmployer,
    DoubleFacts,
    EmployerFacts,
    PartFacts,
    PlaceFacts,
    RateFacts,
    UnionFacts,
)
from app.areas.organisations.rules.judges import (
    CHANGE_RULES,
    DOUBLE_RULES,
    EMPLOYER_RULES,
    PART_RULES,
    PLACE_RULES,
    RATE_RULES,
    UNION_RULES,
)
from app.areas.organisations.rules.numbers import (
    DOUBLED_RULES,
    LIST_RULES,
    DoubledFacts,
    ListFacts,
)

__all__ = [
    "CHANGE_RULES",
    "DOUBLED_RULES",
    "DOUBLE_RULES",
    "EMPLOYER_RULES",
    "LIST_RULES",
    "PART_RULES",
    "PLACE_RULES",
    "RATE_RULES",
    "UNION_RULES",
    "ChangeFacts",
    "CoveredEmployer",
    "DoubleFacts",
    "DoubledFacts",
    "EmployerFacts",
    "ListFacts",
    "PartFacts",
    "PlaceFacts",
    "RateFacts",
    "UnionFacts",
]

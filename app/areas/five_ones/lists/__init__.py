"""What this area can show: the lamps of a year, activities, consultations, contracts."""

from .activities import ACTIVITIES
from .consultations import CONSULTATIONS
from .contracts import CONTRACTS
from .lamps import LAMPS
from .ledger import LEDGER
from .offers import OFFERS
from .statistics import STATISTICS

LISTS = (LAMPS, STATISTICS, LEDGER, ACTIVITIES, CONSULTATIONS, OFFERS, CONTRACTS)
"""All lists of the area; each slice adds its own."""

__all__ = [
    "ACTIVITIES",
    "CONSULTATIONS",
    "CONTRACTS",
    "LAMPS",
    "LEDGER",
    "LISTS",
    "OFFERS",
    "STATISTICS",
]

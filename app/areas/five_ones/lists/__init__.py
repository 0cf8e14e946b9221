"""What this area can show: the lamps of a year, activities, consultations, contracts."""

from .activities import ACTIVITIES
from .lamps import LAMPS

LISTS = (LAMPS, ACTIVITIES)
"""All lists of the area; each slice adds its own."""

__all__ = ["ACTIVITIES", "LAMPS", "LISTS"]

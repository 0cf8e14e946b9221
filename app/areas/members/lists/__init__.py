"""What this area can show: members, former members, transfers, applications, one person."""

from .detail import Event, events_of, person_card, pick_member
from .duplicates import DUPLICATES
from .members import FORMER, MEMBERS
from .queues import APPLICATIONS, TRANSFERS

LISTS = (MEMBERS, FORMER, TRANSFERS, APPLICATIONS, DUPLICATES)

__all__ = [
    "APPLICATIONS",
    "DUPLICATES",
    "FORMER",
    "LISTS",
    "MEMBERS",
    "TRANSFERS",
    "Event",
    "events_of",
    "person_card",
    "pick_member",
]

"""What a clerk does with the activities of a year, the two congresses, their proof."""

from .activities import (
    cancel_activity,
    delete_activity,
    edit_activity,
    hold_activity,
    plan_activity,
    record_activity,
    resume_activity,
    set_units,
)
from .congresses import (
    add_resolution,
    delete_resolution,
    edit_congress,
    edit_resolution,
    plan_congress,
    record_congress,
)
from .winners import add_winner, delete_winner, edit_winner

__all__ = [
    "add_resolution",
    "add_winner",
    "cancel_activity",
    "delete_activity",
    "delete_resolution",
    "delete_winner",
    "edit_activity",
    "edit_congress",
    "edit_resolution",
    "edit_winner",
    "hold_activity",
    "plan_activity",
    "plan_congress",
    "record_activity",
    "record_congress",
    "resume_activity",
    "set_units",
]

"""What the clerk does with surveys: one function per act."""

from .ballots import add_ballots, enter_counts, remove_ballots, set_counts, take_form
from .comments import add_comments, delete_comment, edit_comment
from .surveys import (
    add_group,
    add_survey,
    cancel_survey,
    delete_group,
    delete_survey,
    edit_group,
    edit_survey,
    set_subjects,
)

__all__ = [
    "add_ballots",
    "add_comments",
    "add_group",
    "add_survey",
    "cancel_survey",
    "delete_comment",
    "delete_group",
    "delete_survey",
    "edit_comment",
    "edit_group",
    "edit_survey",
    "enter_counts",
    "remove_ballots",
    "set_counts",
    "set_subjects",
    "take_form",
]

"""Reads of the area: surveys with their results, the lists of them and of comments."""

from .comments import COMMENTS
from .results import Batch, Counted, read_survey, read_surveys
from .surveys import SURVEYS

LISTS = (SURVEYS, COMMENTS)

__all__ = [
    "COMMENTS",
    "LISTS",
    "SURVEYS",
    "Batch",
    "Counted",
    "read_survey",
    "read_surveys",
]

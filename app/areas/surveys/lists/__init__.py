"""Reads of the area: surveys with their results, the lists of them and of comments."""

from .results import Batch, Counted, read_survey

__all__ = ["Batch", "Counted", "read_survey"]

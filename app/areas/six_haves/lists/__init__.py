"""Reads of the area: assessments with their scores, rubrics to choose from."""

from .assessments import (
    Assessed,
    assessed_unions,
    offered,
    read_assessments,
    rubric_for,
    sorts_of,
    township_score,
)
from .improvements import IMPROVEMENTS

LISTS = (IMPROVEMENTS,)

__all__ = [
    "IMPROVEMENTS",
    "LISTS",
    "Assessed",
    "assessed_unions",
    "offered",
    "read_assessments",
    "rubric_for",
    "sorts_of",
    "township_score",
]

"""What 干部与换届 prints."""

from __future__ import annotations

from .chapter import CHAPTER
from .lists import LIST_PAPERS
from .official import OFFICIAL

PAPERS = (*LIST_PAPERS, *OFFICIAL)

__all__ = ["CHAPTER", "PAPERS"]

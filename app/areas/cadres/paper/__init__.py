"""What 干部与换届 prints."""

from __future__ import annotations

from .official import OFFICIAL

PAPERS = (*OFFICIAL,)

__all__ = ["PAPERS"]

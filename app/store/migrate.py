"""Bringing an older file up to date; imported only when a file is older than the program."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from app.base.progress import SILENT, Progress


def upgrade(
    raw: Any, folder: Path, key: bytes, *, now: datetime, progress: Progress = SILENT
) -> None:
    """Placeholder of the chain: schema 1 is the first, there is nothing older."""
    raise NotImplementedError(raw, folder, key, now, progress)

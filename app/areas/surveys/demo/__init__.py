"""Sample data of this area: three years of surveys of some of the sample unions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.areas.five_ones.lists.houses import houses
from app.base.progress import SILENT, Progress
from app.store.notes import setting
from app.store.workspace import Workspace

from .rows import fill_demo

__all__ = ["demo"]


def demo(
    workspace: Workspace,
    *,
    size: str = "township",
    seed: int = 1,
    today: date,
    progress: Progress = SILENT,
) -> Mapping[str, Any]:
    """Three years of 民主评议 in a workspace that has its sample unions already.

    Returns:
        Nothing that the other areas do not say.
    """
    opening = date.fromisoformat(workspace.read(lambda conn: setting(conn, "opening")))
    every = workspace.read(lambda conn: houses(conn, today))
    chance = random.Random(f"{fill_demo.code} {size} {seed} {today}")  # noqa: S311  invented data
    workspace.do(fill_demo, every, chance, opening=opening, progress=progress)
    return {}

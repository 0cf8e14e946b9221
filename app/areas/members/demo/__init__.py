"""Sample data of this area: invented people behind the headcounts of the sample unions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.progress import SILENT, Progress
from app.store.notes import setting
from app.store.workspace import Workspace

from ..lists.houses import houses
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
    """People with their memberships, in a workspace that has its sample unions already.

    On each day of a headcount the roster of a union with a list holds just as many members as it
    reported, so that every figure comes out the same from the list.

    Returns:
        Nothing that the other areas do not say: the number of members is theirs.
    """
    chance = random.Random(f"members {size} {seed} {today}")  # noqa: S311  invented data
    opening = date.fromisoformat(workspace.read(lambda conn: setting(conn, "opening")))
    division = workspace.read(lambda conn: setting(conn, "division", ""))
    every = workspace.read(lambda conn: houses(conn, opening, today))
    workspace.do(fill_demo, every, chance, area=division[:6], opening=opening, progress=progress)
    return {}

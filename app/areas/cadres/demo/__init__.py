"""Sample data of this area: bodies, terms, posts, training and honours of the sample unions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.progress import SILENT, Progress
from app.store.notes import setting
from app.store.work import Act
from app.store.workspace import Workspace

from ..lists.sampled import Staff, staffs
from .elections import fill_elections
from .rows import fill_demo

__all__ = ["demo"]

FILLS: tuple[Act[Any, Any], ...] = (fill_demo, fill_elections)
"""Acts that write a slice's part, in order; each gets the staffs and its chance."""


def demo(
    workspace: Workspace,
    *,
    size: str = "township",
    seed: int = 1,
    today: date,
    progress: Progress = SILENT,
) -> Mapping[str, Any]:
    """Cadres in a workspace that has its sample unions and members already. What the ledger says of
    a union's term stays; its chair is one of its members wherever there is a roster.

    Returns:
        Nothing that the other areas do not say.
    """
    opening = date.fromisoformat(workspace.read(lambda conn: setting(conn, "opening")))
    every: list[Staff] = workspace.read(lambda conn: staffs(conn, today))
    for fill in FILLS:
        chance = random.Random(f"{fill.code} {size} {seed} {today}")  # noqa: S311  invented data
        workspace.do(fill, every, chance, opening=opening, progress=progress)
    return {}

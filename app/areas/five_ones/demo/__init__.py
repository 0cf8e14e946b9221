"""Sample data of this area: three years of activities and congresses of the sample unions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.progress import SILENT, Progress
from app.store.notes import setting
from app.store.work import Act
from app.store.workspace import Workspace

from ..lists.houses import houses
from .bargains import fill_demo_bargains
from .proofs import stored
from .rows import fill_demo

__all__ = ["demo"]

FILLS: tuple[Act[Any, Any], ...] = (fill_demo, fill_demo_bargains)
"""Acts that write a slice's part, in order; each gets the unions, its chance, the opening day and
the stored files by kind of proof."""


def demo(
    workspace: Workspace,
    *,
    size: str = "township",
    seed: int = 1,
    today: date,
    progress: Progress = SILENT,
) -> Mapping[str, Any]:
    """Three years of 五个一 in a workspace that has its sample unions already.

    Returns:
        Nothing that the other areas do not say.
    """
    opening = date.fromisoformat(workspace.read(lambda conn: setting(conn, "opening")))
    every = workspace.read(lambda conn: houses(conn, today))
    proofs = stored(workspace)
    for fill in FILLS:
        chance = random.Random(f"{fill.code} {size} {seed} {today}")  # noqa: S311  invented data
        workspace.do(fill, every, chance, opening=opening, proofs=proofs, progress=progress)
    return {}

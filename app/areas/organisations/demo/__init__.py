"""Sample data of this area: invented unions and employers on real divisions, three years deep."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from app.base.days import calendar_year
from app.base.progress import SILENT, Progress
from app.figures.engine import evaluate
from app.figures.registry import Registry, Scope
from app.store.surroundings import repeatable
from app.store.workspace import Workspace

from ..acts import open_office
from ..counts import counts
from ..figures import register
from .events import Events, choose
from .flaws import spoil
from .model import Years
from .plan import office, plan
from .rows import fill_demo
from .words import words

__all__ = ["demo", "demo_surroundings", "sizes"]


def sizes() -> tuple[str, ...]:
    """The sizes there are, smallest first."""
    return tuple(words()["sizes"])


demo_surroundings = repeatable
"""Clock and chance for a workspace of sample data; hand it to ``Workspace.create``."""


def demo(
    workspace: Workspace,
    *,
    size: str = "township",
    seed: int = 1,
    today: date,
    progress: Progress = SILENT,
) -> dict[str, Any]:
    """Fill an empty workspace.

    Args:
        workspace: made with ``demo_surroundings`` of the same seed and day.
        size: ``small``, ``township`` or ``county``.
        seed: the same number, the same content.
        today: the last day of the three report years.

    Returns:
        ``root``: hex id of the office's own union; ``unions``: how many there are today;
        ``members``: of these; ``flaws``: (rule, hex id) of each deliberate mistake.
    """
    years = Years.up_to(today)
    opened = office(size, years)
    chance = random.Random(f"{size} {seed} {today}")  # noqa: S311  invented data
    world, maker = plan(size, chance, years, opened)
    chosen = choose(world)
    spoil(world, maker, chosen.bodies())
    made = workspace.do(open_office, progress=progress, **opened).result
    workspace.do(fill_demo, world, maker.inventor, root=made["root"], progress=progress)
    Events(workspace, world, maker, chosen).run()
    registry = Registry()
    register(registry)
    scope = Scope(today, calendar_year(today.year), opening=years.opening)
    heads = workspace.read(lambda conn: evaluate(conn, registry, ["J206"], scope))
    return {
        "root": made["root"],
        "unions": workspace.read(lambda conn: counts(conn, today))["unions"],
        "members": heads["J206"].value,
        "flaws": [(rule, thing.id) for rule, thing in world.flaws],
    }

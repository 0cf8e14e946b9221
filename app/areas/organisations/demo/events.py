"""What happened in the three years and is worth an entry of its own, done by the area's acts.

A merged village, a renamed park, a union that moved, split, was approved: so that history, undo
and the flows of a year have something to show. The days lie in the past, the entries are of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.store.work import Act

from .. import acts
from .firms import Maker, town_base
from .model import Body, Firm, Spot, World
from .words import words

Step = tuple[Act[Any, Any], tuple[Any, ...], dict[str, Any]]


@dataclass(slots=True)
class Chosen:
    """What the events are about, set aside before anything is spoiled."""

    merged: tuple[Body, Body]
    renamed_spot: Spot
    park: Body
    moved: Body
    taken_over: tuple[Body, Body]
    renamed: Body
    split: tuple[Body, Firm]
    suspended: Firm
    lone: list[Firm]


def choose(world: World, maker: Maker) -> Chosen:
    """Pick unions and employers that were there before the opening and still stand."""
    opening = world.years.opening
    town = world.towns[0] if world.towns else world.root
    mine = [
        b
        for b in world.standing()
        if b.founded is not None and b.founded < opening and b.upper is not None
        and (b.upper is town or b.upper.upper is town)
    ]  # fmt: skip
    quiet = next(b for b in mine if b.spot.quiet)
    joints = [
        b
        for b in mine
        if b.type == "joint" and b is not quiet and b.firms and not b.number_only
        and b.spot.kind == "village"
    ]  # fmt: skip
    below = [b for b in mine if b.own and b.firms[0].nature == "enterprise"]
    inside = [b for b in below if b.upper is not town]
    park = next(b for b in mine if b.spot.kind == "park")
    villages = {b.spot for b in world.bodies}
    split = next(b for b in joints[1:] if len([f for f in b.firms if f.ended is None]) > 3)
    firm = next(f for f in split.firms if f.unit_level == "legal_person" and f.ended is None
                and f.joined == split.founded)  # fmt: skip
    firm.workers, firm.growth, firm.share = 36, 0.25, 0.84
    return Chosen(
        merged=(quiet, joints[0]),
        renamed_spot=next(
            s for s in world.spots if s.kind == "village" and s.upper is town.spot
            and s in villages and s not in (quiet.spot, joints[0].spot)
        ),
        park=park,
        moved=inside[0],
        taken_over=(inside[1], inside[2]),
        renamed=inside[3],
        split=(split, firm),
        suspended=inside[4].firms[0],
        lone=[f for f in world.lone if f.began is None and f.should == "required"][3:6],
    )  # fmt: skip

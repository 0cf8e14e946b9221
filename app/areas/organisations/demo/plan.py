"""The plan of the sample data: places, unions and employers of one township or a whole county."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from app.divisions import Division, Divisions, Level

from ..acts import NewPlace
from ..opening import plan as office_plan
from .firms import Maker, town_base
from .model import Body, Spot, World, Years
from .words import Inventor, words


def office(size: str, years: Years) -> dict[str, Any]:
    """Keyword arguments of the act that opens the office."""
    row = words()["sizes"][size]
    return office_plan(
        division=row["division"], kind=row["kind"], opening=years.opening, villages=True
    )


def plan(
    size: str, chance: random.Random, years: Years, opened: Mapping[str, Any]
) -> tuple[World, Maker]:
    """Everything but the ids, for an office as ``office`` planned it, and what made it."""
    row = words()["sizes"][size]
    spots = _spots(opened["places"])
    here = spots[row["division"]]
    root = Body(opened["name"], None, "general_union", here, None)
    world = World(row, years, here, root, list(spots.values())[1:])
    with Divisions() as directory:
        own = directory.get(row["division"])
    assert own is not None
    county = own.path[Level.COUNTY - 1]
    inventor = Inventor(chance, own.code[:6], _city(own), county.removesuffix("区"))
    maker = Maker(inventor, years)
    if row["kind"] == "county":
        _county(world, maker)
    else:
        _Township(world, maker, here, root, row["unions"] - 1).build()
    _enough_lone(world, maker)
    _branches(world, maker)
    _scale(world, row["workers"])
    return world, maker


def _city(own: Division) -> str:
    return next(name for name in own.path if name.endswith("市"))


def _spots(places: list[NewPlace]) -> dict[str, Spot]:
    spots: dict[str, Spot] = {}
    for place in places:
        spots[place.code] = Spot(place.name, place.kind, place.code, spots.get(place.upper or ""))
    return spots


def _county(world: World, maker: Maker) -> None:
    towns = [s for s in world.spots if s.upper is world.here]
    office = maker.institution(words()["institution"][0], world.here, world.root)
    office.name, office.firms[0].name = f"{world.root.name}机关工会委员会", world.root.name
    world.bodies.append(office)
    fields = ["物流", "餐饮", "家政", "建筑", "商贸"]
    total = world.size["unions"] - 2 - len(fields)
    weights = [20 + sum(s.upper is town for s in world.spots) for town in towns]
    left = total
    for k, town in enumerate(towns):
        share = total * weights[k] // sum(weights) if k < len(towns) - 1 else left
        left -= share
        union = Body(f"{town.name}总工会", None, "general_union", town, world.root, level="dual")
        maker.settle(union, old=True)
        world.bodies.append(union)
        world.towns.append(union)
        _Township(world, maker, town, union, share - 1).build()
    for field in fields:
        _trade_federation(world, maker, field, world.here, world.root, 12)


def _trade_federation(
    world: World, maker: Maker, field: str, spot: Spot, upper: Body, most: int
) -> None:
    """A federation over unions of one trade, beside the tree."""
    county = maker.inventor.county
    area = spot.name if spot is not world.here or not world.towns else f"{county}区"
    name = f"{area}{field}行业工会联合会"
    body = Body(name, "industry_federation", "federation", spot, upper, trade=field)
    maker.settle(body, old=True)
    fits = [b for b in world.standing() if b.own and b.firms[0].trade == field]
    if spot is not world.here:
        fits = [b for b in fits if b.spot is spot or b.spot.upper is spot]
    others = [b for b in fits if not any(b in f.members for f in world.bodies)]
    body.members = maker.chance.sample(others, min(most, len(others)))
    body.firms = [maker.small(spot, field=field) for _ in range(maker.chance.randint(2, 4))]
    maker.cover(body)
    world.bodies.append(body)


class _Township:
    """One township (or park on its level) with a number of unions below its own."""

    def __init__(self, world: World, maker: Maker, spot: Spot, union: Body, count: int) -> None:
        self.world, self.maker, self.spot, self.union = world, maker, spot, union
        self.chance = maker.chance
        self.left = count
        self.villages = [s for s in world.spots if s.upper is spot]
        self.federations: list[Body] = []
        self.trades = 1 if count > 40 else 0
        self.trades += count // 180
        self.count = count

    def build(self) -> None:
        """All unions and employers of the township."""
        self.left -= self.trades
        self._institutions()
        self._own_places()
        self._villages()
        self._singles()
        for field in ("自行车", "物流", "餐饮", "建筑")[: self.trades]:
            _trade_federation(self.world, self.maker, field, self.spot, self.union, 8)
        self._lone()

    def _add(self, body: Body) -> Body:
        self.world.bodies.append(body)
        self.left -= 1
        return body

    def _institutions(self) -> None:
        rows = words()["institution"]
        for row in rows[: max(2, min(len(rows), 2 + self.count // 60))]:
            self._add(self.maker.institution(row, self.spot, self.union))

    def _own_places(self) -> None:
        """Parks with a federation; buildings, markets and streets with a joint union."""
        n, w = self.count, words()
        for k in range(1 + n // 300):
            tail = "东区" if self.spot.kind == "park" else w["park_tails"][k % len(w["park_tails"])]
            park = self._place(f"{town_base(self.spot)}{tail}", "park")
            self._federation(park, f"{park.name}工会联合会")
        kinds = (
            ("building", w["building_tails"], 1 + n // 100, "service"),
            ("market", w["market_tails"], 1 + n // 130, "shop"),
            ("business_district", w["street_tails"], n // 200, "shop"),
        )
        for kind, tails, count, trades in kinds:
            for _ in range(count):
                name = self.maker.inventor.brand() + self.chance.choice(tails)
                self._joint(self._place(name, kind), self.chance.randint(5, 14), trades)

    def _place(self, name: str, kind: str) -> Spot:
        spot = Spot(name, kind, "", self.spot)
        self.world.spots.append(spot)
        return spot

    def _villages(self) -> None:
        """Federations where there are enough enterprises, joint unions elsewhere; a few villages
        with nothing, one that is going to be merged."""
        villages = self.chance.sample(self.villages, len(self.villages))
        bare = villages[: min(2, len(villages) // 8)]
        active = villages[len(bare) :]
        heads = max(0, min(len(active), self.left * 3 // 5))
        federations = max(1, min(int(heads * 0.45), (self.left - heads) // 4)) if heads else 0
        for k, village in enumerate(active[:heads]):
            if k < federations:
                self._federation(village, f"{self.spot.name}{village.name}工会联合会")
            else:
                village.quiet = k == heads - 1
                body = self._joint(village, self.chance.randint(2, 7), "village")
                if self.chance.random() < 0.12 and not village.quiet:
                    body.number_only, body.firms = self.chance.randint(4, 16), []

    def _federation(self, spot: Spot, name: str) -> None:
        body = Body(name, "regional_federation", "federation", spot, self.union)
        self.maker.settle(body, old=True)
        body.firms = [self.maker.small(spot) for _ in range(self.chance.randint(2, 7))]
        if spot.kind in ("village", "community"):
            body.firms.append(self.maker.committee(spot, self.spot.name))
        self.maker.cover(body)
        self.federations.append(self._add(body))

    def _joint(self, spot: Spot, firms: int, trades: str) -> Body:
        name = f"{self.spot.name}{spot.name}联合工会委员会"
        if spot.kind not in ("village", "community"):
            name = f"{spot.name}联合工会委员会"
        body = Body(name, "joint", "joint_committee", spot, self.union)
        self.maker.settle(body, old=spot.quiet or self.chance.random() < 0.85, still=spot.quiet)
        if trades == "village":
            body.firms.append(self.maker.committee(spot, self.spot.name))
        for _ in range(firms):
            kind = trades
            if trades == "village" or (trades == "service" and self.chance.random() < 0.3):
                kind = self.chance.choice(("factory", "service", "shop"))
            town = self.spot.name
            make_shop = kind == "shop"
            body.firms.append(
                self.maker.shop(spot, town) if make_shop else self.maker.small(spot, kind)
            )
        self.maker.cover(body, still=spot.quiet)
        return self._add(body)

    def _singles(self) -> None:
        """Single unions: in parks and villages below their federation, large ones directly."""
        parks = [f for f in self.federations if f.spot.kind == "park"]
        others = [f for f in self.federations if f.spot.kind != "park"]
        first = [*parks, *others, *parks, *others][: self.left]
        while self.left > 0:
            roll = self.chance.random()
            if first:
                upper = first.pop()
            elif roll < 0.12 or not self.federations:
                upper = self.union
            elif roll < 0.4 or not others:
                upper = self.chance.choice(parks or self.federations)
            else:
                upper = self.chance.choice(others)
            spot = upper.spot
            if upper is self.union:
                spot = self.chance.choice([v for v in self.villages if not v.quiet] or [self.spot])
            self.world.bodies += self.maker.gone(spot, upper)
            self._add(self.maker.single(spot, upper))

    def _lone(self) -> None:
        """Employers without a union, fewer than the covered ones of their place."""
        covered: dict[Spot, int] = {}
        for body in self.world.standing():
            for firm in body.firms:
                if firm.unit_level == "legal_person" and firm.ended is None:
                    covered[firm.spot] = covered.get(firm.spot, 0) + 1
        for spot in [self.spot, *self.villages, *[f.spot for f in self.federations]]:
            count = covered.pop(spot, 0)
            if spot.quiet or count < 4:
                continue
            for _ in range(round(count * self.chance.uniform(0.08, 0.28))):
                self.world.lone.append(self.maker.lone(spot))


def _enough_lone(world: World, maker: Maker) -> None:
    """Some employers that should have a union and always were there, even in the smallest size."""
    parks = [s for s in world.spots if s.kind == "park" and not s.code]
    while sum(f.should == "required" and f.began is None for f in world.lone) < 7:
        world.lone.append(maker.lone(maker.chance.choice(parks)))


def _branches(world: World, maker: Maker) -> None:
    """Establishments belong to an enterprise of the area and carry its name."""
    parents = [b.firms[0] for b in world.bodies if b.own and b.firms[0].nature == "enterprise"]
    for body in world.bodies:
        for k, firm in enumerate(f for f in body.firms if f.unit_level == "establishment"):
            firm.parent = maker.chance.choice(parents)
            place = town_base(firm.spot).removesuffix("村")
            firm.name = f"{firm.parent.name}{place}{'分公司' if not k else '分厂'}"
            firm.economic_type, firm.industry = firm.parent.economic_type, firm.parent.industry


def _scale(world: World, target: int) -> None:
    """Stretch the headcounts of single unions until the workers of today are as many as asked."""
    own = [f for b in world.standing() if b.own for f in b.firms]
    fixed = sum(f.workers for b in world.standing() if not b.own for f in b.firms)
    fixed += sum(b.number_only * 6 for b in world.standing())
    for _ in range(4):
        total = sum(f.workers for f in own)
        factor = (target - fixed) / max(1, total)
        for firm in own:
            firm.workers = max(6, round(firm.workers * factor))

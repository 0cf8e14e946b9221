"""What happened in the three years and is worth an entry of its own, done by the area's acts.

A merged village, a renamed park, a union that moved, split, was approved: so that history, undo
and the flows of a year have something to show. The days lie in the past, the entries are of today.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from app.store.notes import explain_finding, put_off_finding
from app.store.workspace import Workspace

from .. import acts
from .firms import Maker, town_base
from .model import Body, Firm, Spot, World
from .words import words


@dataclass(slots=True)
class Chosen:
    """What the events are about, set aside before anything is spoiled."""

    town: Body
    merged: tuple[Body, Body]
    renamed_spot: Spot
    park: Body
    moved: Body
    taken_over: tuple[Body, Body]
    renamed: Body
    split: tuple[Body, Firm]
    suspended: Firm
    lone: list[Firm]

    def bodies(self) -> list[Body]:
        """All unions that something is going to happen to."""
        return [*self.merged, self.park, self.moved, *self.taken_over, self.renamed, self.split[0]]


def choose(world: World) -> Chosen:
    """Pick unions and employers that were there before the opening and still stand."""
    opening = world.years.opening
    town = _busiest(world)
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
    parks = [b for b in mine if b.spot.kind == "park"]
    park = next((b for b in parks if b.spot.name in b.name), parks[0])
    villages = {b.spot for b in world.bodies}
    split = next(b for b in joints[1:] if sum(f.ended is None for f in b.firms) > 2)
    firm = next(f for f in split.firms if f.ended is None and f.nature != "social_organisation")
    firm.unit_level, firm.joined = "legal_person", split.founded
    firm.workers, firm.growth, firm.share = 36, 0.25, 0.84
    lone = [f for f in world.lone if f.began is None and f.should == "required"][3:6]
    lone[0].members = None  # it founds a union, which reports them
    return Chosen(
        town=town,
        merged=(quiet, joints[0]),
        renamed_spot=next(
            s
            for s in world.spots
            if s.kind == "village"
            and s.upper is town.spot
            and s in villages
            and s not in (quiet.spot, joints[0].spot)
        ),
        park=park,
        moved=inside[0],
        taken_over=(inside[1], inside[2]),
        renamed=inside[3],
        split=(split, firm),
        suspended=inside[4].firms[0],
        lone=lone,
    )


def _busiest(world: World) -> Body:
    """The township union with the most below it."""
    below = Counter(
        id(b.upper if b.upper.level == "dual" else b.upper.upper)
        for b in world.bodies
        if b.upper is not None
    )
    return max(world.towns or [world.root], key=lambda town: below[id(town)])


class Events:
    """The events, done one after the other in an open workspace."""

    def __init__(self, workspace: Workspace, world: World, maker: Maker, chosen: Chosen) -> None:
        self.do = workspace.do
        self.world, self.maker, self.chosen = world, maker, chosen
        self.years = world.years

    def run(self) -> None:
        """All of them, in the order of their days."""
        self._names()
        self._merged()
        self._taken_over()
        self._this_year()
        self._founded()
        self._explained()

    def _day(self, year: int, month: int, day: int) -> date:
        """A day of the year 0 or 1, or of the present year as far as it has come."""
        wanted = date(self.years.opening.year + year, month, day)
        return min(wanted, self.years.today - timedelta(days=30 if year == 2 else 0))

    def _names(self) -> None:
        union, spot, park = self.chosen.renamed, self.chosen.renamed_spot, self.chosen.park
        firm, inventor = union.firms[0], self.maker.inventor
        day = self._day(0, 5, 18)
        name = inventor.unused(lambda: f"{inventor.city}{inventor.brand()}智能制造有限公司")
        self.do(acts.change_employer, firm.id, since=day, name=name)
        doc = self.maker.document("复", day)
        self.do(acts.change_union, union.id, since=day, name=f"{name}工会委员会", doc_no=doc)
        codes = {s.code for s in self.world.spots}
        code = next(c for n in range(150, 200) if (c := f"{spot.code[:9]}{n}") not in codes)
        self.do(
            acts.change_place,
            spot.id,
            since=self._day(0, 9, 10),
            name=spot.name.removesuffix("村") + "社区",
            kind="community",
            code=code,
            doc_no=f"武民复〔{self.years.opening.year}〕12号",
        )
        day, old = self._day(1, 3, 20), park.spot.name
        new = town_base(self.chosen.town.spot) + words()["renamed_park"]
        self.do(acts.change_place, park.spot.id, since=day, name=new)
        doc = self.maker.document("复", day)
        if old in park.name:
            self.do(acts.rename_below, park.id, old=old, new=new, since=day, doc_no=doc)

    def _merged(self) -> None:
        """Two villages become one, and their unions with them."""
        gone, into = self.chosen.merged
        day = self._day(1, 6, 15)
        doc = self.maker.document("复", day)
        self.do(acts.merge_unions, gone.id, into=into.id, on=day, doc_no=doc)
        self.do(acts.edit_union, gone.id, dissolved_reported_on=day + timedelta(days=6))
        doc = f"武政复〔{day.year}〕31号"
        self.do(acts.merge_places, gone.spot.id, into=into.spot.id, on=day, doc_no=doc)

    def _taken_over(self) -> None:
        """One enterprise takes over another."""
        stays, goes = self.chosen.taken_over
        day = self._day(1, 10, 8)
        self.do(
            acts.dissolve_union,
            goes.id,
            on=day,
            doc_no=self.maker.document("撤", day),
            members_to=words()["moved_to"][0],
            assets_to_id=stays.id,
            reported_on=day + timedelta(days=4),
        )
        self.do(
            acts.close_employer,
            goes.firms[0].id,
            on=day,
            status="deregistered",
            successor_id=stays.firms[0].id,
        )

    def _this_year(self) -> None:
        town, (union, firm) = self.chosen.town, self.chosen.split
        day = self._day(2, 4, 9)
        doc = self.maker.document("复", day)
        self.do(acts.move_union, self.chosen.moved.id, upper_id=town.id, since=day, doc_no=doc)
        day = self._day(2, 5, 26)
        plain = {k: v for k, v in union.plain.items() if k in ("has_office", "has_seal")}
        self.do(
            acts.split_union,
            union.id,
            employer_id=firm.id,
            name=f"{firm.name}工会委员会",
            founded_on=day,
            founded_doc=self.maker.document("复", day),
            approved_on=day,
            meeting_on=day - timedelta(days=8),
            chair=self.maker.inventor.person(),
            phone=self.maker.inventor.phone(),
            **plain,
        )
        self.do(
            acts.change_employer, self.chosen.suspended.id, since=self._day(2, 7, 1),
            status="suspended",
        )  # fmt: skip
        self.do(
            acts.cover_employer,
            union_id=town.id,
            employer_id=self.chosen.lone[2].id,
            kind="liaise",
            since=self._day(2, 3, 3),
            liaison=self.maker.inventor.person(),
            phone=self.maker.inventor.phone(),
        )

    def _founded(self) -> None:
        """One union prepared and approved, one still in preparation, one of somebody else's."""
        town, (first, second, _) = self.chosen.town, self.chosen.lone
        day = self._day(2, 6, 12)
        union = self._prepared(first, day - timedelta(days=50))
        doc = self.maker.document("复", day)
        self.do(acts.approve_union, union, founded_on=day, founded_doc=doc)
        self.do(acts.cover_employer, union_id=union, employer_id=first.id, since=day)
        counts = {"J201": first.workers, "J202": first.workers // 3, "J206": first.workers - 1}
        rows = [acts.NewReading("union", union, code, value) for code, value in counts.items()]
        self.do(acts.set_readings, rows, on_day=day, source="成立大会报告")
        self._prepared(second, self._day(2, 12, 1))
        area = f"{self.maker.inventor.county}区"
        self.do(
            acts.record_union,
            name=f"{area}供电服务中心{town_base(town.spot)}营业厅工会委员会",
            upper_id=None,
            type="single",
            form="committee",
            place_id=town.spot.id,
            outside=True,
            outside_upper=f"{area}供电服务中心工会",
        )

    def _prepared(self, firm: Firm, day: date) -> str:
        upper = self.chosen.town
        done = self.do(
            acts.prepare_union,
            name=f"{firm.name}工会委员会",
            upper_id=upper.id,
            type="single",
            form="committee",
            preparing_on=day,
            place_id=firm.spot.id,
            meeting_on=day + timedelta(days=45) if day.month < 8 else None,
        )
        return str(done.result)

    def _explained(self) -> None:
        """Two findings with a written reason, one put off."""
        texts = words()["explanations"]
        found = dict(reversed(self.world.flaws))
        priority = found["STA-06"]
        assert isinstance(priority, Firm)
        self.do(
            explain_finding,
            rule="STA-06",
            kind="employer",
            object_id=priority.id,
            values={"workers": priority.workers, "threshold": 100},
            text=texts["priority"],
        )
        bare = found.get("TWN-02")
        if bare is not None:
            self.do(
                explain_finding, rule="TWN-02", kind="place", object_id=bare.id, values={},
                text=texts["bare"],
            )  # fmt: skip
        name = found["FED-07"]
        self.do(
            put_off_finding,
            rule="FED-07",
            kind="union",
            object_id=name.id,
            values={"endings": "「联合工会委员会」「工会联合委员会」「联合工会」"},
            until=self.years.today + timedelta(days=20),
        )

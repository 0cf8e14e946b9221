"""Deliberate mistakes in the plan, so that the sample shows what the audit finds.

Each is done once, in a small workspace as in a large one, and noted in ``World.flaws``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from app.base.days import add_months, add_years

from .firms import Maker
from .model import Body, Firm, Spot, World

VILLAGES = ("village", "community")
_CERTIFICATE = ("credit_code", "certificate_no", "certificate_from", "certificate_until")


class _Picker:
    """Hands out unions and employers in a random order, none twice."""

    def __init__(self, world: World, maker: Maker, taken: Iterable[Body]) -> None:
        self._maker = maker
        self._used = {id(body) for body in taken}
        self._bodies = maker.chance.sample(world.standing(), len(world.standing()))
        opening = world.years.opening
        self._old = {id(b) for b in self._bodies if b.founded is not None and b.founded < opening}

    def body(
        self,
        *types: str,
        firms: int = 0,
        old: bool = True,
        fits: Callable[[Body], bool] = lambda _: True,
    ) -> Body:
        """An unused union of these types that covers at least so many employers; ``old``: founded
        before the opening on a known day.

        Raises:
            LookupError: the plan has none left.
        """
        for body in self._bodies:
            if id(body) in self._used or body.spot.quiet or body.number_only:
                continue
            standing = sum(firm.ended is None for firm in body.firms)
            aged = not old or id(body) in self._old
            if body.type in types and aged and standing >= firms and fits(body):
                self._used.add(id(body))
                return body
        raise LookupError(f"no union left: {types}")

    def single(self) -> Body:
        """An enterprise's own union, with a certificate; made so, if there is none left."""
        try:
            return self.body("single", fits=_certified)
        except LookupError:
            body = next(
                b
                for b in self._bodies
                if id(b) not in self._used and b.own and b.firms[0].nature == "enterprise"
            )
            self._used.add(id(body))
            self._maker.ripen(body)
            return body

    def firm(self, *types: str) -> tuple[Body, Firm]:
        """A company in a joint union or federation."""
        body = self.body(*types, firms=3, fits=lambda b: bool(_companies(b)))
        return body, _companies(body)[0]


def _certified(body: Body) -> bool:
    return bool(body.plain.get("legal_person")) and body.firms[0].nature == "enterprise"


def _companies(body: Body) -> list[Firm]:
    return [
        firm
        for firm in body.firms
        if firm.ended is None
        and firm.unit_level == "legal_person"
        and firm.joined in (None, body.founded)
    ]


def spoil(world: World, maker: Maker, taken: Iterable[Body]) -> None:
    """Put every deliberate mistake into the plan; nothing into the ``taken`` unions."""
    picker = _Picker(world, maker, taken)
    _name(world, picker)
    _numbers(world, picker)
    _papers(world, picker)
    _structure(world, picker, maker)
    _lone(world, picker)
    bare = {b.spot for b in world.standing()}
    for spot in world.spots:
        if spot.kind in VILLAGES and spot not in bare:
            note(world, spot, "TWN-02")


def note(world: World, thing: Body | Firm | Spot, *rules: str) -> None:
    """Remember what a mistake is going to be found by."""
    world.flaws += [(rule, thing) for rule in rules]


def _name(world: World, picker: _Picker) -> None:
    """The name says federation, the form joint union."""
    body = picker.body("joint", old=False, fits=lambda b: b.spot.kind not in VILLAGES)
    body.name = f"{body.spot.name}工会联合会"
    note(world, body, "FED-07")


def _numbers(world: World, picker: _Picker) -> None:
    body = picker.single()
    body.skew = {"J206": ("J201", 3)}
    note(world, body, "STA-02", "STA-03")
    body = picker.single()
    body.skew = {"J202": ("J201", 4)}
    note(world, body, "STA-04")
    body = picker.single()
    body.firms[0].share, body.firms[0].workers = 0.5, max(body.firms[0].workers, 12)
    note(world, body, "STA-02")
    last = world.years.reading_days[-1]
    body = picker.body("joint", "regional_federation", firms=4)
    body.complete = False
    listed = sum(f.ended is None for f in body.firms)
    body.extra = [(code, last, listed + 21) for code in ("J107", "J108")]
    note(world, body, "READ-01")
    body = picker.body("joint", firms=3)
    body.extra = [("J107", last, sum(f.ended is None for f in body.firms) + 2)]
    note(world, body, "READ-01")


def _papers(world: World, picker: _Picker) -> None:
    today = world.years.today
    body = picker.single()
    body.plain |= {"founded_doc": None, "approved_on": None}
    note(world, body, "LAW-10")
    body = picker.single()
    body.plain |= dict.fromkeys(_CERTIFICATE)
    body.plain["legal_person"] = False
    note(world, body, "LAW-12")
    body = picker.single()
    body.plain["credit_code"] = body.firms[0].credit_code
    note(world, body, "LAW-12")
    body = picker.single()
    body.plain["certificate_no"] = None
    note(world, body, "LAW-12")
    body = picker.single()
    expired = today - timedelta(days=37)
    body.plain |= _term(body, expired)
    note(world, body, "CERT-01")
    body = picker.single()
    body.plain["certificate_until"] = add_months(body.plain["term_until"], 2)
    note(world, body, "CERT-01")
    for days in (12, 25, 44, 57)[: 2 if len(world.bodies) < 100 else 4]:
        body = picker.single()
        until = today + timedelta(days=days)
        body.plain |= _term(body, until)
    for days in (20, 200):
        body = picker.body("single", "joint")
        body.plain |= _term(body, today - timedelta(days=days)) | dict.fromkeys(_CERTIFICATE)
        body.plain["legal_person"] = None


def _term(body: Body, until: date) -> dict[str, date]:
    """A term of three years that ends on a day, and a certificate that runs as long."""
    first = max(body.founded or date.min, add_years(until, -3))
    return {
        "term_from": first,
        "certificate_from": first,
        "term_until": until,
        "certificate_until": until,
    }


def _structure(world: World, picker: _Picker, maker: Maker) -> None:
    body = picker.single()
    firm = body.firms[0]
    firm.ended = world.years.today - timedelta(days=120)
    firm.end_status = "deregistered"
    note(world, body, "LAW-11")
    gone = [b for b in world.bodies if b.ended is not None]
    if not gone:
        gone = [maker.dissolved(body.spot, body.upper or world.root)]
        world.bodies += gone
    gone[0].plain["dissolved_reported_on"] = None
    note(world, gone[0], "LAW-11")
    body, firm = picker.firm("joint")
    firm.workers, firm.share, firm.unit_level = 38, 0.85, "legal_person"
    note(world, body, "FED-06")
    note(world, firm, "LAW-01")
    body, firm = picker.firm("regional_federation")
    firm.workers, firm.share = 33, 0.85
    note(world, firm, "LAW-01")
    _, firm = picker.firm("regional_federation")
    firm.organiser = None
    note(world, firm, "LAW-02")
    _federation_of_firms(world, picker, maker)
    _alone(world, picker)


def _federation_of_firms(world: World, picker: _Picker, maker: Maker) -> None:
    """A federation that only takes firms in directly."""
    body = picker.body("joint", firms=3, fits=lambda b: b.spot.kind in VILLAGES)
    body.type, body.form = "regional_federation", "federation"
    body.name = body.name.replace("联合工会委员会", "工会联合会")
    for firm in body.firms:
        firm.organiser = maker.inventor.person()
    note(world, body, "FED-02", "FED-03")


def _alone(world: World, picker: _Picker) -> None:
    """A joint union that only one employer is left of."""
    body = picker.body("joint", firms=3)
    first, *others = [f for f in body.firms if f.ended is None and f.workers > 1]
    for firm in others:
        firm.ended = world.years.today - timedelta(days=200)
        if firm.joined is not None and firm.joined >= firm.ended:
            firm.joined = body.founded
    body.firms = [f for f in body.firms if f is first or f.ended is not None]
    note(world, body, "L02")
    note(world, first, "LAW-02")


def _lone(world: World, picker: _Picker) -> None:
    firms = [f for f in world.lone if f.should == "required" and f.began is None]
    priority, inside, doubled = firms[:3]
    priority.workers = 126
    note(world, priority, "STA-06")
    inside.members = 6
    note(world, inside, "LAW-02")
    _, other = picker.firm("joint", "regional_federation")
    doubled.credit_code = other.credit_code
    note(world, doubled, "DUP-01")
    note(world, other, "DUP-01")

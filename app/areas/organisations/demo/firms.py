"""Makes single employers and unions of the sample data, with their dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.base.days import add_years

from .model import FEDERATIONS, Body, Firm, Spot, Years
from .words import Inventor, words

_BIG = {"single": 0.82, "joint": 0.45}


class Maker:
    """Employers and unions out of chance, within the three years.

    Attributes:
        chance: the one source of chance.
        inventor: names and codes.
    """

    def __init__(self, inventor: Inventor, years: Years) -> None:
        self.inventor, self.years, self.chance = inventor, years, inventor.chance
        self._serial = 0

    # -- employers -------------------------------------------------------------------------------

    def _firm(self, trade: Mapping[str, Any], spot: Spot, **values: Any) -> Firm:
        chance = self.chance
        percent = trade.get("migrant", 5)
        firm = Firm(
            spot=spot,
            industry=trade["industry"],
            women=trade["women"] / 100,
            migrant=percent / 100,
            new_forms=trade.get("new_forms", 0) / 100,
            dispatched=chance.choice((0, 0, 0, 0.08, 0.15)),
            wage=trade["wage"] + 50 * chance.randint(-12, 20),
            trade=trade.get("field", ""),
            representative=self.inventor.person(),
            growth=chance.uniform(-0.015, 0.06),
            share=chance.uniform(0.803, 0.86),
            registered_on=self._long_ago(),
            address=f"{spot.name}{chance.randint(1, 180)}号",
            **values,
        )
        if chance.random() < 0.08:
            firm.share = chance.uniform(0.66, 0.79)
        return firm

    def _company(self, trades: str, spot: Spot, field: str = "") -> Firm:
        rows = words()[trades]
        rows = [row for row in rows if row.get("field") == field] if field else rows
        forms = [row for row in words()["company"] if trades == "factory" or row["tail"] != "厂"]
        trade, form = self.inventor.pick(rows), self.inventor.pick(forms)
        return self._firm(
            trade,
            spot,
            name=self.inventor.firm(trade, form["tail"]),
            nature="enterprise",
            unit_level="legal_person",
            legal_form=form["legal_form"],
            economic_type=form["economic_type"],
            credit_code=self.inventor.credit_code("91"),
            workers=min(420, max(6, round(self.chance.lognormvariate(3.1, 0.85)))),
            should="required",
        )

    def small(self, spot: Spot, trades: str = "", field: str = "") -> Firm:
        """A company with fewer than 25 members, for joint unions and federations."""
        roll = self.chance.random()
        trades = trades or ("factory" if roll < 0.65 else "service")
        if field:
            trades = "factory" if any(r.get("field") == field for r in words()["factory"]) else ""
            trades = trades or "service"
        firm = self._company(trades, spot, field)
        firm.workers = min(22, max(2, round(self.chance.lognormvariate(1.75, 0.55))))
        firm.share = self.chance.uniform(0.83, 0.92)
        if self.chance.random() < 0.08:
            firm.unit_level, firm.legal_form = "establishment", "enterprise_branch"
            firm.should = None
        return firm

    def shop(self, spot: Spot, town: str) -> Firm:
        """A self-employed person with a few hands."""
        trade = self.inventor.pick(words()["shop"])
        return self._firm(
            trade,
            spot,
            name=self.inventor.shop(trade, town),
            nature="individual_economy",
            unit_level="self_employed",
            legal_form="self_employed",
            economic_type="175",
            credit_code=self.inventor.credit_code("92"),
            workers=self.chance.choice((1, 2, 2, 3, 3, 4, 5, 7)),
        )

    def committee(self, spot: Spot, town: str) -> Firm:
        """The village's or community's own committee."""
        village = spot.kind == "village"
        trade = {"industry": "S96", "women": 45, "wage": 3600}
        ending = "村民委员会" if village else "居民委员会"
        name = spot.name.removesuffix("村" if village else "社区")
        return self._firm(
            trade,
            spot,
            name=f"{town}{name}{'村' if village else '社区'}{ending}",
            nature="social_organisation",
            unit_level="social_organisation",
            legal_form="villagers_committee" if village else "residents_committee",
            credit_code=self.inventor.credit_code("54" if village else "55"),
            workers=self.chance.randint(5, 11),
        )

    def institution(self, row: Mapping[str, Any], spot: Spot, upper: Body) -> Body:
        """An office, school or hospital with its own union, as old as the office itself."""
        bare = town_base(spot)
        key = "street" if spot.kind == "subdistrict" else "park" if spot.kind == "park" else "name"
        name = row.get(key, row["name"]).format(full=spot.name, town=bare)
        firm = self._firm(
            row,
            spot,
            name=name,
            nature=row["nature"],
            unit_level=row["unit_level"],
            legal_form=row["legal_form"],
            credit_code=self.inventor.credit_code(row["prefix"]),
            workers=self.chance.randint(18, 75),
        )
        firm.growth, firm.share = 0.01, self.chance.uniform(0.93, 1.0)
        union = row.get("union", "{name}工会委员会").format(full=spot.name, name=name)
        body = Body(union, "single", "committee", spot, upper, firms=[firm])
        self.settle(body, old=True)
        self.cover(body)
        return body

    def single(self, spot: Spot, upper: Body) -> Body:
        """An enterprise with its own union; about one in five founded in the three years."""
        trades = "service" if self.chance.random() < 0.35 else "factory"
        firm = self._company(trades, spot)
        body = Body(f"{firm.name}工会委员会", "single", "committee", spot, upper, firms=[firm])
        self.settle(body, old=self.chance.random() < 0.85)
        self.cover(body)
        return body

    def gone(self, spot: Spot, upper: Body) -> list[Body]:
        """Now and then a union that was dissolved with its enterprise, beside a standing one."""
        if spot.quiet or self.chance.random() > 0.045:
            return []
        return [self.dissolved(spot, upper)]

    def dissolved(self, spot: Spot, upper: Body) -> Body:
        """A union of an enterprise that ended within the three years."""
        body = self.single(spot, upper)
        if body.founded is None or body.founded >= self.years.opening:
            self.settle(body, old=True, known=True)
            self.cover(body)
        firm = body.firms[0]
        body.ended = firm.ended = self._within(45)
        firm.workers = min(firm.workers, 24)
        firm.growth = -0.12
        firm.end_status = self.chance.choice(("deregistered", "deregistered", "moved_out"))
        body.plain["dissolved_doc"] = self.document("撤", body.ended)
        reported = body.ended + timedelta(days=self.chance.randint(2, 20))
        body.plain["dissolved_reported_on"] = min(reported, self.years.today)
        body.plain["members_to"] = self.chance.choice(words()["moved_to"])
        return body

    def lone(self, spot: Spot) -> Firm:
        """An employer without a union: required with a day planned, deferred or exempt."""
        firm = self._company("service" if self.chance.random() < 0.4 else "factory", spot)
        firm.workers, firm.members = min(60, max(3, firm.workers // 2)), 0
        roll = self.chance.random()
        if roll < 0.7:
            firm.planned_on = self.years.today + timedelta(days=self.chance.randint(20, 200))
        elif roll < 0.88:
            firm.should, firm.reason = "deferred", self.chance.choice(words()["deferred"])
        else:
            firm.should, firm.reason = "exempt", self.chance.choice(words()["exempt"])
        if self.chance.random() < 0.2:
            firm.registered_on = firm.began = self._within(0)
        return firm

    # -- dates -----------------------------------------------------------------------------------

    def _long_ago(self) -> date:
        return self.years.between(
            self.chance.random(), date(1996, 3, 1), add_years(self.years.opening, -2)
        )

    def _within(self, after: int) -> date:
        """A day in the three years, the first ``after`` days left out where there are so many."""
        first = min(self.years.opening + timedelta(days=after), self.years.today)
        return self.years.between(self.chance.random() ** 0.9, first, self.years.today)

    def document(self, word: str, day: date) -> str:
        """Number of a reply, counted on."""
        self._serial += 1
        return f"武工{word}〔{day.year}〕{self._serial}号"

    def settle(self, body: Body, *, old: bool, known: bool = False, still: bool = False) -> None:
        """Dates and plain fields of a union. ``old``: founded before the opening; ``known``: on a
        known day; ``still``: nothing of it within the three years."""
        chance, opening = self.chance, self.years.opening
        if not old:
            body.founded = self._within(8)
        elif known or still or chance.random() < 0.9:
            body.founded = self.years.between(
                chance.random() ** 0.7, date(2003, 3, 1), opening - timedelta(days=60)
            )
        else:
            body.founded = None
        plain: dict[str, Any] = {
            "chair": self.inventor.person(),
            "phone": self.inventor.phone(),
            "address": f"{body.spot.name}{chance.randint(1, 180)}号",
            "has_office": chance.random() < 0.85,
            "has_seal": chance.random() < 0.97,
            "has_sign": chance.random() < 0.9,
            "own_account": chance.random() < (0.6 if body.own else 0.35),
        }
        if plain["own_account"]:
            plain["bank_name"] = f"农村商业银行{town_base(body.spot)}支行"
            plain["bank_account"] = f"9000{chance.randrange(10**13):013d}"
        if body.founded is not None:
            self._approval(plain, body.founded)
        body.plain = plain
        self._term(body)

    def _approval(self, plain: dict[str, Any], founded: date) -> None:
        meeting = founded - timedelta(days=self.chance.randint(3, 12))
        plain["founded_on"] = plain["approved_on"] = founded
        plain["meeting_on"] = meeting
        plain["preparing_on"] = meeting - timedelta(days=self.chance.randint(15, 60))
        plain["founded_doc"] = self.document("复", founded)

    def ripen(self, body: Body) -> None:
        """Make a union one founded before the opening on a known day, with a certificate."""
        self.settle(body, old=True, known=True)
        self.cover(body, still=True)
        if not body.plain.get("legal_person"):
            until = add_years(self.years.today, 2)
            first = max(body.founded or until, add_years(until, -5))
            body.plain |= {"term_from": first, "term_until": until}
            self._certify(body.plain)

    def _term(self, body: Body) -> None:
        """Present term, and for most a certificate that runs as long (总工办发〔2020〕20号)."""
        chance, today = self.chance, self.years.today
        length = 5 if chance.random() < 0.7 else 3
        first = body.founded or date(self.years.opening.year - chance.randint(6, 14), 6, 15)
        until = first
        while until <= today:
            first, until = until, add_years(until, length)
        roll = chance.random()
        if roll < 0.012:  # runs out soon
            until = today + timedelta(days=chance.randint(4, 58))
        legal = chance.random() < _BIG.get(body.type or "", 0.7)
        if not legal and roll > 0.85 and body.founded is not None and body.founded < first:
            until = today - timedelta(days=chance.randint(10, 500))
            until = max(until, body.founded + timedelta(days=400))
        if body.founded is not None:
            first = max(body.founded, add_years(until, -length))
        else:
            first = add_years(until, -length)
        body.plain |= {"term_from": first, "term_until": until}
        if legal and until > today:
            self._certify(body.plain)

    def _certify(self, plain: dict[str, Any]) -> None:
        self._serial += 1
        plain |= {
            "legal_person": True,
            "credit_code": self.inventor.credit_code("81"),
            "certificate_no": f"工法证字第{self.inventor.region}{self._serial:05d}号",
            "certificate_from": plain["term_from"],
            "certificate_until": plain["term_until"],
        }

    def cover(self, body: Body, *, still: bool = False) -> None:
        """From when on the union covers its employers, and who looks after them."""
        for k, firm in enumerate(body.firms):
            firm.joined = body.founded
            if body.founded is not None and body.founded >= self.years.opening:
                if firm.registered_on is None or firm.registered_on >= body.founded:
                    firm.registered_on = body.founded - timedelta(days=100)
            elif not body.own and k > 1 and not still and self.chance.random() < 0.15:
                firm.joined = self._within(3)
            if body.own:
                continue
            firm.phone = self.inventor.phone()
            if body.type in FEDERATIONS:
                firm.organiser = self.inventor.person()
            firm.liaison = self.inventor.person() if self.chance.random() < 0.5 else None
            if k > 2 and not still and self.chance.random() < 0.05:
                self._close(firm)

    def _close(self, firm: Firm) -> None:
        """The employer of a joint union or federation stopped."""
        first = max(firm.joined or self.years.opening, self.years.opening) + timedelta(days=30)
        if first < self.years.today:
            firm.ended = self.years.between(self.chance.random(), first, self.years.today)
            firm.end_status = self.chance.choice(("deregistered", "revoked", "moved_out"))


def town_base(spot: Spot) -> str:
    """王庆坨 for 王庆坨镇; the name itself where it is no township's."""
    for tail in ("街道", "镇", "乡"):
        if spot.name.endswith(tail) and spot.kind in ("township", "subdistrict"):
            return spot.name.removesuffix(tail)
    return spot.name

"""From the plan to rows of the tables, and the one act that writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil
from typing import Any

from app.store.work import Work, act

from ..records import (
    CONTACT,
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SITE,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE,
    PLACE_SPELL,
    READING,
    UNION,
    UNION_SPELL,
    WAGE_BILL,
)
from .model import Body, Firm, World
from .words import Inventor, words

_UNION = {c.name: None for c in UNION.c if c.name not in ("id", "rev")}
_CODES = ("J201", "J202", "J203", "J204", "J205", "J206", "J207")
_SHORT = ("J201", "J202", "J206", "J207")
_TYPES = {
    "single": "J102",
    "joint": "J103",
    "regional_federation": "J104",
    "industry_federation": "J105",
}


@act(
    "organisations.fill_demo",
    "生成示例数据",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo(work: Work, /, world: World, inventor: Inventor, *, root: str) -> None:
    """Write everything of the plan as one mass entry; fills in the ids."""
    work.start_batch()
    world.root.id = root
    _places(work, world)
    work.progress.step(1, 6, "地点")
    _employers(work, world, inventor)
    work.progress.step(2, 6, "单位")
    _unions(work, world, inventor)
    work.progress.step(3, 6, "工会")
    work.insert_rows(COVERAGE, _coverage(world))
    links = [
        {"federation_id": f.id, "union_id": u.id, "since": _later(f.founded, u.founded)}
        for f in world.bodies
        for u in f.members
    ]
    work.insert_rows(FEDERATION_MEMBER, ({**row, "until": None, "doc_no": None} for row in links))
    work.progress.step(4, 6, "涵盖关系")
    work.insert_rows(READING, readings(world))
    work.progress.step(5, 6, "填报数")


def _later(one: date | None, two: date | None) -> date | None:
    return max(one, two) if one and two else one or two


def _places(work: Work, world: World) -> None:
    made = {row["code"]: row["place_id"] for row in work.rows(PLACE_SPELL.select())}
    world.here.id = made[world.here.code]
    own = []
    for spot in world.spots:
        if spot.code:
            spot.id = made[spot.code]
        else:
            spot.id = work.new_id()
            own.append(spot)
    work.insert_rows(PLACE, ({"id": s.id, "origin": "own", "note": None} for s in own))
    work.insert_rows(
        PLACE_SPELL,
        (
            {
                "place_id": s.id,
                "since": None,
                "until": None,
                "name": s.name,
                "code": None,
                "kind": s.kind,
                "upper_id": s.upper.id if s.upper else None,
                "doc_no": None,
            }
            for s in own
        ),
    )


# -- employers -----------------------------------------------------------------------------------


def _firms(world: World) -> list[Firm]:
    every = [f for b in world.bodies for f in b.firms] + world.lone
    return sorted(every, key=lambda f: f.parent is not None)


def _employers(work: Work, world: World, inventor: Inventor) -> None:
    firms, chance, today = _firms(world), inventor.chance, world.years.today
    for firm in firms:
        firm.id = work.new_id()
    seen = today - timedelta(days=40)
    work.insert_rows(
        EMPLOYER,
        (
            {
                "id": f.id,
                "credit_code": f.credit_code,
                "unit_level": f.unit_level,
                "parent_id": f.parent.id if f.parent else None,
                "successor_id": None,
                "legal_representative": f.representative,
                "registered_on": f.registered_on,
                "address": f.address,
                "should_unionise": f.should,
                "should_reason": f.reason,
                "planned_on": f.planned_on,
                "regulator_seen_on": seen if f.nature == "enterprise" else None,
                "note": None,
            }
            for f in firms
        ),
    )
    work.insert_rows(EMPLOYER_SPELL, (row for f in firms for row in _firm_spells(f)))
    chosen = [f for f in firms if f.workers > 12 and chance.random() < 0.3]
    work.insert_rows(
        CONTACT,
        (
            {
                "union_id": None,
                "employer_id": f.id,
                "name": inventor.person(),
                "role": "人力资源负责人",
                "phone": inventor.phone(),
            }
            for f in chosen
        ),
    )
    work.insert_rows(
        EMPLOYER_SITE,
        (
            {
                "employer_id": f.id,
                "name": "二号厂区",
                "address": f"{f.spot.name}{chance.randint(1, 180)}号",
                "place_id": f.spot.id,
            }
            for f in chosen
            if f.workers > 80
        ),
    )


def _firm_spells(firm: Firm) -> Iterator[dict[str, Any]]:
    row = {
        "employer_id": firm.id,
        "since": firm.began,
        "until": firm.ended,
        "name": firm.name,
        "place_id": firm.spot.id,
        "nature": firm.nature,
        "industry": firm.industry,
        "economic_type": firm.economic_type,
        "legal_form": firm.legal_form,
        "status": "active",
        "doc_no": None,
    }
    yield row
    if firm.ended is not None:
        yield {**row, "since": firm.ended, "until": None, "status": firm.end_status}


def _coverage(world: World) -> Iterator[dict[str, Any]]:
    for body in world.bodies:
        for firm in body.firms:
            yield {
                "union_id": body.id,
                "employer_id": firm.id,
                "kind": "found",
                "since": firm.joined,
                "until": firm.ended,
                "organiser": firm.organiser,
                "liaison": firm.liaison,
                "phone": firm.phone,
                "doc_no": None,
            }


# -- unions --------------------------------------------------------------------------------------


def _unions(work: Work, world: World, inventor: Inventor) -> None:
    chance, opening = inventor.chance, world.years.opening
    for k, body in enumerate(world.bodies, 1):
        body.id = work.new_id()
        body.plain["code"] = f"{inventor.region}{k:05d}"
        if body.complete and body.firms and not body.own:
            body.plain["covered_complete_from"] = max(body.founded or opening, opening)
    work.insert_rows(
        UNION, ({**_UNION, "id": b.id, "outside": False, **b.plain} for b in world.bodies)
    )
    work.insert_rows(UNION_SPELL, (row for b in world.bodies for row in _union_spells(b)))
    titles = words()["organiser_titles"]
    work.insert_rows(
        CONTACT,
        (
            {
                "union_id": b.id,
                "employer_id": None,
                "name": inventor.person(),
                "role": chance.choice(titles),
                "phone": inventor.phone(),
            }
            for b in world.standing()
            if chance.random() < 0.4
        ),
    )


def _union_spells(body: Body) -> Iterator[dict[str, Any]]:
    row = {
        "union_id": body.id,
        "since": body.founded,
        "until": body.ended,
        "name": body.name,
        "upper_id": body.upper.id if body.upper else None,
        "type": body.type,
        "form": body.form,
        "level": body.level,
        "status": "active",
        "place_id": body.spot.id,
        "doc_no": None,
    }
    yield row
    if body.ended is not None:
        yield {
            **row,
            "since": body.ended,
            "until": None,
            "status": "dissolved",
            "doc_no": body.plain.get("dissolved_doc"),
        }


# -- readings ------------------------------------------------------------------------------------


def numbers(firm: Firm, day: date, last: date) -> dict[str, int]:
    """Headcounts of an employer on a day, out of those of its last day."""
    years = max(0, (last - day).days) / 365.25
    workers = max(1, round(firm.workers / (1 + firm.growth) ** years))
    exact = workers * firm.share
    members = min(workers, ceil(exact - 1e-9) if workers > 24 else max(1, round(exact)))
    women = round(workers * firm.women)
    return {
        "J201": workers,
        "J202": women,
        "J203": round(workers * firm.migrant),
        "J204": round(workers * firm.dispatched),
        "J205": round(workers * firm.new_forms),
        "J206": members,
        "J207": min(women, round(members * firm.women)),
    }


def _days(world: World, first: date | None, ended: date | None) -> list[date]:
    opening = world.years.opening
    days = [d for d in world.years.reading_days if d >= (first or opening)]
    if first is not None and first > opening and first not in days:
        days.insert(0, first)
    return [d for d in days if ended is None or d < ended]


def readings(world: World) -> Iterator[dict[str, Any]]:
    """Every reported number, also those typed for the year before the opening."""
    for body in world.bodies:
        if body.number_only:
            yield from _number_only(world, body)
        for firm in body.firms:
            yield from _of_firm(world, body, firm)
        for code, day, value in body.extra:
            yield _reading("union_id", body.id, code, day, value)
    for firm in world.lone:
        day = world.years.reading_days[-1]
        if firm.began is None or firm.began <= day:
            yield _reading("employer_id", firm.id, "J201", day, firm.workers)
            if firm.members is not None:
                yield _reading("employer_id", firm.id, "J206", day, firm.members)
    for code, value in _past(world).items():
        day = world.years.opening - timedelta(days=1)
        yield _reading("union_id", world.root.id, code, day, value, "上年年报")


def _reading(
    owner: str, of: str, code: str, day: date, value: int, source: str = "工会台账"
) -> dict[str, Any]:
    return {owner: of, "code": code, "on_day": day, "value": value, "source": source}


def _of_firm(world: World, body: Body, firm: Firm) -> Iterator[dict[str, Any]]:
    last = firm.ended or world.years.today
    days = _days(world, firm.joined, firm.ended)
    owner, of = ("union_id", body.id) if body.own else ("employer_id", firm.id)
    for day in days:
        found = numbers(firm, day, last)
        if day == days[-1]:
            found |= {code: found[other] + more for code, (other, more) in body.skew.items()}
        for code in _CODES if body.own else _SHORT:
            yield _reading(owner, of, code, day, found[code])
        if body.own and day in days[-2:]:
            wages = found["J201"] * firm.wage * 100
            yield _reading("employer_id", firm.id, WAGE_BILL, day, wages)


def _number_only(world: World, body: Body) -> Iterator[dict[str, Any]]:
    days = _days(world, body.founded, body.ended)
    for k, day in enumerate(days):
        units = max(2, body.number_only - (len(days) - 1 - k))
        workers = units * 6 - len(days) + k
        found = {
            "J107": units,
            "J108": units * 2 // 3,
            "J109": units * 2 // 3,
            "J113": units - units * 2 // 3,
            "J201": workers,
            "J202": workers * 2 // 5,
            "J206": ceil(workers * 0.83),
            "J207": workers // 3,
        }
        for code, value in found.items():
            yield _reading("union_id", body.id, code, day, value, "村（社区）报送")


def _past(world: World) -> dict[str, int]:
    """Totals of the year before the opening, a little below what stands on the opening day."""
    opening, shares = world.years.opening, words()["past_share"]
    found: Counter[str] = Counter()
    for body in world.bodies:
        if body.type is None or (body.founded is not None and body.founded >= opening):
            continue
        found[_TYPES[body.type]] += 1
        found["J107"] += max(2, body.number_only - 3) if body.number_only else 0
        for firm in body.firms:
            if firm.joined is None or firm.joined < opening:
                heads = numbers(firm, opening, firm.ended or world.years.today)
                found["J107"] += 1
                found["J201"] += heads["J201"]
                found["J206"] += heads["J206"]
    past = {c: found[c] * shares[c if c in shares else "J101"] // 100 for c in sorted(found)}
    past["J101"] = sum(past.get(code, 0) for code in _TYPES.values())
    return past

"""Facts for the judges, made from the records of a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ..bases import HEADS
from ..rules import (
    CoveredEmployer,
    DoubledFacts,
    DoubleFacts,
    EmployerFacts,
    ListFacts,
    PartFacts,
    PlaceFacts,
    RateFacts,
    UnionFacts,
)
from .fetch import INSIDE_TYPES, Register

_BETWEEN_NAMES = re.compile(r"[、，,；;/\s]+")
_FEDERATIONS = ("regional_federation", "industry_federation")


def union_facts(records: Register) -> Iterator[UnionFacts]:
    """One per union looked at, dissolved ones too."""
    for union in records.own_unions:
        yield _union(records, union)


def _union(records: Register, union: Any) -> UnionFacts:
    is_root = union.id == records.root
    dissolved = union.status == "dissolved"
    return UnionFacts(
        id=union.id,
        name=union.name,
        on=records.day,
        type=union.type or "",
        status=union.status,
        where="" if is_root else records.where(union.place_id),
        form=union.form,
        level=union.level,
        outside=bool(union.outside),
        is_root=is_root,
        office_kind=records.office_kind if is_root else "",
        members=records.heads(union, "J206"),
        workers=records.heads(union, "J201"),
        covered_employers=records.covered(union),
        covered_unions=_covered_unions(records, union),
        employers=_covered_employers(records, union),
        credit_code=union.credit_code,
        legal_person=union.legal_person,
        certificate_no=union.certificate_no,
        certificate_until=union.certificate_until,
        term_until=union.term_until,
        meeting_on=union.meeting_on,
        approval_no=union.founded_doc,
        approved_on=union.approved_on,
        dissolved_on=union.since if dissolved else None,
        dissolved_reported_on=union.dissolved_reported_on,
        members_left=_members_left(records, union) if dissolved else None,
        uppers=records.uppers(union.id),
    )


def _members_left(records: Register, union: Any) -> int | None:
    """Whom a dissolved union still lists; where nobody is listed, what was written down says
    whether the members were seen to."""
    return records.left_members.get(union.id) or (0 if union.members_to else None)


def _covered_unions(records: Register, union: Any) -> int | None:
    below = set(records.children.get(union.id, ())) | records.joined.get(union.id, set())
    count = 0
    for one in below:
        other = records.unions.get(one)
        if other is not None and other.status == "active" and other.type not in INSIDE_TYPES:
            count += 1
    return count if count or records.takes_list(union) else None


def _covered_employers(records: Register, union: Any) -> tuple[CoveredEmployer, ...]:
    """For the unions of employers themselves; a federation's firms need not be told one by one."""
    if union.type in _FEDERATIONS or union.type is None:
        return ()
    ids = [row.employer_id for row in records.covered_by.get(union.id, ())]
    ids = ids or records.left.get(union.id, [])
    return tuple(
        CoveredEmployer(
            employer.name, employer.status, _number(records, employer.id, "J206", union)
        )
        for employer in (records.employers[one] for one in ids if one in records.employers)
    )


def headcount(records: Register, employer_id: str, code: str) -> int | None:
    """A headcount of an employer, whoever reports it."""
    rows = records.found_of.get(employer_id)
    return _number(records, employer_id, code, records.unions[rows[0].union_id] if rows else None)


def _number(records: Register, employer_id: str, code: str, union: Any | None) -> int | None:
    """A headcount of an employer: its own, that of its coverage, or that of its own union."""
    numbers = records.employer_numbers.get(employer_id)
    value = getattr(numbers, code) if numbers is not None else None
    if value is None:
        for row in records.found_of.get(employer_id, ()):
            carried = records.coverage_numbers.get(row.id)
            value = getattr(carried, code) if carried is not None else None
    if value is None and union is not None and union.type == "single":
        reported = records.reported.get(union.id, {}).get(code)
        if reported is not None and len(records.covered_by.get(union.id, ())) <= 1:
            value = reported
    return int(value) if value is not None else None


def employer_facts(records: Register) -> Iterator[EmployerFacts]:
    """One per employer looked at."""
    for employer in records.own_employers:
        rows = records.found_of.get(employer.id)
        union = records.unions[rows[0].union_id] if rows else None
        organisers = records.organisers.get(employer.id)
        yield EmployerFacts(
            id=employer.id,
            name=employer.name,
            on=records.day,
            status=employer.status,
            where=records.where(employer.place_id),
            should_unionise=employer.should_unionise,
            members=_number(records, employer.id, "J206", union),
            workers=_number(records, employer.id, "J201", union),
            union_type=(union.type or "local") if union is not None else None,
            union_name=union.name if union is not None else "",
            union_status=union.status if union is not None else "active",
            union_employers=records.covered(union) if union is not None else None,
            organisers=_names(organisers) if organisers else 0,
            opened_on=employer.registered_on,
        )


def _names(text: str) -> int:
    return len({name for name in _BETWEEN_NAMES.split(text) if name})


def place_facts(records: Register) -> Iterator[PlaceFacts]:
    """One per place looked at: whether a union sits in it, or covers an employer of it."""
    at: set[str | None] = set()
    for union in records.unions.values():
        local = union.id == records.root and union.type is None
        if union.status == "active" and not local:
            at.add(union.place_id)
    for place in records.places.values():
        if place.place_id in records.own_places:
            within = records.below(place.place_id, records.places_below)
            yield PlaceFacts(
                id=place.place_id,
                name=place.name,
                place_kind=place.kind,
                has_union=bool(within & at),
                covered=bool(within & records.served),
            )


def rate_facts(records: Register) -> Iterator[RateFacts]:
    """入会率 of each union."""
    for union in records.own_unions:
        if union.status == "active" and not union.outside and union.type is not None:
            yield RateFacts(
                kind="union",
                id=union.id,
                name=union.name,
                numerator=records.heads(union, "J206"),
                denominator=records.heads(union, "J201"),
                type=union.type,
                where=records.where(union.place_id),
            )


_PARTS = {
    "J107": ("涵盖单位数", {"J108": "企业", "J110": "事业单位", "J111": "机关",
                            "J112": "社会组织", "J113": "个体经济组织"}),
    "J108": ("企业", {"J109": "非公有制企业"}),
    "J201": ("职工人数", {"J202": "女职工", "J203": "农民工", "J204": "劳务派遣工",
                          "J205": "新就业形态劳动者"}),
    "J206": ("会员人数", {"J207": "女会员", "J208": "农民工会员", "J209": "劳务派遣工会员",
                          "J210": "新就业形态会员"}),
}  # fmt: skip


_HEAD_PARTS = tuple(part for code in ("J201", "J206") for part in _PARTS[code][1])


def part_facts(records: Register) -> Iterator[PartFacts]:
    """Totals with their parts, of whoever reports a part."""
    for union in records.own_unions:
        if union.id != records.root or union.type is not None:
            own = records.reported.get(union.id)
            if own:
                yield from _parts(records, "union", union, own)
    for employer in records.own_employers:
        row = records.employer_numbers.get(employer.id)
        if row is not None and any(getattr(row, code) is not None for code in _HEAD_PARTS):
            numbers = {code: getattr(row, code) for code in HEADS}
            yield from _parts(records, "employer", employer, numbers)


def _parts(
    records: Register, kind: str, of: Any, numbers: Mapping[str, Any]
) -> Iterator[PartFacts]:
    for code, (what, parts) in _PARTS.items():
        known = [(word, numbers[part]) for part, word in parts.items()
                 if numbers.get(part) is not None]  # fmt: skip
        if known:
            yield PartFacts(
                kind=kind,
                id=of.id,
                name=of.name,
                what=what,
                total=numbers.get(code),
                parts=tuple(known),
                where=records.where(of.place_id),
            )


def double_facts(records: Register, *, every: bool = False) -> Iterator[DoubleFacts]:
    """Each employer that counts twice, with the unions that count it; with ``every`` also those
    that count once."""
    for employer in records.own_employers:
        rows = records.found_of.get(employer.id)
        if rows and (every or len(rows) > 1):
            yield DoubleFacts(
                kind="employer",
                id=employer.id,
                name=employer.name,
                unions=tuple(records.unions[row.union_id].name for row in rows),
                where=records.where(employer.place_id),
            )


def doubled_facts(records: Register, *, every: bool = False) -> Iterator[DoubledFacts]:
    """Employers that share a credit code; a branch may have its parent's. With ``every`` also
    those that share theirs with nobody or have none."""
    mine = {employer.id for employer in records.own_employers}
    groups: dict[str, list[Any]] = defaultdict(list)
    for employer in records.employers.values():
        if employer.credit_code or every:
            groups[employer.credit_code or employer.id].append(employer)
    for group in groups.values():
        ids = {employer.id for employer in group}
        alone = [e for e in group if e.parent_id not in ids]
        if (len(alone) > 1 or every) and ids & mine:
            first, *others = alone or group[:1]
            unions = [
                records.unions[row.union_id].name
                for employer in alone
                for row in records.found_of.get(employer.id, ())
            ]
            yield DoubledFacts(
                id=first.id,
                name=first.name,
                code=first.credit_code,
                others=tuple(employer.name for employer in others),
                unions=tuple(unions),
                where=records.where(first.place_id),
            )


_LISTED = {"J201": ("职工", "人"), "J206": ("会员", "人")}


def list_facts(records: Register) -> Iterator[ListFacts]:
    """Unions that both list their units and report a number: 已录 N、报告 M."""
    for union in records.own_unions:
        own = records.reported.get(union.id)
        if union.status == "active" and not union.outside and union.type is not None and own:
            yield _list(records, union, own)


def _list(records: Register, union: Any, own: Any) -> ListFacts:
    complete = records.takes_list(union)
    since = union.covered_complete_from
    listed = len(records.listed(union.id))

    def new(code: str) -> bool:
        """Whether the report stands: no later word says that the list is complete."""
        return code in own and (not complete or records.reported_on[union.id, code] >= since)

    pairs = []
    if listed and new("J107"):
        pairs.append(("涵盖单位", "个", listed, own["J107"]))
    whole = complete or ("J107" in own and own["J107"] == listed) or union.type == "single"
    for code, (what, unit) in _LISTED.items():
        total = records.summed(union.id, code) if whole else None
        if total is not None and new(code):
            pairs.append((what, unit, total, own[code]))
    return ListFacts(
        id=union.id,
        name=union.name,
        complete=complete,
        pairs=tuple(pairs),
        where=records.where(union.place_id),
    )

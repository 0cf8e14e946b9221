"""Facts of the congresses of a year, each kind fetched once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.areas.cadres.records import DELEGATE, DELEGATION, POST
from app.areas.members.records import PERSON
from app.areas.organisations.lists.common import readings_of
from app.areas.organisations.records import COVERAGE, EMPLOYER_SPELL
from app.figures.checks import Facts
from app.rules.book import Rule
from app.store import evidence
from app.store.meta import on_day

from ..bases import BOARD_ROLES
from ..lists.year import Year
from ..records import ACTIVITY, CONGRESS, RESOLUTION
from ..rules.lamps import YEAR_RULES, YearFacts
from ..rules.meetings import (
    BOARD_RULES,
    CONGRESS_RULES,
    DELEGATES,
    MEETING_RULES,
    MEMBERS,
    BoardFacts,
    CongressFacts,
    MeetingFacts,
    Vote,
)
from .look import Look

_COUNTED = ("single", "joint", "regional_federation", "industry_federation")


_SHARES = ("women", "managers", "owners", "front_line")


class Meetings:
    """The congresses of a year up to a day."""

    def __init__(self, look: Look) -> None:
        self.look, self.conn = look, look.conn

    @cached_property
    def rows(self) -> list[Mapping[Any, Any]]:
        """One row per congress that was held: the activity with what stands beside it."""
        row, look = ACTIVITY.c, self.look
        beside = [c for c in CONGRESS.c if c.name not in ("id", "rev", "activity_id", "women")]
        query = (
            select(ACTIVITY, *beside, CONGRESS.c.women.label("congress_women"))
            .join(CONGRESS, CONGRESS.c.activity_id == row.id)
            .where(row.held_on.between(look.period.first, look.last))
            .order_by(row.held_on, row.id)
        )
        return [
            one for one in self.conn.execute(query).mappings() if one["union_id"] in look.unions
        ]

    @cached_property
    def votes(self) -> dict[str, list[Any]]:
        """Activity → its decisions."""
        found: dict[str, list[Any]] = defaultdict(list)
        query = select(RESOLUTION).order_by(RESOLUTION.c.position, RESOLUTION.c.id)
        wanted = {row["id"] for row in self.rows}
        for one in self.conn.execute(query).mappings():
            if one["activity_id"] in wanted:
                found[one["activity_id"]].append(one)
        return found

    @cached_property
    def proofs(self) -> dict[str, dict[str, int]]:
        """Activity → kinds of evidence."""
        return evidence.kinds_of(self.conn, ACTIVITY.name, [row["id"] for row in self.rows])

    @cached_property
    def delegations(self) -> list[Mapping[Any, Any]]:
        """All 届 of delegates, with the counts of those that are listed."""
        rows = self.conn.execute(select(DELEGATION).order_by(DELEGATION.c.since)).mappings().all()
        listed = {row["id"] for row in rows if row["listed"]}
        if not listed:
            return [dict(row) for row in rows]
        one = DELEGATE.c
        sex = func.coalesce(PERSON.c.sex, one.sex)
        query = (
            select(
                one.delegation_id,
                func.count().label("total"),
                func.sum(sex == "2").label("women"),
                func.sum(one.manager).label("managers"),
                func.sum(one.owner).label("owners"),
                func.sum(one.front_line).label("front_line"),
            )
            .outerjoin(PERSON, PERSON.c.id == one.person_id)
            .where(or_(one.until.is_(None), one.until > self.look.last))
            .group_by(one.delegation_id)
        )
        counts = {row["delegation_id"]: row for row in self.conn.execute(query).mappings()}
        return [
            {**row, **(counts.get(row["id"], {}) if row["id"] in listed else {})} for row in rows
        ]

    @cached_property
    def workers(self) -> dict[str, dict[str, int]]:
        """Union → its newest readings."""
        ids = sorted({row["union_id"] for row in self.rows})
        return readings_of(self.conn, "union_id", ids, self.look.last)

    def facts(self) -> Iterator[MeetingFacts]:
        """Every congress."""
        days: dict[tuple[str, date], set[str]] = defaultdict(set)
        for row in self.rows:
            days[row["union_id"], row["held_on"]].add(row["kind"])
        for row in self.rows:
            union = self.look.unions[row["union_id"]]
            known = self._delegates(row)
            reported = self.workers.get(row["union_id"], {})
            own = row["workers"]
            yield MeetingFacts(
                row["id"],
                f"{union.name}{row['title']}",
                row["kind"],
                row["held_on"],
                row["form"],
                union.type != "single",
                row["due"],
                row["present"],
                tuple(Vote(v["title"], v["yes"]) for v in self.votes.get(row["id"], ())),
                row["notice_on"],
                row["materials_on"],
                workers=own if own is not None else reported.get("J201"),
                women_workers=reported.get("J202"),
                proofs=frozenset(self.proofs.get(row["id"], ())),
                beside=len(days[row["union_id"], row["held_on"]]) > 1,
                **known,
            )

    def _delegates(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        """Delegates and their shares: of the 届 that is named or was in office, else of those due
        and present at the meeting."""
        found = None
        for one in self.delegations:
            if one["id"] == row["delegation_id"]:
                found = one
                break
            mine = one["union_id"] == row["union_id"] and one["kind"] == DELEGATES[row["kind"]]
            since, until = one["since"] or date.min, one["until"] or date.max
            if mine and since <= row["held_on"] < until:
                found = one
        if found is not None and found["total"] is not None:
            shares = {key: found[key] for key in _SHARES}
            return {"delegates": found["total"], "agreed_doc": found["excess_agreed_doc"], **shares}
        if row["form"] != "delegates":
            return {}
        shares = {key: row[key] for key in _SHARES if key != "women"}
        shares["women"] = row["congress_women"]
        return {"delegates": row["due"], **shares}

    def congresses(self, rule: Rule) -> Iterator[CongressFacts]:
        """Every union: its members' congresses of the year, and whether one rated its work."""
        year = Year(
            self.conn, self.look.period.last.year, self.look.day, unit=self.look.unit,
            book=self.look.book,
        )  # fmt: skip
        held: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
        for row in self.rows:
            if row["kind"] == MEMBERS:
                held[row["union_id"]].append(row)
        for union in self.look.unions.values():
            mine = held.get(union.union_id, [])
            if union.type not in _COUNTED or union.status != "active":
                continue
            known = bool(mine) or union.union_id in year.kept
            yield CongressFacts(
                union.union_id,
                union.name,
                self.look.last,
                len(mine) if known else None,
                any(self._rated(row, rule) for row in mine) if mine else None,
            )

    def _rated(self, row: Mapping[Any, Any], rule: Rule) -> bool:
        topics = set(rule.params.get("topics", ()))
        voted = any(
            v["topic"] in topics and v["yes"] is not None for v in self.votes.get(row["id"], ())
        )
        proved = set(rule.params.get("proofs", ())) & set(self.proofs.get(row["id"], ()))
        return voted or bool(topics & set(row["topics"] or ()) and proved)

    def years(self) -> Iterator[YearFacts]:
        """Every federation with its lamps."""
        look = self.look
        year = Year(look.conn, look.period.last.year, look.day, unit=look.unit, book=look.book)
        for one in year.federations:
            kept = one.id in year.kept
            yield YearFacts(
                one.id, one.name, look.last, year.period, year.lamps[one.id], kept, one.place
            )

    def boards(self) -> Iterator[BoardFacts]:
        """Every single union: whether its firm is a company, and who sits on its boards."""
        look = self.look
        single = [one for one in look.unions.values() if one.type == "single"]
        forms = {
            row.union_id: row.legal_form
            for row in self.conn.execute(
                select(COVERAGE.c.union_id, EMPLOYER_SPELL.c.legal_form)
                .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == COVERAGE.c.employer_id)
                .where(
                    COVERAGE.c.kind == "found",
                    on_day(COVERAGE, look.last),
                    on_day(EMPLOYER_SPELL, look.last),
                )
            )
        }
        post = POST.c
        held = and_(post.since <= look.last, or_(post.until.is_(None), post.until > look.last))
        count = func.sum(post.role.in_(BOARD_ROLES)).label("seats")
        query = select(post.union_id, count).where(held).group_by(post.union_id)
        seats = {row.union_id: row.seats for row in self.conn.execute(query)}
        workers = readings_of(self.conn, "union_id", [one.union_id for one in single], look.last)
        for one in single:
            yield BoardFacts(
                one.union_id,
                one.name,
                forms.get(one.union_id),
                workers.get(one.union_id, {}).get("J201"),
                seats.get(one.union_id),
            )


def tables(look: Look) -> list[Facts]:
    """The rules of this slice with their facts."""
    meetings = Meetings(look)
    return [
        (YEAR_RULES, lambda _rule: meetings.years()),
        (MEETING_RULES, lambda _rule: meetings.facts()),
        (CONGRESS_RULES, meetings.congresses),
        (BOARD_RULES, lambda _rule: meetings.boards()),
    ]

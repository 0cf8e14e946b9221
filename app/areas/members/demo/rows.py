"""From headcounts to people: the one act that writes the sample members."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.areas.organisations.records import UNION
from app.store.work import Work, act

from ..lists.houses import House
from ..records import (
    APPLICATION,
    CAMPAIGN,
    CAMPAIGN_TARGET,
    EMPLOYMENT,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from .people import Inventor

_PERSON = {c.name: None for c in PERSON.c if c.name not in ("id", "rev")}
_MEMBERSHIP = {c.name: None for c in MEMBERSHIP.c if c.name not in ("id", "rev")}
_LISTED, _PARTLY = 0.72, 0.06
"""Shares of unions with a complete roster, and with one that is not complete."""
_LESS = 0.9
"""Members who are migrant workers and so on are a little fewer than such workers."""
_BATCH = 5000


@act(
    "members.fill_demo",
    "生成示例会员",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo(
    work: Work,
    /,
    houses: list[House],
    chance: random.Random,
    *,
    area: str,
    opening: date,
) -> None:
    """Write everybody as one mass entry."""
    work.start_batch()
    writer = _Writer(work, chance, area, opening)
    writer.campaign()
    unions: dict[str, list[House]] = {}
    for house in houses:
        unions.setdefault(house.union_id, []).append(house)
    complete = {}
    for number, (union, own) in enumerate(unions.items(), 1):
        lot = chance.random()
        if lot < _LISTED:
            for house in own:
                writer.house(house)
            complete[union] = {"members_complete_from": opening}
        elif lot < _LISTED + _PARTLY:
            for house in own:
                writer.house(house, share=0.6)
        if number % 50 == 0:
            work.progress.step(number, len(unions), "会员")
    writer.flush()
    work.update_rows(UNION, complete)
    writer.targets()
    writer.applications(sorted(complete)[:5])


class _Writer:
    """Collects rows and writes them a few thousand at a time."""

    def __init__(self, work: Work, chance: random.Random, area: str, opening: date) -> None:
        self.work, self.chance, self.opening = work, chance, opening
        self.today = work.today
        self.invent = Inventor(chance, area, work.today)
        self._rows: dict[Any, list[dict[str, Any]]] = {
            table: []
            for table in (PERSON, PERSON_SPELL, IDENTITY, MEMBERSHIP, EMPLOYMENT, TRANSFER)
        }
        self._sent = 0
        self._women: dict[str, bool] = {}
        self._campaign, self._recruited = "", Counter[str]()

    def house(self, house: House, share: float = 1.0) -> None:
        """The people of one employer: as many on each day as were reported."""
        self._women.clear()
        present: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        before: date | None = None
        _, last, women = house.steps[-1]
        wanted = women / last if last else 0.0
        for day, count, _ in house.steps:
            count = int(count * share)
            while len(present) > count:
                self._leaves(present.pop(0), before or day, day)
            while len(present) < count:
                since = self._begins(house, before, day)
                woman = round(wanted * (len(present) + 1)) > round(wanted * len(present))
                present.append(self._comes(house, since, woman=woman))
            if before is not None and len(present) > 12 and self.chance.random() < 0.3:
                self._one_for_another(house, present, before, day)
            before = day
        if last > 60 and share == 1.0:
            for _ in range(last // 60):
                self._retired(house)
        if len(self._rows[PERSON]) >= _BATCH:
            self.flush()

    def _begins(self, house: House, before: date | None, day: date) -> date | None:
        """The first day of somebody who is there on ``day`` and was not on ``before``."""
        if before is None:
            return None if house.founded is None or house.founded <= self.opening else day
        return before + timedelta(days=1 + self.chance.randrange((day - before).days))

    def _comes(
        self, house: House, since: date | None, *, woman: bool, began: str = "joined"
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        joined = since or self._before_opening()
        number = len(self._women)

        def part(share: float) -> bool:
            return int(share * _LESS * (number + 1)) > int(share * _LESS * number)

        made = self.invent.person(
            woman=woman,
            joined=joined,
            migrant=part(house.migrant),
            dispatched=part(house.dispatched),
            platform=part(house.new_forms),
        )
        person = self.work.new_id()
        kind, document = made.document
        self._women[person] = woman
        self._rows[PERSON].append({**_PERSON, **made.plain, "id": person})
        self._rows[PERSON_SPELL].append(
            {"person_id": person, "since": None, "until": None, "doc_no": None, **made.dated}
        )
        self._rows[IDENTITY].append(
            {"person_id": person, "type": kind, "number": document, "until": None, "note": None}
        )
        recruited = began == "joined" and made.dated["migrant"] and self._in_campaign(since)
        self._recruited[house.union_id] += bool(recruited)
        membership = {
            **_MEMBERSHIP,
            "campaign_id": self._campaign if recruited else None,
            "person_id": person,
            "union_id": house.union_id,
            "since": since,
            "status": "active",
            "began": "opening" if since is None else began,
            "approved_on": since if began == "joined" else None,
        }
        employment = {
            "person_id": person,
            "employer_id": house.employer_id,
            "host_id": None,
            "employer_name": None,
            "post": None,
            "department": None,
            "employee_no": None,
            "since": since,
            "until": None,
            "follows": True,
        }
        self._rows[MEMBERSHIP].append(membership)
        self._rows[EMPLOYMENT].append(employment)
        return person, membership, employment

    def _before_opening(self) -> date:
        return self.opening - timedelta(days=self.chance.randrange(30, 3600))

    def _leaves(
        self,
        who: tuple[str, dict[str, Any], dict[str, Any]],
        before: date,
        day: date,
        *,
        on: date | None = None,
    ) -> None:
        _, membership, employment = who
        first = max(before, membership["since"] or before) + timedelta(days=1)
        later = self.chance.randrange(max(1, (day - first).days))
        on = on or min(day, first + timedelta(days=later))
        lot = self.chance.random()
        if lot < 0.7:
            ended, reason = "transferred_out", "work_changed"
            self._send(membership, on)
        elif lot < 0.95:
            ended, reason = "left", "own_wish"
        else:
            ended, reason = "died", "died"
        membership |= {"until": on, "ended": ended, "reason": reason}
        employment["until"] = on

    def _send(self, membership: dict[str, Any], on: date) -> None:
        self._sent += 1
        waiting = on > self.today - timedelta(days=150) and self._sent % 3 == 0
        self._rows[TRANSFER].append(
            {
                "person_id": membership["person_id"],
                "direction": "out",
                "state": "sent" if waiting else "received",
                "from_union_id": membership["union_id"],
                "to_union_id": None,
                "from_name": None,
                "to_name": "外地工会",
                "number": f"转〔{on.year}〕{self._sent}号",
                "reason": "work_changed",
                "sent_on": on,
                "received_on": None if waiting else on + timedelta(days=12),
                "returned_on": None,
                "dues_until": None,
                "handler": None,
                "note": None,
            }
        )

    def _one_for_another(self, house: House, present: list[Any], before: date, day: date) -> None:
        """Somebody leaves and somebody else comes the same day: the count stays."""
        on = before + timedelta(days=1 + self.chance.randrange((day - before).days))
        place = next(
            (k for k, who in enumerate(present) if (who[1]["since"] or self.opening) < on), None
        )
        if place is None:
            return
        who = present.pop(place)
        woman = self._women[who[0]]
        self._leaves(who, before, day, on=on)
        present.append(self._comes(house, on, woman=woman, began="transferred_in"))

    def _retired(self, house: House) -> None:
        """A retired member whose membership stays with the union (保留)."""
        _, membership, employment = self._comes(house, None, woman=self.chance.random() < 0.4)
        membership["status"] = "retained"
        self._rows[PERSON_SPELL][-1]["employment_status"] = "retired"
        self._rows[EMPLOYMENT].remove(employment)

    def flush(self) -> None:
        """Write what was collected."""
        for table, rows in self._rows.items():
            self.work.insert_rows(table, rows)
            rows.clear()

    def campaign(self) -> None:
        """A campaign of this year; who joins in it as a 农民工 counts for it."""
        year = self.today.year
        self._campaign = self.work.new_id()
        row = {
            "id": self._campaign,
            "name": "农民工入会集中行动",
            "since": date(year, 3, 1),
            "until": date(year, 12, 31),
            "doc_no": None,
            "note": None,
        }
        self.work.insert_rows(CAMPAIGN, [row])

    def _in_campaign(self, since: date | None) -> bool:
        year = self.today.year
        return since is not None and date(year, 3, 1) <= since <= date(year, 12, 31)

    def targets(self) -> None:
        """Those that recruited most have a target, which some have reached."""
        most = sorted(self._recruited.items(), key=lambda one: (-one[1], one[0]))[:8]
        self.work.insert_rows(
            CAMPAIGN_TARGET,
            [
                {"campaign_id": self._campaign, "union_id": union, "target": max(5, count + k - 2)}
                for k, (union, count) in enumerate(most)
            ],
        )

    def applications(self, unions: list[str]) -> None:
        """A few applications that wait for the committee."""
        self.work.insert_rows(APPLICATION, self._applied(unions))

    def _applied(self, unions: list[str]) -> Iterator[dict[str, Any]]:
        for k, union in enumerate(unions):
            made = self.invent.person(woman=k % 2 == 0, platform=True, joined=None)
            kind, number = made.document
            yield {
                "name": made.plain["name"],
                "document_type": kind,
                "number": number,
                "phone": made.plain["phone"],
                "applied_on": self.today - timedelta(days=20 + k),
                "received_on": self.today - timedelta(days=18 + k),
                "source": "线上申请",
                "union_id": union,
                "employer_id": None,
                "employer_name": None,
                "details": {"sex": made.plain["sex"]},
                "campaign_id": None,
                "state": "waiting",
                "decided_on": None,
                "decided_by": None,
                "refusal": None,
                "person_id": None,
            }

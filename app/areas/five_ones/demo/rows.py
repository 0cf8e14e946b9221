"""The one act that writes the sample activities and congresses, with a few flaws."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.base.paths import resource
from app.store.evidence import EVIDENCE, Stored
from app.store.work import Work, act

from ..lists.houses import House
from ..records import ACTIVITY, ACTIVITY_UNIT, CONGRESS, RESOLUTION, WINNER

Proofs = Mapping[str, Sequence[Stored]]
_EMPTY = {
    table: {c.name: None for c in table.c if c.name not in ("id", "rev")}
    for table in (ACTIVITY, CONGRESS, RESOLUTION, WINNER, ACTIVITY_UNIT)
}
_KITS = {
    "members_congress": ("notice", "sign_in", "minutes", "resolution", "photo"),
    "workers_congress": ("notice", "sign_in", "minutes", "resolution", "report_form", "photo"),
    "labour_contest": ("plan", "results", "photo", "summary"),
    "recreation": ("notice", "enrolment", "photo", "summary"),
    "training": ("sign_in", "photo"),
    "publicity": ("publicity", "photo"),
    "committee_meeting": ("sign_in", "minutes"),
}
_TOPICS = {
    "members_congress": ["work_report", "funds_report", "audit_report", "assessment"],
    "workers_congress": ["wage_contract", "women_contract", "execution"],
}
_HELD, _PROVED = 0.9, 0.8
"""Shares of the five that a federation holds in a year, and of these that are proved."""
_FIRMS, _FIRM_HELD, _YEARLY = 0.35, 0.55, 0.95
"""Share of single and joint unions of which activities are kept."""


@cache
def material() -> dict[str, Any]:
    """The raw material of the sample data."""
    return tomllib.loads(resource("demo", "five_ones.toml").read_text("utf-8"))


@act(
    "five_ones.fill_demo",
    "生成示例活动",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo(
    work: Work, /, houses: list[House], chance: random.Random, *, opening: date, proofs: Proofs
) -> None:
    """Write three years as one mass entry."""
    work.start_batch()
    writer = _Writer(work, chance, proofs)
    flaws = iter(_FLAWS)
    for house in houses:
        kept = house.federation or chance.random() < _FIRMS
        for year in range(opening.year, work.today.year + 1):
            if kept and (house.since is None or house.since < date(year, 3, 1)):
                now = house.federation and year == work.today.year
                writer.year(house, year, next(flaws, "") if now else "")
    writer.write()


_FLAWS = ("", "quorum", "late_notice", "same_day", "owners", "unproved", "")
"""What is wrong with this year of the first federations, one each."""


class _Writer:
    """Collects rows and writes each table at once."""

    def __init__(self, work: Work, chance: random.Random, proofs: Proofs) -> None:
        self.work, self.chance, self.proofs, self.today = work, chance, proofs, work.today
        self.rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in (*_EMPTY, EVIDENCE)}

    def write(self) -> None:
        """Everything, parents first."""
        for table in (ACTIVITY, CONGRESS, RESOLUTION, ACTIVITY_UNIT, WINNER, EVIDENCE):
            self.work.insert_rows(table, self.rows[table])

    def year(self, house: House, year: int, flaw: str) -> None:
        """What one union did in a year."""
        share = _HELD if house.federation else _FIRM_HELD
        days = {"members_congress": (3, 5), "workers_congress": (4, 7), "labour_contest": (5, 10),
                "recreation": (4, 11)}  # fmt: skip
        meeting: date | None = None
        for kind, (first, last) in days.items():
            day = self._day(year, first, last)
            if flaw == "same_day" and kind == "workers_congress" and meeting is not None:
                day = meeting
            wanted = _YEARLY if kind == "members_congress" else share
            if self.chance.random() > max(wanted, share) and not flaw:
                continue
            if kind == "members_congress":
                meeting = day
            if kind.endswith("_congress"):
                self._congress(house, kind, day, flaw)
            else:
                self._activity(house, kind, day, flaw)
        for kind, times in (("training", 2), ("publicity", 1), ("committee_meeting", 2)):
            for _ in range(self.chance.randrange(times + 1)):
                self._activity(house, kind, self._day(year, 2, 11), "")

    def _day(self, year: int, first: int, last: int) -> date:
        """A working day in some months."""
        day = date(year, self.chance.randint(first, last), self.chance.randint(5, 27))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def _add(self, table: Any, **values: Any) -> str:
        row = self.work.new_id()
        self.rows[table].append({**_EMPTY[table], "id": row, **values})
        return row

    def _when(self, day: date) -> dict[str, Any]:
        planned = day - timedelta(days=self.chance.randrange(10))
        return {"planned_on": planned, "held_on": day} if day <= self.today else {"planned_on": day}

    def _activity(self, house: House, kind: str, day: date, flaw: str) -> None:
        words = self.chance.choice(material()[kind])
        people = max(6, min(house.workers, 600) * self.chance.randint(15, 60) // 100)
        held = day <= self.today
        values: dict[str, Any] = {"place": self.chance.choice(material()["places"])}
        if held:
            values |= {"participants": people, "women": people * self.chance.randint(25, 50) // 100}
        if kind == "labour_contest" and held:
            proposals = self.chance.randrange(20)
            values |= {"proposals": proposals, "adopted": proposals // 3, "events": words[2]}
        if kind in ("labour_contest", "recreation"):
            budget = self.chance.randint(20, 200) * 10_000
            values |= {"budget": budget, "units": min(len(house.units), 20) or None}
            if held:
                values |= {"spent": budget * self.chance.randint(80, 105) // 100,
                           "winners": people // 8}  # fmt: skip
        made = self._add(
            ACTIVITY, union_id=house.id, kind=kind, title=words[0], category=words[1] or None,
            **values, **self._when(day),
        )  # fmt: skip
        if not held:
            return
        self._units(made, house, people)
        if kind == "labour_contest":
            self._winners(made, words)
        self._prove(made, kind, day, flaw)

    def _units(self, made: str, house: House, people: int) -> None:
        chosen = self.chance.sample(house.units, k=min(len(house.units), self.chance.randrange(6)))
        for employer in chosen:
            count = max(1, people // (len(chosen) + 1))
            self._add(ACTIVITY_UNIT, activity_id=made, employer_id=employer, participants=count)

    def _winners(self, made: str, words: Sequence[str]) -> None:
        names = self.chance.sample(material()["people"], k=3)
        for name, prize in zip(names, ("一等奖", "二等奖", "三等奖"), strict=True):
            self._add(WINNER, activity_id=made, name=name, prize=prize, event=words[2] or None)

    def _congress(self, house: House, kind: str, day: date, flaw: str) -> None:
        delegates = house.federation or house.workers >= 100
        due = self.chance.randint(40, 90) if delegates else max(8, min(house.workers, 99))
        present = max(-(-due * 2 // 3), due * self.chance.randint(75, 98) // 100)
        if flaw == "quorum" and kind == "workers_congress":
            present = due * 3 // 5
        word = "会员" if kind == "members_congress" else "职工"
        session = day.year - self.today.year + 4
        title = f"第二届第{'一二三四五'[session - 1]}次{word}{'代表' if delegates else ''}大会"
        made = self._add(
            ACTIVITY, union_id=house.id, kind=kind, title=title,
            place=self.chance.choice(material()["places"]), **self._when(day),
        )  # fmt: skip
        values: dict[str, Any] = {
            "activity_id": made, "form": "delegates" if delegates else "assembly", "ordinal": 2,
            "session": session, "due": due, "topics": _TOPICS[kind],
            "notice_on": day - timedelta(days=3 if flaw == "late_notice" else 12),
            "materials_on": day - timedelta(days=10),
        }  # fmt: skip
        if day <= self.today:
            share = self.chance.randint(55, 70)
            values |= {"present": present, "women": present * 2 // 5,
                       "front_line": due * share // 100, "managers": due // 8}  # fmt: skip
            if kind == "workers_congress":
                owners = 3 if flaw == "owners" else 8
                values |= {"owners": due // owners, "workers": house.workers or None}
        self._add(CONGRESS, **values)
        if day > self.today:
            return
        for place, text in enumerate(material()["decisions"][kind], 1):
            no = self.chance.randrange(max(1, min(5, present - due // 2 - 1)))
            self._add(RESOLUTION, activity_id=made, title=text[0], topic=text[1], secret=place == 1,
                      yes=present - no, no=no, abstain=0, position=place)  # fmt: skip
        self._prove(made, kind, day, flaw)

    def _prove(self, made: str, kind: str, day: date, flaw: str) -> None:
        kit = _KITS[kind]
        if flaw == "unproved" or self.chance.random() > _PROVED:
            kit = kit[: self.chance.randrange(2)]
        for position, code in enumerate(kit, 1):
            file = self.chance.choice(self.proofs[code])
            self.rows[EVIDENCE].append(
                {**asdict(file), "id": self.work.new_id(), "owner_kind": ACTIVITY.name,
                 "owner_id": made, "position": position, "made_on": day,
                 "added_on": min(self.today, day + timedelta(days=5))}
            )  # fmt: skip

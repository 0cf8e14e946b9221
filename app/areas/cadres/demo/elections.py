"""Sample elections behind the sample terms, 换届 under way, delegates and official papers."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from app.areas.members.demo.people import Inventor
from app.base.days import add_years
from app.base.workdays import working_days_before
from app.rules.office import rule_book
from app.store.work import Work, act

from ..acts.official import NUMBER
from ..lists.heads import heads_by_union, rolled_up, unions_below
from ..lists.sampled import Staff
from ..lists.terms import committee_terms, sitting_by_term
from ..records import (
    BALLOT,
    CANDIDATE,
    DELEGATE,
    DELEGATE_POLL,
    DELEGATION,
    ELECTION,
    OFFICIAL_PAPER,
    POST,
    TERM,
)
from ..rules.counting import majority, with_margin, within_table

_ROWS = {
    table: {c.name: None for c in table.c if c.name not in ("id", "rev")}
    for table in (ELECTION, BALLOT, CANDIDATE, DELEGATION, DELEGATE, DELEGATE_POLL, OFFICIAL_PAPER)
}
HEADS = ("chair", "vice_chair")
RUNNING = 6
"""So many 换届 are under way; the last two in unions that have delegates."""
LARGE = 100
"""From so many members on there may be delegates (CNG-01)."""


@act(
    "cadres.fill_elections",
    "生成示例选举",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_elections(
    work: Work, /, every: list[Staff], chance: random.Random, *, opening: date
) -> None:
    """Write elections, delegates and papers as one mass entry."""
    work.start_batch()
    writer = _Writer(work, chance, opening, every)
    writer.held()
    writer.running()
    writer.write()


class _Writer:
    """Collects rows and writes them at the end."""

    def __init__(
        self, work: Work, chance: random.Random, opening: date, every: list[Staff]
    ) -> None:
        self.work, self.chance, self.opening, self.today = work, chance, opening, work.today
        self.staffs = {staff.id: staff for staff in every}
        self.invent = Inventor(chance, "", work.today)
        self.rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in _ROWS}
        self.linked: dict[Any, dict[str, dict[str, Any]]] = {TERM: {}, POST: {}}
        self.numbers: dict[tuple[str, int], int] = defaultdict(int)
        self._flaws = {"notice": 1, "late": 1, "short": 1, "managers": 1}
        heads = heads_by_union(work.conn, work.today)
        below = unions_below(work.conn, work.today)
        self.heads = {
            code: {one: rolled_up(heads, below, one, code) for one in self.staffs}
            for code in ("J206", "J207")
        }
        book = rule_book(work.conn)
        self.sizes = book.rule("CNG-01", on=work.today).params["brackets"]
        self.root = next((s.id for s in every if s.root), "")

    # -- elections that were held ----------------------------------------------------------------

    def held(self) -> None:
        """Behind each committee's term that began since the opening, its election."""
        posts = sitting_by_term(self.work.conn)
        for term in committee_terms(self.work.conn):
            since = term["since"]
            if since is None or since < self.opening or term["union_id"] not in self.staffs:
                continue
            sitting = [p for p in posts.get(term["id"], ()) if p["since"] == since]
            if len(sitting) > 1:
                self._held(term, sitting)

    def _held(self, term: Any, sitting: list[Any]) -> None:
        union, since, chance = term["union_id"], term["since"], self.chance
        members = self.heads["J206"].get(union) or max(len(sitting) * 4, 12)
        due = members if members < LARGE else self._delegates(members)
        present = due - chance.randrange(max(1, due // 6))
        if self._take("short", members > 60):
            present = due * 3 // 5
        until = since - timedelta(days=3)
        shown = 3 if self._take("notice", members > 40) else 6
        notice = working_days_before(until + timedelta(days=1), shown)
        reported = since + timedelta(days=chance.randint(2, 8))
        late = self._take("late", members > 50)
        replied = reported + timedelta(days=24 if late else chance.randint(4, 13))
        first = term["ordinal"] == 1
        election = self._row(
            ELECTION, union_id=union, kind="founding" if first else "renewal",
            ordinal=term["ordinal"], years=term["years"], members=members,
            women_members=self.heads["J207"].get(union),
            congress="assembly" if members < LARGE else "delegates",
            delegates=None if members < LARGE else due,
            direct=members < LARGE and chance.random() < 0.3,
            planned_on=since, party_agreed_on=since - timedelta(days=101),
            requested_on=since - timedelta(days=92), request_replied_on=since - timedelta(days=80),
            delegates_elected_on=None if members < LARGE else since - timedelta(days=25),
            candidates_requested_on=since - timedelta(days=46),
            candidates_replied_on=since - timedelta(days=34), notice_from=notice,
            notice_until=until, meeting_on=since, due=due, present=present,
            place="职工之家", reported_on=reported,
            replied_on=replied if replied <= self.today else None,
            approved=True if replied <= self.today else None,
            published_on=replied + timedelta(days=2) if replied <= self.today else None,
            certificate_changed_on=replied + timedelta(days=14)
            if replied + timedelta(days=14) <= self.today else None,
        )  # fmt: skip
        self.linked[TERM][term["id"]] = {"election_id": election["id"]}
        for post in sitting:
            self.linked[POST][post["id"]] = {"election_id": election["id"]}
        self._votes(election, sitting, due, present)
        if replied <= self.today:
            self._reply(election, replied)

    def _votes(self, election: dict[str, Any], sitting: list[Any], due: int, present: int) -> None:
        """The committee by the congress, its head by the committee."""
        seats = len(sitting)
        ballot = self._ballot(election, "member", seats, due, present)
        left = present * seats
        for post in sitting:
            yes = self._votes_for(due, present)
            left -= yes
            self._candidate(ballot, post["name"], post["person_id"], yes)
        for _ in range(with_margin(seats, 5, 1) - seats):
            other = self.invent.person(
                woman=self.chance.random() < 0.5, platform=False, joined=None
            )
            yes = self.chance.randrange(max(1, min(left + 1, majority(2, due) - 1)))
            left -= yes
            self._candidate(ballot, other.plain["name"], None, yes)
        for role in HEADS:
            chosen = [p for p in sitting if p["role"] == role]
            if chosen:
                head = self._ballot(election, role, len(chosen), seats, seats, by_body=True)
                for post in chosen:
                    self._candidate(head, post["name"], post["person_id"], seats)

    def _votes_for(self, due: int, present: int) -> int:
        least = majority(2, due)
        return least if present <= least else self.chance.randint(least, present)

    def _ballot(
        self, election: dict[str, Any], role: str, seats: int, due: int, present: int, *,
        by_body: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        return self._row(
            BALLOT, election_id=election["id"], body="committee", role=role, round=1,
            by_body=by_body, on_day=election["meeting_on"], seats=seats,
            due=due if by_body else None, present=present if by_body else None, issued=present,
            returned=present, valid=present, invalid=0,
        )  # fmt: skip

    def _candidate(
        self, ballot: dict[str, Any], name: str, person: str | None, yes: int | None
    ) -> None:
        self._row(
            CANDIDATE, ballot_id=ballot["id"], person_id=person, name=name, written_in=False,
            yes=yes, executive=False, kin_of_executive=False, deputy_executive=False,
            personnel_head=False, foreign=False, finance=False,
        )  # fmt: skip

    def _reply(self, election: dict[str, Any], replied: date) -> None:
        """The report that came in and our 批复, numbered in the order of their days."""
        name = self.staffs[election["union_id"]].name
        self._row(
            OFFICIAL_PAPER, union_id=self.root, kind="report", direction="in",
            subject_kind="result_report", subject=election["id"],
            title=f"关于{name}选举结果的报告", other_side=name, passed_on=election["reported_on"],
            due_on=election["reported_on"] + timedelta(days=15), closed_on=replied,
        )  # fmt: skip
        self._row(
            OFFICIAL_PAPER, union_id=self.root, kind="reply", direction="out",
            subject_kind="result_reply", subject=election["id"],
            title=f"关于{name}选举结果的批复", other_side=name, signed_on=replied,
            passed_on=replied, closed_on=replied,
            paragraphs=[{"key": "intro", "text": f"你会《关于{name}选举结果的报告》收悉。经研究，"
                         "同意选举结果。", "own": False}], values={},
        )  # fmt: skip

    # -- 换届 under way ---------------------------------------------------------------------------

    def running(self) -> None:
        """The unions whose terms end next plan, ask, nominate; one of them is late."""
        open_ones = [
            t
            for t in committee_terms(self.work.conn)
            if t["until"] is None and t["union_id"] in self.staffs
        ]
        ahead = [t for t in open_ones if t["due_on"] is not None and t["due_on"] > self.today]
        terms = sorted(ahead, key=lambda t: (t["due_on"], t["id"]))
        large = [t for t in terms if (self.heads["J206"][t["union_id"]] or 0) >= LARGE]
        chosen = terms[: RUNNING - 2] + [t for t in large if t not in terms[: RUNNING - 2]][:2]
        for number, term in enumerate(chosen):
            self._running(number, term)

    def _running(self, number: int, term: Any) -> None:
        union, due_on = term["union_id"], term["due_on"]
        members = self.heads["J206"].get(union) or 20
        large = members >= LARGE
        done = {
            "party_agreed_on": -100, "requested_on": -90, "request_replied_on": -76,
            "delegates_elected_on": -60, "candidates_requested_on": -46,
            "candidates_replied_on": -33, "notice_from": -31, "notice_until": -20,
        }  # fmt: skip
        days = {
            key: due_on + timedelta(days=offset)
            for key, offset in done.items()
            if due_on + timedelta(days=offset) < self.today - timedelta(days=20 * (number == 1))
        }
        if not large:
            days.pop("delegates_elected_on", None)
        election = self._row(
            ELECTION, union_id=union, kind="renewal", planned_on=due_on - timedelta(days=1),
            ordinal=term["ordinal"] + 1 if term["ordinal"] else None,
            years=term["years"] or 5, members=members, women_members=self.heads["J207"].get(union),
            congress="delegates" if large else "assembly",
            delegates=self._delegates(members) if large else None,
            due=self._delegates(members) if large else members, **days,
        )  # fmt: skip
        if large:
            self._delegation(election, members)

    def _delegation(self, election: dict[str, Any], members: int) -> None:
        seats, chance = self._delegates(members), self.chance
        of = self._row(
            DELEGATION, union_id=election["union_id"], kind="members", ordinal=election["ordinal"],
            since=election["delegates_elected_on"] or self.today - timedelta(days=20),
            years=election["years"], seats=seats, listed=True, election_id=election["id"],
            elected_on=election["delegates_elected_on"],
        )  # fmt: skip
        of["due_on"] = add_years(of["since"], election["years"])
        many = self._take("managers", True)
        for place in range(seats):
            woman = chance.random() < 0.4
            person = self.invent.person(woman=woman, platform=False, joined=None)
            manager = place < seats * (3 if many else 1) // 8
            self._row(
                DELEGATE, delegation_id=of["id"], name=person.plain["name"],
                sex="2" if woman else "1", birth_year=self.today.year - chance.randint(22, 57),
                ethnicity="01", since=of["since"], unit_name=f"第{place % 5 + 1}选举单位",
                front_line=not manager, manager=manager,
            )  # fmt: skip
        for unit in range(1, 6):
            due = members // 5
            own = -(-seats // 5)
            self._row(
                DELEGATE_POLL, delegation_id=of["id"], unit_name=f"第{unit}选举单位",
                on_day=of["since"], seats=own, candidates=with_margin(own, 15, 1), due=due,
                present=due - due // 10, least_yes=majority(2, due) + due // 10,
            )  # fmt: skip

    # -- rows ----------------------------------------------------------------------------------

    def _delegates(self, members: int) -> int:
        return (within_table(self.sizes, members) or (30, 40))[0] + 2

    def _take(self, flaw: str, fits: bool) -> bool:
        """Whether this is the one that shows a flaw."""
        if fits and self._flaws[flaw]:
            self._flaws[flaw] -= 1
            return True
        return False

    def _row(self, table: Any, **values: Any) -> dict[str, Any]:
        row = {**_ROWS[table], "id": self.work.new_id(), **values}
        self.rows[table].append(row)
        return row

    def write(self) -> None:
        """Everything in the order in which it is referred to, our papers numbered by their days."""
        papers = self.rows[OFFICIAL_PAPER]
        elections = {row["id"]: row for row in self.rows[ELECTION]}
        for row in sorted((p for p in papers if p["direction"] == "out"), key=_signed):
            word, year = "工复", row["signed_on"].year
            self.numbers[word, year] += 1
            seq = self.numbers[word, year]
            row |= {"doc_word": word, "doc_year": year, "doc_seq": seq,
                    "doc_no": NUMBER.format(word=word, year=year, seq=seq)}  # fmt: skip
            elections[row["subject"]]["reply_doc_no"] = row["doc_no"]
        for table, rows in self.rows.items():
            if rows:
                self.work.insert_rows(table, rows)
        for table, values in self.linked.items():
            self.work.update_rows(table, values)


def _signed(row: dict[str, Any]) -> tuple[date, str]:
    return row["signed_on"], row["title"]

"""The one act that writes the sample bodies, terms, posts, training and honours."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from app.areas.members.demo.people import Inventor
from app.areas.members.records import PERSON, PERSON_SPELL
from app.areas.organisations.records import UNION
from app.base.days import add_years
from app.rules.office import rule_book
from app.store.work import Work, act

from ..lists.sampled import Staff
from ..records import BODY, HONOUR, POST, TERM, TRAINED, TRAINING
from ..rules.sizes import committee_size

_BODY = {c.name: None for c in BODY.c if c.name not in ("id", "rev")}
_TERM = {c.name: None for c in TERM.c if c.name not in ("id", "rev")}
_POST = {c.name: None for c in POST.c if c.name not in ("id", "rev")}
_PERSON = {c.name: None for c in PERSON.c if c.name not in ("id", "rev")}
_SPELL = {c.name: None for c in PERSON_SPELL.c if c.name not in ("id", "rev")}
_DUTIES = {
    "chair": "主持工会全面工作，负责劳动关系协调和工资集体协商。",
    "vice_chair": "协助主席工作，分管劳动竞赛和职工之家。",
    "member": ("组织和宣传", "文体活动", "劳动保护监督", "困难职工帮扶", "财务管理", "青年工作"),
    "audit_director": "主持经费审查委员会工作。",
    "women_director": "主持女职工委员会工作，维护女职工特殊权益。",
    "social_worker": "联系辖区企业，指导建会、入会和集体协商。",
    "staff": "办公室日常工作、统计和档案。",
}  # fmt: skip
FEDERATIONS = ("regional_federation", "industry_federation")
_MISSED, _EMPTY = 0.03, 0.003
"""Shares of new chairs who missed their course, and of posts whose duties or 专兼挂 nobody has
filled in: an office that keeps its register has a few of either, not one in every third union."""


@act(
    "cadres.fill_demo",
    "生成示例干部",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo(work: Work, /, every: list[Staff], chance: random.Random, *, opening: date) -> None:
    """Write every union's bodies and posts as one mass entry."""
    work.start_batch()
    writer = _Writer(work, chance, opening)
    federations = [s for s in every if s.type in FEDERATIONS]
    for number, staff in enumerate([s for s in every if s.type not in FEDERATIONS], 1):
        writer.union(staff)
        if number % 100 == 0:
            work.progress.step(number, len(every), "干部")
    largest = max(federations, key=lambda s: (len(s.below), s.id), default=None)
    for staff in federations:
        writer.federation(staff, few=staff is largest)
    writer.courses()
    writer.honours(every)
    writer.write()


class _Writer:
    """Collects rows and writes them at the end."""

    def __init__(self, work: Work, chance: random.Random, opening: date) -> None:
        self.work, self.chance, self.opening, self.today = work, chance, opening, work.today
        self.invent = Inventor(chance, "", work.today)
        self.rows: dict[Any, list[dict[str, Any]]] = {
            table: [] for table in (PERSON, PERSON_SPELL, BODY, TERM, POST)
        }
        self.late: dict[Any, list[dict[str, Any]]] = {
            table: [] for table in (TRAINING, TRAINED, HONOUR)
        }
        self.ledger: dict[str, dict[str, Any]] = {}
        self.chairs: dict[str, dict[str, Any]] = {}
        self.leaders: list[tuple[str, date]] = []
        self.sizes = rule_book(work.conn).rule("ELE-01", on=work.today).params
        self._flaws = {"vacant": 1, "kin": 1, "small": 1, "audit": 1, "seconded": 1}
        self._count = 0

    # -- unions --------------------------------------------------------------------------------

    def union(self, staff: Staff) -> None:
        """Committee, audit and women's body, groups of a union; of a small one only the chair."""
        chance, self._count = self.chance, self._count + 1
        if staff.root and staff.term_from is None:
            self._first_term(staff)
        if staff.term_from is None or (not staff.root and chance.random() < 0.06):
            return  # the ledger's line is all there is
        pool = self._pool(staff)
        body, term = self._committee(staff)
        small = self._take("small", staff.members >= 60 and not staff.root)
        least, most = committee_size(self.sizes, staff.members)
        wanted = 2 if small else min(most, least if chance.random() < 0.6 else least + 2)
        taken = self._sitting(staff, body, term, pool, wanted)
        if staff.root:
            self._office(staff)
        self._audit(staff, term, pool, taken)
        self._women(staff, term, pool)
        if staff.members > 100 and chance.random() < 0.5:
            self._groups(staff, pool)
        if chance.random() < 0.25:
            for _ in range(chance.randint(1, 2)):
                role = "activist" if chance.random() < 0.6 else "volunteer"
                self._post(staff, None, None, self._next(pool), role, self._someday())

    def federation(self, staff: Staff, *, few: bool) -> None:
        """A federation: most chairs of its unions sit on the committee; on one too few do."""
        if staff.term_from is None:
            return
        body, term = self._committee(staff)
        pool = self._pool(staff)
        self._sitting(staff, body, term, pool, 1)
        inside = [self.chairs[u] for u in staff.below if u in self.chairs]
        most = committee_size(self.sizes, staff.members)[1]
        share = len(inside) // 3 if few else (len(inside) * 2 + 2) // 3
        for one in inside[: min(share, most - 1)]:
            self._post(staff, body, term, one, "member", term["since"])
        self._audit(staff, term, pool, [])

    def _first_term(self, staff: Staff) -> None:
        """The office's own union has a term, too."""
        since = date(self.today.year - 2, 3, 18)
        staff.term_from, staff.term_until = since, add_years(since, 5)
        staff.founded_on = None

    def _committee(self, staff: Staff) -> tuple[str, dict[str, Any]]:
        since, until = staff.term_from, staff.term_until
        assert since is not None
        appointed = staff.type == "working_committee"
        years = None if until is None else 3 if until < add_years(since, 4) else 5
        start = staff.founded_on if staff.founded_on and staff.founded_on <= since else None
        ordinal = 1 if start == since else self.chance.randint(2, 6)
        body = self._body(staff, "committee", start, appointed=appointed)
        term = self._term(body, since, until, years, ordinal)
        if start is not None and start < self.opening < since:
            self._former(staff, body, start, since, ordinal - 1, years)
        return body, term

    def _former(
        self, staff: Staff, body: str, start: date, since: date, ordinal: int, years: int | None
    ) -> None:
        """The term before, with a chair who is gone."""
        first = max(start, add_years(since, -(years or 5)))
        if first >= since:
            return
        old = self._term(body, first, add_years(first, years or 5), years, ordinal, until=since)
        who = self._invented(None)
        self._post(staff, body, old, who, "chair", first, until=since, ended="term_over")

    def _sitting(
        self, staff: Staff, body: str, term: dict[str, Any], pool: list[Any], wanted: int
    ) -> list[dict[str, Any]]:
        """Chair, vice-chair and members."""
        taken: list[dict[str, Any]] = []
        since = term["since"]
        chair = self._next(pool) if pool and not staff.root else self._invented(staff.chair)
        alone = staff.members < 25 and self.chance.random() < 0.4
        if self._take("vacant", len(taken) == 0 and not staff.root and self._count > 20):
            left = self.today - timedelta(days=215)
            if left > since:
                self._post(staff, body, term, chair, "chair", since, until=left, ended="moved",
                           own_consent_on=None)  # fmt: skip
                self.ledger[staff.id] = {"chair": None}
                return [chair]
            self._flaws["vacant"] += 1
        self._post(staff, body, term, chair, "chair", since)
        self.ledger[staff.id] = {
            "chair": chair["name"], "term_from": staff.term_from, "term_until": staff.term_until,
        }  # fmt: skip
        self.chairs[staff.id] = chair
        self.leaders.append((chair["id"], since))
        taken.append(chair)
        for place in range(0 if alone else wanted - 1):
            role = "vice_chair" if place == 0 and wanted > 3 else "member"
            who = self._next(pool)
            kin = role == "member" and self._take("kin", staff.type == "single")
            self._post(staff, body, term, who, role, since, kin_of_executive=kin)
            taken.append(who)
            if role == "vice_chair":
                self.leaders.append((who["id"], since))
        return taken

    def _office(self, staff: Staff) -> None:
        """The office's own people: a secondment, social workers employed outside, staff."""
        day = self.today
        until = day + timedelta(days=38)
        self._post(staff, None, None, self._invented(None), "staff", add_years(until, -1),
                   service="seconded", seconded_until=until, sender_name="县人力资源和社会保障局",
                   contract_until=None)  # fmt: skip
        for _ in range(3):
            self._post(staff, None, None, self._invented(None), "social_worker", self._someday(),
                       service="full_time", sender_name="县职工服务中心",
                       contract_until=day + timedelta(self.chance.randint(30, 700)))  # fmt: skip
        self._post(staff, None, None, self._invented(None), "staff", None, service="full_time")

    def _audit(
        self, staff: Staff, term: dict[str, Any], pool: list[Any], taken: list[dict[str, Any]]
    ) -> None:
        chance = self.chance
        if not staff.own_account and chance.random() < 0.4:
            return
        if chance.random() < 0.05:
            return
        if staff.members < 60:
            who = self._next(pool)
            self._post(staff, None, None, who, "audit_member", term["since"])
            return
        body = self._body(staff, "audit", term["since"])
        own = self._term(body, term["since"], term["due_on"], term["years"], term["ordinal"])
        people = [self._next(pool) for _ in range(3)]
        if taken and self._take("audit", staff.type == "single"):
            people[0] = taken[0]
        for place, who in enumerate(people):
            role = "audit_member" if place else "audit_director"
            self._post(staff, body, own, who, role, term["since"])

    def _women(self, staff: Staff, term: dict[str, Any], pool: list[Any]) -> None:
        chance = self.chance
        women = [p for p in pool if p["sex"] == "2"]
        if not staff.women or chance.random() < 0.05:
            return
        who = women[0] if women else self._invented(None, woman=True)
        if who in pool:
            pool.remove(who)
        if staff.women < 10:
            self._post(staff, None, None, who, "women_member", term["since"])
            return
        body = self._body(staff, "women", term["since"])
        self._term(body, term["since"], term["due_on"], term["years"], term["ordinal"])
        own = self.rows[TERM][-1]
        self._post(staff, body, own, who, "women_director", term["since"])
        for other in women[1:3]:
            self._post(staff, body, own, other, "women_member", term["since"])

    def _groups(self, staff: Staff, pool: list[Any]) -> None:
        for number in range(1, self.chance.randint(3, 6)):
            body = self._body(staff, "group", None, name=f"第{number}工会小组")
            since = self._someday()
            self._post(staff, body, None, self._next(pool), "group_leader", since)

    # -- courses and honours -------------------------------------------------------------------

    def courses(self) -> None:
        """Two courses a year since the first of the chairs took office: new chairs of the year
        before, and everybody by turns."""
        first = min((day.year for _person, day in self.leaders), default=self.opening.year)
        for year in range(min(first, self.opening.year), self.today.year + 1):
            for month, kind, title, hours in (
                (5, "new_chair", "新任工会主席培训班", 24),
                (10, "rotation", "工会干部轮训班", 16),
            ):
                since = date(year, month, 12)
                if since <= self.today:
                    self._course(since, kind, f"{year}年{title}", hours)

    def _course(self, since: date, kind: str, title: str, hours: int) -> None:
        course = self.work.new_id()
        self.late[TRAINING].append({
            "id": course, "title": title, "kind": kind, "mode": "class", "since": since,
            "until": since + timedelta(days=2), "hours": hours, "organiser": "县总工会",
            "union_id": None, "place": "县职工活动中心", "note": None,
        })  # fmt: skip
        if kind == "new_chair":
            first = add_years(since, -1)
            chosen = [p for p, day in self.leaders if first < day <= since]
            chosen = [p for p in chosen if self.chance.random() >= _MISSED]
        else:
            before = [p for p, day in self.leaders if day <= since]
            chosen = [p for p in before if self.chance.random() < 0.3]
        for person in dict.fromkeys(chosen):
            self.late[TRAINED].append({
                "training_id": course, "person_id": person, "hours": hours,
                "certificate_no": None, "certificate_until": None, "result": "合格",
            })  # fmt: skip

    def honours(self, every: list[Staff]) -> None:
        """职工之家 for some unions, prizes for some chairs."""
        levels = (
            ("county", "合格职工之家"),
            ("city", "先进职工之家"),
            ("province", "模范职工之家"),
        )
        for staff in every:
            if staff.type in (None, "working_committee") or self.chance.random() > 0.12:
                continue
            level, title = self.chance.choices(levels, (6, 3, 1))[0]
            self._honour(title, level, union_id=staff.id)
        for person, _day in self.leaders:
            if self.chance.random() < 0.03:
                self._honour("优秀工会工作者", "county", person_id=person)

    def _honour(self, title: str, level: str, **owner: Any) -> None:
        years = self.today.year - self.opening.year + 1
        day = date(self.opening.year + self.chance.randrange(years), 4, 28)
        day = min(day, self.today)
        row = {"person_id": None, "union_id": None, "doc_no": None, "note": None}
        self.late[HONOUR].append({
            **row, **owner, "title": title, "level": level, "on_day": day, "granted_by": "总工会",
        })  # fmt: skip

    # -- rows ----------------------------------------------------------------------------------

    def write(self) -> None:
        """Everything in the order in which it is referred to."""
        for rows in (self.rows, self.late):
            for table, found in rows.items():
                if found:
                    self.work.insert_rows(table, found)
        self.work.update_rows(UNION, self.ledger)

    def _body(
        self,
        staff: Staff,
        kind: str,
        since: date | None,
        *,
        name: str | None = None,
        appointed: bool = False,
    ) -> str:
        body = self.work.new_id()
        self.rows[BODY].append({**_BODY, "id": body, "union_id": staff.id, "kind": kind,
                                "name": name, "since": since, "appointed": appointed})  # fmt: skip
        return body

    def _term(
        self,
        body: str,
        since: date,
        due: date | None,
        years: int | None,
        ordinal: int | None,
        *,
        until: date | None = None,
    ) -> dict[str, Any]:
        row = {**_TERM, "id": self.work.new_id(), "body_id": body, "since": since, "due_on": due,
               "years": years, "ordinal": ordinal, "until": until}  # fmt: skip
        self.rows[TERM].append(row)
        return row

    def _post(
        self,
        staff: Staff,
        body: str | None,
        term: dict[str, Any] | None,
        who: dict[str, Any],
        role: str,
        since: date | None,
        **values: Any,
    ) -> None:
        chance = self.chance
        duties = _DUTIES.get(role)
        if isinstance(duties, tuple):
            duties = f"负责{chance.choice(duties)}。"
        if chance.random() < _EMPTY:
            duties = None
        service = None if chance.random() < _EMPTY else "part_time"
        if role == "chair" and staff.workers >= 200 and chance.random() < 0.5:
            service = "full_time"
        front = chance.random() < 0.45 if role in ("member", "vice_chair") else None
        given = {
            "duties": duties, "service": service, "front_line": front, "kin_of_executive": False,
            **values,
        }  # fmt: skip
        self.rows[POST].append({
            **_POST, "union_id": staff.id, "body_id": body, "person_id": who["id"], "role": role,
            "term_id": term["id"] if term is not None else None, "since": since, **given,
        })  # fmt: skip

    # -- people --------------------------------------------------------------------------------

    def _pool(self, staff: Staff) -> list[dict[str, Any]]:
        """Members of long standing, mixed."""
        since = staff.term_from or self.today
        found = [
            {"id": p.id, "name": p.name, "sex": p.sex}
            for p in staff.people
            if p.since is None or p.since <= since
        ]
        self.chance.shuffle(found)
        return found

    def _next(self, pool: list[dict[str, Any]]) -> dict[str, Any]:
        """The next of the pool, each once; somebody new where it is empty."""
        return pool.pop() if pool else self._invented(None)

    def _invented(self, name: str | None, *, woman: bool | None = None) -> dict[str, Any]:
        """Somebody who is no member: a person without a document."""
        woman = self.chance.random() < 0.4 if woman is None else woman
        made = self.invent.person(woman=woman, joined=None)
        person = self.work.new_id()
        plain = {**made.plain, "name": name or made.plain["name"], "joined_on": None}
        self.rows[PERSON].append({**_PERSON, **plain, "id": person})
        self.rows[PERSON_SPELL].append({**_SPELL, "person_id": person, "since": None, **made.dated})
        return {"id": person, "name": plain["name"], "sex": plain["sex"]}

    def _someday(self) -> date:
        """A day within the years that the sample shows."""
        days = (self.today - self.opening).days
        return self.opening + timedelta(days=self.chance.randrange(max(1, days)))

    def _take(self, flaw: str, fits: bool) -> bool:
        """Whether this union gets the flaw; each is shown as often as ``_flaws`` says."""
        if not fits or not self._flaws[flaw]:
            return False
        self._flaws[flaw] -= 1
        return True

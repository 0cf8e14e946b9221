"""The one act that writes the sample consultations, 集中要约 and contracts, with a few flaws."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from app.areas.organisations.lists.names import names_of
from app.base.days import add_years
from app.store.evidence import EVIDENCE
from app.store.work import Work, act

from ..lists.bargain_detail import wage_decisions
from ..lists.houses import House, with_activities
from ..records import (
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    NEGOTIATOR,
    OFFER_BATCH,
    TALK,
)
from .rows import Proofs, material

_ORDER = (OFFER_BATCH, CONTRACT, CONTRACT_COVER, CONSULTATION, NEGOTIATOR, TALK, EVIDENCE)
_EMPTY = {table: {c.name: None for c in table.c if c.name not in ("id", "rev")} for table in _ORDER}
_WAGE_KIT = ("offer", "acceptance", "minutes", "resolution")
_CONTRACT_KIT = ("contract", "receipt", "publicity")
_SINGLES = 0.85
"""Share of the single unions with activities that bargain; of nobody else anything is kept."""
_FIRM_WORDS = ("公司", "厂", "店")
"""What stands in the name of a firm's union; offices and schools do not bargain over wages."""
_FIRMS = 40
"""At most so many firms get a 集中要约 of a federation."""
_SEATS = 3
FLAWS = ("unanswered", "unequal", "late_filing", "unpublished", "objected", "lapsed", "refused",
         "no_congress", "outside", "unfiled")  # fmt: skip
"""What is wrong with the present year of the first unions that bargain, one each."""


@act(
    "five_ones.fill_demo_bargains",
    "生成示例集体协商",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo_bargains(
    work: Work, /, houses: list[House], chance: random.Random, *, opening: date, proofs: Proofs
) -> None:
    """Write three years as one mass entry."""
    work.start_batch()
    writer = _Writer(work, chance, proofs, houses)
    flaws = iter(FLAWS)
    active = with_activities(work.conn)
    for house in houses:
        if not house.units:
            continue
        single = house.type == "single" and any(word in house.name for word in _FIRM_WORDS)
        bargains = single and house.id in active and chance.random() < _SINGLES
        if not (house.federation or bargains):
            continue
        flaw = next(flaws, "") if single else ""
        begun = house.since or opening
        last: str | None = None
        for year in range(max(opening.year, begun.year + 1), work.today.year + 1):
            now = flaw if year == work.today.year else ""
            if now == "lapsed":
                continue
            if house.federation:
                last = writer.together(house, year, last)
            else:
                last = writer.alone(house, year, last, now)
    writer.write()


class _Writer:
    """Collects rows and writes each table at once."""

    def __init__(
        self, work: Work, chance: random.Random, proofs: Proofs, houses: list[House]
    ) -> None:
        self.work, self.chance, self.proofs, self.today = work, chance, proofs, work.today
        self.rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in _ORDER}
        self.people: list[str] = material()["people"]
        self.firms = names_of(work.conn, "employer", (u for h in houses for u in h.units))
        self.congresses = wage_decisions(work.conn)

    def write(self) -> None:
        """Everything, parents first."""
        for table in _ORDER:
            self.work.insert_rows(table, self.rows[table])

    def _add(self, table: Any, **values: Any) -> str:
        row = self.work.new_id()
        self.rows[table].append({**_EMPTY[table], "id": row, **values})
        return row

    def _past(self, day: date) -> date | None:
        return day if day <= self.today else None

    def _later(self, day: date, least: int, most: int) -> date:
        return day + timedelta(days=self.chance.randint(least, most))

    # -- a federation --------------------------------------------------------------------------

    def together(self, house: House, year: int, renews: str | None) -> str | None:
        """A 集中要约 of a federation and the regional agreement it leads to."""
        if self.chance.random() < 0.12:
            return renews
        offered = date(year, self.chance.choice((3, 4)), self.chance.randint(1, 25))
        if offered > self.today:
            return renews
        batch = self._add(
            OFFER_BATCH, union_id=house.id, title=f"{year}年工资集体协商集中要约",
            doc_word="工要约", offered_on=offered, subject=f"{year}年度职工工资增长和最低工资标准",
            proposal="请贵方派代表参加区域工资集体协商，时间、地点另行通知",
        )  # fmt: skip
        meeting = self.congresses.get((house.id, year))
        signed = self._later(meeting[1] if meeting else offered, 5, 30)
        signed = max(signed, offered + timedelta(days=30))
        firms = list(house.units[:_FIRMS])
        agreed, talks = [], []
        for number, firm in enumerate(firms, 1):
            answer = self.chance.choices(
                ("agreed", "later", "refused", None),
                (84, 7, 4, 5 if year == self.today.year else 0),
            )[0]
            row = self._offer(house, firm, batch, number, offered, answer)
            if answer == "agreed":
                agreed.append(firm)
                talks.append(row)
        if not agreed or signed > self.today:
            return renews
        contract = self._contract(
            house, "wage", "regional", f"{house.name}区域性工资专项集体合同", signed, renews, "",
            increase=self.chance.randint(30, 80) * 10, congress_agreed=None if meeting else True,
        )  # fmt: skip
        for firm in agreed:
            sure = self._past(self._later(signed, 0, 20)) if self.chance.random() < 0.9 else None
            self._add(CONTRACT_COVER, contract_id=contract, employer_id=firm, confirmed_on=sure,
                      workers=self.chance.randint(8, 90))  # fmt: skip
        ids = set(talks)
        for one in self.rows[CONSULTATION][-len(firms) :]:
            if one["id"] in ids:
                one |= {"contract_id": contract, "outcome": "agreed"}
        leader = next(one for one in self.rows[CONSULTATION] if one["id"] == talks[0])
        if meeting is not None:
            leader |= {"congress_id": meeting[0], "resolution_id": meeting[2]}
        self._prove(CONSULTATION.name, talks[0], _WAGE_KIT, offered)
        return contract

    def _offer(
        self, house: House, firm: str, batch: str, number: int, offered: date, answer: str | None
    ) -> str:
        delivered = self._later(offered, 0, 3)
        answered = self._later(delivered, 2, 18) if answer else None
        if answered is not None and answered > self.today:
            answered = answer = None
        return self._add(
            CONSULTATION, union_id=house.id, employer_id=firm, batch_id=batch, batch_no=number,
            kind="wage", scope="enterprise", title=f"{self.firms.get(firm, '')}工资协商",
            offered_by="union", offered_on=offered, delivered_on=self._past(delivered),
            answered_on=answered, answer=answer, subject="工资增长、最低工资标准",
        )  # fmt: skip

    # -- a firm --------------------------------------------------------------------------------

    def alone(self, house: House, year: int, renews: str | None, flaw: str) -> str | None:
        """The wage consultation of a firm; its other contracts in the first year."""
        firm = house.units[0]
        meeting = self.congresses.get((house.id, year))
        start = meeting[1] if meeting else date(year, self.chance.randint(3, 9), 20)
        offered = start - timedelta(days=self.chance.randint(35, 60))
        if flaw == "unanswered":
            offered = self.today - timedelta(days=30)
        if offered > self.today:
            return renews
        if renews is None:
            self._others(house, firm, offered)
        answered = offered + timedelta(days=self.chance.randint(3, 15))
        answer: str | None = "refused" if flaw == "refused" else "agreed"
        if flaw == "unanswered":
            answer = None
        talk = self._add(
            CONSULTATION, union_id=house.id, employer_id=firm, kind="wage", scope="enterprise",
            title=f"{self.firms.get(firm, '')}工资协商", offered_by="union", offered_on=offered,
            delivered_on=offered, answered_on=answered if answer else None, answer=answer,
            subject=f"{year}年度工资增长", data_on=answered if answer == "agreed" else None,
        )  # fmt: skip
        if answer != "agreed":
            return renews
        self._seats(talk, flaw)
        met = self._later(answered, 3, 10)
        self._add(TALK, consultation_id=talk, on_day=met, place="会议室", chaired_by="workers",
                  agreed=True)  # fmt: skip
        signed = self._later(max(met, start), 1, 5)
        row = self.rows[CONSULTATION][-1]
        if signed > self.today:
            return renews
        row["outcome"] = "agreed"
        if meeting is not None and flaw != "no_congress":
            row |= {"congress_id": meeting[0], "resolution_id": meeting[2]}
        contract = self._contract(
            house, "wage", "enterprise", f"{self.firms.get(firm, '')}工资专项集体合同", signed,
            renews, flaw, workers=house.workers or None,
            congress_agreed=None if meeting or flaw == "no_congress" else True,
            increase=self.chance.randint(20, 90) * 10,
        )  # fmt: skip
        row["contract_id"] = contract
        self._add(CONTRACT_COVER, contract_id=contract, employer_id=firm,
                  workers=house.workers or None)  # fmt: skip
        self._prove(CONSULTATION.name, talk, _WAGE_KIT, offered)
        return contract

    def _others(self, house: House, firm: str, day: date) -> None:
        """综合 and 女职工专项 contracts that run three years."""
        for kind, title, share in (("comprehensive", "集体合同", 0.8),
                                   ("women", "女职工专项集体合同", 0.6),
                                   ("safety", "劳动安全专项集体合同", 0.2)):  # fmt: skip
            if self.chance.random() > share:
                continue
            signed = self._later(day, 0, 60)
            if signed > self.today:
                continue
            women = house.workers * 2 // 5 or None
            contract = self._contract(
                house, kind, "enterprise", f"{self.firms.get(firm, '')}{title}", signed, None, "",
                years=3, workers=house.workers or None, women=women,
                women_clause=kind != "safety" or None,
            )  # fmt: skip
            self._add(CONTRACT_COVER, contract_id=contract, employer_id=firm,
                      workers=house.workers or None)  # fmt: skip

    def _seats(self, talk: str, flaw: str) -> None:
        names = self.chance.sample(self.people, k=2 * _SEATS)
        for side, office in (("workers", "chair"), ("employer", "legal_representative")):
            count = _SEATS - 1 if flaw == "unequal" and side == "employer" else _SEATS
            outside = 2 if flaw == "outside" and side == "workers" else 0
            for place in range(count):
                head = place == 0
                self._add(
                    NEGOTIATOR, consultation_id=talk, side=side, name=names.pop(), head=head,
                    sex=self.chance.choice("12"), office=office if head else None,
                    post_name="" if not head else "工会主席" if side == "workers" else "总经理",
                    front_line=side == "workers" and place > 0, outside=place >= count - outside,
                    position=place + 1,
                )  # fmt: skip

    def _contract(
        self, house: House, kind: str, scope: str, title: str, signed: date,
        renews: str | None, flaw: str, *, years: int = 1, **more: Any,
    ) -> str:  # fmt: skip
        filed: date | None = self._later(signed, 1, 6)
        if flaw == "late_filing":
            filed = self._later(signed, 15, 25)
        filed = None if flaw == "unfiled" or (filed and filed > self.today) else filed
        days: dict[str, Any] = {"filed_on": filed}
        if filed is not None:
            review = self._later(filed, 5, 12)
            held = review if self.chance.random() < 0.6 else filed + timedelta(days=15)
            if held == review:
                days["reviewed_on"] = self._past(review)
            if flaw == "objected":
                days |= {"reviewed_on": self._past(review), "objected": True}
            elif flaw != "unpublished":
                days["published_on"] = self._past(self._later(held, 0, 4))
        made = self._add(
            CONTRACT, union_id=house.id, kind=kind, scope=scope, title=title, signed_on=signed,
            since=signed, ends_on=add_years(signed, years) - timedelta(days=1), renews_id=renews,
            minimum_wage=self.chance.randint(220, 260) * 1000 if kind == "wage" else None,
            **(days | more),
        )  # fmt: skip
        self._prove(CONTRACT.name, made, _CONTRACT_KIT, signed)
        return made

    def _prove(self, owner: str, record: str, kit: tuple[str, ...], day: date) -> None:
        if self.chance.random() < 0.15:
            kit = kit[:1]
        for position, code in enumerate(kit, 1):
            file: Mapping[str, Any] = asdict(self.chance.choice(self.proofs[code]))
            self._add(
                EVIDENCE,
                **{
                    **file,
                    "owner_kind": owner,
                    "owner_id": record,
                    "position": position,
                    "made_on": day,
                    "added_on": min(self.today, self._later(day, 5, 5)),
                },
            )

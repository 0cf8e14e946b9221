"""五个一台账: one row per federation with what was done for each of the five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from app.areas.organisations.lists.common import name_of, readings_of
from app.areas.organisations.records import COVERAGE
from app.base.lists import Column, Filter, Role, View
from app.store import evidence
from app.store.meta import on_day
from app.store.work import in_parts

from ..records import (
    ACTIVITY,
    CONGRESS,
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    RESOLUTION,
)
from ..rules.lamps import Lamp, missing_words
from .lamps import HEADS, YEARS, LampList, done_of, year_of
from .year import Year

_CONGRESSES = {"members_congress": "m", "workers_congress": "w"}
_HELD = {"labour_contest": "c", "recreation": "r"}


def _congress(key: str, word: str) -> tuple[Column, ...]:
    return (
        Column(f"{key}_on", f"{word}日期", 128, Role.DAY, sortable=False),
        Column(f"{key}_due", f"{word}应到", 136, Role.COUNT, sortable=False),
        Column(f"{key}_present", f"{word}实到", 136, Role.COUNT, sortable=False),
        Column(f"{key}_decided", f"{word}主要决议", 180, sortable=False),
    )


class LedgerList(LampList):
    """五个一台账 with the columns that are reported upwards."""

    key = "five_ones_ledger"
    title = "五个一台账"
    filters: tuple[Filter, ...] = (Filter("year", "年度", YEARS, every="本年"),)
    columns = (
        Column("name", "联合会名称", 220),
        Column("type", "类型", 120, shown=False),
        Column("covered", "涵盖单位数", 90, Role.COUNT, sortable=False),
        Column("workers", "职工数", 80, Role.COUNT, shown=False, sortable=False),
        Column("members", "会员数", 80, Role.COUNT, shown=False, sortable=False),
        *_congress("m", "会员代表大会"),
        *_congress("w", "职代会"),
        Column("signed_on", "工资协商签订日期", 136, Role.DAY, sortable=False),
        Column("term", "工资协商期限", 180, sortable=False),
        Column("firms", "工资协商覆盖企业", 136, Role.COUNT, sortable=False),
        Column("wage_workers", "工资协商覆盖职工", 136, Role.COUNT, sortable=False),
        Column("increase", "工资增幅", 80, sortable=False),
        Column("c_title", "劳动竞赛名称", 180, sortable=False),
        Column("c_on", "劳动竞赛日期", 108, Role.DAY, sortable=False),
        Column("c_people", "参赛人数", 80, Role.COUNT, sortable=False),
        Column("r_title", "文体活动名称", 180, sortable=False),
        Column("r_on", "文体活动日期", 108, Role.DAY, sortable=False),
        Column("r_people", "文体参加人数", 110, Role.COUNT, sortable=False),
        Column("proofs", "佐证份数", 80, Role.COUNT, sortable=False),
        Column("done", "完成数", 70, Role.COUNT),
        Column("missing", "备注", 260, sortable=False),
    )

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        year = Year(connection, year_of(view), view.day, only=list(ids))
        return _Ledger(connection, year).rows([i for i in ids if i in year.unions])


class _Ledger:
    """Everything that the rows need, each kind fetched once."""

    def __init__(self, conn: Connection, year: Year) -> None:
        self.conn, self.year = conn, year
        shining = [lamp.shines_for for lamps in year.lamps.values() for lamp in lamps if lamp.held]
        self.ids: dict[str, list[str]] = {}
        for held in shining:
            if held is not None:
                self.ids.setdefault(held.owner, []).append(held.id)
        self.activities = self._by(ACTIVITY, ACTIVITY.c.id, ACTIVITY.name)
        self.congresses = self._by(CONGRESS, CONGRESS.c.activity_id, ACTIVITY.name)
        self.decisions = self._decisions()
        self.contracts = self._contracts()
        self.proofs = {
            owner: evidence.kinds_of(conn, owner, ids) for owner, ids in self.ids.items()
        }

    def _by(self, table: Any, column: Any, owner: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in in_parts(self.ids.get(owner, [])):
            for row in self.conn.execute(select(table).where(column.in_(part))).mappings():
                found[row[column.name]] = row
        return found

    def _decisions(self) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for part in in_parts(self.ids.get(ACTIVITY.name, [])):
            query = select(RESOLUTION.c.activity_id, RESOLUTION.c.title).where(
                RESOLUTION.c.activity_id.in_(part)
            )
            for row in self.conn.execute(query.order_by(RESOLUTION.c.position)):
                found.setdefault(row.activity_id, []).append(row.title)
        return {one: "；".join(titles) for one, titles in found.items()}

    def _contracts(self) -> dict[str, Any]:
        """Of a consultation or a contract: the contract, with how many firms it covers."""
        led = {
            row["id"]: row["contract_id"]
            for row in self._by(CONSULTATION, CONSULTATION.c.id, CONSULTATION.name).values()
        }
        wanted = [*self.ids.get(CONTRACT.name, []), *(one for one in led.values() if one)]
        rows: dict[str, Any] = {}
        for part in in_parts(wanted):
            query = select(CONTRACT).where(CONTRACT.c.id.in_(part))
            rows |= {row["id"]: dict(row) for row in self.conn.execute(query).mappings()}
            cover = CONTRACT_COVER.c
            counts = (
                select(cover.contract_id, func.count())
                .where(cover.contract_id.in_(part), cover.until.is_(None))
                .group_by(cover.contract_id)
            )
            for contract, number in self.conn.execute(counts):
                rows[contract]["firms"] = number
        for consultation, contract in led.items():
            if contract in rows:
                rows[consultation] = rows[contract]
        return rows

    def rows(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        day = self.year.day
        reported = readings_of(self.conn, "union_id", ids, day)
        cover = COVERAGE.c
        covered: dict[str, int] = {}
        for part in in_parts(ids):
            query = (
                select(cover.union_id, func.count())
                .where(cover.union_id.in_(part), cover.kind == "found", on_day(COVERAGE, day))
                .group_by(cover.union_id)
            )
            covered |= {row[0]: row[1] for row in self.conn.execute(query)}
        return [self._row(one, reported.get(one, {}), covered) for one in ids]

    def _row(
        self, one: str, reported: Mapping[str, int], covered: Mapping[str, int]
    ) -> dict[str, Any]:
        union, lamps = self.year.unions[one], self.year.lamps[one]
        lacks = [f"{HEADS[lp.kind]}：{missing_words(lp)}" for lp in lamps if lp.state != "done"]
        row: dict[str, Any] = {
            "id": one,
            "name": union.name,
            "type": name_of("union_type", union.type),
            "covered": covered.get(one, reported.get("J107")),
            "workers": reported.get("J201"),
            "members": reported.get("J206"),
            "done": done_of(lamps),
            "missing": "；".join(lacks),
            "proofs": sum(self._proofs(lamp) for lamp in lamps) or None,
        }
        for lamp in lamps:
            row |= self._cells(lamp)
        return row

    def _proofs(self, lamp: Lamp) -> int:
        held = lamp.shines_for
        if held is None or not lamp.held:
            return 0
        return sum(self.proofs.get(held.owner, {}).get(held.id, {}).values())

    def _cells(self, lamp: Lamp) -> dict[str, Any]:
        held = lamp.shines_for
        if held is None or not lamp.held:
            return {}
        if key := _CONGRESSES.get(lamp.kind):
            counts = self.congresses.get(held.id, {})
            return {
                f"{key}_on": held.held_on,
                f"{key}_due": counts.get("due"),
                f"{key}_present": counts.get("present"),
                f"{key}_decided": self.decisions.get(held.id, ""),
            }
        if key := _HELD.get(lamp.kind):
            people = self.activities[held.id]["participants"]
            return {f"{key}_title": held.title, f"{key}_on": held.held_on, f"{key}_people": people}
        contract = self.contracts.get(held.id)
        if contract is None:
            return {}
        rise = contract["increase"]
        return {
            "signed_on": contract["signed_on"],
            "term": " 至 ".join(
                day.isoformat() for day in (contract["since"], contract["ends_on"]) if day
            ),
            "firms": contract.get("firms"),
            "wage_workers": contract["workers"],
            "increase": "" if rise is None else f"{rise // 100}.{rise % 100:02d}%",
        }


LEDGER = LedgerList()

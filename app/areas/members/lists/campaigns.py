"""专项行动: the list of campaigns, and how far one is, per union, week and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.areas.organisations.lists.common import by_ids, ordered, union_names
from app.areas.organisations.records import UNION_SPELL
from app.base.lists import Column, Filter, Role, Status, Tone, View
from app.base.text import rate
from app.store.meta import on_day

from ..records import CAMPAIGN, CAMPAIGN_TARGET, MEMBERSHIP
from .narrowing import hex_ids
from .queues import in_order

SUNDAY = 6


class CampaignList:
    """专项行动, the newest first, each with its target and who has joined by the day."""

    key = "campaigns"
    title = "专项行动"
    kind = "campaign"
    kinds = frozenset({"campaign", "campaign_target", "membership"})
    purpose = (
        "这里列出农民工入会集中行动等专项行动：定下期限和各单位的目标，入会时计入，随时看进度。"
    )
    filters: tuple[Filter, ...] = ()
    columns = (
        Column("name", "行动名称", 240),
        Column("state", "状态", 96, Role.STATUS, sortable=False),
        Column("since", "开始", 100, Role.DAY),
        Column("until", "结束", 100, Role.DAY),
        Column("target", "目标", 80, Role.COUNT, sortable=False),
        Column("joined", "已入会", 80, Role.COUNT, sortable=False),
        Column("rate", "完成率", 80, sortable=False),
        Column("doc_no", "文号", 140),
        Column("note", "备注", 160, shown=False, sortable=False),
    )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = CAMPAIGN.c
        query = select(row.id)
        if view.text.strip():
            query = query.where(func.instr(row.name, view.text.strip()) > 0)
        columns = {key: row[key] for key in ("name", "since", "until", "doc_no")}
        return in_order(connection, ordered(query, view, columns, (row.since.desc(), row.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = by_ids(connection, select(CAMPAIGN), CAMPAIGN.c.id, hex_ids(ids))
        goals = select(CAMPAIGN_TARGET.c.campaign_id, func.sum(CAMPAIGN_TARGET.c.target))
        came = select(MEMBERSHIP.c.campaign_id, func.count()).where(*_joined(view.day))
        within = came.join(CAMPAIGN, CAMPAIGN.c.id == MEMBERSHIP.c.campaign_id).where(
            MEMBERSHIP.c.since.between(CAMPAIGN.c.since, CAMPAIGN.c.until)
        )
        totals = _by(connection, goals, CAMPAIGN_TARGET.c.campaign_id, found)
        tagged = _by(connection, came, MEMBERSHIP.c.campaign_id, found)
        joined = _by(connection, within, MEMBERSHIP.c.campaign_id, found)
        return [
            _row(found[one], totals.get(one), joined.get(one, 0), tagged.get(one, 0), view.day)
            for one in ids
            if one in found
        ]


def _joined(day: date) -> list[Any]:
    """SQL conditions: counted for a campaign as joined by the day."""
    row = MEMBERSHIP.c
    return [row.began == "joined", row.status != "voided", row.since <= day]


def _by(
    connection: Connection, query: Select[Any], column: Any, keys: Iterable[str]
) -> dict[str, int]:
    """A sum of each key."""
    grouped = query.where(column.in_(list(keys))).group_by(column)
    return {row[0]: row[1] for row in connection.execute(grouped)}


def _row(
    row: Mapping[str, Any], target: int | None, joined: int, tagged: int, day: date
) -> dict[str, Any]:
    ended, begun = row["until"] < day, row["since"] <= day
    tone = Tone.GOOD if not target or joined >= target else Tone.WARN
    state = Status("已结束", Tone.IDLE) if ended else Status("进行中", tone)
    return {
        **row,
        "state": state if begun else Status("未开始", Tone.INFO),
        "target": target,
        "joined": joined,
        "late": tagged - joined,  # counted for it, and joined on a day outside its period
        "rate": rate(joined, target) if target else None,
    }


@dataclass(slots=True)
class Line:
    """One union of a campaign with those below it that have no target of their own. ``joined``:
    as many numbers as the table has spans."""

    union_id: str
    union: str
    target: int
    joined: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Who joined in all."""
        return sum(self.joined)


@dataclass(slots=True)
class Table:
    """目标 and 已入 per union over the spans (weeks or months) of a campaign.

    Attributes:
        spans: (first day, last day), cut off at the campaign's ends and the day.
        lines: unions with a target or somebody who joined.
    """

    spans: list[tuple[date, date]]
    lines: list[Line]


def spans_of(since: date, until: date, by: str) -> list[tuple[date, date]]:
    """Weeks (Monday to Sunday) or months from a day to another one, both in it.

    Args:
        by: ``week`` or ``month``.
    """
    found, first = [], since
    while first <= until:
        if by == "week":
            last = first + timedelta(SUNDAY - first.weekday())
        else:
            last = (first.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
        found.append((first, min(last, until)))
        first = last + timedelta(1)
    return found


def progress_of(connection: Connection, campaign_id: str, day: date, by: str) -> Table | None:
    """How far a campaign is on a day; None if there is no such campaign."""
    row = connection.execute(select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id)).mappings()
    campaign = row.first()
    if campaign is None:
        return None
    spans = spans_of(campaign["since"], min(day, campaign["until"]), by)
    targets = targets_of(connection, campaign_id)
    query = select(MEMBERSHIP.c.union_id, MEMBERSHIP.c.since).where(
        *_joined(day), MEMBERSHIP.c.campaign_id == campaign_id
    )
    days: dict[str, list[date]] = {}
    uppers = _uppers(connection, day) if targets else {}
    for union, since in connection.execute(query):
        days.setdefault(_answers_for(union, targets, uppers), []).append(since)
    names = union_names(connection, day, {*targets, *days})
    lines = []
    for union in {**targets, **days}:
        came = days.get(union, [])
        counts = [sum(1 for one in came if first <= one <= last) for first, last in spans]
        lines.append(
            Line(union, names.get(union, "（已撤销的工会）"), targets.get(union, 0), counts)
        )
    return Table(spans, sorted(lines, key=lambda line: (-line.target, line.union)))


def _uppers(connection: Connection, day: date) -> dict[str, str | None]:
    """Union → the one above it on the day."""
    spell = UNION_SPELL.c
    rows = connection.execute(
        select(spell.union_id, spell.upper_id).where(on_day(UNION_SPELL, day))
    )
    return {row[0]: row[1] for row in rows}


def _answers_for(union: str, targets: Mapping[str, int], uppers: Mapping[str, str | None]) -> str:
    """The union whose target somebody counts for: her own, the nearest above, or none."""
    above: str | None = union
    for _ in range(len(uppers) + 1):
        if above is None or above in targets:
            break
        above = uppers.get(above)
    return above if above in targets and above is not None else union


def targets_of(connection: Connection, campaign_id: str) -> dict[str, int]:
    """Union → how many are to join."""
    query = select(CAMPAIGN_TARGET.c.union_id, CAMPAIGN_TARGET.c.target).where(
        CAMPAIGN_TARGET.c.campaign_id == campaign_id
    )
    rows = connection.execute(query.order_by(CAMPAIGN_TARGET.c.id))
    return {row[0]: row[1] for row in rows}


CAMPAIGN_LIST = CampaignList()

"""What consultations and contracts put on the home page: answers, filings and publications that are
due, contracts that end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.areas.organisations.due import capped
from app.base.home import Due, Target
from app.base.lists import Tone

from .lists.bargain_waiting import (
    batch_titles,
    ending_contracts,
    open_consultations,
    waiting_contracts,
)
from .lists.bargains import Bargains, terms
from .lists.contracts import windows
from .rules.bargaining_facts import ContractFacts
from .rules.process import Step, standing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.rules.book import RuleBook

AREA = "five_ones"
SHOWN = 5
SOON = timedelta(days=7)
"""So long before its last day a step is shown."""
BACK = timedelta(days=366)
"""Contracts that ended so long ago are no longer shown; their finding stays."""
_STEPS = {"answer": "等待答复", "file": "报送", "publish": "公布", "talks": "协商会议"}


def steps_due(conn: Connection, day: date, book: RuleBook, unit: str | None) -> list[Due]:
    """Answers, meetings, filings, publications; the answers of a 集中要约 as one line."""
    ids = open_consultations(conn, day, unit)
    known = Bargains(conn, day, terms(book, day), consultations=ids)
    found: dict[str, list[Due]] = defaultdict(list)
    batches: dict[str, list[date]] = defaultdict(list)
    led: set[str] = set()
    for row in known.talks_rows.values():
        facts = known.consultation(row)
        now = standing(facts, known.deadlines)
        step = now.next
        if step is not None and step.key == "deliver":  # the answer is due all the same
            step = next(one for one in now.steps if one.key == "answer")
        if step is None or step.key not in _STEPS or step.due_on is None:
            continue
        if step.due_on > day + SOON:
            continue
        if step.key == "answer" and row["batch_id"] is not None:
            batches[row["batch_id"]].append(step.due_on)
        elif row["contract_id"] is None or row["contract_id"] not in led:
            led |= {row["contract_id"]} if row["contract_id"] else set()
            found[step.key].append(_step(row, step, facts.where, day))
    titles = batch_titles(conn, list(batches))
    for batch, days in batches.items():
        found["answer"].append(_batch(batch, titles.get(batch, ""), days, day))
    to = Target(AREA, view="consultations")
    return [
        one for key, word in _STEPS.items() for one in capped(found[key], SHOWN, word, to)
    ] + _unfiled(conn, day, book, unit)


def _step(row: Mapping[str, Any], step: Step, where: str, day: date) -> Due:
    due = step.due_on or day
    late = due < day
    note = f"{where}　{'已逾期' if late else '期限'} {abs((due - day).days)} 天"
    if not late:
        note = f"{where}　还有 {(due - day).days} 天"
    return Due(f"{row['title']}：{_STEPS[step.key]}", due, note, Tone.BAD if late else Tone.WARN,
               "办理", Target(AREA, "consultation", row["id"]), step.key)  # fmt: skip


def _batch(batch: str, title: str, days: list[date], day: date) -> Due:
    first = min(days)
    late = sum(1 for one in days if one < day)
    note = f"{late} 家已逾期" if late else "请催办"
    return Due(f"{title}：{len(days)} 家没有答复", first, note, Tone.BAD if late else Tone.WARN,
               "录入答复", Target(AREA, "offer_batch", batch), "answer")  # fmt: skip


def _unfiled(conn: Connection, day: date, book: RuleBook, unit: str | None) -> list[Due]:
    """Contracts without a recorded consultation that wait to be filed."""
    deadlines = terms(book, day)
    known = Bargains(conn, day, deadlines, contracts=waiting_contracts(conn, day, unit))
    found = []
    for one in known.contracts.values():
        assert one.signed_on is not None
        due = one.signed_on + timedelta(days=deadlines.filing(one.wage))
        if due <= day + SOON and due >= day - BACK:
            late = due < day
            note = f"{one.where}　{'已逾期' if late else '还有'} {abs((due - day).days)} 天"
            found.append(
                Due(f"{one.name}：报送", due, note, Tone.BAD if late else Tone.WARN, "登记报送",
                    Target(AREA, "contract", one.id), "file")
            )  # fmt: skip
    return capped(found, SHOWN, "合同待报送", Target(AREA, view="contracts"))


def ends_due(conn: Connection, day: date, book: RuleBook, unit: str | None) -> list[Due]:
    """Contracts that end within sixty (wage) or ninety days, or ended and were not renewed."""
    window = windows(book, day)
    ids = ending_contracts(conn, day - BACK, day + timedelta(days=max(window)), day, unit)
    known = Bargains(conn, day, terms(book, day), contracts=ids)
    found = []
    for one in known.contracts.values():
        left = (one.ends_on - day).days if one.ends_on else 0
        if not one.renewed and left <= (window[0] if one.wage else window[1]):
            found.append(_end(one, day))
    return capped(found, SHOWN, "集体合同到期", Target(AREA, view="contracts"))


def _end(one: ContractFacts, day: date) -> Due:
    assert one.ends_on is not None
    left = (one.ends_on - day).days
    note = f"{one.where}　还有 {left} 天" if left >= 0 else f"{one.where}　已过 {-left} 天"
    word = "到期" if left >= 0 else "已到期没有续签"
    return Due(f"{one.name}{word}", one.ends_on, note, Tone.WARN if left >= 0 else Tone.BAD,
               "续签", Target(AREA, "contract", one.id), "ends")  # fmt: skip


def ends_of_year(conn: Connection, day: date, book: RuleBook, year: int, unit: str | None
                 ) -> list[Due]:  # fmt: skip
    """The contracts that end in a year and were not renewed."""
    ids = ending_contracts(conn, date(year, 1, 1), date(year, 12, 31), day, unit)
    known = Bargains(conn, day, terms(book, day), contracts=ids)
    return [_end(one, day) for one in known.contracts.values() if not one.renewed]

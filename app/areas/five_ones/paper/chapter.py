"""五个一 and 民主管理: this slice's sections of the annual report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.base.codes import code_list
from app.paper.figured import RIGHT, compared
from app.paper.model import Block, Column, Heading, Landscape, Paragraph, Table
from app.paper.reports import Ask, sentences, texts

from ..lists.lamps import HEADS, done_of
from ..lists.statistics import counts_of, whole_of
from ..lists.year import Year
from ..rules.lamps import DONE
from .year import ledger_table, state_word, statistics_table

_TEXTS = "five_ones"
_RIGHTS = ("J405", "J501", "J502", "J503", "J504", "J505", "J506", "J507", "J508", "J509")
_WORK = ("J701", "J702", "J703", "J704", "J714", "J715")

Section = Callable[[Ask], list[Block]]


def five_ones(ask: Ask) -> list[Block]:
    """五个一: the five over all federations, last year beside; nothing where nothing is kept."""
    now = Year(ask.conn, ask.year, ask.scope.day, unit=ask.scope.unit, book=ask.book)
    then = Year(ask.conn, ask.year - 1, ask.scope.day, unit=ask.scope.unit, book=ask.book)
    values = ask.figures(*_WORK)
    if not now.kept or (not now.federations and not values["J701"].value):
        return []
    facts: dict[str, Any] = {code: value.value for code, value in values.items()}
    facts |= {"federations": len(now.federations), "whole": whole_of(now), "year": ask.year}
    kept_before = any(lamp.state == DONE for lamps in then.lamps.values() for lamp in lamps)
    facts["last_whole"] = whole_of(then) if kept_before else None
    said = texts(_TEXTS)
    blocks: list[Block] = [Heading(said["five_ones"]), Paragraph(sentences(_TEXTS, "basic", facts))]
    if now.federations:
        blocks += [
            statistics_table(now, "表#　五个一开展情况"),
            _beside(ask, now, then if kept_before else None),
            _each(now),
        ]
    note = said["no_data_note"]["text"]
    blocks.append(compared(ask, _WORK, values, "表#　竞赛和文体活动与上年对比", note))
    return blocks


def _beside(ask: Ask, now: Year, then: Year | None) -> Table:
    """Federations that have each of the five done, this year and last."""
    present, before = counts_of(now), counts_of(then) if then is not None else {}
    columns = (
        Column("项目", 2.4),
        Column(f"{ask.year}年完成（个）", 1.4, RIGHT),
        Column(f"{ask.year - 1}年完成（个）", 1.4, RIGHT),
        Column("增减", 1.0, RIGHT),
    )
    rows = []
    for kind, word in HEADS.items():
        new, old = present[kind][DONE], before[kind][DONE] if before else None
        change = "—" if old is None else f"{new - old:+d}" if new != old else "0"
        rows.append((word, str(new), "—" if old is None else str(old), change))
    return Table(columns, tuple(rows), title="表#　五个一完成情况与上年对比")


def _each(year: Year) -> Table:
    states = code_list("lamp_state")
    columns = (Column("联合会", 3.0), *(Column(word, 1.3) for word in HEADS.values()),
               Column("完成", 0.7, RIGHT))  # fmt: skip
    rows = tuple(
        (
            one.name,
            *(state_word(states[lamp.state]) for lamp in year.lamps[one.id]),
            f"{done_of(year.lamps[one.id])}/{len(HEADS)}",
        )
        for one in year.federations
    )
    return Table(columns, rows, title="表#　各联合会五个一进展", size=9)


def democracy(ask: Ask) -> list[Block]:
    """民主管理: 表五 with last year beside."""
    values = ask.figures(*_RIGHTS)
    if all(value.value in (None, 0) for value in values.values()):
        return []
    said = texts(_TEXTS)
    facts = {code: value.value for code, value in values.items()}
    note = said["no_data_note"]["text"]
    return [
        Heading(said["democracy"]),
        Paragraph(sentences(_TEXTS, "rights", facts)),
        compared(ask, _RIGHTS, values, "表#　民主管理指标与上年对比", note),
    ]


def annexes(ask: Ask) -> list[tuple[str, list[Block]]]:
    """五个一台账."""
    year = Year(ask.conn, ask.year, ask.scope.day, unit=ask.scope.unit, book=ask.book)
    if not year.federations or not year.kept:
        return []
    return [(texts(_TEXTS)["ledger"]["title"], [Landscape((ledger_table(ask, year),))])]


SECTIONS: Sequence[Section] = (five_ones, democracy)

"""Papers of a year: ledger with its table, progress by quarter, a federation's own sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.base.codes import Code, code_list
from app.base.days import chinese
from app.base.errors import UserError
from app.base.lists import View, written
from app.figures.engine import evaluate
from app.paper.model import (
    Align,
    Block,
    Column,
    Document,
    FormGrid,
    Landscape,
    Note,
    Slot,
    Table,
    Title,
)
from app.paper.reports import Ask, texts

from ..lists.lamps import HEADS
from ..lists.ledger import LEDGER
from ..lists.statistics import QUARTERS, STATES, Statistics, counts_of, whole_of
from ..lists.year import Year
from ..rules.lamps import DONE, NONE, SHORT

_TEXTS = "five_ones"
CENTRE, RIGHT = Align.CENTRE, Align.RIGHT
_HEADS = {"J107": "covered", "J201": "workers", "J206": "members"}


def year_number(ask: Ask) -> int:
    """The year of ``--option year=``, else that of the paper.

    Raises:
        UserError: VALUE.
    """
    text = ask.options.get("year", "")
    if not text:
        return ask.year
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise UserError("VALUE", "年度要写成四位数字。", "例如 --option year=2026。")
    return int(text)


def year_of(ask: Ask) -> Year:
    """The year that a paper is about."""
    return Year(ask.conn, year_number(ask), ask.scope.day, unit=ask.scope.unit, book=ask.book)


# -- ledger and table ------------------------------------------------------------------------------


def ledger(ask: Ask) -> Document:
    """五个一台账 with the one-page 统计表 before it."""
    said, year = texts(_TEXTS)["ledger"], year_of(ask)
    title = f"{ask.office}\n{year.number}年{said['statistics']}"
    blocks: list[Block] = [
        Title(title, subtitle=f"（截至{chinese(min(ask.scope.day, year.period.last))}）"),
        statistics_table(year),
        *_summary(year, said),
        Note(said["note"] + texts(_TEXTS)["quarters"]["note"]),
        Note(said["sign"]),
        Landscape((Title(f"{year.number}年{said['title']}"), ledger_table(ask, year))),
    ]
    return Document(said["title"], tuple(blocks), ask.office, ask.scope.day.isoformat())


def statistics_table(year: Year, title: str = "") -> Table:
    """For each of the five, how many federations are how far, and had held it by each quarter's
    end; the totals below."""
    names, found = code_list("lamp_state"), Statistics(year).rows()
    group = texts(_TEXTS)["quarters"]["group"]
    columns = (
        Column("项目", 2.9),
        Column("联合会", 1.2, RIGHT),
        *(Column(state_word(names[state]), 1.2, RIGHT) for state in STATES),
        Column("完成率", 1.4, RIGHT),
        *(Column(f"{name[:-2]}\n{name[-2:]}".strip(), 0.95, RIGHT, group) for *_, name in QUARTERS),
    )
    rows = []
    for title_of, counted, quarterly in found:
        states = counted.states if counted is not None else ()
        rows.append((
            title_of,
            str(counted.many) if counted is not None else "",
            *(str(states[n]) if n < len(states) else "" for n in range(len(STATES))),
            counted.rate if counted is not None else "",
            *(map(_said, quarterly.numbers) if quarterly is not None else [""] * len(QUARTERS)),
        ))  # fmt: skip
    return Table(columns, tuple(rows), title=title, totals=(len(HEADS),), size=9.5)


def state_word(state: Code) -> str:
    """A state of a lamp in few characters."""
    return state.aliases[0] if state.code == SHORT else state.name


def _summary(year: Year, said: Mapping[str, Any]) -> list[Block]:
    """What was done, what is open, what is next, with room to write."""
    rows = tuple((Slot(head, head=True), Slot(text)) for head, text in summary(year, said))
    return [FormGrid((1.2, 5.0), rows, heights=(3, 3, 3), size=10.5)]


def summary(year: Year, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Heads and texts: what was done and what is open, told from the data; what is next, empty."""
    counts, names = counts_of(year), HEADS
    held = [f"{names[kind]} {states[DONE] + states[SHORT]} 个" for kind, states in counts.items()]
    open_ = [
        f"{names[kind]}{word} {states[state]} 个"
        for kind, states in counts.items()
        for state, word in ((NONE, "未开展"), (SHORT, "缺材料"))
        if states[state]
    ]
    whole = f"五项全部完成 {whole_of(year)} 个。" if year.federations else ""
    first, second, third = said["summary"]
    return [
        (first, f"已开展的联合会：{'，'.join(held)}。{whole}"),
        (second, f"{'，'.join(open_)}。" if open_ else "没有。"),
        (third, ""),
    ]


def ledger_rows(ask: Ask, year: Year) -> list[dict[str, Any]]:
    """The ledger of the year, one row per federation; units, workers and members of a federation
    and what is below it as the figures say."""
    ids = [one.id for one in year.federations]
    back = {"year": str(ask.scope.day.year - year.number)}
    return [
        {**row, **_heads(ask, row["id"], year)}
        for row in LEDGER.rows(ask.conn, ids, View(ask.scope.day, filters=back))
    ]


def ledger_table(ask: Ask, year: Year) -> Table:
    """The ledger as a table for a landscape page; heads are two lines."""
    rows = ledger_rows(ask, year)

    def congress(row: Mapping[str, Any], key: str) -> str:
        if row.get(f"{key}_on") is None:
            return ""
        counts = f"{_said(row[f'{key}_due'])}/{_said(row[f'{key}_present'])}"
        return "\n".join(t for t in (written(row[f"{key}_on"]), counts, row[f"{key}_decided"]) if t)

    def held(row: Mapping[str, Any], key: str) -> str:
        if row.get(f"{key}_on") is None:
            return ""
        people = f"{row[f'{key}_people']}人" if row[f"{key}_people"] is not None else ""
        return "\n".join(t for t in (row[f"{key}_title"], written(row[f"{key}_on"]), people) if t)

    def wage(row: Mapping[str, Any]) -> str:
        firms = f"{row['firms']}家" if row.get("firms") else ""
        workers = f"{row['wage_workers']}人" if row.get("wage_workers") else ""
        parts = [written(row.get("signed_on")), row.get("term"), f"{firms}{workers}",
                 row.get("increase")]  # fmt: skip
        return "\n".join(part for part in parts if part)

    columns = (
        Column("序号", 0.5, CENTRE), Column("联合会名称\n类型", 2.0),
        Column("涵盖\n单位", 0.6, RIGHT), Column("职工", 0.7, RIGHT), Column("会员", 0.7, RIGHT),
        Column("①会员代表大会\n日期、应到/实到、决议", 1.9),
        Column("②职代会\n日期、应到/实到、决议", 1.9),
        Column("③工资协商\n签订、期限、覆盖、增幅", 1.7),
        Column("④劳动竞赛\n名称、日期、人数", 1.6), Column("⑤文体活动\n名称、日期、人数", 1.6),
        Column("佐证\n份数", 0.6, RIGHT), Column("完成数", 0.6, CENTRE), Column("备注", 2.2),
    )  # fmt: skip
    table = tuple(
        (
            str(n), f"{row['name']}\n{row['type']}", _said(row["covered"]), _said(row["workers"]),
            _said(row["members"]), congress(row, "m"), congress(row, "w"), wage(row),
            held(row, "c"), held(row, "r"), _said(row["proofs"]),
            f"{row['done']}/{len(HEADS)}", row["missing"],
        )
        for n, row in enumerate(rows, 1)
    )  # fmt: skip
    note = texts(_TEXTS)["ledger"]["note"]
    return Table(columns, table, note=note, empty="（还没有联合会）", size=7.5)


def _heads(ask: Ask, union: str, year: Year) -> dict[str, Any]:
    scope = replace(ask.scope, unit=union, day=year.day, period=year.period)
    values = evaluate(ask.conn, ask.registry, [*_HEADS], scope)
    return {key: values[code].value for code, key in _HEADS.items()}


def _said(value: Any) -> str:
    return "—" if value is None else str(value)


# -- quarters --------------------------------------------------------------------------------------


def quarters(ask: Ask) -> Document:
    """五个一按季度进度: how many had held each by each quarter's end, and each federation."""
    said, year = texts(_TEXTS)["quarters"], year_of(ask)
    found = Statistics(year)
    heads = [name for _month, _day, name in QUARTERS]
    columns = (Column("项目", 2.4), *(Column(name, 1.2, RIGHT) for name in heads))
    rows = tuple((one.title, *(_said(number) for number in one.numbers)) for one in found.quarters)
    whole = Table(columns, rows, title=said["whole"], size=12, totals=(len(rows) - 2,))
    columns = (Column("联合会", 3.4), *(Column(name, 1.1, CENTRE) for name in heads))
    rows = tuple(
        (one.title, *("—" if n is None else f"{n}/{len(HEADS)}" for n in one.numbers))
        for one in found.each
    )
    each = Table(columns, rows, title=said["each"], empty="（还没有联合会）", size=12)
    title = f"{ask.office}\n{year.number}年{said['title']}"
    head = Title(title, subtitle=f"（截至{chinese(year.day)}）")
    return Document(
        said["title"], (head, whole, Note(said["note"]), each), ask.office,
        ask.scope.day.isoformat(),
    )  # fmt: skip

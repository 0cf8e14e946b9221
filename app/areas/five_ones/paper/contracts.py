"""集体合同台账, 到期预警表, 集中要约统计表, and the chapter 集体协商 of the annual report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from app.areas.organisations.lists.common import name_of
from app.base.days import Period, chinese
from app.base.lists import View
from app.base.text import rate
from app.paper.figured import compared
from app.paper.model import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Landscape,
    Note,
    Paragraph,
    Table,
    Title,
)
from app.paper.reports import Ask, sentences, texts

from ..lists.bargains import Bargains, terms
from ..lists.contracts import state_of, status_of, windows, workers_of
from ..lists.offers import COUNTS, OFFERS, offers_in
from ..rules.bargaining_facts import ContractFacts
from .year import year_number

_TEXTS = "bargains"
_FIGURES = ("J601", "J602", "J603", "J604", "J605", "J606", "J607", "J608", "J609", "J610",
            "J611", "J612", "J613", "J614", "J615")  # fmt: skip
RIGHT, CENTRE = Align.RIGHT, Align.CENTRE


class Books:
    """The contracts and offers of a paper, each read once."""

    def __init__(self, ask: Ask, year: int | None = None) -> None:
        self.ask = ask
        self.year = ask.year if year is None else year
        self.period: Period = ask.book.period_of("annual", self.year)
        self.day: date = min(ask.scope.day, self.period.last)
        deadlines = terms(ask.book, self.day)
        self.known = Bargains(ask.conn, self.day, deadlines, ask.scope.unit)
        self.window = windows(ask.book, self.day)

    @cached_property
    def facts(self) -> list[ContractFacts]:
        """All contracts, by union and end."""
        every = self.known.contracts.values()
        return sorted(every, key=lambda f: (f.where, f.ends_on or date.max, f.name))

    def alive(self) -> list[ContractFacts]:
        """In force in the year or signed in it."""
        first = self.period.first
        return [
            one for one in self.facts
            if (one.signed_on and one.signed_on in self.period)
            or ((one.ends_on or date.max) >= first and (one.terminated_on or date.max) > first)
        ]  # fmt: skip

    def state(self, one: ContractFacts) -> str:
        """Key of the state."""
        return state_of(one, self.window)

    def workers(self, one: ContractFacts) -> int | None:
        """Workers covered."""
        return workers_of(self.known.rows[one.id], self.known.covers.get(one.id, []))


def _columns(heads: Sequence[str], shares: Sequence[float], left: Sequence[int]) -> tuple[Any, ...]:
    return tuple(
        Column(head, share, Align.LEFT if place in left else CENTRE)
        for place, (head, share) in enumerate(zip(heads, shares, strict=True))
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _document(ask: Ask, title: str, *blocks: Block) -> Document:
    return Document(title, blocks, ask.office, ask.scope.day.isoformat())


# -- ledger, ends ----------------------------------------------------------------------------------


def ledger(ask: Ask) -> Document:
    """集体合同台账 of a year: in force in it, or signed in it."""
    books = Books(ask, year_number(ask))
    title = f"{ask.office}{books.year}年{texts(_TEXTS)['ledger']['title']}"
    return _document(
        ask, title, Landscape((Title(title, subtitle=f"（截至{chinese(books.day)}）"),
                               ledger_table(books))),
    )  # fmt: skip


def ledger_table(books: Books, title: str = "") -> Table:
    """The ledger as a table for a landscape page."""
    said = texts(_TEXTS)["ledger"]
    shares = (0.45, 2.1, 2.2, 1.3, 0.8, 1.15, 2.2, 1.15, 1.15, 1.15, 0.75, 0.8, 0.9)
    rows = []
    for number, one in enumerate(books.alive(), 1):
        span = "至".join(_day(day) for day in (one.since, one.ends_on) if day)
        rows.append(
            (number, one.where, one.name, name_of("contract_kind", one.form),
             name_of("contract_scope", one.scope), _day(one.signed_on), span, _day(one.filed_on),
             _day(one.effective), _day(one.published_on), one.employers, books.workers(one),
             status_of(one, books.window).word)
        )  # fmt: skip
    return Table(_columns(said["columns"], shares, (1, 2)), tuple(rows), title=title, size=9)


def ends(ask: Ask) -> Document:
    """集体合同到期预警表: what is over and not renewed, then what ends soon."""
    said, books = texts(_TEXTS)["ends"], Books(ask)
    table = ends_table(books)
    note = said["note"].format(wage=books.window[0], other=books.window[1])
    title = f"{ask.office}{said['title']}"
    return _document(
        ask, title, Landscape((Title(title, subtitle=f"（{chinese(books.day)}）"), table,
                               Note(note))),
    )  # fmt: skip


def ends_table(books: Books, title: str = "") -> Table:
    """The contracts that end soon or are over, the most urgent first."""
    said = texts(_TEXTS)["ends"]
    shares = (0.45, 2.4, 2.8, 1.5, 1.2, 0.9, 0.9, 0.9, 1.0)
    wanted = [one for one in books.facts if books.state(one) in ("soon", "over")]
    wanted.sort(key=lambda one: one.ends_on or date.max)
    running = {
        (row["union_id"], row["kind"], row["employer_id"])
        for row in books.known.talks_rows.values()
        if row["contract_id"] is None and row["closed_on"] is None and row["offered_on"]
    }
    rows = []
    for number, one in enumerate(wanted, 1):
        row = books.known.rows[one.id]
        firms = [cover["employer_id"] for cover in books.known.covers.get(one.id, [])]
        asked = any((row["union_id"], row["kind"], firm) in running for firm in (*firms, None))
        left = (one.ends_on - books.day).days if one.ends_on else 0
        rows.append(
            (number, one.where, one.name, name_of("contract_kind", one.form), _day(one.ends_on),
             left if left >= 0 else f"已过{-left}天", one.employers, books.workers(one),
             said["running"] if asked else said["none"])
        )  # fmt: skip
    empty = texts(_TEXTS)["no_ends"]
    return Table(_columns(said["columns"], shares, (1, 2)), tuple(rows), title=title, size=10,
                 empty=empty)  # fmt: skip


# -- 集中要约统计表 --------------------------------------------------------------------------------


def statistics(ask: Ask) -> Document:
    """集中要约统计表 of a year, or of one batch with every firm (``--option batch=``)."""
    said = texts(_TEXTS)["statistics"]
    batch = ask.options.get("batch", "")
    rows = _batches(ask, batch)
    title = f"{ask.office}{said['title']}"
    blocks: list[Block] = [Title(title), statistics_table(rows)]
    if batch:
        blocks.append(_firms(ask, batch))
    return _document(ask, title, Landscape(tuple(blocks)))


def _batches(ask: Ask, batch: str) -> list[Mapping[str, Any]]:
    """The batches of the year, or the one asked for."""
    view = View(ask.scope.day, ask.scope.unit)
    if batch:
        return list(OFFERS.rows(ask.conn, [batch], view))
    period = ask.book.period_of("annual", year_number(ask))
    found = OFFERS.rows(ask.conn, OFFERS.ids(ask.conn, view), view)
    return [row for row in found if row["offered_on"] in period]


def statistics_table(
    rows: Sequence[Mapping[str, Any]], title: str = "", *, narrow: bool = False
) -> Table:
    """A line for each batch, the whole below; ``narrow``: without titles, for a standing page."""
    said = texts(_TEXTS)["statistics"]
    shares = (0.45, 2.6, 2.2, 1.2, *(0.8,) * 6, 0.9, 0.8, 0.8)
    keys = ("offers", "delivered", "answered", "agreed", "later", "refused")
    whole: Counter[str] = Counter()
    lines: list[tuple[Any, ...]] = []
    for number, row in enumerate(rows, 1):
        whole.update({key: row[key] for key in COUNTS})
        lines.append((number, row["title"], row["union"], _day(row["offered_on"]),
                      *(row[key] for key in keys), _share(row), row["signed"],
                      row["filed"]))  # fmt: skip
    if len(lines) > 1:
        lines.append(("", "", said["total"], "", *(whole[key] for key in keys), _share(whole),
                      whole["signed"], whole["filed"]))  # fmt: skip
    totals = (len(lines) - 1,) if len(rows) > 1 else ()
    columns = _columns(said["columns"], shares, (1, 2))
    if narrow:
        lines = [(line[0], *line[2:]) for line in lines]
        columns = (columns[0], *columns[2:])
    return Table(columns, tuple(lines), title=title, size=10, totals=totals)


def _share(row: Mapping[str, Any]) -> str:
    return rate(row["agreed"], row["offers"]) if row["offers"] else "—"


def _firms(ask: Ask, batch: str) -> Table:
    heads = texts(_TEXTS)["statistics"]["each"]
    rows = tuple(
        (n, one["number"], one["employer"], _day(one["delivered_on"]), _day(one["answered_on"]),
         name_of("consultation_answer", one["answer"]), _day(one["signed_on"]))
        for n, one in enumerate(offers_in(ask.conn, batch), 1)
    )  # fmt: skip
    return Table(_columns(heads, (0.5, 2.0, 3.2, 1.2, 1.2, 1.2, 1.2), (2,)), rows, size=10)


# -- chapter ---------------------------------------------------------------------------------------


def bargaining(ask: Ask) -> list[Block]:
    """集体协商: 表六 with last year beside, the year's offers, what ends soon."""
    values = ask.figures(*_FIGURES)
    books = Books(ask)
    if all(value.value in (None, 0) for value in values.values()) and not books.known.talks_rows:
        return []
    said = texts(_TEXTS)
    facts: dict[str, Any] = {code: value.value for code, value in values.items()}
    note = said["no_data_note"]["text"]
    blocks: list[Block] = [
        Heading(said["chapter"]),
        Paragraph(sentences(_TEXTS, "basic", facts) + sentences(_TEXTS, "process", _year(books))),
        compared(ask, _FIGURES, values, "表#　协商与劳动关系指标与上年对比", note),
    ]
    batches = _batches(ask, "")
    if batches:
        blocks.append(statistics_table(batches, "表#　集中要约情况", narrow=True))
    if any(books.state(one) in ("soon", "over") for one in books.facts):
        blocks.append(ends_table(books, "表#　将到期和已到期的集体合同"))
    return blocks


def _year(books: Books) -> dict[str, int]:
    """What was offered, answered, signed and filed in the year, what ends."""
    found: Counter[str] = Counter(
        dict.fromkeys(("offers", "answered", "agreed", "signed", "filed", "soon", "over"), 0)
    )
    for row in books.known.talks_rows.values():
        if row["offered_on"] is None or row["offered_on"] not in books.period:
            continue
        found["offers"] += 1
        found["answered"] += row["answered_on"] is not None
        found["agreed"] += row["answer"] == "agreed"
    for one in books.facts:
        found["signed"] += one.signed_on is not None and one.signed_on in books.period
        found["filed"] += one.filed_on is not None and one.filed_on in books.period
        state = books.state(one)
        if state in ("soon", "over"):
            found[state] += 1
    return dict(found)


def annexes(ask: Ask) -> list[tuple[str, list[Block]]]:
    """集体合同台账."""
    books = Books(ask)
    if not books.alive():
        return []
    return [(texts(_TEXTS)["ledger"]["title"], [Landscape((ledger_table(books),))])]


SECTIONS = (bargaining,)

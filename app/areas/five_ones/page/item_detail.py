"""One of the five over all federations, or a total of the 统计表: who is how far."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.base.lists import Status, Tone
from app.desk.detail import Fact
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList

from ..lists.lamps import HEADS, done_of, lamp_status
from ..lists.statistics import QUARTERS, STATES, TOTALS, Counted, Quarterly, Statistics
from ..lists.year import Year
from ..rules.lamps import NONE, Lamp, missing_words
from .reading import AREA, Card
from .story import WORDS

if TYPE_CHECKING:
    from .screen import FiveOnesPage


def read_item(connection: Any, item: str, year: int, day: date, unit: str | None) -> Card | None:
    """A row of the 统计表 with the federations behind it; None if there is no such row."""
    if item not in HEADS and item not in TOTALS:
        return None
    found = Statistics(Year(connection, year, day, unit=unit))
    facts = [_counted(one) for one in found.states if one.key == item]
    facts += [fact for one in found.quarters if one.key == item for fact in _quarterly(one)]
    title = HEADS.get(item) or TOTALS[item]
    rows = _federations(found, item, day)
    return Card(item, title, f"{year}年 · {len(rows)} 个联合会", None, facts, rows)


def _counted(one: Counted) -> Fact:
    return Fact("完成", f"{one.states[0]} / {one.many}", one.rate if one.many else "")


def _quarterly(one: Quarterly) -> list[Fact]:
    return [
        Fact(f"到{name}", f"{number}")
        for (_month, _day, name), number in zip(QUARTERS, one.numbers, strict=True)
        if number is not None
    ]


def _federations(found: Statistics, item: str, day: date) -> list[Row]:
    """Who has least first."""
    year, quarters = found.year, {one.key: one.numbers for one in found.each}
    keyed: list[tuple[int, Row]] = []
    for one in year.federations:
        lamps, target = year.lamps[one.id], Target(AREA, "five_year", one.id)
        if item in TOTALS:
            done = done_of(lamps)
            tone = Tone.GOOD if done == len(HEADS) else Tone.WARN
            note = "　".join(
                f"{name} {number}"
                for (_m, _d, name), number in zip(QUARTERS, quarters[one.id], strict=True)
                if number is not None
            )
            row = Row(one.id, one.name, f"已经开展：{note}", Status(f"{done} / {len(HEADS)}", tone),
                      target=target)  # fmt: skip
            keyed.append((done, row))
        else:
            lamp = next(lamp for lamp in lamps if lamp.kind == item)
            row = Row(one.id, one.name, _note(lamp), lamp_status(lamp, day), target=target)
            keyed.append((-STATES.index(lamp.state), row))
    return [row for _key, row in sorted(keyed, key=lambda pair: (pair[0], pair[1].title))]


def _note(lamp: Lamp) -> str:
    when = lamp.day.isoformat() if lamp.day is not None else ""
    lacks = missing_words(lamp) if lamp.state != NONE else ""
    return "　".join(part for part in (when, lacks) if part)


class ItemDetail(RecordDetail):
    """A row of the 统计表: the federations behind it."""

    area = AREA
    word = "项目"
    dated = False
    judged = False

    def __init__(self, page: FiveOnesPage) -> None:
        self._page = page
        super().__init__("five_item", page.desk, page.problems, WORDS)
        history = [tab.key for tab in self._tabs].index("history")
        self.tabs.setTabVisible(history, False)  # nobody writes such a row
        self.show_tab("federations")

    def add_own_tabs(self) -> None:
        """各联合会."""
        self.add_tab("federations", "各联合会", self._federations_tab)

    def show_record(self, record: str) -> None:
        """The year of the list holds here, too."""
        self._year = self._page.year()
        super().show_record(record)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The row."""
        return read_item(connection, record, self._year, day, self._desk.unit)

    def acts_of(self, card: Card) -> list[PageAction]:
        """Where the rows of the federations are."""
        del card
        lamps = partial(self._page.bring, "five_ones")
        return [PageAction("lamps", "看各联合会的五盏灯", lamps, main=True)]

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made = self.widget(tab)
        if tab == "federations" and self.card is not None and isinstance(made, RowList):
            made.show_rows(self.card.data, past=self._desk.is_past)

    def _federations_tab(self) -> QWidget:
        chips = [Chip("open", "打开", self._open, lambda row: row.target is not None, acts=False)]
        made = RowList(f"{self.name}_federations", "各联合会", "还没有联合会。", chips)
        made.opened.connect(self._open)
        return made

    def _open(self, row: Row | None) -> None:
        if row is not None and row.target is not None:
            self.went.emit(row.target)

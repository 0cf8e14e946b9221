"""The details of an activity and of a union's year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.base.lists import Tone
from app.desk.detail import Remark
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.desk.widgets import column

from .. import acts
from ..lists.detail import ActivityCard, YearCard, lamp_of
from ..rules.lamps import DONE, NONE, WAGE, Lamp, missing_words
from . import activity_forms as activities
from . import congress_forms as congresses
from .reading import (
    Card,
    activity_rows,
    decision_rows,
    lamp_rows,
    majority_of,
    read_activity,
    read_year,
    unit_rows,
    winner_rows,
)
from .story import WORDS

if TYPE_CHECKING:
    from .screen import FiveOnesPage

CONGRESSES = ("members_congress", "workers_congress")
_ALWAYS: Callable[[Row], bool] = lambda _row: True  # noqa: E731


class ActivityDetail(RecordDetail):
    """An activity: its decisions (of a congress), or units and winners."""

    area = "five_ones"
    word = "活动"
    dated = False
    evidence_of = "activity"

    def __init__(self, page: FiveOnesPage) -> None:
        self._page = page
        self._lamp: Lamp | None = None
        self._majority: Any = {"part": 1, "whole": 2}
        super().__init__("activity", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """决议, 单位和获奖: the one that fits is shown."""
        self.add_tab("decisions", "决议", self._decisions_tab)
        self.add_tab("people", "单位和获奖", self._people_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The activity."""
        found = read_activity(connection, record, day)
        if found is not None:
            self._majority = majority_of(connection, found.data, day)
            self._lamp = lamp_of(connection, found.data, day)
        return found

    def asked_evidence(self) -> Sequence[str]:
        """The proof kit of its lamp."""
        return self._lamp.kit if self._lamp is not None else ()

    def judge_evidence(self, counts: Mapping[str, int]) -> Remark | None:
        """What the lamp still lacks."""
        lamp = self._lamp
        if lamp is None or not lamp.held or (self.card and self.card.id != self._record):
            return None
        if lamp.state == DONE:
            return Remark("这一项的日期、人数和材料都齐了，五个一里算完成。", tone=Tone.GOOD)
        del counts
        return Remark(f"{missing_words(lamp)}，五个一里还不算完成。", tone=Tone.WARN)

    def _show(self, card: Any) -> None:
        if card is not None:
            congress = card.data.congress is not None
            self._tab_shown("decisions", congress)
            self._tab_shown("people", not congress)
        super()._show(card)

    def _tab_shown(self, key: str, shown: bool) -> None:
        place = [tab.key for tab in self._tabs].index(key)
        if not shown and self.tab() == key:
            self.show_tab("facts")
        self.tabs.setTabVisible(place, shown)

    @property
    def data(self) -> ActivityCard:
        """What was read."""
        found: ActivityCard = self.card.data
        return found

    def acts_of(self, card: Card) -> list[PageAction]:
        """The next step first."""
        data: ActivityCard = card.data
        row, made, make = data.row, self._page.acts, self._page.make
        papers = self._papers(data)
        if row["cancelled_on"] is not None:
            resume = made.form("resume", "恢复计划", lambda: activities.resume(data), main=True)
            return [resume, *papers, self._delete(card)]
        congress = data.congress is not None
        found: list[PageAction] = []
        if row["held_on"] is None:
            if congress:
                counts = made.form(
                    "hold", "登记到会", lambda: congresses.edit(make, data, held=True), main=True
                )
                found.append(counts)
            elif row["kind"] == WAGE:
                found.append(PageAction("hold", "到集体协商里办理", self._consult, main=True))
            else:
                found.append(
                    made.form("hold", "登记已开展", lambda: activities.hold(make, data), main=True)
                )
            found.append(self._edit(data, main=False))
            found.append(made.form("cancel", "取消…", lambda: activities.cancel(make, data)))
        else:
            found.append(self._edit(data, main=True))
        if congress:
            found.append(made.form("decide", "登记决议…", lambda: congresses.decision(data)))
        return [*found, *papers, self._delete(card)]

    def _edit(self, data: ActivityCard, *, main: bool) -> PageAction:
        def form() -> Any:
            if data.congress is not None:
                return congresses.edit(self._page.make, data)
            return activities.edit(data)

        return PageAction(
            "edit", "编辑", lambda: self._page.open_form(form()), main=main, help="F2"
        )

    def _papers(self, data: ActivityCard) -> list[PageAction]:
        one, made = data.row["id"], self._page.acts
        found = [
            made.paper("print_notice", "通知", "activity_notice", id=one),
            made.paper("print_sign_in", "签到表", "activity_sign_in", id=one),
        ]
        if data.congress is not None:
            found += [
                made.paper("print_agenda", "议程", "congress_agenda", id=one),
                made.paper("print_decisions", "决议和表决单", "congress_decisions", id=one),
            ]
        if data.row["kind"] == "workers_congress":
            found += [
                made.paper("print_report", "召开大会报告表", "workers_congress_report", id=one),
                made.paper("print_quality", "质量评估表", "workers_congress_quality", id=one),
                made.paper("print_inspection", "巡视检查意见表", "workers_congress_inspection",
                           id=one),
            ]  # fmt: skip
        return found

    def _delete(self, card: Card) -> PageAction:
        return self._page.acts.sure(
            "delete", "删除误录…", "这项活动和它的决议、获奖、材料一起删除。",
            acts.delete_activity, card.id,
        )  # fmt: skip

    def _consult(self) -> None:
        self._page.jump(Target(self.area, view="consultations"))

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        if self.card is None:
            return
        past = self._desk.is_past
        if tab == "decisions" and isinstance(made := self.widget(tab), RowList):
            made.show_rows(decision_rows(self.data, self._majority), past=past)
        elif tab == "people" and self.widget(tab) is not None:
            self.units.show_rows(unit_rows(self.data), past=past)
            self.winners.show_rows(winner_rows(self.data), past=past)

    # 决议

    def _decisions_tab(self) -> QWidget:
        page = self._page

        def edit(row: Row | None) -> None:
            if row is not None:
                page.open_form(congresses.decision(self.data, row.data))

        chips = [
            Chip("add", "登记决议…", lambda _row: page.open_form(congresses.decision(self.data))),
            Chip("edit", "编辑、填票数…", edit, _ALWAYS),
            Chip("delete", "删除", self._remove(acts.delete_resolution), _ALWAYS),
        ]
        empty = "还没有决议。一项议题登记一条，填表决票数。"
        return RowList(f"{self.name}_decisions", "决议", empty, chips)

    def _remove(self, act: Any) -> Callable[[Row | None], None]:
        def run(row: Row | None) -> None:
            if row is not None:
                self.do(act, row.id)

        return run

    # 单位和获奖

    def _people_tab(self) -> QWidget:
        page, box = self._page, QWidget()
        units = [
            Chip("add", "登记单位…",
                 lambda _row: page.open_form(activities.add_unit(page.make, self.data))),
            Chip("delete", "移除", self._remove_unit, _ALWAYS),
        ]  # fmt: skip
        winners = [
            Chip(
                "add", "登记获奖人…", lambda _row: page.open_form(activities.add_winner(self.data))
            ),
            Chip("edit", "编辑…", self._edit_winner, _ALWAYS),
            Chip("delete", "删除", self._remove(acts.delete_winner), _ALWAYS),
        ]  # fmt: skip
        self.units = RowList(f"{self.name}_units", "参加单位", "还没有登记参加的单位。", units)
        self.winners = RowList(f"{self.name}_winners", "获奖", "还没有登记获奖人。", winners)
        lines = column(box, space=8)
        lines.addWidget(self.units, 1)
        lines.addWidget(self.winners, 1)
        return box

    def _remove_unit(self, row: Row | None) -> None:
        if row is not None:
            left = activities.without_unit(self.data, row.id)
            self.do(acts.set_units, self._record, units=left)

    def _edit_winner(self, row: Row | None) -> None:
        if row is not None:
            self._page.open_form(activities.edit_winner(self.data, row.data))


class YearDetail(RecordDetail):
    """A union's year: the five with what is missing, everything it did."""

    area = "five_ones"
    word = "工会"
    dated = False

    def __init__(self, page: FiveOnesPage) -> None:
        self._page = page
        super().__init__("five_year", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """缺什么, 全年活动."""
        self.add_tab("lamps", "缺什么", self._lamps_tab)
        self.add_tab("activities", "全年活动", self._activities_tab)

    def show_record(self, record: str) -> None:
        """The year of the list holds here, too."""
        self._year = self._page.year()
        super().show_record(record)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The union's year."""
        return read_year(connection, record, self._year, day)

    def _mine(self) -> list[Any]:
        """The findings of the union, and those of its activities."""
        ids = {row["id"] for row in self.card.data.activities} if self.card is not None else set()
        own = self._problems.of("union", self._record)
        return own + [f for f in self._problems.findings if f.kind == "activity" and f.id in ids]

    def acts_of(self, card: Card) -> list[PageAction]:
        """What is next of the five, then everything else."""
        data: YearCard = card.data
        made, make, union = self._page.acts, self._page.make, card.union
        year = str(data.year)
        return [
            *self._next(data),
            made.form("record", "登记活动…", lambda: activities.record(make, union)),
            made.form("congress", "登记大会…", lambda: congresses.record(make, union)),
            made.form("plan", "排计划…", lambda: activities.plan(make, union)),
            made.form("plan_congress", "计划大会…", lambda: congresses.plan(make, union)),
            made.paper("print_year", "全年情况表", "five_ones_year", id=card.id, year=year),
            made.go("union", "打开工会", Target("organisations", "union", card.id)),
        ]

    def _next(self, data: YearCard) -> list[PageAction]:
        """The first of the five that is not done, as a button."""
        lamp = next((one for one in data.lamps if one.state != DONE), None)
        if lamp is None:
            return []
        if lamp.shines_for is not None:
            held = lamp.shines_for
            to = Target(self.area, held.owner, held.id)
            word = "补材料" if lamp.held else "登记开展"
            return [PageAction("next", word, lambda: self._page.jump(to), main=True)]
        return [PageAction("next", "登记或计划", lambda: self._begin(lamp.kind), main=True)]

    def _begin(self, kind: str) -> None:
        make, union = self._page.make, self.card.union
        if kind in CONGRESSES:
            self._page.open_form(congresses.record(make, union, kind))
        elif kind == WAGE:
            self._page.jump(Target(self.area, view="consultations"))
        else:
            self._page.open_form(activities.record(make, union, kind))

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None or not isinstance(made, RowList):
            return
        if tab == "lamps":
            made.show_rows(lamp_rows(card.data, self._desk.day), past=self._desk.is_past)
        elif tab == "activities":
            made.show_rows(activity_rows(card.data.activities), past=self._desk.is_past)

    def _lamps_tab(self) -> QWidget:
        def waits(row: Row) -> bool:
            return bool(row.data.state == NONE)

        def there(row: Row) -> bool:
            return row.target is not None

        def plan(row: Row | None) -> None:
            if row is not None:
                self._plan(row.id)

        def begin(row: Row | None) -> None:
            if row is not None:
                self._begin(row.id)

        chips = [
            Chip("open", "打开", self._open, there, acts=False),
            Chip("plan", "排计划…", plan, waits),
            Chip("record", "登记…", begin, _ALWAYS),
        ]
        made = RowList(f"{self.name}_lamps", "五件事", "", chips)
        made.opened.connect(self._open)
        return made

    def _plan(self, kind: str) -> None:
        make, union = self._page.make, self.card.union
        form = congresses.plan if kind in CONGRESSES else activities.plan
        self._page.open_form(form(make, union, kind))

    def _activities_tab(self) -> QWidget:
        chips = [Chip("open", "打开", self._open, _ALWAYS, acts=False)]
        made = RowList(f"{self.name}_activities", "全年活动", "这一年还没有登记活动。", chips)
        made.opened.connect(self._open)
        return made

    def _open(self, row: Row | None) -> None:
        if row is not None and row.target is not None:
            self.went.emit(row.target)

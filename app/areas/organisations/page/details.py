"""The detail of a record: facts, coverage, readings, findings, history, and its acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from app.base.findings import Severity
from app.base.home import Target
from app.base.lists import Tone
from app.desk.detail import Detail, Fact, FactSheet, Remark
from app.desk.findings import FindingList
from app.desk.history import HistoryList, show_verdict
from app.desk.page import Desk
from app.desk.widgets import column, named
from app.store.notes import reveal

from .. import acts
from . import employer_forms as forms
from . import union_forms
from .menu import Menu, readings_form
from .problems import Problems
from .reading import (
    Card,
    latest_readings,
    read_card,
    read_contacts,
    read_covered,
    read_readings,
)
from .rows import Chip, Row, RowList
from .story import read_entries, read_states

TITLES = {"union": "工会", "employer": "单位", "place": "地点"}
REMARKS = 2
"""So many findings are shown below the facts; the rest in their tab."""


class RecordDetail(Detail):
    """The detail of one kind of record.

    Signals:
        went: a ``Target`` somebody wants to see.
        arrived: the ``Card`` of the record asked for, or None if it is not there on the day.
    """

    went = Signal(object)
    arrived = Signal(object)

    def __init__(self, kind: str, desk: Desk, menu: Menu, problems: Problems) -> None:
        super().__init__(f"detail_{kind}")
        self.kind, self._desk, self._acts, self._problems = kind, desk, menu, problems
        self.card: Card | None = None
        self._record = ""
        self._shown_open: set[str] = set()
        self._stale: set[str] = set()
        self.add_tab("facts", "基本信息", self._facts_tab)
        if kind != "place":
            self.add_tab("covered", "涵盖单位" if kind == "union" else "涵盖", self._covered_tab)
            self.add_tab("readings", "填报数", self._readings_tab)
            self.add_tab("contacts", "联系", self._contacts_tab)
        self.add_tab("findings", "审核", self._findings_tab)
        self.add_tab("history", "历史", self._history_tab)
        self.show_tab("facts")
        self.tab_shown.connect(self._fill)
        problems.told.connect(self._tell_findings)

    # what is shown

    def show_record(self, record: str) -> None:
        """Read a record and show it; the tab that is up stays up."""
        if record != self._record:
            self._shown_open.clear()
        self._record = record
        kind, day = self.kind, self._desk.day
        self._desk.ops.ask(
            lambda connection: read_card(connection, kind, record, day),
            owner=self,
            done=self._show,
            slot="card",
        )

    def again(self) -> None:
        """Read the record anew after a change."""
        if self._record:
            self.show_record(self._record)

    def take_menu(self, menu: Menu) -> None:
        """Other makers of forms: the office's own union is known now."""
        self._acts = menu
        if self.card is not None:
            self.set_actions(menu.of(self.card), self._desk.is_past)

    def record(self) -> str:
        """Id of the record shown."""
        return self._record

    def conceal(self) -> None:
        """Mask what was revealed."""
        if self._shown_open:
            self._shown_open.clear()
            self._show_facts()

    def _show(self, card: Card | None) -> None:
        self.card = card
        if card is not None:
            self.head(card.title, card.subtitle, card.status)
            self.set_actions(self._acts.of(card), self._desk.is_past)
            self._stale = {"covered", "readings", "contacts", "history"}
            self._show_facts()
            self._tell_findings()
            self._fill(self.tab())
        self.arrived.emit(card)

    def _fill(self, tab: str) -> None:
        """Read what a tab shows, once it is looked at."""
        if self.card is None or tab not in self._stale:
            return
        self._stale.discard(tab)
        kind, record, ask = self.kind, self._record, self._desk.ops.ask
        if tab == "covered":
            ask(lambda c: read_covered(c, kind, record), owner=self, done=self._show_covered,
                slot="covered")  # fmt: skip
        elif tab == "readings":
            ask(lambda c: read_readings(c, kind, record), owner=self, done=self._show_readings,
                slot="readings")  # fmt: skip
        elif tab == "contacts":
            ask(lambda c: read_contacts(c, kind, record), owner=self, done=self._show_contacts,
                slot="contacts")  # fmt: skip
        elif tab == "history":
            ask(lambda c: (read_states(c, kind, record), read_entries(c, record, _local)),
                owner=self, done=self._show_history, slot="history")  # fmt: skip

    # tabs

    def _facts_tab(self) -> QWidget:
        sheet = FactSheet(f"{self.name}_facts", label_width=98)
        sheet.went.connect(self.went)
        sheet.reveal_wanted.connect(self._reveal)
        return sheet

    def _show_facts(self) -> None:
        sheet, card = self.widget("facts"), self.card
        if not isinstance(sheet, FactSheet) or card is None:
            return
        facts = [
            replace(f, sensitive=False) if f.key in self._shown_open else f for f in card.facts
        ]
        sheet.show_facts(facts, self._remarks(), remarks_first=True)

    def _remarks(self) -> list[Remark]:
        tones = {Severity.MUST: Tone.BAD, Severity.EXPLAIN: Tone.WARN, Severity.INFO: Tone.INFO}
        open_ = [f for f in self._mine() if not f.explanation and not f.put_off]
        order = list(tones)
        open_.sort(key=lambda f: order.index(f.severity))
        made = [
            Remark(
                f.message,
                f"依据：{f.basis}" if f.basis else "",
                tones[f.severity],
                "查看",
                partial(self.show_tab, "findings"),
            )
            for f in open_[:REMARKS]
        ]
        if len(open_) > REMARKS:
            more = f"另有 {len(open_) - REMARKS} 条审核问题。"
            made.append(Remark(more, "", Tone.IDLE, "查看", partial(self.show_tab, "findings")))
        return made

    def _reveal(self, key: str) -> None:
        fact = next((f for f in self.card.facts if f.key == key), None) if self.card else None
        if fact is None:
            return
        record = self._record

        def done(_changes: Any) -> None:
            if record == self._record:
                self._shown_open.add(key)
                self._show_facts()

        self._desk.ops.act(
            reveal, owner=self, done=done, what=f"{TITLES[self.kind]}的{fact.label}", rows=1
        )

    def _covered_tab(self) -> QWidget:
        union = self.kind == "union"

        def of_found(row: Row) -> bool:
            return "federation_link" not in row.data and row.data["until"] is None

        chips = [
            Chip("cover", "纳入…" if union else "归到…", lambda _row: self._cover()),
            Chip("people", "编辑…", self._edit_coverage, of_found),
            Chip("move", "转到…", self._move_coverage,
                 lambda r: of_found(r) and r.data["kind"] == "found"),
            Chip("end", "结束…", self._end, lambda r: r.data["until"] is None),
        ]  # fmt: skip
        purpose = (
            "这里列出这个工会涵盖的单位。逐个纳入，或从工作簿导入。"
            if union
            else "这里列出涵盖这个单位的工会。"
        )
        made = RowList(f"{self.name}_covered", "涵盖关系", purpose, chips)
        made.opened.connect(lambda row: self.went.emit(row.target))
        return made

    def _show_covered(self, rows: Sequence[Row]) -> None:
        made = self.widget("covered")
        if isinstance(made, RowList):
            open_ = sum(1 for r in rows if "federation_link" not in r.data and not r.data["until"])
            made.show_rows(rows, f"现有 {open_} 家" if self.kind == "union" and rows else "",
                           self._desk.is_past)  # fmt: skip

    def _cover(self) -> None:
        card = self.card
        if card is not None:
            pair = (card.id, card.title)
            self._acts.open(forms.cover(self._acts.make, **{self.kind: pair}))

    def _edit_coverage(self, row: Row | None) -> None:
        if row is not None:
            self._acts.open(forms.edit_coverage(row.data, self.kind, self._record))

    def _move_coverage(self, row: Row | None) -> None:
        if row is not None:
            pair = (row.data["employer_id"], row.data["employer"])
            self._acts.open(
                forms.move_coverage(
                    self._acts.make, pair, row.data["union_id"], self.kind, self._record
                )
            )

    def _end(self, row: Row | None) -> None:
        make = self._acts.make
        if row is None:
            return
        if "federation_link" in row.data:
            data = row.data
            self._acts.open(union_forms.leave(make, self._record, data["id"], data["federation"]))
        else:
            self._acts.open(forms.uncover(make, row.data, self.kind, self._record))

    def _readings_tab(self) -> QWidget:
        chips = [
            Chip("add", "登记…", lambda _row: self._add_readings()),
            Chip("delete", "删除", self._delete_reading, lambda _row: True),
        ]
        return RowList(
            f"{self.name}_readings", "填报数",
            "这里是历次填报的数：职工、会员、涵盖单位数等。名册录全以前，统计用最近一次的填报数。",
            chips,
        )  # fmt: skip

    def _show_readings(self, rows: Sequence[Row]) -> None:
        made = self.widget("readings")
        if isinstance(made, RowList):
            made.show_rows(rows, "", self._desk.is_past)

    def _add_readings(self) -> None:
        card, day = self.card, self._desk.day
        if card is None:
            return
        self._desk.ops.ask(
            lambda connection: dict(latest_readings(connection, card.kind, card.id, day)),
            owner=self,
            done=lambda latest: self._acts.open(readings_form(self._acts.make, card, latest)),
            slot="latest",
        )

    def _delete_reading(self, row: Row | None) -> None:
        if row is None:
            return
        data = row.data
        gone = acts.NewReading(self.kind, self._record, data["code"], None, data["on_day"])
        self._do(acts.set_readings, [gone], on_day=data["on_day"])

    def _contacts_tab(self) -> QWidget:
        chips = [Chip("add", "联系人…", lambda _row: self._edit_contact(None))]
        if self.kind == "employer":
            chips.append(Chip("site", "场所…", lambda _row: self._acts.open(
                forms.site(self._acts.make, self._record))))  # fmt: skip
        chips += [
            Chip("edit", "编辑…", self._edit_contact, lambda _row: True),
            Chip("delete", "删除", self._delete_contact, lambda _row: True),
        ]
        return RowList(f"{self.name}_contacts", "联系人", "这里记可以打电话找的人。", chips)

    def _show_contacts(self, rows: Sequence[Row]) -> None:
        made = self.widget("contacts")
        if isinstance(made, RowList):
            made.show_rows(rows, "", self._desk.is_past)

    def _edit_contact(self, row: Row | None) -> None:
        if row is not None and row.data["what"] == "site":
            self._acts.open(forms.site(self._acts.make, self._record, row.data))
        else:
            self._acts.open(forms.contact(self.kind, self._record, row.data if row else None))

    def _delete_contact(self, row: Row | None) -> None:
        if row is None:
            return
        act = acts.delete_contact if row.data["what"] == "contact" else acts.delete_site
        self._do(act, row.id)

    def _do(self, act: Any, *args: Any, **values: Any) -> None:
        """An act that needs no form, named in the banner afterwards."""
        self._desk.ops.act(
            act, *args, owner=self,
            done=lambda changes: self._desk.notice(f"已完成：{changes.title}。", tone=Tone.GOOD),
            **values,
        )  # fmt: skip

    def _findings_tab(self) -> QWidget:
        made = FindingList(f"{self.name}_findings", lambda: self._desk.today, card=False)
        made.went.connect(self._to_field)
        made.explained.connect(self._problems.explain)
        made.put_off.connect(self._problems.put_off)
        made.show_findings(self._mine(), self._problems.titles)
        return made

    def _to_field(self, target: Target) -> None:
        """A finding of this very record leads to the field that is wrong."""
        self.went.emit(replace(target, area="organisations", view="edit"))

    def _mine(self) -> list[Any]:
        return self._problems.of(self.kind, self._record)

    def _tell_findings(self) -> None:
        mine = self._mine()
        self.set_badge("findings", sum(1 for f in mine if not f.explanation and not f.put_off))
        made = self.widget("findings")
        if isinstance(made, FindingList):
            made.show_findings(mine, self._problems.titles)
        if self.card is not None and self.card.id == self._record:
            self._show_facts()

    def _history_tab(self) -> QWidget:
        box = QWidget()
        lines = column(box, space=0)
        split = QSplitter(Qt.Orientation.Vertical)
        named(split, f"{self.name}_history_split", "历史的两部分")
        split.setChildrenCollapsible(False)
        self.states = RowList(
            f"{self.name}_states", "各时期的情况", "变更过名称、隶属、状态以后，这里列出各个时期。"
        )
        self.history = HistoryList(f"{self.name}_history", card=False)
        self.history.undo_wanted.connect(self._undo)
        split.addWidget(self.states)
        split.addWidget(self.history)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        lines.addWidget(split)
        return box

    def _show_history(self, found: tuple[Sequence[Row], Sequence[Any]]) -> None:
        if self.widget("history") is not None:
            states, entries = found
            self.states.show_rows(states, f"各时期的情况　{len(states)} 段")
            self.history.show_entries(entries)

    def _undo(self, number: int) -> None:
        def done(verdict: Any) -> None:
            show_verdict(self.window(), verdict)

        self._desk.ops.undo(owner=self, entry=number, done=done)


def _local(moment: datetime) -> datetime:
    return moment.astimezone()


__all__ = ["Fact", "RecordDetail"]

"""The detail of a union, an employer or a place: coverage, readings, contacts beside its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.detail import Fact
from app.desk.page import Desk, PageAction
from app.desk.problems import Problems
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList

from .. import acts
from . import employer_forms as forms
from . import union_forms
from .menu import Menu, readings_form
from .reading import (
    Card,
    figures_of,
    latest_readings,
    read_card,
    read_contacts,
    read_covered,
    read_elsewhere,
    read_readings,
)
from .story import WORDS, read_states

TITLES = {"union": "工会", "employer": "单位", "place": "地点"}


class OrganisationDetail(RecordDetail):
    """A union, an employer or a place: what belongs to it beside facts and findings."""

    area = "organisations"

    def __init__(self, kind: str, desk: Desk, menu: Menu, problems: Problems) -> None:
        self.kind, self._acts, self.word = kind, menu, TITLES[kind]
        self.evidence_of = {"union": "unions", "employer": "employer"}.get(kind, "")
        super().__init__(kind, desk, problems, WORDS)
        self.arrived.connect(self._look_elsewhere)

    def add_own_tabs(self) -> None:
        """涵盖, 填报数, 联系; a place has none of them."""
        if self.kind != "place":
            covered = "涵盖单位" if self.kind == "union" else "涵盖"
            self.add_tab("covered", covered, self._covered_tab)
            self.add_tab("readings", "填报数", self._readings_tab)
            self.add_tab("contacts", "联系", self._contacts_tab)

    def take_menu(self, menu: Menu) -> None:
        """Other makers of forms: the office's own union is known now."""
        self._acts = menu
        self.show_actions()

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The record on a day."""
        figures = figures_of(self._desk.areas) if self.kind == "union" else None
        return read_card(connection, self.kind, record, day, figures)

    def _look_elsewhere(self, card: Card | None) -> None:
        """What other pages have of a union: counted after it is shown, it may take a moment."""
        if card is None or self.kind != "union":
            return
        areas, record, day = self._desk.areas, card.id, card.day

        def show(facts: Sequence[Fact]) -> None:
            if self.card is card and facts:
                rate = [fact.label for fact in card.facts].index("入会率") + 1
                card.facts[rate:rate] = facts
                self._show_facts()

        self._desk.ops.ask(
            lambda connection: read_elsewhere(connection, areas, record, day),
            owner=self, done=show, slot="elsewhere",
        )  # fmt: skip

    def read_states(self, connection: Any, record: str) -> list[Row]:
        """Names, uppers, kinds over time."""
        return read_states(connection, self.kind, record)

    def acts_of(self, card: Card) -> list[PageAction]:
        """What fits the record."""
        return self._acts.of(card)

    def fill(self, tab: str) -> None:
        """Read what a tab shows."""
        kind, record, ask = self.kind, self._record, self._desk.ops.ask
        if tab == "covered":
            ask(lambda c: read_covered(c, kind, record), owner=self, done=self._show_covered,
                slot="covered")  # fmt: skip
        elif tab == "readings":
            day = self._desk.day
            ask(lambda c: read_readings(c, kind, record, day), owner=self,
                done=self._show_readings, slot="readings")  # fmt: skip
        elif tab == "contacts":
            ask(lambda c: read_contacts(c, kind, record), owner=self, done=self._show_contacts,
                slot="contacts")  # fmt: skip

    # tabs

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
        self.do(acts.set_readings, [gone], on_day=data["on_day"])

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
        self.do(act, row.id)

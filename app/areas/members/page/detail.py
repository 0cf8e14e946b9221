"""The details of a person with her membership, work and documents, of a 接转, of an application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.page import Desk, PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.desk.sure import ask_sure
from app.store.evidence import PORTRAIT

from .. import acts
from . import membership_forms as memberships
from . import person_forms as people
from .menu import Menu
from .problems import PersonProblems
from .reading import (
    Card,
    document_rows,
    event_rows,
    read_application,
    read_person,
    read_transfer,
    state_rows,
    transfer_of,
    work_rows,
)
from .story import WORDS

AREA = "members"


class MemberDetail(RecordDetail):
    """A person: 会籍, 工作单位, 证件和曾用名 between facts and findings."""

    area = AREA
    word = "会员"
    evidence_of = "person"
    evidence_kind = PORTRAIT
    asks_reason = True
    states_purpose = "变更过学历、政治面貌、就业状况等以后，这里列出各个时期。"

    def __init__(self, desk: Desk, menu: Menu, problems: PersonProblems) -> None:
        self._acts, self._person_problems = menu, problems
        super().__init__("member", desk, problems, WORDS)

    def add_own_tabs(self) -> None:
        """会籍, 工作单位, 证件."""
        self.add_tab("events", "会籍", self._events_tab)
        self.add_tab("work", "工作单位", self._work_tab)
        self.add_tab("documents", "证件", self._documents_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The person on a day."""
        return read_person(connection, record, day)

    def read_states(self, connection: Any, record: str) -> list[Row]:
        """学历, 政治面貌 … over time."""
        return state_rows(connection, record)

    def acts_of(self, card: Card) -> list[PageAction]:
        """What fits her standing."""
        card.opened = self._shown_open
        return self._acts.person(card)

    def show_record(self, record: str) -> None:
        """The findings are hers alone."""
        super().show_record(record)
        self._person_problems.look_at(record)

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card, past = self.widget(tab), self.card, self._desk.is_past
        if card is None or not isinstance(made, RowList):
            return
        if tab == "events":
            made.show_rows(event_rows(card), past=past)
        elif tab == "work":
            made.show_rows(work_rows(card), past=past)
        elif tab == "documents":
            made.show_rows(document_rows(card, self.open_fields()), past=past)

    # 会籍

    def _events_tab(self) -> QWidget:
        def voidable(row: Row) -> bool:
            return bool(row.data.change != "voided")

        def moved(row: Row) -> bool:
            return self.card is not None and transfer_of(self.card, row.data) is not None

        chips = [
            Chip("paper", "打印接转单", self._print_transfer, moved, acts=False),
            Chip("correct", "更正…", self._correct_event, voidable),
            Chip("void", "误录注销…", self._void, voidable),
        ]
        return RowList(
            f"{self.name}_events", "会籍", "还没有会籍。可以办理入会、转入或补录。", chips
        )

    def _print_transfer(self, row: Row | None) -> None:
        record = transfer_of(self.card, row.data) if row is not None and self.card else None
        if record is not None:
            self._acts.paper("paper", "会员关系接转单", "transfer", record).run()

    def _spell(self, row: Row | None) -> Any:
        if row is None or self.card is None:
            return None
        spells = self.card.data["memberships"]
        return next((s for s in spells if s["id"] == row.data.membership_id), None)

    def _correct_event(self, row: Row | None) -> None:
        spell = self._spell(row)
        if spell is not None:
            spells = [s for s in self.card.data["memberships"] if s["status"] != "voided"]
            before = next((s for s in spells if s["until"] and s["until"] == spell["since"]), None)
            self._acts.open(memberships.correct(self._record, spell, before))

    def _void(self, row: Row | None) -> None:
        spell = self._spell(row)
        if spell is None:
            return
        ask_sure(
            self._desk, self, "void", "误录注销…",
            f"「{spell['union']}」的这段会籍当作没有发生过，以前各日的人数也不再计入。",
            acts.void, spell["id"],
        )  # fmt: skip

    # 工作单位

    def _work_tab(self) -> QWidget:
        def open_(row: Row) -> bool:
            return row.data["until"] is None

        make, menu = self._acts.make, self._acts
        chips = [
            Chip("add", "登记…", lambda _row: menu.open(people.employ(make, self._record))),
            Chip("end", "离职…", self._with(people.end_work), open_),
            Chip("edit", "更正…", self._with(people.correct_work), lambda _row: True),
            Chip("delete", "删除", self._delete_work, lambda _row: True),
        ]
        return RowList(f"{self.name}_work", "工作单位", "还没有登记工作单位；灵活就业的可以没有。",
                       chips)  # fmt: skip

    def _with(self, form: Callable[..., Any]) -> Callable[[Row | None], object]:
        def run(row: Row | None) -> None:
            if row is not None:
                self._acts.open(form(self._acts.make, self._record, row.data))

        return run

    def _delete_work(self, row: Row | None) -> None:
        if row is not None:
            self.do(acts.delete_employment, row.id)

    # 证件和曾用名

    def _documents_tab(self) -> QWidget:
        def document(row: Row) -> bool:
            return bool(row.data[0] == "document")

        chips = [
            Chip("show", "显示", self._show_number, document, acts=False),
            Chip("add", "换证、登记…", lambda _row: self._add_document()),
            Chip("name", "曾用名…",
                 lambda _row: self._acts.open(people.former_name(self._record))),
            Chip("edit", "更正…", self._correct_document, document),
            Chip("delete", "删除", self._delete_document, lambda _row: True),
        ]  # fmt: skip
        return RowList(f"{self.name}_documents", "证件和曾用名", "还没有登记证件。", chips)

    def _add_document(self) -> None:
        present = [d for d in self.card.data["documents"] if d["until"] is None]
        self._acts.open(people.document(self._acts.make, self._record, present))

    def _show_number(self, row: Row | None) -> None:
        if row is not None and row.id not in self.open_fields():
            self.reveal_value(row.id, row.data[1]["word"])

    def _correct_document(self, row: Row | None) -> None:
        if row is not None:
            self._acts.open(people.correct_document(self._record, row.data[1], self.open_fields()))

    def _delete_document(self, row: Row | None) -> None:
        if row is not None:
            act = acts.delete_document if row.data[0] == "document" else acts.delete_former_name
            self.do(act, row.id)


class TransferDetail(RecordDetail):
    """A 接转."""

    area = AREA
    word = "接转"
    judged = dated = False

    def __init__(self, desk: Desk, menu: Menu, problems: PersonProblems) -> None:
        self._acts = menu
        super().__init__("transfer", desk, problems, WORDS)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The transfer."""
        return read_transfer(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """The answer that it waits for."""
        return self._acts.transfer(card)


class ApplicationDetail(RecordDetail):
    """An application."""

    area = AREA
    word = "入会申请"
    asks_reason = True
    judged = dated = False

    def __init__(self, desk: Desk, menu: Menu, problems: PersonProblems) -> None:
        self._acts = menu
        super().__init__("member_application", desk, problems, WORDS)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The application."""
        return read_application(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """批准, 不批准 …"""
        card.opened = self._shown_open
        return self._acts.application(card)

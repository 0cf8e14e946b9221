"""The detail of a record as every area shows it: facts, findings, history, and its acts."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from app.base.area import gather
from app.base.findings import Finding, Severity
from app.base.home import Target
from app.base.lists import Status, Tone
from app.desk.detail import Detail, Fact, FactSheet, Remark
from app.desk.dialogs import ask_reason
from app.desk.findings import FindingList
from app.desk.history import HistoryList, show_verdict
from app.desk.page import Desk, PageAction
from app.desk.problems import Problems
from app.desk.rows import Row, RowList
from app.desk.story import Vocabulary, read_entries
from app.desk.sure import do_and_tell
from app.desk.widgets import column, named
from app.store.notes import reveal

REMARKS = 2
"""So many findings are shown above the facts; the rest in their tab."""


class RecordCard(Protocol):
    """A record as it was read for the detail."""

    id: str
    title: str
    subtitle: str
    status: Status | None
    facts: list[Fact]


class RecordDetail(Detail):
    """The detail of one kind of record; an area adds its tabs between facts and findings.

    Attributes:
        area: where a finding leads to.
        word: what the record is called, e.g. 工会.
        judged: whether there are findings of such records.
        dated: whether such records have dated states; ``states_title``, ``states_purpose``: of
            them, in the upper half of the history.
        asks_reason: whether a masked value is shown only after a person said why.
        evidence_of: table of the record, where 证明材料 is kept on such records.
        evidence_kind: what pictures are proposed to be there (code of ``proof_kind``).

    Signals:
        went: a ``Target`` somebody wants to see.
        arrived: the card of the record asked for, or None if it is not there on the day.
    """

    went = Signal(object)
    arrived = Signal(object)
    area: ClassVar[str] = ""
    word: str = ""
    evidence_of: str = ""
    evidence_kind: str = ""
    asks_reason: ClassVar[bool] = False
    judged: ClassVar[bool] = True
    dated: ClassVar[bool] = True
    states_title: ClassVar[str] = "各时期的情况"
    states_purpose: ClassVar[str] = "变更过名称、隶属、状态以后，这里列出各个时期。"

    def __init__(self, kind: str, desk: Desk, problems: Problems, vocabulary: Vocabulary) -> None:
        super().__init__(f"detail_{kind}")
        self.kind, self._desk, self._problems = kind, desk, problems
        self._vocabulary = vocabulary
        self.card: Any = None
        self._record = ""
        self._shown_open: set[str] = set()
        self._stale: set[str] = set()
        self.add_tab("facts", "基本信息", self._facts_tab)
        self.add_own_tabs()
        if self.judged:
            self.add_tab("findings", "审核", self._findings_tab)
        if self.evidence_of:
            self.add_tab("evidence", "证明材料", self._evidence_tab)
        self.add_tab("history", "历史", self._history_tab)
        self.show_tab("facts")
        self.tab_shown.connect(self._fill)
        problems.told.connect(self._tell_findings)

    # what an area says

    def add_own_tabs(self) -> None:
        """Tabs between the facts and the findings."""

    def read(self, connection: Any, record: str, day: date) -> RecordCard | None:
        """The record on a day, None if it is not there; called on a reader."""
        raise NotImplementedError

    def read_states(self, connection: Any, record: str) -> list[Row]:
        """Its dated states, newest first; called on a reader."""
        del connection, record
        return []

    def acts_of(self, card: Any) -> list[PageAction]:
        """Main action first, then what fits."""
        raise NotImplementedError

    def history_of(self) -> str:
        """Id of the record whose history is told."""
        return self._record

    def asked_evidence(self) -> Sequence[str]:
        """Kinds of proof that are asked for of the record shown (codes of ``proof_kind``)."""
        return ()

    def judge_evidence(self, counts: Mapping[str, int]) -> Remark | None:
        """What is to be said of its evidence, from kind → number."""
        del counts
        return None

    def fill(self, tab: str) -> None:
        """Read what a tab of the area shows; its record or its data are new."""

    # what is shown

    def show_record(self, record: str) -> None:
        """Read a record and show it; the tab that is up stays up."""
        if record != self._record:
            self._shown_open.clear()
        self._record = record
        day = self._desk.day
        self._desk.ops.ask(
            lambda connection: self.read(connection, record, day),
            owner=self,
            done=self._show,
            slot="card",
        )

    def again(self) -> None:
        """Read the record anew after a change."""
        if self._record:
            self.show_record(self._record)

    def record(self) -> str:
        """Id of the record shown."""
        return self._record

    def conceal(self) -> None:
        """Mask what was revealed."""
        if self._shown_open:
            self._shown_open.clear()
            self._show_facts()
            self._stale |= {tab for tab in (self.tab(),) if tab not in ("facts", "findings")}
            self._fill(self.tab())

    def open_fields(self) -> frozenset[str]:
        """Keys of the values that were revealed of this record."""
        return frozenset(self._shown_open)

    def show_actions(self) -> None:
        """The buttons anew."""
        if self.card is not None:
            self.set_actions(self.acts_of(self.card), self._desk.is_past)

    def _show(self, card: Any) -> None:
        self.card = card
        if card is not None:
            self.head(card.title, card.subtitle, card.status)
            self.show_actions()
            self._stale = {tab.key for tab in self._tabs} - {"facts", "findings"}
            self._show_facts()
            self._tell_findings()
            self._fill(self.tab())
        self.arrived.emit(card)

    def _fill(self, tab: str) -> None:
        """Read what a tab shows, once it is looked at."""
        if self.card is None or tab not in self._stale:
            return
        self._stale.discard(tab)
        if tab == "evidence":
            self._fill_evidence()
            return
        if tab != "history":
            self.fill(tab)
            return
        record, words = self.history_of(), self._vocabulary
        stories = dict(ChainMap(*gather(self._desk.areas, "stories")))
        self._desk.ops.ask(
            lambda c: (
                self.read_states(c, record),
                read_entries(c, record, _local, words, stories),
            ),
            owner=self,
            done=self._show_history,
            slot="history",
        )

    def do(self, act: Any, *args: Any, **values: Any) -> None:
        """An act that needs no form, named in the banner afterwards."""
        do_and_tell(self._desk, self, act, *args, **values)

    # facts

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
        if fact is not None:
            self.reveal_value(key, fact.label)

    def reveal_value(self, key: str, label: str) -> None:
        """Show a masked value in full: logged first, with a reason where the area asks for one."""
        if self.asks_reason:
            ask_reason(
                self.window(), "reveal", f"显示完整的{label}？",
                "请写明原因。谁在什么时候因为什么看过，会记入操作记录。",
                lambda reason: self._log_reveal(key, label, reason), words="显示",
            )  # fmt: skip
        else:
            self._log_reveal(key, label, "")

    def _log_reveal(self, key: str, label: str, reason: str) -> None:
        record = self._record

        def done(_changes: Any) -> None:
            if record == self._record:
                self._shown_open.add(key)
                self._show_facts()
                if self.tab() not in ("facts", "findings", "history"):
                    self.fill(self.tab())

        self._desk.ops.act(
            reveal, owner=self, done=done, what=f"{self.word}的{label}", rows=1, reason=reason
        )

    # evidence

    def _evidence_tab(self) -> QWidget:
        from app.desk.evidence import EvidencePanel

        return EvidencePanel(f"{self.name}_evidence", self._desk)

    def _fill_evidence(self) -> None:
        panel: Any = self.widget("evidence")
        if panel is not None:
            panel.usual_kind = self.evidence_kind
            panel.show_owner(
                self.evidence_of, self._record, self.asked_evidence(), self.judge_evidence
            )

    # findings

    def _findings_tab(self) -> QWidget:
        made = FindingList(f"{self.name}_findings", lambda: self._desk.today, card=False)
        made.went.connect(self._to_field)
        made.explained.connect(self._problems.explain)
        made.put_off.connect(self._problems.put_off)
        problems = self._problems
        made.show_findings(self._mine(), problems.titles, checked=problems.known)
        return made

    def _to_field(self, target: Target) -> None:
        """A finding of this very record leads to the field that is wrong."""
        self.went.emit(replace(target, area=self.area, view="edit"))

    def _mine(self) -> list[Finding]:
        return self._problems.of(self.kind, self._record)

    def _tell_findings(self) -> None:
        mine = self._mine()
        self.set_badge("findings", sum(1 for f in mine if not f.explanation and not f.put_off))
        made = self.widget("findings")
        if isinstance(made, FindingList):
            made.show_findings(mine, self._problems.titles, checked=self._problems.known)
        if self.card is not None and self.card.id == self._record:
            self._show_facts()

    # history

    def _history_tab(self) -> QWidget:
        box = QWidget()
        lines = column(box, space=0)
        split = QSplitter(Qt.Orientation.Vertical)
        named(split, f"{self.name}_history_split", "历史的两部分")
        split.setChildrenCollapsible(False)
        self.states = RowList(f"{self.name}_states", self.states_title, self.states_purpose)
        self.history = HistoryList(f"{self.name}_history", card=False)
        self.history.undo_wanted.connect(self._undo)
        split.addWidget(self.states)
        split.addWidget(self.history)
        self.states.setVisible(self.dated)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        lines.addWidget(split)
        return box

    def _show_history(self, found: tuple[Sequence[Row], Sequence[Any]]) -> None:
        if self.widget("history") is not None:
            states, entries = found
            self.states.show_rows(states, f"{self.states_title}　{len(states)} 段")
            self.history.show_entries(entries)

    def _undo(self, number: int) -> None:
        def done(verdict: Any) -> None:
            show_verdict(self.window(), verdict, self._desk.ops)

        self._desk.ops.undo(owner=self, entry=number, done=done)


def _local(moment: datetime) -> datetime:
    return moment.astimezone()

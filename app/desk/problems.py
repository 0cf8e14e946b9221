"""Findings of an area: checked once after a change, shared by the tabs and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.base.findings import Finding
from app.desk.page import Desk
from app.rules.office import rule_book
from app.store.notes import explain_finding, put_off_finding, withdraw_explanation

RunChecks = Callable[..., Sequence[Finding]]
"""(reader, day, year, book, today) → findings; see the areas' ``checks``."""
WAITS_MS = 700
"""Checking waits so long after a change, so that a row of acts is checked once."""


class Problems(QObject):
    """The findings as of the day looked at.

    Signals:
        told: they have been read anew.
    """

    told = Signal()

    def __init__(self, desk: Desk, run: RunChecks, parent: QObject | None = None) -> None:
        """``run``: the area's ``run_checks``."""
        super().__init__(parent)
        self._desk, self._run = desk, run
        self.findings: tuple[Finding, ...] = ()
        self.titles: dict[str, str] = {}
        self.known = False
        self._day: date | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAITS_MS)
        self._timer.timeout.connect(self._read)

    def look(self) -> None:
        """Check if another day is looked at, or nothing was checked yet."""
        if self._day != self._desk.day:
            self.known = False
            self._timer.start()

    def again(self) -> None:
        """Check anew: data or explanations have changed."""
        self._day = None
        self._timer.start()

    def of(self, kind: str, record: str) -> list[Finding]:
        """The findings of one record."""
        return [f for f in self.findings if f.kind == kind and f.id == record]

    def explain(self, finding: Finding, text: str) -> None:
        """Keep the clerk's reason."""
        self._desk.ops.act(
            explain_finding, owner=self, rule=finding.rule, kind=finding.kind,
            object_id=finding.id, values=finding.values, text=text,
        )  # fmt: skip

    def put_off(self, finding: Finding, until: date | None) -> None:
        """Put a finding off to a day; None takes it back."""
        if until is None:
            self._desk.ops.act(
                withdraw_explanation, owner=self, rule=finding.rule, object_id=finding.id
            )
            return
        self._desk.ops.act(
            put_off_finding, owner=self, rule=finding.rule, kind=finding.kind,
            object_id=finding.id, values=finding.values, until=until,
        )  # fmt: skip

    def _read(self) -> None:
        day, today, run = self._desk.day, self._desk.today, self._run
        self._desk.ops.ask(
            lambda connection: read_findings(connection, run, day, today),
            owner=self,
            done=lambda found: self._show(day, found),
            slot="findings",
        )

    def _show(self, day: date, found: tuple[Sequence[Finding], dict[str, str]]) -> None:
        self.findings, self.titles = tuple(found[0]), found[1]
        self._day, self.known = day, True
        self.told.emit()


def read_findings(
    connection: Any, run: RunChecks, day: date, today: date
) -> tuple[Sequence[Finding], dict[str, str]]:
    """Every finding as of a day, with the titles of their rules."""
    book = rule_book(connection)
    found = run(connection, day=day, year=day.year, book=book, today=today)
    titles = {check.id: check.title for check in book.checks()}
    for rule in {f.rule for f in found}:
        if rule in book.ids:
            titles[rule] = book.rule(rule, on=day).title
    return found, titles

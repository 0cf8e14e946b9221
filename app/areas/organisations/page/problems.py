"""Findings of the office: checked once after a change, shared by the tabs and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.base.findings import Finding
from app.desk.page import Desk
from app.rules.office import rule_book
from app.store.notes import explain_finding, put_off_finding, withdraw_explanation

from ..checks import completeness, run_checks
from ..lists.window import names_of
from .reading import registry
from .rows import Row

WAITS_MS = 700
"""Checking waits so long after a change, so that a row of acts is checked once."""


class Problems(QObject):
    """The findings as of the day looked at.

    Signals:
        told: they have been read anew.
    """

    told = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
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
        day, today = self._desk.day, self._desk.today
        self._desk.ops.ask(
            lambda connection: read_findings(connection, day, today),
            owner=self,
            done=lambda found: self._show(day, found),
            slot="findings",
        )

    def _show(self, day: date, found: tuple[Sequence[Finding], dict[str, str]]) -> None:
        self.findings, self.titles = tuple(found[0]), found[1]
        self._day, self.known = day, True
        self.told.emit()


def read_findings(connection: Any, day: date, today: date) -> tuple[list[Finding], dict[str, str]]:
    """Every finding as of a day, with the titles of their rules."""
    book = rule_book(connection)
    found = run_checks(
        connection, day=day, year=day.year, book=book, registry=registry(), today=today
    )
    titles = {check.id: check.title for check in book.checks()}
    for rule in {f.rule for f in found}:
        if rule in book.ids:
            titles[rule] = book.rule(rule, on=day).title
    return found, titles


def read_missing(connection: Any, day: date, kind: str, field: str) -> tuple[list[Row], str]:
    """What is not filled in, one row a record and field; and how complete the whole is."""
    whole = completeness(connection, day)
    rows = []
    for one in whole.missing:
        if (not kind or one.kind == kind) and (not field or one.field == field):
            word = {"union": "工会", "employer": "单位", "place": "地点"}.get(one.kind, "")
            rows.append(
                Row(f"{one.id}:{one.field}", one.title, f"{word}　没有填：{one.label}", data=one)
            )
    said = "" if whole.percent is None else f"资料完整率 {whole.percent}%，缺 {len(rows):,} 项"
    return rows, said


def read_figure(connection: Any, code: str, day: date, unit: str | None) -> tuple[list[Row], str]:
    """The records behind a figure (for a rate those of numerator and denominator)."""
    from app.base.days import calendar_year
    from app.base.home import Target
    from app.figures.engine import evaluate, records
    from app.figures.registry import Scope
    from app.store.notes import setting

    known = registry()
    if code not in known.figures and code not in known.rates:
        return [], ""
    opening = setting(connection, "opening")
    scope = Scope(day, calendar_year(day.year), unit, date.fromisoformat(opening) if opening
                  else None)  # fmt: skip
    rate = known.rates.get(code)
    codes = [rate.numerator, rate.denominator] if rate else [code]
    value = evaluate(connection, known, [code, *codes], scope)
    rows: list[Row] = []
    for one in codes:
        figure = known.figures[one]
        for n, found in enumerate(records(connection, known, one, scope)):
            title = found.title
            if not title and found.id:
                title = names_of(connection, found.kind, [found.id]).get(found.id, "")
            note = figure.title if rate else ("填报数" if found.source == "reported" else "")
            target = Target("organisations", found.kind, found.id)
            shown = f"{found.value:,} {figure.unit}"
            rows.append(Row(f"{one}:{n}:{found.id}", title, note, value=shown, target=target))
    known_value = value[code].value
    said = "" if known_value is None else f"{known.get(code).title}：{known_value:,}"
    if rate and known_value is not None:
        said = f"{rate.title}：{value[rate.numerator].value} / {value[rate.denominator].value}"
    return rows, said

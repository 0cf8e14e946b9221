"""Findings of the person shown: the register may hold a million people, so only she is judged."""

from __future__ import annotations

from typing import Any

from app.base.findings import Finding
from app.desk.page import Desk
from app.desk.problems import Problems

from ..checks.person import check_person


class PersonProblems(Problems):
    """The findings of one person at a time."""

    def __init__(self, desk: Desk, parent: Any = None) -> None:
        super().__init__(desk, self._check, parent)
        self._person = ""

    def look_at(self, person: str) -> None:
        """Judge another person, or the same one anew."""
        if person != self._person:
            self.findings, self.known = (), False
        self._person = person
        self.again()

    def of(self, kind: str, record: str) -> list[Finding]:
        """The findings of the person shown."""
        return list(self.findings) if kind == "member" and record == self._person else []

    def _check(self, connection: Any, **how: Any) -> list[Finding]:
        return check_person(connection, self._person, **how) if self._person else []

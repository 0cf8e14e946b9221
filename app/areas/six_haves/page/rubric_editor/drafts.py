"""Rubrics that are not finished, kept for the person who writes them; not logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.desk.page import Desk

KEY = "rubric_drafts"


class Drafts(QObject):
    """What was typed and not saved: id of the rubric it began from → content and year.

    Signals:
        told: they have been read.
    """

    told = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: dict[str, Mapping[str, Any]] = {}
        self._writing = self._more = False
        workspace = desk.workspace
        desk.ops.think(lambda: workspace.state(KEY), owner=self, done=self._arrived)

    def of(self, base: str) -> Mapping[str, Any] | None:
        """What is kept of one."""
        return self._found.get(base)

    def keep(self, base: str, content: Mapping[str, Any], year: str) -> None:
        """Keep it as it is now."""
        self._found = {**self._found, base: {"content": dict(content), "year": year}}
        self._write()

    def drop(self, base: str) -> None:
        """It is saved, or not wanted."""
        if base in self._found:
            self._found = {key: one for key, one in self._found.items() if key != base}
            self._write()

    def _write(self) -> None:
        """Write what there is now; one after the other, so that the newest stays."""
        if self._writing:
            self._more = True
            return
        self._writing, self._more = True, False
        workspace, found = self._desk.workspace, self._found
        self._desk.ops.think(
            lambda: workspace.remember(KEY, found), owner=self, done=self._written,
            failed=self._written,
        )  # fmt: skip

    def _written(self, _result: Any) -> bool:
        self._writing = False
        if self._more:
            self._write()
        return False

    def _arrived(self, found: Any) -> None:
        self._found = {**(found or {}), **self._found}
        self.told.emit()

"""Computing the scores of the whole office in the background, kept until the records change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.base.progress import Progress
from app.desk.page import Desk
from app.paper.asking import Results, registry_of, year_scope

from ..lists.scores import OWN, Scores, again, newest, read_scores


class Scoring(QObject):
    """What the list and the detail show of scores.

    Signals:
        told: they have been computed anew.
    """

    told = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: dict[tuple[int, date], Scores] = {}
        self._busy: tuple[int, date] | None = None
        self._waiting: dict[str, set[str]] = {}

    def of(self, year: int, day: date) -> Scores | None:
        """What is known of a year as of the day looked at; called on readers, too."""
        return self._kept.get((year, day))

    def busy(self) -> bool:
        """Whether they are being computed."""
        return self._busy is not None

    @property
    def registry(self) -> Any:
        """The figures of all areas."""
        return registry_of(self._desk.areas)

    def want(self, year: int) -> None:
        """Compute a year if it is not known, or if anything was done since."""
        key = (year, self._desk.day)
        known = self._kept.get(key)
        if known is None:
            self._compute(key)
            return

        def told(entry: int) -> None:
            if known.entry != entry and self._kept.get(key) is known:
                self._compute(key)

        self._desk.ops.ask(newest, owner=self, done=told, slot="newest")

    def changed(self, kinds: Mapping[str, set[str]], year: int) -> None:
        """An act was done: score anew what it concerns."""
        key = (year, self._desk.day)
        if self._busy is not None:
            for kind, ids in kinds.items():
                self._waiting.setdefault(kind, set()).update(ids)
            return
        known = self._kept.get(key)
        if known is None or not kinds.keys() <= OWN:
            self._kept.clear()
            self._compute(key)
            return
        registry = self.registry
        touched = {kind: set(ids) for kind, ids in kinds.items()}

        def done(found: Scores) -> None:
            self._kept = {key: found}
            self.told.emit()

        self._desk.ops.ask(
            lambda conn: again(conn, known, touched, registry), owner=self, done=done, slot="again"
        )

    def _compute(self, key: tuple[int, date]) -> None:
        if self._busy == key:
            return
        self._busy = key
        year, day = key
        areas, registry, workspace = self._desk.areas, self.registry, self._desk.workspace

        def work(progress: Progress) -> Scores:
            def read(conn: Any) -> Scores:
                scope = year_scope(conn, year, today=day)
                progress.step(0, 0, "计算各工会得分")
                results = Results(areas, scope, year=year, today=day)
                return read_scores(
                    conn, year=year, day=day, scope=scope, registry=registry, results=results
                )

            found: Scores = workspace.read(read)
            return found

        self._desk.ops.run(
            "计算六有得分", work, owner=self, done=lambda found: self._arrived(key, found),
            failed=self._failed,
        )  # fmt: skip

    def _arrived(self, key: tuple[int, date], found: Scores) -> None:
        waiting, self._waiting = self._waiting, {}
        self._busy = None
        self._kept = {key: found}
        self.told.emit()
        if waiting:
            self.changed(waiting, key[0])

    def _failed(self, _error: BaseException) -> bool:
        self._busy = None
        self._waiting = {}
        self.told.emit()
        return False

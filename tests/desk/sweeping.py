"""What the records of every page open: their details, each act of them with its form or dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.record_detail import RecordDetail
from tests.desk.heartbeat import rest, until
from tests.desk.small import calm, parts_of, shut, windows
from tests.desk.tour import Tour

LOOKED_AT = 14
"""Records of a view: so many, for acts that only some states offer."""
Look = Callable[[str, QWidget], object]
"""(where, window or dialog)"""


def sweep(tour: Tour, name: str, look: Look, *, without: frozenset[str] = frozenset()) -> set[str]:
    """Show every record view of a page, every tab of its details, and run each act its records
    offer once; ``look`` is told of what each brings up. What it brought up is shut again.

    Args:
        without: acts that are not run, as ``kind.key``.

    Returns:
        The acts that were run, as ``kind.key``.
    """
    page, seen, tabs = tour.shell.open(name), set[str](), set[str]()
    calm(tour)
    for part in parts_of(page) or [""]:
        if part:
            page.bring(part)
            calm(tour)
        for place, detail in _records(tour, page):
            shown = [t for n, t in enumerate(detail._tabs) if detail.tabs.isTabVisible(n)]
            for tab in [each for each in shown if f"{detail.kind}.{each.key}" not in tabs]:
                tabs.add(f"{detail.kind}.{tab.key}")
                detail.show_tab(tab.key)
                calm(tour)
                look(f"{name} {part} {detail.kind} tab {tab.key}", tour.shell)
            for key in [which.key for which in detail.acts_of(detail.card)]:
                if f"{detail.kind}.{key}" in seen | without:
                    continue
                if (act := _act(tour, page, place, key)) is None or not act.enabled:
                    continue
                seen.add(f"{detail.kind}.{key}")
                act.run()
                calm(tour)
                _look_at_all(tour, look, f"{name} {part} {detail.kind}.{key} {act.title}")
                _leave(tour, page, part)
    return seen


def _look_at_all(tour: Tour, look: Look, where: str) -> None:
    up = [w for w in windows(tour.shell) if not isinstance(w, QFileDialog)]
    for one in up or [tour.shell]:
        look(where, one)


def _leave(tour: Tour, page: Any, part: str) -> None:
    """Whatever an act has brought up goes."""
    shut(tour.shell, page)
    calm(tour)
    tour.shell.open(page.name)
    whole = getattr(page, "whole", None)
    if whole is not None and whole.up() is not None:
        page.leave_whole()
    if part:
        page.bring(part)
    calm(tour)


def _records(tour: Tour, page: Any) -> Iterator[tuple[int, RecordDetail]]:
    """The first records of the list that is up, shown one after the other."""
    for place in range(min(LOOKED_AT, page.list().count())):
        detail = _bring(tour, page, place)
        if detail is not None:
            yield place, detail


def _bring(tour: Tour, page: Any, place: int) -> RecordDetail | None:
    listed = page.list()
    until(lambda: not tour.ops.busy(), 60)
    if place >= listed.count():
        return None
    listed.table.selectRow(place)
    record = listed.current()
    page.record_opened(page.kind(), record)
    until(lambda: not tour.ops.busy(), 60)
    rest(0.1)
    until(lambda: not tour.ops.busy(), 60)
    found: Any = page.detail()
    return found if found is not None and getattr(found.card, "id", None) == record else None


def _act(tour: Tour, page: Any, place: int, key: str) -> Any:
    """An act of a record, if it still offers it."""
    detail = _bring(tour, page, place)
    if detail is None:
        return None
    return next((a for a in detail.acts_of(detail.card) if a.key == key), None)

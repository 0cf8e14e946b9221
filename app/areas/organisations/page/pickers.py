"""Pickers of this area for forms: unions, employers and places by name, pinyin or code. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.lists import Choice, View
from app.store.search import find

from ..lists import EMPLOYERS, PLACES, UNIONS
from ..lists.window import exists_on, names_of

_LISTS: Mapping[str, Any] = {"union": UNIONS, "employer": EMPLOYERS, "place": PLACES}
_NOTES = {"union": "upper", "employer": "union", "place": "upper"}
_TITLES = {"union": "工会", "employer": "单位", "place": "村（社区）或园区"}
SEARCHED = 400
"""How many hits of the index are looked through for the wanted kind."""


class RecordPicker:
    """Chooses one record of a kind.

    Args:
        kind: ``union``, ``employer`` or ``place``.
        day: the present day.
        filters: of the list, e.g. only federations.
        but: a record that is not offered.
    """

    def __init__(
        self,
        kind: str,
        day: Callable[[], date],
        *,
        filters: Mapping[str, Any] | None = None,
        but: str | None = None,
    ) -> None:
        self.kind, self._day, self._filters, self._but = kind, day, dict(filters or {}), but
        self.title = _TITLES[kind]

    def search(self, connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """By a part of the name or code; by pinyin through the search index."""
        source, day = _LISTS[self.kind], self._day()
        view = View(day, text=text, filters=self._filters)
        ids = [i for i in source.ids(connection, view) if i != self._but][:limit]
        if text and len(ids) < limit and not self._filters:
            ids += self._indexed(connection, text, limit - len(ids), set(ids), day)
        rows = source.rows(connection, ids, View(day))
        return [Choice(r["id"], r["name"], str(r[_NOTES[self.kind]] or "")) for r in rows]

    def _indexed(
        self, connection: Any, text: str, limit: int, known: set[str], day: date
    ) -> list[str]:
        hits, _total = find(connection, text, SEARCHED)
        found = [
            h["id"]
            for h in hits
            if h["kind"] == self.kind and h["id"] not in known and h["id"] != self._but
        ]
        return [i for i in found[: limit * 2] if exists_on(connection, self.kind, i, day)][:limit]

    def titles(self, connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Names of records."""
        return names_of(connection, self.kind, keys)

"""Pickers of this area for forms: unions, employers and places by name, pinyin or code. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.lists import Choice, View
from app.divisions import Division, Divisions
from app.store.search import find

from ..lists import EMPLOYERS, PLACES, UNIONS
from ..lists.names import names_of
from ..lists.window import place_above, place_codes

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
        if text and len(ids) < limit:
            ids += self._indexed(connection, text, limit - len(ids), set(ids))
        rows = source.rows(connection, ids, View(day))
        return [Choice(r["id"], r["name"], str(r[_NOTES[self.kind]] or "")) for r in rows]

    def _indexed(self, connection: Any, text: str, limit: int, known: set[str]) -> list[str]:
        """Hits of the search index among what the list offers: nothing dissolved, say."""
        hits, _total = find(connection, text, SEARCHED)
        found = [h["id"] for h in hits if h["kind"] == self.kind and h["id"] not in known]
        if not found:
            return []
        offered = set(_LISTS[self.kind].ids(connection, View(self._day(), filters=self._filters)))
        return [i for i in found if i in offered and i != self._but][:limit]

    def titles(self, connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Names of records."""
        return names_of(connection, self.kind, keys)


class DivisionPicker:
    """Chooses one of the national divisions below the office that is no place of it yet.

    Args:
        office: code of the office's division, see ``lists.window.office_division``.
        divisions: the directory; the caller closes it.
    """

    title = "国家区划"

    def __init__(self, office: str, divisions: Divisions) -> None:
        self._office, self._divisions = office, divisions

    def search(self, connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """By a part of the name, pinyin or code; without a text in the order of codes."""
        there = place_codes(connection)
        if text.strip():
            most = limit + len(there)
            found = self._divisions.search(text, within=self._office, limit=most)
        else:
            found = list(self._divisions.below(self._office))
        fresh = [one for one in found if one.code not in there][:limit]
        return [Choice(one.code, one.short_name, self._note(one)) for one in fresh]

    def titles(self, _connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Everyday names of codes."""
        found = {key: self._divisions.get(key) for key in keys}
        return {key: one.short_name for key, one in found.items() if one is not None}

    def fill(self, connection: Any, code: str) -> Mapping[str, Any]:
        """What a new place takes over from its division: name, kind, code, upper place."""
        one = self._divisions.get(code)
        if one is None:
            return {}
        return {
            "name": one.short_name,
            "kind": one.kind,
            "code": one.code,
            "upper_id": place_above(connection, one.code),
        }

    def _note(self, one: Division) -> str:
        upper = "" if one.parent == self._office else f"{one.path[-2]} "
        return f"{upper}{one.code}"

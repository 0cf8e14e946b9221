"""Search over the layers, in slices, best hits first."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from app.base.text import half_width
from app.divisions.data import LAST_END, Layer, Names
from app.divisions.model import HOLLOW
from app.divisions.query import Matcher, Query, Sounds, completed, literal, spoken

# A search holds the interpreter lock: half a million characters are a few milliseconds.
_SLICE = 500_000
_ENOUGH = 200
_AREAS = 5
_CITY, _TOWNSHIP = 1, 3
_LONGEST = 64


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A division by its place: depth 0 (province) to 4 (village), and index in that layer."""

    depth: int
    index: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A node found, and how good: 0 the name itself, 1 its beginning, 2 within."""

    quality: int
    node: Node


@dataclass(frozen=True, slots=True)
class _Window:
    depth: int
    first: int
    last: int


class Searcher:
    """Searches the five layers of the unpacked list."""

    def __init__(self, layers: list[Layer], names: Names) -> None:
        self._layers = layers
        self._names = names
        self._lock = threading.Lock()
        self._sounds: Sounds | None = None

    def sounds(self) -> Sounds:
        """Which characters are read how; made when first asked for."""
        with self._lock:
            if self._sounds is None:
                used = set().union(*(layer.text for layer in self._layers))
                self._sounds = Sounds(c for c in used if c > LAST_END)
            return self._sounds

    def hits(self, text: str, depth: int | None, area: Node | None, limit: int) -> list[Hit]:
        """The best hits for what was typed, below ``area``, at ``depth`` only if given."""
        found = self._plain(text, self._windows(depth, area), limit)
        words = text.split()
        if len(words) > 1 and len(found) < limit:
            seen = {hit.node for hit in found}
            for place in self._plain(words[0], self._windows(None, area)[: _TOWNSHIP + 1], _AREAS):
                more = self.hits(" ".join(words[1:]), depth, place.node, limit)
                found += [hit for hit in more if hit.node not in seen]
                seen |= {hit.node for hit in more}
        elif not found and len(text) > 3 and not text.isascii():
            found = self._joined(text, depth, area, limit)
        return found[:limit]

    def _joined(self, text: str, depth: int | None, area: Node | None, limit: int) -> list[Hit]:
        """永登县城关镇: the beginning names a place, the rest is looked for in it."""
        upper = [w for w in self._windows(None, area) if w.depth <= _TOWNSHIP]
        for end in range(len(text) - 1, 1, -1):
            places = [hit for hit in self._plain(text[:end], upper, _AREAS) if hit.quality == 0]
            for place in places:
                found = self.hits(text[end:], depth, place.node, limit)
                if found:
                    return found
        return []

    def _windows(self, depth: int | None, area: Node | None) -> list[_Window]:
        """The parts of the layers to look at."""
        windows = []
        if area is None:
            windows = [_Window(d, 1, len(layer.text)) for d, layer in enumerate(self._layers)]
        else:
            first, last = area.index, area.index + 1
            for d in range(area.depth + 1, len(self._layers)):
                below = self._layers[d - 1].below
                first, last = below[first], below[last]
                windows.append(_Window(d, *self._layers[d].window(first, last)))
        return [window for window in windows if depth is None or window.depth == depth]

    def _plain(self, text: str, windows: list[_Window], limit: int) -> list[Hit]:
        """One pass over the names, unless it is a very common word."""
        ways = spoken(half_width(text)) or [literal(self._names.stored(text))]
        matcher = self._matcher(ways)
        if not matcher.possible:
            return []
        hits, complete = self._scan(matcher, matcher.anywhere, windows, _ENOUGH)
        if not complete:  # too common to look at every hit: look for the best kinds first
            strict = self._matcher(way for way in map(completed, ways) if way)
            for best in (0, 1):
                more, complete = self._scan(matcher, _pattern(matcher, best), windows, limit)
                hits.update(more)
                if not complete and strict.possible:
                    # much begins with xi: the syllable itself must not be lost
                    hits.update(self._scan(strict, _pattern(strict, best), windows, limit)[0])
                if sum(quality <= best for quality in hits.values()) >= limit:
                    break
        if len(hits) < limit and matcher.endings is not None:
            hits.update(self._scan(matcher, matcher.endings, windows, limit)[0])
        return _ordered(hits, limit)

    def _matcher(self, ways: Iterable[Query]) -> Matcher:
        return Matcher(ways, self.sounds(), self._names.suffixes)

    def _scan(
        self,
        matcher: Matcher,
        pattern: re.Pattern[str],
        windows: list[_Window],
        enough: int,
    ) -> tuple[dict[Node, int], bool]:
        """Checked hits with their quality, and whether everything was looked at."""
        hits: dict[Node, int] = {}
        for window in windows:
            layer = self._layers[window.depth]
            at = window.first
            while at < window.last:
                end = min(at + _SLICE, window.last)
                match = pattern.search(layer.text, at, end)
                if match is None:
                    at = end if end == window.last else end - _LONGEST
                    continue
                start, at = layer.item_at(match.start())
                quality = matcher.quality_at(layer.text, start, match.start(), at)
                node = Node(window.depth, layer.index_at(start))
                if window.depth == _CITY and layer.name(node.index) in HOLLOW:
                    quality = 2
                hits[node] = min(quality, hits.get(node, quality))
                if len(hits) >= enough:
                    return hits, False
        return hits, True


def _pattern(matcher: Matcher, quality: int) -> re.Pattern[str]:
    return matcher.begins if quality else matcher.whole


def _ordered(hits: dict[Node, int], limit: int) -> list[Hit]:
    order = sorted(hits.items(), key=lambda item: (item[1], item[0]))
    return [Hit(quality, node) for node, quality in order[:limit]]

"""The directory of divisions: look up, walk and search."""

from __future__ import annotations

import ctypes
import os
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.base.paths import resource
from app.base.text import half_width, tidy
from app.divisions.data import Layer, Pack
from app.divisions.model import WIDTHS, Division, Level
from app.divisions.search import Node, Searcher

_VILLAGE = len(WIDTHS) - 1


@dataclass(frozen=True, slots=True)
class Found:
    """A division found by a search.

    Attributes:
        division: the division with its path.
        quality: 0 the name itself, 1 its beginning, 2 within the name.
    """

    division: Division
    quality: int


class Divisions:
    """The national list, unpacked at the first question and freed by ``close``.

    Safe to use from several threads; after ``close`` the next question unpacks it again.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or resource("divisions", "divisions.bin")
        self._pack: Pack | None = None
        self._searcher: Searcher | None = None
        self._lock = threading.RLock()

    def __enter__(self) -> Divisions:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def loaded(self) -> bool:
        """Whether anything is held in memory."""
        return self._pack is not None

    def load(self) -> None:
        """Unpack everything, also what pinyin needs; to be called ahead from another thread.

        Raises:
            KnownError: the file is missing or damaged.
        """
        self._search().sounds()

    def close(self) -> None:
        """Free the memory, and give it back to the system where that must be asked for."""
        with self._lock:
            self._pack = None
            self._searcher = None
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
        if trim is not None:  # glibc keeps 15 of 17 MB otherwise
            trim(0)

    # -- the layers, as far as they are needed --

    def _layers(self, *, villages: bool) -> list[Layer]:
        with self._lock:
            if self._pack is None:
                self._pack = Pack(self._path)
            if villages:
                self._pack.load_villages()
            return self._pack.layers

    def _search(self) -> Searcher:
        with self._lock:
            layers = self._layers(villages=True)
            if self._searcher is None:
                assert self._pack is not None
                self._searcher = Searcher(layers, self._pack.names)
            return self._searcher

    # -- codes --

    def _node(self, code: str) -> Node | None:
        """The node of a code as it is, or as 6 or 12 digits filled with zeros."""
        text = code.strip()
        if not (text.isascii() and text.isdigit()):
            return None
        shorter = [w for w in reversed(WIDTHS) if w < len(text) and not text[w:].strip("0")]
        for width in (len(text), *shorter):
            node = self._exact(text[:width]) if width in WIDTHS else None
            if node is not None:
                return node
        return None

    def _exact(self, code: str) -> Node | None:
        layers = self._layers(villages=len(code) == WIDTHS[-1])
        first, last = 0, len(layers[0])
        for depth, width in enumerate(WIDTHS):
            own = int(code[WIDTHS[depth - 1] if depth else 0 : width])
            index = bisect_left(layers[depth].numbers, own, first, last)
            if index == last or layers[depth].numbers[index] != own:
                return None
            if len(code) == width:
                return Node(depth, index)
            first, last = layers[depth].below[index : index + 2]
        return None

    def _chain(self, node: Node) -> list[Node]:
        """The node and those above it, from the province down."""
        layers = self._layers(villages=False)
        nodes = [node]
        for depth in range(node.depth - 1, -1, -1):
            below = layers[depth].below
            nodes.append(Node(depth, _last_at_most(below, nodes[-1].index)))
        return nodes[::-1]

    def _division(self, node: Node) -> Division:
        layers = self._layers(villages=node.depth == _VILLAGE)
        nodes = self._chain(node)
        code = "".join(
            str(layers[n.depth].numbers[n.index]).zfill(
                WIDTHS[n.depth] - (WIDTHS[n.depth - 1] if n.depth else 0)
            )
            for n in nodes
        )
        names = tuple(layers[n.depth].name(n.index) for n in nodes)
        return Division(code, names[-1], names)

    def get(self, code: str) -> Division | None:
        """The division of a code (2, 4, 6, 9 or 12 digits, or filled with zeros), or None."""
        node = self._node(code)
        return None if node is None else self._division(node)

    def path(self, code: str) -> tuple[str, ...]:
        """The names from the province down to the division; empty if the code is unknown."""
        division = self.get(code)
        return () if division is None else division.path

    def children(self, code: str | None = None) -> list[Division]:
        """The divisions directly below; the provinces without a code; empty if unknown."""
        if code is None:
            provinces = range(len(self._layers(villages=False)[0]))
            return [self._division(Node(0, index)) for index in provinces]
        node = self._node(code)
        if node is None or node.depth == _VILLAGE:
            return []
        depth = node.depth + 1
        layers = self._layers(villages=depth == _VILLAGE)
        first, last = layers[node.depth].below[node.index : node.index + 2]
        above = self._division(node)
        width = WIDTHS[depth] - WIDTHS[node.depth]
        numbers = layers[depth].numbers[first:last]
        return [
            Division(above.code + str(number).zfill(width), name, (*above.path, name))
            for number, name in zip(numbers, layers[depth].names(first, last), strict=True)
        ]

    def below(self, code: str) -> Iterator[Division]:
        """Everything below a division in the order of codes; for a township every village."""
        for child in self.children(code):
            yield child
            yield from self.below(child.code)

    # -- search --

    def search(
        self,
        text: str,
        *,
        level: Level | None = None,
        within: str | None = None,
        limit: int = 20,
    ) -> list[Division]:
        """Divisions by part of the name, pinyin, initials or code, best first.

        Best is the name itself (with or without 市, 镇, 村委会), then its beginning, then any part
        of it; among these the higher level, then the smaller code. Of ``永登 城关`` and
        ``永登县城关镇`` the last word is looked for within the first.

        Args:
            text: what a person typed.
            level: only this level.
            within: only below (and not including) this code.
            limit: at most so many.
        """
        return [
            found.division for found in self.find(text, level=level, within=within, limit=limit)
        ]

    def find(
        self,
        text: str,
        *,
        level: Level | None = None,
        within: str | None = None,
        limit: int = 20,
    ) -> list[Found]:
        """As ``search``, with how good each hit is."""
        text = tidy(text)
        area = None if within is None else self._node(within)
        if not text or limit < 1 or (within is not None and area is None):
            return []
        if half_width(text).isdigit() and len(text) > 1:
            found = self._by_code(half_width(text), level, within, limit)
            if found:
                return found
        hits = self._search().hits(text, None if level is None else level - 1, area, limit)
        return [Found(self._division(hit.node), hit.quality) for hit in hits]

    def _by_code(
        self, text: str, level: Level | None, within: str | None, limit: int
    ) -> list[Found]:
        division = self.get(text)
        if division is None:
            return []
        rows = [division, *self.children(division.code)]
        return [
            Found(row, 0 if row is division else 2)
            for row in rows
            if (level is None or row.level is level)
            and (within is None or (row.code.startswith(within) and row.code != within))
        ][:limit]


def _last_at_most(below: array[int], index: int) -> int:
    return bisect_right(below, index) - 1

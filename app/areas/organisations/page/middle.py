"""The middle of the page: what is looked at, the switch between the lists, the list itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from app.base.lists import Column, Filter, TreeNode, View
from app.base.text import rate
from app.desk.lists import ListView
from app.desk.page import Desk
from app.desk.widgets import Elided, column, named
from app.figures.engine import evaluate
from app.figures.registry import Registry

from ..lists import LISTS, UnionList
from ..lists.window import place_below, values_of
from .reading import figures_of, scope_of

_LISTS: tuple[Any, ...] = LISTS
KIND_OF = {"unions": "union", "employers": "employer", "uncovered": "employer", "places": "place"}
LIST_OF = {"union": "unions", "employer": "employers", "place": "places"}


class Narrowed:
    """A list of the area, narrowed to what was chosen in the tree.

    Attributes:
        places: ids of places, None for everywhere; set before the list is read.
        only: a further filter, e.g. {"type": ("single",)}.
        registry: the figures by which unions and employers count members; None of the places.
    """

    def __init__(self, source: Any) -> None:
        self._source = source
        self.key, self.title, self.kind = source.key, source.title, source.kind
        self.kinds: frozenset[str] = source.kinds
        self.purpose: str = source.purpose
        self.registry = getattr(source, "registry", None)
        self.columns: tuple[Column, ...] = source.columns
        self.filters: tuple[Filter, ...] = source.filters
        self.places: Callable[[Any, date], tuple[str, ...]] | None = None
        self.only: Mapping[str, Any] = {}

    def ids(self, connection: Any, view: View) -> Sequence[str]:
        """All ids in order."""
        places = self.places(connection, view.day) if self.places is not None else None
        filters = {**self.only, **view.filters}
        if places is not None and self.key != "places":
            filters["place"] = places
        found: Sequence[str] = self._source.ids(connection, replace(view, filters=filters))
        if places is not None and self.key == "places":
            wanted = set(places)
            return [one for one in found if one in wanted]
        return found

    def rows(self, connection: Any, ids: Sequence[str], view: View) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        found: Sequence[Mapping[str, Any]] = self._source.rows(connection, ids, view)
        return found


class Middle(QWidget):
    """The switch and the lists.

    Signals:
        chosen: (kind, id) of the record under the cursor; an empty id for none.
        opened: (kind, id) of the record entered.
        menu_wanted: (ids selected, where).
        next_wanted: the next step of an empty list; its key.
        reveal_wanted: (kind, id, column key).
        switched: key of the list that came up.
    """

    chosen = Signal(str, str)
    opened = Signal(str, str)
    menu_wanted = Signal(object, QPoint)
    next_wanted = Signal(str)
    reveal_wanted = Signal(str, str, str)
    switched = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.node: TreeNode | None = None
        self._unit: str | None = None
        self._root = ""
        self.lists: dict[str, ListView] = {}
        lines = column(self, space=4)
        head = column(space=2, margins=(2, 0, 2, 0))
        self.title = Elided("", "heading")
        head.addWidget(self.title)
        self.summary = Elided("", "muted")
        head.addWidget(self.summary)
        lines.addLayout(head)
        self.tabs = QTabBar()
        named(self.tabs, "organisations_lists", "名单")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for source in _LISTS:
            self.tabs.addTab(source.title)
        lines.addWidget(self.tabs)
        self._stack = QStackedWidget()
        lines.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._switch)

    # which list

    def key(self) -> str:
        """Key of the list that is up."""
        return str(_LISTS[self.tabs.currentIndex()].key)

    def kind(self) -> str:
        """Kind of the records of the list that is up."""
        return KIND_OF[self.key()]

    def list(self, key: str = "") -> ListView:
        """A list, made when first asked for."""
        key = key or self.key()
        if key not in self.lists:
            source = next(s for s in _LISTS if s.key == key)
            if key == "unions":
                source = UnionList(figures_of(self._desk.areas))
            elif key in ("employers", "uncovered"):
                source = source.among(figures_of(self._desk.areas))
            words = {"unions": "导入台账", "employers": "导入单位", "places": "新增地点"}
            step = words.get(key, "")
            made = ListView(
                Narrowed(source),
                self._desk.ops,
                self._desk.states,
                next_step=step,
                on_next_step=(lambda: self.next_wanted.emit(key)) if step else None,
            )
            kind = KIND_OF[key]
            made.chosen.connect(lambda record: self._chose(key, record))
            made.opened.connect(lambda record: self.opened.emit(kind, record))
            made.menu_wanted.connect(self.menu_wanted)
            made.reveal_wanted.connect(
                lambda record, field: self.reveal_wanted.emit(kind, record, field)
            )
            self.lists[key] = made
            self._stack.addWidget(made)
        return self.lists[key]

    def _chose(self, key: str, record: str) -> None:
        """A list behind another one may read itself anew; only the one that is up speaks."""
        if key == self.key():
            self.chosen.emit(KIND_OF[key], record)

    def bring(self, key: str) -> None:
        """Bring a list up."""
        place = next(n for n, source in enumerate(_LISTS) if source.key == key)
        if place != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(place)
        else:
            self._switch(place)

    def _switch(self, _place: int) -> None:
        made = self.list()
        self._stack.setCurrentWidget(made)
        self.look()
        self.switched.emit(self.key())

    # what is looked at

    def set_root(self, root: str, title: str) -> None:
        """The office's own union: choosing it means everything."""
        self._root = root
        if self.node is None:
            self.title.setText(title)

    def choose(self, node: TreeNode | None) -> None:
        """Narrow the lists to what was chosen in a tree."""
        self.node = node
        for made in self.lists.values():  # the tree's choice is shown, not the list's last one
            made.table.setCurrentIndex(QModelIndex())
        if node is not None:
            self.title.setText(node.title.split("（")[0] if node.kind == "single" else node.title)
        if node is not None and node.kind == "uncovered":
            self.bring("uncovered")
        elif node is not None and node.kind in ("single", "outside"):
            self.bring("unions")
        else:
            self.look()

    def look(self) -> None:
        """Read the list that is up, and the line above it."""
        made, day = self.list(), self._desk.day
        source = made.source
        assert isinstance(source, Narrowed)
        unit, source.places, source.only = self._narrowing(source.key)
        made.look(day=day, unit=unit)
        self._stack.setCurrentWidget(made)
        self._read_summary()

    def _narrowing(
        self, key: str
    ) -> tuple[str | None, Callable[[Any, date], tuple[str, ...]] | None, dict[str, Any]]:
        node, desk = self.node, self._desk
        unit = desk.unit
        if node is None or node.kind == "uncovered":
            pass
        elif node.kind == "outside":
            return None, None, {"belongs": ("outside",)} if key == "unions" else {}
        elif node.kind == "place":
            place = node.id
            return None, lambda connection, on: place_below(connection, place, on), {}
        elif node.id != self._root:
            unit = node.id
        only = {"type": ("single",)} if node is not None and node.kind == "single" else {}
        if unit is None or unit == self._root:
            return None, None, only if key == "unions" else {}
        if key in ("uncovered", "places"):
            return None, _place_of(unit), {}
        return unit, None, only if key == "unions" else {}

    def refresh(self, kinds: dict[str, set[str]]) -> None:
        """Read again what a change may have touched."""
        self.list().refresh(kinds)
        self._read_summary()

    def conceal(self) -> None:
        """Mask everything again."""
        for made in self.lists.values():
            made.conceal()

    # the line above the list

    def _read_summary(self) -> None:
        node, day = self.node, self._desk.day
        if node is not None and node.kind not in ("union", "single"):
            words = {"place": f"组织 / 单位 {node.count}", "uncovered": "应建会、还没有工会的单位",
                     "outside": "在本地区，归别的上级工会管理，不计入本会的数"}  # fmt: skip
            self.summary.setText(words.get(node.kind, ""))
            return
        unit = node.id if node is not None else self._desk.unit
        root, figures = self._root, figures_of(self._desk.areas)
        self._desk.ops.ask(
            lambda connection: read_summary(
                connection, figures, None if unit == root else unit, day
            ),
            owner=self,
            done=self.summary.setText,
            slot="summary",
        )


def _place_of(unit: str) -> Callable[[Any, date], tuple[str, ...]]:
    """The place of a union with all below it, for what no union covers."""

    def places(connection: Any, day: date) -> tuple[str, ...]:
        values = values_of(connection, "union", unit, day)
        place = values["place_id"] if values else None
        return place_below(connection, place, day) if place else ()

    return places


def read_summary(connection: Any, figures: Registry, unit: str | None, day: date) -> str:
    """涵盖单位 22 · 职工 914 · 会员 731 · 入会率 80.0%, of a union and all below it."""
    codes = ["J107", "J201", "J206"]
    found = evaluate(connection, figures, codes, scope_of(connection, unit, day))

    parts = [f"涵盖单位 {_count(found['J107'].value)}"]
    parts += [f"职工 {_count(found['J201'].value)}", f"会员 {_count(found['J206'].value)}"]
    workers, members = found["J201"].value, found["J206"].value
    if workers and members is not None:
        parts.append(f"入会率 {rate(int(members), int(workers))}")
    return " · ".join(parts)


def _count(value: float | None) -> str:
    return "—" if value is None else f"{int(value):,}"


__all__ = ["KIND_OF", "LIST_OF", "Middle", "Narrowed"]

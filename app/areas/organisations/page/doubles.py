"""合并重复单位: the two records side by side, chosen field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.fields import Field, in_words
from app.desk.form_spec import Call
from app.desk.page import Desk
from app.desk.side_by_side import Line, SideBySide

from .. import acts
from ..lists.names import names_of
from ..lists.window import values_of
from .employer_forms import dated_fields, plain_fields
from .pickers import RecordPicker
from .union_forms import Maker

Pair = tuple[Mapping[str, Any], Mapping[str, Any], dict[str, str]]


class Doubles(SideBySide):
    """The first employer stays, the second goes."""

    def __init__(self, desk: Desk) -> None:
        picker = RecordPicker("employer", lambda: desk.today)
        super().__init__(desk, "doubles", "单位", "合并后删除", picker)
        self._values: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})

    def _fields(self) -> tuple[Field, ...]:
        make = Maker(self._desk.today)
        return (*dated_fields(make), *plain_fields(make))

    def read(self, connection: Any, first: str, second: str) -> Pair | None:
        """Both employers with the names of their places and upper units."""
        day = self._desk.today
        one, two = (values_of(connection, "employer", e, day) for e in (first, second))
        if one is None or two is None:
            return None
        places = [v["place_id"] for v in (one, two) if v["place_id"]]
        parents = [v["parent_id"] for v in (one, two) if v["parent_id"]]
        titles = names_of(connection, "place", places) | names_of(connection, "employer", parents)
        return one, two, titles

    def lines_of(self, found: Pair) -> Sequence[Line]:
        """What either of them has filled in."""
        first, second, titles = found
        self._values = first, second
        lines = []
        for field in self._fields():
            mine, its = first.get(field.key), second.get(field.key)
            if mine is None and its is None:
                continue
            words = (in_words(field, mine, titles), in_words(field, its, titles))
            lines.append(
                Line(field.key, field.label, words, mine != its, 0 if mine is not None else 1)
            )
        return lines

    def merging(self, first: str, second: str, chosen: Mapping[str, int]) -> Call:
        """The second goes into the first."""
        plain: dict[str, Any] = {}
        dated: dict[str, Any] = {}
        for field in self._fields():
            side = chosen.get(field.key)
            if side == 1:
                (dated if field.dated else plain)[field.key] = self._values[1][field.key]
            elif side == 0 and not field.dated:
                plain[field.key] = self._values[0][field.key]
        more = {"into": first, "values": plain, "dated": dated}
        return Call(acts.merge_doubled_employers, (second,), more)

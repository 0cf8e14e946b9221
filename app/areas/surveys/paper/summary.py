"""The results of all surveys of a year in one table."""

from __future__ import annotations

from app.areas.organisations.lists.common import name_of, union_names
from app.base.lists import View
from app.paper.model import Align, Column, Document, Table, Title
from app.paper.reports import Ask, texts

from ..lists.results import Counted, read_surveys
from ..lists.surveys import SURVEYS, overall_rates, percent

_TEXTS = "surveys"
_NONE = "—"


def counted(ask: Ask, year: int) -> list[Counted]:
    """The surveys of a year that were counted, by kind."""
    view = View(ask.scope.day, ask.scope.unit, filters={
        "state": ("counted",), "counted": (f"{year}-01-01", f"{year}-12-31")})  # fmt: skip
    ids = SURVEYS.ids(ask.conn, view)
    found = read_surveys(ask.conn, ids, ask.scope.day).values()
    return sorted(found, key=lambda one: (one.row["kind"], one.row["on_day"], one.row["id"]))


def summary(ask: Ask) -> Document:
    """民主评议结果汇总表."""
    said = texts(_TEXTS)["summary"]
    typed = ask.options.get("year", "")
    year = int(typed) if typed.isdigit() else ask.year
    found = counted(ask, year)
    names = union_names(ask.conn, ask.scope.day, [one.row["union_id"] for one in found])
    found.sort(key=lambda one: (names.get(one.row["union_id"], ""), one.row["kind"],
                                one.row["on_day"], one.row["id"]))  # fmt: skip
    rows = []
    for number, one in enumerate(found, 1):
        satisfied, accepted = overall_rates(one)
        result = one.result
        rows.append((
            str(number), names.get(one.row["union_id"], ""),
            name_of("survey_kind", one.row["kind"]), one.row["on_day"].isoformat(),
            *(_NONE if v is None else str(v) for v in (result.issued, result.returned)),
            str(result.valid), percent(satisfied) or _NONE, percent(accepted) or _NONE,
            str(len(one.comments)), str(sum(c["done_on"] is not None for c in one.comments)),
        ))  # fmt: skip
    columns = tuple(Column(head, share, Align(side)) for head, share, side in said["columns"])
    table = Table(columns, tuple(rows), size=9, empty=said["none"], note=said["note"])
    title = Title(said["title"], subtitle=ask.office + said["subtitle"].format(year=year))
    return Document(said["title"], (title, table), ask.office, ask.scope.day.isoformat(),
                    landscape=True)  # fmt: skip

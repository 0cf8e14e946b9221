"""An office with its place, and small makers."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.areas.organisations.acts import NewPlace, add_employer, open_office, record_union
from app.base.days import calendar_year
from app.figures.engine import evaluate, records, table
from app.figures.registry import Scope
from app.start import registry
from tests.areas.organisations.town import Town

DAY = date(2026, 11, 22)


class Office(SimpleNamespace):
    """An opened office: the workspace, root ids, and makers for tests."""

    def union(self, name: str, type: str | None = "single", **kw: Any) -> str:
        kw.setdefault("upper_id", self.root)
        return self.space.do(record_union, name=name, type=type, **kw).result

    def employer(self, name: str, **kw: Any) -> str:
        return self.space.do(add_employer, name=name, **kw).result

    def scope(self, day: date = DAY, year: int = 2026, unit: str | None = None) -> Scope:
        return Scope(day, calendar_year(year), unit, date(2026, 1, 1))

    def figure(self, code: str, **kw: Any) -> Any:
        scope = self.scope(**kw)
        return self.space.read(lambda c: evaluate(c, registry(), [code], scope))[code]

    def records(self, code: str, **kw: Any) -> Any:
        scope = self.scope(**kw)
        return self.space.read(lambda c: records(c, registry(), code, scope))

    def by(self, dimension: str, *codes: str) -> Any:
        scope = self.scope()
        return self.space.read(lambda c: table(c, registry(), codes, scope, dimension))

    def rows(self, query: Any) -> list[dict[str, Any]]:
        return self.space.read(lambda c: [dict(r) for r in c.execute(query).mappings()])


@pytest.fixture
def office(workspace: Any) -> Office:
    """王庆坨镇 with one village."""
    made = workspace.do(
        open_office,
        kind="township",
        name="王庆坨镇总工会",
        opening=date(2026, 1, 1),
        places=[
            NewPlace("120114102", "王庆坨镇", "township"),
            NewPlace("120114102201", "一街村", "village", "120114102"),
            NewPlace("120114102202", "二街村", "village", "120114102"),
        ],
    ).result
    return Office(space=workspace, **made)


@pytest.fixture
def town(workspace: Any) -> Town:
    """王庆坨镇总工会, opened on 1 January 2024."""
    return Town(workspace)


@pytest.fixture
def shown(qtbot: Any, qapp: Any, town: Town, tmp_path: Any) -> Any:
    """The page of the town in the real shell: a federation with two covered firms, a single union,
    a firm without a union."""
    from tests.areas.organisations.windows import open_page

    yield from open_page(qtbot, qapp, town, tmp_path)

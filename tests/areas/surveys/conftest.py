"""An office with a union whose members vote."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.surveys.acts import add_survey
from app.areas.surveys.lists import Counted, read_survey
from app.areas.surveys.records import SURVEY_GROUP
from tests.areas.organisations.conftest import Office, office

__all__ = ["office", "polls"]
DAY = date(2026, 11, 22)


class Polls:
    """Makers of surveys in an office with the unions 甲 and 乙."""

    def __init__(self, office: Office) -> None:
        self.office, self.space = office, office.space
        self.one, self.two = office.union("甲公司工会"), office.union("乙公司工会")

    def survey(self, kind: str = "rate_union", **kw: Any) -> str:
        """A survey of 甲 in 2026, one group unless ``groups`` says otherwise."""
        values = {"union_id": self.one, "kind": kind, "year": 2026, **kw}
        return self.space.do(add_survey, **values).result

    def groups(self, survey: str) -> list[str]:
        """Ids of its groups, in order."""
        from sqlalchemy import select

        query = select(SURVEY_GROUP).where(SURVEY_GROUP.c.survey_id == survey)
        return [row["id"] for row in self.office.rows(query.order_by(SURVEY_GROUP.c.id))]

    def read(self, survey: str) -> Counted:
        """The survey as it stands."""
        found = self.space.read(lambda conn: read_survey(conn, survey, DAY))
        assert found is not None
        return found


@pytest.fixture
def polls(office: Office) -> Polls:
    return Polls(office)


@pytest.fixture
def shown(qtbot: Any, qapp: Any, polls: Polls, tmp_path: Any) -> Any:
    """The page in the real shell."""
    from tests.areas.surveys.windows import open_page

    yield from open_page(qtbot, qapp, polls, tmp_path)

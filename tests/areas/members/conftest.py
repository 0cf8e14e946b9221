"""The office of the neighbours with two unions, and makers of people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.members.acts import add_person, employ, join, record_member
from tests.areas.members.workbooks import row, sheet
from tests.areas.organisations.conftest import Office, office

__all__ = ["office", "people", "row", "sheet"]


class People:
    """Makers of people in an office with the unions 甲 and 乙."""

    def __init__(self, office: Office) -> None:
        self.office, self.space = office, office.space
        self.one, self.two = office.union("甲公司工会"), office.union("乙公司工会")
        self.firm = office.employer("甲公司")
        self._number = 0

    def person(self, name: str = "王小明", number: str | None = None, **plain: Any) -> str:
        """A person with a passport (any number will do for the register)."""
        self._number += 1
        dated = {k: plain.pop(k) for k in list(plain) if k in ("migrant", "education", "political",
                 "employment_form", "new_group", "employment_status")}  # fmt: skip
        number = number or f"E{self._number:08d}"
        return self.space.do(
            add_person,
            plain={"name": name, **plain},
            dated=dated,
            documents=[("passport", number)],
        ).result

    def member(
        self,
        name: str = "王小明",
        union: str | None = None,
        since: date | None = None,
        **plain: Any,
    ) -> str:
        """A person who is a member of 甲 (期初, or 入会 on a day)."""
        row = self.person(name, **plain)
        if since is None:
            self.space.do(record_member, row, union_id=union or self.one)
        else:
            self.space.do(join, row, union_id=union or self.one, since=since)
        return row

    def at_work(self, person: str, **kw: Any) -> str:
        """She works at 甲公司."""
        return self.space.do(employ, person, employer_id=self.firm, **kw).result


@pytest.fixture
def people(office: Office) -> People:
    """Two unions, one firm, and makers of people."""
    return People(office)


@pytest.fixture
def shown(qtbot: Any, qapp: Any, people: People, tmp_path: Any) -> Any:
    """The page of 会员 in the real shell, over three members."""
    from tests.areas.members.windows import open_page

    yield from open_page(qtbot, qapp, people, tmp_path)

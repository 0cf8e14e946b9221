"""The home page over a real workspace: what is due is put off and comes back; the year."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.organisations.acts import edit_union
from app.gathered import home_content, home_year
from app.store.notes import put_off_due, take_up_due
from tests.areas.organisations.conftest import Office, office

__all__ = ["office"]
TODAY = date(2026, 11, 22)


@pytest.fixture
def ended(office: Office) -> str:
    """A union whose term ended in spring."""
    union = office.union("甲公司工会")
    office.space.do(edit_union, union, term_from=date(2021, 3, 1), term_until=date(2026, 3, 1))
    return union


def _due(office: Office, day: date = TODAY):
    return office.space.read(lambda conn: home_content(conn, None, day))


def test_what_is_put_off_comes_back_on_its_day_or_when_it_is_due_on_another(office, ended):
    (term,) = [d for d in _due(office).due if d.target and d.target.id == ended]
    until = date(2026, 12, 1)
    office.space.do(put_off_due, key=term.key, day=term.day, until=until)
    content = _due(office)
    assert term.key not in {d.key for d in content.due}
    assert [(d.key, day) for d, day in content.waiting] == [(term.key, until)]
    assert term.key in {d.key for d in _due(office, until).due}
    office.space.do(edit_union, ended, term_until=date(2026, 4, 1))
    assert term.key in {d.key for d in _due(office).due}


def test_it_can_be_taken_up_again_and_undone(office, ended):
    (term,) = [d for d in _due(office).due if d.target and d.target.id == ended]
    office.space.do(put_off_due, key=term.key, day=term.day, until=date(2026, 12, 1))
    office.space.do(take_up_due, key=term.key)
    assert not _due(office).waiting
    office.space.undo()
    assert len(_due(office).waiting) == 1


def test_the_year_holds_the_ends_of_terms(office, ended):
    def of(year: int):
        found = office.space.read(lambda conn: home_year(conn, None, TODAY, year))
        return [d.day for d in found if d.target and d.target.id == ended]

    assert of(2026) == [date(2026, 3, 1)]
    assert of(2025) == []

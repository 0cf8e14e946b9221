"""Who is due at a congress: proposed from the delegates in office, or from the members."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas import AREAS
from app.areas.cadres import acts as cadres
from app.areas.five_ones import acts
from app.areas.five_ones.page.attending import attending, due_of
from app.areas.five_ones.records import CONGRESS
from app.areas.organisations import acts as organisations
from app.areas.organisations.acts.readings import NewReading
from tests.areas.five_ones.test_paper import paper, tables

D = date
BEGUN = D(2025, 3, 1)
NAMES = ("王一", "丁二", "李三")


def delegation(year: Any, *, kind: str = "members", since: date = BEGUN, **kw: Any) -> str:
    found: str = year.space.do(
        cadres.start_delegation, union_id=year.fed, kind=kind, since=since, ordinal=2, **kw
    ).result
    return found


def listed(year: Any) -> str:
    made = delegation(year, listed=True, seats=3)
    for name in NAMES:
        year.space.do(cadres.add_delegate, made, name=name, unit_name="宏达公司")
    return made


def likely(year: Any, **values: Any) -> dict[str, Any]:
    given = {"union_id": year.fed, "kind": "members_congress", "form": "delegates",
             "held_on": D(2026, 6, 1)}  # fmt: skip
    found: dict[str, Any] = year.space.read(lambda c: attending(AREAS, c, {**given, **values}))
    return found


def test_delegates_in_office_are_due(year: Any) -> None:
    made = listed(year)
    found = likely(year)
    assert found == {"delegation_id": (made, "第二届会员代表大会代表（2025-03-01起）"), "due": 3}
    assert likely(year, held_on=D(2025, 2, 28)) == {"delegation_id": None, "due": None}
    assert likely(year, kind="workers_congress")["delegation_id"] is None
    assert year.space.read(lambda c: due_of(c, made)) == {"due": 3}
    later = delegation(year, since=D(2026, 5, 1), listed=False, total=40)
    assert likely(year)["delegation_id"][0] == later
    assert likely(year)["due"] == 40
    assert likely(year, held_on=D(2026, 4, 30))["due"] == 3


def test_at_an_assembly_everybody_of_the_day_is_due(year: Any) -> None:
    year.space.do(
        organisations.set_readings,
        [NewReading("union", year.firm, "J201", 48), NewReading("union", year.firm, "J206", 40)],
        on_day=D(2026, 1, 1),
    )  # fmt: skip
    assert likely(year, form="assembly", union_id=year.firm)["due"] == 40
    own = {"form": "assembly", "union_id": year.firm, "kind": "workers_congress"}
    assert likely(year, **own) == {"delegation_id": None, "due": 48}
    assert likely(year, form="assembly", kind=None) == {}


def test_the_form_proposes_and_leaves_what_was_typed(shown: Any) -> None:
    made = listed(shown.year)
    shown.show("five_year", shown.year.fed)
    shown.act("five_year", "congress")
    form = shown.page.editor.form
    shown.fill(kind=("members_congress", "会员（代表）大会"), held_on=D(2026, 6, 1))
    shown.wait(lambda: form.value("due") == 3)
    assert form.value("delegation_id") == made
    shown.fill(form=("assembly", "会员大会"))
    shown.wait(lambda: form.value("due") is None)
    assert not form.cells["delegation_id"].isVisible()
    shown.fill(form=("delegates", "会员代表大会"), present=2)
    shown.wait(lambda: form.value("due") == 3)
    shown.fill(due=5, held_on=D(2026, 6, 2))
    shown.settle()
    assert form.value("due") == 5
    shown.save()
    (row,) = shown.year.office.rows(select(CONGRESS))
    assert (row["delegation_id"], row["due"], row["present"]) == (made, 5, 2)


def test_nothing_typed_nothing_to_lose(shown: Any) -> None:
    listed(shown.year)
    shown.show("five_year", shown.year.fed)
    shown.page.details["five_year"]._begin("members_congress")
    shown.wait(shown.page.editor.is_open)
    shown.wait(lambda: shown.page.editor.form.value("due") == 3)
    assert not shown.page.editor.is_dirty()
    shown.fill(place="会议室")
    assert shown.page.editor.is_dirty()


def test_a_planned_one_gets_its_number_when_it_is_held(shown: Any) -> None:
    made = listed(shown.year)
    planned = shown.year.space.do(
        acts.plan_congress,
        union_id=shown.year.fed, kind="members_congress", title="二届二次会员代表大会",
        planned_on=D(2026, 6, 1), congress={"form": "delegates"},
    ).result  # fmt: skip
    shown.show("activity", planned)
    shown.act("activity", "hold")
    form = shown.page.editor.form
    shown.wait(lambda: form.value("due") == 3)
    shown.fill(present=3)
    shown.save()
    card = shown.show("activity", planned)
    assert card.data.delegation.startswith("第二届")
    assert any(fact.label == "代表" and fact.target.id == made for fact in card.facts)


def test_the_sign_in_sheet_names_the_delegates(year: Any) -> None:
    made = listed(year)
    one = year.congress(delegation_id=made, due=4, present=2)
    (table,) = tables(paper(year, "activity_sign_in", id=one))
    assert [row[1] for row in table.rows] == ["丁二", "王一", "李三", ""]
    assert table.rows[0][2] == "宏达公司"

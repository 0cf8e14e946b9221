"""From a union in 组织 to its members in 会员: the figure counts them, the page shows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.areas import AREAS
from app.areas.organisations.acts import NewReading, mark_complete, set_readings
from app.areas.organisations.page import PAGE
from app.base.home import Target
from tests.areas.members.conftest import People
from tests.areas.members.windows import TODAY
from tests.desk.pages import ShownPage, in_shell


def test_a_union_tells_how_many_members_it_has_and_leads_to_them(
    qtbot: Any, qapp: Any, people: People, tmp_path: Path
) -> None:
    people.member("王小明")
    people.member("李芳")
    shown = ShownPage(qtbot, people.space)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        went: list[Target] = []
        shown.desk.went.connect(went.append)

        def fact(union: str) -> Any:
            shown.shell.go(Target("organisations", "union", union))
            shown.wait(lambda: "union" in shown.page.details)
            detail = shown.page.details["union"]
            shown.wait(lambda: detail.card is not None and detail.card.id == union)
            shown.wait(lambda: any(f.label == "会员名册" for f in detail.card.facts))
            return next(f for f in detail.card.facts if f.label == "会员名册")

        assert (fact(people.two).value, fact(people.two).target) == ("还没有", None)
        found = fact(people.one)
        assert found.value == "2 人"
        assert found.target == Target("members", "", people.one, view="of_unit")
        shown.page.jump(found.target)
        assert went[-1] == found.target


def test_the_way_ends_in_the_list_of_that_union_alone(shown: Any) -> None:
    other = shown.people.member("周吴", union=shown.people.two)
    shown.page.bring("transfers")
    shown.shell.go(Target("members", "", shown.people.two, view="of_unit"))
    shown.wait(lambda: shown.names() == ["周吴"])
    assert shown.page.key() == "members"
    shown.wait(lambda: "乙公司工会" in shown.page.list().bar.buttons["union"].text())
    assert other in shown.page.list().model.id_at(0)


def test_the_line_above_the_unions_counts_a_complete_roster_as_the_home_page_does(
    qtbot: Any, qapp: Any, people: People, tmp_path: Path
) -> None:
    for name in ("王小明", "李芳", "赵强"):
        people.member(name)
    told = [
        NewReading("union", people.one, code, number) for code, number in (("J201", 4), ("J206", 1))
    ]
    people.space.do(set_readings, told, on_day=date(2026, 6, 1))
    people.space.do(mark_complete, people.one, members_from=date(2026, 6, 1))
    shown = ShownPage(qtbot, people.space)
    with in_shell(shown, qapp, PAGE, tmp_path, today=TODAY, areas=AREAS):
        shown.shell.go(Target("organisations", "union", people.one))
        summary = shown.page.middle.summary
        shown.wait(lambda: "职工 4 · 会员 3 · 入会率 75.00%" in summary.whole())

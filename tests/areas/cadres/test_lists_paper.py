"""Roster, warning, chart of bodies, and the chapter of the annual report."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app import start
from app.areas.cadres import acts
from app.areas.organisations.acts import edit_union, join_federation
from app.base.errors import UserError
from app.figures.registry import Scope
from app.paper.document import render
from tests.paper.reading import open_pdf, runs

DAY = date(2026, 11, 22)


def made(cadres: Any, name: str, unit: str | None = None, **options: str) -> Any:
    def make(conn: Any) -> Any:
        base = cadres.office.scope()
        scope = Scope(DAY, base.period, unit, base.opening)
        asked = start.ask(conn, scope, year=2026, today=DAY, options=options)
        return start.papers()[name].make(asked)

    return render(cadres.space.read(make))


def text(printed: Any) -> str:
    return "".join(run.text for run in runs(printed.pdf)).replace(" ", "").replace("　", "")


@pytest.fixture
def staffed(cadres):
    body = cadres.body()
    cadres.term(body, DAY - timedelta(400), 3, due_on=DAY + timedelta(20), ordinal=4)
    chair = cadres.people.member("王主席", sex="2", phone="13812345678")
    cadres.post("chair", chair, body=body, since=DAY - timedelta(400), service="full_time")
    cadres.post("member", body=body, since=DAY - timedelta(400), name="李委员")
    audit = cadres.body("audit")
    cadres.post("audit_director", chair, body=audit)
    cadres.post("activist", name="钱积极")
    cadres.do(edit_union, cadres.two, term_until=DAY - timedelta(40), chair="老赵")
    return cadres


def test_the_roster_has_everybody_once_and_hides_phones(staffed):
    printed = made(staffed, "cadre_roster")
    said = text(printed)
    assert "工会干部花名册" in said
    assert "共2人" in said
    assert said.count("王主席") == 1
    assert "经审会主任" in said
    assert "13812345678" not in said
    assert "138****" in said
    assert "钱积极" in text(made(staffed, "cadre_roster", who="activist"))
    assert made(staffed, "cadre_roster").pdf == printed.pdf


def test_the_warning_has_what_is_over_first(staffed):
    said = text(made(staffed, "terms_due"))
    assert said.index("已经届满（1个）") < said.index("一个月内届满（1个）")
    assert said.index("乙公司工会") < said.index("甲公司工会")
    assert "共2个" in said
    alone = text(made(staffed, "terms_due", unit=staffed.one))
    assert "乙公司工会" not in alone


def test_the_chart_draws_every_body_with_its_people(staffed):
    said = text(made(staffed, "organs_chart", id=staffed.one))
    for word in ("甲公司工会组织机构图", "主席：王主席（专职）", "经费审查委员会",
                 "经审会主任：王主席", "委员：李委员", "其他任职", "积极分子：钱积极",
                 "第4届"):  # fmt: skip
        assert word in said, word
    for options, code in (({}, "REQUIRED"), ({"id": "0f" * 16}, "NOT_FOUND")):
        with pytest.raises(UserError) as caught:
            made(staffed, "organs_chart", **options)
        assert caught.value.code == code


def test_the_annual_report_has_both_sections_with_last_year(staffed):
    federation = staffed.office.union("镇工会联合会", "regional_federation")
    for union in (staffed.one, staffed.two):
        staffed.do(join_federation, union_id=union, federation_id=federation, since=None)
    body = staffed.body(union=federation)
    chair = staffed.posts(role="chair")[0]["person_id"]
    staffed.post("member", chair, body=body, union=federation, since=date(2025, 1, 1))
    course = staffed.do(acts.add_training, title="培训", since=date(2026, 5, 1))
    staffed.do(acts.record_trained, course, people=[chair])
    printed = made(staffed, "annual")
    said = text(printed)
    for word in ("组织制度", "干部队伍", "共有工会干部2人，担任职务4个", "其中专职1人（女1人）",
                 "本年参加培训1人次", "届满和六个月内届满的工会", "工会联合会的委员会构成",
                 "干部指标与上年对比", "工会干部按年龄分"):  # fmt: skip
        assert word in said, word
    assert "表#" not in said
    assert len(open_pdf(printed.pdf).pages) == printed.pages


def test_an_office_without_cadres_has_neither(office):
    bare = SimpleNamespace(space=office.space, office=office)
    assert "干部队伍" not in text(made(bare, "annual"))

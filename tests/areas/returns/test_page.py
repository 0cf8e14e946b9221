"""年报 in the window: a real office, the very PDF, figures that open, findings explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import app.desk
from app.areas.organisations.acts import cover_employer, set_readings
from app.areas.organisations.acts.readings import NewReading
from app.areas.returns.page import ReturnsPage
from app.base.home import Target
from tests.areas.organisations.conftest import Office, office
from tests.desk.desks import desk_on, put_up
from tests.paper.faces import truetype

__all__ = ["app", "office"]


@pytest.fixture
def page(office: Office, qtbot: Any, tmp_path: Path):
    union = office.union("甲工会委员会")
    firm = office.employer("甲厂", unit_level="legal_person", nature="enterprise")
    office.space.do(cover_employer, union_id=union, employer_id=firm, since=None)
    reading = [NewReading("union", union, "J201", 30), NewReading("union", union, "J206", 40)]
    office.space.do(set_readings, reading, on_day=date(2026, 3, 1))
    with desk_on(office.space, tmp_path) as desk:
        made = ReturnsPage(desk)
        put_up(made, qtbot)
        made.look()
        yield made


def test_paper_is_made_and_shown(page: ReturnsPage, qtbot: Any) -> None:
    page.papers.make()
    qtbot.waitUntil(lambda: page.papers.printed is not None, timeout=30_000)
    assert page.papers.printed is not None
    assert page.papers.printed.pdf.startswith(b"%PDF")
    assert "页" in page.told.whole()


def test_figure_opens_to_the_records_whose_values_add_up(page: ReturnsPage, qtbot: Any) -> None:
    page.jump(Target("returns", "figure", "J107"))
    qtbot.waitUntil(lambda: bool(page.figures.records.model.entries), timeout=10_000)
    entries = page.figures.records.model.entries
    assert [entry["title"] for entry in entries] == ["甲厂"]
    assert sum(entry["value"] for entry in entries) == 1
    qtbot.waitUntil(lambda: bool(page.figures.table.model.entries), timeout=10_000)
    values = {entry["code"]: entry["value"] for entry in page.figures.table.model.entries}
    assert values["J107"] == 1
    assert values["J202"] == "—"


def test_rate_opens_to_numerator_and_denominator(page: ReturnsPage, qtbot: Any) -> None:
    page.show_view("figures")
    page.figures.open_figure("R104")
    qtbot.waitUntil(lambda: bool(page.figures.records.model.entries), timeout=10_000)
    assert [entry["part"] for entry in page.figures.records.model.entries] == ["分子", "分母"]


def test_explanation_is_kept_beside_the_finding(page: ReturnsPage, qtbot: Any) -> None:
    page.show_view("findings")
    qtbot.waitUntil(lambda: "审核出" in page.told.whole(), timeout=10_000)

    def found() -> list[Any]:
        model = page.findings.model
        heads = [model.item(k) for k in range(model.rowCount())]
        return [head.child(k) for head in heads for k in range(head.rowCount())]

    from app.desk.findings import FINDING_ROLE

    finding = next(
        item.data(FINDING_ROLE) for item in found() if item.data(FINDING_ROLE).rule == "TWN-02"
    )
    page._explain(finding, "正在筹建")
    qtbot.waitUntil(
        lambda: any(item.data(FINDING_ROLE).explanation == "正在筹建" for item in found()),
        timeout=10_000,
    )


def test_basis_is_confirmed_by_a_person_once(page: ReturnsPage, qtbot: Any) -> None:
    page.show_view("rules")
    table = page.rules.table
    qtbot.waitUntil(lambda: bool(table.model.entries), timeout=10_000)
    unchecked = [e for e in table.model.entries if e["state"].word == "依据未核对"]
    assert unchecked
    rule = unchecked[0]
    assert "依据未核对" in rule["basis"]
    page.rules.do_confirm(rule["id"], rule["plain"])

    def confirmed() -> bool:
        now = next(e for e in table.model.entries if e["id"] == rule["id"])
        return now["state"].word == "已核对" and "依据未核对" not in now["basis"]

    qtbot.waitUntil(confirmed, timeout=10_000)


def test_bad_pack_is_refused_with_a_sentence(page: ReturnsPage, qtbot: Any, tmp_path: Path) -> None:
    told: list[Any] = []
    page.desk.ops.noticed.connect(told.append)
    pack = tmp_path / "县标准.toml"
    pack.write_text("id = 3\n[[rule]]\n", "utf-8")
    page.rules.take_pack(str(pack))
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert "县标准" in told[0].text


def test_the_fonts_of_this_machine_are_used_when_chosen(
    page: ReturnsPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    truetype("kai", tmp_path / "fonts" / "simfang.ttf", "仿宋_GB2312")
    page.desk.settings.set("own_fonts", True)
    page.papers.make()
    qtbot.waitUntil(lambda: page.papers.printed is not None, timeout=30_000)
    assert page.papers.printed is not None
    assert page.papers.printed.own_fonts == ("仿宋_GB2312 Version 5.00",)
    assert "用了本机字体 1 种" in page.told.whole()

"""证明材料 in the detail of a union: files of its founding, added, undone, told in the history."""

from __future__ import annotations

import os
from typing import Any

from app.store import evidence
from tests.pictures.samples import picture, saved

PHOTO = saved(picture(800, 600))


def panel_of(shown: Any, kind: str) -> Any:
    detail = shown.page.details[kind]
    detail.show_tab("evidence")
    shown.settle()
    return detail.widget("evidence")


def test_founding_papers_of_a_union_and_an_employer(shown: Any) -> None:
    for kind, table, record in (
        ("union", "unions", shown.federation), ("employer", "employer", shown.bare),
    ):  # fmt: skip
        shown.show(kind, record)
        panel = panel_of(shown, kind)
        panel.add([("关于建会的批复.jpg", PHOTO)])
        shown.wait(lambda panel=panel: len(panel.pieces) == 1)
        shown.settle()
        assert panel.pieces[0].kind == "approval"
        counts = shown.read(lambda c, t=table: evidence.kinds_of(c, t))
        assert counts == {record: {"approval": 1}}
        folder = os.environ.get("LOOK")
        if folder:
            shown.shell.grab().save(f"{folder}/org-{kind}.png")
    shown.undone("添加证明材料")
    shown.wait(lambda: panel.pieces == [])


def test_the_history_of_the_union_tells_it(shown: Any) -> None:
    shown.show("union", shown.federation)
    panel = panel_of(shown, "union")
    panel.add([("关于建会的批复.jpg", PHOTO)])
    shown.wait(lambda: len(panel.pieces) == 1)
    shown.workspace.do(evidence.describe, panel.pieces[0].id, caption="镇总工会批复", kind="photo")
    shown.page.details["union"].show_tab("history")
    shown.settle()
    from app.areas.organisations.page.story import WORDS
    from app.desk.story import read_entries

    entries = shown.read(lambda c: read_entries(c, shown.federation, lambda m: m, WORDS))
    said = {(c.field, c.before, c.after) for e in entries[:2] for c in e.changes}
    assert said == {
        ("材料种类", "批复", "照片"), ("说明", "", "镇总工会批复"),
        ("证明材料", "", "批复 关于建会的批复.jpg"),
    }  # fmt: skip
    assert entries[0].title == "修改证明材料的说明"


def test_a_place_has_no_evidence(shown: Any) -> None:
    shown.show("place", shown.town.place)
    tabs = [tab.key for tab in shown.page.details["place"]._tabs]
    assert "evidence" not in tabs

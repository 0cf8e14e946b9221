"""A rubric edited in the real window: points, figures, tiers, grades, a try-out, a new version."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from app.areas.six_haves.page.rubric_editor.drafts import KEY
from app.areas.six_haves.page.rubric_editor.tree import ITEM, SECTION, WHOLE
from app.areas.six_haves.page.rubrics import beginning, next_version
from app.areas.six_haves.records import ASSESSMENT, RUBRIC
from app.areas.six_haves.rules.rubric import read_rubric, shipped
from app.store.notes import set_setting
from tests.areas.six_haves.test_assessments import DAY, Scoring, office, six
from tests.areas.six_haves.windows import Shown, open_page
from tests.desk.pages import unnamed

__all__ = ["office", "six"]


@pytest.fixture
def shown(qtbot: Any, qapp: Any, six: Scoring, tmp_path: Any) -> Any:
    six.space.do(set_setting, key="division", value="120114110")
    yield from open_page(qtbot, qapp, six, tmp_path)


def rows(shown: Shown, table: Any = RUBRIC) -> list[Any]:
    return shown.six.office.rows(select(table))


def show_rubric(shown: Shown, record: str = "shipped:six-25") -> Any:
    shown.page.bring("six_rubrics")
    shown.settle()
    shown.show("rubric", record)
    return shown.page.details["rubric"]


def edit(shown: Shown, record: str = "shipped:six-25") -> Any:
    """The editor of a rubric."""
    show_rubric(shown, record).edit()
    return ready(shown)


def ready(shown: Shown) -> Any:
    """The editor that has the page, once it can be used."""
    shown.wait(lambda: shown.page.whole.up() is not None and shown.page.whole.up().ready)
    return shown.page.whole.up()


def choose(editor: Any, number: str) -> None:
    place = next(n for n, one in enumerate(editor.draft.items) if one["id"] == number)
    editor.parts.select((ITEM, str(place)))


def pick(edit: Any, text: str) -> None:
    """Type, and take the first of what is found for it, as a click on it does."""
    write(edit, text)
    edit._found = edit.picker.search(None, text, 9)
    assert edit._found, text
    edit._pick(0)


def write(edit: QLineEdit, text: str) -> None:
    """As an input method would: what is not ASCII cannot be sent as keys."""
    edit.setText(text)
    edit.textEdited.emit(text)


def put(steps: Any, *lines: tuple[str, ...]) -> None:
    """Key in the lines of a small table, as many as there are."""
    model = steps.grid.model
    while len(model.rows) < len(lines):
        steps._add()
    for place, cells in enumerate(lines):
        for number, text in enumerate(cells):
            assert model.take(place, number + 2, text)


def saved(shown: Shown, editor: Any) -> Any:
    """Ctrl+S; the newest version."""
    before = {row["id"] for row in rows(shown)}
    shown.page.save()
    shown.wait(lambda: shown.page.whole.up() is None)
    shown.settle()
    (new,) = [row for row in rows(shown) if row["id"] not in before]
    return new


def test_points_are_changed_a_figure_is_added_tried_out_saved_and_taken_back(shown: Shown) -> None:
    shown.six.start()
    shown.page.compute()
    editor = edit(shown)
    assert shown.page.page_actions() == ()
    assert (editor.faults, editor.parts.said.text()) == ([], "没有错，可以保存")
    assert editor.head.values()["title"] == "武清区“六有”工会评分表（25人及以上）"

    # points: typed wrong, then right, then they do not add up any more
    choose(editor, "B6")
    editor.item.text.put("points", "5x")
    editor.check()
    assert "分值「5x」不是数" in editor.faults[0].words
    editor.item.text.put("points", "5")
    editor.check()
    said = "".join(fault.words for fault in editor.faults)
    assert "各项分值合计 102 分，不等于总分 100 分" in said
    assert "最高一档应得满分" in said
    put(editor.item.scoring.tiers, ("90", "5"), ("80", "3"), ("70", "1"))
    choose(editor, "B7")
    assert editor.draft.points(int(editor.parts.where()[1])) == 100
    editor.parts.buttons["remove"].click()
    assert "101 分" in "".join(fault.words for fault in editor.faults)

    # another item in its place, with a figure found by its words
    choose(editor, "B5")
    editor.item.text.put("points", "0.5")
    editor.parts.buttons["add_item"].click()
    place = int(editor.parts.where()[1])
    assert editor.draft.items[place]["id"] == "B7"
    editor.item.text.put("text", "会员达到规模")
    editor.item.text.put("points", "0.5")
    scoring = editor.item.scoring
    editor.item.views.bring("scoring")
    scoring.how.setCurrentIndex(scoring.how.findData("bool"))
    editor.check()
    assert "要写看哪些规则或指标" in editor.faults[0].words
    pick(scoring.needs.adding, "会员人数")
    assert scoring.needs.codes() == ["J206"]
    limit = scoring.needs.findChild(QLineEdit, f"{scoring.needs.name}_0_limit")
    limit.selectAll()
    QTest.keyClicks(limit, "90")
    editor.check()
    assert editor.draft.items[place]["needs"] == "J206>=90"
    assert editor.faults == []

    # 试评: nothing is stored
    number = shown.number()
    editor._bring("trial")
    pick(editor.trial.union, "甲公司")
    shown.wait(lambda: bool(editor.trial.lines.model.entries))
    lines = {one["id"]: one for one in editor.trial.lines.model.entries}
    assert (lines["B6"]["before"], lines["B6"]["after"], lines["B6"]["change"]) == ("2", "5", "+3")
    assert (lines["B7"]["after"], "93人" in lines["B7"]["words"]) == ("0.5", True)
    assert "甲公司工会：试评" in editor.trial.said.text()
    editor.trial._everybody()
    shown.wait(lambda: bool(editor.trial.unions.model.entries))
    (one,) = editor.trial.unions.model.entries
    assert (one["name"], float(one["after"]) > float(one["before"])) == ("甲公司工会", True)
    assert shown.number() == number
    assert unnamed(editor) == []

    # the new version; what was scored with the old one stays
    (old,) = rows(shown)
    before = shown.row(shown.six.union)
    made = saved(shown, editor)
    assert (made["title"], made["year"], made["version"], made["shipped"]) == (
        "武清区“六有”工会评分表（25人及以上）", 2026, "2026.1", False,
    )  # fmt: skip
    assert {item.id: item.points for item in read_rubric(made["content"]).items}["B6"] == 500
    assert [row for row in rows(shown) if row["id"] == old["id"]] == [old]
    assert rows(shown, ASSESSMENT)[0]["rubric_id"] == old["id"]
    assert shown.row(shown.six.union)["own"] == before["own"]
    assert shown.page.details["rubric"].card.id == made["id"]
    shown.undone("保存评分标准")
    assert rows(shown) == [old]


def test_a_union_nobody_began_is_scored_by_the_new_version_at_once(shown: Shown) -> None:
    before = float(shown.row(shown.six.union)["own"])
    editor = edit(shown)
    choose(editor, "B6")
    put(editor.item.scoring.tiers, ("90", "3"), ("80", "2"), ("70", "1"))
    saved(shown, editor)
    shown.page.bring("six_haves")
    assert float(shown.row(shown.six.union)["own"]) > before


def test_with_a_fault_nothing_is_saved_and_nothing_is_lost(shown: Shown) -> None:
    editor = edit(shown)
    choose(editor, "A1")
    editor.item.text.put("text", "")
    number = shown.number()
    shown.page.save()
    shown.settle()
    assert (shown.number(), shown.page.whole.up()) == (number, editor)
    assert editor.parts.where() == (ITEM, "0")
    assert shown.page.is_dirty()
    editor.item.text.put("text", "改到一半")
    editor.back()
    shown.dialog("leave_rubric")
    shown.chip("leave_rubric_keep")
    shown.wait(lambda: shown.page.whole.up() is None)
    shown.settle()
    kept = shown.six.space.state(KEY)["shipped:six-25"]
    assert kept["content"]["items"][0]["text"] == "改到一半"
    assert not shown.page.is_dirty()

    # another window of the same person, as after a crash: it goes on where it was left
    detail = show_rubric(shown)
    detail.drafts._found = {}
    detail.drafts._arrived(shown.six.space.state(KEY))
    shown.settle()
    assert detail.acts_of(detail.card)[0].title == "接着修改…"
    detail.edit()
    shown.dialog("rubric_kept")
    shown.chip("rubric_kept_go_on")
    editor = ready(shown)
    assert (editor.draft.items[0]["text"], editor.is_dirty()) == ("改到一半", True)
    saved(shown, editor)
    assert shown.six.space.state(KEY) == {}


def test_typing_alone_keeps_what_is_unfinished(shown: Shown) -> None:
    editor = edit(shown)
    choose(editor, "A2")
    editor.item.proof.put("advice", "请上级批复")
    shown.wait(lambda: "shipped:six-25" in (shown.six.space.state(KEY) or {}))
    kept = shown.six.space.state(KEY)["shipped:six-25"]["content"]
    assert kept["items"][1]["advice"] == "请上级批复"
    editor.back()
    shown.dialog("leave_rubric")
    shown.chip("leave_rubric_drop")
    shown.wait(lambda: shown.six.space.state(KEY) == {})
    assert rows(shown) == []


def test_of_what_is_kept_in_quick_succession_the_newest_stays(shown: Shown) -> None:
    editor = edit(shown)
    choose(editor, "A1")
    for n in range(30):
        editor.item.text.put("text", f"第{n}稿")
        editor.keep()
    shown.settle()
    assert shown.six.space.state(KEY)["shipped:six-25"]["content"]["items"][0]["text"] == "第29稿"
    editor._forget()
    shown.settle()
    assert shown.six.space.state(KEY) == {}


def test_what_cannot_be_read_cannot_be_tried_out(shown: Shown) -> None:
    editor = edit(shown)
    choose(editor, "A1")
    editor.item.text.put("points", "四")
    editor._bring("trial")
    pick(editor.trial.union, "甲公司")
    shown.settle()
    assert "有的项目还没有写对" in editor.trial.said.text()
    assert editor.trial.lines.model.entries == []
    choose(editor, "A1")
    editor.item.text.put("points", "9")  # too many points together, but each can be scored
    editor._bring("trial")
    editor.trial.run()
    shown.wait(lambda: bool(editor.trial.lines.model.entries))
    editor.item.text.put("points", "4")
    assert "请再试评一次" in editor.trial.said.text()


def test_a_search_that_leads_elsewhere_keeps_what_was_typed(shown: Shown) -> None:
    editor = edit(shown)
    choose(editor, "A1")
    editor.item.text.put("text", "别处看看")
    shown.show("six_union", shown.six.union)
    assert shown.page.whole.up() is None
    shown.wait(lambda: "shipped:six-25" in (shown.six.space.state(KEY) or {}))


def test_grades_sections_and_whom_it_is_for(shown: Shown) -> None:
    editor = edit(shown)
    shown.chip("rubric_head_preset_stars")
    editor.head.whom.put("least", "50")
    editor.head.text.put("title", "星级评定表")
    editor.head.text.put("year", "27")
    editor.check()
    assert "四位数的年份" in "".join(fault.words for fault in editor.faults)
    editor.head.text.put("year", "2027")
    editor.parts.buttons["add_section"].click()
    kind, key = editor.parts.where()
    assert kind == SECTION
    editor.section.form.put("title", "有特色工作")
    editor.parts.buttons["up"].click()
    editor.parts.buttons["add_item"].click()
    editor.item.text.put("text", "一项特色工作")
    editor.item.scoring.how.setCurrentIndex(editor.item.scoring.how.findData("bonus"))
    editor.item.text.put("points", "2")
    choose(editor, "A7")
    editor.item.text.put("section", key)
    where = editor.parts.where()
    assert where is not None
    assert editor.draft.items[int(where[1])]["id"] == "A7"
    editor.parts.select((WHOLE, ""))
    made = saved(shown, editor)
    rubric = read_rubric(made["content"])
    assert (made["year"], rubric.title, rubric.least) == (2027, "星级评定表", 50)
    assert [(g.name, g.least) for g in rubric.grades] == [
        ("三星", 9000), ("二星", 8000), ("一星", 7000),
    ]  # fmt: skip
    assert [title for _key, title in rubric.sections][-2:] == ["有特色工作", "加分"]
    assert [item.id for item in rubric.items if item.section == key] == [f"{key}1", "A7"]


def test_every_way_of_scoring_can_be_written(shown: Shown) -> None:
    editor = edit(shown, "shipped:six-small")
    scoring = editor.item.scoring
    editor.parts.select((SECTION, editor.draft.sections[0][0]))
    full = read_rubric(editor.draft.finished()).full
    editor.item.views.bring("scoring")

    def new(text: str, how: str, points: str) -> str:
        editor.parts.buttons["add_item"].click()
        editor.item.text.put("text", text)
        editor.item.text.put("points", points)
        scoring.how.setCurrentIndex(scoring.how.findData(how))
        assert scoring.explained.text()
        return str(editor.draft.items[int(editor.parts.where()[1])]["id"])

    made = {"linear": new("按比例", "linear", "4")}
    pick(scoring.value, "职工入会率")
    for key, text in (("target", "95"), ("step", "5"), ("deduct", "1")):
        scoring.numbers[key].setFocus()
        QTest.keyClicks(scoring.numbers[key], text)
    made["count"] = new("按次", "count", "3")
    pick(scoring.value, "J401")
    QTest.keyClicks(scoring.numbers["each"], "1")
    made["enum_deduct"] = new("按情形", "enum_deduct", "3")
    put(scoring.cases, ("没有发生", "0"), ("发生过", "3"))
    made["veto"] = new("否决", "veto", "0")
    made["manual"] = new("人工", "manual", "2")
    editor.head.load(editor.draft.head, "")
    editor.draft.head["full"] = str((full + 1200) // 100)
    editor.check()
    assert editor.faults == [], [fault.words for fault in editor.faults]
    items = {one.id: one for one in read_rubric(saved(shown, editor)["content"]).items}
    assert {how: items[number].how for how, number in made.items()} == {how: how for how in made}
    one = items[made["linear"]]
    assert (one.value, one.target, one.step, one.deduct) == ("R201", 9500, 500, 100)
    assert (items[made["count"]].value, items[made["count"]].each) == ("J401", 100)
    assert [(s.words, s.points) for s in items[made["enum_deduct"]].steps] == [
        ("没有发生", 0), ("发生过", 300),
    ]  # fmt: skip


def test_a_table_of_classes_is_edited(shown: Shown) -> None:
    editor = edit(shown, "shipped:three-class")
    editor.parts.select((ITEM, "0"))
    classes = editor.item.scoring.classes
    count = len(classes.every)
    shown.chip("rubric_class_add")
    assert len(classes.every) == count + 1
    editor.check()
    assert "类别" in editor.faults[0].words
    shown.chip("rubric_class_remove")
    write(classes.every[0].title, "甲类")
    assert unnamed(editor) == []
    rubric = read_rubric(saved(shown, editor)["content"])
    assert rubric.by_class
    assert rubric.items[0].classes[0].name == "甲类"


def test_the_next_version_of_ones_own_takes_the_place_of_the_last(shown: Shown) -> None:
    editor = edit(shown)
    editor.head.text.put("title", "本县评分表")
    first = saved(shown, editor)
    editor = edit(shown, first["id"])
    assert editor.head.values()["version"] == "2026.2"
    choose(editor, "A1")
    editor.item.proof.put("verify", "看现场")
    second = saved(shown, editor)
    kept = {row["id"]: row["retired_on"] for row in rows(shown)}
    assert kept == {first["id"]: DAY, second["id"]: None}
    shown.undone("保存评分标准")
    assert {row["id"]: row["retired_on"] for row in rows(shown)} == {first["id"]: None}


def test_what_a_copy_is_called() -> None:
    rubric = shipped()["six-small"]
    start = beginning("shipped:six-small", rubric, None, "武清区", 2026)
    assert (start.content["title"], start.content["version"], start.year, start.own) == (
        f"武清区{rubric.title}", "2026.1", "2026", False,
    )  # fmt: skip
    own = {"id": "x", "shipped": False, "retired_on": date(2026, 1, 1), "year": None}
    start = beginning("x", rubric, own, "武清区", 2026)
    assert (start.content["title"], start.own, start.year) == (rubric.title, False, "")
    assert [next_version(v) for v in ("2026.1", "2026.9", "试行")] == [
        "2026.2",
        "2026.10",
        "试行.2",
    ]


def test_of_several_cases_the_one_chosen_leaves_the_points_that_are_not_deducted(
    shown: Shown,
) -> None:
    shown.six.start()
    shown.page.compute()
    line = f"{shown.six.union}:C6"
    shown.show("six_line", line)
    shown.act("six_line", "answer")
    field = next(f for f in shown.page.editor.spec.fields if f.key == "answer")
    assert [choice.title for choice in field.choices] == [
        "2 分　建有并正常使用", "1 分　建有，使用不多", "0 分　没有",
    ]  # fmt: skip
    best = field.choices[0]
    shown.fill(answer=(best.key, best.title), reason="看过现场")
    shown.save()
    shown.ready()
    assert shown.six.line("C6").own == 200

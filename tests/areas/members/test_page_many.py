"""All that a filter leaves, seen or not: changed at once, printed."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLabel

from tests.areas.members.test_page import _previews, bar


def test_all_that_a_filter_leaves_are_changed_in_sight_with_progress(shown):
    """Not only the rows that were ever seen."""
    people = shown.people
    made = [people.member(f"职工{n:03}") for n in range(150)]
    shown.page.look()
    shown.page.list().bar.box.setText("职工")
    shown.wait(lambda: shown.page.list().count() == len(made))
    shown.choose(made[0], made[1])
    shown.wait(lambda: shown.page.bars["members"].isVisible())
    every = shown.page.bars["members"].every
    shown.wait(every.isVisible)
    assert every.text() == "选中全部 150 条"
    every.click()
    shown.wait(lambda: not every.isVisible())
    bar(shown, "change")
    shown.fill(item="hardship", to_hardship="1")
    dialog, lines = shown.reviewed()
    assert len(lines) == len(made)
    steps = []
    shown.desk.ops.started.connect(lambda op: steps.append(op))
    dialog.findChild(QAbstractButton, "review_yes").click()
    shown.wait(lambda: not shown.page.editor.is_open())
    (job,) = steps
    assert not job.quiet
    assert job.state() == (100, 150, "正在逐人办理")
    assert all(shown.card(one)["row"]["hardship"] == "是" for one in made)
    assert shown.card(shown.wang)["row"]["hardship"] == ""
    shown.undone("批量修改会员信息")
    assert not any(shown.card(one)["row"]["hardship"] for one in made)


def test_a_list_of_nobody_prints_nobody(shown, qtbot):
    from app.desk.preview import Preview

    shown.page.list().bar.choose("model_worker", ("yes",))
    shown.wait(lambda: shown.page.list().count() == 0)
    shown.page.rosters()
    dialog = shown.dialog("rosters")
    assert dialog.findChild(QLabel, "rosters_said").text().startswith("名单里现在没有人")
    dialog.findChild(QAbstractButton, "rosters_ok").click()
    qtbot.waitUntil(lambda: bool(_previews(Preview)), timeout=60_000)
    (preview,) = _previews(Preview)
    text = preview.pane.document.getAllText(0).text()
    assert "王小明" not in text
    assert "共0人" in text
    preview.close()


def test_a_print_says_in_words_what_the_list_is_narrowed_to(shown):
    made = shown.page.list().bar
    made.choose("union", (shown.people.one,))
    made.choose("joined", ("2020-01-01", ""))
    made.choose("platform", ("sent", "refused", "none"))
    shown.wait(lambda: "甲公司工会" in made.buttons["union"].text())
    assert made.in_words() == (
        "筛选：所在工会：甲公司工会；入会日期：2020-01-01 至；"
        "上级平台：已上平台、平台未接收、未上平台。"
    )
    held = made.chosen()
    made.clear()
    assert made.in_words() == ""
    made.apply(held)  # as a saved choice of filters does
    assert made.chosen()["platform"] == ("sent", "refused", "none")

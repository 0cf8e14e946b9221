# ruff: noqa: E501
"""Flows without a window, and the frame around them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.base.lists import Tone
from app.desk.flow import Flow, Step
from app.desk.newoffice import check_user, new_office_flow, strength
from app.desk.wizard import StepPage, Wizard


def branching() -> Flow:
    return Flow.of(
        Step("kind", "种类", lambda d: "short" if d.get("quick") else "long"),
        Step("long", "细节", "end", lambda d: "" if d.get("name") else "请填名称。"),
        Step("short", "快速", "end"),
        Step("end", "完成", None, no_return=True),
    )


@pytest.mark.parametrize(
    ("answers", "trail"),
    [([{"quick": True}, {}], ["kind", "short", "end"]),
     ([{"quick": False}, {"name": "甲"}], ["kind", "long", "end"]),
     ([{"quick": False}, {}], ["kind", "long"])],
)  # fmt: skip
def test_paths(answers, trail):
    flow = branching()
    for answer in answers:
        flow.forward(**answer)
    assert flow.trail == trail


def test_the_step_that_lets_nobody_on_says_why_and_back_keeps_answers():
    flow = branching()
    assert flow.forward(quick=False) == ""
    assert flow.forward() == "请填名称。"
    flow.back()
    assert flow.step.key == "kind"
    assert flow.data == {"quick": False}
    flow.forward(quick=True)
    flow.forward()
    assert flow.is_last()
    assert not flow.can_go_back()


def test_the_line_shows_done_now_and_ahead():
    flow = branching()
    assert [s for _k, _t, s in flow.line()] == ["now", "ahead", "ahead"]
    flow.forward(quick=True)
    assert flow.line() == [
        ("kind", "种类", "done"), ("short", "快速", "now"), ("end", "完成", "ahead")
    ]  # fmt: skip


class Words(StepPage):
    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def gathered(self):
        return self.answer


def test_the_frame_walks_the_flow_and_tells_what_is_missing(qtbot):
    pages = {k: (lambda k=k: Words({})) for k in ("kind", "long", "short", "end")}
    wizard = Wizard("w", branching(), pages)
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.forward()
    wizard.forward()
    problem = wizard.findChild(QLabel, "w_problem")
    assert problem.text() == "请填名称。"
    assert problem.isVisible()
    wizard.back()
    assert not problem.isVisible()
    wizard.page("kind").answer = {"quick": True}
    wizard.forward()
    wizard.forward()
    assert wizard.main.text() == "完成"
    with qtbot.waitSignal(wizard.finished) as got:
        wizard.forward()
    assert got.args[0] == {"quick": True}


@pytest.mark.parametrize(
    ("password", "tone"),
    [("", Tone.IDLE), ("abc", Tone.BAD), ("12345678", Tone.WARN), ("aaaaaaaaaa", Tone.WARN),
     ("wangqing", Tone.WARN), ("Wq7#town21", Tone.GOOD), ("十一月里的工会小院子很安静啊", Tone.GOOD),
     ("王敏的口令123", Tone.WARN)],
)  # fmt: skip
def test_a_word_for_the_password(password, tone):
    assert strength(password, "王敏")[1] is tone


def test_new_office_asks_for_everything_before_it_makes_anything():
    flow = new_office_flow()
    assert flow.forward() == "请选择本单位所在的地方。"
    flow.forward(division="120114109")
    assert flow.step.key == "office"
    assert flow.forward(name="", folder="/x") == "请填写本级工会的名称。"
    assert flow.forward(name="甲", folder="/x", opening=None) == "请填写启用日。"
    from datetime import date

    assert flow.forward(opening=date(2026, 1, 1), kind="township", unfit="不合适") == "不合适"
    flow.forward(unfit="")
    assert flow.step.key == "user"
    assert flow.forward(user="王敏", password="短") == "口令至少要 8 个字符。"
    assert flow.forward(password="够长的口令了吧", again="另一个") == "口令至少要 8 个字符。"
    assert flow.forward(password="够长的口令了吧。。", again="另一个") == "两次输入的口令不一样。"
    assert flow.forward(again="够长的口令了吧。。") == ""
    assert not flow.can_go_back()
    assert "恢复密钥" in flow.forward()
    assert flow.forward(key_kept=True) == ""
    assert flow.is_last()


def test_check_user_wants_a_name():
    assert check_user({"user": " "}) == "请填写经办人姓名。"

"""Scoring by a rubric: every way of scoring at its edges, and what always holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.six_haves.rules.conditions import (
    Condition,
    plain,
    read_conditions,
    to_hundredths,
)
from app.areas.six_haves.rules.rubric import read_rubric, shipped
from app.areas.six_haves.rules.scoring import (
    Fact,
    Facts,
    Ruled,
    State,
    Typed,
    grade_of,
    score,
)
from app.base.errors import UserError
from app.base.findings import Result

GRADES = [
    {"least": 95, "name": "模范"},
    {"least": 90, "name": "先进"},
    {"least": 80, "name": "达标"},
]


def rubric(*items: dict[str, Any], full: Any = None, **more: Any):
    """A rubric of items; points add up to ``full`` unless told otherwise."""
    made = [
        {"id": f"A{n}", "section": "A", "text": f"第{n}项", **i} for n, i in enumerate(items, 1)
    ]
    total = sum(i.get("points", 0) for i in made if i["how"] not in ("veto", "bonus", "class_all"))
    return read_rubric({
        "code": "t", "title": "试", "sections": [["A", "甲"]], "items": made,
        "full": total if full is None else full, "grades": GRADES, **more,
    })  # fmt: skip


def facts(ever: Any = None, proofs: Any = None, **values: Any) -> Facts:
    """Figures as numbers (a pair is a rate), rules as results."""
    figures, rules = {}, {}
    for code, value in values.items():
        code = code.replace("_", "-")
        if isinstance(value, Result):
            rules[code] = Ruled(value, f"{code}说明")
        elif isinstance(value, tuple):
            top, below = value
            figures[code] = Fact((2 * top * 10_000 + below) // (2 * below), code, top, below)
        else:
            figures[code] = Fact(None if value is None else value * 100, f"{code} {value}")
    return Facts(figures, ever or {}, rules)


def only(made: Any, told: Facts, typed: Any = None, **kw: Any):
    """The one line of a rubric with one item."""
    (line,) = score(made, "G", told, typed, **kw).lines
    return line


# -- the language of conditions --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ELE-04", [Condition("ELE-04")]),
        ("J405", [Condition("J405", ">=", 100)]),
        ("r201≥92.5%；J405 > 0", [Condition("R201", ">=", 9250), Condition("J405", ">", 0)]),
        ("L07", [Condition("L07")]),
        ("", []),
    ],
)
def test_conditions_are_read(text, found):
    assert list(read_conditions(text)) == found


@pytest.mark.parametrize("text", ["入会率达标", "R201>=", "R201>=12.345", "J405>>1"])
def test_what_is_no_condition_is_told(text):
    with pytest.raises(UserError, match="看不懂"):
        read_conditions(text, "第 A1 项")


@given(st.integers(-(10**9), 10**9))
def test_hundredths_are_written_and_read_alike(value):
    assert to_hundredths(plain(value)) == value


@pytest.mark.parametrize(
    ("sign", "holds"),
    [(">=", (False, True, True)), ("<=", (True, True, False)), ("=", (False, True, False)),
     (">", (False, False, True)), ("<", (True, False, False))],
)  # fmt: skip
def test_each_sign_at_its_limit(sign, holds):
    condition = Condition("J405", sign, 200)
    assert tuple(condition.holds(v) for v in (199, 200, 201)) == holds


# -- each way of scoring ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "state", "points"),
    [
        ({"ELE_04": Result.PASS, "J405": 1}, State.COMPUTED, 400),
        ({"ELE_04": Result.FAIL, "J405": 1}, State.COMPUTED, 0),
        ({"ELE_04": Result.NO_DATA, "J405": 0}, State.COMPUTED, 0),
        ({"ELE_04": Result.NO_DATA, "J405": 1}, State.NO_DATA, None),
        ({"J405": 1}, State.NO_DATA, None),
        ({"ELE_04": Result.NOT_APPLICABLE, "J405": 1}, State.COMPUTED, 400),
        ({"ELE_04": Result.PASS, "J405": None}, State.NO_DATA, None),
    ],
)
def test_bool_needs_everything_and_missing_is_never_a_pass(told, state, points):
    made = rubric({"how": "bool", "points": 4, "needs": "ELE-04;J405"})
    line = only(made, facts(**told))
    assert (line.state, line.own) == (state, points)


STEPS = [{"least": 95, "points": 3}, {"least": 90, "points": 2}, {"least": 80, "points": 1}]
TIER = {"how": "tier", "points": 3, "value": "R201", "steps": STEPS}


@pytest.mark.parametrize(
    ("members", "points"),
    [(10_000, 300), (9_500, 300), (9_499, 200), (9_000, 200), (8_999, 100), (8_000, 100),
     (7_999, 0), (0, 0)],
)  # fmt: skip
def test_tiers_at_their_edges(members, points):
    assert only(rubric(TIER), facts(R201=(members, 10_000))).own == points


def test_a_tier_says_how_many_more_it_takes():
    line = only(rubric(TIER), facts(R201=(91, 103)))
    assert line.own == 100
    assert line.raise_by == "达到90可得2分（还差2）"


@pytest.mark.parametrize(
    ("value", "points"),
    [((100, 100), 600), ((95, 100), 600), ((9_499, 10_000), 500), ((90, 100), 500),
     ((8_999, 10_000), 400), ((0, 100), 0)],
)  # fmt: skip
def test_linear_deducts_for_each_step_begun_and_stops_at_nothing(value, points):
    item = {"how": "linear", "points": 6, "value": "R202", "target": 95, "step": 5, "deduct": 1}
    assert only(rubric(item), facts(R202=value)).own == points


@pytest.mark.parametrize(("times", "points"), [(0, 0), (1, 50), (3, 150), (4, 200), (9, 200)])
def test_each_time_counts_up_to_the_cap(times, points):
    item = {"how": "count", "points": 2, "value": "H203", "each": 0.5}
    assert only(rubric(item), facts(H203=times)).own == points


@pytest.mark.parametrize(
    ("told", "points"), [((1, 1, 1), 300), ((1, 0, 1), 200), ((0, 0, 0), 0), ((1, None, 0), None)]
)
def test_each_that_is_missing_deducts(told, points):
    item = {"how": "per_missing", "points": 3, "each": 1, "needs": "H101;H102;H103"}
    values = dict(zip(("H101", "H102", "H103"), told, strict=True))
    assert only(rubric(item), facts(**values)).own == points


def test_judgement_waits_for_a_person():
    made = rubric({"how": "manual", "points": 2, "auto": "H"})
    assert only(made, facts()).state is State.OPEN
    line = only(made, facts(), {"A1": Typed(150)})
    assert (line.state, line.own) == (State.JUDGED, 150)
    assert only(made, facts(), {"A1": Typed(900)}).own == 200


def test_without_records_a_hand_may_answer_and_records_that_deny_take_over():
    made = rubric({"how": "bool", "points": 4, "needs": "J701", "known": ["J701", "J714"]})
    none = facts(ever={"J701": False, "J714": False}, J701=0)
    assert only(made, none).state is State.NO_DATA
    line = only(made, none, {"A1": Typed(400, reason="见照片")})
    assert (line.state, line.own, line.words) == (State.TYPED, 400, "见照片")
    there = facts(ever={"J701": False, "J714": True}, J701=0)
    line = only(made, there, {"A1": Typed(400)})
    assert (line.state, line.own) == (State.COMPUTED, 0)


def test_three_scores_follow_each_other():
    made = rubric({"how": "bool", "points": 4, "needs": "J405"})
    told = facts(J405=1)
    line = only(made, told, {"A1": Typed(self_score=300)})
    assert (line.proposed, line.own, line.review, line.final) == (400, 300, 300, 300)
    line = only(made, told, {"A1": Typed(self_score=300, review_score=200)})
    assert (line.review, line.final) == (200, 200)
    line = only(made, told, {"A1": Typed(review_score=200, final_score=100)})
    assert (line.own, line.review, line.final) == (400, 200, 100)
    assert line.lost == 0


def test_vetoes_hold_by_records_or_by_judgement():
    veto = {"how": "veto", "needs": "ELE-07"}
    hand = {"how": "veto", "auto": "H"}
    made = rubric({"how": "bool", "points": 100, "needs": "J405"}, veto, hand)
    good = facts(J405=1, ELE_07=Result.PASS)
    assert score(made, "G", good).own.grade == "模范"
    assert score(made, "G", facts(J405=1, ELE_07=Result.FAIL)).own.grade == "未达标"
    assert score(made, "G", facts(J405=1)).own.grade == "模范"
    judged = score(made, "G", good, vetoes={"A3": "审计认定"})
    assert (judged.own.grade, judged.own.score, judged.lines[2].words) == (
        "未达标",
        10_000,
        "审计认定",
    )


def test_bonuses_are_capped():
    made = rubric(
        {"how": "bool", "points": 100, "needs": "J405"},
        {"how": "bonus", "points": 4, "auto": "H"},
        {"how": "bonus", "points": 3, "auto": "H"},
        bonus_cap=5,
    )
    said = {"A2": Typed(400), "A3": Typed(300)}
    total = score(made, "G", facts(J405=0), said).own
    assert (total.lines, total.bonus, total.score) == (0, 500, 500)


@pytest.mark.parametrize(
    ("how", "scaled", "total"), [("rescale", 5_000, 10_000), ("full", 0, 10_000)]
)
def test_what_does_not_apply_is_dropped_or_full(how, scaled, total):
    made = rubric(
        {"how": "bool", "points": 50, "needs": "J405"},
        {"how": "bool", "points": 50, "needs": "ELE-12", "applies": "J207>=1"},
        not_applicable=how,
    )
    found = score(made, "G", facts(J405=1, J207=0, ELE_12=Result.FAIL)).own
    assert (found.scaled, found.score) == (scaled, 10_000)


def test_what_no_rule_speaks_of_does_not_apply():
    made = rubric(
        {"how": "bool", "points": 50, "needs": "J405"},
        {"how": "bool", "points": 50, "needs": "ELE-04;ELE-08"},
    )
    beside = {"ELE_04": Result.NOT_APPLICABLE, "ELE_08": Result.NOT_APPLICABLE}
    found = score(made, "T", facts(J405=1, **beside))
    assert found.lines[1].state is State.NOT_APPLICABLE
    assert found.own.score == 10_000
    classes = rubric({"how": "class_all", "classes": CLASSED}, full=0)
    assert only(classes, facts(**beside)).state is State.NO_DATA


def test_items_of_another_sort_of_union_are_not_asked():
    made = rubric(
        {"how": "bool", "points": 60, "needs": "J405"},
        {"how": "bool", "points": 40, "needs": "J502", "objects": "G"},
    )
    found = score(made, "T", facts(J405=1))
    assert len(found.lines) == 1
    assert found.own.score == 10_000


@pytest.mark.parametrize(
    ("points", "grade"), [(9_500, "模范"), (9_499, "先进"), (8_000, "达标"), (7_999, "未达标")]
)
def test_grades_at_their_edges(points, grade):
    assert grade_of(rubric({"how": "bool", "points": 100, "needs": "J405"}), points) == grade


CLASSED = [{"name": "一类", "text": "甲", "needs": "ELE-04"}, {"name": "二类", "text": "乙"}]
CLASSES = [
    {"name": "一类", "text": "甲", "needs": "R104>=90;R201>=90"},
    {"name": "二类", "text": "乙", "needs": "R104>=80"},
    {"name": "三类", "text": "丙"},
]


@pytest.mark.parametrize(
    ("told", "typed", "shown", "state"),
    [
        ({"R104": (95, 100), "R201": (90, 100)}, None, "一类", State.COMPUTED),
        ({"R104": (95, 100), "R201": (89, 100)}, None, "二类", State.COMPUTED),
        ({"R104": (70, 100), "R201": (89, 100)}, None, "", State.NO_DATA),
        ({"R104": (70, 100), "R201": (89, 100)}, Typed("三类"), "三类", State.JUDGED),
        ({"R104": (70, 100), "R201": (89, 100)}, Typed("一类"), "未达类别", State.COMPUTED),
        ({"R104": (95, 100), "R201": None}, Typed("一类"), "一类", State.TYPED),
    ],
)
def test_a_class_is_reached_when_all_its_conditions_hold(told, typed, shown, state):
    made = rubric({"how": "class_all", "classes": CLASSES}, full=0, failed="未达类别")
    line = only(made, facts(**told), {"A1": typed} if typed else None)
    assert (line.shown, line.state) == (shown, state)


def test_the_whole_is_of_the_lowest_class():
    made = rubric(
        {"how": "class_all", "classes": CLASSES}, {"how": "class_all", "classes": CLASSES},
        full=0, failed="未达类别",
    )  # fmt: skip
    told = facts(R104=(85, 100), R201=(85, 100))
    assert score(made, "G", told).own.grade == "二类"
    assert score(made, "G", facts(R104=(1, 100), R201=(1, 100))).own.grade == "未达类别"


# -- rubrics ---------------------------------------------------------------------------------------


def test_the_shipped_rubrics_are_whole():
    six = shipped()["six-25"]
    assert set(shipped()) == {"six-25", "six-small", "three-class"}
    plain_ = [i for i in six.items if i.how not in ("veto", "bonus")]
    assert len([i for i in plain_ if "G" in i.objects]) == 40
    assert sum(i.points for i in plain_ if "G" in i.objects) == 10_000
    sums = dict.fromkeys("ABCDEF", 0)
    for item in plain_:
        sums[item.section] += item.points if "G" in item.objects else 0
    assert sums == {"A": 1500, "B": 1500, "C": 2000, "D": 2000, "E": 1200, "F": 1800}
    small = [i for i in shipped()["six-small"].items if i.how != "veto"]
    assert 10 <= len(small) <= 12


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full": 90}, "合计 100 分，不等于总分 90 分"),
        ({"grades": []}, "没有写等次"),
        ({"grades": GRADES[::-1]}, "从高到低"),
        ({"items": []}, "没有评分项目"),
        ({"sections": []}, "所在的大项没有写"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused_with_every_fault(change, words):
    item = {"id": "A1", "section": "A", "text": "一", "how": "bool", "points": 100, "needs": "J405"}
    good = {
        "code": "t",
        "title": "试",
        "sections": [["A", "甲"]],
        "items": [item],
        "grades": GRADES,
    }
    read_rubric(good)
    with pytest.raises(UserError, match=words):
        read_rubric({**good, **change})


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"how": "magic"}, "没有这一种"),
        ({"how": "tier", "value": "R201"}, "最高一档应得满分"),
        ({"how": "linear", "value": "R201"}, "每低多少扣多少分"),
        ({"how": "count", "value": "J701"}, "每次"),
        ({"how": "bool"}, "要写看哪些规则或指标"),
        ({"how": "tier", "steps": [{"least": 1, "points": 4}]}, "按哪个指标计分"),
        ({"how": "class_all", "classes": [{"name": "一类", "text": "甲"}]}, "两个类别"),
        ({"objects": "X", "how": "manual"}, "应为 G、L、T"),
    ],
)
def test_each_fault_of_an_item_is_named(item, words):
    with pytest.raises(UserError, match=words):
        rubric({"points": 4, **item})


def test_codes_that_do_not_exist_are_named():
    data = rubric({"how": "bool", "points": 4, "needs": "J405;XYZ-99"}).as_data()
    with pytest.raises(UserError, match="没有指标或规则 XYZ-99"):
        read_rubric(data, {"J405"})

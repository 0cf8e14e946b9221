"""A rubric as a table of words, written and read again; a county's own table."""

from __future__ import annotations

import pytest

from app.areas.six_haves.rules.rubric import read_rubric, shipped
from app.areas.six_haves.rules.scoring import Facts, Typed, score
from app.areas.six_haves.rules.table import HEAD, item_of, rows_of, rubric_of

LOSSES = "未完成扣5分；底数不清扣2分"
CLASSED = {"first": "总工会并取得法人资格【LAW-12】", "second": "联合制选举产生", "third": "有主席"}


def read_back(rows, **kw):
    heads = {row["id"]: row["text"] for row in rows if row.get("how") == HEAD}
    found = [item_of(row, n) for n, row in enumerate(rows, 1) if row.get("how") != HEAD]
    assert [faults for _item, faults in found if faults] == []
    return read_rubric(rubric_of([item for item, _f in found], heads, **kw))


@pytest.mark.parametrize("code", sorted(shipped()))
def test_a_rubric_written_as_a_table_and_read_again_is_the_same(code):
    rubric = shipped()[code]
    again = read_back(rows_of(rubric), title="", grades=[])
    assert again == rubric
    assert again.digest == rubric.digest


def test_a_countys_table_without_any_column_of_ours():
    rows = [
        {"section": "组织建设", "text": "组建与入会目标", "points": "10", "deduction": LOSSES},
        {"section": "组织建设", "text": "法人资格登记", "points": "3", "criterion": "应100%"},
        {"section": "维权", "text": "集体合同建制率", "points": "87分", "verify": "查资料"},
    ]
    made = read_back(rows, title="梅陇镇工会工作考核细则", grades=[{"least": 80, "name": "合格"}])
    assert (made.full, [i.how for i in made.items]) == (10_000, ["manual"] * 3)
    assert made.items[0].criterion == LOSSES
    scored = score(made, "G", Facts({}), {"1": Typed(800), "2": Typed(300), "3": Typed(7000)})
    assert (scored.own.score, scored.own.grade) == (8_100, "合格")


def test_a_table_of_three_classes_without_points():
    rows = [
        {"text": "组织机构", **CLASSED},
        {"text": "办公场所", "first": "独立办公室", "second": "合署办公", "third": "有牌子"},
    ]
    made = read_back(rows, title="双创优考评标准", grades=[])
    assert made.by_class
    assert made.items[0].classes[0].needs[0].code == "LAW-12"
    scored = score(made, "T", Facts({}), {"1": Typed("二类"), "2": Typed("一类")})
    assert scored.own.grade == "二类"


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"points": "三"}, "points", "不是分值"),
        ({"how": "tier", "basis": "R201", "steps": "九十五以上得3分"}, "steps", "请写成 95→3"),
        ({"how": "linear", "basis": "R201", "steps": "目标95"}, "steps", "目标95，每低5扣1"),
        ({"how": "enum_deduct", "steps": "没有发生"}, "steps", "情形→扣分"),
        ({"how": "count", "basis": "J701"}, "steps", "每次"),
        ({"basis": "入会率95%"}, "basis", "看不懂"),
        ({"first": "甲【乱写】", "second": "乙"}, "first", "看不懂"),
        ({"objects": "企业"}, "objects", "应为 G、L、T"),
        ({"auto": "X"}, "auto", "应为 A、M 或 H"),
        ({"applies": "有女会员"}, "applies", "看不懂"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(cells, field, words):
    _item, faults = item_of({"text": "一", **cells}, 1)
    assert [name for name, _said in faults] == [field]
    assert words in faults[0][1]

"""The header is found wherever it is, and columns mean what they say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets.fields import Field, Kind, SheetKind
from app.sheets.grid import Merge
from app.sheets.header import Choice, Layout, find_layout
from tests.sheets.kinds import EMPLOYERS, UNIONS


def found(rows, kind=UNIONS, merged=(), **options):
    numbered = [(number, list(cells)) for number, cells in enumerate(rows, 1)]
    return find_layout("表", numbered, list(merged), kind, **options)


def fields(layout):
    return {column.column: column.field for column in layout.columns}


@pytest.mark.parametrize("above", [0, 1, 3, 12])
def test_titles_above_the_header(above):
    rows = [[f"第{n}行说明文字", "", ""] for n in range(above)]
    layout = found([*rows, ["工会名称", "建会时间", "职工总数"], ["甲工会", "", 5]])
    assert layout.header_row == above + 1
    assert layout.first_row == above + 2
    assert len(layout.titles) == above


@pytest.mark.parametrize(
    "header",
    [
        "工 会 名 称", "*工会名称", "工会名称（必填）", "工会\n名称", "【必填】工会名称",
        "1.工会名称", "工会名称：",
        "工会名称（全称）", "基层工会名称", "＊工会名称", "工会名称(与公章一致)", "所在工会",
    ],
)  # fmt: skip
def test_spellings_of_one_header(header):
    assert fields(found([[header, "建会时间"], ["甲", ""]])) == {"A": "name", "B": "founded"}


@pytest.mark.parametrize(
    "header",
    [
        "上级工会名称",
        "工会名称拼音缩写",
        "女会员占比",
        "非公企业数",
        "职工之家建成时间",
        "主席电话",
    ],
)
def test_headers_that_only_look_alike_are_not_taken(header):
    layout = found(
        [["工会名称", "职工人数", "会员人数", "工会主席", header], ["甲", 1, 1, "某", "x"]]
    )
    wrong = {"name", "workers", "members", "chair", "founded", "phone"}
    assert fields(layout).get("E") not in wrong


def test_longest_synonym_wins():
    layout = found([["工会名称", "上级工会名称", "女职工人数", "职工人数"], ["甲", "乙", 1, 2]])
    assert fields(layout) == {"A": "name", "B": "upper", "C": "women", "D": "workers"}


def test_likeness_comes_last_and_is_marked():
    layout = found([["工会名称", "建会日子期", "职工总人数"], ["甲", "", 1]])
    assert fields(layout)["C"] == "workers"
    sure = {column.field: column.sure for column in layout.columns}
    assert sure["name"]
    assert not sure["workers"]


def test_two_lines_without_merged_cells_as_in_a_text_file():
    rows = [
        ["序号", "工会名称", "职工人数", "", "联系电话"],
        ["", "", "合计", "其中：女", ""],
        ["1", "甲工会", "5", "2", ""],
    ]
    layout = found(rows)
    assert fields(layout) == {"B": "name", "C": "workers", "D": "women", "E": "phone"}
    assert (layout.header_row, layout.first_row) == (1, 3)


def test_one_line_above_data_is_not_two_lines():
    layout = found([["工会名称", "基层工会类型", "备注"], ["甲工会", "单独", "无"], ["乙", "", ""]])
    assert layout.first_row == 2


def test_three_lines():
    rows = [
        ["工会名称", "人员情况", "", ""],
        ["", "职工人数", "", "会员人数"],
        ["", "合计", "女", ""],
        ["甲工会", 5, 2, 4],
    ]
    merged = [Merge(1, 0, 3, 0), Merge(1, 1, 1, 3), Merge(2, 1, 2, 2), Merge(2, 3, 3, 3)]
    layout = found(rows, merged=merged)
    assert fields(layout) == {"A": "name", "B": "workers", "C": "women", "D": "members"}
    assert layout.first_row == 4


def test_duplicate_columns_first_one_counts():
    layout = found([["工会名称", "联系电话", "联系电话", "工会名称"], ["甲", "1", "2", "乙"]])
    assert fields(layout) == {"A": "name", "B": "phone"}
    assert layout.unmatched == ["联系电话", "工会名称"]


def test_units_in_the_header():
    layout = found([["工会名称", "工资总额（万元）", "职工人数/人"], ["甲", 1, 2]])
    assert {c.field: c.factor for c in layout.columns} == {"name": 1, "wages": 10_000, "workers": 1}


def test_running_numbers_and_result_columns_are_neither_matched_nor_unmatched():
    layout = found(
        [["序号", "工会名称", "是否导入成功", "错误原因", "别的"], [1, "甲", "否", "x", "y"]]
    )
    assert layout.unmatched == ["别的"]


def test_a_missing_obligatory_column_is_named():
    layout = found([["建会时间", "职工人数", "会员人数"], ["", 1, 1]])
    assert layout.missing == ["name"]
    assert found([["建会时间", "职工人数"], ["", 1]], given=frozenset({"name"})).missing == []


def test_nothing_like_a_header():
    assert found([["天气", "温度"], ["晴", 20]]) is None
    assert found([]) is None


def test_what_was_chosen_once_is_remembered():
    rows = [["工会名称", "神秘列", "职工人数"], ["甲", "2018-08-23", 5]]
    first = found(rows)
    assert first.unmatched == ["神秘列"]
    chosen = found(rows, choice=Choice(columns={"B": "founded", "C": ""}))
    assert fields(chosen) == {"A": "name", "B": "founded"}
    assert chosen.unmatched == ["职工人数"]
    remembered = {chosen.signature: chosen.matching()}
    again = found([["甲镇台账", "", ""], *rows], remembered=remembered)
    assert fields(again) == {"A": "name", "B": "founded"}
    assert again.unmatched == []
    other = found(
        [["工会名称", "神秘列", "职工人数", "别的"], ["甲", "", 5, ""]], remembered=remembered
    )
    assert "founded" not in fields(other).values()


def test_a_person_says_where_the_header_is():
    rows = [["工会名称", "职工人数"], ["单位", "人"], ["甲工会", 5]]
    layout = found(rows, choice=Choice(header_row=1, lines=2))
    assert layout.first_row == 3


def test_which_list_a_sheet_is():
    employers = [["单位名称", "统一社会信用代码", "所属工会", "职工人数"], ["甲", "", "", 1]]
    scores = {kind.kind: found(employers, kind) for kind in (UNIONS, EMPLOYERS)}
    assert not scores["employers"].missing
    assert scores["unions"] is None or scores["unions"].score < scores["employers"].score


def test_a_layout_survives_json():
    import json

    layout = found([["标题", ""], ["工会名称", "职工人数"], ["甲", 1]])
    assert Layout.from_json(json.loads(json.dumps(layout.to_json()))) == layout


def test_declarations_are_checked():
    with pytest.raises(ValueError, match="code"):
        Field(key="a", title="甲", kind=Kind.CODE)
    with pytest.raises(ValueError, match="twice"):
        SheetKind(
            kind="k", title="t", fields=(Field(key="a", title="a"), Field(key="a", title="b"))
        )
    with pytest.raises(ValueError, match="unknown"):
        SheetKind(kind="k", title="t", fields=(Field(key="a", title="a"),), keys=(("b",),))
    with pytest.raises(KeyError):
        UNIONS.field("nothing")


DECOR = ["{}", "*{}", "{}（必填）", " {} ", "{}\n", "　{}", "{}：", "（1）{}"]


@given(st.data())
def test_any_order_any_spelling_any_place(data):
    """Every field is found under any of its names, in any order, below any titles."""
    chosen = data.draw(st.lists(st.sampled_from(UNIONS.fields[1:]), unique=True, max_size=12))
    chosen = [UNIONS.fields[0], *chosen]
    random.Random(data.draw(st.integers(0, 1000))).shuffle(chosen)
    words = [data.draw(st.sampled_from([f.title, *f.synonyms])) for f in chosen]
    header = [data.draw(st.sampled_from(DECOR)).format(word) for word in words]
    titles = data.draw(
        st.lists(st.sampled_from(["某镇工会台账", "制表：某", "单位：人"]), max_size=3)
    )
    rows = [*([title] for title in titles), header, [f"甲{n}" for n in range(len(header))]]
    if len(header) == 1:
        rows = rows[len(titles) :]
        titles = []
    layout = found(rows)
    assert layout is not None
    assert layout.header_row == len(titles) + 1
    assert [column.field for column in layout.columns] == [f.key for f in chosen]
    assert layout.unmatched == []


FALLBACK = SheetKind(
    kind="x",
    title="名单",
    fields=(
        Field(key="name", title="姓名", fallbacks=("用户名",), obligatory=True),
        Field(key="phone", title="手机号", kind=Kind.MOBILE),
    ),
    ignored=("用户名",),
)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["用户名", "手机号"], {"A": "name", "B": "phone"}),
        (["用户名", "姓名", "手机号"], {"B": "name", "C": "phone"}),
        (["姓名", "用户名", "手机号"], {"A": "name", "C": "phone"}),
    ],
)
def test_a_fallback_counts_only_where_no_column_says_it_better(header, columns):
    layout = found([header, ["甲", "乙", "13800001201"]], FALLBACK)
    assert fields(layout) == columns
    assert layout.unmatched == []
    assert layout.missing == []

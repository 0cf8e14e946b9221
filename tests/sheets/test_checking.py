"""From a file to checked rows: which rows are data, what comes twice, what travels."""

from __future__ import annotations

import json

import pytest

from app.base.errors import BugError, KnownError, UserError
from app.base.findings import Severity
from app.base.progress import Progress
from app.sheets import child
from app.sheets.checked import CheckedRow, Outcome, Problem
from app.sheets.checking import Options, check_file, look_into
from app.sheets.fields import Field, Kind, SheetKind
from app.sheets.header import Choice
from tests.sheets.kinds import EMPLOYERS, PEOPLE, UNIONS
from tests.sheets.packages import write_package

HEAD = ["序号", "单位名称", "统一社会信用代码", "所在村（社区）", "职工人数", "备注"]


def outcomes(rows):
    return [(row.row, row.outcome.value, row.reason) for row in rows]


def data(rows):
    return [row.values["name"] for row in rows if row.outcome is Outcome.PENDING]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["合计", None, None, None, 68], "total"),
        ([None, "小计", None, None, 68], "total"),
        ([None, "甲村小计", None, None, 68], "total"),
        (["总 计", "2家", None, None, 68], "total"),
        (["填表人：某某", None, None, "审核人：某某"], "signature"),
        (["制表人", "某"], "signature"),
        (["（盖章）"], "signature"),
        (["填表说明：1.请逐项填写；2.日期写成2018-08-23。"], "note"),
        (["注：以上数据截至年底"], "note"),
        ([None, None, None, "二、小企业联合会"], "section"),
        (HEAD, "header"),
        ([3], "empty"),
        ([3, None, None, None, None, None], "empty"),
    ],
)
def test_rows_that_are_no_data(make_xlsx, checked, line, reason):
    path = make_xlsx([HEAD, [1, "甲公司"], line, [2, "乙公司"]])
    _, rows, _ = checked(path, [EMPLOYERS])
    assert outcomes(rows) == [(2, "", ""), (3, "skipped", reason), (4, "", "")]
    assert rows[1].cells


@pytest.mark.parametrize(
    "name",
    [
        "合计算机公司",
        "总计量仪器厂",
        "说明书印刷厂",
        "审核通公司",
        "一、二车间",
        "张三食品厂",
        "注塑厂",
    ],
)
def test_names_that_only_sound_like_it(make_xlsx, checked, name):
    path = make_xlsx([HEAD, [1, "甲公司", None, None, 5], [2, name, None, None, 61]])
    assert data(checked(path, [EMPLOYERS])[1]) == ["甲公司", name]


@pytest.mark.parametrize(
    "line",
    [
        ["示例", "天津某公司", None, None, 5],
        [1, "XX有限公司", None, None, 5],
        [1, "×××公司"],
        ["例：", "甲公司"],
        [1, "（示例）甲公司", None, None, 5],
        [1, "例：甲公司", None, None, 5],
        ["甲", "乙", "丙", "丁", 1, 2],
        [1, 2, 3, 4, 5, 6],
        [None, None, None, None, "人"],
    ],
)
def test_examples_and_counting_lines_below_the_header(make_xlsx, checked, line):
    _, rows, _ = checked(make_xlsx([HEAD, line, [1, "甲公司"]]), [EMPLOYERS])
    assert [row.outcome.value for row in rows] == ["skipped", ""]


def test_zhang_san_is_an_example_only_in_the_first_line(make_xlsx, checked):
    sound = ["999999199001010016", "999999198506150028"]
    rows = [
        ["姓名", "身份证号"],
        ["张三", "999999199001010016"],
        ["李梅", sound[1]],
        ["张三", sound[0]],
    ]
    _, found, _ = checked(make_xlsx(rows), [PEOPLE])
    assert [row.outcome.value for row in found] == ["skipped", "", ""]


def test_the_templates_own_examples_are_no_data(make_xlsx, checked):
    rows = [
        ["工会名称", "上级工会", "备注"],
        ["示例有限公司工会委员会", "示例镇总工会", None],
        ["甲工会"],
    ]
    _, found, _ = checked(make_xlsx(rows), [UNIONS])
    assert [row.reason for row in found] == ["example", ""]


def test_blank_rows_between_blocks_are_nothing(make_xlsx, checked):
    path = make_xlsx([HEAD, [1, "甲公司"], [], [" ", "　"], [2, "乙公司"]])
    assert [row.row for row in checked(path, [EMPLOYERS])[1]] == [2, 5]


def test_sections_say_where_a_row_stands(make_xlsx, checked):
    path = make_xlsx([HEAD, ["一、企业工会"], [1, "甲公司"], ["（二）联合会"], [2, "乙公司"]])
    rows = checked(path, [EMPLOYERS])[1]
    assert [row.section for row in rows if row.outcome is Outcome.PENDING] == [
        "一、企业工会",
        "（二）联合会",
    ]


def test_twice_the_same_is_skipped_twice_different_is_wrong(make_xlsx, checked):
    code = "91999999TE5T00016A"
    path = make_xlsx(
        {
            "一村": [
                HEAD,
                [1, "甲公司", code, "一村", 5],
                [2, "甲公司", code, "一村", 5],
                [3, "甲 公司", code, "一村", 6],
            ],
            "二村": [HEAD, [1, "甲公司", None, "一村", 7], [2, "甲公司", None, "二村", 8]],
        }
    )  # fmt: skip
    _, rows, end = checked(path, [EMPLOYERS])
    assert [(r.sheet, r.outcome.value, r.reason) for r in rows] == [
        ("一村", "", ""),
        ("一村", "skipped", "repeated"),
        ("一村", "rejected", ""),
        ("二村", "rejected", ""),
        ("二村", "", ""),
    ]
    assert [rows[2].problems[-1].code, rows[3].problems[-1].code] == ["IMP-TWICE"] * 2
    assert "第 2 行" in rows[2].problems[-1].message
    assert "工作表「一村」第 2 行" in rows[3].problems[-1].message
    assert end.rows == 5


def test_the_same_is_the_same_in_whichever_order_its_columns_stand(make_xlsx, checked):
    line, other = [1, "甲公司", None, "一村", 5, "旧"], [1, "乙公司", None, "一村", 6, None]
    path = make_xlsx({"甲": [HEAD, line, other], "乙": [HEAD[::-1], other[::-1], line[::-1]]})
    _, rows, _ = checked(path, [EMPLOYERS])
    assert [(r.sheet, r.reason) for r in rows] == [
        ("甲", ""), ("甲", ""), ("乙", "repeated"), ("乙", "repeated"),
    ]  # fmt: skip


def test_same_name_with_two_sound_codes_are_two_units(make_xlsx, checked):
    path = make_xlsx(
        [
            HEAD,
            [1, "甲公司", "91999999TE5T00016A", "一村"],
            [2, "甲公司", "52999999TE5T00016B", "一村"],
        ]
    )
    assert len(data(checked(path, [EMPLOYERS])[1])) == 2


def test_a_rejected_row_does_not_stand_in_the_way_of_its_correction(make_xlsx, checked):
    rows = [["工会名称", "建会日期"], ["甲工会", "2024.2.30"], ["甲工会", "2024-02-29"]]
    _, found, _ = checked(make_xlsx(rows), [UNIONS])
    assert [row.outcome.value for row in found] == ["rejected", ""]


def test_every_sheet_that_holds_a_list_is_read_each_as_its_kind(make_xlsx, checked):
    path = make_xlsx(
        {
            "工会": [["工会名称", "基层工会类型", "会员人数"], ["甲工会", "单独", 5]],
            "单位": [HEAD, [1, "甲公司"]],
            "说明": [["填表说明"], ["一、怎么填"]],
        }
    )
    layouts, rows, end = checked(path, [UNIONS, EMPLOYERS])
    assert [(layout.sheet, layout.kind) for layout in layouts] == [
        ("工会", "unions"),
        ("单位", "employers"),
    ]
    assert data(rows) == ["甲工会", "甲公司"]
    assert end.skipped_sheets == {"说明": "没有认出表头"}


def test_only_the_sheet_asked_for(make_xlsx, checked):
    path = make_xlsx({"一村": [HEAD, [1, "甲"]], "二村": [HEAD, [1, "乙"]]})
    assert data(checked(path, [EMPLOYERS], Options(sheet="二村"))[1]) == ["乙"]
    with pytest.raises(KnownError, match="没有工作表「三村」"):
        checked(path, [EMPLOYERS], Options(sheet="三村"))


def test_a_persons_mapping_goes_all_the_way(make_xlsx):
    path = make_xlsx([["神秘名字", "职工人数"], ["甲公司", 5]])
    choice = Choice(header_row=1, columns={"A": "name"})
    items = list(check_file(path, [EMPLOYERS], Options(choices={"Sheet1": choice})))
    assert items[1].values == {"name": "甲公司", "workers": 5}
    again = Options(remembered={items[0].signature: items[0].matching()})
    assert list(check_file(path, [EMPLOYERS], again))[1].values["name"] == "甲公司"


def test_looking_into_a_file(make_xlsx):
    path = make_xlsx({"一村": [["台账"], HEAD, [1, "甲公司", None, None, 5.0]], "空": []})
    sheets = look_into(path, [EMPLOYERS])
    assert [(sheet.name, sheet.layout is not None) for sheet in sheets] == [
        ("一村", True),
        ("空", False),
    ]
    assert sheets[0].rows[2] == [3, [1, "甲公司", "", "", 5, ""]]
    assert sheets[0].layout.header_row == 2


def row_check(values, originals):
    """An area's own check, called in the child."""
    if values.get("workers", 0) < values.get("women", 0):
        yield "women", "L20", "explain", "女职工多于职工", ["核对"]


def row_keys(values):
    """An area's own keys."""
    return [(values.get("name", "")[:1],)]


OWN = SheetKind(
    kind="own",
    title="自有",
    fields=UNIONS.fields,
    row_check="tests.sheets.test_checking:row_check",
    key_function="tests.sheets.test_checking:row_keys",
)


def test_an_areas_own_check_and_keys_run_in_the_child(make_xlsx):
    path = make_xlsx([["工会名称", "职工人数", "女职工人数"], ["甲一", 1, 2], ["甲二", 2, 1]])
    rows = [item for item in check_file(path, [OWN]) if isinstance(item, CheckedRow)]
    assert rows[0].problems == [
        Problem("Sheet1", 2, "C", "women", "L20", Severity.EXPLAIN, "C2 女职工多于职工", ("核对",))
    ]
    assert rows[1].problems[0].code == "IMP-TWICE"


def test_a_row_is_rejected_exactly_if_a_problem_must():
    row = CheckedRow("表", 2)
    row.add("IMP-DIFFERS", Severity.EXPLAIN, "不同")
    assert row.outcome is Outcome.PENDING
    row.add("IMP-UNION", Severity.MUST, "没有这个工会", candidates=["甲"])
    assert row.outcome is Outcome.REJECTED
    row.problems.pop()
    row.judge()
    assert row.outcome is Outcome.PENDING


def test_rows_and_problems_survive_json(make_xlsx, checked):
    path = make_xlsx(
        [
            ["一、标题"],
            ["工会名称", "建会日期", "法人资格"],
            ["甲 \u200b会", "2018.8", "也许"],
            ["乙", "坏"],
        ]
    )
    for row in checked(path, [UNIONS])[1]:
        assert CheckedRow.from_json(json.loads(json.dumps(row.to_json()))) == row
        for problem in row.problems:
            assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem
            assert set(problem.to_json()) == {
                "sheet", "row", "column", "field", "code", "severity", "message", "candidates",
            }  # fmt: skip


def test_an_obligatory_field_from_elsewhere(make_xlsx, checked):
    kind = SheetKind(
        kind="k",
        title="名单",
        fields=(
            Field(key="name", title="姓名", obligatory=True),
            Field(key="union", title="所属工会", obligatory=True),
            Field(key="day", title="日期", kind=Kind.DAY),
        ),
    )
    path = make_xlsx([["姓名", "日期"], ["甲", None]])
    with pytest.raises(KnownError, match="所属工会"):
        checked(path, [kind])
    _, rows, _ = checked(path, [kind], Options(given=frozenset({"union"})))
    assert (rows[0].values, rows[0].problems) == ({"name": "甲"}, [])


# --- the child process ----------------------------------------------------------------------------


def job_talks(number):
    yield {"progress": [1, number, "半路"]}
    yield from range(number)


def job_refuses(_):
    raise UserError("NO", "不行", "别做")
    yield


def job_breaks(_):
    raise ZeroDivisionError("秘密 110101199003070011")
    yield


def job_eats(_):
    yield len(bytearray(1 << 34))


def job_dies(_):
    import os

    os.abort()
    yield


def job_sums(rows, factor):
    yield sum(row[0] for row in rows) * factor


HERE = "tests.sheets.test_checking"


def test_messages_and_progress_come_through():
    seen = []
    progress = Progress(report=lambda *what: seen.append(what))
    assert list(child.run(f"{HERE}:job_talks", 700, progress=progress)) == list(range(700))
    assert set(seen) == {(1, 700, "半路")}  # nothing before the child has said what it does


def test_errors_come_through_without_values():
    with pytest.raises(UserError) as caught:
        list(child.run(f"{HERE}:job_refuses", 1))
    assert (caught.value.code, caught.value.message, caught.value.advice) == ("NO", "不行", "别做")
    with pytest.raises(BugError) as bug:
        list(child.run(f"{HERE}:job_breaks", 1))
    assert "ZeroDivisionError" in bug.value.message
    assert "1101" not in str(bug.value)


@pytest.mark.parametrize("job", ["job_eats", "job_dies"])
def test_a_child_that_dies_is_noticed(job):
    with pytest.raises(child.ChildDied):
        list(child.run(f"{HERE}:{job}", 1))


def test_a_child_fed_with_rows():
    rows = [[n] for n in range(5000)]
    assert list(child.run(f"{HERE}:job_sums", 2, feed=rows)) == [sum(range(5000)) * 2]


def test_when_the_fast_parser_dies_the_bounded_reader_takes_over(tmp_path):
    """A cell that contradicts its row gets past the scan, and python-calamine aborts on it."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c></row>'
    rows += '<row r="2"><c r="A2" t="inlineStr"><is><t>甲公司</t></is></c>'
    rows += '<c r="SQ299999"><v>1</v></c></row>'
    path = write_package(tmp_path / "骗.xlsx", rows)
    with pytest.raises(child.ChildDied):
        list(child.run("app.sheets.checking:check_job", path, [EMPLOYERS], Options(), False))
    assert data([row for row in check_file(path, [EMPLOYERS]) if isinstance(row, CheckedRow)]) == [
        "甲公司"
    ]


def takes_the_upper_case(values, originals):
    """A row check that judges fields together: it changes one and drops another."""
    if values.get("name") == " ".join(values.get("name", "").split()).lower():
        originals.setdefault("name", values["name"])
        values["name"] = values["name"].upper()
    if values.pop("note", None) is not None:
        return [("note", "IMP-CODE", Severity.EXPLAIN, "不要备注", ())]
    return []


def test_a_row_check_may_change_values_and_repairs_of_them_are_told_no_more(make_xlsx, checked):
    fields = (
        Field(key="name", title="姓名", obligatory=True),
        Field(key="place", title="地点"),
        Field(key="note", title="备注"),
    )
    check = f"{__name__}:takes_the_upper_case"
    kind = SheetKind(kind="x", title="名单", fields=fields, row_check=check)
    path = make_xlsx([["姓名", "地点", "备注"], ["a　b", "甲　村", "某"], ["B", "乙", None]])
    _, rows, _ = checked(path, [kind])
    assert rows[0].values == {"name": "A B", "place": "甲 村"}
    assert rows[0].originals["name"] == "a　b"
    told = [(p.field, p.column, p.severity.value) for p in rows[0].problems]
    assert told == [("place", "B", "info"), ("note", "C", "explain")]
    assert rows[1].problems == []


def test_a_signature_that_begins_in_the_column_of_numbers_is_no_data(make_xlsx, checked):
    line = ["填表人：", "某某", None, None, None, "填表日期：2026-01-01"]
    _, rows, _ = checked(make_xlsx([HEAD, [1, "甲公司"], line]), [EMPLOYERS])
    assert outcomes(rows) == [(2, "", ""), (3, "skipped", "signature")]

"""上级平台 in the window, with real templates and the files that platforms send back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QFileDialog, QLineEdit

from app.areas.members.acts import edit_person, leave
from app.areas.members.lists.platforms import marks, platforms
from app.areas.organisations.acts import edit_union
from app.base.home import Target
from app.base.lists import mask
from tests.areas.members.rosters import identity
from tests.areas.members.templates import NOTE, answered, cells, v1
from tests.desk.pages import unnamed

HIM, HER = "E00000001", "E00000002"


@pytest.fixture
def view(shown: Any) -> Any:
    """上级平台; of the three members 赵强 has no phone."""
    shown.people.space.do(edit_person, shown.li, phone="13900000002")
    shown.shell.go(Target("members", view="platforms"))
    shown.wait(lambda: shown.page.platforms() is not None)
    shown.settle()
    return shown.page.platforms()


def press(shown: Any, name: str) -> None:
    """Click the button that is up, once it can be clicked."""

    def up() -> list[QAbstractButton]:
        every = shown.shell.findChildren(QAbstractButton, name)
        return [one for one in every if one.isVisible() and one.isEnabled()]

    shown.wait(lambda: len(up()) == 1)
    up()[0].click()


def choose(shown: Any, name: str, path: Path) -> None:
    """The file dialog that is open gets a file."""
    shown.wait(lambda: any(d.isVisible() for d in shown.shell.findChildren(QFileDialog, name)))
    dialog = next(d for d in shown.shell.findChildren(QFileDialog, name) if d.isVisible())
    dialog.filesSelected.emit([str(path)])
    dialog.fileSelected.emit(str(path))
    dialog.close()


def add(shown: Any, view: Any, path: Path, *, name: str = "", kind: str = "members") -> Any:
    """A template through the dialog, up to its columns."""
    press(shown, "platform_add")
    dialog = shown.dialog("add_platform")
    press(shown, "add_platform_file")
    choose(shown, "platform_file", path)
    dialog.findChild(QAbstractButton, f"add_platform_{kind}").click()
    dialog.findChild(QLineEdit, "add_platform_name").setText(name)
    dialog.findChild(QAbstractButton, "add_platform_ok").click()
    part = view.part()
    shown.wait(lambda: part.main.isEnabled())
    part.boxes.finish()
    return part


def box(shown: Any, letter: str) -> QComboBox:
    """What a column is filled with."""
    (found,) = [b for b in shown.shell.findChildren(QComboBox, f"platform_field_{letter}")
                if b.isVisible()]  # fmt: skip
    return found


def pick(shown: Any, letter: str, words: str) -> None:
    """Choose in the box of a column."""
    made = box(shown, letter)
    at = made.findText(words)
    assert at >= 0, words
    made.setCurrentIndex(at)
    made.activated.emit(at)


def lines(table: Any, *keys: str) -> list[tuple[str, ...]]:
    """What a table shows."""

    def word(value: Any) -> str:
        return str(getattr(value, "word", value)).strip()

    return [tuple(word(line[key]) for key in keys) for line in table.model.entries]


@pytest.fixture
def kept(shown: Any, view: Any, tmp_path: Path) -> Any:
    """The template of 20 columns is there, the cursor on it."""
    add(shown, view, v1(tmp_path / "模板.xlsx"), name="省总平台")
    press(shown, "platform_columns_save")
    shown.wait(lambda: view.part() is view.shelf and view.shelf.current() is not None)
    return view


def open_upload(shown: Any, view: Any) -> Any:
    press(shown, "platform_upload")
    part = view.part()
    shown.wait(lambda: part.main.isEnabled() or "没有" in part.said.text())
    shown.settle()
    return part


def test_a_template_is_read_mended_and_kept(shown: Any, view: Any, tmp_path: Path) -> None:
    assert lines(view.shelf.rows, "name") == []
    part = add(shown, view, v1(tmp_path / "模板.xlsx"), name="省总平台")
    assert "20/20 列已对应" in part.said.text()
    how = dict(lines(part.rows, "column", "how"))
    assert how["A"] == "序号，自动编"
    assert how["D"] == "日期，写成 yyyyMMdd"
    assert how["F"].startswith("换成平台的词：1、2、3、4…")
    assert box(shown, "B").currentText() == "姓名（必填）"
    assert unnamed(view) == []
    pick(shown, "B", "（空着）")
    assert "平台必填而没有对应：姓名*" in part.said.text()
    press(shown, "platform_columns_save")
    assert "姓名" in part.message.text()
    assert shown.read(platforms) == []
    part.boxes.finish()
    pick(shown, "B", "姓名（必填）")
    part.boxes.finish()
    pick(shown, "R", "固定内容…")
    dialog = shown.dialog("platform_constant")
    dialog.findChild(QLineEdit, "platform_constant_text").setText("王庆坨镇")
    dialog.findChild(QAbstractButton, "platform_constant_ok").click()
    shown.wait(lambda: dict(lines(part.rows, "column", "how"))["R"] == "每行都填「王庆坨镇」")
    assert shown.page.is_dirty()
    press(shown, "platform_columns_save")
    shown.wait(lambda: lines(view.shelf.rows, "name", "word") == [("省总平台", "会员")])
    assert not shown.page.is_dirty()
    shown.undone("添加上级平台模板")
    shown.wait(lambda: lines(view.shelf.rows, "name") == [])


def test_a_file_that_is_no_template_is_told(shown: Any, view: Any, tmp_path: Path) -> None:
    (tmp_path / "说明.xlsx").write_bytes(b"PK\x03\x04 broken")
    press(shown, "platform_add")
    dialog = shown.dialog("add_platform")
    dialog.findChild(QAbstractButton, "add_platform_ok").click()
    assert "空白模板" in dialog.message.text()
    dialog.take(tmp_path / "说明.xlsx")
    dialog.findChild(QAbstractButton, "add_platform_ok").click()
    shown.wait(lambda: view.part() is view.shelf and shown.shell.banner.isVisible())
    assert shown.read(platforms) == []


def test_what_is_new_goes_up_and_is_marked_on_a_word(shown: Any, kept: Any, tmp_path: Path) -> None:
    part = open_upload(shown, kept)
    assert lines(part.rows, "name", "why") == [
        ("李芳", "新增"), ("王小明", "新增"), ("赵强", "新增"),
    ]  # fmt: skip
    assert dict(lines(part.rows, "name", "said"))["赵强"] == "缺移动电话*"
    assert "其中 1 条缺平台必填的内容" in part.said.text()
    assert part.main.text() == "导出 2 条到…"
    part.reason.setText("")
    assert not part.main.isEnabled()
    part.reason.setText("十一月上传")
    press(shown, "platform_write")
    choose(shown, "platform_out", tmp_path / "上传.xlsx")
    shown.wait(lambda: bool(part.sent))
    rows = cells(tmp_path / "上传.xlsx", 5)
    assert [(row[0], row[1], row[7]) for row in rows[:2]] == [(1, "李芳", HER), (2, "王小明", HIM)]
    assert rows[2][0] == NOTE
    assert "十一月上传" in shown.newest()
    (platform,) = shown.read(platforms)
    assert shown.read(lambda c: marks(c, platform["id"])) == {}  # written is not uploaded
    press(shown, "platform_mark")
    shown.wait(lambda: lines(part.rows, "name") == [("赵强",)])
    assert shown.newest() == "标记已上平台"
    assert set(shown.read(lambda c: marks(c, platform["id"]))) == {shown.li, shown.wang}
    shown.people.space.do(edit_person, shown.li, phone="13900000009")
    part.look()
    shown.wait(lambda: ("李芳", "有变动") in lines(part.rows, "name", "why"))
    shown.desk.look_at_unit(shown.people.two, "乙公司工会")
    shown.wait(lambda: part.said.text().startswith("「乙公司工会」有 0 条"))
    assert not part.main.isEnabled()


def test_the_answers_say_what_was_refused_and_why(shown: Any, kept: Any, tmp_path: Path) -> None:
    part = open_upload(shown, kept)
    part.write(tmp_path / "上传.xlsx")
    shown.wait(lambda: bool(part.sent))
    press(shown, "platform_mark")
    shown.wait(lambda: not part.sent)
    press(shown, "platforms_back")
    why = "手机号格式错误"
    result = answered(tmp_path / "上传.xlsx", tmp_path / "结果.xlsx", {"王小明": why})
    press(shown, "platform_answers")
    choose(shown, "platform_result", result)
    answers = kept.part()
    shown.wait(lambda: bool(answers.rows.model.entries))
    assert lines(answers.rows, "place", "name", "state", "said") == [
        ("6", "王小明", "未接收", why), ("5", "李芳", "已接收", ""),
    ]  # fmt: skip
    assert "平台接收 1 条，未接收 1 条" in answers.said.text()
    press(shown, "platform_answers_keep")
    shown.wait(lambda: kept.part() is kept.shelf)
    shown.wait(lambda: lines(kept.shelf.rows, "confirmed", "refused") == [("1", "1")])
    part = open_upload(shown, kept)
    said = dict(lines(part.rows, "name", "said"))
    assert said["王小明"] == why
    assert ("王小明", "平台没有接收") in lines(part.rows, "name", "why")
    press(shown, "platforms_back")
    press(shown, "platform_answers")
    choose(shown, "platform_result", tmp_path / "上传.xlsx")  # without a column for the result
    shown.wait(lambda: "不是平台的导入结果" in shown.shell.banner.notice.text)


def test_the_whole_list_beside_ours(shown: Any, kept: Any, tmp_path: Path) -> None:
    part = open_upload(shown, kept)
    part.write(tmp_path / "上传.xlsx")
    shown.wait(lambda: bool(part.sent))
    book = openpyxl.load_workbook(tmp_path / "上传.xlsx")
    page = book["会员导入"]
    page["K6"] = "13911111111"  # 王小明
    page.unmerge_cells("A7:T7")
    stranger = identity(77)
    for at, text in (("A7", ""), ("B7", "外来人"), ("H7", stranger), ("K7", "13922222222")):
        page[at] = text
    book.save(tmp_path / "全部.xlsx")
    press(shown, "platforms_back")
    press(shown, "platform_compare")
    choose(shown, "platform_list", tmp_path / "全部.xlsx")
    compare = kept.part()
    shown.wait(lambda: compare._found is not None)
    assert lines(compare.tables["there"], "name", "number", "place") == [
        ("外来人", mask(stranger), "7"),
    ]
    assert lines(compare.tables["here"], "name") == [("赵强",)]
    assert lines(compare.tables["differs"], "name", "field", "theirs") == [
        ("王小明", "手机号", "139****1111"),
    ]  # fmt: skip
    press(shown, "platform_differs")
    press(shown, "platform_compare_export")
    choose(shown, "export_file", tmp_path / "不一致.xlsx")
    shown.wait(lambda: (tmp_path / "不一致.xlsx").exists() and not shown.desk.ops.busy())
    out = cells(tmp_path / "不一致.xlsx", 2)
    assert [(row[0], row[1], row[4], row[6]) for row in out] == [
        ("不一致", "王小明", "手机号", "139****1111"),
    ]  # fmt: skip
    press(shown, "platform_again")
    shown.wait(lambda: not compare.again.isEnabled())  # once is enough
    told = {
        mark["answer"] for mark in shown.read(lambda c: marks(c, compare.platform["id"])).values()
    }
    assert told == {"平台上的手机号不同"}
    press(shown, "platform_settle")
    shown.wait(lambda: not compare.settle.isVisible())
    (platform,) = shown.read(platforms)
    assert (platform["confirmed"], shown.newest()) == (1, "标记已上平台")
    table = compare.tables["differs"].table
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    shown.wait(lambda: shown.page.platforms() is None)
    shown.wait(lambda: (d := shown.page.detail()) is not None and d.record() == shown.wang)
    shown.page.bring_platforms()
    assert shown.page.platforms().part() is compare  # as it was left
    assert lines(compare.tables["differs"], "name") == [("王小明",)]


def test_unions_go_up_too(shown: Any, view: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(
        ["序号", "工会名称*", "上级工会", "基层工会类型", "换届年限", "是否设立党支部"]
    )
    term = {"term_from": date(2024, 3, 1), "term_until": date(2029, 3, 1)}
    shown.people.space.do(edit_union, shown.people.one, **term)
    book.save(tmp_path / "工会模板.xlsx")
    columns = add(shown, view, tmp_path / "工会模板.xlsx", kind="organisations")
    assert "没有对应、会空着的：是否设立党支部；" in columns.said.text()
    press(shown, "platform_columns_save")
    shown.wait(lambda: lines(view.shelf.rows, "name", "word") == [("工会模板", "工会组织")])
    part = open_upload(shown, view)
    assert {("甲公司工会",), ("乙公司工会",)} <= set(lines(part.rows, "name"))
    assert not part.reason.isVisible()  # no number of a person leaves
    part.write(tmp_path / "工会.xlsx")
    shown.wait(lambda: bool(part.sent))
    found = {row[1]: row[4] for row in cells(tmp_path / "工会.xlsx", 2)}
    assert found["甲公司工会"] == "五年"
    assert any("「是否设立党支部」" in note for note in next(iter(part.sent.values())).notes)


def test_leaving_asks_where_something_would_be_lost(shown: Any, view: Any, tmp_path: Path) -> None:
    add(shown, view, v1(tmp_path / "模板.xlsx"))
    assert shown.page.back()
    dialog = shown.dialog("leave_columns")
    dialog.findChild(QAbstractButton, "leave_columns_leave").click()
    shown.wait(lambda: view.part() is view.shelf)
    assert shown.page.back()
    shown.wait(lambda: shown.page.platforms() is None)
    assert not shown.shell.findChildren(QDialog, "add_platform")


def test_a_template_is_deleted_after_a_question(shown: Any, kept: Any) -> None:
    press(shown, "platform_delete")
    dialog = shown.dialog("sure_delete")
    dialog.findChild(QAbstractButton, "sure_delete_yes").click()
    shown.wait(lambda: shown.read(platforms) == [])
    shown.wait(lambda: lines(kept.shelf.rows, "name") == [])


def test_who_left_is_listed_until_it_is_done_on_the_platform(
    shown: Any, view: Any, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名*", "证件号码*", "移动电话"])
    book.save(tmp_path / "模板.xlsx")
    add(shown, view, tmp_path / "模板.xlsx", name="小平台")
    press(shown, "platform_columns_save")
    shown.wait(lambda: view.part() is view.shelf and view.shelf.current() is not None)
    part = open_upload(shown, view)
    assert not part.by_hand.isVisible()
    part.write(tmp_path / "一.xlsx")
    shown.wait(lambda: bool(part.sent))
    press(shown, "platform_mark")
    shown.wait(lambda: lines(part.rows, "name") == [])
    shown.people.space.do(leave, shown.wang, on=shown.desk.today)
    part.look()
    shown.wait(lambda: lines(part.rows, "name", "why") == [("王小明", "已经离开")])
    ((said,),) = lines(part.rows, "said")
    assert "退会" in said
    assert "请到平台上办理" in said
    assert not part.main.isEnabled()
    part.grab().save(str(tmp_path / "upload.png"))
    press(shown, "platform_by_hand")
    shown.wait(lambda: lines(part.rows, "name") == [])

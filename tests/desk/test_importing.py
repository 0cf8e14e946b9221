"""The import in the window, from a real ledger to the register and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QPushButton

from app.areas.organisations.acts import NewPlace, open_office
from app.areas.organisations.records import UNION
from app.desk.importing.check import CheckStep
from app.desk.importing.columns import ColumnsStep
from app.desk.importing.done import DoneStep
from app.desk.importing.page import ImportPage
from app.desk.importing.source import SourceStep
from app.desk.preview import Preview
from app.store.notes import register_received
from app.store.staging import Staging
from tests.areas.organisations.conftest import DAY, Office
from tests.areas.organisations.ledgers import as_lines, as_numbers, as_sheets
from tests.desk.desks import desk_on

WAIT = 30_000


@pytest.fixture
def office(workspace: Any) -> Office:
    made = workspace.do(
        open_office,
        kind="township",
        name="王庆坨镇总工会",
        opening=date(2026, 1, 1),
        places=[
            NewPlace("120114102", "王庆坨镇", "township"),
            NewPlace("120114102201", "一街村", "village", "120114102"),
        ],
    ).result
    return Office(space=workspace, **made)


@pytest.fixture
def page(qapp: Any, qtbot: Any, office: Office, tmp_path: Path) -> Iterator[ImportPage]:
    from app.desk import theme

    theme.apply(qapp)
    with desk_on(office.space, tmp_path) as desk:
        made = ImportPage(desk)
        made.resize(1180, 640)
        made.show()
        yield made
        made.start_anew()
        qtbot.waitUntil(lambda: not desk.ops.running(), timeout=WAIT)
    made.close()
    made.deleteLater()


class Walk:
    """Takes a person through the steps."""

    def __init__(self, page: ImportPage, qtbot: Any) -> None:
        self.page, self.qtbot = page, qtbot

    def until(self, what: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(what()), timeout=WAIT)

    def choose(self, *paths: Path) -> SourceStep:
        step = self.page.step("source")
        assert isinstance(step, SourceStep)
        step.add_paths(paths)
        self.until(lambda: step.sources)
        return step

    def columns(self) -> ColumnsStep:
        self.page.wizard.main.click()
        step = self.page.step("columns")
        assert isinstance(step, ColumnsStep)
        self.until(lambda: not step.busy)
        return step

    def check(self) -> CheckStep:
        self.page.wizard.main.click()
        step = self.page.step("check")
        assert isinstance(step, CheckStep)
        self.settled(step)
        return step

    def settled(self, step: CheckStep) -> None:
        self.until(lambda: not step.busy and not self.page.desk.ops.running())
        self.until(lambda: step.tabs.every or step.file is None)

    def commit(self) -> DoneStep:
        self.page.wizard.main.click()
        step = self.page.step("done")
        assert isinstance(step, DoneStep)
        self.until(lambda: not step.busy)
        return step


@pytest.fixture
def walk(page: ImportPage, qtbot: Any) -> Walk:
    return Walk(page, qtbot)


def waiting(office: Office) -> list[Any]:
    with Staging(office.space) as staging:
        return staging.imports()


def book(path: Path, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def note(step: Any) -> str:
    return " ".join(
        label.text() for label in step.findChildren(type(step.page.told).__mro__[1]) if label.text()
    )


@pytest.mark.parametrize("make", [as_numbers, as_lines, as_sheets])
def test_ledger_goes_through_all_steps_and_comes_back(
    office: Office, walk: Walk, tmp_path: Path, make: Any
) -> None:
    walk.choose(make(tmp_path / "台账.xlsx"))
    columns = walk.columns()
    assert columns.usable()
    check = walk.check()
    assert check.cards["wrong"].value.text() == "0"
    assert check.cards["doubt"].value.text() == "0"
    assert check.to_write() >= 62
    done = walk.commit()
    assert office.figure("J101").value == 62
    assert office.figure("J107").value == 372
    assert waiting(office) == []
    assert list((office.space.folder / "backups").glob("*before-import*"))
    assert done.undo.isEnabled()
    done.undo.click()
    walk.until(lambda: "已撤销" in note(done))
    assert office.figure("J101").value == 0


def test_wrong_cell_is_mended_in_place_and_checked_again(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    walk.choose(
        book(
            tmp_path / "甲.xlsx",
            ["工会名称", "工会主席", "建会日期"],
            ["甲工会委员会", "王某", "2020-05-06"],
            ["", "李某", "2020-05-06"],
        )
    )
    walk.columns()
    check = walk.check()
    assert check.cards["wrong"].value.text() == "1"
    assert check.tab == "wrong"
    panel: Any = check.panels["wrong"]
    assert panel.cell.text() == "A3"
    panel.edit.setText("乙工会委员会")
    panel.ok.click()
    walk.settled(check)
    assert check.cards["wrong"].value.text() == "0"
    assert check.cards["new"].value.text() == "2"
    walk.commit()
    assert office.figure("J101").value == 2


def test_differing_value_is_taken_over_by_column(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    office.union("甲工会委员会", chair="原主席甲", phone="13900000001")
    office.union("乙工会委员会", chair="原主席乙")
    walk.choose(
        book(
            tmp_path / "丙.xlsx",
            ["工会名称", "工会主席", "联系电话", "工会地址"],
            ["甲工会委员会", "新主席甲", "13900000002", "幸福路1号"],
            ["乙工会委员会", "新主席乙", "", ""],
        )
    )
    walk.columns()
    check = walk.check()
    assert [(line["name"], line["title"]) for line in check.tabs.differ] == [
        ("甲工会委员会", "工会主席"),
        ("甲工会委员会", "联系电话"),
        ("乙工会委员会", "工会主席"),
    ]
    assert [(line["title"], line["new"]) for line in check.tabs.changed] == [
        ("工会地址", "幸福路1号")
    ]
    assert check.tab == "differ"
    panel: Any = check.panels["differ"]
    check.tables["differ"].table.selectRow(0)
    panel.whole.click()
    walk.settled(check)
    assert [line["taken"] for line in check.tabs.differ] == [True, False, True]
    walk.commit()
    rows = {row["chair"]: row["phone"] for row in office.rows(UNION.select()) if row["chair"]}
    assert rows == {"新主席甲": "13900000001", "新主席乙": None}


def test_same_or_another_is_decided_and_an_unknown_union_chosen(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    street = office.union("一街村工会联合会", "regional_federation")
    office.union("工贸园工会联合会", "regional_federation")
    office.union("甲工会委员会", upper_id=street)
    walk.choose(
        book(
            tmp_path / "丁.xlsx",
            ["工会名称", "上级工会", "工会主席"],
            ["甲工会委员会", "工贸园工会联合会", "王某"],
            ["戊工会委员会", "一街村联合会", "李某"],
        )
    )
    walk.columns()
    check = walk.check()
    assert check.cards["doubt"].value.text() == "1"
    assert check.cards["wrong"].value.text() == "1"
    mend: Any = check.panels["wrong"]
    assert "一街村工会联合会" in [mend.near.itemText(n) for n in range(mend.near.count())]
    mend.near.setCurrentText("一街村工会联合会")
    mend.choose.click()
    walk.settled(check)
    assert check.cards["wrong"].value.text() == "0"
    check.show_tab("doubt")
    doubt: Any = check.panels["doubt"]
    assert "甲工会委员会" in doubt.which.currentText()
    doubt.other.click()
    walk.settled(check)
    assert check.cards["new"].value.text() == "2"
    walk.commit()
    assert office.figure("J101").value == 5
    from app.store.system import CHOICE

    (choice,) = office.rows(CHOICE.select())
    assert (choice["kind"], choice["record"]) == ("unions", street)


def test_columns_are_changed_and_remembered(office: Office, walk: Walk, tmp_path: Path) -> None:
    path = book(
        tmp_path / "己.xlsx",
        ["工会名称", "职工人数", "掌门人"],
        ["甲工会委员会", 20, "王某"],
    )
    walk.choose(path)
    columns = walk.columns()
    assert "掌门人" in columns.said.text()
    index = columns.table.model.index(2, 4)
    box: Any = columns.table.table.indexWidget(index)
    box.setCurrentIndex(box.findData("chair"))
    box.activated.emit(box.currentIndex())
    walk.until(lambda: not columns.busy)
    assert "掌门人" not in columns.said.text()
    walk.check()
    walk.commit()
    assert "王某" in [row["chair"] for row in office.rows(UNION.select())]
    walk.page.wizard.main.click()
    walk.choose(path)
    again = walk.columns()
    assert "掌门人" not in again.said.text()


def test_header_named_by_hand_is_found(office: Office, walk: Walk, tmp_path: Path) -> None:
    walk.choose(
        book(
            tmp_path / "壬.xlsx",
            ["名录", "第一列", "第二列", "第三列"],
            ["东区", "甲工会委员会", "王某", "x"],
        )
    )
    columns = walk.columns()
    assert not columns.ready()
    assert "没有认出表头" in columns.said.text()
    columns.header.setText("1")
    columns.header.editingFinished.emit()
    walk.until(lambda: not columns.busy)
    assert "缺少「工会名称」列" in columns.said.text()
    assert not columns.ready()
    box: Any = columns.table.table.indexWidget(columns.table.model.index(1, 4))
    box.setCurrentIndex(box.findData("name"))
    box.activated.emit(box.currentIndex())
    walk.until(lambda: not columns.busy)
    assert columns.ready()
    walk.check()
    walk.commit()
    assert office.figure("J101").value == 1


def test_cancel_leaves_nothing(office: Office, walk: Walk, tmp_path: Path) -> None:
    walk.choose(as_numbers(tmp_path / "台账.xlsx"))
    walk.columns()
    walk.check()
    assert waiting(office)
    before = office.space.counts()
    walk.page.cancel()
    walk.until(lambda: not walk.page.desk.ops.running())
    assert waiting(office) == []
    assert office.space.counts() == before
    assert walk.page.wizard.flow.step.key == "source"


def test_what_is_no_workbook_shows_its_sentence(walk: Walk, tmp_path: Path) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    step = walk.choose(path)
    walk.page.wizard.main.click()
    walk.until(lambda: step.findChild(object, "import_problem") is not None)
    assert walk.page.wizard.flow.step.key == "source"
    assert "图片" in note(step)


def test_folder_gives_one_line_per_file_and_registers_who_sent(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    office.union("一街村工会联合会", "regional_federation")
    office.union("二街村工会联合会", "regional_federation")
    folder = tmp_path / "收表"
    folder.mkdir()
    head = ["工会名称", "上级工会"]
    book(folder / "一街村工会联合会.xlsx", head, ["甲工会委员会", "一街村工会联合会"])
    book(folder / "乙.xlsx", head, ["乙工会委员会", ""])
    (folder / "坏.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    step = walk.choose(folder)
    assert len(step.sources) == 3
    walk.columns()
    check = walk.check()
    lines = check.files.model.entries
    assert [(line["file"], line["new"]) for line in lines] == [
        ("一街村工会联合会.xlsx", 1),
        ("乙.xlsx", 1),
        ("坏.xlsx", 0),
    ]
    assert lines[2]["said"]
    check.show_file(0)
    walk.settled(check)
    assert check.tabs.every[0]["name"] == "甲工会委员会"
    walk.commit()
    walk.page.show_view("received")
    table = walk.page.received.table.model
    walk.until(lambda: table.entries)
    state = {line["title"]: (line["state"].word, str(line["day"])) for line in table.entries}
    assert state["一街村工会联合会"] == ("已收", DAY.isoformat())
    assert state["二街村工会联合会"][0] == "未收"


def test_received_lines_are_exported_and_printed_as_they_are_listed(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    for name in ("一街村工会联合会", "二街村工会联合会", "三街村工会联合会"):
        office.union(name, "regional_federation")
    office.space.do(register_received, kind="organisations", file_name="二街村.xlsx",
                    sender=office.union("四街村工会联合会", "regional_federation"))  # fmt: skip
    page = walk.page
    page.show_view("received")
    view = page.received
    walk.until(lambda: len(view.table.model.entries) == 4)
    assert [a.key for a in page.page_actions()] == ["print", "export"]
    view.only.click()
    walk.until(lambda: len(view.table.model.entries) == 3)
    view.export()
    assert view.files is not None
    view.files.fileSelected.emit(str(tmp_path / "收表.xlsx"))
    view.files.close()
    walk.until(lambda: (tmp_path / "收表.xlsx").exists() and not page.desk.ops.running())
    lines = list(openpyxl.load_workbook(tmp_path / "收表.xlsx").worksheets[0].values)
    assert lines[0][:4] == ("单位", "类型", "村（社区）", "收表")
    shown = [line["title"] for line in view.table.model.entries]
    assert [(line[0], line[3], line[4]) for line in lines[1:]] == [
        (title, "未收", None) for title in shown
    ]
    view.print()
    walk.until(lambda: page.findChildren(Preview) or view.findChildren(Preview))
    (preview,) = view.findChildren(Preview)
    document = preview.pane.document
    text = document.getAllText(0).text()
    assert "2026年收表登记" in text
    assert "只列未收的" in text
    assert all(title in text for title in shown)
    assert "四街村" not in text
    preview.close()


def test_pasted_cells_are_imported(office: Office, walk: Walk, qapp: Any) -> None:
    step = walk.page.step("source")
    assert isinstance(step, SourceStep)
    qapp.clipboard().setText("工会名称\t职工人数\n甲工会委员会\t20\n乙工会委员会\t30\n")
    step.paste()
    walk.columns()
    check = walk.check()
    assert check.cards["new"].value.text() == "2"
    walk.commit()
    assert office.figure("J201").value == 50


def test_template_is_filled_with_what_is_known(office: Office, walk: Walk, tmp_path: Path) -> None:
    street = office.union("一街村工会联合会", "regional_federation")
    office.union("甲工会委员会", upper_id=street)
    step = walk.page.step("source")
    assert isinstance(step, SourceStep)
    step.save_template(tmp_path / "空白.xlsx")
    step.unit.set_key(street, "一街村工会联合会")
    step.save_template(tmp_path / "预填.xlsx", prefilled=True)
    walk.until(lambda: not walk.page.desk.ops.running())
    for name, count in (("空白", 0), ("预填", 2)):
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx").worksheets[0]
        names = [row[0].value for row in sheet.iter_rows(min_row=4) if row[0].value]
        assert len(names) == count


def test_errors_are_exported_in_the_layout_of_the_file(
    office: Office, walk: Walk, tmp_path: Path
) -> None:
    walk.choose(
        book(tmp_path / "庚.xlsx", ["工会名称", "上级工会"], ["甲工会委员会", "没有的工会"])
    )
    walk.columns()
    walk.check()
    walk.page.save_left(tmp_path / "错误.xlsx")
    walk.until(lambda: (tmp_path / "错误.xlsx").exists())
    walk.until(lambda: not walk.page.desk.ops.running())
    sheet = openpyxl.load_workbook(tmp_path / "错误.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["工会名称", "上级工会"]
    assert "没有的工会" in str(sheet[2][3].value)


def test_what_waits_from_an_earlier_session_is_gone_on_with(
    office: Office, walk: Walk, tmp_path: Path, qtbot: Any
) -> None:
    walk.choose(
        book(tmp_path / "辛.xlsx", ["工会名称", "上级工会"], ["甲工会委员会", "没有的工会"])
    )
    walk.columns()
    check = walk.check()
    panel: Any = check.panels["wrong"]
    panel.edit.setText("王庆坨镇总工会")
    panel.ok.click()
    walk.settled(check)
    (tmp_path / "辛.xlsx").unlink()

    again = ImportPage(walk.page.desk)
    qtbot.addWidget(again)
    later = Walk(again, qtbot)
    first = again.step("source")
    later.until(lambda: first.findChild(QPushButton, "import_resume") is not None)
    assert "辛.xlsx" in note(first)
    first.findChild(QPushButton, "import_resume").click()
    later.until(lambda: again.wizard.flow.step.key == "check")
    step = again.step("check")
    assert isinstance(step, CheckStep)
    later.settled(step)
    assert step.cards["new"].value.text() == "1"
    later.commit()
    assert office.figure("J101").value == 1
    assert waiting(office) == []

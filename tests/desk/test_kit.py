"""Findings, history, grid, home page, detail, preview, chart."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from app.base.lists import Role, Tone
from app.desk.cards import HomePage
from app.desk.charts import ChartPane
from app.desk.detail import Fact, FactSheet
from app.desk.findings import FindingList, FindingModel, state_of
from app.desk.foot import age_words
from app.desk.grid import Grid, GridColumn, GridModel, GridRow
from app.desk.history import HistoryList
from app.desk.page import Desk
from app.desk.preview import Preview
from app.desk.printing import print_pdf
from app.desk.settings import Settings

from .conftest import TODAY
from .samples import ENTRIES, FINDINGS, HOME, RULES, year


@pytest.fixture
def pdf(tmp_path) -> bytes:
    from reportlab.pdfgen import canvas

    path = tmp_path / "p.pdf"
    paper = canvas.Canvas(str(path), pagesize=(595, 842))
    for number in (1, 2):
        paper.rect(100, 100 * number, 200, 60, fill=1)
        paper.showPage()
    paper.save()
    return path.read_bytes()


# findings


def test_findings_stand_by_rule_the_gravest_first(qtbot, qtmodeltester):
    model = FindingModel()
    model.fill(FINDINGS, RULES, TODAY)
    heads = [model.item(n).text() for n in range(model.rowCount())]
    assert heads[0].startswith("会员数不多于职工数")
    assert "满二十五人单独建会　2 条" in heads
    qtmodeltester.check(model)


def test_a_finding_says_how_it_stands():
    assert state_of(FINDINGS[0], TODAY) == ("须改正", Tone.BAD)
    assert state_of(FINDINGS[2], TODAY) == ("已说明", Tone.GOOD)
    assert state_of(FINDINGS[3], TODAY) == ("暂缓到 2026-12-20", Tone.IDLE)
    assert state_of(FINDINGS[3], date(2026, 12, 20)) == ("须说明", Tone.WARN)


def test_a_finding_jumps_is_explained_and_put_off(qtbot):
    view = FindingList("f", lambda: TODAY)
    qtbot.addWidget(view)
    view.show()
    view.show_findings(FINDINGS, RULES)
    assert view.count.whole() == "须改正 1　须说明 3"
    must = view.model.index(0, 0, view.model.index(0, 0))
    view.tree.setCurrentIndex(must)
    assert not view._explain.isEnabled()
    with qtbot.waitSignal(view.went) as got:
        view._go()
    assert (got.args[0].kind, got.args[0].id) == ("employer", "3" * 32)
    explain = next(
        view.model.index(0, 0, view.model.index(n, 0))
        for n in range(view.model.rowCount())
        if "满二十五人" in view.model.item(n).text()
    )
    view.tree.setCurrentIndex(explain)
    view._ask_explanation()
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "f_explanation")
    box = dialog.findChild(object, "f_explanation_reason")
    save = dialog.findChild(QPushButton, "f_explanation_ok")
    save.click()
    assert dialog.isVisible()
    box.setPlainText("属实")
    with qtbot.waitSignal(view.explained) as told:
        save.click()
    assert told.args[1] == "属实"
    view.show_findings([], {})
    assert view._stack.currentIndex() == 1


# history


def test_only_what_can_be_undone_offers_it(qtbot):
    view = HistoryList("h")
    qtbot.addWidget(view)
    view.show()
    view.show_entries(ENTRIES)
    offered = []
    for place in range(len(ENTRIES)):
        view.tree.setCurrentIndex(view.model.index(place, 0))
        offered.append(view.undo.isEnabled())
    assert offered == [True, True, False, False]
    assert view._said.text() == "口令的修改不能撤销。"
    view.tree.setCurrentIndex(view.model.index(0, 0, view.model.index(0, 0)))
    assert view.current() == ENTRIES[0]
    view._ask()
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "h_undo_question")
    with qtbot.waitSignal(view.undo_wanted) as got:
        dialog.findChild(QPushButton, "h_undo_question_undo").click()
    assert got.args == [318]


# grid


@pytest.fixture
def grid() -> GridModel:
    model = GridModel((GridColumn("last", "上年", editable=False), GridColumn("workers", "职工"),
                       GridColumn("wage", "工资", Role.MONEY)))  # fmt: skip
    model.load([GridRow(str(n), f"单位{n}", "", {"last": n, "workers": n}) for n in range(5)])
    return model


def test_grid_model_keeps_qt_rules(grid, qtmodeltester):
    qtmodeltester.check(grid)


def test_a_block_is_pasted_and_what_is_no_number_is_refused(qtbot, grid):
    refused = []
    grid.refused.connect(refused.append)
    taken, wrong = grid.paste(1, 3, "41\t1,200.50\nabc\t\n43\t7\n")
    assert (taken, wrong) == (5, 1)
    assert grid.changes() == {
        "1": {"workers": 41, "wage": 120050},
        "3": {"workers": 43, "wage": 700},
    }
    assert "单位2" in refused[0]
    assert "abc" in refused[0]


def test_typing_the_old_number_again_is_no_change(grid):
    index = grid.index(2, 3)
    assert grid.setData(index, "9")
    assert grid.changes() == {"2": {"workers": 9}}
    assert grid.setData(index, "2")
    assert grid.changes() == {}
    assert not grid.setData(grid.index(2, 2), "5")


@pytest.fixture
def keyed(qtbot):
    """A grid of two columns with one between them that stands only beside; the last line fixed."""
    columns = (GridColumn("a", "甲\n目标"), GridColumn("now", "现在", Role.TEXT, editable=False,
               beside=True), GridColumn("b", "乙"))  # fmt: skip
    made = Grid("keyed", "数", columns, side=160)
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    lines = [GridRow(str(n), f"单位{n}", "", {"now": "3"}) for n in range(4)]
    made.load([*lines, GridRow("sum", "合计", "", {}, fixed=True)])
    return made


def test_enter_after_typing_goes_one_line_down(qapp, keyed):
    table = keyed.table
    table.setFocus()
    for place, digit in enumerate("123"):
        assert table.currentIndex().row() == place
        QTest.keyClick(table, digit)
        QTest.keyClick(table.findChildren(QLineEdit)[-1], Qt.Key.Key_Return)
        qapp.processEvents()
        qapp.processEvents()
    assert table.currentIndex().row() == 3
    assert keyed.changes() == {"0": {"a": 1}, "1": {"a": 2}, "2": {"a": 3}}
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert table.currentIndex().row() == 4
    assert not table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable


def test_a_block_passes_over_what_stands_beside_and_stops_at_the_sums(keyed):
    block = "1\t2\n" * 6
    assert keyed.model.paste(0, 2, block) == (8, 0)
    assert keyed.changes()["3"] == {"a": 1, "b": 2}
    assert "sum" not in keyed.changes()


def test_what_is_known_later_comes_beside_what_was_keyed_in(keyed):
    keyed.model.take(0, 2, "7")
    keyed.model.renew(
        [GridRow(row.id, row.title, "", {"now": "5"}, fixed=row.fixed) for row in keyed.model.rows]
    )
    assert keyed.changes() == {"0": {"a": 7}}
    assert keyed.model.index(0, 3).data() == "5"
    keyed.load(keyed.model.rows, {"1": {"b": 4}}, keyed.model.columns)
    assert keyed.changes() == {"1": {"b": 4}}
    assert keyed.table.isColumnHidden(0)
    assert keyed.table.verticalHeader().model().headerData(1, Qt.Orientation.Vertical) == "单位1"


# home and detail


def test_home_shows_cards_that_open_and_what_is_due(qtbot, bench, ops, tmp_path):
    desk = Desk(bench, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY)
    page = HomePage(desk, HOME, year)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    page.look()
    qtbot.waitUntil(lambda: len(page.cards._boxes) == 5)
    box = page.cards._boxes[0]
    assert box.accessibleName() == "工会组织 / 涵盖单位 62 / 372 比年初 +3 / +114"
    box.setFocus()
    with qtbot.waitSignal(desk.went) as got:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert got.args[0].area == "organisations"
    assert page._said.whole() == "有 4 件事要办，1 件已过期"
    link = page.findChild(QPushButton, "home_due_0")
    with qtbot.waitSignal(desk.went):
        link.click()
    number = next(n for n, one in enumerate(page.due._due) if one.key)
    later = page.findChild(QPushButton, f"home_due_{number}_later")
    with qtbot.waitSignal(page.due.put_off) as got:
        later.click()
        later.findChild(QMenu, "home_due_later_menu").actions()[0].trigger()
    assert got.args == [page.due._due[number], TODAY + timedelta(days=7)]


def test_the_year_shows_what_falls_into_each_month(qtbot, bench, ops, tmp_path):
    desk = Desk(bench, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY)
    page = HomePage(desk, HOME, year)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    page.findChild(QPushButton, "home_view_year").click()
    view = page._make_year()
    dated = [d for d in year(None, None, TODAY, TODAY.year) if d.day]
    qtbot.waitUntil(lambda: sum(b.list.count() for b in view.months) == len(dated) > 0)
    month = view.months[dated[0].day.month - 1]
    with qtbot.waitSignal(desk.went):
        month.list.itemActivated.emit(month.list.item(0))
    view.findChild(QPushButton, "year_before").click()
    qtbot.waitUntil(lambda: not any(b.list.count() for b in view.months))
    assert view._title.text() == f"{TODAY.year - 1} 年"


def test_sensitive_facts_are_masked_until_asked_for(qtbot):
    sheet = FactSheet("s")
    qtbot.addWidget(sheet)
    sheet.show_facts([Fact("电话", "13812341201", sensitive=True, key="phone")])
    from PySide6.QtWidgets import QLabel

    texts = [w.text() for w in sheet.findChildren(QLabel)]
    assert "138****1201" in texts
    assert not any("13812341201" in t for t in texts)
    with qtbot.waitSignal(sheet.reveal_wanted) as got:
        sheet.findChild(QPushButton, "s_reveal_0").click()
    assert got.args == ["phone"]


@pytest.mark.parametrize(
    ("day", "words", "tone"),
    [(None, "还没有另存到别处的备份", Tone.WARN), (TODAY, "异地备份 今天已校验", Tone.GOOD),
     (date(2026, 11, 13), "异地备份 9 天前已校验", Tone.WARN)],
)  # fmt: skip
def test_the_foot_says_how_old_the_backup_is(day, words, tone):
    assert age_words(day, TODAY) == (words, tone)


# paper


def test_the_preview_shows_the_very_bytes_and_saves_them(qtbot, ops, pdf, tmp_path):
    view = Preview(ops, "年报", pdf, docx=lambda _progress: b"docx bytes")
    qtbot.addWidget(view)
    view.show()
    assert view.pane.document.pageCount() == 2
    assert view._place.text() == "第 1 页，共 2 页"
    target = tmp_path / "年报.pdf"
    with qtbot.waitSignal(view.saved):
        view.write_pdf(target)
    assert target.read_bytes() == pdf
    with qtbot.waitSignal(view.saved):
        view.write_docx(tmp_path / "年报.docx")
    assert (tmp_path / "年报.docx").read_bytes() == b"docx bytes"
    notices = []
    ops.noticed.connect(notices.append)
    view.write_pdf(tmp_path / "没有的文件夹" / "x.pdf")
    qtbot.waitUntil(lambda: bool(notices))
    assert notices[0].tone is Tone.BAD
    assert notices[0].advice


def test_printing_sends_the_pages_asked_for(qtbot, qapp, pdf, tmp_path):
    from app.base.progress import Progress

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 2)
    steps = []
    assert print_pdf(pdf, printer, Progress(lambda d, t, s: steps.append((d, t)))) == 1
    from pypdf import PdfReader

    assert len(PdfReader(Path(tmp_path / "out.pdf")).pages) == 1
    assert steps[-1] == (1, 1)


def test_a_chart_is_the_one_page_pdf(qtbot, ops, pdf):
    pane = ChartPane("chart", "建会率", ops)
    qtbot.addWidget(pane)
    pane.resize(300, 420)
    pane.show()
    pane.draw(lambda _progress: pdf)
    qtbot.waitUntil(pane.has_chart)
    picture = pane.grab().toImage()
    assert picture.size() == QSize(300, 420) * pane.devicePixelRatioF()
    dark = sum(
        picture.pixelColor(x, y).lightness() < 60
        for x in range(0, 300, 10)
        for y in range(0, 420, 10)
    )
    assert dark > 5
    assert pane.heightForWidth(595) == 842


def test_wrapped_words_of_a_dialog_are_never_cut_off(qtbot, ops):
    from app.desk.dialogs import Dialog
    from app.desk.widgets import label

    dialog = Dialog(None, "d", "标题", 360)
    qtbot.addWidget(dialog)
    said = [label("一句很长的话，要占好几行才写得下。" * 4, wrap=True) for _ in range(3)]
    for each in said:
        dialog.body.addWidget(each)
    said[2].hide()
    dialog.add_button("ok", "好", dialog.accept, "main")
    dialog.open()

    def whole(each):
        return each.height() >= each.heightForWidth(each.width())

    qtbot.waitUntil(lambda: whole(said[0]) and whole(said[1]), timeout=2000)
    said[2].show()
    qtbot.waitUntil(lambda: all(whole(each) for each in said), timeout=2000)


def test_a_narrow_table_leaves_room_for_its_last_column(qtbot, ops):
    from app.base.lists import Column
    from app.desk.plain_table import PlainTable

    columns = (Column("a", "编号", 80), Column("b", "要求", 420), Column("c", "出处", 380))
    made = PlainTable("t", "表", columns)
    qtbot.addWidget(made)
    made.show_entries([{"a": "1", "b": "要求", "c": "出处"}])
    widths = made.table.columnWidth
    made.resize(1000, 300)
    made.show()
    qtbot.waitUntil(lambda: widths(1) == 420, timeout=2000)
    made.resize(600, 300)
    qtbot.waitUntil(lambda: widths(1) < 420, timeout=2000)
    assert widths(0) == 80
    assert widths(2) > 200
    made.resize(1000, 300)
    qtbot.waitUntil(lambda: widths(1) == 420, timeout=2000)


def test_widths_that_somebody_has_chosen_stay_when_the_window_gets_another_size(qtbot, ops):
    from app.base.lists import Column
    from app.desk.plain_table import PlainTable

    columns = (Column("a", "编号", 80), Column("b", "要求", 420), Column("c", "出处", 380))
    made = PlainTable("t", "表", columns)
    qtbot.addWidget(made)
    made.show_entries([{"a": "1", "b": "要求", "c": "出处"}])
    widths = made.table.columnWidth
    made.resize(1000, 300)
    made.show()
    qtbot.waitUntil(lambda: widths(1) == 420, timeout=2000)
    head = made.table.horizontalHeader()
    head.resizeSection(0, 150)  # as the mouse does
    made.resize(600, 300)
    qtbot.waitUntil(lambda: widths(1) < 420, timeout=2000)
    assert widths(0) == 150
    head.resizeSection(1, 260)
    made.show_entries([{"a": "2", "b": "要求", "c": "出处"}] * 40)  # a bar comes up at the side
    made.resize(1000, 300)
    qtbot.waitUntil(lambda: widths(2) > 400, timeout=2000)
    assert (widths(0), widths(1)) == (150, 260)


def test_a_progress_panel_that_is_gone_is_not_told_any_more(qtbot, ops):
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QWidget

    from app.desk.banner import ProgressPanel

    panel, owner, done = ProgressPanel(ops), QWidget(), []
    qtbot.addWidget(owner)
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    ops.run("做", lambda _progress: 1, owner=owner, done=done.append)
    qtbot.waitUntil(lambda: done == [1], timeout=5000)

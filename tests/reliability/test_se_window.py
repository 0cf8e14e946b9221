"""SE-9, SE-10, SE-3 with the whole window: numbers are masked, and nothing is left lying about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
)

from app import crash, gathered, start
from app.areas.organisations import acts
from app.areas.organisations.lists import LISTS
from app.areas.organisations.page.exporting import Exporter
from app.base.home import Target
from app.base.numbers import make_credit_code
from app.desk.clipboard import ClipboardGuard
from app.desk.lists import ListView
from app.desk.preview import Preview
from app.paper.asking import year_scope
from app.paper.document import render
from app.store import keeping
from app.store.backup import backup
from app.store.history import entries
from app.store.workspace import Workspace
from tests.areas.organisations.town import TODAY, Town
from tests.conftest import ROOT
from tests.desk.heartbeat import rest, until
from tests.desk.tour import Tour, touring
from tests.paper.reading import runs
from tests.reliability.test_se import hits, loose

PHONES = [f"1398765{n:04}" for n in range(6)]
ACCOUNT = "6222021234567890123"
SECRETS = [*PHONES, ACCOUNT]
CODES = [make_credit_code(random.Random(n), "9112") for n in range(3)]


class Planted(Town):
    """A town whose every number is a marker.

    Attributes:
        markers: names, codes, numbers and persons that must not be found in any file.
        the_union, the_employer: ids.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        names = ["暗记联合会", "暗记纸箱厂", "暗记钱掌柜", "暗记联络员"]
        self.markers = [*names, *SECRETS, *CODES[:2]]
        self.the_union = self.federation(
            "暗记联合会", chair="暗记钱掌柜", phone=PHONES[0], bank_account=ACCOUNT,
            bank_name="某银行", credit_code=CODES[0], place_id=self.place,
        )  # fmt: skip
        self.the_employer = self.employer("暗记纸箱厂", credit_code=CODES[1], workers=30)
        self.do(
            acts.cover_employer, union_id=self.the_union, employer_id=self.the_employer,
            since=None, liaison="暗记联络员", phone=PHONES[1],
        )  # fmt: skip
        self.do(acts.add_contact, name="暗记联络员", union_id=self.the_union, phone=PHONES[2])
        self.do(acts.add_contact, name="暗记联络员", employer_id=self.the_employer, phone=PHONES[3])
        self.do(acts.edit_union, self.the_union, phone=PHONES[4])
        self.do(acts.edit_union, self.the_union, phone=PHONES[0])


@pytest.fixture
def town(workspace: Workspace) -> Planted:
    return Planted(workspace)


@pytest.fixture
def tour(town: Planted, qapp: QApplication, tmp_path: Path) -> Iterator[Tour]:
    with touring(qapp, town.workspace, tmp_path / "settings.json") as made:
        yield made


def settle(tour: Tour) -> None:
    """Until everything that was asked for has been shown."""
    rest(0.15)
    until(lambda: not tour.ops.busy(), 60)
    rest(0.05)


def said() -> list[tuple[str, str]]:
    """(where, text) of everything that any widget shows, tells or would copy."""
    found: list[tuple[str, str]] = []
    for widget in QApplication.allWidgets():
        place = f"{type(widget).__name__} {widget.objectName()}"
        texts = [widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
        if isinstance(widget, QLabel | QLineEdit):
            texts.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            texts.append(widget.toPlainText())
        elif isinstance(widget, QComboBox):
            texts += [widget.itemText(n) for n in range(widget.count())]
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            texts += _items(widget)
        found += [(place, text) for text in texts if text]
    return found


def _items(view: QAbstractItemView) -> list[str]:
    model, found = view.model(), []
    waiting: list[Any] = [QModelIndex()]
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
             Qt.ItemDataRole.AccessibleTextRole)  # fmt: skip
    while waiting:
        parent = waiting.pop()
        for row in range(min(model.rowCount(parent), 100)):
            for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
                index = model.index(row, column, parent)
                found += [str(index.data(role) or "") for role in roles]
            if model.rowCount(model.index(row, 0, parent)):
                waiting.append(model.index(row, 0, parent))
    return found


def shown_secrets() -> list[tuple[str, str]]:
    return [(place, text) for place, text in said() if any(s in text for s in SECRETS)]


def walk(tour: Tour, town: Planted) -> Iterator[str]:
    """Every page, every list with all its columns, every tab of the planted records."""
    for name in tour.shell.entries:
        tour.shell.open(name)
        settle(tour)
        yield name
    for view in ("papers", "figures", "findings"):
        tour.shell.go(Target("returns", view=view))
        settle(tour)
        yield f"returns {view}"
    for kind, record in (("union", town.the_union), ("employer", town.the_employer)):
        tour.shell.go(Target("organisations", kind, record))
        settle(tour)
        page = tour.shell.page()
        detail = page.details[kind]
        for tab in ("facts", "covered", "readings", "contacts", "findings", "history"):
            detail.show_tab(tab)
            settle(tour)
            yield f"{kind} {tab}"
    page = tour.shell.page("organisations")
    for source in LISTS:
        page.middle.bring(source.key)
        settle(tour)
        made = page.middle.list()
        for number in range(len(made.model.columns)):
            made.table.setColumnHidden(number, False)
        settle(tour)
        yield f"list {source.key}"


def test_se_9_numbers_are_masked_on_every_page(tour: Tour, town: Planted) -> None:
    looked = 0
    for where in walk(tour, town):
        assert shown_secrets() == [], where
        looked += 1
    assert looked > 15
    masked = {text for _, text in said() if "*" in text or "＊" in text or "•" in text}
    assert masked, "they are there, but masked"


def test_se_9_numbers_are_masked_in_search_results_and_on_the_clipboard(
    tour: Tour, town: Planted
) -> None:
    box = tour.shell.topbar.search
    found = town.workspace.read(lambda c: gathered.hits(c, PHONES[0], 20))[0]
    assert [hit.id for hit in found] == [town.the_union], "a number finds its record"
    assert not [s for s in SECRETS for hit in found if s in f"{hit.title} {hit.where}"]
    box.setFocus()
    box.setText(PHONES[0])
    box._ask()
    settle(tour)
    assert [place for place, _ in shown_secrets() if "search" not in place] == []
    assert not [t for t in _items(box._popup.rows) if any(s in t for s in SECRETS)]
    box.put_away()
    tour.shell.open("organisations")
    settle(tour)
    made: ListView = tour.shell.page().middle.list("unions")
    for number in range(len(made.model.columns)):
        made.table.setColumnHidden(number, False)
    made.table.selectAll()
    made.copy()
    settle(tour)
    copied = QGuiApplication.clipboard().text()
    assert "暗记联合会" in copied
    assert not [s for s in SECRETS if s in copied]


NUMBERS = [
    "姓名\t证件号码\n王小明\t320102198001010016", "32010219800101001x", "138 无 13900001111",
    "6222021234567890123", "护照 E12345678", "-".join(["AB12"] * 14),
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_se_8_a_number_leaves_the_clipboard_by_itself(qapp: QApplication, text: str) -> None:
    owner = QObject()
    assert ClipboardGuard(owner)._timer.interval() == 30_000
    guard, board = ClipboardGuard(owner, clear_after=60), QGuiApplication.clipboard()
    board.setText(text)
    assert board.text() == text
    until(lambda: board.text() == "", 5)
    board.setText(text)
    guard.clear()  # at the exit
    assert board.text() == ""
    board.setText(text)
    board.setText("甲公司工会\t2026-11-22\t1,234 人")  # replaced by something harmless: it stays
    rest(0.15)
    guard.clear()
    assert board.text().startswith("甲公司工会")
    guard.lock()
    assert board.text() == ""


def test_se_8_copied_in_the_window_it_is_gone_at_the_lock(tour: Tour) -> None:
    board, line = QGuiApplication.clipboard(), QLineEdit(tour.shell)
    line.setText(PHONES[0])
    line.selectAll()
    line.copy()
    assert board.text() == PHONES[0]
    tour.shell.lock()
    assert board.text() == ""


def test_se_9_to_show_a_number_is_logged_and_ends_with_the_lock(tour: Tour, town: Planted) -> None:
    tour.shell.open("organisations")
    settle(tour)
    page = tour.shell.page()
    made: ListView = page.middle.list("unions")
    before = town.workspace.read(lambda c: entries(c, limit=1))[0].number
    made.reveal_wanted.emit(town.the_union, "phone")
    settle(tour)
    assert any(PHONES[0] in text for _, text in shown_secrets())
    newest = town.workspace.read(lambda c: entries(c, limit=1))[0]
    assert newest.number == before + 1
    assert newest.act == "store.reveal"
    assert "电话" in newest.title
    assert not [m for m in town.markers if m in newest.title]
    assert not newest.undoable
    tour.shell.lock()
    rest(0.1)
    assert shown_secrets() == []
    assert not tour.shell.windowTitle().count("暗记")


def test_se_9_exports_are_masked_unless_a_reason_is_given(
    tour: Tour, town: Planted, tmp_path: Path
) -> None:
    tour.shell.open("organisations")
    settle(tour)
    made: ListView = tour.shell.page().middle.list("unions")
    made.look(day=TODAY)
    settle(tour)
    exporter = Exporter(tour.shell.desk, tour.shell)

    def last() -> Any:
        return town.workspace.read(lambda c: entries(c, limit=1))[0]

    for way, ending in product(("shown", "all", "sheet"), ("xlsx", "csv")):
        first = last().number
        plain, full = tmp_path / f"{way}遮盖.{ending}", tmp_path / f"{way}完整.{ending}"
        exporter.write(made, plain, way=way)
        settle(tour)
        assert last().number == first, (way, ending)
        exporter.write(made, full, way=way, reason="上级要求")
        settle(tour)
        texts = [_content(path) for path in (plain, full)]
        assert all("暗记联合会" in text for text in texts), (way, ending)
        assert not [s for s in SECRETS if s in texts[0]], (way, ending)
        if way != "shown":
            assert PHONES[0] in texts[1], (way, ending)
            assert last().number == first + 1, (way, ending)
            assert last().act == "store.reveal"
            assert "上级要求" in last().title


def _content(path: Path) -> str:
    if path.suffix == ".csv":
        return path.read_text("utf-8-sig")
    book = openpyxl.load_workbook(path)
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)


def test_se_9_papers_hold_no_number(town: Planted) -> None:
    def make(conn: Any, name: str) -> Any:
        scope = year_scope(conn, 2026, today=TODAY)
        return start.papers()[name].make(start.ask(conn, scope, year=2026, today=TODAY))

    for name, report in start.papers().items():
        if report.about:  # a person's own paper, asked for by name
            continue
        printed = render(town.workspace.read(lambda c, n=name: make(c, n)))
        whole = "".join(run.text for run in runs(printed.pdf)).replace(" ", "")
        assert not [s for s in SECRETS if s in whole], name


# -- SE-3, SE-10 -----------------------------------------------------------------------------------


def _ledger(path: Path) -> Path:
    """A good row, one with a doubtful code, one that is refused: its code is a number."""
    book = openpyxl.Workbook()
    book.active.append(["单位名称", "统一社会信用代码", "法定代表人", "联系电话", "地址"])
    book.active.append(["暗记新来厂", CODES[2], "暗记孙法人", PHONES[5], "暗记一街九号"])
    book.active.append(["暗记存疑厂", "91120000000000000X", "暗记李法人", PHONES[5], "暗记二街"])
    book.active.append(["暗记数字厂", 911200001234567890, "暗记周法人", PHONES[5], "暗记三街"])
    book.save(path)
    return path


@contextmanager
def logged(folder: Path) -> Iterator[None]:
    crash.install(folder, version="0.1.0")
    try:
        yield
    finally:
        crash.uninstall()


@pytest.mark.logs("bug, report")
def test_se_10_the_program_leaves_nothing_readable_behind(
    town: Planted, qapp: QApplication, tmp_path: Path
) -> None:
    asked_for = tmp_path / "来表"
    asked_for.mkdir()
    ledger = _ledger(asked_for / "暗记来表.xlsx")
    markers = [*town.markers, "暗记新来厂", "暗记存疑厂", "暗记数字厂", "暗记孙法人",
               "暗记来表", "暗记一街九号", CODES[2]]  # fmt: skip
    workspace = town.workspace

    def nothing(when: str) -> None:
        places = [p for p in tmp_path.iterdir() if p != asked_for]
        places += [p for p in ROOT.iterdir() if p.name != "tmp"]
        assert hits(markers, *places, *loose()) == [], when
        names = [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if asked_for not in
                 (p, *p.parents)]  # fmt: skip
        assert not [n for n in names if any(m in n for m in markers)], when

    nothing("after the acts")
    with logged(tmp_path / "日志"), touring(qapp, workspace, tmp_path / "settings.json") as tour:
        list(walk(tour, town))
        made: ListView = tour.shell.page("organisations").middle.list("unions")
        made.bar.box.setText("暗记联合会")
        made.save_state()
        settle(tour)
        nothing("after a walk")

        tour.shell.go(Target("import", view="employers"))
        page = tour.shell.page()
        step = page.step("source")
        step.add_paths([ledger])
        until(lambda: step.sources, 60)
        for key in ("columns", "check"):
            page.wizard.main.click()
            step = page.step(key)
            until(lambda now=step: not now.busy and not tour.ops.running(), 60)
        settle(tour)
        assert page.intake.files[0].rows, "rows wait in the staging"
        nothing("while rows wait")
        page.wizard.main.click()
        until(lambda: not page.step("done").busy and not tour.ops.running(), 60)
        settle(tour)
        page.save_left(asked_for / "退回.xlsx")
        settle(tour)
        assert "暗记数字厂" in _content(asked_for / "退回.xlsx")
        nothing("after an import with rejected rows")

        tour.report()
        returns = tour.shell.page("returns").papers
        assert returns.printed is not None
        preview = Preview(tour.ops, "年度报告", returns.printed.pdf, parent=tour.shell)
        preview.show()
        rest(0.3)
        nothing("with a preview open")
        preview.close()

        error = ValueError(f"暗记联合会 {PHONES[0]}")
        crash.report(error)
        keeping.automatic(workspace, "daily")
        backup(workspace, tmp_path / "备份.udb")
        workspace.undo()
        tour.shell.lock()
        rest(0.2)
        nothing("locked, with a report of a bug and backups")
    nothing("after the window was closed")
    assert list((workspace.folder / "backups").glob("*.udb"))
    assert (tmp_path / "日志" / crash.LOG_FILE).stat().st_size > 0
    assert (tmp_path / "settings.json").exists()


def test_the_search_for_marks_finds_what_lies_open(tmp_path: Path) -> None:
    """The test above can fail: a mark in any of the usual encodings is found."""
    for number, how in enumerate(("utf-8", "utf-16-le", "gb18030")):
        (tmp_path / f"{number}.txt").write_bytes("前暗记后".encode(how))
    assert len(hits(["暗记"], tmp_path)) == 3
    assert date(2026, 11, 22) == TODAY

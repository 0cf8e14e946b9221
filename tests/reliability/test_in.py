"""IN: what people type is text, and stays text: in workbooks, statements, windows, papers, logs."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QTableView,
    QTextEdit,
    QWidget,
)

from app import crash, start
from app.areas import AREAS
from app.areas.organisations import acts
from app.areas.organisations.lists import LISTS
from app.areas.organisations.records import EMPLOYER, EMPLOYER_SPELL, UNION, UNION_SPELL
from app.base.home import Target
from app.base.lists import View
from app.paper.asking import year_scope
from app.paper.document import render
from app.sheets.checked import Outcome
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file, sheets_of
from app.sheets.writing import write_list
from app.store.meta import METADATA
from app.store.search import find
from app.store.workspace import Workspace
from tests.areas.organisations.town import TODAY, Town
from tests.desk.heartbeat import rest, until
from tests.desk.tour import Tour, touring
from tests.paper.reading import runs

# -- IN-1 ------------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1", "+86", "-5", "@甲", '="甲"', "＝1+1", "＋86", "－5", "＠甲", ";=1+1", "'=1", "''=1",
    "=cmd|'/c calc'!A0", "=HYPERLINK(\"http://x\")", "=", "+", "@", "'", "''", "%=1", '"=1"',
]  # fmt: skip
UNION_TEXTS = ("chair", "address", "founded_doc", "bank_name", "note")
EMPLOYER_TEXTS = ("address", "legal_representative", "should_reason", "note")


@pytest.fixture
def town(workspace: Workspace) -> Town:
    return Town(workspace)


def _count(workspace: Workspace) -> dict[str, int]:
    """Rows of every table."""
    return workspace.read(
        lambda c: {
            name: len(c.execute(table.select()).all()) for name, table in METADATA.tables.items()
        }
    )


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", ["organisations", "employers"])
def test_in_1_formula_texts_come_back_from_every_export(
    town: Town, tmp_path: Path, kind: str, ending: str
) -> None:
    """Each text of each text field, exported and imported again: nothing differs."""
    for number, text in enumerate(FORMULAS):
        if kind == "organisations":
            town.union(f"{text}厂{number}工会委员会", **dict.fromkeys(UNION_TEXTS, text))
        else:
            town.employer(f"{text}厂{number}", **dict.fromkeys(EMPLOYER_TEXTS, text))
    sheet = sheets_of(AREAS)[kind]
    exported = town.workspace.read(lambda c: [dict(r) for r in sheet.export(c, View(TODAY))])
    assert len(exported) >= len(FORMULAS)
    path = tmp_path / f"导出{ending}"
    write_list(path, sheet.kind, exported)
    if ending == ".xlsx":
        import openpyxl

        cells = [c for r in openpyxl.load_workbook(path).active.iter_rows() for c in r]
        assert not [c.coordinate for c in cells if c.data_type == "f"]
    read = read_file(path, sheet.reads, Reading())
    ours = [r for r in read.rows if "厂" in str(r.values.get("name"))]
    texts = UNION_TEXTS if kind == "organisations" else EMPLOYER_TEXTS
    for field in texts:
        assert [r.values[field] for r in ours] == [
            r[field] for r in exported if "厂" in str(r["name"])
        ], field
    plan = town.workspace.read(
        lambda c: sheet.plan(c, read.rows, Options(policy="overwrite"), today=TODAY)
    )
    mine = [r for r in plan.rows if "厂" in str(r.values.get("name"))]
    assert {r.outcome for r in mine} == {Outcome.SAME}
    assert [d for d in plan.differences if d.field in texts] == []


# -- IN-2 ------------------------------------------------------------------------------------------

_TAILS = ["", " --", ";--", "/*", "#", "\\", "\x00"]
_CORES = [
    "' OR '1'='1", '" OR ""="', "'; DROP TABLE unions", "'); DELETE FROM unions", "1; ATTACH 'x'",
    "' UNION SELECT 1,2,3", "x' AND 1=(SELECT count(*) FROM user)", "%", "_", "%%", "a%b_c",
    "\\%", "`unions`", "[unions]", "''", "'", '"', "NULL", "0x41", "1 OR 1=1", ":p", "?", "@p",
    "$1", "{0}", "%(name)s", "%s", "CASE WHEN 1 THEN 1 END", "PRAGMA writable_schema=1",
]  # fmt: skip
SQL = list(dict.fromkeys(core + tail for core in _CORES for tail in _TAILS))
ANY = st.one_of(st.sampled_from(SQL), st.text(max_size=30))


def test_in_2_there_are_two_hundred_strings() -> None:
    assert len(SQL) >= 200


def _plain(text: str) -> str:
    return text.replace("\x00", "")


def test_in_2_statements_in_every_field_are_kept_literally(town: Town) -> None:
    """Every text column of a union, an employer and a contact, 200 strings; read back the same."""
    before = _count(town.workspace)
    made: dict[str, str] = {}
    for text in map(_plain, SQL):
        made[town.union(f"{text}工会", **dict.fromkeys(UNION_TEXTS, text), outside_upper=text)] = (
            text
        )
    employers = {
        town.employer(f"{t}厂", **dict.fromkeys(EMPLOYER_TEXTS, t)): t
        for t in map(_plain, SQL[::7])
    }
    after = _count(town.workspace)
    assert after["unions"] == before["unions"] + len(SQL)
    assert after["employer"] == before["employer"] + len(employers)

    def look(conn: Any) -> None:
        for row in conn.execute(UNION.select()).mappings():
            for field in (*UNION_TEXTS, "outside_upper") if row["id"] in made else ():
                assert row[field] == made[row["id"]]
        for row in conn.execute(UNION_SPELL.select()).mappings():
            if row["union_id"] in made:
                assert row["name"] == f"{made[row['union_id']]}工会"
        for row in conn.execute(EMPLOYER.select()).mappings():
            for field in EMPLOYER_TEXTS:
                assert row[field] == employers[row["id"]]

    town.workspace.read(look)


def _look(town: Town, text: str) -> None:
    """The text as search, as filter, as words of a filter and as sort key of every list."""

    def look(conn: Any) -> None:
        find(conn, text, 20)
        for source in LISTS:
            whole = len(source.ids(conn, View(TODAY)))
            assert len(source.ids(conn, View(TODAY, sort=((text, True),)))) == whole
            keys = [f.key for f in source.filters]
            for view in (
                View(TODAY, text=text),
                View(TODAY, filters={text: (text,)}),
                View(TODAY, filters=dict.fromkeys(keys, (text,))),
            ):
                assert len(source.ids(conn, view)) <= whole
            rows = source.rows(conn, [text.encode().hex()[:32].ljust(32, "0")], View(TODAY))
            assert len(rows) <= 1

    town.workspace.read(look)


def test_in_2_searches_filters_and_sort_keys(town: Town) -> None:
    town.union("甲%乙_丙\\丁工会")
    town.union("甲乙丙丁工会")
    before = _count(town.workspace)
    for text in SQL:
        _look(town, text)
    assert _count(town.workspace) == before


def test_in_2_marks_of_patterns_are_letters(town: Town) -> None:
    marked = town.union("甲%乙_丙\\丁工会")
    town.union("甲一乙二丙三丁工会")
    (unions,) = [source for source in LISTS if source.key == "unions"]
    for text in ("%", "_", "\\", "甲%乙", "乙_丙", "丙\\丁"):
        found = town.workspace.read(lambda c, t=text: unions.ids(c, View(TODAY, text=t)))
        assert list(found) == [marked], text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY)
def test_in_2_any_text_at_all(town: Town, text: str) -> None:
    before = _count(town.workspace)
    _look(town, text)
    assert _count(town.workspace) == before


def test_in_2_names_of_files_sheets_and_columns(town: Town, tmp_path: Path) -> None:
    import openpyxl

    sheet = sheets_of(AREAS)["employers"]
    before = _count(town.workspace)
    for number, text in enumerate(SQL[::40]):
        book = openpyxl.Workbook()
        book.active.title = "".join(c for c in _plain(text) if c not in "[]:*?/\\'")[:20] or "表"
        book.active.append(["单位名称", "地址", _plain(text)])
        book.active.append([f"甲{number}厂", "一街1号", _plain(text)])
        name = _plain(text).replace("/", "").replace("\\", "")
        path = tmp_path / f"{name}{number}.xlsx"
        book.save(path)
        read = read_file(path, sheet.reads, Reading())
        changes, _plan = sheet.commit(
            town.workspace, read.rows, Options(), file_name=path.name,
            matchings={_plain(text): {_plain(text): "name"}},
        )  # fmt: skip
        assert changes.result["employers"] == 1
    after = _count(town.workspace)
    assert after["employer"] == before["employer"] + len(SQL[::40])
    assert {k for k in before if before[k] > after[k]} == set()


# -- IN-3 and IN-4 ---------------------------------------------------------------------------------

MARK = "暗号七"
HTML = [
    f"<b>{MARK}</b>", f"<img src='file:///etc/passwd'>{MARK}", f"<script>{MARK}</script>",
    f"<a href='http://x'>{MARK}</a>", f"&lt;{MARK}&amp;", f"<table><tr><td>{MARK}",
    f"{{0.__class__}}{MARK}", f"%n%s%d{MARK}", f"<!-- {MARK}",
]  # fmt: skip


@pytest.fixture
def hostile(town: Town, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Town, Tour]]:
    """The whole window over records whose every text is markup."""
    for number, text in enumerate(HTML):
        plain = dict.fromkeys(UNION_TEXTS, text)
        union = town.union(f"{text}{number}工会", **plain, place_id=town.place)
        employer = town.employer(
            f"{text}{number}厂", of=union, **dict.fromkeys(EMPLOYER_TEXTS, text),
            workers=40 + number, members=90, place_id=town.place,
        )  # fmt: skip
        del employer
    town.employer(f"{HTML[0]}未建会", should_unionise="required", should_reason=HTML[1])
    town.do(acts.change_place, town.villages["一街村"], since=date(2026, 5, 1), name=HTML[0])
    with touring(qapp, town.workspace, tmp_path / "settings.json") as tour:
        yield town, tour


def _unsafe(text: str) -> bool:
    """Whether Qt would take this for markup that came out of a record."""
    return any(piece in text for piece in ("<b>", "<img", "<script", "<a href", "<table><tr><td>"))


def check_widgets(where: str) -> int:
    """Walk all widgets there are; how many texts with the mark were looked at."""
    seen = 0
    for widget in QApplication.allWidgets():
        place = f"{where}: {type(widget).__name__} {widget.objectName()}"
        if isinstance(widget, QLabel):
            seen += MARK in widget.text()
            rich = widget.textFormat() != Qt.TextFormat.PlainText
            assert not (rich and "<" in widget.text()), (place, widget.text())
            if type(widget).__module__.startswith("app."):
                assert not rich, place
        if isinstance(widget, QTextEdit):
            assert not widget.acceptRichText(), place
        for tip in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            seen += MARK in tip
            assert not _unsafe(tip), (place, tip)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            seen += _check_items(place, widget)
    return seen


def _check_items(place: str, view: QAbstractItemView) -> int:
    model, seen = view.model(), 0
    waiting: list[Any] = [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(min(model.rowCount(parent), 60)):
            for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
                index = model.index(row, column, parent)
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                seen += MARK in str(index.data())
                assert not (isinstance(tip, str) and _unsafe(tip)), (place, tip)
            first = model.index(row, 0, parent)
            if model.rowCount(first):
                waiting.append(first)
    return seen


def test_in_3_markup_is_shown_as_text_on_every_page(hostile: tuple[Town, Tour]) -> None:
    town, tour = hostile
    shell = tour.shell
    seen = {}
    for name in shell.entries:
        shell.open(name)
        rest(0.4)
        until(lambda: not tour.ops.busy(), 30)
        seen[name] = check_widgets(name)
    assert seen["organisations"] > 20
    records = town.workspace.read(
        lambda c: [
            *(("union", r.union_id) for r in c.execute(UNION_SPELL.select())),
            *(("employer", r.employer_id) for r in c.execute(EMPLOYER_SPELL.select())),
        ]
    )
    for kind, record in records[:: max(1, len(records) // 8)]:
        shell.go(Target("organisations", kind, record))
        rest(0.2)
        until(lambda: not tour.ops.busy(), 30)
        check_widgets(f"{kind} {record}")
    for view in ("figures", "findings"):
        shell.go(Target("returns", view=view))
        rest(0.3)
        until(lambda: not tour.ops.busy(), 30)
        check_widgets(view)
    for text in HTML:  # banner, dialog of a bug, search
        tour.ops.notice(text, text)
        rest(0.02)
        check_widgets("banner")
    shell.topbar.search.setText(MARK)
    shell.topbar.search._ask()
    until(lambda: not tour.ops.busy(), 30)
    check_widgets("search")


def test_in_3_markup_is_printed_as_text(town: Town) -> None:
    for number, text in enumerate(HTML):
        town.union(f"{text}{number}工会", chair=text, place_id=town.place)

    def make(conn: Any) -> Any:
        scope = year_scope(conn, 2026, today=TODAY)
        return start.papers()["unions"].make(start.ask(conn, scope, year=2026, today=TODAY))

    printed = render(town.workspace.read(make))
    whole = "".join(run.text for run in runs(printed.pdf)).replace(" ", "")
    for number, text in enumerate(HTML):
        assert f"{text}{number}工会".replace(" ", "") in whole, text
    assert b"/URI" not in printed.pdf
    assert b"file:///etc" not in printed.pdf


def test_in_3_a_megabyte_of_tags_does_not_stop_the_window(qapp: QApplication) -> None:
    from app.desk.widgets import Elided, label, safe_tip

    text = "<b><i>" * 170_000
    began = time.perf_counter()
    made: list[QWidget] = [label("短", "muted"), Elided(text[:20_000], "muted")]
    for one in made:
        one.show()
        qapp.processEvents()
        one.close()
        one.deleteLater()
    assert len(safe_tip(text)) < 12_000_000
    assert time.perf_counter() - began < 5


ODD = ["甲\u202e乙", "甲\n乙", "甲\r\n乙", "甲\u2028乙", "{0.__class__}", "%n", "%(x)s", "../../甲",
       "C:\\甲", "甲\u200b乙", "CON", "甲\t乙"]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_in_4_odd_names_are_one_line_and_in_their_order(
    town: Town, tmp_path: Path, text: str
) -> None:
    """A name from a workbook: line breaks and what turns the direction are gone or refused,
    everything else stands there as it was written."""
    sheet = sheets_of(AREAS)["employers"]
    path = tmp_path / "单位.csv"
    path.write_text(f'单位名称,地址\n"{text}厂","{text}"\n', encoding="utf-8", newline="")
    read = read_file(path, sheet.reads, Reading())
    sheet.commit(town.workspace, read.rows, Options(), file_name=f"{text}.csv")
    names = town.workspace.read(
        lambda c: [r.name for r in c.execute(EMPLOYER_SPELL.select())]
    )  # fmt: skip
    odd = "\u202e\n\r\u2028\u200b\t"
    assert not any(c in name for name in names for c in odd)
    if not any(c in text for c in odd):
        assert names == [f"{text}厂"]


def test_in_4_no_line_can_be_slipped_into_the_log(tmp_path: Path) -> None:
    crash.install(tmp_path / "日志", version="0.1.0")
    try:
        log = logging.getLogger("app.test")
        for text in (
            "甲\n2026-01-01 ERROR 假的",
            "甲\r\n假的",
            "\x1b[31m假的",
            "{0.__class__}",
            "%n%s",
        ):
            log.info("read %s", text)
            log.info("read %s", crash.Plain(text))
        for handler in logging.getLogger().handlers:
            handler.flush()
        said = "".join(p.read_text("utf-8") for p in (tmp_path / "日志").glob("*") if p.is_file())
    finally:
        crash.uninstall()
    lines = [line for line in said.splitlines() if line.startswith("2026-01-01 ERROR")]
    assert lines == []
    assert "\x1b" not in said


def test_every_text_column_is_known_here() -> None:
    """A new text column is added to the lists above, or to this one."""
    others = {"name", "doc_no", "outside_upper", "members_to", "dissolved_doc", "phone", "note",
              "regulator_note", "bank_account"}  # fmt: skip
    words = {
        column.name
        for table in (UNION, UNION_SPELL, EMPLOYER, EMPLOYER_SPELL)
        for column in table.c
        if type(column.type).__name__ == "Words"
    }
    assert words <= {*UNION_TEXTS, *EMPLOYER_TEXTS, *others}

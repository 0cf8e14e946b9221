"""收表登记: who has sent its workbook this year, and when; who has not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.area import gather
from app.base.lists import Column, Role, Status, Tone
from app.base.progress import Progress
from app.desk.list_out import (
    ask_file,
    out_cell,
    out_columns,
    paper_of_list,
    preview_list,
    written_notice,
)
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.widgets import Combo, Elided, button, column, label, named, row
from app.store.notes import received, setting
from app.store.search import named as record_named

COLUMNS = (
    Column("title", "单位", 280),
    Column("type", "类型", 120),
    Column("where", "村（社区）", 140),
    Column("state", "收表", 100, Role.STATUS),
    Column("day", "最近收到", 110, Role.DAY),
    Column("times", "次数", 60, Role.COUNT),
    Column("file", "文件", 240),
)


def read_received(
    conn: Any, areas: Any, *, unit: str | None, day: date, kind: str, year: int
) -> list[dict[str, Any]]:
    """One line per expected sender, those that have not sent anything first; then what came from
    others."""
    came = [
        one
        for one in received(conn, first=date(year, 1, 1), last=date(year, 12, 31))
        if not kind or one["kind"] == kind
    ]
    by: dict[str | None, list[dict[str, Any]]] = {}
    for one in came:
        by.setdefault(one["sender"], []).append(one)
    lines = []
    for part in gather(areas, "senders"):
        for who in part(conn, unit=unit, day=day):
            lines.append(_line(who, by.pop(who["id"], [])))
    lines.sort(key=lambda line: bool(line["times"]))
    for sender, files in by.items():
        if sender is None:
            lines += [_line({"title": "（没有写明来表单位）"}, [one]) for one in files]
            continue
        known = record_named(conn, sender) or {"title": "（已不在的单位）", "where": ""}
        lines.append(_line({"id": sender, **known}, files))
    return lines


def _line(who: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    state = Status("已收", Tone.GOOD) if files else Status("未收", Tone.WARN)
    return {
        "id": who.get("id", ""),
        "title": who["title"],
        "type": who.get("type", "") or " ",
        "where": who.get("where", "") or " ",
        "state": state,
        "day": files[0]["received_on"] if files else " ",
        "times": len(files) or "",
        "file": files[0]["file_name"] if files else " ",
    }


class ReceivedView(QWidget):
    """The year above, the senders below."""

    def __init__(self, desk: Desk, kinds: list[tuple[str, str]]) -> None:
        super().__init__()
        self.desk = desk
        self.files: QFileDialog | None = None
        lines = column(self, space=10)
        bar = row(space=8)
        bar.addWidget(label("年度", "muted", name="received_year_label"))
        self.year = Combo()
        named(self.year, "received_year", "年度")
        for year in range(desk.today.year, desk.today.year - 5, -1):
            self.year.addItem(f"{year}年", year)
        bar.addWidget(self.year)
        self.kind = Combo()
        named(self.kind, "received_kind", "哪种名单")
        self.kind.addItem("全部名单", "")
        for key, title in kinds:
            self.kind.addItem(title, key)
        bar.addWidget(self.kind)
        self.only = button("received_only_missing", "只看未收的", self.look, "chip")
        self.only.setCheckable(True)
        bar.addWidget(self.only)
        self.said = Elided("", "muted")
        self.said.setObjectName("received_said")
        bar.addWidget(self.said, 1)
        lines.addLayout(bar)
        purpose = "每个下级工会今年有没有交过表、什么时候交的，都记在这里。"
        self.table = PlainTable("received_table", "收表登记", COLUMNS, purpose=purpose)
        lines.addWidget(self.table, 1)
        self.year.currentIndexChanged.connect(lambda _i: self.look())
        self.kind.currentIndexChanged.connect(lambda _i: self.look())

    def look(self) -> None:
        """Read it anew."""
        desk = self.desk
        areas, unit, day = desk.areas, desk.unit, desk.day
        kind, year = str(self.kind.currentData()), int(self.year.currentData())
        desk.ops.ask(
            lambda conn: read_received(conn, areas, unit=unit, day=day, kind=kind, year=year),
            owner=self,
            done=self._show,
            slot="received",
        )

    def _show(self, lines: list[dict[str, Any]]) -> None:
        expected = [line for line in lines if line["id"]]
        came = [line for line in expected if line["times"]]
        self.said.setText(f"应收 {len(expected)} 个单位，已收 {len(came)} 个")
        if self.only.isChecked():
            lines = [line for line in lines if not line["times"]]
        self.table.show_entries(lines)

    # what leaves the window: the lines on the screen

    def title(self) -> str:
        """收表登记 of the year chosen."""
        return f"{self.year.currentText()}收表登记"

    def export(self) -> None:
        """Ask for a file and write the lines on the screen."""
        self.files = ask_file(self, f"{self.title()} {self.desk.day.isoformat()}", self.write)

    def write(self, path: Path) -> None:
        """Write the lines on the screen to a workbook or text table."""
        lines = list(self.table.model.entries)

        def work(progress: Progress) -> Any:
            from app.sheets.writing import write_table

            cells = ([out_cell(c, line.get(c.key)) for c in COLUMNS] for line in lines)
            columns = out_columns(COLUMNS)
            return write_table(path, columns, cells, sheet="收表登记", progress=progress)

        self.desk.ops.run(
            "导出收表登记", work, owner=self,
            done=lambda written: self.desk.ops.noticed.emit(written_notice(written)),
        )  # fmt: skip

    def print(self) -> None:
        """Show the lines on the screen as a paper to be printed."""
        lines, title, day = list(self.table.model.entries), self.title(), self.desk.day
        parts = [self.kind.currentText(), self.said.whole()]
        if self.only.isChecked():
            parts.insert(1, "只列未收的")
        workspace = self.desk.workspace

        def make(_progress: Progress) -> Any:
            office = workspace.read(lambda conn: setting(conn, "office_name", ""))
            return paper_of_list(
                title, COLUMNS, lines, filtered="，".join(parts) + "。", office=office, day=day
            )

        preview_list(self, self.desk.ops, title, make)

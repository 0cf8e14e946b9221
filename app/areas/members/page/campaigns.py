"""The detail of a 专项行动: goals per union, and who joined by week and by month."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.lists import Column, Role, View
from app.base.text import rate
from app.desk.detail import Fact
from app.desk.list_out import ask_file, written_notice
from app.desk.page import Desk, PageAction
from app.desk.plain_table import PlainTable
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.desk.sure import ask_sure

from .. import acts
from ..lists.campaigns import CAMPAIGN_LIST, Table, progress_of
from ..sheet.campaigns import write_campaign
from . import application_forms as forms
from .menu import Menu
from .problems import PersonProblems
from .reading import Card, told
from .story import WORDS

_SPANS = (
    Column("span", "时间", 170),
    Column("came", "新入会", 80, Role.COUNT),
    Column("total", "累计", 80, Role.COUNT),
    Column("rate", "占目标", 80),
)


def read_campaign(connection: Any, record: str, day: date) -> Card | None:
    """A campaign with its tables, None if there is no such one."""
    found = CAMPAIGN_LIST.rows(connection, [record], View(day))
    if not found:
        return None
    row = found[0]
    facts = [
        Fact("期限", f"{told(row['since'])} 至 {told(row['until'])}"),
        Fact("目标", f"{row['target'] or 0:,} 人"),
        Fact("已入会", f"{row['joined']:,} 人", f"（{row['rate']}）" if row["rate"] else ""),
        *([Fact("期限以外入会", f"{row['late']:,} 人", "（不计）")] if row["late"] else []),
        Fact("文号", row["doc_no"] or ""),
        Fact("备注", row["note"] or ""),
    ]
    tables = {by: progress_of(connection, record, day, by) for by in ("week", "month")}
    span = f"{told(row['since'])} 至 {told(row['until'])}"
    return Card(record, row["name"], span, row["state"], facts, {"row": row, **tables})


class CampaignDetail(RecordDetail):
    """A campaign."""

    area = "members"
    word = "专项行动"
    judged = dated = False

    def __init__(self, desk: Desk, menu: Menu, problems: PersonProblems) -> None:
        self._acts = menu
        super().__init__("campaign", desk, problems, WORDS)

    def add_own_tabs(self) -> None:
        """各工会, 按周, 按月."""
        self.add_tab("unions", "各工会", self._unions_tab)
        self.add_tab("week", "按周", lambda: self._spans_tab("week", "每周入会"))
        self.add_tab("month", "按月", lambda: self._spans_tab("month", "每月入会"))

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The campaign as of a day."""
        return read_campaign(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """编辑, 目标, 删除误录."""
        row = card.row
        return [
            PageAction("edit", "编辑", lambda: self._acts.open(forms.edit_campaign(row)), main=True,
                       help="F2"),
            PageAction("target", "填写目标人数…", lambda: self._target(None)),
            self._acts.paper("print", "专项行动进度表", "campaign", card.id),
            PageAction("workbook", "导出进度表…", self._ask_file),
            PageAction("delete", "删除误录…", lambda: ask_sure(
                self._desk, self, "delete", "删除误录…", "只有没有人计入的行动才能删除。",
                acts.delete_campaign, card.id)),
        ]  # fmt: skip

    def _ask_file(self) -> None:
        if self.card is not None:
            self.files = ask_file(self, f"{self.card.title}进度表", self.write)

    def write(self, path: Path) -> None:
        """The table with every month and week as a workbook."""
        workspace, record, day = self._desk.workspace, self._record, self._desk.today
        self._desk.ops.run(
            "导出进度表",
            lambda progress: write_campaign(workspace, path, record, day=day, progress=progress),
            owner=self,
            done=lambda done: self._desk.ops.noticed.emit(written_notice(done)),
        )

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None:
            return
        if isinstance(made, RowList):
            made.show_rows(_union_rows(card.data["week"]), past=self._desk.is_past)
        elif isinstance(made, PlainTable):
            made.show_entries(_span_rows(card.data[tab], card.row["target"]))

    def _unions_tab(self) -> QWidget:
        chips = [Chip("target", "填写目标…", self._target)]
        return RowList(f"{self.name}_unions", "各工会", "还没有目标。点「填写目标」逐个工会填。",
                       chips)  # fmt: skip

    def _target(self, row: Row | None) -> None:
        union = (row.id, row.title) if row is not None else None
        present = row.data.target if row is not None else None
        self._acts.open(forms.target(self._acts.make, self._record, union, present))

    def _spans_tab(self, by: str, spoken: str) -> QWidget:
        return PlainTable(f"{self.name}_{by}", spoken, _SPANS, purpose="行动还没有开始。")


def _union_rows(table: Table) -> list[Row]:
    found = []
    for line in table.lines:
        done = f"完成 {rate(line.total, line.target)}" if line.target else "没有目标"
        note = f"目标 {line.target:,} 人 · {done}"
        found.append(Row(line.union_id, line.union, note, value=f"{line.total:,} 人", data=line))
    return found


def _span_rows(table: Table, target: int | None) -> list[dict[str, Any]]:
    found, total = [], 0
    for place, (first, last) in enumerate(table.spans):
        came = sum(line.joined[place] for line in table.lines)
        total += came
        found.append({
            "span": f"{first:%m-%d} 至 {last:%m-%d}", "came": came, "total": total,
            "rate": rate(total, target) if target else None,
        })  # fmt: skip
    return found[::-1]

"""与平台名单核对: 平台有我无, 我有平台无, 不一致."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.base.lists import Column, Tone, mask
from app.base.text import tidy
from app.desk.list_out import ask_file, written_notice
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.views import Views
from app.desk.widgets import button, named

from ...acts.platforms import mark_exported, record_answers
from ...sheet.platform_answers import (
    DIFFERS,
    HERE,
    THERE,
    WORDS,
    Comparison,
    Line,
    again,
    compare,
    write_comparison,
)
from .part import Part, listed

WHO = (
    Column("name", "姓名、名称", 220),
    Column("number", "证件号码、编码", 220),
    Column("where", "所属工会", 330),
    Column("place", "平台文件行号", 110),
)
LEFT = (*WHO[:3], Column("ours", "在本单位", 170), WHO[3])
VALUES = (
    Column("name", "姓名、名称", 170),
    Column("where", "所属工会", 240),
    Column("field", "项目", 130),
    Column("ours", "本单位", 230),
    Column("theirs", "平台", 230),
    Column("place", "行", 60),
)
SHOWN = {THERE: LEFT, HERE: WHO, DIFFERS: VALUES}
PURPOSE = {
    THERE: "平台上有、本单位名册里没有的，核对以后列在这里。",
    HERE: "本单位有、平台上没有的，核对以后列在这里。",
    DIFFERS: "两边都有、而有一项不同的，核对以后列在这里。",
}


class Compare(Part):
    """One whole list of a platform beside ours."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Comparison | None = None
        self._repeated: set[str] = set()
        self.views = Views("platform", tuple(WORDS.items()))
        self.views.chosen.connect(self._bring)
        self.tables: dict[str, PlainTable] = {
            what: self.table(f"platform_{what}", word, SHOWN[what], PURPOSE[what])
            for what, word in WORDS.items()
        }  # fmt: skip
        self.views.give(*(partial(self.tables.__getitem__, what) for what in WORDS))
        chips = self.bar()
        chips.addWidget(self.views)
        chips.addStretch(1)
        self._top.addWidget(self.views.stack, 1)
        bar = self.bar()
        bar.addWidget(button("platform_list_file", "选择平台名单…", self.choose_file))
        self.reason = QLineEdit()
        named(self.reason, "platform_compare_reason", "导出完整号码的用途")
        self.reason.setPlaceholderText("导出完整号码的用途（不填就隐去中间几位）")
        self.reason.setMaxLength(100)
        bar.addWidget(self.reason, 1)
        self.out = button("platform_compare_export", "导出这一页…", self.choose_out)
        bar.addWidget(self.out)
        self.again = button("platform_again", "这一页的再传一次", self._send_again)
        bar.addWidget(self.again)
        self.settle = button("platform_settle", "一致的记为已上平台", self._settle)
        bar.addWidget(self.settle)

    def title(self) -> str:
        return "与平台名单核对"

    def open(self, line: Mapping[str, Any]) -> None:
        """Of a platform; what was compared before stays."""
        if line.get("id") != self.platform.get("id") or self._found is None:
            self.platform = line
            self._show(None)
            self.choose_file()

    def choose_file(self) -> None:
        """Ask for the platform's whole list."""
        self.choose("platform_list", "选择平台导出的全部名单", self.read)

    def read(self, path: Path) -> None:
        """Compare; nothing is changed."""
        record, workspace, unit = str(self.platform["id"]), self.desk.workspace, self.desk.unit
        areas = tuple(self.desk.areas)
        self.run(
            "与平台名单核对",
            lambda progress: compare(
                workspace, record, path, unit=unit, areas=areas, progress=progress
            ),
            self._show,
        )

    def _show(self, found: Comparison | None) -> None:
        self._found = found
        self._repeated.clear()
        counts = found.counts() if found is not None else {}
        for what, word in WORDS.items():
            lines = self._lines(what)
            shown, _more = listed(lines)
            people = self.kind() == "member"
            self.tables[what].show_entries([_shown(one, people) for one in shown])
            self.views.name(what, f"{word} {counts[what]:,}" if counts else word)
        self.settle.setVisible(bool(counts.get("agree")))
        self._adapt()
        if found is None:
            self.said.setText("选平台导出的全部名单，和本单位今天的名册逐条核对；什么也不改。")
            return
        within = f"「{self.desk.unit_title}」" if self.desk.unit else "全部工会"
        more = listed(max((self._lines(what) for what in WORDS), key=len))[1]
        said = f"平台名单 {found.rows:,} 行，与{within}核对：{counts['agree']:,} 条一致。"
        self.said.setText(said + more)
        first = next((what for what in WORDS if counts[what]), THERE)
        self._bring(first)

    def _lines(self, what: str) -> list[Line]:
        found = self._found
        return [one for one in found.lines if one.what == what] if found is not None else []

    def _bring(self, what: str) -> None:
        self.views.bring(what)
        self._adapt()

    def _adapt(self) -> None:
        lines = self._lines(self.views.front())
        self.out.setEnabled(bool(lines))
        self.again.setVisible(bool(again(lines)))
        self.again.setEnabled(self.views.front() not in self._repeated)

    # out, settled

    def choose_out(self) -> None:
        """Ask where the lines of the tab go."""
        word = WORDS[self.views.front()]
        ask_file(self, f"{self.platform['name']}{word} {self.desk.today.isoformat()}", self.write)

    def write(self, path: Path) -> None:
        """The lines of the tab that is up."""
        found, workspace, reason = self._found, self.desk.workspace, tidy(self.reason.text())
        if found is None:
            return
        part = replace(found, lines=self._lines(self.views.front()))
        self.run(
            "导出核对结果",
            lambda progress: write_comparison(
                workspace, path, part, reason=reason, progress=progress
            ),
            lambda done: self.desk.ops.noticed.emit(written_notice(done)),
        )

    def _send_again(self) -> None:
        """Those of the tab that is up go up anew."""
        tab = self.views.front()
        answers = again(self._lines(tab))

        def done(_changes: Any) -> None:
            self._repeated.add(tab)
            self._adapt()
            said = f"{len(answers):,} 条又列进「要上传的」，下次导出时一起传。"
            self.desk.notice(said, tone=Tone.GOOD)

        self.desk.ops.act(
            record_answers, self.platform["id"], owner=self, done=done, answers=answers,
            on=self.desk.today,
        )  # fmt: skip

    def _settle(self) -> None:
        found = self._found
        if found is None:
            return

        def done(_changes: Any) -> None:
            self.settle.hide()
            said = f"{len(found.agree):,} 条记为已上平台，平台已确认。"
            self.desk.notice(said, tone=Tone.GOOD)

        self.desk.ops.act(
            mark_exported, self.platform["id"], owner=self, done=done, digests=found.agree,
            on=self.desk.today, confirmed=True,
        )  # fmt: skip


def _shown(one: Line, people: bool) -> dict[str, Any]:
    def hidden(text: str) -> str:
        return mask(text) if one.hidden and text else text

    empty = "（空）" if one.what == DIFFERS else " "
    return {
        "record": one.record,
        "name": one.name or " ",
        "number": (mask(one.number) if people else one.number) if one.number else " ",
        "where": one.where or " ",
        "field": one.field,
        "ours": hidden(one.ours) or empty,
        "theirs": hidden(one.theirs) or empty,
        "place": str(one.row) if one.row else " ",
    }

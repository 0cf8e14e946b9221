"""What is to go up to a platform: new, changed, not taken; written into its template, and marked
已上平台 once a person says that it went up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.base.lists import Column, Role, Status, Tone
from app.base.progress import Progress
from app.base.text import tidy
from app.desk.choose_path import choose_path
from app.desk.page import Desk
from app.desk.widgets import Note, button, column, label, named, row

from ...acts.platforms import mark_exported
from ...lists.platforms import Platform, platform
from ...sheet.platforms import (
    CHANGED,
    LEFT,
    NEW,
    REFUSED,
    Sent,
    Waiting,
    send,
    sensitive,
    waiting,
)
from .part import Part, listed

WHY = {
    NEW: Status("新增", Tone.GOOD),
    CHANGED: Status("有变动", Tone.INFO),
    REFUSED: Status("平台没有接收", Tone.BAD),
    LEFT: Status("已经离开", Tone.WARN),
}
COLUMNS = (
    Column("name", "姓名、名称", 170),
    Column("where", "所属、上级工会", 260),
    Column("why", "为什么", 130, Role.STATUS),
    Column("said", "说明", 420),
)


class Upload(Part):
    """The records that wait, as the unit looked at narrows them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._made: Platform | None = None
        self._found: Sequence[Waiting] = ()
        self._more = ""
        self.sent: dict[str, Sent] = {}
        self.rows = self.table(
            "platform_upload", "要上传的", COLUMNS,
            "上次导出以后没有新增或变动，不用再传。",
        )  # fmt: skip
        self._top.addWidget(self.rows, 1)
        self._ask = column(space=0)
        self._top.addLayout(self._ask)
        bar = self.bar()
        self.foot = cast("QWidget", bar.parentWidget())
        self.whole = QCheckBox("缺平台必填内容的先不传")
        named(self.whole, "platform_leave_out", "缺平台必填内容的先不传")
        self.whole.setChecked(True)
        self.whole.toggled.connect(lambda _on: self._adapt())
        bar.addWidget(self.whole)
        self._reason_label = label("用途（会记入操作记录）", "muted")
        bar.addWidget(self._reason_label)
        self.reason = QLineEdit()
        named(self.reason, "platform_reason", "完整号码的用途")
        self.reason.setMaxLength(100)
        self.reason.textChanged.connect(lambda _text: self._adapt())
        bar.addWidget(self.reason, 1)
        self.by_hand = button("platform_by_hand", "平台上已经办理", self._done_by_hand)
        bar.addWidget(self.by_hand)
        self.main = button("platform_write", "导出到…", self.choose_file, "main")
        bar.addWidget(self.main)

    def title(self) -> str:
        return "要上传的"

    def open(self, line: Mapping[str, Any]) -> None:
        """Of a platform."""
        if line.get("id") != self.platform.get("id"):
            self._found, self._made = (), None
            self.rows.show_entries([])
        self.platform = line
        self.reason.setText(f"上传到{line['name']}")
        self.look()

    def look(self) -> None:
        if not self.platform:
            return
        record, day, unit = str(self.platform["id"]), self.desk.today, self.desk.unit
        areas = tuple(self.desk.areas)

        def read(conn: Any) -> tuple[Platform, list[Waiting]]:
            made = platform(conn, record)
            return made, waiting(conn, made, day, unit, areas)

        self.said.setText("正在核对…")
        self.main.setEnabled(False)
        self.desk.ops.ask(read, owner=self, done=lambda found: self._show(*found), slot="waiting")

    def _show(self, made: Platform, found: Sequence[Waiting]) -> None:
        self._made, self._found = made, found
        shown, more = listed(found)
        self.rows.show_entries(
            [
                {"record": w.record, "name": w.name, "where": w.where or " ", "why": WHY[w.why],
                 "said": _said(w) or " "}
                for w in shown
            ]
        )  # fmt: skip
        self._more = more
        for widget in (self.reason, self._reason_label):
            widget.setVisible(sensitive(made))
        self._adapt()
        self._show_sent()

    def _adapt(self) -> None:
        made = self._made
        if made is None:
            return
        by, lacking = Counter(w.why for w in self._found), sum(bool(w.lacks) for w in self._found)
        words = [f"{status.word} {by[why]:,}" for why, status in WHY.items() if by[why]]
        within = f"「{self.desk.unit_title}」" if self.desk.unit else "全部工会"
        said = f"{within}有 {len(self._found):,} 条要上传"
        said += f"：{'，'.join(words)}。" if words else "。"
        if lacking:
            said += f"其中 {lacking:,} 条缺平台必填的内容。"
        by_hand = sum(w.by_hand for w in self._found)
        if by_hand:
            said += f"{by_hand:,} 条模板写不了，要到平台上办理；办好了点「平台上已经办理」。"
        self.by_hand.setVisible(bool(by_hand))
        self.by_hand.setText(f"平台上已经办理 {by_hand:,} 条")
        self.said.setText(said + self._more)
        count = len(self._found) - by_hand - (lacking if self.whole.isChecked() else 0)
        asked = not sensitive(made) or bool(self.reason.text().strip())
        self.main.setText(f"导出 {count:,} 条到…" if count else "导出到…")
        self.main.setEnabled(count > 0 and asked)

    # writing

    def choose_file(self) -> None:
        """Ask where the workbook goes."""
        first = f"{self.platform['name']} {self.desk.today.isoformat()}.xlsx"
        choose_path(self, "platform_out", "导出到", lambda paths: self.write(paths[0]), save=True,
                    first=first, kinds="工作簿 (*.xlsx)")  # fmt: skip

    def write(self, path: Path) -> None:
        """Write what waits into the platform's template."""
        record, workspace = str(self.platform["id"]), self.desk.workspace
        reason, unit, whole = tidy(self.reason.text()), self.desk.unit, self.whole.isChecked()
        areas = tuple(self.desk.areas)

        def work(progress: Progress) -> Sent:
            return send(workspace, record, path, reason=reason, unit=unit, leave_out=whole,
                        mark=False, areas=areas, progress=progress)  # fmt: skip

        def done(sent: Sent) -> None:
            self.sent[record] = sent
            self._show_sent()

        self.run(f"导出到{self.platform['name']}的模板", work, done)

    def _show_sent(self) -> None:
        """What was written waits for a word that it went up."""
        while (old := self._ask.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        sent = self.sent.get(str(self.platform["id"]))
        self.foot.setVisible(sent is None)
        if sent is None:
            return
        box = Note(
            f"已写好 {sent.rows:,} 条：{sent.file}",
            "".join(sent.notes)
            + "请到平台上传这个文件。传好以后点右边的按钮记为「已上平台」，下次只导出新增和变动的；"
            "没有标记的，下次还会列出来。",
            Tone.INFO,
            name="platform_sent",
        )
        line = row(space=8)
        line.addWidget(box, 1)
        answers = column(space=6)
        answers.addWidget(
            button("platform_mark", "已经上传，标记已上平台", partial(self._mark, sent), "main")
        )
        answers.addWidget(button("platform_not_sent", "没有上传", self._forget, "quiet"))
        line.addLayout(answers)
        frame = QWidget()
        frame.setLayout(line)
        self._ask.addWidget(frame)

    def _done_by_hand(self) -> None:
        """What the template cannot say was done on the platform itself."""
        digests = {w.record: w.digest for w in self._found if w.by_hand}

        def done(_changes: Any) -> None:
            self.desk.notice(f"已记下平台上办理了 {len(digests):,} 条。", tone=Tone.GOOD)

        self.desk.ops.act(
            mark_exported, self.platform["id"], owner=self, done=done, digests=digests,
            on=self.desk.today,
        )  # fmt: skip

    def _forget(self) -> None:
        self.sent.pop(str(self.platform["id"]), None)
        self._show_sent()

    def _mark(self, sent: Sent) -> None:
        def done(_changes: Any) -> None:
            self._forget()
            self.desk.notice(f"已标记 {sent.rows:,} 条「已上平台」。", tone=Tone.GOOD)

        self.desk.ops.act(
            mark_exported, self.platform["id"], owner=self, done=done, digests=sent.digests,
            on=self.desk.today,
        )  # fmt: skip


def _said(one: Waiting) -> str:
    words = [one.answer]
    words += ["请到平台上办理转出或注销"] if one.by_hand else []
    words += [f"缺{'、'.join(one.lacks)}"] if one.lacks else []
    words += [f"平台没有对应的词：{'、'.join(one.unsaid)}"] if one.unsaid else []
    return "；".join(word for word in words if word)

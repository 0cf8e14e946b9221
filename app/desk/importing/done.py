"""Step ④: one act per file; what it did, the rows left over, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.base.lists import Tone
from app.desk.choose_path import choose_path
from app.desk.history import show_verdict
from app.desk.importing import tabs
from app.desk.plain_table import PlainTable
from app.desk.widgets import Note, button, clear, column, row
from app.desk.wizard import StepPage
from app.sheets.checked import Outcome

if TYPE_CHECKING:
    from app.desk.importing.page import ImportPage


class DoneStep(StepPage):
    """Writes when it comes up."""

    def __init__(self, page: ImportPage) -> None:
        super().__init__()
        self.page = page
        self.busy = False
        lines = column(self, space=12)
        self._notes = column(space=8)
        lines.addLayout(self._notes)
        buttons = row(space=8)
        self.left = button("import_left", "导出错误清单…", self._choose_left)
        self.undo = button("import_undo", "撤销本次导入", self._undo, picture="undo")
        self.received = button(
            "import_to_received", "收表登记", lambda: page.show_view("received"), "quiet"
        )
        for made in (self.left, self.undo, self.received):
            buttons.addWidget(made)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        self.files = PlainTable("import_done_files", "每个文件的结果", tabs.FILES)
        lines.addWidget(self.files, 1)

    def enter(self, data: dict[str, Any]) -> None:
        del data
        intake = self.page.intake
        assert intake is not None
        self.busy = True
        clear(self._notes)
        self._notes.addWidget(Note("正在写入…", "先备份，再写入；写到一半取消，不会留下半截数据。",
                                   Tone.INFO, name="import_result"))  # fmt: skip
        self.files.show_entries([])
        for made in (self.left, self.undo, self.received):
            made.setEnabled(False)
        self.page.run("导入", intake.commit, done=self._written, failed=self._failed)

    def _failed(self, error: BaseException) -> bool:
        intake = self.page.intake
        if intake is not None and any(file.changes is not None for file in intake.files):
            self.page.desk.ops.explain(error)
            self._written([file.changes for file in intake.files if file.changes is not None])
            return True
        self.busy = False
        return False

    def _written(self, changes: list[Any]) -> None:
        self.busy = False
        intake = self.page.intake
        assert intake is not None
        for one in changes:
            self.page.desk.ops.changed.emit(one)
        files = [file for file in intake.files if file.plan is not None]
        sums = {o: sum(file.counts()[o] for file in files) for o in Outcome}
        left = sums[Outcome.REJECTED] + sums[Outcome.DUPLICATE] + sums[Outcome.TRANSFER]
        wrote = sums[Outcome.NEW] + sums[Outcome.CHANGED]
        words = f"已导入：新增 {sums[Outcome.NEW]:,} 行，更新 {sums[Outcome.CHANGED]:,} 行"
        if not wrote:
            words = "没有要写入的行"
        words += f"，无变化 {sums[Outcome.SAME]:,} 行"
        missing = sum(one.what not in ("", "stays") for file in files for one in file.missing())
        words += f"，缺席的办了 {missing:,} 人。" if missing else "。"
        failed = [file for file in intake.files if file.error is not None]
        advice = f"还有 {left:,} 行没有写入，可以导出错误清单，改好再导入。" if left else ""
        advice += f"{len(failed)} 个文件没有导入，原因见下表。" if failed else ""
        clear(self._notes)
        tone = Tone.WARN if left or failed else Tone.GOOD
        self._notes.addWidget(Note(words, advice, tone, name="import_result"))
        self.files.show_entries(tabs.file_lines(intake))
        self.left.setEnabled(left > 0)
        self.undo.setEnabled(any(one.batch for one in changes))
        self.received.setEnabled(True)
        self.changed.emit()

    def _choose_left(self) -> None:
        choose_path(
            self, "import_left_dialog", "导出错误清单", lambda p: self.page.save_left(p[0]),
            save=True, first="错误清单.xlsx", kinds="Excel 工作簿 (*.xlsx)",
        )  # fmt: skip

    def _undo(self) -> None:
        """Take the files back, the last one first."""
        intake = self.page.intake
        assert intake is not None
        entries = [file.changes.entry for file in intake.files if file.changes is not None]
        self.undo.setEnabled(False)
        self._undo_next(entries, [0, 0])

    def _undo_next(self, entries: list[int], sums: list[int]) -> None:
        if not entries:
            clear(self._notes)
            kept = f"{sums[1]:,} 条没有还原，原因已列出。" if sums[1] else "登记和导入前一样。"
            tone = Tone.WARN if sums[1] else Tone.GOOD
            self._notes.addWidget(Note("已撤销本次导入。", kept, tone, name="import_result"))
            return

        def done(verdict: Any) -> None:
            sums[0] += verdict.count("reversed")
            sums[1] += len(verdict.left())
            if verdict.left():
                show_verdict(self, verdict, self.page.desk.ops)
            self._undo_next(entries[:-1], sums)

        self.page.desk.ops.undo(owner=self, entry=entries[-1], done=done)

    def ready(self) -> bool:
        return not self.busy

    def main_words(self) -> str:
        return "再导入一份"

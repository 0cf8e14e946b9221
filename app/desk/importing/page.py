"""导入: the wizard, and 收表登记 beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.area import gather
from app.base.errors import KnownError, UserError
from app.base.home import Target
from app.base.lists import Tone
from app.base.progress import Cancelled, Progress
from app.desk.flow import Flow, Step
from app.desk.importing.check import CheckStep
from app.desk.importing.columns import ColumnsStep
from app.desk.importing.done import DoneStep
from app.desk.importing.received import ReceivedView
from app.desk.importing.source import SourceStep
from app.desk.operations import Operation
from app.desk.page import Desk, Page, PageAction
from app.desk.views import Views
from app.desk.widgets import Elided, column, label, named, row
from app.desk.wizard import StepPage, Wizard
from app.sheets.intake import sheets_of
from app.sheets.job import Intake, Wish
from app.sheets.waiting import forget, resume, waiting


def import_flow() -> Flow:
    """选择文件 → 对应列 → 检查 → 完成."""
    return Flow.of(
        Step("source", "选择文件", "columns"),
        Step("columns", "对应列", "check"),
        Step("check", "检查", "done"),
        Step("done", "完成", None, no_return=True),
    )


class ImportPage(Page):
    """One import at a time; it stays as it is while other pages are looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        named(self, "import_page", "导入")
        self.sheets = sheets_of(desk.areas)
        self.intake: Intake | None = None
        self._wish: tuple[str, Wish] | None = None
        self._operation: Operation | None = None
        lines = column(self, space=10, margins=(16, 14, 16, 14))
        head = row(space=8)
        head.addWidget(label("导入", "title", name="import_title"))
        self.views = Views("import_view", (("wizard", "导入表格"), ("received", "收表登记")))
        self.views.chosen.connect(self.show_view)
        head.addWidget(self.views)
        self.told = Elided("", "muted")
        self.told.setObjectName("import_told")
        head.addWidget(self.told, 1)
        lines.addLayout(head)
        self._holder = QWidget()
        self._inside = column(self._holder, space=0)
        self.views.give(lambda: self._holder, lambda: self.received)
        lines.addWidget(self.views.stack, 1)
        self.wizard = self._begin()
        self._look_for_waiting()

    @cached_property
    def received(self) -> ReceivedView:
        """收表登记."""
        return ReceivedView(self.desk, [(k, s.kind.title) for k, s in self.sheets.items()])

    def _begin(self) -> Wizard:
        made = Wizard(
            "import_wizard",
            import_flow(),
            {
                "source": lambda: SourceStep(self),
                "columns": lambda: ColumnsStep(self),
                "check": lambda: CheckStep(self),
                "done": lambda: DoneStep(self),
            },
        )
        made.finished.connect(lambda _data: self.start_anew())
        made.cancelled.connect(self.cancel)
        made.stepped.connect(self._stepped)
        made.allow_cancel(False)
        self._inside.addWidget(made)
        return made

    def step(self, key: str = "") -> StepPage:
        """The widget of a step; the present one without a name."""
        return self.wizard.page(key)

    def _stepped(self, key: str) -> None:
        if key == "source":
            self._stop()
        self.wizard.allow_cancel(key in ("columns", "check"))
        title = self.intake.sheet.kind.title if self.intake is not None else ""
        several = self.intake is not None and len(self.intake.files) > 1
        names = f"{len(self.intake.files)} 个文件" if several and self.intake else ""
        if self.intake is not None and not several:
            names = self.intake.files[0].name
        shown = key != "source" and self.intake is not None
        self.told.setText(f"{title}　{names}" if shown else "")
        self.actions_changed.emit()

    # one import

    def intake_for(self, data: dict[str, Any]) -> Intake:
        """The import of what the first step gathered; a new one if it asks for something else."""
        wish = (str(data["kind"]), data["wish"])
        if self.intake is None or wish != self._wish:
            self._close()
            self._wish = wish
            self.intake = Intake(self.desk.workspace, self.sheets[wish[0]], wish[1])
        return self.intake

    def run(
        self,
        title: str,
        work: Callable[[Progress], Any],
        *,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], bool] | None = None,
    ) -> None:
        """Work of the present step; if it fails or is cancelled, the step before comes back."""
        wizard = self.wizard
        operation: Operation | None = None

        def is_current() -> bool:
            return self.wizard is wizard and self._operation is operation

        def finished(result: Any) -> None:
            if is_current():
                self._operation = None
                done(result)

        def not_done(error: BaseException) -> bool:
            if not is_current():
                return isinstance(error, Cancelled)
            self._operation = None
            handled = failed is not None and failed(error)
            return handled or self._retreat(error)

        operation = self.desk.ops.run(title, work, owner=self, done=finished, failed=not_done)
        self._operation = operation

    def working(self) -> bool:
        """Whether work of the present step is under way."""
        return self._operation is not None

    def _retreat(self, error: BaseException) -> bool:
        """One step back, and the sentence there where it is the first one."""
        for step in (self.wizard.page(key) for key in self.wizard.flow.trail):
            if hasattr(step, "busy"):
                step.busy = False
        if self.wizard.flow.step.key in ("columns", "check", "done"):
            self.wizard.retreat()
        first = self.wizard.page("source")
        if isinstance(error, Cancelled):
            return False
        if isinstance(error, KnownError | UserError) and self.wizard.flow.step.key == "source":
            assert isinstance(first, SourceStep)
            first.tell_problem(error)
            return True
        return False

    # what waits from an earlier session

    def _look_for_waiting(self) -> None:
        workspace = self.desk.workspace
        self.desk.ops.think(
            lambda: waiting(workspace), owner=self, done=self._offer, slot="import_waiting"
        )

    def _offer(self, found: list[dict[str, Any]]) -> None:
        first = self.wizard.page("source")
        assert isinstance(first, SourceStep)
        if self.intake is None and self.wizard.flow.step.key == "source":
            first.tell("")
            for one in found[:3]:
                first.offer(one)

    def forget(self, job: str) -> None:
        """Do not go on with an import of an earlier session."""
        workspace = self.desk.workspace
        self.desk.ops.think(
            lambda: forget(workspace, job),
            owner=self,
            done=lambda _none: self._look_for_waiting(),
        )

    def resume(self, job: str) -> None:
        """Go on with an import of an earlier session, at its check."""
        workspace, sheets = self.desk.workspace, self.sheets

        def done(found: Intake | None) -> None:
            if found is None:
                self._look_for_waiting()
                return
            self.intake, self._wish = found, (found.sheet.kind.kind, found.wish)
            self.wizard.flow.data.update(kind=found.sheet.kind.kind, wish=found.wish)
            self.wizard.flow.trail = ["source", "columns"]
            self.wizard.forward_to("check")

        self.desk.ops.think(lambda: resume(workspace, sheets, job), owner=self, done=done)

    def guess_senders(self, intake: Intake) -> None:
        """Match the files with the units that are expected to send theirs. In a worker thread."""
        areas, day = self.desk.areas, self.desk.today
        known = self.desk.workspace.read(
            lambda conn: [
                w for part in gather(areas, "senders") for w in part(conn, unit=None, day=day)
            ]
        )
        intake.guess_senders(known)

    def save_left(self, path: Path) -> None:
        """Write the rows that were left, with the reasons."""
        intake = self.intake
        if intake is None:
            return

        def done(written: Any) -> None:
            self.desk.notice(f"错误清单已保存：{path.name}，{written.rows} 行", tone=Tone.GOOD)

        self.desk.ops.run(
            "导出错误清单",
            lambda progress: intake.write_left(path, progress),
            owner=self,
            done=done,
        )

    def _stop(self) -> None:
        if self._operation is not None:
            self._operation.cancel()
            self._operation = None

    def _close(self) -> None:
        """Nothing waits any more in the staging database."""
        intake, self.intake, self._wish = self.intake, None, None
        if intake is not None:
            self.desk.ops.run(
                "清理",
                lambda _progress: intake.close(),
                owner=self,
                cancellable=False,
                quiet=True,
            )

    def cancel(self) -> None:
        """Leave the import; nothing of it remains."""
        self.start_anew()
        self.desk.notice("已取消导入，没有写入任何数据。", tone=Tone.IDLE)

    def start_anew(self) -> None:
        """An empty first step; the list chosen stays."""
        first = self.wizard.page("source")
        assert isinstance(first, SourceStep)
        kind = first.kind.currentIndex()
        self._stop()
        self._close()
        old = self.wizard
        self._inside.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.wizard = self._begin()
        again = self.wizard.page("source")
        assert isinstance(again, SourceStep)
        again.kind.setCurrentIndex(kind)
        self._stepped("source")

    # the page

    def show_view(self, key: str) -> None:
        """导入表格 or 收表登记."""
        self.views.bring(key)
        if key == "received":
            self.received.look()
        self.actions_changed.emit()

    def look(self) -> None:
        if self.views.front() == "received":
            self.received.look()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        del kinds
        self.look()

    def jump(self, target: Target) -> None:
        """A kind of list to import, or ``received``."""
        if target.view == "received":
            self.show_view("received")
            return
        self.show_view("wizard")
        if target.view in self.sheets and self.wizard.flow.step.key == "source":
            first = self.wizard.page("source")
            assert isinstance(first, SourceStep)
            first.kind.setCurrentIndex(list(self.sheets).index(target.view))

    def page_actions(self) -> Sequence[PageAction]:
        if self.views.front() == "received":
            help = "现在列出哪些，就导出、打印哪些"
            return (
                PageAction("print", "打印", self.received.print, help=help),
                PageAction("export", "导出", self.received.export, help=help),
            )
        if self.wizard.flow.step.key in ("columns", "check"):
            return (PageAction("cancel_import", "取消导入", self.cancel),)
        return ()

    def back(self) -> bool:
        if self.wizard.flow.can_go_back():
            self.wizard.back()
            return True
        return False

    def is_dirty(self) -> bool:
        decided = self.intake is not None and any(f.decisions or f.names for f in self.intake.files)
        return decided and self.wizard.flow.step.key == "check"

    def save(self) -> None:
        if self.is_dirty():
            self.desk.notice("导入还没有写入。", "看过检查结果后，请按右下角的「导入」。")

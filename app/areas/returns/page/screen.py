"""年报: the papers as the very PDF, the figures with the records behind them, the findings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QWidget,
)

from app.areas.returns.page.packing import Packing
from app.areas.returns.page.rules import RulesView
from app.base.findings import Finding
from app.base.home import Target
from app.base.lists import Column, Role
from app.base.progress import Progress
from app.desk import theme
from app.desk.findings import FindingList
from app.desk.page import Desk, Page, PageAction, PageEntry
from app.desk.plain_table import PlainTable
from app.desk.preview import PdfPane, Preview
from app.desk.views import Views
from app.desk.widgets import Combo, Elided, button, card, column, label, named, row
from app.figures.engine import records, table
from app.figures.registry import Rate
from app.paper.asking import (
    ask_of,
    findings_of,
    papers_of,
    registry_of,
    year_scope,
)
from app.paper.child import docx_in_child, in_child
from app.paper.model import Document, Printed
from app.rules.office import rule_book
from app.store.notes import explain_finding, put_off_finding, withdraw_explanation

STATES = {"counted": "名册", "reported": "填报", "mixed": "名册和填报", "no_data": "没有数据"}
VIEWS = (
    ("papers", "报表"),
    ("figures", "指标"),
    ("findings", "审核问题"),
    ("rules", "审核规则"),
)
FIGURES = (
    Column("code", "编号", 64, Role.CODE),
    Column("title", "指标", 230),
    Column("value", "数值", 96, Role.COUNT),
    Column("unit", "单位", 50),
    Column("state", "来源", 110),
    Column("definition", "指标解释", 420),
)
RECORDS = (
    Column("title", "名称", 320),
    Column("part", "计入", 110),
    Column("value", "数值", 90, Role.COUNT),
    Column("source", "来源", 100),
)


class ReturnsPage(Page):
    """Four views: 报表, 指标, 审核问题, 审核规则."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        named(self, "returns_page", "年报")
        lines = column(self, space=10, margins=(16, 14, 16, 14))
        head = row(space=8)
        head.addWidget(label("年报", "title", name="returns_title"))
        self.year = Combo()
        named(self.year, "returns_year", "年度")
        self.year.currentIndexChanged.connect(lambda _i: self.look())
        head.addWidget(self.year)
        self.views = Views("returns", VIEWS)
        self.views.chosen.connect(self.show_view)
        head.addWidget(self.views)
        self.told = Elided("", "muted")
        head.addWidget(self.told, 1)
        lines.addLayout(head)
        self.views.give(
            lambda: self.papers, lambda: self.figures, lambda: self.findings, lambda: self.rules
        )
        lines.addWidget(self.views.stack, 1)  # the shell reads a page when it brings it up
        self._fill_years()

    @cached_property
    def papers(self) -> PapersView:
        """报表."""
        return PapersView(self)

    @cached_property
    def figures(self) -> FiguresView:
        """指标."""
        return FiguresView(self)

    @cached_property
    def findings(self) -> FindingList:
        """审核问题."""
        made = FindingList("returns_finding_list", lambda: self.desk.today)
        made.went.connect(self.desk.go)
        made.explained.connect(self._explain)
        made.put_off.connect(self._put_off)
        return made

    @cached_property
    def packing(self) -> Packing:
        """归档目录 and 迎检资料包."""
        return Packing(self.desk, self)

    @cached_property
    def rules(self) -> RulesView:
        """审核规则."""
        return RulesView(self.desk)

    @property
    def year_looked_at(self) -> int:
        """The report year chosen above."""
        return int(self.year.currentData() or self.desk.day.year)

    def scope(self, conn: Any) -> Any:
        """What figures and papers look at: the year chosen, the unit and day of the shell."""
        return year_scope(conn, self.year_looked_at, today=self.desk.day, unit=self.desk.unit)

    def _fill_years(self) -> None:
        year = self.desk.today.year
        self.year.blockSignals(True)
        for one in range(year, year - 6, -1):
            self.year.addItem(f"{one}年度", one)
        self.year.blockSignals(False)

    def show_view(self, key: str) -> None:
        """Bring one of the views up."""
        self.views.bring(key)
        self.look()

    def page_actions(self) -> Sequence[PageAction]:
        """打印预览 of the paper chosen; the year's evidence as a list and as a folder."""
        return (
            PageAction("archive", "归档目录…", lambda: self.packing.ask_list(self.year_looked_at),
                       help="选定工会全年的证明材料和保管期限，导出成工作簿"),
            PageAction("package", "迎检资料包…",
                       lambda: self.packing.ask_package(self.year_looked_at),
                       help="把选定工会全年的材料放进一个文件夹，附目录"),
            PageAction("print", "打印预览", self.papers.open_window, main=True),
        )  # fmt: skip

    def look(self) -> None:
        """Read what the view in front needs."""
        front = self.views.front()
        if front == "figures":
            self.figures.look()
        elif front == "findings":
            self._read_findings()
        elif front == "rules":
            self.rules.look()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """Figures and findings follow every act."""
        del kinds
        self.papers.stale()
        self.look()

    def jump(self, target: Target) -> None:
        """A figure's code opens its records; a view by its name."""
        if target.kind == "figure":
            self.show_view("figures")
            self.figures.open_figure(target.id)
        elif target.view in self.views:
            self.show_view(target.view)

    def _read_findings(self) -> None:
        areas, year, today = self.desk.areas, self.year_looked_at, self.desk.today

        def read(conn: Any) -> tuple[list[Finding], dict[str, str]]:
            scope = self.scope(conn)
            found = findings_of(conn, areas, scope, year=year, today=today)
            return found, rule_book(conn).titles(scope.day)

        self.told.setText("正在审核…")
        self.desk.ops.ask(read, owner=self, done=self._show_findings, slot="returns_findings")

    def _show_findings(self, read: tuple[list[Finding], dict[str, str]]) -> None:
        found, titles = read
        self.findings.show_findings(found, titles)
        self.told.setText(f"审核出 {len(found)} 项" if found else "审核没有问题")

    def _explain(self, finding: Finding, text: str) -> None:
        self.desk.ops.act(
            explain_finding,
            owner=self,
            rule=finding.rule,
            kind=finding.kind,
            object_id=finding.id,
            values=finding.values,
            text=text,
        )

    def _put_off(self, finding: Finding, day: Any) -> None:
        if day is None:
            self.desk.ops.act(
                withdraw_explanation, owner=self, rule=finding.rule, object_id=finding.id
            )
            return
        self.desk.ops.act(
            put_off_finding,
            owner=self,
            rule=finding.rule,
            kind=finding.kind,
            object_id=finding.id,
            values=finding.values,
            until=day,
        )


class PapersView(QWidget):
    """The papers by name at the left, the pages at the right."""

    def __init__(self, page: ReturnsPage) -> None:
        super().__init__()
        self.page = page
        self.printed: Printed | None = None
        self.document: Document | None = None
        lines = column(self, space=0)
        split = QSplitter(Qt.Orientation.Horizontal)
        named(split, "returns_split", "报表和预览")
        left = card()
        inside = column(left, space=8, margins=(12, 12, 12, 12))
        inside.addWidget(label("报表", "heading", name="returns_papers_heading"))
        self.names = QListWidget()
        named(self.names, "returns_paper_list", "报表名称")
        for name, report in papers_of(page.desk.areas).items():
            if report.about:
                continue
            item = QListWidgetItem(report.title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(report.note)
            self.names.addItem(item)
        self.names.setCurrentRow(0)
        self.names.itemActivated.connect(lambda _item: self.make())
        self.names.itemClicked.connect(lambda _item: self.make())
        inside.addWidget(self.names, 1)
        self.make_button = button("returns_make", "生成报表", self.make, "main")
        inside.addWidget(self.make_button)
        inside.addWidget(button("returns_window", "打印、保存…", self.open_window))
        split.addWidget(left)
        self.pane = PdfPane("returns_pages", "报表的页面")
        split.addWidget(self.pane)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(220), theme.px(800)])
        lines.addWidget(split, 1)

    def chosen(self) -> str:
        """Name of the paper chosen."""
        item = self.names.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else "annual"

    def stale(self) -> None:
        """The data changed: the pages shown are of before."""
        if self.printed is not None:
            self.page.told.setText("数据已变动，请重新生成")

    def make(self) -> None:
        """Make the paper chosen, in the background, and show its pages."""
        page, name = self.page, self.chosen()
        areas, year, today = page.desk.areas, page.year_looked_at, page.desk.today
        report = papers_of(areas)[name]
        workspace, own = page.desk.workspace, page.desk.settings.get("own_fonts")

        def build(conn: Any) -> Document:
            asked = ask_of(conn, areas, page.scope(conn), year=year, today=today)
            return report.make(asked)

        def work(progress: Progress) -> tuple[Document, Printed]:
            document = workspace.read(build)
            return document, in_child(document, progress, own_fonts=own)

        self.make_button.setEnabled(False)
        page.told.setText(f"正在生成{report.title}…")
        page.desk.ops.run(
            f"生成{report.title}", work, owner=self, done=self._show, failed=self._failed
        )

    def _failed(self, error: BaseException) -> bool:
        del error
        self.make_button.setEnabled(True)
        self.page.told.setText("")
        return False

    def _show(self, made: tuple[Document, Printed]) -> None:
        self.document, self.printed = made
        self.make_button.setEnabled(True)
        self.pane.load(self.printed.pdf)
        missing = f"，有 {len(self.printed.missing)} 个字没有字形" if self.printed.missing else ""
        own = f"，用了本机字体 {len(self.printed.own_fonts)} 种" if self.printed.own_fonts else ""
        told = f"{self.document.title}　{self.printed.pages} 页{missing}{own}"
        self.page.told.setText(f"{told}　数据摘要 {self.printed.digest[:12]}")

    def open_window(self) -> None:
        """The preview window with printing and saving."""
        if self.printed is None or self.document is None:
            self.make()
            return
        document, own = self.document, self.page.desk.settings.get("own_fonts")
        preview = Preview(
            self.page.desk.ops,
            document.title,
            self.printed.pdf,
            docx=lambda progress: docx_in_child(document, progress, own_fonts=own),
            parent=self.page,
        )
        preview.show()


class FiguresView(QWidget):
    """All figures; the one under the cursor opens to its records."""

    def __init__(self, page: ReturnsPage) -> None:
        super().__init__()
        self.page = page
        lines = column(self, space=8)
        bar = row(space=8)
        bar.addWidget(label("分组", "muted", name="returns_by_label"))
        self.by = Combo()
        named(self.by, "returns_by", "分组方式")
        self.by.addItem("不分组", "")
        for dimension in registry_of(page.desk.areas).dimensions.values():
            self.by.addItem(dimension.title, dimension.name)
        self.by.currentIndexChanged.connect(lambda _i: self.look())
        bar.addWidget(self.by)
        self.said = Elided("双击一个指标，看它由哪些记录合成", "muted")
        bar.addWidget(self.said, 1)
        lines.addLayout(bar)
        split = QSplitter(Qt.Orientation.Vertical)
        named(split, "returns_figures_split", "指标和记录")
        self.table = PlainTable("returns_figures", "指标", FIGURES)
        self.table.opened.connect(lambda entry: self.open_figure(str(entry["code"])))
        split.addWidget(self.table)
        self.records = PlainTable("returns_records", "合成指标的记录", RECORDS)
        self.records.opened.connect(
            lambda entry: page.desk.go(Target("", str(entry["kind"]), str(entry["id"])))
        )
        split.addWidget(self.records)
        split.setSizes([theme.px(380), theme.px(200)])
        lines.addWidget(split, 1)

    def look(self) -> None:
        """Compute the figures anew."""
        page, by = self.page, str(self.by.currentData() or "")
        registry = registry_of(page.desk.areas)
        codes = registry.codes()

        def read(conn: Any) -> Any:
            return table(conn, registry, codes, page.scope(conn), by or None)

        page.desk.ops.ask(read, owner=self, done=self._show, slot="returns_figures")

    def _show(self, found: Any) -> None:
        registry = registry_of(self.page.desk.areas)
        entries = []
        groups = [(None, "", found.total)]
        groups += [(key, found.labels[key], values) for key, values in found.rows.items()]
        for key, name, values in groups:
            for code, value in values.items():
                thing = registry.get(code)
                if key is not None and not value.value:
                    continue
                entries.append(
                    {
                        "code": code,
                        "title": f"{name}　{thing.title}" if name else thing.title,
                        "value": value.value if value.value is not None else "—",
                        "unit": thing.unit,
                        "state": STATES[value.state],
                        "definition": thing.definition,
                        "key": key,
                    }
                )
        self.table.show_entries(entries)

    def open_figure(self, code: str) -> None:
        """The records behind a figure; of a rate those of numerator and denominator."""
        page, registry = self.page, registry_of(self.page.desk.areas)
        if code not in registry.codes():
            return
        thing = registry.get(code)
        rate = isinstance(thing, Rate)
        if isinstance(thing, Rate):
            parts = [("分子", thing.numerator), ("分母", thing.denominator)]
        else:
            parts = [("", code)]

        def read(conn: Any) -> list[dict[str, Any]]:
            scope = page.scope(conn)
            return [
                {
                    "title": record.title,
                    "part": part,
                    "value": record.value,
                    "source": STATES[record.source],
                    "kind": "unions" if record.kind == "union" else record.kind,
                    "id": record.id,
                }
                for part, one in parts
                for record in records(conn, registry, one, scope)
            ]

        def show(found: list[dict[str, Any]]) -> None:
            self.records.show_entries(found)
            total = sum(entry["value"] for entry in found if entry["part"] != "分母")
            said = f"{thing.title}：{len(found)} 条记录"
            self.said.setText(said if rate else f"{said}，合计 {total:,}")

        page.desk.ops.ask(read, owner=self, done=show, slot="returns_records")


PAGE = PageEntry(
    "returns",
    "年报",
    "returns",
    80,
    ReturnsPage,
    short="年报",
    kinds=frozenset({"figure"}),
    help="returns",
)

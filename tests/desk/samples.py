"""Invented content for the gallery and the tests of whole windows."""
# ruff: noqa: E501

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.base.findings import Finding, Severity
from app.base.home import Card, Due, Hit, Target
from app.base.lists import Choice, Status, Tone, TreeNode
from app.desk.cards import HomeContent, HomePage, HomePart
from app.desk.detail import Detail, Fact, FactSheet, Remark
from app.desk.fields import Field, Kind
from app.desk.findings import FindingList
from app.desk.flow import Flow, Step
from app.desk.forms import Form
from app.desk.grid import Grid, GridColumn, GridRow
from app.desk.history import Alteration, Entry, HistoryList
from app.desk.lists import ListView
from app.desk.page import Desk, Page, PageAction, PageEntry
from app.desk.panes import Panes
from app.desk.tree import TreePane
from app.desk.widgets import button, column, label, row
from app.desk.wizard import StepPage, Wizard

from .conftest import TODAY, Firms

FEDERATIONS = [
    "一街村",
    "二街村",
    "三街村",
    "大范口村",
    "郑家楼村",
    "自行车产业园",
    "小企业（一）",
    "小企业（二）",
    "物流行业",
]


class Tree:
    key = "lead"
    title = "按隶属"
    counts = "组织 / 单位"
    kinds = frozenset({"union"})

    def children(self, connection: Any, node: str | None, view: Any) -> list[TreeNode]:
        if node is None:
            return [TreeNode("root", "union", "0" * 32, "王庆坨镇总工会", "62 / 372")]
        if node == "root":
            made = [TreeNode("office", "union", "1" * 32, "机关工会", "1 / 1", leaf=True)]
            made += [
                TreeNode(f"f{n}", "union", f"{n:032x}", f"{name}工会联合会", f"1 / {17 + n * 3 % 19}",
                         tone=Tone.WARN if n == 5 else None)
                for n, name in enumerate(FEDERATIONS)
            ]  # fmt: skip
            return [*made, TreeNode("single", "group", "", "单独建会", "49 / 49"),
                    TreeNode("none", "group", "", "未建会单位", "81", leaf=True)]  # fmt: skip
        return [
            TreeNode(
                f"{node}.{n}",
                "employer",
                f"{n + 64:032x}",
                f"天津样例有限公司（{n}）",
                "26",
                leaf=True,
            )
            for n in range(12)
        ]

    def path(self, connection: Any, kind: str, record: str, view: Any) -> list[str]:
        if int(record, 16) < 64:
            return ["root", f"f{int(record, 16)}"]
        return ["root", "f1", f"f1.{int(record, 16) - 64}"]


class ByPlace(Tree):
    key = "place"
    title = "按村（社区）"


FINDINGS = [
    Finding(
        "LAW-12",
        Severity.MUST,
        "会员 61 人多于职工 41 人，请核对其中一个数。",
        "employer",
        "3" * 32,
        "天津永利电镀有限公司",
        basis="中国工会统计调查制度（2023），表一审核关系 L02",
    ),
    Finding(
        "LAW-10",
        Severity.EXPLAIN,
        "职工 83 人，满 25 人应单独建立基层工会委员会。",
        "employer",
        "1" * 32,
        "天津恒泰车料有限公司",
        basis="工会法第十一条",
    ),
    Finding(
        "LAW-10",
        Severity.EXPLAIN,
        "职工 41 人，满 25 人应单独建立基层工会委员会。",
        "employer",
        "3" * 32,
        "天津永利电镀有限公司",
        basis="工会法第十一条",
        explanation="业主同意，九月换届时一并建会。",
    ),
    Finding(
        "CERT-01",
        Severity.EXPLAIN,
        "法人资格证书 2026-12-23 到期。",
        "union",
        "2" * 32,
        "二街村工会联合会",
        basis="基层工会法人登记管理办法第十六条（依据未核对）",
        put_off="2026-12-20",
    ),
]
RULES = {
    "LAW-12": "会员数不多于职工数",
    "LAW-10": "满二十五人单独建会",
    "CERT-01": "法人资格证书有效期",
}

ENTRIES = [
    Entry(
        318,
        datetime(2026, 11, 22, 9, 12),
        "王敏",
        "更正单位信息",
        changes=(Alteration("职工人数", "38", "41"), Alteration("联系电话", "", "022-8888****")),
        undoable=True,
    ),
    Entry(
        305,
        datetime(2026, 11, 3, 16, 40),
        "王敏",
        "导入工会台账",
        "王庆坨镇台账2026.xlsx，新增 372 条",
        undoable=True,
    ),
    Entry(212, datetime(2026, 6, 30, 10, 5), "李红", "登记换届", undone=True),
    Entry(9, datetime(2026, 1, 5, 8, 30), "李红", "修改口令", why_not="口令的修改不能撤销。"),
]

FIELDS = (
    Field("name", "单位名称", Kind.TEXT, obligatory=True, dated=True, group="基本信息"),
    Field("code", "统一社会信用代码", Kind.CODE, max_length=18, help="18 位，营业执照上有。"),
    Field(
        "status",
        "经营状态",
        Kind.CHOICE,
        choices=tuple(Choice(w, w) for w in ("正常", "停产歇业", "迁出", "吊销", "注销")),
        obligatory=True,
    ),
    Field(
        "industry",
        "行业",
        Kind.CHOICE,
        choices=tuple(Choice(f"C{n}", f"制造业第 {n} 类", f"C{n}") for n in range(13, 44)),
    ),
    Field("since", "建会日期", Kind.DAY, help="可写成 20260131、2026-1-31 或 2026.1.31。"),
    Field("workers", "职工人数", Kind.COUNT, unit="人", group="人数和经费"),
    Field("wages", "上年工资总额", Kind.MONEY, unit="元"),
    Field("should", "应建会", Kind.FLAG, help="应当建立工会"),
    Field("note", "备注", Kind.LINES),
)


def detail(desk: Desk) -> Detail:
    made = Detail("union_detail")
    made.head("二街村工会联合会", "区域性工会联合会 · 基层", Status("正常", Tone.GOOD))

    def facts() -> FactSheet:
        sheet = FactSheet("union_facts")
        sheet.show_facts(
            [
                Fact("信用代码", "81999999TE5T00016B"), Fact("上级工会", "王庆坨镇总工会", target=Target("organisations", "union", "0" * 32)),
                Fact("建会日期", "2018-12-20"), Fact("批复文号", "武工复〔2018〕46号"), Fact("职工 / 会员", "914 / 731", "（已录 402）"),
                Fact("联系电话", "13812341201", sensitive=True, key="phone"), Fact("法人证书", "至 2026-12-23", tone=Tone.WARN), Fact("经费账户", "独立账户"),
                Fact("办公地点", ""),
            ],
            [Remark("本届任期 2026-12-23 届满。", "依据：工会法第十六条", Tone.WARN, "开始换届", lambda: None)],
        )  # fmt: skip
        return sheet

    def findings() -> FindingList:
        made_list = FindingList("union_findings", lambda: TODAY, card=False)
        made_list.show_findings(FINDINGS, RULES)
        return made_list

    def history() -> HistoryList:
        made_list = HistoryList("union_history", card=False)
        made_list.show_entries(ENTRIES)
        return made_list

    made.add_tab("facts", "基本信息", facts)
    made.add_tab("covered", "涵盖单位", lambda: label("22 家"))
    made.add_tab("findings", "审核问题", findings)
    made.add_tab("history", "历史", history)
    made.set_badge("findings", 3)
    made.set_actions(
        [
            PageAction("edit", "编辑", lambda: None, main=True),
            PageAction("move", "变更上级", lambda: None),
            PageAction("dissolve", "撤销工会", lambda: None),
        ],
        desk.is_past,
    )
    return made


class OrganisationsPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        lines = column(self, space=0, margins=(12, 12, 12, 12))
        self.tree = TreePane("tree", (Tree(), ByPlace()), desk.ops)
        middle = column(space=8)
        head = row(space=8)
        head.addWidget(label("二街村工会联合会", "heading"))
        head.addWidget(label("涵盖单位 22 · 职工 914 · 会员 731", "muted"), 1)
        middle.addLayout(head)
        self.list = ListView(
            Firms(), desk.ops, desk.states, next_step="导入台账", on_next_step=lambda: None
        )
        middle.addWidget(self.list, 1)
        from PySide6.QtWidgets import QWidget

        box = QWidget()
        box.setLayout(middle)
        self.detail = detail(desk)
        self.detail.show_tab("facts")
        self.panes = Panes("organisations", box, self.detail, self.tree)
        lines.addWidget(self.panes)
        self.list.opened.connect(lambda _id: self.panes.show_detail())

    def page_actions(self) -> list[PageAction]:
        return [
            PageAction("import", "导入", lambda: None),
            PageAction("export", "导出", lambda: None),
            PageAction("found", "登记建会", lambda: None, main=True),
        ]

    def look(self) -> None:
        self.list.look(day=self.desk.day, unit=self.desk.unit)
        self.tree.look(day=self.desk.day)

    def changed(self, kinds: dict[str, set[str]]) -> None:
        self.list.refresh(kinds)
        self.tree.refresh(kinds)

    def jump(self, target: Target) -> None:
        self.list.select(target.id)
        self.tree.select(target.kind, target.id)

    def back(self) -> bool:
        return self.panes.back()

    def conceal(self) -> None:
        self.list.conceal()


class FormsPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        from app.desk.widgets import card

        lines = row(self, space=12, margins=(16, 14, 16, 14))
        box = card()
        inner = column(box, margins=(16, 14, 8, 12))
        inner.addWidget(label("编辑用人单位", "heading"))
        self.form = Form("firm", FIELDS, desk.ops)
        self.form.load(
            {
                "name": "天津恒泰车料有限公司",
                "status": "正常",
                "industry": "C37",
                "since": date(2018, 12, 20),
                "workers": 83,
                "wages": 512000050,
                "should": True,
            }
        )
        inner.addWidget(self.form, 1)
        foot = row()
        foot.addWidget(button("firm_save", "保存", lambda: self.form.check(), "main"))
        foot.addWidget(button("firm_cancel", "取消"))
        foot.addStretch(1)
        inner.addLayout(foot)
        lines.addWidget(box, 1)
        right = column(space=12)
        self.grid = Grid(
            "grid",
            "录入职工数",
            (
                GridColumn("last", "上年", editable=False, width=80),
                GridColumn("workers", "职工", width=90),
                GridColumn("members", "会员", width=90),
            ),
        )
        self.grid.load(
            [
                GridRow(
                    str(n),
                    f"天津样例有限公司（{n}）",
                    "联合会吸纳",
                    {"last": 20 + n, "workers": 22 + n},
                )
                for n in range(40)
            ]
        )
        right.addWidget(self.grid, 1)
        self.findings = FindingList("findings", lambda: TODAY)
        self.findings.show_findings(FINDINGS, RULES)
        right.addWidget(self.findings, 1)
        lines.addLayout(right, 1)

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or self.grid.is_dirty()


class _Step(StepPage):
    def __init__(self, words: str) -> None:
        super().__init__()
        column(self).addWidget(label(words, "muted"))


class WizardPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        flow = Flow.of(
            Step("file", "选择文件", "columns"),
            Step("columns", "对应列", "check"),
            Step("check", "检查", "done"),
            Step("done", "完成"),
        )
        lines = column(self, margins=(16, 14, 16, 14))
        lines.addWidget(label("导入工会台账", "title"))
        self.wizard = Wizard(
            "import", flow, {k: (lambda k=k: _Step(f"这里是「{k}」这一步。")) for k in flow.steps}
        )
        self.wizard.forward()
        self.wizard.forward()
        lines.addWidget(self.wizard, 1)


CARDS = (
    Card(
        "unions",
        "工会组织 / 涵盖单位",
        "62 / 372",
        "比年初 +3 / +114",
        Tone.GOOD,
        Target("organisations"),
    ),
    Card("workers", "职工", "9,840", "数据截至 11-20", target=Target("organisations")),
    Card("members", "会员", "8,127", "本年 +412 −96", Tone.GOOD, Target("organisations")),
    Card("rate", "入会率", "82.59%", "目标 80%", Tone.GOOD, Target("organisations")),
    Card(
        "union_rate",
        "建会率（法人单位）",
        "78.40%",
        "294 / 375，还差 6 家到 80%",
        Tone.WARN,
        Target("organisations"),
    ),
)
DUE = (
    Due(
        "金轮车业工会 届满 17 个月未换届",
        None,
        "工会法第十六条",
        Tone.BAD,
        "处理",
        Target("organisations", "union", "0a" * 16, "term_until"),
    ),
    Due(
        "二街村工会联合会 法人证书到期",
        date(2026, 12, 23),
        "还有 31 天",
        Tone.WARN,
        "打开",
        Target("organisations"),
    ),
    Due("异地备份 9 天没有做", None, "上次 11-13", Tone.WARN, "备份", Target("backup")),
    Due(
        "2026 年度年报",
        date(2027, 1, 15),
        "须改正 4 处，须说明 9 处",
        Tone.IDLE,
        "继续填报",
        Target("organisations"),
    ),
)
MISSING = (
    Due("单位没有信用代码", None, "41 家", Tone.IDLE, "补录", Target("organisations")),
    Due("单位没有职工人数", None, "12 家", Tone.IDLE, "补录", Target("organisations")),
    Due("工会没有批复文号", None, "7 个", Tone.IDLE, "补录", Target("organisations")),
)


def home(connection: Any, unit: str | None, day: date) -> HomeContent:
    return HomeContent(CARDS, DUE, MISSING)


HOME = (HomePart("organisations", "组织", home),)


def year(connection: Any, unit: str | None, day: date, year: int) -> list[Due]:
    return [one for one in DUE if one.day and one.day.year == year]


def find(connection: Any, text: str, limit: int) -> tuple[list[Hit], str]:
    rows = connection.execute(
        "SELECT id, name, way FROM firm WHERE instr(name, ?) LIMIT ?", (text, limit)
    )
    return [Hit(r["name"], r["way"], "employer", r["id"]) for r in rows], ""


def unit_popup(desk: Desk, chosen: Any) -> TreePane:
    pane = TreePane("unit_tree", (Tree(),), desk.ops)
    pane.look(day=desk.day)
    pane.opened.connect(lambda node: chosen(node.id or None, node.title))
    return pane


def entries() -> list[PageEntry]:
    return [
        PageEntry("home", "首页", "home", 0, lambda desk: HomePage(desk, HOME, year), short="首页"),
        PageEntry("organisations", "组织", "organisations", 10, OrganisationsPage, short="组织", kinds=frozenset({"union", "employer"})),
        PageEntry("forms", "年报", "returns", 20, FormsPage, short="年报"),
        PageEntry("wizard", "数据备份与交接", "backup", 30, WizardPage, short="备份"),
    ]  # fmt: skip


def first_run_work(folder: Any) -> Any:
    """The wizard's work over the real divisions; making a workspace is left to the caller's test."""
    from app.desk.newoffice import FirstRunWork
    from app.divisions import Divisions

    kinds = (
        Choice("township", "乡镇工会"),
        Choice("subdistrict", "街道工会"),
        Choice("zone", "开发区（工业园区）工会"),
    )

    def suggest(division: Any, kind: str) -> tuple[str, str, str]:
        kind = kind or (division.kind if division.kind == "subdistrict" else "township")
        return kind, f"{division.short_name}总工会", ""

    return FirstRunWork(
        divisions=Divisions,
        kinds=kinds,
        suggest=suggest,
        folder_for=lambda name: folder / name,
        create=lambda office, progress: office,
        recovery_text=lambda made: "-".join(["7Q2M"] * 14),
        recovery_pdf=lambda made, progress: b"",
        restore=lambda *args: ("这份备份做于 2026-11-22 09:12。",),
        today=TODAY,
    )

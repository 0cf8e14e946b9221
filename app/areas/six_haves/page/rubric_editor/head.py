"""What stands above the items of a rubric: its name, who it is for, its grades; and a section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from app.areas.organisations.lists.common import name_of
from app.base.lists import Choice, Role
from app.desk import theme
from app.desk.fields import Field, Kind
from app.desk.forms import Form
from app.desk.grid import GridColumn
from app.desk.widgets import button, column, label, named, row

from ...lists.assessments import presets
from .steps import Steps
from .tabs import Tabbed, scrolling

NAME = "rubric_head"
TYPES = ("single", "joint", "regional_federation", "industry_federation", "township")
TABS = (("text", "名称和算法"), ("for", "给谁用"), ("grades", "等次"))


def type_name(code: str) -> str:
    """A sort of union in words."""
    return "乡镇（街道）总工会" if code == "township" else name_of("union_type", code)


TEXT_FIELDS = (
    Field("title", "名称", obligatory=True, max_length=80),
    Field("year", "从哪年起用", max_length=4, unit="年", help="不填就是各年都能用"),
    Field("version", "版本", obligatory=True, max_length=20),
    Field("full", "总分", max_length=12, unit="分", help="各项合计应等于总分；分类评定的写 0"),
    Field("not_applicable", "不适用的项", Kind.CHOICE, obligatory=True,
          choices=(Choice("rescale", "去掉后按比例折算到总分"), Choice("full", "按满分计"))),
    Field("bonus_cap", "加分最多", max_length=12, unit="分"),
    Field("source", "出处", Kind.LINES, max_length=300, help="县里发的文件名称、文号"),
)  # fmt: skip
FOR_FIELDS = (
    *(Field(f"type_{code}", type_name(code), Kind.FLAG, group="适用的工会", help="适用")
      for code in TYPES),
    Field("least", "会员人数从", max_length=9, unit="人", group="适用的规模"),
    Field("most", "会员人数到", max_length=9, unit="人", help="不填就是不限"),
    Field("share", "平均分占比", max_length=3, unit="%",
          help="乡镇总分里，下属工会平均分占百分之几；不算的不填"),
)  # fmt: skip


class HeadPane(Tabbed):
    """The editor of the whole. ``edited``: ``values`` has what stands there now."""

    def __init__(self) -> None:
        super().__init__(NAME, TABS)

    def steps(self) -> list[Callable[[], object]]:
        """What is to be made before it can be used, each in a turn of the event loop."""
        return [self._make_text, self._make_whom, self._make_grades]

    def _make_text(self) -> None:
        self.text = Form(f"{NAME}_text", TEXT_FIELDS)
        self.text.edited.connect(self.touched)
        self.add(self.text)

    def _make_whom(self) -> None:
        self.whom = Form(f"{NAME}_for", FOR_FIELDS)
        self.whom.edited.connect(self.touched)
        self.add(self.whom)

    def _make_grades(self) -> None:
        self.grades = Steps(f"{NAME}_grades", "等次，从高到低", (
            GridColumn("name", "等次", Role.TEXT, width=140),
            GridColumn("least", "多少分以上", Role.TEXT, width=130),
        ), "等", high=220)  # fmt: skip
        self.failed = QLineEdit()
        named(self.failed, f"{NAME}_failed", "没有达到最低一等的叫什么")
        self.failed.setMaximumWidth(theme.px(200))
        self.grades.edited.connect(self.touched)
        self.failed.textEdited.connect(self.touched)
        self.add(self._grades())

    def _grades(self) -> QScrollArea:
        area, lines = scrolling(f"{NAME}_grades_area")
        lines.addWidget(label("用一套现成的，或在下面自己写", "muted"))
        ready = QGridLayout()
        ready.setHorizontalSpacing(theme.px(8))
        ready.setColumnStretch(2, 1)
        classes = {
            "code": "classes", "title": "按类别，不看分数", "grades": (), "failed": "未达类别",
        }  # fmt: skip
        for place, one in enumerate((*presets(), classes)):
            name = f"{NAME}_preset_{one['code']}"
            made = button(name, str(one["title"]), partial(self._preset, one), "chip")
            ready.addWidget(made, place // 2, place % 2)
        lines.addLayout(ready)
        said = "按类别的，各项都用「分类评定」，总评取最低的一类，总分写 0。"
        lines.addWidget(label(said, "small", wrap=True))
        lines.addWidget(self.grades)
        last = row(space=8)
        last.addWidget(label("没有达到最低一等的叫", "muted"))
        last.addWidget(self.failed)
        last.addStretch(1)
        lines.addLayout(last)
        lines.addStretch(1)
        return area

    def _preset(self, preset: Mapping[str, Any]) -> None:
        self.grades.load([{k: str(v) for k, v in g.items()} for g in preset["grades"]])
        self.failed.setText(str(preset["failed"]))
        self.edited.emit()

    def load(self, head: Mapping[str, Any], year: str) -> None:
        """Show a rubric."""
        self._loading = True
        self.text.load({**head, "year": year})
        types = head.get("types") or ()
        numbers = {key: str(head.get(key) or "") for key in ("least", "most", "share")}
        self.whom.load({**{f"type_{code}": code in types for code in TYPES}, **numbers})
        self.grades.load([{k: str(v) for k, v in g.items()} for g in head.get("grades") or ()])
        self.failed.setText(str(head.get("failed") or ""))
        self._loading = False

    def year(self) -> str:
        """The year from which on it is offered, as it was typed."""
        return str(self.text.value("year") or "")

    def values(self) -> dict[str, Any]:
        """What stands there, as a draft keeps it."""
        found: dict[str, Any] = {
            f.key: self.text.value(f.key) or "" for f in TEXT_FIELDS if f.key != "year"
        }
        found |= {key: self.whom.value(key) or "" for key in ("least", "most", "share")}
        found["types"] = [code for code in TYPES if self.whom.value(f"type_{code}")]
        found["grades"] = self.grades.values()
        found["failed"] = self.failed.text().strip()
        return found


class SectionPane(QWidget):
    """The name of a section.

    Signals:
        edited: ``title`` has what stands there now.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        fields = (Field("title", "大项名称", obligatory=True, max_length=80),)
        self.form = Form("rubric_section", fields)
        self.form.edited.connect(self.edited)
        lines = column(self)
        lines.addWidget(self.form, 1)

    def load(self, title: str) -> None:
        """Show a section."""
        self.form.load({"title": title})

    def title(self) -> str:
        """What stands there."""
        return str(self.form.value("title") or "")

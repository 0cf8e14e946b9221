"""How an item is scored: the way in plain words, what it looks at, its tiers or deductions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from app.base.codes import code_list
from app.base.lists import Role
from app.desk import theme
from app.desk.grid import GridColumn
from app.desk.pickers import ChoicePicker, PickerEdit
from app.desk.widgets import Combo, column, label, named, row

from ...rules.faults import NUMBERS, USES
from ...rules.rubric import HOWS
from .classes import Classes
from .conditions import Catalogue, Conditions, picker_of
from .steps import Steps

NAME = "rubric_scoring"
AUTOS = (
    ("A", "程序按记录算"),
    ("M", "程序先算，由人确认"),
    ("H", "由人评定"),
)
_NUMBER_WORDS = {
    "target": ("目标", ""),
    "step": ("每低", ""),
    "deduct": ("扣", "分"),
    "each": ("", "分"),
}
_EACH = {"per_missing": "每缺一项扣", "count": "每次（个）得"}
_ASKS = {
    "bool": "要看哪些（全部达到才得分）",
    "per_missing": "要看哪些（一条一项）",
    "veto": "哪些不符合就否决（也可以由人认定）",
    "bonus": "达到哪些就加分（由人评定的不填）",
}


class ScoringPane(QScrollArea):
    """What decides the points of one item.

    Signals:
        edited: ``values`` has what stands there now.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(NAME)
        self.setWidgetResizable(True)
        self._loading = False
        inner = QWidget()
        inner.setProperty("scrolls", True)
        self._lines = column(inner, space=10, margins=(2, 2, 12, 2))
        self.setWidget(inner)
        self.how, self.auto = Combo(), Combo()
        for key in HOWS:
            self.how.addItem(code_list("score_how").name_of(key), key)
        for key, words in AUTOS:
            self.auto.addItem(words, key)
        self.explained = label("", "small", wrap=True, name=f"{NAME}_explained")
        self._parts: dict[str, QWidget] = {}
        self._build()
        self._lines.addStretch(1)

    def _build(self) -> None:
        self._lines.addWidget(self._labelled("怎样计分", f"{NAME}_how", self.how))
        self._lines.addWidget(self.explained)
        self._parts["auto"] = self._labelled("由谁评", f"{NAME}_auto", self.auto)
        self.value = PickerEdit(f"{NAME}_value", "看哪个指标", ChoicePicker("", ()))
        self.value.setPlaceholderText("输入指标的名称，从列出的里面选")
        self._parts["value"] = self._labelled("看哪个指标", f"{NAME}_value", self.value)
        self.needs = Conditions(f"{NAME}_needs", "要看的规则和指标", none="还没有选。")
        self.asks = label("", "strong", wrap=True)
        needs = QWidget()
        inner = column(needs, space=6)
        inner.addWidget(self.asks)
        inner.addWidget(self.needs)
        self._parts["needs"] = needs
        self._parts["numbers"] = self._numbers()
        self.tiers = Steps(f"{NAME}_tiers", "从高到低分档", (
            GridColumn("least", "达到（以上）", Role.TEXT, width=130),
            GridColumn("points", "得分", Role.TEXT, width=110),
        ), "档")  # fmt: skip
        self.cases = Steps(f"{NAME}_cases", "各种情形", (
            GridColumn("words", "情形", Role.TEXT, width=260),
            GridColumn("points", "扣几分", Role.TEXT, width=90),
        ), "种")  # fmt: skip
        self.classes = Classes()
        self._parts |= {"tiers": self.tiers, "cases": self.cases, "classes": self.classes}
        for part in self._parts.values():
            self._lines.addWidget(part)
        self.how.currentIndexChanged.connect(self._chosen)
        self.auto.currentIndexChanged.connect(self._touched)
        self.value.picked.connect(self._touched)
        for one in (self.needs, self.tiers, self.cases, self.classes):
            one.edited.connect(self._touched)

    def _labelled(self, words: str, name: str, editor: QWidget) -> QWidget:
        named(editor, name, words)
        made = QWidget()
        line = row(made, space=10)
        said = label(words, "muted")
        said.setFixedWidth(theme.px(96))
        said.setBuddy(editor)
        line.addWidget(said)
        line.addWidget(editor, 1)
        return made

    def _numbers(self) -> QWidget:
        made = QWidget()
        line = row(made, space=6)
        self.numbers: dict[str, QLineEdit] = {}
        self._beside: dict[str, list[QWidget]] = {}
        for key, (before, after) in _NUMBER_WORDS.items():
            edit = QLineEdit()
            named(edit, f"{NAME}_{key}", NUMBERS[key])
            edit.setFixedWidth(theme.px(72))
            edit.textEdited.connect(self._touched)
            self.numbers[key] = edit
            said = label(before, "muted")
            if key == "each":
                self.each_said = said
            self._beside[key] = [said, edit, label(after, "muted")]
            for widget in self._beside[key]:
                line.addWidget(widget)
        line.addStretch(1)
        return made

    # values

    def know(self, known: Catalogue) -> None:
        """What there is to choose from."""
        self.value.picker = picker_of(known, rules=False)
        self._known = known
        self.needs.know(known)
        self.classes.know(known)

    def load(self, item: Mapping[str, Any]) -> None:
        """Show an item."""
        self._loading = True
        self.how.setCurrentIndex(self.how.findData(item.get("how")))
        self.auto.setCurrentIndex(self.auto.findData(item.get("auto", "A")))
        code = str(item.get("value") or "")
        known = self._known.get(code)
        self.value.set_key(code or None, f"{known.title}　{code}" if known is not None else code)
        self.needs.load(str(item.get("needs") or ""))
        for key, edit in self.numbers.items():
            edit.setText("" if item.get(key) in (None, "0") else str(item[key]))
        steps = list(item.get("steps") or ())
        self.tiers.load(steps if item.get("how") == "tier" else ())
        self.cases.load(steps if item.get("how") == "enum_deduct" else ())
        self.classes.load(item.get("classes") or ())
        self._adapt()
        self._loading = False

    def values(self) -> dict[str, Any]:
        """What stands there, as an item keeps it."""
        how = str(self.how.currentData())
        found: dict[str, Any] = {"how": how, "auto": self.auto.currentData()}
        uses = USES.get(how, ())
        take: dict[str, Callable[[], Any]] = {
            "value": self._value,
            "needs": self.needs.text,
            "steps": self.tiers.values if how == "tier" else self.cases.values,
            "classes": self.classes.values,
            **{key: edit.text for key, edit in self.numbers.items()},
        }
        return found | {key: take[key]() for key in uses}

    def _value(self) -> str:
        try:
            return self.value.key() or ""
        except ValueError:
            return ""

    def _chosen(self) -> None:
        """Another way of scoring: who judges follows from it until it is chosen otherwise."""
        if self._loading:
            return
        how = str(self.how.currentData())
        person = how in ("manual", "enum_deduct", "bonus")
        self._loading = True
        self.auto.setCurrentIndex(self.auto.findData("H" if person else "A"))
        self._loading = False
        self._adapt()
        self.edited.emit()

    def _adapt(self) -> None:
        how = str(self.how.currentData())
        uses = USES.get(how, ())
        self.explained.setText(code_list("score_how")[how].note if how in HOWS else "")
        self.asks.setText(_ASKS.get(how, ""))
        self.each_said.setText(_EACH.get(how, ""))
        self._parts["auto"].setVisible(how not in ("manual", "enum_deduct"))
        self._parts["value"].setVisible("value" in uses)
        self._parts["needs"].setVisible("needs" in uses)
        self._parts["numbers"].setVisible(any(key in uses for key in self.numbers))
        for key, widgets in self._beside.items():
            for widget in widgets:
                widget.setVisible(key in uses)
        self.tiers.setVisible(how == "tier")
        self.cases.setVisible(how == "enum_deduct")
        self.classes.setVisible(how == "class_all")

    def _touched(self, *_args: object) -> None:
        if not self._loading:
            self.edited.emit()

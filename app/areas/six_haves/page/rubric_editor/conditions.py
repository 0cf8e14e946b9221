"""Conditions chosen by words: rules that must be kept, figures with a limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.lists import Choice
from app.desk import theme
from app.desk.pickers import ChoicePicker, PickerEdit
from app.desk.widgets import Combo, Elided, button, clear, column, label, named, row

from ...lists.catalogue import Named
from ...rules.draft import Asked, join_conditions, split_conditions

SIGNS = ((">=", "不少于"), ("<=", "不多于"), ("=", "等于"), (">", "多于"), ("<", "少于"))
Catalogue = Mapping[str, Named]


def picker_of(known: Catalogue, *, rules: bool, figures: bool = True) -> ChoicePicker:
    """Chooses among figures, or rules, by their words."""
    choices = [
        Choice(one.code, one.title, f"{one.code}　{one.unit or '规则'}", one.help)
        for one in known.values()
        if not one.ahead and (rules if one.is_rule else figures)
    ]
    return ChoicePicker("指标和规则" if rules else "指标", choices)


class Conditions(QWidget):
    """Some conditions, one below the other, and a field that adds one.

    Args:
        limits: whether a figure has a limit; else only codes are listed.

    Signals:
        edited: something was chosen, typed or taken out; ``text`` has it.
    """

    edited = Signal()

    def __init__(
        self, name: str, spoken: str, *, rules: bool = True, limits: bool = True, none: str = ""
    ) -> None:
        super().__init__()
        self.name, self._spoken = name, spoken
        self._rules, self._limits, self._none = rules, limits, none
        self._known: Catalogue = {}
        self.asked: list[Asked] = []
        lines = column(self, space=6)
        self._lines = column(space=4)
        lines.addLayout(self._lines)
        self.adding = PickerEdit(f"{name}_add", f"{spoken}：加一条", ChoicePicker("", ()))
        what = "指标或规则" if rules else "指标"
        self.adding.setPlaceholderText(f"加一条：输入{what}的名称，从列出的里面选")
        self.adding.picked.connect(self._picked)
        lines.addWidget(self.adding)

    def know(self, known: Catalogue) -> None:
        """What there is to choose from."""
        self._known = known
        self.adding.picker = picker_of(known, rules=self._rules)
        self._build()

    def text(self) -> str:
        """The conditions as they stand."""
        return join_conditions(self.asked)

    def codes(self) -> list[str]:
        """Their codes alone."""
        return [one.code for one in self.asked]

    def load(self, text: str) -> None:
        """Show the conditions of a text."""
        self.asked = split_conditions(text)
        self.adding.set_key(None)
        self._build()

    def load_codes(self, codes: Sequence[str]) -> None:
        """Show codes."""
        self.load(join_conditions(Asked(code) for code in codes))

    def _picked(self, code: str | None) -> None:
        if code is None:
            return
        self.adding.set_key(None)
        if code in self.codes():
            return
        limited = self._limits and not self._known[code].is_rule
        self.asked.append(Asked(code, ">=", "1") if limited else Asked(code))
        self._build()
        if limited:
            limit = self.findChild(QLineEdit, f"{self.name}_{len(self.asked) - 1}_limit")
            assert limit is not None
            limit.setFocus()
            limit.selectAll()
        self.edited.emit()

    def _build(self) -> None:
        clear(self._lines)
        if not self.asked and self._none:
            self._lines.addWidget(label(self._none, "small", wrap=True))
        for place, one in enumerate(self.asked):
            self._lines.addWidget(self._line(place, one))

    def _line(self, place: int, one: Asked) -> QWidget:
        made = QWidget()
        line = row(made, space=6)
        known = self._known.get(one.code)
        words = known.title if known is not None else "没有这个编号的指标或规则"
        look = "error" if known is None else "muted" if known.ahead else ""
        line.addWidget(Elided(words, look), 1)
        line.addWidget(label(one.code, "small"))
        if one.sign or (self._limits and known is not None and not known.is_rule):
            self._limit(line, place, one, known.unit if known is not None else "")
        elif self._limits:
            line.addWidget(label("符合", "muted"))
        name = f"{self.name}_{place}_remove"
        line.addWidget(button(name, "去掉", partial(self._remove, place), "link",
                              spoken=f"去掉{words}"))  # fmt: skip
        return made

    def _limit(self, line: object, place: int, one: Asked, unit: str) -> None:
        sign = Combo()
        named(sign, f"{self.name}_{place}_sign", f"{one.code}怎样比")
        for key, words in SIGNS:
            sign.addItem(words, key)
        sign.setCurrentIndex(max(0, sign.findData(one.sign or ">=")))
        limit = QLineEdit(one.limit if one.sign else "1")
        named(limit, f"{self.name}_{place}_limit", f"{one.code}的界限")
        limit.setAlignment(Qt.AlignmentFlag.AlignRight)
        limit.setFixedWidth(theme.px(72))
        sign.activated.connect(lambda at: self._change(place, sign=str(sign.itemData(at))))
        limit.textEdited.connect(lambda text: self._change(place, limit=text.strip()))
        for widget in (sign, limit, label(unit, "muted")):
            line.addWidget(widget)  # type: ignore[attr-defined]

    def _change(self, place: int, **values: str) -> None:
        one = self.asked[place]
        if not one.sign:
            one = Asked(one.code, ">=", "1")
        self.asked[place] = replace(one, **values)
        self.edited.emit()

    def _remove(self, place: int) -> None:
        self.asked.pop(place)
        self._build()
        self.edited.emit()

"""One item of a rubric: what is asked, how it is scored, what proves it, when it applies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QScrollArea, QWidget

from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.forms import Form
from app.desk.widgets import clear, column, label

from ...rules.rubric import OBJECTS
from .conditions import Catalogue, Conditions
from .scoring import ScoringPane
from .tabs import Tabbed, scrolling

NAME = "rubric_item"
TABS = (
    ("text", "内容和分值"),
    ("scoring", "怎样计分"),
    ("proof", "材料和说明"),
    ("applies", "适用"),
)


def _text_fields(sections: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    return (
        Field("id", "编号", obligatory=True, max_length=12,
              help="一份表里不能重复；往年的失分按编号对照"),
        Field("section", "大项", Kind.CHOICE, obligatory=True,
              choices=tuple(Choice(key, title) for key, title in sections)),
        Field("text", "考核内容", Kind.LINES, obligatory=True, max_length=4000),
        Field("points", "分值", obligatory=True, max_length=12, unit="分",
              help="加分项写最多加几分；一票否决和分类评定的写 0"),
        *(Field(f"object_{letter}", words, Kind.FLAG, group="适用对象", help="考核这一项")
          for letter, words in OBJECTS.items()),
    )  # fmt: skip


PROOF_FIELDS = (
    Field("criterion", "评分标准", Kind.LINES, max_length=4000, help="印在表上的得分、扣分办法"),
    Field("proofs", "所需材料", Kind.LINES, max_length=4000, help="一行一种，例如：会议记录"),
    Field("verify", "考核办法", max_length=1000, help="例如：查资料、看现场、座谈"),
    Field("source", "出处", Kind.LINES, max_length=4000, help="这一项来自哪个文件"),
    Field("advice", "怎样提高", Kind.LINES, max_length=4000, help="失分时提示做什么"),
)


class ItemPane(Tabbed):
    """The editor of one item. ``edited``: ``values`` has what stands there now.

    Args:
        sections: [key, title], in order.
        known: what there is to choose from.
    """

    def __init__(self, sections: Sequence[Sequence[str]], known: Catalogue) -> None:
        super().__init__(NAME, TABS)
        self._sections, self._catalogue = [list(one) for one in sections], known
        self.text: Form

    def steps(self) -> list[Callable[[], object]]:
        """What is to be made before it can be used, each in a turn of the event loop."""
        return [self._make_text, self._make_scoring, self._make_proof, self._make_applies]

    def _make_text(self) -> None:
        self._text_box = QWidget()
        self._text_lines = column(self._text_box)
        self.add(self._text_box)
        self._new_text()

    def _new_text(self) -> None:
        """The choice among the sections is made anew when they have changed."""
        clear(self._text_lines)
        self.text = Form(f"{NAME}_text", _text_fields(self._sections))
        self.text.edited.connect(self.touched)
        self._text_lines.addWidget(self.text)

    def _make_scoring(self) -> None:
        self.scoring = ScoringPane()
        self.scoring.know(self._catalogue)
        self.scoring.edited.connect(self.touched)
        self.add(self.scoring)

    def _make_proof(self) -> None:
        self.proof = Form(f"{NAME}_proof", PROOF_FIELDS)
        self.proof.edited.connect(self.touched)
        self.add(self.proof)

    def _make_applies(self) -> None:
        self.applies = Conditions(f"{NAME}_applies", "只在什么情况下考核", none="都考核。")
        self.known = Conditions(
            f"{NAME}_known", "看有没有这类记录", rules=False, limits=False, none="没有指定。"
        )
        for one in (self.applies, self.known):
            one.know(self._catalogue)
            one.edited.connect(self.touched)
        self.add(self._applies())

    def _applies(self) -> QScrollArea:
        area, lines = scrolling(f"{NAME}_applies_area")
        lines.addWidget(label("只在什么情况下考核这一项", "strong"))
        said = "下面的都成立才考核，否则算不适用。不适用的项怎样算分，在总则里定。"
        lines.addWidget(label(said, "small", wrap=True))
        lines.addWidget(self.applies)
        lines.addSpacing(12)
        lines.addWidget(label("从哪里看出这个工会有没有这类记录", "strong"))
        said = "这些指标历年都是 0，就算「缺数据」，可以由人填报，不直接算没有做到。"
        lines.addWidget(label(said, "small", wrap=True))
        lines.addWidget(self.known)
        lines.addStretch(1)
        return area

    # values

    def load(self, item: Mapping[str, Any], sections: Sequence[Sequence[str]]) -> None:
        """Show an item."""
        self._loading = True
        every = [list(one) for one in sections]
        if every != self._sections:
            self._sections = every
            self._new_text()
        objects = str(item.get("objects") or "")
        flags = {f"object_{letter}": letter in objects for letter in OBJECTS}
        self.text.load({**item, **flags})
        self.scoring.load(item)
        self.proof.load({**item, "proofs": "\n".join(item.get("proofs") or ())})
        self.applies.load(str(item.get("applies") or ""))
        self.known.load_codes(list(item.get("known") or ()))
        self._loading = False

    def values(self) -> dict[str, Any]:
        """What stands there, as a draft keeps it."""
        found = {key: self.text.value(key) or "" for key in ("id", "section", "text", "points")}
        found["objects"] = "".join(
            letter for letter in OBJECTS if self.text.value(f"object_{letter}")
        )
        found |= {f.key: self.proof.value(f.key) or "" for f in PROOF_FIELDS}
        found["proofs"] = [w for w in re.split(r"[、，,;；\s]+", found["proofs"]) if w]
        found["applies"] = self.applies.text()
        found["known"] = self.known.codes()
        return found | self.scoring.values()

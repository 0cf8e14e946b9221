"""A paper's text in the window: each paragraph as it was filled, changed where the clerk wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.base.codes import code_list
from app.base.errors import UserError
from app.base.home import Target
from app.base.lists import Status, Tone
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.page import Desk
from app.desk.widgets import Chip, Combo, button, clear, column, label, named, row, tall

from .. import acts
from ..lists.official_values import filled_paper, issuer
from ..rules.papers import BLANK, Filled, Text, edited, fill, refilled, texts_of

if TYPE_CHECKING:
    from .screen import CadresPage

OWN, FILLED = Status("自己改写", Tone.INFO), Status("数据填入", Tone.IDLE)
MOST = 8
"""So many lines of a paragraph are seen without scrolling."""


class _Paragraph(QFrame):
    """One paragraph with its mark."""

    def __init__(self, editor: PaperEditor, number: int, one: Mapping[str, Any]) -> None:
        super().__init__()
        self.key = str(one["key"])
        self._editor = editor
        self.setProperty("card", "true")
        lines = column(self, space=4, margins=(10, 6, 10, 8))
        head = row(space=8)
        head.addWidget(label(f"第{number}段", "muted"))
        self.mark = Chip()
        head.addWidget(self.mark)
        head.addStretch(1)
        self.restore = button(f"paper_restore_{self.key}", "恢复", self._restore, "quiet",
                              help="放弃改写，用数据填入的文字")  # fmt: skip
        head.addWidget(self.restore)
        head.addWidget(button(f"paper_remove_{self.key}", "删去这段", self._remove, "quiet"))
        lines.addLayout(head)
        self.box = QPlainTextEdit(str(one["text"]))
        named(self.box, f"paper_text_{self.key}", f"第{number}段")
        self.box.setTabChangesFocus(True)
        self.box.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.box.textChanged.connect(self.tell)
        lines.addWidget(self.box)
        self.tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its text is, up to a limit; beyond it the text scrolls."""
        super().resizeEvent(event)
        metrics = QFontMetrics(self.box.font())
        room = max(1, self.box.viewport().width() - metrics.averageCharWidth())
        rows = -(-metrics.horizontalAdvance(self.box.toPlainText() + "　　") // room)
        height = metrics.lineSpacing() * max(2, min(MOST, rows)) + theme.px(24)
        if self.box.minimumHeight() != height:
            self.box.setMinimumHeight(height)
            self.box.setMaximumHeight(height)

    def text(self) -> str:
        """As it stands, in one line."""
        return " ".join(self.box.toPlainText().split("\n")).strip()

    def tell(self) -> None:
        """Show whose hand it is."""
        own = self._editor.is_own(self.key, self.text())
        self.mark.set_status(OWN if own else FILLED)
        self.restore.setVisible(own and self._editor.knows(self.key))

    def _restore(self) -> None:
        self.box.setPlainText(self._editor.fresh_text(self.key))

    def _remove(self) -> None:
        self._editor.remove(self)


class PaperEditor(Dialog):
    """The text of one paper of ours.

    Attributes:
        paper: id of the paper; empty until it is saved for the first time.
        paragraphs: their widgets in order.
        asked: the fields of the text that the clerk may type, by their keys.
        kinds: the texts of the matter to choose from; None where there is one only.
        lead: after saving the register of papers comes up with it.
    """

    def __init__(
        self, page: CadresPage, one: Text, fresh: Filled, union: str, record: str,
        kept: Mapping[str, Any] | None = None, *, lead: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(page.window(), "paper", "修改公文文字" if kept else "起草公文", 860)
        self._page, self._text, self._union, self._record = page, one, union, record
        self.lead = lead
        self.kinds = self._choice() if kept is None and lead else None
        self.asked = self._asked(fresh, (kept["values"] or {}) if kept else {})
        fresh = fill(one, {**fresh.values, **self._said()})
        self._desk: Desk = page.desk
        self._fresh = {p["key"]: p["text"] for p in fresh.paragraphs}
        self._filled, self._saving, self._added = fresh, False, 0
        self.paper = str(kept["id"]) if kept else ""
        self.paragraphs: list[_Paragraph] = []
        self.title_box = self._line("paper_title", "标题", kept["title"] if kept else fresh.title)
        self.to_box = self._line(
            "paper_to", "主送", (kept["other_side"] or "") if kept else fresh.to
        )
        self.said = label("", "muted", wrap=True, name="paper_said")
        self.body.addWidget(self.said)
        area = QScrollArea()
        named(area, "paper_area", "正文")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        self._lines = column(inner, space=8, margins=(0, 0, 6, 0))
        area.setWidget(inner)
        tall(area, 330)
        self.body.addWidget(area, 1)
        self.message = label("", "error", wrap=True, name="paper_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.add_left_button("add", "加一段", self.add)
        self.add_left_button("refill", "按现在的数据重填", self.refill)
        self.add_button("cancel", "取消", self.reject)
        self.add_button("preview", "保存并预览", self.save_and_preview)
        self.add_button("save", "保存", self.save, "main")
        self._show(kept["paragraphs"] or () if kept else fresh.paragraphs)
        self._tell()

    def _choice(self) -> QComboBox | None:
        """请示 or 批复: which text of the matter it is to be."""
        every = texts_of(self._text.matter) if self._text.matter else []
        if len(every) < 2:
            return None
        line = row(space=8)
        line.addWidget(self._head("公文"))
        made = Combo()
        named(made, "paper_kinds", "公文")
        for one in every:
            made.addItem(one.word, one.key)
        made.setCurrentIndex(made.findData(self._text.key))
        made.activated.connect(lambda _n: self._another(str(made.currentData())))
        line.addWidget(made)
        line.addStretch(1)
        self.body.addLayout(line)
        return made

    def _another(self, key: str) -> None:
        """The same matter as another text; what was typed goes with it."""
        if key != self._text.key and not self.paper:
            self.reject()
            start_paper(self._page, key, self._record, self._said(), lead=self.lead)

    def _asked(self, fresh: Filled, kept: Mapping[str, str]) -> dict[str, QLineEdit]:
        """A line for each field that the text asks for, two beside each other."""
        names = {entry.code: entry.name for entry in code_list("paper_field")}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(6))
        found: dict[str, QLineEdit] = {}
        for place, key in enumerate(self._text.asks):
            made = QLineEdit(str(kept.get(key) or fresh.values.get(key, "")))
            named(made, f"paper_ask_{key}", names[key])
            made.setMaxLength(200)
            made.setPlaceholderText("没有数据，请填写")
            made.textEdited.connect(self._typed)
            found[key] = made
            at = (place // 2, place % 2 * 2)
            grid.addWidget(label(names[key], "muted"), *at)
            grid.addWidget(made, at[0], at[1] + 1)
        if found:
            self.body.addLayout(grid)
        return found

    def _said(self) -> dict[str, str]:
        """What stands in the fields that the text asks for."""
        return {key: box.text().strip() for key, box in self.asked.items()}

    def _typed(self) -> None:
        """Words typed for a field go into title and paragraphs, but not into her own."""
        before = self._filled
        fresh = fill(self._text, {**before.values, **self._said()})
        written = self.texts()
        self._fresh = {p["key"]: p["text"] for p in fresh.paragraphs}
        self._filled = fresh
        old = {p["key"]: p["text"] for p in before.paragraphs}
        for box, was, now in (
            (self.title_box, before.title, fresh.title), (self.to_box, before.to, fresh.to),
        ):  # fmt: skip
            if box.text().strip() == was:
                box.setText(now)
        for one, shown in zip(written, self.paragraphs, strict=True):
            if one["text"] == old.get(one["key"]) and one["key"] in self._fresh:
                shown.box.setPlainText(self._fresh[one["key"]])
        self._tell()

    @staticmethod
    def _head(word: str) -> QLabel:
        head = label(word, "muted")
        head.setFixedWidth(theme.px(40))
        return head

    def _line(self, name: str, word: str, text: str) -> QLineEdit:
        line = row(space=8)
        line.addWidget(self._head(word))
        made = QLineEdit(text)
        named(made, name, word)
        made.setMaxLength(200)
        line.addWidget(made, 1)
        self.body.addLayout(line)
        return made

    # what the paragraphs ask

    def is_own(self, key: str, text: str) -> bool:
        """Whether a paragraph is not what the data say."""
        return self._fresh.get(key) != text

    def knows(self, key: str) -> bool:
        """Whether the data say anything for it."""
        return key in self._fresh

    def fresh_text(self, key: str) -> str:
        """What the data say now."""
        return str(self._fresh.get(key, ""))

    def remove(self, which: _Paragraph) -> None:
        """Take a paragraph out."""
        self._show([p for p in self.texts() if p["key"] != which.key])

    def add(self) -> None:
        """Another paragraph before the last."""
        self._added += 1
        found = self.texts()
        known = {p["key"] for p in found}
        while f"own_{self._added}" in known:
            self._added += 1
        found.insert(max(0, len(found) - 1), {"key": f"own_{self._added}", "text": ""})
        self._show(found)
        self.paragraphs[max(0, len(found) - 2)].box.setFocus()

    def refill(self) -> None:
        """What the data say now; her own words stay."""
        kept = edited(self._filled.paragraphs, self.texts())
        self._show(refilled(kept, self._filled.paragraphs))
        for box, words in ((self.title_box, self._filled.title), (self.to_box, self._filled.to)):
            if BLANK in box.text() or not box.text().strip():
                box.setText(words)

    def texts(self) -> list[dict[str, Any]]:
        """Paragraphs as they stand."""
        return [{"key": p.key, "text": p.text()} for p in self.paragraphs]

    def _show(self, paragraphs: Sequence[Mapping[str, Any]]) -> None:
        clear(self._lines)
        self.paragraphs = [_Paragraph(self, n, p) for n, p in enumerate(paragraphs, 1)]
        for one in self.paragraphs:
            self._lines.addWidget(one)
        self._lines.addStretch(1)

    def _tell(self) -> None:
        words = []
        if not self._text.paragraphs:
            words.append("这份材料由数据直接生成表格，不用写文字；也可以加说明段落。")
        elif self._filled.missing:
            words.append(f"还有 {len(self._filled.missing)} 处没有数据，留了空格（＿＿）。")
        words.append("改过的段落标「自己改写」，数据变了也不会动它。")
        self.said.setText("".join(words))

    # saving

    def save(self) -> None:
        """Keep the text."""

        def leave() -> None:
            self.accept()
            if self.lead:
                self._page.jump(Target("cadres", "official_paper", self.paper))

        self._save(leave)

    def save_and_preview(self) -> None:
        """Keep the text and show the paper."""

        def show() -> None:
            self._page.paper("official", self.title_box.text(), id=self.paper)

        self._save(show)

    def _save(self, then: Any) -> None:
        if self._saving:
            return
        self._saving = True
        written = edited(self._filled.paragraphs, self.texts())
        title = self.title_box.text().strip()
        other = self.to_box.text().strip() or None

        def done(changes: Any) -> None:
            self._saving = False
            self.message.hide()
            if not self.paper:
                self.paper = str(changes.result)
            then()

        if self.paper:
            self._desk.ops.act(
                acts.write_paper, self.paper, owner=self, paragraphs=written, title=title,
                filled=self._filled.values, other_side=other, done=done, failed=self._refused,
            )  # fmt: skip
            return
        self._desk.ops.act(
            acts.draft_paper, owner=self, union_id=self._union, kind=self._text.kind, title=title,
            paragraphs=written, filled=self._filled.values, subject_kind=self._text.key or None,
            subject=self._record or None, other_side=other, done=done, failed=self._refused,
        )  # fmt: skip

    def _refused(self, error: BaseException) -> bool:
        self._saving = False
        if not isinstance(error, UserError):
            return False
        self.message.setText(f"{error.message}{error.advice}")
        self.message.show()
        return True


def start_matter(page: CadresPage, matter: str, union: str) -> None:
    """Draft a paper in a matter of a union: its request first, the others to choose from."""
    start_paper(page, texts_of(matter)[0].key, union, lead=True)


def start_paper(
    page: CadresPage,
    key: str,
    record: str,
    typed: Mapping[str, str] | None = None,
    *,
    lead: bool = False,
) -> None:
    """Draft a text about a record. ``typed``: what is known already of the fields it asks for;
    ``lead``: see ``PaperEditor``."""
    if not page.may_act():
        return
    day = page.desk.day

    def read(connection: Any) -> Any:
        one, fresh = filled_paper(connection, key, record, day, typed)
        return one, fresh, issuer(connection, one, record)

    def show(found: Any) -> None:
        one, fresh, union = found
        PaperEditor(page, one, fresh, union, record, lead=lead).open()

    page.desk.ops.ask(read, owner=page, done=show, slot="paper")


def edit_text(page: CadresPage, kept: Mapping[str, Any]) -> None:
    """Change the text of a paper."""
    if not page.may_act():
        return
    day = page.desk.day

    def read(connection: Any) -> Any:
        if not kept["subject_kind"] or not kept["subject"]:
            bare = Text("", kept["title"], kept["kind"], "")
            own = tuple(kept["paragraphs"] or ())
            return bare, Filled(kept["title"], kept["other_side"] or "", own, {}, ())
        return filled_paper(connection, kept["subject_kind"], kept["subject"], day, kept["values"])

    def show(found: Any) -> None:
        one, fresh = found
        PaperEditor(page, one, fresh, kept["union_id"], kept["subject"] or "", kept).open()

    page.desk.ops.ask(read, owner=page, done=show, slot="paper")

"""The detail of an official paper: its register entry and its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.areas.organisations.lists.common import name_of, union_names
from app.base.codes import code_list
from app.base.errors import UserError
from app.base.home import Target
from app.base.lists import Tone
from app.desk.detail import Fact
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.rules.office import rule_book

from .. import acts
from ..lists.official import DIRECTIONS, paper_status
from ..lists.official_values import filled_paper, last_word, paper_record
from ..rules.papers import differences, text
from . import paper_forms as forms
from .election_story import WORDS
from .paper_editor import FILLED, OWN, edit_text
from .reading import AREA, ORGANISATIONS, Card, told

if TYPE_CHECKING:
    from .screen import CadresPage


def read_paper(connection: Any, record: str, day: date) -> Card | None:
    """A paper with what differs from the data as they are now."""
    try:
        row = dict(paper_record(connection, record))
    except UserError:
        return None
    union = union_names(connection, day, [row["union_id"]]).get(row["union_id"], "")
    changed: tuple[Any, ...] = ()
    draft = row["direction"] == "out" and row["passed_on"] is None
    if draft and row["subject_kind"] and row["subject"]:
        changed = _changed(connection, row, day)
    data = {
        "row": row, "changed": changed, "word": last_word(connection, row["union_id"]),
        "days": int(rule_book(connection).rule("ELE-08", on=day).params["days"]),
    }  # fmt: skip
    card = Card(
        record, row["title"], row["doc_no"] or "未编号", paper_status(row, day), data=data,
        union=(row["union_id"], union),
    )  # fmt: skip
    card.facts = [
        Fact("收发", f"{DIRECTIONS[row['direction']]}　{name_of('paper_kind', row['kind'])}"),
        Fact("工会", union, target=Target(ORGANISATIONS, "union", row["union_id"])),
        Fact("主送" if row["direction"] == "out" else "来文单位", row["other_side"] or "",
             key="other_side"),
        Fact("文号", row["doc_no"] or "", key="doc_no"),
        Fact("成文日期", told(row["signed_on"])),
        Fact("收发日期", told(row["passed_on"]), key="passed_on"),
        Fact("答复期限", told(row["due_on"]), key="due_on"),
        Fact("办结", told(row["closed_on"]), key="closed_on"),
        Fact("经办人", row["handler"] or "", key="handler"),
        *(_subject(row)),
        *(Fact(f"{name}变了", f"原写「{before or '空'}」，现在「{now or '空'}」", tone=Tone.WARN)
          for name, before, now in changed),
        Fact("备注", row["note"] or ""),
    ]  # fmt: skip
    return card


def _changed(connection: Any, row: Any, day: date) -> tuple[Any, ...]:
    names = {entry.code: entry.name for entry in code_list("paper_field")}
    try:
        _, fresh = filled_paper(connection, row["subject_kind"], row["subject"], day, row["values"])
    except UserError:
        return ()
    return differences(row["values"] or {}, fresh.values, names)


def _subject(row: Any) -> list[Fact]:
    if not row["subject_kind"] or not row["subject"]:
        return []
    if text(row["subject_kind"]).about == "election":
        return [Fact("有关选举", "打开", target=Target(AREA, "election", row["subject"]))]
    return [Fact("有关工会", "打开", target=Target(AREA, "organs", row["subject"]))]


class PaperDetail(RecordDetail):
    """One official paper."""

    area = AREA
    word = "公文"
    dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("official_paper", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """正文."""
        self.add_tab("text", "正文", self._text_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The paper."""
        return read_paper(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """What comes next first: text, number, send, answer."""
        menu, row, data = self._page.menu, card.row, card.data
        union = card.union or (row["union_id"], "")
        out, sent = row["direction"] == "out", row["passed_on"] is not None
        found: list[PageAction] = []
        if out:
            write = PageAction("write", "修改文字", lambda: edit_text(self._page, row))
            preview = PageAction("print", "打印预览", lambda: self._page.paper(
                "official", card.title, id=card.id))  # fmt: skip
            number = menu.form(
                "number", "编文号", lambda: forms.number(menu.make, row, data["word"])
            )
            send = menu.form("send", "登记发出", lambda: forms.send(menu.make, row, data["days"]))
            found = [preview, write]
            if row["doc_seq"] is None and not sent:
                found = [number, preview, write, send]
            elif not sent:
                drop = menu.sure("unnumber", "撤销文号…", "文号还没有发出去才能撤销。",
                                 acts.unnumber_paper, card.id)  # fmt: skip
                found = [send, preview, write, drop]
            elif row["closed_on"] is None and row["due_on"] is not None:
                answer = menu.form("answer", "登记答复",
                                   lambda: forms.answer(menu.make, row, union))  # fmt: skip
                found = [answer, preview]
        if sent and row["closed_on"] is None:
            found.append(menu.form("close", "办结…", lambda: forms.close(menu.make, row)))
        found += [
            menu.form("edit", "更正登记…", lambda: forms.edit(row)),
            menu.sure("delete", "删除误录…", "连文字一起删除，文号不会再用。",
                      acts.delete_paper, card.id),
        ]  # fmt: skip
        found[0] = replace(found[0], main=True)
        return found

    def _text_tab(self) -> QWidget:
        chips = [Chip("write", "修改文字…", lambda _row: self._write())]
        made = RowList(f"{self.name}_text", "正文", "这份公文没有文字段落。", chips)
        made.opened.connect(lambda _row: self._write())
        return made

    def _write(self) -> None:
        if self.card is not None and self.card.row["direction"] == "out":
            edit_text(self._page, self.card.row)

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None or not isinstance(made, RowList):
            return
        rows = [
            Row(p["key"], p["text"], "", OWN if p.get("own") else FILLED)
            for p in card.row["paragraphs"] or ()
        ]
        made.show_rows(rows, past=self._desk.is_past)

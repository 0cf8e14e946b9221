"""The details of a cadre, of one post, of a course, of an honour."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.desk.form_spec import FormSpec
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList

from .. import acts
from . import course_forms as courses
from . import post_forms as posts
from .reading import (
    AREA,
    Card,
    held_rows,
    honour_rows,
    people_rows,
    read_cadre,
    read_honour,
    read_post,
    read_training,
    study_rows,
)
from .story import WORDS

if TYPE_CHECKING:
    from .screen import CadresPage


class CadreDetail(RecordDetail):
    """A person: 任职, 培训, 荣誉."""

    area = AREA
    word = "干部"
    asks_reason = True
    judged = dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("cadre", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """任职, 培训, 荣誉."""
        self.add_tab("posts", "任职", lambda: self._rows("posts", "任职", "现在没有任职。"))
        self.add_tab("trained", "培训", lambda: self._rows("trained", "培训", "还没有培训记录。"))
        self.add_tab("honours", "荣誉", lambda: self._rows("honours", "荣誉", "还没有荣誉。"))

    def _rows(self, key: str, title: str, purpose: str) -> QWidget:
        made = RowList(f"{self.name}_{key}", title, purpose)
        made.opened.connect(lambda row: self.went.emit(row.target))
        return made

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The person on a day."""
        return read_cadre(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """Another post, an honour; her particulars are in 会员."""
        menu, who = self._page.menu, (card.id, card.title)
        return [
            menu.form("assign", "登记任职", lambda: posts.assign(menu.make, person=who), main=True),
            menu.form("honour", "登记荣誉…", lambda: courses.add_honour(menu.make, person=who)),
            menu.go("member", "看会员资料", Target("members", "member", card.id)),
        ]

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None or not isinstance(made, RowList):
            return
        rows = {"posts": held_rows, "trained": study_rows}
        found = rows[tab](card) if tab in rows else honour_rows(card.data["honours"])
        made.show_rows(found, past=self._desk.is_past)


class PostDetail(RecordDetail):
    """One post."""

    area = AREA
    word = "任职"
    evidence_of = "post"
    dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("post", page.desk, page.problems, WORDS)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The post."""
        return read_post(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """更正, 变更, 离任, 删除误录."""
        menu = self._page.menu
        found = [PageAction("edit", "更正", lambda: menu.open(edit_post(self._page, card)),
                            main=True, help="F2")]  # fmt: skip
        if card.data["values"]["until"] is None:
            body = _titles(card)
            found += [
                menu.form("change", "变更任职…", lambda: posts.change(
                    menu.make, card.id, card.data["values"], body)),
                menu.form("end", "登记离任…", lambda: posts.end(menu.make, card.id, card.title)),
            ]  # fmt: skip
        return [
            *found,
            menu.go("cadre", "看这个人", Target(AREA, "cadre", card.row["person_id"])),
            menu.go("organs", "看这个工会的班子", Target(AREA, "organs", card.row["union_id"])),
            menu.sure("delete", "删除误录…", "只删录错的任职；真的任过职的，请登记离任。",
                      acts.delete_post, card.id),
        ]  # fmt: skip


def edit_post(page: CadresPage, card: Card) -> FormSpec:
    """更正任职 of the post shown."""
    return posts.edit(page.menu.make, card.id, card.data["values"], _titles(card))


def _titles(card: Card) -> dict[str, str]:
    """Titles of what the form has picked."""
    kept = card.data["values"]
    found = {kept["body_id"]: card.row["body"], kept["sender_id"]: card.data["sender"]}
    return {key: title for key, title in found.items() if key}


class TrainingDetail(RecordDetail):
    """A course: 参加的人."""

    area = AREA
    word = "培训"
    evidence_of = "training"
    judged = dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("training", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """参加的人."""
        self.add_tab("people", "参加的人", self._people_tab)

    def _people_tab(self) -> QWidget:
        chips = [
            Chip("add", "登记参训…", lambda _row: self._take_part()),
            Chip("edit", "更正…", self._edit, lambda row: bool(row.id)),
            Chip("remove", "移除…", self._remove, lambda row: bool(row.id)),
        ]
        made = RowList(f"{self.name}_people", "参加的人", "还没有登记参加的人。", chips)
        made.opened.connect(lambda row: self.went.emit(row.target))
        return made

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The course."""
        return read_training(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """登记参训, 更正, 删除误录."""
        menu = self._page.menu
        return [
            PageAction("people", "登记参训人员", self._take_part, main=True),
            menu.form("edit", "更正…", lambda: edit_training(self._page, card)),
            menu.sure("delete", "删除误录…", "培训和参加的人的记录一起删除。", acts.delete_training,
                      card.id),
        ]  # fmt: skip

    def _take_part(self) -> None:
        if self.card is not None:
            form = courses.take_part(self._record, self.card.title, self.card.data["values"])
            self._page.menu.open(form)

    def _edit(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.open(courses.edit_trained(self._record, row.data))

    def _remove(self, row: Row | None) -> None:
        if row is not None:
            text = f"「{row.title}」没有参加这次培训的，移除。"
            self._page.menu.sure("remove", "移除参训人员…", text, acts.delete_trained, row.id).run()

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is not None and isinstance(made, RowList):
            made.show_rows(people_rows(card), past=self._desk.is_past)


def edit_training(page: CadresPage, card: Card) -> FormSpec:
    """更正培训 of the course shown."""
    kept = card.data["values"]
    titles = {kept["union_id"]: card.data["union"]} if kept["union_id"] else {}
    return courses.edit_training(page.menu.make, card.id, kept, titles)


class HonourDetail(RecordDetail):
    """One honour."""

    area = AREA
    word = "荣誉"
    evidence_of = "honour"
    judged = dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("honour", page.desk, page.problems, WORDS)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The honour."""
        return read_honour(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """更正, 删除误录."""
        menu = self._page.menu
        return [
            menu.form("edit", "更正", lambda: courses.edit_honour(card.id, card.data["values"]),
                      main=True),
            menu.sure("delete", "删除误录…", "只删录错的荣誉。", acts.delete_honour, card.id),
        ]  # fmt: skip

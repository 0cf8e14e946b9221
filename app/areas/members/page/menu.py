"""Which acts fit a person, a 接转 or an application as it is: the buttons below the detail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.dialogs import ask_reason
from app.desk.form_spec import FormSpec
from app.desk.page import Desk, PageAction
from app.desk.papers import preview_paper
from app.desk.sure import ask_sure
from app.store.notes import reveal

from .. import acts
from ..rules.batches import ways_back
from . import application_forms as applications
from . import membership_forms as memberships
from . import person_forms as people
from .maker import Maker
from .reading import Card


class Menu:
    """Makes the actions of a record.

    Attributes:
        make: makes forms as of today.
        open: shows a form.
        erase: opens the two-step question for a person (id, name).
        merge: opens the side-by-side view of a person and another one, who may be unknown yet.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        open_form: Callable[[FormSpec], object],
        erase: Callable[[str, str], object],
        merge: Callable[[str, str], object],
    ) -> None:
        self.desk, self.parent, self.open = desk, parent, open_form
        self.erase, self.merge = erase, merge

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)

    def _form(self, key: str, title: str, made: Callable[[], FormSpec]) -> PageAction:
        return PageAction(key, title, lambda: self.open(made()))

    def paper(self, key: str, title: str, name: str, record: str) -> PageAction:
        """Prints a paper of a record; also for past days."""
        return PageAction(
            key,
            f"打印{title}",
            lambda: preview_paper(self.parent, self.desk, name, title, {"id": record}),
        )

    # a person

    def person(self, card: Card) -> list[PageAction]:
        """编辑 first, then what fits her standing, then particulars and papers."""
        if card.data["alias_of"] is not None or card.data["values"]["erased_on"] is not None:
            return []
        edit = PageAction("edit", "编辑", lambda: self.open(self.edit(card)), main=True, help="F2")
        return [edit, *self._standing(card), *self._particulars(card), *self._papers(card),
                *self._last(card)]  # fmt: skip

    def edit(self, card: Card) -> FormSpec:
        """The form of 编辑."""
        data = card.data
        return people.edit(
            self.make, card.id, data["values"], data["dated"], frozenset(card.opened)
        )

    def _standing(self, card: Card) -> list[PageAction]:
        f, make, one, name = self._form, self.make, card.id, card.title
        ends = [
            f("leave", "退会…", lambda: memberships.leave(make, one, name)),
            f("expel", "除名…", lambda: memberships.expel(make, one, name)),
            f("death", "登记死亡…", lambda: memberships.death(make, one, name)),
        ]
        standing, waits = card.standing, card.open_transfer
        if standing == "active":
            return [
                f("transfer", "内部接转…", lambda: memberships.transfer(make, one, name)),
                f("send_out", "转出…", lambda: memberships.send_out(make, one, name)),
                f("retain", "保留会籍…", lambda: memberships.retain(make, one, name)),
                *ends,
            ]
        if standing == "retained":
            union = (card.row["union_id"], card.row["union"])
            return [
                f("restore", "恢复会籍…", lambda: memberships.restore(make, one, name, union)),
                *ends,
            ]
        if waits is not None:
            return self._answers(waits)
        back = [
            f("join", "办理入会…", lambda: memberships.join(make, one, name)),
            f("letter", "转入…", lambda: memberships.letter(make, one, name)),
            f("record", "补录会籍…", lambda: memberships.record(make, one, name)),
        ]
        ways = ways_back(card.ended)
        return [action for action in back if action.key in ways]

    def _answers(self, row: Any) -> list[PageAction]:
        f, make = self._form, self.make
        if row["to_union_id"] is None:  # to the outside
            return [
                f("received", "对方已接收…",
                  lambda: memberships.received(make, [row["id"]], row["name"])),
                f("take_back", "对方退回…", lambda: memberships.take_back(make, row)),
            ]  # fmt: skip
        return [
            f("accept", "接收转入…", lambda: memberships.accept(make, row)),
            f("refuse", "退回转入…", lambda: memberships.refuse(make, row)),
        ]

    def _particulars(self, card: Card) -> list[PageAction]:
        f, make, one, name = self._form, self.make, card.id, card.title
        present = [d for d in card.data["documents"] if d["until"] is None]
        found = [
            f("rename", "更名…", lambda: people.rename(make, one, name)),
            f("document", "换证、登记证件…", lambda: people.document(make, one, present)),
            f("employ", "登记工作单位…", lambda: people.employ(make, one)),
        ]
        if card.standing in ("active", "retained"):
            group = card.row["group_name"]
            found += [
                f("group", "编入分会、小组…", lambda: memberships.group(one, name, group)),
                f("tag", "计入专项行动…", lambda: memberships.tag(one, name)),
            ]
        return found

    def _papers(self, card: Card) -> list[PageAction]:
        found = []
        if card.data["transfers"]:
            newest = card.data["transfers"][0]["id"]
            found.append(self.paper("print_transfer", "会员关系接转单", "transfer", newest))
        if card.standing == "retained":
            found.append(self.paper("print_retained", "保留会籍证明", "retained", card.id))
        return [
            *found,
            self.paper("print_register", "入会申请书和登记表", "application", card.id),
            PageAction("print_person", "打印个人信息…", lambda: self._own_data(card.id)),
        ]

    def _own_data(self, record: str) -> None:
        """Her own data in full: why it is printed is asked and logged, as for a number shown."""
        title = "个人信息"

        def shown(_changes: Any) -> None:
            preview_paper(self.parent, self.desk, "person", title, {"id": record})

        ask_reason(
            self.parent.window(), "print_person", "打印个人信息？",
            "打印的内容有完整的证件号码和电话，只给本人。请写明原因，会记入操作记录。",
            lambda reason: self.desk.ops.act(
                reveal, owner=self.parent, done=shown, what=f"会员的{title}（打印）", rows=1,
                reason=reason,
            ),
            first="应本人要求", words="打印",
        )  # fmt: skip

    def _last(self, card: Card) -> list[PageAction]:
        return [
            PageAction("merge", "合并重复…", lambda: self.merge(card.id, "")),
            self._sure("delete", "删除误录…", "只有没有会籍、没有任何关联的误录才能删除。",
                       acts.delete_person, card.id),
            PageAction("erase", "清除个人信息…", lambda: self.erase(card.id, card.title)),
        ]  # fmt: skip

    # 接转, applications

    def transfer(self, card: Card) -> list[PageAction]:
        """The answer that it waits for, its paper, 更正."""
        row = card.row
        found = self._answers(row) if row["days"] is not None else []
        found.append(self._form("correct", "更正接转单…", lambda: memberships.correct_paper(row)))
        found.append(self.paper("print", "会员关系接转单", "transfer", card.id))
        return _first_main(found)

    def application(self, card: Card) -> list[PageAction]:
        """批准, 不批准, 更正, 撤回 while it waits; its paper always."""
        f, make, row = self._form, self.make, card.row
        found = []
        if row["decided_on"] is None:
            ids = [card.id]
            found = [
                f("approve", "批准入会…", lambda: applications.approve(make, ids, card.title)),
                f("refuse", "不批准…", lambda: applications.refuse(make, ids, card.title)),
                f(
                    "edit",
                    "核对、更正…",
                    lambda: applications.edit(make, row, frozenset(card.opened)),
                ),
                f("withdraw", "本人撤回…", lambda: applications.withdraw(make, row)),
            ]
        found.append(self.paper("print", "入会申请书和登记表", "application", card.id))
        return _first_main(found)

    def _sure(self, key: str, title: str, text: str, act: Any, record: str) -> PageAction:
        """An act that needs no form, only a yes."""
        return PageAction(
            key, title, lambda: ask_sure(self.desk, self.parent, key, title, text, act, record)
        )


def _first_main(actions: list[PageAction]) -> list[PageAction]:
    first, *rest = actions
    return [PageAction(first.key, first.title.removesuffix("…"), first.run, main=True), *rest]

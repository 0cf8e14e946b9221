"""The page of 会员: its lists as chips, what is chosen at the right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.areas.organisations.lists.names import names_of
from app.base.home import Target
from app.desk.page import Desk
from app.desk.parts_page import PartsPage
from app.desk.problems import Problems
from app.desk.record_detail import RecordDetail

from . import MOVE
from .batch_bar import BatchBar
from .batch_forms import move_everybody
from .detail import MemberDetail
from .duplicates import MergePeople
from .erasing import ask_erase
from .exporting import MemberExporter
from .maker import Maker
from .menu import Menu
from .platforms.view import PlatformsView
from .problems import PersonProblems
from .rosters import RosterDialog
from .views import PARTS

AREA = "members"
_KINDS = {"person": "member"}
_TABS = {"number": "documents", "document_type": "documents", "employer": "work"}
"""Fields of a person that a tab of her detail holds."""


class MembersPage(PartsPage):
    """The screens of the area.

    Attributes:
        menu: makes acts and forms, for details.
    """

    area = AREA
    title = "会员"
    nothing = "在名单里选一条，这里就显示它的内容和能办的事。"
    parts_of = PARTS
    exporter_type = MemberExporter
    word = "会员"
    bar = BatchBar

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.menu = Menu(desk, self, self.open_form, self.erase, self.merge)
        self._merging: MergePeople | None = None
        self._platforms: PlatformsView | None = None

    def make_problems(self) -> Problems:
        """Those of the person shown."""
        return PersonProblems(self.desk, self)

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)

    # what is shown

    def jump(self, target: Target) -> None:
        """Show a record, a field of it, a list, or those who lack something."""
        if target.view == "missing":
            self._show_missing(target.field)
        elif target.view == "of_unit":
            self._show_only(union=(target.id,))
        elif target.view == "platforms":
            self.bring_platforms()
        elif target.view == MOVE:
            self._move_everybody(target.id)
        else:
            super().jump(replace(target, kind=_KINDS.get(target.kind, target.kind)))

    def _move_everybody(self, union: str) -> None:
        """The form that moves all members of a union."""
        day = self.desk.today

        def begin(names: Any) -> None:
            self.open_form(move_everybody(self.make, (union, names.get(union, ""))))

        self.desk.ops.ask(lambda c: names_of(c, "union", [union], day), owner=self, done=begin,
                          slot="move")  # fmt: skip

    def bring_kind(self, kind: str) -> bool:
        """Who is a member no more stays in the list of those, where that is up."""
        return self.kind() == kind or super().bring_kind(kind)

    def _show_missing(self, field: str) -> None:
        words = {"number": "document"}
        self._show_only(missing=(words.get(field, field),))

    def _show_only(self, **filters: Any) -> None:
        """The members that these filters leave, and no others."""
        self.bring_records()
        self.bring("members")
        made = self.list()
        made.bar.clear()
        made.look(day=self.desk.day, unit=self.desk.unit, **filters)

    def open_at(self, detail: RecordDetail, target: Target) -> None:
        """The field of a person, or the tab that holds what is lacking."""
        if isinstance(detail, MemberDetail) and target.field in _TABS:
            if detail.card is not None and not self.desk.is_past:
                detail.show_tab(_TABS[target.field])
        else:
            super().open_at(detail, target)

    # papers

    def rosters(self) -> None:
        """Papers of the people in the list."""
        RosterDialog(self.desk, self, self.list()).open()

    def monthly(self) -> None:
        """会籍变动月报 of the month looked at."""
        self.paper("monthly", "会籍变动月报", month=f"{self.desk.day:%Y-%m}")

    # a person's rights, doubled records

    def erase(self, person: str, name: str) -> None:
        """清除个人信息, after two questions."""
        ask_erase(self.desk, self, person, name)

    def merge(self, person: str, other: str) -> None:
        """合并重复, side by side; an empty ``other`` is still to be chosen."""
        if not self.may_act():
            return
        if self._merging is None:
            self._merging = MergePeople(self.desk)
            self._merging.parted.connect(self.leave_whole)
            self._merging.merged.connect(self._merged)
        self._merging.open(person, other)
        self.show_whole(self._merging)

    def merging(self) -> MergePeople | None:
        """The side-by-side view, while it is up."""
        up = self.whole.up()
        return up if isinstance(up, MergePeople) else None

    def _merged(self, person: str) -> None:
        self.leave_whole()
        self.record_opened("member", person)

    # upper platforms

    def bring_platforms(self) -> None:
        """上级平台, as it was left."""
        if not self.may_act():
            return
        if self._platforms is None:
            self._platforms = PlatformsView(self.desk)
            self._platforms.went.connect(self._from_platforms)
        self.show_whole(self._platforms)
        self._platforms.look()

    def platforms(self) -> PlatformsView | None:
        """上级平台, while it is up."""
        up = self.whole.up()
        return up if isinstance(up, PlatformsView) else None

    def _from_platforms(self, target: Target) -> None:
        self.leave_whole()
        self.jump(target)

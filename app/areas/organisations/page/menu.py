"""Which acts fit a record as it is: the buttons below the detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.desk.form_spec import FormSpec
from app.desk.page import Desk, PageAction, entries_of
from app.desk.sure import ask_sure

from .. import acts
from . import employer_forms as employers
from . import joining_forms as joining
from . import place_forms as places
from . import union_forms as unions
from .reading import FEDERATIONS, Card, figure_word
from .spec import HEADS, MORE_HEADS
from .union_forms import Maker

Opener = Callable[[FormSpec], object]
READ_OF = {
    "union": ("J107", "J109", *(c for c, _w in (*HEADS, *MORE_HEADS))),
    "employer": (*(c for c, _w in (*HEADS, *MORE_HEADS)), "W101"),
}
"""The figures a union or an employer reports."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Makes the actions of a record.

    Attributes:
        open: shows a form.
        make: makes forms.
        found: opens 登记建会 for employers (id → name).
        merge: opens the side-by-side merge of a doubled employer.
    """

    desk: Desk
    parent: QWidget
    make: Maker
    open: Opener
    found: Callable[[dict[str, str]], object]
    merge: Callable[[str, str], object]

    def of(self, card: Card) -> list[PageAction]:
        """Main action first, then what fits."""
        wanted = {"union": self._union, "employer": self._employer, "place": self._place}
        found = wanted[card.kind](card)
        return self._with_offers(card, found) if card.kind == "union" else found

    def _with_offers(self, card: Card, found: list[PageAction]) -> list[PageAction]:
        """What the pages of higher areas do for a union, each where it belongs."""
        for entry in entries_of(self.desk.areas):
            for one in entry.unit_acts:
                if one.states and card.values["status"] not in one.states:
                    continue
                target = Target(entry.name, "", card.id, view=one.key)
                made = PageAction(one.key, one.title, partial(self.desk.go, target))
                places = [n for n, act in enumerate(found, 1) if act.key == one.beside]
                found.insert(places[0] if places else len(found), made)
        return found

    def edit(self, card: Card) -> FormSpec:
        """The form of 编辑."""
        of = {"union": unions.edit, "employer": employers.edit, "place": places.edit}
        return of[card.kind](self.make, card.id, card.values, card.titles)

    def _form(self, key: str, title: str, made: Callable[[], FormSpec]) -> PageAction:
        return PageAction(key, title, lambda: self.open(made()))

    def _union(self, card: Card) -> list[PageAction]:
        make, union, f = self.make, card.id, self._form
        status, type_ = card.values["status"], card.values["type"]
        edit = PageAction("edit", "编辑", lambda: self.open(self.edit(card)), main=True, help="F2")
        if status == "dissolved":
            return [edit, f("restore", "恢复工会…",
                            lambda: unions.restore(make, union, card.upper())),
                    *self._last_union(card)]  # fmt: skip
        found = [edit]
        if status == "preparing":
            found.append(f("approve", "批准成立…", lambda: unions.approve(make, union)))
        found += [
            f("move", "变更隶属…", lambda: unions.move(make, union)),
            f("rename_below", "批量更名…", lambda: joining.rename_below(make, union, card.title)),
            f("cover", "纳入涵盖单位…",
              lambda: employers.cover(make, union=(union, card.title))),
        ]  # fmt: skip
        if type_ != "single" and card.covered:
            found.append(f("split", "单独建会（分出）…",
                           lambda: joining.split(make, union, card.covered,
                                                federation=type_ in FEDERATIONS)))  # fmt: skip
        if type_ not in FEDERATIONS:
            found.append(f("join", "加入联合会…", lambda: unions.join(make, union)))
        for member, federation in card.memberships:
            found.append(
                f(f"leave_{member}", f"退出「{federation}」…",
                  partial(unions.leave, make, union, member, federation))
            )  # fmt: skip
        found += [
            f("contact", "新增联系人…", lambda: employers.contact("union", union)),
            f("complete", "标记名册已录全…", lambda: unions.complete(make, union, card.values)),
        ]
        if card.values["covered_complete_from"] is not None:
            found.append(
                self._sure("uncomplete", "取消名册已录全", "统计改用填报数。",
                           acts.unmark_complete, union)
            )  # fmt: skip
        if union != make.root:
            found += [
                f("merge", "合并工会…", lambda: joining.merge(make, union)),
                f("dissolve", "撤销工会…", lambda: unions.dissolve(make, union)),
                *self._last_union(card),
            ]
        return found

    def _last_union(self, card: Card) -> list[PageAction]:
        make, union = self.make, card.id
        return [
            self._form("merge_doubled", "合并重复…", lambda: joining.merge_doubled(make, union)),
            self._sure("delete", "删除误录…", "只有没有任何关联的误录才能删除。",
                       acts.delete_union, union),
        ]  # fmt: skip

    def _employer(self, card: Card) -> list[PageAction]:
        make, employer, f = self.make, card.id, self._form
        edit = PageAction("edit", "编辑", lambda: self.open(self.edit(card)), main=True, help="F2")
        found = [edit]
        pair = (employer, card.title)
        if card.values["status"] in employers.OPEN:
            if card.covering is None:
                found += [
                    PageAction("found", "登记建会…", lambda: self.found({employer: card.title})),
                    f("cover", "归到一个工会…", lambda: employers.cover(make, employer=pair)),
                ]
            else:
                union = card.covering[0]
                found.append(
                    f("move_coverage", "转到另一个工会…",
                      lambda: employers.move_coverage(make, pair, union, "employer", employer))
                )  # fmt: skip
            found.append(f("close", "单位终止…", lambda: employers.close(make, employer)))
        found += [
            f("contact", "新增联系人…", lambda: employers.contact("employer", employer)),
            f("site", "新增经营场所…", lambda: employers.site(make, employer)),
            PageAction("merge_doubled", "合并重复…", lambda: self.merge(employer, card.title)),
            self._sure("delete", "删除误录…", "只有没有任何关联的误录才能删除。",
                       acts.delete_employer, employer),
        ]  # fmt: skip
        return found

    def _place(self, card: Card) -> list[PageAction]:
        make, place, f = self.make, card.id, self._form
        return [
            PageAction("edit", "编辑", lambda: self.open(self.edit(card)), main=True, help="F2"),
            f("add_place", "新增下级地点…", lambda: places.add(make, (place, card.title))),
            f("merge", "合并地点…", lambda: places.merge(make, place)),
            f("close", "撤销地点…", lambda: places.close(make, place)),
            self._sure("delete", "删除误录…", "只有没有任何关联的误录才能删除。",
                       acts.delete_place, place),
        ]  # fmt: skip

    def _sure(self, key: str, title: str, text: str, act: Any, record: str) -> PageAction:
        """An act that needs no form, only a yes."""
        return PageAction(
            key, title, lambda: ask_sure(self.desk, self.parent, key, title, text, act, record)
        )


def readings_form(make: Maker, card: Card, latest: dict[str, int]) -> FormSpec:
    """登记填报数 of a union or an employer."""
    codes = {code: figure_word(code) for code in READ_OF[card.kind]}
    return employers.readings(make, card.kind, card.id, codes, latest)


def target_of(kind: str, record: str) -> Target:
    """Where a record is shown."""
    return Target("organisations", kind, record)

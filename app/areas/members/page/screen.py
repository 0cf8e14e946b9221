"""The page of 会员: its lists as chips, what is chosen at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.base.home import Target
from app.desk.dialogs import ask_reason
from app.desk.form_spec import FormSpec
from app.desk.lists import ListView
from app.desk.menus import Entry, open_menu
from app.desk.page import Desk, PageAction
from app.desk.papers import preview_paper
from app.desk.record_detail import RecordDetail
from app.desk.record_page import RecordPage
from app.desk.views import Views
from app.desk.widgets import Elided, column, label, named, row
from app.store.notes import reveal

from ..lists.campaigns import CAMPAIGN_LIST
from ..lists.duplicates import DUPLICATES
from ..lists.members import FORMER, MEMBERS
from ..lists.queues import APPLICATIONS, TRANSFERS
from . import application_forms as applications
from . import membership_forms as memberships
from . import person_forms as people
from .batch_bar import BatchBar
from .batch_forms import BATCHES, Batch, move_everybody
from .campaigns import CampaignDetail
from .detail import ApplicationDetail, MemberDetail, TransferDetail
from .duplicates import MergePeople, PairDetail
from .erasing import ask_erase
from .exporting import MemberExporter
from .maker import Maker
from .menu import Menu
from .platforms.view import PlatformsView
from .problems import PersonProblems
from .rosters import RosterDialog

AREA = "members"
VIEWS = (
    ("members", "会员"),
    ("former_members", "已终止"),
    ("transfers", "接转"),
    ("applications", "入会申请"),
    ("campaigns", "专项行动"),
    ("duplicates", "重复排查"),
)
_SOURCES: dict[str, Any] = {
    s.key: s for s in (MEMBERS, FORMER, TRANSFERS, APPLICATIONS, CAMPAIGN_LIST, DUPLICATES)
}
LIST_OF = {"member": "members", "transfer": "transfers", "member_application": "applications",
           "campaign": "campaigns", "duplicate": "duplicates"}  # fmt: skip
_KINDS = {"person": "member"}
_NEXT = {"members": "导入名册", "applications": "登记申请", "campaigns": "新增专项行动"}
_WORDS = {"member": "会员", "transfer": "接转", "member_application": "入会申请",
          "duplicate": "会员"}  # fmt: skip
USUAL = (0, 700, 430)


class MembersPage(RecordPage):
    """The screens of the area."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, AREA, "在名单里选一个人，这里就显示他的资料和会籍。")
        self.problems = PersonProblems(desk, self)
        self.exporter = MemberExporter(desk, self)
        self.menu = Menu(desk, self, self.open_form, self.erase, self.merge)
        self.lists: dict[str, ListView] = {}
        self.bars: dict[str, BatchBar] = {}
        self._frames: dict[str, QWidget] = {}
        self.views = Views(AREA, VIEWS)
        self.views.chosen.connect(self.bring)
        self.views.give(*(partial(self._frame, key) for key, _title in VIEWS))
        head = row(space=10)
        head.addWidget(label("会员", "heading", name="members_title"))
        head.addWidget(self.views)
        self.said = Elided("", "muted")
        head.addWidget(self.said, 1)
        lines = column(self, space=8, margins=(12, 12, 12, 12))
        lines.addLayout(head)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.build_panes(self.views.stack, widths=USUAL))
        lines.addWidget(self.whole, 1)
        self._merging: MergePeople | None = None
        self._platforms: PlatformsView | None = None

    # lists

    def key(self) -> str:
        """Key of the list that is up."""
        return self.views.front()

    def list(self, key: str = "") -> ListView:
        """A list, made when first asked for."""
        self._frame(key or self.key())
        return self.lists[key or self.key()]

    def kind(self) -> str:
        """Kind of the records of the list that is up."""
        return str(self.list().source.kind)

    def _frame(self, key: str) -> QWidget:
        if key not in self._frames:
            source, step = _SOURCES[key], _NEXT.get(key, "")
            made = ListView(
                source, self.desk.ops, self.desk.states, next_step=step,
                on_next_step=partial(self._next_step, key) if step else None,
            )  # fmt: skip
            made.chosen.connect(partial(self._chosen, key))
            made.opened.connect(partial(self.record_opened, source.kind))
            made.menu_wanted.connect(self._list_menu)
            made.reveal_wanted.connect(self._reveal)
            box = QWidget()
            lines = column(box, space=6)
            lines.addWidget(made, 1)
            self.lists[key], self._frames[key] = made, box
            if bar := self._bar(key, made):
                lines.addWidget(bar)
        return self._frames[key]

    def _bar(self, key: str, made: ListView) -> BatchBar | None:
        """What can be done with many rows of a list."""
        paper = partial(partial, self._paper)
        acts: list[tuple[str, str, Callable[[Sequence[str]], object]]]
        if key == "members":
            acts = [(k, title, partial(self._batch, form)) for k, title, form in BATCHES]
        elif key == "applications":
            acts = [
                ("approve", "批准入会…", self._approve),
                ("refuse", "不批准…", self._refuse),
                ("print", "打印申请书", paper("application", "入会申请书和登记表")),
                ("collective", "打印集体入会登记表", paper("collective", "集体入会登记表")),
            ]
        elif key == "transfers":
            acts = [
                ("received", "对方已接收…", self._received),
                ("print", "打印接转单", paper("transfer", "会员关系接转单")),
            ]
        else:
            return None
        self.bars[key] = BatchBar(f"members_{key}", made, acts, self.desk)
        return self.bars[key]

    def _chosen(self, key: str, record: str) -> None:
        if key == self.key():
            self.record_chosen(self.kind(), record)

    def bring(self, key: str) -> None:
        """Bring a list up."""
        self.bring_records()
        if key != self.key():
            self.views.bring(key)
            self.show_nothing()
        self.look()
        self.actions_changed.emit()

    # the shell's side

    def parts(self) -> Sequence[Callable[[], object]]:
        """The first list."""
        return (self.list,)

    def look(self) -> None:
        """Read the list that is up on the day and unit looked at."""
        if (platforms := self.platforms()) is not None:
            platforms.look()
        self.list().look(day=self.desk.day, unit=self.desk.unit)
        self.said.setText(self.desk.unit_title)
        detail = self.detail()
        if detail is not None:
            detail.again()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """Refresh once from what an act has touched."""
        if (platforms := self.platforms()) is not None:
            platforms.look()
        self.list().refresh(kinds)
        self.problems.again()
        detail = self.detail()
        if detail is not None:
            detail.again()

    def conceal(self) -> None:
        """Mask what was revealed."""
        for made in self.lists.values():
            made.conceal()
        super().conceal()

    def page_actions(self) -> Sequence[PageAction]:
        """导入, 导出, 打印, and the main act of the list that is up."""
        if self.platforms() is not None:
            return ()
        key = self.key()
        as_shown = "名单怎么筛选，就怎么"
        paper = PageAction("print", "打印", self._print, help=f"{as_shown}打印（Ctrl+P）")
        out = [PageAction("export", "导出", self._export, help=f"{as_shown}导出"), paper]
        if self.desk.is_past:
            today = PageAction("today", "回到今天办理", lambda: self.desk.look_at_day(None), True)
            return [*out, today]
        target = Target("import", view="applications" if key == "applications" else "members")
        found = [PageAction("import", "导入", lambda: self.desk.go(target))]
        found += out
        if key in ("members", "former_members", "transfers", "applications"):
            found.append(PageAction("more_acts", "更多 ▽", self._more))
        titles = {"applications": "登记申请", "campaigns": "新增专项行动"}
        found.append(PageAction("main", titles.get(key, "办理入会"), self.main_act, main=True,
                                help="Ctrl+N"))  # fmt: skip
        return found

    def jump(self, target: Target) -> None:
        """Show a record, a field of it, a list, or those who lack something."""
        kind = _KINDS.get(target.kind, target.kind)
        if target.view == "missing":
            self._show_missing(target.field)
        elif target.view == "of_unit":
            self._show_only(union=(target.id,))
        elif kind in LIST_OF and target.id:
            key = LIST_OF[kind]
            self.bring_records()
            if self.list().source.kind != kind:
                self.bring(key)
            self.list().select(target.id)
            self.show_target(kind, target)
            if target.view == "findings":
                self.made(kind).show_tab("findings")
        elif target.view in self.views:
            self.bring(target.view)
        elif target.view == "platforms":
            self.bring_platforms()
        elif target.area not in ("", AREA):
            self.desk.go(target)

    def _show_missing(self, field: str) -> None:
        words = {"number": "document"}
        self._show_only(missing=(words.get(field, field),))

    def _show_only(self, **filters: Any) -> None:
        """The members that these filters leave, and no others."""
        self.bring("members")
        made = self.list()
        made.bar.clear()
        made.look(day=self.desk.day, unit=self.desk.unit, **filters)

    # what the kit asks

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)

    def make_detail(self, kind: str) -> RecordDetail:
        """The detail of a kind."""
        made: dict[str, Any] = {
            "member": MemberDetail,
            "transfer": TransferDetail,
            "member_application": ApplicationDetail,
            "campaign": CampaignDetail,
            "duplicate": PairDetail,
        }
        detail: RecordDetail = made[kind](self.desk, self.menu, self.problems)
        return detail

    def edit_form(self, found: Any) -> FormSpec | None:
        """编辑."""
        detail = self.detail()
        if isinstance(detail, MemberDetail):
            return self.menu.edit(found) if self.menu.person(found) else None
        if isinstance(detail, CampaignDetail):
            return applications.edit_campaign(found.row)
        if isinstance(detail, ApplicationDetail) and found.row["decided_on"] is None:
            return applications.edit(self.make, found.row, frozenset(found.opened))
        return None

    def show_in_list(self, kind: str, record: str, new: bool) -> None:
        """In the list of its kind."""
        del new
        if self.list().source.kind != kind:
            self.bring(LIST_OF[kind])
        self.list().select(record)

    def open_at(self, detail: RecordDetail, target: Target) -> None:
        """The field of a person, or the documents where a number is lacking."""
        if not isinstance(detail, MemberDetail) or detail.card is None or self.desk.is_past:
            return
        tabs = {"number": "documents", "document_type": "documents", "employer": "work"}
        if target.field in tabs:
            detail.show_tab(tabs[target.field])
        elif target.field:
            spec = self.edit_form(detail.card)
            if spec is not None:
                self.open_form_at(spec, target.field)

    def main_act(self) -> None:
        """办理入会, or what the list that is up is for."""
        if self.desk.is_past:
            self.desk.look_at_day(None)
            return
        key = self.key()
        if key == "applications":
            self.open_form(applications.apply(self.make))
        elif key == "campaigns":
            self.open_form(applications.add_campaign(self.make))
        else:
            self.open_form(people.register(self.make, self._union()))

    def _union(self) -> tuple[str, str] | None:
        """The union looked at: a new member most likely joins there."""
        return (self.desk.unit, self.desk.unit_title) if self.desk.unit else None

    def _more(self) -> None:
        """转入, 整体接转, 名册."""
        make = self.make
        entries: list[Entry] = [
            ("arrive", "转入…", self._arrive),
            ("move", "整体接转…", lambda: self.open_form(move_everybody(make, self._union()))),
        ]
        if self.kind() == "member":
            entries.append(("rosters", "名册、签到表、签收表…", self.rosters))
        entries.append(("monthly", "会籍变动月报…", self._monthly))
        entries.append(("platforms", "上级平台…", self.bring_platforms))
        open_menu(self, AREA, "更多", entries)

    def rosters(self) -> None:
        """Papers of the people in the list."""
        RosterDialog(self.desk, self, self.list()).open()

    def _monthly(self) -> None:
        month = f"{self.desk.day:%Y-%m}"
        preview_paper(self, self.desk, "monthly", "会籍变动月报", {"month": month})

    def _arrive(self) -> None:
        self.open_form(people.arrive(self.make, self._union()))

    def _next_step(self, key: str) -> None:
        if key == "members":
            self.desk.go(Target("import", view="members"))
        elif not self.desk.is_past:
            self.main_act()

    # lists: menus, masked cells, paper

    def _list_menu(self, ids: Sequence[str], at: QPoint) -> None:
        detail = self.detail()
        if detail is None or detail.card is None or len(ids) != 1 or detail.record() != ids[0]:
            return
        menu = QMenu(self)
        named(menu, "members_list_menu", "对所选记录")
        for which in detail.acts_of(detail.card):
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.setEnabled(not self.desk.is_past)
            entry.triggered.connect(lambda _c=False, run=which.run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _reveal(self, record: str, field: str) -> None:
        made, word = self.list(), _WORDS.get(self.kind(), "")
        title = next(c.title for c in made.model.columns if c.key == field)
        ask_reason(
            self.window(), "reveal", f"显示完整的{title}？",
            "请写明原因。谁在什么时候因为什么看过，会记入操作记录。",
            lambda reason: self.desk.ops.act(
                reveal, owner=self, what=f"{word}的{title}", rows=1, reason=reason,
                done=lambda _changes: made.reveal(record, field),
            ),
            words="显示",
        )  # fmt: skip

    def _export(self) -> None:
        self.exporter.ask(self.list())

    def _print(self) -> None:
        self.exporter.print(self.list(), self.desk.unit_title)

    # many at once

    def _batch(self, form: Callable[[Batch], FormSpec], ids: Sequence[str]) -> None:
        self.open_form(form(Batch(tuple(ids), self.make)))

    def _approve(self, ids: Sequence[str]) -> None:
        self.open_form(applications.approve(self.make, ids, f"所选 {len(ids)} 份申请"))

    def _refuse(self, ids: Sequence[str]) -> None:
        self.open_form(applications.refuse(self.make, ids, f"所选 {len(ids)} 份申请"))

    def _received(self, ids: Sequence[str]) -> None:
        self.open_form(memberships.received(self.make, ids, f"所选 {len(ids)} 人"))

    def _paper(self, name: str, title: str, ids: Sequence[str]) -> None:
        preview_paper(self, self.desk, name, title, {"id": ",".join(ids)})

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
            self._merging.left.connect(self.bring_records)
            self._merging.parted.connect(self.bring_records)
            self._merging.merged.connect(self._merged)
            self.whole.addWidget(self._merging)
        self._merging.open(person, other)
        self.whole.setCurrentWidget(self._merging)

    def merging(self) -> MergePeople | None:
        """The side-by-side view, while it is up."""
        up = self._merging is not None and self.whole.currentWidget() is self._merging
        return self._merging if up else None

    def _merged(self, person: str) -> None:
        self.bring_records()
        self.record_opened("member", person)

    def bring_records(self) -> None:
        """Out of the side-by-side view and the platforms."""
        if self.whole.currentWidget() is not self.panes:
            self.whole.setCurrentWidget(self.panes)
            self.actions_changed.emit()

    # upper platforms

    def bring_platforms(self) -> None:
        """上级平台, as it was left."""
        if not self.may_act():
            return
        if self._platforms is None:
            self._platforms = PlatformsView(self.desk)
            self._platforms.left.connect(self.bring_records)
            self._platforms.went.connect(self._from_platforms)
            self.whole.addWidget(self._platforms)
        self.whole.setCurrentWidget(self._platforms)
        self.actions_changed.emit()
        self._platforms.look()

    def platforms(self) -> PlatformsView | None:
        """上级平台, while it is up."""
        up = self._platforms is not None and self.whole.currentWidget() is self._platforms
        return self._platforms if up else None

    def _from_platforms(self, target: Target) -> None:
        self.bring_records()
        self.jump(target)

    # keys

    def is_dirty(self) -> bool:
        """Whether something typed or read is not kept."""
        platforms = self.platforms()
        return (platforms is not None and platforms.is_dirty()) or super().is_dirty()

    def save(self) -> None:
        """Ctrl+S."""
        wide = self.merging() or self.platforms()
        if wide is not None:
            wide.save()
        else:
            super().save()

    def back(self) -> bool:
        """Esc: out of the side-by-side view, the platforms, the form, the detail."""
        if self.merging() is not None:
            self.bring_records()
            return True
        if (platforms := self.platforms()) is not None:
            platforms.back()
            return True
        return super().back()

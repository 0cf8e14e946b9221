"""The detail of a union's bodies: who sits where, terms, the federation's chairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.base.home import Target
from app.base.lists import Status, Tone
from app.desk.charts import ChartPane
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.paper.diagrams import diagram_pdf

from .. import acts
from ..checks.share import Standing, share_of
from ..paper.lists import diagram
from . import body_forms as bodies
from . import course_forms as courses
from . import election_forms as elections
from . import post_forms as posts
from .reading import AREA, Card, body_rows, post_rows, read_organs, term_rows
from .story import WORDS

if TYPE_CHECKING:
    from .screen import CadresPage

CHART_WIDTH = 420
"""Of the chart in the window, in points."""


class OrgansDetail(RecordDetail):
    """A union: 任职, 机构, 届次, 机构图, 联合会构成 between facts and findings."""

    area = AREA
    word = "工会班子"
    dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("organs", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """任职, 机构, 届次, 机构图, 联合会."""
        self.add_tab("posts", "任职", self._posts_tab)
        self.add_tab("bodies", "机构", self._bodies_tab)
        self.add_tab("terms", "届次", self._terms_tab)
        self.add_tab("chart", "机构图", self._chart_tab)
        self.add_tab("share", "联合会", self._share_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The union on a day."""
        return read_organs(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """登记任职 first, then bodies, papers, honours."""
        menu, union = self._page.menu, card.union
        assert union is not None
        found = [
            menu.form("assign", "登记任职", lambda: posts.assign(menu.make, union, main_body(card)),
                      main=True),
            menu.form("set_up", "登记机构…", lambda: bodies.set_up(menu.make, union)),
        ]  # fmt: skip
        main = main_body(card)
        if main is not None and not main["appointed"]:
            found.append(menu.form("plan", "筹备换届…", lambda: elections.plan(menu.make, union)))
            if not _has_chair(main):
                found += [
                    menu.form("acting", "指定主持工作…",
                              lambda: elections.acting(menu.make, union)),
                    menu.form("by_election", "登记补选…",
                              lambda: elections.plan(menu.make, union, "by_election")),
                ]  # fmt: skip
        if main is not None:
            found.append(
                menu.form(
                    "term", "登记新一届…", lambda: bodies.start_term(menu.make, card.id, main)
                )
            )
            term = main["term"]
            if term is not None and term["due_on"] is not None and term["until"] is None:
                found.append(menu.form(
                    "delay", "登记延期换届…",
                    lambda: bodies.delay(menu.make, card.id, term, main["title"])))  # fmt: skip
        return [
            *found,
            menu.form("honour", "登记荣誉…", lambda: courses.add_honour(menu.make, union)),
            menu.paper("print_chart", "组织机构图", "organs_chart", id=card.id),
            menu.go("union", "看工会资料", Target("organisations", "union", card.id)),
        ]

    def fill(self, tab: str) -> None:
        """Everything came with the card, but the federation's chairs."""
        made, card, past = self.widget(tab), self.card, self._desk.is_past
        if card is not None and isinstance(made, ChartPane):
            drawn = diagram(card.data)
            made.draw(lambda _progress: diagram_pdf(drawn, CHART_WIDTH))
        if card is None or not isinstance(made, RowList):
            return
        if tab == "posts":
            present = [p for b in card.data["bodies"] for p in b["posts"]]
            rows = post_rows([*present, *card.data["alone"]])
            made.show_rows([*rows, *post_rows(card.data["former"], former=True)], past=past)
        elif tab == "bodies":
            made.show_rows(body_rows(card), past=past)
        elif tab == "terms":
            made.show_rows(term_rows(card), past=past)
        elif tab == "share":
            record, day = self._record, self._desk.day
            if not made.count():
                made.show_rows((), "正在核对所辖工会的主席…", past)
            self._desk.ops.ask(lambda c: share_of(c, record, day), owner=self,
                               done=self._show_share, slot="share")  # fmt: skip

    # tabs

    def _posts_tab(self) -> QWidget:
        menu = self._page.menu
        chips = [
            Chip("assign", "登记任职…", lambda _row: self._assign()),
            Chip("edit", "更正…", self._edit_post, _any),
            Chip("end", "离任…", lambda row: menu.open(
                posts.end(menu.make, _id(row), _name(row))), _present),
        ]  # fmt: skip
        made = RowList(f"{self.name}_posts", "在任的人", "还没有登记任职。点「登记任职」逐个登记，"
                       "或从工作簿导入干部花名册。", chips)  # fmt: skip
        made.opened.connect(lambda row: self.went.emit(row.target))
        return made

    def _assign(self) -> None:
        card, menu = self.card, self._page.menu
        if card is not None:
            menu.open(posts.assign(menu.make, card.union, main_body(card)))

    def _edit_post(self, row: Row | None) -> None:
        if row is not None and row.target is not None:
            self.went.emit(Target(AREA, "post", row.id, view="edit", field="duties"))

    def _bodies_tab(self) -> QWidget:
        menu = self._page.menu

        def with_body(make: Any) -> Any:
            def run(row: Row | None) -> None:
                if row is not None:
                    menu.open(make(row.data))

            return run

        def open_(row: Row) -> bool:
            return row.data["until"] is None

        chips = [
            Chip("set_up", "登记…", lambda _row: self._set_up()),
            Chip("term", "新一届…", with_body(
                lambda b: bodies.start_term(menu.make, self._record, b)), open_),
            Chip("edit", "编辑…", with_body(lambda b: bodies.edit(self._record, b))),
            Chip("close", "撤销…", with_body(
                lambda b: bodies.close(menu.make, self._record, b)), open_),
            Chip("delete", "删除…", self._delete_body),
        ]  # fmt: skip
        return RowList(f"{self.name}_bodies", "机构", "还没有登记委员会。点「登记机构」，"
                       "填上本届从哪一天起、每届几年。", chips)  # fmt: skip

    def _set_up(self) -> None:
        card, menu = self.card, self._page.menu
        if card is not None:
            menu.open(bodies.set_up(menu.make, card.union))

    def _delete_body(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.sure("delete_body", "删除误录机构…", "没有任期和任职的误录才能删除。",
                                 acts.delete_body, row.id).run()  # fmt: skip

    def _terms_tab(self) -> QWidget:
        menu = self._page.menu

        def with_term(make: Any) -> Any:
            def run(row: Row | None) -> None:
                if row is not None:
                    menu.open(make(row.data))

            return run

        def running(row: Row) -> bool:
            return row.data["until"] is None

        chips = [
            Chip("past", "补录往届…", lambda _row: self._past()),
            Chip("correct", "更正…", with_term(
                lambda t: bodies.correct_term(self._record, t, t["title"])), _any),
            Chip("delay", "延期…", with_term(
                lambda t: bodies.delay(menu.make, self._record, t, t["title"])),
                lambda row: running(row) and row.data["due_on"] is not None),
            Chip("delete", "删除…", self._delete_term, _any),
        ]  # fmt: skip
        return RowList(f"{self.name}_terms", "各届任期", "还没有登记任期。", chips)

    def _past(self) -> None:
        main = main_body(self.card) if self.card is not None else None
        if main is None:
            self._desk.notice("还没有登记委员会。", "请先在「机构」里登记。")
            return
        self._page.menu.open(bodies.past_term(self._record, main))

    def _delete_term(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.sure("delete_term", "删除误录任期…", "只有没有任职的误录才能删除。",
                                 acts.delete_term, row.id).run()  # fmt: skip

    def _chart_tab(self) -> QWidget:
        made = ChartPane(f"{self.name}_chart", "组织机构图", self._desk.ops)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        return made

    def _share_tab(self) -> QWidget:
        made = RowList(
            f"{self.name}_share", "所辖工会的主席",
            "只有工会联合会才看这里：所辖工会的主席，多数要进联合会的委员会。",
            [Chip("assign", "登记为委员…", self._bring_in, _outside)],
        )  # fmt: skip
        made.opened.connect(lambda row: self.went.emit(row.target))
        return made

    def _show_share(self, found: Standing | None) -> None:
        made = self.widget("share")
        if not isinstance(made, RowList):
            return
        rows: Sequence[Row] = () if found is None else _share_rows(found)
        made.show_rows(rows, found.said if found is not None else "", self._desk.is_past)

    def _bring_in(self, row: Row | None) -> None:
        card, menu = self.card, self._page.menu
        if card is None or row is None or not row.data.person_id:
            if row is not None:
                self._desk.notice(
                    f"「{row.data.union}」的主席只有姓名，还没有登记任职。",
                    "请先在那个工会登记主席，再登记为联合会委员。",
                )
            return
        chosen = (row.data.person_id, row.data.person)
        menu.open(posts.assign(menu.make, card.union, main_body(card), chosen, "member"))


def _has_chair(body: Mapping[str, Any]) -> bool:
    """Whether somebody is chair; who stands in for one is not."""
    return any(p["role"] == "chair" and not p["acting"] for p in body["posts"])


def _share_rows(found: Standing) -> list[Row]:
    """Those who are not inside first; they are a warning only while more of them are needed."""
    rows, missing = [], Tone.IDLE if found.share.kept else Tone.WARN
    for chair in found.chairs:
        status = Status("在委员会", Tone.GOOD) if chair.inside else Status("没有进", missing)
        rows.append(Row(chair.union_id, chair.person, chair.union, status,
                        target=Target(AREA, "organs", chair.union_id), data=chair))  # fmt: skip
    return sorted(rows, key=lambda row: row.data.inside)


def _outside(row: Row) -> bool:
    return not row.data.inside


def main_body(card: Card) -> Any:
    """The committee, if there is one."""
    return next((b for b in card.data["bodies"] if b["kind"] == "committee"), None)


def _any(row: Row) -> bool:
    return bool(row.id)


def _present(row: Row) -> bool:
    return row.data["until"] is None


def _id(row: Row | None) -> str:
    return row.id if row is not None else ""


def _name(row: Row | None) -> str:
    return row.title if row is not None else ""

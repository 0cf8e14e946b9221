"""The details of a survey and of a comment."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.areas.five_ones.page.reading import Card
from app.base.home import Target
from app.desk.charts import ChartPane
from app.desk.page import PageAction
from app.desk.plain_table import PlainTable
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.desk.widgets import Combo, column, label, named, row

from .. import acts
from ..lists.results import Counted, group_row
from ..paper.drawn import items_chart
from ..rules.counting import Group
from ..rules.forms import least
from . import forms
from .ballots import ask_ballots
from .counts import ask_counts
from .form_files import ask_form_file
from .reading import (
    ALL,
    batch_rows,
    comment_rows,
    group_rows,
    read_card,
    read_comment,
    result_columns,
    result_entries,
)
from .story import WORDS

if TYPE_CHECKING:
    from .screen import SurveysPage


def _read_group(group_id: str, connection: Any) -> Any:
    return group_row(connection, group_id)


def _always(_row: Row) -> bool:
    return True


class SurveyDetail(RecordDetail):
    """A survey: results, groups with their papers, comments with their answers."""

    area = "surveys"
    word = "评议"
    dated = False
    evidence_of = "survey"

    def __init__(self, page: SurveysPage) -> None:
        self._page = page
        self._group = ALL
        super().__init__("survey", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """结果, 图, 分组, 评议对象, 意见."""
        self.add_tab("results", "结果", self._results_tab)
        self.add_tab("chart", "图", self._chart_tab)
        self.add_tab("groups", "分组", self._groups_tab)
        self.add_tab("subjects", "评议对象", self._subjects_tab)
        self.add_tab("comments", "意见", self._comments_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The survey."""
        return read_card(connection, record, day)

    @property
    def data(self) -> Counted:
        """What was read."""
        found: Counted = self.card.data
        return found

    def show_record(self, record: str) -> None:
        """Another survey begins with its whole."""
        if record != self._record:
            self._group = ALL
        super().show_record(record)

    def _show(self, card: Any) -> None:
        if card is not None:
            place = [tab.key for tab in self._tabs].index("subjects")
            if not card.data.form.subjects and self.tab() == "subjects":
                self.show_tab("facts")
            self.tabs.setTabVisible(place, card.data.form.subjects)
            self.set_badge("comments", len(card.data.comments))
        super()._show(card)

    def asked_evidence(self) -> list[str]:
        """What proves a survey."""
        return ["assessment_form", "tally", "publicity"]

    # acts

    def acts_of(self, card: Card) -> list[PageAction]:
        """The next step first."""
        data: Counted = card.data
        one, made, make = data.row["id"], self._page.acts, self._page.make
        again = made.form("again", "照此再办一次…", lambda: forms.again(make, data, card.union))
        if data.row["cancelled_on"] is not None:
            return [again, self._delete(card)]
        papers = [
            made.paper("print_ballots", "评议票", "survey_ballots", id=one),
            made.paper("print_result", "结果表", "survey_result", id=one),
        ]
        entry = self._entry(data)
        found = [*entry, *papers]
        if data.row["on_day"] is not None and data.row["published_on"] is None:
            found.append(made.form("publish", "登记公布", lambda: forms.publish(make, data)))
        found += [
            PageAction("online", "导入网上问卷…", lambda: ask_form_file(self._desk, self, data)),
            made.form("comment", "录入意见…", lambda: forms.add_comments(data)),
            PageAction("edit", "编辑", lambda: self._page.open_form(forms.edit(data)), help="F2"),
        ]
        if not data.counted:
            found.append(made.form("edit_form", "修改评议表样…", lambda: forms.edit_form(data)))
        found.append(again)
        found.append(made.form("cancel", "取消评议…", lambda: forms.cancel(make, data)))
        return [*found, self._delete(card)]

    def _entry(self, data: Counted) -> list[PageAction]:
        """登记计票, and 逐票录入 beside it; the other way round where ballots are there already."""
        begun = data.row["since"] is None or data.row["since"] <= self._desk.today
        counted = data.row["on_day"] is not None
        by_ballot = bool(data.by_ballot)
        return [
            PageAction("count", "登记计票", lambda: ask_counts(self._desk, self, data),
                       main=begun and not counted and not by_ballot),
            PageAction("ballots", "逐票录入…", lambda: ask_ballots(self._desk, self, data),
                       main=begun and not counted and by_ballot),
        ]  # fmt: skip

    def _delete(self, card: Card) -> PageAction:
        return self._page.acts.sure(
            "delete", "删除误录…", "只有还没有录入票数和意见的评议才能删除。",
            acts.delete_survey, card.id,
        )  # fmt: skip

    # tabs

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None or made is None:
            return
        past = self._desk.is_past
        if tab == "results":
            self._fill_results()
        elif isinstance(made, ChartPane):
            self._fill_chart(made)
        elif tab == "groups":
            self.groups.show_rows(group_rows(self.data), past=past)
            self.batches.show_rows(batch_rows(self.data), past=past)
            self.batches.setVisible(bool(self.data.batches))
        elif tab == "subjects" and isinstance(made, RowList):
            made.show_rows(
                [Row(s["id"], s["name"], s["post_name"] or "") for s in self.data.subjects],
                past=past,
            )
        elif tab == "comments" and isinstance(made, RowList):
            made.show_rows(comment_rows(self.data.comments, self._desk.day), past=past)

    # 结果

    def _results_tab(self) -> QWidget:
        box = QWidget()
        lines = column(box, space=6, margins=(10, 8, 10, 8))
        head = row(space=8)
        self.which = Combo()
        named(self.which, f"{self.name}_which", "看哪一组")
        self.which.activated.connect(self._look_at_group)
        head.addWidget(self.which)
        self.small = label("", "small", wrap=True, name=f"{self.name}_small")
        head.addWidget(self.small, 1)
        lines.addLayout(head)
        self.table: PlainTable | None = None
        self._columns: Any = None
        self._table_lines = lines
        return box

    def _chart_tab(self) -> QWidget:
        made = ChartPane(f"{self.name}_chart", "各项满意率图", self._desk.ops)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        return made

    def _look_at_group(self, place: int) -> None:
        self._group = str(self.which.itemData(place))
        self._fill_results()

    def _fill_results(self) -> None:
        data = self.data
        if self._group not in data.alone:
            self._group = ALL
        self.which.clear()
        self.which.addItem("合计", ALL)
        for group in data.groups:
            if group.id in data.alone:
                self.which.addItem(group.name, group.id)
        self.which.setCurrentIndex(max(0, self.which.findData(self._group)))
        self.which.setVisible(bool(data.alone))
        hidden = sum(1 for g in data.groups if g.ballots and g.id not in data.alone)
        few = len(data.groups) > 1 and hidden
        self.small.setVisible(bool(few))
        self.small.setText(
            f"有 {hidden} 个分组有效票少于 {least()} 张，不单独列出，已计入合计。" if few else ""
        )
        columns = result_columns(data.form)
        if self.table is None or columns != self._columns:
            if self.table is not None:
                self.table.setParent(None)
                self.table.deleteLater()
            purpose = "登记计票或录入评议票以后，这里显示各项的满意率。"
            self.table = PlainTable(f"{self.name}_result", "评议结果", columns, purpose=purpose)
            self._columns = columns
            self._table_lines.addWidget(self.table)
        self.table.show_entries(result_entries(data, self._group) if data.counted else [])

    def _fill_chart(self, made: ChartPane) -> None:
        data = self.data
        chart = items_chart(data, data.result, "总体评价" if data.form.subjects else "各项满意率")
        made.setVisible(chart is not None)
        if chart is not None:
            from app.paper.charts import chart_pdf

            made.draw(lambda _progress: chart_pdf(chart))

    # 分组

    def _groups_tab(self) -> QWidget:
        page, box = self._page, QWidget()

        def edit(found: Row | None) -> None:
            if found is not None:
                self._desk.ops.ask(
                    partial(_read_group, found.id), owner=self,
                    done=partial(self._edit_group, found.data),
                )  # fmt: skip

        def ballots(found: Row | None) -> None:
            if found is not None:
                ask_ballots(self._desk, self, self.data, found.id)

        chips = [
            Chip("add", "新增分组…",
                 lambda _row: page.open_form(forms.add_group(page.make, self.data))),
            Chip("edit", "编辑…", edit, _always),
            Chip("ballots", "逐票录入…", ballots, self._may_key),
            Chip("delete", "删除", self._remove(acts.delete_group), _always),
        ]  # fmt: skip
        self.groups = RowList(f"{self.name}_groups", "分组", "", chips)
        back = [Chip("remove", "撤回这批票", self._remove(acts.remove_ballots), _always)]
        self.batches = RowList(f"{self.name}_batches", "录入的评议票", "", back)
        lines = column(box, space=8)
        lines.addWidget(self.groups, 2)
        lines.addWidget(self.batches, 1)
        return box

    def _edit_group(self, group: Group, row: Any) -> None:
        if row is not None:
            page = self._page
            page.open_form(forms.edit_group(page.make, self.data, group, row))

    def _may_key(self, found: Row) -> bool:
        return not found.data.ballots or found.id in self.data.by_ballot

    def _remove(self, act: Any) -> Any:
        def run(found: Row | None) -> None:
            if found is not None:
                self.do(act, found.id)

        return run

    # 评议对象

    def _subjects_tab(self) -> QWidget:
        page = self._page

        def remove(found: Row | None) -> None:
            if found is not None:
                left = [s for s in forms.subjects_of(self.data) if s["id"] != found.id]
                self.do(acts.set_subjects, self._record, subjects=left)

        chips = [
            Chip("add", "登记评议对象…", lambda _row: page.open_form(forms.add_subject(self.data))),
            Chip("delete", "移除", remove, _always),
        ]
        empty = "还没有登记评议对象。一个人登记一条，评议票上一人一行。"
        return RowList(f"{self.name}_subjects", "评议对象", empty, chips)

    # 意见

    def _comments_tab(self) -> QWidget:
        page = self._page

        def answer(found: Row | None) -> None:
            if found is not None:
                data = {**found.data, "headings": self.data.form.headings}
                page.open_form(forms.answer(data))

        def opened(found: Row | None) -> None:
            if found is not None and found.target is not None:
                self.went.emit(found.target)

        chips = [
            Chip("open", "打开", opened, _always, acts=False),
            Chip("add", "录入意见…", lambda _row: page.open_form(forms.add_comments(self.data))),
            Chip("answer", "答复…", answer, _always),
            Chip("delete", "删除", self._remove(acts.delete_comment), _always),
        ]
        empty = "还没有录入意见。评议票上写的意见，按分类一行一条录入，不写是谁提的。"
        made = RowList(f"{self.name}_comments", "意见建议", empty, chips)
        made.opened.connect(opened)
        return made


class CommentDetail(RecordDetail):
    """A comment and what became of it."""

    area = "surveys"
    word = "意见"
    dated = False
    judged = False
    evidence_of = "survey_comment"

    def __init__(self, page: SurveysPage) -> None:
        self._page = page
        super().__init__("survey_comment", page.desk, page.problems, WORDS)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The comment."""
        return read_comment(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """答复, 办结."""
        made, data = self._page.acts, card.data
        word = "办结、改答复" if data["reply"] else "答复"
        found = [made.form("answer", word, lambda: forms.answer(data), main=True)]
        target = Target(self.area, "survey", data["survey_id"])
        return [
            *found,
            made.go("survey", "打开评议", target),
            made.sure("delete", "删除误录…", "这条意见和它的答复一起删除。",
                      acts.delete_comment, card.id),
        ]  # fmt: skip

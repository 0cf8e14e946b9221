"""The details of a union's assessment, of one of its lines, of an improvement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.base.home import Target
from app.base.lists import Column, Role
from app.desk.empty import Empty
from app.desk.evidence import EvidencePanel
from app.desk.page import PageAction
from app.desk.plain_table import PlainTable
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList

from .. import acts
from ..checks.behind import Behind
from ..lists.assessments import Assessed
from ..lists.overview import stage_of
from ..lists.proofs import asked_kinds
from ..rules.scoring import Line, State
from . import forms
from .reading import (
    IMPROVING,
    LINE,
    STAGE_WORDS,
    UNION,
    WHICH,
    Card,
    LineData,
    UnionData,
    improving_rows,
    line_rows,
    nothing_behind,
    read_behind,
    read_improvement,
    read_line,
    read_union,
    scoring_now,
)
from .story import WORDS

if TYPE_CHECKING:
    from .screen import SixPage

BEHIND = (
    Column("title", "依据", 132),
    Column("record", "记录", 230),
    Column("part", "计入", 64),
    Column("value", "数值", 50, Role.COUNT),
    Column("source", "来源", 54),
)


class _Scored(RecordDetail):
    """What is read with the scores of the page."""

    area = "six_haves"
    judged = False
    dated = False

    def __init__(self, kind: str, page: SixPage) -> None:
        self._page = page
        super().__init__(kind, page.desk, page.problems, WORDS)

    def show_record(self, record: str) -> None:
        """A record is shown once the scores are known."""
        self._scores = self._page.scores()
        self._registry = self._page.scoring.registry
        super().show_record(record)

    def confirm(self, one: Assessed, lines: Sequence[Line]) -> None:
        """What the records propose for lines is right."""
        if one.row is not None:
            proposed = {line.item.id: line.proposed for line in lines}
            by, on = self._page.who(), self._desk.today
            self.do(acts.confirm_lines, one.row["id"], proposed=proposed, by=by, on=on)

    def history_of(self) -> str:
        """The history is that of the assessment."""
        row = self.card.data.one.row if self.card is not None else None
        return str(row["id"]) if row is not None else ""


class UnionDetail(_Scored):
    """An assessment: its totals, its lines, what is done about lost points."""

    word = "评分"

    def __init__(self, page: SixPage) -> None:
        self._which = ""
        super().__init__(UNION, page)

    def add_own_tabs(self) -> None:
        """评分项, 整改."""
        self.add_tab("lines", "评分项", self._lines_tab)
        self.add_tab("improving", "整改", self._improving_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The assessment."""
        del day
        if self._scores is None:
            return None
        return read_union(connection, self._scores, record, self._registry)

    @property
    def data(self) -> UnionData:
        """What was read."""
        found: UnionData = self.card.data
        return found

    def acts_of(self, card: Card) -> list[PageAction]:
        """The next step first."""
        one, made, page = card.data.one, self._page.acts, self._page
        year = str(page.year())
        papers = [
            made.paper("print_sheet", "评分表", "six_sheet", id=card.id, year=year),
            made.paper("print_application", "申报表", "six_application", id=card.id, year=year),
            made.paper("print_improving", "整改清单", "six_improvements", id=card.id, year=year),
            made.paper("print_proofs", "迎检材料清单", "six_proofs", id=card.id, year=year),
        ]
        union = made.go("union", "打开工会", Target("organisations", "union", card.id))
        if one.row is None:
            start = PageAction("start", "开始评分", lambda: page.start([card.id]), main=True)
            return [start, *papers, union]
        row, stage = one.row["id"], stage_of(one.row)
        found = [made.form("edit", "评分资料…", lambda: forms.edit(one))]
        now = scoring_now(one)
        waiting = [line for line in one.scored.lines if line.state is State.PROPOSED]
        if now == "self" and waiting:
            found.append(
                PageAction(
                    "confirm",
                    f"确认 {len(waiting)} 项程序计分",
                    partial(self.confirm, one, waiting),
                )
            )
        if now:
            word = STAGE_WORDS[now]
            close = partial(forms.close, one, now, self._desk.today)
            found.insert(0, made.form("close", f"确定{word}", close, main=True))
        if stage != "begun":
            word = STAGE_WORDS[stage]
            found.append(
                made.sure("reopen", f"退回重评（{word}）…", f"{word}重新打开，可以再改。",
                          acts.reopen_assessment, row, stage=stage)
            )  # fmt: skip
        else:
            found.append(
                made.sure("delete", "删除误开的评分…", "这次评分和填写的内容、材料一起删除。",
                          acts.delete_assessment, row)
            )  # fmt: skip
        return [*found, *papers, union]

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, past = self.widget(tab), self._desk.is_past
        if self.card is None or not isinstance(made, RowList):
            return
        if tab == "lines":
            rows = line_rows(self.data, self._which)
            lines = sum(row.target is not None for row in rows)
            words = WHICH[self._which][0] if self._which else "全部"
            made.show_rows(rows, f"{words}　{lines} 项", past)
        elif tab == "improving":
            rows = improving_rows(self.data, self._desk.day)
            lost = sum(row.target is None for row in rows)
            said = f"{len(rows)} 条，{lost} 条没有措施" if rows else ""
            made.show_rows(rows, said, past)

    # 评分项

    def _lines_tab(self) -> QWidget:
        chips = [Chip(key, words, self._only(key), acts=False) for key, (words, _) in WHICH.items()]
        chips.append(Chip("all", "全部", self._only(""), acts=False))
        made = RowList(f"{self.name}_lines", "评分项", "没有这样的评分项。", chips)
        made.opened.connect(self._open)
        return made

    def _only(self, which: str) -> Callable[[Row | None], None]:
        def run(_row: Row | None) -> None:
            self._which = which
            self.fill("lines")

        return run

    def _open(self, row: Row | None) -> None:
        if row is not None and row.target is not None:
            self.went.emit(row.target)

    # 整改

    def _improving_tab(self) -> QWidget:
        def begun(_row: Row) -> bool:
            return bool(self.data.one.row is not None)

        def bare(row: Row) -> bool:
            return begun(row) and row.target is None

        def there(row: Row) -> bool:
            return row.target is not None

        chips = [
            Chip("make", "按建议生成", self._make, bare),
            Chip("add", "登记…", self._add, begun),
            Chip("open", "打开", self._open, there, acts=False),
        ]
        empty = "没有失分，也没有整改事项。"
        made = RowList(f"{self.name}_improving", "整改", empty, chips)
        made.opened.connect(self._open)
        return made

    def _make(self, row: Row | None) -> None:
        """An improvement from the advice of a line, in one click."""
        one = self.data.one
        if row is not None and one.row is not None:
            self.do(acts.add_improvement, one.row["id"], **forms.proposal(row.data[0]))

    def _add(self, row: Row | None) -> None:
        if row is not None:
            self._page.open_form(forms.add_improvement(self.data.one, row.data[0]))


class LineDetail(_Scored):
    """A line: what it asks, the records behind it, its evidence."""

    word = "评分项"
    evidence_of = "assessment_line"

    def __init__(self, page: SixPage) -> None:
        super().__init__(LINE, page)

    def add_own_tabs(self) -> None:
        """依据记录."""
        self.add_tab("behind", "依据记录", self._behind_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The line."""
        del day
        if self._scores is None:
            return None
        return read_line(connection, self._scores, record, self._registry)

    @property
    def data(self) -> LineData:
        """What was read."""
        found: LineData = self.card.data
        return found

    def acts_of(self, card: Card) -> list[PageAction]:
        """What a person may say of it at the present stage; the way back last."""
        data, page = card.data, self._page
        union = data.one.union_id
        back = PageAction("back", "返回评分表", lambda: page.jump(Target(self.area, UNION, union)))
        if data.one.row is None:
            start = PageAction("start", "开始评分", lambda: page.start([union]), main=True)
            return [start, back]
        made, by, today = page.acts, page.who(), self._desk.today
        item, line, now = data.line.item, data.line, scoring_now(data.one)
        found: list[PageAction] = []
        if item.how == "veto":
            found.append(made.form("veto", "认定否决…", lambda: forms.veto(data), main=True))
            return [*found, back]
        if now == "self" and line.state is State.PROPOSED:
            confirm = partial(self.confirm, data.one, [line])
            found.append(PageAction("confirm", "确认", confirm, main=True))
        if now == "self" and line.state is not State.NOT_APPLICABLE:
            if line.state not in (State.COMPUTED, State.PROPOSED):
                word = "人工填报…" if item.computed else "评定…"
                found.append(
                    made.form("answer", word, lambda: forms.answer(data, by, today), main=True)
                )
            found.append(made.form("words", "修改说明…", lambda: forms.words(data)))
        if now and item.points and (now != "self" or line.proposed is not None):
            found.append(
                made.form("score", f"{STAGE_WORDS[now]}改分…",
                          lambda: forms.score(data, now, by, today), main=now != "self")
            )  # fmt: skip
        if line.lost:
            improve = partial(forms.add_improvement, data.one, line)
            found.append(made.form("improve", "登记整改…", improve))
        return [*found, back]

    def fill(self, tab: str) -> None:
        """The records are read when they are looked at."""
        scores, registry = self._scores, self._registry
        if tab != "behind" or self.card is None or scores is None:
            return
        data = self.data
        self._desk.ops.ask(
            lambda conn: read_behind(conn, scores, data, registry),
            owner=self,
            done=self._show_behind,
            slot="behind",
        )

    def _show_behind(self, found: Sequence[Behind]) -> None:
        made = self.widget("behind")
        if isinstance(made, PlainTable):
            made.explain(*nothing_behind(self.data.line))
            union = self.data.one.name
            made.show_entries([
                {"code": one.code, "record": one.record.removeprefix(union) or union,
                 "part": one.part, "value": one.value, "source": one.source,
                 "kind": one.kind, "id": one.id, "title": one.title}
                for one in found
            ])  # fmt: skip

    def _behind_tab(self) -> QWidget:
        made = PlainTable(f"{self.name}_behind", "依据记录", BEHIND)
        made.opened.connect(
            lambda entry: self._desk.go(Target("", str(entry["kind"]), str(entry["id"])))
        )
        return made

    # 证明材料: its record is made when the first piece is to be put on it

    def asked_evidence(self) -> Sequence[str]:
        """Kinds the rubric asks for, but for those that lie on a record behind the line."""
        there = {piece.kind for _record, piece in self.data.proofs.records}
        return [kind for kind in asked_kinds(self.data.line.item) if kind not in there]

    def _evidence_tab(self) -> QWidget:
        self._papers = QStackedWidget()
        self._papers.setObjectName(f"{self.name}_papers")
        self._papers.addWidget(
            Empty(f"{self.name}_no_line", "证明材料",
                  "照片、扫描件和文档可以放在这一项上，印评分表时一起列出。",
                  "放材料…", self._open_line)
        )  # fmt: skip
        self._panel = EvidencePanel(f"{self.name}_evidence", self._desk)
        self._papers.addWidget(self._panel)
        return self._papers

    def _fill_evidence(self) -> None:
        if self.widget("evidence") is None:
            return
        row = self.data.row
        self._papers.setCurrentIndex(0 if row is None else 1)
        if row is not None:
            self._panel.show_owner(self.evidence_of, row["id"], self.asked_evidence())

    def _open_line(self) -> None:
        one = self.data.one
        if self._desk.is_past:
            return
        if one.row is None:
            self._desk.notice("这个工会还没有开始评分。", "请先点「开始评分」。")
            return
        self._desk.ops.act(
            acts.open_line, one.row["id"], owner=self, item=self.data.line.item.id
        )  # fmt: skip


class ImprovementDetail(RecordDetail):
    """What is done about a lost point."""

    area = "six_haves"
    word = "整改事项"
    judged = False
    dated = False
    evidence_of = "improvement"

    def __init__(self, page: SixPage) -> None:
        self._page = page
        super().__init__(IMPROVING, page.desk, page.problems, WORDS)

    def show_record(self, record: str) -> None:
        """With the names that the scores know."""
        self._scores = self._page.scores()
        super().show_record(record)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The improvement."""
        return read_improvement(connection, self._scores, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """编辑, 删除."""
        made = self._page.acts
        return [
            made.form("edit", "更新、登记完成", lambda: forms.edit_improvement(card.data),
                      main=True),
            made.sure("delete", "删除误录…", "这条整改事项和它的材料一起删除。",
                      acts.delete_improvement, card.id),
        ]  # fmt: skip

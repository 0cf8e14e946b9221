"""The detail of an election: its calendar, votes with their result, papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.base.lists import Status, Tone
from app.base.strokes import by_strokes
from app.desk.detail import Fact
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.desk.stepper import ShownStep, Stepper, Way
from app.desk.widgets import button, column, row
from app.rules.office import rule_book

from .. import acts
from ..lists.elections import election_row, election_status, next_step, result_words
from ..lists.official import paper_status
from ..lists.official_values import papers_about
from ..lists.votes import Vote, Whole, candidate_rows, whole_elections
from ..rules.counting import Outcome
from ..rules.papers import texts_about
from ..rules.renewal import State, Step
from . import election_forms as forms
from .counts import ask_counts
from .election_story import WORDS
from .paper_editor import start_paper
from .reading import AREA, Card, told

if TYPE_CHECKING:
    from .screen import CadresPage

_RESULTS = {
    Outcome.DONE: Status("已选出", Tone.GOOD), Outcome.TIE: Status("票数相等", Tone.WARN),
    Outcome.FEW: Status("名额没选满", Tone.WARN), Outcome.VOID: Status("无效", Tone.BAD),
    Outcome.NO_QUORUM: Status("到会不足", Tone.BAD), Outcome.MISSING: Status("待计票", Tone.IDLE),
}  # fmt: skip


def read_election(connection: Any, record: str, day: date) -> Card | None:
    """An election with its votes, calendar and papers."""
    whole = whole_elections(connection, [record], day, rule_book(connection)).get(record)
    if whole is None:
        return None
    row = election_row(whole, day)
    papers = papers_about(connection, record)
    ids = [c.id for v in whole.votes for c in v.facts.candidates]
    data = {"row": row, "whole": whole, "papers": papers, "day": day,
            "candidates": candidate_rows(connection, ids)}  # fmt: skip
    card = Card(
        record, whole.name, row["way"], election_status(whole, day), data=data,
        union=(whole.row["union_id"], whole.union),
    )  # fmt: skip
    card.facts = _facts(whole, row)
    return card


def _facts(whole: Whole, row: Any) -> list[Fact]:
    kept, step = whole.row, next_step(whole)
    found = [Fact("工会", whole.union, target=Target(AREA, "organs", kept["union_id"]))]
    if kept["cancelled_on"] is not None:
        found += [
            Fact("取消", told(kept["cancelled_on"])),
            Fact("原因", kept["cancel_reason"] or ""),
        ]
    if step is not None:
        found.append(Fact("下一步", step.title, f"（{told(step.due)}前）" if step.due else "",
                          tone=Tone.WARN if step.state is State.LATE else None))  # fmt: skip
    found += [
        Fact("大会日期", told(row["meeting_on"]), "" if kept["meeting_on"] else "（计划）",
             key="meeting_on"),
        Fact("会员", told(kept["members"]), key="members"),
        Fact("应到 / 实到", f"{_number(kept['due'])} / {_number(kept['present'])}", key="due"),
        Fact("公示", f"{told(kept['notice_from'])} 至 {told(kept['notice_until'])}"
             if kept["notice_from"] else "", key="notice_from"),
        Fact("选举结果", result_words(whole)),
        Fact("结果上报", told(kept["reported_on"]), key="reported_on"),
        Fact("批复", f"{told(kept['replied_on'])} {kept['reply_doc_no'] or ''}".strip(),
             key="replied_on"),
        Fact("任期", f"{kept['years']}年" if kept["years"] else "", key="years"),
        Fact("备注", kept["note"] or ""),
    ]  # fmt: skip
    return found


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value}人"


class ElectionDetail(RecordDetail):
    """One election."""

    area = AREA
    word = "选举"
    dated = False

    def __init__(self, page: CadresPage) -> None:
        self._page = page
        super().__init__("election", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """日程, 投票, 候选人, 公文."""
        self.add_tab("steps", "日程", self._steps_tab)
        self.add_tab("votes", "投票", self._votes_tab)
        self.add_tab("candidates", "候选人", self._candidates_tab)
        self.add_tab("papers", "公文", self._papers_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The election as of a day."""
        return read_election(connection, record, day)

    # acts

    def acts_of(self, card: Card) -> list[PageAction]:
        """The next step first."""
        whole: Whole = card.data["whole"]
        menu = self._page.menu
        if whole.row["cancelled_on"] is not None:
            return [
                menu.sure("resume", "恢复选举…", "这次选举接着办。", acts.resume_election, card.id),
                self._delete(card),
            ]
        found = [self._main(whole)]
        found += [
            menu.form("edit", "填写全部情况…", lambda: forms.edit(whole)),
            menu.form("add_ballot", "登记投票…", lambda: forms.add_ballot(whole)),
            *(
                PageAction(f"draft_{one.key}", f"起草：{one.word}…",
                           partial(start_paper, self._page, one.key, card.id))
                for one in texts_about("election", whole.row["kind"])
            ),
            menu.form("cancel", "取消选举…", lambda: forms.cancel(menu.make, whole)),
            self._delete(card),
        ]  # fmt: skip
        return found

    def _delete(self, card: Card) -> PageAction:
        return self._page.menu.sure(
            "delete", "删除误录…", "只删录错的选举；不办了的，请取消选举。", acts.delete_election,
            card.id,
        )  # fmt: skip

    def _main(self, whole: Whole) -> PageAction:
        """What is to be done now."""
        menu = self._page.menu
        if whole.row["meeting_on"] is not None and not whole.posts:
            waiting = [v for v in whole.votes if v.result.outcome is Outcome.MISSING]
            if waiting:
                return PageAction("counts", "录入计票", lambda: self._count(waiting[0]), main=True)
            if whole.elected and (whole.finished or whole.row["kind"] == "recall"):
                return menu.form("register", "登记当选", lambda: forms.register(whole), main=True)
        step = next_step(whole)
        if step is None:
            return menu.form("edit_main", "填写选举情况", lambda: forms.edit(whole), main=True)
        return menu.form("step", step.title, lambda: forms.step(whole, step), main=True)

    def _count(self, vote: Vote) -> None:
        if self._page.may_act():
            ask_counts(self._desk, self, vote)

    # tabs

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made, card = self.widget(tab), self.card
        if card is None:
            return
        if tab == "steps":
            self.stepper.show_steps(_shown_steps(card.data["whole"]))
        if not isinstance(made, RowList):
            return
        rows = {"votes": _vote_rows, "candidates": _candidate_rows,
                "papers": _paper_rows}[tab](card)  # fmt: skip
        made.show_rows(rows, past=self._desk.is_past)

    def _steps_tab(self) -> QWidget:
        box = QWidget()
        lines = column(box, space=0)
        bar = row(space=8, margins=(10, 6, 10, 6))
        bar.addStretch(1)
        for key, words, run in (
            ("fill", "填写这一步…", self._fill_step), ("paper", "起草公文…", self._draft_step),
        ):  # fmt: skip
            bar.addWidget(button(f"{self.name}_steps_{key}", words, partial(self._at_step, run)))
        lines.addLayout(bar)
        self.stepper = Stepper(f"{self.name}_steps", "换届日程")
        self.stepper.opened.connect(self._fill_step)
        lines.addWidget(self.stepper, 1)
        return box

    def _at_step(self, run: Callable[[str], object]) -> None:
        """With the step the cursor stands on."""
        at = self.stepper.view.currentIndex().row()
        if self.card is not None and not self._desk.is_past and at >= 0:
            run(self.stepper.steps()[at].key)

    def _step(self, key: str) -> Step | None:
        steps = self.card.data["whole"].steps if self.card is not None else ()
        return next((one for one in steps if one.key == key), None)

    def _fill_step(self, key: str) -> None:
        step = self._step(key)
        if step is not None:
            self._page.menu.open(forms.step(self.card.data["whole"], step))

    def _draft_step(self, key: str) -> None:
        step = self._step(key)
        if step is None or not step.paper:
            self._desk.notice("这一步没有要起草的公文。", "其他公文在「更多操作」里。")
        elif step.paper.startswith("legal_"):
            start_paper(self._page, step.paper, self.card.union[0])
        else:
            start_paper(self._page, step.paper, self.card.id)

    def _votes_tab(self) -> QWidget:
        chips = [
            Chip("add", "登记投票…", lambda _row: self._form(forms.add_ballot)),
            Chip("counts", "录入计票…", self._count_row, lambda _row: True),
            Chip("candidate", "加候选人…", self._add_candidate, lambda _row: True),
            Chip("again", "下一轮…", self._again, lambda row: bool(row.data.result.left)
                 and row.data.result.outcome is not Outcome.MISSING),
            Chip("edit", "更正…", self._edit_vote, lambda _row: True),
            Chip("delete", "删除…", self._delete_vote, lambda _row: True),
        ]  # fmt: skip
        made = RowList(f"{self.name}_votes", "投票", "还没有登记投票。委员、主席分开登记。",
                       chips)  # fmt: skip
        made.opened.connect(self._count_row)
        return made

    def _form(self, make: Any) -> None:
        if self.card is not None:
            self._page.menu.open(make(self.card.data["whole"]))

    def _count_row(self, row: Row | None) -> None:
        if row is not None:
            self._count(row.data)

    def _add_candidate(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.open(forms.add_candidate(row.data, self.card.id))

    def _again(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.open(forms.again(row.data, self.card.id))

    def _edit_vote(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.open(forms.seats(row.data, self.card.id))

    def _delete_vote(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.sure(
                "delete_ballot", "删除误录…", "候选人和票数一起删除。", acts.delete_ballot, row.id
            ).run()

    def _candidates_tab(self) -> QWidget:
        chips = [
            Chip("edit", "更正、对应人员…", self._edit_candidate, lambda _row: True),
            Chip("delete", "移除…", self._delete_candidate, lambda _row: True),
        ]
        made = RowList(f"{self.name}_candidates", "候选人", "先登记投票，再加候选人。",
                       chips)  # fmt: skip
        made.opened.connect(self._edit_candidate)
        return made

    def _edit_candidate(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.open(forms.edit_candidate(row.data, self.card.id))

    def _delete_candidate(self, row: Row | None) -> None:
        if row is not None:
            self._page.menu.sure(
                "delete_candidate", "移除候选人…", "不再作为候选人。", acts.delete_candidate, row.id
            ).run()

    def _papers_tab(self) -> QWidget:
        purpose = "还没有公文。在下面的「更多操作」里选要起草的公文。"
        made = RowList(f"{self.name}_papers", "公文", purpose)
        made.opened.connect(lambda row: self.went.emit(row.target))
        return made


def _shown_steps(whole: Whole) -> list[ShownStep]:
    """The calendar: what is done and when, what is next and until when."""
    following, found = next_step(whole), []
    for number, step in enumerate(whole.steps, 1):
        if step.state is State.DONE:
            way = Way.DONE
        elif step.state is State.LATE:
            way = Way.LATE
        else:
            way = Way.NEXT if step is following else Way.AHEAD
        done = step.done if step.key != "planned_on" else None
        note = f"应在 {told(step.due)} 前" if step.due and way is not Way.DONE else ""
        found.append(ShownStep(step.key, f"{number}. {step.title}", way, told(done), note))
    return found


def _vote_rows(card: Card) -> list[Row]:
    found = []
    for vote in card.data["whole"].votes:
        names = "、".join(c.name for c in vote.result.elected)
        note = f"当选：{names}" if names else vote.result.next
        title = f"{vote.title}　应选 {_blank(vote.facts.seats)}，候选 {len(vote.facts.candidates)}"
        found.append(Row(vote.row["id"], title, note, _RESULTS[vote.result.outcome], data=vote))
    return found


def _blank(value: int | None) -> str:
    return "—" if value is None else str(value)


def _candidate_rows(card: Card) -> list[Row]:
    rows, found = card.data["candidates"], []
    for vote in card.data["whole"].votes:
        standings = {s.candidate.id: s for s in vote.result.standings}
        for one in by_strokes(vote.facts.candidates, lambda c: c.name):
            standing = standings.get(one.id)
            elected = standing is not None and standing.elected
            state = Status("当选", Tone.GOOD) if elected else None
            other = "（另选人）" if one.written_in else ""
            person = "" if one.person_id else "　（还没有对应人员）"
            note = standing.reason if standing is not None and standing.elected is not None else ""
            found.append(
                Row(one.id, f"{one.name}　{vote.title}{other}{person}", note, state,
                    data=rows.get(one.id))
            )  # fmt: skip
    return found


def _paper_rows(card: Card) -> list[Row]:
    return [
        Row(
            row["id"], row["title"], row["doc_no"] or "未编号",
            paper_status(row, card.data["day"]),
            target=Target(AREA, "official_paper", row["id"]), data=row,
        )
        for row in card.data["papers"]
    ]  # fmt: skip

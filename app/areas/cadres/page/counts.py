"""录入计票: the counts of one vote in two grids, the result beside them as it is keyed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from app.base.errors import UserError
from app.base.lists import Column, Role, Status, Tone
from app.base.text import tidy
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.grid import Grid, GridColumn, GridRow
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.widgets import button, column, fit_screen, label, named, row, tall

from .. import acts
from ..lists.votes import Vote
from ..rules.counting import Result
from ..rules.election_facts import BallotFacts, Counted

COUNTS = (
    ("seats", "应选"), ("due", "应到"), ("present", "实到"), ("issued", "发出"),
    ("returned", "收回"), ("valid", "有效"), ("invalid", "无效"),
)  # fmt: skip
VOTES = (("yes", "赞成"), ("no", "反对"), ("abstain", "弃权"))
_BALLOT = "ballot"
LINE = 34
"""Height of a line of a grid."""


class CountsDialog(Dialog):
    """The counts of one vote.

    Attributes:
        counts, votes: the grids.
        table: the list of who is elected and why.
        said: what to do next.
    """

    def __init__(self, desk: Desk, parent: QWidget, vote: Vote) -> None:
        super().__init__(parent.window(), "counts", f"录入计票：{vote.title}", 900)
        self._desk, self._vote, self._saving = desk, vote, False
        self._written: list[str] = []
        recall = vote.facts.election == "recall"
        heads = [c for c in COUNTS if not (recall and c[0] == "seats")]
        self.counts = Grid("counts_papers", "到会和选票", [
            GridColumn(key, word, width=70) for key, word in heads])  # fmt: skip
        self.votes = Grid("counts_votes", "每人得票", [
            GridColumn(key, "赞成罢免" if recall and key == "yes" else word, width=82)
            for key, word in VOTES])  # fmt: skip
        own = {key: vote.row[key] for key, _ in COUNTS}
        shown = own | {k: getattr(vote.facts, k) for k in ("due", "present") if own[k] is None}
        self.counts.load([GridRow(_BALLOT, vote.title, "照计票单填", shown)])
        self.votes.load([_line(one) for one in vote.facts.candidates])
        self.counts.setFixedHeight(theme.px(112))
        self.votes.setMinimumHeight(theme.px(LINE * 3 + 82))
        inner = QWidget()
        lines = column(inner, space=10, margins=(0, 0, 6, 0))
        lines.addWidget(self.counts)
        lines.addWidget(self.votes, 1)
        if not recall:
            lines.addLayout(self._other())
        self.table = PlainTable("counts_result", "选举结果", (
            Column("name", "姓名", 110), Column("yes", "赞成", 60, Role.COUNT),
            Column("state", "结果", 96, Role.STATUS), Column("why", "理由", 480),
        ), purpose="填了票数，这里就显示谁当选、为什么。")  # fmt: skip
        self.table.setMinimumHeight(theme.px(LINE * 3 + 40))
        lines.addWidget(self.table, 1)
        area = QScrollArea()
        named(area, "counts_area", "计票")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        tall(area, 240)
        self.body.addWidget(area, 1)
        fit_screen(self, 900, min(700, 530 + 2 * LINE * len(vote.facts.candidates)))
        self.said = label("", "strong", wrap=True, name="counts_said")
        self.wrong = label("", "error", wrap=True, name="counts_wrong")
        self.body.addWidget(self.said)
        self.body.addWidget(self.wrong)
        self.counts.edited.connect(self.count)
        self.votes.edited.connect(self.count)
        self.add_button("cancel", "取消", self.reject)
        self.save_button = self.add_button("save", "保存计票", self.save, "main")
        self.count()

    def _other(self) -> Any:
        line = row(space=8)
        self.name = QLineEdit()
        named(self.name, "counts_other", "另选人姓名")
        self.name.setPlaceholderText("另选人姓名")
        self.name.setMaxLength(60)
        line.addWidget(self.name, 1)
        line.addWidget(button("counts_add", "加一名另选人", self.add_other))
        line.addStretch(2)
        return line

    def add_other(self) -> None:
        """Another line for a name that was written in."""
        name = tidy(self.name.text())
        known = {r.title for r in self.votes.model.rows}
        if not name or name in known:
            self.name.setFocus()
            return
        changes = self.votes.changes()
        rows = [
            replace(r, values={**r.values, **changes.get(r.id, {})}) for r in self.votes.model.rows
        ]
        self._written.append(name)
        self.votes.load([*rows, GridRow(f"new:{name}", name, "另选人", {})])
        self.name.clear()

    # counting

    def facts(self) -> BallotFacts:
        """The vote as it stands in the grids."""
        model = self.counts.model
        typed = {key: model.value(0, key) for key, _ in COUNTS}
        kept = {one.id: one for one in self._vote.facts.candidates}
        people = []
        for place, line in enumerate(self.votes.model.rows):
            cast = {key: self.votes.model.value(place, key) for key, _ in VOTES}
            one = kept.get(line.id) or Counted(id=line.id, name=line.title, written_in=True)
            people.append(replace(one, **cast))
        if self._vote.facts.election == "recall":
            typed["seats"] = len(people)
        return replace(self._vote.facts, **typed, candidates=tuple(people))

    def count(self) -> None:
        """Count anew and show it."""
        result, wrong = self._vote.recount(self.facts())
        self.table.show_entries(_entries(result, recall=self._vote.facts.election == "recall"))
        self.said.setText(result.next)
        self.wrong.setText("\n".join(wrong))
        self.wrong.setVisible(bool(wrong))

    def save(self) -> None:
        """Write what was counted."""
        if self._saving:
            return
        facts = self.facts()
        counts = {key: getattr(facts, key) for key, _ in COUNTS if key != "seats"}
        if facts.election != "recall":
            counts["seats"] = facts.seats
        votes, written = {}, []
        for one in facts.candidates:
            if one.id.startswith("new:"):
                if one.yes is not None:
                    written.append((one.name, one.yes))
            else:
                votes[one.id] = {key: getattr(one, key) for key, _ in VOTES}
        self._saving = True
        self._desk.ops.act(
            acts.enter_counts, self._vote.row["id"], owner=self, counts=counts, votes=votes,
            written=written, done=lambda _changes: self.accept(), failed=self._refused,
        )  # fmt: skip

    def _refused(self, error: BaseException) -> bool:
        self._saving = False
        if not isinstance(error, UserError):
            return False
        self.wrong.setText(f"{error.message}{error.advice}")
        self.wrong.show()
        return True


def _line(one: Counted) -> GridRow:
    cast = {key: getattr(one, key) for key, _ in VOTES}
    return GridRow(one.id, one.name, "另选人" if one.written_in else "候选人", cast)


def _entries(result: Result, *, recall: bool) -> list[dict[str, Any]]:
    found = []
    for one in result.standings:
        if one.tied:
            state = Status("票数相等", Tone.WARN)
        elif one.elected is None:
            state = Status("待计票", Tone.IDLE)
        elif one.elected:
            state = Status("罢免" if recall else "当选", Tone.GOOD)
        else:
            state = Status("不罢免" if recall else "未当选", Tone.IDLE)
        found.append({
            "name": one.candidate.name, "yes": one.candidate.yes, "state": state,
            "why": one.reason.replace("未当选", "不罢免").replace("当选", "罢免成立") if recall
            else one.reason,
        })  # fmt: skip
    return found


def ask_counts(
    desk: Desk, parent: QWidget, vote: Vote, done: Callable[[], object] | None = None
) -> CountsDialog:
    """Open the counts of a vote."""
    made = CountsDialog(desk, parent, vote)
    if done is not None:
        made.accepted.connect(done)
    made.open()
    return made

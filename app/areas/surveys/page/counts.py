"""登记计票: papers of every group and the votes of one, the rates beside them as they are keyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.base.lists import Tone
from app.desk import theme
from app.desk.days import DayEdit
from app.desk.dialogs import Dialog
from app.desk.grid import Grid, GridColumn, GridRow
from app.desk.page import Desk
from app.desk.widgets import Combo, column, fit_screen, label, named, row

from .. import acts
from ..lists.results import Counted
from ..lists.surveys import overall_rates, percent
from ..rules.counting import Group, Key, count, keys_of
from ..rules.forms import SPECIAL
from .reading import key_words

PAPERS = (("expected", "应参评"), ("issued", "发出"), ("returned", "收回"), ("void", "废票"))
LINE = 32
"""Height of a line of a grid."""


class CountsDialog(Dialog):
    """The tellers' sheet of a survey.

    Attributes:
        papers, votes: the grids.
        said: the rates as they follow.
    """

    def __init__(self, desk: Desk, parent: QWidget, data: Counted) -> None:
        super().__init__(parent.window(), "survey_counts", f"登记计票：{data.row['title']}", 760)
        self._desk, self._origin, self._data, self._saving = desk, parent, data, False
        self._typed: dict[str, dict[str, dict[str, Any]]] = {}
        self._keys = keys_of(data.form, [s["id"] for s in data.subjects])
        self._asked: dict[str, Key] = {f"{n}": key for n, key in enumerate(self._keys)}
        self.papers = Grid("survey_papers", "收发票数", [
            GridColumn(key, word, width=76) for key, word in PAPERS])  # fmt: skip
        self.papers.load([
            GridRow(g.id, g.name, "逐票录入" if g.id in data.by_ballot else "",
                    {key: getattr(g, key) for key, _ in PAPERS})
            for g in data.groups])  # fmt: skip
        self.papers.setFixedHeight(theme.px(84 + LINE * min(len(data.groups), 2)))
        self.votes = Grid("survey_votes", "各项票数", [
            *(GridColumn(g.code, g.name, width=82) for g in data.form.grades),
            *(GridColumn(code, word, width=82, help=_HELP[code])
              for code, word in SPECIAL.items())])  # fmt: skip
        self.votes.setMinimumHeight(theme.px(84 + LINE))
        self._build_body()
        self.papers.model.edited.connect(self.count)
        self.votes.model.edited.connect(self.count)
        self.add_button("cancel", "取消", self.reject)
        self.save_button = self.add_button("save", "保存计票", self.save, "main")
        self.save_button.setDefault(False)  # Enter goes down the grid
        fit_screen(self, 900, 680)
        self._show_group()

    def _build_body(self) -> None:
        head = row(space=8)
        head.addWidget(label("计票日期"))
        self.day = DayEdit("survey_counted_on", "计票日期")
        self.day.set_day(self._data.row["on_day"] or self._desk.today)
        head.addWidget(self.day)
        head.addSpacing(theme.px(16))
        head.addWidget(label("填哪一组的票"))
        self.which = Combo()
        named(self.which, "survey_counts_group", "填哪一组的票")
        for group in self._data.groups:
            if group.id not in self._data.by_ballot:
                self.which.addItem(group.name, group.id)
        self._group = str(self.which.itemData(0) or "")
        self.which.activated.connect(self._choose)
        head.addWidget(self.which, 1)
        inner = column(space=10)
        inner.addLayout(head)
        inner.addWidget(self.papers)
        inner.addWidget(self.votes, 1)
        self.body.addLayout(inner, 1)
        self.said = label("", "strong", wrap=True, name="survey_counts_said")
        self.wrong = label("", "error", wrap=True, name="survey_counts_wrong")
        self.body.addWidget(self.said)
        self.body.addWidget(self.wrong)
        self.wrong.hide()

    # groups

    def _choose(self, place: int) -> None:
        self._keep()
        self._group = str(self.which.itemData(place))
        self._show_group()

    def _keep(self) -> None:
        """What was keyed in for the group that is up stays when another is looked at."""
        if self._group:
            mine = self._typed.setdefault(self._group, {})
            for line, values in self.votes.changes().items():
                mine[line] = {**mine.get(line, {}), **values}

    def _show_group(self) -> None:
        group = next((g for g in self._data.groups if g.id == self._group), None)
        if group is None:
            self.votes.hide()
            self.count()
            return
        typed = self._typed.get(self._group, {})
        self.votes.load([
            GridRow(line, key_words(self._data, key),
                    "总体评价" if key[1] == self._data.form.overall else "",
                    {**group.votes.get(key, {}), **typed.get(line, {})})
            for line, key in self._asked.items()])  # fmt: skip
        self.count()

    # counting

    def groups(self) -> list[Group]:
        """The groups as they stand in the grids."""
        changed = self.papers.changes()
        found = []
        for group in self._data.groups:
            papers = changed.get(group.id, {})
            one = replace(group, **papers)
            if group.id not in self._data.by_ballot:
                votes = self._votes(group)
                most = max((sum(v.values()) for v in votes.values()), default=0)
                one = replace(one, votes=votes, ballots=most)
            found.append(one)
        return found

    def _votes(self, group: Group) -> dict[Key, dict[str, int]]:
        typed: dict[str, dict[str, Any]] = {
            line: dict(values) for line, values in self._typed.get(group.id, {}).items()
        }
        if group.id == self._group:
            for line, values in self.votes.changes().items():
                typed[line] = {**typed.get(line, {}), **values}
        found = {key: dict(votes) for key, votes in group.votes.items()}
        for line, values in typed.items():
            votes = {**found.get(self._asked[line], {}), **values}
            found[self._asked[line]] = {k: v for k, v in votes.items() if v is not None}
        return found

    def count(self) -> None:
        """Count anew and show it."""
        people = [s["id"] for s in self._data.subjects]
        groups = self.groups()
        result = count(self._data.form, groups, people)
        if not result.valid:
            self.said.setText("填了收回票数和各等次的票数，这里就显示满意率。")
            return
        now = replace(self._data, groups=groups, result=result)
        satisfied, accepted = overall_rates(now)
        parts = [f"有效票 {result.valid:,} 张"]
        if result.return_rate is not None:
            parts.append(f"回收率 {percent(result.return_rate)}")
        if satisfied is not None:
            parts += [f"满意率 {percent(satisfied)}", f"综合满意率 {percent(accepted)}"]
        self.said.setText("，".join(parts) + "。")

    # saving

    def save(self) -> None:
        """Write what was keyed in."""
        if self._saving:
            return
        try:
            on_day = self.day.day()
        except ValueError as error:
            self._tell(str(error))
            return
        if on_day is None:
            self._tell("请填计票日期。")
            return
        self._keep()
        votes = {
            group.id: self._votes(group) for group in self._data.groups if self._typed.get(group.id)
        }
        self._saving = True
        self._desk.ops.act(
            acts.enter_counts, self._data.row["id"], owner=self._origin,
            papers=self.papers.changes(), counts=votes, on_day=on_day, done=self._done,
            failed=self._refused,
        )  # fmt: skip

    def _done(self, changes: Any) -> None:
        self._desk.notice(f"已完成：{changes.title}。{self.said.text()}", tone=Tone.GOOD)
        self.accept()

    def _tell(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _refused(self, error: BaseException) -> bool:
        self._saving = False
        if not isinstance(error, UserError):
            return False
        self._tell(f"{error.message}{error.advice}")
        return True


_HELP: Mapping[str, str] = {
    "abstain": "不填的，按有效票减去其他各栏算",
    "invalid": "一项划了两个以上等次的票",
}


def ask_counts(desk: Desk, parent: QWidget, data: Counted) -> CountsDialog:
    """Open the tellers' sheet."""
    made = CountsDialog(desk, parent, data)
    made.open()
    return made

"""The one act that writes the sample surveys: counted by hand, from ballots, one under way."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.areas.five_ones.lists.houses import House
from app.base.paths import resource
from app.store.work import Work, act

from ..acts.ballots import add_ballots, set_counts
from ..acts.comments import add_comments, edit_comment
from ..acts.surveys import add_survey
from ..lists.results import read_survey
from ..rules.counting import ballot_key, keys_of
from ..rules.forms import Form

_FIRMS, _FEDERATIONS = 5, 10
"""So many unions of each sort hold surveys in the sample."""
_LEAST = 8
_CADRES = (("王建国", "主席"), ("李秀英", "副主席"), ("张志强", "委员"))


@cache
def _words() -> Mapping[str, Sequence[Sequence[str]]]:
    data = tomllib.loads(resource("demo", "surveys.toml").read_text("utf-8"))
    found: Mapping[str, Sequence[Sequence[str]]] = data["comments"]
    return found


@act(
    "surveys.fill_demo",
    "生成示例评议",
    undo=False,
    why_not="示例数据和工作库一起生成；不需要时请删除整个工作库文件夹。",
)
def fill_demo(
    work: Work, /, houses: Sequence[House], chance: random.Random, *, opening: date
) -> None:
    """Write three years as one mass entry."""
    work.start_batch()
    federations = [house for house in houses if house.federation][:_FEDERATIONS]
    firms = [house for house in houses if not house.federation and house.workers >= 40][:_FIRMS]
    writer = _Writer(work, chance)
    for house in (*federations, *firms):
        for year in range(opening.year, work.today.year + 1):
            if house.since is None or house.since < date(year, 3, 1):
                writer.year(house, year)


class _Writer:
    """Writes the surveys of one union after another."""

    def __init__(self, work: Work, chance: random.Random) -> None:
        self.work, self.chance, self.today = work, chance, work.today

    def year(self, house: House, year: int) -> None:
        """What one union held in a year."""
        month = self.chance.randint(9, 12) if house.federation else self.chance.randint(4, 11)
        since = date(year, month, self.chance.randint(3, 20))
        heads = max(_LEAST, min(house.workers or 60, 160))
        self._survey(house, "rate_union", since, [self._papers(heads)])
        if house.federation:
            self._survey(
                house, "rate_cadres", since,
                [self._papers(self.chance.randint(20, 40), name="职工代表", weight=6000),
                 self._papers(self.chance.randint(8, 14), name="委员会成员", weight=4000)],
                subjects=[{"name": name, "post_name": post} for name, post in _CADRES],
            )  # fmt: skip
            if house.members:
                groups = [
                    self._papers(self.chance.choice((3, 6, 9)), union_id=one)
                    for one in house.members[:6]
                ]
                self._survey(house, "rate_upper", since, groups, object_id=house.id)
        elif self.chance.random() < 0.5:
            spring = date(year, self.chance.randint(2, 6), 11)
            self._survey(house, "service", spring, [self._papers(self.chance.randint(30, 80))])

    def _papers(self, heads: int, **more: Any) -> dict[str, Any]:
        issued = max(1, heads - self.chance.randrange(1 + heads // 12))
        returned = max(1, issued - self.chance.randrange(1 + issued // 15))
        void = self.chance.randrange(3) if returned > _LEAST else 0
        return {"expected": heads, "issued": issued, "returned": returned, "void": void, **more}

    def _survey(
        self, house: House, kind: str, since: date, groups: list[dict[str, Any]], **more: Any
    ) -> None:
        until = since + timedelta(days=10)
        if since > self.today:
            groups = [{k: v for k, v in g.items() if k in ("name", "weight", "union_id")}
                      for g in groups]  # fmt: skip
        counted = until <= self.today
        made = add_survey(
            self.work, union_id=house.id, kind=kind, year=since.year, since=since, until=until,
            on_day=until if counted else None, tellers="韩丽娟" if counted else None,
            published_on=until + timedelta(days=5)
            if until + timedelta(days=5) <= self.today else None,
            groups=groups, **more,
        )  # fmt: skip
        if not counted:
            return
        found = read_survey(self.work.conn, made, self.today)
        if found is None:
            return
        people = [row["id"] for row in found.subjects]
        for group in found.groups:
            if since.year == self.today.year:
                self._ballots(group.id, found.form, people, group.valid)
            else:
                self._counts(group.id, found.form, people, group.valid)
        self._comments(made, found.form, until)

    def _grade(self, form: Form) -> str:
        weights = [78, 17, 3, 1, 1][: len(form.grades)]
        return self.chance.choices([g.code for g in form.grades], weights)[0]

    def _counts(self, group_id: str, form: Form, people: list[str], valid: int) -> None:
        counts = {}
        for key in keys_of(form, people):
            said = [self._grade(form) for _ in range(valid - self.chance.randrange(2))]
            counts[key] = {g.code: said.count(g.code) for g in form.grades}
        set_counts(self.work, group_id, counts=counts)

    def _ballots(self, group_id: str, form: Form, people: list[str], valid: int) -> None:
        keys = keys_of(form, people)
        ballots = [
            {ballot_key(key): self._grade(form) for key in keys if self.chance.random() < 0.97}
            for _ in range(valid)
        ]
        add_ballots(self.work, group_id, ballots=ballots, source="逐票录入")

    def _comments(self, survey_id: str, form: Form, day: date) -> None:
        words = _words()
        headings = [h for h in form.headings if h in words]
        chosen = {
            (heading, self.chance.choice(words[heading])[0])
            for heading in self.chance.choices(headings, k=self.chance.randrange(1, 4))
        }
        add_comments(self.work, survey_id, comments=sorted(chosen))
        found = read_survey(self.work.conn, survey_id, self.today)
        for row in found.comments if found is not None else ():
            self._answer(row, day)

    def _answer(self, row: Mapping[Any, Any], day: date) -> None:
        replied, due = day + timedelta(days=12), day + timedelta(days=40)
        recent = day.year == self.today.year
        values: dict[str, Any] = {"due_on": due}
        if replied <= self.today and self.chance.random() < (0.9 if recent else 1):
            text = next(w for w in _words()[row["heading"]] if w[0] == row["text"])
            values |= {
                "reply": text[1], "replied_on": replied, "measure": text[2],
                "responsible": self.chance.choice(_CADRES)[0],
            }  # fmt: skip
            if due <= self.today and self.chance.random() < (0.85 if recent else 1):
                values["done_on"] = due
        edit_comment(self.work, row["id"], **values)

"""重复排查: a pair that may be one person, the two side by side, and 不是同一人."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from app.base.home import Target
from app.base.lists import View
from app.desk.detail import Fact
from app.desk.form_spec import Call
from app.desk.page import Desk, PageAction
from app.desk.record_detail import RecordDetail
from app.desk.side_by_side import Line, SideBySide
from app.desk.sure import do_and_tell
from app.desk.widgets import button, label

from ..acts.duplicates import merge_people, not_same
from ..lists.declared import PRESENT
from ..lists.detail import pick_member
from ..lists.duplicates import DUPLICATES
from ..lists.side_by_side import Side, side_by_side
from .menu import Menu
from .problems import PersonProblems
from .reading import Card, document_rows, event_rows, read_person, work_rows
from .story import WORDS


def read_pair(connection: Any, record: str, day: date) -> Card | None:
    """A pair, None if one of the two is gone."""
    rows = DUPLICATES.rows(connection, [record], View(day))
    if not rows:
        return None
    row = rows[0]
    facts = [Fact("相似", f"{row['score']} 分"), Fact("为什么", row["why"])]
    for side, words, person in (
        ("one", "第一条", row["first_id"]),
        ("two", "第二条", row["second_id"]),
    ):
        facts += [
            Fact(words, row[side], target=Target("members", "member", person)),
            Fact("所在工会", row[f"union_{side}"]),
            Fact("出生日期", row[f"birth_{side}"].isoformat() if row[f"birth_{side}"] else ""),
            Fact("证件号码", row[f"number_{side}"] or "", key=f"number_{side}", sensitive=True),
            Fact("手机", row[f"phone_{side}"] or "", key=f"phone_{side}", sensitive=True),
        ]
    title = row["one"] if row["one"] == row["two"] else f"{row['one']} / {row['two']}"
    return Card(record, title, "可能是同一个人", None, facts, {"row": row})


class PairDetail(RecordDetail):
    """Two records that may be one person."""

    area = "members"
    word = "会员"
    asks_reason = True
    judged = dated = False

    def __init__(self, desk: Desk, menu: Menu, problems: PersonProblems) -> None:
        self._acts = menu
        super().__init__("duplicate", desk, problems, WORDS)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The pair."""
        return read_pair(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """并排比较, 不是同一人."""
        one, two = card.row["first_id"], card.row["second_id"]
        return [
            PageAction("merge", "并排比较、合并", lambda: self._acts.merge(one, two), main=True),
            PageAction("not_same", "不是同一人", lambda: self.do(not_same, one, two)),
        ]


def joined_lines(cards: Sequence[Card]) -> list[Line]:
    """会籍, 证件 and 工作单位 of two people: they are joined, and where both are members the first
    one's membership holds."""
    if len(cards) < len(("first", "second")):
        return []
    none, lines = "（没有）", []
    told = {
        "membership": ("会籍", [event_rows(card)[::-1] for card in cards]),
        "documents": ("证件", [document_rows(card, frozenset()) for card in cards]),
        "work": ("工作单位", [work_rows(card) for card in cards]),
    }
    for key, (title, sides) in told.items():
        words = ["\n".join(f"{row.title}　{row.note}".strip() for row in rows) for rows in sides]
        if any(words):
            lines.append(Line(key, title, (words[0] or none, words[1] or none), False, joined=True))
    if all(card.standing in PRESENT for card in cards):
        said = "两条都有会籍：合并后以留下的为准，重复的那一段记为误录注销，只计一人。"
        lines.append(Line("both", "请注意", (said, ""), False))
    return lines


class MergePeople(SideBySide):
    """The first person stays; the second stays as her alias, so that she is still found.

    Signals:
        parted: somebody said that the two are not the same person.
    """

    parted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "merge", "人员", "并入后仍能查到", pick_member)
        self._sides: list[Side] = []
        self._joined: list[Line] = []
        self.outer.insertWidget(0, label("合并重复人员", "heading", name="merge_title"))
        self.apart = button("merge_not_same", "不是同一人", self._part)
        self.foot.insertWidget(1, self.apart)

    def read(self, connection: Any, first: str, second: str) -> list[Side]:
        """Both, field by field, and what goes together."""
        today = self._desk.today
        cards = [read_person(connection, one, today) for one in (first, second)]
        self._joined = joined_lines([card for card in cards if card is not None])
        return side_by_side(connection, first, second, today)

    def lines_of(self, found: list[Side]) -> Sequence[Line]:
        """What either of them has filled in; numbers masked."""
        self._sides = found
        lines = []
        for side in found:
            words = side.masked
            shown = (words[0] or "（空）", words[1] or "（空）")
            lines.append(Line(side.key, side.title, shown, side.differs, side.prefer))
        return [*lines, *self._joined]

    def merging(self, first: str, second: str, chosen: Mapping[str, int]) -> Call:
        """The chosen values, and what only the second has."""
        values: dict[bool, dict[str, Any]] = {True: {}, False: {}}
        for side in self._sides:
            which = chosen.get(side.key, side.prefer)
            if which == 1:
                values[side.dated][side.key] = side.values[1]
        return Call(merge_people, (first, second), {"plain": values[False], "dated": values[True]})

    def _part(self) -> None:
        if all(self.pair()):
            do_and_tell(self._desk, self, not_same, *self.pair())
            self.parted.emit()

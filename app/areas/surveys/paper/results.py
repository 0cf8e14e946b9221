"""The result sheet of a survey: papers, votes and rates by item, groups, comments with answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.areas.organisations.lists.common import name_of, union_names
from app.base.days import chinese
from app.base.text import rate
from app.paper.figured import RIGHT, numbered
from app.paper.model import (
    Align,
    Block,
    Column,
    Document,
    Facts,
    FormGrid,
    Heading,
    Note,
    Paragraph,
    Slot,
    Space,
    Table,
    Title,
)
from app.paper.reports import Ask, texts

from ..lists.results import Counted
from ..lists.surveys import overall_rates, percent
from ..rules.counting import ItemResult
from ..rules.forms import least
from .asked import asked
from .ballots import named
from .drawn import items_chart, shares_chart

_TEXTS = "surveys"
_NONE = "—"


def result(ask: Ask) -> Document:
    """民主评议结果表."""
    data, said = asked(ask), texts(_TEXTS)["result"]
    row = data.row
    blocks: list[Block] = [
        Title(row["title"], subtitle=f"{said['title']}{said['subtitle'].format(year=row['year'])}"),
        _facts(ask, data),
        *_votes(data),
        *_charts(data),
        *_groups(data),
        *_comments(data),
        Space(),
        _sign(row),
    ]
    return Document(row["title"], tuple(numbered(blocks)), ask.office, ask.scope.day.isoformat())


def _facts(ask: Ask, data: Counted) -> Facts:
    row, whole = data.row, data.result
    rated = row["object_id"] or row["union_id"]
    names = union_names(ask.conn, ask.scope.day, [rated])
    values = (
        names.get(rated, ""),
        name_of("survey_kind", row["kind"]),
        " 至 ".join(chinese(row[k]) for k in ("since", "until") if row[k]),
        _day(row["on_day"]),
        _number(whole.expected),
        _number(whole.issued),
        _number(whole.returned),
        str(whole.void),
        str(whole.valid),
        percent(whole.return_rate),
        percent(whole.turnout),
        _day(row["published_on"]),
    )
    heads = texts(_TEXTS)["result"]["facts"]
    return Facts(tuple((h, v or _NONE) for h, v in zip(heads, values, strict=True)))


def _day(day: date | None) -> str:
    return chinese(day) if day is not None else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _votes(data: Counted) -> list[Block]:
    said, form = texts(_TEXTS)["result"], data.form
    note = said["note"]
    weights = "、".join(f"{g.name}{g.weight / 100:g}%" for g in data.groups if g.weight)
    if weights and len(data.groups) > 1 and all(g.weight for g in data.groups):
        note += said["weighted"].format(weights=weights)
    if not form.subjects:
        lines = [(words, data.result.items["", key]) for key, words in form.items]
        return [_table(data, lines, said["votes"], said["item"], note)]
    overall = [(named(s), data.result.overall[s["id"]]) for s in data.subjects]
    blocks: list[Block] = [_table(data, overall, said["votes"], said["person"], note)]
    for person in data.subjects:
        lines = [(words, data.result.items[person["id"], key]) for key, words in form.items]
        title = said["each"].format(name=person["name"])
        blocks.append(_table(data, lines, title, said["item"], ""))
    return blocks


def _table(
    data: Counted, lines: Iterable[tuple[str, ItemResult]], title: str, head: str, note: str
) -> Table:
    """Items or people: votes and their share of each grade, and what follows."""
    form = data.form
    columns = (
        Column(head, 2.6),
        *(Column(part, 0.8, RIGHT, group=g.name) for g in form.grades for part in ("票", "%")),
        Column("弃权", 0.6, RIGHT),
        Column("无效", 0.6, RIGHT),
        Column("满意率", 1.0, RIGHT),
        Column("综合\n满意率", 1.0, RIGHT),
        Column("得分", 0.8, RIGHT),
    )
    rows = []
    for words, one in lines:
        votes = [
            part
            for g in form.grades
            for part in (str(one.votes[g.code]), rate(one.votes[g.code], one.valid).rstrip("%"))
        ]
        score = _NONE if one.score is None else f"{float(one.score):.2f}"
        rates = (percent(one.satisfied) or _NONE, percent(one.accepted) or _NONE)
        rows.append((words, *votes, str(one.abstain), str(one.invalid), *rates, score))
    return Table(columns, tuple(rows), title=title, size=9, note=note)


def _charts(data: Counted) -> list[Block]:
    said = texts(_TEXTS)["result"]
    title = said["people_chart"] if data.form.subjects else said["chart"]
    charts = (
        items_chart(data, data.result, title),
        shares_chart(data, data.result, said["shares"]),
    )
    return [chart for chart in charts if chart is not None]


def _groups(data: Counted) -> list[Block]:
    """Groups that may be shown by themselves; how many may not."""
    said = texts(_TEXTS)["result"]
    if len(data.groups) < 2:
        return []
    rows = []
    for group in data.groups:
        alone = data.alone.get(group.id)
        if alone is None:
            continue
        own = Counted(data.row, data.form, data.subjects, [group], (), (), alone)
        satisfied, accepted = overall_rates(own)
        rows.append(
            (group.name, _number(group.expected) or _NONE, _number(group.issued) or _NONE,
             _number(group.returned) or _NONE, str(group.valid), percent(satisfied) or _NONE,
             percent(accepted) or _NONE)
        )  # fmt: skip
    columns = (
        Column(said["group_columns"][0], 3.0),
        *(Column(head, 1.0, RIGHT) for head in said["group_columns"][1:]),
    )
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(columns, tuple(rows), title=said["groups"], size=9))
    hidden = sum(1 for g in data.groups if g.id not in data.alone)
    if hidden:
        blocks.append(Note(said["hidden"].format(least=least(), count=hidden)))
    return blocks


def _comments(data: Counted) -> list[Block]:
    """What was said by heading, what was answered and when."""
    said = texts(_TEXTS)["result"]
    blocks: list[Block] = [Heading(said["comments"], numbered=False)]
    if not data.comments:
        return [*blocks, Paragraph(said["comments_none"])]
    headings = dict.fromkeys(
        [*data.form.headings, *(row["heading"] or "" for row in data.comments)]
    )
    for heading in headings:
        mine = [row for row in data.comments if (row["heading"] or "") == heading]
        if mine:
            blocks.append(_answers(name_of("comment_heading", heading) or said["unsorted"], mine))
    return blocks


def _answers(title: str, rows: Iterable[Mapping[Any, Any]]) -> Table:
    said = texts(_TEXTS)["result"]
    heads = said["comment_columns"]
    columns = tuple(
        Column(head, share, Align.CENTRE if n in (0, 4, 5) else Align.LEFT)
        for n, (head, share) in enumerate(zip(heads, (0.6, 2.6, 3.0, 0.9, 1.3, 1.3), strict=True))
    )
    lines = []
    for number, row in enumerate(rows, 1):
        told = [row["reply"] or said["no_reply"], row["measure"] or ""]
        if row["replied_on"]:
            told[0] += f"（{row['replied_on'].isoformat()}）"
        lines.append((
            str(number), row["text"], "\n".join(part for part in told if part),
            row["responsible"] or "", _iso(row["due_on"]), _iso(row["done_on"]),
        ))  # fmt: skip
    return Table(columns, tuple(lines), title=title, size=9)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _sign(row: Mapping[Any, Any]) -> FormGrid:
    """Who watched and who counted, with room to sign."""
    heads = texts(_TEXTS)["result"]["sign"]
    values = (row["tellers"] or "", row["counters"] or "", _day(row["on_day"]))
    slots = [
        slot
        for head, value in zip(heads, values, strict=True)
        for slot in (Slot(head, head=True), Slot(value))
    ]
    return FormGrid((0.8, 1.4, 0.8, 1.4, 0.6, 1.6), (tuple(slots),), size=10.5)

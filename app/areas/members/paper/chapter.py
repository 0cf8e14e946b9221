"""会员队伍: the chapter and annex of the annual report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.base.days import chinese
from app.figures.engine import Value
from app.paper.figured import CENTRE, RIGHT, compared, grouped
from app.paper.model import (
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Series,
    Table,
)
from app.paper.reports import Ask, Chapter, sentences, shown, texts

from ..figures import CAME, WENT

_NAME = "annual_members"
_STOCKS = (
    "J201", "J206", "J207", "J208", "J209", "J210", "J211", "J212", "J213", "J218", "J219",
    "R201", "R202",
)  # fmt: skip
_FLOWS = ("J220", "J214", "J215", "J221", "J216", "J217", "J222", "J223")
_BARS = 30
"""More places than this are not drawn; the table has them all."""


def body(ask: Ask) -> list[Block]:
    """会员队伍 of the annual report; nothing where no number of members is known."""
    values = ask.figures(*_STOCKS, *_FLOWS, "J224")
    if values["J206"].value is None:
        return []
    beside = [*_STOCKS, "J214", "J215", "J216", "J217"]
    before = ask.last_year(*beside, "J224")
    said = texts(_NAME)
    facts: dict[str, Any] = {code: value.value for code, value in values.items()}
    facts |= {"day": chinese(ask.scope.day), "goal": _goal(ask)}
    blocks: list[Block] = [
        Heading(said["members"]),
        Paragraph(sentences(_NAME, "basic", facts)),
        KeyFigures(
            (
                ("会员", shown(values["J206"]), "人"),
                ("女会员", shown(values["J207"]), "人"),
                ("农民工会员", shown(values["J208"]), "人"),
                ("本年发展", shown(values["J214"]), "人"),
            )
        ),
    ]
    listed = bool(values["J224"].value)
    if listed:
        blocks += [Heading("会员构成", level=2), *_made_of(ask)]
    blocks += [Heading("会员分布和入会率", level=2), *_where(ask, facts)]
    if listed:
        blocks += [Heading("会员增减", level=2), *_moves(before["J224"], values, facts)]
    blocks += [
        Heading("与上年对比", level=2),
        compared(
            ask,
            beside,
            values,
            "表#　会员指标与上年对比",
            said["no_data_note"]["text"],
            before,
        ),
    ]
    return blocks


def annexes(ask: Ask) -> list[tuple[str, list[Block]]]:
    """会员名册录入情况: what is listed beside what is reported, per union."""
    if not ask.figures("J224")["J224"].value:
        return []
    return [("会员名册录入情况", [_rosters(ask)])]


def _goal(ask: Ask) -> int:
    return int(ask.book.rule("STA-02", on=ask.scope.day).params.get("pass_percent", 80))


def _made_of(ask: Ask) -> list[Block]:
    blocks: list[Block] = []
    for dimension, word in (("sex", "性别"), ("age", "年龄")):
        found = ask.by(dimension, "J224")
        items = tuple(
            (found.labels[key] or "未填", shown(row["J224"])) for key, row in found.rows.items()
        )
        blocks.append(Facts(items, across=3, title=f"在册会员按{word}分（人）"))
    for dimension, word in (
        ("education", "学历"),
        ("political", "政治面貌"),
        ("employment_form", "用工形式"),
        ("new_group", "新就业形态群体"),
    ):
        found = ask.by(dimension, "J224")
        known = {k: row for k, row in found.rows.items() if k is not None and row["J224"].value}
        if known:
            blocks.append(grouped(f"表#　在册会员按{word}分", word, found, {"J224": "人数（人）"}))
    return blocks


_UNION_HEADS = {
    "J206": "会员", "J207": "女会员", "J214": "入会", "J215": "转入", "J216": "转出",
    "J217": "减少", "R201": "入会率",
}  # fmt: skip


def _where(ask: Ask, facts: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(sentences(_NAME, "rate", facts)),
        grouped(
            "表#　各工会会员情况",
            "工会",
            ask.by("union", *_UNION_HEADS),
            _UNION_HEADS,
        ),
        Note(texts(_NAME)["moves_note"]["text"]),
    ]
    found = ask.by("place", "J201", "J206", "R201")
    rows = [
        (found.labels[key], row)
        for key, row in found.rows.items()
        if key is not None and row["R201"].value is not None
    ]
    rows.sort(key=lambda item: -float(item[1]["R201"].value or 0))
    if rows:
        top = rows[:_BARS]
        series = Series(
            f"{ask.year}年",
            tuple(float(row["R201"].value or 0) for _, row in top),
            tuple(f"{shown(r['R201'])}（{r['J206'].value}/{r['J201'].value}）" for _, r in top),
        )
        blocks.append(
            Chart(
                "图#　各村（社区）职工入会率",
                tuple(label for label, _ in top),
                (series,),
                unit="%",
                top=100.0,
                note="括号内为会员人数/职工人数。",
            )
        )
    return blocks


def _moves(before: Value, values: Mapping[str, Value], facts: Mapping[str, Any]) -> list[Block]:
    """The roll-forward of the roster: last year's members, what came, what went, this year's."""
    words = texts(_NAME)["moves"]
    rows = [(words["before"], shown(before))]
    rows += [(words[code], shown(values[code])) for code in _FLOWS if code != "J223"]
    rows.append((words["now"], shown(values["J224"])))
    table = Table(
        (Column("项目", 3.0), Column("人数（人）", 1.2, RIGHT)),
        tuple(rows),
        title="表#　会员增减平衡",
        totals=(len(rows) - 1,),
        note=_balance(before, values),
    )
    return [Paragraph(sentences(_NAME, "flow", facts)), table]


def _balance(before: Value, values: Mapping[str, Value]) -> str:
    """Whether the year adds up, in words; L07 says the same as a finding."""
    said = texts(_NAME)["balance"]
    listed, every = values["J224"].value, values["J206"].value
    if before.value is None or listed is None:
        note = str(said["unknown"])
    else:
        came = sum(int(values[c].value or 0) for c in CAME)
        went = sum(int(values[c].value or 0) for c in WENT)
        should = int(before.value) + came - went
        even = should == listed
        note = str(said["even"] if even else said["odd"]).format(should=should, now=listed)
    rest = int(every or 0) - int(listed or 0)
    return note + (str(said["rest"]).format(all=every, rest=rest) if rest > 0 else "")


def _rosters(ask: Ask) -> Table:
    heads = ("J206", "J224", "J219", "J218")
    found = ask.by("union", *heads)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (k, found.labels[key] or "未分类", *(shown(row[code]) for code in heads))
        for k, (key, row) in enumerate(found.rows.items(), 1)
    )
    columns = (
        Column("序号", 0.6, CENTRE),
        Column("工会", 3.4),
        Column("会员人数", 1.1, RIGHT),
        Column("已录名册", 1.1, RIGHT),
        Column("有证件", 1.0, RIGHT),
        Column("保留会籍", 1.1, RIGHT),
    )
    return Table(columns, rows, empty="（还没有会员）", size=9)


CHAPTER = Chapter(20, body, annexes)

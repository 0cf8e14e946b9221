"""组织制度 and 干部队伍: the chapter of the annual report."""

from __future__ import annotations

from typing import Any

from app.base.days import chinese
from app.figures.engine import Value
from app.paper.figured import CENTRE, RIGHT, compared, grouped
from app.paper.model import Block, Column, Heading, KeyFigures, Note, Paragraph, Table
from app.paper.reports import Ask, Chapter, sentences, shown, texts

from ..checks.facts import federation_facts
from ..checks.look import Look
from ..rules.sizes import federation_share
from .lists import warned

_NAME = "cadres"
CADRES = (
    "J315", "J314", "J301", "J302", "J303", "J304", "J305", "J306", "J307", "J308", "J309",
    "J310", "J311", "J312", "J316", "J313",
)  # fmt: skip
SYSTEM = ("J401", "J402", "J403", "J404", "J118", "J409")
_HEADS = {"J301": "主席", "J304": "专职", "J306": "兼职", "J307": "挂职", "J308": "社会化",
          "J313": "培训人次"}  # fmt: skip


def body(ask: Ask) -> list[Block]:
    """Both sections; nothing where neither bodies nor posts are kept."""
    values = ask.figures(*CADRES, *SYSTEM, "J101")
    if values["J315"].value is None and values["J401"].value is None:
        return []
    before = ask.last_year(*CADRES, *SYSTEM)
    facts: dict[str, Any] = {code: value.value for code, value in values.items()}
    facts["day"] = chinese(ask.scope.day)
    return [*_system(ask, values, before, facts), *_cadres(ask, values, before, facts)]


def _system(
    ask: Ask, values: dict[str, Value], before: dict[str, Value], facts: dict[str, Any]
) -> list[Block]:
    said = texts(_NAME)["chapter"]
    return [
        Heading(said["system"]),
        Paragraph(sentences("cadres_chapter", "system", facts)),
        *_due(ask, said),
        *_shares(ask, said),
        compared(ask, SYSTEM, values, said["compared_system"], said["no_data_note"], before),
    ]


def _due(ask: Ask, said: dict[str, Any]) -> list[Block]:
    rows = [
        (title, row["name"], row["chair"] or "—", row["due_on"].isoformat())
        for title, found in warned(ask)
        for row in found
    ]
    if not rows:
        return []
    columns = (
        Column("情况", 1.3), Column("工会", 3.4), Column("主席", 0.9, CENTRE),
        Column("届满日期", 1.2, CENTRE),
    )  # fmt: skip
    return [Table(columns, tuple(rows), title=said["due_table"])]


def _shares(ask: Ask, said: dict[str, Any]) -> list[Block]:
    """Both measures of FED-01 of every federation."""
    look = Look(ask.conn, ask.scope.day, ask.scope.period, ask.book, ask.scope.unit)
    size = ask.book.rule("ELE-01", on=ask.scope.day).params
    rows = []
    for facts in federation_facts(look):
        share = federation_share(facts, size)
        kept = "是" if share.kept else f"还要{share.needed}人"
        told = kept if share.unions else "—"
        seats = share.seats or None
        rows.append((facts.name, facts.unions, share.unions, share.inside, seats, told))
    if not rows:
        return []
    columns = (
        Column("联合会", 3.0), Column("所辖工会", 0.9, RIGHT), Column("有主席的", 0.9, RIGHT),
        Column("主席进\n委员会", 0.9, RIGHT), Column("委员", 0.7, RIGHT),
        Column("是否过半", 1.0, CENTRE),
    )  # fmt: skip
    return [Table(columns, tuple(rows), title=said["share_table"], note=said["share_note"])]


def _cadres(
    ask: Ask, values: dict[str, Value], before: dict[str, Value], facts: dict[str, Any]
) -> list[Block]:
    said = texts(_NAME)["chapter"]
    if values["J315"].value is None:
        return []
    blocks: list[Block] = [
        Heading(said["cadres"]),
        Paragraph(sentences("cadres_chapter", "cadres", facts)),
        Paragraph(sentences("cadres_chapter", "leaders", facts)),
        KeyFigures(
            (
                ("工会干部", shown(values["J315"]), "人"),
                ("专职", shown(values["J304"]), "人"),
                ("社会化工会工作者", shown(values["J308"]), "人"),
                ("本年培训", shown(values["J313"]), "人次"),
            )
        ),
    ]
    for dimension, word, title in (
        ("service", "任职方式", "service_table"),
        ("age", "年龄", "age_table"),
        ("education", "学历", "education_table"),
    ):
        found = ask.by(dimension, "J315")
        if any(row["J315"].value for row in found.rows.values()):
            blocks.append(grouped(said[title], word, found, {"J315": "人数（人）"}))
    blocks.append(grouped(said["union_table"], "工会", ask.by("union", *_HEADS), _HEADS))
    table = compared(ask, CADRES, values, said["compared_cadres"], said["no_data_note"], before)
    return [*blocks, Note(said["few"]), table]


CHAPTER = Chapter(30, body, lambda _ask: [])

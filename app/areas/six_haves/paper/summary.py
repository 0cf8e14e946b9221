"""汇总表: one row per union with its sub-totals, total, grade and veto."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.paper.figured import CENTRE, RIGHT, numbered
from app.paper.model import Block, Chart, Column, Document, Facts, Note, Series, Table, Title
from app.paper.reports import Ask, texts

from ..lists.assessments import Assessed
from ..lists.township import township_of
from .reading import all_of, points


def summary(ask: Ask) -> Document:
    """All unions of the scope, those of one rubric together."""
    said = texts("six_haves")["summary"]
    groups: dict[str, list[Assessed]] = {}
    every = all_of(ask)
    for one in every:
        groups.setdefault(one.rubric.digest, []).append(one)
    blocks: list[Block] = [
        Title(said["title"], f"{ask.office}{said['subtitle'].format(year=ask.year)}"),
        *_township(every, said),
    ]
    for mine in groups.values():
        blocks += _group(mine, said)
    if not groups:
        blocks.append(Table((Column("工会名称"),), (), empty=said["none"]))
    return Document(
        said["title"], tuple(numbered(blocks)), ask.office, ask.scope.day.isoformat(),
        landscape=True,
    )  # fmt: skip


def _township(every: list[Assessed], said: dict[str, Any]) -> list[Block]:
    """The township's points with the share of its unions' mean, and how they were put together."""
    found = township_of(every, lambda one: one.scored.final.score)
    if found is None:
        return []
    values = {
        "own": points(found.own), "mean": points(found.mean), "count": found.count,
        "share": f"{found.share}%" if found.share else said["no_share"],
        "whole": points(found.whole), "full": points(found.full),
    }  # fmt: skip
    items = tuple((head, values[key]) for key, head in said["township"])
    title = said["township_title"].format(name=found.name)
    return [Facts(items, across=3, title=title), Note(found.words.replace(" ", ""))]


def _group(mine: list[Assessed], said: dict[str, Any]) -> list[Block]:
    rubric = mine[0].rubric
    keys = [key for key, _t in rubric.sections if any(
        item.section == key and item.how not in ("veto", "bonus") for item in rubric.items
    )]  # fmt: skip
    titles = dict(rubric.sections)
    parts = [] if rubric.by_class else keys
    columns = (
        Column("序号", 0.5, CENTRE),
        Column("工会名称", 3.4),
        *(Column(titles[key], 1.0, RIGHT) for key in parts),
        *(() if rubric.by_class else (Column("总分", 0.9, RIGHT),)),
        Column("等次", 0.9, CENTRE),
        Column("否决", 0.6, CENTRE),
        Column("备注", 0.8, CENTRE),
    )
    mine = sorted(mine, key=lambda one: (-one.scored.final.score, one.name))
    rows = []
    for number, one in enumerate(mine, 1):
        total = one.scored.final
        sums = one.scored.sections
        rows.append(
            (
                number,
                one.name,
                *(points(sums[key]) for key in parts),
                *(() if rubric.by_class else (points(total.score),)),
                total.grade,
                "否决" if total.vetoed else "",
                "" if one.row is not None else "未评",
            )
        )
    counts = Counter(one.scored.final.grade for one in mine)
    names = [*(g.name for g in rubric.grades), rubric.failed] if rubric.grades else list(counts)
    names = [name for name in names if counts[name]]
    return [
        Table(
            columns, tuple(rows), title=f"表#　{rubric.title}", size=9, empty=said["none"],
            note=said["note"].format(failed=rubric.failed),
        ),
        Chart(
            f"{said['chart']}（{rubric.title}）",
            tuple(names),
            (Series("工会数", tuple(float(counts[name]) for name in names)),),
            unit="个",
        ),
    ]  # fmt: skip

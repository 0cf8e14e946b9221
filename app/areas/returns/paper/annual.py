"""The annual report: cover, contents, the chapters of all areas, findings, annexes, signature."""

from __future__ import annotations

from app.base.area import gather
from app.base.days import chinese
from app.paper.figured import numbered
from app.paper.findings import finding_blocks
from app.paper.model import (
    Annex,
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    Landscape,
    SealBox,
    Signature,
)
from app.paper.reports import Ask, Chapter, texts


def annual(ask: Ask) -> Document:
    """年度工作报告 (the parts of the areas that are built)."""
    from app.areas import AREAS

    said = texts("annual")
    chapters: list[Chapter] = sorted(gather(AREAS, "chapters"), key=lambda c: c.order)
    day = chinese(ask.scope.day)
    blocks: list[Block] = [
        Cover(
            f"{ask.office}\n{said['title']}",
            ask.office,
            day,
            subtitle=f"（{ask.year}年度）",
            facts=(
                ("统计期间", f"{chinese(ask.scope.period.first)}至{chinese(ask.scope.day)}"),
                ("所在地", ask.place or "—"),
            ),
        ),
        Contents(),
    ]
    for chapter in chapters:
        blocks += chapter.body(ask)
    blocks.append(Heading(said["findings"]))
    blocks += finding_blocks(ask.findings())
    blocks.append(Signature(ask.office, day))
    blocks.append(
        SealBox(
            (("填报单位（盖章）", ("主席：", "填表人：")), ("上级工会审核（盖章）", ("审核人：",)))
        )
    )
    number = 0
    for chapter in chapters:
        for title, inside in chapter.annexes(ask):
            number += 1
            head = Annex(title, number)
            if len(inside) == 1 and isinstance(inside[0], Landscape):
                blocks.append(Landscape((head, *inside[0].blocks)))
            else:
                blocks += [head, *inside]
    title = f"{ask.office}{ask.year}年{said['title']}"
    return Document(title, tuple(numbered(blocks)), ask.office, ask.scope.day.isoformat())

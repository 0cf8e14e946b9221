"""“六有”工会建设: the chapter of the annual report."""

from __future__ import annotations

from collections import Counter, defaultdict

from app.base.text import rate
from app.paper.figured import RIGHT
from app.paper.model import Block, Column, Heading, Paragraph, Table
from app.paper.reports import Ask, Chapter, texts

from ..lists.assessments import Assessed, read_assessments
from .reading import points
from .targets import short

_MOST = 12


def body(ask: Ask) -> list[Block]:
    """What the assessments of the year say together, and how far its goals are; nothing where
    none was begun or set."""
    found = [one for one in _begun(ask) if not one.rubric.by_class]
    goals = short(ask)
    if not found:
        return [Heading(texts("six_haves")["chapter"]["title"]), *goals] if goals else []
    said = texts("six_haves")["chapter"]
    total = sum(one.scored.final.score for one in found)
    good = sum(one.scored.final.grade != one.rubric.failed for one in found)
    lowest = [g.name for one in found for g in one.rubric.grades[-1:]]
    values = {
        "count": len(found),
        "mean": points((2 * total + len(found)) // (2 * len(found))),
        "good": good,
        "share": rate(good, len(found)),
        "name": Counter(lowest).most_common(1)[0][0] if lowest else "达标",
    }
    text = "".join(s["text"].format_map(values) for s in said["basic"])
    return [Heading(said["title"]), Paragraph(text), *_sections(found), *_lost(found), *goals]


def _begun(ask: Ask) -> list[Assessed]:
    return read_assessments(
        ask.conn,
        None,
        year=ask.year,
        scope=ask.scope,
        registry=ask.registry,
        checks=ask.results,
    )


def _sections(found: list[Assessed]) -> list[Block]:
    groups: dict[str, list[Assessed]] = defaultdict(list)
    for one in found:
        groups[one.rubric.digest].append(one)
    said = texts("six_haves")["chapter"]
    blocks: list[Block] = []
    for mine in groups.values():
        rows = []
        for key, title in mine[0].rubric.sections:
            sums = [one.scored.sections[key] for one in mine]
            full = sum(
                i.points
                for i in mine[0].rubric.items
                if i.section == key and "G" in i.objects and i.how not in ("veto", "bonus")
            )
            if full:
                mean = (2 * sum(sums) + len(sums)) // (2 * len(sums))
                rows.append((title, points(full), points(mean), rate(mean, full)))
        columns = (
            Column("项目", 3), Column("标准分", 1, RIGHT), Column("平均得分", 1, RIGHT),
            Column("得分率", 1, RIGHT),
        )  # fmt: skip
        title = f"{said['sections_title']}（{mine[0].rubric.title}，{len(mine)}个工会）"
        blocks.append(Table(columns, tuple(rows), title=title))
    return blocks


def _lost(found: list[Assessed]) -> list[Block]:
    lost: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in found:
        for line in one.scored.lines:
            if line.lost:
                lost[line.item.text] += line.lost
                times[line.item.text] += 1
    rows = tuple(
        (text, times[text], points((2 * sum_ + times[text]) // (2 * times[text])))
        for text, sum_ in lost.most_common(_MOST)
    )
    columns = (
        Column("考核内容", 4),
        Column("失分工会（个）", 1.2, RIGHT),
        Column("平均失分", 1, RIGHT),
    )
    title = texts("six_haves")["chapter"]["lost_title"]
    return [Table(columns, rows, title=title)] if rows else []


CHAPTER = Chapter(75, body, lambda _ask: [])

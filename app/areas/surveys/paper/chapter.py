"""民主评议和满意度: the chapter of the annual report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.areas.organisations.lists.common import name_of
from app.paper.figured import RIGHT
from app.paper.model import Block, Chart, Column, Heading, Paragraph, Series, Table
from app.paper.reports import Ask, Chapter, sentences, shown, texts

from ..figures import KINDS
from .summary import counted

_TEXTS = "surveys"
_COMMENTS = ("V501", "V504", "V502", "V503")
_PARTS = ("01", "03", "04", "05", "11", "12")


def _codes() -> list[str]:
    return [f"V{place}{part}" for place in range(1, len(KINDS) + 1) for part in _PARTS]


def body(ask: Ask) -> list[Block]:
    """What the surveys of the year say; nothing where none was counted."""
    codes = _codes()
    values = ask.figures(*codes, *_COMMENTS)
    held = [(n, kind) for n, kind in enumerate(KINDS, 1) if values[f"V{n}01"].value]
    if not held:
        return []
    before = ask.last_year(*codes)
    said = texts(_TEXTS)["chapter"]
    return [
        Heading(said["title"]),
        Paragraph(_said(ask, values, held)),
        _table(ask, values, before, held),
        *_chart(values, held),
        *_comments(ask),
    ]


def _said(ask: Ask, values: Any, held: list[tuple[int, str]]) -> str:
    """The chapter in sentences."""

    def total(part: str) -> int:
        return sum(int(values[f"V{n}{part}"].value or 0) for n, _kind in held)

    facts: dict[str, Any] = {"year": ask.year, "count": total("01"), "issued": total("03"),
                             "returned": total("04")}  # fmt: skip
    for kind in KINDS:
        facts[kind] = facts[f"{kind}_accepted"] = None
    for n, kind in held:
        if values[f"V{n}11"].value is not None:
            facts |= {kind: shown(values[f"V{n}11"]), f"{kind}_accepted": shown(values[f"V{n}12"])}
    facts["comments"] = values["V501"].value or None
    facts |= {"answered": values["V504"].value or 0, "done": values["V502"].value or 0,
              "share": shown(values["V503"])}  # fmt: skip
    return sentences(_TEXTS, "sentences", facts)


def _table(ask: Ask, values: Any, before: Any, held: list[tuple[int, str]]) -> Table:
    said = texts(_TEXTS)["chapter"]
    rows = []
    for n, kind in held:
        cells = [shown(values[f"V{n}{part}"]) for part in _PARTS]
        rows.append((name_of("survey_kind", kind), *cells, shown(before[f"V{n}12"])))
    columns = (
        Column(said["columns"][0], 1.8),
        *(Column(head, 1.0, RIGHT) for head in said["columns"][1:]),
    )
    title = said["table"].format(year=ask.year)
    return Table(columns, tuple(rows), title=title, size=9)


def _chart(values: Any, held: list[tuple[int, str]]) -> list[Block]:
    known = [(n, kind) for n, kind in held if values[f"V{n}12"].value is not None]
    if not known:
        return []
    series = Series(
        "综合满意率",
        tuple(float(values[f"V{n}12"].value) for n, _kind in known),
        tuple(shown(values[f"V{n}12"]) for n, _kind in known),
    )
    labels = tuple(name_of("survey_kind", kind) for _n, kind in known)
    return [Chart(texts(_TEXTS)["chapter"]["chart"], labels, (series,), unit="%", top=100.0)]


def _comments(ask: Ask) -> list[Block]:
    """Comments by heading: how many, how many of them answered and dealt with."""
    every: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for survey in counted(ask, ask.year):
        for row in survey.comments:
            heading = row["heading"] or ""
            every[heading] += 1
            answered[heading] += row["reply"] is not None
            done[heading] += row["done_on"] is not None
    if not every:
        return []
    said = texts(_TEXTS)["chapter"]
    rows = tuple(
        (name_of("comment_heading", heading) or texts(_TEXTS)["result"]["unsorted"],
         str(count), str(answered[heading]), str(done[heading]))
        for heading, count in sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))
    )  # fmt: skip
    columns = (Column(said["comments_columns"][0], 2.0),
               *(Column(head, 1.0, RIGHT) for head in said["comments_columns"][1:]))  # fmt: skip
    return [Table(columns, rows, title=said["comments_table"], size=10.5)]


CHAPTER = Chapter(50, body, lambda _ask: [])

"""工会干部花名册, 换届到期预警表, 组织机构图."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.days import add_months, chinese
from app.base.errors import UserError
from app.base.lists import View, mask
from app.paper.lists import list_document
from app.paper.model import Align, Box, Cell, Column, Diagram, Document, Note, Title
from app.paper.packed import packed
from app.paper.reports import Ask, Report, texts

from ..lists.cards import organs_card
from ..lists.common import post_name
from ..lists.organs import MONTHS, ORGANS
from ..lists.people import CADRES, by_union

_NAME = "cadres"
_PAGE = 500


def _columns(said: Mapping[str, Any]) -> tuple[Column, ...]:
    return tuple(
        Column(head, share, Align.CENTRE if centred else Align.LEFT)
        for head, share, centred in said["columns"]
    )


def _rows(
    ask: Ask, source: Any, view: View, ids: Sequence[str] | None = None
) -> Iterator[Mapping[str, Any]]:
    """All rows of a list (or these), a few at a time."""
    ids = source.ids(ask.conn, view) if ids is None else ids
    for start in range(0, len(ids), _PAGE):
        part = [ids[n] for n in range(start, min(start + _PAGE, len(ids)))]
        yield from source.rows(ask.conn, part, view)


def _month(day: date | None) -> str:
    return day.isoformat()[:7] if day is not None else ""


def roster(ask: Ask) -> Document:
    """工会干部花名册 of the unit on the day, one line a person, phones masked. With ``--option
    who=activist`` (volunteer, social_worker) of those."""
    who = tuple(w for w in ask.options.get("who", "").split(",") if w)
    view = View(ask.scope.day, unit=ask.scope.unit, filters={"who": who} if who else {})
    said = texts(_NAME)["roster"]
    rows = packed(
        (
            row["name"], row["sex"], str(row["birth_year"] or ""), row["ethnicity"],
            row["political"], row["education"], row["posts"], row["service"],
            _month(row["since"]), _marks(row), _month(row["trained_on"]),
            mask(row["phone"] or ""), "",
        )
        for row in _rows(ask, CADRES, view, by_union(ask.conn, view))
    )  # fmt: skip
    return list_document(
        f"{ask.office}{said['title']}",
        _columns(said),
        rows,
        subtitle=f"（截至{chinese(ask.scope.day)}，共{len(rows)}人）",
        note=said["note"],
        office=ask.office,
        day=ask.scope.day.isoformat(),
        landscape=True,
    )


def _marks(row: Mapping[str, Any]) -> str:
    words = [("一线", row["front_line"]), ("劳模", row["model_worker"])]
    return "、".join(word for word, told in words if told == "是")


def warning(ask: Ask) -> Document:
    """换届到期预警表: what is over, what ends within one, three and six months."""
    said, day = texts(_NAME)["warning"], ask.scope.day
    rows: list[tuple[Cell, ...]] = []
    sections: list[int] = []
    for title, found in warned(ask):
        if found:
            sections.append(len(rows))
            rows.append((f"{title}（{len(found)}个）", *[""] * (len(said["columns"]) - 1)))
            rows += [_warned(row, day) for row in found]
    count = len(rows) - len(sections)
    return list_document(
        f"{ask.office}{said['title']}",
        _columns(said),
        rows,
        subtitle=f"（截至{chinese(day)}，共{count}个）",
        note=said["note"] if count else said["empty"],
        sections=tuple(sections),
        office=ask.office,
        day=day.isoformat(),
        landscape=True,
    )


def warned(ask: Ask) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """(section, unions) of what is over and what ends soon, each union once."""
    said, day = texts(_NAME)["warning"], ask.scope.day
    view = View(day, unit=ask.scope.unit, filters={"due": ("over", "delayed", str(MONTHS[0]))})
    every = list(_rows(ask, ORGANS, view))
    found = [(said["over"], [r for r in every if r["due_on"] <= day])]
    first = day
    for months in sorted(MONTHS):
        last = add_months(day, months)
        rows = [r for r in every if first < r["due_on"] <= last]
        found.append((said["sections"][str(months)], rows))
        first = last
    return found


def _warned(row: Mapping[str, Any], day: date) -> tuple[Cell, ...]:
    left = (row["due_on"] - day).days
    return (
        row["name"],
        row["chair"] or "",
        str(row["ordinal"] or ""),
        row["since"].isoformat() if row["since"] else "",
        row["due_on"].isoformat(),
        left,
        row["delay_until"].isoformat() if row["delay_until"] else "",
        "",
    )


def chart(ask: Ask) -> Document:
    """组织机构图 of a union: ``--option id=工会``."""
    record = ask.options.get("id") or ask.scope.unit or ""
    if not record:
        raise UserError("REQUIRED", "没有说明画哪个工会的机构图。", "请用 --option id=工会 指定。")
    data = organs_card(ask.conn, record, ask.scope.day)
    if data is None:
        raise UserError("NOT_FOUND", "这一天没有这个工会。", "请核对工会和日期。")
    said = texts(_NAME)["chart"]
    name = data["row"]["name"]
    blocks = (
        Title(f"{name}{said['title']}"),
        diagram(data),
        Note(said["note"].format(day=chinese(ask.scope.day))),
    )
    return Document(
        f"{name}{said['title']}", blocks, office=ask.office, day=ask.scope.day.isoformat(),
        landscape=len(data["bodies"]) > 6,
    )  # fmt: skip


def diagram(data: Mapping[str, Any]) -> Diagram:
    """The bodies of a union as boxes; ``data``: of ``organs_card``."""
    said, row = texts(_NAME)["chart"], data["row"]
    chair = f"主席：{row['chair']}" if row["chair"] else said["vacant"]
    if row["service"]:
        chair += f"（{row['service']}）"
    term = f"第{row['ordinal']}届　" if row["ordinal"] else ""
    due = f"　{chinese(row['due_on'])}届满" if row["due_on"] else ""
    top = Box(row["name"], tuple(line for line in (chair, f"{term}{due}".strip("　")) if line))
    boxes = [Box(body["title"], _people(body["posts"])) for body in data["bodies"]]
    if data["alone"]:
        boxes.append(Box(said["alone"], _people(data["alone"])))
    return Diagram(top, tuple(boxes))


def _people(posts: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """One line per post, with its people in their order."""
    found: dict[str, list[str]] = {}
    for post in posts:
        found.setdefault(post_name({**post, "body_name": None}), []).append(post["person"])
    return tuple(f"{word}：{'、'.join(names)}" for word, names in found.items())


LIST_PAPERS = (
    Report(
        "cadre_roster", "工会干部花名册", roster, "一人一行；--option who=activist 打印积极分子"
    ),
    Report("terms_due", "换届到期预警表", warning, "已届满和六个月内届满的工会"),
    Report("organs_chart", "组织机构图", chart, "一个工会的机构和任职；--option id=工会", "organs"),
)

"""What the home page and the search box show: what all areas bring, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from app.areas import AREAS
from app.base.area import Area, gather
from app.base.home import Due, Hit
from app.base.marking import found_by, marked
from app.desk.cards import HomeContent, HomePart, together
from app.paper.asking import registry_of
from app.rules.office import rule_book
from app.store.notes import put_offs
from app.store.search import find


def home_parts() -> list[HomePart]:
    """What each area brings to the home page, in the areas' order."""
    areas = sorted(AREAS, key=lambda area: area.order)
    return [
        HomePart(area.name, area.title if "home" in area.parts else "", partial(_home_part, area))
        for area in areas
        if {"home", "due", "missing"} & set(area.parts)
    ]


def home_content(conn: Any, unit: str | None, day: date) -> HomeContent:
    """Cards, due items and gaps of all areas, what is late first."""
    return together(part.read(conn, unit, day) for part in home_parts())


def _home_part(area: Area, conn: Any, unit: str | None, day: date) -> HomeContent:
    book = rule_book(conn)
    home, due_of, lacking = (area.load(part) for part in ("home", "due", "missing"))
    cards = home(conn, day=day, book=book, unit=unit, registry=registry_of(AREAS)) if home else ()
    due = due_of(conn, day=day, book=book, unit=unit) if due_of else []
    missing = lacking(conn, day=day, unit=unit) if lacking else ()
    later = put_offs(conn, day)
    waiting = [
        (item, later[item.key][1]) for item in due if later.get(item.key, ("",))[0] == item.day
    ]
    off = {item.key for item, _until in waiting}
    return HomeContent(cards, [item for item in due if item.key not in off], missing, waiting)


def home_year(conn: Any, unit: str | None, day: date, year: int) -> list[Due]:
    """What falls into a year, of all areas, by day; ``day``: from which it is looked at."""
    book = rule_book(conn)
    found = [
        item
        for part in gather(AREAS, "calendar")
        for item in part(conn, day=day, year=year, book=book, unit=unit)
    ]
    return sorted(found, key=lambda item: (item.day, item.title))


def hits(conn: Any, text: str, limit: int) -> tuple[list[Hit], str]:
    """The search of the top box, and a sentence where it found nothing or too much."""
    found, total = find(conn, text, limit)
    if not found:
        return [], "没有找到。可以用名称、拼音、首字母、代码、文号或电话的一部分。"
    said = f"共 {total} 条，再多输几个字可以缩小范围。" if total != str(len(found)) else ""
    why = _found_by(conn, found, text)
    return [
        Hit(h["title"], h["where"], h["kind"], h["id"], why.get(h["id"], "")) for h in found
    ], said


def _found_by(conn: Any, found: Sequence[dict[str, str]], text: str) -> dict[str, str]:
    """Id → the word that found the record, for those of which nothing shown holds a part."""
    parts = text.split()
    unseen: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for hit in found:
        if not all(marked(hit["title"], part) or marked(hit["where"], part) for part in parts):
            unseen[hit["kind"]][hit["id"]] = hit
    if not unseen:
        return {}
    why = {}
    for source in (source for part in gather(AREAS, "search") for source in part):
        if of_kind := unseen.get(source.kind):
            for row in source.rows(conn, set(of_kind)):
                hit = of_kind[row.record]
                why[row.record] = found_by(hit["title"], hit["where"], row.words, text)
    return why

"""One search: any substring of a word, kept right inside the acts' transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from sqlalchemy import Connection, select

from app.areas.organisations.records import UNION_SPELL
from app.store.search import SearchRow, SearchSource
from app.store.workspace import Wiring, Workspace
from tests.store.acts import add_union


def owners(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    touched = kinds.get("union_spell", set())
    query = select(UNION_SPELL.c.union_id).where(UNION_SPELL.c.id.in_(touched))
    return set(conn.execute(query).scalars()) | kinds.get("unions", set())


def rows(conn: Connection, ids: set[str] | None) -> Iterable[SearchRow]:
    for row in conn.execute(select(UNION_SPELL)).mappings():
        if ids is None or row["union_id"] in ids:
            yield SearchRow(row["union_id"], row["name"], "王庆坨镇", (row["name"], "91120222"))


@pytest.fixture
def wiring() -> Wiring:
    return Wiring(search=(SearchSource("union", owners, rows),))


def found(workspace: Workspace, query: str) -> list[str]:
    return [hit["title"] for hit in workspace.find(query)[0]]


def test_any_substring_is_found_and_nothing_crosses_words(workspace: Workspace) -> None:
    workspace.do(add_union, name="武清区 Abc 自行车厂工会")
    for query in ("自行车", "车厂", "厂", "abc", "ABC 车厂", "9112", "0222", "bc自"):
        assert len(found(workspace, query)) == 1, query
    for query in ("车自行", "会9", "9113", "*", '"', "NEAR", "厂 不", "%", "_"):
        assert found(workspace, query) == [], query


def test_quotes_and_operators_are_text(workspace: Workspace) -> None:
    workspace.do(add_union, name='"甲" OR "乙" AND (丙*)')
    for query in ('"甲"', "甲 OR", "AND (", "丙*", "words:甲"):
        workspace.find(query)
    assert found(workspace, "乙 丙")


def test_undo_and_redo_keep_the_index_right(workspace: Workspace) -> None:
    workspace.do(add_union, name="自行车厂工会")
    workspace.undo()
    assert found(workspace, "自行车") == []
    workspace.redo()
    assert found(workspace, "自行车") == ["自行车厂工会"]


def test_the_best_come_first_and_the_total_is_said(workspace: Workspace) -> None:
    for name in ("新车行工会", "车行", "车行工会"):
        workspace.do(add_union, name=name)
    assert found(workspace, "车行") == ["车行", "车行工会", "新车行工会"]
    assert workspace.find("车行", limit=1)[1] == "3"
    assert workspace.find("   ") == ([], "0")

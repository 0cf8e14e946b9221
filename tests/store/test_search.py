"""One search: any substring of a word, kept right inside the acts' transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from sqlalchemy import Connection, select

from app.areas.organisations.records import UNION_SPELL
from app.store import search
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


@pytest.mark.parametrize(
    "query",
    ["１７自行车", "１７", "ＡＢＣ", "abc", "第17自行车\r\n", "\u200b第17\ufeff", "乙　厂"],
)
def test_what_is_pasted_is_found(workspace: Workspace, query: str) -> None:
    workspace.do(add_union, name="第17自行车ＡＢＣ乙厂工会")
    assert len(found(workspace, query)) == 1


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


def test_numbers_and_readings_are_found_by_any_part(workspace: Workspace) -> None:
    row = SearchRow("0" * 32, "王小明", "甲工会", ("王小明", "wangxiaoming", "wxm", "E12345678"))
    put(workspace, "member", [row])
    for query in ("王小", "小明", "wangx", "xiaoming", "wxm", "xm", "wx", "e1234", "5678", "345",
                  "ngxiaom", "E12345678", "王小明 567"):  # fmt: skip
        assert found(workspace, query) == ["王小明"], query
    for query in ("王明", "wangming", "wm", "6789", "E12345679", "小明 99999", "mingwxm"):
        assert found(workspace, query) == [], query


def test_the_best_is_found_among_very_many(workspace: Workspace) -> None:
    """The index gives its hits in the order of entry; the best may have come last."""
    rows = [
        SearchRow(f"{n:032x}", f"欧阳王小明{n}", "", (f"欧阳王小明{n}", "oy", f"7{n:07d}"))
        for n in range(1500)
    ]
    late = SearchRow("f" * 32, "王小明", "", ("王小明", "wxm", "1234500"))
    begins = SearchRow("e" * 32, "王小明芳", "", ("王小明芳", "wxmf"))
    ends = SearchRow("d" * 32, "钱多", "", ("钱多", "99990001"))
    put(workspace, "member", [*rows, ends, begins, late])
    hits, total = workspace.find("王小明", 3)
    assert [hit["title"] for hit in hits][:2] == ["王小明", "王小明芳"]
    assert total == "1000+"
    assert found(workspace, "wxm")[0] == "王小明"
    assert found(workspace, "0001")[:2] == ["钱多", "欧阳王小明1"]


def test_a_kind_of_many_does_not_hide_the_others(workspace: Workspace) -> None:
    many = [SearchRow(f"{n:032x}", f"庆芳{n}", "", (f"庆芳{n}",)) for n in range(1200)]
    put(workspace, "member", many)
    put(workspace, "union", [SearchRow("f" * 32, "大庆坨总工会", "", ("大庆坨总工会",))])
    hits, _ = workspace.find("庆", 2000)
    assert "大庆坨总工会" in [hit["title"] for hit in hits]
    only = workspace.read(lambda c: search.find(c, "庆", kinds=("union",)))
    assert [hit["title"] for hit in only[0]] == ["大庆坨总工会"]
    assert only[1] == "1"


def test_what_belongs_to_a_record_is_found_by_its_words(workspace: Workspace) -> None:
    put(workspace, "union", [SearchRow("a" * 32, "甲公司工会", "", ("甲公司工会", "jgsgh")),
                             SearchRow("b" * 32, "乙公司工会", "", ("乙公司工会",))])  # fmt: skip
    people = (("1", "王芳", "a"), ("2", "王芳", "b"), ("3", "李丽", "a"))
    put(workspace, "member", [
        SearchRow(n * 32, name, "", (name,), under * 32) for n, name, under in people
    ])  # fmt: skip
    assert found(workspace, "甲公司") == ["甲公司工会", "李丽", "王芳"]
    hits, total = workspace.find("王芳 甲公司")
    assert ([hit["id"][0] for hit in hits], total) == (["1"], "1")
    assert found(workspace, "jgsgh 李") == ["李丽"]
    assert found(workspace, "乙公司 李") == []
    assert found(workspace, "a" * 32) == []


def put(workspace: Workspace, kind: str, rows: list[SearchRow]) -> None:
    source = SearchSource(kind, lambda _c, _k: {r.record for r in rows}, lambda _c, _i: rows)
    with workspace._writer.begin() as conn:
        search.refresh(conn, [source], {})

"""history, undo, redo, find."""

from __future__ import annotations

from pathlib import Path

from app import start
from app.areas.organisations import acts
from app.store.workspace import Workspace

from .conftest import PASSWORD, Run

NAME = "新光纺织有限公司工会委员会"


def union_id(run: Run, office: Path) -> str:
    found = run("find", "新光纺织", folder=office).json["results"]
    return next(str(r["id"]) for r in found if r["kind"] == "union")


def test_find_answers_with_kind_id_title_and_where(run: Run, office: Path) -> None:
    said = run("find", "新光纺织", folder=office)
    assert said.status == 0
    assert set(said.json) >= {"command", "results", "total"}
    assert said.json["total"] == 1
    (hit,) = said.json["results"]
    assert set(hit) == {"kind", "id", "title", "where"}
    assert (hit["kind"], hit["title"]) == ("union", NAME)
    assert len(hit["id"]) == 32


def test_find_by_initials_and_limit(run: Run, office: Path) -> None:
    assert run("find", "xgfz", folder=office).json["total"] == 1
    said = run("find", "cgz", "--limit", "1", folder=office)
    assert len(said.json["results"]) == 1
    assert said.json["total"] > 1


def test_find_nothing_is_done_with_an_empty_list(run: Run, office: Path) -> None:
    said = run("find", "没有这样的单位", folder=office)
    assert (said.status, said.json["results"], said.json["total"]) == (0, [], 0)


def test_history_lists_entries_newest_first(run: Run, office: Path) -> None:
    said = run("history", folder=office)
    entries = said.json["entries"]
    assert [e["number"] for e in entries] == sorted((e["number"] for e in entries), reverse=True)
    assert entries[-1]["act"] == "store.create"
    assert {"number", "moment", "user", "act", "title", "undoable", "undone", "batch"} <= set(
        entries[0]
    )
    assert [e["number"] for e in run("history", "--limit", "1", folder=office).json["entries"]] == [
        entries[0]["number"]
    ]


def test_history_of_one_record_has_its_acts_and_no_values(run: Run, office: Path) -> None:
    one = union_id(run, office)
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        space.do(acts.edit_union, one, phone="13800001201")
        space.do(acts.edit_union, one, phone="13900001201")
    said = run("history", "--record", one, folder=office)
    entries = said.json["entries"]
    assert len(entries) == 3
    assert entries[0]["records"] == [
        {"kind": "unions", "id": one, "change": "set", "fields": ["phone"]}
    ]
    assert "13800001201" not in said.out


def test_history_of_something_that_is_no_id_is_refused(run: Run, office: Path) -> None:
    said = run("history", "--record", "x", folder=office)
    assert (said.status, said.code) == (3, "NOT_FOUND")


def test_undo_takes_back_what_another_process_did_and_redo_brings_it_again(
    run: Run, office: Path
) -> None:
    undone = run("undo", folder=office)
    assert undone.status == 0
    assert set(undone.json) >= {"command", "reversed", "kept", "impossible"}
    assert undone.json["reversed"] > 0
    assert (undone.json["kept"], undone.json["impossible"]) == (0, 0)
    assert run("find", "新光纺织", folder=office).json["total"] == 0
    again = run("redo", folder=office)
    assert again.status == 0
    assert again.json["reversed"] == undone.json["reversed"]
    assert run("find", "新光纺织", folder=office).json["total"] == 1


def test_undo_stops_at_what_cannot_be_undone(run: Run, office: Path) -> None:
    assert run("undo", folder=office).status == 0
    said = run("undo", folder=office)
    assert (said.status, said.code) == (3, "UNDO_NOTHING")
    assert run("redo", folder=office).status == 0
    said = run("redo", folder=office)
    assert (said.status, said.code) == (3, "REDO_NOTHING")


def test_undo_of_a_named_entry_that_is_not_there_is_refused(run: Run, office: Path) -> None:
    assert run("undo", "--batch", "ff" * 16, folder=office).code == "NOT_FOUND"
    assert run("undo", "--batch", "没有", folder=office).code == "NOT_FOUND"
    assert run("undo", "--batch", "999", folder=office).code == "NOT_FOUND"


def test_people_read_lines(run: Run, office: Path) -> None:
    assert NAME in run("find", "新光纺织", folder=office, text=True).out
    assert "建立工作库" in run("history", folder=office, text=True).out
    assert "还原" in run("undo", folder=office, text=True).out

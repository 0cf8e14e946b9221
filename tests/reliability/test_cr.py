"""CR: killed at any moment, the workspace is as before or as after, never between."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.organisations.acts.office import NewPlace, open_office
from app.areas.organisations.records import UNION
from app.start import wiring as whole_wiring
from app.store import evidence, exchange
from app.store.backup import FOLDER, backup, list_backups
from app.store.keys import KeyFile
from app.store.rescue import restore_damaged
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.conftest import FULL
from tests.reliability.jobs import COUNT, KILL, NOW
from tests.reliability.killing import (
    Child,
    copy,
    every_call,
    killed_all_through,
    lasted,
    look,
    needs_faults,
    no_half_backup,
    sleep_until,
    spread,
)
from tests.store.acts import dump, import_units, set_value
from tests.workspaces import PASSWORD, bare_wiring


@pytest.fixture
def base(make_workspace, tmp_path) -> tuple[Path, bytes]:
    """A closed workspace with some content."""
    workspace = make_workspace("原样")
    workspace.do(import_units, count=30)
    workspace.do(set_value, key="a", value=1)
    union = workspace.read(lambda c: c.execute(select(UNION.c.id).limit(1)).scalar_one())
    for content in (b"one" * 9000, b"two" * 9000):
        stored = evidence.keep(workspace, content, kind="photo", title="现场.jpg",
                               media_type="image/jpeg")  # fmt: skip
        workspace.do(evidence.attach, "unions", union, files=[stored])
    key = workspace.key
    workspace.close()
    return workspace.folder, key


def names(state: dict[str, Any]) -> set[str]:
    return {name for row in state["union_spell"] for name in row if isinstance(name, str)}


def test_cr_1_killed_during_single_saves(base, tmp_path, times) -> None:
    folder, key = base
    live = tmp_path / "活"
    for number, moment in enumerate(spread(0.4, times(500), seed=1)):
        if number % 10 == 0:  # ten kills over one another, then afresh: it would grow without end
            copy(folder, live)
        child = Child("saves", live, key).ready()
        begun = time.perf_counter()
        sleep_until(begun, moment)
        said = child.kill()
        there = names(look(live, key))
        for what, number in said:
            wanted = f"第{number}厂工会" + ("（新）" if what == "renamed" else "")
            assert wanted in there, "an acknowledged save is gone"


def test_cr_2_killed_during_an_import(make_workspace, tmp_path, times) -> None:
    """The program's own import, its guards and the areas' invariants; 收表登记 agrees with the
    records. One moment in ten is a real kill; at the others the process stands still and a copy of
    its files is looked at."""
    workspace = make_workspace("镇")
    workspace.do(
        open_office,
        kind="township",
        name="王庆坨镇总工会",
        opening=date(2026, 1, 1),
        places=[NewPlace("120114102", "王庆坨镇", "township")],
    )
    key, folder = workspace.key, workspace.folder
    workspace.close()
    rows = 20_000 if FULL else 300

    def whole(place: Path) -> tuple[int, int]:
        with Workspace.open(place, key=key, wiring=whole_wiring()) as opened:
            assert verify(opened) == []
            counts = opened.counts()
            return counts["employer"], counts["received"]

    live = tmp_path / "活"

    def start() -> Child:
        return Child("real_import", copy(folder, live), key, rows=rows).ready()

    duration = lasted(start())
    assert whole(live) == (rows, 1)
    kills = times(200, 10) // 10
    seen = set()
    for _ in killed_all_through(start, kills, seed=21):
        seen.add(whole(live))
    chance, wanted = random.Random(22), 9 * kills
    while wanted > 0:
        child = start()
        while not child.pipe.poll(duration / 18 * (0.5 + chance.random())):
            with child.frozen():
                seen.add(whole(copy(live, tmp_path / "冻")))
            wanted -= 1
        child.end()
    assert (0, 0) in seen
    assert seen <= {(0, 0), (rows, 1)}, seen
    child = start()
    sleep_until(time.perf_counter(), duration / 3)
    child.kill()
    assert lasted(Child("real_import", live, key, rows=rows).ready())
    assert whole(live)[0] == rows, "an import can be begun again after a kill"


@pytest.mark.parametrize("what", ["one_backup", "one_restore", "one_rekey"])
def test_cr_5_killed_during_backup_restore_rekey(base, tmp_path, times, what: str) -> None:
    folder, key = base
    more, before, after = prepared(folder, key, tmp_path, what)
    live = tmp_path / "活"
    early = 0
    for in_time in killed_all_through(
        lambda: Child(what, copy(folder, live), key, **more).ready(), times(200), seed=5
    ):
        judge(live, key, what, before, after)
        early += in_time
    assert early > times(200) / 3, "most kills came too late"


def prepared(
    folder: Path, key: bytes, tmp_path: Path, what: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Arguments of the job, the state before, the state after."""
    more: dict[str, Any] = {}
    before = after = look(folder, key)
    if what == "one_restore":
        with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
            file = tmp_path / "旧的.udb"
            backup(workspace, file)
            workspace.do(set_value, key="later", value=2)
            before = dump(workspace)
        more = {"file": str(file)}
    return more, before, after


def unnamed(state: dict[str, Any]) -> dict[str, Any]:
    """Without the names of files, which follow the key (``look`` has checked their content)."""
    hidden = [
        tuple("" if isinstance(v, str) and len(v) == 64 else v for v in row)
        for row in state["evidence"]
    ]
    return {**state, "evidence": hidden}


def judge(live: Path, key: bytes, what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Old or new; no half backup looks good; nothing is left lying about."""
    if exchange.pending(live) or what == "one_rekey":
        with Workspace.open(live, password=PASSWORD, wiring=bare_wiring()) as opened:
            key = opened.key
    found = unnamed(look(live, key))
    assert found in (unnamed(before), unnamed(after))
    no_half_backup(live)
    assert not (live / exchange.INCOMING).exists()
    assert not exchange.pending(live)
    assert KeyFile.read(live).unwrap(PASSWORD) == key
    if what == "one_restore" and found == after:
        kept = [b for b in list_backups(live / FOLDER) if b.manifest.reason == "before-restore"]
        assert kept, "the present state is kept before it is replaced"


@needs_faults
@pytest.mark.parametrize("what", ["saves", "one_import", "undo_import", "one_backup",
                                  "one_restore", "one_rekey"])  # fmt: skip
def test_cr_7_killed_at_the_nth_call(base, tmp_path, times, what: str) -> None:
    folder, key = base
    more, before, after = prepared(folder, key, tmp_path, what)
    if what == "saves":
        more["many"] = 2
    if what == "one_import":
        more["rows"] = 300
    live = copy(folder, tmp_path / "活")
    done = Child(what, live, key, arm=(COUNT, 0, 0), **more).ready().end()[-1]
    assert done[0] == "done"
    assert done[1] > 3
    if what in ("saves", "one_import", "undo_import"):
        after = look(live, key)
    for number in every_call(done[1], times(10_000, 20)):
        live = copy(folder, tmp_path / "活")
        child = Child(what, live, key, arm=(KILL, number, 0), **more).ready()
        said = child.end()
        if what == "saves":
            there = names(look(live, key))
            for act, n in (s for s in said if s[0] in ("saved", "renamed")):
                assert f"第{n}厂工会" + ("（新）" if act == "renamed" else "") in there
        elif what in ("one_import", "undo_import"):
            same_but_ids(look(live, key), before, after)
        else:
            judge(live, key, what, before, after)


@needs_faults
def test_cr_7_killed_while_a_damaged_workspace_is_replaced(base, tmp_path, times) -> None:
    """Whenever it dies, the damaged file is still there, and a second try ends well."""
    folder, key = base
    file = tmp_path / "旧的.udb"
    with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
        backup(workspace, file)
        kept = dump(workspace)
    broken = b"not a database any more" * 1000
    (folder / "workspace.db").write_bytes(broken)
    live = copy(folder, tmp_path / "活")
    done = Child("one_rescue", live, key, arm=(COUNT, 0, 0), file=str(file)).ready().end()[-1]
    assert done[0] == "done"
    assert done[1] > 3
    ends = set()
    for number in every_call(done[1], times(10_000, 20)):
        live = copy(folder, tmp_path / "活")
        Child("one_rescue", live, key, arm=(KILL, number, 0), file=str(file)).ready().end()
        files = [live / "workspace.db", *live.glob("damaged-*/workspace.db")]
        assert broken in [path.read_bytes() for path in files if path.exists()]
        replaced = exchange.pending(live) or files[0].read_bytes() != broken
        ends.add(replaced)
        if not replaced:
            restore_damaged(live, file, now=NOW, key=key)
        assert look(live, key) == kept
        assert not (live / exchange.INCOMING).exists()
    assert ends == {True, False}, "some were killed before the exchange, some after"


def same_but_ids(found: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Before exactly, or as many records as after (their ids are made anew each time)."""
    assert found == before or {t: len(r) for t, r in found.items()} == {
        t: len(r) for t, r in after.items()
    }


@needs_faults
def test_cr_6_killed_between_attachment_and_record_no_record_points_at_nothing(
    base, tmp_path, times
) -> None:
    """At every write, sync and rename while evidence is added: what was told as kept is there, and
    ``verify`` (in ``look``) finds each row's file with its content."""
    folder, key = base
    live = tmp_path / "活"
    count = Child("proofs", copy(folder, live), key, arm=(COUNT, 0, 0), many=6).ready().end()[-1][1]
    assert count > 6
    for number in every_call(count, times(300, 12)):
        copy(folder, live)
        said = Child("proofs", live, key, arm=(KILL, number, 0), many=6).ready().end()
        state = look(live, key)
        there = {value for row in state["evidence"] for value in row}
        assert all(file in there for what, file in said if what == "kept")


def test_cr_6_killed_at_any_moment_while_evidence_is_added(base, tmp_path, times) -> None:
    folder, key = base
    live = tmp_path / "活"
    for number, moment in enumerate(spread(0.3, times(100), seed=6)):
        if number % 10 == 0:
            copy(folder, live)
        child = Child("proofs", live, key).ready()
        sleep_until(time.perf_counter(), moment)
        said = child.kill()
        there = {value for row in look(live, key)["evidence"] for value in row}
        assert all(file in there for what, file in said if what == "kept")

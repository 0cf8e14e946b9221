"""UN: do + undo is as if nothing had been; redo is as if it had not been undone."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.areas.organisations.records import UNION
from app.base.errors import UserError
from app.store.keeping import set_second_place
from app.store.notes import set_setting
from app.store.system import CHANGE, ENTRY
from app.store.users import add_user, disable_user, enable_user, set_password
from app.store.verify import verify
from app.store.work import ACTS
from app.store.workspace import Workspace
from tests.conftest import FULL
from tests.reliability.arguments import EXCUSED, Chooser, load_acts, undoable
from tests.store.acts import add_union, dump, import_units, rename_union, stored
from tests.workspaces import CHEAP, PASSWORD, bare_wiring

ACT_CODES = sorted(undoable())
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["do", "do", "do", "do", "undo", "undo", "redo"]),
        st.sampled_from(ACT_CODES),
        st.integers(0, 2**32),
    ),
    min_size=3,
    max_size=14,
)
START = ("organisations.add_place", "organisations.add_employer", "organisations.found_union",
         "organisations.cover_employer")  # fmt: skip
REFUSED = (UserError, IntegrityError)
"""A CHECK that fails is a senseless argument here; a window would never send it."""
SEEN: Counter[str] = Counter()


def play(workspace: Workspace, steps: list[tuple[str, str, int]]) -> None:
    """Run the steps beside a model: the stack of states one can go back and forth between."""
    acts, states, ahead = undoable(), [stored(workspace)], []
    for what, code, seed in steps:
        if what == "undo":
            if len(states) == 1:
                with pytest.raises(UserError, match="UNDO_NOTHING"):
                    workspace.undo()
                continue
            workspace.undo()
            ahead.append(states.pop())
        elif what == "redo":
            if not ahead:
                with pytest.raises(UserError, match="REDO_NOTHING"):
                    workspace.redo()
                continue
            workspace.redo()
            states.append(ahead.pop())
        else:
            args, kw = Chooser(workspace, Random(seed)).arguments(acts[code])
            try:
                done = workspace.do(acts[code], *args, **kw)
            except REFUSED:
                pass
            else:
                if done.entry:
                    SEEN[code] += 1
                    states.append(stored(workspace))
                    ahead.clear()
                    continue
        assert stored(workspace) == states[-1], (what, code)
    while len(states) > 1:
        workspace.undo()
        states.pop()
        assert stored(workspace) == states[-1]
    assert verify(workspace) == []


def prelude(seed: int) -> list[tuple[str, str, int]]:
    """A few records to begin with."""
    chance = Random(seed)
    return [("do", code, chance.randrange(2**32)) for code in START * 2]


class Lent:
    """A workspace for one sequence after the other: each ends where it began, and the next begins
    as after an opening. A fresh one after so many, and after a sequence that failed."""

    MANY = 25

    def __init__(self, template: Path, folder: Path) -> None:
        self.template, self.folder, self.left = template, folder, 0
        self.workspace: Workspace | None = None

    def __enter__(self) -> Workspace:
        if not self.left:
            self.close()
            shutil.copytree(self.template, self.folder)
            self.workspace = Workspace.open(self.folder, password=PASSWORD, wiring=bare_wiring())
            self.left = self.MANY
        self.left -= 1
        workspace = self.workspace
        assert workspace is not None
        workspace.opened_at = workspace.read(
            lambda c: c.execute(select(func.max(ENTRY.c.number))).scalar_one()
        )
        return workspace

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.left = 0

    def close(self) -> None:
        """Close it and remove its folder."""
        if self.workspace is not None:
            self.workspace.close()
            shutil.rmtree(self.folder)
            self.workspace = None


@pytest.fixture(scope="module")
def lent(workspace_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lent]:
    lent = Lent(workspace_template, tmp_path_factory.mktemp("un") / "库")
    yield lent
    lent.close()


@settings(max_examples=2000 if FULL else 20)
@given(STEPS, st.integers(0, 2**32))
@example([("do", code, n) for n, code in enumerate(ACT_CODES)], 1)
def test_un_1_any_sequence(lent: Lent, steps, seed) -> None:
    with lent as workspace:
        play(workspace, prelude(seed) + steps)


EVERY = 5
"""One act in so many is tried by itself in `make test`, all of them in `make reliability`."""
BY_ITSELF = [
    pytest.param(code, marks=[] if number % EVERY == 0 else pytest.mark.full)
    for number, code in enumerate(ACT_CODES)
]


@pytest.mark.parametrize("code", BY_ITSELF)
def test_un_1_every_act_by_itself(make_workspace, code: str) -> None:
    """Each act succeeds at least once, is undone and redone exactly."""
    workspace = make_workspace()
    acts, chance = undoable(), Random(code)
    for _, start, seed in prelude(1) + prelude(2):
        args, kw = Chooser(workspace, Random(seed)).arguments(acts[start])
        try:
            workspace.do(acts[start], *args, **kw)
        except REFUSED:
            continue
    helpers = [c for c in ACT_CODES if c.split(".")[1].startswith(HELPING)]
    own = [c for c in helpers if c.split(".")[0] == code.split(".")[0]] or helpers
    tries = 400
    for number in range(tries):
        before = stored(workspace)
        args, kw = Chooser(workspace, chance).arguments(acts[code])
        try:
            done = workspace.do(acts[code], *args, **kw)
        except REFUSED:
            assert stored(workspace) == before, "a refused act left something"
            done = None
        if done is not None and done.entry:
            after = stored(workspace)
            workspace.undo()
            assert stored(workspace) == before
            workspace.redo()
            assert stored(workspace) == after
            assert verify(workspace) == []
            return
        near = own if number % 2 else helpers
        helper = acts[near[number // 2 % len(near)]]
        args, kw = Chooser(workspace, chance).arguments(helper)
        try:
            workspace.do(helper, *args, **kw)
        except REFUSED:
            continue
    pytest.fail(f"{code} never succeeded in {tries} tries: give it better arguments")


HELPING = ("add_", "plan_", "found_", "prepare_", "record_", "cover_", "join_", "mark_", "explain",
           "attach", "dissolve_", "employ", "apply", "register_", "send_", "retain",
           "not_same", "start_", "make_offer", "offer_", "sign_c", "file_c", "terminate_c",
           "close_c", "close_a", "draft_", "number_", "cancel_el", "set_up", "assign_",
           "put_off_due")  # fmt: skip


def test_un_2_changed_since_is_never_overwritten(workspace: Workspace) -> None:
    """The verdicts in detail: tests/store/test_undo.py."""
    batch = workspace.do(import_units, count=40)
    unions = workspace.read(lambda c: list(c.execute(select(UNION.c.id).order_by("id")).scalars()))
    chance = Random(2)
    touched = chance.sample(unions, 11)
    from datetime import date

    for union in touched:
        workspace.do(rename_union, union, name="后来改的", since=date(2026, 1, 1))
    verdict = workspace.undo(batch.entry)
    left = workspace.read(lambda c: set(c.execute(select(UNION.c.id)).scalars()))
    assert left == set(touched)
    kept = {row.part for row in verdict.rows if row.verdict == "kept"}
    assert len(kept) == 11
    assert all(row.reason for row in verdict.rows if row.verdict == "kept")
    assert verdict.count("reversed") + verdict.count("kept") == 40 * 5
    assert verify(workspace) == []
    single = workspace.do(add_union, name="单独一个")
    workspace.do(rename_union, single.result, name="改了", since=date(2026, 1, 1))
    before = stored(workspace)
    with pytest.raises(UserError, match="UNDO_CHANGED"):
        workspace.undo(single.entry)
    assert stored(workspace) == before


def test_un_3_taking_back_a_large_import(workspace: Workspace) -> None:
    import time
    from datetime import date

    rows = 20_000 if FULL else 2_000
    batch = workspace.do(import_units, count=rows)
    unions = workspace.read(lambda c: list(c.execute(select(UNION.c.id).limit(10)).scalars()))
    for union in unions:
        workspace.do(rename_union, union, name="改过", since=date(2026, 1, 1))
    begun = time.process_time()
    verdict = workspace.undo(batch.entry)
    spent = time.process_time() - begun
    assert len({r.part for r in verdict.rows if r.verdict == "kept"}) == 10
    assert spent < rows * 5 / 5000, f"{spent:.1f} s for {rows * 5} records"


def groups(workspace: Workspace) -> tuple[int, int]:
    count = select(func.count())
    return workspace.read(
        lambda c: (
            c.execute(count.select_from(ENTRY)).scalar_one(),
            c.execute(count.select_from(CHANGE)).scalar_one(),
        )
    )


def test_un_4_every_act_writes_exactly_one_entry(make_workspace) -> None:
    """Acts found by reflection: one entry each time, with the before-values of what it touched."""
    workspace = make_workspace()
    acts, chance, seen = undoable(), Random(4), set()
    before = dump(workspace)
    for number in range(40 * len(acts)):
        code = ACT_CODES[number % len(ACT_CODES)]
        entries, changes = groups(workspace)
        args, kw = Chooser(workspace, chance).arguments(acts[code])
        try:
            done = workspace.do(acts[code], *args, **kw)
        except REFUSED:
            assert groups(workspace) == (entries, changes)
            continue
        after = dump(workspace)
        touched, before = differing(before, after), after
        now = groups(workspace)
        assert now[0] == entries + bool(touched), code
        if touched:
            seen.add(code)
            logged = logged_rows(workspace, done.entry)
            assert touched <= logged, (code, touched - logged)
            assert {r for rows in done.kinds.values() for r in rows} >= {r for _, r in touched}
        if seen == set(acts) or (number > 3 * len(acts) and not FULL and number % 97 == 96):
            break
    assert len(seen) > len(acts) // 2


def test_un_4_acts_that_cannot_be_undone_write_one_entry_too(workspace, tmp_path) -> None:
    (tmp_path / "盘").mkdir()
    for run in (
        lambda: add_user(workspace, "李四", "x", CHEAP),
        lambda: set_password(workspace, "李四", "y", CHEAP),
        lambda: disable_user(workspace, "李四"),
        lambda: enable_user(workspace, "李四", "z", CHEAP),
        lambda: set_second_place(workspace, tmp_path / "盘"),
        lambda: workspace.do(set_setting, key="a", value=1),
        lambda: workspace.undo(),
        lambda: workspace.redo(),
    ):
        before, _ = groups(workspace)
        run()
        assert groups(workspace)[0] == before + 1


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[tuple[str, str]]:
    """(table, id) of every record that is not the same."""
    found = set()
    for name in after:
        old, new = ({row[0]: row for row in state[name]} for state in (before, after))
        found |= {(name, i) for i in set(old) | set(new) if old.get(i) != new.get(i)}
    return found


def logged_rows(workspace: Workspace, entry: int) -> set[tuple[str, str]]:
    from app.store import log

    def read(conn: Any) -> set[tuple[str, str]]:
        rows = conn.execute(select(CHANGE.c.tbl, CHANGE.c.row).where(CHANGE.c.entry == entry))
        found = {(r.tbl, r.row) for r in rows}
        body = conn.execute(select(ENTRY.c.body).where(ENTRY.c.number == entry)).scalar_one()
        return found | {(t, i) for t, ids in log.unpack_body(body).items() for i in ids}

    return workspace.read(read)


def test_nothing_is_excused_in_silence() -> None:
    load_acts()
    assert set(EXCUSED) <= set(ACTS)
    assert all(EXCUSED.values())

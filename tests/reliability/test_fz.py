"""FZ-1 for lists that are imported: whatever a file holds, there are rows or a sentence; whatever a
row holds, the register is sound afterwards and as it was once the import is taken back."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.areas.members.checks import INVARIANTS
from app.areas.members.sheet.service import MEMBER_SHEET
from app.base.errors import KnownError
from app.desk.importing.tabs import tabs_of
from app.sheets.checked import FileEnd, Outcome
from app.sheets.checking import Options as Reading
from app.sheets.checking import check_file
from app.sheets.comparing import Options
from app.sheets.declared import sheet_kind
from app.sheets.fields import SheetKind
from app.sheets.intake import FileStream
from app.sheets.job import Intake, Wish
from tests.areas.members.conftest import People, office, people
from tests.areas.members.rosters import Books
from tests.reliability.strange import book, strange, table

__all__ = ["office", "people"]
MOST_SECONDS, MOST_MEMORY = 2.0, 512
STRETCH = 1_000


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("kind", "quick"), [("members", 500), ("applications", 100), ("organisations", 100)]
)
def test_fz_1_any_file_gives_rows_or_a_sentence(
    times: Callable[..., int], kind: str, quick: int, tmp_path: Path
) -> None:
    count = times(20_000 if kind == "members" else 4_000, quick)
    aborted, ends = 0, Counter[str]()
    stretches = [(first, min(STRETCH, count - first)) for first in range(0, count, STRETCH)]
    while stretches:
        first, length = stretches.pop()
        done = subprocess.run(
            [sys.executable, "-m", "tests.reliability.strange", kind, str(first), str(length)],
            capture_output=True, text=True, check=False, timeout=60 + STRETCH,
        )  # fmt: skip
        if done.returncode:  # a parser took the process with it; in the program it is the child
            number = int([line for line in done.stderr.splitlines() if line.isdigit()][-1])
            alone(sheet_kind(kind), number, tmp_path)
            aborted += 1
            parts = ((first, number - first), (number + 1, first + length - number - 1))
            stretches += [part for part in parts if part[1]]
            continue
        told = json.loads(done.stdout)
        assert told["wrong"] == []
        assert told["slowest"] < MOST_SECONDS
        assert told["memory"] < MOST_MEMORY
        ends.update({what: told[what] for what in ("read", "refused")})
    assert ends.total() + aborted == count
    assert min(ends.values()) > count // 6  # both happen, or nothing is shown
    assert aborted <= count // 200


def alone(kind: SheetKind, number: int, folder: Path) -> None:
    """One file through the child of the program: rows or a sentence."""
    name, data = strange(kind, number)
    path = folder / name
    path.write_bytes(data)
    try:
        assert isinstance(list(check_file(path, [kind]))[-1], FileEnd)
    except KnownError as error:
        told = error
    else:
        return
    assert (told.code, bool(told.advice)) == ("IMP-FILE", True), number


@pytest.mark.timeout(1800)
def test_every_strange_file_of_a_folder_gives_a_preview_or_a_sentence(
    times: Callable[..., int], people: People, tmp_path: Path
) -> None:
    """The whole way of the window, the child with its memory limit included."""
    people.member("甲一")
    previews, told = 0, dict[int, KnownError]()
    for number in range(100_000, 100_000 + times(500, 12)):
        name, data = strange(MEMBER_SHEET.kind, number, rows=20)
        path = tmp_path / name
        path.write_bytes(data)
        intake = Intake(people.space, MEMBER_SHEET, Wish((path,), unit=people.one))
        began = time.monotonic()
        try:
            intake.look()
            intake.read()
        except KnownError as error:
            told[number] = error
        else:
            (file,) = intake.files
            tabs = tabs_of(intake, file)
            assert len(tabs.every) == sum(file.counts().values()), number
            said = [line for line in tabs.every if not str(line["said"]).strip()]
            assert not any(line["result"].word == "错误" for line in said), number
            intake.commit()
            previews += 1
        finally:
            intake.close()
        assert time.monotonic() - began < 60, number
        path.unlink()
    assert previews
    assert told
    assert {number: e.code for number, e in told.items() if e.code != "IMP-FILE"} == {}
    assert [n for n, e in told.items() if not (e.message.endswith("。") and e.advice)] == []
    assert people.space.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)]) == []


@pytest.mark.timeout(1800)
def test_fz_1_any_row_leaves_the_register_sound_and_can_be_taken_back(
    times: Callable[..., int], people: People, tmp_path: Path
) -> None:
    books = Books(people.office, tmp_path)
    for n in range(20):
        people.member(f"姓名{n % 6}", union=people.two if n % 2 else people.one)
    kind, written = sheet_kind("members"), 0
    for batch in range(times(80, 2)):
        chance = random.Random(batch)
        lines = table(kind, chance, 250)
        path = tmp_path / f"名册{batch}.xlsx"
        path.write_bytes(book(lines, chance, far=False))
        before = books.dump()
        stream = FileStream(path, MEMBER_SHEET.reads, Reading(given=frozenset({"union"})))
        how = Options(
            policy=chance.choice(("fill", "skip", "overwrite", "new")), unit=people.one,
            told=stream.told, letters=stream.letters, transfer=chance.random() < 0.5,
            complete=chance.random() < 0.2,
        )  # fmt: skip
        try:
            changes, plan = MEMBER_SHEET.commit(people.space, stream, how, file_name=path.name)
        except KnownError:
            continue  # its head was made unreadable, and that is said
        counts = plan.rows.counts()
        written += counts[Outcome.NEW] + counts[Outcome.CHANGED]
        broken = people.space.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
        assert broken == [], batch
        if changes.entry and chance.random() < 0.5:
            people.space.undo()
            assert books.dump() == before, batch
        path.unlink()
    assert written > 20

"""SE: nothing readable without the key, and whoever changes the file is found out."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.areas.organisations.records import CONTACT, EMPLOYER, EMPLOYER_SPELL, UNION, UNION_SPELL
from app.base.errors import KnownError
from app.store.backup import backup
from app.store.keeping import automatic
from app.store.rekey import rekey
from app.store.restore import restore, restore_over
from app.store.staging import Staging
from app.store.users import add_user
from app.store.work import Work, act
from app.store.workspace import Workspace
from tests.conftest import ROOT
from tests.reliability.killing import Child, copy
from tests.reliability.test_co import tried
from tests.store.acts import import_units, rename_union, set_value
from tests.workspaces import CHEAP, PASSWORD, bare_wiring

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"


def planted() -> list[str]:
    """Fifty things that must not be found: names, codes, numbers, phones, passwords."""
    chance = random.Random(50)
    found = [f"{chance.choice(SURNAMES)}暗记{n}号厂工会" for n in range(15)]
    found += [f"{chance.choice(SURNAMES)}密探{n}" for n in range(10)]
    found += [f"9112022{chance.randrange(10**10):010d}X" for n in range(10)]
    found += [f"13{chance.randrange(10**9):09d}" for n in range(10)]
    return [*found, "口令暗记甲", "第二位暗记", "备注暗记", "附件暗记", "状态暗记"]


@act("test.plant", "埋下暗记")
def plant(work: Work, *, names: list[str], people: list[str], codes: list[str],
          phones: list[str]) -> list[str]:  # fmt: skip
    unions = []
    for name, code in zip(names, [*codes, *[None] * len(names)], strict=False):
        union = work.insert(
            UNION, outside=False, credit_code=code, note="备注暗记", chair=people[0]
        )
        work.insert(UNION_SPELL, union_id=union, since=None, name=name, type="single",
                    level="primary", status="active")  # fmt: skip
        unions.append(union)
    employer = work.insert(EMPLOYER, credit_code=codes[0])
    work.insert(EMPLOYER_SPELL, employer_id=employer, since=None, name=names[0], status="active")
    for person, phone in zip(people, phones, strict=True):
        work.insert(CONTACT, union_id=unions[0], name=person, phone=phone)
    return unions


def files(*places: Path) -> Iterator[Path]:
    for place in places:
        for path in [place] if place.is_file() else place.rglob("*"):
            if path.is_file() and not path.is_symlink() and path.suffix not in (".so", ".pyc"):
                yield path


def loose() -> list[Path]:
    """What lies in the run's temporary folder beside the tests' own folders."""
    return [p for p in (ROOT / "tmp").iterdir() if not p.name.startswith("pytest-of-")]


def hits(markers: list[str], *places: Path) -> list[tuple[str, str]]:
    """Markers found as text in any of the usual encodings."""
    needles = [(m, m.encode(how)) for m in markers for how in ("utf-8", "utf-16-le", "gb18030")] + [
        (m, m.encode("unicode_escape")) for m in markers
    ]
    found = []
    for path in files(*places):
        content = path.read_bytes()
        found += [(str(path), m) for m, needle in needles if needle in content]
    return found


def test_se_3_nothing_planted_is_found_in_any_file(tmp_path: Path) -> None:
    markers = planted()
    names, people, codes, phones = markers[:15], markers[15:25], markers[25:35], markers[35:45]
    folder = tmp_path / "库"
    workspace = Workspace.create(
        folder, user="密探零号", password="口令暗记甲", cost=CHEAP, wiring=bare_wiring()
    )
    markers.append("密探零号")
    unions = workspace.do(plant, names=names, people=people, codes=codes, phones=phones).result
    workspace.do(rename_union, unions[0], name="改名暗记", since=date(2026, 1, 1))
    markers.append("改名暗记")
    workspace.undo()
    add_user(workspace, "密探一号", "第二位暗记", CHEAP)
    workspace.remember("filter", {"text": "状态暗记"})
    with Staging(workspace) as staging:
        staging.add(staging.begin({"file": names[0]}), [{"name": n} for n in names])
    from app.store import attachments

    attachments.put(folder, workspace.key, "附件暗记".encode() * 50)
    automatic(workspace, "daily")
    backup(workspace, tmp_path / "出.udb")
    everywhere = (tmp_path, *(p for p in ROOT.iterdir() if p.name != "tmp"), *loose())
    assert hits(markers, *everywhere) == [], "while it is open, with its journal"
    restore(tmp_path / "出.udb", tmp_path / "回", password="口令暗记甲", user="密探零号")
    restore_over(workspace, tmp_path / "出.udb")
    again = Workspace.open(folder, password="口令暗记甲", user="密探零号", wiring=bare_wiring())
    rekey(again, "口令暗记甲", CHEAP)
    assert hits(markers, *everywhere) == []
    for path in (folder / "workspace.db", tmp_path / "回" / "workspace.db"):
        assert not path.read_bytes().startswith(b"SQLite format")
    key = again.key
    assert hits([key.hex()], *everywhere) == []
    assert not any(key in path.read_bytes() for path in files(*everywhere))


def test_se_3_killed_in_the_middle_nothing_is_found_either(tmp_path: Path, make_workspace) -> None:
    workspace = make_workspace("库")
    key, folder = workspace.key, workspace.folder
    workspace.close()
    child = Child("saves", folder, key, many=200).ready()
    for _ in range(20):
        child.wait()
    child.kill()
    assert (folder / "workspace.db-wal").exists()
    assert hits(["第0厂工会", "第1厂工会", "第2厂"], tmp_path) == []


def test_se_5_a_changed_page_is_noticed_before_any_write(make_workspace, tmp_path, times) -> None:
    workspace = make_workspace("库")
    workspace.do(import_units, count=100)
    key, folder = workspace.key, workspace.folder
    workspace.close()
    content = (folder / "workspace.db").read_bytes()
    pages = len(content) // 4096
    chance = random.Random(5)
    for _ in range(times(500, 20)):
        live = copy(folder, tmp_path / "活")
        changed = bytearray(content)
        place = chance.randrange(pages) * 4096
        changed[place + chance.randrange(4096)] ^= 1 << chance.randrange(8)
        (live / "workspace.db").write_bytes(changed)
        with (
            pytest.raises(KnownError, match="DAMAGED") as told,
            Workspace.open(live, key=key, wiring=bare_wiring()) as opened,
        ):
            opened.do(set_value, key="a", value=1)
        assert "备份" in told.value.advice
        assert (live / "workspace.db").read_bytes() == bytes(changed)
    assert tried(folder, key) == "sound"


def test_se_10_no_values_in_errors_and_state(make_workspace, capfd, caplog) -> None:
    """What goes wrong is told without what was being written."""
    workspace = make_workspace("库")

    @act("test.breaks", "出错的操作")
    def breaks(work: Work) -> None:
        union = work.insert(UNION, outside=False, note="备注暗记")
        work.insert(UNION_SPELL, union_id=union, since=None, name="暗记厂", type="single",
                    level="primary", status="暗记")  # fmt: skip

    with pytest.raises(Exception, match="CHECK") as told:
        workspace.do(breaks)
    shown = str(told.value) + repr(told.value) + "".join(capfd.readouterr()) + caplog.text
    assert "暗记" not in shown
    assert "备注" not in shown
    env = "\n".join(f"{k}={v}" for k, v in os.environ.items())
    assert workspace.key.hex() not in env


TAMPERING: dict[str, tuple[str, ...]] = {
    "changed": ("UPDATE change SET data = replace(data, '1', '2') WHERE entry = 4",),
    "removed": ("DELETE FROM change WHERE entry = 4",),
    "whole entry removed": (
        "DELETE FROM change WHERE entry = 4",
        "DELETE FROM entry WHERE number = 4",
    ),
    "reordered": (
        "UPDATE entry SET number = -1 WHERE number = 3",
        "UPDATE entry SET number = 3 WHERE number = 4",
        "UPDATE entry SET number = 4 WHERE number = -1",
    ),
    "inserted": (
        "INSERT INTO entry SELECT 99, moment, user, act, title, undoable, batch, undoes, body,"
        " digest FROM entry WHERE number = 3",
    ),
    "tail cut": (
        "DELETE FROM change WHERE entry >= 5",
        "DELETE FROM entry WHERE number >= 5",
    ),
}


@pytest.mark.parametrize("what", sorted(TAMPERING))
def test_se_11_the_log_changed_with_an_sqlite_tool(make_workspace, what: str) -> None:
    from app.store.connect import connect
    from app.store.verify import verify

    workspace = make_workspace("库")
    for value in range(5):
        workspace.do(set_value, key="a", value=value)
    key, folder = workspace.key, workspace.folder
    workspace.close()
    raw: Any = connect(folder / "workspace.db", key)
    raw.execute("PRAGMA foreign_keys = OFF")
    for statement in TAMPERING[what]:
        raw.execute(statement)
    raw.close()
    try:
        with Workspace.open(folder, key=key, wiring=bare_wiring()) as opened:
            found = {f.rule for f in verify(opened)}
    except KnownError as error:
        found = {error.code}
    assert found & {"SYS-LOG", "SYS-HEAD", "JOURNAL_LOST"}, found


def test_se_4_a_password_changed_then_an_old_backup(make_workspace, tmp_path) -> None:
    from app.base.errors import UserError
    from app.store.users import change_password

    workspace = make_workspace("库")
    backup(workspace, tmp_path / "旧.udb")
    change_password(workspace, PASSWORD, "新的", cost=CHEAP)
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        restore(tmp_path / "旧.udb", tmp_path / "回", password="新的")
    restore(tmp_path / "旧.udb", tmp_path / "回", password=PASSWORD)

"""An import taken back: whatever it did, everything is as before; what changed since is kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.areas.members.acts import edit_person
from app.areas.members.records import PERSON
from app.store.log import Made, pack_body, unpack_body
from tests.areas.members.conftest import People
from tests.areas.members.rosters import Books, codes, identity, outcomes
from tests.areas.organisations.conftest import Office

HEAD = (
    *("姓名", "证件类型", "证件号码", "手机号", "学历", "所属工会"),
    *("工作单位", "入会日期", "分会/小组", "会籍变化类型", "会籍变化日期", "备注"),
)
CHANGES = (
    *[("", "")] * 6,
    ("保留", "2026-07-01"),
    ("退会", "2026-08-01"),
    ("转入", "2026-06-01"),
    ("恢复", "2026-09-09"),
)
ONE, TWO = "甲公司工会", "乙公司工会"


@pytest.fixture
def books(office: Office, people: People, tmp_path: Path) -> Books:
    del people
    return Books(office, tmp_path)


def roster(chance: random.Random, people: int) -> list[list[Any]]:
    """Rows about some of the same few people, in every state a file may have them in."""
    rows = []
    for n in chance.sample(range(people), chance.randint(2, people)):
        passport = n % 4 == 3
        number = f"E{n:08d}" if passport else identity(n, born=date(1980, 1, 1 + n))
        if passport and chance.random() < 0.3:
            number = f"E{n + 100:08d}"
        change, on = chance.choice(CHANGES)
        rows.append(
            [
                chance.choice([f"会员{n}"] * 5 + [f"改名{n}"]),
                "护照" if passport else "",
                number,
                chance.choice(["", f"139{n:08d}", f"138{n:08d}"]),
                chance.choice(["", "大学本科教育", "大学专科教育"]),
                chance.choice([ONE, ONE, TWO]),
                chance.choice(["", "甲公司", "乙公司", "早点铺"]),
                chance.choice(["", "2015-01-01", "2026-05-01", "2026-10-01"]),
                chance.choice(["", "一车间", "二车间"]),
                change,
                on,
                chance.choice(["", "来信说明"]),
            ]
        )
    return rows


def decisions(chance: random.Random, plan: Any) -> dict[tuple[str, int], dict[str, Any]]:
    """Answers to some of what waits."""
    made: dict[tuple[str, int], dict[str, Any]] = {}
    for row in plan.rows:
        told = {p.code: p for p in row.problems}
        key = (row.sheet, row.row)
        if "IMP-TRANSFER" in told:
            made[key] = chance.choice([{"transfer": True}, {"stays": True}, {"skip": True}])
        elif "MEM-03" in told:
            made[key] = chance.choice([{"rename": True}, {"despite": True}])
        elif "IMP-DUPLICATE" in told:
            record = told["IMP-DUPLICATE"].candidates[0]
            made[key] = chance.choice([{"record": record, "replace": True}, {"new": True}])
    return made


def test_import_and_undo_is_identity(books: Books, times: Callable[..., int]) -> None:
    for seed in range(times(60, 8)):
        chance = random.Random(seed)
        path = books.write(roster(chance, 8), HEAD)
        how: dict[str, Any] = {
            "policy": chance.choice(["fill", "fill", "overwrite", "skip", "new"]),
            "complete": chance.random() < 0.4,
            "transfer": chance.random() < 0.3,
        }
        plan = books.look(path, **how)
        how["decisions"] = decisions(chance, plan)
        plan = books.look(path, **how)
        what = ["send_out", "retain", "unknown", "die", "stays"]
        how["absent"] = {one.person: {"what": chance.choice(what)} for one in plan.absent}
        expected = outcomes(books.look(path, **how))
        before = books.dump()
        changes, plan = books.take(path, **how)
        assert outcomes(plan) == expected, codes(plan)
        after = books.dump()
        if changes.entry:
            verdict = books.space.undo(changes.entry)
            assert verdict.count("kept") == verdict.count("impossible") == 0
            assert books.dump() == before
            books.space.redo()
            assert books.dump() == after
        again = books.look(path, **{**how, "absent": {}})
        assert "new" not in outcomes(again), codes(again)


def test_what_was_changed_since_is_kept_the_rest_taken_back(books: Books) -> None:
    rows = [[f"会员{n}", "", identity(n, born=date(1980, 1, 1 + n)), "", "", ONE] for n in range(3)]
    changes, _ = books.take(books.write(rows, HEAD[:6]))
    (changed,) = books.rows(PERSON, PERSON.c.name == "会员1")
    books.space.do(edit_person, changed["id"], native_place="河北邢台")
    verdict = books.space.undo(changes.entry)
    assert verdict.count("kept") > 0
    assert [row["name"] for row in books.rows(PERSON)] == ["会员1"]


def test_ids_of_a_mass_import_are_packed_and_found_again() -> None:
    made = Made()
    made.add([f"{n:032x}" for n in range(45_000)], list(range(45_000)))
    made.add([f"{99_999:032x}"], [None])
    assert f"{7:032x}" in made
    made.remove(f"{7:032x}")
    assert f"{7:032x}" not in made
    assert unpack_body(pack_body({"person": made, "membership": Made()})) == {
        "person": dict(zip(made.ids, made.parts(0, len(made)), strict=True)),
        "membership": {},
    }
    assert len(made) == 45_000

"""Registers of many invented members for benches, written straight into a real workspace.

    with register(folder, 200_000) as workspace: ...

The rows go past the acts and the log, which have benches of their own; the search index is filled
by the store itself. A folder that holds such a register already is opened again.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app import start
from app.areas.organisations.acts import NewPlace, open_office
from app.store import search
from app.store.keys import Cost
from app.store.surroundings import repeatable
from app.store.workspace import Workspace

TODAY = date(2026, 11, 22)
PASSWORD = "bench"
UNION_SIZE = 200
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤单仇解"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红娥玲芬燕彩春菊凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉"
    "琼勤珍贞莉建国文辉力健世广志义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子成康星光天达安岩中茂进林有坚"
)
INSERTS = {
    "person": "id, name, sex, birth_on, birth_year, ethnicity, phone, joined_on, card_no, rev",
    "person_spell": "id, person_id, since, education, political, employment_form, migrant,"
    " new_group, rev",
    "identity_document": "id, person_id, type, number, rev",
    "membership": "id, person_id, union_id, since, until, status, began, ended, group_name, rev",
    "employment": "id, person_id, employer_id, since, follows, post, employee_no, rev",
}


def name(chance: random.Random) -> str:
    """An invented name of two or three characters; two of three begin with a common surname."""
    few = SURNAMES[:20] if chance.random() < 0.66 else SURNAMES
    return chance.choice(few) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))


def register(folder: Path, number: int) -> Workspace:
    """An open workspace of a district with that many members in unions of 200."""
    wiring, around = start.wiring(), repeatable(1, TODAY)
    if folder.exists():
        return Workspace.open(folder, password=PASSWORD, wiring=wiring, surroundings=around)
    space = Workspace.create(
        folder,
        user="经办人",
        password=PASSWORD,
        cost=Cost(1, 8 * 1024 * 1024),
        wiring=wiring,
        surroundings=around,
    )
    opened = space.do(
        open_office,
        kind="township",
        name="王庆坨镇总工会",
        opening=date(2026, 1, 1),
        places=[
            NewPlace("120114102", "王庆坨镇", "township"),
            NewPlace("120114102201", "一街村", "village", "120114102"),
        ],
    ).result
    began = time.process_time()
    space.on_writer(lambda raw: _fill(raw, space, opened["root"], number))
    filled = time.process_time()
    with space._writer.begin() as conn:
        search.refresh(conn, wiring.search, None)
    took = time.process_time() - filled
    space.checkpoint()
    print(
        f"{number:,} members made: rows {filled - began:.1f} s, search {took:.1f} s CPU, "
        f"{space.database.stat().st_size / 1e6:.0f} MB",
        flush=True,
    )
    return space


def _fill(raw: Any, space: Workspace, root: str, number: int) -> None:
    chance, rev = random.Random(1), raw.execute("SELECT max(number) FROM entry").fetchone()[0]
    raw.execute("BEGIN IMMEDIATE")
    unions = [bytes.fromhex(space.new_id()) for _ in range(max(2, number // UNION_SIZE))]
    firms = [bytes.fromhex(space.new_id()) for _ in unions]
    raw.executemany(
        "INSERT INTO unions (id, outside, rev) VALUES (?, 0, ?)", [(u, rev) for u in unions]
    )
    raw.executemany(
        "INSERT INTO union_spell (id, union_id, since, name, upper_id, type, level, status, rev)"
        " VALUES (?, ?, '', ?, ?, 'single', 'primary', 'active', ?)",
        [
            (bytes.fromhex(space.new_id()), u, f"第{n}自行车有限公司工会", bytes.fromhex(root), rev)
            for n, u in enumerate(unions)
        ],
    )
    raw.executemany("INSERT INTO employer (id, rev) VALUES (?, ?)", [(f, rev) for f in firms])
    raw.executemany(
        "INSERT INTO employer_spell (id, employer_id, since, name, nature, status, rev)"
        " VALUES (?, ?, '', ?, 'enterprise', 'active', ?)",
        [
            (bytes.fromhex(space.new_id()), f, f"第{n}自行车有限公司", rev)
            for n, f in enumerate(firms)
        ],
    )
    for first in range(0, number, 20_000):
        part = _people(chance, space, unions, firms, range(first, min(first + 20_000, number)), rev)
        for table, rows in part.items():
            marks = ", ".join("?" * len(rows[0]))
            raw.executemany(f"INSERT INTO {table} ({INSERTS[table]}) VALUES ({marks})", rows)
    raw.execute("COMMIT")


def _people(
    chance: random.Random,
    space: Workspace,
    unions: list[bytes],
    firms: list[bytes],
    numbers: range,
    rev: int,
) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in INSERTS}
    for n in numbers:
        one = bytes.fromhex(space.new_id())
        born = date(1962, 1, 1) + timedelta(chance.randrange(15_500))
        joined = date(2005, 1, 1) + timedelta(chance.randrange(7_900))
        ended = chance.random() < 0.05
        where = n // UNION_SIZE % len(unions)
        rows["person"].append(
            (
                one,
                name(chance),
                chance.choice("12"),
                born.isoformat(),
                born.year,
                chance.choice(("01",) * 19 + ("03",)),
                f"1{chance.choice((38, 39, 50, 36, 37, 58, 88))}{chance.randrange(10**8):08d}",
                joined.isoformat(),
                f"1201{n:012d}",
                rev,
            )
        )
        new = [bytes.fromhex(space.new_id()) for _ in range(4)]
        rows["person_spell"].append(
            (
                new[0],
                one,
                "",
                chance.choice(("21", "31", "61", "71")),
                chance.choice(("01", "03", "13", "13")),
                chance.choice(("contract", "contract", "dispatched")),
                chance.choice((0, 0, 1)),
                "courier" if chance.random() < 0.05 else None,
                rev,
            )
        )
        number = f"120114{born:%Y%m%d}{chance.randrange(10**4):04d}"
        rows["identity_document"].append((new[1], one, "resident_id", number, rev))
        status = "retained" if chance.random() < 0.04 else "active"
        rows["membership"].append(
            (
                new[2],
                one,
                unions[where],
                "",
                "2025-06-30" if ended else None,
                status,
                "opening",
                "left" if ended else None,
                f"第{n % 5 + 1}小组",
                rev,
            )
        )
        rows["employment"].append(
            (new[3], one, firms[where], "", 1, "装配工", f"{n % UNION_SIZE:04d}", rev)
        )
    return rows


def main() -> None:
    """Make a register and leave it: FOLDER NUMBER."""
    register(Path(sys.argv[1]), int(sys.argv[2])).close()


if __name__ == "__main__":
    main()

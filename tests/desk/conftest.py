"""The desk's bench: a plain SQLite workspace with real threads, a list of invented firms."""
# ruff: noqa: E501

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View
from app.base.progress import SILENT

TODAY = date(2026, 11, 22)


@dataclass
class Changed:
    entry: int
    title: str
    kinds: dict[str, set[str]] = field(default_factory=dict)


class Bench:
    """A workspace of plain SQLite: one writer thread, one reader thread, as the store has."""

    def __init__(self, path: Path, count: int) -> None:
        self.path, self.user = path, "王敏"
        self.folder = path.parent
        self._write = ThreadPoolExecutor(1)
        self._read = ThreadPoolExecutor(1)
        self._entry = 0
        fill(path, count)

    def submit(self, act: Any, /, *args: Any, progress: Any = SILENT, **kwargs: Any) -> Future[Any]:
        return self._write.submit(self._do, act, args, progress, kwargs)

    def _do(self, act: Any, args: Any, progress: Any, kwargs: Any) -> Changed:
        connection = sqlite3.connect(self.path)
        try:
            with connection:
                kinds = act(connection, *args, **kwargs)
        finally:
            connection.close()
        self._entry += 1
        return Changed(self._entry, act.title, kinds)

    def ask(self, query: Any) -> Future[Any]:
        return self._read.submit(self._ask, query)

    def _ask(self, query: Any) -> Any:
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        try:
            return query(connection)
        finally:
            connection.close()

    def close(self) -> None:
        self._write.shutdown()
        self._read.shutdown()


NAMES = [
    "沐阳自行车配件",
    "恒泰车料",
    "顺驰轮胎",
    "永利电镀",
    "华盛物流",
    "金轮车业",
    "兴发五金",
    "宏业注塑",
    "瑞丰包装",
    "鑫源烤漆",
]
WAYS = ("联合会吸纳", "单独建会", "联合建会", "未建会")
STATES = (
    Status("正常", Tone.GOOD),
    Status("满25人应建会", Tone.WARN),
    Status("会员未填", Tone.IDLE),
    Status("已吊销未清理", Tone.BAD),
    Status("筹备", Tone.INFO),
)


def fill(path: Path, count: int) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS firm (id TEXT PRIMARY KEY, name TEXT, way TEXT, workers INT,"
            " members INT, phone TEXT, contact TEXT, state INT)"
        )
        connection.executemany(
            "INSERT INTO firm VALUES (?,?,?,?,?,?,?,?)",
            (
                (
                    f"{n:032x}",
                    f"天津{NAMES[n % 10]}有限公司" + (f"（{n // 10}）" if n >= 10 else ""),
                    WAYS[n % 4],
                    12 + n * 7 % 90,
                    None if n % 9 == 4 else 9 + n * 5 % 60,
                    f"138{n % 100000000:08d}",
                    ("王建国", "李敏", "刘芳", None)[n % 4],
                    n % 5 if n % 3 else 0,
                )
                for n in range(count)
            ),
        )
    connection.close()


class Firms:
    """The list of firms, as an area would declare it."""

    key = "firms"
    title = "用人单位"
    kind = "employer"
    kinds = frozenset({"employer", "coverage"})
    purpose = "这里列出本辖区的用人单位：有没有建会、由哪个工会涵盖、职工和会员多少。"
    columns = (
        Column("name", "单位", 196),
        Column("way", "建会", 96),
        Column("workers", "职工", 64, Role.COUNT, help="在册职工，含劳务派遣"),
        Column("members", "会员", 64, Role.COUNT),
        Column("phone", "电话", 116, Role.CODE, sensitive=True),
        Column("contact", "联络员", 80),
        Column("state", "状态", 132, Role.STATUS),
        Column("rate", "入会率", 72, Role.RATE, shown=False, sortable=False),
    )
    filters = (
        Filter("way", "建会形式", tuple(Choice(w, w) for w in WAYS)),
        Filter(
            "state", "状态", tuple(Choice(str(n), s.word) for n, s in enumerate(STATES)), many=True
        ),
    )

    def _where(self, view: View) -> tuple[str, list[Any]]:
        parts, values = ["1"], []
        if view.text:
            parts.append("instr(name, ?)")
            values.append(view.text)
        if way := view.filters.get("way"):
            parts.append("way = ?")
            values.append(way)
        if states := view.filters.get("state"):
            parts.append(f"state IN ({','.join('?' * len(states))})")
            values.extend(int(s) for s in states)
        return " AND ".join(parts), values

    def ids(self, connection: Any, view: View) -> list[str]:
        where, values = self._where(view)
        order = ", ".join(f"{k} {'DESC' if d else 'ASC'}" for k, d in view.sort) or "rowid"
        return [
            r[0]
            for r in connection.execute(
                f"SELECT id FROM firm WHERE {where} ORDER BY {order}", values
            )
        ]

    def rows(self, connection: Any, ids: Any, view: View) -> list[dict[str, Any]]:
        marks = ",".join("?" * len(ids))
        held = {
            r["id"]: dict(r)
            for r in connection.execute(f"SELECT * FROM firm WHERE id IN ({marks})", list(ids))
        }
        out = []
        for i in ids:
            values = held.get(i, {})
            if values:
                values["state"] = STATES[values["state"]]
                values["rate"] = f"{100 * (values['members'] or 0) // values['workers']}%"
            out.append(values)
        return out


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "bench.db", 120)
    yield made
    made.close()


@pytest.fixture
def ops(qapp: Any, bench: Bench) -> Iterator[Any]:
    from app.desk import theme
    from app.desk.operations import Operations

    theme.apply(qapp)
    made = Operations(bench)
    yield made
    made.close()


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def small_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the sample office; copied before it is opened."""
    from .small import make_office

    folder = tmp_path_factory.mktemp("small") / "样例镇"
    make_office(folder)
    return folder


@pytest.fixture
def tour(qapp: Any, small_office: Path, tmp_path: Path) -> Iterator[Any]:
    """The sample office in the real window, 911 × 512 points."""
    from .small import small_window

    folder = tmp_path / "样例镇"
    shutil.copytree(small_office, folder)
    with small_window(qapp, folder, tmp_path / "settings.json") as made:
        yield made

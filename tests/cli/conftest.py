"""A real office's encrypted workspace, opened by the command line as a person would.

It is made once per worker with cheap keys through the API (the program itself has no cheap keys)
and copied for each test.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import start
from app.areas.organisations import acts, opening
from app.store.keys import Cost
from app.store.workspace import Surroundings, Workspace

USER, PASSWORD = "张三", "口令 abc"
CHEAP = Cost(1, 8 * 1024 * 1024)
TODAY = "2026-11-22"
DIVISION = "620121100"  # 城关镇, 永登县


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        value: dict[str, Any] = json.loads(self.out)
        return value

    @property
    def code(self) -> str:
        """The error's code."""
        return str(self.json["error"]["code"])


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("info", folder=...)``: the program in this process, with --json and the password."""
    monkeypatch.setenv("UNION_DESK_PASSWORD", PASSWORD)

    def call(*arguments: str | Path, folder: Path | None = None, text: bool = False) -> Said:
        capsys.readouterr()
        before = ["--today", TODAY, *([] if text else ["--json"])]
        if folder is not None:
            before += ["-w", str(folder)]
        status = start.main([*before, *map(str, arguments)])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return call


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed workspace of a township with its villages and one union below its own."""
    folder = tmp_path_factory.mktemp("office") / "城关镇 总工会"
    day = date.fromisoformat(TODAY)
    space = Workspace.create(
        folder,
        user=USER,
        password=PASSWORD,
        wiring=start.wiring(),
        surroundings=Surroundings(today=lambda: day),
        cost=CHEAP,
    )
    with space:
        plan = opening.plan(
            division=DIVISION, kind="township", opening=date(2026, 1, 1), villages=True
        )
        root = space.do(acts.open_office, **plan).result["root"]
        space.do(
            acts.record_union,
            name="新光纺织有限公司工会委员会",
            upper_id=root,
            type="single",
            form="committee",
            level="primary",
        )
    return folder


@pytest.fixture
def office(office_template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    folder = tmp_path / "城关镇 总工会"
    shutil.copytree(office_template, folder)
    return folder

"""The history of a record tells also what other areas keep of it, in their own words."""

from __future__ import annotations

import importlib
import re
import shutil
from collections import ChainMap
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import start
from app.areas import AREAS
from app.areas.organisations.demo import demo_surroundings
from app.base.area import gather
from app.desk.story import Vocabulary, read_entries
from app.store.meta import METADATA
from app.store.workspace import Workspace
from tests.desk.small import PASSWORD, TODAY

RAW = re.compile(r"[{\[]|\b[0-9a-f]{32}\b")
"""Data as they lie in the file, or the id of a record."""
RECORDS = {
    "organisations": ("unions", "employer"), "members": ("person",), "cadres": ("election",),
    "five_ones": ("unions",), "surveys": ("survey",), "six_haves": ("assessment", "unions"),
}  # fmt: skip
MOST = 30


@pytest.fixture(scope="module")
def space(small_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("histories") / "样例镇"
    shutil.copytree(small_office, folder)
    around = demo_surroundings(2, TODAY)
    with Workspace.open(
        folder, user="经办人", password=PASSWORD, wiring=start.wiring(), surroundings=around
    ) as opened:
        yield opened


@pytest.mark.parametrize("area", RECORDS)
def test_no_history_shows_columns_data_or_ids(space: Workspace, area: str) -> None:
    words: Vocabulary = importlib.import_module(f"app.areas.{area}.page.story").WORDS
    stories = dict(ChainMap(*gather(AREAS, "stories")))
    told = 0
    for table in RECORDS[area]:
        column = METADATA.tables[table].c.id
        ids = space.read(lambda conn, of=column: conn.execute(of.table.select()).mappings().all())
        for row in ids[:: max(1, len(ids) // MOST)]:
            found = space.read(
                lambda conn, one=row["id"]: read_entries(conn, one, lambda m: m, words, stories)
            )
            for change in (change for entry in found for change in entry.changes):
                told += 1
                assert not change.field.isascii(), change
                assert not RAW.search(change.before), change
                assert not RAW.search(change.after), change
    assert told > MOST

"""Papers about one record, printed by the command line over the sample office, and read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Connection, Table, select

from app import start
from app.areas import AREAS
from app.areas.cadres.acts import add_ballot, add_candidate, plan_election
from app.areas.cadres.records import ELECTION, OFFICIAL_PAPER, POST
from app.areas.cadres.rules.papers import every, text
from app.areas.five_ones.records import ACTIVITY, CONGRESS, CONSULTATION, CONTRACT
from app.areas.members.records import CAMPAIGN, MEMBERSHIP, PERSON, TRANSFER
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import UNION
from app.areas.surveys.records import SURVEY
from app.base.area import gather
from app.base.errors import UserError
from app.paper.asking import year_scope
from app.store.surroundings import repeatable
from app.store.workspace import Workspace

from .conftest import CHEAP, PASSWORD, TODAY, USER, Run

DAY = date.fromisoformat(TODAY)
TABLES: dict[str, Table] = {
    "transfer": TRANSFER, "member": PERSON, "campaign": CAMPAIGN, "organs": UNION,
    "official_paper": OFFICIAL_PAPER, "election": ELECTION, "activity": ACTIVITY,
    "five_year": UNION, "consultation": CONSULTATION, "contract": CONTRACT, "survey": SURVEY,
}  # fmt: skip
"""Where the records stand that a paper is about."""
PAPERS = [name for name, report in start.papers().items() if report.about]
TEXTS = [*every()]
TRIED = 100


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small office with everything, as ``demo`` fills it."""
    folder = tmp_path_factory.mktemp("demo") / "示例 镇"
    space = Workspace.create(
        folder, user=USER, password=PASSWORD, cost=CHEAP, wiring=start.wiring(),
        surroundings=repeatable(1, DAY),
    )  # fmt: skip
    for fill in gather(AREAS, "demo"):
        fill(space, size="small", seed=1, today=DAY)
    _recall(space)
    space.close()
    return folder


def _recall(space: Workspace) -> None:
    """What the sample has none of: a chair who is to be recalled."""
    led = (POST.c.role == "chair") & POST.c.until.is_(None) & POST.c.body_id.is_not(None)
    query = select(POST.c.union_id, POST.c.person_id).where(led).order_by(POST.c.id)
    union, person = space.read(lambda c: tuple(c.execute(query).first()))
    election = space.do(plan_election, union_id=union, kind="recall", planned_on=DAY).result
    ballot = space.do(add_ballot, election, body="committee", role="chair").result
    space.do(add_candidate, ballot, who=person)


@pytest.fixture(scope="module")
def chosen(sample: Path) -> dict[str, tuple[str, str]]:
    """For each paper and text a record that it fits, and a name that must stand in it."""
    space = Workspace.open(sample, password=PASSWORD, wiring=start.wiring(),
                           surroundings=repeatable(1, DAY))  # fmt: skip
    with space:
        return space.read(_choose)


def _choose(conn: Connection) -> dict[str, tuple[str, str]]:
    found = {}
    for name in PAPERS:
        if name != "official_draft":
            found[name] = _first(conn, name, start.papers()[name].about, {})
    for key in TEXTS:
        about = "organs" if text(key).about == "union" else "election"
        found[key] = _first(conn, "official_draft", about, {"text": key})
    return found


def _first(conn: Connection, name: str, about: str, options: dict[str, str]) -> tuple[str, str]:
    """The first record that the paper takes; what it does not take, it refuses in a sentence."""
    table = TABLES[about]
    query = select(table)
    if table is OFFICIAL_PAPER:
        query = query.where(OFFICIAL_PAPER.c.direction == "out")
    if name.startswith(("congress", "workers_congress")):
        query = query.join(CONGRESS, CONGRESS.c.activity_id == ACTIVITY.c.id)
    if name == "retained":
        kept = (MEMBERSHIP.c.status == "retained") & MEMBERSHIP.c.until.is_(None)
        query = query.where(PERSON.c.id.in_(select(MEMBERSHIP.c.person_id).where(kept)))
    if kinds := (text(options["text"]).kinds if options else ()):
        query = query.where(ELECTION.c.kind.in_(kinds))
    scope = year_scope(conn, DAY.year, today=DAY)
    for row in conn.execute(query.order_by(table.c.id).limit(TRIED)).mappings():
        record = str(row[table.c.id])
        ask = start.ask(conn, scope, year=DAY.year, today=DAY,
                        options={"id": record, "year": str(DAY.year), **options})  # fmt: skip
        try:
            start.papers()[name].make(ask)
        except UserError:
            continue
        return record, _named(conn, about, table, row)
    raise AssertionError(f"the sample has no record for {name} {options}")


def _named(conn: Connection, about: str, table: Table, row: Any) -> str:
    """The union that the record is of; of a person or a campaign the name."""
    if about == "member":
        return str(row[PERSON.c.name])
    if about == "transfer":
        query = select(PERSON.c.name).where(PERSON.c.id == row[TRANSFER.c.person_id])
        return str(conn.execute(query).scalar_one())
    if about == "campaign":
        return str(row[CAMPAIGN.c.name])
    union = str(row[UNION.c.id if table is UNION else table.c.union_id])
    return names_of(conn, "union", [union])[union]


def printed(run: Run, sample: Path, out: Path, name: str, **options: str) -> str:
    said = run(
        "report", name, out, "--year", str(DAY.year),
        *(part for key, value in options.items() for part in ("--option", f"{key}={value}")),
        folder=sample,
    )  # fmt: skip
    assert said.status == 0, said.json
    assert said.json["missing_glyphs"] == []
    reader = PdfReader(out)
    assert len(reader.pages) == said.json["pages"] > 0
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("name", [name for name in PAPERS if name != "official_draft"])
def test_a_paper_about_a_record_prints_and_names_whose_it_is(
    run: Run, sample: Path, chosen: dict[str, tuple[str, str]], tmp_path: Path, name: str
) -> None:
    record, whose = chosen[name]
    said = printed(run, sample, tmp_path / "一.pdf", name, id=record, year=str(DAY.year))
    assert whose.removesuffix("工会委员会") in said, "some name the firm"
    assert "None" not in said
    assert "{" not in said


@pytest.mark.parametrize("key", TEXTS)
def test_each_official_text_prints_and_names_the_union(
    run: Run, sample: Path, chosen: dict[str, tuple[str, str]], tmp_path: Path, key: str
) -> None:
    record, whose = chosen[key]
    typed = {field: f"填写{number}" for number, field in enumerate(text(key).asks)}
    said = printed(run, sample, tmp_path / "二.pdf", "official_draft", id=record, text=key, **typed)
    assert whose.removesuffix("工会委员会") in said
    assert "None" not in said
    assert "{" not in said


def test_what_is_typed_for_a_text_stands_in_it(
    run: Run, sample: Path, chosen: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    said = printed(
        run, sample, tmp_path / "三.pdf", "official_draft", text="rename_request",
        id=chosen["rename_request"][0], reason="单位改制", new_name="新名工会",
    )  # fmt: skip
    assert "因单位改制" in said
    assert "拟更名为“新名工会”" in said

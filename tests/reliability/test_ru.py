"""RU: every figure opens into the records that make it up; papers are whole at any length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from app import start
from app.areas import AREAS
from app.areas.members.records import MEMBERSHIP, PERSON, PERSON_SPELL
from app.areas.organisations.acts import NewPlace, open_office
from app.areas.organisations.demo import demo_surroundings
from app.areas.organisations.records import COVERAGE, EMPLOYER, EMPLOYER_SPELL, UNION, UNION_SPELL
from app.base.area import gather
from app.base.days import calendar_year
from app.figures.engine import evaluate, percent, records, table
from app.figures.registry import Figure, Scope
from app.paper.asking import year_scope
from app.paper.document import render
from app.store.work import Work, act
from app.store.workspace import Workspace
from tests.conftest import FULL
from tests.paper.reading import MM, Run, fonts, lines, open_pdf, runs
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)
REGISTRY = start.registry()
FIGURES = sorted(REGISTRY.figures)

# -- RU-8 ------------------------------------------------------------------------------------------


@cache
def _scopes(workspace: Workspace) -> dict[str, Scope]:
    """The whole office now, at the end of a past year, and one unit with all below it."""
    opening = date(TODAY.year - 2, 1, 1)
    some = workspace.read(
        lambda c: c.execute(
            UNION_SPELL.select().where(UNION_SPELL.c.type == "regional_federation")
        ).mappings().first()
    )  # fmt: skip
    assert some is not None
    return {
        "now": Scope(TODAY, calendar_year(2026), opening=opening),
        "a past year": Scope(date(2025, 12, 31), calendar_year(2025), opening=opening),
        "a unit": Scope(TODAY, calendar_year(2026), some["union_id"], opening),
    }


def _sizes() -> list[Any]:
    full = pytest.mark.full
    return ["small", pytest.param("township", marks=full), pytest.param("county", marks=full)]


@pytest.fixture(scope="module", params=_sizes())
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workspace, str]]:
    workspace = Workspace.create(
        tmp_path_factory.mktemp("ru") / "样例",
        user="经办人",
        password="口令",
        cost=CHEAP,
        wiring=start.wiring(),
        surroundings=demo_surroundings(1, TODAY),
    )
    for fill in gather(AREAS, "demo"):
        fill(workspace, size=request.param, seed=1, today=TODAY)
    yield workspace, request.param
    workspace.close()


@pytest.mark.parametrize("which", ["now", "a past year", "a unit"])
def test_ru_8_every_figure_is_the_sum_of_its_records(
    sample: tuple[Workspace, str], which: str
) -> None:
    workspace, _size = sample
    scope = _scopes(workspace)[which]

    def look(conn: Any) -> None:
        values = evaluate(conn, REGISTRY, REGISTRY.codes(), scope)
        assert set(values) == {*REGISTRY.figures, *REGISTRY.rates}
        sums = {}
        for code in FIGURES:
            found = records(conn, REGISTRY, code, scope)
            sums[code] = sum(one.value for one in found)
            assert sums[code] == (values[code].value or 0), code
            assert all(one.title and one.id and one.kind for one in found), code
            assert all(one.value > 0 for one in found), code
            sources = {one.source for one in found}
            state = values[code].state
            assert state == ("mixed" if len(sources) > 1 else sources.pop() if sources else state)
        for code, rate in REGISTRY.rates.items():
            value = values[code]
            assert (value.numerator or 0) == sums[rate.numerator], code
            assert (value.denominator or 0) == sums[rate.denominator], code
            if value.value is not None:
                assert value.value == percent(sums[rate.numerator], sums[rate.denominator])

    workspace.read(look)


@pytest.mark.parametrize("by", sorted(REGISTRY.dimensions))
def test_ru_8_every_group_of_every_dimension_too(sample: tuple[Workspace, str], by: str) -> None:
    workspace, size = sample
    scope = _scopes(workspace)["now"]
    dimension = REGISTRY.dimensions[by]
    few = None if size == "small" and (FULL or by not in ("union", "place")) else 6
    turn = sorted(REGISTRY.dimensions).index(by) % 3

    def look(conn: Any) -> None:
        made = table(conn, REGISTRY, REGISTRY.codes(), scope, by)
        assert made.overlaps == dimension.overlaps
        assert made.rows
        assert set(made.labels) == set(made.rows)
        assert all(made.labels.values()), "every group has a name"
        plain = evaluate(conn, REGISTRY, REGISTRY.codes(), scope)
        for number, code in enumerate(REGISTRY.codes()):
            thing = REGISTRY.get(code)
            assert made.total[code].value == plain[code].value, code
            if not isinstance(thing, Figure):
                for row in made.rows.values():
                    assert row[code].numerator in (row[thing.numerator].value, None)
                    assert row[code].denominator in (row[thing.denominator].value, None)
                continue
            groups = {key: row[code].value or 0 for key, row in made.rows.items()}
            if not dimension.fits(thing.base):  # ages of unions: nothing, and nothing else
                assert not any(groups.values()), (code, by)
                continue
            if not dimension.overlaps:
                assert sum(groups.values()) == (plain[code].value or 0), (code, by)
            if not FULL and number % 3 != turn:
                continue  # a third of the figures for each dimension, another third for the next
            wanted = [key for key, value in groups.items() if value]
            if few is not None:  # other groups for other figures
                wanted = [*wanted[:1], *wanted[number % 7 :: 7]][:few]
            empty = [key for key, value in groups.items() if not value][:1]
            for key in (*wanted, *empty):
                found = records(conn, REGISTRY, code, scope, by, key)
                assert sum(one.value for one in found) == groups[key], (code, key)
                assert all(one.key == key for one in found)

    workspace.read(look)


def test_ru_8_groups_that_overlap_count_a_record_in_each(sample: tuple[Workspace, str]) -> None:
    """A union of two federations stands in both rows: the rows are no balance, and say so."""
    workspace, _size = sample
    scope = _scopes(workspace)["now"]
    overlapping = [name for name, one in REGISTRY.dimensions.items() if one.overlaps]
    assert overlapping == ["federation"]
    made = workspace.read(lambda c: table(c, REGISTRY, ["J101"], scope, "federation"))
    assert made.overlaps


# -- RU-9 ------------------------------------------------------------------------------------------

PAPERS = [n for n, one in start.papers().items() if not (one.about or n.startswith("help-"))]
"""Those of the office; what is printed of one record has its length from a form."""
LEFT, RIGHT = 28 * MM, (28 + 156) * MM
TOP, BOTTOM = (297 - 37) * MM, (297 - 37 - 225) * MM
COUNTS = [0, 1, 30, pytest.param(5000, marks=pytest.mark.full)]


@act("test.many", "造许多")
def _many(work: Work, *, root: str, place: str, count: int) -> None:
    """So many unions with one employer and one member each, as many employers without a union."""
    made = [(work.new_id(), work.new_id(), work.new_id()) for _ in range(count)]
    work.insert_rows(
        UNION, [{"id": u, "outside": False, "certificate_until": date(2026, 12, 1),
                 "legal_person": True} for u, _, _ in made],
    )  # fmt: skip
    work.insert_rows(
        UNION_SPELL,
        [{"union_id": u, "since": date(2026, 3, 1), "name": f"甲{n:04}厂工会", "upper_id": root,
          "type": "single", "form": "committee", "level": "primary", "status": "active",
          "place_id": place} for n, (u, _, _) in enumerate(made)],
    )  # fmt: skip
    every = [(e, "甲", n) for n, (_, e, _) in enumerate(made)]
    every += [(e, "乙", n) for n, (_, _, e) in enumerate(made)]
    work.insert_rows(
        EMPLOYER,
        [{"id": e, "unit_level": "legal_person", "should_unionise": "required"}
         for e, _, _ in every],
    )  # fmt: skip
    work.insert_rows(
        EMPLOYER_SPELL,
        [{"employer_id": e, "since": date(2026, 1, 1), "name": f"{mark}{n:04}厂", "status":
          "active", "nature": "enterprise", "place_id": place} for e, mark, n in every],
    )  # fmt: skip
    work.insert_rows(
        COVERAGE, [{"union_id": u, "employer_id": e, "kind": "found", "since": date(2026, 3, 1)}
                   for u, e, _ in made],
    )  # fmt: skip
    people = work.insert_rows(PERSON, [{"name": f"丙{n:04}厂"} for n in range(count)])
    work.insert_rows(PERSON_SPELL, [{"person_id": one, "since": None} for one in people])
    work.insert_rows(
        MEMBERSHIP,
        [{"person_id": one, "union_id": u, "since": date(2026, 3, 1), "status": "active",
          "began": "joined"} for one, (u, _, _) in zip(people, made, strict=True)],
    )  # fmt: skip


@pytest.fixture(scope="module", params=COUNTS)
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workspace, int]]:
    workspace = Workspace.create(
        tmp_path_factory.mktemp("ru9") / "镇",
        user="经办人",
        password="口令",
        cost=CHEAP,
        wiring=start.wiring(),
        surroundings=demo_surroundings(1, TODAY),
    )
    made = workspace.do(
        open_office,
        kind="township",
        name="王庆坨镇总工会",
        opening=date(2026, 1, 1),
        places=[NewPlace("120114102", "王庆坨镇", "township")],
    ).result
    if request.param:
        workspace.do(_many, root=made["root"], place=made["root_place"], count=request.param)
    yield workspace, request.param
    workspace.close()


def _printed(workspace: Workspace, name: str) -> Any:
    def make(conn: Any) -> Any:
        scope = year_scope(conn, 2026, today=TODAY)
        return start.papers()[name].make(start.ask(conn, scope, year=2026, today=TODAY))

    return render(workspace.read(make))


LISTED = {
    "annual": "甲乙", "unions": "甲", "employers": "甲乙", "uncovered": "乙", "findings": "",
    "monthly": "", "roster": "丙", "sign_in": "丙", "hand_out": "丙", "collective": "",
    "five_ones_ledger": "", "five_ones_quarters": "", "survey_summary": "",
    "cadre_roster": "", "terms_due": "", "renewal_statistics": "",
    "contract_ledger": "", "contract_ends": "", "offer_statistics": "",
    "archive": "",
    "six_sheet": "", "six_application": "", "six_summary": "甲", "six_improvements": "",
    "six_targets": "",
    "six_proofs": "",
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_ru_9_papers_are_whole_at_any_length(office: tuple[Workspace, int], name: str) -> None:
    workspace, count = office
    printed = _printed(workspace, name)
    assert _printed(workspace, name).pdf == printed.pdf, "printed twice the same"
    assert printed.missing == ()
    reader = open_pdf(printed.pdf)
    assert len(reader.pages) == printed.pages > 0
    found = runs(printed.pdf)
    for font, known in fonts(printed.pdf).items():
        assert "/FontFile2" in known["/FontDescriptor"], font
    assert not any("\ufffd" in run.text for run in found)
    of_page: dict[int, list[Run]] = {}
    for run in found:
        of_page.setdefault(run.page, []).append(run)
    for number, page in enumerate(reader.pages):
        here = of_page[number]
        assert float(page.mediabox.width) == pytest.approx(595.28, abs=0.5)
        assert float(page.mediabox.height) == pytest.approx(841.89, abs=0.5)
        foot = "".join(line for _, line in lines([r for r in here if r.y < BOTTOM - 2], number))
        marks = "".join(r.text for r in here)
        assert f"— {reader.page_labels[number]} —" in (foot or marks) or number == 0, number
    for run in found:
        if run.page == 0 or BOTTOM - 12 * MM < run.y < BOTTOM - 5 * MM:
            continue
        assert LEFT - 1 <= run.x <= RIGHT + 1, run
        assert BOTTOM - 1 <= run.y <= TOP + 1, run
    whole = "".join(run.text for run in found).replace(" ", "")
    listed = set(re.findall(r"[甲乙丙]\d{4}厂", whole))
    for mark in LISTED[name]:
        missing = [n for n in range(count) if f"{mark}{n:04}厂" not in listed]
        assert missing == [], (mark, missing[:5])


def test_ru_9_there_is_a_test_for_every_paper() -> None:
    assert set(LISTED) == set(PAPERS)

"""How long the checks take on a county: 6,000 unions, 50,000 employers.

.venv/bin/python -m tests.bench.bench_checks [UNIONS EMPLOYERS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app.areas.organisations.acts import NewPlace, open_office
from app.areas.organisations.checks import INVARIANTS, completeness, run_checks
from app.areas.organisations.records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    READING,
    UNION,
    UNION_SPELL,
)
from app.rules.office import rule_book
from app.store.keys import Cost
from app.store.work import Work, act
from app.store.workspace import Workspace

TODAY = date(2026, 11, 22)
OPENING = date(2024, 1, 1)


@act("bench.county", "造一个县")
def county(work: Work, *, root: str, places: list[str], unions: int, employers: int) -> None:
    """Unions under one federation per place, every employer covered but one in five."""
    work.start_batch()
    heads = [work.new_id() for _ in places]
    made = [work.new_id() for _ in range(unions - len(heads))]
    firms = [work.new_id() for _ in range(employers)]
    ends = date(2029, 1, 5)
    plain = {"outside": False, "certificate_until": ends, "term_until": ends}
    work.insert_rows(UNION, ({"id": one, **plain} for one in (*heads, *made)))

    def spell(one: str, name: str, upper: str, kind: tuple[str, str], place: str) -> dict[str, Any]:
        return {"union_id": one, "since": None, "name": name, "upper_id": upper, "type": kind[0],
                "form": kind[1], "level": "primary", "status": "active",
                "place_id": place}  # fmt: skip

    work.insert_rows(
        UNION_SPELL,
        [
            spell(one, f"第{n}村工会联合会", root, ("regional_federation", "federation"), places[n])
            for n, one in enumerate(heads)
        ]
        + [
            spell(one, f"企业{n}工会委员会", heads[n % len(heads)], ("single", "committee"),
                  places[n % len(heads)])
            for n, one in enumerate(made)
        ],
    )  # fmt: skip
    work.insert_rows(
        EMPLOYER,
        ({"id": one, "unit_level": "legal_person", "should_unionise": "required"} for one in firms),
    )
    work.insert_rows(
        EMPLOYER_SPELL,
        (
            {"employer_id": one, "since": None, "name": f"企业{n}", "status": "active",
             "nature": "enterprise", "economic_type": None, "industry": "C",
             "place_id": places[n % len(places)]}
            for n, one in enumerate(firms)
        ),
    )  # fmt: skip
    covering = [*made, *(heads[n % len(heads)] for n in range(len(made), employers * 4 // 5))]
    work.insert_rows(
        COVERAGE,
        (
            {
                "union_id": union,
                "employer_id": firms[n],
                "kind": "found",
                "since": None,
                "organiser": "李敏" if n % 20 else None,
            }
            for n, union in enumerate(covering)
        ),
    )
    work.insert_rows(
        READING,
        (
            {"employer_id": one, "code": code, "on_day": date(year, 3, 1), "value": value + n % 23}
            for n, one in enumerate(firms)
            for code, value in (("J201", 6), ("J206", 3))
            for year in (2025, 2026)
        ),
    )


def make(folder: Path, unions: int, employers: int) -> Workspace:
    """A workspace with that many records."""
    space = Workspace.create(folder, user="张三", password="abc", cost=Cost(1, 8 * 1024 * 1024))
    places = [NewPlace("120114", "武清区", "other")]
    places += [NewPlace(f"120114{100 + n}", f"第{n}镇", "township", "120114") for n in range(25)]
    places += [
        NewPlace(f"120114{100 + n % 25}{200 + n // 25}", f"第{n}村", "village",
                 f"120114{100 + n % 25}")
        for n in range(500)
    ]  # fmt: skip
    made = space.do(
        open_office, kind="county", name="武清区总工会", opening=OPENING, places=places
    ).result
    from sqlalchemy import select

    from app.areas.organisations.records import PLACE_SPELL

    villages = space.read(
        lambda c: list(
            c.execute(
                select(PLACE_SPELL.c.place_id).where(PLACE_SPELL.c.kind == "village")
            ).scalars()
        )
    )
    space.do(county, root=made["root"], places=villages, unions=unions, employers=employers)
    return space


def timed(what: str, job: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = job()
    size = len(result) if hasattr(result, "__len__") else ""
    print(f"{what:32} {time.perf_counter() - started:7.2f} s  {size}")
    return result


def main() -> None:
    unions, employers = (int(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (6000, 50000)
    with tempfile.TemporaryDirectory() as folder:
        space = timed("make", lambda: make(Path(folder) / "w", unions, employers))
        book = timed("rule book", lambda: space.read(rule_book))

        def check(**more: Any) -> Any:
            return space.read(lambda c: run_checks(c, day=TODAY, year=2026, book=book, **more))

        timed("checks, failures", check)
        timed("checks, every result", lambda: check(every=True))
        for rule in (*book.ids, "L01", "L02", "L03", "L20", "L21"):
            timed(rule, lambda rule=rule: check(rule=rule))
        timed("completeness", lambda: space.read(lambda c: completeness(c, TODAY)).missing)
        timed("invariants", lambda: space.read(lambda c: [f for i in INVARIANTS for f in i(c)]))
        space.close()


if __name__ == "__main__":
    main()

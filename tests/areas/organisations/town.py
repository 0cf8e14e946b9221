"""A small town to check: what each test adds is what it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from app.areas.organisations import acts
from app.areas.organisations.acts import NewPlace, NewReading
from app.areas.organisations.checks import run_checks
from app.base.findings import Finding, Result
from app.rules.office import rule_book
from app.store.work import Work, act
from app.store.workspace import Workspace

TODAY = date(2026, 11, 22)
OPENING = date(2024, 1, 1)


@act("test.town", "测试用的操作")
def _job(work: Work, /, job: Callable[[Work], Any]) -> Any:
    return job(work)


class Town:
    """王庆坨镇总工会 with three villages, and short ways to act and to check."""

    def __init__(self, workspace: Workspace, opening: date = OPENING) -> None:
        self.workspace = workspace
        made = workspace.do(
            acts.open_office,
            kind="township",
            name="王庆坨镇总工会",
            opening=opening,
            places=[
                NewPlace("120114102", "王庆坨镇", "township"),
                NewPlace("120114102201", "一街村", "village", "120114102"),
                NewPlace("120114102202", "二街村", "village", "120114102"),
                NewPlace("120114102203", "三街社区", "community", "120114102"),
            ],
        ).result
        self.root: str = made["root"]
        self.place: str = made["root_place"]
        from app.areas.organisations.checks import Register

        places = workspace.read(lambda c: Register(c, TODAY).places)
        self.villages: dict[str, str] = {p.name: p.place_id for p in places.values()}

    def do(self, act_: Any, *args: Any, **values: Any) -> Any:
        """One act; what it returned."""
        return self.workspace.do(act_, *args, **values).result

    def write(self, job: Callable[[Work], Any]) -> Any:
        """Straight into the tables, past the checks and guards of the acts, as damage would."""
        guards = self.workspace.wiring.guards
        kept = dict(guards)
        guards.clear()
        try:
            return self.workspace.do(_job, job).result
        finally:
            guards.update(kept)

    def spoil(self, table: Table, row_id: str, column: str = "id", **values: Any) -> None:
        """Change fields of the one row whose ``column`` is ``row_id``, whatever the acts say."""

        def job(work: Work) -> None:
            (row,) = work.rows(select(table.c.id).where(table.c[column] == row_id))
            work.update(table, row["id"], **values)

        self.write(job)

    def union(self, name: str = "甲公司工会委员会", **values: Any) -> str:
        """A union there before the records begin."""
        given = {"upper_id": self.root, "type": "single", "form": "committee"} | values
        return str(self.do(acts.record_union, name=name, **given))

    def federation(self, name: str = "一街村工会联合会", **values: Any) -> str:
        given = {"type": "regional_federation", "form": "federation"} | values
        return self.union(name, **given)

    def employer(self, name: str = "甲公司", *, of: str | None = None, **values: Any) -> str:
        """An employer, covered by ``of``; J201 and J206 as ``workers`` and ``members``."""
        numbers = {"J201": values.pop("workers", None), "J206": values.pop("members", None)}
        given = {"nature": "enterprise", "unit_level": "legal_person"} | values
        made = str(self.do(acts.add_employer, name=name, **given))
        if of is not None:
            self.do(acts.cover_employer, union_id=of, employer_id=made, since=None)
        self.report("employer", made, **{k: v for k, v in numbers.items() if v is not None})
        return made

    def report(self, kind: str, owner: str, on: date = date(2026, 3, 1), **numbers: int) -> None:
        """Reported numbers of a union, employer or coverage."""
        rows = [NewReading(kind, owner, code, value) for code, value in numbers.items()]
        self.do(acts.set_readings, rows, on_day=on)

    def check(self, rule: str | None = None, day: date = TODAY, **more: Any) -> list[Finding]:
        """What the checks say."""

        def read(conn: Any) -> list[Finding]:
            given = {"book": rule_book(conn), "year": day.year} | more
            return run_checks(conn, day=day, rule=rule, **given)

        return self.workspace.read(read)

    def failed(self, rule: str, **more: Any) -> list[Finding]:
        """Failures of one rule."""
        found = self.check(rule, **more)
        assert all(f.result is Result.FAIL and f.rule == rule for f in found)
        return found

    def result(self, rule: str, of: str, **more: Any) -> Finding:
        """The one result of a rule for one record."""
        (found,) = [f for f in self.check(rule, every=True, **more) if f.id == of]
        return found

"""The office of the neighbours with people, and makers of bodies, terms and posts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres import acts
from app.areas.cadres.records import BODY, POST, TERM
from app.areas.organisations.records import UNION
from tests.areas.members.conftest import People, office, people

__all__ = ["cadres", "office", "people"]


class Cadres:
    """Makers in an office with the unions 甲 and 乙 and as many people as wanted."""

    def __init__(self, people: People) -> None:
        self.people, self.office, self.space = people, people.office, people.space
        self.one, self.two = people.one, people.two

    def do(self, act: Any, /, *args: Any, **kw: Any) -> Any:
        """What an act returns."""
        return self.space.do(act, *args, **kw).result

    def body(self, kind: str = "committee", union: str | None = None, **kw: Any) -> str:
        """A body of 甲, there before the records begin."""
        kw.setdefault("since", None)
        return self.do(acts.set_up_body, union_id=union or self.one, kind=kind, **kw)

    def term(
        self, body: str, since: date = date(2024, 3, 1), years: int | None = 3, **kw: Any
    ) -> str:
        """A term of a body."""
        return self.do(acts.start_term, body, since=since, years=years, **kw)

    def post(
        self,
        role: str = "chair",
        who: Any = None,
        *,
        body: str | None = None,
        union: str | None = None,
        since: date | None = date(2024, 3, 1),
        **kw: Any,
    ) -> str:
        """A post in 甲, of a new person if nobody is named."""
        who = who if who is not None else self.people.person(kw.pop("name", "王小明"))
        return self.do(
            acts.assign_post, union_id=union or self.one, who=who, role=role, since=since,
            body_id=body, **kw,
        )  # fmt: skip

    def led(self, union: str | None = None, **kw: Any) -> tuple[str, str, str]:
        """A committee with a term and a chair: body, term, post."""
        body = self.body(union=union)
        term = self.term(body, **kw)
        return body, term, self.post(body=body, union=union)

    def row(self, table: Any, record: str) -> dict[str, Any]:
        """A record as it is."""
        return self.office.rows(table.select().where(table.c.id == record))[0]

    def union(self, union: str | None = None) -> dict[str, Any]:
        """The ledger's line of a union."""
        return self.row(UNION, union or self.one)

    def posts(self, **where: Any) -> list[dict[str, Any]]:
        """Posts in the order of their beginning."""
        query = POST.select().order_by(POST.c.since, POST.c.role)
        rows = self.office.rows(query)
        return [r for r in rows if all(r[k] == v for k, v in where.items())]

    def terms(self) -> list[dict[str, Any]]:
        """Terms in the order of their beginning."""
        return self.office.rows(TERM.select().order_by(TERM.c.since))

    def bodies(self) -> list[dict[str, Any]]:
        """All bodies."""
        return self.office.rows(BODY.select().order_by(BODY.c.kind))


@pytest.fixture
def cadres(people: People) -> Cadres:
    """Makers of bodies, terms and posts."""
    return Cadres(people)


@pytest.fixture
def shown(qtbot: Any, qapp: Any, cadres: Cadres, tmp_path: Any) -> Any:
    """The page in the real shell, over two unions and a chair."""
    from tests.areas.cadres.windows import open_page

    yield from open_page(qtbot, qapp, cadres, tmp_path)

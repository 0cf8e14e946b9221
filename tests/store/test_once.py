"""A read that several parts of one look need is made once, and anew when something was written."""

from __future__ import annotations

from sqlalchemy import func, select

from app.areas.organisations.records import UNION
from app.store.once import once
from app.store.work import Work, act
from app.store.workspace import Workspace
from tests.store.acts import add_union


def test_once_in_a_transaction_and_again_in_the_next(workspace: Workspace) -> None:
    asked: list[int] = []

    def count(conn) -> int:
        def read() -> int:
            asked.append(1)
            return conn.execute(select(func.count()).select_from(UNION)).scalar_one()

        return once(conn, "unions", read)

    assert workspace.read(lambda conn: (count(conn), count(conn))) == (0, 0)
    assert len(asked) == 1
    workspace.do(add_union, name="甲厂")
    assert workspace.read(count) == 1

    @act("test.once", "数两次", undo=False, why_not="测试")
    def twice(work: Work) -> tuple[int, int]:
        before = count(work.conn)
        add_union(work, name="乙厂")
        return before, count(work.conn)

    assert workspace.do(twice).result == (1, 2), "a write in between is seen"

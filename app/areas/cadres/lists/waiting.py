"""What elections and papers wait for: the next step of each calendar, answers that are due."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, or_, select

from app.areas.members.lists.queues import within
from app.areas.organisations.lists.common import name_of, union_names
from app.base.days import chinese
from app.base.home import Due, Target
from app.base.lists import Tone, View
from app.rules.book import RuleBook

from ..records import ELECTION, OFFICIAL_PAPER
from ..rules.renewal import State
from .elections import next_step
from .votes import Whole, whole_elections

AREA = "cadres"
AFTER = 90
"""So many days after the reply an election that was not wound up is history."""


def election_due(
    conn: Connection, *, day: date, book: RuleBook, unit: str | None = None
) -> list[Due]:
    """The step that comes next in each election, once it is near; papers that await an answer."""
    return [*_steps(conn, day, book, unit), *_answers(conn, day, unit)]


def _steps(conn: Connection, day: date, book: RuleBook, unit: str | None) -> list[Due]:
    row = ELECTION.c
    query = select(row.id).where(
        *within(View(day, unit), row.union_id),
        row.cancelled_on.is_(None),
        or_(row.replied_on.is_(None), row.replied_on >= day - timedelta(days=AFTER)),
    )
    ids = list(conn.execute(query.order_by(row.id)).scalars())
    found = []
    for whole in whole_elections(conn, ids, day, book).values():
        due = _step(whole)
        if due is not None:
            found.append(due)
    return found


def _step(whole: Whole) -> Due | None:
    row, step = whole.row, next_step(whole)
    held = row["meeting_on"] is not None
    if held and whole.elected and whole.finished and not whole.posts:
        return Due(
            f"{whole.name}：登记当选", row["meeting_on"], "票已计完，还没有写入任职", Tone.WARN,
            "登记当选", Target(AREA, "election", row["id"]), "register",
        )  # fmt: skip
    if step is None or step.state not in (State.LATE, State.SOON):
        return None
    meeting = row["meeting_on"] or row["planned_on"]
    note = f"大会{'' if held else '计划'}{chinese(meeting)}" if meeting else ""
    tone = Tone.BAD if step.state is State.LATE else Tone.WARN
    target = Target(AREA, "election", row["id"], field=step.fields[0])
    kind = name_of("election_kind", row["kind"])
    return Due(f"{whole.union}{kind}：{step.title}", step.due, note, tone, "办理", target, step.key)


def _answers(conn: Connection, day: date, unit: str | None) -> list[Due]:
    row = OFFICIAL_PAPER.c
    query = select(row.id, row.title, row.union_id, row.due_on, row.direction, row.passed_on).where(
        *within(View(day, unit), row.union_id),
        row.due_on.is_not(None),
        row.closed_on.is_(None),
        row.passed_on.is_not(None),
    )
    rows = conn.execute(query.order_by(row.due_on, row.id)).all()
    unions = union_names(conn, day, (r.union_id for r in rows))
    found = []
    for one in rows:
        sent = one.direction == "out"
        what = "等待批复" if sent else "等待我们答复"
        note = (
            f"{unions.get(one.union_id, '')}　{chinese(one.passed_on)}{'发出' if sent else '收到'}"
        )
        tone = Tone.BAD if one.due_on < day else Tone.WARN
        found.append(
            Due(f"《{one.title}》{what}", one.due_on, note.strip(), tone,
                "催办" if sent else "答复", Target(AREA, "official_paper", one.id), "answer")
        )  # fmt: skip
    return found

"""What must hold in the records of 会员 whatever the rules say; ``verify`` runs it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Select, and_, func, select

from app.base.findings import Finding, Severity

from ..records import (
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from ..rules.erasing import CLEARED, ERASED


def _found(
    conn: Connection, rule: str, message: str, query: Select[tuple[str]]
) -> Iterator[Finding]:
    for row in conn.execute(query).scalars():
        yield Finding(
            rule=rule, severity=Severity.MUST, message=message, kind="person", id=str(row)
        )


def overlapping_memberships(conn: Connection) -> Iterator[Finding]:
    """One membership for life: a person's spells never share a day."""
    one, two = MEMBERSHIP.alias("one"), MEMBERSHIP.alias("two")
    query = (
        select(one.c.person_id)
        .join(two, and_(two.c.person_id == one.c.person_id, two.c.id != one.c.id))
        .where(
            one.c.status != "voided",
            two.c.status != "voided",
            one.c.since <= two.c.since,
            one.c.until.is_(None) | (one.c.until > two.c.since),
        )
        .distinct()
    )
    yield from _found(conn, "INV-MEMBERSHIP", "同一个人在同一天有两段会籍。", query)


def without_particulars(conn: Connection) -> Iterator[Finding]:
    """Every person has one open spell of dated particulars."""
    query = select(PERSON.c.id).where(
        PERSON.c.id.not_in(select(PERSON_SPELL.c.person_id).where(PERSON_SPELL.c.until.is_(None)))
    )
    yield from _found(conn, "INV-PERSON", "这个人没有现在的类别记录。", query)


def merged_still_used(conn: Connection) -> Iterator[Finding]:
    """Nothing points at a person who was merged into another."""
    gone = select(PERSON.c.id).where(PERSON.c.alias_of_id.is_not(None))
    for table in (MEMBERSHIP, EMPLOYMENT, IDENTITY, TRANSFER):
        query = select(table.c.person_id).where(table.c.person_id.in_(gone)).distinct()
        yield from _found(conn, "INV-MERGED", "合并掉的人员记录仍被引用。", query)
    chain = PERSON.alias("chain")
    query = select(PERSON.c.id).join(chain, chain.c.id == PERSON.c.alias_of_id)
    yield from _found(
        conn,
        "INV-MERGED",
        "合并到的记录本身也被合并了。",
        query.where(chain.c.alias_of_id.is_not(None)),
    )


def erased_but_there(conn: Connection) -> Iterator[Finding]:
    """Of an erased person only the bare record is left, and that there was a document."""
    query = select(PERSON.c.id).where(
        PERSON.c.erased_on.is_not(None),
        func.coalesce(*(PERSON.c[name] for name in CLEARED if name != "no_phone")).is_not(None)
        | (PERSON.c.name != ERASED)
        | PERSON.c.id.in_(select(IDENTITY.c.person_id).where(IDENTITY.c.number != ""))
        | PERSON.c.id.in_(select(FORMER_NAME.c.person_id)),
    )
    yield from _found(conn, "INV-ERASED", "已清除的个人信息还有残留。", query)


def years_of_birth(conn: Connection) -> Iterator[Finding]:
    """The year of birth is that of the birth date."""
    query = select(PERSON.c.id).where(
        PERSON.c.birth_on.is_not(None),
        func.substr(PERSON.c.birth_on, 1, 4) != func.printf("%04d", PERSON.c.birth_year),
    )
    yield from _found(conn, "INV-BIRTH", "出生年份与出生日期不一致。", query)


INVARIANTS = (
    overlapping_memberships,
    without_particulars,
    merged_still_used,
    erased_but_there,
    years_of_birth,
)

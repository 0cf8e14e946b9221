"""What must hold in the records of the area, whatever the rules say; ``verify`` runs it.

The acts and their guards keep all this; what stands here finds what a damaged file, another
program or an old mistake has done, and says in the clerk's words what to do.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select

from app.base.codes import code_list
from app.base.days import Span, chinese
from app.base.findings import Finding, Severity
from app.rules.relations import CODE
from app.store.notes import setting
from app.store.spells import owner_column

from ..guards import cycle
from ..records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE,
    PLACE_SPELL,
    PLACE_SUCCESSION,
    READING,
    UNION,
    UNION_SPELL,
)

BASIS = "工作库自检"
_FEDERATIONS = ("regional_federation", "industry_federation")
_GONE = ("moved_out", "revoked", "deregistered")
_OWNERS: tuple[tuple[str, str, Table, Table], ...] = (
    ("union", "工会", UNION, UNION_SPELL),
    ("employer", "单位", EMPLOYER, EMPLOYER_SPELL),
    ("place", "地点", PLACE, PLACE_SPELL),
)


def _bad(rule: str, kind: str, id_: str, title: str, message: str, field: str = "") -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST,
        message=message,
        kind=kind,
        id=id_,
        title=title,
        field=field,
        basis=BASIS,
    )


def _names(conn: Connection, table: Table) -> dict[str, str]:
    """The last name of every owner."""
    owner = table.c[owner_column(table)]
    query = select(owner, table.c.name).order_by(table.c.since)
    return {row[0]: row[1] for row in conn.execute(query)}


def _on(day: date | None) -> str:
    return chinese(day) if day else "启用以前"


# -- the office --------------------------------------------------------------------------------


def office(conn: Connection) -> Iterator[Finding]:
    """The office's own union, place and opening day are there."""
    root = setting(conn, "root")
    if root is None:
        if conn.execute(select(UNION.c.id).limit(1)).first() is not None:
            yield _bad("ROOT", "", "", "本单位", "没有指定哪个工会是本单位。请从备份恢复。")
        return
    row = conn.execute(
        select(UNION.c.outside, UNION_SPELL.c.name, UNION_SPELL.c.status)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(UNION.c.id == root, UNION_SPELL.c.until.is_(None))
    ).first()
    if row is None:
        yield _bad("ROOT", "union", root, "本单位", "找不到本单位的工会记录。请从备份恢复。")
    elif row.status == "dissolved" or row.outside:
        what = "已经撤销" if row.status == "dissolved" else "被标为属地不属本会管"
        message = f"本单位「{row.name}」{what}。请打开这个工会更正它的状态。"
        yield _bad("ROOT", "union", root, row.name, message, "status")
    place = setting(conn, "root_place")
    known = select(PLACE_SPELL.c.id).where(
        PLACE_SPELL.c.place_id == place, PLACE_SPELL.c.until.is_(None)
    )
    if place and conn.execute(known).first() is None:
        message = "找不到本单位的地点，按村（社区）的统计会不完整。请从备份恢复。"
        yield _bad("ROOT-PLACE", "place", place, "本单位的地点", message)
    try:
        date.fromisoformat(setting(conn, "opening") or "")
    except ValueError:
        message = "启用日没有或写法不对，无法区分期初和本年。请从备份恢复。"
        yield _bad("OPENING", "", "", "启用日", message)
    if setting(conn, "office_kind") not in code_list("office_kind"):
        message = "本单位类型不在列表里，部分审核不会运行。请从备份恢复。"
        yield _bad("OFFICE-KIND", "", "", "本单位类型", message)


# -- trees -------------------------------------------------------------------------------------


def circles(conn: Connection) -> Iterator[Finding]:
    """No union and no place is above itself on any day."""
    for kind, what, _, spell in (_OWNERS[0], _OWNERS[2]):
        owner = owner_column(spell)
        timeline: dict[str, list[tuple[Span, str | None]]] = defaultdict(list)
        query = select(spell.c[owner], spell.c.since, spell.c.until, spell.c.upper_id)
        for row in conn.execute(query):
            timeline[row[0]].append((Span(row.since, row.until), row.upper_id))
        names, told = _names(conn, spell), set[str]()
        for one in list(timeline):
            chain = None if one in told else cycle(timeline, one)
            if chain is not None:
                told.update(chain)
                path = "→".join(names.get(i, "？") for i in (*chain, one))
                message = f"{what}的上下级绕成了圈：{path}。请更正其中一个的上级{what}。"
                yield _bad(f"{kind.upper()}-CYCLE", kind, one, names.get(one, ""), message,
                           "upper_id")  # fmt: skip


def parents(conn: Connection) -> Iterator[Finding]:
    """Each union that works has an upper one, and that one is not dissolved."""
    upper = UNION_SPELL.alias()
    root = setting(conn, "root")
    query = (
        select(
            UNION_SPELL.c.union_id,
            UNION_SPELL.c.name,
            UNION_SPELL.c.upper_id,
            upper.c.name.label("upper"),
            upper.c.status,
        )
        .join(UNION, UNION.c.id == UNION_SPELL.c.union_id)
        .outerjoin(upper, (upper.c.union_id == UNION_SPELL.c.upper_id) & upper.c.until.is_(None))
        .where(
            UNION_SPELL.c.until.is_(None),
            UNION_SPELL.c.status != "dissolved",
            UNION.c.outside == False,  # noqa: E712
            or_(upper.c.union_id.is_(None), upper.c.status == "dissolved"),
        )
    )
    for row in conn.execute(query):
        if row.upper_id is None and row.union_id == root:
            continue
        if row.upper_id is None:
            message = f"「{row.name}」没有上级工会，树上找不到它。请填写上级工会。"
        elif row.upper is None:
            message = f"「{row.name}」的上级工会记录不存在。请重新选择上级工会。"
        else:
            message = f"「{row.name}」的上级工会「{row.upper}」已经撤销。请改隶属到别的工会。"
        yield _bad("UNION-UPPER", "union", row.union_id, row.name, message, "upper_id")


def lost_places(conn: Connection) -> Iterator[Finding]:
    """Nothing lies in a place that has ended; no place hangs below one that has."""
    upper = PLACE_SPELL.alias()
    ended = (
        select(upper.c.place_id)
        .group_by(upper.c.place_id)
        .having(func.count() == func.count(upper.c.until))
        .subquery()
    )
    names = _names(conn, PLACE_SPELL)
    for kind, what, _, spell in _OWNERS:
        owner = spell.c[owner_column(spell)]
        column = spell.c.upper_id if kind == "place" else spell.c.place_id
        query = (
            select(owner.label("id"), spell.c.name, column.label("place"))
            .join(ended, ended.c.place_id == column)
            .where(spell.c.until.is_(None))
        )
        for row in conn.execute(query):
            place = names.get(row.place, "")
            message = f"{what}「{row.name}」还在已经终止的地点「{place}」。请改到现在的地点。"
            yield _bad("PLACE-ENDED", kind, row.id, row.name, message, column.name)


# -- spells ------------------------------------------------------------------------------------


def spells(conn: Connection) -> Iterator[Finding]:
    """Every owner has spells, and they follow each other without gap or overlap."""
    for kind, what, plain, spell in _OWNERS:
        owner = owner_column(spell)
        rows_of: dict[str, list[Any]] = defaultdict(list)
        query = select(spell.c[owner], spell.c.name, spell.c.since, spell.c.until)
        for row in conn.execute(query.order_by(spell.c.since, spell.c.until)):
            rows_of[row[0]].append(row)
        for (one,) in conn.execute(select(plain.c.id)):
            if one not in rows_of:
                message = f"一个{what}没有名称和起止日期，哪里都显示不出来。请从备份恢复。"
                yield _bad("SPELL-NONE", kind, one, what, message)
        for one, rows in rows_of.items():
            yield from _in_order(kind, what, one, rows)


def _in_order(kind: str, what: str, one: str, rows: list[Any]) -> Iterator[Finding]:
    name = rows[-1].name
    for row in rows:
        if row.until is not None and row.since is not None and row.until <= row.since:
            message = (
                f"{what}「{name}」有一段情况结束于{_on(row.until)}，不晚于它的开始。"
                "请打开「历史」更正日期。"
            )
            yield _bad("SPELL-ORDER", kind, one, name, message)
    for before, after in itertools.pairwise(rows):
        if before.until == after.since and after.since is not None:
            continue
        gap = before.until is not None and after.since is not None and before.until < after.since
        message = (
            f"{what}「{name}」在{_on(before.until)}到{_on(after.since)}之间没有情况。"
            if gap
            else f"{what}「{name}」从{_on(after.since)}起有两段情况同时有效。"
        )
        yield _bad(
            "SPELL-ORDER", kind, one, name, f"{message}请打开「历史」，撤销或更正其中一次变更。"
        )


def statuses(conn: Connection) -> Iterator[Finding]:
    """A union that has worked is never in preparation again."""
    names = _names(conn, UNION_SPELL)
    query = select(UNION_SPELL.c.union_id, UNION_SPELL.c.status, UNION_SPELL.c.since).order_by(
        UNION_SPELL.c.union_id, UNION_SPELL.c.since
    )
    for before, after in itertools.pairwise(conn.execute(query)):
        if before.union_id == after.union_id and after.status == "preparing" != before.status:
            name = names[after.union_id]
            message = (
                f"「{name}」已经成立，从{_on(after.since)}起却又是筹备。请更正那一天起的状态。"
            )
            yield _bad("UNION-STATUS", "union", after.union_id, name, message, "status")


# -- coverage and federations ------------------------------------------------------------------


def coverage(conn: Connection) -> Iterator[Finding]:
    """No open coverage by a dissolved union or of an employer that is gone; 建会 only once."""
    unions, employers = _names(conn, UNION_SPELL), _names(conn, EMPLOYER_SPELL)
    query = (
        select(
            COVERAGE.c.union_id,
            COVERAGE.c.employer_id,
            UNION_SPELL.c.status.label("union_status"),
            EMPLOYER_SPELL.c.status,
        )
        .join(
            UNION_SPELL,
            (UNION_SPELL.c.union_id == COVERAGE.c.union_id) & UNION_SPELL.c.until.is_(None),
        )
        .join(
            EMPLOYER_SPELL,
            (EMPLOYER_SPELL.c.employer_id == COVERAGE.c.employer_id)
            & EMPLOYER_SPELL.c.until.is_(None),
        )
        .where(
            COVERAGE.c.until.is_(None),
            or_(UNION_SPELL.c.status == "dissolved", EMPLOYER_SPELL.c.status.in_(_GONE)),
        )
    )
    for row in conn.execute(query):
        union, employer = unions[row.union_id], employers[row.employer_id]
        if row.union_status == "dissolved":
            message = f"「{union}」已经撤销，还涵盖着「{employer}」。请结束这条涵盖关系。"
            yield _bad("COVERAGE-UNION", "union", row.union_id, union, message, "coverage")
        else:
            word = code_list("employer_status").name_of(row.status)
            message = f"「{employer}」已经{word}，还由「{union}」涵盖。请结束这条涵盖关系。"
            yield _bad("COVERAGE-EMPLOYER", "employer", row.employer_id, employer, message,
                       "coverage")  # fmt: skip
    yield from _covered_twice(conn, unions, employers)


def _covered_twice(
    conn: Connection, unions: dict[str, str], employers: dict[str, str]
) -> Iterator[Finding]:
    query = (
        select(COVERAGE.c.employer_id, COVERAGE.c.union_id, COVERAGE.c.since, COVERAGE.c.until)
        .where(COVERAGE.c.kind == "found")
        .order_by(COVERAGE.c.employer_id, COVERAGE.c.since)
    )
    for one, two in itertools.pairwise(conn.execute(query)):
        if one.employer_id == two.employer_id and Span(one.since, one.until).overlaps(
            Span(two.since, two.until)
        ):
            name = employers.get(one.employer_id, "")
            both = "」和「".join(
                dict.fromkeys(unions.get(u, "？") for u in (one.union_id, two.union_id))
            )
            message = (
                f"「{name}」从{_on(two.since)}起同时由「{both}」以建会方式涵盖，会重复计数。"
                "请结束或更正其中一条。"
            )
            yield _bad("COVERAGE-TWICE", "employer", one.employer_id, name, message, "coverage")


def before_founding(conn: Connection) -> Iterator[Finding]:
    """No coverage begins on a known day before the union did."""
    starts: dict[str, Any] = {}
    spans = select(UNION_SPELL.c.union_id, UNION_SPELL.c.name, UNION_SPELL.c.since)
    for row in conn.execute(spans.order_by(UNION_SPELL.c.since)):
        starts.setdefault(row.union_id, row)
    names = _names(conn, EMPLOYER_SPELL)
    query = select(COVERAGE.c.union_id, COVERAGE.c.employer_id, COVERAGE.c.since)
    for row in conn.execute(query):
        start = starts.get(row.union_id)
        if (
            start is not None
            and row.since is not None
            and start.since is not None
            and row.since < start.since
        ):
            name = names.get(row.employer_id, "")
            message = (
                f"「{name}」{_on(row.since)}起由「{start.name}」涵盖，"
                f"而这个工会{_on(start.since)}才有。请更正涵盖关系的开始日期。"
            )
            yield _bad("COVERAGE-DAY", "employer", row.employer_id, name, message, "coverage")


def federations(conn: Connection) -> Iterator[Finding]:
    """Only federations have member unions, and neither side is dissolved."""
    members = UNION_SPELL.alias()
    heads = UNION_SPELL.alias()
    query = (
        select(
            FEDERATION_MEMBER.c.federation_id,
            heads.c.name.label("federation"),
            heads.c.type,
            heads.c.status,
            members.c.name,
            members.c.status.label("member_status"),
        )
        .join(
            heads,
            (heads.c.union_id == FEDERATION_MEMBER.c.federation_id) & heads.c.until.is_(None),
        )
        .join(
            members,
            (members.c.union_id == FEDERATION_MEMBER.c.union_id) & members.c.until.is_(None),
        )
        .where(
            FEDERATION_MEMBER.c.until.is_(None),
            or_(
                heads.c.type.not_in(_FEDERATIONS),
                heads.c.type.is_(None),
                heads.c.status == "dissolved",
                members.c.status == "dissolved",
            ),
        )
    )
    for row in conn.execute(query):
        if row.status == "dissolved":
            what = f"「{row.federation}」已经撤销，「{row.name}」还是它的成员"
        elif row.member_status == "dissolved":
            what = f"「{row.name}」已经撤销，还是「{row.federation}」的成员"
        else:
            what = f"「{row.federation}」不是工会联合会，却有成员「{row.name}」"
        yield _bad(
            "FEDERATION",
            "union",
            row.federation_id,
            row.federation,
            f"{what}。请结束成员关系或更正工会类型。",
            "members",
        )


# -- values ------------------------------------------------------------------------------------

_CODES: tuple[tuple[str, Table, str, str, str], ...] = (
    ("union", UNION_SPELL, "type", "union_type", "工会类型"),
    ("union", UNION_SPELL, "form", "union_form", "组织形式"),
    ("union", UNION_SPELL, "level", "union_level", "工会级别"),
    ("union", UNION_SPELL, "status", "union_status", "工会状态"),
    ("employer", EMPLOYER_SPELL, "status", "employer_status", "单位状态"),
    ("employer", EMPLOYER_SPELL, "nature", "unit_nature", "单位性质"),
    ("employer", EMPLOYER_SPELL, "industry", "industry", "行业"),
    ("employer", EMPLOYER_SPELL, "economic_type", "economic_type", "经济类型"),
    ("employer", EMPLOYER_SPELL, "legal_form", "legal_form", "法律形式"),
    ("employer", EMPLOYER, "unit_level", "unit_level", "单位级别"),
    ("employer", EMPLOYER, "should_unionise", "should_unionise", "是否应建会"),
    ("place", PLACE_SPELL, "kind", "place_kind", "地点类别"),
    ("employer", COVERAGE, "kind", "coverage_kind", "涵盖方式"),
)


def codes(conn: Connection) -> Iterator[Finding]:
    """Every code is one of its list."""
    names = {kind: _names(conn, spell) for kind, _, _, spell in _OWNERS}
    for kind, table, column, list_name, what in _CODES:
        known = [entry.code for entry in code_list(list_name)]
        owner = table.c.id if table in (EMPLOYER, UNION) else table.c[f"{kind}_id"]
        query = select(owner.label("id"), table.c[column].label("code")).where(
            table.c[column].is_not(None), table.c[column].not_in(known)
        )
        for row in conn.execute(query.distinct()):
            name = names[kind].get(row.id, "")
            message = (
                f"「{name}」的{what}「{row.code}」不在列表里，统计时会漏掉。请重新选择{what}。"
            )
            yield _bad("CODE", kind, row.id, name, message, column)


_ORDER = (
    ("certificate_from", "certificate_until", "法人证书的有效期"),
    ("term_from", "term_until", "本届任期"),
    ("preparing_on", "founded_on", "从筹建到建会的日期"),
)


def dates(conn: Connection) -> Iterator[Finding]:
    """Days that belong together are in their order."""
    names = _names(conn, UNION_SPELL)
    for first, last, what in _ORDER:
        query = select(UNION.c.id, UNION.c[first], UNION.c[last]).where(
            UNION.c[first] > UNION.c[last]
        )
        for row in conn.execute(query):
            name = names.get(row.id, "")
            message = (
                f"「{name}」的{what}前后颠倒：{_on(row[1])}晚于{_on(row[2])}。请更正其中一个日期。"
            )
            yield _bad("DATES", "union", row.id, name, message, last)


def readings(conn: Connection) -> Iterator[Finding]:
    """Every reported number stands under a figure's code and is not negative."""
    names = {kind: _names(conn, spell) for kind, _, _, spell in _OWNERS}
    used = conn.execute(select(READING.c.code).distinct()).scalars()
    strange = [code for code in used if not CODE.match(code)]
    query = select(
        READING.c.union_id, READING.c.employer_id, READING.c.code, READING.c.value, READING.c.on_day
    )
    for row in conn.execute(query.where(or_(READING.c.value < 0, READING.c.code.in_(strange)))):
        kind = "union" if row.union_id else "employer"
        one = row.union_id or row.employer_id or ""
        name = names[kind].get(one, "")
        message = (
            f"「{name}」{_on(row.on_day)}的填报数「{row.code}」是 {row.value}，不是有效的数。"
            "请重新填报。"
        )
        yield _bad("READING", kind, one, name, message, "readings")


def relatives(conn: Connection) -> Iterator[Finding]:
    """No employer is its own parent or successor, near or far; no place succeeds itself."""
    names = _names(conn, EMPLOYER_SPELL)
    rows = conn.execute(select(EMPLOYER.c.id, EMPLOYER.c.parent_id, EMPLOYER.c.successor_id)).all()
    for field, what in (("parent_id", "上级单位"), ("successor_id", "承继单位")):
        above = {row.id: getattr(row, field) for row in rows if getattr(row, field) is not None}
        told: set[str] = set()
        for one in above:
            chain = _circle(above, one)
            if chain and not told & set(chain):
                told.update(chain)
                path = "→".join(names.get(i, "？") for i in (*chain, one))
                message = f"{what}绕成了圈：{path}。请更正其中一个的{what}。"
                yield _bad("EMPLOYER-CYCLE", "employer", one, names.get(one, ""), message, field)
    places = _names(conn, PLACE_SPELL)
    same = select(PLACE_SUCCESSION.c.place_id).where(
        PLACE_SUCCESSION.c.place_id == PLACE_SUCCESSION.c.successor_id
    )
    for (one,) in conn.execute(same):
        name = places.get(one, "")
        message = f"地点「{name}」的沿革指向它自己。请在「历史」里撤销那次合并。"
        yield _bad("PLACE-CYCLE", "place", one, name, message)


def _circle(above: dict[str, str], start: str) -> list[str]:
    """The way from ``start`` back to it; empty if there is none."""
    chain, seen, at = [start], {start}, above.get(start)
    while at is not None and at not in seen:
        chain.append(at)
        seen.add(at)
        at = above.get(at)
    return chain if at == start else []


INVARIANTS: tuple[Callable[[Connection], Iterable[Finding]], ...] = (
    office, circles, parents, lost_places, spells, statuses, coverage, before_founding,
    federations, codes, dates, readings, relatives,
)  # fmt: skip
"""Each is put to the whole file; a sound one yields nothing."""

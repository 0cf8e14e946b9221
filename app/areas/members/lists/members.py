"""The list of members as of a day (会员名册), and of those who are members no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.common import chosen, ordered
from app.areas.organisations.records import EMPLOYER_SPELL, UNION_SPELL
from app.base.lists import Filter, Group, View
from app.figures.registry import Scope
from app.store.meta import on_day

from ..records import EMPLOYMENT, MEMBERSHIP, PERSON, PERSON_SPELL, TRANSFER
from .declared import COLUMNS, GONE, PRESENT, filters, groups
from .narrowing import DATED, conditions, hex_ids, left_in, spell_on
from .people import rows_of
from .queues import in_order

_PLAIN = (
    "name", "sex", "birth_on", "joined_on", "ethnicity", "card_no", "service_card_no",
    "service_card_on", "hardship", "model_worker", "native_place", "household_place", "marital",
    "professional_title", "worked_from", "consent_on", "note",
)  # fmt: skip
_SPELL = (
    "education", "political", "migrant", "employment_status", "employment_form", "new_group",
    "skill", "household_type",
)  # fmt: skip
_STAND = ("group_name", "since", "until", "dues_until")


def waiting_on(day: date, person_id: Any) -> Any:
    """SQL condition: sent out and on the day neither received nor sent back (转出待接收)."""
    sent = TRANSFER.c
    return exists().where(
        sent.person_id == person_id,
        sent.direction == "out",
        sent.sent_on <= day,
        sent.received_on.is_(None) | (sent.received_on > day),
        sent.returned_on.is_(None) | (sent.returned_on > day),
    )


def last_ended(day: date) -> Any:
    """SQL condition: a membership that ended by the day and was not followed by another."""
    later = MEMBERSHIP.alias("later")
    return and_(
        MEMBERSHIP.c.status != "voided",
        MEMBERSHIP.c.until <= day,
        ~exists().where(
            later.c.person_id == MEMBERSHIP.c.person_id,
            later.c.status != "voided",
            later.c.since <= day,
            later.c.since >= MEMBERSHIP.c.until,
        ),
    )


class MemberList:
    """People with their membership of the day.

    Args:
        former: only those whose membership has ended.
    """

    kind = "member"
    kinds = frozenset(
        {"person", "person_spell", "identity_document", "former_name", "membership", "employment",
         "transfer", "union_spell", "employer_spell", "campaign", "platform_mark"}
    )  # fmt: skip
    columns = COLUMNS

    def __init__(self, key: str, title: str, purpose: str, *, former: bool = False) -> None:
        self.key, self.title, self.purpose, self.former = key, title, purpose, former

    @property
    def filters(self) -> tuple[Filter, ...]:
        """会籍状态, 工会, 单位, 性别 … that combine."""
        return filters(former=self.former)

    @property
    def groups(self) -> tuple[Group, ...]:
        """农民工, 女会员, 困难 …: ready-made choices."""
        ready = groups()
        return tuple(g for g in ready if "status" not in g.filters) if self.former else ready

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        return in_order(connection, self._query(connection, view))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        return rows_of(connection, hex_ids(ids), view.day)

    def _query(self, connection: Connection, view: View) -> Select[Any]:
        wanted = set(chosen(view, "status") or (GONE if self.former else PRESENT))
        if self.former:
            wanted &= set(GONE)
        if wanted <= set(PRESENT):
            start: Any = MEMBERSHIP
            held = [on_day(MEMBERSHIP, view.day), MEMBERSHIP.c.status.in_(wanted)]
        else:
            start, held = _standing(wanted, view.day).subquery("standing"), []
        stand = start.c
        query = select(PERSON.c.id).select_from(start).join(PERSON, PERSON.c.id == stand.person_id)
        order = {key for key, _ in view.sort}
        if (order | set(view.filters)) & (DATED | set(_SPELL)):
            query = query.outerjoin(PERSON_SPELL, spell_on(view.day))
        query = query.where(*held, *conditions(connection, view), *_of_unions(stand, view))
        if self.former:
            query = query.where(*_ended(stand, view))
        query = _joined(query, stand, order, view.day)
        # in the order of entry, not of the index by name: it is also that of the pages
        name = PERSON.c.name.op("||")("") if set(view.filters) - {"status"} else PERSON.c.name
        return ordered(query, view, _order(stand), (name, PERSON.c.id))


def _of_unions(stand: Any, view: View) -> list[Any]:
    """In the unit looked at, and in one of the unions chosen or below it."""

    def below(unit: str, name: str) -> Any:
        tree = subtree(Scope(view.day, period=None, unit=unit), name)  # type: ignore[arg-type]
        return stand.union_id.in_(select(tree.c.id))

    found = [] if view.unit is None else [below(view.unit, "subtree")]
    if keys := chosen(view, "union"):
        each = (below(unit, f"below_{n}") for n, unit in enumerate(hex_ids(keys)))
        found.append(or_(false(), *each))
    return found


def _ended(stand: Any, view: View) -> list[Any]:
    """The filters of those who are members no more: how and when it ended."""
    found = []
    if how := chosen(view, "ended"):
        found.append(stand.ended.in_(how))
    if (left := left_in(stand.until, view)) is not None:
        found.append(left)
    return found


def _joined(query: Select[Any], stand: Any, order: set[str], day: date) -> Select[Any]:
    """What the order needs beside."""
    if "union" in order:
        named = and_(UNION_SPELL.c.union_id == stand.union_id, on_day(UNION_SPELL, day))
        query = query.outerjoin(UNION_SPELL, named)
    if "employer" in order:
        follows = EMPLOYMENT.c.follows == True  # noqa: E712  SQL
        work = and_(EMPLOYMENT.c.person_id == PERSON.c.id, follows, on_day(EMPLOYMENT, day))
        held = EMPLOYER_SPELL.c.employer_id == EMPLOYMENT.c.employer_id
        query = query.outerjoin(EMPLOYMENT, work)
        query = query.outerjoin(EMPLOYER_SPELL, and_(held, on_day(EMPLOYER_SPELL, day)))
    return query


def _order(stand: Any) -> dict[str, Any]:
    """The columns by which the list can be put in order."""
    return {
        **{key: PERSON.c[key] for key in _PLAIN},
        **{key: PERSON_SPELL.c[key] for key in _SPELL},
        **{key: stand[key] for key in _STAND},
        "age": -PERSON.c.birth_year,
        "union": UNION_SPELL.c.name,
        "employer": func.coalesce(EMPLOYER_SPELL.c.name, EMPLOYMENT.c.employer_name),
    }


def _standing(wanted: set[str], day: date) -> Any:
    """Everybody's membership of the day, the last one of those who have none any more, and nothing
    of those who never had one."""
    columns = [MEMBERSHIP.c[c] for c in ("person_id", "union_id", "ended", *_STAND)]
    parts: list[Any] = []
    if present := wanted & set(PRESENT):
        held = MEMBERSHIP.c.status.in_(present)
        parts.append(select(*columns).where(held, on_day(MEMBERSHIP, day)))
    if gone := wanted & set(GONE):
        query = select(*columns).where(last_ended(day))
        sent = waiting_on(day, MEMBERSHIP.c.person_id)
        sent = and_(MEMBERSHIP.c.ended == "transferred_out", sent)
        if gone != set(GONE):
            query = query.where(sent if "waiting" in gone else ~sent)
        parts.append(query)
    if "none" in wanted:
        any_spell = exists().where(
            MEMBERSHIP.c.person_id == PERSON.c.id,
            MEMBERSHIP.c.status != "voided",
            MEMBERSHIP.c.since <= day,
        )
        empty = (type_coerce(null(), c.type).label(c.name) for c in columns[1:])
        parts.append(
            select(PERSON.c.id.label("person_id"), *empty).where(
                ~any_spell, PERSON.c.alias_of_id.is_(None), PERSON.c.erased_on.is_(None)
            )
        )
    if not parts:
        parts.append(select(*columns).where(false()))
    return union_all(*parts) if len(parts) > 1 else parts[0]


MEMBERS = MemberList(
    "members",
    "会员",
    "这里列出在籍和保留会籍的会员。可以导入单位交来的名册，也可以逐个办理入会。",
)
FORMER = MemberList(
    "former_members",
    "已终止会籍",
    "这里列出转出、退会、除名和死亡的人；现在没有这样的人。",
    former=True,
)

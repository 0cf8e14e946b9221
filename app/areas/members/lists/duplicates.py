"""疑似重复: a scan of the whole register.

The scan groups in the database (same number, same name and birth date …), so that only people who
share something are compared: seconds for 200,000 people, and memory for what they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Select, func, select, union_all

from app.areas.organisations.bases import subtree
from app.base.lists import Column, Filter, Role, View
from app.figures.registry import Scope
from app.store.types import Words

from ..records import FORMER_NAME, IDENTITY, MEMBERSHIP, NOT_SAME, PERSON
from ..rules.documents import RESIDENT
from ..rules.duplicates import Likeness, Traits, forms_of, likeness, weights
from .candidates import rows_by, traits
from .people import rows_of

Pair = tuple[str, str]
_KEY = re.compile("[0-9a-f]{64}")
_PRESENT = (PERSON.c.alias_of_id.is_(None), PERSON.c.erased_on.is_(None))


def _groups(conn: Connection) -> Iterator[list[str]]:
    """Groups of people who share what makes a comparison worth while; some come several times."""
    plain = func.upper(func.replace(func.replace(IDENTITY.c.number, "-", ""), " ", ""))
    held = select(plain.label("key"), PERSON.c.id).join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
    numbers = held.where(*_PRESENT, plain != "").distinct().subquery()
    yield from _shared(conn, select(_ids(numbers)).group_by(numbers.c.key), numbers.c.id)
    yield from _upgraded(conn)
    former = select(FORMER_NAME.c.name, PERSON.c.birth_on, PERSON.c.phone, PERSON.c.id).join(
        PERSON, PERSON.c.id == FORMER_NAME.c.person_id
    )
    own = select(PERSON.c.name, PERSON.c.birth_on, PERSON.c.phone, PERSON.c.id)
    both = union_all(own.where(*_PRESENT), former.where(*_PRESENT)).subquery()
    for column in (both.c.birth_on, both.c.phone):
        query = select(_ids(both)).where(column.is_not(None)).group_by(both.c.name, column)
        yield from _shared(conn, query, both.c.id)
    everybody = select(PERSON).where(*_PRESENT).subquery()
    for columns in (("birth_on", "phone"), ("card_no",), ("service_card_no",)):
        keys = [everybody.c[column] for column in columns]
        query = select(_ids(everybody)).where(*(key.is_not(None) for key in keys)).group_by(*keys)
        yield from _shared(conn, query, everybody.c.id)


def _ids(source: Any) -> Any:
    return func.group_concat(func.lower(func.hex(source.c.id)), type_=Words)


def _shared(conn: Connection, query: Select[Any], column: Any) -> Iterator[list[str]]:
    for (joined,) in conn.execute(query.having(func.count(column.distinct()) > 1)):
        yield sorted(set(joined.split(",")))


def _upgraded(conn: Connection) -> Iterator[list[str]]:
    """Citizens' numbers of 15 digits beside the same of 18."""
    query = (
        select(IDENTITY.c.number, IDENTITY.c.person_id)
        .join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
        .where(IDENTITY.c.type == RESIDENT, func.length(IDENTITY.c.number) == 15, *_PRESENT)
    )
    old = conn.execute(query).all()
    holders: dict[str, set[str]] = {}
    for number, person in old:
        for form in forms_of(RESIDENT, number):
            holders.setdefault(form, set()).add(person)
    for row in rows_by(conn, IDENTITY, "number", sorted(holders)):
        group = {row.person_id, *holders[row.number]}
        if len(group) > 1:
            yield sorted(group)


def _pairs(groups: Iterable[list[str]], block: int) -> set[Pair]:
    found: set[Pair] = set()
    for group in groups:
        if len(group) <= block:
            found.update(combinations(group, 2))
        else:
            found.update((group[0], other) for other in group[1:])
    return found


def scan(conn: Connection, among: set[str] | None = None) -> dict[Pair, Likeness]:
    """All pairs of people who may be one, the likeliest first, without those that a person said
    are two (不是同一人).

    Args:
        among: only pairs of which one at least is of these people.
    """
    how = weights()
    pairs = _pairs(_groups(conn), how.block)
    apart = conn.execute(select(NOT_SAME.c.person_id, NOT_SAME.c.other_id))
    pairs -= {(row.person_id, row.other_id) for row in apart}
    if among is not None:
        pairs = {pair for pair in pairs if among.intersection(pair)}
    people = traits(conn, {one for pair in pairs for one in pair})
    found = {}
    for pair in pairs:
        if pair[0] in people and pair[1] in people:
            same = likeness(people[pair[0]], people[pair[1]], how)
            if same.score >= how.threshold:
                found[pair] = same
    order = sorted(found, key=lambda p: (-found[p].score, people[p[0]].name, p))
    return {pair: found[pair] for pair in order}


def pair_key(one: str, two: str) -> str:
    """The id of a pair in the list: both ids, the smaller first."""
    return "".join(sorted((one, two)))


def pair_of(key: str) -> Pair:
    """The two ids of ``pair_key``."""
    return key[:32], key[32:]


class DuplicateList:
    """The list 疑似重复; the id of a row is ``pair_key``. ``ids`` takes seconds for 200,000 people
    and is for a thread of its own, as every list's is."""

    key = "duplicates"
    title = "疑似重复"
    kind = "duplicate"
    kinds = frozenset({"person", "identity_document", "former_name", "not_same_person"})
    purpose = "这里列出可能是同一个人的两条记录。逐对看一看：合并，或者记下「不是同一人」。"
    columns = (
        Column(
            "score", "相似", 60, Role.COUNT, help="满分100：证件、姓名、出生日期、手机越一致越高"
        ),
        Column("one", "姓名", 96, sortable=False),
        Column("two", "姓名（另一条）", 110, sortable=False),
        Column("why", "为什么", 260, sortable=False),
        Column("union_one", "所在工会", 200, sortable=False),
        Column("union_two", "所在工会（另一条）", 200, sortable=False),
        Column("number_one", "证件号码", 170, Role.CODE, sensitive=True, sortable=False),
        Column("number_two", "证件号码（另一条）", 170, Role.CODE, sensitive=True, sortable=False),
        Column("phone_one", "手机", 120, Role.CODE, sensitive=True, sortable=False),
        Column("phone_two", "手机（另一条）", 120, Role.CODE, sensitive=True, sortable=False),
        Column("birth_one", "出生日期", 100, Role.DAY, shown=False, sortable=False),
        Column("birth_two", "出生日期（另一条）", 120, Role.DAY, shown=False, sortable=False),
    )
    filters: tuple[Filter, ...] = ()

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """Keys of the pairs, the likeliest first."""
        found = scan(connection, _members(connection, view))
        words = view.text.split()
        if words:
            names = {row.id: row.name for row in rows_by(connection, PERSON, "id", _both(found))}
            found = {
                pair: same
                for pair, same in found.items()
                if all(any(word in names[one] for one in pair) for word in words)
            }
        keys = [pair_key(*pair) for pair in found]
        return keys[::-1] if any(key == "score" and not down for key, down in view.sort) else keys

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of pairs; ``first_id`` and ``second_id`` beside the columns."""
        pairs = [pair_of(key) for key in ids if _KEY.fullmatch(key)]
        every = _both(pairs)
        people = traits(connection, every)
        shown = {row["id"]: row for row in rows_of(connection, sorted(every), view.day)}
        return [
            self._row(pair, people, shown)
            for pair in pairs
            if pair[0] in people and pair[1] in people
        ]

    def _row(
        self, pair: Pair, people: Mapping[str, Traits], shown: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        same = likeness(people[pair[0]], people[pair[1]])
        made: dict[str, Any] = {
            "id": pair_key(*pair),
            "first_id": pair[0],
            "second_id": pair[1],
            "score": same.score,
            "why": "；".join(same.why),
        }
        for side, one in zip(("one", "two"), pair, strict=True):
            row = shown[one]
            made[side] = row["name"]
            made[f"union_{side}"] = row["union"] or str(row["status"])
            made[f"number_{side}"], made[f"phone_{side}"] = row["number"], row["phone"]
            made[f"birth_{side}"] = row["birth_on"]
        return made


def _both(pairs: Iterable[Pair]) -> set[str]:
    return {one for pair in pairs for one in pair}


def _members(conn: Connection, view: View) -> set[str] | None:
    """Everybody who is or was in the unit looked at; None where all are looked at."""
    if view.unit is None:
        return None
    tree = subtree(Scope(view.day, period=None, unit=view.unit))  # type: ignore[arg-type]
    query = select(MEMBERSHIP.c.person_id).where(MEMBERSHIP.c.union_id.in_(select(tree.c.id)))
    return set(conn.execute(query.distinct()).scalars())


DUPLICATES = DuplicateList()

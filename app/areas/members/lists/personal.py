"""Everything the area keeps about one person, for herself (个人信息保护法 第四十五条)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, or_, select

from app.areas.organisations.lists.names import names_of
from app.base.personal import Held, told
from app.store import evidence
from app.store.evidence import Piece
from app.store.history import Entry, entries

from ..records import (
    APPLICATION,
    CAMPAIGN,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    NOT_SAME,
    PERSON,
    PERSON_SPELL,
    PLATFORM,
    PLATFORM_MARK,
    TRANSFER,
)
from .words import CODES, LABELS

_OWN = (PERSON_SPELL, IDENTITY, FORMER_NAME, MEMBERSHIP, EMPLOYMENT, TRANSFER)
_UNIONS = ("union_id", "from_union_id", "to_union_id")
_EMPLOYERS = ("employer_id", "host_id")
_FROM_START = frozenset({PERSON_SPELL.name, MEMBERSHIP.name, EMPLOYMENT.name})
_MERGED = {"id", "alias_of_id"}
_ENTRIES = 10_000
"""More acts than ever touched one person."""


def everyone(conn: Connection, person_id: str) -> list[str]:
    """A person and those merged into her."""
    ids, new = [person_id], [person_id]
    while new:
        query = select(PERSON.c.id).where(PERSON.c.alias_of_id.in_(new)).order_by(PERSON.c.id)
        new = [one for one in conn.execute(query).scalars() if one not in ids]
        ids += new
    return ids


def personal(conn: Connection, ids: Sequence[str], day: date) -> list[Held]:
    """Her records of the area, what the register says of her now aside."""
    say = _Words(conn, day)
    merged = select(PERSON).where(PERSON.c.id.in_(ids), PERSON.c.alias_of_id.is_not(None))
    made = [("合并进来的记录", say.rows(PERSON, merged, hidden=_MERGED))]
    for table in _OWN:
        order = table.c.since if "since" in table.c else table.c.id
        query = select(table).where(table.c.person_id.in_(ids)).order_by(order)
        made.append((str(table.info["title"]), say.rows(table, query)))
    made.append((str(APPLICATION.info["title"]), _applications(conn, ids, say)))
    made += [("上级平台", _platforms(conn, ids)), ("查重", _told_apart(conn, ids))]
    return [(title, rows) for title, rows in made if rows]


def proofs(conn: Connection, ids: Sequence[str]) -> list[Piece]:
    """The files kept of her and of the records of hers."""
    found = _pieces(conn, PERSON, ids)
    for table in (*_OWN, APPLICATION):
        owned = conn.execute(select(table.c.id).where(table.c.person_id.in_(ids)))
        found += _pieces(conn, table, list(owned.scalars()))
    return found


def acts(conn: Connection, ids: Sequence[str], day: date) -> list[dict[str, str]]:
    """What was done with her data, oldest first: when, what, by whom, what stood there before."""
    say, found = _Words(conn, day), dict[int, Entry]()
    for one in ids:
        for entry in entries(conn, limit=_ENTRIES, record=one):
            held = found.get(entry.number)
            found[entry.number] = entry if held is None else _together(held, entry)
    return [
        {
            "时间": f"{entry.moment.astimezone():%Y-%m-%d %H:%M}",
            "操作": entry.title + ("（已撤销）" if entry.undone else ""),
            "经办人": entry.user,
            "原来的内容": "；".join(_before(entry, say)),
        }
        for _, entry in sorted(found.items())
    ]


def _together(one: Entry, other: Entry) -> Entry:
    known = {(r.table, r.row) for r in one.records}
    more = tuple(r for r in other.records if (r.table, r.row) not in known)
    return replace(one, records=(*one.records, *more))


def _before(entry: Entry, say: _Words) -> Iterable[str]:
    own = {table.name: table for table in (PERSON, *_OWN, APPLICATION)}
    for record in entry.records:
        table = own.get(record.table)
        if table is not None and record.kind != "new":
            words = say.row(table, record.before, hidden={"id", "person_id"}, start=False)
            told_ = "，".join(f"{head}：{word}" for head, word in words.items())
            yield f"{record.title}（{told_}）" if told_ else record.title


def _pieces(conn: Connection, table: Table, ids: Sequence[str]) -> list[Piece]:
    return [piece for found in evidence.of(conn, table.name, ids).values() for piece in found]


def _applications(conn: Connection, ids: Sequence[str], say: _Words) -> list[dict[str, str]]:
    """Those that made her a member, and those with a document number of hers."""
    numbers = select(IDENTITY.c.number).where(
        IDENTITY.c.person_id.in_(ids), IDENTITY.c.number != ""
    )
    hers = or_(APPLICATION.c.person_id.in_(ids), APPLICATION.c.number.in_(numbers))
    query = select(APPLICATION).where(hers).order_by(APPLICATION.c.received_on, APPLICATION.c.id)
    made = []
    for row in conn.execute(query).mappings():
        more = {key: value for key, value in (row["details"] or {}).items() if key in LABELS}
        codes = {key: CODES[PERSON.name, key] for key in more if (PERSON.name, key) in CODES}
        words = told(more, LABELS, codes)
        made.append(say.row(APPLICATION, row, hidden={"id", "person_id", "details"}) | words)
    return made


def _platforms(conn: Connection, ids: Sequence[str]) -> list[dict[str, str]]:
    query = (
        select(PLATFORM.c.name, PLATFORM_MARK)
        .join(PLATFORM, PLATFORM.c.id == PLATFORM_MARK.c.platform_id)
        .where(PLATFORM_MARK.c.record.in_(ids))
        .order_by(PLATFORM.c.name)
    )
    heads = {
        "name": "平台", "exported_on": "报送日期", "confirmed_on": "确认日期", "answer": "平台答复",
    }  # fmt: skip
    return [told(row, heads, {}) for row in conn.execute(query).mappings()]


def _told_apart(conn: Connection, ids: Sequence[str]) -> list[dict[str, str]]:
    """That she is not somebody else; who that is, is not hers to know."""
    query = select(NOT_SAME.c.id).where(
        or_(NOT_SAME.c.person_id.in_(ids), NOT_SAME.c.other_id.in_(ids))
    )
    count = len(conn.execute(query).all())
    return [{"结果": f"已确认与另外{count}条相近的记录不是同一人"}] if count else []


class _Words:
    """Rows of the area's tables in words, the names of what they point at among them."""

    def __init__(self, conn: Connection, day: date) -> None:
        self._conn, self._day = conn, day
        self._links: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(_UNIONS, self._union),
            **dict.fromkeys(_EMPLOYERS, self._employer),
            "campaign_id": self._campaign,
        }

    def rows(
        self, table: Table, query: Any, hidden: Iterable[str] = ("id", "person_id")
    ) -> list[dict[str, str]]:
        found = self._conn.execute(query).mappings().all()
        return [self.row(table, row, hidden=set(hidden)) for row in found]

    def row(
        self, table: Table, row: Mapping[Any, Any], *, hidden: set[str], start: bool = True
    ) -> dict[str, str]:
        """A record, or of a logged one the fields that were changed (then without ``start``)."""
        heads = {c.name: LABELS[c.name] for c in table.c
                 if c.name in LABELS and c.name not in hidden}  # fmt: skip
        codes = {key: code for (name, key), code in CODES.items() if name == table.name}
        values = {
            key: self._links[key](value) if key in self._links and value else value
            for key, value in row.items()
        }
        if start and table.name in _FROM_START and values["since"] is None:
            values["since"] = "期初"
        return told(values, heads, codes)

    def _union(self, one: str) -> str:
        return names_of(self._conn, "union", [one], self._day).get(one, "")

    def _employer(self, one: str) -> str:
        return names_of(self._conn, "employer", [one], self._day).get(one, "")

    def _campaign(self, one: str) -> str:
        query = select(CAMPAIGN.c.name).where(CAMPAIGN.c.id == one)
        return str(self._conn.execute(query).scalar() or "")

"""Pickers of this area for forms: bodies of unions, 届 of delegates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from app.areas.organisations.records import UNION_SPELL
from app.base.codes import code_list
from app.base.lists import Choice
from app.base.text import chinese_number

from ..records import BODY, DELEGATION
from .common import body_name
from .delegations import KINDS


class BodyPicker:
    """Chooses a body that has not ended, by a part of its union's name or of its own."""

    title = "机构"

    def search(self, connection: Connection, text: str, limit: int) -> Sequence[Choice]:
        """Those whose union or name holds every word."""
        query = self._query().where(BODY.c.until.is_(None))
        kinds = list(code_list("body_kind"))
        for word in text.split():
            meant = [e.code for e in kinds if word in e.name]
            held = (func.instr(UNION_SPELL.c.name, word), func.instr(BODY.c.name, word))
            query = query.where(or_(BODY.c.kind.in_(meant), *(h > 0 for h in held)))
        order = (
            UNION_SPELL.c.name,
            BODY.c.kind != "committee",
            BODY.c.kind,
            BODY.c.name,
            BODY.c.id,
        )
        rows = connection.execute(query.order_by(*order).limit(limit))
        return [Choice(r.id, body_name(r.kind, r.name), r.union) for r in rows]

    def titles(self, connection: Connection, keys: Sequence[str]) -> Mapping[str, str]:
        """Names of bodies."""
        rows = connection.execute(self._query().where(BODY.c.id.in_(list(keys))))
        return {r.id: body_name(r.kind, r.name) for r in rows}

    def _query(self) -> Any:
        named = and_(UNION_SPELL.c.union_id == BODY.c.union_id, UNION_SPELL.c.until.is_(None))
        return select(BODY.c.id, BODY.c.kind, BODY.c.name, UNION_SPELL.c.name.label("union")).join(
            UNION_SPELL, named
        )


class DelegationPicker:
    """Chooses a 届 of delegates by a part of its union's name, the present ones first.

    Args:
        union: id of the only union whose are offered; None: all.
    """

    title = "代表届次"

    def __init__(self, union: str | None = None) -> None:
        self._union = union

    def search(self, connection: Connection, text: str, limit: int) -> Sequence[Choice]:
        """Those whose union or congress holds every word."""
        query = self._query()
        if self._union is not None:
            query = query.where(DELEGATION.c.union_id == self._union)
        for word in text.split():
            meant = [key for key, name in KINDS.items() if word in name]
            named = func.instr(UNION_SPELL.c.name, word) > 0
            query = query.where(or_(DELEGATION.c.kind.in_(meant), named))
        order = (DELEGATION.c.until.is_not(None), UNION_SPELL.c.name, DELEGATION.c.since.desc())
        rows = connection.execute(query.order_by(*order, DELEGATION.c.id).limit(limit))
        return [Choice(r.id, _delegation_name(r), r.union) for r in rows]

    def titles(self, connection: Connection, keys: Sequence[str]) -> Mapping[str, str]:
        """Names of 届."""
        rows = connection.execute(self._query().where(DELEGATION.c.id.in_(list(keys))))
        return {r.id: _delegation_name(r) for r in rows}

    def _query(self) -> Any:
        own = DELEGATION.c
        named = and_(UNION_SPELL.c.union_id == own.union_id, UNION_SPELL.c.until.is_(None))
        columns = (own.id, own.kind, own.ordinal, own.since, UNION_SPELL.c.name.label("union"))
        return select(*columns).join(UNION_SPELL, named)


def _delegation_name(row: Any) -> str:
    ordinal = f"第{chinese_number(row.ordinal)}届" if row.ordinal else ""
    since = f"（{row.since.isoformat()}起）" if row.since else ""
    return f"{ordinal}{KINDS[row.kind]}代表{since}"


BODIES = BodyPicker()

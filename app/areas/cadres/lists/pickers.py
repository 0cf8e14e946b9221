"""Pickers of this area for forms: bodies of unions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from app.areas.organisations.records import UNION_SPELL
from app.base.codes import code_list
from app.base.lists import Choice

from ..records import BODY
from .common import body_name


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


BODIES = BodyPicker()

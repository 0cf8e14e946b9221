"""集中要约: batches of offers with what came of them; and the firms that could get one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import days, in_order, within
from app.areas.organisations.lists.common import by_ids, ordered, readings_of
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import EMPLOYER_SPELL
from app.base.lists import Column, Filter, How, Role, Status, Tone, View
from app.store.meta import on_day
from app.store.search import IndexPicker

from ..records import CONSULTATION, CONTRACT, CONTRACT_COVER, OFFER_BATCH
from .consultations import number_of
from .reach import within as covered_by

COUNTS = ("offers", "delivered", "answered", "agreed", "later", "refused", "signed", "filed")
"""What is counted of a batch."""
PUT_OFF = "put_off"
"""Firms that asked for a later day and have not signed since."""


def counts_of(connection: Connection, batches: Sequence[str]) -> dict[str, dict[str, int]]:
    """Batch → ``COUNTS`` (consultations, delivered, answered, each answer, signed, filed) and
    ``PUT_OFF``."""
    row = CONSULTATION.c

    def count(condition: Any, name: str) -> Any:
        return func.sum(case((condition, 1), else_=0)).label(name)

    query = (
        select(
            row.batch_id,
            func.count().label("offers"),
            count(row.delivered_on.is_not(None), "delivered"),
            count(row.answered_on.is_not(None), "answered"),
            *(count(row.answer == word, word) for word in ("agreed", "later", "refused")),
            count(row.contract_id.is_not(None), "signed"),
            count(
                (row.answer == "later") & row.contract_id.is_(None) & row.closed_on.is_(None),
                PUT_OFF,
            ),
            count(CONTRACT.c.filed_on.is_not(None), "filed"),
        )
        .outerjoin(CONTRACT, CONTRACT.c.id == row.contract_id)
        .where(row.batch_id.in_(list(batches)))
        .group_by(row.batch_id)
    )
    return {
        one["batch_id"]: {key: int(one[key] or 0) for key in (*COUNTS, PUT_OFF)}
        for one in connection.execute(query).mappings()
    }


class OfferList:
    """集中要约, the newest first."""

    key = "offers"
    title = "集中要约"
    kind = OFFER_BATCH.name
    kinds = frozenset({OFFER_BATCH.name, CONSULTATION.name, CONTRACT.name, "union_spell"})
    purpose = (
        "这里列出集中要约行动：向涵盖的很多单位同时发出要约，自动编号，成批打印要约书，"
        "在一张表里录入答复，再合签一份区域性合同或者分别签订。"
    )
    filters = (
        Filter("union", "工会", how=How.RECORD, source=IndexPicker("union", "工会")),
        Filter("offered", "要约日期", how=How.PERIOD),
    )
    columns = (
        Column("title", "名称", 240),
        Column("union", "工会", 200, sortable=False),
        Column("offered_on", "要约日期", 100, Role.DAY),
        Column("state", "进展", 100, Role.STATUS, sortable=False),
        Column("offers", "要约", 64, Role.COUNT, sortable=False),
        Column("delivered", "送达", 64, Role.COUNT, sortable=False),
        Column("answered", "答复", 64, Role.COUNT, sortable=False),
        Column("agreed", "同意", 64, Role.COUNT, sortable=False),
        Column("later", "延期", 64, Role.COUNT, sortable=False, shown=False),
        Column("refused", "拒绝", 64, Role.COUNT, sortable=False),
        Column("signed", "已签订", 72, Role.COUNT, sortable=False),
        Column("filed", "已报送", 72, Role.COUNT, sortable=False, shown=False),
        Column("doc_word", "文号字头", 140),
        Column("subject", "协商议题", 220, sortable=False, shown=False),
        Column("note", "备注", 200, sortable=False, shown=False),
    )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = OFFER_BATCH.c
        query = select(row.id).where(
            row.offered_on <= view.day,
            *within(view, row.union_id),
            *days(view, {"offered": row.offered_on}),
        )
        for word in view.text.split():
            query = query.where(
                or_(*(func.instr(row[c], word) > 0 for c in ("title", "doc_word", "subject")))
            )
        columns = {key: row[key] for key in ("title", "offered_on", "doc_word")}
        return in_order(connection, ordered(query, view, columns, (row.offered_on.desc(), row.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = by_ids(connection, select(OFFER_BATCH), OFFER_BATCH.c.id, hex_ids(ids))
        names = names_of(connection, "union", (r["union_id"] for r in found.values()), view.day)
        counts = counts_of(connection, list(found))
        return [
            {
                **found[one],
                "union": names.get(found[one]["union_id"], ""),
                **(numbers := counts.get(one, dict.fromkeys((*COUNTS, PUT_OFF), 0))),
                "state": _status(numbers),
            }
            for one in ids
            if one in found
        ]


def _status(numbers: Mapping[str, int]) -> Status:
    waiting = numbers["offers"] - numbers["answered"]
    if waiting:
        return Status(f"{waiting}家未答复", Tone.WARN)
    left = numbers["agreed"] - numbers["signed"]
    if left > 0:
        return Status(f"{left}家待签订", Tone.INFO)
    if numbers[PUT_OFF]:
        return Status(f"{numbers[PUT_OFF]}家要求延期", Tone.INFO)
    return Status("已办完", Tone.GOOD)


def offers_in(connection: Connection, batch: str) -> list[dict[str, Any]]:
    """The offers of a batch in the order of their numbers, with firm and 文号."""
    row = CONSULTATION.c
    query = (
        select(
            CONSULTATION,
            OFFER_BATCH.c.doc_word,
            OFFER_BATCH.c.offered_on.label("batch_on"),
            CONTRACT.c.title.label("contract"),
            CONTRACT.c.signed_on,
        )
        .join(OFFER_BATCH, OFFER_BATCH.c.id == row.batch_id)
        .outerjoin(CONTRACT, CONTRACT.c.id == row.contract_id)
        .where(row.batch_id == batch)
        .order_by(row.batch_no)
    )
    found = [dict(one) for one in connection.execute(query).mappings()]
    firms = names_of(connection, "employer", (one["employer_id"] for one in found))
    return [
        one
        | {
            "employer": firms.get(one["employer_id"], ""),
            "number": number_of(one["doc_word"], one["batch_on"].year, one["batch_no"]),
        }
        for one in found
    ]


def firms_to_ask(connection: Connection, union: str, day: date) -> list[dict[str, Any]]:
    """Employers that a union covers on a day and that work, by name: ``id``, ``name``, ``workers``,
    and whether a wage agreement of theirs runs (``running``: its last day)."""
    held = covered_by(connection, union, day)
    query = (
        select(EMPLOYER_SPELL.c.employer_id.label("id"), EMPLOYER_SPELL.c.name)
        .where(on_day(EMPLOYER_SPELL, day), EMPLOYER_SPELL.c.status == "active")
        .order_by(EMPLOYER_SPELL.c.name)
    )
    rows = [dict(row) for row in connection.execute(query).mappings() if row["id"] in held]
    staff = readings_of(connection, "employer_id", [row["id"] for row in rows], day)
    ends = _wage_ends(connection, day)
    return [
        row | {"workers": staff.get(row["id"], {}).get("J201"), "running": ends.get(row["id"])}
        for row in rows
    ]


def _wage_ends(connection: Connection, day: date) -> dict[str, date]:
    """Employer → the last day of the wage agreement that runs for it."""
    query = (
        select(CONTRACT_COVER.c.employer_id, func.max(CONTRACT.c.ends_on))
        .join(CONTRACT, CONTRACT.c.id == CONTRACT_COVER.c.contract_id)
        .where(
            CONTRACT.c.kind == "wage",
            CONTRACT.c.signed_on <= day,
            CONTRACT.c.ends_on >= day,
            CONTRACT.c.terminated_on.is_(None),
            CONTRACT_COVER.c.until.is_(None),
        )
        .group_by(CONTRACT_COVER.c.employer_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


OFFERS = OfferList()

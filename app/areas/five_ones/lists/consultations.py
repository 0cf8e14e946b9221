"""集体协商: consultations with the step they have reached, the next one and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, days, in_order, within
from app.areas.organisations.lists.common import by_ids, chosen, code_filter, name_of, ordered
from app.areas.organisations.lists.names import names_of
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.rules.office import rule_book
from app.store import evidence
from app.store.search import IndexPicker

from ..records import CONSULTATION, CONTRACT, NEGOTIATOR, OFFER_BATCH, RESOLUTION, TALK
from ..rules.process import FAILED, REFUSED, Standing, standing
from .bargains import Bargains, terms

STATES = (
    Choice("running", "进行中"),
    Choice("unanswered", "等待答复"),
    Choice("unsigned", "已应约未签订"),
    Choice("unfiled", "已签订未报送"),
    Choice("done", "已公布"),
    Choice("refused", "拒绝协商"),
    Choice("failed", "未达成一致、已结束"),
)
OVER = {
    "done": ("已公布", Tone.GOOD),
    "failed": ("未达成一致", Tone.IDLE),
    "refused": ("拒绝协商", Tone.BAD),
    "closed": ("已结束", Tone.IDLE),
}


REACHED = {
    "offer": "已要约", "deliver": "已送达", "answer": "已答复", "sides": "已定代表",
    "data": "已提供资料", "talks": "协商中", "outcome": "已达成一致", "congress": "职代会已审议",
    "sign": "已签订", "file": "已报送", "review": "已生效", "publish": "已公布",
}  # fmt: skip
LATE = {
    "answer": "逾期未答复", "data": "逾期未供资料", "talks": "逾期未开会", "file": "逾期未报送",
    "review": "等待审查", "publish": "逾期未公布",
}  # fmt: skip
"""The step reached, and the next one where it is overdue, in words."""


def number_of(word: str | None, year: int, number: int | None) -> str:
    """The 文号 of an offer: 王总工要约〔2026〕3号; empty without a number."""
    if number is None:
        return ""
    return f"{word or ''}〔{year}〕{number}号"


def status_of(now: Standing, facts: Any) -> Status:
    """How far it is: the step reached, in red where the next one is overdue."""
    if now.over:
        word, tone = OVER[now.over]
        return Status(word, tone)
    if not now.reached:
        return Status("筹备中", Tone.INFO)
    late = now.late(facts.on)
    word = LATE[now.next.key] if late and now.next else REACHED[now.reached]
    return Status(word, Tone.BAD if late else Tone.WARN if now.due_on else Tone.INFO)


def _states(view: View) -> ColumnElement[bool] | None:
    row, signed = CONSULTATION.c, CONTRACT.c
    open_ = and_(
        row.closed_on.is_(None),
        func.coalesce(row.outcome, "") != FAILED,
        func.coalesce(row.answer, "") != REFUSED,
    )
    published = signed.published_on <= view.day
    conditions = {
        "running": and_(open_, ~func.coalesce(published, False)),
        "unanswered": and_(open_, row.offered_on.is_not(None), row.answered_on.is_(None),
                           row.contract_id.is_(None)),
        "unsigned": and_(open_, row.answer == "agreed", row.contract_id.is_(None)),
        "unfiled": and_(row.contract_id.is_not(None), signed.filed_on.is_(None)),
        "done": func.coalesce(published, False),
        "refused": row.answer == REFUSED,
        "failed": or_(row.outcome == FAILED, row.closed_on.is_not(None)),
    }  # fmt: skip
    keys = [key for key in chosen(view, "state") if key in conditions]
    return or_(*(conditions[key] for key in keys)) if keys else None


class ConsultationList:
    """集体协商, the newest offer first."""

    key = "consultations"
    title = "集体协商"
    kind = CONSULTATION.name
    kinds = frozenset({
        CONSULTATION.name, CONTRACT.name, NEGOTIATOR.name, TALK.name, OFFER_BATCH.name,
        RESOLUTION.name, "evidence", "union_spell", "employer_spell",
    })  # fmt: skip
    purpose = (
        "这里列出每一次集体协商：发出要约、答复、代表、协商会议、职代会审议，一直到签订、报送和公布。"
        "向很多单位同时要约的，用「集中要约」。"
    )
    columns = (
        Column("title", "协商名称", 230),
        Column("state", "进展", 120, Role.STATUS, sortable=False),
        Column("next", "下一步", 110, sortable=False),
        Column("due_on", "期限", 100, Role.DAY, sortable=False),
        Column("union", "工会", 190, sortable=False),
        Column("employer", "单位", 190, sortable=False, shown=False),
        Column("offered_on", "要约", 100, Role.DAY),
        Column("answer", "答复", 90),
        Column("answered_on", "答复日期", 100, Role.DAY, shown=False),
        Column("kind", "内容", 120),
        Column("scope", "范围", 72, shown=False),
        Column("delivered_on", "送达", 100, Role.DAY, shown=False),
        Column("offered_by", "要约方", 100, shown=False),
        Column("number", "文号", 150, sortable=False, shown=False),
        Column("talks", "会议次数", 80, Role.COUNT, sortable=False, shown=False),
        Column("signed_on", "签订", 100, Role.DAY, shown=False),
        Column("proofs", "材料", 60, Role.COUNT, sortable=False),
        Column("subject", "协商议题", 200, sortable=False, shown=False),
        Column("note", "备注", 200, sortable=False, shown=False),
    )
    groups = (
        Group("running", "进行中", {"state": ("running",)}),
        Group("unanswered", "等待答复", {"state": ("unanswered",)}),
        Group("unfiled", "已签订未报送", {"state": ("unfiled",)}),
        Group("wage", "工资协商", {"kind": ("wage",)}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """进展, 内容, 范围, 工会, 集中要约, 要约日期."""
        return (
            Filter("state", "进展", STATES, many=True),
            code_filter("kind", "内容", "contract_kind"),
            code_filter("scope", "范围", "contract_scope"),
            Filter("union", "工会", how=How.RECORD, source=IndexPicker("union", "工会")),
            Filter("batch", "集中要约", how=How.RECORD, source=OFFER_PICKER),
            Filter("offered", "要约日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = CONSULTATION.c
        query = (
            select(row.id)
            .outerjoin(CONTRACT, CONTRACT.c.id == row.contract_id)
            .where(
                or_(row.offered_on.is_(None), row.offered_on <= view.day),
                *within(view, row.union_id),
                *coded(view, {"kind": row.kind, "scope": row.scope}),
                *days(view, {"offered": row.offered_on}),
            )
        )
        condition = _states(view)
        if condition is not None:
            query = query.where(condition)
        if keys := chosen(view, "batch"):
            query = query.where(row.batch_id.in_(hex_ids(keys)))
        for word in view.text.split():
            held = [func.instr(func.lower(row[c]), word.lower()) > 0
                    for c in ("title", "subject", "note")]  # fmt: skip
            query = query.where(or_(*held))
        sorts = [c.key for c in self.columns if c.sortable and c.key != "signed_on"]
        columns = {key: row[key] for key in sorts} | {"signed_on": CONTRACT.c.signed_on}
        order = (row.offered_on.is_not(None), row.offered_on.desc(), row.batch_no, row.id)
        return in_order(connection, ordered(query, view, columns, order))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        wanted = list(hex_ids(ids))
        deadlines = terms(rule_book(connection), view.day)
        known = Bargains(connection, view.day, deadlines, consultations=wanted)
        found = known.talks_rows
        unions = names_of(connection, "union", (r["union_id"] for r in found.values()), view.day)
        firms = names_of(
            connection, "employer", (r["employer_id"] for r in found.values()), view.day
        )
        words = batch_words(connection, [r["batch_id"] for r in found.values() if r["batch_id"]])
        proofs = evidence.kinds_of(connection, CONSULTATION.name, list(found))
        return [
            shown_row(found[one], known, unions, firms, words, sum(proofs.get(one, {}).values()))
            for one in ids
            if one in found
        ]


def batch_words(connection: Connection, batches: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Batch → the word and the year of its numbers."""
    query = select(OFFER_BATCH.c.id, OFFER_BATCH.c.doc_word, OFFER_BATCH.c.offered_on)
    found = by_ids(connection, query, OFFER_BATCH.c.id, list(dict.fromkeys(batches)))
    return {one: (row["doc_word"] or "", row["offered_on"].year) for one, row in found.items()}


def shown_row(
    row: Mapping[str, Any],
    known: Bargains,
    unions: Mapping[str, str],
    firms: Mapping[str, str],
    words: Mapping[str, tuple[str, int]],
    proofs: int,
) -> dict[str, Any]:
    """A consultation as the list shows it."""
    facts = known.consultation(row)
    now = standing(facts, known.deadlines)
    word, year = words.get(row["batch_id"] or "", ("", 0))
    return {
        **row,
        "union": unions.get(row["union_id"], ""),
        "employer": firms.get(row["employer_id"] or "", ""),
        "kind": name_of("contract_kind", row["kind"]),
        "scope": name_of("contract_scope", row["scope"]),
        "state": status_of(now, facts),
        "next": now.next.title if now.next else None,
        "due_on": now.due_on,
        "answer": name_of("consultation_answer", row["answer"]) or None,
        "offered_by": name_of("offer_party", row["offered_by"]) or None,
        "number": number_of(word, year, row["batch_no"]),
        "talks": len(facts.talks) or None,
        "signed_on": facts.contract.signed_on if facts.contract else None,
        "proofs": proofs or None,
    }


class OfferPicker:
    """Chooses a 集中要约 by its title."""

    title = "集中要约"

    def search(self, connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """The newest whose title holds the text."""
        row = OFFER_BATCH.c
        query = select(row.id, row.title, row.offered_on).where(func.instr(row.title, text) > 0)
        found = connection.execute(query.order_by(row.offered_on.desc()).limit(limit))
        return [Choice(one.id, one.title, one.offered_on.isoformat()) for one in found]

    def titles(self, connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Id → title."""
        query = select(OFFER_BATCH.c.id, OFFER_BATCH.c.title)
        found = by_ids(connection, query, OFFER_BATCH.c.id, list(hex_ids(keys)))
        return {one: row["title"] for one, row in found.items()}


OFFER_PICKER = OfferPicker()
CONSULTATIONS = ConsultationList()

"""集中要约: one offer to many firms at once, numbered, delivered, answered in one table, and the
contracts that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from app.areas.organisations.records import EMPLOYER_SPELL
from app.base.codes import code_list
from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..lists.reach import within
from ..records import CONSULTATION, NEGOTIATOR, OFFER_BATCH, TALK
from .common import known, not_future, required, union_acts
from .consultations import answer_offer, parts_of, ready_to_sign, sign_contract
from .contracts import Cover, add_contract
from .dates import in_order


@dataclass(frozen=True, slots=True)
class Answer:
    """A firm's answer to an offer; without one the answer is taken away."""

    on: date | None = None
    answer: str | None = None
    answer_text: str | None = None


@act("five_ones.offer_together", "发出集中要约")
def offer_together(
    work: Work,
    /,
    *,
    union_id: str,
    title: str,
    offered_on: date,
    employer_ids: Iterable[str],
    kind: str = "wage",
    doc_word: str | None = None,
    subject: str | None = None,
    proposal: str | None = None,
    delivered_on: date | None = None,
    note: str | None = None,
) -> str:
    """One offer to many firms: a consultation with each, numbered on from the last number of the
    same word and year.

    Args:
        doc_word: what the numbers begin with, e.g. 王总工要约; the year and the number follow.

    Returns:
        The batch.

    Raises:
        UserError: REQUIRED without a firm; OUTSIDE, naming those the union does not cover; FUTURE.
    """
    union_acts(work, union_id, offered_on)
    not_future(work, offered_on, "要约日期")
    batch_id = work.insert(
        OFFER_BATCH,
        union_id=union_id,
        title=required(title, "名称"),
        doc_word=(doc_word or "").strip() or None,
        offered_on=offered_on,
        subject=subject,
        proposal=proposal,
        note=note,
    )
    add_to_offer(work, batch_id, employer_ids=employer_ids, kind=kind, delivered_on=delivered_on)
    return batch_id


@act("five_ones.add_to_offer", "集中要约增加单位")
def add_to_offer(
    work: Work,
    /,
    batch_id: str,
    *,
    employer_ids: Iterable[str],
    kind: str = "wage",
    delivered_on: date | None = None,
) -> list[str]:
    """More firms get the same offer, numbered on.

    Returns:
        The consultations.

    Raises:
        UserError: REQUIRED; OUTSIDE; TWICE, naming a firm that has it already; DATES; FUTURE.
    """
    batch = work.row(OFFER_BATCH, batch_id)
    wanted = list(dict.fromkeys(employer_ids))
    if not wanted:
        raise UserError("REQUIRED", "还没有选要约的单位。", "请至少选一个单位。")
    in_order(("要约", batch["offered_on"]), ("送达", delivered_on))
    not_future(work, delivered_on, "送达日期")
    held = within(work.conn, batch["union_id"], batch["offered_on"])
    strange = [one for one in wanted if one not in held]
    if strange:
        raise UserError(
            "OUTSIDE",
            f"「{_name(work, strange[0])}」等{len(strange)}个单位不在这个工会的涵盖范围内，"
            "不能由它发出要约。",
            "请先在「组织」里办理纳入涵盖，或去掉这些单位。",
        )
    there = {row["employer_id"] for row in offers_of(work, batch_id)}
    if again := [one for one in wanted if one in there]:
        raise UserError("TWICE", f"「{_name(work, again[0])}」已经在这次集中要约里。")
    known("contract_kind", kind, "协商内容")
    number = _last_number(work, batch)
    word = code_list("contract_kind").name_of(kind)
    return work.insert_rows(
        CONSULTATION,
        [
            {
                "union_id": batch["union_id"],
                "employer_id": one,
                "batch_id": batch_id,
                "batch_no": number + place,
                "kind": kind,
                "scope": "enterprise",
                "title": f"{_name(work, one)}{word}协商",
                "offered_by": "union",
                "offered_on": batch["offered_on"],
                "delivered_on": delivered_on,
                "subject": batch["subject"],
            }
            for place, one in enumerate(wanted, 1)
        ],
    )


@act("five_ones.edit_offer", "更正集中要约")
def edit_offer(work: Work, /, batch_id: str, **values: Any) -> None:
    """Title, word of the numbers, day, subject, proposal; the offers of the batch get the same day
    and subject.

    Raises:
        UserError: REQUIRED; DATES, where a firm had it, or answered, before the new day; FUTURE.
    """
    work.row(OFFER_BATCH, batch_id)
    if "title" in values:
        values["title"] = required(values["title"], "名称")
    shared: dict[str, Any] = {
        key: values[key] for key in ("offered_on", "subject") if key in values
    }
    rows = offers_of(work, batch_id)
    if "offered_on" in shared:
        not_future(work, shared["offered_on"], "要约日期")
        for row in rows:
            in_order(
                ("要约", shared["offered_on"]),
                ("送达", row["delivered_on"]),
                ("答复", row["answered_on"]),
            )
    work.update(OFFER_BATCH, batch_id, **values)
    if shared:
        work.update_rows(CONSULTATION, {row["id"]: shared for row in rows})


@act("five_ones.delete_offer", "删除误录集中要约")
def delete_offer(work: Work, /, batch_id: str) -> None:
    """A batch entered by mistake, with its offers.

    Raises:
        UserError: REFERRED, where a firm has answered, sat down or signed.
    """
    batch = work.row(OFFER_BATCH, batch_id)
    for row in offers_of(work, batch_id):
        if row["answered_on"] or row["contract_id"] or _begun(work, row["id"]):
            raise UserError(
                "REFERRED",
                f"「{batch['title']}」已经有单位答复或开始协商，不能当作误录删除。",
                "请逐个更正；不再进行的，办理结束协商。",
            )
        work.delete(CONSULTATION, row["id"])
    work.delete(OFFER_BATCH, batch_id)


@act("five_ones.enter_answers", "录入应约答复")
def enter_answers(work: Work, /, answers: Mapping[str, Answer]) -> int:
    """Answers of many firms in one table.

    Args:
        answers: consultation → its answer.

    Returns:
        How many firms' answers were written or taken away.

    Raises:
        UserError: ANSWER, where day or answer is missing; NOT_OFFERED; DATES; FUTURE; each names
            the firm.
    """
    changed = 0
    for one, given in answers.items():
        row = work.row(CONSULTATION, one)
        if (given.on is None) != (given.answer is None):
            missing = "答复日期" if given.on is None else "答复"
            raise UserError(
                "ANSWER", f"「{row['title']}」没有填{missing}。", "答复和日期要一起填。"
            )
        if given.on is None or given.answer is None:
            changed += work.update(
                CONSULTATION, one, answered_on=None, answer=None, answer_text=None
            )
            continue
        before = work.changes.kinds.get(CONSULTATION.name, set()).copy()
        try:
            answer_offer(work, one, on=given.on, answer=given.answer, answer_text=given.answer_text)
        except UserError as error:
            message = f"「{row['title']}」：{error.message}"
            raise UserError(error.code, message, error.advice) from None
        changed += one in work.changes.kinds.get(CONSULTATION.name, set()) - before
    return changed


@act("five_ones.sign_together", "签订区域性、行业性集体合同")
def sign_together(
    work: Work,
    /,
    consultation_ids: Sequence[str],
    *,
    title: str,
    scope: str = "regional",
    confirmed_on: date | None = None,
    **values: Any,
) -> str:
    """Several consultations of one union lead to one contract, which covers all their employers.

    Args:
        scope: ``regional`` or ``trade``.
        confirmed_on: day of the employers' written confirmation, where it is the same for all.
        values: columns of a contract.

    Returns:
        The contract.

    Raises:
        UserError: REQUIRED; MIXED, where unions or kinds differ; SIGNED; NO_AGREEMENT; DATES.
    """
    rows = [work.row(CONSULTATION, one) for one in dict.fromkeys(consultation_ids)]
    if not rows:
        raise UserError("REQUIRED", "还没有选协商。", "请选几个已经达成一致的协商。")
    if len({(row["union_id"], row["kind"]) for row in rows}) > 1:
        raise UserError(
            "MIXED", "所选的协商不是同一个工会、同一种合同，不能合签一份。", "请分开办理。"
        )
    for row in rows:
        ready_to_sign(row)
        in_order(("要约", row["offered_on"]), ("签订", values.get("signed_on")))
    employers = dict.fromkeys(row["employer_id"] for row in rows if row["employer_id"])
    contract_id = add_contract(
        work,
        union_id=rows[0]["union_id"],
        kind=rows[0]["kind"],
        scope=scope,
        title=title,
        covers=[Cover(one, None, confirmed_on) for one in employers],
        **values,
    )
    signed = {"contract_id": contract_id, "outcome": "agreed"}
    work.update_rows(CONSULTATION, {row["id"]: signed for row in rows})
    return contract_id


@act("five_ones.sign_each", "分别签订集体合同")
def sign_each(work: Work, /, consultation_ids: Sequence[str], **values: Any) -> list[str]:
    """Several consultations, a contract each, with the same days.

    Args:
        values: columns of each contract: signed_on, since, ends_on …

    Returns:
        The contracts.

    Raises:
        UserError: REQUIRED; SIGNED; NO_AGREEMENT; DATES; OUTSIDE.
    """
    made = []
    for one in dict.fromkeys(consultation_ids):
        row = work.row(CONSULTATION, one)
        title = row["title"].removesuffix("协商")
        made.append(sign_contract(work, one, title=title, **values))
    if not made:
        raise UserError("REQUIRED", "还没有选协商。", "请选几个已经达成一致的协商。")
    return made


def offers_of(work: Work, batch_id: str) -> list[RowMapping]:
    """The consultations of a batch in the order of their numbers."""
    query = select(CONSULTATION).where(CONSULTATION.c.batch_id == batch_id)
    return list(work.rows(query.order_by(CONSULTATION.c.batch_no)))


def _last_number(work: Work, batch: Mapping[Any, Any]) -> int:
    """The highest number given to offers of the same union, word and year."""
    year = str(batch["offered_on"].year)
    word = OFFER_BATCH.c.doc_word
    query = (
        select(func.max(CONSULTATION.c.batch_no).label("last"))
        .join(OFFER_BATCH, OFFER_BATCH.c.id == CONSULTATION.c.batch_id)
        .where(
            OFFER_BATCH.c.union_id == batch["union_id"],
            word.is_(None) if batch["doc_word"] is None else word == batch["doc_word"],
            func.substr(OFFER_BATCH.c.offered_on, 1, 4) == year,
        )
    )
    return int(work.rows(query)[0]["last"] or 0)


def _begun(work: Work, consultation_id: str) -> bool:
    return any(parts_of(work, table, consultation_id) for table in (NEGOTIATOR, TALK))


def _name(work: Work, employer_id: str) -> str:
    return str(spells.latest(work, EMPLOYER_SPELL, employer_id)["name"])

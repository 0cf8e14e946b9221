"""Acts on a consultation (集体协商): from the offer over the talks to the signed contract.

Its place in the process is derived (``rules/process.py``); what is written here are days and
counts. 工资集体协商试行办法 (劳动保障部令第9号) 第九条至第二十四条; 集体合同规定.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import (
    ACTIVITY,
    CONSULTATION,
    EMPLOYER,
    NEGOTIATOR,
    PERSON,
    RESOLUTION,
    TALK,
)
from .common import known, not_future, required, union_acts
from .contracts import Cover, add_contract
from .dates import in_order

_HAPPENED = {
    "offered_on": "要约日期", "delivered_on": "送达日期", "answered_on": "答复日期",
    "closed_on": "结束日期",
}  # fmt: skip


@act("five_ones.start_consultation", "发起集体协商")
def start_consultation(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    scope: str,
    title: str,
    employer_id: str | None = None,
    **values: Any,
) -> str:
    """A consultation, offered or still being prepared.

    Args:
        kind: of ``contract_kind``.
        scope: of ``contract_scope``; an enterprise's is with one employer.
        values: offered_by, offered_on, delivered_on, subject, note.

    Raises:
        UserError: REQUIRED; DATES; FUTURE.
    """
    union_acts(work, union_id, values.get("offered_on"))
    known("contract_kind", kind, "协商内容")
    known("contract_scope", scope, "协商范围")
    if scope == "enterprise" and employer_id is None:
        raise UserError("REQUIRED", "企业范围的协商要写明与哪个单位协商。", "请选定单位。")
    if employer_id is not None:
        work.row(EMPLOYER, employer_id)
    _check(work, values)
    return work.insert(
        CONSULTATION,
        union_id=union_id,
        employer_id=employer_id,
        kind=kind,
        scope=scope,
        title=required(title, "名称"),
        **values,
    )


@act("five_ones.edit_consultation", "更正集体协商")
def edit_consultation(work: Work, /, consultation_id: str, **values: Any) -> None:
    """What was typed wrongly.

    Raises:
        UserError: REQUIRED; DATES; FUTURE; ANSWER, where an answer lacks its day.
    """
    row = work.row(CONSULTATION, consultation_id)
    if "title" in values:
        values["title"] = required(values["title"], "名称")
    after = {**row, **values}
    if (after["answer"] is None) != (after["answered_on"] is None):
        raise UserError("ANSWER", "答复和答复日期要一起填写，或者都空着。")
    if after["scope"] == "enterprise" and after["employer_id"] is None:
        raise UserError("REQUIRED", "企业范围的协商要写明与哪个单位协商。", "请选定单位。")
    _check(work, after)
    work.update(CONSULTATION, consultation_id, **values)


@act("five_ones.delete_consultation", "删除误录集体协商")
def delete_consultation(work: Work, /, consultation_id: str) -> None:
    """A consultation entered by mistake, with its representatives and talks.

    Raises:
        UserError: REFERRED, where a contract was signed.
    """
    row = work.row(CONSULTATION, consultation_id)
    if row["contract_id"] is not None:
        raise UserError(
            "REFERRED",
            f"「{row['title']}」已经签订合同，不能当作误录删除。",
            "合同也录错了的，请先删除合同。",
        )
    for table in (NEGOTIATOR, TALK):
        for one in parts_of(work, table, consultation_id):
            work.delete(table, one["id"])
    work.delete(CONSULTATION, consultation_id)


# -- offer and answer ------------------------------------------------------------------------------


@act("five_ones.make_offer", "登记发出要约")
def make_offer(
    work: Work,
    /,
    consultation_id: str,
    *,
    on: date,
    offered_by: str = "union",
    delivered_on: date | None = None,
) -> None:
    """The written offer of one side to the other (工资集体协商试行办法 第十七条).

    Args:
        offered_by: ``union`` or ``employer``.

    Raises:
        UserError: DATES; FUTURE.
    """
    row = work.row(CONSULTATION, consultation_id)
    values = {"offered_on": on, "offered_by": offered_by, "delivered_on": delivered_on}
    _check(work, {**row, **values})
    work.update(CONSULTATION, consultation_id, **values)


@act("five_ones.deliver_offers", "登记要约送达")
def deliver_offers(work: Work, /, consultation_ids: Iterable[str], *, on: date) -> int:
    """The other side has it; its days to answer run from here.

    Returns:
        How many changed.

    Raises:
        UserError: NOT_OFFERED; DATES; FUTURE.
    """
    wanted: dict[str, dict[str, Any]] = {}
    for one in consultation_ids:
        row = _offered(work, one)
        _check(work, {**row, "delivered_on": on})
        wanted[one] = {"delivered_on": on}
    return len(work.update_rows(CONSULTATION, wanted))


@act("five_ones.answer_offer", "登记应约答复")
def answer_offer(
    work: Work,
    /,
    consultation_id: str,
    *,
    on: date,
    answer: str,
    answer_text: str | None = None,
) -> None:
    """The written answer (第十七条).

    Args:
        answer: of ``consultation_answer``.

    Raises:
        UserError: NOT_OFFERED; DATES; FUTURE.
    """
    row = _offered(work, consultation_id)
    known("consultation_answer", answer, "答复")
    values = {"answered_on": on, "answer": answer, "answer_text": answer_text}
    _check(work, {**row, **values})
    work.update(CONSULTATION, consultation_id, **values)


# -- who sits at the table -------------------------------------------------------------------------


@act("five_ones.add_negotiator", "登记协商代表")
def add_negotiator(
    work: Work,
    /,
    consultation_id: str,
    *,
    side: str,
    name: str,
    head: bool = False,
    **values: Any,
) -> str:
    """One at the table.

    Args:
        side: ``workers`` or ``employer``.
        head: 首席代表; there is one a side.
        values: person_id, sex, post_name, office, mandate_on, outside, front_line, dispatched.

    Raises:
        UserError: REQUIRED; HEAD; TWICE, where she sits at the table already.
    """
    work.row(CONSULTATION, consultation_id)
    known("consultation_side", side, "哪一方")
    known("negotiator_office", values.get("office"), "首席代表的身份")
    if values.get("person_id"):
        work.row(PERSON, values["person_id"])
    present = parts_of(work, NEGOTIATOR, consultation_id)
    _seat(present, None, {"side": side, "name": name, "head": head, **values})
    position = max((one["position"] or 0 for one in present), default=0) + 1
    return work.insert(
        NEGOTIATOR,
        consultation_id=consultation_id,
        side=side,
        name=required(name, "姓名"),
        head=head,
        position=position,
        **values,
    )


@act("five_ones.edit_negotiator", "更正协商代表")
def edit_negotiator(work: Work, /, negotiator_id: str, **values: Any) -> None:
    """What was typed wrongly of one at the table.

    Raises:
        UserError: REQUIRED; HEAD; TWICE.
    """
    row = work.row(NEGOTIATOR, negotiator_id)
    if "name" in values:
        values["name"] = required(values["name"], "姓名")
    _seat(
        parts_of(work, NEGOTIATOR, row["consultation_id"]), negotiator_id, {**dict(row), **values}
    )
    work.update(NEGOTIATOR, negotiator_id, **values)


@act("five_ones.delete_negotiator", "移除协商代表")
def delete_negotiator(work: Work, /, negotiator_id: str) -> None:
    """She does not sit at the table."""
    work.delete(NEGOTIATOR, negotiator_id)


# -- data, talks, outcome --------------------------------------------------------------------------


@act("five_ones.hand_over_data", "登记资料提供")
def hand_over_data(work: Work, /, consultation_id: str, *, on: date) -> None:
    """The firm's figures were handed over (工资集体协商试行办法 第十八条).

    Raises:
        UserError: FUTURE; DATES.
    """
    row = work.row(CONSULTATION, consultation_id)
    in_order(("要约", row["offered_on"]), ("资料提供", on))
    not_future(work, on, "资料提供日期")
    work.update(CONSULTATION, consultation_id, data_on=on)


@act("five_ones.add_talk", "登记协商会议")
def add_talk(work: Work, /, consultation_id: str, *, on_day: date, **values: Any) -> str:
    """A meeting of the two sides, held or fixed for a day to come.

    Args:
        values: place, chaired_by (``workers`` or ``employer``), minutes, agreed.

    Raises:
        UserError: DATES, before the offer.
    """
    row = work.row(CONSULTATION, consultation_id)
    in_order(("要约", row["offered_on"]), ("协商会议", on_day))
    return work.insert(TALK, consultation_id=consultation_id, on_day=on_day, **values)


@act("five_ones.edit_talk", "更正协商会议")
def edit_talk(work: Work, /, talk_id: str, **values: Any) -> None:
    """Day, place, minutes of a meeting.

    Raises:
        UserError: DATES, before the offer.
    """
    row = work.row(TALK, talk_id)
    consultation = work.row(CONSULTATION, row["consultation_id"])
    day = values.get("on_day", row["on_day"])
    in_order(("要约", consultation["offered_on"]), ("协商会议", day))
    work.update(TALK, talk_id, **values)


@act("five_ones.delete_talk", "删除误录协商会议")
def delete_talk(work: Work, /, talk_id: str) -> None:
    """The meeting did not take place."""
    work.delete(TALK, talk_id)


@act("five_ones.conclude", "登记协商结果")
def conclude(
    work: Work, /, consultation_id: str, *, outcome: str, closed_on: date | None = None
) -> None:
    """They agreed on a draft, or not.

    Args:
        outcome: of ``consultation_outcome``.
        closed_on: day on which it was closed without a contract; only where they did not agree.

    Raises:
        UserError: SIGNED, where a contract was signed; DATES; FUTURE.
    """
    row = work.row(CONSULTATION, consultation_id)
    known("consultation_outcome", outcome, "协商结果")
    if outcome == "failed" and row["contract_id"] is not None:
        raise UserError("SIGNED", f"「{row['title']}」已经签订合同，不会是未达成一致。")
    closed = closed_on if outcome == "failed" else None
    _check(work, {**row, "closed_on": closed})
    work.update(CONSULTATION, consultation_id, outcome=outcome, closed_on=closed)


@act("five_ones.put_to_congress", "草案提交职代会审议")
def put_to_congress(
    work: Work, /, consultation_id: str, *, congress_id: str, resolution_id: str | None = None
) -> None:
    """The draft was put to the 职工(代表)大会 (第十九条), and what it decided.

    Args:
        congress_id: the activity; ``resolution_id``: one of its resolutions.

    Raises:
        UserError: OTHER_MEETING.
    """
    work.row(CONSULTATION, consultation_id)
    work.row(ACTIVITY, congress_id)
    if resolution_id is not None:
        resolution = work.row(RESOLUTION, resolution_id)
        if resolution["activity_id"] != congress_id:
            raise UserError("OTHER_MEETING", "这项决议不是这次职代会的。", "请选这次会议的决议。")
    work.update(CONSULTATION, consultation_id, congress_id=congress_id, resolution_id=resolution_id)


@act("five_ones.close_consultation", "结束协商")
def close_consultation(
    work: Work, /, consultation_id: str, *, on: date, note: str | None = None
) -> None:
    """It goes no further: no agreement, or the firm is gone.

    Raises:
        UserError: SIGNED; DATES; FUTURE.
    """
    row = work.row(CONSULTATION, consultation_id)
    if row["contract_id"] is not None:
        raise UserError("SIGNED", f"「{row['title']}」已经签订合同，不用另外结束。")
    _check(work, {**row, "closed_on": on})
    noted = {"note": note} if note else {}
    work.update(CONSULTATION, consultation_id, closed_on=on, **noted)


@act("five_ones.reopen_consultation", "重新开始协商")
def reopen_consultation(work: Work, /, consultation_id: str) -> None:
    """It was not over after all; a result of 未达成一致 is taken away."""
    row = work.row(CONSULTATION, consultation_id)
    if row["closed_on"] is None:
        raise UserError("STATUS", "这次协商没有结束。")
    outcome = None if row["outcome"] == "failed" else row["outcome"]
    work.update(CONSULTATION, consultation_id, closed_on=None, outcome=outcome)


# -- the contract ----------------------------------------------------------------------------------


@act("five_ones.sign_contract", "签订集体合同")
def sign_contract(
    work: Work,
    /,
    consultation_id: str,
    *,
    title: str | None = None,
    covers: Iterable[Cover] = (),
    outside_reason: str | None = None,
    **values: Any,
) -> str:
    """Both heads sign what was agreed; the contract covers the consultation's employer, or those
    that are named.

    Args:
        values: columns of a contract: number, signed_on, since, ends_on, workers …

    Returns:
        The contract.

    Raises:
        UserError: SIGNED; NO_AGREEMENT; DATES; OUTSIDE.
    """
    row = work.row(CONSULTATION, consultation_id)
    ready_to_sign(row)
    named = list(covers)
    if not named and row["employer_id"] is not None:
        named = [Cover(row["employer_id"], values.get("workers"))]
    in_order(("要约", row["offered_on"]), ("签订", values.get("signed_on")))
    contract_id = add_contract(
        work,
        union_id=row["union_id"],
        kind=row["kind"],
        scope=row["scope"],
        title=title or row["title"],
        covers=named,
        outside_reason=outside_reason,
        **values,
    )
    work.update(CONSULTATION, consultation_id, contract_id=contract_id, outcome="agreed")
    return contract_id


def ready_to_sign(row: Mapping[Any, Any]) -> None:
    """A contract can follow from the consultation.

    Raises:
        UserError: SIGNED; NO_AGREEMENT.
    """
    if row["contract_id"] is not None:
        raise UserError("SIGNED", f"「{row['title']}」已经签订合同。")
    if row["outcome"] == "failed" or row["closed_on"] is not None:
        raise UserError(
            "NO_AGREEMENT",
            f"「{row['title']}」没有达成一致，或者已经结束，不能签订合同。",
            "后来又谈成的，请先办理「重新开始协商」。",
        )


def parts_of(work: Work, table: Any, consultation_id: str) -> list[RowMapping]:
    """The representatives or talks of a consultation, in order."""
    order = table.c.position if "position" in table.c else table.c.on_day
    query = select(table).where(table.c.consultation_id == consultation_id)
    return list(work.rows(query.order_by(order, table.c.id)))


def _offered(work: Work, consultation_id: str) -> RowMapping:
    row = work.row(CONSULTATION, consultation_id)
    if row["offered_on"] is None:
        raise UserError(
            "NOT_OFFERED", f"「{row['title']}」还没有发出要约。", "请先登记发出要约的日期。"
        )
    return row


def _check(work: Work, values: Mapping[str, Any]) -> None:
    offered, delivered = values.get("offered_on"), values.get("delivered_on")
    in_order(("要约", offered), ("送达", delivered), ("答复", values.get("answered_on")))
    in_order(("要约", offered), ("结束", values.get("closed_on")))
    for key, word in _HAPPENED.items():
        not_future(work, values.get(key), word)


def _seat(present: list[RowMapping], own: str | None, values: Mapping[str, Any]) -> None:
    """One head a side, and nobody sits twice at the table."""
    others = [one for one in present if one["id"] != own]
    if values["head"] and any(o["head"] and o["side"] == values["side"] for o in others):
        raise UserError(
            "HEAD", "这一方已经有首席代表，首席代表只有一人。", "请先把原来的首席代表改为一般代表。"
        )
    for one in others:
        same_person = values.get("person_id") and one["person_id"] == values["person_id"]
        if same_person or (one["side"] == values["side"] and one["name"] == values["name"].strip()):
            raise UserError("TWICE", f"「{one['name']}」已经在这次协商的代表名单里。")

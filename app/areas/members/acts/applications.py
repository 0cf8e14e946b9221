"""Acts on 入会申请: collected online or on paper, decided by the committee on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import APPLICATION, PERSON
from .common import DATED, PLAIN, named, same_number
from .employments import employ
from .memberships import join
from .people import add_person

_NAMED = 5
"""So many who cannot be approved are told with their reason."""


@act("members.apply", "登记入会申请")
def apply(
    work: Work,
    /,
    *,
    name: str,
    received_on: date,
    details: Mapping[str, Any] | None = None,
    **values: Any,
) -> str:
    """An application that waits for a decision.

    Args:
        details: further particulars, as columns of a person and of her categories (days as ISO
            text, since they wait as they were written).
        values: document_type, number, phone, applied_on, source, union_id, employer_id,
            employer_name, campaign_id.
    """
    unknown = set(details or {}) - {*PLAIN, *DATED}
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    return work.insert(
        APPLICATION,
        name=named(name),
        received_on=received_on,
        details=dict(details or {}),
        state="waiting",
        **values,
    )


@act("members.edit_application", "更正入会申请")
def edit_application(work: Work, /, application_id: str, **values: Any) -> None:
    """What the clerk checks and mends before it is decided."""
    _waiting(work, application_id)
    work.update(APPLICATION, application_id, **values)


@act("members.approve_applications", "批准入会")
def approve_applications(
    work: Work,
    /,
    application_ids: Iterable[str],
    *,
    on: date,
    decided_by: str | None = None,
    doc_no: str | None = None,
    union_id: str | None = None,
    since: date | None = None,
) -> list[str]:
    """The committee approves: each becomes a member (中国工会章程 第二条).

    Args:
        union_id: for those that name none.
        since: the first day of membership; default ``on``.

    Returns:
        The persons.

    Raises:
        UserError: REQUIRED without a union; MEMBER, naming who is one already. Nobody is written.
    """
    made, not_so = [], []
    for application_id in application_ids:
        row = _waiting(work, application_id)
        union = row["union_id"] or union_id
        try:
            if union is None:
                raise UserError("REQUIRED", "申请没有写明加入哪个工会。", "请先选定工会。")
            person_id = _person_of(work, row)
            join(
                work,
                person_id,
                union_id=union,
                since=since or on,
                approved_on=on,
                doc_no=doc_no,
                campaign_id=row["campaign_id"],
            )
        except UserError as error:  # all are looked at, so that the clerk mends them in one go
            not_so.append((str(row["name"]), error))
            continue
        if row["employer_id"] or row["employer_name"]:
            _employ(work, person_id, row, since or on)
        work.update(
            APPLICATION,
            application_id,
            state="approved",
            decided_on=on,
            decided_by=decided_by,
            union_id=union,
            person_id=person_id,
        )
        made.append(person_id)
    if not_so:
        raise _refused(not_so)
    return made


def _refused(not_so: Sequence[tuple[str, UserError]]) -> UserError:
    """One refusal that names everybody who cannot be approved; nobody is written."""
    name, error = not_so[0]
    if len(not_so) == 1:
        return UserError(error.code, f"「{name}」：{error.message}", error.advice)
    said = "".join(f"「{who}」：{one.message}" for who, one in not_so[:_NAMED])
    more = f"还有 {len(not_so) - _NAMED} 份。" if len(not_so) > _NAMED else ""
    advice = "请先处理这几份，或把它们从所选里去掉，再批准其余的。"
    return UserError(error.code, f"有 {len(not_so)} 份申请不能批准：{said}{more}", advice)


@act("members.refuse_applications", "不批准入会")
def refuse_applications(
    work: Work,
    /,
    application_ids: Iterable[str],
    *,
    on: date,
    refusal: str,
    decided_by: str | None = None,
) -> None:
    """The committee does not approve, with the reason."""
    if not refusal.strip():
        raise UserError("REQUIRED", "请写明不批准的原因。")
    for application_id in application_ids:
        _waiting(work, application_id)
        work.update(
            APPLICATION,
            application_id,
            state="refused",
            decided_on=on,
            decided_by=decided_by,
            refusal=refusal.strip(),
        )


@act("members.withdraw_application", "撤回入会申请")
def withdraw_application(work: Work, /, application_id: str, *, on: date) -> None:
    """The applicant withdraws."""
    _waiting(work, application_id)
    work.update(APPLICATION, application_id, state="withdrawn", decided_on=on)


@act("members.join_together", "集体入会")
def join_together(
    work: Work,
    /,
    person_ids: Iterable[str],
    *,
    union_id: str,
    since: date,
    approved_on: date | None = None,
    doc_no: str | None = None,
    campaign_id: str | None = None,
) -> list[str]:
    """集体入会: many people on one register with their signatures."""
    return [
        join(
            work,
            person_id,
            union_id=union_id,
            since=since,
            approved_on=approved_on,
            doc_no=doc_no,
            campaign_id=campaign_id,
        )
        for person_id in person_ids
    ]


def _waiting(work: Work, application_id: str) -> Any:
    row = work.row(APPLICATION, application_id)
    if row["state"] != "waiting":
        raise UserError("STATUS", f"「{row['name']}」的申请已经办结。")
    return row


def _person_of(work: Work, row: Any) -> str:
    """The person in the register, by document number, or a new one."""
    documents = [(row["document_type"], row["number"])] if row["number"] else []
    for kind, number in documents:
        known = [
            one
            for one in same_number(work, kind, number)
            if work.row(PERSON, one)["alias_of_id"] is None
        ]
        if len(known) == 1 and work.row(PERSON, known[0])["name"] == row["name"]:
            return known[0]
    details = row["details"] or {}
    plain = {k: _day(k, v) for k, v in details.items() if k in PLAIN}
    plain |= {"name": row["name"]} | ({"phone": row["phone"]} if row["phone"] else {})
    dated = {k: v for k, v in details.items() if k in DATED}
    return add_person(work, plain=plain, dated=dated, documents=documents)


def _day(key: str, value: Any) -> Any:
    kind = type(PERSON.c[key].type).__name__
    return date.fromisoformat(value) if kind == "Day" and isinstance(value, str) else value


def _employ(work: Work, person_id: str, row: Any, since: date) -> None:
    try:
        employ(
            work,
            person_id,
            employer_id=row["employer_id"],
            employer_name=None if row["employer_id"] else row["employer_name"],
            since=since,
        )
    except UserError as error:
        if error.code != "EMPLOYED":
            raise

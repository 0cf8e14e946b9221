"""Acts on 会员关系接转: inside the workspace at once, to and from outside in two steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import EMPLOYMENT, MEMBERSHIP, PERSON, TRANSFER
from .common import after, each, open_membership, open_memberships, owned, person, takes_members
from .employments import employ
from .memberships import begin, end


@act("members.transfer", "内部接转")
def transfer(
    work: Work,
    /,
    person_ids: Iterable[str],
    *,
    to_union_id: str,
    on: date,
    employer_id: str | None = None,
    reason: str | None = "work_changed",
    number: str | None = None,
    dues_until: date | None = None,
    handler: str | None = None,
) -> list[str]:
    """Members go from their unions to another one of the workspace: 转出 and 转入 in one act.

    Args:
        employer_id: where they work from that day on, if that changes too.

    Returns:
        Ids of the transfer records, for the printed 接转单.

    Raises:
        UserError: NO_MEMBER, STATUS, SAME_UNION, DATES, NO_UNION, naming the person; nothing is
        written for anybody then.
    """
    takes_members(work, to_union_id, on)
    paper: dict[str, Any] = {"number": number, "reason": reason, "handler": handler}
    made = []
    rows = _present(work, person_ids)
    for person_id in each(work, rows):
        row = rows[person_id]
        if row["union_id"] == to_union_id:
            raise UserError("SAME_UNION", f"「{_name(work, person_id)}」已经是这个工会的会员。")
        if row["status"] != "active":
            raise UserError("STATUS", f"「{_name(work, person_id)}」是保留会籍，请先办理恢复会籍。")
        paper["dues_until"] = dues_until or row["dues_until"]
        made.append(_move(work, row, to_union_id, on, paper))
        if employer_id is not None and not _works_at(work, person_id, employer_id):
            employ(work, person_id, employer_id=employer_id, since=on, follows=True)
    return made


@act("members.send_out", "转出")
def send_out(
    work: Work,
    /,
    person_ids: Iterable[str],
    *,
    to_name: str,
    on: date,
    reason: str | None = "work_changed",
    number: str | None = None,
    dues_until: date | None = None,
    handler: str | None = None,
) -> list[str]:
    """转出 to a union outside the workspace: no longer a member here from that day; the transfer
    waits (转出待接收) until the other side says that it received her, or sends her back.

    Raises:
        UserError: REQUIRED, NO_MEMBER, DATES.
    """
    if not to_name.strip():
        raise UserError("REQUIRED", "「转入工会」是必填项。", "请填写对方工会的名称。")
    made = []
    rows = _present(work, person_ids)
    for person_id in each(work, rows):
        row = rows[person_id]
        _named_after(work, person_id, row, on)
        end(work, row, on=on, ended="transferred_out", reason=reason)
        made.append(
            work.insert(
                TRANSFER,
                person_id=person_id,
                direction="out",
                state="sent",
                from_union_id=row["union_id"],
                to_name=to_name.strip(),
                number=number,
                reason=reason,
                sent_on=on,
                dues_until=dues_until or row["dues_until"],
                handler=handler,
            )
        )
    return made


@act("members.confirm_received", "登记对方已接收")
def confirm_received(work: Work, /, transfer_ids: Iterable[str], *, on: date) -> None:
    """The receipt (回执) of a 转出 came back."""
    for transfer_id in transfer_ids:
        row = _sent(work, transfer_id, "out")
        _not_before(row["sent_on"], on)
        work.update(TRANSFER, transfer_id, state="received", received_on=on)


@act("members.take_back", "登记对方退回")
def take_back(work: Work, /, transfer_id: str, *, on: date, note: str | None = None) -> str:
    """A 转出 was not received: from that day she is a member here again (退回), 在籍 or retained
    as she was, in her group."""
    row = _sent(work, transfer_id, "out")
    _not_before(row["sent_on"], on)
    work.update(TRANSFER, transfer_id, state="returned", returned_on=on, note=note)
    spells = owned(work, MEMBERSHIP, row["person_id"])
    before = [s for s in spells if s["status"] != "voided" and s["ended"] == "transferred_out"]
    kept = ("status", "group_name", "dues_until")
    as_before = {key: before[-1][key] for key in kept} if before else {}
    union_id = row["from_union_id"]
    return begin(work, row["person_id"], union_id=union_id, since=on, began="returned", **as_before)


@act("members.register_incoming", "登记转入介绍信")
def register_incoming(
    work: Work,
    /,
    person_id: str,
    *,
    from_name: str,
    to_union_id: str,
    sent_on: date,
    number: str | None = None,
    dues_until: date | None = None,
    note: str | None = None,
) -> str:
    """Somebody arrives with a 介绍信 from outside; she is a member here once it is accepted."""
    person(work, person_id)
    if open_memberships(work, [person_id]):
        raise UserError("MEMBER", "这个人在本库已经有会籍。", "请办理内部接转。")
    return work.insert(
        TRANSFER,
        person_id=person_id,
        direction="in",
        state="sent",
        from_name=from_name.strip() or None,
        to_union_id=to_union_id,
        sent_on=sent_on,
        number=number,
        dues_until=dues_until,
        note=note,
    )


@act("members.accept_incoming", "接收转入")
def accept_incoming(
    work: Work, /, transfer_id: str, *, on: date, group_name: str | None = None
) -> str:
    """转入 from outside: a member here from that day."""
    row = _sent(work, transfer_id, "in")
    _not_before(row["sent_on"], on)
    work.update(TRANSFER, transfer_id, state="received", received_on=on)
    return begin(
        work,
        row["person_id"],
        union_id=row["to_union_id"],
        since=on,
        began="transferred_in",
        group_name=group_name,
        dues_until=row["dues_until"],
    )


@act("members.refuse_incoming", "退回转入")
def refuse_incoming(work: Work, /, transfer_id: str, *, on: date, note: str | None = None) -> None:
    """A 介绍信 from outside is sent back."""
    row = _sent(work, transfer_id, "in")
    _not_before(row["sent_on"], on)
    work.update(TRANSFER, transfer_id, state="returned", returned_on=on, note=note)


@act("members.transfer_in", "转入")
def transfer_in(
    work: Work, /, person_id: str, *, from_name: str, to_union_id: str, on: date, **values: Any
) -> str:
    """A 介绍信 that is accepted on the day it comes: both steps at once."""
    group_name = values.pop("group_name", None)
    letter = register_incoming(
        work, person_id, from_name=from_name, to_union_id=to_union_id, sent_on=on, **values
    )
    return accept_incoming(work, letter, on=on, group_name=group_name)


@act("members.edit_transfer", "更正接转单")
def edit_transfer(work: Work, /, transfer_id: str, **values: Any) -> None:
    """What stands on the paper: number, names, handler, dues, note."""
    allowed = {"number", "from_name", "to_name", "handler", "dues_until", "reason", "note"}
    unknown = set(values) - allowed
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    work.update(TRANSFER, transfer_id, **values)


@act("members.move_everybody", "整体接转")
def move_everybody(
    work: Work,
    /,
    from_union_id: str,
    *,
    to_union_id: str,
    on: date,
    employer_id: str | None = None,
    reason: str | None = "work_changed",
) -> list[str]:
    """All members of a union (or of one of its firms) at once: a union is dissolved, a firm
    splits out of a joint union. Retained members go too and stay retained.

    Args:
        employer_id: only those whose membership follows an employment with this firm.

    Returns:
        Ids of the transfer records, for the printed 接转单.

    Raises:
        UserError: SAME_UNION, DATES, NO_UNION; nothing is written for anybody then.
    """
    if from_union_id == to_union_id:
        raise UserError("SAME_UNION", "转出工会和转入工会是同一个工会。", "请选另一个工会。")
    takes_members(work, to_union_id, on)
    return [
        _move(work, row, to_union_id, on, {"reason": reason, "dues_until": row["dues_until"]})
        for row in work.rows(everybody_of(from_union_id, employer_id))
    ]


def everybody_of(union_id: str, employer_id: str | None = None) -> Select[Any]:
    """Whom ``move_everybody`` moves: memberships that are not ended."""
    query = select(MEMBERSHIP).where(
        MEMBERSHIP.c.union_id == union_id, MEMBERSHIP.c.until.is_(None)
    )
    if employer_id is not None:
        works = select(EMPLOYMENT.c.person_id).where(
            EMPLOYMENT.c.employer_id == employer_id,
            EMPLOYMENT.c.until.is_(None),
            EMPLOYMENT.c.follows == True,  # noqa: E712
        )
        query = query.where(MEMBERSHIP.c.person_id.in_(works))
    return query.order_by(MEMBERSHIP.c.id)


def _move(work: Work, row: Any, to_union_id: str, on: date, paper: Mapping[str, Any]) -> str:
    """One member goes to another union, with the paper of it."""
    person_id = row["person_id"]
    _named_after(work, person_id, row, on)
    end(work, row, on=on, ended="transferred_out", reason=paper["reason"])
    work.insert(
        MEMBERSHIP,
        person_id=person_id,
        union_id=to_union_id,
        since=on,
        until=None,
        status=row["status"],
        began="transferred_in",
        dues_until=paper["dues_until"],
    )
    return work.insert(
        TRANSFER,
        person_id=person_id,
        direction="inner",
        state="received",
        from_union_id=row["union_id"],
        to_union_id=to_union_id,
        sent_on=on,
        received_on=on,
        **paper,
    )


def _works_at(work: Work, person_id: str, employer_id: str) -> bool:
    """Whether her membership follows her work there already: a firm that leaves its joint union
    goes with its people."""
    jobs = [row for row in owned(work, EMPLOYMENT, person_id) if row["until"] is None]
    return any(job["follows"] and job["employer_id"] == employer_id for job in jobs)


def _present(work: Work, person_ids: Iterable[str]) -> dict[str, Any]:
    """Person → open membership, in the order given; everybody has one."""
    wanted: Sequence[str] = list(dict.fromkeys(person_ids))
    found = open_memberships(work, wanted)
    for person_id in wanted:
        if person_id not in found:
            open_membership(work, person_id)
    return {person_id: found[person_id] for person_id in wanted}


def _name(work: Work, person_id: str) -> str:
    return str(work.row(PERSON, person_id)["name"])


def _named_after(work: Work, person_id: str, row: Any, on: date) -> None:
    try:
        after(row, on)
    except UserError as error:
        raise UserError(
            error.code, f"「{_name(work, person_id)}」：{error.message}", error.advice
        ) from None


def _sent(work: Work, transfer_id: str, direction: str) -> Any:
    row = work.row(TRANSFER, transfer_id)
    if row["direction"] != direction or row["state"] != "sent":
        raise UserError("STATUS", "这张接转单已经办结，不能再这样办理。")
    return row


def _not_before(sent: date, on: date) -> None:
    if on < sent:
        raise UserError("DATES", "日期不能早于转出日期。", "请核对日期。")

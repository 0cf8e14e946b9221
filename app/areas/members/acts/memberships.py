"""Acts on memberships: the events of 工会会员会籍管理办法 (2016-12-12), in its order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import MEMBERSHIP, PERSON, TRANSFER
from ..rules.batches import why_not_again
from .common import after, open_membership, open_memberships, owned, person, takes_members
from .papers import led_into, move_days, unmake


@act("members.join", "办理入会")
def join(
    work: Work,
    /,
    person_id: str,
    *,
    union_id: str,
    since: date,
    approved_on: date | None = None,
    doc_no: str | None = None,
    group_name: str | None = None,
    campaign_id: str | None = None,
) -> str:
    """入会: a person becomes a member on the day the committee says.

    Raises:
        UserError: MEMBER: she is a member already (一次入会、动态接转).
    """
    row = person(work, person_id)
    made = begin(
        work,
        person_id,
        union_id=union_id,
        since=since,
        began="joined",
        approved_on=approved_on,
        doc_no=doc_no,
        group_name=group_name,
        campaign_id=campaign_id,
    )
    if row["joined_on"] is None:
        work.update(PERSON, person_id, joined_on=since)
    return made


@act("members.record_member", "补录会员")
def record_member(
    work: Work,
    /,
    person_id: str,
    *,
    union_id: str,
    since: date | None = None,
    status: str = "active",
    group_name: str | None = None,
) -> str:
    """期初: a member from before the records begin; in every stock, in no flow."""
    person(work, person_id)
    return begin(
        work,
        person_id,
        union_id=union_id,
        since=since,
        began="opening",
        status=status,
        group_name=group_name,
    )


def begin(
    work: Work,
    person_id: str,
    *,
    union_id: str,
    since: date | None,
    began: str,
    status: str = "active",
    **values: Any,
) -> str:
    """A new spell; the one before must have ended.

    Raises:
        UserError: MEMBER; DATES; NO_UNION; OUTSIDE; ENDED where it cannot follow the one before.
    """
    takes_members(work, union_id, since)
    span = Span(since, None)
    before = [row for row in owned(work, MEMBERSHIP, person_id) if row["status"] != "voided"]
    for row in before:
        if row["until"] is None:
            raise UserError(
                "MEMBER",
                "这个人已经有会籍，一个人只有一个会籍。",
                "到本单位工作的请办理转入；在别处另有工作、会籍留在原工会的，只登记工作单位。",
            )
        if span.overlaps(Span(row["since"], row["until"])):
            raise UserError(
                "DATES", f"这个人到{chinese(row['until'])}为止还有另一段会籍，日期不能更早。"
            )
    if before:
        _may_follow(work, before[-1], began)
    return work.insert(
        MEMBERSHIP,
        person_id=person_id,
        union_id=union_id,
        since=since,
        until=None,
        status=status,
        began=began,
        **values,
    )


def _may_follow(work: Work, last: RowMapping, began: str) -> None:
    out = TRANSFER.c.direction == "out"
    query = select(TRANSFER.c.id).where(TRANSFER.c.person_id == last["person_id"], out)
    waits = bool(work.rows(query.where(TRANSFER.c.state == "sent")))
    said, advice = why_not_again(last["ended"], last["until"], began, waits=waits)
    if said:
        raise UserError("ENDED", said, advice)


def end(work: Work, row: RowMapping, *, on: date, ended: str, **values: Any) -> None:
    """Close a spell: who ends on day D is not counted on D."""
    after(row, on)
    work.update(MEMBERSHIP, row["id"], until=on, ended=ended, **values)


@act("members.retain", "保留会籍")
def retain(
    work: Work,
    /,
    person_ids: Iterable[str],
    *,
    on: date,
    reason: str | None = None,
    doc_no: str | None = None,
) -> list[str]:
    """保留: retired, unemployed, army … stay with their union, out of totals, rolls and dues."""
    made = []
    for person_id in person_ids:
        row = open_membership(work, person_id, status="active")
        end(work, row, on=on, ended="retained", reason=reason, end_doc_no=doc_no)
        made.append(_follow(work, row, since=on, status="retained", began="retained"))
    return made


@act("members.restore", "恢复会籍")
def restore(
    work: Work, /, person_id: str, *, on: date, union_id: str | None = None, **values: Any
) -> str:
    """保留 → 在籍, in the same union or in another one of the workspace."""
    row = open_membership(work, person_id, status="retained")
    if union_id is not None and union_id != row["union_id"]:
        takes_members(work, union_id, on)
    end(work, row, on=on, ended="restored")
    return _follow(
        work, row, since=on, status="active", began="restored", union_id=union_id, **values
    )


@act("members.leave", "办理退会")
def leave(
    work: Work,
    /,
    person_id: str,
    *,
    on: date,
    reason: str | None = "own_wish",
    doc_no: str | None = None,
) -> None:
    """退会: at the member's own wish, or after half a year without dues and persuasion
    (中国工会章程 第四条, 第六条)."""
    row = open_membership(work, person_id)
    end(work, row, on=on, ended="left", reason=reason, end_doc_no=doc_no)


@act("members.expel", "除名")
def expel(
    work: Work,
    /,
    person_id: str,
    *,
    on: date,
    decided_on: date | None,
    doc_no: str | None = None,
    reported_on: date | None = None,
) -> None:
    """除名 (开除会籍): only after a criminal punishment, decided by the members' group meeting and
    approved by the committee (中国工会章程 第七条).

    Raises:
        UserError: REQUIRED without the day of the decision; ORDER.
    """
    if decided_on is None:
        raise UserError(
            "REQUIRED",
            "除名要有会员小组讨论的决定和工会委员会的批准。",
            "请填写决定的日期，并在备注或文号里写明依据。",
        )
    if decided_on > on or (reported_on is not None and reported_on < on):
        raise UserError(
            "ORDER",
            "除名的先后不对：先由会员小组讨论决定，再由委员会批准，然后报上级。",
            "请核对三个日期。",
        )
    row = open_membership(work, person_id)
    end(
        work,
        row,
        on=on,
        ended="expelled",
        reason="crime",
        end_doc_no=doc_no,
        end_decided_on=decided_on,
        end_reported_on=reported_on,
    )


@act("members.record_death", "登记死亡")
def record_death(work: Work, /, person_id: str, *, on: date) -> None:
    """The member died."""
    end(work, open_membership(work, person_id), on=on, ended="died", reason="died")


_LEADS = {"transferred_out": "transferred_in", "retained": "retained", "restored": "restored"}
"""How a membership ends → how the one that it leads into begins."""


@act("members.void", "误录注销")
def void(work: Work, /, membership_id: str) -> None:
    """误录注销: this spell never was, nor its 接转; it counts on no day, past ones included.

    Raises:
        UserError: LATER if later spells follow from it.
    """
    row = work.row(MEMBERSHIP, membership_id)
    if row["status"] == "voided":
        raise UserError("STATUS", "这段会籍已经注销。")
    rows = owned(work, MEMBERSHIP, row["person_id"])
    later = [r for r in rows if r["status"] != "voided" and r["id"] != row["id"]]
    if any((r["since"] or date.min) > (row["since"] or date.min) for r in later):
        raise UserError("LATER", "后面还有会籍变动接着它，不能注销。", "请先注销后面的那一段。")
    until = row["until"] or max(work.today, row["since"] or work.today)
    work.update(MEMBERSHIP, membership_id, status="voided", until=until, ended="voided")
    before = [r for r in later if r["until"] == row["since"] and r["until"] is not None]
    for prior in before:  # what led into it did not happen either; 退会 and a new 入会 are two
        if _LEADS.get(prior["ended"]) == row["began"]:
            ended = ("until", "ended", "reason", "end_doc_no", "end_decided_on", "end_reported_on")
            work.update(MEMBERSHIP, prior["id"], **dict.fromkeys(ended))
    unmake(work, row)


@act("members.correct_membership", "更正会籍")
def correct_membership(work: Work, /, membership_id: str, **values: Any) -> None:
    """Days, document numbers, 分会/小组 of a spell that were typed wrongly. The end of the spell
    before moves with the start, and so do the days of its 接转. ``led_reason``: why the one before
    ended and led into this one.

    Raises:
        UserError: DATES if it would overlap another spell or be empty.
    """
    row = work.row(MEMBERSHIP, membership_id)
    allowed = {
        "since", "until", "group_name", "approved_on", "doc_no", "end_doc_no", "dues_until",
        "campaign_id", "reason", "began", "end_decided_on", "end_reported_on",
    }  # fmt: skip
    led_reason = values.pop("led_reason", row)
    unknown = set(values) - allowed
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    since, until = values.get("since", row["since"]), values.get("until", row["until"])
    if (row["until"] is None) != (until is None):
        raise UserError("DATES", "更正不能结束会籍或让它重新开始。", "请办理相应的会籍变动。")
    if since is not None and until is not None and until <= since:
        raise UserError("DATES", "结束日期必须晚于开始日期。")
    for other in owned(work, MEMBERSHIP, row["person_id"]):
        if other["id"] == row["id"] or other["status"] == "voided":
            continue
        joint = other["until"] is not None and other["until"] == row["since"]
        if joint and since != row["since"] and since is not None:
            after(other, since)
            work.update(MEMBERSHIP, other["id"], until=since)
        elif row["until"] is not None and other["since"] == row["until"] != until:
            work.update(MEMBERSHIP, other["id"], since=until)
        elif Span(since, until).overlaps(Span(other["since"], other["until"])):
            raise UserError("DATES", "改后的日期与这个人的另一段会籍重叠。", "请核对日期。")
    if led_reason is not row:
        _correct_reason(work, row, led_reason)
    move_days(work, row, since, until)
    work.update(MEMBERSHIP, membership_id, **values)


def _correct_reason(work: Work, row: RowMapping, reason: str | None) -> None:
    """Why a spell began stands on the one before it, and on the 接转 between them."""
    for other in owned(work, MEMBERSHIP, row["person_id"]):
        if other["status"] != "voided" and other["until"] == row["since"] is not None:
            work.update(MEMBERSHIP, other["id"], reason=reason)
            for paper in led_into(work, row):
                work.update(TRANSFER, paper["id"], reason=reason)


@act("members.set_group", "编入分会、小组")
def set_group(work: Work, /, person_ids: Iterable[str], *, group_name: str | None) -> None:
    """分会 or 小组 of many members at once."""
    rows = open_memberships(work, person_ids)
    work.update_rows(MEMBERSHIP, {r["id"]: {"group_name": group_name} for r in rows.values()})


def _follow(work: Work, row: RowMapping, **values: Any) -> str:
    """The spell that follows another one, carrying what goes on."""
    union_id = values.pop("union_id", None) or row["union_id"]
    carried = {"group_name": row["group_name"], "dues_until": row["dues_until"]}
    if union_id != row["union_id"]:
        carried["group_name"] = None
    carried |= {k: v for k, v in values.items() if k in MEMBERSHIP.c}
    return work.insert(
        MEMBERSHIP, person_id=row["person_id"], union_id=union_id, until=None, **carried
    )

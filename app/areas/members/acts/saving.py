"""Acts of whole forms: a new member with everything she brings, one change for many people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.store.work import Work, act

from ..records import MEMBERSHIP
from .common import each, open_memberships
from .employments import employ
from .memberships import join, record_member
from .people import add_person, save_person
from .transfers import register_incoming, transfer_in

Person = Mapping[str, Any]
"""What a new person brings: ``plain`` and ``dated`` fields, ``documents`` as (type, number),
``despite`` (see ``add_person``), and ``work``: what ``employ`` takes, None for nothing."""


@act("members.register_member", "办理入会")
def register_member(
    work: Work,
    /,
    *,
    person: Person,
    union_id: str,
    since: date | None,
    opening: bool = False,
    **values: Any,
) -> str:
    """A new person becomes a member: person, document, membership and work at once.

    Args:
        opening: she was one before the records begin (期初): ``since`` may then be None.
        values: approved_on, doc_no, group_name, campaign_id of the membership; of an opening only
            the group.

    Returns:
        The person.

    Raises:
        UserError: as ``add_person``, ``join`` and ``employ``; DATES without a day of joining.
    """
    made = _person(work, person)
    if opening:
        group = values.get("group_name")
        record_member(work, made, union_id=union_id, since=since, group_name=group)
    elif since is None:
        raise UserError("DATES", "请填写入会日期。", "在本库启用以前就是会员的，请选「期初补录」。")
    else:
        join(work, made, union_id=union_id, since=since, **values)
    _employ(work, made, person)
    return made


@act("members.register_arrival", "转入")
def register_arrival(
    work: Work,
    /,
    *,
    person: Person,
    from_name: str,
    to_union_id: str,
    on: date,
    accepted: bool = True,
    **values: Any,
) -> str:
    """Somebody who is not in the register arrives with a 介绍信 from outside.

    Args:
        on: the day of the letter, and of the 接收 where it is ``accepted`` at once.
        values: number, dues_until, note; group_name where it is accepted.

    Returns:
        The person.
    """
    made = _person(work, person)
    if accepted:
        transfer_in(work, made, from_name=from_name, to_union_id=to_union_id, on=on, **values)
    else:
        values.pop("group_name", None)
        register_incoming(
            work, made, from_name=from_name, to_union_id=to_union_id, sent_on=on, **values
        )
    _employ(work, made, person)
    return made


@act("members.change_people", "批量修改会员信息")
def change_people(
    work: Work,
    /,
    person_ids: Iterable[str],
    *,
    plain: Mapping[str, Any],
    dated: Mapping[str, Any],
    change: bool = False,
    since: date | None = None,
) -> list[str]:
    """The same value for many people; see ``save_person``."""
    made = [
        save_person(work, one, plain=plain, dated=dated, change=change, since=since)
        for one in each(work, dict.fromkeys(person_ids))
    ]
    work.rename_entry(change_people.title)  # 编辑 of one names the entry by what it was
    return made


@act("members.tag_people", "计入专项行动")
def tag_people(work: Work, /, person_ids: Iterable[str], *, campaign_id: str | None) -> list[str]:
    """The present memberships of these people count for a campaign; None: for none."""
    rows = open_memberships(work, person_ids)
    values = {row["id"]: {"campaign_id": campaign_id} for row in rows.values()}
    return work.update_rows(MEMBERSHIP, values)


def _person(work: Work, person: Person) -> str:
    return add_person(
        work,
        plain=person["plain"],
        dated=person.get("dated") or {},
        documents=person.get("documents") or (),
        despite=bool(person.get("despite")),
    )


def _employ(work: Work, made: str, person: Person) -> None:
    if person.get("work"):
        employ(work, made, **person["work"])

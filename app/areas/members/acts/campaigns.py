"""Acts on 专项行动: a tag with a period and targets per unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.organisations.acts.common import refuse_if_referred
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import CAMPAIGN, CAMPAIGN_TARGET, MEMBERSHIP


@act("members.add_campaign", "新增专项行动")
def add_campaign(
    work: Work,
    /,
    *,
    name: str,
    since: date,
    until: date,
    doc_no: str | None = None,
    note: str | None = None,
    targets: Mapping[str, int] | None = None,
) -> str:
    """A campaign with its period and, per union, how many are to join.

    Raises:
        UserError: REQUIRED; DATES.
    """
    name = name.strip()
    if not name:
        raise UserError("REQUIRED", "「行动名称」是必填项。")
    if until < since:
        raise UserError("DATES", "结束日期不能早于开始日期。")
    row = work.insert(CAMPAIGN, name=name, since=since, until=until, doc_no=doc_no, note=note)
    set_targets(work, row, targets=targets or {})
    return row


@act("members.edit_campaign", "编辑专项行动")
def edit_campaign(work: Work, /, campaign_id: str, **values: Any) -> None:
    """Name, period, number, note."""
    row = work.row(CAMPAIGN, campaign_id)
    if values.get("until", row["until"]) < values.get("since", row["since"]):
        raise UserError("DATES", "结束日期不能早于开始日期。")
    work.update(CAMPAIGN, campaign_id, **values)


@act("members.set_targets", "填写目标人数")
def set_targets(work: Work, /, campaign_id: str, *, targets: Mapping[str, int]) -> None:
    """How many are to join per union; 0 takes the target away."""
    rows = work.rows(select(CAMPAIGN_TARGET).where(CAMPAIGN_TARGET.c.campaign_id == campaign_id))
    known = {row["union_id"]: row["id"] for row in rows}
    for union, target in targets.items():
        if target < 0:
            raise UserError("VALUE", "目标人数不能小于0。")
        if union in known and not target:
            work.delete(CAMPAIGN_TARGET, known[union])
        elif union in known:
            work.update(CAMPAIGN_TARGET, known[union], target=target)
        elif target:
            work.insert(CAMPAIGN_TARGET, campaign_id=campaign_id, union_id=union, target=target)


@act("members.tag_members", "计入专项行动")
def tag_members(
    work: Work, /, membership_ids: Iterable[str], *, campaign_id: str | None
) -> list[str]:
    """Those who joined count for this campaign (None: for none)."""
    if campaign_id is not None:
        work.row(CAMPAIGN, campaign_id)
    values = {row: {"campaign_id": campaign_id} for row in membership_ids}
    return work.update_rows(MEMBERSHIP, values)


@act("members.delete_campaign", "删除误录专项行动")
def delete_campaign(work: Work, /, campaign_id: str) -> None:
    """A campaign that nobody joined in."""
    query = select(CAMPAIGN_TARGET.c.id).where(CAMPAIGN_TARGET.c.campaign_id == campaign_id)
    own = {row["id"] for row in work.rows(query)}
    refuse_if_referred(work, CAMPAIGN, campaign_id, own)
    for row in sorted(own):
        work.delete(CAMPAIGN_TARGET, row)
    work.delete(CAMPAIGN, campaign_id)

"""Acts on collective contracts: signed, filed, reviewed, published, renewed, ended; whom they
cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.areas.organisations.acts.common import refuse_if_referred
from app.areas.organisations.records import EMPLOYER_SPELL
from app.base.days import chinese
from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..lists.reach import within
from ..records import CONSULTATION, CONTRACT, CONTRACT_COVER
from .common import counts_fit, known, not_above, not_future, required, union_acts
from .dates import in_order

NAMED = 5
"""So many employers are named in a refusal."""
_HAPPENED = {
    "signed_on": "签订日期", "filed_on": "报送日期", "reviewed_on": "审查日期",
    "published_on": "公布日期",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """An employer that a contract covers: ``workers`` of it, ``confirmed_on`` in writing."""

    employer_id: str
    workers: int | None = None
    confirmed_on: date | None = None


@act("five_ones.add_contract", "登记集体合同")
def add_contract(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    scope: str,
    title: str,
    covers: Iterable[Cover] = (),
    outside_reason: str | None = None,
    **values: Any,
) -> str:
    """A contract with the employers it covers.

    Args:
        kind: of ``contract_kind``.
        scope: of ``contract_scope``.
        outside_reason: why it covers employers that are not covered by the union.
        values: further columns of a contract.

    Raises:
        UserError: REQUIRED; CODE; DATES; FUTURE; VALUE; OUTSIDE, naming the employers;
            ONE_EMPLOYER.
    """
    union_acts(work, union_id, values.get("signed_on"))
    known("contract_kind", kind, "合同种类")
    known("contract_scope", scope, "合同范围")
    _check(work, values)
    contract_id = work.insert(
        CONTRACT,
        union_id=union_id,
        kind=kind,
        scope=scope,
        title=required(title, "名称"),
        **values,
    )
    cover_employers(work, contract_id, covers=list(covers), outside_reason=outside_reason)
    return contract_id


@act("five_ones.edit_contract", "更正集体合同")
def edit_contract(work: Work, /, contract_id: str, **values: Any) -> None:
    """What was typed wrongly.

    Raises:
        UserError: REQUIRED; DATES.
    """
    row = work.row(CONTRACT, contract_id)
    if "title" in values:
        values["title"] = required(values["title"], "名称")
    _check(work, {**row, **values})
    work.update(CONTRACT, contract_id, **values)


@act("five_ones.file_contract", "登记合同报送")
def file_contract(work: Work, /, contract_id: str, *, on: date) -> None:
    """The firm handed it to the authority (工资集体协商试行办法 第二十一条).

    Raises:
        UserError: DATES; FUTURE.
    """
    row = work.row(CONTRACT, contract_id)
    _check(work, {**row, "filed_on": on})
    work.update(CONTRACT, contract_id, filed_on=on)


@act("five_ones.review_contract", "登记审查意见")
def review_contract(
    work: Work,
    /,
    contract_id: str,
    *,
    on: date,
    objected: bool = False,
    review_no: str | None = None,
) -> None:
    """The authority answered (劳动合同法 第五十四条): no objection, or an objection, after which
    the contract is not in force.

    Raises:
        UserError: DATES; FUTURE; NOT_FILED.
    """
    row = work.row(CONTRACT, contract_id)
    if row["filed_on"] is None:
        raise UserError(
            "NOT_FILED", f"「{row['title']}」还没有登记报送日期。", "请先登记报送，再登记审查意见。"
        )
    _check(work, {**row, "reviewed_on": on})
    work.update(CONTRACT, contract_id, reviewed_on=on, objected=objected, review_no=review_no)


@act("five_ones.publish_contract", "登记合同公布")
def publish_contract(work: Work, /, contract_id: str, *, on: date) -> None:
    """It was made known to everybody it covers (工资集体协商试行办法 第二十三条).

    Raises:
        UserError: DATES; FUTURE; OBJECTED.
    """
    row = work.row(CONTRACT, contract_id)
    if row["objected"]:
        raise UserError(
            "OBJECTED",
            f"「{row['title']}」审查时提出了异议，还没有生效，不能公布。",
            "请修改后重新报送，登记新的审查意见。",
        )
    _check(work, {**row, "published_on": on})
    work.update(CONTRACT, contract_id, published_on=on)


@act("five_ones.renew_contract", "续签集体合同")
def renew_contract(
    work: Work,
    /,
    contract_id: str,
    *,
    signed_on: date,
    since: date,
    ends_on: date,
    title: str | None = None,
    **values: Any,
) -> str:
    """A new contract after an old one; it covers whom the old one still covers.

    Returns:
        The new contract.

    Raises:
        UserError: DATES, where the new one begins before the old one does; RENEWED.
    """
    old = work.row(CONTRACT, contract_id)
    if work.rows(select(CONTRACT.c.id).where(CONTRACT.c.renews_id == contract_id)):
        raise UserError("RENEWED", f"「{old['title']}」已经续签过。", "请在续签的那份合同上办理。")
    in_order(("原合同开始", old["since"]), ("新合同开始", since))
    carried = {key: old[key] for key in ("women_clause",)}
    covers = [
        Cover(row["employer_id"], row["workers"])
        for row in covers_of(work, contract_id)
        if row["until"] is None or row["until"] > since
    ]
    return add_contract(
        work,
        union_id=old["union_id"],
        kind=old["kind"],
        scope=old["scope"],
        title=title or old["title"],
        signed_on=signed_on,
        since=since,
        ends_on=ends_on,
        renews_id=contract_id,
        covers=inside_only(work, old["union_id"], covers, signed_on),
        **(carried | values),
    )


@act("five_ones.terminate_contract", "终止集体合同")
def terminate_contract(work: Work, /, contract_id: str, *, on: date, reason: str) -> None:
    """It ends before its day; it does not hold on ``on`` any more.

    Raises:
        UserError: REQUIRED; ENDED; DATES.
    """
    row = work.row(CONTRACT, contract_id)
    if row["terminated_on"] is not None:
        raise UserError("ENDED", f"「{row['title']}」已经终止。")
    if not reason.strip():
        raise UserError("REQUIRED", "请写明终止的原因。")
    in_order(("签订", row["signed_on"]), ("终止", on))
    if row["ends_on"] is not None and on > row["ends_on"]:
        raise UserError(
            "DATES",
            f"这份合同{chinese(row['ends_on'])}就到期了，终止日期不能晚于到期日。",
            "已经到期的不用办理终止，需要继续的请办理续签。",
        )
    work.update(CONTRACT, contract_id, terminated_on=on, terminate_reason=reason.strip())


@act("five_ones.restore_contract", "取消终止集体合同")
def restore_contract(work: Work, /, contract_id: str) -> None:
    """It was not ended after all."""
    if work.row(CONTRACT, contract_id)["terminated_on"] is None:
        raise UserError("STATUS", "这份合同没有终止。")
    work.update(CONTRACT, contract_id, terminated_on=None, terminate_reason=None)


@act("five_ones.delete_contract", "删除误录集体合同")
def delete_contract(work: Work, /, contract_id: str) -> None:
    """A contract entered by mistake goes with its list of employers; its consultations stay.

    Raises:
        UserError: REFERRED, where another contract renews it.
    """
    own = {row["id"] for row in covers_of(work, contract_id)}
    held = work.rows(select(CONSULTATION.c.id).where(CONSULTATION.c.contract_id == contract_id))
    work.update_rows(CONSULTATION, {row["id"]: {"contract_id": None} for row in held})
    refuse_if_referred(work, CONTRACT, contract_id, own)
    for one in own:
        work.delete(CONTRACT_COVER, one)
    work.delete(CONTRACT, contract_id)


# -- whom it covers --------------------------------------------------------------------------------


@act("five_ones.cover_employers", "登记合同覆盖单位")
def cover_employers(
    work: Work,
    /,
    contract_id: str,
    *,
    covers: Iterable[Cover],
    outside_reason: str | None = None,
) -> list[str]:
    """Employers that a contract covers; one that it covered before is covered again.

    Args:
        outside_reason: why some are not covered by the union; written into the contract's note.

    Raises:
        UserError: ONE_EMPLOYER for a second one of a single firm's contract; OUTSIDE, naming
            those that the union does not cover; VALUE.
    """
    row = work.row(CONTRACT, contract_id)
    wanted = {one.employer_id: one for one in covers}
    present = {one["employer_id"]: one for one in covers_of(work, contract_id)}
    for one in wanted.values():
        counts_fit(CONTRACT_COVER, {"workers": one.workers})
    if row["scope"] == "enterprise" and len({*wanted, *present}) > 1:
        raise UserError(
            "ONE_EMPLOYER",
            f"「{row['title']}」是单个企业的集体合同，只能覆盖一个单位。",
            "覆盖几个单位的，请把范围改为区域性或行业性。",
        )
    day = row["signed_on"] or row["since"] or work.today
    strangers = set(wanted) - within(work.conn, row["union_id"], day)
    if strangers and not (outside_reason or "").strip():
        raise UserError("OUTSIDE", _strangers(work, strangers, day), _OUTSIDE_ADVICE)
    if strangers:
        said = f"覆盖不在本会涵盖范围内的单位：{str(outside_reason).strip()}"
        note = row["note"] or ""
        if said not in note:
            work.update(CONTRACT, contract_id, note=f"{note}\n{said}".strip())
    again = {
        present[one]["id"]: {"until": None, "workers": cover.workers or present[one]["workers"]}
        | ({"confirmed_on": cover.confirmed_on} if cover.confirmed_on else {})
        for one, cover in wanted.items()
        if one in present
    }
    work.update_rows(CONTRACT_COVER, again)
    fresh = [cover for one, cover in wanted.items() if one not in present]
    return work.insert_rows(
        CONTRACT_COVER,
        [
            {
                "contract_id": contract_id,
                "employer_id": one.employer_id,
                "workers": one.workers,
                "confirmed_on": one.confirmed_on,
                "until": None,
            }
            for one in fresh
        ],
    )


@act("five_ones.set_covers", "登记覆盖确认")
def set_covers(work: Work, /, contract_id: str, *, covers: Mapping[str, Mapping[str, Any]]) -> int:
    """Workers and written confirmations of many covered employers at once.

    Args:
        covers: cover → its columns ``workers``, ``confirmed_on``.

    Returns:
        How many changed.

    Raises:
        UserError: NOT_FOUND for one of another contract; VALUE; FUTURE.
    """
    row = work.row(CONTRACT, contract_id)
    own = {one["id"] for one in covers_of(work, contract_id)}
    for one, values in covers.items():
        if one not in own:
            raise UserError("NOT_FOUND", f"「{row['title']}」没有覆盖这个单位。", "请刷新后再试。")
        counts_fit(CONTRACT_COVER, values)
        not_future(work, values.get("confirmed_on"), "确认日期")
    return len(work.update_rows(CONTRACT_COVER, covers))


@act("five_ones.end_cover", "不再覆盖")
def end_cover(work: Work, /, cover_id: str, *, on: date) -> None:
    """An employer is no longer covered from a day on.

    Raises:
        UserError: ENDED; DATES.
    """
    row = work.row(CONTRACT_COVER, cover_id)
    if row["until"] is not None:
        raise UserError("ENDED", "这个单位已经不在覆盖范围内。")
    contract = work.row(CONTRACT, row["contract_id"])
    in_order(("合同开始", contract["since"]), ("不再覆盖", on))
    work.update(CONTRACT_COVER, cover_id, until=on)


@act("five_ones.delete_cover", "移除误录覆盖单位")
def delete_cover(work: Work, /, cover_id: str) -> None:
    """The contract never covered the employer."""
    work.delete(CONTRACT_COVER, cover_id)


def covers_of(work: Work, contract_id: str) -> list[RowMapping]:
    """The employers of a contract."""
    query = select(CONTRACT_COVER).where(CONTRACT_COVER.c.contract_id == contract_id)
    return list(work.rows(query.order_by(CONTRACT_COVER.c.id)))


def inside_only(work: Work, union_id: str, covers: list[Cover], day: date) -> list[Cover]:
    """Those of the employers that the union covers on a day."""
    held = within(work.conn, union_id, day)
    return [one for one in covers if one.employer_id in held]


_OUTSIDE_ADVICE = "请先在「组织」里办理纳入涵盖；确实要覆盖的，请写明原因。"


def _strangers(work: Work, strangers: set[str], day: date) -> str:
    words = sorted(spells.latest(work, EMPLOYER_SPELL, one)["name"] for one in strangers)
    more = f"等{len(words)}个单位" if len(words) > NAMED else ""
    return (
        f"「{'」「'.join(words[:NAMED])}」{more}不在这个工会的涵盖范围内，"
        f"集体合同不能覆盖（按{chinese(day)}的涵盖关系）。"
    )


def _check(work: Work, values: Mapping[str, Any]) -> None:
    """What no contract can be.

    Raises:
        UserError: DATES; FUTURE; VALUE.
    """
    in_order(
        ("签订", values.get("signed_on")),
        ("报送", values.get("filed_on")),
        ("审查", values.get("reviewed_on")),
    )
    in_order(("签订", values.get("signed_on")), ("公布", values.get("published_on")))
    in_order(("开始", values.get("since")), ("到期", values.get("ends_on")))
    for key, word in _HAPPENED.items():
        not_future(work, values.get(key), word)
    counts_fit(CONTRACT, values)
    not_above(values.get("women"), values.get("workers"), "覆盖的女职工人数多于覆盖的职工人数。")

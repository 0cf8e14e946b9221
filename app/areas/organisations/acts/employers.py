"""Acts on employers (用人单位), their contacts and sites."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..records import (
    CONTACT,
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SITE,
    EMPLOYER_SPELL,
    READING,
)
from .common import refuse_if_referred, repoint, settle_coverage, settle_readings
from .places import named

DATED = ("name", "place_id", "nature", "industry", "economic_type", "legal_form", "status")
OPEN_STATUS = ("active", "suspended")


@act("organisations.add_employer", "新增单位")
def add_employer(
    work: Work,
    /,
    *,
    name: str,
    since: date | None = None,
    status: str = "active",
    place_id: str | None = None,
    nature: str | None = None,
    industry: str | None = None,
    economic_type: str | None = None,
    legal_form: str | None = None,
    **plain: Any,
) -> str:
    """An employer; without a first day it was there before the records begin."""
    employer = work.insert(EMPLOYER, **plain)
    values = {
        "name": named(name, "单位名称"),
        "status": status,
        "place_id": place_id,
        "nature": nature,
        "industry": industry,
        "economic_type": economic_type,
        "legal_form": legal_form,
        "doc_no": None,
    }
    spells.start(work, EMPLOYER_SPELL, employer, since=since, values=values)
    return employer


@act("organisations.change_employer", "变更单位")
def change_employer(
    work: Work, /, employer_id: str, *, since: date, doc_no: str | None = None, **values: Any
) -> None:
    """From a day on an employer has another name, place, industry, type, form or status."""
    spells.change_from(
        work, EMPLOYER_SPELL, employer_id, since=since, values=_clean(values), doc_no=doc_no
    )


@act("organisations.correct_employer", "更正单位")
def correct_employer(work: Work, /, employer_id: str, *, day: date, **values: Any) -> None:
    """What was always wrong about an employer's dated fields."""
    spells.correct(work, EMPLOYER_SPELL, employer_id, day=day, values=_clean(values))


@act("organisations.edit_employer", "编辑单位信息")
def edit_employer(work: Work, /, employer_id: str, **values: Any) -> None:
    """Plain fields of an employer."""
    upper = values.get("parent_id")
    seen = {employer_id}
    while upper is not None:
        if upper in seen:
            raise UserError("LOOP", "上级单位不能是它自己或它的下属单位。")
        seen.add(upper)
        upper = work.row(EMPLOYER, upper)["parent_id"]
    work.update(EMPLOYER, employer_id, **values)


@act("organisations.close_employer", "单位终止")
def close_employer(
    work: Work,
    /,
    employer_id: str,
    *,
    on: date,
    status: str,
    successor_id: str | None = None,
    doc_no: str | None = None,
) -> None:
    """迁出, 吊销 or 注销 from a day on; its coverage ends, or goes to the successor."""
    if status in OPEN_STATUS:
        raise UserError("STATUS", "单位终止的状态应是迁出、吊销或注销。")
    if successor_id == employer_id:
        raise UserError("SAME", "承继单位不能是它自己。")
    spells.change_from(
        work, EMPLOYER_SPELL, employer_id, since=on, values={"status": status}, doc_no=doc_no
    )
    rows = work.rows(
        select(COVERAGE).where(COVERAGE.c.employer_id == employer_id, COVERAGE.c.until.is_(None))
    )
    for row in rows:
        if row["since"] is not None and on <= row["since"]:
            raise UserError("DATES", "终止日期不能早于涵盖关系的开始日期。")
        work.update(COVERAGE, row["id"], until=on)
    if successor_id is None:
        return
    work.update(EMPLOYER, employer_id, successor_id=successor_id)
    covered = work.rows(
        select(COVERAGE.c.id).where(
            COVERAGE.c.employer_id == successor_id,
            COVERAGE.c.kind == "found",
            COVERAGE.c.until.is_(None),
        )
    )
    for row in rows:
        if row["kind"] == "found" and not covered:
            fresh = {k: v for k, v in row.items() if k not in ("id", "rev", "since", "until")}
            work.insert(COVERAGE, **{**fresh, "employer_id": successor_id}, since=on, until=None)


@act("organisations.merge_doubled_employers", "合并重复单位")
def merge_doubled_employers(
    work: Work,
    /,
    employer_id: str,
    *,
    into: str,
    values: Mapping[str, Any] | None = None,
    dated: Mapping[str, Any] | None = None,
) -> None:
    """The same employer was entered twice: everything points at the first, the second goes.

    Args:
        values: plain fields chosen for the first.
        dated: dated fields chosen for the first (as corrections of today).
    """
    if employer_id == into:
        raise UserError("SAME", "请选择两个不同的单位。")
    first, second = work.row(EMPLOYER, into), work.row(EMPLOYER, employer_id)
    settle_readings(work, "employer_id", employer_id, into)
    settle_coverage(work, "employer_id", employer_id, into)
    for row in spells.spells(work, EMPLOYER_SPELL, employer_id):
        work.delete(EMPLOYER_SPELL, row["id"])
    for row in work.rows(
        select(EMPLOYER).where(EMPLOYER.c.id == into, EMPLOYER.c.parent_id == employer_id)
    ):
        work.update(EMPLOYER, row["id"], parent_id=None)
    repoint(work, EMPLOYER, employer_id, into)
    work.delete(EMPLOYER, employer_id)
    blanks = {k: v for k, v in second.items() if first[k] is None and v is not None}
    blanks.pop("parent_id", None)
    work.update(EMPLOYER, into, **{**blanks, **(values or {})})
    if dated:
        spells.correct(work, EMPLOYER_SPELL, into, day=work.today, values=dated)


@act("organisations.delete_employer", "删除误录单位")
def delete_employer(work: Work, /, employer_id: str) -> None:
    """Remove an employer entered by mistake; refused if a union covers it or anything refers."""
    own = spells.spells(work, EMPLOYER_SPELL, employer_id)
    parts = [
        (table, row["id"])
        for table in (READING, CONTACT, EMPLOYER_SITE)
        for row in work.rows(select(table.c.id).where(table.c.employer_id == employer_id))
    ]
    refuse_if_referred(
        work, EMPLOYER, employer_id, {r["id"] for r in own} | {row_id for _, row_id in parts}
    )
    for table, row_id in parts:
        work.delete(table, row_id)
    for row in own:
        work.delete(EMPLOYER_SPELL, row["id"])
    work.delete(EMPLOYER, employer_id)


@act("organisations.add_contact", "新增联系人")
def add_contact(
    work: Work,
    /,
    *,
    name: str,
    union_id: str | None = None,
    employer_id: str | None = None,
    role: str | None = None,
    phone: str | None = None,
) -> str:
    """A person to call at a union or an employer, with a role."""
    return work.insert(
        CONTACT,
        union_id=union_id,
        employer_id=employer_id,
        name=named(name, "联系人姓名"),
        role=role,
        phone=phone,
    )


@act("organisations.edit_contact", "编辑联系人")
def edit_contact(work: Work, /, contact_id: str, **values: Any) -> None:
    """Name, role or phone of a contact."""
    work.update(CONTACT, contact_id, **values)


@act("organisations.delete_contact", "删除联系人")
def delete_contact(work: Work, /, contact_id: str) -> None:
    """Remove a contact."""
    work.delete(CONTACT, contact_id)


@act("organisations.add_site", "新增经营场所")
def add_site(
    work: Work,
    /,
    *,
    employer_id: str,
    name: str | None = None,
    address: str | None = None,
    place_id: str | None = None,
) -> str:
    """Another place where the employer works."""
    return work.insert(
        EMPLOYER_SITE, employer_id=employer_id, name=name, address=address, place_id=place_id
    )


@act("organisations.edit_site", "编辑经营场所")
def edit_site(
    work: Work,
    /,
    site_id: str,
    *,
    name: str | None,
    address: str | None,
    place_id: str | None,
) -> None:
    """Name, address and place of a site."""
    work.update(EMPLOYER_SITE, site_id, name=name, address=address, place_id=place_id)


@act("organisations.delete_site", "删除经营场所")
def delete_site(work: Work, /, site_id: str) -> None:
    """Remove a site."""
    work.delete(EMPLOYER_SITE, site_id)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    if "name" in values:
        values["name"] = named(values["name"], "单位名称")
    return values

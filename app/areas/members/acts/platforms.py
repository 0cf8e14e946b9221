"""Acts on 上级平台: templates that were mapped, what went up, and what the platform said to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.errors import UserError
from app.store.work import Work, act, in_parts

from ..records import PLATFORM, PLATFORM_MARK


@act("members.add_platform", "添加上级平台模板")
def add_platform(
    work: Work,
    /,
    *,
    name: str,
    kind: str,
    layout: Mapping[str, Any],
    template: str | None = None,
    note: str | None = None,
) -> str:
    """A platform's blank template with what its columns mean.

    Args:
        kind: ``members`` or ``organisations``.
        layout: sheet, rows, columns and the file itself (``lists.platforms.Platform``).
        template: SHA-256 of the file.

    Raises:
        UserError: REQUIRED; TWICE for a name that is there.
    """
    name = _named(work, name)
    return work.insert(
        PLATFORM, name=name, kind=kind, layout=dict(layout), template=template, note=note
    )


@act("members.edit_platform", "修改上级平台模板")
def edit_platform(work: Work, /, platform_id: str, **values: Any) -> None:
    """Name, note, or what the columns mean (``layout``, ``template``)."""
    if "name" in values:
        values["name"] = _named(work, values["name"], but=platform_id)
    work.update(PLATFORM, platform_id, **values)


@act("members.delete_platform", "删除上级平台模板")
def delete_platform(work: Work, /, platform_id: str) -> None:
    """The template, and what is noted of it: everything would go up as new."""
    for row in _marks(work, platform_id):
        work.delete(PLATFORM_MARK, row["id"])
    work.delete(PLATFORM, platform_id)


@act("members.mark_exported", "标记已上平台")
def mark_exported(
    work: Work,
    /,
    platform_id: str,
    *,
    digests: Mapping[str, str],
    on: date,
    confirmed: bool = False,
) -> None:
    """These records went up as they are now.

    Args:
        digests: person or union → digest of what went up.
        on: the day.
        confirmed: the platform's own list shows that it has them so.
    """
    work.row(PLATFORM, platform_id)
    known = {row["record"]: row for row in _marks(work, platform_id, digests)}
    seen = on if confirmed else None
    fresh, changed = [], {}
    for record, digest in digests.items():
        row = known.get(record)
        if row is None:
            fresh.append({"platform_id": platform_id, "record": record, "digest": digest,
                          "exported_on": on, "confirmed_on": seen, "answer": None})  # fmt: skip
        else:
            sent = (row["exported_on"] or on) if confirmed else on
            changed[row["id"]] = {
                "digest": digest, "exported_on": sent, "confirmed_on": seen, "answer": None,
            }  # fmt: skip
    work.insert_rows(PLATFORM_MARK, fresh)
    work.update_rows(PLATFORM_MARK, changed)


@act("members.record_answers", "登记平台回执")
def record_answers(
    work: Work, /, platform_id: str, *, answers: Mapping[str, str | None], on: date
) -> None:
    """What the platform said of records that went up.

    Args:
        answers: person or union → why it was not taken; None: it was.
        on: the day. What was not taken counts as not sent, so that it goes up again.
    """
    work.row(PLATFORM, platform_id)
    known = {row["record"]: row for row in _marks(work, platform_id, answers)}
    fresh, changed = [], {}
    for record, answer in answers.items():
        told: dict[str, Any] = {"answer": answer, "confirmed_on": None if answer else on}
        if answer:
            told["digest"] = None
        if record in known:
            changed[known[record]["id"]] = told
        else:
            new = {"platform_id": platform_id, "record": record, "exported_on": None}
            fresh.append({"digest": None, **new, **told})
    work.insert_rows(PLATFORM_MARK, fresh)
    work.update_rows(PLATFORM_MARK, changed)


def _named(work: Work, name: str, but: str = "") -> str:
    name = name.strip()
    if not name:
        raise UserError(
            "REQUIRED", "「平台名称」是必填项。", "请填写平台名称，如「省总工会平台」。"
        )
    same = work.rows(select(PLATFORM.c.id).where(PLATFORM.c.name == name))
    if any(row["id"] != but for row in same):
        raise UserError("TWICE", f"已经有叫「{name}」的平台模板。", "请换一个名称，或修改原来的。")
    return name


def _marks(work: Work, platform_id: str, records: Iterable[str] | None = None) -> list[RowMapping]:
    query = select(PLATFORM_MARK).where(PLATFORM_MARK.c.platform_id == platform_id)
    if records is None:
        return list(work.rows(query))
    return [
        row
        for part in in_parts(records)
        for row in work.rows(query.where(PLATFORM_MARK.c.record.in_(part)))
    ]

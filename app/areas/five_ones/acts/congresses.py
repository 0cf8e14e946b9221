"""Acts on the two congresses: planned and held with their counts, and what they decided.

A congress is one activity with one row beside it. Whether a meeting was lawful and a decision was
passed is never written: it follows from the counts by the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.areas.cadres.records import DELEGATION, ELECTION
from app.areas.organisations.acts.common import refuse_if_referred
from app.base.codes import code_list
from app.base.errors import BugError, UserError
from app.store.work import Work, act

from ..records import CONGRESS, RESOLUTION
from ..rules.meetings import DELEGATES
from .activities import edit_activity, insert_activity
from .common import (
    KINDS,
    activity,
    counts_fit,
    is_congress,
    known,
    next_place,
    not_above,
    required,
    union_acts,
)

TOPICS = "congress_topic"
FIELDS = tuple(c.name for c in CONGRESS.c if c.name not in ("id", "rev", "activity_id"))
_DECISION = ("title", "topic", "text", "secret", "yes", "no", "abstain")
_PARTS = {
    "women": "女代表", "front_line": "一线代表", "managers": "管理人员", "owners": "企业主、经营者",
    "minority": "少数民族代表", "young": "35岁及以下代表",
}  # fmt: skip


@act("five_ones.plan_congress", "列入大会计划")
def plan_congress(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    title: str,
    planned_on: date,
    congress: Mapping[str, Any],
    **values: Any,
) -> str:
    """A congress that a union means to hold.

    Args:
        congress: ``form`` and what is known already of ``FIELDS``.
        values: further fields of the activity.

    Raises:
        UserError: as ``record_congress``.
    """
    union_acts(work, union_id, work.today)
    return _insert(
        work,
        {"union_id": union_id, "kind": kind, "title": title, "planned_on": planned_on, **values},
        congress,
    )


@act("five_ones.record_congress", "登记大会")
def record_congress(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    title: str,
    held_on: date,
    congress: Mapping[str, Any],
    resolutions: Sequence[Mapping[str, Any]] = (),
    **values: Any,
) -> str:
    """A congress that was held, with its counts and decisions.

    Args:
        kind: ``members_congress`` or ``workers_congress``.
        congress: ``form`` and others of ``FIELDS``.
        resolutions: what ``add_resolution`` takes.
        values: further fields of the activity.

    Raises:
        UserError: KIND; CODE; DATES; FUTURE; VALUE; REQUIRED; OUTSIDE, NO_UNION; LINK where the
            delegates or the election belong elsewhere.
    """
    union_acts(work, union_id, held_on)
    row = _insert(
        work,
        {"union_id": union_id, "kind": kind, "title": title, "held_on": held_on, **values},
        congress,
    )
    for one in resolutions:
        add_resolution(work, row, **one)
    return row


@act("five_ones.edit_congress", "编辑大会")
def edit_congress(
    work: Work,
    /,
    activity_id: str,
    *,
    values: Mapping[str, Any] | None = None,
    congress: Mapping[str, Any] | None = None,
) -> None:
    """Change the activity (``values``) and what the congress has beside it. The counts of a meeting
    that was planned are typed in this way, with ``held_on``.

    Raises:
        UserError: NOT_FOUND; as ``record_congress``.
    """
    found = activity(work, activity_id, congress=True)
    if values:
        edit_activity(work, activity_id, **values)
    if congress:
        row = congress_of(work, activity_id)
        checked = _checked(work, found, row, congress)
        work.update(CONGRESS, row["id"], **checked)
    _votes_fit(work, activity_id)


@act("five_ones.add_resolution", "登记决议")
def add_resolution(work: Work, /, activity_id: str, *, title: str, **values: Any) -> str:
    """A decision of a congress. ``values``: topic, text, secret, yes, no, abstain.

    Raises:
        UserError: NOT_FOUND; KIND; REQUIRED; CODE; VALUE where more voted than were present.
    """
    activity(work, activity_id, congress=True)
    checked = _decision({**values, "title": title})
    place = next_place(work, RESOLUTION, activity_id)
    row = work.insert(RESOLUTION, activity_id=activity_id, position=place, **checked)
    _votes_fit(work, activity_id)
    return row


@act("five_ones.edit_resolution", "编辑决议")
def edit_resolution(work: Work, /, resolution_id: str, **values: Any) -> None:
    """Change a decision or type its votes in."""
    row = work.row(RESOLUTION, resolution_id)
    work.update(RESOLUTION, resolution_id, **_decision(values))
    _votes_fit(work, row["activity_id"])


@act("five_ones.delete_resolution", "删除误录的决议")
def delete_resolution(work: Work, /, resolution_id: str) -> None:
    """A decision entered by mistake.

    Raises:
        UserError: NOT_FOUND; REFERRED by the consultation whose draft it was about.
    """
    work.row(RESOLUTION, resolution_id)
    refuse_if_referred(work, RESOLUTION, resolution_id, set())
    work.delete(RESOLUTION, resolution_id)


def congress_of(work: Work, activity_id: str) -> RowMapping:
    """The row beside the activity.

    Raises:
        UserError: NOT_FOUND.
    """
    rows = work.rows(select(CONGRESS).where(CONGRESS.c.activity_id == activity_id))
    if not rows:
        raise UserError("NOT_FOUND", "找不到这次大会的登记，它可能刚刚被删除。", "请刷新后再试。")
    return rows[0]


def _insert(work: Work, values: Mapping[str, Any], congress: Mapping[str, Any]) -> str:
    known(KINDS, values["kind"], "活动种类")
    if not is_congress(values["kind"]):
        raise UserError("KIND", "这种活动不是大会。", "请用「登记活动」。")
    checked = _checked(work, values, {}, congress)
    row = insert_activity(work, values)
    work.insert(CONGRESS, activity_id=row, **checked)
    return row


def _checked(
    work: Work, row: Mapping[Any, Any], before: Mapping[Any, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise BugError(f"a congress has no {sorted(unknown)}")
    found = dict(values)
    then = {**before, **found}
    known("congress_form", then.get("form"), "大会形式")
    if then.get("form") is None:
        raise UserError("REQUIRED", "「大会形式」是必填项。", "请选全体大会或代表大会。")
    for code in found.get("topics") or ():
        known(TOPICS, code, "议题")
    counts_fit(CONGRESS, found)
    not_above(then.get("present"), then.get("due"), "实到人数多于应到人数。")
    for key, word in _PARTS.items():
        whole = then.get("present") if then.get("present") is not None else then.get("due")
        not_above(then.get(key), whole, f"{word}人数多于到会人数。")
    asked, replied = then.get("requested_on"), then.get("replied_on")
    if asked is not None and replied is not None and replied < asked:
        raise UserError("DATES", "批复日期不能早于请示日期。")
    _links(work, row, found)
    return found


def _links(work: Work, row: Mapping[Any, Any], values: Mapping[str, Any]) -> None:
    """Delegates and election are those of the same union and congress."""
    if values.get("delegation_id") is not None:
        other = work.row(DELEGATION, values["delegation_id"])
        if other["union_id"] != row["union_id"] or other["kind"] != DELEGATES[row["kind"]]:
            raise UserError("LINK", "所选的代表届次不是这个工会、这种大会的。", "请重新选择。")
    election = values.get("election_id")
    if election is not None and work.row(ELECTION, election)["union_id"] != row["union_id"]:
        raise UserError("LINK", "所选的选举不是这个工会的。", "请重新选择。")


def _decision(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(_DECISION)
    if unknown:
        raise BugError(f"a decision has no {sorted(unknown)}")
    found = dict(values)
    if "title" in found:
        found["title"] = required(found["title"], "决议名称")
    known(TOPICS, found.get("topic"), "议题")
    counts_fit(RESOLUTION, found)
    return found


def _votes_fit(work: Work, activity_id: str) -> None:
    """No decision has more votes than people who were there."""
    present = congress_of(work, activity_id)["present"]
    for row in work.rows(select(RESOLUTION).where(RESOLUTION.c.activity_id == activity_id)):
        cast = sum(row[key] or 0 for key in ("yes", "no", "abstain"))
        not_above(
            cast, present, f"「{row['title']}」的赞成、反对、弃权合计 {cast}，多于实到 {present}。"
        )


def topics_of(kind: str) -> tuple[str, ...]:
    """Codes of the topics that such a congress usually has, and those of either."""
    which = DELEGATES.get(kind, "")
    return tuple(
        entry.code for entry in code_list(TOPICS) if which in entry.flags.get("of", (which,))
    )


__all__ = [
    "FIELDS",
    "TOPICS",
    "add_resolution",
    "congress_of",
    "delete_resolution",
    "edit_congress",
    "edit_resolution",
    "plan_congress",
    "record_congress",
    "topics_of",
]

"""Acts on training: courses, and who took part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.organisations.records import UNION
from app.base.codes import code_list
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import TRAINED, TRAINING
from .common import Who, known_code, person_of

COURSE = (
    "title",
    "kind",
    "mode",
    "since",
    "until",
    "hours",
    "organiser",
    "union_id",
    "place",
    "note",
)
TAKEN = ("hours", "certificate_no", "certificate_until", "result")


@act("cadres.add_training", "登记培训")
def add_training(work: Work, /, *, title: str, since: date, **values: Any) -> str:
    """A course for cadres, from a day on.

    Args:
        values: kind, mode, until (the last day), hours, organiser, union_id, place, note.

    Raises:
        UserError: REQUIRED; CODE; DATES; NUMBER.
    """
    row = {"title": title, "since": since, **values}
    _course(work, row)
    return work.insert(TRAINING, **row)


@act("cadres.edit_training", "更正培训")
def edit_training(work: Work, /, training_id: str, **values: Any) -> None:
    """What was typed wrongly about a course."""
    old = work.row(TRAINING, training_id)
    _course(work, {**{key: old[key] for key in COURSE}, **values})
    if "title" in values:
        values["title"] = values["title"].strip()
    work.update(TRAINING, training_id, **values)


@act("cadres.delete_training", "删除误录培训")
def delete_training(work: Work, /, training_id: str) -> None:
    """A course entered by mistake, and who was listed for it."""
    taken = select(TRAINED.c.id).where(TRAINED.c.training_id == training_id)
    for row in work.rows(taken):
        work.delete(TRAINED, row["id"])
    work.delete(TRAINING, training_id)


@act("cadres.record_trained", "登记参训人员")
def record_trained(
    work: Work, /, training_id: str, *, people: Iterable[Who], **values: Any
) -> list[str]:
    """These people took part in a course; who is listed already stays as she is.

    Args:
        values: hours (default: of the course), certificate_no, certificate_until, result: the same
            for each; a certificate number is for one person only.
    """
    course = work.row(TRAINING, training_id)
    _taken(values)
    every = [person_of(work, who) for who in people]
    if len(set(every)) > 1 and values.get("certificate_no"):
        raise UserError(
            "MANY", "一个证书编号只能是一个人的。", "请先登记人员，再逐人填写证书编号。"
        )
    listed = select(TRAINED.c.person_id).where(TRAINED.c.training_id == training_id)
    known = {row["person_id"] for row in work.rows(listed)}
    fresh = [one for one in dict.fromkeys(every) if one not in known]
    values.setdefault("hours", course["hours"])
    rows = [{"training_id": training_id, "person_id": one, **values} for one in fresh]
    return work.insert_rows(TRAINED, rows)


@act("cadres.edit_trained", "更正参训情况")
def edit_trained(work: Work, /, trained_id: str, **values: Any) -> None:
    """Hours, certificate and result of one who took part."""
    _taken(values)
    work.update(TRAINED, trained_id, **values)


@act("cadres.delete_trained", "移除参训人员")
def delete_trained(work: Work, /, trained_id: str) -> None:
    """Somebody who was listed by mistake."""
    work.delete(TRAINED, trained_id)


def _course(work: Work, row: dict[str, Any]) -> None:
    unknown = set(row) - set(COURSE)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    row["title"] = (row["title"] or "").strip()
    if not row["title"]:
        raise UserError("REQUIRED", "「培训名称」是必填项。", "请填写培训班的名称。")
    if row["since"] is None:
        raise UserError("REQUIRED", "「开始日期」是必填项。", "请填写培训从哪一天开始。")
    for key, what in (("kind", "培训种类"), ("mode", "培训方式")):
        if row.get(key) is not None:
            known_code(code_list(f"training_{key}"), row[key], what)
    if row.get("until") is not None and row["until"] < row["since"]:
        raise UserError("DATES", "培训结束的日期早于开始的日期。", "请核对这两个日期。")
    if row.get("union_id") is not None:
        work.row(UNION, row["union_id"])
    _hours(row.get("hours"))


def _taken(values: dict[str, Any]) -> None:
    unknown = set(values) - set(TAKEN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    _hours(values.get("hours"))


def _hours(hours: int | None) -> None:
    if hours is not None and hours < 0:
        raise UserError("NUMBER", "学时不能是负数。", "请填写实际学时。")

"""Acts on a survey itself: what is asked, who is rated, who votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.areas.organisations.acts.common import refuse_if_referred
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import BALLOT_BATCH, SURVEY, SURVEY_COUNT, SURVEY_GROUP, SURVEY_SUBJECT
from ..rules.forms import Form, from_data, shipped


@act("surveys.add_survey", "新增民主评议")
def add_survey(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    year: int,
    title: str | None = None,
    form: Mapping[str, Any] | None = None,
    subjects: Iterable[Mapping[str, Any]] = (),
    groups: Iterable[Mapping[str, Any]] = (),
    **values: Any,
) -> str:
    """A survey with its form (总工发〔2016〕28号 四.1).

    Args:
        form: as data; default: the one that comes with the program for this kind.
        subjects: who is rated by name: person_id, name, post_name.
        groups: who votes together: union_id, name, weight, expected, issued, returned, void.
            None given: one group of all.
        values: object_id, since, until, on_day, tellers, counters, note.

    Raises:
        UserError: FORM; REQUIRED; NUMBERS.
    """
    if form is None and kind not in shipped():
        raise UserError("FORM", "没有这种评议的表样，请自己编一份。")
    made = from_data(form) if form is not None else shipped()[kind]
    named = (title or made.title).strip()
    survey_id = work.insert(
        SURVEY,
        union_id=union_id,
        kind=kind,
        year=year,
        title=named,
        form=made.as_data(),
        **values,
    )
    chosen = list(subjects)
    if chosen:
        set_subjects(work, survey_id, subjects=chosen)
    for group in list(groups) or [{"union_id": union_id}]:
        add_group(work, survey_id, **group)
    return survey_id


@act("surveys.edit_survey", "编辑民主评议")
def edit_survey(
    work: Work, /, survey_id: str, *, form: Mapping[str, Any] | None = None, **values: Any
) -> None:
    """Title, days, tellers, note; and its form, as long as nothing is counted.

    Raises:
        UserError: COUNTED: there are votes already, the form stays; DATES.
    """
    row = work.row(SURVEY, survey_id)
    since, until = values.get("since", row["since"]), values.get("until", row["until"])
    if since is not None and until is not None and until < since:
        raise UserError("DATES", "结束日期不能早于开始日期。")
    if "title" in values and not (values["title"] or "").strip():
        raise UserError("REQUIRED", "「名称」是必填项。")
    if form is not None:
        made = from_data(form).as_data()
        if made != row["form"]:
            _refuse_counted(work, survey_id, "评议表样")
            values["form"] = made
    work.update(SURVEY, survey_id, **values)


@act("surveys.cancel_survey", "取消民主评议")
def cancel_survey(work: Work, /, survey_id: str, *, on: date, reason: str) -> None:
    """It does not take place; what was collected stays, and counts nowhere."""
    if not reason.strip():
        raise UserError("REQUIRED", "请写明取消的原因。")
    work.update(SURVEY, survey_id, cancelled_on=on, note=reason.strip())


@act("surveys.set_subjects", "填写评议对象")
def set_subjects(work: Work, /, survey_id: str, *, subjects: Iterable[Mapping[str, Any]]) -> None:
    """Who is rated by name, in the order given; those left out go.

    Args:
        subjects: id (of one that is there), person_id, name, post_name.

    Raises:
        UserError: FORM: this form rates nobody by name; COUNTED: one who goes has votes.
    """
    if not form_of(work, survey_id).subjects:
        raise UserError("FORM", "这份评议表不按人评，没有评议对象要填。")
    query = select(SURVEY_SUBJECT).where(SURVEY_SUBJECT.c.survey_id == survey_id)
    there = {row["id"]: row for row in work.rows(query)}
    kept = set()
    for place, subject in enumerate(subjects):
        name = (subject.get("name") or "").strip()
        if not name:
            raise UserError("REQUIRED", "评议对象的姓名是必填项。")
        values = {
            "person_id": subject.get("person_id"),
            "name": name,
            "post_name": subject.get("post_name"),
            "position": place,
        }
        known = subject.get("id")
        if known in there:
            work.update(SURVEY_SUBJECT, str(known), **values)
            kept.add(known)
        else:
            kept.add(work.insert(SURVEY_SUBJECT, survey_id=survey_id, **values))
    for gone in set(there) - kept:
        if _batches(work, survey_id):
            raise UserError("COUNTED", "已经录入评议票，不能再减少评议对象。", "请先撤回评议票。")
        refuse_if_referred(work, SURVEY_SUBJECT, gone, set())
        work.delete(SURVEY_SUBJECT, gone)


@act("surveys.add_group", "新增评议分组")
def add_group(work: Work, /, survey_id: str, **values: Any) -> str:
    """Who votes together, with heads and papers.

    Args:
        values: union_id or name, weight, expected, issued, returned, void, position.
    """
    work.row(SURVEY, survey_id)
    _check_numbers(values)
    return work.insert(SURVEY_GROUP, survey_id=survey_id, **values)


@act("surveys.edit_group", "填写收发票数")
def edit_group(work: Work, /, group_id: str, **values: Any) -> None:
    """Heads and papers of a group.

    Raises:
        UserError: NUMBERS: fewer valid ballots than votes or ballots that are entered.
    """
    row = work.row(SURVEY_GROUP, group_id)
    after = {**row, **values}
    _check_numbers(after)
    valid = valid_of(after)
    if valid is not None and valid < entered(work, group_id):
        raise UserError(
            "NUMBERS",
            f"有效票（收回减废票）为 {valid} 张，少于已经录入的 {entered(work, group_id)} 张。",
        )
    work.update(SURVEY_GROUP, group_id, **values)


@act("surveys.delete_group", "删除评议分组")
def delete_group(work: Work, /, group_id: str) -> None:
    """A group that nothing was counted for.

    Raises:
        UserError: COUNTED; LAST: a survey has at least one group.
    """
    row = work.row(SURVEY_GROUP, group_id)
    if entered(work, group_id):
        raise UserError("COUNTED", "这个分组已经录入票数，不能删除。", "请先清除票数或撤回评议票。")
    same = select(SURVEY_GROUP.c.id).where(SURVEY_GROUP.c.survey_id == row["survey_id"])
    if len(work.rows(same)) == 1:
        raise UserError("LAST", "至少要留一个分组。")
    for count in work.rows(select(SURVEY_COUNT.c.id).where(SURVEY_COUNT.c.group_id == group_id)):
        work.delete(SURVEY_COUNT, count["id"])
    work.delete(SURVEY_GROUP, group_id)


@act("surveys.delete_survey", "删除误录的评议")
def delete_survey(work: Work, /, survey_id: str) -> None:
    """A survey entered by mistake, before anything was counted or said."""
    _refuse_counted(work, survey_id, "这次评议")
    own: set[str] = set()
    for table in (SURVEY_SUBJECT, SURVEY_GROUP):
        for row in work.rows(select(table.c.id).where(table.c.survey_id == survey_id)):
            own.add(row["id"])
    refuse_if_referred(work, SURVEY, survey_id, own)
    for table in (SURVEY_SUBJECT, SURVEY_GROUP):
        for row in work.rows(select(table.c.id).where(table.c.survey_id == survey_id)):
            work.delete(table, row["id"])
    work.delete(SURVEY, survey_id)


# -- what other acts of the area ask ---------------------------------------------------------------


def form_of(work: Work, survey_id: str) -> Form:
    """The form of a survey."""
    return from_data(work.row(SURVEY, survey_id)["form"])


def valid_of(group: Mapping[Any, Any]) -> int | None:
    """有效票 of a group = 收回 − 废票; None where 收回 is not written down."""
    returned = group["returned"]
    return None if returned is None else int(returned) - int(group["void"] or 0)


def entered(work: Work, group_id: str) -> int:
    """How many ballots are entered for a group, or the most votes counted for one item."""
    batches = work.rows(select(BALLOT_BATCH.c.ballots).where(BALLOT_BATCH.c.group_id == group_id))
    if batches:
        return sum(row["ballots"] for row in batches)
    votes: dict[tuple[Any, str], int] = {}
    for row in work.rows(select(SURVEY_COUNT).where(SURVEY_COUNT.c.group_id == group_id)):
        key = (row["subject_id"], row["item"])
        votes[key] = votes.get(key, 0) + row["votes"]
    return max(votes.values(), default=0)


def batches_of(work: Work, group_id: str) -> list[RowMapping]:
    """The batches of ballots of a group."""
    return list(work.rows(select(BALLOT_BATCH).where(BALLOT_BATCH.c.group_id == group_id)))


def _batches(work: Work, survey_id: str) -> bool:
    query = (
        select(BALLOT_BATCH.c.id)
        .join(SURVEY_GROUP, SURVEY_GROUP.c.id == BALLOT_BATCH.c.group_id)
        .where(SURVEY_GROUP.c.survey_id == survey_id)
        .limit(1)
    )
    return bool(work.rows(query))


def _refuse_counted(work: Work, survey_id: str, what: str) -> None:
    groups = work.rows(select(SURVEY_GROUP.c.id).where(SURVEY_GROUP.c.survey_id == survey_id))
    if any(entered(work, row["id"]) for row in groups):
        raise UserError(
            "COUNTED", f"已经录入票数，{what}不能再改动或删除。", "请先清除票数或撤回评议票。"
        )


_PAPERS = (
    ("issued", "returned", "收回的票数不能多于发出的票数。"),
    ("returned", "void", "废票不能多于收回的票数。"),
)


def _check_numbers(values: Mapping[Any, Any]) -> None:
    for name in ("expected", "issued", "returned", "void", "weight"):
        if (values.get(name) or 0) < 0:
            raise UserError("NUMBERS", "人数和票数不能小于0。")
    for whole, part, message in _PAPERS:
        most, some = values.get(whole), values.get(part)
        if most is not None and some is not None and some > most:
            raise UserError("NUMBERS", message)
    if values.get("void") and values.get("returned") is None:
        raise UserError("NUMBERS", "填写废票以前，请先填写收回的票数。")

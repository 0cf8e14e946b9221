"""Acts on what was voted: counts typed in, or ballots in batches.

Nothing of a ballot tells who gave it or when: a batch is a number in the log; its content is a
sorted list in an unlogged table. A batch is taken back as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import insert, select

from app.base.errors import UserError
from app.store.types import dumps
from app.store.work import Work, act

from ..records import (
    BALLOT_BATCH,
    BALLOT_CONTENT,
    SURVEY,
    SURVEY_COUNT,
    SURVEY_GROUP,
    SURVEY_SUBJECT,
)
from ..rules.counting import Key, ballot_key, keys_of
from ..rules.forms import ABSTAIN, SPECIAL, Form, least
from .comments import add_comments
from .surveys import batches_of, edit_group, entered, form_of, valid_of


@act("surveys.set_counts", "录入评议票数")
def set_counts(work: Work, /, group_id: str, *, counts: Mapping[Key, Mapping[str, int]]) -> None:
    """Votes per item and grade, as counted by hand; those of items not given stay.

    Args: counts: (subject id or "", item) → grade → votes. What is missing to 有效票 are
    abstentions.

        Raises:
            UserError: BALLOTS: the group has ballots; NUMBERS: more votes than 有效票; FORM.
    """
    group = work.row(SURVEY_GROUP, group_id)
    if batches_of(work, group_id):
        raise UserError("BALLOTS", "这个分组是逐票录入的，票数由程序统计，不能再直接填写。")
    form = form_of(work, group["survey_id"])
    keys = {*keys_of(form, _subjects(work, group["survey_id"]))}
    valid = valid_of(group)
    for key, votes in counts.items():
        _check_votes(form, keys, key, votes, valid)
    query = select(SURVEY_COUNT).where(SURVEY_COUNT.c.group_id == group_id)
    there = {(r["subject_id"] or "", r["item"], r["grade"]): r for r in work.rows(query)}
    for (subject, item), votes in counts.items():
        for grade in (*(g.code for g in form.grades), *SPECIAL):
            known, number = there.get((subject, item, grade)), votes.get(grade)
            if known and number is None:
                work.delete(SURVEY_COUNT, known["id"])
            elif known:
                work.update(SURVEY_COUNT, known["id"], votes=number)
            elif number is not None:
                work.insert(
                    SURVEY_COUNT, group_id=group_id, subject_id=subject or None, item=item,
                    grade=grade, votes=number,
                )  # fmt: skip


@act("surveys.enter_counts", "登记计票")
def enter_counts(
    work: Work,
    /,
    survey_id: str,
    *,
    papers: Mapping[str, Mapping[str, Any]],
    counts: Mapping[str, Mapping[Key, Mapping[str, int]]] = MappingProxyType({}),
    on_day: date | None = None,
) -> None:
    """Papers and votes of several groups in one go, as they stand on the tellers' sheet.

    Args:
        papers: group → expected, issued, returned, void.
        counts: group → as ``set_counts`` takes them.
        on_day: it was counted; None: that stays as it is.

    Raises:
        UserError: as ``edit_group`` and ``set_counts``.
    """
    for group_id in dict.fromkeys((*papers, *counts)):
        row = work.row(SURVEY_GROUP, group_id)
        if row["survey_id"] != survey_id:
            raise UserError("FORM", "这个分组不是这次评议的。", "请刷新后再填。")
        after = {**row, **papers.get(group_id, {})}
        old, new = valid_of(row), valid_of(after)
        fewer = new is not None and (old is None or new < old)
        if fewer and group_id in counts:
            set_counts(work, group_id, counts=counts[group_id])
        if group_id in papers:
            edit_group(work, group_id, **papers[group_id])
        if group_id in counts and not fewer:
            set_counts(work, group_id, counts=counts[group_id])
    if on_day is not None:
        work.update(SURVEY, survey_id, on_day=on_day)


@act("surveys.add_ballots", "录入评议票")
def add_ballots(
    work: Work,
    /,
    group_id: str,
    *,
    ballots: Iterable[Mapping[str, str]],
    source: str | None = None,
) -> str:
    """Ballots of a group, as one batch.

    Args: ballots: each {"item" or "subject/item": grade, ``abstain`` or ``invalid``}; what is
    left out is an abstention on that item. source: where they were read, in words.

        Returns:
            The batch.

    Raises: UserError: COUNTS: the group's votes were typed in; FEW: so few ballots in one go
    could be told from the others; NUMBERS: more than 有效票; FORM."""
    group = work.row(SURVEY_GROUP, group_id)
    before = entered(work, group_id)
    if before and not batches_of(work, group_id):
        raise UserError(
            "COUNTS", "这个分组的票数是直接填写的，不能再逐票录入。", "要逐票录入，请先清除票数。"
        )
    form = form_of(work, group["survey_id"])
    names = {ballot_key(key) for key in keys_of(form, _subjects(work, group["survey_id"]))}
    read = sorted((_ballot(form, names, ballot) for ballot in ballots), key=dumps)
    _check_number(len(read), before, valid_of(group))
    content = work.new_ids(1)[0]
    batch = work.insert(
        BALLOT_BATCH, group_id=group_id, ballots=len(read), source=source, content=content
    )
    work.conn.execute(insert(BALLOT_CONTENT).values(key=content, ballots=read))
    return batch


@act("surveys.take_form", "录入网上问卷")
def take_form(
    work: Work,
    /,
    survey_id: str,
    group_id: str,
    *,
    ballots: Iterable[Mapping[str, str]],
    comments: Iterable[tuple[str, str]] = (),
) -> str:
    """Ballots and comments of an online form, in one go; nothing tells which belong together.

    Returns:
        The batch of ballots.

    Raises: UserError: as ``add_ballots`` and ``add_comments``.
    """
    if work.row(SURVEY_GROUP, group_id)["survey_id"] != survey_id:
        raise UserError("FORM", "这个分组不是这次评议的。", "请刷新后再录。")
    batch = add_ballots(work, group_id, ballots=ballots, source="网上问卷")
    add_comments(work, survey_id, comments=comments)
    return batch


@act("surveys.remove_ballots", "撤回评议票")
def remove_ballots(work: Work, /, batch_id: str) -> None:
    """A batch counts no more. Its content stays unread, so that the act can be undone."""
    work.row(BALLOT_BATCH, batch_id)
    work.delete(BALLOT_BATCH, batch_id)


def _subjects(work: Work, survey_id: str) -> list[str]:
    query = select(SURVEY_SUBJECT.c.id).where(SURVEY_SUBJECT.c.survey_id == survey_id)
    return [row["id"] for row in work.rows(query)]


def _check_votes(
    form: Form, keys: set[Key], key: Key, votes: Mapping[str, int], valid: int | None
) -> None:
    grades = {g.code for g in form.grades} | set(SPECIAL)
    if key not in keys or set(votes) - grades:
        raise UserError("FORM", "评议表里没有这个项目或等次。", "请刷新后再填。")
    if any(number < 0 for number in votes.values()):
        raise UserError("NUMBERS", "票数不能小于0。")
    total = sum(votes.values())
    if valid is not None and total > valid:
        words = dict(form.items)[key[1]]
        raise UserError(
            "NUMBERS", f"「{words}」各等次共 {total} 票，多于有效票（收回减废票）{valid} 张。"
        )


def _ballot(form: Form, names: set[str], ballot: Mapping[str, Any]) -> dict[str, str]:
    grades = {g.code for g in form.grades} | set(SPECIAL)
    if set(ballot) - names or set(ballot.values()) - grades:
        raise UserError("FORM", "评议票里有评议表没有的项目或等次。")
    return {name: grade for name, grade in ballot.items() if grade != ABSTAIN}


def _check_number(many: int, before: int, valid: int | None) -> None:
    if not many:
        raise UserError("REQUIRED", "还没有录入评议票。")
    if valid is not None and before + many > valid:
        raise UserError(
            "NUMBERS",
            f"录入后共 {before + many} 张，多于有效票（收回减废票）{valid} 张。",
            "请先核对收回的票数和废票数。",
        )
    if many < least() and before + many != valid:
        raise UserError(
            "FEW",
            f"一次至少录入 {least()} 张，以免从先后看出是谁的票。",
            "请把这个分组的票收齐后一起录入；收回的票本来就这么少，请先填写收回票数。",
        )

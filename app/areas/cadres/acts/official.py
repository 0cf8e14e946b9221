"""Acts on official papers: drafted, numbered, sent, received, answered (收发文登记)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.areas.organisations.acts.common import refuse_if_referred
from app.areas.organisations.records import UNION
from app.base.codes import code_list
from app.base.days import chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import OFFICIAL_PAPER
from .common import known_code

PLAIN = (
    "title", "other_side", "doc_no", "signed_on", "passed_on", "due_on", "closed_on", "answers_id",
    "handler", "note",
)  # fmt: skip
NUMBER = "{word}〔{year}〕{seq}号"
"""发文字号 as GB/T 9704-2012, 7.2.5 has it: short name of the office, year in full, number without
leading noughts and without 第."""


@act("cadres.draft_paper", "起草公文")
def draft_paper(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    title: str,
    paragraphs: Sequence[Mapping[str, Any]] = (),
    filled: Mapping[str, Any] | None = None,
    subject_kind: str | None = None,
    subject: str | None = None,
    **values: Any,
) -> str:
    """A paper of ours: what it says, and the data its text was filled with.

    Args:
        union_id: who issues it.
        kind: of ``paper_kind``.
        paragraphs: {key, text, own} in order; ``own``: written by the clerk.
        filled: field → the words it was filled with.
        subject_kind, subject: the record it is about, and by which text (``election:…``).
        values: see ``PLAIN``.

    Raises:
        UserError: CODE; REQUIRED; FIELD; DATES; PARAGRAPHS.
    """
    _known(values)
    known_code(code_list("paper_kind"), kind, "公文种类")
    work.row(UNION, union_id)
    title = _titled(title)
    _days({"passed_on": None, "due_on": None, "closed_on": None} | values)
    return work.insert(
        OFFICIAL_PAPER, union_id=union_id, kind=kind, direction="out", title=title,
        paragraphs=_paragraphs(paragraphs), values=dict(filled or {}), subject_kind=subject_kind,
        subject=subject, **values,
    )  # fmt: skip


@act("cadres.write_paper", "修改公文文字")
def write_paper(
    work: Work,
    /,
    paper_id: str,
    *,
    paragraphs: Sequence[Mapping[str, Any]],
    filled: Mapping[str, Any] | None = None,
    title: str | None = None,
    other_side: str | None = None,
) -> None:
    """The text of a paper as the clerk wants it.

    Args:
        title, other_side: None: as before.
        filled: the data the paragraphs that are not her own say; None: as before.

    Raises:
        UserError: STATUS: it has come in from somebody else; REQUIRED; PARAGRAPHS.
    """
    row = work.row(OFFICIAL_PAPER, paper_id)
    if row["direction"] != "out":
        raise UserError("STATUS", "这是收到的公文，文字不能改。")
    values: dict[str, Any] = {"paragraphs": _paragraphs(paragraphs)}
    if filled is not None:
        values["values"] = dict(filled)
    if title is not None:
        values["title"] = _titled(title)
    if other_side is not None:
        values["other_side"] = other_side
    work.update(OFFICIAL_PAPER, paper_id, **values)


@act("cadres.number_paper", "编发文字号")
def number_paper(
    work: Work, /, paper_id: str, *, word: str, on: date, seq: int | None = None
) -> str:
    """A paper of ours gets its 文号: the next of the year, and is signed on that day.

    Args:
        word: 机关代字, e.g. 柳溪工发.
        seq: a certain number, e.g. of a paper that was issued before the records begin.

    Returns:
        The number in full.

    Raises:
        UserError: STATUS; REQUIRED; NUMBERED: it has a number; TAKEN: another paper has that one.
    """
    row = work.row(OFFICIAL_PAPER, paper_id)
    if row["direction"] != "out":
        raise UserError("STATUS", "收到的公文用来文的文号，不在这里编号。")
    word = word.strip()
    if not word:
        raise UserError("REQUIRED", "「机关代字」是必填项。", "例如：柳溪工发。")
    if row["doc_seq"] is not None:
        raise UserError(
            "NUMBERED", f"这份公文已经编号：{row['doc_no']}。", "要改的，请先撤销编号。"
        )
    number = seq if seq is not None else next_number(work, row["union_id"], word, on.year)
    if number < 1:
        raise UserError("NUMBER", "文号的序号从1开始。")
    if _holder(work, row["union_id"], word, on.year, number):
        raise UserError(
            "TAKEN", f"{word}〔{on.year}〕{number}号已经用过。", "请用下一个序号，或核对年份。"
        )
    full = NUMBER.format(word=word, year=on.year, seq=number)
    work.update(
        OFFICIAL_PAPER, paper_id, doc_word=word, doc_year=on.year, doc_seq=number, doc_no=full,
        signed_on=on,
    )  # fmt: skip
    return full


@act("cadres.unnumber_paper", "撤销文号")
def unnumber_paper(work: Work, /, paper_id: str) -> None:
    """A number that was given by mistake is free again, if nothing was sent under it.

    Raises:
        UserError: STATUS.
    """
    row = work.row(OFFICIAL_PAPER, paper_id)
    if row["doc_seq"] is None:
        raise UserError("STATUS", "这份公文还没有编号。")
    if row["passed_on"] is not None:
        raise UserError("STATUS", f"这份公文{chinese(row['passed_on'])}已经发出，文号不能撤销。")
    work.update(OFFICIAL_PAPER, paper_id, doc_word=None, doc_year=None, doc_seq=None, doc_no=None)


@act("cadres.send_paper", "登记发文")
def send_paper(
    work: Work, /, paper_id: str, *, on: date, due_on: date | None = None,
    other_side: str | None = None,
) -> None:  # fmt: skip
    """A paper goes out.

    Args:
        due_on: the day by which an answer is due (ELE-08: fifteen days); None: none is awaited.

    Raises:
        UserError: STATUS; DATES.
    """
    row = work.row(OFFICIAL_PAPER, paper_id)
    if row["direction"] != "out":
        raise UserError("STATUS", "这是收到的公文，不用再发出。")
    values: dict[str, Any] = {"passed_on": on, "due_on": due_on}
    if other_side is not None:
        values["other_side"] = other_side
    _days({**row, **values})
    work.update(OFFICIAL_PAPER, paper_id, **values)


@act("cadres.receive_paper", "登记收文")
def receive_paper(
    work: Work,
    /,
    *,
    union_id: str,
    kind: str,
    title: str,
    on: date,
    doc_no: str | None = None,
    other_side: str | None = None,
    due_on: date | None = None,
    answers_id: str | None = None,
    subject_kind: str | None = None,
    subject: str | None = None,
    handler: str | None = None,
    note: str | None = None,
) -> str:
    """A paper came in.

    Args:
        union_id: whose affair it is.
        on: the day it came.
        due_on: the day by which we answer.
        answers_id: the paper of ours it answers, which is thereby settled.

    Raises:
        UserError: CODE; REQUIRED; DATES; ANSWERED: that one has its answer already.
    """
    known_code(code_list("paper_kind"), kind, "公文种类")
    work.row(UNION, union_id)
    _days({"passed_on": on, "due_on": due_on, "closed_on": None})
    if answers_id is not None:
        _settle(work, answers_id, on)
    return work.insert(
        OFFICIAL_PAPER, union_id=union_id, kind=kind, direction="in", title=_titled(title),
        doc_no=doc_no, other_side=other_side, passed_on=on, due_on=due_on, answers_id=answers_id,
        subject_kind=subject_kind, subject=subject, handler=handler, note=note,
    )  # fmt: skip


@act("cadres.edit_paper", "更正公文登记")
def edit_paper(work: Work, /, paper_id: str, **values: Any) -> None:
    """What was typed wrongly in the register; the 文号 of our own papers is numbered, not typed.

    Raises:
        UserError: FIELD; REQUIRED; DATES; NUMBERED.
    """
    _known(values)
    row = work.row(OFFICIAL_PAPER, paper_id)
    if "title" in values:
        values["title"] = _titled(values["title"])
    if "doc_no" in values and row["doc_seq"] is not None and values["doc_no"] != row["doc_no"]:
        raise UserError(
            "NUMBERED", "这份公文的文号是编出来的，不能直接改。", "请先撤销文号再重新编。"
        )
    _days({**row, **values})
    work.update(OFFICIAL_PAPER, paper_id, **values)


@act("cadres.close_paper", "办结公文")
def close_paper(work: Work, /, paper_id: str, *, on: date) -> None:
    """A paper needs nothing more.

    Raises:
        UserError: STATUS; DATES.
    """
    row = work.row(OFFICIAL_PAPER, paper_id)
    if row["closed_on"] is not None:
        raise UserError("STATUS", f"这份公文{chinese(row['closed_on'])}已经办结。")
    _days({**row, "closed_on": on})
    work.update(OFFICIAL_PAPER, paper_id, closed_on=on)


@act("cadres.delete_paper", "删除误录公文")
def delete_paper(work: Work, /, paper_id: str) -> None:
    """A paper entered by mistake; refused while another one answers it."""
    refuse_if_referred(work, OFFICIAL_PAPER, paper_id, set())
    work.delete(OFFICIAL_PAPER, paper_id)


def next_number(work: Work, union_id: str, word: str, year: int) -> int:
    """The next number of a word in a year; gaps are not filled."""
    row = OFFICIAL_PAPER.c
    query = select(func.max(row.doc_seq).label("last")).where(
        row.union_id == union_id, row.doc_word == word, row.doc_year == year,
        row.direction == "out",
    )  # fmt: skip
    return int(work.rows(query)[0]["last"] or 0) + 1


def _holder(work: Work, union_id: str, word: str, year: int, number: int) -> bool:
    row = OFFICIAL_PAPER.c
    query = select(row.id).where(
        row.union_id == union_id, row.doc_word == word, row.doc_year == year,
        row.doc_seq == number, row.direction == "out",
    )  # fmt: skip
    return bool(work.rows(query))


def _settle(work: Work, paper_id: str, on: date) -> None:
    row = work.row(OFFICIAL_PAPER, paper_id)
    if row["closed_on"] is not None:
        raise UserError(
            "ANSWERED", f"那份公文{chinese(row['closed_on'])}已经办结。", "请核对来文。"
        )
    _days({**row, "closed_on": on})
    work.update(OFFICIAL_PAPER, paper_id, closed_on=on)


def _known(values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")


def _titled(title: str) -> str:
    title = title.strip()
    if not title:
        raise UserError("REQUIRED", "「标题」是必填项。", "请填写公文的标题。")
    return title


def _paragraphs(paragraphs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is kept of each paragraph.

    Raises:
        UserError: PARAGRAPHS: two of one key.
    """
    found = [
        {"key": str(one["key"]), "text": str(one["text"]), "own": bool(one.get("own"))}
        for one in paragraphs
    ]
    if len({one["key"] for one in found}) != len(found):
        raise UserError("PARAGRAPHS", "公文里有两段用了同一个编号。", "请刷新后再试。")
    return found


def _days(row: Mapping[Any, Any]) -> None:
    for key, what in (("due_on", "答复期限"), ("closed_on", "办结日期")):
        if row["passed_on"] is not None and row[key] is not None and row[key] < row["passed_on"]:
            raise UserError(
                "DATES",
                f"{what}（{chinese(row[key])}）早于收发日期（{chinese(row['passed_on'])}）。",
                "请核对这两个日期。",
            )

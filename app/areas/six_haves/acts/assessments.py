"""Acts on assessments: begun for many unions at once, answered, scored three times, closed.

What the records say is computed each time; stored is only what a person says. When 自评 is
closed, each line is kept as it stands (``frozen``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.base.errors import UserError
from app.store import evidence
from app.store.work import Work, act

from ..records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC
from ..rules.rubric import Item, Rubric, read_rubric, shipped
from .rubrics import keep_rubric

STAGES = {"self": "自评", "review": "复评", "final": "终评"}
_BEFORE = {"self": None, "review": "self", "final": "review"}


@act("six_haves.start_assessments", "开始六有评分")
def start_assessments(
    work: Work,
    /,
    union_ids: Iterable[str],
    *,
    year: int,
    on_day: date,
    rubric: str,
    filled_by: str | None = None,
) -> list[str]:
    """An assessment of each union for a year; one that has one already keeps it.

    Args:
        on_day: 考核基准日.
        rubric: hex id of a stored rubric, or the code of one that comes with the program.

    Returns:
        The new assessments.

    Raises:
        UserError: RUBRIC: it is retired.
    """
    chosen = list(dict.fromkeys(union_ids))
    rubric_id = keep_rubric(work, shipped()[rubric]) if rubric in shipped() else rubric
    if work.row(RUBRIC, rubric_id)["retired_on"] is not None:
        raise UserError("RUBRIC", "这份评分标准已经停用，请另选一份。")
    query = select(ASSESSMENT.c.union_id).where(ASSESSMENT.c.year == year)
    there = {row["union_id"] for row in work.rows(query)}
    return work.insert_rows(
        ASSESSMENT,
        [
            {
                "union_id": union,
                "year": year,
                "on_day": on_day,
                "rubric_id": rubric_id,
                "filled_by": filled_by,
            }
            for union in chosen
            if union not in there
        ],
    )


@act("six_haves.begin_assessments", "开始六有评分")
def begin_assessments(
    work: Work,
    /,
    *,
    groups: Mapping[str, Iterable[str]],
    year: int,
    on_day: date,
    filled_by: str | None = None,
) -> list[str]:
    """Assessments of many unions, each with its rubric, as one entry.

    Args:
        groups: rubric, as ``start_assessments`` names it → its unions.

    Raises:
        UserError: NOTHING: each of them has one for the year already; RUBRIC.
    """
    made: list[str] = []
    for rubric, unions in groups.items():
        made += start_assessments(
            work, unions, year=year, on_day=on_day, rubric=rubric, filled_by=filled_by
        )
    if not made:
        raise UserError("NOTHING", f"所选工会{year}年都已经开始评分。", "请直接打开它们。")
    return made


@act("six_haves.edit_assessment", "编辑评分资料")
def edit_assessment(work: Work, /, assessment_id: str, **values: Any) -> None:
    """基准日, 主要做法, who fills in, opinions, note; another rubric as long as nothing is said.

    Raises:
        UserError: STATE: 自评 is closed; RUBRIC: lines are filled in already.
    """
    row = work.row(ASSESSMENT, assessment_id)
    if {"on_day", "rubric_id"} & set(values):
        _open(row, "self")
    if values.get("rubric_id", row["rubric_id"]) != row["rubric_id"]:
        work.row(RUBRIC, values["rubric_id"])
        query = select(ASSESSMENT_LINE.c.id).where(ASSESSMENT_LINE.c.assessment_id == assessment_id)
        if work.rows(query.limit(1)):
            raise UserError(
                "RUBRIC", "已经填写了评分项，不能再换评分标准。", "请先清空填写的内容。"
            )
    work.update(ASSESSMENT, assessment_id, **values)


@act("six_haves.answer_line", "填报评分项")
def answer_line(
    work: Work,
    /,
    assessment_id: str,
    *,
    item: str,
    answer: int | str | None,
    by: str,
    on: date,
    reason: str | None = None,
) -> None:
    """What a person answers where the records cannot: points in hundredths, or a class; None: takes
    the answer back. Where records answer later, they count (a score with a reason can differ).

    Raises:
        UserError: STATE; ITEM; POINTS; REQUIRED: by hand needs the reason written down.
    """
    row, one = _line_of(work, assessment_id, item)
    _open(row, "self")
    if isinstance(answer, int) and not 0 <= answer <= one.points:
        raise UserError("POINTS", f"「{one.text}」应在 0 至 {one.points / 100:g} 分之间。")
    if isinstance(answer, str) and answer not in [c.name for c in one.classes]:
        raise UserError("POINTS", f"「{one.text}」没有「{answer}」这一类。")
    if answer is not None and one.computed and not (reason or "").strip():
        raise UserError(
            "REQUIRED", "程序没有这项的数据，人工填报要写明依据。", "请在说明里写清楚，并附上材料。"
        )
    _write(
        work, assessment_id, item, answer=answer, answered_by=by if answer is not None else None,
        answered_on=on if answer is not None else None, reason=reason,
    )  # fmt: skip


@act("six_haves.confirm_lines", "确认程序计分")
def confirm_lines(
    work: Work, /, assessment_id: str, *, proposed: Mapping[str, int], by: str, on: date
) -> None:
    """What the records propose is right; where they say something else later, it waits again.

    Args:
        proposed: item → points in hundredths that the records give it.

    Raises:
        UserError: STATE; ITEM: an item that is not proposed but computed or judged; POINTS.
    """
    row = work.row(ASSESSMENT, assessment_id)
    _open(row, "self")
    items = {one.id: one for one in rubric_of(work, row).items}
    for item, points in proposed.items():
        one = items.get(item)
        if one is None or one.auto != "M" or one.classes:
            raise UserError("ITEM", f"{item} 这一项不用确认。", "请刷新后再试。")
        if not 0 <= points <= one.points:
            raise UserError("POINTS", f"「{one.text}」应在 0 至 {one.points / 100:g} 分之间。")
        _write(
            work, assessment_id, item, answer=points, answered_by=by, answered_on=on, reason=None
        )


@act("six_haves.open_line", "打开评分项")
def open_line(work: Work, /, assessment_id: str, *, item: str) -> str:
    """The record of a line, made if nobody said anything of it yet: evidence hangs on it.

    Raises:
        UserError: ITEM.
    """
    _line_of(work, assessment_id, item)
    return _row_of(work, assessment_id, item) or work.insert(
        ASSESSMENT_LINE, assessment_id=assessment_id, item=item
    )


@act("six_haves.score_line", "评分")
def score_line(
    work: Work,
    /,
    assessment_id: str,
    *,
    stage: str,
    item: str,
    score: int | None,
    by: str,
    on: date,
    reason: str | None = None,
    computed: int | None = None,
) -> None:
    """A score that a person gives in place of the one before: 自评, 复评 or 终评.

    Args:
        stage: ``self``, ``review`` or ``final``.
        score: hundredths; None, or what it is anyway: the score before stands (again), and follows
            what the records say later.
        computed: what it is without this, to tell whether it differs; None: nothing yet.

    Raises:
        UserError: STATE: out of order, or nothing there that a 自评 could differ from; POINTS;
            REQUIRED: a score that differs needs the reason written down.
    """
    row, one = _line_of(work, assessment_id, item)
    _open(row, stage)
    if score is not None and not 0 <= score <= one.points:
        raise UserError("POINTS", f"「{one.text}」应在 0 至 {one.points / 100:g} 分之间。")
    if score is not None and computed is None and stage == "self":
        word = "人工填报" if one.computed else "评定"
        raise UserError("STATE", "这一项还没有得分，不能改分。", f"请用「{word}」填写。")
    given = score is not None and score != computed
    if given and not (reason or "").strip():
        raise UserError("REQUIRED", f"{STAGES[stage]}分与原来的不同，请写明原因。")
    _write(work, assessment_id, item, **{
        f"{stage}_score": score if given else None,
        f"{stage}_by": by if given else None,
        f"{stage}_on": on if given else None,
        f"{stage}_reason": reason if given else None,
    })  # fmt: skip


@act("six_haves.write_words", "修改情况说明")
def write_words(work: Work, /, assessment_id: str, *, item: str, words: str | None) -> None:
    """工作情况和数字说明 in the person's own hand; None: the program's words again."""
    row, _one = _line_of(work, assessment_id, item)
    _open(row, "self")
    _write(work, assessment_id, item, words=(words or "").strip() or None)


@act("six_haves.set_veto", "认定一票否决")
def set_veto(work: Work, /, assessment_id: str, *, item: str, reason: str | None) -> None:
    """A veto that holds by judgement, with the reason; None takes it back."""
    row, one = _line_of(work, assessment_id, item)
    if one.how != "veto":
        raise UserError("ITEM", "这一项不是一票否决项。")
    if reason is not None and not reason.strip():
        raise UserError("REQUIRED", "请写明认定否决的依据。")
    kept = {k: v for k, v in (row["vetoes"] or {}).items() if k != item}
    if reason is not None:
        kept[item] = reason.strip()
    work.update(ASSESSMENT, assessment_id, vetoes=kept or None)


@act("six_haves.close_assessment", "确定评分")
def close_assessment(
    work: Work,
    /,
    assessment_id: str,
    *,
    stage: str,
    on: date,
    opinion: str | None = None,
    frozen: Mapping[str, Any] | None = None,
) -> None:
    """A stage is done: 自评 is handed up, 复评 is decided, 终评 is final.

    Args:
        frozen: the lines as they stand, kept with 自评.

    Raises:
        UserError: STATE: out of order.
    """
    row = work.row(ASSESSMENT, assessment_id)
    before = _BEFORE[stage]
    if before is not None and row[f"{before}_on"] is None:
        raise UserError("STATE", f"还没有{STAGES[before]}，不能{STAGES[stage]}。")
    _open(row, stage)
    values: dict[str, Any] = {f"{stage}_on": on, f"{stage}_opinion": opinion}
    if stage == "self":
        values["frozen"] = dict(frozen or {})
    work.update(ASSESSMENT, assessment_id, **values)


@act("six_haves.reopen_assessment", "退回重评")
def reopen_assessment(work: Work, /, assessment_id: str, *, stage: str) -> None:
    """A stage, and what came after it, is open again."""
    order = list(STAGES)
    row = work.row(ASSESSMENT, assessment_id)
    if row[f"{stage}_on"] is None:
        raise UserError("STATE", f"{STAGES[stage]}还没有确定，不用退回。")
    values: dict[str, Any] = {f"{s}_on": None for s in order[order.index(stage) :]}
    if stage == "self":
        values["frozen"] = None
    work.update(ASSESSMENT, assessment_id, **values)


@act("six_haves.delete_assessment", "删除误开的评分")
def delete_assessment(work: Work, /, assessment_id: str) -> None:
    """An assessment begun by mistake, with what was filled in."""
    _open(work.row(ASSESSMENT, assessment_id), "self")
    for table in (ASSESSMENT_LINE, IMPROVEMENT):
        query = select(table.c.id).where(table.c.assessment_id == assessment_id)
        ids = [row["id"] for row in work.rows(query)]
        evidence.detach_all(work, table.name, ids)
        for one in ids:
            work.delete(table, one)
    work.delete(ASSESSMENT, assessment_id)


def rubric_of(work: Work, assessment: Mapping[Any, Any]) -> Rubric:
    """The rubric an assessment was made with."""
    return read_rubric(work.row(RUBRIC, assessment["rubric_id"])["content"])


def _line_of(work: Work, assessment_id: str, item: str) -> tuple[RowMapping, Item]:
    row = work.row(ASSESSMENT, assessment_id)
    for one in rubric_of(work, row).items:
        if one.id == item:
            return row, one
    raise UserError("ITEM", f"评分标准里没有 {item} 这一项。", "请刷新后再试。")


def _open(row: Mapping[Any, Any], stage: str) -> None:
    if stage not in STAGES:
        raise UserError("STATE", "没有这个评分环节。")
    if row[f"{stage}_on"] is not None:
        raise UserError(
            "STATE", f"{STAGES[stage]}已经确定，不能再改。", "需要修改的，请先退回重评。"
        )


def _row_of(work: Work, assessment_id: str, item: str) -> str | None:
    query = select(ASSESSMENT_LINE.c.id).where(
        ASSESSMENT_LINE.c.assessment_id == assessment_id, ASSESSMENT_LINE.c.item == item
    )
    return next((str(row["id"]) for row in work.rows(query)), None)


def _write(work: Work, assessment_id: str, item: str, **values: Any) -> None:
    line = _row_of(work, assessment_id, item)
    if line:
        work.update(ASSESSMENT_LINE, line, **values)
    else:
        work.insert(ASSESSMENT_LINE, assessment_id=assessment_id, item=item, **values)

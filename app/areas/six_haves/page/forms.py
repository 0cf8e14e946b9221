"""The forms of 六有, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.members.page.maker import Maker, day
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values

from .. import acts
from ..lists.assessments import Assessed
from ..lists.overview import RubricPicker
from ..lists.scores import Scores
from ..rules.conditions import plain, to_hundredths
from ..rules.rubric import Item
from ..rules.scoring import Line, State, freeze
from .reading import IMPROVING, LINE, STAGE_WORDS, UNION, LineData, line_id

_WRONG = "请填分数，最多两位小数，例如 3 或 2.5。"


def _points(key: str, label: str, item: Item, **more: Any) -> Field:
    """A score of an item: typed, or a choice where the rubric lists the cases."""
    full = plain(item.points)
    if item.steps and item.how == "enum_deduct":
        left = [(max(0, item.points - step.points), step.words) for step in item.steps]
        choices = tuple(Choice(str(n), f"{plain(n)} 分　{words}") for n, words in left)
        return Field(key, label, Kind.CHOICE, choices=choices, **more)

    def check(text: Any) -> str:
        try:
            value = to_hundredths(str(text))
        except ValueError:
            return _WRONG
        return "" if 0 <= value <= item.points else f"应在 0 至 {full} 分之间。"

    return Field(key, label, max_length=8, unit=f"分（满分 {full}）", check=check, **more)


def _kept(item: Item, value: Any) -> int | None:
    if value in (None, ""):
        return None
    if item.steps and item.how == "enum_deduct":
        return int(value)
    return to_hundredths(str(value))


def _shown(item: Item, value: Any) -> str | None:
    if not isinstance(value, int):
        return None
    return str(value) if item.steps and item.how == "enum_deduct" else plain(value)


# -- assessments -----------------------------------------------------------------------------------


def start(
    scores: Scores, unions: Sequence[str], make: Maker, union: tuple[str, str] | None = None
) -> FormSpec:
    """开始评分 of one union, or of those selected.

    Args:
        unions: of the rows selected; empty: one is picked in the form.
    """
    automatic = "不选，就按工会类型和会员人数自动选一份"
    fields = [
        Field("rubric", "评分标准", Kind.PICKER, picker=RubricPicker(scores.year), help=automatic),
        day("on_day", "考核基准日", help="按这一天的记录计分；在它以后的记录不算"),
        Field("filled_by", "填报人", max_length=40),
    ]
    if not unions:
        fields.insert(0, make.union(label="哪个工会"))

    def call(values: Values) -> Call:
        chosen = [*unions] or [str(values["union_id"])]
        return Call(
            acts.begin_assessments, (),
            {"groups": _groups(scores, chosen, values.get("rubric")), "year": scores.year,
             "on_day": values["on_day"], "filled_by": values.get("filled_by")},
        )  # fmt: skip

    values: dict[str, Any] = {"on_day": scores.scope.day}
    titles: dict[str, str] = {}
    if not unions and union is not None:
        values["union_id"], titles["union_id"] = union
    many = f"共 {len(unions):,} 个工会；已经开始的不变。" if len(unions) > 1 else ""
    return FormSpec(
        "start_assessments", f"开始{scores.year}年六有评分", tuple(fields), call, values, titles,
        intro=many, words="开始评分", kind=UNION,
        shows=unions[0] if len(unions) == 1 else "" if unions else None,
        errors={"RUBRIC": "rubric"},
    )  # fmt: skip


def _groups(scores: Scores, unions: Sequence[str], rubric: Any) -> dict[str, list[str]]:
    """Rubric → unions; without one that was chosen, the one that fits each union."""
    if rubric:
        return {str(rubric): list(unions)}
    groups: dict[str, list[str]] = {}
    for union in unions:
        one = scores.found.get(union)
        key = scores.keys.get(one.rubric.digest) if one is not None else None
        if key is not None:
            groups.setdefault(key, []).append(union)
    return groups


def edit(one: Assessed) -> FormSpec:
    """评分资料."""
    row = one.row
    assert row is not None
    fields = (
        day("on_day", "考核基准日", read_only=row["self_on"] is not None),
        Field("filled_by", "填报人", max_length=40),
        Field("practice", "主要做法", Kind.LINES, max_length=2000, help="印在申报表上"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )

    def call(values: Values) -> Call:
        given = dict(values)
        if row["self_on"] is not None:
            given.pop("on_day", None)
        return Call(acts.edit_assessment, (row["id"],), given)

    return FormSpec(
        "edit_assessment", "评分资料", fields, call, {f.key: row[f.key] for f in fields},
        record=one.union_id, kind=UNION, shows=one.union_id,
    )  # fmt: skip


def close(one: Assessed, stage: str, today: date) -> FormSpec:
    """确定自评, 复评 or 终评."""
    row, word = one.row, STAGE_WORDS[stage]
    assert row is not None
    left = sum(line.own is None for line in one.scored.lines if line.item.points)
    total = {"self": one.scored.own, "review": one.scored.review, "final": one.scored.final}[stage]
    said = total.grade if one.rubric.by_class else f"{plain(total.score)} 分，{total.grade}"
    intro = f"{word}结果：{said}。"
    if stage == "self":
        intro += "确定以后各项得分不再随记录变化。"
        if left:
            intro += f"还有 {left} 项没有得分，按 0 分计。"
        waiting = sum(line.state is State.PROPOSED for line in one.scored.lines)
        if waiting:
            intro += f"还有 {waiting} 项程序计分没有确认。"
    fields = (
        day("on", f"{word}日期"),
        Field("opinion", f"{word}意见", Kind.LINES, max_length=500),
    )

    def call(values: Values) -> Call:
        given: dict[str, Any] = {"stage": stage, "on": values["on"],
                                 "opinion": values.get("opinion")}  # fmt: skip
        if stage == "self":
            given["frozen"] = freeze(one.scored)
        return Call(acts.close_assessment, (row["id"],), given)

    return FormSpec(
        f"close_{stage}", f"确定{word}", fields, call,
        {"on": today, "opinion": row[f"{stage}_opinion"]}, intro=intro, words=f"确定{word}",
        record=one.union_id, kind=UNION, shows=one.union_id,
    )  # fmt: skip


# -- lines -----------------------------------------------------------------------------------------


def _of_line(data: LineData, key: str, title: str, fields: tuple[Field, ...], call: Any,
             values: Mapping[str, Any], **more: Any) -> FormSpec:  # fmt: skip
    record = line_id(data.one.union_id, data.line.item.id)
    item = data.line.item
    intro = "　".join(part for part in (item.text, item.criterion) if part)
    return FormSpec(
        key, f"{item.id}　{title}", fields, call, values, intro=intro, record=record, kind=LINE,
        shows=record, **more,
    )  # fmt: skip


def answer(data: LineData, by: str, today: date) -> FormSpec:
    """人工填报, or 评定 where a person judges; left empty it is taken back."""
    item, row = data.line.item, data.row
    assert data.one.row is not None
    made = data.one.row["id"]
    known = row["answer"] if row is not None else None
    if item.classes:
        choices = tuple(Choice(c.name, c.name, c.text) for c in item.classes)
        field = Field("answer", "达到哪一类", Kind.CHOICE, choices=choices)
    else:
        field = _points("answer", "得分", item)
    fields = (
        field,
        Field("reason", "依据", Kind.LINES, max_length=500, obligatory=item.computed,
              help="看了什么材料、为什么这样评；留空得分，就是撤回填报"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        given = values.get("answer")
        value = given if item.classes else _kept(item, given)
        return Call(acts.answer_line, (made,), {
            "item": item.id, "answer": value or None if item.classes else value, "by": by,
            "on": today, "reason": values.get("reason"),
        })  # fmt: skip

    first = known if item.classes else _shown(item, known)
    title = "人工填报" if item.computed else "评定"
    values = {"answer": first, "reason": row["reason"] if row is not None else None}
    return _of_line(data, "answer_line", title, fields, call, values,
                    errors={"POINTS": "answer", "REQUIRED": "reason"})  # fmt: skip


def score(data: LineData, stage: str, by: str, today: date) -> FormSpec:
    """改分 at the present stage, with the reason; left empty the score before stands again."""
    item, row, line = data.line.item, data.row, data.line
    assert data.one.row is not None
    made = data.one.row["id"]
    before = line.proposed if stage == "self" else line.own
    if stage == "final" and row is not None and row["review_score"] is not None:
        before = row["review_score"]
    word = STAGE_WORDS[stage]
    fields = (
        _points("score", f"{word}分", item,
                help=f"原来是 {'没有得分' if before is None else plain(before) + ' 分'}；"
                     "留空就恢复原来的"),
        Field("reason", "原因", Kind.LINES, max_length=500),
    )  # fmt: skip

    def call(values: Values) -> Call:
        return Call(acts.score_line, (made,), {
            "stage": stage, "item": item.id, "score": _kept(item, values.get("score")), "by": by,
            "on": today, "reason": values.get("reason"), "computed": before,
        })  # fmt: skip

    values = {
        "score": _shown(item, row[f"{stage}_score"]) if row is not None else None,
        "reason": row[f"{stage}_reason"] if row is not None else None,
    }
    return _of_line(data, "score_line", f"{word}改分", fields, call, values,
                    errors={"POINTS": "score", "REQUIRED": "reason"})  # fmt: skip


def words(data: LineData) -> FormSpec:
    """修改情况说明."""
    assert data.one.row is not None
    made, item = data.one.row["id"], data.line.item.id
    fields = (
        Field("words", "工作情况和数字说明", Kind.LINES, max_length=1000,
              help="印在评分表上；清空就用程序写的"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        return Call(acts.write_words, (made,), {"item": item, "words": values.get("words")})

    return _of_line(data, "write_words", "情况说明", fields, call, {"words": data.line.words})


def veto(data: LineData) -> FormSpec:
    """认定一票否决; left empty it is taken back."""
    one, item = data.one, data.line.item.id
    assert one.row is not None
    made = one.row["id"]
    fields = (
        Field("reason", "认定依据", Kind.LINES, max_length=500,
              help="写明文件、日期和事实；清空就是撤销认定"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        return Call(acts.set_veto, (made,), {"item": item, "reason": values.get("reason") or None})

    reason = (one.row["vetoes"] or {}).get(item)
    return _of_line(data, "set_veto", "认定一票否决", fields, call, {"reason": reason})


# -- improvements ----------------------------------------------------------------------------------


def _improvement(*, done: bool) -> tuple[Field, ...]:
    fields = [
        Field("cause", "原因", Kind.LINES, max_length=500),
        Field("measure", "整改措施", Kind.LINES, max_length=500, obligatory=True),
        Field("responsible", "责任人", max_length=40),
        day("due_on", "完成期限", obligatory=False),
    ]
    if done:
        fields += [
            day("done_on", "完成日期", obligatory=False),
            Field("result", "完成情况", Kind.LINES, max_length=500),
        ]
    return tuple(fields)


def add_improvement(one: Assessed, line: Line | None = None) -> FormSpec:
    """登记整改事项, for a line or with the item chosen in the form."""
    assert one.row is not None
    made = one.row["id"]
    items = tuple(
        Choice(each.item.id, f"{each.item.id} {each.item.text}") for each in one.scored.lines
    )
    fields = (
        Field("item", "评分项", Kind.CHOICE, choices=items, obligatory=True),
        *_improvement(done=False),
    )

    def call(values: Values) -> Call:
        return Call(acts.add_improvement, (made,), dict(values))

    values: dict[str, Any] = {}
    if line is not None:
        values = proposal(line)
    return FormSpec(
        "add_improvement", "登记整改事项", fields, call, values, kind=UNION, shows=one.union_id,
        errors={"REQUIRED": "measure"},
    )  # fmt: skip


def proposal(line: Line) -> dict[str, Any]:
    """What an improvement of a line begins with: its advice."""
    return {
        "item": line.item.id,
        "cause": line.words or None,
        "measure": line.todo or f"对照评分标准补齐：{line.item.text}",
    }


def edit_improvement(row: Mapping[Any, Any]) -> FormSpec:
    """编辑整改事项, 登记完成."""
    fields = _improvement(done=True)
    return FormSpec(
        "edit_improvement", f"{row['item']}　整改事项", fields,
        lambda values: Call(acts.edit_improvement, (row["id"],), dict(values)),
        {f.key: row[f.key] for f in fields}, record=row["id"], kind=IMPROVING, shows=row["id"],
        errors={"REQUIRED": "result"},
    )  # fmt: skip

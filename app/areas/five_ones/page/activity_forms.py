"""The forms of activities, as data: planning, recording, editing, units and winners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.areas.members.lists.detail import pick_member
from app.areas.members.page.maker import Maker, day
from app.areas.organisations.page.pickers import RecordPicker
from app.base.codes import code_list
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, words

from .. import acts
from ..lists.detail import ActivityCard

KIND = "activity"
_CATEGORIES = {
    "labour_contest": "contest_category", "recreation": "recreation_category",
    "training": "education_category",
}  # fmt: skip
_CONTEST = ("events", "method", "proposals", "adopted", "subsidy")
_PRIZES = ("awards", "winners")
_COUNTS = ("participants", "women", "units", *_PRIZES, *_CONTEST)
ERRORS = {"FUTURE": "held_on", "DATES": "until", "REQUIRED": "title", "NO_UNION": "union_id",
          "OUTSIDE": "union_id", "CODE": "kind"}  # fmt: skip


def kinds(*, planned: bool = False) -> tuple[Choice, ...]:
    """Kinds of activities but the congresses; a consultation can only be planned."""
    return tuple(
        Choice(e.code, e.name, e.note, "".join(e.aliases))
        for e in code_list("activity_kind")
        if not e.flag("congress") and (planned or not e.flag("process"))
    )


def _head(make: Maker, *, planned: bool = False) -> tuple[Field, ...]:
    return (
        make.union(label="哪个工会"),
        Field("kind", "种类", Kind.CHOICE, choices=kinds(planned=planned), obligatory=True),
        *_named(),
    )


def _named() -> tuple[Field, ...]:
    return (
        Field("title", "名称", obligatory=True, max_length=120, help="竞赛、活动的名称或主题"),
        *(
            Field(f"category_{key}", "类别", Kind.CHOICE, choices=words(codes))
            for key, codes in _CATEGORIES.items()
        ),
    )


def _where() -> tuple[Field, ...]:
    return (
        Field("place", "地点", max_length=120),
        Field("host", "主办", max_length=120, help="不填就是本工会"),
        Field("organiser", "承办", max_length=120),
    )


def _counted() -> tuple[Field, ...]:
    return (
        Field("participants", "参加人数", Kind.COUNT, unit="人", group="人数"),
        Field("women", "其中：女职工", Kind.COUNT, unit="人"),
        Field("units", "参加单位", Kind.COUNT, unit="家",
              help="各单位的名单和人数，保存以后在「单位和获奖」里登记"),
        Field("winners", "获奖人数", Kind.COUNT, unit="人"),
        Field("events", "工种、项目", max_length=200, group="竞赛"),
        Field("method", "评比办法", max_length=300),
        Field("proposals", "合理化建议", Kind.COUNT, unit="件"),
        Field("adopted", "其中：采纳", Kind.COUNT, unit="件"),
        Field("awards", "奖项", max_length=300, help="例如：一等奖1名、二等奖2名"),
    )  # fmt: skip


def _money() -> tuple[Field, ...]:
    return (
        Field("budget", "经费预算", Kind.MONEY, unit="元", group="经费"),
        Field("spent", "实际支出", Kind.MONEY, unit="元"),
        Field("subsidy", "上级补助", Kind.MONEY, unit="元"),
    )


def _told() -> tuple[Field, ...]:
    return (
        Field("effect", "效果", Kind.LINES, max_length=800, group="小结"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )


def _days() -> tuple[Field, ...]:
    return (day("held_on", "开展日期"), day("until", "结束日期", obligatory=False,
            help="当天结束的不填"))  # fmt: skip


def _hides() -> dict[str, Callable[[Values], bool]]:
    """Which fields a kind has; a form without a choice of kind shows those of the activity."""

    def of(*kinds: str) -> Callable[[Values], bool]:
        return lambda values: values.get("kind") in kinds

    found = {f"category_{key}": of(key) for key in _CATEGORIES}
    found |= {key: of("labour_contest") for key in _CONTEST if key != "subsidy"}
    found |= {key: of("labour_contest", "recreation") for key in _PRIZES}
    return found


def given(values: Values) -> dict[str, Any]:
    """The values as the acts take them: one category, nothing of another kind."""
    found = {k: v for k, v in values.items() if not k.startswith("category_")}
    found["category"] = values.get(f"category_{values.get('kind')}")
    return found


def _start(make: Maker, union: tuple[str, str] | None, kind: str | None) -> dict[str, Any]:
    del make
    return {"union_id": union[0] if union else None, "kind": kind}


def record(make: Maker, union: tuple[str, str] | None = None, kind: str | None = None) -> FormSpec:
    """登记活动: one that was held."""
    return FormSpec(
        "record_activity", "登记活动",
        (*_head(make), *_days(), *_where(), *_counted(), *_money(), *_told()),
        lambda v: Call(acts.record_activity, (), given(v)),
        _start(make, union, kind) | {"held_on": make.today}, dict([union]) if union else {},
        intro="已经开展的活动。还没有开展的，请用「排计划」；大会请用「登记大会」。",
        words="登记", done="已登记。接着添加通知、照片、总结等材料。", errors=ERRORS, kind=KIND,
        hides=_hides(),
    )  # fmt: skip


def plan(make: Maker, union: tuple[str, str] | None = None, kind: str | None = None) -> FormSpec:
    """排计划: something that is to be held on a day."""
    fields = (
        *_head(make, planned=True), day("planned_on", "计划日期"), *_where(),
        Field("budget", "经费预算", Kind.MONEY, unit="元"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )  # fmt: skip
    return FormSpec(
        "plan_activity", "排计划", fields, lambda v: Call(acts.plan_activity, (), given(v)),
        _start(make, union, kind), dict([union]) if union else {}, words="列入计划",
        intro="到了日期，首页会提醒；开展以后再登记人数、添加材料。", errors=ERRORS, kind=KIND,
        hides={key: shown for key, shown in _hides().items() if key.startswith("category_")},
    )  # fmt: skip


def _of(card: ActivityCard) -> dict[str, Any]:
    row = card.row
    return {**row, f"category_{row['kind']}": row["category"]}


def _kept(card: ActivityCard, values: Values) -> dict[str, Any]:
    """Values of a form without a choice of kind."""
    found = given({**values, "kind": card.row["kind"]})
    found.pop("kind")
    return found


def _fitting(card: ActivityCard, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Only the fields that this kind of activity has."""
    hides, kind = _hides(), {"kind": card.row["kind"]}
    return tuple(f for f in fields if f.key not in hides or hides[f.key](kind))


def edit(card: ActivityCard) -> FormSpec:
    """编辑."""
    fields = (day("planned_on", "计划日期", obligatory=False), *_named(), *_days(), *_where(),
              *_counted(), *_money(), *_told())  # fmt: skip
    if card.row["held_on"] is None:
        fields = (*_named(), day("planned_on", "计划日期"), *_where(),
                  Field("budget", "经费预算", Kind.MONEY, unit="元"),
                  Field("note", "备注", Kind.LINES, max_length=500))  # fmt: skip
    fitting = _fitting(card, fields)
    start = _of(card)
    return FormSpec(
        "edit_activity", "编辑活动", fitting,
        lambda v: Call(acts.edit_activity, (card.row["id"],), _kept(card, v)),
        {f.key: start.get(f.key) for f in fitting}, record=card.row["id"], kind=KIND,
        shows=card.row["id"], done="已保存。", errors=ERRORS,
    )  # fmt: skip


def hold(make: Maker, card: ActivityCard) -> FormSpec:
    """登记已开展 of one that was planned."""
    fields = _fitting(card, (*_days(), *_where(), *_counted(), *_money(), *_told()))
    start = {f.key: _of(card).get(f.key) for f in fields} | {"held_on": make.today}
    return FormSpec(
        "hold_activity", f"登记已开展：{card.row['title']}", fields,
        lambda v: Call(acts.hold_activity, (card.row["id"],), dict(v)), start,
        record=card.row["id"], kind=KIND, shows=card.row["id"], words="登记",
        done="已登记。接着添加通知、照片、总结等材料。", errors=ERRORS,
    )  # fmt: skip


def cancel(make: Maker, card: ActivityCard) -> FormSpec:
    """取消."""
    fields = (
        day("on", "取消日期"),
        Field("reason", "取消的原因", Kind.LINES, obligatory=True, max_length=300),
    )
    return FormSpec(
        "cancel_activity", f"取消：{card.row['title']}", fields,
        lambda v: Call(acts.cancel_activity, (card.row["id"],), dict(v)), {"on": make.today},
        record=card.row["id"], kind=KIND, shows=card.row["id"], words="取消这项活动",
        errors={"REQUIRED": "reason"},
    )  # fmt: skip


def resume(card: ActivityCard) -> FormSpec:
    """恢复计划."""
    return FormSpec(
        "resume_activity", f"恢复计划：{card.row['title']}", (day("planned_on", "计划日期"),),
        lambda v: Call(acts.resume_activity, (card.row["id"],), dict(v)),
        record=card.row["id"], kind=KIND, shows=card.row["id"], words="恢复",
    )  # fmt: skip


# -- units and winners -----------------------------------------------------------------------------


def add_unit(make: Maker, card: ActivityCard) -> FormSpec:
    """登记参加单位: one more."""
    fields = (
        make.union("unit_id", "工会", obligatory=False),
        Field("employer_id", "用人单位", Kind.PICKER,
              picker=RecordPicker("employer", lambda: make.today), help="没有建会的单位选这里"),
        Field("participants", "参加人数", Kind.COUNT, unit="人"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        new = {"union_id": values["unit_id"], "employer_id": values["employer_id"],
               "participants": values["participants"]}  # fmt: skip
        return Call(acts.set_units, (card.row["id"],), {"units": [*_units(card), new]})

    return FormSpec(
        "activity_unit", "登记参加单位", fields, call, record=card.row["id"], kind=KIND,
        shows=card.row["id"], errors={"UNIT": "unit_id", "TWICE": "unit_id"},
    )  # fmt: skip


def without_unit(card: ActivityCard, row_id: str) -> list[dict[str, Any]]:
    """The units but one, as the act takes them."""
    return [unit for unit, row in zip(_units(card), card.units, strict=True) if row["id"] != row_id]


def _units(card: ActivityCard) -> list[dict[str, Any]]:
    keys = ("union_id", "employer_id", "participants")
    return [{key: row[key] for key in keys} for row in card.units]


def _winner_fields() -> tuple[Field, ...]:
    return (
        Field("name", "姓名", obligatory=True, max_length=60),
        Field("person_id", "名册里的人", Kind.PICKER, picker=pick_member,
              help="在会员名册里的，可以对上他的记录"),
        Field("unit_name", "单位", max_length=120),
        Field("event", "工种、项目", max_length=80),
        Field("prize", "奖项", max_length=80),
        Field("result", "成绩", max_length=80),
    )  # fmt: skip


def add_winner(card: ActivityCard) -> FormSpec:
    """登记获奖人."""
    return FormSpec(
        "add_winner", f"登记获奖人：{card.row['title']}", _winner_fields(),
        lambda v: Call(acts.add_winner, (card.row["id"],), dict(v)), record=card.row["id"],
        kind=KIND, shows=card.row["id"],
    )  # fmt: skip


def edit_winner(card: ActivityCard, row: Mapping[str, Any]) -> FormSpec:
    """编辑获奖人."""
    fields = _winner_fields()
    titles = {row["person_id"]: row["name"]} if row["person_id"] else {}
    return FormSpec(
        "edit_winner", f"编辑获奖人：{row['name']}", fields,
        lambda v: Call(acts.edit_winner, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields}, titles, record=card.row["id"], kind=KIND,
        shows=card.row["id"], done="已保存。",
    )  # fmt: skip

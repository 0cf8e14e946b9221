"""The forms of the two congresses and their decisions, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app.areas.cadres.lists.pickers import DelegationPicker
from app.areas.members.page.maker import day
from app.base.codes import code_list
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, as_kept, as_shown, words, yes_no

from .. import acts
from ..acts.congresses import FIELDS, TOPICS, topics_of
from ..lists.detail import ActivityCard
from .activity_forms import KIND
from .attending import CongressMaker, attending, due_of

_TOPIC = "topic_"
_LATER = ("delegation_id",)
"""Fields of 编辑 that the others still show or hide."""
_BY = ("union_id", "kind", "form")
_OWN = ("title", "held_on", "planned_on", "place", "host", "note", "effect")
_ERRORS = {"FUTURE": "held_on", "NO_UNION": "union_id", "OUTSIDE": "union_id",
           "REQUIRED": "title", "VALUE": "present"}  # fmt: skip


def _kinds() -> tuple[Choice, ...]:
    return tuple(Choice(e.code, e.name) for e in code_list("activity_kind") if e.flag("congress"))


def _head(make: CongressMaker) -> tuple[Field, ...]:
    return (
        make.union(label="哪个工会"),
        Field("kind", "哪种大会", Kind.CHOICE, choices=_kinds(), obligatory=True),
        *_named(),
    )


def _named() -> tuple[Field, ...]:
    return (
        Field("form", "大会形式", Kind.CHOICE, choices=words("congress_form"), obligatory=True,
              help="所有人都参加是全体大会，选出代表参加是代表大会"),
        Field("ordinal", "届", Kind.COUNT, unit="届"),
        Field("session", "次", Kind.COUNT, unit="次会议"),
        Field("title", "会议名称", obligatory=True, max_length=120),
    )  # fmt: skip


def _due(union: str | None = None, *, group: str = "") -> tuple[Field, ...]:
    """The delegates, and how many are due."""
    return (
        Field("delegation_id", "代表届次", Kind.PICKER, picker=DelegationPicker(union), group=group,
              help="在「干部与换届」的代表里登记；选定以后按在任代表数填应到"),
        Field("due", "应到", Kind.COUNT, unit="人",
              help="代表大会是代表总数，全体大会是那天的会员（职工）总数；已按名册填好的可以改"),
    )  # fmt: skip


def _counted(union: str | None = None) -> tuple[Field, ...]:
    return (
        *_due(union, group="到会"),
        Field("present", "实到", Kind.COUNT, unit="人"),
        Field("invited", "特邀", Kind.COUNT, unit="人"),
        Field("observers", "列席", Kind.COUNT, unit="人"),
        Field("women", "其中：女代表", Kind.COUNT, unit="人"),
        Field("front_line", "其中：一线", Kind.COUNT, unit="人"),
        Field("managers", "其中：管理人员", Kind.COUNT, unit="人"),
        Field("owners", "其中：企业主、经营者", Kind.COUNT, unit="人"),
        Field("minority", "其中：少数民族", Kind.COUNT, unit="人"),
        Field("young", "其中：35岁及以下", Kind.COUNT, unit="人"),
        Field("workers", "职工总数", Kind.COUNT, unit="人", help="开会那天的职工人数"),
    )  # fmt: skip


def _prepared() -> tuple[Field, ...]:
    return (
        day("requested_on", "请示日期", obligatory=False, group="筹备"),
        day("replied_on", "批复日期", obligatory=False),
        day("notice_on", "发通知的日期", obligatory=False, help="会员代表大会要提前5个工作日"),
        day("materials_on", "发材料的日期", obligatory=False, help="职工代表大会要提前7天"),
        Field("preparation", "筹备情况", Kind.LINES, max_length=500),
        Field("party_opinion", "同级党组织意见", Kind.LINES, max_length=300),
        Field("upper_opinion", "上级工会意见", Kind.LINES, max_length=300),
        day("reported_on", "报上级工会的日期", obligatory=False),
    )


def _agenda(kind: str | None = None) -> tuple[Field, ...]:
    codes, usual = code_list(TOPICS), topics_of(kind) if kind else None
    found = [
        Field(_TOPIC + e.code, "" if n else "议题", Kind.FLAG, help=e.name,
              group="" if n else "议程")
        for n, e in enumerate(e for e in codes if usual is None or e.code in usual)
    ]  # fmt: skip
    text = Field("topics_text", "议题说明", Kind.LINES, max_length=500)
    return (*found, text)


def _where() -> tuple[Field, ...]:
    return (
        Field("place", "地点", max_length=120),
        Field("host", "主持人", max_length=60),
    )


def _hides() -> dict[str, Callable[[Values], bool]]:
    """Topics and counts that only one of the two congresses has."""

    def usual(code: str) -> Callable[[Values], bool]:
        return lambda values: code in topics_of(str(values.get("kind") or ""))

    found = {_TOPIC + entry.code: usual(entry.code) for entry in code_list(TOPICS)}
    found["delegation_id"] = lambda values: values.get("form") == "delegates"
    found["owners"] = found["materials_on"] = lambda v: v.get("kind") != "members_congress"
    return found


def _split(values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """What belongs to the activity, and what stands beside it."""
    own = {key: values[key] for key in _OWN if key in values}
    beside = {key: values[key] for key in FIELDS if key in values}
    topics = [key.removeprefix(_TOPIC) for key in values if key.startswith(_TOPIC) and values[key]]
    if any(key.startswith(_TOPIC) for key in values):
        beside["topics"] = topics or None
    if beside.get("form") == "assembly":
        beside["delegation_id"] = None
    return own, beside


def _call(act: Any) -> Callable[[Values], Call]:
    def call(values: Values) -> Call:
        own, beside = _split(values)
        own |= {key: values[key] for key in ("union_id", "kind")}
        return Call(act, (), own | {"congress": beside})

    return call


def _title(_connection: Any, chosen: str) -> Values:
    return {"form": "delegates", "title": code_list("activity_kind").name_of(chosen)}


def record(
    make: CongressMaker, union: tuple[str, str] | None = None, kind: str | None = None
) -> FormSpec:
    """登记大会: one that was held."""
    return FormSpec(
        "record_congress", "登记大会",
        (*_head(make), day("held_on", "召开日期"), *_where(), *_counted(), *_prepared(),
         *_agenda(), Field("note", "备注", Kind.LINES, max_length=500)),
        _call(acts.record_congress),
        {"union_id": union[0] if union else None, "kind": kind, "held_on": make.today,
         "form": "delegates"},
        dict([union]) if union else {}, words="登记", kind=KIND, errors=_ERRORS, hides=_hides(),
        intro="决议和表决票数，保存以后在「决议」里一项一项登记。",
        done="已登记。接着登记决议、添加材料。", fills={"kind": _title, "delegation_id": due_of},
        proposes=partial(attending, make.areas), proposed_by=(*_BY, "held_on"),
    )  # fmt: skip


def plan(
    make: CongressMaker, union: tuple[str, str] | None = None, kind: str | None = None
) -> FormSpec:
    """计划大会."""
    fields = (*_head(make), day("planned_on", "计划日期"), *_where(),
              *_due(), *_agenda())  # fmt: skip
    keys = {field.key for field in fields}
    hides = {key: shown for key, shown in _hides().items() if key in keys}
    return FormSpec(
        "plan_congress", "计划大会", fields, _call(acts.plan_congress),
        {"union_id": union[0] if union else None, "kind": kind, "form": "delegates"},
        dict([union]) if union else {}, words="列入计划", kind=KIND, errors=_ERRORS, hides=hides,
        intro="会前可以打印通知、议程、签到表和表决票；开完再登记到会人数。",
        fills={"kind": _title, "delegation_id": due_of},
        proposes=partial(attending, make.areas), proposed_by=(*_BY, "planned_on"),
    )  # fmt: skip


def _start(card: ActivityCard) -> dict[str, Any]:
    beside = dict(card.congress or {})
    found = {key: beside.get(key) for key in FIELDS} | {key: card.row[key] for key in _OWN}
    return found | {_TOPIC + code: True for code in beside.get("topics") or ()}


def edit(make: CongressMaker, card: ActivityCard, *, held: bool = False) -> FormSpec:
    """编辑; with ``held`` the day of a planned one is asked for, and its counts."""
    kind, row = card.row["kind"], card.row
    ahead = row["held_on"] is None and not held
    days = (
        (day("planned_on", "计划日期"),)
        if ahead
        else (day("held_on", "召开日期"), day("planned_on", "计划日期", obligatory=False))
    )
    hides = _hides()
    counted = _counted(row["union_id"])
    fields = tuple(
        f
        for f in (*days, *_named(), *_where(), *counted, *_prepared(), *_agenda(kind),
                  Field("effect", "小结", Kind.LINES, max_length=800),
                  Field("note", "备注", Kind.LINES, max_length=500))
        if f.key not in hides or f.key in _LATER or f.key.startswith(_TOPIC)
        or hides[f.key]({"kind": kind})
    )  # fmt: skip
    start = _start(card)
    if held and start["held_on"] is None:
        start["held_on"] = min(make.today, row["planned_on"] or make.today)

    fixed = {"union_id": row["union_id"], "kind": kind}

    def likely(reader: Any, values: Values) -> Values:
        return attending(make.areas, reader, {**fixed, **values})

    def call(values: Values) -> Call:
        own, beside = _split(values)
        return Call(acts.edit_congress, (row["id"],), {"values": own, "congress": beside})

    return FormSpec(
        "edit_congress", "登记到会" if held else "编辑大会", fields, call,
        {f.key: start.get(f.key) for f in fields}, record=row["id"], kind=KIND, shows=row["id"],
        titles={str(start["delegation_id"]): card.delegation} if card.delegation else {},
        hides={key: hides[key] for key in _LATER}, fills={"delegation_id": due_of},
        proposes=likely if held else None, proposed_by=("form", "held_on"),
        done="已保存。", errors=_ERRORS, words="登记" if held else "保存",
    )  # fmt: skip


# -- decisions -------------------------------------------------------------------------------------

_FLAGS = ("secret",)


def _decision_fields(kind: str) -> tuple[Field, ...]:
    return (
        Field("title", "决议名称", obligatory=True, max_length=120,
              help="例如：关于通过工资专项集体合同的决议"),
        Field("topic", "议题", Kind.CHOICE, choices=words(TOPICS, *topics_of(kind))),
        yes_no("secret", "无记名表决"),
        Field("yes", "赞成", Kind.COUNT, unit="票", group="表决"),
        Field("no", "反对", Kind.COUNT, unit="票"),
        Field("abstain", "弃权", Kind.COUNT, unit="票"),
        Field("text", "决议内容", Kind.LINES, max_length=2000),
    )  # fmt: skip


def decision(card: ActivityCard, row: Mapping[str, Any] | None = None) -> FormSpec:
    """登记决议, or 编辑 of one."""
    fields = _decision_fields(card.row["kind"])

    def call(values: Values) -> Call:
        kept = as_kept(values, _FLAGS)
        if row is not None:
            return Call(acts.edit_resolution, (row["id"],), kept)
        return Call(acts.add_resolution, (card.row["id"],), kept)

    start = as_shown({f.key: row[f.key] for f in fields}, _FLAGS) if row is not None else {}
    return FormSpec(
        "resolution", "编辑决议" if row else "登记决议", fields, call, start,
        record=card.row["id"], kind=KIND, shows=card.row["id"],
        errors={"VALUE": "yes", "REQUIRED": "title"},
        intro="是否通过由票数和规定算出，不用填。",
    )  # fmt: skip

"""The forms of bodies and terms, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.areas.members.page.maker import Maker, day, doc_no
from app.base.codes import code_list
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, words

from .. import acts

KIND = "organs"
YEARS = (Choice("5", "5 年"), Choice("3", "3 年"))
ERRORS = {"TWICE": "kind", "CODE": "kind", "REQUIRED": "name", "DISSOLVED": "union_id"}


def _of(union: str) -> dict[str, Any]:
    return {"record": union, "kind": KIND, "shows": union}


def _named(values: Values) -> bool:
    entry = code_list("body_kind").get(values.get("kind"))
    return entry is not None and bool(entry.flag("many"))


def set_up(make: Maker, union: tuple[str, str] | None = None) -> FormSpec:
    """登记机构, with its running term where there is one."""
    fields = (
        make.union("union_id", "工会"),
        Field("kind", "机构", Kind.CHOICE, choices=words("body_kind"), obligatory=True),
        Field("name", "名称", max_length=60, help="例如：第一小组、装配车间分会"),
        day("since", "设立日期", obligatory=False, help="不知道的空着，按启用以前就有处理"),
        doc_no("批复文号"),
        Field("appointed", "任命产生", Kind.FLAG,
              help="上级任命，不经选举（如工作委员会）"),
        day("term_since", "本届自", obligatory=False, group="本届任期",
            help="选举产生的日期；任命的可以空着"),
        Field("years", "每届", Kind.CHOICE, choices=YEARS),
        Field("ordinal", "第几届", Kind.COUNT, unit="届", help="以前的没有记录，直接填现在的届次"),
        Field("seats", "委员名额", Kind.COUNT, unit="人"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip

    def call(values: Values) -> Call:
        body = {k: values[k] for k in ("union_id", "kind", "since", "doc_no", "appointed", "note")}
        body["name"] = values["name"] if _named(values) else None
        term = {k: values[k] for k in ("ordinal", "seats")}
        since = values["term_since"]
        years = int(values["years"]) if values["years"] else None
        return Call(
            acts.set_up_with_term, (),
            {"body": body, "term": {**term, "since": since, "years": years} if since else None},
        )  # fmt: skip

    start: dict[str, Any] = {"kind": "committee", "years": "5"}
    titles: dict[str, str] = {}
    if union is not None:
        start["union_id"], titles[union[0]] = union[0], union[1]
    return FormSpec(
        "set_up_body", "登记机构", fields, call, start, titles,
        intro="委员会、经审会、女职工委员会等，一个工会各有一个；分会、小组可以有几个。",
        words="登记机构", done="已登记机构。", errors={**ERRORS, "DATES": "since"}, kind=KIND,
        shows=union[0] if union else None,
        hides={"name": _named, **{k: (lambda v: not v.get("appointed"))
                                  for k in ("years",)}},
    )  # fmt: skip


def edit(union: str, body: Mapping[str, Any]) -> FormSpec:
    """编辑机构."""
    many = bool(code_list("body_kind")[body["kind"]].flag("many"))
    name = (Field("name", "名称", max_length=60, obligatory=True),) if many else ()
    fields = (
        *name,
        day("since", "设立日期", obligatory=False),
        doc_no("批复文号"),
        Field("appointed", "任命产生", Kind.FLAG, help="上级任命，不经选举（如工作委员会）"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )
    keys = [f.key for f in fields]
    return FormSpec(
        "edit_body", f"编辑机构：{body['title']}", fields,
        lambda v: Call(acts.edit_body, (body["id"],), dict(v)),
        {k: body[k] for k in keys}, errors={"DATES": "since", "TWICE": "name"}, **_of(union),
    )  # fmt: skip


def close(make: Maker, union: str, body: Mapping[str, Any]) -> FormSpec:
    """撤销机构."""
    fields = (day("on", "撤销日期"), doc_no("文号"))
    return FormSpec(
        "close_body", f"撤销机构：{body['title']}", fields,
        lambda v: Call(acts.close_body, (body["id"],), dict(v)), {"on": make.today},
        intro="这个机构的任期和在任的人也在这一天结束。", words="撤销机构",
        errors={"DATES": "on", "STATUS": "on"}, **_of(union),
    )  # fmt: skip


def _term_fields() -> tuple[Field, ...]:
    return (
        Field(
            "years",
            "每届",
            Kind.CHOICE,
            choices=(*YEARS, Choice("4", "4 年（2018年以前）")),
            obligatory=False,
        ),
        Field("ordinal", "第几届", Kind.COUNT, unit="届"),
        Field("seats", "委员名额", Kind.COUNT, unit="人"),
        doc_no("批复文号"),
        day("approved_on", "批复日期", obligatory=False),
    )


def _years(values: Values) -> dict[str, Any]:
    found = dict(values)
    found["years"] = int(values["years"]) if values.get("years") else None
    return found


def start_term(make: Maker, union: str, body: Mapping[str, Any]) -> FormSpec:
    """登记新一届."""
    present = body["term"]
    fields = (
        day("since", "本届自", help="选举产生的日期"),
        *_term_fields(),
        Field("keep_posts", "原班人马", Kind.FLAG, help="在任的人先不离任，以后逐个核对"),
    )
    start: dict[str, Any] = {"since": make.today, "years": "5"}
    intro = "新一届从选举产生的那天起算。"
    if present is not None:
        start |= {"years": str(present["years"] or 5), "seats": present["seats"],
                  "ordinal": present["ordinal"] + 1 if present["ordinal"] else None}  # fmt: skip
        intro = "新一届从选举产生的那天起算；上一届和它的任职在那一天结束。"
    return FormSpec(
        "start_term", f"登记新一届：{body['title']}", fields,
        lambda v: Call(acts.start_term, (body["id"],), _years(v)), start,
        intro=intro, words="登记新一届", done="已登记新一届。接着登记当选的主席和委员。",
        errors={"DATES": "since", "OVERLAP": "since"}, **_of(union),
    )  # fmt: skip


def past_term(union: str, body: Mapping[str, Any]) -> FormSpec:
    """补录以前的一届."""
    fields = (day("since", "自"), day("until", "至", help="下一届产生的日期"), *_term_fields())
    return FormSpec(
        "past_term", f"补录以前的一届：{body['title']}", fields,
        lambda v: Call(acts.start_term, (body["id"],), _years(v)), {"years": "5"},
        words="补录", done="已补录。", errors={"DATES": "since", "OVERLAP": "since"}, **_of(union),
    )  # fmt: skip


def correct_term(union: str, term: Mapping[str, Any], title: str) -> FormSpec:
    """更正任期."""
    fields = (
        day("since", "本届自", obligatory=False),
        day("until", "结束", obligatory=False, help="还在任期内的空着"),
        *_term_fields(),
        day(
            "due_on",
            "届满",
            obligatory=False,
            help="一般由开始日期和年限算出；批复写明别的日期才改",
        ),
    )
    keys = [f.key for f in fields]
    start = {k: term[k] for k in keys} | {"years": str(term["years"] or "") or None}

    def call(values: Values) -> Call:
        given = _years(values)
        changed = {k: v for k, v in given.items() if v != term[k]}
        return Call(acts.edit_term, (term["id"],), changed)

    return FormSpec(
        "edit_term", f"更正任期：{title}", fields, call, start,
        errors={"DATES": "since", "OVERLAP": "since"}, **_of(union),
    )  # fmt: skip


def delay(make: Maker, union: str, term: Mapping[str, Any], title: str) -> FormSpec:
    """登记延期换届."""
    fields = (
        day("until", "批准延期至"),
        doc_no("批准文号"),
        day("on", "批准日期", obligatory=False),
        Field("reason", "原因", Kind.LINES, max_length=200),
    )
    start = {"until": term["delay_until"], "doc_no": term["delay_doc_no"],
             "on": term["delay_on"] or make.today, "reason": term["delay_reason"]}  # fmt: skip
    return FormSpec(
        "delay_term", f"登记延期换届：{title}", fields,
        lambda v: Call(acts.delay_term, (term["id"],), dict(v)), start,
        intro="延期换届要经上一级工会批准，一般不超过半年。", words="登记延期",
        errors={"DATES": "until"}, **_of(union),
    )  # fmt: skip

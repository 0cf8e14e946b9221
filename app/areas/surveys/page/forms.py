"""The forms of surveys and comments, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.areas.members.lists.detail import pick_member
from app.areas.members.page.maker import Maker, day
from app.base.codes import code_list
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, words

from .. import acts
from ..lists.results import Counted
from ..rules.counting import Group
from ..rules.forms import Form, scales, shipped

KIND, COMMENT = "survey", "survey_comment"
ERRORS = {"DATES": "until", "REQUIRED": "title", "FORM": "kind"}
FULL = 10_000
"""100 % in hundredths of a percent."""


def _days() -> tuple[Field, ...]:
    return (
        day("since", "开始日期", obligatory=False, help="发票的第一天；没有定的不填"),
        day("until", "结束日期", obligatory=False, help="收票的最后一天，到期没有计票的首页会提醒"),
    )


def _people() -> tuple[Field, ...]:
    return (
        Field("tellers", "监票人", max_length=80),
        Field("counters", "计票人", max_length=80),
        Field("note", "备注", Kind.LINES, max_length=500),
    )


def _object(make: Maker) -> Field:
    return make.union("object_id", "被评的上级工会", obligatory=False,
                      help="下级评上级时填；不填就是本工会")  # fmt: skip


def _upper(values: Values) -> bool:
    return values.get("kind") == "rate_upper"


def add(make: Maker, union: tuple[str, str] | None = None) -> FormSpec:
    """新增评议 with a form that comes with the program."""
    fields = (
        make.union(label="哪个工会"),
        Field("kind", "种类", Kind.CHOICE, choices=words("survey_kind"), obligatory=True,
              help="选了种类就用程序带的评议表，之后可以改项目"),
        Field("year", "年度", Kind.COUNT, obligatory=True, unit="年"),
        Field("title", "名称", max_length=120, help="不填就用评议表的表名"),
        _object(make),
        *_days(),
        Field("expected", "应参评人数", Kind.COUNT, unit="人", group="收发票（也可以收回再填）"),
        Field("issued", "发出", Kind.COUNT, unit="张"),
        *_people(),
    )  # fmt: skip

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in ("expected", "issued")}
        group = {"expected": values["expected"], "issued": values["issued"],
                 "union_id": values["union_id"]}  # fmt: skip
        return Call(acts.add_survey, (), {**given, "groups": [group]})

    return FormSpec(
        "add_survey", "新增评议", fields, call,
        {"union_id": union[0] if union else None, "year": make.today.year, "since": make.today},
        dict([union]) if union else {}, words="新增", errors=ERRORS, kind=KIND,
        intro="接着打印评议票；分几组评的、按人评的，保存以后在「分组」「评议对象」里填。",
        done="已新增。接着打印评议票，收回以后登记计票。", hides={"object_id": _upper},
    )  # fmt: skip


def edit(data: Counted) -> FormSpec:
    """编辑."""
    fields = (
        Field("title", "名称", obligatory=True, max_length=120),
        Field("year", "年度", Kind.COUNT, obligatory=True, unit="年"),
        *_days(),
        day("on_day", "计票日期", obligatory=False),
        day("published_on", "公布日期", obligatory=False, help="向职工公布结果的日期"),
        *_people(),
    )
    row = data.row
    return FormSpec(
        "edit_survey", "编辑评议", fields,
        lambda v: Call(acts.edit_survey, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields}, record=row["id"], kind=KIND, shows=row["id"],
        done="已保存。", errors=ERRORS,
    )  # fmt: skip


def publish(make: Maker, data: Counted) -> FormSpec:
    """登记公布."""
    row = data.row
    return FormSpec(
        "publish_survey", f"登记公布：{row['title']}", (day("published_on", "公布日期"),),
        lambda v: Call(acts.edit_survey, (row["id"],), dict(v)), {"published_on": make.today},
        record=row["id"], kind=KIND, shows=row["id"], words="登记", done="已登记公布日期。",
    )  # fmt: skip


def cancel(make: Maker, data: Counted) -> FormSpec:
    """取消评议."""
    row = data.row
    fields = (
        day("on", "取消日期"),
        Field("reason", "取消的原因", Kind.LINES, obligatory=True, max_length=300),
    )
    return FormSpec(
        "cancel_survey", f"取消：{row['title']}", fields,
        lambda v: Call(acts.cancel_survey, (row["id"],), dict(v)), {"on": make.today},
        record=row["id"], kind=KIND, shows=row["id"], words="取消这次评议",
        errors={"REQUIRED": "reason"},
    )  # fmt: skip


# -- a form of one's own ---------------------------------------------------------------------------


def _form_fields(*, items: bool = True) -> tuple[Field, ...]:
    return (
        Field("form_title", "表名", obligatory=True, max_length=80, group="评议表"),
        Field("lead", "填表说明", Kind.LINES, max_length=300),
        Field("scale", "等次", Kind.CHOICE, obligatory=True,
              choices=tuple(Choice(key, title) for key, (title, _) in scales().items())),
        Field("items", "项目", Kind.LINES, obligatory=items, max_length=2000,
              help="一行一项；最后一行是总体评价，满意率按它算"),
    )  # fmt: skip


def form_of(values: Values, base: Form, keys: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A form as data from what was typed: items keep their key where their words stay."""
    known = {words: key for key, words in base.items} if keys is None else dict(keys)
    items: list[list[str]] = []
    taken = set(known.values())
    for line in str(values["items"] or "").splitlines():
        text = line.strip()
        if not text:
            continue
        key = known.get(text)
        if key is None:
            key = next(f"own_{n}" for n in range(1, 999) if f"own_{n}" not in taken)
            taken.add(key)
        items.append([key, text])
    grades = [
        {"code": g.code, "name": g.name, "weight": g.weight, "satisfied": g.satisfied,
         "accepted": g.accepted, "words": list(g.words)}
        for g in scales()[values["scale"]][1]
    ]  # fmt: skip
    return {
        **base.as_data(), "title": values["form_title"], "lead": values["lead"] or "",
        "grades": grades, "items": items, "overall": items[-1][0] if items else "",
    }  # fmt: skip


def scale_of(form: Form) -> str | None:
    """Key of the shipped scale that a form uses."""
    return next((key for key, (_t, grades) in scales().items() if grades == form.grades), None)


def _typed(form: Form) -> dict[str, Any]:
    rest = [text for key, text in form.items if key != form.overall]
    return {
        "form_title": form.title, "lead": form.lead, "scale": scale_of(form),
        "items": "\n".join((*rest, dict(form.items)[form.overall])),
    }  # fmt: skip


_OWN = ("form_title", "lead", "scale", "items")


def add_own(make: Maker, union: tuple[str, str] | None = None) -> FormSpec:
    """自编评议表: a copy of a shipped form with items and a scale of its own."""
    fields = (
        make.union(label="哪个工会"),
        Field("kind", "照着哪一种编", Kind.CHOICE, choices=words("survey_kind"), obligatory=True,
              help="统计时也归入这一种"),
        Field("year", "年度", Kind.COUNT, obligatory=True, unit="年"),
        *_days(), *_form_fields(), *_people(),
    )  # fmt: skip

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in _OWN}
        form = form_of(values, shipped()[values["kind"]])
        return Call(acts.add_survey, (), {**given, "form": form})

    def fill(_connection: Any, kind: str) -> Values:
        return _typed(shipped()[kind]) if kind in shipped() else {}

    return FormSpec(
        "add_own_survey", "自编评议表", fields, call,
        {"union_id": union[0] if union else None, "year": make.today.year, "since": make.today},
        dict([union]) if union else {}, words="新增", kind=KIND, fills={"kind": fill},
        errors={**ERRORS, "FORM": "items"},
        intro="选一种作底稿，改表名、等次和项目。开始计票以后表样就不能再改。",
    )  # fmt: skip


def again(make: Maker, data: Counted, union: tuple[str, str] | None) -> FormSpec:
    """照此再办一次: the same form, groups and people rated; nothing of what was counted.

    Args:
        union: (id, name) of the one it was held in.
    """
    row = data.row
    fields = (
        make.union(label="哪个工会"),
        Field("year", "年度", Kind.COUNT, obligatory=True, unit="年"),
        *_days(), *_form_fields(), *_people(),
    )  # fmt: skip

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in _OWN}
        given |= {"kind": row["kind"], "object_id": row["object_id"]}
        groups = [{"name": g.own_name, "weight": g.weight} for g in data.groups if g.own_name]
        people: list[dict[str, Any]] = []
        if values["union_id"] == row["union_id"]:
            people = [{k: v for k, v in one.items() if k != "id"} for one in subjects_of(data)]
        form = form_of(values, data.form)
        return Call(acts.add_survey, (),
                    {**given, "form": form, "groups": groups, "subjects": people})  # fmt: skip

    return FormSpec(
        "repeat_survey", f"照此再办一次：{row['title']}", fields, call,
        {**_typed(data.form), "union_id": union[0] if union else None,
         "year": make.today.year, "since": make.today},
        dict([union]) if union else {},
        words="新增", kind=KIND, errors={**ERRORS, "FORM": "items"},
        intro="表样、分组和评议对象照这一次的，项目和等次可以改；票数和意见不带过去。",
        done="已新增。接着打印评议票，收回以后登记计票。",
    )  # fmt: skip


def edit_form(data: Counted) -> FormSpec:
    """修改评议表样, as long as nothing is counted."""
    row = data.row
    return FormSpec(
        "edit_survey_form", f"修改评议表：{row['title']}", _form_fields(),
        lambda v: Call(acts.edit_survey, (row["id"],), {"form": form_of(v, data.form)}),
        _typed(data.form), record=row["id"], kind=KIND, shows=row["id"], done="已保存。",
        intro="开始计票以后表样就不能再改。", errors={"FORM": "items"},
    )  # fmt: skip


# -- groups and subjects ---------------------------------------------------------------------------


def _group_fields(make: Maker) -> tuple[Field, ...]:
    return (
        Field("name", "分组名称", max_length=80, help="例如：职工代表；按工会分组的不用填"),
        make.union("union_id", "哪个工会", obligatory=False),
        Field("weight", "权重", Kind.COUNT, unit="%",
              help="各组都填了权重，满意率才按权重算；一般不填"),
        Field("expected", "应参评人数", Kind.COUNT, unit="人", group="收发票"),
        Field("issued", "发出", Kind.COUNT, unit="张"),
        Field("returned", "收回", Kind.COUNT, unit="张"),
        Field("void", "其中：废票", Kind.COUNT, unit="张"),
    )  # fmt: skip


def _group_values(values: Values) -> dict[str, Any]:
    weight = values.get("weight")
    return {**values, "weight": weight * 100 if weight else None}


_GROUP_ERRORS = {"NUMBERS": "returned", "FORM": "name"}


def add_group(make: Maker, data: Counted) -> FormSpec:
    """新增分组."""
    row = data.row
    return FormSpec(
        "add_survey_group", "新增分组", _group_fields(make),
        lambda v: Call(acts.add_group, (row["id"],),
                       {**_group_values(v), "position": len(data.groups)}),
        record=row["id"], kind=KIND, shows=row["id"], errors=_GROUP_ERRORS,
        intro="分开发票、分开收票的算一组。一组收回的有效票少于5张，不单独显示结果，只计入合计。",
    )  # fmt: skip


def edit_group(make: Maker, data: Counted, group: Group, row: Mapping[str, Any]) -> FormSpec:
    """编辑分组: its name and its papers."""
    start = {**row, "weight": group.weight // 100 if group.weight else None}
    fields = _group_fields(make)
    return FormSpec(
        "edit_survey_group", f"编辑分组：{group.name}", fields,
        lambda v: Call(acts.edit_group, (group.id,), _group_values(v)),
        {f.key: start.get(f.key) for f in fields},
        {row["union_id"]: group.name} if row["union_id"] else {}, record=data.row["id"],
        kind=KIND, shows=data.row["id"], done="已保存。", errors=_GROUP_ERRORS,
    )  # fmt: skip


def add_subject(data: Counted) -> FormSpec:
    """登记评议对象."""
    fields = (
        Field("name", "姓名", obligatory=True, max_length=60),
        Field("post_name", "职务", max_length=60),
        Field("person_id", "名册里的人", Kind.PICKER, picker=pick_member,
              help="在会员名册里的，可以对上他的记录"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        return Call(acts.set_subjects, (data.row["id"],),
                    {"subjects": [*subjects_of(data), dict(values)]})  # fmt: skip

    return FormSpec(
        "add_survey_subject", "登记评议对象", fields, call, record=data.row["id"], kind=KIND,
        shows=data.row["id"], errors={"REQUIRED": "name"},
    )  # fmt: skip


def subjects_of(data: Counted) -> list[dict[str, Any]]:
    """Who is rated, as the act takes them."""
    keys = ("id", "person_id", "name", "post_name")
    return [{key: row[key] for key in keys} for row in data.subjects]


# -- comments --------------------------------------------------------------------------------------


def _headings(codes: tuple[str, ...]) -> tuple[Choice, ...]:
    names = code_list("comment_heading")
    return tuple(Choice(c, names.name_of(c)) for c in dict.fromkeys((*codes, "other")))


def add_comments(data: Counted) -> FormSpec:
    """录入意见: several of one heading, a line each."""
    fields = (
        Field("heading", "分类", Kind.CHOICE, choices=_headings(data.form.headings)),
        Field("text", "意见建议", Kind.LINES, obligatory=True, max_length=4000,
              help="一行一条；不要写是谁提的"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        lines = str(values["text"]).splitlines()
        said = [(values["heading"] or "", line) for line in lines if line.strip()]
        return Call(acts.add_comments, (data.row["id"],), {"comments": said})

    return FormSpec(
        "add_survey_comments", "录入意见", fields, call, record=data.row["id"], kind=KIND,
        shows=data.row["id"], words="录入",
    )  # fmt: skip


def answer(row: Mapping[str, Any]) -> FormSpec:
    """答复意见建议."""
    fields = (
        Field("text", "意见内容", Kind.LINES, obligatory=True, max_length=800),
        Field("heading", "分类", Kind.CHOICE, choices=_headings(tuple(row["headings"]))),
        Field("reply", "答复", Kind.LINES, max_length=800, group="答复和办理"),
        day("replied_on", "答复日期", obligatory=False),
        Field("measure", "措施", Kind.LINES, max_length=500),
        Field("responsible", "责任人", max_length=60),
        day("due_on", "期限", obligatory=False, help="到期没有办结的，首页会提醒"),
        day("done_on", "办结日期", obligatory=False),
    )
    return FormSpec(
        "answer_comment", "答复意见建议", fields,
        lambda v: Call(acts.edit_comment, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields}, record=row["id"], kind=COMMENT, shows=row["id"],
        done="已保存。", errors={"REQUIRED": "reply"},
    )  # fmt: skip

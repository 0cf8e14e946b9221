"""The forms of courses and honours, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.areas.members.page.maker import Maker, day, doc_no
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, words

from .. import acts
from .post_forms import look_at_who, shows_who, who_fields, who_of

WHO_KEYS = {f.key for f in who_fields()}


def _course(make: Maker) -> tuple[Field, ...]:
    return (
        Field("title", "培训名称", obligatory=True, max_length=120),
        Field("kind", "种类", Kind.CHOICE, choices=words("training_kind"),
              help="新任主席、副主席一年内要参加培训，种类选「新任主席（副主席）培训」"),
        Field("mode", "方式", Kind.CHOICE, choices=words("training_mode")),
        day("since", "开始日期"),
        day("until", "结束日期", obligatory=False),
        Field("hours", "学时", Kind.COUNT, unit="学时"),
        Field("organiser", "举办单位", max_length=120),
        make.union("union_id", "举办的工会", obligatory=False, help="由本库的工会举办的，选它"),
        Field("place", "地点", max_length=120),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip


def add_training(make: Maker) -> FormSpec:
    """登记培训."""
    return FormSpec(
        "add_training", "登记培训", _course(make), lambda v: Call(acts.add_training, (), dict(v)),
        {"since": make.today, "kind": "rotation", "mode": "class"},
        words="登记培训", done="已登记培训。接着登记参加的人。",
        errors={"DATES": "until", "REQUIRED": "title"}, kind="training",
    )  # fmt: skip


def edit_training(make: Maker, record: str, values: Mapping[str, Any], titles: Mapping[str, str]
                  ) -> FormSpec:  # fmt: skip
    """更正培训."""
    fields = _course(make)
    return FormSpec(
        "edit_training", "更正培训", fields,
        lambda v: Call(acts.edit_training, (record,), dict(v)),
        {f.key: values[f.key] for f in fields}, dict(titles),
        errors={"DATES": "until", "REQUIRED": "title"}, record=record, kind="training",
        shows=record,
    )  # fmt: skip


def _taken() -> tuple[Field, ...]:
    return (
        Field("hours", "学时", Kind.COUNT, unit="学时", help="空着：与培训班相同", group="成绩"),
        Field("certificate_no", "证书编号", max_length=60),
        day("certificate_until", "证书有效期至", obligatory=False),
        Field("result", "结果", max_length=40, help="例如：合格、优秀学员"),
    )


def take_part(training: str, title: str, course: Mapping[str, Any]) -> FormSpec:
    """登记参训人员."""
    fields = (*who_fields(), *_taken())

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in WHO_KEYS and v is not None}
        return Call(acts.record_trained, (training,), {"people": [who_of(values)], **given})

    return FormSpec(
        "record_trained", f"登记参训人员：{title}", fields, call,
        {"how": "known", "document_type": "resident_id", "hours": course["hours"]},
        words="登记", done="已登记参训人员。", errors={"DOCUMENT_KNOWN": "number"},
        before=lambda _c, v: look_at_who(v), hides=shows_who(), record=training, kind="training",
        shows=training,
    )  # fmt: skip


def edit_trained(training: str, row: Mapping[str, Any]) -> FormSpec:
    """更正参训情况."""
    fields = _taken()
    return FormSpec(
        "edit_trained", f"更正参训情况：{row['name']}", fields,
        lambda v: Call(acts.edit_trained, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields}, record=training, kind="training", shows=training,
    )  # fmt: skip


def _honour() -> tuple[Field, ...]:
    return (
        Field("title", "荣誉名称", obligatory=True, max_length=120,
              help="例如：模范职工之家、优秀工会工作者、五一劳动奖章"),
        Field("level", "级别", Kind.CHOICE, choices=words("honour_level")),
        day("on_day", "日期", obligatory=False),
        Field("granted_by", "授予单位", max_length=120),
        doc_no("文号"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip


def add_honour(
    make: Maker, union: tuple[str, str] | None = None, person: tuple[str, str] | None = None
) -> FormSpec:
    """登记荣誉 of a union or of a person."""
    own = shows_who()
    of = Field("of", "得到荣誉的", Kind.CHOICE, obligatory=True,
               choices=(Choice("union", "工会"), Choice("person", "个人")))  # fmt: skip
    fields = (of, make.union("union_id", "工会", obligatory=False), *who_fields(), *_honour())

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in (*WHO_KEYS, "of", "union_id")}
        owner = (
            {"union_id": values["union_id"]} if values["of"] == "union" else {"who": who_of(values)}
        )
        return Call(acts.add_honour, (), {**given, **owner})

    def look(_connection: Any, values: Values) -> dict[str, str]:
        if values.get("of") == "union":
            return {} if values.get("union_id") else {"union_id": "请选工会。"}
        return look_at_who(values)

    def of_person(shown: Any) -> Any:
        return lambda v: v.get("of") == "person" and shown(v)

    start: dict[str, Any] = {"of": "union" if person is None else "person", "how": "known",
                             "document_type": "resident_id", "on_day": make.today}  # fmt: skip
    titles: dict[str, str] = {}
    for key, chosen in (("union_id", union), ("person_id", person)):
        if chosen is not None:
            start[key], titles[chosen[0]] = chosen[0], chosen[1]
    return FormSpec(
        "add_honour", "登记荣誉", fields, call, start, titles, words="登记荣誉",
        done="已登记荣誉。", before=look, errors={"REQUIRED": "title"}, kind="honour",
        hides={
            "union_id": lambda v: v.get("of") == "union",
            "how": lambda v: v.get("of") == "person",
            **{key: of_person(shown) for key, shown in own.items()},
        },
    )  # fmt: skip


def edit_honour(record: str, values: Mapping[str, Any]) -> FormSpec:
    """更正荣誉."""
    fields = _honour()
    return FormSpec(
        "edit_honour", "更正荣誉", fields, lambda v: Call(acts.edit_honour, (record,), dict(v)),
        {f.key: values[f.key] for f in fields}, errors={"REQUIRED": "title"}, record=record,
        kind="honour", shows=record,
    )  # fmt: skip

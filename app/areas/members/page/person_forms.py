"""The forms of persons: a new member, her particulars, documents, names, work, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.base.lists import Choice, mask
from app.desk.fields import Field, Kind
from app.desk.form_spec import (
    Call,
    FormSpec,
    Values,
    as_kept,
    as_shown,
    phone,
    saves,
    words,
    yes_no,
)

from .. import acts
from ..acts import saving
from ..acts.common import DATED, PLAIN
from ..rules.documents import read_document
from .maker import (
    WATCHED,
    Maker,
    Veil,
    campaign,
    day,
    doc_no,
    document_fields,
    from_number,
    group_name,
    number_problem,
    types,
    warns,
    with_number,
)

FLAGS = ("hardship", "model_worker", "migrant")
KIND = "member"
DOCUMENT_ERRORS = {"DOCUMENT_KNOWN": "number"}
JOIN_ERRORS = {"NO_UNION": "union_id", "OUTSIDE": "union_id", "EMPLOYED": "employer_id",
               "DATES": "since", **DOCUMENT_ERRORS}  # fmt: skip
_JOINING = (Choice("joined", "新入会"), Choice("opening", "期初补录（启用以前就是会员）"))


def dated_fields() -> tuple[Field, ...]:
    """学历, 政治面貌 … : what changes with time."""

    def of(key: str, label: str, codes: str, group: str = "") -> Field:
        return Field(key, label, Kind.CHOICE, choices=words(codes), dated=True, group=group)

    return (
        of("education", "学历", "education", "类别"),
        of("political", "政治面貌", "political"),
        of("employment_status", "就业状况", "employment_status"),
        of("employment_form", "用工形式", "employment_form"),
        Field("migrant", "农民工", Kind.CHOICE, choices=(Choice("1", "是"), Choice("0", "否")),
              dated=True),
        of("new_group", "八大群体", "new_group"),
        of("skill", "技能等级", "skill"),
        of("household_type", "户籍类型", "household_type"),
    )  # fmt: skip


def _who() -> tuple[Field, ...]:
    return (
        Field("sex", "性别", Kind.CHOICE, choices=words("sex")),
        day("birth_on", "出生日期", obligatory=False),
        Field("ethnicity", "民族", Kind.CHOICE, choices=words("ethnicity")),
        Field("phone", "手机", Kind.CODE, check=phone),
        Field("no_phone", "没有手机", Kind.FLAG, help="本人没有手机"),
    )


def plain_fields() -> tuple[Field, ...]:
    """What does not change with time, or only by being wrong."""
    return (
        Field("name", "姓名", obligatory=True, max_length=60,
              help="这里改的是录错的字；改了名字请用「更名」"),
        *_who(),
        day("joined_on", "入会日期", obligatory=False, group="会员"),
        Field("card_no", "会员证号", Kind.CODE, max_length=40),
        Field("service_card_no", "服务卡号", Kind.CODE, max_length=40),
        day("service_card_on", "发卡日期", obligatory=False),
        day("consent_on", "同意处理日期", obligatory=False,
            help="本人同意工会处理其个人信息的日期"),
        yes_no("hardship", "困难职工"),
        yes_no("model_worker", "劳模"),
        Field("native_place", "籍贯", group="其他", max_length=80),
        Field("household_place", "户籍所在地", max_length=120),
        Field("address", "住址", max_length=120),
        Field("email", "邮箱", max_length=80),
        Field("marital", "婚姻状况", Kind.CHOICE, choices=words("marital")),
        Field("professional_title", "职称", max_length=60),
        day("worked_from", "参加工作日期", obligatory=False),
        Field("note", "备注", Kind.LINES, max_length=500),
    )  # fmt: skip


def person_of(values: Values) -> dict[str, Any]:
    """What the form of a new person holds, as ``register_member`` takes it."""
    kept = as_kept(with_number(values), FLAGS)
    document = read_document(values.get("document_type"), str(values.get("number") or ""))
    work = {key: values[key] for key in ("employer_id", "post") if values.get(key)}
    return {
        "plain": {k: kept[k] for k in PLAIN if k in kept},
        "dated": {k: kept[k] for k in DATED if k in kept},
        "documents": [(document.type, document.number)] if values.get("number") else [],
        "despite": bool(values.get("despite")),
        "work": work if "employer_id" in work else None,
    }


def look_at_phone(_connection: Any, values: Values) -> dict[str, str]:
    """No phone is an answer, but not beside a phone."""
    if values.get("phone") and values.get("no_phone"):
        return {"no_phone": "上面填了手机号，这里就不选；本人没有手机的，请把手机号清空。"}
    return {}


def look_at_new(_connection: Any, values: Values) -> dict[str, str]:
    """What is wrong with a new person before anything is written."""
    found = number_problem(values) | look_at_phone(_connection, values)
    if values.get("number") and not values.get("document_type"):
        found["document_type"] = "请选证件类型。"
    return found


def new_person(make: Maker) -> tuple[Field, ...]:
    """Fields of a person who is not in the register yet."""
    return (
        Field("name", "姓名", obligatory=True, max_length=60),
        *document_fields(group=""),
        *_who(),
        make.employer(group="工作单位", help="灵活就业、没有单位的不用填"),
        Field("post", "岗位", max_length=60),
        *dated_fields(),
    )


def register(make: Maker, union: tuple[str, str] | None = None) -> FormSpec:
    """办理入会: person, document, membership and work at once."""
    fields = (
        *new_person(make),
        Field("how", "怎样入会", Kind.CHOICE, choices=_JOINING, obligatory=True, group="会籍"),
        make.union(),
        make.day("since", "入会日期", obligatory=False),
        doc_no(),
        group_name(),
        campaign(),
        day("consent_on", "同意处理日期", obligatory=False,
            help="本人同意工会处理其个人信息的日期"),
    )  # fmt: skip
    start: dict[str, Any] = {"how": "joined", "since": make.today, "document_type": "resident_id"}
    if union:
        start["union_id"] = union[0]

    def before(connection: Any, values: Values) -> dict[str, str]:
        found = look_at_new(connection, values)
        if values["how"] == "joined" and values["since"] is None:
            found["since"] = "请填入会日期；启用以前就是会员、日期不知道的，选「期初补录」。"
        return found

    def call(values: Values) -> Call:
        opening = values["how"] == "opening"
        more = {key: values[key] for key in ("doc_no", "group_name", "campaign_id")}
        person = person_of(values)
        if opening:
            person["plain"]["joined_on"] = values["since"]
        given = {"person": person, "union_id": values["union_id"],
                 "since": None if opening else values["since"], "opening": opening}  # fmt: skip
        return Call(saving.register_member, (), given | more | ({} if opening else {
            "approved_on": values["since"]}))  # fmt: skip

    joined = lambda values: values.get("how") != "opening"  # noqa: E731
    return FormSpec(
        "register_member", "办理入会", fields, call, start, dict([union]) if union else {},
        intro="一次填完：本人、证件、会籍和工作单位。填姓名和证件时会核对名册里有没有同一个人。",
        words="办理入会", done="已办理入会。", errors=JOIN_ERRORS, before=before, kind=KIND,
        fills={"number": from_number}, warns=warns(make.today), watched=WATCHED,
        hides={"despite": lambda values: bool(values.get("number")), "doc_no": joined,
               "campaign_id": joined},
    )  # fmt: skip


def arrive(make: Maker, union: tuple[str, str] | None = None) -> FormSpec:
    """转入 of somebody who is not in the register yet."""
    fields = (
        Field("from_name", "转出工会", obligatory=True, max_length=120, group="介绍信",
              help="对方工会的全称，按接转单填写"),
        make.union("to_union_id", "转入工会"),
        Field("how", "怎样办理", Kind.CHOICE, obligatory=True,
              choices=(Choice("now", "收到并接收"), Choice("later", "先登记介绍信，以后接收"))),
        make.day("on", "日期"),
        Field("number_of_paper", "接转单号", max_length=60),
        day("dues_until", "会费交至", obligatory=False),
        group_name(),
        *(_grouped(new_person(make), "本人")),
    )  # fmt: skip
    start: dict[str, Any] = {"how": "now", "on": make.today, "document_type": "resident_id"}
    if union:
        start["to_union_id"] = union[0]

    def call(values: Values) -> Call:
        given = {
            "person": person_of(values), "from_name": values["from_name"], "on": values["on"],
            "to_union_id": values["to_union_id"], "accepted": values["how"] == "now",
            "number": values["number_of_paper"], "dues_until": values["dues_until"],
            "group_name": values["group_name"],
        }  # fmt: skip
        return Call(saving.register_arrival, (), given)

    return FormSpec(
        "arrive", "转入", fields, call, start, dict([union]) if union else {},
        intro="从别的地方转来、名册里还没有的人。名册里已有的，请打开那条记录办理。",
        words="办理转入", done="已办理转入。", before=look_at_new, kind=KIND,
        errors=JOIN_ERRORS | {"NO_UNION": "to_union_id", "OUTSIDE": "to_union_id", "DATES": "on"},
        fills={"number": from_number}, warns=warns(make.today), watched=WATCHED,
        hides={"despite": lambda values: bool(values.get("number")),
               "group_name": lambda values: values.get("how") == "now"},
    )  # fmt: skip


def _grouped(fields: tuple[Field, ...], title: str) -> tuple[Field, ...]:
    return (replace(fields[0], group=title), *fields[1:])


VEILED = ("phone", "address", "email", "card_no", "service_card_no")


def edit(
    make: Maker,
    person: str,
    values: Mapping[str, Any],
    dated: Mapping[str, Any],
    opened: frozenset[str],
) -> FormSpec:
    """编辑: plain and dated fields; the dated ones ask 变更 or 更正. ``opened``: what of the masked
    fields was shown already."""
    veil = Veil({**{k: dated.get(k) for k in DATED}, **values}, VEILED, opened)
    start = as_shown(veil.shown(), FLAGS)

    return FormSpec(
        "edit_member", "编辑会员信息", veil.over((*plain_fields(), *dated_fields())), None, start,
        dated=True, save=saves(acts.save_person, person, FLAGS), before=look_at_phone,
        record=person, kind=KIND, shows=person,
        done="已保存。", warns=warns(make.today, person), watched=("name", "birth_on", "phone"),
        intro="遮住的号码不动就保持不变；要改就整个重填。",
    )  # fmt: skip


def rename(make: Maker, person: str, name: str) -> FormSpec:
    """更名: the old name still finds her."""
    fields = (
        Field("old", "原来的姓名", read_only=True),
        Field("name", "现在的姓名", obligatory=True, max_length=60),
        make.day("on", "更名日期", obligatory=False),
    )
    return FormSpec(
        "rename_member", "更名", fields,
        lambda v: Call(acts.rename_person, (person,), {"name": v["name"], "on": v["on"]}),
        {"old": name, "on": make.today}, record=person, kind=KIND, shows=person,
        intro="同一个人改了名字。原来的姓名记为曾用名，仍然能查到、能对上名册。", words="登记更名",
    )  # fmt: skip


def former_name(person: str) -> FormSpec:
    """登记曾用名."""
    fields = (
        Field("name", "曾用名", obligatory=True, max_length=60),
        day("until", "用到哪一天", obligatory=False),
    )
    return FormSpec(
        "former_name", "登记曾用名", fields,
        lambda v: Call(acts.add_former_name, (person,), {"name": v["name"], "until": v["until"]}),
        record=person, kind=KIND, shows=person,
    )  # fmt: skip


def document(make: Maker, person: str, present: Sequence[Mapping[str, Any]]) -> FormSpec:
    """登记证件; ``present``: the documents of which it may take the place (换证). Of the same type
    that is likely; an identity card and a passport stand beside each other."""
    fields = document_fields(group="")
    start: dict[str, Any] = {"document_type": present[0]["type"] if present else "resident_id"}
    if present:
        choices = tuple(
            Choice(one["id"], f"{one['word']} {mask(one['number'])}") for one in present
        )
        fields = (
            *fields,
            Field("replaces", "换下哪一个", Kind.CHOICE, choices=choices,
                  help="换新证的选被换下的那个，原号码仍能查到；另有一种证件的空着"),
            make.day("on", "换证日期", obligatory=False),
        )  # fmt: skip
        start["on"] = make.today
    fields = (*fields, Field("note", "备注", max_length=200))

    def likely(_connection: Any, values: Values) -> dict[str, Any]:
        same = (one["id"] for one in present if one["type"] == values["document_type"])
        return {"replaces": next(same, None)}

    def call(values: Values) -> Call:
        read = read_document(values["document_type"], values["number"])
        given = {"type": read.type, "number": read.number, "note": values["note"],
                 "despite": bool(values["despite"])}  # fmt: skip
        if present and values["replaces"]:
            given |= {"replaces": values["replaces"], "on": values["on"]}
        return Call(acts.add_document, (person,), given)

    def look(_connection: Any, values: Values) -> dict[str, str]:
        return number_problem(values)

    return FormSpec(
        "add_document", "换证、登记证件", fields, call, start, before=look, record=person,
        kind=KIND, shows=person, done="已登记证件。", errors=DOCUMENT_ERRORS,
        warns=warns(make.today, person), watched=("number",),
        hides={"on": lambda v: bool(v.get("replaces"))} if present else {},
        proposes=likely if present else None, proposed_by=("document_type",),
    )  # fmt: skip


def correct_document(person: str, row: Mapping[str, Any], opened: frozenset[str]) -> FormSpec:
    """更正证件: typed wrongly. ``opened``: ids of the documents shown in full."""
    shown = frozenset({"number"}) if row["id"] in opened else frozenset()
    veil = Veil({"number": row["number"]}, ("number",), shown)
    fields = (
        Field("document_type", "证件类型", Kind.CHOICE, choices=types(), obligatory=True),
        Field("number", "证件号码", Kind.CODE, obligatory=True, max_length=40),
        day("until", "换下日期", obligatory=False, help="现在还用的证件空着"),
        Field("note", "备注", max_length=200),
    )

    def call(values: Values) -> Call:
        read = read_document(values["document_type"], veil.given(values)["number"])
        given = {"type": read.type, "number": read.number, "until": values["until"],
                 "note": values["note"]}  # fmt: skip
        return Call(acts.edit_document, (row["id"],), given)

    start = {"document_type": row["type"], "until": row["until"], "note": row["note"],
             **veil.shown()}  # fmt: skip
    return FormSpec(
        "correct_document", "更正证件", veil.over(fields), call, start, record=person,
        kind=KIND, shows=person,
        before=lambda _connection, values: number_problem(veil.given(values)),
        done="已更正。", errors=DOCUMENT_ERRORS,
    )  # fmt: skip


# -- work ------------------------------------------------------------------------------------------


def _work_fields(make: Maker) -> tuple[Field, ...]:
    return (
        make.employer(help="名册里有的单位；没有的在下一格写名称"),
        Field("employer_name", "单位名称", max_length=120, help="单位不在本库时填写"),
        make.employer("host_id", "用工单位", help="劳务派遣的实际用工单位"),
        Field("department", "部门", max_length=60),
        Field("post", "岗位", max_length=60),
        Field("employee_no", "工号", Kind.CODE, max_length=40),
        day("since", "开始日期", obligatory=False),
    )


_WORK = ("employer_id", "employer_name", "host_id", "department", "post", "employee_no", "since")


def _look_at_work(_connection: Any, values: Values) -> dict[str, str]:
    if values["employer_id"] or values["employer_name"]:
        return {}
    return {"employer_id": "请选工作单位，或在下一格写单位名称。"}


def employ(make: Maker, person: str) -> FormSpec:
    """登记工作单位."""
    follows = Field("follows", "会籍随此单位", Kind.FLAG, help="会籍随这份工作走，原来的随之结束")
    return FormSpec(
        "employ", "登记工作单位", (*_work_fields(make), follows),
        lambda v: Call(acts.employ, (person,), {k: v[k] for k in (*_WORK, "follows")}),
        {"follows": True, "since": make.today}, record=person, kind=KIND, shows=person,
        before=_look_at_work, errors={"EMPLOYED": "employer_id", "DATES": "since"},
    )  # fmt: skip


def end_work(make: Maker, person: str, row: Mapping[str, Any]) -> FormSpec:
    """离职."""
    return FormSpec(
        "end_work", f"离职：{row['employer']}", (make.day("on", "离职日期"),),
        lambda v: Call(acts.end_employment, (row["id"],), {"on": v["on"]}), {"on": make.today},
        intro="会籍还留在原来的工会，需要时再办理接转或保留。", words="登记离职",
        record=person, kind=KIND, shows=person, errors={"DATES": "on"},
    )  # fmt: skip


def correct_work(make: Maker, person: str, row: Mapping[str, Any]) -> FormSpec:
    """更正工作单位."""
    fields = [
        *_work_fields(make),
        Field("follows", "会籍随此单位", Kind.FLAG, help="会籍随这份工作"),
    ]
    keys = [*_WORK, "follows"]
    if row["until"] is not None:
        fields.insert(7, day("until", "结束日期"))
        keys.append("until")
    titles = {
        row[k]: row[w] for k, w in (("employer_id", "employer"), ("host_id", "host")) if row[k]
    }
    return FormSpec(
        "correct_work", "更正工作单位", tuple(fields),
        lambda v: Call(acts.edit_employment, (row["id"],), {k: v[k] for k in keys}),
        {k: row[k] for k in keys}, titles, record=person, kind=KIND, shows=person, done="已更正。",
        before=_look_at_work, errors={"DATES": "since"},
    )  # fmt: skip

"""The forms of posts, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.members.lists.detail import pick_member
from app.areas.members.page.maker import (
    Maker,
    day,
    doc_no,
    document_fields,
    from_number,
    number_problem,
    warns,
    with_number,
)
from app.areas.members.rules.documents import read_document
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, as_kept, as_shown, phone, words, yes_no

from .. import acts
from ..lists.pickers import BODIES

KIND = "post"
ERRORS = {
    "ROLE": "role", "UNION": "body_id", "TWICE": "role", "CHAIR": "role", "DATES": "since",
    "DOCUMENT_KNOWN": "number", "REQUIRED": "name", "TERM": "body_id", "DISSOLVED": "union_id",
    "END": "until",
}  # fmt: skip
FLAGS = ("front_line", "executive", "kin_of_executive", "finance")
_HOW = (Choice("known", "从名册里选"), Choice("new", "名册里没有的人"))
_SECONDED = ("sender_id", "sender_name", "seconded_until")


def who_fields(group: str = "") -> tuple[Field, ...]:
    """A person of the register, or a new one."""
    return (
        Field("how", "人员", Kind.CHOICE, choices=_HOW, obligatory=True, group=group),
        Field("person_id", "姓名", Kind.PICKER, picker=pick_member,
              help="输入姓名、拼音或证件号码的末几位；会员和已登记的人都能找到"),
        Field("name", "姓名", max_length=60),
        *document_fields(group="", obligatory=False),
        Field("sex", "性别", Kind.CHOICE, choices=words("sex")),
        day("birth_on", "出生日期", obligatory=False),
        Field("phone", "手机", Kind.CODE, check=phone),
    )  # fmt: skip


WHO = ("how", "person_id", "name", "document_type", "number", "despite", "sex", "birth_on", "phone")


def shows_who() -> dict[str, Any]:
    """Which fields of ``who_fields`` are shown: ``hides`` of a form."""

    def known(values: Values) -> bool:
        return values.get("how") == "known"

    def new(values: Values) -> bool:
        return values.get("how") == "new"

    fields = dict.fromkeys(("name", "document_type", "number", "sex", "birth_on", "phone"), new)
    return {
        "person_id": known, **fields,
        "despite": lambda v: new(v) and bool(v.get("number")),
    }  # fmt: skip


def look_at_who(values: Values) -> dict[str, str]:
    """What is wrong with the person before anything is written: field → sentence."""
    if values.get("how") == "known":
        return {} if values.get("person_id") else {"person_id": "请选姓名。"}
    found = number_problem(values)
    if not values.get("name"):
        found["name"] = "请填姓名。"
    if values.get("number") and not values.get("document_type"):
        found["document_type"] = "请选证件类型。"
    return found


def who_of(values: Values) -> Any:
    """The person as the acts take her."""
    if values.get("how") == "known":
        return values["person_id"]
    told = with_number(values)
    plain = {k: told[k] for k in ("name", "sex", "birth_on", "phone") if told.get(k) is not None}
    document = read_document(values.get("document_type"), str(values.get("number") or ""))
    documents = [(document.type, document.number)] if values.get("number") else []
    return {"plain": plain, "documents": documents, "despite": bool(values.get("despite"))}


def office_fields(make: Maker) -> tuple[Field, ...]:
    """What is said of a post beside person, union and body."""
    return (
        Field("service", "专兼挂", Kind.CHOICE, choices=words("post_service"), group="任职"),
        Field("duties", "分工和职责", Kind.LINES, max_length=500,
              help="写明分管的工作、承担的任务，例如：分管劳动竞赛和职工之家"),
        Field("acting", "主持工作", Kind.FLAG, help="主席空缺时由他（她）主持工作"),
        doc_no("任职文号"),
        Field("position", "名单排序", Kind.COUNT),
        yes_no("front_line", "一线职工"),
        make.employer("sender_id", "派出单位", group="挂职、外聘",
                      help="挂职干部的派出单位；社会化工会工作者的用工单位"),
        Field("sender_name", "派出单位名称", max_length=120, help="单位不在名单里的，写名称"),
        day("seconded_until", "挂职期满", obligatory=False),
        day("contract_until", "劳动合同至", obligatory=False,
            help="任职期间劳动合同依法顺延，到期前提醒"),
        yes_no("executive", "单位负责人"),
        yes_no("kin_of_executive", "负责人近亲属"),
        yes_no("finance", "分管或从事财务"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip


def assign(
    make: Maker,
    union: tuple[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
    person: tuple[str, str] | None = None,
    role: str | None = None,
) -> FormSpec:
    """登记任职."""
    fields = (
        make.union("union_id", "工会"),
        Field("body_id", "机构", Kind.PICKER, picker=BODIES,
              help="委员会、经审会、小组等；积极分子、社会化工会工作者不用填"),
        Field("role", "职务", Kind.CHOICE, choices=words("post_role"), obligatory=True),
        day("since", "任职自", obligatory=False, help="选举产生或任命的日期；不知道的空着"),
        *who_fields("谁"),
        *office_fields(make),
    )  # fmt: skip

    def call(values: Values) -> Call:
        kept = as_kept({k: v for k, v in values.items() if k not in WHO}, FLAGS)
        return Call(acts.assign_post, (), {**kept, "who": who_of(values)})

    start: dict[str, Any] = {"how": "known", "document_type": "resident_id", "role": role}
    titles: dict[str, str] = {}
    for key, chosen in (("union_id", union), ("person_id", person)):
        if chosen is not None:
            start[key], titles[chosen[0]] = chosen[0], chosen[1]
    if body is not None:
        start["body_id"], titles[body["id"]] = body["id"], body["title"]
        term = body.get("term")
        start["since"] = term["since"] if term else None
    return FormSpec(
        "assign_post", "登记任职", fields, call, start, titles,
        intro="一个人兼几个职务的，逐个登记；同一个人只有一条人员记录。",
        words="登记任职", done="已登记任职。", errors=ERRORS, kind=KIND,
        before=lambda _c, v: look_at_who(v), fills={"number": from_number},
        warns=_warns(make), watched=("number", "name", "birth_on", "phone"), hides=shows_who(),
    )  # fmt: skip


def _warns(make: Maker) -> Any:
    warn = warns(make.today)

    def told(connection: Any, values: Values) -> str:
        return warn(connection, values) if values.get("how") == "new" else ""

    return told


def edit(
    make: Maker, record: str, values: Mapping[str, Any], titles: Mapping[str, str]
) -> FormSpec:
    """更正任职."""
    fields = (
        Field("body_id", "机构", Kind.PICKER, picker=BODIES),
        Field("role", "职务", Kind.CHOICE, choices=words("post_role"), obligatory=True),
        day("since", "任职自", obligatory=False),
        *office_fields(make),
        day("until", "离任日期", obligatory=False, group="离任"),
        Field("ended", "离任原因", Kind.CHOICE, choices=words("post_ended")),
        doc_no("离任文号", "end_doc_no"),
        day("own_consent_on", "本级工会同意", obligatory=False,
            help="任期内调动主席、副主席，应征得本级工会委员会和上一级工会同意"),
        day("upper_consent_on", "上一级工会同意", obligatory=False),
    )  # fmt: skip
    keys = [f.key for f in fields]
    start = as_shown({k: values[k] for k in keys}, FLAGS)

    def call(given: Values) -> Call:
        kept = as_kept(given, FLAGS)
        kept["acting"] = (
            bool(kept["acting"])
            if values["acting"] is not None
            else (True if kept["acting"] else None)
        )
        return Call(acts.edit_post, (record,), {k: v for k, v in kept.items() if v != values[k]})

    return FormSpec(
        "edit_post", "更正任职", fields, call, start, dict(titles),
        intro="这里改的是录错或后来补上的内容；从某一天起有变动的，请用「变更任职」。",
        errors=ERRORS, record=record, kind=KIND, shows=record,
    )  # fmt: skip


def change(
    make: Maker, record: str, values: Mapping[str, Any], titles: Mapping[str, str]
) -> FormSpec:
    """变更任职: from a day on."""
    fields = (
        day("since", "变更日期"),
        Field("body_id", "机构", Kind.PICKER, picker=BODIES),
        Field("role", "职务", Kind.CHOICE, choices=words("post_role"), obligatory=True),
        Field("service", "专兼挂", Kind.CHOICE, choices=words("post_service")),
        Field("duties", "分工和职责", Kind.LINES, max_length=500),
        doc_no("任职文号"),
    )
    start = {k: values[k] for k in ("body_id", "role", "service", "duties")} | {"since": make.today}
    return FormSpec(
        "change_post", "变更任职", fields,
        lambda v: Call(acts.change_post, (record,), dict(v)), start, dict(titles),
        intro="同一个人从这一天起改任别的职务，或改变专职、兼职、挂职。原来的一段在这一天结束。",
        words="变更任职", errors=ERRORS, kind=KIND,
    )  # fmt: skip


def end(make: Maker, record: str, name: str, shows: str | None = None) -> FormSpec:
    """登记离任."""
    return FormSpec(
        "end_post", f"登记离任：{name}", (*_end_fields(), *_consents()),
        lambda v: Call(acts.end_post, (record,), dict(v)), {"on": make.today},
        words="登记离任", errors={"DATES": "on", "STATUS": "on"}, record=record, kind=KIND,
        shows=shows or record,
        hides=dict.fromkeys(("own_consent_on", "upper_consent_on"),
                            lambda v: v.get("ended") == "moved"),
    )  # fmt: skip


def end_many(make: Maker, records: Sequence[str]) -> FormSpec:
    """登记离任 of several."""
    return FormSpec(
        "end_posts", f"登记离任：所选 {len(records)} 项", _end_fields(),
        lambda v: Call(acts.end_posts, (list(records),), dict(v)), {"on": make.today},
        words="登记离任", errors={"DATES": "on", "STATUS": "on"},
    )  # fmt: skip


def _end_fields() -> tuple[Field, ...]:
    return (
        day("on", "离任日期", help="这一天起不再任职"),
        Field("ended", "原因", Kind.CHOICE, choices=words("post_ended"), obligatory=True),
        doc_no("离任文号"),
    )


def _consents() -> tuple[Field, ...]:
    return (
        day("own_consent_on", "本级工会同意", obligatory=False,
            help="任期内调动主席、副主席，应征得本级工会委员会和上一级工会同意"),
        day("upper_consent_on", "上一级工会同意", obligatory=False),
    )  # fmt: skip

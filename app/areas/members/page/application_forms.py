"""The forms of 入会申请 and 专项行动, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, as_kept, phone, words

from .. import acts
from ..acts.common import DATED
from ..rules.documents import normalise
from .maker import (
    WATCHED,
    Maker,
    Veil,
    campaign,
    day,
    doc_no,
    from_number,
    number_problem,
    types,
    warns,
    with_number,
)
from .membership_forms import given
from .person_forms import FLAGS, dated_fields

KIND = "member_application"
_DETAILS = ("sex", "birth_on", "ethnicity", *DATED)
_OWN = ("name", "document_type", "number", "phone", "applied_on", "source", "union_id",
        "employer_id", "employer_name", "campaign_id")  # fmt: skip


def _fields(make: Maker) -> tuple[Field, ...]:
    return (
        Field("name", "姓名", obligatory=True, max_length=60),
        Field("document_type", "证件类型", Kind.CHOICE, choices=types()),
        Field("number", "证件号码", Kind.CODE, max_length=40),
        Field("phone", "手机", Kind.CODE, check=phone),
        make.union(label="申请加入", obligatory=False, group="申请"),
        make.employer(),
        Field("employer_name", "单位名称", max_length=120, help="单位不在本库时填写"),
        day("applied_on", "申请日期", obligatory=False),
        Field("source", "来源", max_length=60, help="线下、微信小程序、问卷等"),
        campaign(),
        Field("sex", "性别", Kind.CHOICE, choices=words("sex"), group="登记表"),
        day("birth_on", "出生日期", obligatory=False),
        Field("ethnicity", "民族", Kind.CHOICE, choices=words("ethnicity")),
        *dated_fields(),
    )


def _details(values: Values) -> dict[str, Any]:
    """Further particulars as they wait: days as ISO text, nothing that is empty."""
    kept = as_kept(with_number(values), FLAGS)
    return {
        key: kept[key].isoformat() if isinstance(kept[key], date) else kept[key]
        for key in _DETAILS
        if kept.get(key) is not None
    }


def _own(values: Values) -> dict[str, Any]:
    found = given(values, *_OWN)
    return found | {"number": normalise(found["number"]) if found["number"] else None}


def _look(_connection: Any, values: Values) -> dict[str, str]:
    return number_problem(values)


def apply(make: Maker) -> FormSpec:
    """登记入会申请: on paper, one by one."""

    def call(values: Values) -> Call:
        more = {"received_on": values["received_on"], "details": _details(values)}
        return Call(acts.apply, (), _own(values) | more)

    return FormSpec(
        "apply", "登记入会申请", (*_fields(make), day("received_on", "收到日期")), call,
        {"received_on": make.today, "applied_on": make.today, "source": "线下",
         "document_type": "resident_id"},
        intro="先登记、核对，等工会委员会批准后才成为会员。", words="登记", kind=KIND, before=_look,
        fills={"number": from_number}, warns=warns(make.today), watched=WATCHED,
    )  # fmt: skip


def edit(make: Maker, row: Mapping[str, Any], opened: frozenset[str]) -> FormSpec:
    """核对、更正 before it is decided. ``opened``: what of the masked numbers was shown already."""
    veil = Veil({key: row[key] for key in _OWN}, ("number", "phone"), opened)
    details = dict(row["details"] or {})
    start = {**details, **veil.shown()}
    start["document_type"] = next((c.key for c in types() if c.title == row["document_type"]), None)
    if details.get("birth_on"):
        start["birth_on"] = date.fromisoformat(str(details["birth_on"]))
    if details.get("migrant") is not None:
        start["migrant"] = "1" if details["migrant"] else "0"
    titles = {row[key]: row[name] for key, name in (
        ("union_id", "union"), ("employer_id", "employer"), ("campaign_id", "campaign"))
        if row[key]}  # fmt: skip

    def call(values: Values) -> Call:
        kept, whole = {k: v for k, v in details.items() if k not in _DETAILS}, veil.given(values)
        more = {"details": kept | _details(whole)}
        return Call(acts.edit_application, (row["id"],), _own(whole) | more)

    return FormSpec(
        "edit_application", f"核对申请：{row['name']}", veil.over(_fields(make)), call, start,
        titles, record=row["id"], kind=KIND, shows=row["id"], done="已保存。",
        before=lambda _connection, values: number_problem(veil.given(values)),
        warns=warns(make.today), watched=WATCHED,
    )  # fmt: skip


def approve(make: Maker, ids: Sequence[str], title: str) -> FormSpec:
    """批准入会 of one or many."""
    fields = (
        day("on", "批准日期"),
        Field("decided_by", "批准", max_length=60, help="哪一级工会委员会批准"),
        doc_no(),
        day("since", "入会日期", obligatory=False, help="不填就是批准的那一天"),
        make.union(label="加入工会", obligatory=False, help="申请里没有写明工会的，加入这一个"),
    )
    return FormSpec(
        "approve", f"批准入会：{title}", fields,
        lambda v: Call(acts.approve_applications, (list(ids),), dict(v)), {"on": make.today},
        words="批准入会", done="已批准，成为会员。",
        intro="由工会委员会审核批准（中国工会章程第二条）。批准后记入会员名册。",
        errors={"REQUIRED": "union_id", "DATES": "since", "NO_UNION": "union_id"},
    )  # fmt: skip


def refuse(make: Maker, ids: Sequence[str], title: str) -> FormSpec:
    """不批准 with the reason."""
    fields = (
        day("on", "决定日期"),
        Field("refusal", "不批准的原因", Kind.LINES, obligatory=True),
        Field("decided_by", "决定", max_length=60),
    )
    return FormSpec(
        "refuse_application", f"不批准：{title}", fields,
        lambda v: Call(acts.refuse_applications, (list(ids),), dict(v)), {"on": make.today},
        words="不批准", errors={"REQUIRED": "refusal"},
    )  # fmt: skip


def withdraw(make: Maker, row: Mapping[str, Any]) -> FormSpec:
    """本人撤回."""
    return FormSpec(
        "withdraw", f"撤回申请：{row['name']}", (day("on", "撤回日期"),),
        lambda v: Call(acts.withdraw_application, (row["id"],), dict(v)), {"on": make.today},
        words="撤回",
    )  # fmt: skip


# -- 专项行动 --------------------------------------------------------------------------------------


def _campaign_fields() -> tuple[Field, ...]:
    return (
        Field("name", "行动名称", obligatory=True, max_length=80),
        day("since", "开始日期"),
        day("until", "结束日期"),
        doc_no("文号"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )


_ERRORS = {"DATES": "until", "REQUIRED": "name"}


def add_campaign(make: Maker) -> FormSpec:
    """新增专项行动."""
    return FormSpec(
        "add_campaign", "新增专项行动", _campaign_fields(),
        lambda v: Call(acts.add_campaign, (), dict(v)),
        {"since": make.today, "until": date(make.today.year, 12, 31)}, kind="campaign",
        intro="例如农民工入会集中行动。保存后再填各工会的目标人数。", errors=_ERRORS,
    )  # fmt: skip


def edit_campaign(row: Mapping[str, Any]) -> FormSpec:
    """编辑专项行动."""
    keys = [f.key for f in _campaign_fields()]
    return FormSpec(
        "edit_campaign", "编辑专项行动", _campaign_fields(),
        lambda v: Call(acts.edit_campaign, (row["id"],), dict(v)), {k: row[k] for k in keys},
        record=row["id"], kind="campaign", shows=row["id"], done="已保存。", errors=_ERRORS,
    )  # fmt: skip


def target(make: Maker, campaign_id: str, union: tuple[str, str] | None, present: int | None
           ) -> FormSpec:  # fmt: skip
    """目标人数 of one union; 0 takes it away."""
    fields = (make.union(), Field("target", "目标人数", Kind.COUNT, obligatory=True, unit="人",
                                  help="填 0 就取消这个工会的目标"))  # fmt: skip

    def call(values: Values) -> Call:
        return Call(acts.set_targets, (campaign_id,),
                    {"targets": {values["union_id"]: values["target"]}})  # fmt: skip

    return FormSpec(
        "campaign_target", "填写目标人数", fields, call,
        {"union_id": union[0] if union else None, "target": present},
        dict([union]) if union else {}, record=campaign_id, kind="campaign", shows=campaign_id,
    )  # fmt: skip

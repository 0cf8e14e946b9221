"""The forms of memberships and 接转, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, words

from .. import acts
from ..acts import saving
from .maker import Maker, campaign, day, doc_no, group_name, reason
from .person_forms import KIND

RETAINING = ("retired", "unemployed", "laid_off", "bankrupt", "army", "other")
"""Why a membership may be retained (CON-05)."""
ERRORS = {"DATES": "on", "SAME_UNION": "to_union_id", "NO_UNION": "to_union_id",
          "OUTSIDE": "to_union_id"}  # fmt: skip


def _of(person: str) -> dict[str, Any]:
    return {"record": person, "kind": KIND, "shows": person, "errors": ERRORS}


def paper_fields() -> tuple[Field, ...]:
    """What stands on a 接转单 beside the unions and the day."""
    return (
        Field("number", "接转单号", max_length=60, group="接转单"),
        day("dues_until", "会费交至", obligatory=False),
        Field("handler", "经办人", max_length=40),
    )


def given(values: Values, *keys: str) -> dict[str, Any]:
    """Some values of a form, as an act takes them."""
    return {key: values[key] for key in keys}


def join(make: Maker, person: str, name: str) -> FormSpec:
    """办理入会 of somebody who is in the register without a membership."""
    fields = (make.union(), make.day("since", "入会日期"), doc_no(), group_name(), campaign())
    return FormSpec(
        "join", f"办理入会：{name}", fields,
        lambda v: Call(acts.join, (person,), dict(v) | {"approved_on": v["since"]}),
        {"since": make.today}, words="办理入会", record=person, kind=KIND, shows=person,
        errors={"DATES": "since", "NO_UNION": "union_id", "OUTSIDE": "union_id",
                "MEMBER": "union_id"},
    )  # fmt: skip


def record(make: Maker, person: str, name: str) -> FormSpec:
    """补录会籍: she was a member before the records begin."""
    states = (Choice("active", "在籍"), Choice("retained", "保留会籍"))
    fields = (
        make.union(),
        Field("status", "会籍状态", Kind.CHOICE, choices=states, obligatory=True),
        make.day(
            "since", "从哪一天起", obligatory=False, help="启用以前就是会员的空着，按期初处理"
        ),
        group_name(),
    )
    return FormSpec(
        "record_member", f"补录会籍：{name}", fields,
        lambda v: Call(acts.record_member, (person,), dict(v)), {"status": "active"},
        intro="启用以前就是会员、还没有登记的人。期初会员计入现有人数，不算新入会。",
        words="补录", record=person, kind=KIND, shows=person,
        errors={"DATES": "since", "NO_UNION": "union_id", "OUTSIDE": "union_id"},
    )  # fmt: skip


_PRINT = "「{}」可以从「更多操作」打印。"


def transfer(make: Maker, person: str, name: str) -> FormSpec:
    """内部接转 of one member."""
    fields = (
        make.union("to_union_id", "转入工会"),
        make.day("on", "接转日期"),
        make.employer(help="同时换了单位的，选新的工作单位"),
        reason(),
        *paper_fields(),
    )
    return FormSpec(
        "transfer", f"内部接转：{name}", fields,
        lambda v: Call(acts.transfer, ([person],), dict(v)),
        {"on": make.today, "reason": "work_changed"},
        intro="从本库的一个工会转到另一个工会，转出和转入一次办完。",
        words="办理接转", done=f"已完成：内部接转。{_PRINT.format('会员关系接转单')}",
        **_of(person),
    )  # fmt: skip


def send_out(make: Maker, person: str, name: str) -> FormSpec:
    """转出 of one member to a union outside."""
    fields = (
        Field("to_name", "转入工会", obligatory=True, max_length=120, help="对方工会的全称"),
        make.day("on", "转出日期"),
        reason(),
        *paper_fields(),
    )
    return FormSpec(
        "send_out", f"转出：{name}", fields, lambda v: Call(acts.send_out, ([person],), dict(v)),
        {"on": make.today, "reason": "work_changed"},
        intro="转到本库以外的工会。从这一天起不再是本会会员；对方回执到了再登记「对方已接收」。",
        words="办理转出", done=f"已完成：转出。{_PRINT.format('会员关系接转单')}",
        **{**_of(person), "errors": {"DATES": "on", "REQUIRED": "to_name"}},
    )  # fmt: skip


def letter(make: Maker, person: str, name: str) -> FormSpec:
    """转入 of somebody who is in the register without a membership."""
    fields = (
        Field("from_name", "转出工会", obligatory=True, max_length=120),
        make.union("to_union_id", "转入工会"),
        Field("how", "怎样办理", Kind.CHOICE, obligatory=True,
              choices=(Choice("now", "收到并接收"), Choice("later", "先登记介绍信，以后接收"))),
        make.day("on", "日期"),
        Field("number", "接转单号", max_length=60),
        day("dues_until", "会费交至", obligatory=False),
    )  # fmt: skip

    def call(values: Values) -> Call:
        more = given(values, "from_name", "to_union_id", "number", "dues_until")
        if values["how"] == "now":
            return Call(acts.transfer_in, (person,), more | {"on": values["on"]})
        return Call(acts.register_incoming, (person,), more | {"sent_on": values["on"]})

    return FormSpec("letter", f"转入：{name}", fields, call, {"how": "now", "on": make.today},
                    words="办理转入", **_of(person))  # fmt: skip


def retain(make: Maker, person: str, name: str) -> FormSpec:
    """保留会籍."""
    fields = (make.day("on", "保留日期"), reason(*RETAINING, obligatory=True), doc_no("文号"))
    return FormSpec(
        "retain", f"保留会籍：{name}", fields, lambda v: Call(acts.retain, ([person],), dict(v)),
        {"on": make.today}, words="保留会籍", **_of(person),
        done=f"已完成：保留会籍。{_PRINT.format('保留会籍证明')}",
        intro="退休、失业、服兵役等，会籍保留在原工会；不计入会员人数，不交会费。",
    )  # fmt: skip


def restore(make: Maker, person: str, name: str, union: tuple[str, str]) -> FormSpec:
    """恢复会籍, in the same union or another one."""
    fields = (make.union(), make.day("on", "恢复日期"))
    return FormSpec(
        "restore", f"恢复会籍：{name}", fields,
        lambda v: Call(acts.restore, (person,), dict(v)), {"union_id": union[0], "on": make.today},
        dict([union]), words="恢复会籍", **{**_of(person), "errors": {
            "DATES": "on", "NO_UNION": "union_id", "OUTSIDE": "union_id"}},
    )  # fmt: skip


def leave(make: Maker, person: str, name: str) -> FormSpec:
    """退会."""
    fields = (
        make.day("on", "退会日期"),
        reason("own_wish", "other", obligatory=True),
        doc_no("文号"),
    )
    return FormSpec(
        "leave", f"退会：{name}", fields, lambda v: Call(acts.leave, (person,), dict(v)),
        {"on": make.today, "reason": "own_wish"}, words="办理退会", **_of(person),
        intro="本人书面申请退会，由工会委员会宣布并收回会员证（中国工会章程第六条）。",
    )  # fmt: skip


def expel(make: Maker, person: str, name: str) -> FormSpec:
    """除名, with the steps that are required."""
    fields = (
        day("decided_on", "小组讨论决定", help="会员小组会议讨论决定的日期"),
        make.day("on", "批准除名", help="工会委员会批准、除名生效的日期"),
        doc_no("批准文号"),
        day("reported_on", "报上级备案", obligatory=False),
    )

    def before(_connection: Any, values: Values) -> dict[str, str]:
        if values["decided_on"] > values["on"]:
            return {"decided_on": "会员小组要先讨论决定，委员会才能批准：日期不能晚于批准日期。"}
        if values["reported_on"] is not None and values["reported_on"] < values["on"]:
            return {"reported_on": "委员会批准以后才报上级：日期不能早于批准日期。"}
        return {}

    return FormSpec(
        "expel", f"除名：{name}", fields, lambda v: Call(acts.expel, (person,), dict(v)),
        {"on": make.today}, words="除名", before=before,
        **{**_of(person), "errors": {"DATES": "on", "REQUIRED": "decided_on"}},
        intro="只适用于受到刑事处罚的会员：经会员小组讨论、工会委员会批准（中国工会章程第七条）。",
    )  # fmt: skip


def death(make: Maker, person: str, name: str) -> FormSpec:
    """登记死亡."""
    return FormSpec(
        "death", f"登记死亡：{name}", (make.day("on", "死亡日期"),),
        lambda v: Call(acts.record_death, (person,), dict(v)), words="登记", **_of(person),
    )  # fmt: skip


def group(person: str, name: str, present: str | None) -> FormSpec:
    """编入分会、小组."""
    return FormSpec(
        "set_group", f"编入分会、小组：{name}", (group_name(),),
        lambda v: Call(acts.set_group, ([person],), dict(v)), {"group_name": present},
        intro="空着表示不在任何分会、小组。", done="已编入。", **_of(person),
    )  # fmt: skip


def tag(person: str, name: str) -> FormSpec:
    """计入专项行动."""
    return FormSpec(
        "tag", f"计入专项行动：{name}", (campaign(obligatory=True),),
        lambda v: Call(saving.tag_people, ([person],), dict(v)), **_of(person),
    )  # fmt: skip


def correct(
    person: str, spell: Mapping[str, Any], before_it: Mapping[str, Any] | None = None
) -> FormSpec:
    """更正会籍: days and numbers of one spell that were typed wrongly; ``before_it``: the one that
    led into it (保留, 接转), whose reason is told here, too."""
    began = Choice("opening", "期初"), Choice("joined", "入会")
    fields: list[Field] = []
    if spell["began"] in ("opening", "joined"):
        fields.append(Field("began", "怎样开始", Kind.CHOICE, choices=began, obligatory=True))
    fields += [
        day("since", "开始日期", obligatory=False, help="期初会员可以空着"),
        day("approved_on", "批准日期", obligatory=False),
        doc_no(),
        group_name(),
        day("dues_until", "会费交至", obligatory=False),
    ]
    start = {"led_reason": before_it["reason"] if before_it else None, **spell}
    if before_it is not None and spell["began"] in ("retained", "transferred_in"):
        why = reason(*RETAINING) if spell["began"] == "retained" else reason()
        fields.insert(1, replace(why, key="led_reason", label=f"{spell['began_word']}的原因"))
    if spell["until"] is not None:
        fields += [
            day("until", "结束日期", group="结束"),
            Field("reason", "原因", Kind.CHOICE, choices=words("change_reason")),
            doc_no("文号", "end_doc_no"),
        ]
        if spell["ended"] == "expelled":
            fields += [day("end_decided_on", "小组讨论决定"),
                       day("end_reported_on", "报上级备案", obligatory=False)]  # fmt: skip
    keys = [f.key for f in fields]

    def before(_connection: Any, values: Values) -> dict[str, str]:
        if values["since"] is None and values.get("began", spell["began"]) != "opening":
            return {"since": "请填开始日期；只有期初会员可以空着。"}
        return {}

    return FormSpec(
        "correct_membership", f"更正会籍：{spell['union']}", tuple(fields),
        lambda v: Call(acts.correct_membership, (spell["id"],), given(v, *keys)),
        {k: start[k] for k in keys}, before=before, done="已更正。",
        intro="只改录错的内容；会籍真的变动了，请办理相应的接转、保留、退会等。",
        record=person, kind=KIND, shows=person, errors={"DATES": "since"},
    )  # fmt: skip


# -- 接转 that wait --------------------------------------------------------------------------------


def received(make: Maker, transfers: Sequence[str], title: str) -> FormSpec:
    """登记对方已接收; ``transfers``: one or many."""
    return FormSpec(
        "received", f"对方已接收：{title}", (make.day("on", "接收日期"),),
        lambda v: Call(acts.confirm_received, (list(transfers),), dict(v)), {"on": make.today},
        intro="收到对方的回执后登记。", words="登记", errors={"DATES": "on"},
    )  # fmt: skip


def _answer(key: str, title: str, act: Any, transfer: str, make: Maker, **more: Any) -> FormSpec:
    fields = (make.day("on", "日期"), *more.pop("fields", (Field("note", "原因", max_length=200),)))
    return FormSpec(key, title, fields, lambda v: Call(act, (transfer,), dict(v)),
                    {"on": make.today}, errors={"DATES": "on", "NO_UNION": "on"},
                    **more)  # fmt: skip


def take_back(make: Maker, row: Mapping[str, Any]) -> FormSpec:
    """对方退回: she is a member here again."""
    return _answer("take_back", f"对方退回：{row['name']}", acts.take_back, row["id"], make,
                   intro="对方没有接收，会籍从这一天起回到原工会。", words="登记退回")  # fmt: skip


def accept(make: Maker, row: Mapping[str, Any]) -> FormSpec:
    """接收转入."""
    way = f"从{row['from_union'] or '外单位'}转到{row['to_union'] or '本会'}。"
    return _answer("accept", f"接收转入：{row['name']}", acts.accept_incoming, row["id"], make,
                   fields=(group_name(),), words="接收",
                   intro=way)  # fmt: skip


def refuse(make: Maker, row: Mapping[str, Any]) -> FormSpec:
    """退回转入."""
    return _answer("refuse", f"退回转入：{row['name']}", acts.refuse_incoming, row["id"], make,
                   intro="不接收，介绍信退回对方。", words="退回")  # fmt: skip


def correct_paper(row: Mapping[str, Any]) -> FormSpec:
    """更正接转单."""
    fields = [*paper_fields(), Field("note", "备注", max_length=200)]
    if row["to_union_id"] is None:
        fields.insert(0, Field("to_name", "转入工会", obligatory=True, max_length=120))
    if row["from_union_id"] is None:
        fields.insert(0, Field("from_name", "转出工会", max_length=120))
    keys = [f.key for f in fields]
    return FormSpec(
        "correct_paper", f"更正接转单：{row['name']}", tuple(fields),
        lambda v: Call(acts.edit_transfer, (row["id"],), given(v, *keys)),
        {k: row[k] for k in keys}, record=row["id"], kind="transfer", shows=row["id"],
        done="已更正。",
    )  # fmt: skip

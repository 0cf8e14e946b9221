"""The forms of employers, of what belongs to them, and of coverage, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, credit_code, phone, saves, words

from .. import acts
from ..records import WAGE_BILL
from .spec import HEADS, alike, head_fields, heads_of, looked
from .union_forms import Maker

OPEN = ("active", "suspended")
CLOSED = ("moved_out", "revoked", "deregistered")


def dated_fields(make: Maker, status: str = "active") -> tuple[Field, ...]:
    """The dated fields of an employer; a closing has a form of its own."""
    states = words("employer_status", *OPEN, *((status,) if status in CLOSED else ()))
    correct: dict[str, Any] = {"dated": True, "change_first": False}
    return (
        Field("name", "单位名称", obligatory=True, dated=True, max_length=80),
        Field("status", "经营状态", Kind.CHOICE, choices=states, dated=True, obligatory=True),
        Field("place_id", "所在地", Kind.PICKER, picker=make.place(), **correct),
        Field("nature", "单位性质", Kind.CHOICE, choices=words("unit_nature"), **correct),
        Field("industry", "行业", Kind.CHOICE, choices=words("industry"), **correct),
        Field("economic_type", "经济类型", Kind.CHOICE, choices=words("economic_type"), **correct),
        Field("legal_form", "登记类型", Kind.CHOICE, choices=words("legal_form"), **correct),
    )


def plain_fields(make: Maker, but: str | None = None) -> tuple[Field, ...]:
    """Code, level, parent, address, 应建会."""
    return (
        Field("credit_code", "信用代码", Kind.CODE, check=credit_code, group="登记",
              help="统一社会信用代码，18位"),
        Field("unit_level", "单位级别", Kind.CHOICE, choices=words("unit_level")),
        Field("parent_id", "上级单位", Kind.PICKER, picker=make.employer(but)),
        Field("legal_representative", "法定代表人"),
        Field("registered_on", "登记日期", Kind.DAY),
        Field("address", "地址"),
        Field("should_unionise", "是否应建会", Kind.CHOICE, choices=words("should_unionise"),
              group="建会"),
        Field("should_reason", "原因"),
        Field("planned_on", "计划建会日期", Kind.DAY),
        Field("note", "备注", Kind.LINES, max_length=1000, group="其他"),
    )  # fmt: skip


def add(make: Maker) -> FormSpec:
    """新增单位."""
    fields = (
        *dated_fields(make),
        *plain_fields(make),
        Field("since", "自", Kind.DAY, help="从哪天起在本地区；早就在可以空着", group="起始"),
        *head_fields("人数（今天）"),
    )

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in dict(HEADS)}
        numbers = {"numbers": heads_of(values), "on_day": make.today}
        return Call(acts.add_with_numbers, (), {**given, **numbers})

    return FormSpec(
        "add_employer", "新增单位", fields, call, {"status": "active"}, done="已新增单位。",
        before=looked("employer", "credit_code"), warns=alike("employer"), kind="employer",
    )  # fmt: skip


def edit(make: Maker, employer: str, values: Values, titles: Mapping[str, str]) -> FormSpec:
    """编辑: plain and dated fields in one form."""
    fields = (*dated_fields(make, str(values.get("status"))), *plain_fields(make, employer))

    return FormSpec(
        "edit_employer", "编辑单位", fields, None, values, titles, dated=True,
        save=saves(acts.save_employer, employer),
        before=looked("employer", "credit_code", but=employer), warns=alike("employer", employer),
        record=employer, kind="employer", shows=employer, done="已保存。",
        errors={"LOOP": "parent_id"},
    )  # fmt: skip


def close(make: Maker, employer: str) -> FormSpec:
    """单位终止."""
    fields = (
        Field("on", "终止日期", Kind.DAY, obligatory=True),
        Field("status", "原因", Kind.CHOICE, choices=words("employer_status", *CLOSED),
              obligatory=True),
        Field("successor_id", "承继单位", Kind.PICKER, picker=make.employer(employer),
              help="有承继单位的，涵盖关系转给它"),
        Field("doc_no", "文号", max_length=80),
    )  # fmt: skip
    return FormSpec(
        "close_employer", "单位终止", fields,
        lambda given: Call(acts.close_employer, (employer,), given), {"on": make.today},
        intro="从终止日期起不再计入单位数，涵盖关系同时结束。", words="终止",
        errors={"SAME": "successor_id", "DATES": "on"}, kind="employer", shows=employer,
    )  # fmt: skip


def contact(kind: str, owner: str, row: Values | None = None) -> FormSpec:
    """联系人, new or edited. ``kind``: union or employer."""
    fields = (
        Field("name", "姓名", obligatory=True),
        Field("role", "身份", help="例如：工会主席、人事、财务"),
        Field("phone", "电话", Kind.CODE, check=phone),
    )

    def call(values: Values) -> Call:
        if row is not None:
            return Call(acts.edit_contact, (row["id"],), values)
        return Call(acts.add_contact, (), {**values, f"{kind}_id": owner})

    title = "编辑联系人" if row else "新增联系人"
    start = {k: row[k] for k in ("name", "role", "phone")} if row else {}
    return FormSpec("contact", title, fields, call, start, kind=kind, shows=owner)


def site(make: Maker, employer: str, row: Values | None = None) -> FormSpec:
    """经营场所, new or edited."""
    fields = (
        Field("name", "名称", help="例如：二厂、仓库"),
        Field("address", "地址", obligatory=True),
        Field("place_id", "所在地", Kind.PICKER, picker=make.place()),
    )

    def call(values: Values) -> Call:
        if row is not None:
            return Call(acts.edit_site, (row["id"],), values)
        return Call(acts.add_site, (), {**values, "employer_id": employer})

    return FormSpec(
        "site", "编辑经营场所" if row else "新增经营场所", fields, call,
        {k: row[k] for k in ("name", "address", "place_id")} if row else {},
        kind="employer", shows=employer,
    )  # fmt: skip


# -- coverage --------------------------------------------------------------------------------------

_PEOPLE = (
    Field("organiser", "组织员", group="负责的人"),
    Field("liaison", "联络员"),
    Field("phone", "电话", Kind.CODE, check=phone),
)


def cover(
    make: Maker, *, union: tuple[str, str] | None = None, employer: tuple[str, str] | None = None
) -> FormSpec:
    """纳入涵盖单位, from the side of the union or of the employer."""
    if union is not None:
        asked = Field("employer_id", "单位", Kind.PICKER, obligatory=True, picker=make.employer())
    else:
        asked = Field("union_id", "工会", Kind.PICKER, obligatory=True, picker=make.union())
    fields = (
        asked,
        Field("kind", "方式", Kind.CHOICE, choices=words("coverage_kind"), obligatory=True,
              help="「建会」计入涵盖单位数，一个单位只能有一个；「联系」不计"),
        Field("since", "自", Kind.DAY, help="早就涵盖的可以空着"),
        Field("doc_no", "文号", max_length=80),
        *_PEOPLE,
    )  # fmt: skip
    held = {"union_id": union[0]} if union else {"employer_id": employer[0]} if employer else {}
    kind = "union" if union else "employer"
    return FormSpec(
        "cover_employer", "纳入涵盖单位" if union else "归到一个工会", fields,
        lambda given: Call(acts.cover_employer, (), {**given, **held}),
        {"kind": "found", "since": make.today}, words="纳入", errors={"COVERED": asked.key},
        intro=f"{'工会' if union else '单位'}：{(union or employer or ('', ''))[1]}",
        kind=kind, shows=next(iter(held.values()), None),
    )  # fmt: skip


def uncover(make: Maker, row: Values, kind: str, owner: str) -> FormSpec:
    """结束涵盖关系."""
    return FormSpec(
        "uncover_employer", "结束涵盖关系", (Field("on", "结束日期", Kind.DAY, obligatory=True),),
        lambda given: Call(acts.uncover_employer, (row["id"],), given), {"on": make.today},
        intro=f"{row['union']} — {row['employer']}", words="结束", kind=kind, shows=owner,
    )  # fmt: skip


def move_coverage(
    make: Maker, employer: tuple[str, str], union: str, kind: str, owner: str
) -> FormSpec:
    """转到另一个工会."""
    fields = (
        Field("to_union", "转到的工会", Kind.PICKER, obligatory=True, picker=make.union(union)),
        Field("since", "自", Kind.DAY, obligatory=True),
    )
    return FormSpec(
        "move_coverage", "转到另一个工会", fields,
        lambda given: Call(acts.move_coverage, (employer[0],), given), {"since": make.today},
        intro=f"单位：{employer[1]}", words="转过去", errors={"COVERED": "to_union"}, kind=kind,
        shows=owner,
    )  # fmt: skip


def edit_coverage(row: Values, kind: str, owner: str) -> FormSpec:
    """组织员, 联络员, dates and document of a coverage."""
    fields = (
        *_PEOPLE,
        Field("since", "自", Kind.DAY, group="更正日期和文号"),
        Field("until", "至", Kind.DAY),
        Field("doc_no", "文号", max_length=80),
    )
    keys = [f.key for f in fields]
    return FormSpec(
        "edit_coverage", "组织员、联络员", fields,
        lambda given: Call(acts.edit_coverage, (row["id"],),
                           {k: v for k, v in given.items() if v != row[k]}),
        {k: row[k] for k in keys}, intro=f"{row['union']} — {row['employer']}", kind=kind,
        shows=owner, errors={"DATES": "until", "OVERLAP": "since"},
    )  # fmt: skip


# -- readings --------------------------------------------------------------------------------------


def readings(
    make: Maker, kind: str, owner: str, codes: Mapping[str, tuple[str, str]], latest: Values
) -> FormSpec:
    """登记填报数 of one record. ``codes``: figure code → (word, unit)."""
    fields = [Field("on_day", "数据日期", Kind.DAY, obligatory=True), Field("source", "来源")]
    for n, (code, (word, unit)) in enumerate(codes.items()):
        which = Kind.MONEY if code == WAGE_BILL else Kind.COUNT
        fields.append(Field(code, word, which, unit=unit, group="填报的数" if n == 0 else ""))

    def call(values: Values) -> Call:
        rows = [
            acts.NewReading(kind, owner, code, values.get(code))
            for code in codes
            if values.get(code) is not None or code in latest
        ]
        more = {"on_day": values["on_day"], "source": values["source"]}
        return Call(acts.set_readings, (rows,), more)

    return FormSpec(
        "set_readings", "登记填报数", tuple(fields), call, {"on_day": make.today, **latest},
        intro="先列出最近一次的数，改成这一天的数再保存；同一天的会被替换，清空的这一天不登记。",
        before=looked(kind), kind=kind, shows=owner,
    )  # fmt: skip

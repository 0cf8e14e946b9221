"""The forms of unions, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.desk.fields import Field, Kind
from app.desk.form_spec import (
    Call,
    FormSpec,
    Values,
    as_kept,
    as_shown,
    credit_code,
    phone,
    saves,
    words,
    yes_no,
)

from .. import acts
from ..lists.names import names_of
from ..lists.window import office_division, root_of
from .pickers import RecordPicker
from .spec import HEADS, alike, head_fields, heads_of, looked, own_union_name

FLAGS = ("legal_person", "has_office", "has_seal", "has_sign", "own_account")
FEDERATIONS = ("regional_federation", "industry_federation")
SPANS = (("certificate_from", "certificate_until"), ("term_from", "term_until"))
"""Fields of a first and a last day."""
FORM_OF = {
    "single": "committee",
    "joint": "joint_committee",
    "regional_federation": "federation",
    "industry_federation": "federation",
    "working_committee": "working_committee",
    "branch": "branch",
    "group": "group",
}
"""The usual 组织形式 of a type, where none is chosen."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes forms as of the present day.

    Attributes:
        root, root_name: the office's own union.
        place_of_office: (id, name) of the office's own place.
        division: code of the national division it is in, where there are others below.
    """

    today: date
    root: str = ""
    root_name: str = ""
    place_of_office: tuple[str, str] | None = None
    division: str = ""

    def union(self, but: str | None = None, **filters: Any) -> RecordPicker:
        """A picker of unions."""
        return RecordPicker("union", lambda: self.today, filters=filters, but=but)

    def employer(self, but: str | None = None) -> RecordPicker:
        """A picker of employers."""
        return RecordPicker("employer", lambda: self.today, but=but)

    def place(self, but: str | None = None) -> RecordPicker:
        """A picker of places."""
        return RecordPicker("place", lambda: self.today, but=but)


def read_maker(today: date) -> Callable[[Any], Maker]:
    """Reads the office's own union and place, and its division if there are others below."""

    def read(connection: Any) -> Maker:
        root, place = root_of(connection)
        division = office_division(connection)
        places = names_of(connection, "place", [place])
        return Maker(
            today,
            root,
            names_of(connection, "union", [root]).get(root, ""),
            (place, places[place]) if place in places else None,
            division if len(division) < len("000000000000") else "",
        )

    return read


def dated_fields(make: Maker, but: str | None = None, *, upper: bool = True) -> tuple[Field, ...]:
    """The dated fields of a union; name and upper are usually 变更, the others 更正."""
    found = [
        Field("name", "工会名称", obligatory=True, dated=True, max_length=80),
        Field("upper_id", "上级工会", Kind.PICKER, picker=make.union(but), dated=True,
              obligatory=upper),
        Field("type", "工会类型", Kind.CHOICE, choices=words("union_type"), dated=True,
              change_first=False, obligatory=upper),
        Field("form", "组织形式", Kind.CHOICE, choices=words("union_form"), dated=True,
              change_first=False),
        Field("level", "级别", Kind.CHOICE, choices=words("union_level"), dated=True,
              change_first=False, obligatory=True),
        Field("place_id", "所在地", Kind.PICKER, picker=make.place(), dated=True,
              change_first=False),
    ]  # fmt: skip
    return tuple(found)


def plain_fields() -> tuple[Field, ...]:
    """Numbers, founding, certificate, term, office, account."""
    day, code = Kind.DAY, Kind.CODE
    return (
        Field("code", "工会编码", code, group="编号"),
        Field("credit_code", "信用代码", code, check=credit_code, help="工会的统一社会信用代码"),
        Field("founded_on", "建会日期", day, group="成立", help="不知道可以空着：按期初处理"),
        Field("founded_doc", "批复文号"),
        Field("approved_on", "批准日期", day),
        Field("meeting_on", "成立大会日期", day),
        Field("preparing_on", "筹建日期", day),
        yes_no("legal_person", "法人资格", group="法人资格"),
        Field("certificate_no", "证书号", code),
        Field("certificate_from", "证书起", day),
        Field("certificate_until", "证书止", day),
        Field("chair", "主席（负责人）", group="届次和联系"),
        Field("phone", "联系电话", code, check=phone),
        Field("term_from", "本届任期自", day),
        Field("term_until", "本届任期至", day),
        Field("address", "地址"),
        yes_no("has_office", "办公场所", group="阵地和账户"),
        yes_no("has_seal", "印章"),
        yes_no("has_sign", "标牌"),
        yes_no("own_account", "独立账户"),
        Field("bank_name", "开户银行"),
        Field("bank_account", "账号", code),
        Field("outside", "属地", Kind.FLAG, help="在本地区，但不归本会管", group="其他"),
        Field("outside_upper", "它的上级工会"),
        Field("note", "备注", Kind.LINES, max_length=1000),
    )


def found(
    make: Maker, *, upper: tuple[str, str] | None = None, employers: Mapping[str, str] | None = None
) -> FormSpec:
    """登记建会. ``employers``: id → name of the units that found it."""
    covered = dict(employers or {})
    first = next(iter(covered.items()), None)
    fields = (
        Field("name", "工会名称", obligatory=True, max_length=80),
        Field("upper_id", "上级工会", Kind.PICKER, obligatory=True, picker=make.union()),
        Field("type", "工会类型", Kind.CHOICE, choices=words("union_type"), obligatory=True),
        Field("founded_on", "建会日期", Kind.DAY, obligatory=True),
        Field("founded_doc", "批复文号", max_length=80),
        *(
            ()
            if len(covered) > 1
            else (Field("employer", "建会单位", Kind.PICKER, picker=make.employer(),
                        help="联合工会可以先登记，再逐个纳入单位"),)
        ),
        Field("place_id", "所在地", Kind.PICKER, picker=make.place()),
        Field("form", "组织形式", Kind.CHOICE, choices=words("union_form"),
              help="不选时按工会类型填写"),
        Field("credit_code", "信用代码", Kind.CODE, check=credit_code),
        Field("chair", "主席（负责人）"),
        Field("phone", "联系电话", Kind.CODE, check=phone),
        *head_fields("建会时的人数"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        given = {k: v for k, v in values.items() if k not in dict(HEADS)}
        one = given.pop("employer", None)
        given["employer_ids"] = [*covered] if len(covered) > 1 else [one] if one else []
        given["form"] = given["form"] or FORM_OF.get(given["type"])
        return Call(acts.found_with_numbers, (), {**given, "numbers": heads_of(values)})

    titles: dict[str, str] = {}
    start: dict[str, Any] = {"founded_on": make.today, "type": "single"}
    if upper is not None:
        start["upper_id"], titles[upper[0]] = upper
    if first is not None and len(covered) == 1:
        start["employer"], titles[first[0]] = first
        start["name"] = f"{first[1]}工会委员会"
    if len(covered) > 1:
        start["type"] = "joint"
    names = "、".join(list(covered.values())[:3])
    intro = f"建会单位：{names}{'等' if len(covered) > 3 else ''}，共 {len(covered)} 家。"
    return FormSpec(
        "found_union", "登记建会", fields, call, start, titles,
        intro=intro if len(covered) > 1 else "新建的工会从建会日期起计入组织数。",
        done="已登记建会。", before=looked("union", "credit_code"), warns=alike("union"),
        kind="union", errors={"COVERED": "employer"} if len(covered) <= 1 else {},
        fills={"employer": own_union_name} if len(covered) <= 1 else {},
    )  # fmt: skip


def prepare(make: Maker, *, upper: tuple[str, str] | None = None) -> FormSpec:
    """登记筹建."""
    fields = (
        Field("name", "工会名称", obligatory=True, max_length=80),
        Field("upper_id", "上级工会", Kind.PICKER, obligatory=True, picker=make.union()),
        Field("type", "工会类型", Kind.CHOICE, choices=words("union_type"), obligatory=True),
        Field("preparing_on", "筹建日期", Kind.DAY, obligatory=True),
        Field("place_id", "所在地", Kind.PICKER, picker=make.place()),
        Field("chair", "筹备负责人"),
        Field("phone", "联系电话", Kind.CODE, check=phone),
        Field("note", "备注", Kind.LINES, max_length=1000),
    )

    def call(values: Values) -> Call:
        return Call(acts.prepare_union, (), {**values, "form": FORM_OF.get(values["type"])})

    start: dict[str, Any] = {"preparing_on": make.today, "type": "single"}
    if upper is not None:
        start["upper_id"] = upper[0]
    return FormSpec(
        "prepare_union", "登记筹建", fields, call, start, dict([upper]) if upper else {},
        intro="筹备中的工会不计入组织数，批准成立后才计入。", warns=alike("union"), kind="union",
    )  # fmt: skip


def record(make: Maker, *, upper: tuple[str, str] | None = None) -> FormSpec:
    """补录: a union that is there already."""
    plain = tuple(f for f in plain_fields() if f.key not in ("meeting_on", "preparing_on"))
    fields = (*dated_fields(make), *plain)

    def call(values: Values) -> Call:
        given = as_kept(values, FLAGS)
        given["form"] = given["form"] or FORM_OF.get(given["type"])
        return Call(acts.record_union, (), given)

    start: dict[str, Any] = {"type": "single", "level": "primary"}
    if upper is not None:
        start["upper_id"] = upper[0]
    return FormSpec(
        "record_union", "补录工会", fields, call, start, dict([upper]) if upper else {},
        intro="早已成立、还没有登记的工会。建会日期不知道可以空着，按期初处理，不算本年新建。",
        before=looked("union", "code", "credit_code", spans=SPANS), kind="union",
        warns=alike("union"),
    )  # fmt: skip


def edit(make: Maker, union: str, values: Values, titles: Mapping[str, str]) -> FormSpec:
    """编辑: plain and dated fields in one form."""
    fields = (*dated_fields(make, union, upper=union != make.root), *plain_fields())

    return FormSpec(
        "edit_union", "编辑工会", fields, None, as_shown(values, FLAGS), titles, dated=True,
        save=saves(acts.save_union, union, FLAGS),
        before=looked("union", "code", "credit_code", but=union, spans=SPANS),
        warns=alike("union", union), record=union, kind="union", shows=union, done="已保存。",
        errors={"LOOP": "upper_id"},
    )  # fmt: skip


def of_union(
    key: str,
    act: Any,
    union: str,
    fields: Sequence[Field],
    *,
    title: str = "",
    values: Values | None = None,
    intro: str = "",
    words: str = "保存",
    shows: str = "",
    **more: Any,
) -> FormSpec:
    """A form whose fields are the arguments of one act on a union. ``shows``: what is shown
    afterwards; empty: this union."""
    return FormSpec(
        key, title or act.title, tuple(fields), lambda given: Call(act, (union,), given),
        values or {}, intro=intro, words=words, record=union, kind="union",
        shows=shows or union, **more,
    )  # fmt: skip


def day_field(label: str, key: str = "on") -> Field:
    """The day of an act."""
    return Field(key, label, Kind.DAY, obligatory=True)


def doc_field(label: str = "批复文号") -> Field:
    """The document an act rests on."""
    return Field("doc_no", label, max_length=80)


def approve(make: Maker, union: str) -> FormSpec:
    """批准成立."""
    fields = (
        day_field("建会日期", "founded_on"),
        Field("founded_doc", "批复文号", max_length=80),
        Field("approved_on", "批准日期", Kind.DAY, help="空着就是建会日期"),
    )
    return of_union(
        "approve_union",
        acts.approve_union,
        union,
        fields,
        values={"founded_on": make.today},
        words="批准成立",
    )


def move(make: Maker, union: str) -> FormSpec:
    """变更隶属."""
    upper = Field("upper_id", "新的上级工会", Kind.PICKER, obligatory=True,
                  picker=make.union(union))  # fmt: skip
    return of_union(
        "move_union",
        acts.move_union,
        union,
        (upper, day_field("变更日期", "since"), doc_field()),
        values={"since": make.today},
        errors={"LOOP": "upper_id", "DISSOLVED": "upper_id"},
        intro="从变更日期起归新的上级工会；以前的仍按原来的上级统计。",
    )


def dissolve(make: Maker, union: str) -> FormSpec:
    """撤销, with what becomes of members and assets."""
    fields = (
        day_field("撤销日期"),
        doc_field(),
        Field("members_to", "会员的去向", max_length=200,
              help="例如：会籍转到镇联合工会；会员的会籍可以保留"),
        Field("assets_to_id", "经费资产移交给", Kind.PICKER, picker=make.union(union)),
        Field("reported_on", "报告上级的日期", Kind.DAY),
    )  # fmt: skip
    return of_union(
        "dissolve_union",
        acts.dissolve_union,
        union,
        fields,
        values={"on": make.today},
        words="撤销工会",
        errors={"HAS_BELOW": "on", "DATES": "on"},
        intro="涵盖关系同时结束。撤销须报上一级工会（工会法第十三条）。"
        "名册上的会员不会自动转走，请接着办「会员整体接转」或者保留会籍。",
    )


def restore(make: Maker, union: str, upper: tuple[str, str] | None) -> FormSpec:
    """恢复. ``upper``: (id, name) of the upper union it had."""
    fields = (
        day_field("恢复日期"),
        Field("upper_id", "上级工会", Kind.PICKER, obligatory=True, picker=make.union(union)),
        doc_field(),
    )
    return of_union(
        "restore_union",
        acts.restore_union,
        union,
        fields,
        values={"on": make.today, "upper_id": upper[0] if upper else None},
        titles=dict([upper]) if upper else {},
        words="恢复",
        errors={"DISSOLVED": "upper_id", "LOOP": "upper_id"},
        intro="恢复以后，涵盖单位要重新纳入。",
    )


def join(make: Maker, union: str) -> FormSpec:
    """加入联合会."""
    fields = (
        Field("federation_id", "联合会", Kind.PICKER, obligatory=True,
              picker=make.union(union, type=FEDERATIONS)),
        Field("since", "加入日期", Kind.DAY, help="不知道可以空着：期初就是"),
        doc_field(),
    )  # fmt: skip
    return FormSpec(
        "join_federation", acts.join_federation.title, fields,
        lambda given: Call(acts.join_federation, (), {**given, "union_id": union}),
        {"since": make.today}, kind="union", shows=union, words="加入",
        errors=dict.fromkeys(("TYPE", "TWICE", "DISSOLVED"), "federation_id"),
    )  # fmt: skip


def leave(make: Maker, union: str, member: str, federation: str) -> FormSpec:
    """退出联合会."""
    return FormSpec(
        "leave_federation", acts.leave_federation.title, (day_field("退出日期"),),
        lambda given: Call(acts.leave_federation, (member,), given), {"on": make.today},
        intro=f"退出「{federation}」。", words="退出", kind="union", shows=union,
    )  # fmt: skip


def complete(make: Maker, union: str, known: Values) -> FormSpec:
    """标记名册已录全. ``known``: the days it is marked with already."""
    fields = (
        Field("covered_from", "涵盖单位自", Kind.DAY, help="从这天起，涵盖单位以逐个登记的为准"),
        Field("members_from", "会员名册自", Kind.DAY, help="从这天起，会员数以名册为准"),
    )
    keys = ("covered_from", "members_from")
    held = {key: known.get(key.replace("_", "_complete_")) for key in keys}
    return of_union(
        "mark_complete",
        acts.mark_complete,
        union,
        fields,
        values=held if any(held.values()) else {"covered_from": make.today},
        intro="名册录全以后，统计用名册的数；之前用填报数。",
    )


__all__ = [
    "FEDERATIONS", "FLAGS", "Maker", "approve", "complete", "dissolve", "edit", "found", "join",
    "leave", "move", "prepare", "record", "restore",
]  # fmt: skip

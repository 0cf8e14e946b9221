"""The forms of places, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, saves, words
from app.divisions import Divisions

from .. import acts
from .joining_forms import merge_review
from .pickers import DivisionPicker
from .spec import alike, looked
from .union_forms import Maker


def _code(text: str) -> str:
    """What is wrong with a division code, as a sentence."""
    fits = text.isascii() and text.isdigit() and len(text) in (6, 9, 12)
    return "" if fits else "区划代码是 6、9 或 12 位数字；自设的园区、楼宇没有代码，请空着。"


def _fields(make: Maker, but: str | None = None) -> tuple[Field, ...]:
    return (
        Field("name", "名称", obligatory=True, dated=True, max_length=60),
        Field("kind", "类别", Kind.CHOICE, choices=words("place_kind"), obligatory=True,
              dated=True, change_first=False),
        Field("code", "区划代码", Kind.CODE, check=_code, dated=True,
              help="国家区划的代码；自设的地点空着"),
        Field("upper_id", "上级地点", Kind.PICKER, picker=make.place(but), dated=True),
    )  # fmt: skip


def add(make: Maker, upper: tuple[str, str] | None = None) -> FormSpec:
    """新增地点: a national division below the office that is not there yet, or the office's own
    park, building, market."""
    divisions = Divisions()
    picker = DivisionPicker(make.division, divisions)
    chosen = Field("division", "国家区划", Kind.PICKER, picker=picker,
                   help="村、社区在这里选，只列出还没有的；自设的园区、楼宇不用选")  # fmt: skip
    fields = (
        *((chosen,) if make.division else ()),
        *_fields(make),
        Field("since", "自", Kind.DAY, help="早就有的可以空着"),
        Field("doc_no", "文号", max_length=80),
        Field("note", "备注", Kind.LINES, max_length=500),
    )
    upper = upper or make.place_of_office
    start: dict[str, Any] = {"kind": "park"}
    if upper is not None:
        start["upper_id"] = upper[0]

    def call(values: Values) -> Call:
        return Call(acts.add_place, (), {k: v for k, v in values.items() if k != "division"})

    return FormSpec(
        "add_place", "新增地点", fields, call, start, dict([upper]) if upper else {},
        before=looked("place", "code"), warns=alike("place"), kind="place",
        fills={"division": picker.fill} if make.division else {}, closed=divisions.close,
    )  # fmt: skip


def edit(make: Maker, place: str, values: Values, titles: Mapping[str, str]) -> FormSpec:
    """编辑: 变更 (renamed, new code) or 更正."""
    fields = (*_fields(make, place), Field("note", "备注", Kind.LINES, max_length=500))

    return FormSpec(
        "edit_place", "编辑地点", fields, None, values, titles, dated=True,
        save=saves(acts.save_place, place), before=looked("place", "code", but=place),
        warns=alike("place", place), record=place, kind="place", shows=place, done="已保存。",
        errors={"LOOP": "upper_id"},
    )  # fmt: skip


def merge(make: Maker, place: str) -> FormSpec:
    """合并地点."""
    fields = (
        Field("into", "并入的地点", Kind.PICKER, obligatory=True, picker=make.place(place)),
        Field("on", "合并日期", Kind.DAY, obligatory=True),
        Field("doc_no", "文号", max_length=80),
    )
    return FormSpec(
        "merge_places", "合并地点", fields,
        lambda given: Call(acts.merge_places, (place,), given), {"on": make.today},
        intro="从合并日期起，这里的工会、单位和下级地点都归到并入的地点。", words="合并",
        review=merge_review("place", place), errors={"SAME": "into", "LOOP": "into"},
        kind="place", shows="@into",
    )  # fmt: skip


def close(make: Maker, place: str) -> FormSpec:
    """撤销地点."""
    return FormSpec(
        "close_place", "撤销地点", (Field("on", "撤销日期", Kind.DAY, obligatory=True),),
        lambda given: Call(acts.close_place, (place,), given), {"on": make.today},
        intro="还有工会、单位或下级地点的，请先改到别的地点，或者用「合并地点」。",
        words="撤销地点",
        errors={"PLACE_USED": "on"}, kind="place", shows="",
    )  # fmt: skip

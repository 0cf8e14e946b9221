"""What the forms of this area share: the present day, pickers, days, reasons, numbers. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.areas.organisations.page.pickers import RecordPicker
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Values, words

from ..lists.candidates import candidates
from ..lists.declared import CAMPAIGNS
from ..rules.documents import read_document

REASONS = ("work_changed", "laid_off", "unemployed", "bankrupt", "retired", "army", "other")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes fields as of a day."""

    today: date

    def union(self, key: str = "union_id", label: str = "所在工会", **more: Any) -> Field:
        """A union of the office."""
        picker = RecordPicker("union", lambda: self.today)
        return Field(key, label, Kind.PICKER, obligatory=more.pop("obligatory", True),
                     picker=picker, **more)  # fmt: skip

    def employer(self, key: str = "employer_id", label: str = "工作单位", **more: Any) -> Field:
        """An employer of the workspace."""
        return Field(key, label, Kind.PICKER, picker=RecordPicker("employer", lambda: self.today),
                     **more)  # fmt: skip


def day(key: str, label: str, *, obligatory: bool = True, **more: Any) -> Field:
    """A day."""
    return Field(key, label, Kind.DAY, obligatory=obligatory, **more)


def doc_no(label: str = "批准文号", key: str = "doc_no") -> Field:
    """The number of a document; there may be none."""
    return Field(key, label, max_length=80)


def reason(*only: str, obligatory: bool = False) -> Field:
    """会籍变化原因."""
    return Field("reason", "原因", Kind.CHOICE, choices=words("change_reason", *(only or REASONS)),
                 obligatory=obligatory)  # fmt: skip


def campaign(**more: Any) -> Field:
    """A 专项行动."""
    return Field("campaign_id", "专项行动", Kind.PICKER, picker=CAMPAIGNS, **more)


def group_name() -> Field:
    """分会 or 小组."""
    return Field("group_name", "分会/小组", max_length=60)


def types() -> tuple[Choice, ...]:
    """证件类型 with what a number of each looks like."""
    return words("document_type")


def document_fields(*, group: str = "证件", obligatory: bool = True) -> tuple[Field, ...]:
    """Type and number; whether two people really have the same number."""
    return (
        Field("document_type", "证件类型", Kind.CHOICE, choices=types(), group=group,
              obligatory=obligatory),
        Field("number", "证件号码", Kind.CODE, obligatory=obligatory, max_length=40),
        Field("despite", "两人重号", Kind.FLAG, help="确实是两个人用同一个号码"),
    )  # fmt: skip


def number_problem(values: Values) -> dict[str, str]:
    """What is wrong with the number by its type: field → sentence."""
    text = str(values.get("number") or "")
    if not text:
        return {}
    read = read_document(values.get("document_type"), text)
    return {"number": f"{read.problem}。"} if read.problem else {}


def from_number(_connection: Any, text: str) -> Mapping[str, Any]:
    """Sex and birth date that a citizen's number tells; nothing for a number that is wrong."""
    read = read_document(None, text)
    if read.problem or read.born is None:
        return {}
    return {"birth_on": date.fromisoformat(read.born), "sex": read.sex}


def warns(today: date, but: str | None = None) -> Callable[[Any, Values], str]:
    """Somebody in the register may be the person being typed."""

    def warn(connection: Any, values: Values) -> str:
        number = str(values.get("number") or "")
        found = candidates(
            connection,
            today,
            name=str(values.get("name") or ""),
            birth_on=values.get("birth_on"),
            phone=values.get("phone"),
            sex=values.get("sex"),
            documents=[(values.get("document_type"), number)] if number else (),
            besides=but,
            limit=3,
        )
        if not found:
            return ""
        named = "；".join(f"「{one.name}」（{one.place}，{'、'.join(one.why)}）" for one in found)
        return f"名册里已有 {named}。如果就是本人，请打开那条记录办理，不要重复登记。"

    return warn


WATCHED = ("number", "name", "birth_on", "phone")

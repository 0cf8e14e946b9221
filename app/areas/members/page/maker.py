"""What the forms of this area share: the present day, pickers, days, reasons, numbers. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from app.areas.organisations.page.pickers import RecordPicker
from app.base.lists import Choice, mask
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

    def day(self, key: str, label: str, **more: Any) -> Field:
        """The day of something that has happened."""
        return day(key, label, check=self._not_to_come, **more)

    def _not_to_come(self, value: date) -> str:
        if value <= self.today:
            return ""
        return f"日期不能晚于今天（{self.today.isoformat()}）；到了那一天再办理。"

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


def with_number(values: Values) -> dict[str, Any]:
    """The values of a form; sex and birth date as the number tells them where they were left
    empty."""
    told = from_number(None, str(values.get("number") or ""))
    return {**values, **{k: v for k, v in told.items() if values.get(k) is None}}


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


@dataclass(frozen=True, slots=True)
class Veil:
    """Numbers that stay masked in a form until somebody has them shown: what is left as it is, is
    kept; what is typed anew, counts.

    Attributes:
        kept: the values as they are kept.
        keys: which are masked; ``opened``: of these, which were shown already.
    """

    kept: Mapping[str, Any]
    keys: tuple[str, ...]
    opened: frozenset[str] = frozenset()

    def _veiled(self, key: str) -> str:
        value = self.kept.get(key)
        return mask(str(value)) if value and key in self.keys and key not in self.opened else ""

    def shown(self) -> dict[str, Any]:
        """The values as the form begins."""
        return {key: self._veiled(key) or value for key, value in self.kept.items()}

    def given(self, values: Values) -> dict[str, Any]:
        """The values of the form, with what was left masked as it is kept."""
        return {
            key: self.kept[key] if value and value == self._veiled(key) else value
            for key, value in values.items()
        }

    def over(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """The fields; one with a mask is checked only once it is typed anew."""
        return tuple(
            replace(f, check=partial(self._check, f.key, f.check)) if self._veiled(f.key) else f
            for f in fields
        )

    def _check(self, key: str, check: Callable[[Any], str] | None, value: Any) -> str:
        if value == self._veiled(key):
            return ""
        if "*" in str(value):
            return "号码没有写完整：要么不动它，要么整个重填。"
        return check(value) if check is not None else ""


WATCHED = ("number", "name", "birth_on", "phone")

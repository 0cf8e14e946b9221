"""A form as data: its fields, what it starts with, and the act that saving does. No Qt in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.base.lists import Choice
from app.base.numbers import read_credit_code, read_phone
from app.desk.fields import Field, Kind

from ..lists.window import names_of, same_code, same_name

YES_NO = (Choice("1", "是"), Choice("0", "否"))
HEADS: tuple[tuple[str, str], ...] = (
    ("J201", "职工"),
    ("J202", "女职工"),
    ("J206", "会员"),
    ("J207", "女会员"),
)
"""The headcounts that forms ask for: figure code and word."""
MORE_HEADS: tuple[tuple[str, str], ...] = (
    ("J203", "农民工"),
    ("J204", "劳务派遣工"),
    ("J205", "新就业形态劳动者"),
    ("J208", "农民工会员"),
)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """An act with what it is called with."""

    act: Any
    args: tuple[Any, ...] = ()
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """What an act will change, shown before it is done.

    Attributes:
        title, text: the question, and one sentence below it.
        heads: of the columns.
        rows: as long as ``heads``.
        words: on the button that does it.
    """

    title: str
    text: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: str


@dataclass(frozen=True, slots=True)
class FormSpec:
    """One form.

    Attributes:
        key: ASCII name, also the prefix of the widgets' names.
        title: heading.
        fields: in order.
        call: values of the form → the act. For ``dated`` forms see ``save``.
        values, titles: what the form starts with, names of picked ids.
        intro: one sentence below the heading.
        words: on the main button.
        done: sentence of the banner afterwards; empty: the act's title.
        errors: code of a refusal → the field it stands beside; else it stands above the buttons.
        dated: editing a dated field asks 更正 or 变更; ``save`` is then called.
        save: (plain, dated, way) → the act.
        before: what a reader finds wrong before saving: field → sentence.
        review: (reader, values) → what is shown for a yes before the act; None: nothing.
        fills: field → (reader, what was chosen in it) → values of other fields, a pair
            (id, title) for a picker. Only what a person has not typed is filled.
        closed: called once when the form is left or saved.
        doubles: kind of the records whose names are compared while ``name`` is typed.
        record: id of the record edited, empty for a new one.
        kind: kind of the record to show afterwards.
        shows: id to show afterwards; None: what the act returned.
        hides: field → whether it is shown with these values.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    call: Callable[[Values], Call] | None = None
    values: Values = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    intro: str = ""
    words: str = "保存"
    done: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    dated: bool = False
    save: Callable[[Values, Values, Any], Call] | None = None
    before: Callable[[Any, Values], Mapping[str, str]] | None = None
    review: Callable[[Any, Values], Review | None] | None = None
    fills: Mapping[str, Callable[[Any, str], Values]] = field(default_factory=dict)
    closed: Callable[[], object] | None = None
    doubles: str = ""
    record: str = ""
    kind: str = ""
    shows: str | None = None
    hides: Mapping[str, Callable[[Values], bool]] = field(default_factory=dict)

    def field_of(self, code: str) -> str:
        """The field beside which a refusal stands; empty if none is meant."""
        keys = {f.key for f in self.fields}
        if code in self.errors:
            return self.errors[code]
        if code == "NAME_EMPTY" and "name" in keys:
            return "name"
        if code in ("DATES", "NO_SPELL", "ENDED"):
            days = [f.key for f in self.fields if f.kind is Kind.DAY]
            return days[0] if len(days) == 1 or self.call else ""
        return ""


def words(list_name: str, *only: str) -> tuple[Choice, ...]:
    """A code list (or some of its codes) as choices."""
    return tuple(
        Choice(e.code, e.name, e.note, "".join(e.aliases))
        for e in code_list(list_name)
        if not only or e.code in only
    )


def yes_no(key: str, label: str, *, group: str = "", help: str = "") -> Field:
    """是, 否, or not known."""
    return Field(key, label, Kind.CHOICE, choices=YES_NO, group=group, help=help)


def credit_code(text: str) -> str:
    """What is wrong with a credit code, as a sentence."""
    problem = read_credit_code(str(text)).problem
    return f"{problem}。" if problem else ""


def phone(text: str) -> str:
    """What is wrong with a telephone number, as a sentence."""
    problem = read_phone(str(text)).problem
    return f"{problem}。" if problem else ""


def as_kept(values: Values, flags: Sequence[str]) -> dict[str, Any]:
    """Values of a form as acts want them: 是/否 as bool."""
    found = dict(values)
    for key in flags:
        if key in found:
            found[key] = None if found[key] is None else found[key] == "1"
    return found


def as_shown(values: Values, flags: Sequence[str]) -> dict[str, Any]:
    """Kept values as a form shows them."""
    found = dict(values)
    for key in flags:
        if key in found:
            found[key] = None if found[key] is None else "1" if found[key] else "0"
    return found


def heads_of(values: Values, codes: Sequence[tuple[str, str]] = HEADS) -> dict[str, int]:
    """The headcounts that were filled in."""
    return {code: values[code] for code, _word in codes if values.get(code) is not None}


def head_fields(
    group: str = "人数", codes: Sequence[tuple[str, str]] = HEADS, unit: str = "人"
) -> tuple[Field, ...]:
    """A field for each headcount."""
    return tuple(
        Field(code, word, Kind.COUNT, unit=unit, group=group if n == 0 else "")
        for n, (code, word) in enumerate(codes)
    )


def looked(
    kind: str, *codes: str, but: str | None = None, spans: Sequence[tuple[str, str]] = ()
) -> Any:
    """``before`` of a form: refuses a code that another record bears, headcounts that cannot be,
    and a last day before its first. ``spans``: (field of the first day, of the last)."""

    def look(connection: Any, values: Values) -> dict[str, str]:
        found = impossible_heads(values)
        for key in codes:
            code = values.get(key)
            other = same_code(connection, kind, key, code, but) if code else ""
            if other:
                found[key] = f"「{other}」已经用了这个代码，请核对是不是同一个。"
        for first, last in spans:
            begin, end = values.get(first), values.get(last)
            if begin is not None and end is not None and end < begin:
                found[last] = f"不能早于起始的{chinese(begin)}，请核对。"
        return found

    return look


def saves(
    act: Any, record: str, flags: Sequence[str] = ()
) -> Callable[[Values, Values, Any], Call]:
    """``save`` of a form of 编辑: plain and dated fields at once. ``flags``: see ``as_kept``."""

    def save(plain: Values, dated: Values, way: Any) -> Call:
        given: dict[str, Any] = {"plain": as_kept(plain, flags), "dated": dict(dated)}
        if way is not None:
            given |= {"change": way.change, "since": way.since, "doc_no": way.document or None}
        return Call(act, (record,), given)

    return save


def impossible_heads(values: Values) -> dict[str, str]:
    """其中 must not be more than the whole (女职工 ≤ 职工, 女会员 ≤ 会员 …)."""
    found = {}
    names = dict((*HEADS, *MORE_HEADS))
    pairs = (
        ("J202", "J201"), ("J203", "J201"), ("J204", "J201"), ("J205", "J201"),
        ("J207", "J206"), ("J208", "J206"),
    )  # fmt: skip
    for part, whole in pairs:
        inner, outer = values.get(part), values.get(whole)
        if inner is not None and outer is not None and inner > outer:
            found[part] = f"{names[part]} {inner} 人，比{names[whole]} {outer} 人还多，请核对。"
    return found


def doubles(connection: Any, kind: str, name: str, but: str | None) -> str:
    """The warning for a name that is there already; empty if it is new."""
    found = same_name(connection, kind, name, but)
    if not found:
        return ""
    return f"已有同名的记录（{len(found)} 个）。如果就是它，请不要重复登记。"


def own_union_name(connection: Any, employer: str) -> Values:
    """The usual name of an employer's own union."""
    found = names_of(connection, "employer", [employer])
    return {"name": f"{found[employer]}工会委员会"} if employer in found else {}

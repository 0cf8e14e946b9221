"""A form as data: its fields, what it starts with, and the act that saving does. No Qt in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.base.codes import code_list
from app.base.lists import Choice
from app.base.numbers import read_credit_code, read_phone
from app.desk.fields import Field, Kind

YES_NO = (Choice("1", "是"), Choice("0", "否"))
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
        words: on the button that does it; empty: it cannot be done.
        wide: place of the widest column.
    """

    title: str
    text: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: str
    wide: int = 0


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
        proposes: (reader, values of ``proposed_by``) → values of other fields, as ``fills``; asked
            when the form opens and whenever one of them changes. What was kept or typed stays.
        proposed_by: the fields that ``proposes`` looks at.
        closed: called once when the form is left or saved.
        warns: (reader, values of ``watched``) → a sentence below the first of them while they are
            typed, e.g. that there is a record of that name; empty if all is well.
        watched: the fields that ``warns`` looks at.
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
    proposes: Callable[[Any, Values], Values] | None = None
    proposed_by: tuple[str, ...] = ()
    closed: Callable[[], object] | None = None
    warns: Callable[[Any, Values], str] | None = None
    watched: tuple[str, ...] = ("name",)
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


def saves(
    act: Any, record: str, flags: Sequence[str] = ()
) -> Callable[[Values, Values, Any], Call]:
    """``save`` of a form of 编辑: plain and dated fields at once. ``flags``: see ``as_kept``."""

    def save(plain: Values, dated: Values, way: Any) -> Call:
        given: dict[str, Any] = {"plain": as_kept(plain, flags), "dated": as_kept(dated, flags)}
        if way is not None:
            given |= {"change": way.change, "since": way.since, "doc_no": way.document or None}
        return Call(act, (record,), given)

    return save

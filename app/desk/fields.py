"""Fields of a form as data, and reading what was typed. No Qt in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.base.lists import Choice, Picker
from app.base.text import control_characters, half_width, tidy


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"
    CHOICE = "choice"
    FLAG = "flag"
    PICKER = "picker"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        key: ASCII name; key of the value.
        label: what the clerk reads.
        kind: see ``Kind``. Values: str, date, int (MONEY in fen), bool, choice key or id; None for
            empty.
        obligatory: may not stay empty.
        help: one sentence, shown under the field while it has the cursor.
        choices: for CHOICE; more than ten are searched while typing.
        picker: for PICKER.
        dated: changing it asks 更正 or 变更.
        change_first: whether 变更 is the default answer of a dated field.
        group: heading above the first field of a group.
        unit: grey word after the field, e.g. 人.
        max_length: of a text.
        read_only: shown, not changed here.
        check: what is wrong with a value that could be read; empty if nothing.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    obligatory: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    picker: Picker | None = None
    dated: bool = False
    change_first: bool = True
    group: str = ""
    unit: str = ""
    max_length: int = 200
    read_only: bool = False
    check: Callable[[Any], str] | None = None


def read_count(text: str) -> int | None:
    """A number of people or things; thousands marks and full width allowed."""
    typed = half_width(text).replace(",", "").replace(" ", "")
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit():
        raise ValueError("请填整数，例如 120。")
    if len(typed) > 9:
        raise ValueError("这个数太大了，请核对。")
    return int(typed)


def read_money(text: str) -> int | None:
    """An amount in yuan, kept in fen."""
    typed = half_width(text).replace(",", "").replace(" ", "").removesuffix("元")
    if not typed:
        return None
    sign = -1 if typed.startswith("-") else 1
    whole, dot, cents = typed.removeprefix("-").partition(".")
    if not (whole + cents).isascii() or not (whole + cents).isdigit() or (dot and not cents):
        raise ValueError("请填金额，例如 1200 或 1200.50。")
    if len(cents) > 2:
        raise ValueError("金额最多到分，小数点后两位。")
    if len(whole) > 12:
        raise ValueError("这个金额太大了，请核对。")
    return sign * (int(whole or "0") * 100 + int(cents.ljust(2, "0") or "0"))


def read_text(field: Field, text: str) -> str | None:
    """A text, tidied: one line unless the field has several."""
    if field.kind is Kind.LINES:
        typed = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    else:
        typed = tidy(text)
    if field.kind is Kind.CODE:
        typed = "".join(half_width(typed).split()).upper()
    if bad := control_characters(typed):
        raise ValueError(f"有看不见的控制字符（{'、'.join(bad[:3])}），请删掉后重填。")
    if len(typed) > field.max_length:
        raise ValueError(f"最多 {field.max_length} 个字，现在是 {len(typed)} 个。")
    return typed or None


def missing(field: Field, value: Any) -> str:
    """The sentence for an obligatory field left empty, or a value that its check refuses; empty if
    all is well."""
    if value not in (None, ""):
        return field.check(value) if field.check is not None else ""
    if not field.obligatory:
        return ""
    verb = "选" if field.kind in (Kind.CHOICE, Kind.PICKER) else "填"
    return f"请{verb}{field.label}。"


def shown(field: Field, value: Any) -> str:
    """A value as it stands in its field."""
    if value is None:
        return ""
    if field.kind is Kind.MONEY and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def in_words(field: Field, value: Any, titles: dict[str, str] | None = None) -> str:
    """A value as a person reads it in a sentence."""
    if value is None or value == "":
        return "（空）"
    if field.kind is Kind.FLAG:
        return "是" if value else "否"
    if field.kind is Kind.CHOICE:
        return next((c.title for c in field.choices if c.key == value), str(value))
    if field.kind is Kind.PICKER:
        return (titles or {}).get(str(value), "（所选）")
    return shown(field, value)

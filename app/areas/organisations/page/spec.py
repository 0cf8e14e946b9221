"""What the forms of organisations have in common: headcounts, codes and names that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.base.days import chinese
from app.desk.fields import Field, Kind
from app.desk.form_spec import Values

from ..lists.names import names_of
from ..lists.window import same_code, same_name

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


def alike(kind: str, but: str | None = None) -> Callable[[Any, Values], str]:
    """``warns`` of a form: the name typed is there already. ``but``: the record edited."""

    def warn(connection: Any, values: Values) -> str:
        found = same_name(connection, kind, str(values.get("name") or ""), but)
        if not found:
            return ""
        return f"已有同名的记录（{len(found)} 个）。如果就是它，请不要重复登记。"

    return warn


def own_union_name(connection: Any, employer: str) -> Values:
    """The usual name of an employer's own union."""
    found = names_of(connection, "employer", [employer])
    return {"name": f"{found[employer]}工会委员会"} if employer in found else {}

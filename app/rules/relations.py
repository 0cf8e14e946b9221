"""Checks between figures (合计 = 其中 …): data of the rule packs, in a form that cannot run code.

A relation compares sums of figures: ``left`` (codes, added) with ``right`` (codes, added, or a
whole number), or demands something of each code of ``left``:

* ``=``, ``<=``, ``>=``: the two sides;
* ``each<=``: every figure of ``left`` is at most the sum of ``right`` (其中 ≤ 合计);
* ``implies``: where the sum of ``left`` is above zero, every figure of ``right`` is, too;
* ``whole``: a whole number not below zero;
* ``rows``: equals the sum of the rows below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.base.findings import Finding, Result, Severity

CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}\Z")
KINDS = ("=", "<=", ">=", "each<=", "implies", "whole", "rows")

_SIGNS = {"=": "应等于", "<=": "不应大于", ">=": "不应小于", "implies": "大于0时也应大于0的是"}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a check.

    Attributes:
        left: figure codes.
        kind: one of ``KINDS``.
        right: figure codes, a whole number, or None where the kind needs none.
        severity: of a breach.
        types: union types it is meant for, each union alone; empty: for the whole table.
        advice: what to do, in plain Chinese.
    """

    left: tuple[str, ...]
    kind: str
    right: tuple[str, ...] | int | None
    severity: Severity
    types: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A figure check, e.g. L01."""

    id: str
    title: str
    enabled: bool
    relations: tuple[Relation, ...]


def judge(
    check: Check,
    values: Mapping[str, int | None],
    titles: Mapping[str, str],
    *,
    union_type: str = "",
    unit: tuple[str, str] | None = None,
    rows: Sequence[Mapping[str, int | None]] | None = None,
) -> list[Finding]:
    """All results of a check on one set of figures.

    Args:
        check: from ``RuleBook.checks``.
        values: figure code to value; None or absent: not known, which is never a pass.
        titles: figure code to its Chinese title.
        union_type: the union's type when the figures are those of one union; the relations for
            whole tables are then left out, and the other way round.
        unit: (id, name) of the union; None for the whole table, whose object is the figure.
        rows: the rows below, for ``rows`` relations; None: there are none, the relation is left
            out.

    Returns:
        One finding per relation (per code for ``each<=``, ``whole``, ``rows``), with every result.
    """
    found = []
    for relation in check.relations:
        if bool(relation.types) is not bool(union_type):
            continue
        if relation.types and union_type not in relation.types:
            continue
        for left, right, reading in _cases(relation, values, rows):
            found.append(_finding(check, relation, left, right, reading, titles, unit))
    return found


_Side = tuple[tuple[str, ...], int | None]
"""Codes that were added, and their sum."""


def _cases(
    relation: Relation,
    values: Mapping[str, int | None],
    rows: Sequence[Mapping[str, int | None]] | None,
) -> list[tuple[_Side, _Side, str]]:
    def side(codes: tuple[str, ...]) -> _Side:
        return codes, _sum([values.get(code) for code in codes])

    single = [side((code,)) for code in relation.left]
    if relation.kind == "whole":
        return [(one, ((), 0), ">=") for one in single]
    if relation.kind == "rows":
        if rows is None:
            return []
        return [(one, ((), _sum([row.get(one[0][0]) for row in rows])), "=") for one in single]
    right: _Side = (
        side(relation.right) if isinstance(relation.right, tuple) else ((), relation.right)
    )
    if relation.kind == "each<=":
        return [(one, right, "<=") for one in single]
    if relation.kind == "implies":
        return [(side(relation.left), side((code,)), "implies") for code in right[0]]
    return [(side(relation.left), right, relation.kind)]


def _sum(values: Sequence[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _holds(left: int, reading: str, right: int) -> bool:
    if reading == "=":
        return left == right
    if reading == "implies":
        return left <= 0 or right > 0
    return left <= right if reading == "<=" else left >= right


def _finding(
    check: Check,
    relation: Relation,
    left: _Side,
    right: _Side,
    reading: str,
    titles: Mapping[str, str],
    unit: tuple[str, str] | None,
) -> Finding:
    code = left[0][0]
    kind, object_id, title = ("union", *unit) if unit else ("figure", code, titles.get(code, code))
    involved = "、".join(f"{c}{titles.get(c, '')}" for c in left[0] + right[0])
    if left[1] is None or right[1] is None:
        result, message = Result.NO_DATA, f"{involved}没有填全，无法核对。"
    elif isinstance(left[1], int) and _holds(left[1], reading, right[1]):
        result, message = Result.PASS, f"{check.title}：符合。"
    else:
        result = Result.FAIL
        of = f"{unit[1]}：" if unit else ""
        message = f"{of}{check.title}：{_words(left, titles)}，{_SIGNS[reading]}" + (
            "下级各行之和" if relation.kind == "rows" else ""
        )
        message += f"{_words(right, titles)}。{relation.advice}"
    values = {"left": left[1], "right": right[1], "codes": "+".join(left[0])}
    return Finding(
        rule=check.id,
        severity=relation.severity,
        message=message,
        kind=kind,
        id=object_id,
        title=title,
        result=result,
        basis="统计指标之间的平衡关系（由指标定义推出）",
        values=values,
    )


def _words(side: _Side, titles: Mapping[str, str]) -> str:
    codes, value = side
    if not codes:
        return f" {value}"
    names = "＋".join(f"{code}{titles.get(code, '')}" for code in codes)
    return f"{names}{'合计' if len(codes) > 1 else ''} {value}"

"""Checks of one row that need no register; called in the child process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.findings import Severity

_SUFFIXES = (
    ("工会联合会", "federation"),
    ("联合工会委员会", "joint_committee"),
    ("联合基层工会委员会", "joint_committee"),
    ("联合工会", "joint_committee"),
    ("工会工作委员会", "working_committee"),
    ("总工会", "general_union"),
    ("工会委员会", "committee"),
    ("基层工会", "committee"),
    ("工会小组", "group"),
    ("分会", "branch"),
    ("工会", "committee"),
)


def organisation_row(
    values: Mapping[str, Any], originals: Mapping[str, str]
) -> Sequence[tuple[Any, ...]]:
    """Figures of one row that cannot be together."""
    del originals
    return _heads(values)


def employer_row(
    values: Mapping[str, Any], originals: Mapping[str, str]
) -> Sequence[tuple[Any, ...]]:
    """Figures of one row that cannot be together."""
    del originals
    return _heads(values)


def _heads(values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    problems: list[tuple[Any, ...]] = []
    for part, whole, words in (
        ("women", "workers", ("女职工", "职工")),
        ("women_members", "members", ("女会员", "会员")),
        ("migrants", "workers", ("农民工", "职工")),
        ("migrant_members", "members", ("农民工会员", "会员")),
    ):
        a, b = values.get(part), values.get(whole)
        if a is not None and b is not None and a > b:
            message = f"{words[0]} {a} 人多于{words[1]} {b} 人，请核对"
            problems.append((part, "STA-04", Severity.EXPLAIN, message, ()))
    return problems


def form_of(name: str) -> str | None:
    """The form a union's name tells by its ending."""
    for suffix, form in _SUFFIXES:
        if name.endswith(suffix):
            return form
    return None


def type_of(name: str) -> str:
    """The type a union's name tells, for a row that does not say it."""
    if "联合会" in name:
        return "industry_federation" if "行业" in name else "regional_federation"
    if "联合工会" in name or "联合基层工会" in name:
        return "joint"
    if name.endswith("工作委员会"):
        return "working_committee"
    return "single"


def employer_name(union: str) -> str:
    """The employer's name that a single union's name holds."""
    for suffix in ("基层工会委员会", "工会委员会", "基层工会", "工会"):
        if union.endswith(suffix) and len(union) > len(suffix):
            return union.removesuffix(suffix)
    return union

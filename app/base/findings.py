"""A finding: what any check says, in one form for window, workbook, PDF and command line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """逻辑性 ``must`` is mended; 合理性 ``explain`` is explained in writing; ``info``: a repair."""

    MUST = "must"
    EXPLAIN = "explain"
    INFO = "info"


class Result(StrEnum):
    """How a rule came out for one object. Missing input is never a pass."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one rule for one object.

    Attributes:
        rule: stable code, e.g. ``LAW-01``.
        severity: see ``Severity``.
        result: see ``Result``; only ``fail`` is a finding in the strict sense.
        kind: kind of the object (``union``, ``employer``, ``place``, ``figure``, ``row`` ...).
        id: hex id of the object, or a figure's code; empty for the whole workspace.
        title: the object's name as the clerk knows it.
        message: plain Chinese: what, where, what to do.
        field: the record's field, where there is one.
        basis: document and article, with the mark 依据未核对 where it is not confirmed.
        values: what the judgement rests on; an explanation lapses when these change.
        explanation: the clerk's written reason, if any.
        put_off: ISO day until which it is put off, if any.
    """

    rule: str
    severity: Severity
    message: str
    kind: str = ""
    id: str = ""
    title: str = ""
    result: Result = Result.FAIL
    field: str = ""
    basis: str = ""
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    explanation: str = ""
    put_off: str = ""

"""Values as workbooks show them, and the rows of exports and prefilled templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.base.codes import code_list
from app.base.lists import View
from app.figures.registry import Registry
from app.sheets.fields import Kind

from ..lists.snapshot import Snapshot, count_listed, snapshot
from .kinds import COVERED_CODES, EMPLOYERS, HEAD_CODES, KINDS, ORGANISATIONS

_LISTS = {
    field.key: field.choices for kind in KINDS for field in kind.fields if field.kind is Kind.CODE
}
_UNION_FIELDS = {field.key for field in ORGANISATIONS.fields}
_EMPLOYER_FIELDS = {field.key for field in EMPLOYERS.fields}


def word_of(field: str, value: Any) -> str:
    """A value as the clerk knows it: a code's name, a day, a flag."""
    if value is None:
        return ""
    name = _LISTS.get(field)
    if name and isinstance(value, str):
        entry = code_list(name).get(value)
        return entry.name if entry else value
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def union_values(
    conn: Any, ids: Sequence[str], view: View, registry: Registry | None = None
) -> list[Mapping[str, Any]]:
    """Unions as rows of their workbook: codes as words, days as ISO text, the covered units of a
    joint union one by one where they are listed. Members are the number that holds, as in the list
    of unions; ``registry``: the figures of all areas, without them what was reported."""
    now = snapshot(conn, view.day)
    count_listed(conn, now, registry, ids)
    rows: list[Mapping[str, Any]] = []
    covered: dict[str, list[str]] = {}
    for employer, link in now.covered.items():
        covered.setdefault(link["union_id"], []).append(employer)
    for union in ids:
        record = now.unions.get(union)
        if record is None:
            continue
        values: dict[str, Any] = {k: word_of(k, v) for k, v in record.items() if k in _UNION_FIELDS}
        values["upper"] = _name(now.unions, record["upper_id"])
        values["place"] = _name(now.places, record["place_id"])
        for field, code in {**HEAD_CODES, **COVERED_CODES}.items():
            values[field] = _number(now, union, code)
        own = covered.get(union, [])
        if record["type"] == "single" and len(own) == 1:
            values |= _employer_part(now, own[0])
        rows.append(values)
        if record["type"] != "single":
            for employer in sorted(own, key=lambda i: str(now.employers[i]["name"])):
                line: dict[str, Any] = {k: values[k] for k in ("name", "upper", "type")}
                line |= _employer_part(now, employer)
                for field, code in HEAD_CODES.items():
                    line[field] = _number(now, employer, code)
                rows.append(line)
    return rows


def employer_values(
    conn: Any, ids: Sequence[str], view: View, registry: Registry | None = None
) -> list[Mapping[str, Any]]:
    """Employers as rows of their workbook; their members are the number that holds, as in the list
    of employers."""
    now = snapshot(conn, view.day)
    count_listed(conn, now, registry, {now.covered[i]["union_id"] for i in ids if i in now.covered})
    rows: list[Mapping[str, Any]] = []
    for employer in ids:
        record = now.employers.get(employer)
        if record is None:
            continue
        values: dict[str, Any] = {
            k: word_of(k, v) for k, v in record.items() if k in _EMPLOYER_FIELDS
        }
        values["place"] = _name(now.places, record["place_id"])
        values["parent"] = _name(now.employers, record["parent_id"])
        link = now.covered.get(employer)
        if link is not None:
            values["union"] = _name(now.unions, link["union_id"])
            values["coverage_kind"] = word_of("coverage_kind", link["kind"])
            for field in ("organiser", "liaison", "phone"):
                values[field] = link[field] or ""
        for field, code in HEAD_CODES.items():
            values[field] = _number(now, employer, code)
        wage = _number(now, employer, "W101")
        values["wage_bill"] = wage
        rows.append(values)
    return rows


def _employer_part(now: Snapshot, employer: str) -> dict[str, Any]:
    record = now.employers[employer]
    return {
        "employer": record["name"],
        "employer_credit_code": record["credit_code"] or "",
        "employer_address": record["address"] or "",
        **{f: word_of(f, record[f]) for f in ("nature", "economic_type", "industry", "unit_level")},
    }


def _number(now: Snapshot, owner: str, code: str) -> int | None:
    """The number that holds: what is listed, else what was reported."""
    if code in now.listed.get(owner, {}):
        return now.listed[owner][code]
    known = now.readings.get((owner, code))
    return known[1] if known else None


def _name(records: Mapping[str, Mapping[str, Any]], record: str | None) -> str:
    return str(records.get(record or "", {}).get("name", ""))

"""Acts that belong to no area: explanations, confirmed bases, remembered choices, settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table, select

from .system import (
    CHOICE,
    CONFIRMATION,
    EXPLANATION,
    MATCHING,
    PACK,
    PUT_OFF,
    RECEIVED,
    SETTING,
)
from .work import Work, act


def _put(work: Work, table: Table, key: dict[str, Any], values: dict[str, Any]) -> str:
    """Write the one row that has this key."""
    query = select(table.c.id)
    for name, value in key.items():
        query = query.where(table.c[name] == value)
    rows = work.rows(query)
    if rows:
        work.update(table, rows[0]["id"], **values)
        return str(rows[0]["id"])
    return work.insert(table, **key, **values)


@act("store.explain", "填写上报说明")
def explain_finding(
    work: Work, *, rule: str, kind: str, object_id: str, values: dict[str, Any], text: str
) -> str:
    """A written reason beside a true finding; it lapses when ``values`` change."""
    return _put(
        work,
        EXPLANATION,
        {"rule": rule, "object": object_id},
        {
            "kind": kind,
            "values": values,
            "text": text.strip() or None,
            "put_off": None,
            "user": work.user,
            "written_on": work.today,
        },
    )


@act("store.put_off", "暂缓处理")
def put_off_finding(
    work: Work, *, rule: str, kind: str, object_id: str, values: dict[str, Any], until: date
) -> str:
    """A finding comes back on that day."""
    return _put(
        work,
        EXPLANATION,
        {"rule": rule, "object": object_id},
        {
            "kind": kind,
            "values": values,
            "put_off": until,
            "user": work.user,
            "written_on": work.today,
        },
    )


@act("store.withdraw_explanation", "撤回上报说明")
def withdraw_explanation(work: Work, *, rule: str, object_id: str) -> None:
    """The finding stands without explanation again."""
    query = select(EXPLANATION.c.id).where(
        EXPLANATION.c.rule == rule, EXPLANATION.c.object == object_id
    )
    for row in work.rows(query):
        work.delete(EXPLANATION, row["id"])


@act("store.put_off_due", "暂缓要办的事")
def put_off_due(
    work: Work, *, key: str, day: date | None, until: date, reason: str | None = None
) -> str:
    """Something due comes back on a day.

    Args:
        key: of the thing due (``Due.key``).
        day: when it is due; when that changes it comes back at once.
    """
    return _put(
        work,
        PUT_OFF,
        {"key": key},
        {
            "day": day,
            "until": until,
            "reason": reason,
            "user": work.user,
            "written_on": work.today,
        },
    )


@act("store.take_up_due", "取消暂缓")
def take_up_due(work: Work, *, key: str) -> None:
    """What was put off is due again."""
    for row in work.rows(select(PUT_OFF.c.id).where(PUT_OFF.c.key == key)):
        work.delete(PUT_OFF, row["id"])


@act("store.confirm_rule", "核对依据")
def confirm_rule(work: Work, *, rule: str, basis: str) -> str:
    """A person has compared the basis of a rule with the printed document."""
    return _put(
        work,
        CONFIRMATION,
        {"rule": rule},
        {"basis": basis, "user": work.user, "confirmed_on": work.today},
    )


@act("store.receive_pack", "导入标准（口径）")
def receive_pack(work: Work, *, name: str, content: str) -> str:
    """A rule pack that the county handed over."""
    return _put(work, PACK, {"name": name}, {"content": content, "received_on": work.today})


@act("store.set_setting", "修改设置")
def set_setting(work: Work, *, key: str, value: Any) -> str:
    """One setting of the workspace."""
    return _put(work, SETTING, {"key": key}, {"value": value})


@act("store.match_columns", "记住列对应")
def remember_matching(work: Work, *, kind: str, source: str, columns: dict[str, Any]) -> str:
    """How the columns of a source were matched, for next time."""
    return _put(work, MATCHING, {"kind": kind, "source": source}, {"columns": columns})


@act("store.choose_name", "记住名称对应")
def choose_name(work: Work, *, kind: str, text: str, record: str) -> str:
    """A name in workbooks that is this record."""
    return _put(work, CHOICE, {"kind": kind, "text": text}, {"record": record})


@act("store.register_received", "收表登记")
def register_received(
    work: Work,
    *,
    kind: str,
    file_name: str,
    sender: str | None = None,
    batch: str | None = None,
    counts: dict[str, int] | None = None,
) -> str:
    """A workbook came in."""
    return work.insert(
        RECEIVED,
        kind=kind,
        sender=sender,
        file_name=file_name,
        received_on=work.today,
        batch=batch,
        counts=counts,
    )


def setting(conn: Any, key: str, default: Any = None) -> Any:
    """A setting's value."""
    row = conn.execute(select(SETTING.c.value).where(SETTING.c.key == key)).first()
    return default if row is None else row[0]


def put_offs(conn: Any, day: date) -> dict[str, tuple[date | None, date]]:
    """What is put off to later than a day: key → (the day it was due then, until when)."""
    query = select(PUT_OFF.c.key, PUT_OFF.c.day, PUT_OFF.c.until).where(PUT_OFF.c.until > day)
    return {row.key: (row.day, row.until) for row in conn.execute(query)}


def handed_packs(conn: Any) -> list[tuple[str, str]]:
    """(name, content) of the rule packs that were handed over, oldest first."""
    rows = conn.execute(select(PACK.c.name, PACK.c.content).order_by(PACK.c.received_on, PACK.c.id))
    return [(row.name, row.content) for row in rows]


def confirmed_rules(conn: Any) -> frozenset[str]:
    """Ids of the rules whose basis a person has compared with the printed document."""
    return frozenset(conn.execute(select(CONFIRMATION.c.rule)).scalars())


def matchings(conn: Any, kind: str) -> dict[str, dict[str, str]]:
    """How the columns of each source of a list were matched: signature → header → field."""
    query = select(MATCHING.c.source, MATCHING.c["columns"]).where(MATCHING.c.kind == kind)
    return {row[0]: row[1] for row in conn.execute(query)}


@act(
    "store.reveal",
    "显示完整号码",
    undo=False,
    why_not="号码已经显示过，不能当作没有发生。",
)
def reveal(work: Work, *, what: str, rows: int, reason: str = "") -> None:
    """Note in the log that masked numbers were shown or exported in full.

    Args:
        what: the list or field, in Chinese; never a name or a number of a record.
        rows: of how many records.
        reason: the person's words.
    """
    work.rename_entry(f"显示完整号码：{what} {rows} 条" + (f"（{reason}）" if reason else ""))


def received(conn: Any, *, first: date, last: date) -> list[dict[str, Any]]:
    """收表登记 of a time, newest first: kind, sender, file_name, received_on, batch, counts."""
    query = (
        select(RECEIVED)
        .where(RECEIVED.c.received_on >= first, RECEIVED.c.received_on <= last)
        .order_by(RECEIVED.c.received_on.desc(), RECEIVED.c.id.desc())
    )
    return [dict(row) for row in conn.execute(query).mappings()]

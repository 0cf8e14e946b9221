"""One person, transfer or application as a paper needs it: texts, codes told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.areas.organisations.lists.names import names_of
from app.base.codes import code_list
from app.base.days import chinese
from app.base.errors import UserError

from ..records import (
    APPLICATION,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from .people import CODES, owned, shown_document


def one(conn: Connection, table: Table, record: str) -> dict[str, Any]:
    """A record by id.

    Raises:
        UserError: NOT_FOUND.
    """
    row = _found(conn, table, record)
    if row is None:
        raise UserError(
            "NOT_FOUND",
            f"找不到要打印的{table.info['title']}记录。",
            "请用 --option id= 给出它的编号，或在窗口里选中它再打印。",
        )
    return dict(row)


def _found(conn: Connection, table: Table, record: str) -> Any:
    """The row of that id, None if there is none or the text is no id."""
    if len(record) != 32 or not all(c in "0123456789abcdef" for c in record):
        return None
    return conn.execute(select(table).where(table.c.id == record)).mappings().first()


def of_person(conn: Connection, table: Table, person_id: str) -> Sequence[Mapping[str, Any]]:
    """Her rows of a table, oldest first."""
    return [dict(row) for row in owned(conn, table, [person_id]).get(person_id, ())]


def facts(conn: Connection, person_id: str, day: date) -> dict[str, str]:
    """What a form of a person prints, each as text; unknown is empty."""
    row = one(conn, PERSON, person_id)
    spells = of_person(conn, PERSON_SPELL, person_id)
    held = [s for s in spells if (s["since"] or date.min) <= day]
    now = held[-1] if held else {}
    found = {key: _told(key, value) for key, value in {**now, **row}.items()}
    documents = of_person(conn, IDENTITY, person_id)
    paper = shown_document(documents) or (documents[-1] if documents else None)
    if paper:
        found["document_type"] = code_list("document_type").name_of(paper["type"])
        found["number"] = paper["number"]
    found["former"] = "、".join(r["name"] for r in of_person(conn, FORMER_NAME, person_id))
    work = [e for e in of_person(conn, EMPLOYMENT, person_id) if e["until"] is None]
    work.sort(key=lambda e: not e["follows"])
    if work:
        found["employer"] = employer_name(conn, work[0], day)
        found["post"] = work[0]["post"] or ""
        found["department"] = work[0]["department"] or ""
    member = [m for m in of_person(conn, MEMBERSHIP, person_id) if m["status"] != "voided"]
    if member:
        found["union"] = union_name(conn, member[-1]["union_id"], day)
        found["group_name"] = member[-1]["group_name"] or ""
        found["approved_on"] = _told("approved_on", member[-1]["approved_on"])
    return found


def _told(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in CODES:
        return code_list(CODES[key]).name_of(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return chinese(value) if isinstance(value, date) else str(value)


def union_name(conn: Connection, union_id: str | None, day: date) -> str:
    """A union's name on a day, or its last one."""
    return names_of(conn, "union", [union_id], day).get(union_id or "", "")


def employer_name(conn: Connection, row: Mapping[str, Any], day: date) -> str:
    """The employer of an employment on a day, or its last name, or what was written."""
    firm = row["employer_id"]
    return names_of(conn, "employer", [firm], day).get(firm or "") or row["employer_name"] or ""


def application_facts(conn: Connection, record: str) -> dict[str, str] | None:
    """An application as a form prints it, once it is approved with what the register knows of the
    member (``person_id``: her record); None if the id is no application's."""
    row = _found(conn, APPLICATION, record)
    if row is None:
        return None
    day = row["decided_on"] or row["received_on"]
    found: dict[str, str] = {}
    if row["state"] == "approved" and row["person_id"]:
        found = facts(conn, row["person_id"], day)
        found |= {"person_id": row["person_id"], "approved_on": chinese(row["decided_on"])}
    found |= {
        key: _told(key, date.fromisoformat(value) if _is_day(key, value) else value)
        for key, value in (row["details"] or {}).items()
    }
    found |= {key: str(row[key]) for key in ("name", "number", "phone") if row[key]}
    if row["document_type"]:
        found["document_type"] = code_list("document_type").name_of(row["document_type"])
    found["union"] = union_name(conn, row["union_id"], day)
    found["employer"] = employer_name(conn, row, day)
    return found


def _is_day(key: str, value: Any) -> bool:
    return isinstance(value, str) and key.endswith("_on") and len(value) == 10


def sides(conn: Connection, row: Mapping[str, Any]) -> tuple[str, str]:
    """The union a transfer leaves and the one it goes to, by name on its day."""
    left = row["from_name"] or union_name(conn, row["from_union_id"], row["sent_on"])
    joined = row["to_name"] or union_name(conn, row["to_union_id"], row["sent_on"])
    return left, joined


def transfer_facts(conn: Connection, record: str) -> dict[str, str]:
    """A transfer with the person's particulars."""
    row = one(conn, TRANSFER, record)
    found = facts(conn, row["person_id"], row["sent_on"])
    sent, dues = row["sent_on"], row["dues_until"]
    left, joined = sides(conn, row)
    came = row["to_union_id"], row["received_on"]
    spells = of_person(conn, MEMBERSHIP, row["person_id"])
    spell = next((s for s in spells if (s["union_id"], s["since"]) == came), None)
    found["group_name"] = (spell["group_name"] or "") if spell else ""
    found |= {
        "number": row["number"] or "",
        "document": found.get("number", ""),
        "from": left,
        "to": joined,
        "reason": code_list("change_reason").name_of(row["reason"]) if row["reason"] else "",
        "dues_until": f"{dues.year}年{dues.month}月" if dues else "",
        "sent_on": chinese(sent),
        "received_on": chinese(row["received_on"]) if row["received_on"] else "",
        "handler": row["handler"] or "",
    }
    return found

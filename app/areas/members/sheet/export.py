"""Members as rows of their workbook: what comes in again changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from app.areas.organisations.lists.snapshot import Snapshot, snapshot

from ..lists.snapshot import beside, campaigns, members_on
from .fields import DATED, PLAIN, WORK, word_of


def member_values(
    conn: Any, day: date, unions: Collection[str] | None, also: Collection[str] = ()
) -> Iterator[Mapping[str, Any]]:
    """Members and retained members of a day as rows: codes as words, days as ISO text.

    Args:
        unions: of these only; None: of all.
        also: further columns of ``members_on``, handed on as they are.
    """
    now = snapshot(conn, day)
    names = {one: name for name, one in campaigns(conn).items()}
    for part in members_on(conn, day, unions):
        papers, work, former = beside(conn, [row["id"] for row in part], day)
        for row in part:
            person = row["id"]
            values = _own(row, now)
            values |= _paper(papers.get(person, ()))
            values |= _work(work.get(person, ()), now)
            values["former_name"] = former[person][0] if person in former else ""
            values["campaign"] = names.get(row["campaign_id"] or "", "")
            for key in also:
                values[key] = row[key]
            yield values


def _own(row: Mapping[str, Any], now: Snapshot) -> dict[str, Any]:
    values: dict[str, Any] = {key: word_of(key, row[key]) for key in (*PLAIN, *DATED)}
    values |= {
        "name": row["name"],
        "note": row["note"] or "",
        "group_name": row["group_name"] or "",
        "union": str(now.unions.get(row["union_id"], {}).get("name", "")),
    }
    if row["no_phone"] and not row["phone"]:
        values["phone"] = "无"
    if not values["joined_on"] and row["began"] == "joined" and row["m_since"]:
        values["joined_on"] = row["m_since"].isoformat()
    if row["status"] == "retained":
        values["change_type"] = word_of("change_type", "retained")
        if row["m_since"]:
            values["change_on"] = row["m_since"].isoformat()
    return values


def _paper(papers: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    for one in papers:
        return {
            "document_type": word_of("document_type", one["type"]),
            "number": one["number"],
        }
    return {}


def _work(jobs: Collection[Mapping[str, Any]], now: Snapshot) -> dict[str, Any]:
    for job in jobs:
        if job["follows"]:
            employer = now.employers.get(job["employer_id"] or "", {})
            host = now.employers.get(job["host_id"] or "", {})
            return {
                "employer": str(employer.get("name") or job["employer_name"] or ""),
                "host": str(host.get("name", "")),
                **{key: job[key] or "" for key in WORK},
            }
    return {}

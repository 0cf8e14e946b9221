"""What the forms of 工会法人资格 say of a union, its employer and its chair."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from app.areas.members.lists import forms as reading
from app.areas.organisations.lists.common import name_of, union_names
from app.areas.organisations.lists.detail import coverage_of
from app.areas.organisations.records import EMPLOYER_SPELL, UNION, UNION_SPELL
from app.base.days import Span, chinese
from app.store.meta import on_day

from ..records import BODY, POST
from .common import chair_post, posts_of
from .official_values import union_values

NO_DAY = "　　年　　月　　日"
_DAYS = ("founded_on", "term_from", "term_until", "certificate_from", "certificate_until")
_WORDS = ("credit_code", "certificate_no", "phone", "address", "founded_doc", "members_to")


def legal_values(conn: Connection, union_id: str, day: date) -> dict[str, str]:
    """What is known of a union and its chair, as the forms say it; unknown is empty."""
    row = conn.execute(select(UNION).where(UNION.c.id == union_id)).mappings().one()
    spell = conn.execute(
        select(UNION_SPELL).where(UNION_SPELL.c.union_id == union_id, on_day(UNION_SPELL, day))
    ).mappings().first()  # fmt: skip
    upper = spell["upper_id"] if spell is not None else None
    values = {k: v or "" for k, v in union_values(conn, union_id, day).items()}
    known = {key: "" if row[key] is None else str(row[key]) for key in _WORDS}
    for key in _DAYS:
        known[key] = chinese(row[key]) if row[key] else NO_DAY
    known |= {
        "name": values.get("union", ""), "workers": values.get("workers", ""),
        "members": values.get("members", ""),
        "upper": union_names(conn, day, [upper]).get(upper or "", "") or values.get("upper", ""),
        "founded": known["founded_on"], "full_time": str(_full_time(conn, union_id, day) or ""),
    }  # fmt: skip
    return known | _employer(conn, union_id, day) | _chair(conn, union_id, day)


def _full_time(conn: Connection, union_id: str, day: date) -> int:
    rows = posts_of(conn, POST.c.union_id, [union_id], on_day(POST, day))
    return len({p["person_id"] for p in rows.get(union_id, ()) if p["service"] == "full_time"})


def _employer(conn: Connection, union_id: str, day: date) -> dict[str, str]:
    """The employer of a union that has one only."""
    covered = [
        c
        for c in coverage_of(conn, union_id=union_id)
        if c["kind"] == "found" and Span(c["since"], c["until"]).covers(day)
    ]
    if len(covered) != 1:
        return {"employer": "", "nature": "", "industry": "", "division": ""}
    query = select(EMPLOYER_SPELL).where(
        EMPLOYER_SPELL.c.employer_id == covered[0]["employer_id"],
        on_day(EMPLOYER_SPELL, day),
    )
    row = conn.execute(query).mappings().first()
    if row is None:
        return {"employer": "", "nature": "", "industry": "", "division": ""}
    return {
        "employer": row["name"],
        "nature": name_of("unit_nature", row["nature"]),
        "industry": name_of("industry", row["industry"]),
        "division": "",
    }


def _chair(conn: Connection, union_id: str, day: date) -> dict[str, str]:
    query = (
        select(POST)
        .join(BODY, BODY.c.id == POST.c.body_id)
        .where(POST.c.union_id == union_id, chair_post(day))
    )
    post = conn.execute(query).mappings().first()
    if post is None:
        return {}
    person = reading.facts(conn, post["person_id"], day)
    work = " ".join(part for part in (person.get("employer"), person.get("post")) if part)
    return {
        "c_person": post["person_id"],
        "c_name": person.get("name", ""), "c_sex": person.get("sex", ""),
        "c_ethnicity": person.get("ethnicity", ""), "c_birth": person.get("birth_on", ""),
        "c_education": person.get("education", ""), "c_political": person.get("political", ""),
        "c_post": name_of("post_role", post["role"]),
        "c_service": name_of("post_service", post["service"]),
        "c_since": chinese(post["since"]) if post["since"] else "",
        "c_joined": person.get("joined_on", ""), "c_other": work,
        "c_number": person.get("number", ""), "c_mobile": person.get("phone", ""),
    }  # fmt: skip

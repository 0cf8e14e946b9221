"""One union with its bodies, one person with her posts, training and honours, one course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.lists.people import rows_of
from app.areas.members.records import PERSON
from app.areas.organisations.lists.common import employer_names, union_names
from app.base.codes import code_list
from app.base.lists import View
from app.store.meta import on_day

from ..records import BODY, HONOUR, POST, TERM, TRAINED, TRAINING
from .common import body_name, grouped, post_name, posts_of
from .courses import HONOURS, TRAININGS
from .organs import ORGANS
from .people import studies
from .posts import POSTS


def organs_card(connection: Connection, union_id: str, day: date) -> dict[str, Any] | None:
    """Everything of a union's bodies on a day; None if there is no such union.

    Returns:
        ``row``: as in the list; ``bodies``: those of the day, each with ``title``, ``term`` (of the
        day, or None), ``terms`` (all, newest first) and ``posts`` (of the day); ``alone``: posts
        of the day in no body; ``former``: posts that ended, newest first; ``closed``: bodies that
        ended; ``honours`` of the union.
    """
    row = next(iter(ORGANS.rows(connection, [union_id], View(day))), None)
    if row is None:
        return None
    every = select(BODY).where(BODY.c.union_id == union_id).order_by(BODY.c.since)
    bodies = [dict(b) for b in connection.execute(every).mappings()]
    terms = grouped(
        connection, select(TERM).order_by(TERM.c.since.desc()), TERM.c.body_id,
        [b["id"] for b in bodies],
    )  # fmt: skip
    posts = posts_of(connection, POST.c.union_id, [union_id]).get(union_id, [])
    present = [p for p in posts if _holds(p, day)]
    order = {entry.code: n for n, entry in enumerate(code_list("body_kind"))}
    for body in bodies:
        body["title"] = body_name(body["kind"], body["name"])
        body["terms"] = [dict(t) for t in terms.get(body["id"], ())]
        body["term"] = next((t for t in body["terms"] if _holds(t, day)), None)
        body["posts"] = [p for p in present if p["body_id"] == body["id"]]
    now = sorted((b for b in bodies if _holds(b, day)), key=lambda b: order.get(b["kind"], 99))
    gone = [p for p in posts if p["until"] is not None and p["until"] <= day]
    praised = select(HONOUR.c.id).where(HONOUR.c.union_id == union_id)
    return {
        "row": row,
        "bodies": now,
        "closed": [b for b in bodies if b["until"] is not None and b["until"] <= day],
        "alone": [p for p in present if p["body_id"] is None],
        "former": sorted(gone, key=lambda p: p["until"], reverse=True),
        "honours": HONOURS.rows(connection, list(connection.execute(praised).scalars()), View(day)),
    }


def _holds(row: Mapping[Any, Any], day: date) -> bool:
    return (row["since"] or date.min) <= day and (row["until"] is None or row["until"] > day)


def cadre_card(connection: Connection, person_id: str, day: date) -> dict[str, Any] | None:
    """A person with her posts (present first), training and honours; None if there is no such
    person.

    Returns:
        ``row``: as in the list of people; ``posts`` as in their list with ``word``; ``trained``:
        courses, newest first, each with ``trained_id``; ``honours``; ``hours`` of the year.
    """
    row = next(iter(rows_of(connection, [person_id], day)), None)
    if row is None:
        return None
    ids = select(POST.c.id).where(POST.c.person_id == person_id)
    order = (POST.c.until.is_not(None), POST.c.since.desc())
    held = list(connection.execute(ids.order_by(*order)).scalars())
    posts = list(POSTS.rows(connection, held, View(day)))
    taken = (
        select(TRAINED, TRAINING.c.title, TRAINING.c.since, TRAINING.c.until, TRAINING.c.kind)
        .join(TRAINING, TRAINING.c.id == TRAINED.c.training_id)
        .where(TRAINED.c.person_id == person_id)
        .order_by(TRAINING.c.since.desc())
    )
    praised = select(HONOUR.c.id).where(HONOUR.c.person_id == person_id)
    _last, hours = studies(connection, [person_id], day).get(person_id, (None, None))
    return {
        "row": row,
        "posts": posts,
        "trained": [dict(t) for t in connection.execute(taken).mappings()],
        "honours": HONOURS.rows(connection, list(connection.execute(praised).scalars()), View(day)),
        "hours": hours,
    }


def post_card(connection: Connection, post_id: str, day: date) -> dict[str, Any] | None:
    """One post: ``row`` as in the list, ``values`` as kept, ``others`` of the same person."""
    row = next(iter(POSTS.rows(connection, [post_id], View(day))), None)
    if row is None:
        return None
    values = dict(connection.execute(select(POST).where(POST.c.id == post_id)).mappings().one())
    posts = posts_of(connection, POST.c.person_id, [row["person_id"]], on_day(POST, day))
    others = [p for p in posts.get(row["person_id"], ()) if p["id"] != post_id]
    unions = union_names(connection, day, (p["union_id"] for p in others))
    firms = employer_names(connection, day, [values["sender_id"]])
    return {
        "row": row,
        "values": values,
        "sender": firms.get(values["sender_id"] or "") or values["sender_name"] or "",
        "others": [f"{unions.get(p['union_id'], '')} {post_name(p)}" for p in others],
    }


def training_card(connection: Connection, training_id: str, day: date) -> dict[str, Any] | None:
    """A course: ``row`` as in the list, ``values`` as kept, ``people`` who took part, ``union``
    that ran it."""
    row = next(iter(TRAININGS.rows(connection, [training_id], View(day))), None)
    if row is None:
        return None
    values = dict(
        connection.execute(select(TRAINING).where(TRAINING.c.id == training_id)).mappings().one()
    )
    query = (
        select(TRAINED, PERSON.c.name)
        .join(PERSON, PERSON.c.id == TRAINED.c.person_id)
        .where(TRAINED.c.training_id == training_id)
        .order_by(PERSON.c.name, TRAINED.c.id)
    )
    people = [dict(p) for p in connection.execute(query).mappings()]
    posts = posts_of(
        connection, POST.c.person_id, [p["person_id"] for p in people], on_day(POST, day)
    )
    unions = union_names(connection, day, (p["union_id"] for r in posts.values() for p in r))
    for one in people:
        words = (f"{unions.get(p['union_id'], '')} {post_name(p)}"
                 for p in posts.get(one["person_id"], ()))  # fmt: skip
        one["posts"] = "；".join(words)
    held = union_names(connection, day, [values["union_id"]]) if values["union_id"] else {}
    union = held.get(values["union_id"] or "", "")
    return {"row": row, "values": values, "people": people, "union": union}


def honour_card(connection: Connection, honour_id: str, day: date) -> dict[str, Any] | None:
    """An honour: ``row`` as in the list, ``values`` as kept."""
    row = next(iter(HONOURS.rows(connection, [honour_id], View(day))), None)
    if row is None:
        return None
    query = select(HONOUR).where(HONOUR.c.id == honour_id)
    return {"row": row, "values": dict(connection.execute(query).mappings().one())}

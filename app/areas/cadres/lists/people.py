"""干部: one line per person with all her posts; persons and posts are counted apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, exists, false, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.people import rows_of
from app.areas.members.lists.queues import in_order, within
from app.areas.members.records import PERSON, PERSON_SPELL
from app.areas.organisations.lists.common import (
    chosen,
    code_filter,
    name_of,
    ordered,
    union_names,
)
from app.areas.organisations.lists.names import CHUNK
from app.areas.organisations.records import UNION_SPELL
from app.base.codes import code_list
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.store import search
from app.store.meta import on_day
from app.store.search import IndexPicker

from ..records import HONOUR, POST, TRAINED, TRAINING
from .common import cadre_roles, post_name, posts_of, rank

_UNION = IndexPicker("union", "工会")
_KINDS = {
    "cadres": "干部",
    "social_worker": "社会化工会工作者",
    "activist": "积极分子",
    "volunteer": "志愿者",
}


class CadreList:
    """People who hold a post on the day; without a filter those of a cadre."""

    key = "cadres"
    title = "干部"
    kind = "cadre"
    kinds = frozenset({
        "post", "person", "person_spell", "membership", "trained", "training", "honour",
        "union_spell", "body",
    })  # fmt: skip
    purpose = "这里列出工会干部，一人一行，兼几个职务的也只列一次。"
    columns = (
        Column("name", "姓名", 90),
        Column("posts", "职务", 280, sortable=False),
        Column("count", "任职数", 64, Role.COUNT, sortable=False),
        Column("service", "专兼挂", 70, sortable=False),
        Column("sex", "性别", 50),
        Column("age", "年龄", 56, Role.COUNT),
        Column("education", "学历", 110),
        Column("political", "政治面貌", 90),
        Column("state", "会籍", 90, Role.STATUS, sortable=False),
        Column("trained_on", "最近培训", 100, Role.DAY, sortable=False),
        Column("hours", "本年学时", 74, Role.COUNT, sortable=False),
        Column("honours", "荣誉", 160, sortable=False, shown=False),
        Column("front_line", "一线", 56, sortable=False, shown=False),
        Column("model_worker", "劳模", 56, sortable=False, shown=False),
        Column("since", "任职自", 100, Role.DAY, sortable=False, shown=False),
        Column("phone", "手机", 120, Role.CODE, sensitive=True, sortable=False, shown=False),
        Column("employer", "工作单位", 180, sortable=False, shown=False),
    )
    groups = (
        Group("chairs", "主席、副主席", {"role": ("chair", "vice_chair")}),
        Group("full_time", "专职", {"service": ("full_time",)}),
        Group("seconded", "挂职", {"service": ("seconded",)}),
        Group("women", "女干部", {"sex": ("2",)}),
        Group("front_line", "一线职工", {"mark": ("front_line",)}),
        Group("model", "劳模", {"mark": ("model_worker",)}),
        Group("untrained", "没有培训记录", {"training": ("never",)}),
        Group("helpers", "积极分子和志愿者", {"who": ("activist", "volunteer")}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """人员, 职务, 专兼挂, 性别, 标记, 培训, 工会."""
        return (
            Filter("who", "人员", tuple(Choice(k, v) for k, v in _KINDS.items()), many=True,
                   every="干部"),
            code_filter("role", "职务", "post_role"),
            code_filter("service", "专兼挂", "post_service"),
            code_filter("sex", "性别", "sex"),
            Filter("mark", "标记", (Choice("front_line", "一线职工"),
                                    Choice("model_worker", "劳模")), many=True),
            Filter("training", "培训", (Choice("year", "本年参加"), Choice("not_year", "本年没有"),
                                        Choice("never", "没有培训记录")), many=True),
            Filter("union", "工会", how=How.RECORD, source=_UNION),
        )  # fmt: skip

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        day = view.day
        holds = [
            POST.c.person_id == PERSON.c.id,
            on_day(POST, day),
            POST.c.role.in_(_roles(chosen(view, "who"))),
            *within(view, POST.c.union_id),
        ]
        for key in ("role", "service"):
            if keys := chosen(view, key):
                holds.append(POST.c[key].in_(keys))
        query = (
            select(PERSON.c.id)
            .outerjoin(PERSON_SPELL, and_(PERSON_SPELL.c.person_id == PERSON.c.id,
                                          on_day(PERSON_SPELL, day)))
            .where(exists().where(*holds).correlate(PERSON))
        )  # fmt: skip
        if keys := chosen(view, "sex"):
            query = query.where(PERSON.c.sex.in_(keys))
        if keys := chosen(view, "mark"):
            query = query.where(or_(false(), *(_mark(key, day) for key in keys)))
        if keys := chosen(view, "training"):
            query = query.where(or_(false(), *(_trained(key, day) for key in keys)))
        if view.text.strip():
            named = func.instr(PERSON.c.name, view.text.strip()) > 0
            found = search.condition(connection, PERSON.c.id, "member", view.text)
            query = query.where(or_(named, found))
        columns = {
            "name": PERSON.c.name, "sex": PERSON.c.sex, "age": -PERSON.c.birth_year,
            "education": PERSON_SPELL.c.education, "political": PERSON_SPELL.c.political,
        }  # fmt: skip
        return in_order(connection, ordered(query, view, columns, (PERSON.c.name, PERSON.c.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        day, wanted = view.day, hex_ids(ids)
        posts = posts_of(connection, POST.c.person_id, wanted, on_day(POST, day))
        unions = union_names(
            connection, day, (p["union_id"] for rows in posts.values() for p in rows)
        )
        learned = studies(connection, wanted, day)
        praised = honours_of(connection, wanted, day)
        return [
            _row(row, posts.get(row["id"], []), unions, learned, praised, day)
            for row in rows_of(connection, wanted, day)
        ]


def by_union(connection: Connection, view: View) -> list[str]:
    """The people of a view in the order of a roster: by union, there by post; each once, where her
    highest post is."""
    wanted = set(CADRES.ids(connection, view))
    named = and_(UNION_SPELL.c.union_id == POST.c.union_id, on_day(UNION_SPELL, view.day))
    query = (
        select(POST.c.person_id)
        .outerjoin(UNION_SPELL, named)
        .where(on_day(POST, view.day), *within(view, POST.c.union_id))
        .order_by(
            UNION_SPELL.c.upper_id.is_not(None), UNION_SPELL.c.name, POST.c.union_id, rank(),
            POST.c.position.is_(None), POST.c.position, POST.c.id,
        )
    )  # fmt: skip
    people = dict.fromkeys(connection.execute(query).scalars())
    return [person for person in people if person in wanted]


def _roles(keys: Sequence[str]) -> tuple[str, ...]:
    if not keys:
        return cadre_roles()
    found: list[str] = []
    for key in keys:
        found += cadre_roles() if key == "cadres" else (key,)
    return tuple(dict.fromkeys(found))


def _mark(key: str, day: date) -> Any:
    if key == "model_worker":
        return PERSON.c.model_worker == True  # noqa: E712  SQL
    if key != "front_line":
        return false()
    front = (POST.c.person_id == PERSON.c.id, POST.c.front_line == True, on_day(POST, day))  # noqa: E712
    return exists().where(*front).correlate(PERSON)


def _trained(key: str, day: date) -> Any:
    taken = [
        TRAINED.c.person_id == PERSON.c.id,
        TRAINING.c.id == TRAINED.c.training_id,
        TRAINING.c.since <= day,
    ]
    if key == "never":
        return ~exists().where(*taken).correlate(PERSON)
    year = exists().where(*taken, TRAINING.c.since >= date(day.year, 1, 1)).correlate(PERSON)
    return {"year": year, "not_year": ~year}.get(key, false())


def studies(
    connection: Connection, ids: Sequence[str], day: date
) -> dict[str, tuple[date, int | None]]:
    """Person → the last course she took part in by the day, and her hours of the year."""
    found: dict[str, tuple[date, int | None]] = {}
    first = date(day.year, 1, 1)
    for start in range(0, len(ids), CHUNK):
        query = (
            select(TRAINED.c.person_id, TRAINED.c.hours, TRAINING.c.since)
            .join(TRAINING, TRAINING.c.id == TRAINED.c.training_id)
            .where(TRAINED.c.person_id.in_(ids[start : start + CHUNK]), TRAINING.c.since <= day)
        )
        for person, hours, since in connection.execute(query):
            last, sum_ = found.get(person, (since, None))
            if since >= first and hours is not None:
                sum_ = (sum_ or 0) + hours
            found[person] = (max(last, since), sum_)
    return found


def honours_of(connection: Connection, ids: Sequence[str], day: date) -> dict[str, list[str]]:
    """Person → her honours by the day, the highest first."""
    levels = [e.code for e in code_list("honour_level")]
    rows: dict[str, list[tuple[int, str]]] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(HONOUR).where(
            HONOUR.c.person_id.in_(ids[start : start + CHUNK]),
            or_(HONOUR.c.on_day.is_(None), HONOUR.c.on_day <= day),
        )
        for row in connection.execute(query).mappings():
            level = row["level"]
            order = levels.index(level) if level in levels else len(levels)
            rows.setdefault(row["person_id"], []).append((order, row["title"]))
    return {person: [title for _, title in sorted(found)] for person, found in rows.items()}


def _row(
    row: dict[str, Any],
    posts: Sequence[Mapping[Any, Any]],
    unions: Mapping[str, str],
    learned: Mapping[str, tuple[date, int | None]],
    praised: Mapping[str, Sequence[str]],
    day: date,
) -> dict[str, Any]:
    del day
    told = [f"{unions.get(p['union_id'], '')} {post_name(p)}".strip() for p in posts]
    services = dict.fromkeys(p["service"] for p in posts if p["service"])
    last, hours = learned.get(row["id"], (None, None))
    member = row["status_key"] in ("active", "retained")
    marks = {p["front_line"] for p in posts}
    return {
        **row,
        "posts": "；".join(told),
        "count": len(posts),
        "service": "、".join(name_of("post_service", s) for s in services),
        "state": row["status"] if member else Status("不是会员", Tone.IDLE),
        "since": min((p["since"] for p in posts if p["since"]), default=None),
        "trained_on": last,
        "hours": hours,
        "honours": "、".join(praised.get(row["id"], ())),
        "front_line": "是" if True in marks else "否" if False in marks else "",
    }


CADRES = CadreList()

"""培训 and 荣誉."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, days, in_order, within
from app.areas.members.records import PERSON
from app.areas.organisations.lists.common import (
    by_ids,
    chosen,
    code_filter,
    name_of,
    ordered,
    union_names,
)
from app.areas.organisations.records import UNION_SPELL
from app.base.lists import Choice, Column, Filter, How, Role, View
from app.store.meta import on_day

from ..records import HONOUR, POST, TRAINED, TRAINING


class TrainingList:
    """Courses begun by the day, the newest first; of a unit those that its people took part in."""

    key = "trainings"
    title = "培训"
    kind = "training"
    kinds = frozenset({"training", "trained", "union_spell"})
    purpose = "这里列出干部参加的培训。登记一个培训班，再登记参加的人、学时和证书。"
    columns = (
        Column("title", "培训名称", 260),
        Column("kind_word", "种类", 150, sortable=False),
        Column("mode", "方式", 100),
        Column("since", "开始", 100, Role.DAY),
        Column("until", "结束", 100, Role.DAY),
        Column("hours", "学时", 60, Role.COUNT),
        Column("people", "参加人数", 80, Role.COUNT, sortable=False),
        Column("organiser", "举办单位", 180),
        Column("place", "地点", 120, shown=False),
        Column("note", "备注", 160, sortable=False, shown=False),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """种类, 方式, 日期."""
        return (
            code_filter("kind", "种类", "training_kind"),
            code_filter("mode", "方式", "training_mode"),
            Filter("held", "开始日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = TRAINING.c
        query: Select[Any] = select(row.id).where(
            row.since <= view.day,
            *coded(view, {"kind": row.kind, "mode": row.mode}),
            *days(view, {"held": row.since}),
        )
        if view.unit is not None:
            ours = exists().where(
                TRAINED.c.training_id == row.id,
                POST.c.person_id == TRAINED.c.person_id,
                on_day(POST, view.day),
                *within(view, POST.c.union_id),
            )
            query = query.where(or_(ours.correlate(TRAINING), *within(view, row.union_id)))
        for word in view.text.split():
            held = (func.instr(func.coalesce(row[c], ""), word) > 0 for c in ("title", "organiser"))
            query = query.where(or_(*held))
        keys = ("title", "mode", "since", "until", "hours", "organiser", "place")
        columns = {key: row[key] for key in keys}
        return in_order(connection, ordered(query, view, columns, (row.since.desc(), row.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = by_ids(connection, select(TRAINING), TRAINING.c.id, hex_ids(ids))
        counted = select(TRAINED.c.training_id, func.count()).group_by(TRAINED.c.training_id)
        taken = counted.where(TRAINED.c.training_id.in_(list(found)))
        people: dict[str, int] = dict(connection.execute(taken).all())
        unions = union_names(connection, view.day, (r["union_id"] for r in found.values()))
        return [
            {
                **row,
                "kind_word": name_of("training_kind", row["kind"]),
                "mode": name_of("training_mode", row["mode"]),
                "people": people.get(row["id"], 0),
                "organiser": row["organiser"] or unions.get(row["union_id"] or "", ""),
            }
            for row in (found[one] for one in ids if one in found)
        ]


class HonourList:
    """Honours by the day, the newest first; of a unit those of its unions and cadres."""

    key = "honours"
    title = "荣誉"
    kind = "honour"
    kinds = frozenset({"honour", "person", "union_spell"})
    purpose = "这里列出工会和工会干部得到的荣誉，例如模范职工之家、优秀工会工作者。"
    columns = (
        Column("title", "荣誉名称", 260),
        Column("level", "级别", 100),
        Column("owner", "得到的单位或个人", 240, sortable=False),
        Column("on_day", "日期", 100, Role.DAY),
        Column("granted_by", "授予单位", 180),
        Column("doc_no", "文号", 140, shown=False),
        Column("note", "备注", 160, sortable=False, shown=False),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """级别, 对象, 日期."""
        return (
            code_filter("level", "级别", "honour_level"),
            Filter("owner", "对象", (Choice("union", "工会"), Choice("person", "个人"))),
            Filter("granted", "日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = HONOUR.c
        query: Select[Any] = (
            select(row.id)
            .outerjoin(PERSON, PERSON.c.id == row.person_id)
            .outerjoin(UNION_SPELL, and_(UNION_SPELL.c.union_id == row.union_id,
                                         on_day(UNION_SPELL, view.day)))
            .where(
                or_(row.on_day.is_(None), row.on_day <= view.day),
                *coded(view, {"level": row.level}),
                *days(view, {"granted": row.on_day}),
            )
        )  # fmt: skip
        if view.unit is not None:
            ours = exists().where(
                POST.c.person_id == row.person_id,
                on_day(POST, view.day),
                *within(view, POST.c.union_id),
            )
            query = query.where(or_(ours.correlate(HONOUR), *within(view, row.union_id)))
        if keys := chosen(view, "owner"):
            query = query.where(row[f"{keys[0]}_id"].is_not(None))
        for word in view.text.split():
            held = (row.title, PERSON.c.name, UNION_SPELL.c.name)
            query = query.where(or_(*(func.instr(func.coalesce(c, ""), word) > 0 for c in held)))
        columns = {key: row[key] for key in ("title", "level", "on_day", "granted_by", "doc_no")}
        return in_order(connection, ordered(query, view, columns, (row.on_day.desc(), row.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = select(HONOUR, PERSON.c.name.label("person")).outerjoin(
            PERSON, PERSON.c.id == HONOUR.c.person_id
        )
        found = by_ids(connection, query, HONOUR.c.id, hex_ids(ids))
        unions = union_names(connection, view.day, (r["union_id"] for r in found.values()))
        return [
            {
                **row,
                "level": name_of("honour_level", row["level"]),
                "owner": row["person"] or unions.get(row["union_id"] or "", ""),
            }
            for row in (found[one] for one in ids if one in found)
        ]


TRAININGS = TrainingList()
HONOURS = HonourList()

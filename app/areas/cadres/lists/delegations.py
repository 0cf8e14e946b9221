"""会员代表: the delegates of each 届 with their shares, and the people among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import in_order, within
from app.areas.members.records import IDENTITY, PERSON, PERSON_SPELL
from app.areas.organisations.lists.common import (
    chosen,
    employer_names,
    name_of,
    ordered,
    union_names,
)
from app.areas.organisations.records import UNION_SPELL
from app.base.days import Span
from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View
from app.base.strokes import by_strokes
from app.base.text import rate
from app.store.meta import on_day

from ..records import DELEGATE, DELEGATE_POLL, DELEGATION, ELECTION
from .common import due_status, grouped, held

KINDS = {"members": "会员代表大会", "workers": "职工代表大会"}
YOUNG = 35
WARN_DAYS = 180
_MARKS = (
    ("women", "女"), ("front_line", "一线"), ("managers", "管理"), ("young", "35岁及以下"),
    ("minority", "少数民族"), ("models", "劳模先进"), ("owners", "企业主"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delegation:
    """A 届 of delegates on a day.

    Attributes:
        row: its record.
        people: all delegates ever, each with name, sex … as ``delegate_row`` gives them.
        numbers: total, women, front_line, managers, owners, young, minority, models: counted from
            those in office, or as reported.
        vacant: seats without a delegate; None where nobody knows.
        oldest: since when the oldest of them is vacant.
        polls: how the units elected.
        session_on: day of the congress after all were elected, where an election says it.
    """

    row: Mapping[Any, Any]
    union: str
    people: tuple[dict[str, Any], ...]
    numbers: dict[str, int | None]
    vacant: int | None
    oldest: date | None
    polls: tuple[Mapping[Any, Any], ...]
    session_on: date | None

    @property
    def serving(self) -> list[dict[str, Any]]:
        """Those in office, by the strokes of their surnames."""
        return by_strokes((p for p in self.people if p["serving"]), lambda p: str(p["name"]))


class DelegationList:
    """届 of delegates of either congress."""

    key = "delegations"
    title = "代表"
    kind = "delegation"
    kinds = frozenset({"delegation", "delegate", "delegate_poll", "person", "union_spell"})
    purpose = "这里登记会员代表大会、职工代表大会的代表：名额、名单、选举单位和各类代表的比例。"
    columns = (
        Column("union", "工会", 230),
        Column("kind", "大会", 120),
        Column("ordinal", "届次", 60, Role.COUNT),
        Column("state", "任期", 120, Role.STATUS, sortable=False),
        Column("since", "本届自", 100, Role.DAY),
        Column("due_on", "届满", 100, Role.DAY),
        Column("seats", "名额", 60, Role.COUNT),
        Column("total", "代表", 60, Role.COUNT, sortable=False),
        Column("women", "女", 90, sortable=False),
        Column("front_line", "一线", 90, sortable=False),
        Column("managers", "管理", 90, sortable=False),
        Column("vacant", "缺额", 60, Role.COUNT, sortable=False),
        Column("listed", "来源", 80, sortable=False, shown=False),
        Column("elected_on", "全部选出", 100, Role.DAY, shown=False),
        Column("doc_no", "批复文号", 150, shown=False),
        Column("note", "备注", 160, shown=False, sortable=False),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """大会, 是否现任."""
        kinds = tuple(Choice(key, word) for key, word in KINDS.items())
        return (
            Filter("kind", "大会", kinds),
            Filter("now", "届次", (Choice("yes", "现任"), Choice("no", "历届")), every="全部"),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row, spell = DELEGATION.c, UNION_SPELL
        query = (
            select(row.id)
            .outerjoin(spell, (spell.c.union_id == row.union_id) & on_day(spell, view.day))
            .where(*within(view, row.union_id), row.since <= view.day)
        )
        if key := chosen(view, "kind"):
            query = query.where(row.kind.in_(key))
        if key := chosen(view, "now"):
            now = on_day(DELEGATION, view.day)
            query = query.where(now if key == ("yes",) else ~now)
        for word in view.text.split():
            query = query.where(spell.c.name.contains(word, autoescape=True))
        keys = ("kind", "ordinal", "since", "due_on", "seats", "elected_on", "doc_no")
        columns: dict[str, Any] = {key: row[key] for key in keys} | {"union": spell.c.name}
        first = (row.until.is_not(None), row.kind, spell.c.name, row.since.desc(), row.id)
        return in_order(connection, ordered(query, view, columns, first))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = delegations(connection, hex_ids(ids), view.day)
        return [_row(found[one], view.day) for one in ids if one in found]


def _row(of: Delegation, day: date) -> dict[str, Any]:
    row, total = of.row, of.numbers["total"]

    def share(key: str) -> str:
        value = of.numbers[key]
        return "" if value is None or not total else f"{value}（{rate(value, total)}）"

    ended = row["until"] is not None and row["until"] <= day
    return {
        **row,
        "union": of.union,
        "kind": KINDS[row["kind"]],
        "state": Status("已换届", Tone.IDLE)
        if ended
        else due_status(row["due_on"], None, day, WARN_DAYS),
        "total": total,
        "women": share("women"),
        "front_line": share("front_line"),
        "managers": share("managers"),
        "vacant": of.vacant,
        "listed": "名单" if row["listed"] else "填报",
    }


def delegations(connection: Connection, ids: Iterable[str], day: date) -> dict[str, Delegation]:
    """届 of delegates by id."""
    wanted = list(ids)
    rows = grouped(connection, select(DELEGATION), DELEGATION.c.id, wanted)
    people = _people(connection, wanted, day)
    polls = grouped(
        connection, select(DELEGATE_POLL).order_by(DELEGATE_POLL.c.id),
        DELEGATE_POLL.c.delegation_id, wanted,
    )  # fmt: skip
    unions = union_names(connection, day, (r[0]["union_id"] for r in rows.values()))
    elections = [r[0]["election_id"] for r in rows.values() if r[0]["election_id"]]
    met = {
        one: row[0]["meeting_on"]
        for one, row in grouped(connection, select(ELECTION), ELECTION.c.id, elections).items()
    }
    found = {}
    for one in wanted:
        if one not in rows:
            continue
        row = rows[one][0]
        mine = people.get(one, [])
        serving = [p for p in mine if p["serving"]]
        numbers = _numbers(row, serving)
        gone = sorted(p["until"] for p in mine if not p["serving"] and p["until"])
        seats, total = row["seats"], numbers["total"]
        vacant = max(0, seats - total) if seats is not None and total is not None else None
        found[one] = Delegation(
            row, unions.get(row["union_id"], "（已撤销的工会）"), tuple(mine), numbers, vacant,
            gone[-vacant] if vacant and len(gone) >= vacant else (gone[0] if gone else None),
            tuple(polls.get(one, ())), met.get(row["election_id"] or ""),
        )  # fmt: skip
    return found


def _numbers(row: Mapping[Any, Any], serving: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    keys = ("total", *(key for key, _ in _MARKS))
    if not row["listed"]:
        return {key: row[key] for key in keys}
    counted: dict[str, int | None] = {"total": len(serving)}
    for key, _ in _MARKS:
        counted[key] = sum(bool(p[key]) for p in serving)
    return counted


def _people(
    connection: Connection, ids: Sequence[str], day: date
) -> dict[str, list[dict[str, Any]]]:
    """Delegation → its delegates; particulars of those in the register come from there."""
    spell = PERSON_SPELL
    query = (
        select(
            DELEGATE,
            PERSON.c.sex.label("p_sex"), PERSON.c.birth_on, PERSON.c.name.label("p_name"),
            PERSON.c.ethnicity.label("p_ethnicity"), PERSON.c.model_worker.label("p_model"),
            spell.c.political.label("p_political"), spell.c.education.label("p_education"),
        )
        .outerjoin(PERSON, PERSON.c.id == DELEGATE.c.person_id)
        .outerjoin(spell, (spell.c.person_id == PERSON.c.id) & on_day(spell, day))
        .order_by(DELEGATE.c.id)
    )  # fmt: skip
    rows = grouped(connection, query, DELEGATE.c.delegation_id, ids)
    every = [row for part in rows.values() for row in part]
    unions = union_names(connection, day, (row["unit_id"] or "" for row in every))
    employers = employer_names(connection, day, (row["employer_id"] or "" for row in every))
    found: dict[str, list[dict[str, Any]]] = {}
    for one, part in rows.items():
        found[one] = []
        for row in part:
            unit = unions.get(row["unit_id"] or "") or employers.get(row["employer_id"] or "")
            found[one].append(_delegate(row, unit or row["unit_name"] or "", day))
    return found


def _delegate(row: Mapping[Any, Any], unit: str, day: date) -> dict[str, Any]:
    registered = row["person_id"] is not None

    def of(key: str) -> Any:
        return row[f"p_{key}"] if registered else row[key]

    born = row["birth_on"].year if registered and row["birth_on"] else row["birth_year"]
    ethnicity = of("ethnicity")
    model = row["model_worker"] if row["model_worker"] is not None else row["p_model"]
    return {
        **row,
        "name": row["p_name"] or row["name"],
        "unit": unit,
        "sex": of("sex"),
        "sex_name": name_of("sex", of("sex")),
        "birth_year": born,
        "ethnicity_name": name_of("ethnicity", ethnicity),
        "political_name": name_of("political", of("political")),
        "education_name": name_of("education", of("education")),
        "serving": Span(row["since"], row["until"]).covers(day),
        "women": of("sex") == "2",
        "managers": bool(row["manager"]),
        "owners": bool(row["owner"]),
        "young": born is not None and day.year - born <= YOUNG,
        "minority": ethnicity not in (None, "01"),
        "models": bool(model),
    }


def delegation_of(connection: Connection, record: str, day: date) -> Delegation | None:
    """The 届 of delegates of that id, of that election, or the present one of its union."""
    row = DELEGATION.c
    known = connection.execute(select(row.id).where(row.id == record)).scalar()
    if known is None:
        union = connection.execute(
            select(ELECTION.c.union_id).where(ELECTION.c.id == record)
        ).scalar()
        query = select(row.id, row.election_id, row.until).where(
            row.union_id == union, row.kind == "members"
        )
        rows = connection.execute(query.order_by(row.since.desc())).all()
        mine = [r.id for r in rows if r.election_id == record]
        mine += [r.id for r in rows if r.until is None]
        known = mine[0] if mine else None
    return delegations(connection, [known], day).get(known) if known else None


def present(connection: Connection) -> dict[tuple[str, str], str]:
    """(union, kind) → the 届 of delegates that has not ended."""
    query = select(DELEGATION).where(DELEGATION.c.until.is_(None))
    rows = connection.execute(query).mappings()
    return {(row["union_id"], row["kind"]): row["id"] for row in rows}


def people_by_number(connection: Connection, numbers: Iterable[str]) -> dict[str, str]:
    """Document number → the one person of the register who has it."""
    query = select(IDENTITY.c.number, IDENTITY.c.person_id).where(IDENTITY.c.until.is_(None))
    found: dict[str, set[str]] = {}
    for part in held(query, IDENTITY.c.number, numbers):
        for number, person in connection.execute(part):
            found.setdefault(str(number), set()).add(str(person))
    return {number: people.pop() for number, people in found.items() if len(people) == 1}


MARKS = dict(_MARKS)
DELEGATIONS = DelegationList()

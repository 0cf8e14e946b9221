"""What several acts of the area need: a person's open membership, a union that can take members."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Table, select

from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.days import Span, chinese
from app.base.errors import UserError
from app.store.work import Work, in_parts

from ..records import IDENTITY, MEMBERSHIP, PERSON
from ..rules.documents import RESIDENT
from ..rules.duplicates import forms_of
from ..rules.names import plain_name

PLAIN = tuple(c.name for c in PERSON.c if c.name not in ("id", "rev", "alias_of_id", "erased_on"))
DATED = (
    "education",
    "political",
    "employment_status",
    "employment_form",
    "migrant",
    "new_group",
    "skill",
    "household_type",
)

TOLD = 100
"""After so many people each the progress is told."""


def each(work: Work, person_ids: Collection[str]) -> Iterator[str]:
    """These people one after another; how far it has come is told, and it can be cancelled."""
    for place, one in enumerate(person_ids):
        if place % TOLD == 0:
            work.progress.step(place, len(person_ids), "正在逐人办理")
        yield one


def person(work: Work, person_id: str) -> RowMapping:
    """A person that can still be worked with.

    Raises:
        UserError: NOT_FOUND; MERGED; ERASED.
    """
    row = work.row(PERSON, person_id)
    if row["alias_of_id"] is not None:
        raise UserError("MERGED", "这条人员记录已经合并到另一条。", "请在合并后的那条记录上办理。")
    if row["erased_on"] is not None:
        raise UserError("ERASED", "这个人的个人信息已按要求清除，不能再办理。")
    return row


def named(name: str) -> str:
    """A person's name as it is kept, however it was typed (「张　三」 → 「张三」).

    Raises:
        UserError: REQUIRED.
    """
    name = plain_name(name)
    if not name:
        raise UserError("REQUIRED", "「姓名」是必填项。", "请填写姓名。")
    return name


def open_memberships(work: Work, person_ids: Iterable[str]) -> dict[str, RowMapping]:
    """Person → the membership that is not ended (在籍 or 保留)."""
    found: dict[str, RowMapping] = {}
    for part in in_parts(person_ids):
        query = select(MEMBERSHIP).where(
            MEMBERSHIP.c.person_id.in_(part), MEMBERSHIP.c.until.is_(None)
        )
        found.update({row["person_id"]: row for row in work.rows(query)})
    return found


def open_membership(work: Work, person_id: str, *, status: str | None = None) -> RowMapping:
    """A person's membership that is not ended.

    Raises:
        UserError: NO_MEMBER; STATUS if it has another status than the one wanted.
    """
    person(work, person_id)
    row = open_memberships(work, [person_id]).get(person_id)
    if row is None:
        raise UserError("NO_MEMBER", "这个人现在没有会籍。", "请先办理入会或补录会籍。")
    if status is not None and row["status"] != status:
        word = {"active": "在籍", "retained": "保留会籍"}
        raise UserError(
            "STATUS",
            f"这个人现在是「{word[row['status']]}」，不是「{word[status]}」，不能这样办理。",
        )
    return row


def after(row: Mapping[Any, Any], on: date) -> None:
    """An event must come after the day the present spell began.

    Raises:
        UserError: DATES.
    """
    if row["since"] is not None and on <= row["since"]:
        raise UserError(
            "DATES",
            f"日期不能早于或等于{chinese(row['since'])}：那一天这段会籍才开始。",
            "请换一个日期；如果原来的日期录错了，请先更正它。",
        )


def takes_members(work: Work, union_id: str, since: date | None) -> None:
    """The union exists and is not dissolved on the day.

    Raises:
        UserError: NOT_FOUND; OUTSIDE for a union that belongs elsewhere; NO_UNION.
    """
    if work.row(UNION, union_id)["outside"]:
        raise UserError("OUTSIDE", "这个工会不归本单位管理，不能在这里登记它的会员。")
    query = select(UNION_SPELL).where(UNION_SPELL.c.union_id == union_id)
    rows = work.rows(query.order_by(UNION_SPELL.c.since))
    day = since or work.today
    holding = [row for row in rows if Span(row["since"], row["until"]).covers(day)]
    status = holding[0]["status"] if holding else None
    if status is None and since is not None and rows and day < (rows[0]["since"] or date.min):
        raise UserError(
            "NO_UNION",
            f"「{rows[0]['name']}」{chinese(rows[0]['since'])}才成立，晚于填写的日期。",
            "请核对日期；在建会之前就是会员的，请按期初录入（日期留空）。",
        )
    if status is None or status == "dissolved":
        name = rows[-1]["name"] if rows else "这个工会"
        raise UserError("NO_UNION", f"「{name}」在这一天已经撤销，不能再有会员。")


def same_number(work: Work, kind: str, number: str) -> Sequence[str]:
    """Ids of persons who have, or had, a document with this number, be it of 15 or 18 digits."""
    forms = forms_of(kind, number) if kind == RESIDENT else (number,)
    hers = IDENTITY.c.number.in_(forms), IDENTITY.c.type == kind
    query = select(IDENTITY.c.person_id).where(*hers)
    return list(dict.fromkeys(row["person_id"] for row in work.rows(query)))


def owned(work: Work, table: Table, person_id: str) -> Sequence[RowMapping]:
    """A person's rows of a table, oldest first."""
    order = table.c.since if "since" in table.c else table.c.id
    return work.rows(select(table).where(table.c.person_id == person_id).order_by(order))

"""Acts on delegates of a 会员代表大会 or 职工代表大会, their election and vacancies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from app.areas.organisations.acts.common import refuse_if_referred
from app.areas.organisations.records import EMPLOYER, UNION
from app.base.codes import code_list
from app.base.days import Span, add_years, chinese
from app.base.errors import UserError
from app.store.work import Work, act

from ..records import DELEGATE, DELEGATE_POLL, DELEGATION, PERSON
from .common import Who, in_order, known_code, live_union, person_of, within

NUMBERS = (
    "total", "women", "front_line", "managers", "owners", "young", "minority", "models",
)  # fmt: skip
TERM_FIELDS = (
    "ordinal", "since", "until", "years", "due_on", "seats", "listed", *NUMBERS, "elected_on",
    "excess_agreed_doc", "election_id", "doc_no", "note",
)  # fmt: skip
OWN = ("sex", "birth_year", "ethnicity", "political", "education")
DELEGATE_FIELDS = (
    *OWN, "name", "unit_id", "employer_id", "unit_name", "post_name", "front_line", "manager",
    "business_owner", "model_worker", "since", "until", "ended", "recall_yes", "recall_all", "note",
)  # fmt: skip
POLL_FIELDS = (
    "unit_id", "employer_id", "unit_name", "on_day", "seats", "candidates", "due", "present",
    "least_yes", "note",
)  # fmt: skip
KINDS = ("members", "workers")


@act("cadres.start_delegation", "登记代表届次")
def start_delegation(
    work: Work, /, *, union_id: str, kind: str, since: date | None, **values: Any
) -> str:
    """The delegates of a new 届; the 届 before and its delegates end on that day.

    Args:
        kind: ``members`` (会员代表大会) or ``workers`` (职工代表大会).
        values: see ``TERM_FIELDS``. ``listed`` True: counted from the list of delegates.

    Raises:
        UserError: CODE; DISSOLVED; FIELD; DATES; NUMBER; OVERLAP.
    """
    _known(values, TERM_FIELDS)
    if kind not in KINDS:
        raise UserError(
            "CODE", f"没有这种代表大会：「{kind}」。", "请选择会员代表大会或职工代表大会。"
        )
    live_union(work, union_id)
    values.setdefault("listed", False)
    row = {"since": since, **{k: values.get(k) for k in ("until", "years", "due_on")}}
    in_order(since, row["until"], "代表届次")
    _numbers(values)
    _end_before(work, union_id, kind, since, row["until"])
    if values.get("due_on") is None and since is not None and values.get("years"):
        values["due_on"] = add_years(since, values["years"])
    return work.insert(DELEGATION, union_id=union_id, kind=kind, since=since, **values)


@act("cadres.edit_delegation", "更正代表届次")
def edit_delegation(work: Work, /, delegation_id: str, **values: Any) -> None:
    """What was typed wrongly or is filled in later about a 届 of delegates.

    Raises:
        UserError: FIELD; DATES; NUMBER; OVERLAP.
    """
    _known(values, TERM_FIELDS)
    old = work.row(DELEGATION, delegation_id)
    row = {**old, **values}
    in_order(row["since"], row["until"], "代表届次")
    _numbers(values)
    if (
        "due_on" not in values
        and set(values) & {"since", "years"}
        and row["since"]
        and row["years"]
    ):
        values["due_on"] = add_years(row["since"], row["years"])
    _refuse_overlap(work, row, delegation_id)
    work.update(DELEGATION, delegation_id, **values)


@act("cadres.delete_delegation", "删除误录代表届次")
def delete_delegation(work: Work, /, delegation_id: str) -> None:
    """A 届 of delegates entered by mistake; refused while anything belongs to it."""
    refuse_if_referred(work, DELEGATION, delegation_id, set())
    work.delete(DELEGATION, delegation_id)


@act("cadres.add_delegate", "登记代表")
def add_delegate(
    work: Work,
    /,
    delegation_id: str,
    *,
    who: Who | None = None,
    name: str | None = None,
    since: date | None = None,
    **values: Any,
) -> str:
    """Somebody is a delegate.

    Args:
        who: a person of the register or what a new one brings; None for a bare name, which may
            carry its own particulars (see ``OWN``).
        since: default of the 届.
        values: see ``DELEGATE_FIELDS``; ``business_owner``: 企业主、经营者.

    Raises:
        UserError: REQUIRED; TWICE; FIELD; CODE; DATES; as ``person_of``.
    """
    _known(values, DELEGATE_FIELDS)
    _as_columns(values)
    of = work.row(DELEGATION, delegation_id)
    person_id = person_of(work, who) if who is not None else None
    name = (name or "").strip() or (_person_name(work, person_id) if person_id else "")
    if not name:
        raise UserError("REQUIRED", "「姓名」是必填项。", "请填写代表的姓名，或从人员里选择。")
    row = {"since": since or of["since"], "name": name, "person_id": person_id, **values}
    _delegate(work, row, of)
    _refuse_twice(work, delegation_id, row)
    return work.insert(DELEGATE, delegation_id=delegation_id, **row)


@act("cadres.add_delegates", "批量登记代表")
def add_delegates(
    work: Work, /, delegation_id: str, *, delegates: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Several delegates at once, each as ``add_delegate`` takes it."""
    return [add_delegate(work, delegation_id, **one) for one in delegates]


@act("cadres.edit_delegate", "更正代表")
def edit_delegate(
    work: Work, /, delegate_id: str, *, who: Who | None = None, **values: Any
) -> None:
    """What was typed wrongly about a delegate; her particulars stay empty where she is a person of
    the register.

    Raises:
        UserError: FIELD; CODE; DATES; END.
    """
    _known(values, DELEGATE_FIELDS)
    _as_columns(values)
    old = work.row(DELEGATE, delegate_id)
    if who is not None:
        values["person_id"] = person_of(work, who)
        values.update(dict.fromkeys(OWN))
    row = {**old, **values}
    if not str(row["name"] or "").strip():
        raise UserError("REQUIRED", "「姓名」是必填项。", "请填写代表的姓名。")
    if (row["until"] is None) != (row["ended"] is None):
        raise UserError("END", "代表资格终止要同时有日期和原因。", "还是代表的，把这两项都留空。")
    _delegate(work, row, work.row(DELEGATION, row["delegation_id"]))
    work.update(DELEGATE, delegate_id, **values)


@act("cadres.end_delegate", "登记代表资格终止")
def end_delegate(work: Work, /, delegate_id: str, *, on: date, ended: str) -> None:
    """A delegate is none any more: moved, gone, away for a year.

    Raises:
        UserError: CODE; STATUS; DATES.
    """
    known_code(code_list("delegate_ended"), ended, "终止原因")
    row = _serving(work, delegate_id)
    in_order(row["since"], on, "代表资格")
    work.update(DELEGATE, delegate_id, until=on, ended=ended)


@act("cadres.recall_delegate", "登记代表罢免")
def recall_delegate(work: Work, /, delegate_id: str, *, on: date, yes: int, every: int) -> None:
    """The unit that elected her recalled a delegate.

    Args:
        yes: votes for the recall.
        every: all members of the unit (CNG-11: more than half of them).

    Raises:
        UserError: NUMBER: more votes than members; STATUS; DATES.
    """
    row = _serving(work, delegate_id)
    if yes < 0 or every < 1 or yes > every:
        raise UserError(
            "NUMBER", f"赞成{yes}票、全体{every}人，这两个数对不上。", "请照计票单核对。"
        )
    in_order(row["since"], on, "代表资格")
    work.update(DELEGATE, delegate_id, until=on, ended="recalled", recall_yes=yes, recall_all=every)


@act("cadres.delete_delegate", "删除误录代表")
def delete_delegate(work: Work, /, delegate_id: str) -> None:
    """A delegate entered by mistake."""
    refuse_if_referred(work, DELEGATE, delegate_id, set())
    work.delete(DELEGATE, delegate_id)


@act("cadres.add_poll", "登记代表选举")
def add_poll(work: Work, /, delegation_id: str, **values: Any) -> str:
    """How one electing unit chose its delegates; see ``POLL_FIELDS``.

    Raises:
        UserError: FIELD; REQUIRED: no unit; NUMBER.
    """
    work.row(DELEGATION, delegation_id)
    _poll(work, values)
    return work.insert(DELEGATE_POLL, delegation_id=delegation_id, **values)


@act("cadres.edit_poll", "更正代表选举")
def edit_poll(work: Work, /, poll_id: str, **values: Any) -> None:
    """What was typed wrongly about the election in a unit."""
    old = work.row(DELEGATE_POLL, poll_id)
    _poll(work, {**{key: old[key] for key in POLL_FIELDS}, **values})
    work.update(DELEGATE_POLL, poll_id, **values)


@act("cadres.delete_poll", "删除误录代表选举")
def delete_poll(work: Work, /, poll_id: str) -> None:
    """An election in a unit entered by mistake."""
    work.delete(DELEGATE_POLL, poll_id)


def _known(values: Mapping[str, Any], names: Iterable[str]) -> None:
    unknown = set(values) - set(names)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")


def _as_columns(values: dict[str, Any]) -> None:
    """``business_owner`` is the column ``owner``, which is a name of the window's own."""
    if "business_owner" in values:
        values["owner"] = values.pop("business_owner")


def _numbers(values: Mapping[str, Any]) -> None:
    for key in (*NUMBERS, "ordinal", "years", "seats", "candidates", "due", "present", "least_yes"):
        if values.get(key) is not None and values[key] < 0:
            raise UserError("NUMBER", "人数、名额、届次都不能是负数。", "请核对填写的数字。")
    total = values.get("total")
    for key in NUMBERS[1:]:
        if total is not None and values.get(key) is not None and values[key] > total:
            raise UserError("NUMBER", "其中某一类代表比代表总数还多。", "请核对各类代表的人数。")


def _end_before(
    work: Work, union_id: str, kind: str, since: date | None, until: date | None
) -> None:
    """The running 届 ends where the new one is open; its delegates with it."""
    open_ones = _of(work, union_id, kind, open_only=True)
    if open_ones and until is None:
        last = open_ones[-1]
        if since is None or since <= (last["since"] or date.min):
            raise UserError(
                "DATES",
                "上一届代表还没有结束，新一届要晚于它开始。",
                "补录更早的一届，请同时填写结束日期。",
            )
        work.update(DELEGATION, last["id"], until=since)
        query = select(DELEGATE).where(
            DELEGATE.c.delegation_id == last["id"], DELEGATE.c.until.is_(None)
        )
        ended = {
            row["id"]: {"until": since, "ended": "term_over"}
            for row in work.rows(query)
            if (row["since"] or date.min) < since
        }
        work.update_rows(DELEGATE, ended)
    _refuse_overlap(work, {"union_id": union_id, "kind": kind, "since": since, "until": until}, "")


def _refuse_overlap(work: Work, row: Mapping[Any, Any], but: str) -> None:
    for other in _of(work, row["union_id"], row["kind"]):
        if other["id"] != but and Span(other["since"], other["until"]).overlaps(
            Span(row["since"], row["until"])
        ):
            raise UserError("OVERLAP", "与另一届代表的时间重叠了。", "请核对开始和结束的日期。")


def _of(work: Work, union_id: str, kind: str, *, open_only: bool = False) -> list[RowMapping]:
    row = DELEGATION.c
    query = select(DELEGATION).where(row.union_id == union_id, row.kind == kind)
    if open_only:
        query = query.where(row.until.is_(None))
    return list(work.rows(query.order_by(row.since, row.id)))


def _delegate(work: Work, row: Mapping[Any, Any], of: RowMapping) -> None:
    in_order(row["since"], row.get("until"), "代表资格")
    within(
        Span(row["since"], row.get("until") or of["until"]),
        Span(of["since"], of["until"]),
        "代表资格",
        "本届",
    )
    for key, name, what in (
        ("sex", "sex", "性别"), ("ethnicity", "ethnicity", "民族"),
        ("political", "political", "政治面貌"), ("education", "education", "学历"),
        ("ended", "delegate_ended", "终止原因"),
    ):  # fmt: skip
        if row.get(key) is not None:
            known_code(code_list(name), row[key], what)
    if row.get("unit_id") is not None:
        work.row(UNION, row["unit_id"])
    if row.get("employer_id") is not None:
        work.row(EMPLOYER, row["employer_id"])


def _refuse_twice(work: Work, delegation_id: str, row: Mapping[str, Any]) -> None:
    query = select(DELEGATE).where(DELEGATE.c.delegation_id == delegation_id)
    for other in work.rows(query):
        one = row["person_id"] is not None and other["person_id"] == row["person_id"]
        bare = row["person_id"] is None and other["person_id"] is None
        same = bare and all(
            other[key] == row.get(key) for key in ("name", "unit_id", "employer_id", "unit_name")
        )
        span = Span(row["since"], row.get("until"))
        if (one or same) and Span(other["since"], other["until"]).overlaps(span):
            raise UserError("TWICE", f"「{row['name']}」已经在这一届代表里。", "请核对名单。")


def _serving(work: Work, delegate_id: str) -> RowMapping:
    row = work.row(DELEGATE, delegate_id)
    if row["until"] is not None:
        raise UserError("STATUS", f"这名代表的资格{chinese(row['until'])}已经终止。")
    return row


def _poll(work: Work, values: Mapping[str, Any]) -> None:
    _known(values, POLL_FIELDS)
    if not any(values.get(key) for key in ("unit_id", "employer_id", "unit_name")):
        raise UserError("REQUIRED", "还没有填选举单位。", "请选择工会、单位，或者填写名称。")
    _numbers(values)
    for key, table in (("unit_id", UNION), ("employer_id", EMPLOYER)):
        if values.get(key) is not None:
            work.row(table, values[key])
    due, present = values.get("due"), values.get("present")
    if due is not None and present is not None and present > due:
        raise UserError("NUMBER", f"到会{present}人多于会员{due}人。", "请核对这个单位的人数。")


def _person_name(work: Work, person_id: str) -> str:
    return str(work.row(PERSON, person_id)["name"])

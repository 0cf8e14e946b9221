"""What the area keeps about one person, for herself: posts, candidacies, mandates, courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.base.personal import Held, told

from ..records import (
    BALLOT,
    BODY,
    CANDIDATE,
    DELEGATE,
    DELEGATION,
    ELECTION,
    HONOUR,
    POST,
    TRAINED,
    TRAINING,
)
from .common import DATES_FROM, body_name

_POST = {
    "union": "工会", "body": "机构", "role": "职务", "since": "自", "until": "至",
    "ended": "结束原因", "service": "专兼挂", "acting": "主持工作", "duties": "分工和职责",
    "front_line": "一线职工", "doc_no": "任职文号", "end_doc_no": "免职文号",
    "own_consent_on": "本级委员会同意", "upper_consent_on": "上一级工会同意",
    "sender": "派出单位", "sender_name": "派出单位", "seconded_until": "挂职到",
    "contract_until": "劳动合同到期", "executive": "单位主要负责人",
    "kin_of_executive": "主要负责人近亲属", "finance": "财务人员", "note": "备注",
}  # fmt: skip
_CANDIDATE = {
    "union": "工会", "meeting_on": "选举日期", "body": "机构", "role": "职务", "round": "轮次",
    "name": "姓名", "written_in": "另选人", "yes": "赞成", "no": "反对", "abstain": "弃权",
    "executive": "单位主要负责人", "kin_of_executive": "主要负责人近亲属",
    "deputy_executive": "单位副职", "personnel_head": "人事部门负责人", "foreign": "外籍",
    "finance": "财务人员", "front_line": "一线职工", "outside": "单位以外人员",
    "resume": "简历", "note": "备注",
}  # fmt: skip
_DELEGATE = {
    "union": "工会", "kind": "代表大会", "ordinal": "届次", "name": "姓名", "unit": "选举单位",
    "employer": "选举单位", "unit_name": "选举单位", "post_name": "职务", "front_line": "一线职工",
    "manager": "中层以上管理人员", "owner": "企业主、经营者", "model_worker": "劳模",
    "since": "自", "until": "至", "ended": "结束原因", "recall_yes": "罢免赞成票",
    "recall_all": "罢免应到人数", "note": "备注",
}  # fmt: skip
_TRAINED = {
    "title": "培训名称", "since": "开始", "until": "结束", "hours": "学时",
    "certificate_no": "证书号", "certificate_until": "证书有效期", "result": "结果",
}  # fmt: skip
_HONOUR = {
    "title": "荣誉", "level": "级别", "on_day": "日期", "granted_by": "授予单位",
    "doc_no": "文号", "note": "备注",
}  # fmt: skip
_CONGRESS = {"members": "会员代表大会", "workers": "职工代表大会"}


def personal(conn: Connection, ids: Sequence[str], day: date) -> list[Held]:
    """Her records of the area, oldest first; see ``app.base.personal``."""
    posts = (
        select(POST, BODY.c.kind.label("body_kind"), BODY.c.name.label("body_name"))
        .outerjoin(BODY, BODY.c.id == POST.c.body_id)
        .where(POST.c.person_id.in_(ids))
        .order_by(POST.c.since, POST.c.id)
    )
    stood = (
        select(
            CANDIDATE, BALLOT.c.body.label("body_kind"), BALLOT.c.role, BALLOT.c.round,
            ELECTION.c.union_id, ELECTION.c.meeting_on,
        )
        .join(BALLOT, BALLOT.c.id == CANDIDATE.c.ballot_id)
        .join(ELECTION, ELECTION.c.id == BALLOT.c.election_id)
        .where(CANDIDATE.c.person_id.in_(ids))
        .order_by(ELECTION.c.meeting_on, CANDIDATE.c.id)
    )  # fmt: skip
    sent = (
        select(DELEGATE, DELEGATION.c.union_id, DELEGATION.c.kind, DELEGATION.c.ordinal)
        .join(DELEGATION, DELEGATION.c.id == DELEGATE.c.delegation_id)
        .where(DELEGATE.c.person_id.in_(ids))
        .order_by(DELEGATE.c.since, DELEGATE.c.id)
    )
    learnt = (
        select(TRAINED, TRAINING.c.title, TRAINING.c.since, TRAINING.c.until)
        .join(TRAINING, TRAINING.c.id == TRAINED.c.training_id)
        .where(TRAINED.c.person_id.in_(ids))
        .order_by(TRAINING.c.since, TRAINED.c.id)
    )
    honoured = select(HONOUR).where(HONOUR.c.person_id.in_(ids)).order_by(HONOUR.c.on_day)
    roles = {"role": "post_role"}
    made = [
        ("工会任职", _told(conn, posts, _POST,
                       {**roles, "service": "post_service", "ended": "post_ended"}, day)),
        ("选举中的候选人", _told(conn, stood, _CANDIDATE, roles, day)),
        ("代表", _told(conn, sent, _DELEGATE, {"ended": "delegate_ended"}, day)),
        ("培训", _told(conn, learnt, _TRAINED, {}, day)),
        ("荣誉", _told(conn, honoured, _HONOUR, {"level": "honour_level"}, day)),
    ]  # fmt: skip
    return [(title, rows) for title, rows in made if rows]


def _told(
    conn: Connection, query: Any, heads: Mapping[str, str], codes: Mapping[str, str], day: date
) -> list[dict[str, str]]:
    rows = [dict(row) for row in conn.execute(query).mappings()]
    for key, kind, ours in (
        ("union", "union", "union_id"), ("unit", "union", "unit_id"),
        ("employer", "employer", "employer_id"), ("sender", "employer", "sender_id"),
    ):  # fmt: skip
        names = names_of(conn, kind, [row.get(ours) for row in rows], day)
        for row in rows:
            row[key] = names.get(row.get(ours) or "")
    for row in rows:
        if row.get("body_kind"):
            row["body"] = body_name(row["body_kind"], row.get("body_name"))
        if row.get("kind") in _CONGRESS:
            row["kind"] = _CONGRESS[row["kind"]]
        if "since" in row and row["since"] is None:
            row["since"] = DATES_FROM
    return [told(row, heads, codes) for row in rows]

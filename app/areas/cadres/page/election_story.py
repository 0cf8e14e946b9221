"""How the history of an election, delegates and official papers is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..lists.delegations import KINDS
from ..lists.official import DIRECTIONS
from ..records import (
    BALLOT,
    BODY,
    CANDIDATE,
    DELEGATE,
    DELEGATE_POLL,
    DELEGATION,
    ELECTION,
    HONOUR,
    OFFICIAL_PAPER,
    POST,
    TERM,
    TRAINED,
    TRAINING,
)
from .story import CODES, LABELS
from .story import WORDS as OWN

_LABELS = {
    "congress": "大会形式", "direct": "大会直接选主席", "members": "会员人数",
    "women_members": "女会员人数", "delegates": "代表人数", "planned_on": "计划召开日期",
    "party_agreed_on": "党组织同意", "requested_on": "请示日期", "request_doc_no": "请示文号",
    "request_replied_on": "请示批复日期", "request_reply_doc_no": "请示批复文号",
    "delegates_elected_on": "代表选出", "candidates_requested_on": "候选人请示",
    "candidates_replied_on": "候选人批复", "notice_from": "公示自", "notice_until": "公示至",
    "meeting_on": "大会日期", "host": "主持人", "due": "应到会", "present": "实到会",
    "tellers": "监票人", "counters": "计票人", "reported_on": "结果上报",
    "report_doc_no": "报告文号", "replied_on": "批复日期", "reply_doc_no": "批复文号",
    "approved": "是否批准", "published_on": "公布日期", "certificate_changed_on": "变更办结",
    "cancelled_on": "取消日期", "cancel_reason": "取消原因", "issued": "发出选票",
    "returned": "收回选票", "valid": "有效票", "invalid": "无效票", "yes": "赞成票", "no": "反对票",
    "abstain": "弃权票", "written_in": "另选人", "round": "轮次", "body": "机构",
    "by_body": "委员会投票",
    "listed": "按名单数", "total": "代表总数", "women": "女代表", "managers": "管理人员代表",
    "owners": "企业主代表", "young": "35岁及以下代表", "minority": "少数民族代表",
    "models": "劳模代表", "elected_on": "全部选出", "other_side": "主送或来文单位",
    "passed_on": "收发日期", "closed_on": "办结日期", "handler": "经办人", "signed_on": "成文日期",
    "doc_word": "机关代字", "doc_year": "年份", "doc_seq": "序号", "paragraphs": "文字",
    "values": "填入的数据", "direction": "收发", "manager": "中层正职以上", "owner": "企业主",
    "model_worker": "劳模先进", "unit_name": "选举单位", "post_name": "职务",
    "candidates": "候选人数", "least_yes": "最少得票", "recall_yes": "赞成罢免",
    "recall_all": "全体会员",
    "resume": "简历", "deputy_executive": "行政副职", "personnel_head": "人力资源负责人",
    "foreign": "外籍", "outside": "上级推荐", "sex": "性别", "birth_year": "出生年份",
    "ethnicity": "民族", "political": "政治面貌", "education": "学历", "unit_id": "选举单位",
    "excess_agreed_doc": "超额协商文件",
}  # fmt: skip
_CODES = {
    ("election", "kind"): "election_kind", ("official_paper", "kind"): "paper_kind",
    ("ballot", "body"): "body_kind", ("ballot", "role"): "post_role",
    ("delegate", "ended"): "delegate_ended", ("delegate", "sex"): "sex",
    ("delegate", "ethnicity"): "ethnicity", ("delegate", "political"): "political",
    ("delegate", "education"): "education",
}  # fmt: skip
_HIDDEN = {
    "values", "subject", "subject_kind", "delegation_id", "ballot_id", "answers_id", "doc_word",
    "doc_year", "doc_seq",
}  # fmt: skip


_WORDS = {
    ("election", "congress"): {"assembly": "会员大会", "delegates": "会员代表大会"},
    ("delegation", "kind"): KINDS,
    ("official_paper", "direction"): DIRECTIONS,
}  # fmt: skip


def _word(table: str, key: str, value: Any) -> str | None:
    """Texts of many lines are told by how many parts they have."""
    if (table, key) in _WORDS:
        return _WORDS[table, key].get(str(value))
    if key == "paragraphs" and value is not None:
        own = sum(bool(one.get("own")) for one in value)
        return f"{len(value)}段，自己改写{own}段" if own else f"{len(value)}段"
    if key == "resume" and value is not None:
        return f"{len(value)}行"
    return OWN.word(table, key, value)


WORDS = replace(
    OWN, labels=LABELS | _LABELS, codes=CODES | _CODES, hidden=OWN.hidden | _HIDDEN, word=_word
)
STORIES = {table.name: OWN for table in (BODY, HONOUR, POST, TERM, TRAINED, TRAINING)} | {
    table.name: WORDS
    for table in (BALLOT, CANDIDATE, DELEGATE, DELEGATE_POLL, DELEGATION, ELECTION, OFFICIAL_PAPER)
}
"""The tables of this area that belong to records of others, too."""

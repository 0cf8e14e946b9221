"""The forms of elections, votes and candidates, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.members.lists.detail import pick_member
from app.areas.members.page.maker import Maker, day, doc_no
from app.base.codes import code_list
from app.base.days import chinese
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Review, Values, as_kept, as_shown, words, yes_no

from .. import acts
from ..acts.ballots import FLAGS
from ..lists.votes import Vote, Whole
from ..rules.renewal import Step

KIND = "election"
ERRORS = {
    "RUNNING": "kind", "PRESENT": "present", "DATES": "meeting_on", "DISSOLVED": "union_id",
    "ROLE": "role", "TWICE": "name", "REQUIRED": "name",
}  # fmt: skip
_CONGRESS = (Choice("assembly", "会员大会"), Choice("delegates", "会员代表大会"))
_YEARS = (Choice("3", "3年"), Choice("5", "5年"))
_FLAGS = ("direct", "approved")
_NUMBERS = ("years",)


def _count(key: str, label: str, unit: str = "人", **more: Any) -> Field:
    return Field(key, label, Kind.COUNT, unit=unit, **more)


def _optional(key: str, label: str, **more: Any) -> Field:
    return day(key, label, obligatory=False, **more)


def _all_fields() -> dict[str, Field]:
    """Every field of an election by its key."""
    fields = (
        _count("ordinal", "届次", "届", help="第几届；历史资料不全的，从知道的那一届填起"),
        Field("congress", "大会形式", Kind.CHOICE, choices=_CONGRESS,
              help="会员不足100人的开会员大会，100人以上的两种都可以"),
        yes_no("direct", "大会直接选主席"),
        Field("years", "任期", Kind.CHOICE, choices=_YEARS),
        _count("members", "会员人数"),
        _count("women_members", "女会员人数"),
        _count("delegates", "代表人数"),
        _optional("planned_on", "计划召开日期"),
        _optional("party_agreed_on", "党组织同意日期"),
        _optional("requested_on", "请示日期"),
        doc_no("请示文号", "request_doc_no"),
        _optional("request_replied_on", "批复日期"),
        doc_no("批复文号", "request_reply_doc_no"),
        _optional("delegates_elected_on", "代表全部选出"),
        _optional("candidates_requested_on", "候选人请示日期"),
        _optional("candidates_replied_on", "候选人批复日期"),
        _optional("notice_from", "公示自"),
        _optional("notice_until", "公示至", help="首尾两天都算，不少于5个工作日"),
        _optional("meeting_on", "大会召开日期"),
        Field("place", "地点", max_length=80),
        Field("host", "主持人", max_length=60),
        _count("due", "应到会"),
        _count("present", "实到会"),
        Field("tellers", "监票人", max_length=120),
        Field("counters", "计票人", max_length=120),
        _optional("reported_on", "结果上报日期"),
        doc_no("报告文号", "report_doc_no"),
        _optional("replied_on", "批复日期"),
        doc_no("批复文号", "reply_doc_no"),
        yes_no("approved", "是否批准"),
        _optional("published_on", "公布日期"),
        _optional("certificate_changed_on", "变更办结日期",
                  help="法定代表人、银行账户印鉴变更办完的日期"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )  # fmt: skip
    return {field.key: field for field in fields}


def _kept(values: Values) -> dict[str, Any]:
    found = as_kept(values, _FLAGS)
    for key in _NUMBERS:
        if found.get(key) is not None:
            found[key] = int(found[key])
    return found


def _shown(row: Mapping[Any, Any], keys: Sequence[str]) -> dict[str, Any]:
    found = as_shown({key: row[key] for key in keys}, [f for f in _FLAGS if f in keys])
    for key in _NUMBERS:
        if found.get(key) is not None:
            found[key] = str(found[key])
    return found


_PLANNED = (
    "planned_on", "ordinal", "years", "congress", "direct", "members", "women_members", "delegates",
    "due", "note",
)  # fmt: skip


def plan(make: Maker, union: tuple[str, str] | None = None, kind: str = "renewal") -> FormSpec:
    """登记选举."""
    every = _all_fields()
    fields = (
        make.union("union_id", "工会"),
        Field("kind", "种类", Kind.CHOICE, choices=words("election_kind"), obligatory=True),
        *(every[key] for key in _PLANNED),
    )
    return FormSpec(
        "plan_election", "登记选举", fields,
        lambda v: Call(acts.plan_election, (), _kept(v)),
        {"union_id": union[0] if union else None, "kind": kind, "years": "5"},
        dict([union]) if union else {}, kind=KIND, errors=ERRORS, words="登记",
        intro="先定计划召开的日期，程序按日期推算各项工作什么时候办。其余的可以以后再填。",
    )  # fmt: skip


def edit(whole: Whole) -> FormSpec:
    """All of an election."""
    every = _all_fields()
    return _filling(whole, "edit_election", "填写选举情况", tuple(every))


def step(whole: Whole, which: Step) -> FormSpec:
    """What is filled in at one step."""
    if which.key == "replied_on":
        return approval(whole)
    return _filling(whole, f"step_{which.key}", which.title, which.fields)


def _filling(whole: Whole, key: str, title: str, keys: Sequence[str]) -> FormSpec:
    every, row = _all_fields(), whole.row
    return FormSpec(
        key, title, tuple(every[one] for one in keys),
        lambda v: Call(acts.edit_election, (row["id"],), _kept(v)), _shown(row, keys),
        record=row["id"], kind=KIND, shows=row["id"], done="已保存。", errors=ERRORS,
        intro=whole.name,
    )  # fmt: skip


def approval(whole: Whole) -> FormSpec:
    """登记批复: the terms of the election carry its number."""
    row = whole.row
    fields = (
        day("replied_on", "批复日期"),
        doc_no("批复文号"),
        Field("approved", "是否批准", Kind.CHOICE, obligatory=True,
              choices=(Choice("1", "批准"), Choice("0", "不批准，要重新选举"))),
    )  # fmt: skip
    start = {"replied_on": row["replied_on"], "doc_no": row["reply_doc_no"], "approved": "1"}
    return FormSpec(
        "record_approval", "登记选举结果批复", fields,
        lambda v: Call(acts.record_approval, (row["id"],), as_kept(v, ("approved",))), start,
        record=row["id"], kind=KIND, shows=row["id"], errors={"DATES": "replied_on"},
        intro="批复文号会一并记入本届任期。", words="登记",
    )  # fmt: skip


def cancel(make: Maker, whole: Whole) -> FormSpec:
    """取消选举."""
    fields = (day("on", "取消日期"), Field("reason", "取消的原因", Kind.LINES, obligatory=True))
    return FormSpec(
        "cancel_election", "取消选举", fields,
        lambda v: Call(acts.cancel_election, (whole.row["id"],), dict(v)), {"on": make.today},
        record=whole.row["id"], kind=KIND, shows=whole.row["id"], errors={"REQUIRED": "reason"},
        words="取消选举",
    )  # fmt: skip


def register(whole: Whole) -> FormSpec:
    """登记当选: those who are elected, shown before it is done."""
    row, chosen = whole.row, whole.elected
    recall = row["kind"] == "recall"
    fields: tuple[Field, ...] = (day("since", "自", help="选举产生的日期，任期从这一天算起"),)
    if row["kind"] in ("renewal", "founding"):
        fields += (Field("years", "任期", Kind.CHOICE, choices=_YEARS, obligatory=True),)

    def review(_connection: Any, values: Values) -> Review:
        rows = tuple((one.name, vote.title, "罢免" if recall else "当选") for vote, one in chosen)
        since = values.get("since")
        until = "上一届的任期和任职到这一天结束。" if row["kind"] == "renewal" else ""
        return Review(
            "按计票结果登记？", f"自{chinese(since) if since else ''}起。{until}",
            ("姓名", "职务", "结果"), rows, "登记" if rows else "", 1,
        )  # fmt: skip

    def call(values: Values) -> Call:
        given: dict[str, Any] = {"since": values["since"]}
        if values.get("years"):
            given["years"] = int(values["years"])
        return Call(
            acts.register_result, (row["id"],),
            {**given, "candidate_ids": [one.id for _, one in chosen]},
        )  # fmt: skip

    start = {"since": row["meeting_on"], "years": str(row["years"] or 5)}
    return FormSpec(
        "register_result", "登记罢免结果" if recall else "登记当选", fields, call,
        {f.key: start[f.key] for f in fields}, record=row["id"], kind=KIND, shows=row["id"],
        review=review, errors={"DATES": "since"}, words="下一步",
        intro="当选人由票数按规定算出。登记以后写入任期和任职，可以撤销。",
    )  # fmt: skip


def acting(make: Maker, union: tuple[str, str]) -> FormSpec:
    """指定主持工作."""
    fields = (
        Field("person_id", "姓名", Kind.PICKER, picker=pick_member, obligatory=True),
        day("since", "自"),
        doc_no("文号"),
    )
    return FormSpec(
        "appoint_acting", "指定主持工作", fields,
        lambda v: Call(acts.appoint_acting, (), {"union_id": union[0], **v}),
        {"since": make.today}, errors={"TWICE": "person_id", "DATES": "since"},
        intro=f"{union[1]}主席空缺期间，由副主席或委员主持工作，一般不超过6个月。",
    )  # fmt: skip


# -- votes and candidates --------------------------------------------------------------------------


def _pairs() -> tuple[Choice, ...]:
    """Body and role as one choice."""
    roles = code_list("post_role")
    return tuple(
        Choice(f"{body}-{role}", f"{code_list('body_kind').name_of(body)}：{roles.name_of(role)}")
        for body, several in (
            ("committee", ("member", "chair", "vice_chair")),
            ("standing", ("standing_member",)),
            ("audit", ("audit_member", "audit_director", "audit_vice_director")),
            ("women", ("women_member", "women_director")),
        )
        for role in several
    )


def add_ballot(whole: Whole) -> FormSpec:
    """登记投票."""
    fields = (
        Field("which", "选什么", Kind.CHOICE, choices=_pairs(), obligatory=True),
        _count("seats", "应选名额", "名"),
        Field("by_body", "由谁投票", Kind.CHOICE, obligatory=True,
              choices=(Choice("0", "大会"), Choice("1", "新一届委员会（应到人数另填）"))),
        _count("due", "应到会", help="由委员会投票的，填委员会人数；由大会投票的不用填"),
    )  # fmt: skip

    def call(values: Values) -> Call:
        body, role = str(values["which"]).split("-")
        given = {"body": body, "role": role, "seats": values["seats"], "due": values["due"],
                 "by_body": values["by_body"] == "1"}  # fmt: skip
        return Call(acts.add_ballot, (whole.row["id"],), given)

    return FormSpec(
        "add_ballot", "登记投票", fields, call, {"by_body": "0"}, record=whole.row["id"],
        kind=KIND, shows=whole.row["id"], errors={"ROLE": "which", "TWICE": "which"},
        intro="一种职务一次投票：委员、主席、经审委员等分开登记。",
        hides={"due": lambda v: v.get("by_body") == "1"},
    )  # fmt: skip


def seats(vote: Vote, election: str) -> FormSpec:
    """The seats of a vote."""
    fields = (
        _count("seats", "应选名额", "名"), _count("due", "应到会"),
        _optional("on_day", "投票日期"), Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip
    return FormSpec(
        "edit_ballot", f"更正投票：{vote.title}", fields,
        lambda v: Call(acts.edit_ballot, (vote.row["id"],), dict(v)),
        {f.key: vote.row[f.key] for f in fields}, record=election, kind=KIND, shows=election,
    )  # fmt: skip


def _candidate_fields() -> tuple[Field, ...]:
    return (
        Field("person_id", "从名册里选", Kind.PICKER, picker=pick_member,
              help="候选人应当是会员；名册里没有的，只写姓名，当选登记以前再对应"),
        Field("name", "姓名", max_length=60),
        yes_no("executive", "单位主要负责人", group="资格",
               help="行政主要负责人、法定代表人、合伙人"),
        yes_no("kin_of_executive", "负责人近亲属"),
        yes_no("deputy_executive", "行政副职"),
        yes_no("personnel_head", "人力资源负责人"),
        yes_no("foreign", "外籍职工"),
        yes_no("finance", "分管或从事财务"),
        yes_no("front_line", "一线职工"),
        yes_no("outside", "上级推荐的外部人选"),
        Field("story", "简历", Kind.LINES, max_length=2000, group="简历",
              help="一行一段：2010.07—2015.03 在某某公司任某职"),
        Field("note", "备注", Kind.LINES, max_length=300),
    )  # fmt: skip


def add_candidate(vote: Vote, election: str) -> FormSpec:
    """登记候选人."""
    plain = {key: "0" for key in FLAGS if key not in ("front_line", "outside")}
    return FormSpec(
        "add_candidate", f"登记候选人：{vote.title}", _candidate_fields(),
        lambda v: Call(acts.add_candidate, (vote.row["id"],), _candidate(v)), plain,
        record=election, kind=KIND, shows=election,
        before=lambda _c, v: {} if v.get("person_id") or v.get("name")
        else {"person_id": "请从名册里选，或者填写姓名。"},
        errors={"TWICE": "person_id", "REQUIRED": "name"},
    )  # fmt: skip


def edit_candidate(row: Mapping[Any, Any], election: str) -> FormSpec:
    """更正候选人."""
    fields = _candidate_fields()
    start = as_shown({key: row[key] for key in (*FLAGS, "name", "note")}, FLAGS)
    start |= {"person_id": row["person_id"], "story": _story(row["resume"])}
    titles = {row["person_id"]: row["name"]} if row["person_id"] else {}

    def call(values: Values) -> Call:
        given = _candidate(values)
        given["name"] = given.get("name") or row["name"]
        return Call(acts.edit_candidate, (row["id"],), given)

    return FormSpec(
        "edit_candidate", f"候选人：{row['name']}", fields, call, start, titles, record=election,
        kind=KIND, shows=election, done="已保存。", errors={"REQUIRED": "name"},
    )  # fmt: skip


def _candidate(values: Values) -> dict[str, Any]:
    kept = as_kept(values, FLAGS)
    kept["who"] = kept.pop("person_id")
    kept["resume"] = _resume(kept.pop("story"))
    if kept["who"] is not None and not kept["name"]:
        kept.pop("name")
    return kept


def _resume(text: str | None) -> list[dict[str, str]] | None:
    """Lines of a résumé: 自—至 what."""
    found = []
    for line in (text or "").splitlines():
        span, _, what = line.strip().partition(" ")
        since, dash, until = span.replace("－", "—").replace("-", "—").partition("—")
        if dash and what:
            found.append({"since": since, "until": until.lstrip("—"), "what": what.strip()})
        elif line.strip():
            found.append({"since": "", "until": "", "what": line.strip()})
    return found or None


def _story(resume: Sequence[Mapping[str, Any]] | None) -> str | None:
    lines = [
        f"{one['since']}—{one['until']} {one['what']}" if one.get("since") else str(one["what"])
        for one in resume or ()
    ]
    return "\n".join(lines) or None


def again(vote: Vote, election: str) -> FormSpec:
    """登记下一轮投票: those who are tied, else those who were not elected."""
    tied = [one.id for one in vote.result.tied]
    rest = [s.candidate.id for s in vote.result.standings if not s.elected]
    chosen = tied or rest
    names = {c.id: c.name for c in vote.facts.candidates}
    said = "、".join(names[one] for one in chosen)
    fields = (_count("seats", "应选名额", "名", obligatory=True),)
    return FormSpec(
        "vote_again", f"登记下一轮投票：{vote.title}", fields,
        lambda v: Call(acts.vote_again, (vote.row["id"],), {"candidate_ids": chosen, **v}),
        {"seats": vote.result.left or 1}, record=election, kind=KIND, shows=election,
        intro=f"参加下一轮：{said}。", words="登记",
    )  # fmt: skip

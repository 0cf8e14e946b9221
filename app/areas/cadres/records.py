"""Tables of 干部与换届: bodies of a union, their terms, posts, elections, delegates, papers.

A body (委员会, 经费审查委员会, 女职工委员会, 小组 …) belongs to one union and lives through
terms of office (届). A post is the dated spell of one person in one union, in a body and a
term or in none (积极分子, 社会化工会工作者). Whoever holds a post is a person of ``members``,
member or not: one person, one record. An election holds what was counted; who is elected
follows from it by the rules and is written as posts only when the clerk says so. Delegates of
either congress stand here, their meetings in ``five_ones``. Official papers (请示, 报告, 批复
…) keep their text, whose hand each paragraph is, and the values it was filled with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Select, func, or_, select, text

from app.areas.members.records import PERSON
from app.areas.organisations.records import EMPLOYER, UNION
from app.store.meta import link, record_table
from app.store.types import Code, Count, Day, Flag, Json, Since, Words

BODY = record_table(
    "body",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("name", Words),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("appointed", Flag, nullable=False),
    Column("doc_no", Words),
    Column("end_doc_no", Words),
    Column("note", Words),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    title="组织机构",
)
"""A body of a union, half-open [since, until): kinds of ``body_kind``. ``appointed``: its
members are appointed by the union above (工会工作委员会), not elected. ``name``: of a group
or branch, else the kind's own."""
Index("ix_body_union", BODY.c.union_id, BODY.c.kind, BODY.c.since)

ELECTION = record_table(
    "election",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("ordinal", Count),
    Column("congress", Code),
    Column("direct", Flag),
    Column("years", Count),
    Column("members", Count),
    Column("women_members", Count),
    Column("delegates", Count),
    Column("planned_on", Day),
    Column("party_agreed_on", Day),
    Column("requested_on", Day),
    Column("request_doc_no", Words),
    Column("request_replied_on", Day),
    Column("request_reply_doc_no", Words),
    Column("delegates_elected_on", Day),
    Column("candidates_requested_on", Day),
    Column("candidates_replied_on", Day),
    Column("notice_from", Day),
    Column("notice_until", Day),
    Column("meeting_on", Day),
    Column("place", Words),
    Column("host", Words),
    Column("due", Count),
    Column("present", Count),
    Column("tellers", Words),
    Column("counters", Words),
    Column("reported_on", Day),
    Column("report_doc_no", Words),
    Column("replied_on", Day),
    Column("reply_doc_no", Words),
    Column("approved", Flag),
    Column("published_on", Day),
    Column("certificate_changed_on", Day),
    Column("cancelled_on", Day),
    Column("cancel_reason", Words),
    Column("note", Words),
    CheckConstraint("kind IN ('founding','renewal','by_election','recall')", name="kind"),
    CheckConstraint("congress IS NULL OR congress IN ('assembly','delegates')", name="congress"),
    CheckConstraint(
        "notice_from IS NULL OR notice_until IS NULL OR notice_from <= notice_until", name="notice"
    ),
    CheckConstraint("present IS NULL OR due IS NULL OR present <= due", name="present"),
    title="选举",
)
"""An election from the request to the reply: 建会, 换届, 补选, 罢免. ``congress``: 会员大会
(``assembly``) or 会员代表大会. ``direct``: the congress itself elects the chair. ``members``:
on the day of the meeting (带入, then kept). ``notice_from`` … ``notice_until``: 公示, both
days shown."""
Index("ix_election_union", ELECTION.c.union_id, ELECTION.c.meeting_on)

TERM = record_table(
    "term",
    link("body_id", "body"),
    Column("ordinal", Count),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("years", Count),
    Column("due_on", Day),
    Column("seats", Count),
    link("election_id", "election", nullable=True, index=True),
    Column("doc_no", Words),
    Column("approved_on", Day),
    Column("delay_until", Day),
    Column("delay_doc_no", Words),
    Column("delay_on", Day),
    Column("delay_reason", Words),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    CheckConstraint("ordinal IS NULL OR ordinal > 0", name="ordinal"),
    CheckConstraint("(delay_until IS NULL) OR due_on IS NOT NULL", name="delay"),
    title="任期",
)
"""One 届 of a body: [since, until) as it was, ``due_on`` the first day on which it is over by its
years (工会法 第十六条). ``delay_until``: up to which day the union above allowed a delay."""
Index("ix_term_body", TERM.c.body_id, TERM.c.since, TERM.c.until)
Index("uq_term_open", TERM.c.body_id, unique=True, sqlite_where=text("until IS NULL"))
Index("ix_term_due_on", TERM.c.due_on, sqlite_where=text("until IS NULL"))

POST = record_table(
    "post",
    link("union_id", "unions"),
    link("body_id", "body", nullable=True, index=True),
    link("term_id", "term", nullable=True, index=True),
    link("person_id", "person"),
    Column("role", Code, nullable=False),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("ended", Code),
    Column("service", Code),
    Column("acting", Flag),
    Column("duties", Words),
    Column("front_line", Flag),
    Column("doc_no", Words),
    Column("end_doc_no", Words),
    Column("own_consent_on", Day),
    Column("upper_consent_on", Day),
    link("sender_id", "employer", nullable=True, index=True),
    Column("sender_name", Words),
    Column("seconded_until", Day),
    Column("contract_until", Day),
    Column("executive", Flag),
    Column("kin_of_executive", Flag),
    Column("finance", Flag),
    Column("position", Count),
    link("election_id", "election", nullable=True, index=True),
    Column("note", Words),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    CheckConstraint("(until IS NULL) = (ended IS NULL)", name="end"),
    CheckConstraint("term_id IS NULL OR body_id IS NOT NULL", name="term"),
    title="任职",
)
"""One person in one post, [since, until). ``role`` of ``post_role``; ``service`` 专职, 兼职,
挂职; ``acting``: stands in for the chair (主持工作). ``sender_*`` and ``seconded_until``:
挂职 from where and to when, or the employer outside who employs a 社会化工会工作者.
``contract_until``: end of the labour contract (工会法 第十九条). ``executive``,
``kin_of_executive``, ``finance``: what bars from which post. Persons and posts are counted
apart."""
Index("ix_post_union", POST.c.union_id, POST.c.since, POST.c.until)
Index("ix_post_person", POST.c.person_id, POST.c.since, POST.c.until)
Index("ix_post_seconded", POST.c.seconded_until, sqlite_where=text("until IS NULL"))
Index(
    "uq_post_open",
    POST.c.person_id,
    POST.c.union_id,
    POST.c.body_id,
    POST.c.role,
    unique=True,
    sqlite_where=text("until IS NULL"),
)

BALLOT = record_table(
    "ballot",
    link("election_id", "election"),
    Column("body", Code, nullable=False),
    Column("role", Code, nullable=False),
    Column("round", Count, nullable=False),
    Column("by_body", Flag, nullable=False),
    Column("on_day", Day),
    Column("seats", Count),
    Column("due", Count),
    Column("present", Count),
    Column("issued", Count),
    Column("returned", Count),
    Column("valid", Count),
    Column("invalid", Count),
    Column("note", Words),
    CheckConstraint("round > 0", name="round"),
    title="投票",
)
"""One vote of an election: for which body (``body_kind``) and role, in which round. ``by_body``:
the new body itself votes (its chair by the committee), so that ``due`` are its members."""
Index("uq_ballot", BALLOT.c.election_id, BALLOT.c.body, BALLOT.c.role, BALLOT.c.round, unique=True)

CANDIDATE = record_table(
    "candidate",
    link("ballot_id", "ballot", index=True),
    link("person_id", "person", nullable=True, index=True),
    Column("name", Words, nullable=False),
    Column("written_in", Flag, nullable=False),
    Column("yes", Count),
    Column("no", Count),
    Column("abstain", Count),
    Column("executive", Flag),
    Column("kin_of_executive", Flag),
    Column("deputy_executive", Flag),
    Column("personnel_head", Flag),
    Column("foreign", Flag),
    Column("finance", Flag),
    Column("front_line", Flag),
    Column("outside", Flag),
    Column("resume", Json),
    Column("note", Words),
    title="候选人",
)
"""A candidate, or somebody written in (另选人), with the votes counted. Flags of
工会基层组织选举工作条例 第十条 and 企业工会主席产生办法; empty: not yet looked at.
``resume``: rows of the 简历表, each since, until, what."""

DELEGATION = record_table(
    "delegation",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("ordinal", Count),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("years", Count),
    Column("due_on", Day),
    Column("seats", Count),
    Column("listed", Flag, nullable=False),
    Column("total", Count),
    Column("women", Count),
    Column("front_line", Count),
    Column("managers", Count),
    Column("owners", Count),
    Column("young", Count),
    Column("minority", Count),
    Column("models", Count),
    Column("elected_on", Day),
    Column("excess_agreed_doc", Words),
    link("election_id", "election", nullable=True, index=True),
    Column("doc_no", Words),
    Column("note", Words),
    CheckConstraint("kind IN ('members','workers')", name="kind"),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    title="代表届次",
)
"""The delegates of one 届 of a 会员代表大会 (``members``) or 职工代表大会 (``workers``).
``listed``: counted from their list; else the numbers that were reported hold. ``elected_on``:
all are elected."""
Index("ix_delegation_union", DELEGATION.c.union_id, DELEGATION.c.kind, DELEGATION.c.since)
Index(
    "uq_delegation_open",
    DELEGATION.c.union_id,
    DELEGATION.c.kind,
    unique=True,
    sqlite_where=text("until IS NULL"),
)

DELEGATE = record_table(
    "delegate",
    link("delegation_id", "delegation", index=True),
    link("person_id", "person", nullable=True, index=True),
    Column("name", Words, nullable=False),
    Column("sex", Code),
    Column("birth_year", Count),
    Column("ethnicity", Code),
    Column("political", Code),
    Column("education", Code),
    link("unit_id", "unions", nullable=True, index=True),
    link("employer_id", "employer", nullable=True, index=True),
    Column("unit_name", Words),
    Column("post_name", Words),
    Column("front_line", Flag),
    Column("manager", Flag),
    Column("owner", Flag),
    Column("model_worker", Flag),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("ended", Code),
    Column("recall_yes", Count),
    Column("recall_all", Count),
    Column("note", Words),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    CheckConstraint("(until IS NULL) = (ended IS NULL)", name="end"),
    title="代表",
)
"""A delegate and the electing unit. Her own particulars (sex …) only where she is no person of the
register. ``manager``: 中层正职以上; ``owner``: 企业主、经营者 (区域性职代会)."""

DELEGATE_POLL = record_table(
    "delegate_poll",
    link("delegation_id", "delegation", index=True),
    link("unit_id", "unions", nullable=True, index=True),
    link("employer_id", "employer", nullable=True, index=True),
    Column("unit_name", Words),
    Column("on_day", Day),
    Column("seats", Count),
    Column("candidates", Count),
    Column("due", Count),
    Column("present", Count),
    Column("least_yes", Count),
    Column("note", Words),
    title="代表选举",
)
"""How one electing unit chose its delegates: ``due`` are all members of the unit, ``least_yes`` the
votes of the elected delegate who has the fewest."""

TRAINING = record_table(
    "training",
    Column("title", Words, nullable=False),
    Column("kind", Code),
    Column("mode", Code),
    Column("since", Day, nullable=False),
    Column("until", Day),
    Column("hours", Count),
    Column("organiser", Words),
    link("union_id", "unions", nullable=True, index=True),
    Column("place", Words),
    Column("note", Words),
    CheckConstraint("until IS NULL OR since <= until", name="dates"),
    title="培训",
)
"""A course for cadres, [since, until] with both days, ``hours`` of study. ``union_id``: who ran
it, if it is one of ours."""
Index("ix_training_since", TRAINING.c.since)

TRAINED = record_table(
    "trained",
    link("training_id", "training"),
    link("person_id", "person", index=True),
    Column("hours", Count),
    Column("certificate_no", Words),
    Column("certificate_until", Day),
    Column("result", Words),
    title="参加培训",
)
Index("uq_trained", TRAINED.c.training_id, TRAINED.c.person_id, unique=True)

HONOUR = record_table(
    "honour",
    link("person_id", "person", nullable=True, index=True),
    link("union_id", "unions", nullable=True, index=True),
    Column("title", Words, nullable=False),
    Column("level", Code),
    Column("on_day", Day),
    Column("granted_by", Words),
    Column("doc_no", Words),
    Column("note", Words),
    CheckConstraint("(person_id IS NULL) <> (union_id IS NULL)", name="owner"),
    title="荣誉",
)
"""An honour of a person or of a union (职工之家 of which level is one: ``honour_level``)."""

OFFICIAL_PAPER = record_table(
    "official_paper",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("direction", Code, nullable=False),
    Column("subject_kind", Code),
    Column("subject", Code),
    Column("title", Words, nullable=False),
    Column("doc_word", Words),
    Column("doc_year", Count),
    Column("doc_seq", Count),
    Column("doc_no", Words),
    Column("other_side", Words),
    Column("signed_on", Day),
    Column("passed_on", Day),
    Column("due_on", Day),
    Column("closed_on", Day),
    link("answers_id", "official_paper", nullable=True, index=True),
    Column("paragraphs", Json),
    Column("values", Json),
    Column("handler", Words),
    Column("note", Words),
    CheckConstraint("direction IN ('out','in')", name="direction"),
    title="公文",
)
"""A paper that goes out or came in (收发文登记). ``doc_word`` + ``doc_year`` + ``doc_seq`` make
the 文号 of our own papers; ``doc_no`` is it in full. ``passed_on``: sent or received;
``due_on``: an answer is due (ELE-08: fifteen days); ``closed_on``: answered or needs none.
``paragraphs``: [{key, text, own}], ``own``: the clerk's hand; ``values``: the data it was
filled with, so that a later change of them is seen."""
Index("ix_official_paper_union", OFFICIAL_PAPER.c.union_id, OFFICIAL_PAPER.c.doc_year)
Index("ix_official_paper_subject", OFFICIAL_PAPER.c.subject)
Index("ix_official_paper_due", OFFICIAL_PAPER.c.due_on, sqlite_where=text("closed_on IS NULL"))
Index(
    "uq_official_paper_number",
    OFFICIAL_PAPER.c.union_id,
    OFFICIAL_PAPER.c.doc_word,
    OFFICIAL_PAPER.c.doc_year,
    OFFICIAL_PAPER.c.doc_seq,
    unique=True,
    sqlite_where=text("direction = 'out' AND doc_seq IS NOT NULL"),
)

for _column in (
    *(POST.c[c] for c in ("duties", "doc_no", "end_doc_no", "sender_name", "note")),
    *(CANDIDATE.c[c] for c in ("name", "resume", "note")),
    *(DELEGATE.c[c] for c in ("name", "unit_name", "post_name", "note")),
    *(TRAINED.c[c] for c in ("certificate_no", "result")),
    *(HONOUR.c[c] for c in ("title", "granted_by", "doc_no", "note")),
):
    _column.info["personal"] = True  # emptied with the person, see members' acts of erasing


def _led(people: Sequence[str]) -> Select[Any]:
    """Unions whose ledger names them as chair, or has done so."""
    return select(POST.c.union_id).where(POST.c.person_id.in_(people), POST.c.role == "chair")


def _about(*records: Select[Any]) -> Select[Any]:
    """Papers about these elections or unions: ``subject`` is an id as text."""
    subject = OFFICIAL_PAPER.c.subject
    known = (select(func.lower(func.hex(found.subquery().c[0]))) for found in records)
    return select(OFFICIAL_PAPER.c.id).where(or_(*(subject.in_(ids) for ids in known)))


def _stood(people: Sequence[str]) -> Select[Any]:
    """Papers of elections in which they stood, and of these unions."""
    elections = (
        select(BALLOT.c.election_id)
        .join(CANDIDATE, CANDIDATE.c.ballot_id == BALLOT.c.id)
        .where(CANDIDATE.c.person_id.in_(people))
    )
    return _about(elections, select(ELECTION.c.union_id).where(ELECTION.c.id.in_(elections)))


def _held(people: Sequence[str]) -> Select[Any]:
    """Papers of elections and unions in which they hold or held a post."""
    mine = POST.c.person_id.in_(people)
    return _about(select(POST.c.election_id).where(mine), select(POST.c.union_id).where(mine))


def _sent(people: Sequence[str]) -> Select[Any]:
    """Papers of elections and unions whose delegates they are or were."""
    mine = DELEGATION.c.id.in_(
        select(DELEGATE.c.delegation_id).where(DELEGATE.c.person_id.in_(people))
    )
    elections, unions = select(DELEGATION.c.election_id), select(DELEGATION.c.union_id)
    return _about(elections.where(mine), unions.where(mine))


POST.info["named_in"] = ((UNION, _led), (OFFICIAL_PAPER, _held))
CANDIDATE.info["named_in"] = ((OFFICIAL_PAPER, _stood),)
DELEGATE.info["named_in"] = ((OFFICIAL_PAPER, _sent),)

__all__ = [
    "BALLOT",
    "BODY",
    "CANDIDATE",
    "DELEGATE",
    "DELEGATE_POLL",
    "DELEGATION",
    "ELECTION",
    "EMPLOYER",
    "HONOUR",
    "OFFICIAL_PAPER",
    "PERSON",
    "POST",
    "TERM",
    "TRAINED",
    "TRAINING",
    "UNION",
]

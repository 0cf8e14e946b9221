"""Tables of 会员: persons, their documents, memberships, employments, transfers, applications.

A person has one record for life. A membership is a spell of one person in one union with one
status; the events of 工会会员会籍管理办法 (入会, 转入, 保留 …) are how a spell begins and ends, so
that stocks and flows come from the same rows. A person has at most one open membership.
Dated beside it (``person_spell``): education, political status, employment status and form,
农民工, 新就业形态群体, skill, household type. All else is plain and its history is the log.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from app.areas.organisations.records import EMPLOYER, UNION
from app.store.meta import link, record_table, spell_table
from app.store.types import Code, Count, Day, Flag, Json, Since, Words

PERSON = record_table(
    "person",
    Column("name", Words, nullable=False),
    Column("sex", Code),
    Column("birth_on", Day),
    Column("birth_year", Count),
    Column("ethnicity", Code),
    Column("native_place", Words),
    Column("household_place", Words),
    Column("address", Words),
    Column("phone", Words),
    Column("no_phone", Flag),
    Column("email", Words),
    Column("marital", Code),
    Column("professional_title", Words),
    Column("worked_from", Day),
    Column("joined_on", Day),
    Column("card_no", Code),
    Column("service_card_no", Code),
    Column("service_card_on", Day),
    Column("consent_on", Day),
    Column("hardship", Flag),
    Column("model_worker", Flag),
    Column("note", Words),
    link("alias_of_id", "person", nullable=True),
    Column("erased_on", Day),
    CheckConstraint("alias_of_id IS NULL OR alias_of_id <> id", name="alias_of"),
    title="人员",
)
"""A person. ``birth_year`` is kept beside ``birth_on`` because it outlives erasing: figures of age
use it alone, so that they stay the same. ``joined_on`` is the first joining in life (入会日期).
``alias_of_id``: merged into that person. ``no_phone``: the person said there is none."""
Index("ix_person_name", PERSON.c.name, PERSON.c.id)
Index("ix_person_phone", PERSON.c.phone, sqlite_where=text("phone IS NOT NULL"))
Index("ix_person_card_no", PERSON.c.card_no, sqlite_where=text("card_no IS NOT NULL"))
Index("ix_person_alias_of_id", PERSON.c.alias_of_id, sqlite_where=text("alias_of_id IS NOT NULL"))

PERSON_SPELL = spell_table(
    "person_spell",
    "person_id",
    "person",
    Column("education", Code),
    Column("political", Code),
    Column("employment_status", Code),
    Column("employment_form", Code),
    Column("migrant", Flag),
    Column("new_group", Code),
    Column("skill", Code),
    Column("household_type", Code),
    Column("doc_no", Words),
    title="人员的类别和学历等",
)

IDENTITY = record_table(
    "identity_document",
    link("person_id", "person", index=True),
    Column("type", Code, nullable=False),
    Column("number", Code, nullable=False),
    Column("until", Day),
    Column("note", Words),
    title="证件",
)
"""An identity document. ``until`` empty: the present one; else replaced on that day. Old ones
still find and still match."""
Index("ix_identity_document_number", IDENTITY.c.number, IDENTITY.c.person_id)

FORMER_NAME = record_table(
    "former_name",
    link("person_id", "person", index=True),
    Column("name", Words, nullable=False),
    Column("until", Day),
    title="曾用名",
)
Index("ix_former_name_name", FORMER_NAME.c.name)

CAMPAIGN = record_table(
    "campaign",
    Column("name", Words, nullable=False),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=False),
    Column("doc_no", Words),
    Column("note", Words),
    CheckConstraint("since <= until", name="dates"),
    title="专项行动",
)
"""专项行动 (农民工入会集中行动 …): a period; who joins in it carries its tag."""

CAMPAIGN_TARGET = record_table(
    "campaign_target",
    link("campaign_id", "campaign"),
    link("union_id", "unions", index=True),
    Column("target", Count, nullable=False),
    CheckConstraint("target >= 0", name="target"),
    title="专项行动目标",
)
Index(
    "uq_campaign_target",
    CAMPAIGN_TARGET.c.campaign_id,
    CAMPAIGN_TARGET.c.union_id,
    unique=True,
)

MEMBERSHIP = record_table(
    "membership",
    link("person_id", "person"),
    link("union_id", "unions"),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("status", Code, nullable=False),
    Column("began", Code, nullable=False),
    Column("ended", Code),
    Column("reason", Code),
    Column("group_name", Words),
    Column("approved_on", Day),
    Column("doc_no", Words),
    Column("end_doc_no", Words),
    Column("end_decided_on", Day),
    Column("end_reported_on", Day),
    Column("dues_until", Day),
    link("campaign_id", "campaign", nullable=True),
    CheckConstraint("status IN ('active','retained','voided')", name="status"),
    CheckConstraint(
        "began IN ('opening','joined','transferred_in','returned','retained','restored')",
        name="began",
    ),
    CheckConstraint(
        "ended IS NULL OR ended IN"
        " ('transferred_out','retained','restored','left','expelled','died','voided')",
        name="ended",
    ),
    CheckConstraint("(until IS NULL) = (ended IS NULL)", name="end"),
    CheckConstraint("until IS NULL OR since < until OR status = 'voided'", name="dates"),
    title="会籍",
)
"""会籍: one person in one union with one status, half-open [since, until). ``active`` 在籍 counts,
``retained`` 保留 never does, ``voided`` 误录注销 counts on no day. An empty ``since`` goes with
``began`` = ``opening`` (期初): in every stock, in no flow. ``reason``: why it ended
(会籍变化原因); ``end_decided_on`` and ``end_reported_on``: when the members decided an expulsion
and when it went up. The ``since`` of an opening may also be a day before the records begin."""
Index("ix_membership_union", MEMBERSHIP.c.union_id, MEMBERSHIP.c.since, MEMBERSHIP.c.until)
Index("ix_membership_person", MEMBERSHIP.c.person_id, MEMBERSHIP.c.since, MEMBERSHIP.c.until)
Index("ix_membership_since", MEMBERSHIP.c.since)
Index("ix_membership_until", MEMBERSHIP.c.until, sqlite_where=text("until IS NOT NULL"))
Index(
    "ix_membership_campaign", MEMBERSHIP.c.campaign_id, sqlite_where=text("campaign_id IS NOT NULL")
)
Index(
    "uq_membership_open",
    MEMBERSHIP.c.person_id,
    unique=True,
    sqlite_where=text("until IS NULL"),
)

EMPLOYMENT = record_table(
    "employment",
    link("person_id", "person"),
    link("employer_id", "employer", nullable=True),
    link("host_id", "employer", nullable=True),
    Column("employer_name", Words),
    Column("post", Words),
    Column("department", Words),
    Column("employee_no", Code),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("follows", Flag, nullable=False),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    CheckConstraint("employer_id IS NOT NULL OR employer_name IS NOT NULL", name="employer"),
    title="工作单位",
)
"""Where a person works: 用人单位 (``employer_id``, or only its name) and, when dispatched, the
用工单位 (``host_id``). One open employment is the one the membership follows; flexible workers
have none."""
Index("ix_employment_person", EMPLOYMENT.c.person_id, EMPLOYMENT.c.since, EMPLOYMENT.c.until)
Index("ix_employment_employer", EMPLOYMENT.c.employer_id, EMPLOYMENT.c.since, EMPLOYMENT.c.until)
Index("ix_employment_host", EMPLOYMENT.c.host_id, sqlite_where=text("host_id IS NOT NULL"))
Index(
    "uq_employment_follows",
    EMPLOYMENT.c.person_id,
    unique=True,
    sqlite_where=text("until IS NULL AND follows = 1"),
)

TRANSFER = record_table(
    "transfer",
    link("person_id", "person", index=True),
    Column("direction", Code, nullable=False),
    Column("state", Code, nullable=False),
    link("from_union_id", "unions", nullable=True, index=True),
    link("to_union_id", "unions", nullable=True, index=True),
    Column("from_name", Words),
    Column("to_name", Words),
    Column("number", Words),
    Column("reason", Code),
    Column("sent_on", Day, nullable=False),
    Column("received_on", Day),
    Column("returned_on", Day),
    Column("dues_until", Day),
    Column("handler", Words),
    Column("note", Words),
    CheckConstraint("direction IN ('inner','out','in')", name="direction"),
    CheckConstraint("state IN ('sent','received','returned')", name="state"),
    CheckConstraint("(state = 'received') = (received_on IS NOT NULL)", name="received"),
    CheckConstraint("(state = 'returned') = (returned_on IS NOT NULL)", name="returned"),
    title="会员关系接转",
)
"""A 接转 with its paper: inside the workspace in one act (``inner``, at once ``received``), to and
from outside in two (``sent``, then ``received`` or ``returned``)."""
Index("ix_transfer_open", TRANSFER.c.state, TRANSFER.c.sent_on, sqlite_where=text("state = 'sent'"))

APPLICATION = record_table(
    "member_application",
    Column("name", Words, nullable=False),
    Column("document_type", Code),
    Column("number", Code),
    Column("phone", Words),
    Column("applied_on", Day),
    Column("received_on", Day, nullable=False),
    Column("source", Words),
    link("union_id", "unions", nullable=True, index=True),
    link("employer_id", "employer", nullable=True, index=True),
    Column("employer_name", Words),
    Column("details", Json),
    link("campaign_id", "campaign", nullable=True, index=True),
    Column("state", Code, nullable=False),
    Column("decided_on", Day),
    Column("decided_by", Words),
    Column("refusal", Words),
    link("person_id", "person", nullable=True, index=True),
    CheckConstraint("state IN ('waiting','approved','refused','withdrawn')", name="state"),
    CheckConstraint("(state = 'waiting') = (decided_on IS NULL)", name="decided"),
    title="入会申请",
)
"""入会申请: waits until the committee decides on a day. ``details``: further fields of the form
as person and person_spell columns."""
Index("ix_member_application_state", APPLICATION.c.state, APPLICATION.c.received_on)
Index("ix_member_application_number", APPLICATION.c.number)

NOT_SAME = record_table(
    "not_same_person",
    link("person_id", "person", index=True),
    link("other_id", "person", index=True),
    CheckConstraint("person_id < other_id", name="order"),
    title="不是同一人",
)
"""A person said that these two are not the same; the smaller id comes first."""
Index("uq_not_same_person", NOT_SAME.c.person_id, NOT_SAME.c.other_id, unique=True)

PLATFORM = record_table(
    "platform",
    Column("name", Words, nullable=False),
    Column("kind", Code, nullable=False),
    Column("layout", Json, nullable=False),
    Column("template", Code),
    Column("note", Words),
    CheckConstraint("kind IN ('members','organisations')", name="kind"),
    title="上级平台",
)
"""An upper platform's blank template, mapped once: ``layout`` holds the file itself, sheet, header
row, and per column the field and the words of its values; ``template`` is the file's SHA-256."""

PLATFORM_MARK = record_table(
    "platform_mark",
    link("platform_id", "platform"),
    Column("record", Code, nullable=False),
    Column("exported_on", Day),
    Column("confirmed_on", Day),
    Column("digest", Code),
    Column("answer", Words),
    title="上平台标记",
)
"""已上平台: what of a record (person or union, by hex id) went out last, and what came back."""
Index("uq_platform_mark", PLATFORM_MARK.c.platform_id, PLATFORM_MARK.c.record, unique=True)

ERASURE = record_table(
    "erasure",
    link("person_id", "person", index=True),
    Column("on_day", Day, nullable=False),
    Column("reason", Words),
    title="个人信息清除",
)
"""That a person's data were erased on request, so that a restore does it again by the id."""

__all__ = [
    "APPLICATION",
    "CAMPAIGN",
    "CAMPAIGN_TARGET",
    "EMPLOYER",
    "EMPLOYMENT",
    "ERASURE",
    "FORMER_NAME",
    "IDENTITY",
    "MEMBERSHIP",
    "NOT_SAME",
    "PERSON",
    "PERSON_SPELL",
    "PLATFORM",
    "PLATFORM_MARK",
    "TRANSFER",
    "UNION",
]

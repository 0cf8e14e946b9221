"""Tables of 五个一: activities of a year, the two congresses, consultations and their contracts.

An activity is anything a union plans, holds and proves in a year: the five of
总工发〔2016〕28号 一.3 and what 六有 asks for beside them. What only a congress has stands in
``congress`` (one row to its activity), its decisions in ``resolution``. A consultation is the
process from the offer to the publication; the contract it leads to lives for years and covers
employers. Proof (notices, sign-in sheets, photos …) is evidence of the kit, on the activity,
the consultation or the contract.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from app.areas.cadres.records import DELEGATION, ELECTION
from app.areas.members.records import PERSON
from app.areas.organisations.records import EMPLOYER, UNION
from app.store.meta import link, record_table
from app.store.types import Code, Count, Day, Fen, Flag, Json, Words

ACTIVITY = record_table(
    "activity",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("category", Code),
    Column("title", Words, nullable=False),
    Column("planned_on", Day),
    Column("held_on", Day),
    Column("until", Day),
    Column("place", Words),
    Column("host", Words),
    Column("organiser", Words),
    Column("units", Count),
    Column("participants", Count),
    Column("women", Count),
    Column("winners", Count),
    Column("events", Words),
    Column("method", Words),
    Column("awards", Words),
    Column("proposals", Count),
    Column("adopted", Count),
    Column("budget", Fen),
    Column("spent", Fen),
    Column("subsidy", Fen),
    Column("effect", Words),
    Column("cancelled_on", Day),
    Column("cancel_reason", Words),
    Column("note", Words),
    CheckConstraint("held_on IS NOT NULL OR planned_on IS NOT NULL", name="day"),
    CheckConstraint("until IS NULL OR held_on <= until", name="dates"),
    CheckConstraint("cancelled_on IS NULL OR held_on IS NULL", name="cancelled"),
    title="活动",
)
"""One activity of a union: kinds of ``activity_kind``. Planned until ``held_on`` is written;
[held_on, until] with both days. ``events`` 工种/项目, ``method`` 评比办法, ``proposals``
合理化建议 made and ``adopted``; money in fen."""
Index("ix_activity_union", ACTIVITY.c.union_id, ACTIVITY.c.kind, ACTIVITY.c.held_on)
Index("ix_activity_held", ACTIVITY.c.held_on)
Index("ix_activity_planned", ACTIVITY.c.planned_on, sqlite_where=text("held_on IS NULL"))

ACTIVITY_UNIT = record_table(
    "activity_unit",
    link("activity_id", "activity", index=True),
    link("union_id", "unions", nullable=True, index=True),
    link("employer_id", "employer", nullable=True, index=True),
    Column("participants", Count),
    CheckConstraint("(union_id IS NULL) <> (employer_id IS NULL)", name="unit"),
    title="参加单位",
)

WINNER = record_table(
    "winner",
    link("activity_id", "activity", index=True),
    link("person_id", "person", nullable=True, index=True),
    Column("name", Words, nullable=False, info={"personal": True}),
    Column("unit_name", Words),
    Column("event", Words),
    Column("prize", Words),
    Column("result", Words, info={"personal": True}),
    title="获奖",
)

CONGRESS = record_table(
    "congress",
    link("activity_id", "activity"),
    Column("form", Code, nullable=False),
    Column("ordinal", Count),
    Column("session", Count),
    Column("preparing", Flag),
    link("delegation_id", "delegation", nullable=True, index=True),
    link("election_id", "election", nullable=True, index=True),
    Column("requested_on", Day),
    Column("replied_on", Day),
    Column("party_opinion", Words),
    Column("upper_opinion", Words),
    Column("preparation", Words),
    Column("notice_on", Day),
    Column("materials_on", Day),
    Column("workers", Count),
    Column("due", Count),
    Column("present", Count),
    Column("invited", Count),
    Column("observers", Count),
    Column("women", Count),
    Column("front_line", Count),
    Column("managers", Count),
    Column("owners", Count),
    Column("minority", Count),
    Column("young", Count),
    Column("topics", Json),
    Column("topics_text", Words),
    Column("reported_on", Day),
    CheckConstraint("form IN ('assembly','delegates')", name="form"),
    CheckConstraint("present IS NULL OR due IS NULL OR present <= due", name="present"),
    title="大会情况",
)
"""What a 会员(代表)大会 or 职工(代表)大会 has beside an activity: 届 ``ordinal``, 次
``session``; present by their own counts (women, front line …). ``topics``: codes of
``congress_topic``; ``materials_on``: papers were sent; ``workers``: of the unit or area on
the day (DEM-01)."""
Index("uq_congress_activity_id", CONGRESS.c.activity_id, unique=True)

RESOLUTION = record_table(
    "resolution",
    link("activity_id", "activity", index=True),
    Column("title", Words, nullable=False),
    Column("topic", Code),
    Column("text", Words),
    Column("secret", Flag),
    Column("yes", Count),
    Column("no", Count),
    Column("abstain", Count),
    Column("position", Count),
    title="决议",
)
"""A decision of a congress with its vote. Passed or not follows from the counts and the rules."""

OFFER_BATCH = record_table(
    "offer_batch",
    link("union_id", "unions", index=True),
    Column("title", Words, nullable=False),
    Column("doc_word", Words),
    Column("offered_on", Day, nullable=False),
    Column("subject", Words),
    Column("proposal", Words),
    Column("note", Words),
    title="集中要约",
)
"""One 要约 to many firms at once (集中要约行动): same day and proposal, a number for each firm."""

CONTRACT = record_table(
    "contract",
    link("union_id", "unions"),
    Column("kind", Code, nullable=False),
    Column("scope", Code, nullable=False),
    Column("title", Words, nullable=False),
    Column("number", Words),
    Column("signed_on", Day),
    Column("since", Day),
    Column("ends_on", Day),
    Column("filed_on", Day),
    Column("reviewed_on", Day),
    Column("objected", Flag),
    Column("review_no", Words),
    Column("published_on", Day),
    Column("workers", Count),
    Column("women", Count),
    Column("minimum_wage", Fen),
    Column("increase", Count),
    Column("women_clause", Flag),
    Column("congress_agreed", Flag),
    link("renews_id", "contract", nullable=True, index=True),
    Column("terminated_on", Day),
    Column("terminate_reason", Words),
    Column("note", Words),
    CheckConstraint("scope IN ('enterprise','regional','trade')", name="scope"),
    CheckConstraint("since IS NULL OR ends_on IS NULL OR since <= ends_on", name="dates"),
    title="集体合同",
)
"""A collective contract: kinds of ``contract_kind`` (综合, 工资专项, 女职工专项, 劳动安全专项).
[since, ends_on] with both days, as printed on it. ``workers``: covered, as written;
``increase``: average rise of wages in hundredths of a percent; ``minimum_wage`` in fen a
month."""
Index("ix_contract_union", CONTRACT.c.union_id, CONTRACT.c.kind, CONTRACT.c.since)
Index("ix_contract_ends_on", CONTRACT.c.ends_on)

CONTRACT_COVER = record_table(
    "contract_cover",
    link("contract_id", "contract"),
    link("employer_id", "employer", index=True),
    Column("workers", Count),
    Column("confirmed_on", Day),
    Column("until", Day),
    title="合同覆盖",
)
"""An employer covered by a contract; ``confirmed_on``: it has said so in writing
(区域性、行业性集体合同); ``until``: no longer, from that day on."""
Index("uq_contract_cover", CONTRACT_COVER.c.contract_id, CONTRACT_COVER.c.employer_id, unique=True)

CONSULTATION = record_table(
    "consultation",
    link("union_id", "unions"),
    link("employer_id", "employer", nullable=True, index=True),
    link("batch_id", "offer_batch", nullable=True, index=True),
    Column("batch_no", Count),
    Column("kind", Code, nullable=False),
    Column("scope", Code, nullable=False),
    Column("title", Words, nullable=False),
    Column("offered_by", Code),
    Column("offered_on", Day),
    Column("delivered_on", Day),
    Column("answered_on", Day),
    Column("answer", Code),
    Column("answer_text", Words),
    Column("data_on", Day),
    Column("subject", Words),
    Column("outcome", Code),
    link("congress_id", "activity", nullable=True, index=True),
    link("resolution_id", "resolution", nullable=True, index=True),
    link("contract_id", "contract", nullable=True, index=True),
    Column("closed_on", Day),
    Column("note", Words),
    CheckConstraint("scope IN ('enterprise','regional','trade')", name="scope"),
    CheckConstraint("offered_by IS NULL OR offered_by IN ('union','employer')", name="offered_by"),
    CheckConstraint("answer IS NULL OR answer IN ('agreed','later','refused')", name="answer"),
    CheckConstraint("outcome IS NULL OR outcome IN ('agreed','failed')", name="outcome"),
    CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered"),
    title="集体协商",
)
"""A consultation from the offer (要约) to the contract; of kind wage (工资集体协商试行办法) or
another ``contract_kind``. ``data_on``: the firm's figures were handed over; ``congress_id``:
the 职代会 that voted on the draft, with its resolution. Its place in a batch is ``batch_no``."""
Index("ix_consultation_union", CONSULTATION.c.union_id, CONSULTATION.c.offered_on)
Index(
    "uq_consultation_batch_no",
    CONSULTATION.c.batch_id,
    CONSULTATION.c.batch_no,
    unique=True,
    sqlite_where=text("batch_id IS NOT NULL"),
)

NEGOTIATOR = record_table(
    "negotiator",
    link("consultation_id", "consultation", index=True),
    Column("side", Code, nullable=False),
    link("person_id", "person", nullable=True, index=True),
    Column("name", Words, nullable=False, info={"personal": True}),
    Column("sex", Code),
    Column("post_name", Words, info={"personal": True}),
    Column("head", Flag, nullable=False),
    Column("office", Code),
    Column("mandate_on", Day),
    Column("outside", Flag),
    Column("front_line", Flag),
    Column("dispatched", Flag),
    Column("position", Count),
    CheckConstraint("side IN ('workers','employer')", name="side"),
    CheckConstraint("office IS NULL OR office IN ('chair','legal_representative')", name="office"),
    title="协商代表",
)
"""One at the table; ``head``: 首席代表; ``office``: holds the office that makes her head, else
``mandate_on`` is the day of the written mandate (工资集体协商试行办法 第十条)."""

TALK = record_table(
    "talk",
    link("consultation_id", "consultation", index=True),
    Column("on_day", Day, nullable=False),
    Column("place", Words),
    Column("chaired_by", Code),
    Column("minutes", Words),
    Column("agreed", Flag),
    title="协商会议",
)

__all__ = [
    "ACTIVITY",
    "ACTIVITY_UNIT",
    "CONGRESS",
    "CONSULTATION",
    "CONTRACT",
    "CONTRACT_COVER",
    "DELEGATION",
    "ELECTION",
    "EMPLOYER",
    "NEGOTIATOR",
    "OFFER_BATCH",
    "PERSON",
    "RESOLUTION",
    "TALK",
    "UNION",
    "WINNER",
]

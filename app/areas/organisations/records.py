"""Tables of 组织: places, unions, employers, coverage, federations, readings.

Dated (spell tables): a place's name, code, kind, upper place; a union's name, upper union, type,
form, level, status, place; an employer's name, place, nature, industry, economic type, legal form,
status. One spell row carries all dated fields of its owner, so that "as of a day" is one join; a
change of one field from a day on splits the spell. All else is plain and its history is the log.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from app.store.meta import link, record_table, spell_table
from app.store.types import Code, Count, Day, Flag, Since, Words

PLACE = record_table(
    "place",
    Column("origin", Code, nullable=False),
    Column("note", Words),
    CheckConstraint("origin IN ('national','own')", name="origin"),
    title="地点",
)
"""A node of the area: a national division, or the office's own (park, building, market ...)."""

PLACE_SPELL = spell_table(
    "place_spell",
    "place_id",
    "place",
    Column("name", Words, nullable=False),
    Column("code", Code),
    Column("kind", Code, nullable=False),
    link("upper_id", "place", nullable=True),
    Column("doc_no", Words),
    title="地点的名称和代码",
)
Index("ix_place_spell_upper", PLACE_SPELL.c.upper_id, PLACE_SPELL.c.since, PLACE_SPELL.c.until)
Index("ix_place_spell_code", PLACE_SPELL.c.code)

PLACE_SUCCESSION = record_table(
    "place_succession",
    link("place_id", "place", index=True),
    link("successor_id", "place", index=True),
    Column("on_day", Day, nullable=False),
    Column("how", Code, nullable=False),
    Column("doc_no", Words),
    CheckConstraint("how IN ('merged','split','replaced')", name="how"),
    title="地点的沿革",
)

UNION = record_table(
    "unions",
    Column("code", Code),
    Column("credit_code", Code),
    Column("outside", Flag, nullable=False),
    Column("outside_upper", Words),
    Column("preparing_on", Day),
    Column("meeting_on", Day),
    Column("founded_on", Day),
    Column("founded_doc", Words),
    Column("approved_on", Day),
    Column("dissolved_doc", Words),
    Column("dissolved_reported_on", Day),
    Column("members_to", Words),
    link("assets_to_id", "unions", nullable=True, index=True),
    Column("legal_person", Flag),
    Column("certificate_no", Code),
    Column("certificate_from", Day),
    Column("certificate_until", Day),
    Column("term_from", Day),
    Column("term_until", Day),
    Column("chair", Words),
    Column("phone", Words),
    Column("address", Words),
    Column("has_office", Flag),
    Column("has_seal", Flag),
    Column("has_sign", Flag),
    Column("own_account", Flag),
    Column("bank_name", Words),
    Column("bank_account", Code),
    Column("covered_complete_from", Day),
    Column("members_complete_from", Day),
    Column("note", Words),
    title="工会",
)
MERGED = "转入合并后的工会"
"""``members_to`` of a union that was merged into the one that has its assets."""
Index("uq_unions_code", UNION.c.code, unique=True, sqlite_where=text("code IS NOT NULL"))
Index(
    "uq_unions_credit_code",
    UNION.c.credit_code,
    unique=True,
    sqlite_where=text("credit_code IS NOT NULL"),
)

UNION_SPELL = spell_table(
    "union_spell",
    "union_id",
    "unions",
    Column("name", Words, nullable=False),
    link("upper_id", "unions", nullable=True),
    Column("type", Code),
    Column("form", Code),
    Column("level", Code, nullable=False),
    Column("status", Code, nullable=False),
    link("place_id", "place", nullable=True),
    Column("doc_no", Words),
    CheckConstraint("status IN ('preparing','active','dissolved')", name="status"),
    CheckConstraint("upper_id IS NULL OR upper_id <> union_id", name="upper"),
    CheckConstraint("type IS NOT NULL OR level <> 'primary'", name="type"),
    title="工会的名称、隶属和状态",
)
Index("ix_union_spell_upper", UNION_SPELL.c.upper_id, UNION_SPELL.c.since, UNION_SPELL.c.until)
Index("ix_union_spell_place", UNION_SPELL.c.place_id)
Index("ix_union_spell_name", UNION_SPELL.c.name, UNION_SPELL.c.union_id)

EMPLOYER = record_table(
    "employer",
    Column("credit_code", Code),
    Column("unit_level", Code),
    link("parent_id", "employer", nullable=True),
    link("successor_id", "employer", nullable=True, index=True),
    Column("legal_representative", Words),
    Column("registered_on", Day),
    Column("address", Words),
    Column("should_unionise", Code),
    Column("should_reason", Words),
    Column("planned_on", Day),
    Column("regulator_seen_on", Day),
    Column("note", Words),
    CheckConstraint(
        "should_unionise IS NULL OR should_unionise IN ('required','deferred','exempt')",
        name="should_unionise",
    ),
    title="用人单位",
)
Index("ix_employer_credit_code", EMPLOYER.c.credit_code)
Index("ix_employer_parent_id", EMPLOYER.c.parent_id)

EMPLOYER_SPELL = spell_table(
    "employer_spell",
    "employer_id",
    "employer",
    Column("name", Words, nullable=False),
    link("place_id", "place", nullable=True),
    Column("nature", Code),
    Column("industry", Code),
    Column("economic_type", Code),
    Column("legal_form", Code),
    Column("status", Code, nullable=False),
    Column("doc_no", Words),
    CheckConstraint(
        "status IN ('active','suspended','moved_out','revoked','deregistered')", name="status"
    ),
    title="用人单位的名称和状态",
)
Index("ix_employer_spell_name", EMPLOYER_SPELL.c.name, EMPLOYER_SPELL.c.employer_id)
Index("ix_employer_spell_place", EMPLOYER_SPELL.c.place_id)

EMPLOYER_SITE = record_table(
    "employer_site",
    link("employer_id", "employer", index=True),
    Column("name", Words),
    Column("address", Words),
    link("place_id", "place", nullable=True, index=True),
    title="经营场所",
)

CONTACT = record_table(
    "contact",
    link("union_id", "unions", nullable=True, index=True),
    link("employer_id", "employer", nullable=True, index=True),
    Column("name", Words, nullable=False),
    Column("role", Words),
    Column("phone", Words),
    CheckConstraint("(union_id IS NULL) <> (employer_id IS NULL)", name="owner"),
    title="联系人",
)

COVERAGE = record_table(
    "coverage",
    link("union_id", "unions"),
    link("employer_id", "employer"),
    Column("kind", Code, nullable=False),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("organiser", Words),
    Column("liaison", Words),
    Column("phone", Words),
    Column("doc_no", Words),
    CheckConstraint("kind IN ('found','liaise')", name="kind"),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    title="涵盖关系",
)
"""Dated link between a union and an employer. 建会 (``found``): one per employer and day, counts;
联系 (``liaise``): any number. Carries 组织员 or 联络员."""
Index("ix_coverage_union", COVERAGE.c.union_id, COVERAGE.c.since, COVERAGE.c.until)
Index("ix_coverage_employer", COVERAGE.c.employer_id, COVERAGE.c.since, COVERAGE.c.until)
Index(
    "uq_coverage_found",
    COVERAGE.c.employer_id,
    unique=True,
    sqlite_where=text("kind = 'found' AND until IS NULL"),
)

FEDERATION_MEMBER = record_table(
    "federation_member",
    link("federation_id", "unions"),
    link("union_id", "unions"),
    Column("since", Since, nullable=False),
    Column("until", Day),
    Column("doc_no", Words),
    CheckConstraint("until IS NULL OR since < until", name="dates"),
    CheckConstraint("federation_id <> union_id", name="other"),
    title="联合会成员",
)
"""A federation over unions: a cross-link that is not the tree."""
Index(
    "ix_federation_member_federation",
    FEDERATION_MEMBER.c.federation_id,
    FEDERATION_MEMBER.c.since,
    FEDERATION_MEMBER.c.until,
)
Index("ix_federation_member_union", FEDERATION_MEMBER.c.union_id)
Index(
    "uq_federation_member_open",
    FEDERATION_MEMBER.c.federation_id,
    FEDERATION_MEMBER.c.union_id,
    unique=True,
    sqlite_where=text("until IS NULL"),
)

READING = record_table(
    "reading",
    link("union_id", "unions", nullable=True),
    link("employer_id", "employer", nullable=True),
    link("coverage_id", "coverage", nullable=True),
    Column("code", Code, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("value", Count, nullable=False),
    Column("source", Words),
    CheckConstraint(
        "(union_id IS NOT NULL) + (employer_id IS NOT NULL) + (coverage_id IS NOT NULL) = 1",
        name="owner",
    ),
    CheckConstraint("value >= 0", name="value"),
    title="填报数",
)
"""填报数: a dated reported number under a figure's code; holds until the next one of its owner."""
for _owner in ("union_id", "employer_id", "coverage_id"):
    Index(
        f"uq_reading_{_owner}",
        READING.c[_owner],
        READING.c.code,
        READING.c.on_day,
        unique=True,
        sqlite_where=text(f"{_owner} IS NOT NULL"),
    )

WAGE_BILL = "W101"
"""Reading code: monthly total wage bill of all workers, in fen (工会法 第四十三条)."""

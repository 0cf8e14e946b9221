"""What goes and what stays when a person's data are erased (个人信息保护法 第四十七条).

Stays: what the figures count and nobody can be told by: sex, year of birth, ethnicity, the days
and unions of the membership, the dated categories (学历, 政治面貌, 用工形式 …), the employer.
"""

from __future__ import annotations

ERASED = "已清除"
"""Stands where a text must stand; says nothing of the person."""

CLEARED = (
    "birth_on", "native_place", "household_place", "address", "phone", "no_phone", "email",
    "marital", "professional_title", "worked_from", "card_no", "service_card_no",
    "service_card_on", "consent_on", "note",
)  # fmt: skip
"""Fields of a person that are emptied beside the name."""

MEMBERSHIP_CLEARED = ("group_name", "doc_no", "end_doc_no")
EMPLOYMENT_CLEARED = ("post", "department", "employee_no")
TRANSFER_CLEARED = ("from_name", "to_name", "number", "handler", "note")
APPLICATION_CLEARED = (
    "document_type", "number", "phone", "source", "employer_name", "decided_by", "refusal",
)  # fmt: skip

"""The workbooks of this area; their columns and synonyms stand in ``resources/sheets``."""

from __future__ import annotations

from dataclasses import replace

from app.sheets.declared import declared, sheet_kind

ORGANISATIONS = sheet_kind("organisations")
EMPLOYERS = sheet_kind("employers")
KINDS = (ORGANISATIONS, EMPLOYERS)
BY_EMPLOYER = replace(
    ORGANISATIONS,
    kind="organisations_by_employer",
    fields=tuple(
        replace(field, obligatory=field.key == "employer")
        if field.key in ("name", "employer")
        else field
        for field in ORGANISATIONS.fields
        if field.key != "name"
    ),
    keys=(("employer_credit_code",), ("employer", "upper")),
)
"""A sheet of unions that names only their employers (单独建会企业名单)."""

REGULATOR = tuple(declared("employers")["regulator"])
"""What a list of the market regulator is called by in a title, a sheet's name or a file's."""

HEAD_CODES = {
    "workers": "J201",
    "women": "J202",
    "migrants": "J203",
    "dispatched": "J204",
    "new_employment": "J205",
    "members": "J206",
    "women_members": "J207",
    "migrant_members": "J208",
}
"""Field of a workbook → code of the figure it is a reading of."""
COVERED_CODES = {"covered": "J107", "covered_non_public": "J109"}

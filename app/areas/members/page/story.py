"""How the history of a person, transfer or application is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.history import Alteration
from app.desk.story import Vocabulary
from app.store.search import named

from ..lists.words import CODES, LABELS
from ..records import (
    APPLICATION,
    CAMPAIGN,
    CAMPAIGN_TARGET,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    PLATFORM,
    PLATFORM_MARK,
    TRANSFER,
)

_LINKS = {
    "union_id": "union", "from_union_id": "union", "to_union_id": "union",
    "employer_id": "employer", "host_id": "employer", "alias_of_id": "member",
    "campaign_id": "campaign", "person_id": "member",
}  # fmt: skip


def _names(connection: Any, kind: str, ids: Sequence[str]) -> dict[str, str]:
    if kind == "campaign":
        from ..lists.declared import CAMPAIGNS

        return dict(CAMPAIGNS.titles(connection, ids))
    found = {one: named(connection, one) for one in ids}
    return {one: str(hit["title"]) for one, hit in found.items() if hit is not None}


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Mapping[str, str]
) -> Alteration | None:
    if table in ("identity_document", "former_name", "employment", "membership"):
        return Alteration(title, "", _title(table, after, names))
    return None


def _title(table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    from app.base.codes import code_list
    from app.base.lists import mask

    if table == "identity_document":
        kind = code_list("document_type").name_of(values.get("type"))
        return f"{kind} {mask(str(values.get('number') or ''))}"
    if table == "employment":
        return names.get(str(values.get("employer_id")), "") or str(
            values.get("employer_name") or ""
        )
    if table == "membership":
        began = code_list("membership_began").name_of(values.get("began"))
        return f"{began} {names.get(str(values.get('union_id')), '')}".strip()
    return str(values.get("name") or "")


WORDS = Vocabulary(
    LABELS,
    CODES,
    _LINKS,
    {},
    _names,
    frozenset({"id", "rev", "details", "person_id"}),
    frozenset({"phone", "number", "address", "email", "card_no", "service_card_no"}),
    _title,
    _first,
)
STORIES = {
    table.name: WORDS
    for table in (
        APPLICATION,
        CAMPAIGN,
        CAMPAIGN_TARGET,
        EMPLOYMENT,
        FORMER_NAME,
        IDENTITY,
        MEMBERSHIP,
        PERSON,
        PERSON_SPELL,
        PLATFORM,
        PLATFORM_MARK,
        TRANSFER,
    )
}
"""The tables of this area that belong to records of others, too."""

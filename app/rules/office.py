"""The rule book of an open workspace: shipped packs, handed-over packs, confirmed bases."""

from __future__ import annotations

from typing import Any

from app.rules.book import RuleBook
from app.rules.packs import read_pack, shipped
from app.store.notes import confirmed_rules, handed_packs, setting


def rule_book(conn: Any) -> RuleBook:
    """What the rules say for the office of this workspace.

    Raises:
        KnownError: PACK-FORMAT if a handed-over pack does not fit this version of the program.
    """
    handed = [read_pack(content.encode(), name) for name, content in handed_packs(conn)]
    return RuleBook([*shipped(), *handed], setting(conn, "division", ""), confirmed_rules(conn))

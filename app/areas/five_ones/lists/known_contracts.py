"""The contracts that are there: what a ledger is compared with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of

from ..records import CONTRACT, CONTRACT_COVER
from ..rules.bargaining_facts import REGIONAL

Key = tuple[Any, ...]


def known_contracts(conn: Connection) -> dict[Key, dict[str, Any]]:
    """All contracts with the employers they cover (``covers``, ``names``), by union, kind, scope,
    day of signing and (of one firm) the firm, else the title. Of several alike the first counts."""
    covers: dict[str, list[str]] = {}
    query = select(CONTRACT_COVER.c.contract_id, CONTRACT_COVER.c.employer_id)
    for contract, employer in conn.execute(query.order_by(CONTRACT_COVER.c.id)):
        covers.setdefault(contract, []).append(employer)
    names = names_of(conn, "employer", (one for firms in covers.values() for one in firms))
    found: dict[Key, dict[str, Any]] = {}
    for row in conn.execute(select(CONTRACT).order_by(CONTRACT.c.id)).mappings():
        firms = covers.get(row["id"], [])
        one = dict(row) | {
            "covers": set(firms),
            "names": [names.get(firm, "") for firm in firms],
        }
        alone = row["scope"] not in REGIONAL and firms
        what = firms[0] if alone else row["title"]
        key = (row["union_id"], row["kind"], row["scope"], row["signed_on"], what)
        found.setdefault(key, one)
    return found

"""Which record shows one that has no list of its own."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ..records import BALLOT, CANDIDATE, DELEGATE


def election_of_candidate(conn: Connection, candidate: str) -> str | None:
    """The election in which somebody stood; None if the record is gone."""
    query = select(BALLOT.c.election_id).join(CANDIDATE, CANDIDATE.c.ballot_id == BALLOT.c.id)
    return conn.execute(query.where(CANDIDATE.c.id == candidate)).scalar()


def delegation_of_delegate(conn: Connection, delegate: str) -> str | None:
    """The 届 of a delegate; None if the record is gone."""
    query = select(DELEGATE.c.delegation_id).where(DELEGATE.c.id == delegate)
    return conn.execute(query).scalar()

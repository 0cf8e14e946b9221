"""A workbook that comes in: the bracket around the rows that an import writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from .notes import choose_name, register_received, remember_matching
from .work import Work


@dataclass(frozen=True, slots=True)
class Incoming:
    """A workbook as its import is told of it; every act that takes one in gets it as ``incoming``.

    Attributes:
        kind: of the list.
        file_name, sender: for 收表登记; the sender is the id of a union, if one sent it.
        names: (kind, text) → record that a person said it is, to be remembered.
        matchings: signature of a header → how a person matched its columns, to be remembered.
    """

    kind: str
    file_name: str
    sender: str | None = None
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    matchings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Numbered(Protocol):
    """What a row of a workbook does, as it goes in."""

    @property
    def part(self) -> int:
        """Number of the row."""


Row = TypeVar("Row", bound=Numbered)


def rows_in(work: Work, make_rows: Callable[[Connection], Iterable[Row]]) -> Iterator[Row]:
    """The rows that go in, one after the other; what is written while one is up is its part.

    Args:
        make_rows: judges the rows against the data as they are inside this transaction.
    """
    work.start_batch()
    for row in make_rows(work.conn):
        work.part = row.part
        yield row


def end_import(
    work: Work, incoming: Incoming, counts: dict[str, int], *, done: bool | None = None
) -> dict[str, Any]:
    """What follows the rows of every import: what a person decided is remembered if anything was
    done, the file is in 收表登记 if anything was done or somebody sent it.

    Args:
        counts: what was done, by its name.
        done: whether anything was, where the counts do not tell.

    Returns:
        ``batch`` and the counts.
    """
    work.part = None
    done = any(counts.values()) if done is None else done
    if done:
        for (about, text), record in incoming.names.items():
            choose_name(work, kind=about, text=text, record=record)
        for source, columns in incoming.matchings.items():
            remember_matching(work, kind=incoming.kind, source=source, columns=dict(columns))
    if done or incoming.sender:
        register_received(
            work,
            kind=incoming.kind,
            file_name=incoming.file_name,
            sender=incoming.sender,
            batch=work.batch,
            counts=counts,
        )
    return {"batch": work.batch, **counts}

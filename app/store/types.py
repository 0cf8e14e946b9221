"""The only column types of the house. STRICT tables: every type is TEXT, INTEGER or BLOB below.

In Python an id is 32 hex digits, a day a ``date``, a moment an aware UTC ``datetime``, money an
integer of fen, a flag a ``bool``. An unknown start of a spell is stored as the empty text, which
sorts before every day, so that ``since <= :day`` needs no special case. ``stored`` of a type: a
value that is there, as the file has it; mass imports call it for whole columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, UserDefinedType


class Id(UserDefinedType[str]):
    """16 bytes in the file, 32 hex digits outside. Not a decorator of the binary type: ids are most
    of what a mass import binds, and this way it is one call each."""

    cache_ok = True
    stored = staticmethod(bytearray.fromhex)

    def get_col_spec(self, **_: Any) -> str:
        return "BLOB"

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], bytes | None]:  # noqa: ARG002
        def process(value: str | None) -> bytes | None:
            return None if value is None else bytes.fromhex(value)

        return process

    def result_processor(
        self,
        dialect: Dialect,  # noqa: ARG002
        coltype: object,  # noqa: ARG002
    ) -> Callable[[bytes | None], str | None]:
        def process(value: bytes | None) -> str | None:
            return None if value is None else value.hex()

        return process


class Day(TypeDecorator[date]):
    """A calendar day as ISO text."""

    impl = Text
    cache_ok = True
    stored = staticmethod(date.isoformat)

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromisoformat(value)


class Since(TypeDecorator[date]):
    """First day of a spell; None (unknown, before the records begin) is stored as ''."""

    impl = Text
    cache_ok = True
    stored = staticmethod(date.isoformat)

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str:  # noqa: ARG002
        return "" if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return date.fromisoformat(value) if value else None


class Moment(TypeDecorator[datetime]):
    """A point in time, UTC, as ISO text to the millisecond."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes, no, or not filled in."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(bool(value))

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A small structure as JSON text, keys sorted."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


class Code(Text):
    """A code of a code list or of our own ASCII lists."""


class Fen(Integer):
    """Money in fen."""


class Words(Text):
    """Text a person wrote."""


class Count(Integer):
    """A whole number of persons, units or things."""


class Blob(UserDefinedType[bytes]):
    """Bytes, bound as they are."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "BLOB"


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dumps(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, Chinese as it is."""
    return _CANONICAL.encode(value)


def moment_text(value: datetime) -> str:
    """UTC, milliseconds, always the same length, so that text order is time order."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds")

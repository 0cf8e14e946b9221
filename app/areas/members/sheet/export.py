"""Members as rows of their workbook: what comes in again changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.known import Known
from app.sheets.fields import Kind

from ..lists.outgoing import Columns, Names, members_on, names_on
from .fields import DATED, PLAIN, WORK, word_of
from .kinds import MEMBERS

_KEYS = [field.key for field in MEMBERS.fields]
_KINDS = {field.key: field.kind for field in MEMBERS.fields}
_CODED = (*PLAIN, *DATED, "document_type")
_NO_PHONE = "无"


def member_blocks(
    conn: Any, day: date, unions: Collection[str] | None
) -> Iterator[list[Sequence[Any]]]:
    """Members and retained members of a day, some at a time: the columns of their workbook, codes
    and flags as ``write_blocks`` takes them, days as ISO text."""
    nothing: dict[int, Sequence[Any]] = {}
    for _, shown in _parts(conn, day, unions, dict.fromkeys(_CODED)):
        count = len(shown["name"])
        empty = nothing.setdefault(count, (None,) * count)
        yield [shown.get(key, empty) for key in _KEYS]


def member_values(
    conn: Any, day: date, unions: Collection[str] | None, also: Collection[str] = ()
) -> Iterator[Mapping[str, Any]]:
    """The same as rows, codes and flags as words.

    Args:
        unions: of these only; None: of all.
        also: further columns of ``members_on``, handed on as they are; ``id`` as everywhere.
    """
    words = {key: words_of(key) for key in _CODED}
    for found, shown in _parts(conn, day, unions, words):
        beside = {key: found[key] for key in also}
        if "id" in beside:
            beside["id"] = [one.hex() for one in beside["id"]]
        both = {**shown, **beside}
        for row in zip(*both.values(), strict=True):
            yield dict(zip(both, row, strict=True))


def _parts(
    conn: Any,
    day: date,
    unions: Collection[str] | None,
    words: Mapping[str, Known[Any, str] | None],
) -> Iterator[tuple[Columns, dict[str, Sequence[Any]]]]:
    """(as read, as shown)."""
    names = names_on(conn, day)
    for found in members_on(conn, day, unions):
        yield found, _shown(found, names, words)


def words_of(key: str) -> Known[Any, str] | None:
    """Value in the file → what the clerk reads; None: the same."""
    in_words = _KINDS[key] in (Kind.FLAG, Kind.CODE)
    return Known(lambda value: word_of(key, value)) if in_words else None


def _shown(
    found: Columns, names: Names, words: Mapping[str, Known[Any, str] | None]
) -> dict[str, Sequence[Any]]:
    shown: dict[str, Sequence[Any]] = {}
    for key, known in words.items():
        values = found[key]
        if known is not None and values.count(None) < len(values):
            values = [known[value] for value in values]
        shown[key] = values
    for key in ("name", "note", "group_name", "number", "former_name", *WORK):
        shown[key] = found[key]
    shown["union"] = _named(found["union_id"], names.unions)
    shown["host"] = _named(found["host_id"], names.employers)
    shown["campaign"] = _named(found["campaign_id"], names.campaigns)
    firms = _named(found["employer_id"], names.employers)
    shown["employer"] = _first_of(firms, found["employer_name"])
    if any(found["no_phone"]):
        said = [_NO_PHONE if none else "" for none in found["no_phone"]]
        shown["phone"] = _first_of(found["phone"], said)
    since = found["m_since"]
    if not all(found["joined_on"]):
        came = zip(found["began"], since, strict=True)
        said = [on if how == "joined" else "" for how, on in came]
        shown["joined_on"] = _first_of(found["joined_on"], said)
    if "retained" in found["status"]:
        kept = [status == "retained" for status in found["status"]]
        word = word_of("change_type", "retained")
        shown["change_type"] = [word if one else "" for one in kept]
        shown["change_on"] = [on if one else "" for one, on in zip(kept, since, strict=True)]
    return shown


def _named(ids: Sequence[Any], names: Mapping[bytes, str]) -> Sequence[Any]:
    if not any(ids):
        return ids
    return [names.get(one, "") for one in ids]


def _first_of(values: Sequence[Any], others: Sequence[Any]) -> Sequence[Any]:
    if all(values):
        return values
    return [value or other for value, other in zip(values, others, strict=True)]

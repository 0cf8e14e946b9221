"""What is kept about one person as she is told it on request: kinds of records, fields in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .codes import code_list
from .days import chinese

Held = tuple[str, list[dict[str, str]]]
"""A kind of record, and of each record of hers the fields that are filled in, by title.

The part ``personal`` of an area is a function from a reader, ids of persons (one and those merged
into her) and a day to a list of these: everything that the area keeps about her, and nothing about
anybody else."""


def told(
    row: Mapping[Any, Any], heads: Mapping[str, str], codes: Mapping[str, str]
) -> dict[str, str]:
    """The filled fields of a record in words, in the order of ``heads``.

    Args:
        heads: column → title.
        codes: column → its code list.
    """
    found = ((head, _word(row[key], codes.get(key))) for key, head in heads.items() if key in row)
    return {head: word for head, word in found if word}


def _word(value: Any, codes: str | None) -> str:
    if value is None or value == "":
        return ""
    if codes is not None:
        return code_list(codes).name_of(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return chinese(value)
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return "；".join(word for part in value if (word := _word(part, None)))
    return str(value)

"""What one row of a list of members says, judged without a register; called in the child process.

A sound number of a citizen's document wins over what is written beside it: sex and birth date are
taken from it (MEM-02). Age (MEM-04) needs a day and is judged when rows are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.members.rules.documents import Document, normalise, read_document
from app.areas.members.rules.names import plain_name
from app.base.codes import code_list
from app.base.findings import Severity
from app.base.text import squeeze
from app.sheets.daytext import NotADay, read_day

MUST, EXPLAIN, INFO = Severity.MUST, Severity.EXPLAIN, Severity.INFO

Told = tuple[str, str, Severity, str, tuple[str, ...]]


def row_check(values: dict[str, Any], originals: dict[str, str]) -> Sequence[Told]:
    """Judge a row as a whole and bring its values into normal form.

    Args:
        values: field → value as read; the number, its type, sex, birth date and name may change.
        originals: field → what stood there; a value that is replaced is kept here.

    Returns:
        ``(field, code, severity, message, candidates)`` for each thing to say.
    """
    told: list[Told] = []
    if "name" in values:
        _name(values, originals, told)
    if "former_name" in values:
        values["former_name"] = plain_name(values["former_name"])
    if "number" in values:
        document = _document(values, originals, told)
        if document is not None:
            _number_wins(document, values, originals, told)
    return told


def keys_of(values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What makes two rows one person: the document; without it, name and birth date."""
    number, name, born = values.get("number"), values.get("name"), values.get("birth_on")
    return [
        (values.get("document_type"), normalise(number)) if number else (),
        (name.upper() if name.isalpha() else squeeze(name), born) if name and born else (),
    ]


def _name(values: dict[str, Any], originals: dict[str, str], told: list[Told]) -> None:
    written = values["name"]
    name = plain_name(written)
    if name != written:
        values["name"] = name
        originals.setdefault("name", written)
        told.append(("name", "IMP-CHARACTER", INFO, f"「姓名」：统一为「{name}」", ()))


def _document(
    values: dict[str, Any], originals: dict[str, str], told: list[Told]
) -> Document | None:
    said, text = values.get("document_type"), values["number"]
    found = read_document(said, text)
    types = code_list("document_type")
    if found.problem:
        del values["number"]
        originals.setdefault("number", text)
        near = (types.name_of(found.likely),) if found.likely else ()
        told.append(("number", "MEM-01", MUST, f"「证件号码」：{found.problem}", near))
        return None
    if found.number != text:
        values["number"] = found.number
        originals.setdefault("number", text)
        if found.upgraded:
            message = "「证件号码」：15位的旧号码已停用，升为18位，请对照证件核实"
            told.append(("number", "MEM-01", EXPLAIN, message, (found.number,)))
        else:
            message = f"「证件号码」：去掉空格和符号，记为「{found.number}」"
            told.append(("number", "IMP-CHARACTER", INFO, message, ()))
    if found.type != said:
        values["document_type"] = found.type
        name = types.name_of(found.type)
        if said is not None:
            originals.setdefault("document_type", types.name_of(said))
            message = f"「证件类型」：号码是{name}的，按「{name}」记"
            told.append(("document_type", "IMP-CODE", INFO, message, (name,)))
        elif found.guessed:
            message = f"「证件号码」：没有写证件类型，按号码的样子记为「{name}」，请核对"
            told.append(("number", "IMP-CODE", EXPLAIN, message, (name,)))
    return found


def _number_wins(
    document: Document, values: dict[str, Any], originals: dict[str, str], told: list[Told]
) -> None:
    sexes = code_list("sex")
    if document.born:
        written = values.get("birth_on")
        if written is not None and written != document.born:
            shown = originals.setdefault("birth_on", written)
            if not _same_month(written, document.born, shown):
                message = (
                    f"「出生日期」：「{shown}」与证件号码不一致，以号码为准，记为{document.born}"
                )
                told.append(("birth_on", "MEM-02", EXPLAIN, message, (document.born,)))
        elif written is None and originals.get("birth_on"):
            shown = originals["birth_on"]
            message = f"「出生日期」：「{shown}」看不懂，以证件号码为准，记为{document.born}"
            told.append(("birth_on", "IMP-DATE", EXPLAIN, message, (document.born,)))
        values["birth_on"] = document.born
    if document.sex:
        written = values.get("sex")
        if written in ("1", "2") and written != document.sex:
            name = sexes.name_of(document.sex)
            shown = originals.setdefault("sex", sexes.name_of(written))
            message = f"「性别」：「{shown}」与证件号码不一致，以号码为准，记为「{name}」"
            told.append(("sex", "MEM-02", EXPLAIN, message, (name,)))
        values["sex"] = document.sex


def _same_month(written: str, born: str, shown: str) -> bool:
    """Whether a birth date that was only written down to the month is the number's month."""
    if written[:7] != born[:7]:
        return False
    try:
        return bool(read_day(shown)[1])
    except NotADay:
        return False

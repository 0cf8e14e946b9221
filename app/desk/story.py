"""The history of one record in words: who changed what. Called on a reader; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.base.codes import code_list
from app.base.lists import mask
from app.desk.form_spec import YES_NO
from app.desk.history import Alteration, Entry
from app.store.evidence import EVIDENCE
from app.store.history import entries, rows_now

SHOWN = 200
Names = Mapping[str, str]
Said = Callable[[str], "Vocabulary"]
"""How the changes of a table are told."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How the changes of an area's records are told.

    Attributes:
        labels: column → what the clerk calls it.
        codes: (table, column) → its code list.
        links: column → kind of the record it points at; empty: the kind of the record itself.
        kinds: table → kind of its record.
        names: (reader, kind, ids) → names.
        hidden: columns that say nothing to a person.
        sensitive: columns shown masked.
        title: (table, values, names) → what a deleted record was.
        first: (table, title of the record, values, names) → a new record in one line; None: field
            by field.
        word: (table, column, value) → a value in words of its own; None: the usual ones.
    """

    labels: Mapping[str, str]
    codes: Mapping[tuple[str, str], str]
    links: Mapping[str, str]
    kinds: Mapping[str, str]
    names: Callable[[Any, str, Sequence[str]], Names]
    hidden: frozenset[str] = frozenset({"id", "rev"})
    sensitive: frozenset[str] = frozenset()
    title: Callable[[str, Mapping[str, Any], Names], str] = field(
        default=lambda _table, values, _names: str(values.get("name") or "")
    )
    first: Callable[[str, str, Mapping[str, Any], Names], Alteration | None] = field(
        default=lambda _table, _title, _values, _names: None
    )
    word: Callable[[str, str, Any], str | None] = field(default=lambda _t, _k, _v: None)


_EVIDENCE = {
    "kind": "材料种类", "title": "名称", "caption": "说明", "made_on": "形成日期",
    "position": "顺序",
}  # fmt: skip
"""What any record may have beside its own: its evidence, told in the same words everywhere."""


def _label(table: str, key: str, words: Vocabulary) -> str:
    return _EVIDENCE.get(key, "") if table == EVIDENCE.name else words.labels.get(key, key)


def _hidden(table: str, key: str, words: Vocabulary) -> bool:
    return key not in _EVIDENCE if table == EVIDENCE.name else key in words.hidden


def read_entries(
    connection: Any,
    record: str,
    local: Callable[[datetime], datetime],
    words: Vocabulary,
    stories: Mapping[str, Vocabulary] | None = None,
) -> list[Entry]:
    """The acts that touched a record, newest first, with before and after of each field.

    Args:
        words: of the record.
        stories: table → how its own area tells it: other areas' records belong to a record, too.
    """
    said: Said = lambda table: (stories or {}).get(table, words)  # noqa: E731
    found = entries(connection, limit=SHOWN, record=record)
    ids: dict[str, set[str]] = {}
    for entry in found:
        for one in entry.records:
            ids.setdefault(one.table, set()).add(one.row)
    now: dict[tuple[str, str], dict[str, Any]] = {}
    for table, rows in ids.items():
        for key, values in rows_now(connection, table, sorted(rows)).items():
            now[table, key] = values
    names = _names(connection, found, now, said)
    made = []
    for entry in found:
        changes: list[Alteration] = []
        for one in entry.records:
            words, after = said(one.table), now.get((one.table, one.row), {})
            if one.kind == "set":
                changes += _altered(one.table, one.before, after, names, words)
                now[one.table, one.row] = {**after, **one.before}
            elif one.kind == "new":
                changes += _first(one.table, one.title, after, names, words)
            else:
                gone = words.title(one.table, one.before, names)
                if one.table == EVIDENCE.name:
                    gone = str(one.before.get("title") or "")
                changes.append(Alteration(one.title, gone, "删除"))
                now[one.table, one.row] = dict(one.before)
        made.append(
            Entry(
                entry.number,
                local(entry.moment),
                entry.user,
                entry.title,
                changes=tuple(changes),
                undoable=entry.undoable,
                why_not="" if entry.undoable else "这一项不能撤销。",
                undone=entry.undone,
            )
        )
    return made


def _names(
    connection: Any, found: Any, now: Mapping[Any, Mapping[str, Any]], said: Said
) -> dict[str, str]:
    wanted: dict[tuple[int, str], tuple[Vocabulary, set[str]]] = {}
    images = [(one.table, one.before) for entry in found for one in entry.records]
    images += [(table, values) for (table, _row), values in now.items()]
    for table, values in images:
        words = said(table)
        for key, kind in words.links.items():
            value = values.get(key)
            which = kind or words.kinds.get(table, "")
            if isinstance(value, str) and which:
                wanted.setdefault((id(words), which), (words, set()))[1].add(value)
    names: dict[str, str] = {}
    for (_, kind), (words, ids) in wanted.items():
        names |= words.names(connection, kind, sorted(ids))
    return names


def _word(table: str, key: str, value: Any, names: Names, words: Vocabulary) -> str:
    if value is None or value == "":
        return ""
    if table == EVIDENCE.name:
        return code_list("proof_kind").name_of(value) if key == "kind" else str(value)
    if key in words.links:
        return names.get(str(value), "（已删除的记录）")
    own = words.word(table, key, value)
    if own is not None:
        return own
    if (table, key) in words.codes:
        return code_list(words.codes[table, key]).name_of(str(value))
    if isinstance(value, bool):
        return YES_NO[0 if value else 1].title
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return mask(text) if key in words.sensitive else text


def _altered(
    table: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Names,
    words: Vocabulary,
) -> list[Alteration]:
    found = []
    for key, old in before.items():
        if _hidden(table, key, words):
            continue
        was, now = (_word(table, key, value, names, words) for value in (old, after.get(key)))
        if was != now:
            found.append(Alteration(_label(table, key, words), was, now))
    return found


def _first(
    table: str, title: str, after: Mapping[str, Any], names: Names, words: Vocabulary
) -> list[Alteration]:
    """What a new row held at first; plain records say only their fields that are filled."""
    if table == EVIDENCE.name:
        kind = code_list("proof_kind").name_of(after.get("kind"))
        return [Alteration(title, "", f"{kind} {after.get('title') or ''}".strip())]
    whole = words.first(table, title, after, names)
    if whole is not None:
        return [whole]
    filled = {k: v for k, v in after.items() if v not in (None, "", False)}
    return [
        Alteration(words.labels.get(key, key), "", _word(table, key, value, names, words))
        for key, value in filled.items()
        if key not in words.hidden and key in words.labels
    ]

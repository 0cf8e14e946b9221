"""个人信息清除 on request: everything that identifies goes, the bare membership stays.

The window calls ``what_will_go`` first, then ``carry_out``; nothing else of this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, and_, func, or_, select

from app.base.errors import UserError
from app.base.progress import SILENT, Progress
from app.store import evidence
from app.store.erase import (
    FEWEST,
    Erased,
    Eraser,
    blank,
    drop,
    elsewhere,
    erase,
    forget,
    forget_state,
    forget_words,
    note_task,
)
from app.store.log import decode
from app.store.meta import METADATA
from app.store.system import CHANGE, CHOICE, EXPLANATION, RECEIVED
from app.store.types import Json, Words
from app.store.work import Changes, Work, act
from app.store.workspace import Workspace

from ..records import (
    APPLICATION,
    EMPLOYMENT,
    ERASURE,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    NOT_SAME,
    PERSON,
    PERSON_SPELL,
    PLATFORM_MARK,
    TRANSFER,
)
from ..rules.erasing import (
    APPLICATION_CLEARED,
    CLEARED,
    EMPLOYMENT_CLEARED,
    ERASED,
    MEMBERSHIP_CLEARED,
    TRANSFER_CLEARED,
)

KIND = "person"
_WHY_NOT = "个人信息已按要求清除，程序里不再有原来的内容，不能撤销。"
_NUMBERS = ("phone", "card_no", "service_card_no", "email")
_OWN = (PERSON_SPELL, IDENTITY, FORMER_NAME, MEMBERSHIP, EMPLOYMENT, TRANSFER)
PERSONAL = "personal"
"""``info`` of a column of a higher area's table that points at a person: what was typed there of
her is emptied with her; her name becomes ``ERASED``, everything else nothing."""
NAMED_IN = "named_in"
"""``info`` of such a table: pairs of a table and a function from ids of persons to a statement of
its rows that name them: the ledger's line of a union she led, papers of an election she stood in.
The record stays, and others' names in it; hers is struck out of its texts and of its log."""


@dataclass(frozen=True, slots=True)
class Going:
    """What an erasure would do, before anybody decides.

    Attributes:
        ids: the person and the records merged into her.
        items: (what, how many) that will be emptied, in words.
        stays: what is left, in one sentence.
        elsewhere: (kind of record, how many) other records in whose texts a name or number of hers
            stands: they are not touched, a person looks at them.
    """

    ids: tuple[str, ...]
    items: tuple[tuple[str, int], ...]
    stays: str
    elsewhere: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Everything of one person: her ids, rows by table, names, numbers; rows of evidence that were
    ever hers and the files of it that nothing else uses; rows that are not hers but name her."""

    ids: tuple[str, ...]
    rows: dict[Table, list[Any]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    named: dict[Table, list[Any]] = field(default_factory=dict)

    def of(self, table: Table) -> list[str]:
        return [row["id"] for row in self.rows.get(table, ())]


# -- for the window --------------------------------------------------------------------------------


def what_will_go(conn: Connection, person_id: str) -> Going:
    """A dry look at ``carry_out``; changes nothing.

    Raises:
        UserError: NOT_FOUND; ERASED if there is nothing left to erase.
    """
    scope = _scope(conn, [_wanted(conn, person_id)])
    items = [
        (str(table.info["title"]), len(rows))
        for table, rows in (*scope.rows.items(), *scope.named.items())
    ]
    spared = {table.name: scope.of(table) for table in (APPLICATION, *_OWN)}
    spared |= {table.name: scope.of(table) for table in scope.rows}
    for table, found in scope.named.items():
        spared[table.name] = [*spared.get(table.name, ()), *(row["id"] for row in found)]
    spared[PERSON.name] = list(scope.ids)
    others = elsewhere(conn, scope.words, spared)
    stays = (
        "保留：所在工会、会籍起止日期、性别、出生年份、民族、学历、政治面貌、用工形式等类别和"
        "用人单位，各项统计数字不变；姓名、证件、联系方式、住址、卡号、照片、备注和操作记录里的"
        "内容全部清空，不能恢复。"
    )
    return Going(scope.ids, tuple(items), stays, tuple(sorted(others.items())))


def carry_out(
    workspace: Workspace, person_id: str, *, reason: str, progress: Progress = SILENT
) -> Changes:
    """Erase a person and clean the files; to be run off the Qt thread (the whole file is written
    anew). ``app.store.erase.holding(workspace, changes.entry)`` then lists the backups that still
    hold her: make a new backup and delete those.

    Args:
        reason: why, e.g. 本人要求; must not contain the name or a number of the person.

    Raises:
        UserError: REQUIRED, REASON, NOT_FOUND, ERASED; nothing is changed then.
        KnownError: see ``app.store.erase.erase``.
    """
    return erase(workspace, erase_person, person_id, reason=reason, progress=progress)


# -- acts ------------------------------------------------------------------------------------------


@act("members.erase_person", "清除个人信息", undo=False, why_not=_WHY_NOT)
def erase_person(work: Work, /, person_id: str, *, reason: str) -> Erased:
    """Empty everything that identifies a person and those merged into her. Called by
    ``carry_out``, which cleans the files after it."""
    reason = reason.strip()
    if not reason:
        raise UserError("REQUIRED", "请写明清除的原因。", "例如：本人要求、已退会。")
    scope = _scope(work.conn, [_wanted(work.conn, person_id)])
    if any(word in reason for word in scope.words):
        raise UserError(
            "REASON", "原因里有这个人的姓名或号码，清除以后仍会留下。", "请换一种写法。"
        )
    return _empty(work, scope, reason)


@act("members.erase_again", "恢复后再次清除个人信息", undo=False, why_not=_WHY_NOT)
def erase_again(work: Work, /, person_ids: Sequence[str]) -> Erased:
    """Persons that were erased before are back out of an old backup: erase them again."""
    return _empty(work, _scope(work.conn, person_ids), "恢复的备份做于清除以前")


def _wanted(conn: Connection, person_id: str) -> str:
    """The person, or the one she was merged into."""
    query = select(PERSON.c.id, PERSON.c.alias_of_id, PERSON.c.erased_on)
    row = conn.execute(query.where(PERSON.c.id == person_id)).first()
    if row is None:
        raise UserError("NOT_FOUND", "找不到这个人，记录可能刚刚被删除。", "请刷新后再试。")
    if row.erased_on is not None:
        raise UserError("ERASED", "这个人的个人信息已经清除过了。")
    return _wanted(conn, row.alias_of_id) if row.alias_of_id else person_id


# -- what there is ---------------------------------------------------------------------------------


def _scope(conn: Connection, person_ids: Iterable[str]) -> _Scope:
    ids, new = set[str](), set(person_ids)
    while new:
        ids |= new
        aliases = select(PERSON.c.id).where(PERSON.c.alias_of_id.in_(new))
        new = set(conn.execute(aliases).scalars()) - ids
    every = tuple(sorted(ids))
    rows = {table: _fetch(conn, table, table.c.person_id.in_(every)) for table in _OWN}
    people = _fetch(conn, PERSON, PERSON.c.id.in_(every))
    names = {p["name"] for p in people} | {r["name"] for r in rows[FORMER_NAME]}
    names |= _misspelt(conn, every)
    numbers = {r["number"] for r in rows[IDENTITY]}
    numbers |= {p[key] for p in people for key in _NUMBERS}
    names, numbers = names - {None, "", ERASED}, numbers - {None, ""}
    phones = {p["phone"] for p in people} - {None}
    rows[APPLICATION] = _fetch(
        conn,
        APPLICATION,
        or_(
            APPLICATION.c.person_id.in_(every),
            APPLICATION.c.number.in_(numbers),
            and_(APPLICATION.c.name.in_(names), APPLICATION.c.phone.in_(phones)),
        ),
    )
    rows[PLATFORM_MARK] = _fetch(conn, PLATFORM_MARK, PLATFORM_MARK.c.record.in_(every))
    rows[NOT_SAME] = _fetch(
        conn, NOT_SAME, or_(NOT_SAME.c.person_id.in_(every), NOT_SAME.c.other_id.in_(every))
    )
    rows[CHOICE] = _fetch(
        conn, CHOICE, or_(CHOICE.c.record.in_(every), CHOICE.c.text.in_(names | numbers))
    )
    for table, owner in _typed_elsewhere():
        rows[table] = _fetch(conn, table, owner.in_(every))
    own = [*every, *(row["id"] for found in rows.values() for row in found)]
    rows[EXPLANATION] = _fetch(conn, EXPLANATION, EXPLANATION.c.object.in_(own))
    words = sorted(names | numbers)
    held = [func.instr(RECEIVED.c.file_name, word) > 0 for word in words]
    rows[RECEIVED] = _fetch(conn, RECEIVED, or_(*held)) if held else []
    told = tuple(sorted((n for n in names if len(n) >= FEWEST), key=lambda n: (-len(n), n)))
    pieces, proofs, files = evidence.traces(conn, own)
    rows[evidence.EVIDENCE] = [{"id": piece.id} for piece in pieces]
    return _Scope(
        every,
        {table: found for table, found in rows.items() if found},
        tuple(words),
        tuple(sorted(proofs)),
        tuple(sorted(files)),
        told,
        _naming(conn, every, told),
    )


def _misspelt(conn: Connection, ids: Sequence[str]) -> set[str]:
    """Names that were corrected: nothing but the log knows them."""
    query = select(CHANGE.c.data).where(CHANGE.c.row.in_(ids), CHANGE.c.data.is_not(None))
    logged = (decode(PERSON.name, data) for data in conn.execute(query).scalars())
    return {str(values["name"]) for values in logged if values.get("name")}


def _typed_elsewhere() -> list[tuple[Table, Any]]:
    """Tables of other areas with columns marked ``PERSONAL``, and the column that says whose."""
    return [
        (table, key.parent)
        for table in METADATA.sorted_tables
        if any(column.info.get(PERSONAL) for column in table.c)
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is PERSON
    ]


def _naming(conn: Connection, ids: Sequence[str], names: Collection[str]) -> dict[Table, list[Any]]:
    """Rows of ``NAMED_IN`` in which, or in whose log, one of the names stands."""
    rows: dict[Table, dict[str, Any]] = {}
    for one in METADATA.sorted_tables:
        for table, of in one.info.get(NAMED_IN, ()):
            for row in _fetch(conn, table, table.c.id.in_(of(ids))):
                if any(_holds(row[c.name], names) for c in _texts(table)) or _logged(
                    conn, row["id"], names
                ):
                    rows.setdefault(table, {})[row["id"]] = row
    return {table: list(found.values()) for table, found in rows.items()}


def _logged(conn: Connection, row: str, names: Collection[str]) -> bool:
    held = [func.instr(CHANGE.c.data, name) > 0 for name in names]
    query = select(CHANGE.c.row).where(CHANGE.c.row == row, or_(*held)).limit(1)
    return bool(held) and conn.execute(query).first() is not None


def _texts(table: Table) -> list[Any]:
    return [column for column in table.c if isinstance(column.type, (Words, Json))]


def _holds(value: Any, names: Collection[str]) -> bool:
    return bool(_without(value, names) != value)


def _without(value: Any, names: Iterable[str]) -> Any:
    """A text, or texts in lists and mappings, with the names struck out."""
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, ERASED)
        return value
    if isinstance(value, Mapping):
        return {key: _without(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [_without(part, names) for part in value]
    return value


def _fetch(conn: Connection, table: Table, condition: Any) -> list[Any]:
    return list(conn.execute(select(table).where(condition)).mappings())


# -- emptying --------------------------------------------------------------------------------------


def _empty(work: Work, scope: _Scope, reason: str) -> Erased:
    cleared: dict[str, Any] = dict.fromkeys(CLEARED)
    person = {**cleared, "name": ERASED, "erased_on": work.today}
    blank(work, PERSON, dict.fromkeys(scope.ids, person))
    for table, columns in (
        (PERSON_SPELL, ("doc_no",)),
        (MEMBERSHIP, MEMBERSHIP_CLEARED),
        (TRANSFER, TRANSFER_CLEARED),
    ):
        blank(work, table, dict.fromkeys(scope.of(table), dict.fromkeys(columns)))
    for row in scope.rows.get(EMPLOYMENT, ()):
        name = None if row["employer_id"] else ERASED
        values = {**dict.fromkeys(EMPLOYMENT_CLEARED), "employer_name": name}
        blank(work, EMPLOYMENT, {row["id"]: values})
    applied: dict[str, Any] = dict.fromkeys(APPLICATION_CLEARED)
    applied |= {"name": ERASED, "details": {}}
    blank(work, APPLICATION, dict.fromkeys(scope.of(APPLICATION), applied))
    for table, _owner in _typed_elsewhere():
        typed: dict[str, Any] = {
            column.name: None if column.nullable else ERASED
            for column in table.c
            if column.info.get(PERSONAL)
        }
        blank(work, table, dict.fromkeys(scope.of(table), typed))
    blank(work, RECEIVED, {row: {"file_name": ERASED} for row in scope.of(RECEIVED)})
    _documents(work, scope)
    for table in (FORMER_NAME, PLATFORM_MARK, NOT_SAME, CHOICE, EXPLANATION, evidence.EVIDENCE):
        drop(work, table, scope.of(table))
    for one in scope.ids:
        work.insert(ERASURE, person_id=one, on_day=work.today, reason=reason)
    for table, found in scope.named.items():
        for row in found:
            texts = {c.name: _without(row[c.name], scope.names) for c in _texts(table)}
            changed = {key: text for key, text in texts.items() if text != row[key]}
            blank(work, table, {row["id"]: changed} if changed else {})
            forget_words(work, row["id"], scope.names)
    own = [row for table in scope.rows for row in scope.of(table)]
    forget(work, scope.ids, [*own, *scope.proofs])
    forget_state(work, scope.words)
    note_task(work, scope.files)
    return Erased(KIND, scope.ids, scope.words, scope.files)


def _documents(work: Work, scope: _Scope) -> None:
    """Of each person's documents one row stays without its number: 实名制录入数 (J219) counts those
    of whom a document was listed."""
    kept: set[str] = set()
    for row in scope.rows.get(IDENTITY, ()):
        if row["person_id"] in kept:
            drop(work, IDENTITY, [row["id"]])
        else:
            kept.add(row["person_id"])
            blank(work, IDENTITY, {row["id"]: {"number": "", "until": None, "note": None}})


# -- what the store asks ---------------------------------------------------------------------------


def _done(conn: Connection) -> list[str]:
    return list(conn.execute(select(ERASURE.c.person_id).distinct()).scalars())


def _left(conn: Connection, ids: list[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(ids), 500):
        query = select(PERSON.c.id).where(
            PERSON.c.id.in_(ids[start : start + 500]), PERSON.c.erased_on.is_(None)
        )
        found += conn.execute(query).scalars()
    return found


ERASERS = (Eraser(KIND, _done, _left, erase_again),)

"""Evidence: files that prove something, on a record of any kind.

A photo, scan, PDF or office file lies once in the attachments, by its content; a row here says to
which record it belongs, what kind of proof it is (``resources/codes/proof_kind.toml``), what it was
called and when it was made. ``of`` and ``kinds_of`` are for everybody who lists, judges or prints
evidence; ``save`` brings a prepared file in. The window's panel is ``app/desk/evidence.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Index, Select, func, or_, select
from sqlalchemy import update as sql_update

from app.base.codes import code_list
from app.base.errors import BugError, UserError

from . import attachments, log
from .errors import told
from .meta import METADATA, owner_columns, record_table
from .system import CHANGE, STATE
from .types import Code, Count, Day, Words
from .work import OWN_GUARDS, Work, act, in_parts

if TYPE_CHECKING:
    from .workspace import Workspace

EVIDENCE = record_table(
    "evidence",
    *owner_columns(),
    Column("kind", Code, nullable=False),
    Column("title", Words, nullable=False),
    Column("file", Code, nullable=False),
    Column("size", Count, nullable=False),
    Column("media_type", Code, nullable=False),
    Column("made_on", Day),
    Column("caption", Words),
    Column("position", Count, nullable=False),
    Column("original_file", Code),
    Column("added_on", Day, nullable=False),
    title="证明材料",
)
"""One file on one record. ``owner_kind``: the table of the record it belongs to (``unions``,
``activity``, ``person`` …). ``title``: name of the file it came from, without its folder. ``file``:
name of the stored content (``attachments``); ``size`` in bytes and ``media_type`` are those of the
content. ``original_file``: the photo as it was taken, where it was kept beside the smaller one."""
Index("ix_evidence_owner", EVIDENCE.c.owner_id, EVIDENCE.c.owner_kind, EVIDENCE.c.position)
Index("ix_evidence_file", EVIDENCE.c.file)

PHOTO, PORTRAIT, OTHER = "photo", "portrait", "other"
PICTURES = ("image/jpeg", "image/png")
"""What photos are kept as (``pictures/photo.py``)."""
RENAMED = "renamed_attachments"
"""Under this the state remembers new names of files that the log still has under an older key."""
_NAME_LENGTH = 64
_DESCRIBED = ("kind", "title", "caption", "made_on")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in the attachments, to be put on a record.

    Attributes:
        kind: code of ``proof_kind``.
        title: original name of the file.
        file: name under which its content lies.
        size: bytes of the content.
        media_type: of the content, e.g. ``image/jpeg``.
        made_on: day it was taken or made, if known.
        caption: a line about it.
        original_file: the untouched photo beside the sized-down one.
    """

    kind: str
    title: str
    file: str
    size: int
    media_type: str
    made_on: date | None = None
    caption: str | None = None
    original_file: str | None = None


@dataclass(frozen=True, slots=True)
class Piece(Stored):
    """One piece of evidence as it stands on its record; see ``EVIDENCE``."""

    id: str = ""
    owner_kind: str = ""
    owner_id: str = ""
    position: int = 0
    added_on: date | None = None

    @property
    def picture(self) -> bool:
        """Whether it can be shown and printed as a picture."""
        return self.media_type in PICTURES

    @property
    def files(self) -> tuple[str, ...]:
        """Names of what lies in the attachments for it."""
        return tuple(name for name in (self.file, self.original_file) if name)


def keep(
    workspace: Workspace,
    content: bytes,
    *,
    kind: str,
    title: str,
    media_type: str,
    original: bytes | None = None,
    **more: Any,
) -> Stored:
    """Write content into the attachments, encrypted and synced, for the act ``attach`` that puts
    it on a record. Whatever happens before that act leaves a file that is swept after a week.

    Args:
        original: the photo as it was taken, kept beside.
        more: ``made_on``, ``caption``.

    Raises:
        KnownError: DISK_FULL, READ_ONLY.
    """
    with told(workspace.folder):
        beside = original if original != content else None
        names = [
            attachments.put(workspace.folder, workspace.key, each) if each is not None else None
            for each in (content, beside)
        ]
    return Stored(
        kind, title, str(names[0]), len(content), media_type, original_file=names[1], **more
    )


# -- reading ---------------------------------------------------------------------------------------


def of(conn: Connection, owner_kind: str, owner_ids: Iterable[str]) -> dict[str, list[Piece]]:
    """The evidence of records, in its order; every id asked for is a key.

    Args:
        owner_kind: table of the records.
        owner_ids: their ids.
    """
    found: dict[str, list[Piece]] = {}
    order = (EVIDENCE.c.owner_id, EVIDENCE.c.position, EVIDENCE.c.id)
    for part in in_parts(owner_ids):
        found |= {owner: [] for owner in part}
        query = select(EVIDENCE).where(
            EVIDENCE.c.owner_kind == owner_kind, EVIDENCE.c.owner_id.in_(part)
        )
        for row in conn.execute(query.order_by(*order)).mappings():
            found[row["owner_id"]].append(_piece(row))
    return found


def content(conn: Connection, name: str) -> bytes:
    """The content of an attachment, on any connection of an open workspace: for papers, packages.

    Raises:
        KnownError: ATTACHMENT_MISSING, ATTACHMENT_DAMAGED.
    """
    read: Callable[[str], bytes] = conn.info[attachments.READER]
    return read(name)


def one(conn: Connection, evidence_id: str) -> Piece | None:
    """One piece; None if it is gone."""
    row = conn.execute(select(EVIDENCE).where(EVIDENCE.c.id == evidence_id)).mappings().first()
    return None if row is None else _piece(row)


def kinds_of(
    conn: Connection, owner_kind: str, owner_ids: Iterable[str] | Select[Any] | None = None
) -> dict[str, dict[str, int]]:
    """How many pieces of which kind each record has: owner → kind → count. Records without
    evidence are left out.

    Args:
        owner_kind: table of the records.
        owner_ids: their ids; a query of them (one statement for any number); None: all records.
    """
    query = select(EVIDENCE.c.owner_id, EVIDENCE.c.kind, func.count()).where(
        EVIDENCE.c.owner_kind == owner_kind
    )
    queries = [query]
    if isinstance(owner_ids, Select):
        queries = [query.where(EVIDENCE.c.owner_id.in_(owner_ids))]
    elif owner_ids is not None:
        queries = [query.where(EVIDENCE.c.owner_id.in_(part)) for part in in_parts(owner_ids)]
    found: dict[str, dict[str, int]] = {}
    for each in queries:
        grouped = each.group_by(EVIDENCE.c.owner_id, EVIDENCE.c.kind)
        for owner, kind, number in conn.execute(grouped):
            found.setdefault(owner, {})[kind] = number
    return found


def _piece(row: Mapping[Any, Any]) -> Piece:
    return Piece(**{key: value for key, value in row.items() if key != "rev"})


def traces(conn: Connection, owner_ids: Iterable[str]) -> tuple[list[Piece], set[str], set[str]]:
    """What has to go when records are erased.

    Returns:
        Their evidence of today; the ids of all rows that ever were theirs, for the log; the
        attachments that nothing else names.
    """
    now, rows, files = list[Piece](), set[str](), set[str]()
    was = CHANGE.c.tbl == EVIDENCE.name
    for part in in_parts(owner_ids):
        query = select(EVIDENCE).where(EVIDENCE.c.owner_id.in_(part))
        now += [_piece(row) for row in conn.execute(query).mappings()]
        for start in range(0, len(part), 100):  # deeper conditions SQLite refuses
            named = (func.instr(CHANGE.c.data, owner) > 0 for owner in part[start : start + 100])
            rows |= set(conn.execute(select(CHANGE.c.row).where(was, or_(*named))).scalars())
    rows |= {piece.id for piece in now}
    files = {name for piece in now for name in piece.files}
    for part in in_parts(rows):
        query = select(CHANGE.c.data).where(was, CHANGE.c.row.in_(part), CHANGE.c.data.is_not(None))
        files |= {name for data in conn.execute(query).scalars() for name in names_in(data)}
    others = select(EVIDENCE.c.id, EVIDENCE.c.file, EVIDENCE.c.original_file)
    kept = {name for row in conn.execute(others) if row[0] not in rows for name in row[1:]}
    return now, rows, files - kept


def names_in(data: str) -> list[str]:
    """Names of attachments in what the log holds of a piece."""
    before = log.decode(EVIDENCE.name, data)
    return [str(before[key]) for key in ("file", "original_file") if before.get(key)]


# -- acts ------------------------------------------------------------------------------------------


@act("evidence.attach", "添加证明材料")
def attach(work: Work, /, owner_kind: str, owner_id: str, *, files: Sequence[Stored]) -> list[str]:
    """Put stored files on a record, after those it has; returns their ids. A file that the record
    has already is passed over.

    Raises:
        UserError: NOT_FOUND, EVIDENCE_KIND, EVIDENCE_TITLE, EVIDENCE_FILE (no stored file),
            EVIDENCE_TWICE (the record has all of them already).
    """
    _owner(work, owner_kind, owner_id)
    there = of(work.conn, owner_kind, [owner_id])[owner_id]
    known, position = {p.file for p in there}, max((p.position for p in there), default=0)
    made = []
    for each in files:
        if each.file in known:
            continue
        known.add(each.file)
        position += 1
        values = {**asdict(each), "title": _title(each.title), "kind": _kind(each.kind)}
        if each.size <= 0 or not _is_name(each.file):
            raise _no_file()
        made.append(
            work.insert(
                EVIDENCE,
                **values,
                owner_kind=owner_kind,
                owner_id=owner_id,
                position=position,
                added_on=work.today,
            )
        )
    if files and not made:
        raise UserError("EVIDENCE_TWICE", "这些文件在这条记录里已经有了。", "不用重复添加。")
    return made


@act("evidence.describe", "修改证明材料的说明")
def describe(work: Work, /, evidence_id: str, **values: Any) -> None:
    """Change what is said of a piece: ``kind``, ``title``, ``caption``, ``made_on``.

    Raises:
        UserError: NOT_FOUND, EVIDENCE_KIND, EVIDENCE_TITLE.
    """
    unknown = set(values) - set(_DESCRIBED)
    if unknown:
        raise BugError(f"evidence has no field {sorted(unknown)} to describe")
    if "kind" in values:
        values["kind"] = _kind(values["kind"])
    if "title" in values:
        values["title"] = _title(values["title"])
    if "caption" in values:
        values["caption"] = (values["caption"] or "").strip() or None
    work.update(EVIDENCE, evidence_id, **values)


@act("evidence.classify", "修改证明材料的种类")
def classify(work: Work, /, evidence_ids: Sequence[str], *, kind: str) -> None:
    """Give several pieces one kind.

    Raises:
        UserError: NOT_FOUND, EVIDENCE_KIND.
    """
    work.update_rows(EVIDENCE, {each: {"kind": _kind(kind)} for each in evidence_ids})


@act("evidence.arrange", "调整证明材料的顺序")
def arrange(work: Work, /, owner_kind: str, owner_id: str, *, evidence_ids: Sequence[str]) -> None:
    """Put the pieces of a record into this order; those not named follow as they were.

    Raises:
        UserError: NOT_FOUND (one of them is not on this record).
    """
    there = [p.id for p in of(work.conn, owner_kind, [owner_id])[owner_id]]
    for each in evidence_ids:
        if each not in there:
            work.row(EVIDENCE, each)
            raise UserError("NOT_FOUND", "这份材料不在这条记录里。", "请刷新后再试。")
    order = list(dict.fromkeys([*evidence_ids, *there]))
    places = {each: {"position": place} for place, each in enumerate(order, 1)}
    work.update_rows(EVIDENCE, places)


@act("evidence.detach", "移除证明材料")
def detach(work: Work, /, evidence_ids: Sequence[str]) -> None:
    """Take pieces off their records. The files stay for a week, so that it can be undone.

    Raises:
        UserError: NOT_FOUND.
    """
    for each in dict.fromkeys(evidence_ids):
        work.delete(EVIDENCE, each)


def detach_all(work: Work, owner_kind: str, owner_ids: Iterable[str]) -> None:
    """For the act that deletes records: their evidence goes with them."""
    for pieces in of(work.conn, owner_kind, owner_ids).values():
        for piece in pieces:
            work.delete(EVIDENCE, piece.id)


def hand_over(work: Work, owner_kind: str, old: str, new: str) -> None:
    """For the act that merges records: the evidence of ``old`` belongs to ``new``, behind its own;
    what both have stays with ``new`` once."""
    pieces = of(work.conn, owner_kind, [old, new])
    known = {piece.file for piece in pieces[new]}
    position = max((piece.position for piece in pieces[new]), default=0)
    for piece in pieces[old]:
        if piece.file in known:
            work.delete(EVIDENCE, piece.id)
            continue
        position += 1
        work.update(EVIDENCE, piece.id, owner_id=new, position=position)


def _owner(work: Work, kind: str, row: str) -> None:
    table = METADATA.tables.get(kind)
    if table is None or not table.info.get("logged") or table is EVIDENCE:
        raise BugError(f"{kind} is no record that evidence could belong to")
    work.row(table, row)


def _kind(kind: str) -> str:
    if kind not in code_list("proof_kind"):
        raise UserError("EVIDENCE_KIND", "材料的种类不在列表里。", "请从列表里选择种类。")
    return kind


def _title(title: str) -> str:
    """The name without any folder: a name from outside must lead nowhere."""
    text = title.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not text:
        raise UserError("EVIDENCE_TITLE", "材料的名称不能为空。", "请填写名称。")
    return text


def _is_name(name: str) -> bool:
    return len(name) == _NAME_LENGTH and all(c in "0123456789abcdef" for c in name)


def _no_file() -> UserError:
    return UserError(
        "EVIDENCE_FILE", "材料的文件不在工作库里，可能移除已超过 7 天。", "请重新添加这份材料。"
    )


def _guard(work: Work, _ids: set[str]) -> None:
    """No record points at nothing, also when undo brings it back after its file was swept, or
    after a change of key gave the file another name."""
    came = work.images(EVIDENCE, sorted(work.came(EVIDENCE)))
    for row_id, row in came.items():
        names = {key: row[key] for key in ("file", "original_file") if row[key]}
        lost = {key: name for key, name in names.items() if not work.stored(name)}
        if not lost:
            continue
        query = select(STATE.c.value).where(STATE.c.user == "", STATE.c.key == RENAMED)
        renamed = work.conn.execute(query).scalar_one_or_none() or {}
        now = {key: renamed.get(name, "") for key, name in lost.items()}
        if not all(name and work.stored(name) for name in now.values()):
            raise _no_file()
        work.conn.execute(sql_update(EVIDENCE).where(EVIDENCE.c.id == row_id).values(**now))


OWN_GUARDS[EVIDENCE.name] = _guard

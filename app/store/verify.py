"""The integrity list: one implementation for the clerk's "check" and for the tests."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, select, text
from sqlcipher3 import dbapi2

from app.base.days import Span
from app.base.errors import KnownError
from app.base.findings import Finding, Severity
from app.base.progress import SILENT, Progress

from . import evidence_files, layout, log, search, version, witness
from .connect import connect, engine
from .errors import told
from .keys import KeyFile
from .meta import METADATA
from .opening import faults
from .spells import owner_column
from .surroundings import Wiring
from .system import ENTRY, USER
from .work import Work, act
from .workspace import Workspace

_REPAIRABLE = "SYS-SEARCH"
TITLES = {
    "SYS-FILE": "数据文件",
    "SYS-LINK": "记录之间的引用",
    "SYS-SCHEMA": "数据结构",
    "SYS-LOG": "操作记录链",
    "SYS-HEAD": "最后一次操作",
    "SYS-SPELL": "起止日期",
    "SYS-SEARCH": "搜索",
    "SYS-BATCH": "导入清单",
    "SYS-UNDO": "撤销记录",
    "SYS-USER": "用户和钥匙",
    "SYS-PROOF": "附件文件",
}
"""What each check of the store looks at, for headings."""
_WORST = 50
_Query = Callable[[Connection], list[Finding]]


def _must(rule: str, message: str, **more: Any) -> Finding:
    return Finding(rule, Severity.MUST, message, **more)


def verify(workspace: Workspace, progress: Progress = SILENT) -> list[Finding]:
    """Everything that must hold in a workspace. Reads only; an empty list is what is hoped for.

    Codes: ``SYS-FILE`` pages and trees, ``SYS-LINK`` dangling references, ``SYS-SCHEMA``,
    ``SYS-LOG`` chain, ``SYS-HEAD`` side file, ``SYS-SPELL`` overlapping spells, ``SYS-SEARCH``
    index, ``SYS-BATCH`` imports, ``SYS-UNDO`` undo entries, ``SYS-USER`` users and wraps,
    ``SYS-PROOF`` the files of evidence; those of the areas after them.
    """
    steps: list[tuple[str, Callable[[Connection], Iterable[Finding]]]] = [
        ("数据文件", _file),
        ("数据表", _schema),
        ("操作记录", lambda conn: _log(conn, workspace)),
        ("起止日期", _spells),
        ("导入和撤销", _batches),
        ("附件", evidence_files.links),
        ("用户", lambda conn: _users(conn, workspace)),
        ("搜索", lambda conn: _search(conn, workspace.wiring)),
        *(("各项记录", check) for check in workspace.wiring.invariants),
    ]
    asked: dict[str, Callable[[_Query], list[Finding]]] = {
        "数据文件": functools.partial(_afresh, workspace),
        "搜索": workspace.between_acts,
    }
    found: list[Finding] = []
    for number, (title, check) in enumerate(steps):
        progress.step(number, len(steps), f"正在检查{title}")
        ask = asked.get(title, workspace.read)
        try:
            found += ask(functools.partial(_all, check))
        except KnownError as error:
            if error.code != "DAMAGED":
                raise
            found.append(_must("SYS-FILE", f"{title}读不出来：{error.message}"))
    found += evidence_files.check(workspace, progress)
    progress.step(len(steps), len(steps), "检查完成")
    return found


def _afresh(workspace: Workspace, query: _Query) -> list[Finding]:
    """Run a query on a connection of its own. One that has searched before keeps the shape of the
    word index, and SQLite's own check then misses segments that were merged since; its kept pages
    would also hide what has happened to the file."""
    made = engine(lambda: connect(workspace.database, workspace.key, look=True), begin="BEGIN")
    try:
        with told(workspace.folder), made.begin() as conn:
            return query(conn)
    finally:
        made.dispose()


def _all(check: Callable[[Connection], Iterable[Finding]], conn: Connection) -> list[Finding]:
    return list(check(conn))


@dataclass(frozen=True, slots=True)
class Repaired:
    """What ``repair`` mended (count by code) and what is left."""

    mended: dict[str, int]
    left: list[Finding]


@act("store.rebuild_search", "重建搜索", undo=False, why_not="搜索可以随时重建，没有什么可撤销。")
def _rebuild_search(work: Work, *, wiring: Wiring) -> None:
    search.refresh(work.conn, wiring.search, None)


def repair(workspace: Workspace, progress: Progress = SILENT) -> Repaired:
    """Mend what can be mended without a decision: the search index, and files of evidence that a
    backup still has. Checks again after it."""
    before = verify(workspace, progress)
    broken = {
        rule: sum(1 for f in before if f.rule == rule)
        for rule in (_REPAIRABLE, evidence_files.RULE)
    }
    if not any(broken.values()):
        return Repaired({}, before)
    if broken[_REPAIRABLE]:
        workspace.do(_rebuild_search, wiring=workspace.wiring)
    if broken[evidence_files.RULE]:
        evidence_files.mend(workspace, progress)
    after = verify(workspace, progress)
    left = {rule: sum(1 for f in after if f.rule == rule) for rule in broken}
    return Repaired({r: n - left[r] for r, n in broken.items() if n > left[r]}, after)


# -- the checks ------------------------------------------------------------------------------------


def _raw(conn: Connection) -> Any:
    return conn.connection.driver_connection


def _file(conn: Connection) -> Iterator[Finding]:
    raw = _raw(conn)
    wrong = faults(raw)
    if wrong:
        yield _must("SYS-FILE", f"数据文件有 {len(wrong)} 处损坏，请从最近一份校验过的备份恢复。")
    dangling: dict[tuple[str, str], int] = {}
    for child, _, parent, _ in raw.execute("PRAGMA foreign_key_check").fetchall():
        dangling[child, parent] = dangling.get((child, parent), 0) + 1
    for (child, parent), number in sorted(dangling.items()):
        yield _must(
            "SYS-LINK",
            f"{_title(child)}中有 {number} 条记录指向不存在的{_title(parent)}记录。",
            kind=child,
        )


def _title(name: str) -> str:
    table = METADATA.tables.get(name)
    return str(table.info.get("title", name)) if table is not None else name


def _schema(conn: Connection) -> Iterator[Finding]:
    raw = _raw(conn)
    there, should = layout.objects(raw), layout.reference()
    should_number = raw.execute("PRAGMA user_version").fetchone()[0]
    if should_number != version.SCHEMA:
        yield _must("SYS-SCHEMA", f"数据结构应是第 {version.SCHEMA} 版，现在是 {should_number}。")
    for kind, name in sorted(set(should) - set(there)):
        yield _must("SYS-SCHEMA", f"缺少数据结构中的 {kind} {name}。")
    for kind, name in sorted(set(there) - set(should)):
        yield _must("SYS-SCHEMA", f"多出了不属于本程序的 {kind} {name}。")
    for key in sorted(set(there) & set(should)):
        if there[key] != should[key]:
            yield _must("SYS-SCHEMA", f"数据结构中的 {key[0]} {key[1]} 被改动过。")


def _log(conn: Connection, workspace: Workspace) -> Iterator[Finding]:
    for number, what in list(log.broken(conn))[:_WORST]:
        yield _must("SYS-LOG", what + "。", kind="entry", id=str(number))
    side = witness.read(workspace.folder)
    entry, digest = log.head(conn)
    if side is not None and (entry < side[0] or (entry == side[0] and digest.hex() != side[1])):
        yield _must("SYS-HEAD", f"操作记录只到第 {entry} 号，而程序已保存到第 {side[0]} 号。")


def _spells(conn: Connection) -> Iterator[Finding]:
    for table in METADATA.sorted_tables:
        if not any(str(index.name) == f"ix_{table.name}_spell" for index in table.indexes):
            continue
        yield from _overlaps(conn, table)


def _overlaps(conn: Connection, table: Table) -> Iterator[Finding]:
    owner = table.c[owner_column(table)]
    query = select(owner, table.c.since, table.c.until).order_by(owner, table.c.since)
    last, bad = None, set()
    for row in conn.execute(query):
        span = Span(row.since, row.until)
        if last is not None and last[0] == row[0] and last[1].overlaps(span):
            bad.add(row[0])
        last = (row[0], span)
    for record in sorted(bad)[:_WORST]:
        yield _must(
            "SYS-SPELL",
            f"{table.info['title']}有两段的起止日期重叠。",
            kind=table.name,
            id=record,
        )


def _batches(conn: Connection) -> Iterator[Finding]:
    entries = conn.execute(
        select(ENTRY.c.number, ENTRY.c.batch, ENTRY.c.body, ENTRY.c.undoes).order_by("number")
    ).all()
    numbers = {entry.number for entry in entries}
    for entry in entries:
        if entry.undoes is not None and entry.undoes not in numbers:
            yield _must("SYS-UNDO", f"第 {entry.number} 号撤销的第 {entry.undoes} 号操作不存在。")
        if entry.undoes is not None and entry.undoes >= entry.number:
            yield _must("SYS-UNDO", f"第 {entry.number} 号操作撤销的是它以后的操作。")
    revs = _rows_by_rev(conn)
    for entry in entries:
        if entry.body is None:
            continue
        try:
            body = log.unpack_body(entry.body)
        except (ValueError, TypeError, zlib.error):
            yield _must("SYS-BATCH", f"第 {entry.number} 号导入的清单读不出来。")
            continue
        for name, ids in body.items():
            there = revs.get((name, entry.number), 0)
            if name not in METADATA.tables:
                yield _must("SYS-BATCH", f"第 {entry.number} 号导入提到不存在的表。")
            elif there > len(ids) + _set_rows(conn, entry.number, name):
                yield _must(
                    "SYS-BATCH",
                    f"第 {entry.number} 号导入登记了 {len(ids)} 条{_title(name)}，"
                    f"实际有 {there} 条。",
                )


def _rows_by_rev(conn: Connection) -> dict[tuple[str, int], int]:
    found = {}
    newest, _ = log.head(conn)
    for table in METADATA.sorted_tables:
        if table.info.get("logged"):
            query = text(f"SELECT rev, count(*) FROM {table.name} GROUP BY rev")  # noqa: S608
            for rev, number in conn.execute(query):
                found[table.name, rev] = number
    return {key: number for key, number in found.items() if key[1] <= newest}


def _set_rows(conn: Connection, entry: int, name: str) -> int:
    query = text("SELECT count(*) FROM change WHERE entry = :e AND tbl = :t AND kind <> 'gone'")
    return int(conn.execute(query, {"e": entry, "t": name}).scalar_one())


def _search(conn: Connection, wiring: Wiring) -> Iterator[Finding]:
    """Titles and words of every record compared with what the index would hold built anew."""
    raw, fresh = _raw(conn), dbapi2.connect(":memory:", isolation_level=None)
    try:
        fresh.execute(search.FTS_DDL)
        fresh.execute("BEGIN")
        for source in wiring.search:
            wrong = _wrong_items(conn, source, fresh)
            if wrong:
                yield _must(
                    _REPAIRABLE,
                    f"有 {wrong} 条记录没有列入搜索，或标题与搜索不一致，可以重建搜索。",
                    kind=source.kind,
                )
        with closing(_words(raw)) as there, closing(_words(fresh)) as should:
            same = all(one == other for one, other in zip_longest(there, should))
        if not same:
            yield _must(_REPAIRABLE, "搜索词与记录不一致，可以重建搜索。")
    finally:
        fresh.close()


def _wrong_items(conn: Connection, source: search.SearchSource, fresh: Any) -> int:
    query = text("SELECT record, number, title, place FROM search_item WHERE kind = :kind")
    there = {record.hex(): tuple(r) for record, *r in conn.execute(query, {"kind": source.kind})}
    wrong = 0
    for row in source.rows(conn, None):
        number, *shown = there.pop(row.record, (None, "", ""))
        if number is None or shown != [row.title, row.place]:
            wrong += 1
        if number is not None:
            fresh.execute(
                "INSERT INTO search_words (rowid, words) VALUES (?, ?)",
                (number, search.tokens(row)),
            )
    return wrong + len(there)


def _words(raw: Any) -> Generator[Any]:
    """Every word of an index with its document and place, in the order of the index (by word and
    document). One by one: a county has millions."""
    raw.execute(
        "CREATE VIRTUAL TABLE temp.every_word USING fts5vocab('main','search_words','instance')"
    )
    rows = raw.execute("SELECT doc, offset, term FROM temp.every_word")
    try:
        yield from rows
    finally:
        rows.close()
        raw.execute("DROP TABLE temp.every_word")


def _users(conn: Connection, workspace: Workspace) -> Iterator[Finding]:
    try:
        keys = KeyFile.read(workspace.folder)
    except KnownError as error:
        yield _must("SYS-USER", error.message)
        return
    query = select(USER.c.name).where(USER.c.disabled.is_(False)).order_by(USER.c.name)
    names = list(conn.execute(query).scalars())
    for name in names:
        if not keys.has(name):
            yield Finding(
                "SYS-USER",
                Severity.EXPLAIN,
                f"用户「{name}」还没有口令，请在「用户」里设置。",
                kind="user",
                title=name,
            )
    tags = {keys.tag(name) for name in names}
    strangers = sum(1 for wrap in keys.wraps if wrap["user"] not in tags)
    if strangers:
        yield _must("SYS-USER", f"钥匙文件里有 {strangers} 个不属于任何用户的口令。")

"""The workspace: one folder that the program owns, opened by one process at a time.

One writing connection on its own thread (BEGIN IMMEDIATE), a small pool of ``query_only`` readers
on others, so that reading never waits for an import. Everything that changes data is an act.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, insert, select

from app.base.errors import KnownError, UserError
from app.base.progress import SILENT, Progress

from . import log, search
from .connect import (
    APPLICATION_ID,
    DATABASE,
    SCHEMA,
    connect,
    engine,
    network_or_removable,
)
from .errors import damaged, told
from .ids import IdMaker
from .keys import Cost, KeyFile, new_key
from .lock import WorkspaceLock, read_only
from .meta import METADATA
from .system import STATE, USER
from .undo import Verdict, next_redo, next_undo, undo_entry
from .work import Act, Changes, Guard, Work, act

T = TypeVar("T")
HEAD_FILE = "head.json"
READERS = 2


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the areas hand to the store (made in ``app.start``): guards by table name, search
    sources, invariants for ``verify``."""

    guards: dict[str, Guard] = field(default_factory=dict)
    search: tuple[search.SearchSource, ...] = ()
    invariants: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock and chance, injected: demo data and tests are the same each time.

    Attributes:
        now: the present moment, UTC.
        today: the day acts take as today.
        random_bytes: ``n -> bytes``.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    today: Callable[[], date] = lambda: datetime.now().astimezone().date()
    random_bytes: Callable[[int], bytes] = secrets.token_bytes


@act("store.create", "建立工作库", undo=False, why_not="工作库已经建立。")
def _create(work: Work, *, user: str) -> None:
    work.insert(USER, name=user, disabled=False)


class Workspace:
    """An open workspace.

    Attributes:
        folder: where it lies.
        user: name of the present user; empty when opened by recovery key.
        key: the database key (also the recovery key).
        opened_at: number of the newest log entry when it was opened (Ctrl+Z stops there).
        warning: a Chinese sentence to show once (network disk ...), or empty.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes,
        user: str,
        *,
        lock: WorkspaceLock,
        wiring: Wiring,
        surroundings: Surroundings,
    ) -> None:
        self.folder, self.key, self.user = folder, key, user
        self.wiring, self.surroundings = wiring, surroundings
        self._lock = lock
        self._closed = False
        self.warning = ""
        wal = not network_or_removable(folder)
        if not wal:
            self.warning = (
                "工作库在网络盘或移动盘上，程序已改用较慢但安全的保存方式；建议移到本机硬盘。"
            )
        self._wal = wal
        self.new_id = IdMaker(
            lambda: int(surroundings.now().timestamp() * 1000), surroundings.random_bytes
        )
        self._writer_thread = ThreadPoolExecutor(1, "writer")
        self._reader_threads = ThreadPoolExecutor(READERS, "reader")
        self._local = threading.local()
        self._engines: list[Engine] = []
        self._engines_lock = threading.Lock()
        self._writer: Engine = engine(
            lambda: connect(self.database, key, wal=wal), begin="BEGIN IMMEDIATE"
        )
        self.opened_at = 0

    @property
    def database(self) -> Path:
        """The encrypted file. Never open() it while the workspace is open: closing that handle
        would drop SQLite's locks."""
        return self.folder / DATABASE

    # -- making and opening --------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        user: str,
        password: str,
        wiring: Wiring | None = None,
        surroundings: Surroundings | None = None,
        cost: Cost | None = None,
    ) -> Workspace:
        """Make a new workspace; its key is in ``key``.

        Raises:
            UserError: FOLDER_USED, USER_EMPTY, PASSWORD_EMPTY.
            KnownError: READ_ONLY, DISK_FULL.
        """
        surroundings = surroundings or Surroundings()
        if not user.strip():
            raise UserError("USER_EMPTY", "用户姓名不能为空。", "请填写经办人的姓名。")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError(
                "FOLDER_USED",
                f"「{folder}」已经有内容，不能在里面建立工作库。",
                "请换一个新的文件夹名。",
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise read_only(folder) from error
        with told(folder):
            lock = WorkspaceLock(folder, surroundings.now())
            try:
                key = new_key()
                keys = KeyFile(secrets.token_hex(16), [])
                keys.add(user, password, key, cost)
                keys.write(folder)
                made = cls(
                    folder,
                    key,
                    user.strip(),
                    lock=lock,
                    wiring=wiring or Wiring(),
                    surroundings=surroundings,
                )
                made._writer_thread.submit(made._lay_out).result()
                made.do(_create, user=user.strip())
            except BaseException:
                lock.release()
                raise
        return made

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        password: str | None = None,
        user: str | None = None,
        key: bytes | None = None,
        wiring: Wiring | None = None,
        surroundings: Surroundings | None = None,
    ) -> Workspace:
        """Open by password, or by the key itself (recovery).

        Raises:
            UserError: WRONG_PASSWORD, USER_NEEDED.
            KnownError: NOT_A_WORKSPACE, IN_USE, READ_ONLY, NEWER, DAMAGED, JOURNAL_LOST.
        """
        surroundings = surroundings or Surroundings()
        if not (folder / DATABASE).is_file():
            raise not_a_workspace(folder)
        keys = None if key is not None else KeyFile.read(folder)
        lock = WorkspaceLock(folder, surroundings.now())
        try:
            if key is None:
                assert keys is not None
                key = keys.unwrap(password or "", user)
            made = cls(
                folder,
                key,
                user or "",
                lock=lock,
                wiring=wiring or Wiring(),
                surroundings=surroundings,
            )
            with told(folder):
                made._writer_thread.submit(made._check).result()
        except BaseException:
            lock.release()
            raise
        return made

    def _lay_out(self) -> None:
        with self._writer.begin() as conn:
            METADATA.create_all(conn)
            conn.exec_driver_sql(search.FTS_DDL)
            conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            conn.exec_driver_sql(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
            conn.exec_driver_sql(
                "INSERT INTO alembic_version (version_num) VALUES (?)", (f"{SCHEMA:04d}",)
            )

    def _check(self) -> None:
        """Identity, version, users and the side file, before anything is written."""
        with self._writer.connect() as conn:
            raw: Any = conn.connection.driver_connection
            if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise damaged()
            version = raw.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise KnownError(
                "NEWER",
                f"这个工作库是更新版本的程序写的（第 {version} 版，"
                f"本程序只认识到第 {SCHEMA} 版）。",
                "请先升级本程序；数据没有改动。",
            )
        if version < SCHEMA:
            from .migrate import upgrade

            upgrade(self)
        with self._writer.connect() as conn:
            self._check_user(conn)
            number, digest = log.head(conn)
            self.opened_at = number
        self._check_head(number, digest)

    def _check_user(self, conn: Connection) -> None:
        names = conn.execute(select(USER.c.name, USER.c.disabled)).all()
        if not self.user:
            active = [n for n, disabled in names if not disabled]
            self.user = active[0] if len(active) == 1 else ""
        elif any(n == self.user and disabled for n, disabled in names):
            raise UserError("WRONG_PASSWORD", "这位用户已经停用。", "请请另一位用户登录。")

    def _check_head(self, number: int, digest: bytes) -> None:
        """A database older than its side file has lost its journal (or was swapped)."""
        try:
            side = json.loads((self.folder / HEAD_FILE).read_text("utf-8"))
            expected, head = int(side["entry"]), str(side["digest"])
        except (OSError, ValueError, KeyError, TypeError):
            return
        if number < expected or (number == expected and digest.hex() != head):
            raise KnownError(
                "JOURNAL_LOST",
                f"数据文件只到第 {number} 号操作，而上次已保存到第 {expected} 号："
                "日志文件丢失、被换掉，或数据文件被旧文件替换。",
                "请不要继续使用它，从最近一份校验过的备份恢复。",
            )

    # -- acts ----------------------------------------------------------------------------------

    def do(
        self, act_: Act[Any, Any], /, *args: Any, progress: Progress = SILENT, **kw: Any
    ) -> Changes:
        """Run one act in one transaction and wait for it. What the act returned is ``.result``."""
        return self.submit(act_, *args, progress=progress, **kw).result()

    def submit(
        self, act_: Act[Any, Any], /, *args: Any, progress: Progress = SILENT, **kw: Any
    ) -> Future[Changes]:
        """The same without waiting."""
        return self._writer_thread.submit(self._run, act_, args, kw, progress)

    def _run(self, act_: Act[Any, Any], args: Any, kw: Any, progress: Progress) -> Changes:
        with told(self.folder), self._writer.begin() as conn:
            work = Work(
                conn,
                user=self.user,
                today=self.surroundings.today(),
                now=self.surroundings.now,
                new_id=self.new_id,
                random_bytes=self.surroundings.random_bytes,
                guards=self.wiring.guards,
                progress=progress,
            )
            act_(work, *args, **kw)
            if work.changes.entry:
                search.refresh(conn, self.wiring.search, work.changes.kinds)
            number, digest = log.head(conn)
        self._write_head(number, digest)
        return work.changes

    def _write_head(self, number: int, digest: bytes) -> None:
        """The side file is a witness, not a journal: an old one is harmless, so no fsync."""
        path = self.folder / HEAD_FILE
        temp = path.with_suffix(".tmp")
        try:
            temp.write_text(json.dumps({"entry": number, "digest": digest.hex()}), "utf-8")
            temp.replace(path)
        except OSError:
            temp.unlink(missing_ok=True)

    def undo(self, number: int | None = None) -> Verdict:
        """Take back an entry (None: the present user's newest since opening)."""
        if number is None:
            row = self.read(lambda c: next_undo(c, self.user, self.opened_at))
            if row is None:
                raise UserError("UNDO_NOTHING", "没有可以撤销的操作。")
            number = int(row["number"])
        return self._undo(number)

    def redo(self) -> Verdict:
        """Take back the newest undo."""
        row = self.read(lambda c: next_redo(c, self.user, self.opened_at))
        if row is None:
            raise UserError("REDO_NOTHING", "没有可以重做的操作。")
        return self._undo(int(row["number"]))

    def _undo(self, number: int) -> Verdict:
        changes = self.do(undo_entry, number)
        verdict: Verdict = changes.result
        verdict.changes = changes
        return verdict

    # -- reading -------------------------------------------------------------------------------

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a reader and wait. The reader's transaction ends with it."""
        return self.ask(query).result()

    def ask(self, query: Callable[[Connection], T]) -> Future[T]:
        """The same without waiting."""
        return self._reader_threads.submit(self._query, query)

    def _query(self, query: Callable[[Connection], T]) -> T:
        reader = getattr(self._local, "engine", None)
        if reader is None:
            reader = engine(
                lambda: connect(self.database, self.key, read_only=True, wal=self._wal),
                begin="BEGIN",
            )
            self._local.engine = reader
            with self._engines_lock:
                self._engines.append(reader)
        with told(self.folder), reader.begin() as conn:
            return query(conn)

    def on_writer(self, job: Callable[[Any], T]) -> T:
        """Run something on the writer's thread with its driver connection, outside a transaction
        (checkpoint, backup, rekey)."""

        def run() -> T:
            with told(self.folder), self._writer.connect() as conn:
                return job(conn.connection.driver_connection)

        return self._writer_thread.submit(run).result()

    def checkpoint(self) -> None:
        """Bring the journal into the file, so that nothing lies in the -wal while nobody works."""
        self.on_writer(lambda raw: raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def counts(self) -> dict[str, int]:
        """Rows of every table."""

        def count(conn: Connection) -> dict[str, int]:
            return {
                name: conn.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(METADATA.tables.items())
            }

        return self.read(count)

    def find(self, query: str, limit: int = 50) -> tuple[list[dict[str, str]], str]:
        """Search everything; see ``app.store.search.find``."""
        return self.read(lambda conn: search.find(conn, query, limit))

    # -- state of the window -------------------------------------------------------------------

    def state(self, key: str) -> Any:
        """What the window remembered for the present user under this key; None if nothing."""
        query = select(STATE.c.value).where(STATE.c.user == self.user, STATE.c.key == key)
        return self.read(lambda conn: conn.execute(query).scalar_one_or_none())

    def remember(self, key: str, value: Any) -> None:
        """Remember something convenient (widths, filters); not logged, not undoable."""

        def save() -> None:
            with told(self.folder), self._writer.begin() as conn:
                row = insert(STATE).values(user=self.user, key=key, value=value)
                conn.execute(row.prefix_with("OR REPLACE"))

        self._writer_thread.submit(save).result()

    # -- closing -------------------------------------------------------------------------------

    def close(self) -> None:
        """Finish what runs, empty the journal, give the workspace free."""
        if self._closed:
            return
        self._closed = True
        self._reader_threads.shutdown(wait=True)
        for reader in self._engines:
            reader.dispose()
        try:
            self.checkpoint()
        except KnownError:
            pass  # a full disk keeps its journal; nothing is lost
        finally:
            self._writer_thread.shutdown(wait=True)
            self._writer.dispose()
            self._lock.release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def not_a_workspace(folder: Path) -> KnownError:
    """The sentence for a folder that holds no workspace."""
    return KnownError(
        "NOT_A_WORKSPACE",
        f"「{folder}」不是工作库。",
        "请选择里面有 workspace.db 的文件夹；如果手里是备份文件，请用「从备份恢复」。",
    )
